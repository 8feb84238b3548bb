"""Step 4 as a command: which goal, which evaluator, what is written, and what is refused."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import RunScript, Workspace
from self_learning import runs

RUN = "20261120-101500"


def write_goals(project: Workspace, active: str | None, **goals: dict[str, Any] | None) -> None:
    document = {
        "active_goal": active,
        "goals": {name.replace("_", "-"): goal for name, goal in goals.items()},
    }
    Path(project.project.goal_file).write_text(yaml.safe_dump(document))


def threshold(metric: str, target: float, direction: str = "below") -> dict[str, Any]:
    return {
        "success_criteria": {"type": "threshold", "metric": metric, "target": target, "direction": direction}
    }


def evaluate(run_script: RunScript, project: Workspace, *more: str, **env: str) -> dict[str, Any]:
    done = run_script(
        "evaluate_goal.py", "--workdir", str(project.path), "--run-id", RUN, "--json", *more, env=env
    )
    assert (done.returncode, done.stderr) == (0, "")
    printed = json.loads(done.stdout)
    if "--output" not in more:
        assert printed == json.loads(Path(project.project.goal_outcome).read_text())
    assert isinstance(printed, dict)
    return printed


def refused(run_script: RunScript, project: Workspace, *more: str) -> str:
    done = run_script("evaluate_goal.py", "--workdir", str(project.path), "--run-id", RUN, *more)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not os.path.exists(project.project.goal_outcome)
    return done.stderr


def log(project: Workspace, *rows: str) -> None:
    Path(project.project.runs_log).write_text("".join(f"{row}\n" for row in rows))


def iteration(number: int, status: str = "completed", run: str = RUN, goal: str = "reduce-failures") -> str:
    return runs.format_row(runs.Run(run, "2026-11-20T10:15:00Z", goal, number, status))


def test_without_a_goal_there_is_nothing_to_do(project: Workspace, run_script: RunScript) -> None:
    for content in (None, "", "active_goal: null\ngoals: {}\n", "goals:\n"):
        if content is not None:
            Path(project.project.goal_file).write_text(content)
        done = run_script("evaluate_goal.py", "--workdir", str(project.path), "--run-id", RUN)
        assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
        assert "No goal to measure" in done.stdout
    assert not os.path.exists(project.project.goal_outcome)


def test_an_unknown_goal_names_the_file_the_goal_and_the_nearest(
    project: Workspace, run_script: RunScript
) -> None:
    write_goals(project, "reduce-failure", fix_login=threshold("iterations", 3))
    message = refused(run_script, project)
    assert "goal.yaml:1: there is no goal 'reduce-failure'; did you mean reduce-failures?" in message
    assert "did you mean fix-login?" in refused(run_script, project, "--goal", "fix-logins")
    os.unlink(project.project.goal_file)
    assert "'nothing-like-it'" in refused(run_script, project, "--goal", "nothing-like-it")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("active_goal: [a\n", "goal.yaml:"),
        ("- a list\n", "must be a mapping"),
        ("activegoal: x\n", "goal.yaml:1: activegoal: is not known; did you mean active_goal?"),
        ("goals:\n  g:\n    success_criteria: {type: treshold}\n", "did you mean threshold?"),
        (
            "goals:\n  g:\n    success_criteria: {type: threshold, metric: x, target: 1}\n",
            "direction: is missing",
        ),
        (
            "goals:\n  g:\n    success_criteria: {type: threshold, metric: x, target: many, direction: above}\n",
            "target",
        ),
        (
            "goals:\n  g:\n    success_criteria: {type: threshold, metric: x, target: .nan, direction: above}\n",
            "finite",
        ),
        (
            "goals:\n  g:\n    success_criteria: {type: binary, test_command: pytest, timeout_s: 0}\n",
            "timeout_s",
        ),
        ("goals:\n  g:\n    pattern_priority: [mistakes]\n", "did you mean mistake?"),
        ("active_goal: 7\n", "active_goal"),
        ("\0", "goal.yaml"),
    ],
)
def test_a_bad_goal_file_is_named_with_its_fault(
    project: Workspace, run_script: RunScript, content: str, told: str
) -> None:
    Path(project.project.goal_file).write_text(content)
    message = refused(run_script, project, "--goal", "reduce-failures")
    assert told in message
    assert "goal.yaml" in message


def test_a_goal_that_nothing_can_measure(project: Workspace, run_script: RunScript) -> None:
    write_goals(project, "mine", mine=threshold("coverage_percnt", 80, "above"), empty=None)
    assert "nothing here measures 'coverage_percnt'; did you mean coverage_percent?" in refused(
        run_script, project
    )
    assert "nothing says how to measure it" in refused(run_script, project, "--goal", "empty")


def test_the_outcome_has_its_shape(project: Workspace, run_script: RunScript) -> None:
    write_goals(project, "reduce-failures", reduce_failures=threshold("iterations", 3))
    log(project, iteration(1), iteration(2))
    found = evaluate(run_script, project, "--iteration", "2", "--now", "2026-11-20T12:00:00Z")
    assert found == {
        "goal": "reduce-failures",
        "run_id": RUN,
        "iteration": 2,
        "success": True,
        "score": 1.0,
        "metrics": {"iterations": 2, "failed_iterations": 0, "failure_rate": 0.0},
        "details": "iterations is 2; target at most 3: met",
        "evaluated_at": "2026-11-20T12:00:00Z",
    }


def test_the_same_outcome_later_changes_no_byte(project: Workspace, run_script: RunScript) -> None:
    write_goals(project, "reduce-failures", reduce_failures=threshold("iterations", 3))
    log(project, iteration(1))
    first = evaluate(run_script, project, "--now", "2026-11-20T12:00:00Z")
    assert evaluate(run_script, project, "--now", "2026-11-21T12:00:00Z") == first
    log(project, iteration(1), iteration(2))
    assert (
        evaluate(run_script, project, "--now", "2026-11-21T12:00:00Z")["evaluated_at"]
        == "2026-11-21T12:00:00Z"
    )


def test_output_goes_elsewhere(project: Workspace, run_script: RunScript, tmp_path: Path) -> None:
    log(project, iteration(1))
    printed = evaluate(run_script, project, "--goal", "reduce-failures", "--output", str(tmp_path / "o.json"))
    assert json.loads((tmp_path / "o.json").read_text()) == printed
    assert not os.path.exists(project.project.goal_outcome)


@pytest.mark.parametrize(
    ("rows", "criteria", "success", "score"),
    [
        ([iteration(1), iteration(2), iteration(3)], threshold("iterations", 3), True, 1.0),
        (
            [iteration(1), iteration(2), iteration(3), iteration(4)],
            threshold("iteration_count", 3),
            False,
            0.75,
        ),
        ([iteration(1, "failed"), iteration(2, "error"), iteration(3)], threshold("failures", 1), False, 0.5),
        ([iteration(1, "failed"), iteration(2)], threshold("failed_iterations", 1), True, 1.0),
        ([iteration(1, "failed"), iteration(1)], threshold("failed_iterations", 0), True, 1.0),
        ([iteration(1, "interrupted")], threshold("failed_iterations", 0), True, 1.0),
        ([iteration(1), iteration(2, "failed")], threshold("iterations", 3), False, 0.0),
        ([iteration(2)], threshold("iterations", 3, "above"), False, 0.6667),
    ],
)
def test_reduce_failures_counts_the_rows_of_the_run(
    project: Workspace,
    run_script: RunScript,
    rows: list[str],
    criteria: dict[str, Any],
    success: bool,
    score: float,
) -> None:
    write_goals(project, "reduce-failures", reduce_failures=criteria)
    log(project, *rows, iteration(9, "failed", run="20261119-000000", goal="other"))
    found = evaluate(run_script, project)
    assert (found["success"], found["score"]) == (success, score)


def test_reduce_failures_looks_no_further_than_the_iteration_asked_about(
    project: Workspace, run_script: RunScript
) -> None:
    write_goals(project, "reduce-failures", reduce_failures=threshold("iterations", 2))
    log(project, iteration(1), iteration(2), iteration(3, "failed"))
    assert evaluate(run_script, project, "--iteration", "2")["success"] is True
    assert evaluate(run_script, project, "--iteration", "3")["success"] is False
    # The iteration under way has no row yet, and is one all the same.
    assert evaluate(run_script, project, "--iteration", "4")["metrics"]["iterations"] == 4


def test_reduce_failures_without_criteria_compares_with_earlier_runs(
    project: Workspace, run_script: RunScript
) -> None:
    earlier = [
        iteration(n, run=f"2026111{day}-000000")
        for day, used in ((1, 2), (2, 4), (3, 9))
        for n in range(1, used + 1)
    ]
    other_goal = [iteration(n, run="20261114-000000", goal="other") for n in (1, 2, 3)]
    later = [iteration(1, run="20261121-000000")]
    for used, success, score in ((4, True, 1.0), (5, False, 0.8)):
        log(project, *earlier, *other_goal, *(iteration(n) for n in range(1, used + 1)), *later)
        found = evaluate(run_script, project, "--goal", "reduce-failures")
        assert (found["success"], found["score"]) == (success, score)
        assert found["metrics"]["earlier_runs"] == 3
        assert found["metrics"]["earlier_median_iterations"] == 4


@pytest.mark.parametrize("rows", [[], [iteration(3, run="20261119-000000")]])
def test_an_unknown_run_is_not_measured(project: Workspace, run_script: RunScript, rows: list[str]) -> None:
    write_goals(project, "reduce-failures", reduce_failures=threshold("iterations", 3))
    log(project, *rows)
    found = evaluate(run_script, project)
    assert (found["success"], found["score"]) == (None, None)
    assert RUN in found["details"]


def test_a_metric_of_another_kind_is_not_guessed(project: Workspace, run_script: RunScript) -> None:
    write_goals(project, "reduce-failures", reduce_failures=threshold("iteration", 3))
    log(project, iteration(1))
    found = evaluate(run_script, project)
    assert (found["success"], found["score"]) == (None, None)
    assert "did you mean iterations?" in found["details"]


def test_a_goal_of_ones_own_is_measured_by_what_it_asks_for(
    project: Workspace, run_script: RunScript
) -> None:
    write_goals(
        project,
        "mine",
        mine=threshold("iterations", 3),
        theirs={"success_criteria": {"type": "binary", "test_command": "true"}},
        named={"evaluator": "reduce-failures", **threshold("iterations", 0)},
    )
    log(project, iteration(1, goal="mine"))
    assert evaluate(run_script, project)["metrics"]["iterations"] == 1
    assert evaluate(run_script, project, "--goal", "theirs")["metrics"] == {"exit_code": 0}
    assert evaluate(run_script, project, "--goal", "named")["success"] is False


# GOAL_EVALUATOR_SCRIPT

ECHO = """
import json, sys
question = json.load(sys.stdin)
print(json.dumps({"success": True, "score": 0.25, "metrics": {"question": question, "arguments": sys.argv[1:]}, "details": "fine"}))
"""


def script(tmp_path: Path, content: str, name: str = "my evaluator.py") -> str:
    path = tmp_path / name
    path.write_text(content)
    return str(path)


def answer(tmp_path: Path, text: str) -> str:
    return script(tmp_path, f"print({text!r})")


def test_custom_is_asked_and_believed(project: Workspace, run_script: RunScript, tmp_path: Path) -> None:
    write_goals(project, "custom", custom={"description": "mine", **threshold("speed", 5)})
    found = evaluate(run_script, project, "--iteration", "2", GOAL_EVALUATOR_SCRIPT=script(tmp_path, ECHO))
    assert (found["success"], found["score"], found["details"]) == (True, 0.25, "fine")
    assert found["metrics"]["arguments"] == ["--run-id", RUN, "--workdir", str(project.path)]
    assert found["metrics"]["question"] == {
        "goal": "custom",
        "run_id": RUN,
        "iteration": 2,
        "workdir": str(project.path),
        "description": "mine",
        "success_criteria": {"type": "threshold", "metric": "speed", "target": 5.0, "direction": "below"},
    }


def test_custom_may_be_a_program_with_arguments(
    project: Workspace, run_script: RunScript, tmp_path: Path
) -> None:
    command = f"{sys.executable} '{script(tmp_path, ECHO)}' --fast"
    found = evaluate(run_script, project, "--goal", "custom", GOAL_EVALUATOR_SCRIPT=command)
    assert found["metrics"]["arguments"][0] == "--fast"


def test_custom_is_never_given_to_a_shell(project: Workspace, run_script: RunScript, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    found = evaluate(run_script, project, "--goal", "custom", GOAL_EVALUATOR_SCRIPT=f"true; touch {witness}")
    assert found["success"] is None
    assert not witness.exists()


@pytest.mark.parametrize(
    ("printed", "success", "score"),
    [
        ('{"success": true}', True, 1.0),
        ('{"success": false, "score": 0.5}', False, 0.5),
        ('{"success": null, "score": 0.5, "details": "no data"}', None, None),
        ('{"metrics": {"speed": 4}}', True, 1.0),
        ('{"metrics": {"speed": 10}}', False, 0.5),
        ('{"metrics": {}}', None, None),
        ('{"success": "yes"}', None, None),
        ('{"success": true, "score": 7}', None, None),
        ('{"success": true, "score": NaN}', None, None),
        ('{"success": true, "score": true}', None, None),
        ('{"success": true, "metrics": []}', None, None),
        ('{"success": true, "metrics": {"a": NaN}}', None, None),
        ('{"success": true, "details": 5}', None, None),
        ("[]", None, None),
        ("no JSON", None, None),
        ("", None, None),
    ],
)
def test_what_custom_answers_is_checked(
    project: Workspace,
    run_script: RunScript,
    tmp_path: Path,
    printed: str,
    success: bool | None,
    score: float | None,
) -> None:
    write_goals(project, "custom", custom=threshold("speed", 5))
    found = evaluate(run_script, project, GOAL_EVALUATOR_SCRIPT=answer(tmp_path, printed))
    assert (found["success"], found["score"]) == (success, score)
    assert found["details"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("import sys; print('{\"success\": true}'); sys.exit('out of disk')", "exited with 1: out of disk"),
        ("import time; time.sleep(600)", "was stopped after 1 s"),
    ],
)
def test_custom_that_fails_is_no_measurement(
    project: Workspace, run_script: RunScript, tmp_path: Path, content: str, told: str
) -> None:
    write_goals(project, "custom", custom={"success_criteria": {"type": "binary", "timeout_s": 1}})
    found = evaluate(run_script, project, GOAL_EVALUATOR_SCRIPT=script(tmp_path, content))
    assert (found["success"], found["score"]) == (None, None)
    assert told in found["details"]


def test_custom_without_an_evaluator(project: Workspace, run_script: RunScript) -> None:
    found = evaluate(run_script, project, "--goal", "custom")
    assert found["success"] is None
    assert "GOAL_EVALUATOR_SCRIPT" in found["details"]
    found = evaluate(run_script, project, "--goal", "custom", GOAL_EVALUATOR_SCRIPT="/no/such/program")
    assert "can't be started" in found["details"]


def test_a_project_that_does_not_take_part(project: Workspace, run_script: RunScript) -> None:
    os.rmdir(project.project.learnings)
    done = run_script("evaluate_goal.py", "--workdir", str(project.path), "--run-id", RUN)
    assert done.returncode == 0
    assert not os.path.exists(project.project.learnings)
