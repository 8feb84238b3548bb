"""goal_stats.py, through the command line: what it counts, what it claims, and what it doesn't."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from conftest import SCRIPTS, RunScript, Workspace
from pattern_texts import visible_texts
from self_learning import bootstrap, files, outcomes, runs
from self_learning.demo import repository
from self_learning.outcomes import Goal, Row
from self_learning.paths import Project
from self_learning.patterns import Pattern, PatternStore

GOAL = "fix-login"
YAML = (
    f"active_goal: {GOAL}\ngoals:\n  {GOAL}:\n    description: The login tests pass\n"
    "    success_criteria: {type: binary, test_command: pytest -q}\n"
)
TOKEN = Pattern("P-001", "mistake", "Check token expiry before every API call", success_rate=0.85, flags=())
NONE = Pattern(
    "P-002", "mistake", "Check for None before reading optional keys", success_rate=0.3, flags=("REVIEW",)
)


class Log:
    """Writes iterations of runs into the logs of a project, as the hooks and the pipeline leave them."""

    def __init__(self, workspace: Workspace, goal: str = GOAL) -> None:
        self.project = workspace.project
        self.goal = goal
        self.count = 0

    def run(self, *iterations: dict[str, Any], run_id: str = "", goal: str | None = None) -> str:
        """Add a run; an iteration is {success, score, build, rows: {pattern: status}, in_runs, in_rows}."""
        self.count += 1
        day = f"{1 + self.count // 24:02d}"
        run_id = run_id or f"202611{day}-{self.count % 24:02d}0000"
        name = self.goal if goal is None else goal
        for number, one in enumerate(iterations, 1):
            at = f"2026-11-{day}T{self.count % 24:02d}:{number:02d}:00Z"
            success, score = one.get("success"), one.get("score")
            outcome = Goal(name, success, score) if success is not None and name else None
            rows = [
                Row(at, run_id, number, "coder", pattern, status.rstrip("!?"),
                    ("src/a.py:1",) if "applied" in status else (), status.endswith("!"), None,
                    outcome if one.get("in_rows", True) else None, one.get("build"))
                for pattern, statuses in one.get("rows", {}).items()
                for status in statuses.split()
            ]  # fmt: skip
            outcomes.append(self.project, rows)
            if one.get("in_runs", True):
                runs.append(
                    self.project,
                    runs.Run(run_id, at, name, number, "completed", "claude -p", "", success, score),
                )
        return run_id


@pytest.fixture
def log(project: Workspace) -> Log:
    project.write(".learnings/goal.yaml", YAML)
    PatternStore(project.person.store).update(lambda _, __: [TOKEN, NONE])
    return Log(project)


def text(run_script: RunScript, project: Workspace, *options: str, warned: str = "") -> str:
    done = run_script("goal_stats.py", "--workdir", str(project.path), *options)
    assert done.returncode == 0, done.stderr
    assert (warned in done.stderr) if warned else done.stderr == ""
    return done.stdout


def flat(told: str) -> str:
    return " ".join(told.split())


def data(run_script: RunScript, project: Workspace, *options: str, warned: str = "") -> Any:
    return json.loads(text(run_script, project, "--json", *options, warned=warned))


def only(run_script: RunScript, project: Workspace, *options: str) -> Any:
    [goal] = data(run_script, project, *options)["goals"]
    return goal


def refused(run_script: RunScript, project: Workspace, *options: str) -> str:
    done = run_script("goal_stats.py", "--workdir", str(project.path), *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def it(success: bool | None, rows: str = "", **more: Any) -> dict[str, Any]:
    """An iteration; ``rows`` such as ``P-001 applied`` or ``P-001 injected, some words=withheld``."""
    named = dict(one.split("=" if "=" in one else " ", 1) for one in rows.split(", ")) if rows else {}
    return {"success": success, "score": None if success is None else float(success), "rows": named, **more}


def test_runs_and_iterations_with_their_intervals(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    for last in (True, True, False, True):
        log.run(it(False), it(last))
    log.run(it(None), it(True))
    assert "\n1 iteration not measured: neither reached nor missed." in text(run_script, project)
    lines = Path(project.project.runs_log).read_text().splitlines(keepends=True)
    Path(project.project.runs_log).write_text("".join(lines[:-2]))
    log.run(it(False), it(None))
    found = only(run_script, project)
    assert (found["goal"], found["active"], found["configured"]) == (GOAL, True, True)
    # Wilson, 3 of 4 and 3 of 9, after statsmodels' proportion_confint(method="wilson").
    assert found["runs"] == {
        "total": 5, "open": 0, "measured": 4, "reached": 3, "rate": 0.75,
        "interval": pytest.approx([0.3006418, 0.9544127], abs=1e-7),
    }  # fmt: skip
    assert found["iterations"] == {
        "total": 10, "measured": 9, "reached": 3, "rate": 1 / 3,
        "interval": pytest.approx([0.1205838, 0.6457979], abs=1e-7),
    }  # fmt: skip
    assert [one["reached"] for one in found["trend"]["runs"]] == [True, True, False, True, None]
    assert [one["iterations"] for one in found["trend"]["runs"]] == [2] * 5
    told = text(run_script, project)
    assert re.search(r"^runs +5 +4 +3  0\.75  0\.30 to 0\.95$", told, re.MULTILINE)
    assert re.search(r"^iterations +10 +9 +3  0\.33  0\.12 to 0\.65$", told, re.MULTILINE)
    assert re.search(r"^  outcome     ✓✓✗✓\?$", told, re.MULTILINE)
    assert re.search(r"^  score       ██▁█$", told, re.MULTILINE)
    assert re.search(r"^  iterations  22222$", told, re.MULTILINE)
    assert "1 run and 1 iteration not measured: neither reached nor missed." in told
    assert "too few runs to say (2 and 2)" in flat(told)


def test_the_halves_of_a_long_series(project: Workspace, run_script: RunScript, log: Log) -> None:
    for number in range(20):
        log.run(*[it(False)] * (3 if number < 10 else 1), it(number >= 10 or number == 4))
    halves = only(run_script, project)["trend"]
    compared = halves["second_half_less_first"]
    assert (compared["one"]["successes"], compared["other"]["successes"]) == (10, 1)
    # 10 of 10 less 1 of 10, after statsmodels' confint_proportions_2indep(method="newcomb").
    assert compared["difference"] == 0.9
    assert compared["interval"] == pytest.approx([0.4882577, 0.9821238], abs=1e-7)
    assert compared["verdict"] == "higher"
    assert halves["median_iterations"] == {"first_half": 4.0, "second_half": 2.0}
    told = flat(text(run_script, project))
    assert "First half 1 of 10 runs, second half 10 of 10" in told
    assert "the goal was reached more often in the second half" in told


def test_shown_against_withheld_is_the_experiment(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    for number in range(12):
        log.run(it(number < 9, f"P-001 {'applied' if number % 2 else 'injected'}", build=number != 3))
    for number in range(3):
        log.run(it(number == 0, "P-001 withheld", build=number > 0))
    log.run(it(False))
    memory = only(run_script, project)["memory"]
    assert {name: group["iterations"] for name, group in memory["groups"].items()} == {
        "applied": 6, "shown": 6, "withheld": 3, "mixed": 0, "none": 1, "not_recorded": 0,
    }  # fmt: skip
    first, *others = memory["comparisons"]
    assert (first["kind"], first["one"], first["other"]) == ("experiment", ["applied", "shown"], ["withheld"])
    assert {one["kind"] for one in others} == {"association"}
    reached = first["goal_reached"]
    assert (reached["one"]["successes"], reached["one"]["trials"]) == (9, 12)
    assert (reached["other"]["successes"], reached["other"]["trials"]) == (1, 3)
    # 9 of 12 less 1 of 3, after statsmodels' confint_proportions_2indep(method="newcomb").
    assert reached["interval"] == pytest.approx([-0.122206, 0.7326374], abs=1e-7)
    assert reached["verdict"] == "too few"
    assert [first["build_failed"][side]["successes"] for side in ("one", "other")] == [1, 1]
    told = flat(text(run_script, project))
    assert "Experiment: Lessons shown (used or not) against held back on purpose" in told
    assert "9/12 0.75 against 1/3 0.33: +0.42" in told
    assert "no difference can be told from 12 and 3 iterations" in told
    for word in ("cause", "because of", "significan", "p-value", "p ="):
        assert word not in told.lower()


def test_a_clear_difference_is_said_and_whose_it_is(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    for number in range(20):
        log.run(it(number < 16, "P-001 applied"))
        log.run(it(number < 4, "P-001 withheld"))
    found = only(run_script, project)
    assert found["memory"]["comparisons"][0]["goal_reached"]["verdict"] == "higher"
    told = flat(text(run_script, project))
    assert "the goal was reached more often where lessons were shown than where they were held back" in told
    [lesson] = found["lessons"]
    assert lesson["experiment"]["verdict"] == lesson["association"]["verdict"] == "higher"
    assert "experiment: 16/20 0.80 shown, 4/20 0.20 held back: +0.60 (+0.29 to +0.77)" in told


def test_lessons_held_back_one_at_a_time_make_no_experiment_of_all(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    for number in range(8):
        log.run(it(True, "P-001 applied, P-002 withheld") if number % 2 else it(False, "P-002 injected"))
    log.run(it(False, "P-002 withheld"))
    log.run(it(True, "P-002 injected withheld"))  # of one agent and of another: on neither side
    found = only(run_script, project)
    assert found["memory"]["groups"]["mixed"]["iterations"] == 5
    assert found["memory"]["comparisons"][0]["kind"] == "association"
    # The lesson that was held back, against itself, still is one.
    lesson = next(one for one in found["lessons"] if one["id"] == "P-002")
    assert (lesson["experiment"]["one"]["trials"], lesson["experiment"]["other"]["trials"]) == (4, 5)
    assert next(one for one in found["lessons"] if one["id"] == "P-001")["experiment"] is None
    told = flat(text(run_script, project))
    assert "Experiment: Lessons" not in told
    assert "Lessons were held back one at a time" in told


def test_without_anything_held_back_it_says_so(project: Workspace, run_script: RunScript, log: Log) -> None:
    for number in range(12):
        log.run(it(True, "P-001 applied") if number % 2 else it(False))
    found = only(run_script, project)
    assert found["memory"]["comparisons"][2]["goal_reached"]["verdict"] == "higher"
    told = flat(text(run_script, project))
    assert "No experiment yet" in told
    assert "Associations, not effects" in told
    assert "Association: Lessons used or shown against no lesson shown" in told
    assert found["lessons"][0]["experiment"] is None


def test_each_lesson_with_and_without(project: Workspace, run_script: RunScript, log: Log) -> None:
    for number in range(7):
        log.run(it(number < 6, f"P-001 applied{' applied!' if number == 0 else ''}, P-002 injected"))
    for number in range(9):
        log.run(it(number < 2, "check FOR none before reading optional keys=applied!" if number < 3 else ""))
    log.run(it(None, "P-001 applied"))
    log.run(it(True, "nobody knows these words=applied"))
    first, second = only(run_script, project)["lessons"]
    assert (first["id"], first["applications"], first["applied_in_iterations"]) == ("P-001", 9, 8)
    assert (first["verified"], first["unverified"], first["has_evidence"]) == (8, 1, True)
    association = first["association"]
    assert [association["one"]["successes"], association["one"]["trials"]] == [6, 7]
    assert [association["other"]["successes"], association["other"]["trials"]] == [3, 10]
    # 6 of 7 less 3 of 10, after statsmodels' confint_proportions_2indep(method="newcomb").
    assert association["interval"] == pytest.approx([0.0785576, 0.7822534], abs=1e-7)
    assert (first["success_rate"], first["flags"]) == (0.85, [])
    assert (second["id"], second["verified"], second["unverified"]) == ("P-002", 0, 3)
    assert (second["has_evidence"], second["flags"]) == (False, ["REVIEW"])
    told = text(run_script, project)
    assert re.search(
        r"^P-001 +9 +8 +6/7 0\.86 +3/10 0\.30 +\+0\.56 \(\+0\.08 to \+0\.78\) +0\.85$", told, re.MULTILINE
    )
    assert re.search(r"^Too few, under 5 on one side: P-002$", told, re.MULTILINE)
    assert "1 row of the outcomes log names no pattern that is known now" in flat(told)
    assert "interval leaves out 0: of 1 association 1, by chance alone about 0.1." in flat(told)


def test_a_lesson_that_left_the_store_is_known_by_its_archive(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    PatternStore(project.person.store).update(lambda patterns, _: [patterns[0]])
    log.run(it(True, "P-002 applied"))
    [lesson] = only(run_script, project)["lessons"]
    assert (lesson["id"], lesson["archived"]) == ("P-002", True)


def test_a_later_measurement_holds_and_disagreement_is_said(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    run_id = log.run(it(False, "P-001 applied"))
    outcome = {"goal": GOAL, "run_id": run_id, "iteration": 1, "success": True, "score": 1.0}
    project.write(".learnings/goal-outcome.json", json.dumps(outcome))
    assert run_script("merge_goal_outcome.py", "--workdir", str(project.path)).returncode == 0
    found = data(run_script, project)
    assert found["goals"][0]["runs"]["reached"] == 1
    assert "For 1 iteration runs.log and outcomes.log disagree" in " ".join(found["notes"])


def test_a_run_that_has_not_ended_is_no_miss(project: Workspace, run_script: RunScript, log: Log) -> None:
    run_id = log.run(it(False))
    project.write(".learnings/run/state.json", json.dumps({"run_id": run_id, "next_iteration": 2}))
    found = only(run_script, project)
    assert (found["runs"]["measured"], found["runs"]["open"]) == (0, 1)
    assert found["iterations"]["reached"] == 0
    assert found["trend"]["runs"][0]["reached"] is None
    assert "1 run not ended yet" in text(run_script, project)


def test_an_unmeasured_iteration_belongs_to_its_run_s_goal(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    run_id = log.run(it(True, "P-001 applied"))
    outcomes.append(project.project, [Row("2026-11-01T09:00:00Z", run_id, 2, "coder", "P-001", "applied")])
    found = only(run_script, project)
    assert (found["iterations"]["total"], found["iterations"]["measured"]) == (2, 1)
    assert found["runs"]["measured"] == 0  # how it ended, nobody knows


def test_last_counts_runs_not_rows(project: Workspace, run_script: RunScript, log: Log) -> None:
    for number in range(6):
        log.run(*[it(False, "P-001 applied applied, P-002 injected")] * 3, it(number == 5, "P-002 applied"))
    log.run(it(True), goal="another")
    found = only(run_script, project, "--last", "2")
    assert (found["runs_in_logs"], found["runs"]["total"], found["iterations"]["total"]) == (6, 2, 8)
    assert found["runs"]["reached"] == 1
    assert {one["id"]: one["applications"] for one in found["lessons"]} == {"P-001": 12, "P-002": 2}
    assert "The last 2 runs of 6" in text(run_script, project, "--last", "2")
    assert only(run_script, project, "--last", "99")["runs"]["total"] == 6
    for bad in ("0", "-1", "two", "1.5", "٣"):
        assert "--last" in refused(run_script, project, "--last", bad)


def test_runs_stand_in_the_order_in_which_they_began(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    rows = [
        ("b", "2026-11-02T10:00:00Z"),
        ("c", "2026-11-02T12:30:00+01:00"),
        ("a", "2026-11-01T10:00:00Z"),
        ("d", "?"),
    ]
    for run_id, at in rows:
        runs.append(project.project, runs.Run(run_id, at, GOAL, 1, "completed", goal_success=run_id == "a"))
    shown = [one["run_id"] for one in only(run_script, project)["trend"]["runs"]]
    assert shown == ["a", "d", "b", "c"]  # one without a time stays behind its predecessor


def test_which_goals_are_shown(project: Workspace, run_script: RunScript, log: Log) -> None:
    told = text(run_script, project)
    assert f"Goal {GOAL} (active): The login tests pass" in told
    assert "no run of this goal yet" in told
    log.run(it(True), goal="of-the-logs")
    log.run(it(None), goal="")
    told = flat(text(run_script, project))
    assert "Other goals in the logs, for --goal: of-the-logs (1 run)." in told
    assert "1 run without a goal not counted here" in told
    assert only(run_script, project, "--goal", "of-the-logs")["configured"] is False
    assert only(run_script, project, "--goal", "swe-bench")["runs"]["total"] == 0
    assert "did you mean of-the-logs?" in refused(run_script, project, "--goal", "of-the-log")
    assert "neither" in refused(run_script, project, "--goal", "\x1b[31mno\nsuch\udcff")
    project.write(".learnings/goal.yaml", YAML.partition("\n")[2])
    found = data(run_script, project)
    assert [one["goal"] for one in found["goals"]] == ["of-the-logs"]
    assert "Goals of goal.yaml without a run: fix-login." in " ".join(found["notes"])
    project.write(".learnings/goal.yaml", "active_goal: nowhere\ngoals: {}\n")
    assert "goal.yaml:1" in refused(run_script, project)
    project.write(".learnings/goal.yaml", "goals: [")
    assert "goal.yaml" in refused(run_script, project)


def test_several_goals_are_told_one_after_the_other(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    os.unlink(project.project.goal_file)
    log.run(it(True), goal="first")
    log.run(it(False), goal="second")
    found = data(run_script, project)
    assert [(one["goal"], one["runs"]["reached"]) for one in found["goals"]] == [("first", 1), ("second", 0)]
    told = text(run_script, project)
    assert told.index("Goal first") < told.index("Goal second")


def test_without_any_goal_the_rest_is_told(project: Workspace, run_script: RunScript, log: Log) -> None:
    os.unlink(project.project.goal_file)
    log.run(it(None, "P-001 applied!", build=False), goal="")
    found = only(run_script, project)
    assert (found["goal"], found["runs"]["measured"], found["runs"]["rate"]) == (None, 0, None)
    assert found["memory"]["groups"]["applied"]["build_failed"]["successes"] == 1
    assert found["memory"]["groups"]["applied"]["unverified"]["successes"] == 1
    assert "No goal is active; name one" in flat(text(run_script, project))


def test_nothing_to_count(project: Workspace, run_script: RunScript) -> None:
    assert "The logs hold nothing to count yet." in text(run_script, project)
    assert data(run_script, project)["goals"] == []
    project.write(".learnings/outcomes.log", "")
    project.write(".learnings/runs.log", "\n# a comment\n")
    assert "nothing to count" in text(run_script, project)
    os.unlink(project.project.runs_log)
    os.unlink(project.project.outcomes_log)
    os.rmdir(project.project.learnings)
    assert "Self-learning is off in" in text(run_script, project)
    assert not os.path.exists(project.project.learnings)
    assert "no such directory" in refused(run_script, project, "--workdir", str(project.path / "nowhere"))


def test_damaged_lines_go_to_the_quarantine_and_are_said_once(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    log.run(it(True, "P-001 applied"))
    for name, torn in (("outcomes.log", b"torn\n\xff\xfe|\n"), ("runs.log", b"torn|row\n")):
        with open(project.path / ".learnings" / name, "ab") as file:
            file.write(torn)
    found = data(run_script, project, warned="2 unreadable lines moved")
    assert found["logs"]["unreadable_lines"] == 3
    assert found["goals"][0]["runs"]["reached"] == 1
    assert sorted(path.name for path in (project.path / ".learnings/quarantine").glob("*.jsonl")) == [
        "outcomes.log.jsonl",
        "runs.log.jsonl",
    ]
    text(run_script, project)  # and nothing more on standard error
    Path(project.project.outcomes_log).write_bytes(b"\0\1\2 binary\n")
    assert "outcomes.log:1" in refused(run_script, project)


def test_a_project_that_can_not_be_written_is_counted_all_the_same(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    log.run(it(True, "P-001 applied"))
    project.write(".learnings/quarantine", "in the way")
    with open(project.project.outcomes_log, "a") as file:
        file.write("torn\n")
    found = data(run_script, project, warned="1 unreadable line left out")
    assert found["goals"][0]["runs"]["reached"] == 1
    assert Path(project.project.outcomes_log).read_text().endswith("torn\n")


def test_rows_of_older_tools(project: Workspace, run_script: RunScript, log: Log) -> None:
    """No escapes, no trailing fields, CRLF, a byte order mark, a row that ends with a separator."""
    text_of = "Check token expiry before every API call"
    Path(project.project.outcomes_log).write_bytes(
        "\ufeff2026-11-01T10:00:00|20261101-100000|1|coder|a | b|injected|\r\n"
        f"2026-11-01T10:00:00|20261101-100000|1|coder|{text_of}|applied|a.py:1|{GOAL}|1||\r\n"
        "2026-11-01T10:00:00|20261101-100000|2|coder|P-001|applied\r\n".encode()
    )
    Path(project.project.runs_log).write_text(f"20261101-100000|2026-11-01T10:00:00Z|{GOAL}|2|completed\n")
    found = data(run_script, project)
    assert found["logs"]["unreadable_lines"] == 0
    [goal] = found["goals"]
    assert (goal["iterations"]["total"], goal["iterations"]["reached"], goal["runs"]["measured"]) == (2, 1, 0)
    assert goal["lessons"][0]["applications"] == 2
    assert goal["lessons"][0]["verified"] == 1  # the other one cites nothing


def test_an_iteration_whose_rows_were_rotated_away_is_not_one_without_lessons(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    log.run(it(False))
    log.run(it(True, "P-001 applied"))
    log.run(it(True))
    assert only(run_script, project)["memory"]["groups"]["none"]["iterations"] == 2
    project.write(".learnings/retention.yaml", "max_log_lines: 1\n")
    groups = only(run_script, project)["memory"]["groups"]
    assert (groups["none"]["iterations"], groups["not_recorded"]["iterations"]) == (1, 1)


def test_the_figures_survive_the_real_rotation(project: Workspace, run_script: RunScript, log: Log) -> None:
    for number in range(8):
        log.run(it(number % 2 == 0, "P-001 applied, P-002 injected"))
    before = only(run_script, project)
    project.write(".learnings/retention.yaml", "max_log_lines: 5\n")
    assert run_script("prune_learnings.py", "--workdir", str(project.path)).returncode == 0
    assert len(Path(project.project.outcomes_log).read_text().splitlines()) == 5
    after = only(run_script, project)
    assert {**after, "lessons": 0} == {**before, "lessons": 0}
    assert [one["association"] for one in after["lessons"]] == [
        one["association"] for one in before["lessons"]
    ]


class _Reader(html.parser.HTMLParser):
    """Collects what a page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "style" and not self.style:
            self.style = data
        self.text.append(data)


