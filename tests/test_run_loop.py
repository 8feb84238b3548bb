"""run-loop.sh: runs an agent, learns after each iteration, stops, survives an interrupt."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SCRIPTS, Workspace
from self_learning import runs

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start run-loop.sh in the environment of these tests, as a process group of its own."""
    data = tmp_path / "plugin-data"
    data.mkdir()
    (data / "venv").symlink_to(sys.prefix)

    def begin(*arguments: str, agent: str, **environ: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["sh", str(SCRIPTS / "run-loop.sh"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            start_new_session=True,
            env={**os.environ, "CLAUDE_PLUGIN_DATA": str(data), "AGENT_COMMAND": agent, **environ},
        )

    return begin


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate()
    return process.returncode, out, err


def has_ended(pid: int) -> bool:
    """Whether a process that is not our child comes to its end; one that nobody has reaped yet has."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except FileNotFoundError:
            return True
        os.sched_yield()
    return False


def rows(project: Workspace) -> list[tuple[int, str]]:
    return [(row.iteration, row.status) for row in runs.read(project.project)]


def test_the_agent_gets_the_prompt_and_knows_where_it_is(
    project: Workspace, start: Start, tmp_path: Path
) -> None:
    sha = project.commit("Before")
    seen = tmp_path / "seen"
    agent = f'{{ printf "%s\\n" "$CLOSEDLOOP_WORKDIR" "$CLOSEDLOOP_RUN_ID" "$CLOSEDLOOP_ITERATION" \
        "$CLOSEDLOOP_START_SHA" "$CLOSEDLOOP_SELF_LEARNING" "$PWD"; cat; }} >>{seen}; printf "<promise>it is done</promise>\\n%s\\n"'
    prompt = "Fix it; $(touch hacked) `touch hacked` \"and\" 'so on'"
    code, out, err = finish(
        start(
            "--workdir",
            str(project.path),
            "--prompt",
            prompt,
            "--max-iterations",
            "5",
            "--no-llm",
            agent=agent,
        )
    )
    assert code == 0, out + err
    workdir, run_id, iteration, start_sha, on, directory, given = seen.read_text().split("\n", 6)
    assert (workdir, iteration, start_sha, on, directory) == (
        str(project.path),
        "1",
        sha,
        "true",
        str(project.path),
    )
    assert given == prompt  # on standard input ...
    assert f"\n{prompt}\n" in out  # ... and as the last argument, which printf showed
    assert not list(tmp_path.rglob("hacked"))
    assert f"Run {run_id} ended after iteration 1: the agent promised: it is done." in out
    assert rows(project) == [(1, "completed")]
    assert not Path(project.project.run_state).exists()


def test_it_goes_on_until_the_command_holds_and_runs_the_pipeline_each_time(
    project: Workspace, start: Start
) -> None:
    agent = "echo more >>progress.txt; : "
    code, out, err = finish(
        start(
            *("--workdir", str(project.path), "--prompt", "work", "--no-llm"),
            *("--until", 'test "$(wc -l <progress.txt)" -ge 2 && echo loud'),
            agent=agent,
        )
    )
    assert code == 0, out + err
    assert rows(project) == [(1, "completed"), (2, "completed")]
    steps = [json.loads(line) for line in Path(project.project.perf_log).open()]
    expected = [(iteration, step) for iteration in (1, 2) for step in range(1, 12)]
    assert [(row["iteration"], row["step"]) for row in steps if row["event"] == "pipeline_step"] == expected
    assert {row["exit_code"] for row in steps} == {0}
    assert json.loads(Path(project.project.changed_files).read_text()) == ["progress.txt"]
    assert "holds." in out


def test_the_iterations_run_out_and_a_failing_agent_is_recorded(project: Workspace, start: Start) -> None:
    process = start(
        *("--workdir", str(project.path), "--prompt", "x", "--max-iterations", "2", "--no-llm", "--json"),
        agent="echo '<promise> </promise>'; exit 3; :",
    )
    code, out, err = finish(process)
    assert code == 0, err
    assert json.loads(out)["status"] == "max_iterations"
    assert rows(project) == [(1, "failed"), (2, "failed")]


def test_a_project_that_is_off_stays_untouched_until_the_person_says_so(
    project: Workspace, start: Start
) -> None:
    shutil.rmtree(project.project.learnings)
    arguments = ("--workdir", str(project.path), "--prompt", "x", "--max-iterations", "1", "--no-llm")
    code, _, err = finish(start(*arguments, agent="touch ran; :"))
    assert code == 2
    assert "add --self-learning" in err
    assert not (project.path / "ran").exists()
    assert not Path(project.project.learnings).exists()
    code, out, err = finish(start(*arguments, "--self-learning", agent="touch ran; :"))
    assert code == 0, out + err
    assert rows(project) == [(1, "completed")]


def test_an_interrupt_stops_the_agent_with_its_children_and_the_run_can_be_resumed(
    project: Workspace, start: Start, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    # The first iteration ends; the second starts a child that ignores the interrupt, and waits.
    agent = (
        f'[ "$CLOSEDLOOP_ITERATION" = 1 ] || [ -e {tmp_path}/second ] || '
        f"{{ touch {tmp_path}/second; sh -c 'trap \"\" INT; echo $$ >{ready}; exec sleep 1000'; }}; :"
    )
    arguments = ("--workdir", str(project.path), "--no-llm")
    process = start(*arguments, "--prompt", "x", "--max-iterations", "3", agent=agent)
    child = int(ready.read_text())

    other = start(*arguments, "--prompt", "y", agent="true")
    code, _, err = finish(other)
    assert code == 3
    assert "another run is under way" in err

    os.kill(process.pid, signal.SIGINT)
    code, out, err = finish(process)
    assert code == 130, out + err
    assert "--resume" in out
    assert has_ended(child)
    assert rows(project) == [(1, "completed"), (2, "interrupted")]
    run_id = runs.read(project.project)[0].run_id

    code, out, err = finish(start(*arguments, "--resume", agent=agent))
    assert code == 0, out + err
    assert f"Run {run_id}, iteration 2 of at most 3" in out
    assert rows(project) == [(1, "completed"), (2, "interrupted"), (2, "completed"), (3, "completed")]
    code, _, err = finish(start(*arguments, "--resume", agent=agent))
    assert code == 2
    assert "no stopped run to resume" in err


def test_a_state_that_somebody_broke_is_named(project: Workspace, start: Start) -> None:
    state = Path(project.project.run_state)
    state.parent.mkdir()
    whole = {"run_id": "20260101-000000", "prompt": "p", "max_iterations": 1, "next_iteration": 1}
    for content in (
        "[]",
        "{",
        json.dumps({**whole, "run_id": "../x"}),
        json.dumps({**whole, "until": 5}),
        json.dumps({**whole, "until_timeout": "x"}),
        json.dumps({**whole, "goal": ["a"]}),
    ):
        state.write_text(content)
        code, _, err = finish(start("--workdir", str(project.path), "--resume", agent="true"))
        assert (code, err.count("\n")) == (2, 1)
        assert str(state) in err


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("--prompt", " "), "the prompt is empty"),
        (("--prompt-file", "absent.txt"), "absent.txt: there is no such file"),
        (("--prompt", "x", "--max-iterations", "0"), "--max-iterations"),
        ((), "one of the arguments --prompt"),
        (("--prompt", "x", "--resume"), "not allowed with"),
    ],
)
def test_bad_arguments_are_said_in_one_line(
    project: Workspace, start: Start, arguments: tuple[str, ...], fault: str
) -> None:
    code, _, err = finish(start("--workdir", str(project.path), *arguments, agent="true"))
    assert code == 2
    assert fault in err.splitlines()[-1]
    assert rows(project) == []


def test_an_agent_that_is_not_there_is_named(project: Workspace, start: Start, tmp_path: Path) -> None:
    process = start(
        "--workdir", str(project.path), "--prompt", "x", "--no-llm", agent="", PATH="/usr/bin:/bin"
    )
    code, _, err = finish(process)
    if shutil.which("claude", path="/usr/bin:/bin") is None:
        assert code == 2
        assert "claude: not found; install Claude Code or name an agent in AGENT_COMMAND" in err


def test_an_agent_command_that_can_t_be_started_ends_the_run(project: Workspace, start: Start) -> None:
    process = start("--workdir", str(project.path), "--prompt", "x", "--no-llm", agent="/absent/agent --fast")
    code, _, err = finish(process)
    assert code == 2
    assert "AGENT_COMMAND '/absent/agent --fast': can't be started" in err
    assert rows(project) == [(1, "failed")]


def test_an_iteration_of_the_environment_that_is_no_number_is_refused(
    project: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("x", "9" * 5000):
        monkeypatch.setenv("CLOSEDLOOP_ITERATION", number)
        code, _, err = finish(start("--workdir", str(project.path), "--pipeline-only", agent="true"))
        assert (code, err.count("\n")) == (2, 1), err
        assert "CLOSEDLOOP_ITERATION" in err


def test_pipeline_only_runs_the_steps_once_for_the_last_iteration(project: Workspace, start: Start) -> None:
    runs.append(project.project, runs.Run("20260101-000000", "2026-01-01T00:00:00Z", "", 4, "completed"))
    code, out, err = finish(
        start("--workdir", str(project.path), "--pipeline-only", "--no-llm", agent="touch ran; :")
    )
    assert code == 0, out + err
    assert "Run 20260101-000000, iteration 4: 11 of 11 steps done" in out
    assert not (project.path / "ran").exists()


def test_an_until_command_that_hangs_is_ended_with_its_children(project: Workspace, start: Start) -> None:
    until = "sleep 600 & echo $! > until.pid; sleep 600"
    code, out, err = finish(
        start(
            *("--workdir", str(project.path), "--prompt", "x", "--max-iterations", "1", "--no-llm"),
            *("--until", until, "--until-timeout", "0.5"),
            agent="true;:",
        )
    )
    assert code == 0, err
    assert "took longer than 0.5 s and counts as not fulfilled" in out
    assert "ended after iteration 1: the iterations are used up" in out
    assert has_ended(int((project.path / "until.pid").read_text()))


def test_a_goal_that_is_not_there_costs_no_agent(project: Workspace, start: Start) -> None:
    process = start(
        *("--workdir", str(project.path), "--prompt", "x", "--no-llm", "--goal", "reduce-failure"),
        agent="touch ran; :",
    )
    code, _, err = finish(process)
    assert (code, err.count("\n")) == (2, 1)
    assert "there is no goal 'reduce-failure'; did you mean reduce-failures?" in err
    assert not (project.path / "ran").exists()
    assert not Path(project.project.run_state).exists()


def test_a_new_run_says_that_a_stopped_one_is_given_up(project: Workspace, start: Start) -> None:
    state = Path(project.project.run_state)
    state.parent.mkdir()
    state.write_text(
        json.dumps({"run_id": "20260101-000000", "prompt": "p", "max_iterations": 5, "next_iteration": 3})
    )
    common = ("--workdir", str(project.path), "--prompt", "x", "--max-iterations", "1", "--no-llm")
    code, out, err = finish(start(*common, agent="true;:"))
    assert code == 0, err
    assert "Run 20260101-000000, stopped in iteration 3, is given up for this one" in out


def test_a_resumed_run_takes_the_options_that_are_given(project: Workspace, start: Start) -> None:
    state = Path(project.project.run_state)
    state.parent.mkdir()
    state.write_text(
        json.dumps({"run_id": "20260101-000000", "prompt": "p", "max_iterations": 9, "next_iteration": 3})
    )
    code, out, err = finish(
        start("--workdir", str(project.path), "--resume", "--max-iterations", "4", "--no-llm", agent="true;:")
    )
    assert code == 0, err
    assert "is given up" not in out
    assert rows(project) == [(3, "completed"), (4, "completed")]


def test_a_resumed_run_with_no_iteration_left_ends_after_the_last_one_that_ran(
    project: Workspace, start: Start
) -> None:
    state = Path(project.project.run_state)
    state.parent.mkdir()
    state.write_text(
        json.dumps({"run_id": "20260101-000000", "prompt": "p", "max_iterations": 9, "next_iteration": 5})
    )
    code, out, err = finish(
        start("--workdir", str(project.path), "--resume", "--max-iterations", "2", agent="touch ran; :")
    )
    assert code == 0, err
    assert out == "Run 20260101-000000 ended after iteration 4: the iterations are used up.\n"
    assert not (project.path / "ran").exists()


@pytest.mark.parametrize("option", ["--until-timeout", "--max-iterations"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "nan"])
def test_numbers_that_can_t_be_are_refused(project: Workspace, start: Start, option: str, value: str) -> None:
    code, _, err = finish(
        start("--workdir", str(project.path), "--prompt", "x", option, value, agent="touch ran; :")
    )
    assert (code, err.count("\n")) == (2, 1)
    assert option in err
