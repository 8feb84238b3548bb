"""post_iteration.py: eleven steps in one process, none stopped by another's failure."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS, RunScript, Workspace
from self_learning import files

RUN = ("--run-id", "20260101-000000", "--iteration", "1")


def digest(*directories: Path) -> dict[str, str]:
    """Every file's content; perf.jsonl measures each run anew and is left out."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for directory in directories
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name not in ("perf.jsonl", ".lock")
    }


def seed(project: Workspace) -> str:
    """A store, a log, a goal, a change and two lessons, as a run leaves them; returns the start commit."""
    start = project.git("rev-parse", "HEAD")
    project.write("src/app.py", "import json\n\n\ndef load(path):\n    return json.load(open(path))\n")
    project.commit("Load the file")
    store = project.user / "learnings" / "org-patterns.toon"
    store.parent.mkdir(parents=True)
    store.write_text(
        "patterns[2]{id,category,summary,confidence,seen_count,success_rate,flags,applies_to,context,repo}:\n"
        '  P-001,mistake,"Close files that were opened, best with a with statement",medium,2,,"[UNTESTED]","*",python,"*"\n'
        '  P-002,pattern,"Pin the version of every GitHub action by its commit",low,1,,"[UNTESTED]","*",yaml,"*"\n'
    )
    log = Path(project.project.outcomes_log)
    log.write_text(
        "2026-01-01T00:00:00Z|20260101-000000|1|fix-agent|P-001|applied|src/app.py:5\n"
        "2026-01-01T00:00:01Z|20260101-000000|1|fix-agent|Pin the version of every GitHub action by its commit|applied|ci.yml:3\n"
    )
    project.write(
        ".learnings/goal.yaml",
        "active_goal: loads\ngoals:\n  loads:\n    description: the module compiles\n"
        "    success_criteria: {type: binary, test_command: python3 -B src/app.py}\n",
    )
    project.write(
        ".learnings/build-result.json",
        json.dumps({"status": "passed", "iteration": 1, "run_id": "20260101-000000", "agent": "fix-agent"}),
    )
    for name, summary in (
        ("one", "Read text files with an explicit encoding, as UTF-8"),
        ("two", "Fixed the bug"),
    ):
        lesson = {
            "task": "load a file",
            "category": "mistake",
            "trigger": f"{name} opens a file",
            "summary": summary,
            "citations": [{"file": "src/app.py", "line": 5}],
            "context": ["python"],
            "applies_to": ["*"],
            "agent": "fix-agent",
            "captured_at": "2026-01-01T00:00:00Z",
        }
        project.write(f".learnings/pending/fix-agent-{name}.json", json.dumps(lesson))
    return start