def read_page(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def test_the_page(project: Workspace, run_script: RunScript, log: Log, tmp_path: Path) -> None:
    for number in range(14):
        log.run(
            it(
                number < 6 or number == 9,
                "P-001 applied" if number < 7 else "P-001 withheld",
                build=number % 3 > 0,
            )
        )
    page = tmp_path / "stats.html"
    told = text(run_script, project, "--html", str(page))
    assert told.endswith(f"Page: {page}\n")
    assert page.stat().st_mode & 0o777 == 0o600
    reader = read_page(page)
    said = " ".join(" ".join(reader.text).split())
    for figure in ("7 0.86", "1/7 0.14", "+0.71", "experiment", "The login tests pass", "✓", "P-001"):
        assert figure in said
    [policy] = [attributes for tag, attributes in reader.tags if attributes.get("http-equiv")]
    digest = base64.b64encode(hashlib.sha256(reader.style.encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    )
    assert "prefers-color-scheme: dark" in reader.style
    assert "@media print" in reader.style
    assert "url(" not in reader.style
    assert "@import" not in reader.style
    known = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "section",
        "footer",
    }
    known |= {
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "small",
        "span",
        "ol",
        "li",
        "b",
        "svg",
        "line",
    }
    assert {tag for tag, _ in reader.tags} <= {*known, "circle"}
    names = {name for _, attributes in reader.tags for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("style", "href", "src")}
    # The same logs give the same page, byte for byte.
    before = page.read_bytes()
    page.chmod(0o644)
    text(run_script, project, "--html", str(page))
    assert (page.read_bytes(), page.stat().st_mode & 0o777) == (before, 0o600)
    assert os.listdir(tmp_path).count("stats.html") == 1
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".new")]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visible_texts, visible_texts)
def test_hostile_texts_do_nothing(
    project: Workspace, run_script: RunScript, tmp_path: Path, summary: str, goal: str
) -> None:
    attack = (
        "</title></style></td><script>alert(1)</script><img src=x onerror=alert(1)>\"'><a href=javascript:1>"
    )
    for name in ("runs.log", "outcomes.log"):
        (project.path / ".learnings" / name).unlink(missing_ok=True)
    log = Log(project, "g" + attack + goal)
    pattern = dataclasses.replace(TOKEN, summary=attack + summary)
    PatternStore(project.person.store).update(lambda _, __: [pattern])
    run_id = "r" + attack + "\x1b[31m\u202e\u200b"
    for _ in range(6):
        log.run(it(True, "P-001 applied"), it(False), run_id=run_id + str(log.count))
    page = tmp_path / "stats.html"
    told = text(run_script, project, "--html", str(page))
    tags = {tag for tag, _ in read_page(page).tags}
    assert not tags & {"script", "img", "a"}
    assert not {
        name for _, attributes in read_page(page).tags for name in attributes if name.startswith("on")
    }
    assert not {"\x1b", "\u202e", "\u200b"} & {*told, *page.read_text(encoding="utf-8")}
    assert "<script" not in told


def test_a_page_is_not_written_over_anything_else(
    project: Workspace, run_script: RunScript, log: Log, tmp_path: Path
) -> None:
    directory = tmp_path / "directory.html"
    directory.mkdir()
    target = tmp_path / "target.html"
    target.write_text("precious")
    link = tmp_path / "link.html"
    link.symlink_to(target)
    dangling = tmp_path / "dangling.html"
    dangling.symlink_to(tmp_path / "nowhere.html")
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    notes = tmp_path / "notes.txt"
    notes.write_text("precious")
    for path, why in (
        (directory, "is a directory"), (link, "is a link"), (dangling, "is a link"), (pipe, "is no file"),
        (notes, "is no .html file"), (tmp_path / "no" / "where.html", "does not exist"),
    ):  # fmt: skip
        assert why in refused(run_script, project, "--html", str(path))
    assert target.read_text() == notes.read_text() == "precious"
    assert not (tmp_path / "nowhere.html").exists()
    text(run_script, project, "--html", str(target))  # a page takes a page's place
    assert "precious" not in target.read_text()


def test_it_fits_eighty_columns(project: Workspace, run_script: RunScript, log: Log) -> None:
    wide = [
        dataclasses.replace(
            TOKEN,
            id=f"P-{n:03d}",
            summary=f"{n} 日本語のテキスト {'é😀 ' * (40 if n % 2 else 15)}",
            flags=("REVIEW", "STALE"),
        )
        for n in range(1, 60)
    ]
    PatternStore(project.person.store).update(lambda _, __: wide)
    project.write(".learnings/goal.yaml", YAML.replace("The login tests pass", "The login tests pass " * 20))
    for number in range(80):
        rows = ", ".join(
            f"P-{n:03d} {'applied' if n % 3 else 'withheld'}" for n in range(1 + number % 7, 60, 7)
        )
        log.run(*[it(False, rows)] * (number % 13), it(number % 3 > 0, rows), goal=GOAL)
    told = text(run_script, project)
    from rich.cells import cell_len

    assert max(map(cell_len, told.splitlines())) <= 80
    assert "the last 62 of 80" in told