def test_one_of_each_is_told_in_the_singular(project: Workspace, run_script: RunScript) -> None:
    start = seed(project)
    for path in (project.user / "learnings" / "org-patterns.toon", Path(project.project.outcomes_log)):
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]).replace("[2]", "[1]"))
    (project.path / ".learnings/pending/fix-agent-one.json").unlink()
    done = run_script(
        "post_iteration.py", "--workdir", str(project.path), *RUN, "--start-sha", start, "--no-llm"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for told in (
        "1 changed file since",
        "of 1 pattern shares something with 1 changed file.",
        "Relevance: 1 of 1 row of the outcomes log changed.",
        "Goal loads met: 1 of 1 row of",
        "1 of 1 applied pattern has a citation that holds; 0 unverified, 0 rows changed.",
        "Build passed (fix-agent, iteration 1): 1 of 1 row of",
        "The store is up to date: 1 pattern.",
        "1 of 1 pattern has a rate, from 1 row of 1 iteration; 1 changed.",
    ):
        assert told in done.stdout, done.stdout
    one = run_script("post_iteration.py", "--workdir", str(project.path), *RUN, "--no-llm", "--steps", "1")
    assert "1 of 1 step done" in one.stdout


def test_a_whole_iteration_and_again(project: Workspace, run_script: RunScript) -> None:
    start = seed(project)
    arguments = ("--workdir", str(project.path), *RUN, "--start-sha", start, "--no-llm")
    done = run_script("post_iteration.py", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("/11] ") == 11
    assert "11 of 11 steps done" in done.stdout

    first, second = Path(project.project.outcomes_log).read_text().splitlines()
    assert "|loads|1|1.0" in first
    assert first.endswith("build_passed") or "build_passed" in first
    assert "unverified" not in first
    assert "unverified" in second  # ci.yml was never changed
    store = (project.user / "learnings" / "org-patterns.toon").read_text()
    assert "P-001,mistake" in store
    assert ",high,2,1" in store.splitlines()[1]  # one of one, verified, built, goal reached
    assert "Read text files with an explicit encoding" in store
    assert "Fixed the bug" not in store
    assert not list(Path(project.project.pending).glob("*.json"))
    assert len(list(Path(project.project.archive).rglob("*.json"))) == 2

    # A new pattern is in the store now, so it gets a score of its own; nothing else may change.
    before = digest(project.path, project.user)
    again = run_script("post_iteration.py", *arguments)
    assert again.returncode == 0, again.stdout + again.stderr
    after = digest(project.path, project.user)
    changed = {Path(name).name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"relevance-scores.json"}
    third = run_script("post_iteration.py", *arguments)
    assert third.returncode == 0, third.stdout + third.stderr
    assert digest(project.path, project.user) == after


def test_a_failing_step_stops_none_of_the_others(project: Workspace, run_script: RunScript) -> None:
    start = seed(project)
    project.write(".learnings/goal.yaml", "active_goal: [")
    arguments = ("--workdir", str(project.path), *RUN, "--start-sha", start, "--no-llm", "--json")
    done = run_script("post_iteration.py", *arguments)
    assert done.returncode == 2
    steps = {step["step"]: step for step in json.loads(done.stdout)["steps"]}
    assert [number for number, step in steps.items() if step["exit_code"]] == [4]
    assert "goal.yaml" in steps[4]["message"]
    assert "Read text files" in (project.user / "learnings" / "org-patterns.toon").read_text()
    rows = [json.loads(line) for line in Path(project.project.perf_log).open()]
    assert [row["step"] for row in rows] == list(range(1, 12))
    assert set(rows[0]) >= {
        *("event", "run_id", "iteration", "step", "step_name", "started_at", "ended_at"),
        *("duration_s", "exit_code", "skipped"),
    }


def test_only_the_chosen_steps_run(project: Workspace, run_script: RunScript) -> None:
    seed(project)
    arguments = ("--workdir", str(project.path), *RUN, "--no-llm", "--steps", "10,1-2", "--json")
    done = run_script("post_iteration.py", *arguments)
    assert [step["step"] for step in json.loads(done.stdout)["steps"]] == [1, 2, 10]


@pytest.mark.parametrize("steps", ["0", "12", "3-", "a", "", "5-4", "1-99999999999", "9" * 5000])
def test_a_selection_that_is_none_is_refused(project: Workspace, run_script: RunScript, steps: str) -> None:
    done = run_script("post_iteration.py", "--workdir", str(project.path), *RUN, "--steps", steps)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_a_project_that_is_off_is_left_alone(project: Workspace, run_script: RunScript) -> None:
    Path(project.project.learnings).rmdir()
    done = run_script("post_iteration.py", "--workdir", str(project.path), *RUN)
    assert done.returncode == 0
    assert "self-learning is off" in done.stdout
    assert not Path(project.project.learnings).exists()
    done = run_script(
        "post_iteration.py", "--workdir", str(project.path), "--run-id", "../x", "--iteration", "1"
    )
    assert done.returncode == 2


def test_an_iteration_that_cannot_be_is_refused(project: Workspace, run_script: RunScript) -> None:
    done = run_script(
        "post_iteration.py", "--workdir", str(project.path), "--run-id", "r1", "--iteration", "-1"
    )
    assert done.returncode == 2
    assert "--iteration -1" in done.stderr
    assert not Path(project.project.perf_log).exists()


def test_a_log_of_times_that_cannot_be_written_costs_no_summary(
    project: Workspace, run_script: RunScript
) -> None:
    Path(project.project.perf_log).mkdir()
    done = run_script("post_iteration.py", "--workdir", str(project.path), *RUN, "--no-llm", "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["steps"]) == 11
    assert str(project.project.perf_log) in done.stderr


def test_a_lock_that_was_waited_for_in_vain_is_not_waited_for_as_long_again(
    project: Workspace, tmp_path: Path
) -> None:
    program = (
        "import sys, time\n"
        "from self_learning import files\n"
        "from self_learning.errors import LockTimeoutError\n"
        "waits = []\n"
        "for _ in range(3):\n"
        "    began = time.monotonic()\n"
        "    try:\n"
        "        with files.locked(sys.argv[1], timeout=3.0): pass\n"
        "    except LockTimeoutError as error:\n"
        "        waits.append(str(error).partition('for ')[2].partition(' s')[0])\n"
        "print(waits)\n"
    )
    with files.locked(str(tmp_path)):
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
        )
    assert done.stdout.strip() == "['3', '1', '1']"