def test_an_experiment_with_many_iterations_fits_too(
    project: Workspace, run_script: RunScript, log: Log
) -> None:
    for status in ("applied", "withheld"):
        log.run(*[it(number % 3 > 0, f"P-001 {status}") for number in range(1200)])
    told = text(run_script, project)
    assert max(map(len, told.splitlines())) <= 80
    assert "800/1200 0.67 shown, 800/1200 0.67 held back: 0.00 (-0.04 to +0.04)" in flat(told)


def test_a_long_log_fits_too(project: Workspace, run_script: RunScript, log: Log) -> None:
    Path(project.project.outcomes_log).write_text(
        "".join(
            f"2026-11-01T10:00:00Z|20261101-{n:06d}|1|coder|P-00{1 + n % 2}|applied|src/a.py:{n}"
            f"|0.{n % 10000:04d}|keyword|{GOAL}|{n % 5 > 0:d}|0.5|build_passed\n"
            for n in range(24_000)
        )
    )
    found = only(run_script, project)
    assert [one["applications"] for one in found["lessons"]] == [12_000, 12_000]
    assert found["runs"]["reached"] == 19_200
    told = text(run_script, project)
    assert max(map(len, told.splitlines())) <= 80
    assert "9600/12000 0.80" in told
    assert "0.80 of 24,000" in told


def test_the_figures_of_a_real_run(
    project: Workspace, run_script: RunScript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration's project: real hooks, real steps, a scripted agent, three iterations."""
    demo = Project(str(tmp_path / "parcel-tracker"))
    repository.create(demo.workdir)
    bootstrap.bootstrap(demo)
    repository.write(demo.workdir, ".learnings/goal.yaml", repository.GOAL)
    repository.write(demo.workdir, ".learnings/evaluator.py", repository.EVALUATOR)
    old = files.read_text(str(SCRIPTS / "self_learning/demo/old-patterns.toon"))
    repository.write(str(project.user), "learnings/org-patterns.toon", old)
    monkeypatch.setenv("GOAL_EVALUATOR_SCRIPT", os.path.join(demo.learnings, "evaluator.py"))
    monkeypatch.setenv("AGENT_COMMAND", f"{sys.executable} {SCRIPTS}/self_learning/demo/agent.py")
    data_directory = tmp_path / "plugin-data"
    data_directory.mkdir()
    (data_directory / "venv").symlink_to(sys.prefix)
    monkeypatch.setenv("CLAUDE_PLUGIN_DATA", str(data_directory))
    command = ["sh", str(SCRIPTS / "run-loop.sh"), "--workdir", demo.workdir, "--prompt", "x", "--no-llm"]
    done = subprocess.run(
        [*command, "--max-iterations", "3", "--goal", "all-checks-hold"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = run_script("goal_stats.py", "--workdir", demo.workdir, "--json")
    assert (found.returncode, found.stderr) == (0, "")
    [goal] = json.loads(found.stdout)["goals"]
    assert (goal["runs"]["total"], goal["runs"]["reached"]) == (1, 1)
    assert (goal["iterations"]["total"], goal["iterations"]["reached"]) == (3, 2)
    [run] = goal["trend"]["runs"]
    assert (run["reached"], run["score"], run["iterations"]) == (True, 1.0, 3)
    applied = goal["memory"]["groups"]["applied"]
    assert (applied["goal_reached"]["successes"], applied["goal_reached"]["trials"]) == (2, 3)
    assert applied["unverified"]["successes"] == 1  # the citation that was caught lying
    assert (applied["build_failed"]["successes"], applied["build_failed"]["trials"]) == (1, 1)
    counted = {one["id"]: (one["applications"], one["verified"]) for one in goal["lessons"]}
    assert counted == {"P-001": (3, 3), "P-002": (1, 1), "P-003": (2, 1), "P-005": (2, 2)}
