"""prune_learnings.py: each key of retention.yaml, the protected window, and a dry run that doesn't lie."""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from conftest import SCRIPTS, RunScript, Workspace
from lessons import NONE, TOKEN, patterns, store, tree
from self_learning import bootstrap, files, log_rotation, outcomes, scoring
from self_learning.patterns import Pattern

NOW = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
ROW = "{at}|{run}|{n}|implementer|{pattern}|applied|src/a.py:1"


def aged(path: Path, **age: float) -> Path:
    """Make a file, or all files of a directory, so old at NOW."""
    moment = (NOW - timedelta(**age)).timestamp()
    for one in (path, *path.rglob("*")) if path.is_dir() else (path,):
        os.utime(one, (moment, moment))
    return path


def at(**age: float) -> str:
    return (NOW - timedelta(**age)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def prune(project: Workspace, run_script: RunScript) -> Any:
    """Check that a dry run touches nothing and tells just what the real one does; give that."""

    def run(**settings: object) -> dict[str, Any]:
        lines = "".join(f"{key}: {value}\n" for key, value in settings.items())
        aged(project.write(".learnings/retention.yaml", lines), days=1)
        before = tree(project.path), tree(project.user)
        common = ("--workdir", str(project.path), "--now", NOW.isoformat(), "--json")
        planned = run_script("prune_learnings.py", *common, "--dry-run")
        assert planned.returncode == 0, planned.stderr
        assert (tree(project.path), tree(project.user)) == before
        done = run_script("prune_learnings.py", *common)
        assert done.returncode == 0, done.stderr
        result = dict(json.loads(done.stdout))
        assert {**json.loads(planned.stdout), "dry_run": False} == result
        gone = {name for name in before[0] if not (project.path / name).exists()}
        removed = [entry["path"] for entry in result["removed"]]
        assert all(any(name == one or name.startswith(one + os.sep) for one in removed) for name in gone)
        assert not any((project.path / one).exists() for one in removed)
        again = run_script("prune_learnings.py", *common)
        assert json.loads(again.stdout)["removed"] == json.loads(again.stdout)["rotated"] == []
        return result

    return run


def removed(result: dict[str, Any]) -> list[str]:
    return [entry["path"] for entry in result["removed"]]


def test_a_fresh_project_has_nothing_to_lose(project: Workspace, prune: Any) -> None:
    bootstrap.bootstrap(project.project)
    assert prune()["removed"] == []


def test_runs_beyond_the_newest_go(project: Workspace, prune: Any) -> None:
    for number in range(1, 6):
        run = f"20261101-00000{number}"
        for name in (f"archive/{run}/a.json", f"sessions/run-{run}/iter-1.json"):
            project.write(f".learnings/{name}", "{}")
        aged(project.path / ".learnings" / "archive" / run, hours=50 - number)
        aged(project.path / ".learnings" / "sessions" / f"run-{run}", hours=50 - number)
    assert removed(prune(max_runs=3)) == [
        f".learnings/{directory}20261101-00000{number}"
        for number in (2, 1)
        for directory in ("archive/", "sessions/run-")
    ]


def test_sessions_and_injections_beyond_the_newest_go(project: Workspace, prune: Any) -> None:
    for number in range(4):
        for name in (f"sessions/s{number}.json", f"injections/a{number}.json"):
            aged(project.write(f".learnings/{name}", "{}"), hours=10 - number)
    names = [
        f".learnings/{kind}{number}.json" for kind in ("sessions/s", "injections/a") for number in (1, 0)
    ]
    assert removed(prune(max_sessions=2)) == names


def test_archived_files_go_at_their_age(project: Workspace, prune: Any) -> None:
    for run, days in (("r-old", 31), ("r-new", 29)):
        aged(project.write(f".learnings/archive/{run}/a.json", "{}"), days=days)
        aged(project.path / ".learnings" / "archive" / run, days=days)
    aged(project.write(".learnings/archive/r-new/b.json", "{}"), days=31)
    aged(project.write(".learnings/archive/logs/outcomes-0.log", ""), days=40)
    aged(project.path / ".learnings" / "archive" / "logs", days=40)
    assert removed(prune(max_archive_age_days=30)) == [
        ".learnings/archive/logs",
        ".learnings/archive/r-new/b.json",
        ".learnings/archive/r-old",
    ]


def test_nothing_in_the_protected_window_and_nothing_of_a_current_run_goes(
    project: Workspace, prune: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in ("young", "resumable", "running", "old"):
        aged(project.write(f".learnings/archive/{run}/a.json", "{}"), minutes=29 if run == "young" else 90)
    aged(project.write(".learnings/archive/newest/a.json", "{}"), minutes=1)
    project.write(".learnings/run/state.json", '{"run_id": "resumable"}')
    monkeypatch.setenv("CLOSEDLOOP_RUN_ID", "running")
    assert removed(prune(max_runs=1, protected_window_minutes=30)) == [".learnings/archive/old"]


@pytest.mark.parametrize("log", ["outcomes.log", "acknowledgments.log", "runs.log"])
def test_old_lines_leave_a_log_for_the_archive(project: Workspace, prune: Any, log: str) -> None:
    lines = [
        f"r{n}|{at(days=9 - n)}|goal|1|completed"
        if log == "runs.log"
        else ROW.format(at=at(days=9 - n), run=f"r{n}", n=1, pattern="P-001")
        for n in range(8)
    ]
    path = project.write(f".learnings/{log}", "".join(f"{line}\n" for line in lines))
    result = prune(max_log_lines=5)
    [rotated] = result["rotated"]
    assert (rotated["log"], rotated["lines"]) == (f".learnings/{log}", 3)
    assert path.read_text().splitlines() == lines[3:]
    assert (project.path / rotated["to"]).read_text().splitlines() == lines[:3]


def test_young_lines_and_those_of_a_current_run_stay(project: Workspace, prune: Any) -> None:
    project.write(".learnings/run/state.json", '{"run_id": "r1"}')
    rows = [("r0", 300), ("r1", 200), ("r2", 100), ("r3", 10)]
    text = "".join(ROW.format(at=at(minutes=age), run=run, n=1, pattern="P-001") + "\n" for run, age in rows)
    path = project.write(".learnings/outcomes.log", text)
    [rotated] = prune(max_log_lines=1)["rotated"]
    assert rotated["lines"] == 1
    assert [line.split("|")[1] for line in path.read_text().splitlines()] == ["r1", "r2", "r3"]


def test_the_figures_survive_the_rotation_of_their_rows(project: Workspace, prune: Any) -> None:
    store(project).update(lambda *_: [Pattern("P-001", "mistake", TOKEN), Pattern("P-002", "mistake", NONE)])
    rows = [
        ROW.format(at=at(days=30 - n), run=f"r{n}", n=1, pattern="P-001" if n % 2 else NONE)
        + ("|unverified" if n % 3 == 0 else "")
        for n in range(24)
    ]
    project.write(".learnings/outcomes.log", "".join(f"{row}\n" for row in rows))
    scoring.compute(project.project, project.person.store)
    before = patterns(project)
    totals = {pattern.id: store(project).provenance().tally(pattern.id) for pattern in before.values()}
    assert prune(max_log_lines=4)["rotated"][0]["lines"] == 20
    scoring.compute(project.project, project.person.store)
    assert {
        pattern.id: store(project).provenance().tally(pattern.id) for pattern in before.values()
    } == totals
    assert {p.id: p.success_rate for p in patterns(project).values()} == {
        p.id: p.success_rate for p in before.values()
    }


def test_locks_left_behind_go_and_held_ones_stay(project: Workspace, prune: Any) -> None:
    for name, hours in (
        (".learnings/run.lock", 5),
        (".learnings/sessions/.lock", 500),  # our own: never stale, and not safe to remove
        (".learnings/sessions/x.lock", 5),
        (".learnings/young.lock", 3),
    ):
        aged(project.write(name, ""), hours=hours)
    held = aged(project.write(".learnings/held.lock", ""), hours=9)
    with held.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = prune(lock_stale_hours=4)
    assert removed(result) == [".learnings/run.lock", ".learnings/sessions/x.lock"]


def test_flagged_patterns_go_to_the_store_s_archive_and_not_elsewhere(project: Workspace, prune: Any) -> None:
    flagged = Pattern("P-001", "mistake", TOKEN, "low", 3, 0.1, ("PRUNE",))
    kept = Pattern("P-002", "mistake", NONE, "high", 2, 0.9, ())
    store(project).update(lambda *_: [flagged, kept])
    provenance = json.loads(Path(project.person.provenance).read_text())
    for entry in provenance.values():
        entry["created_at"] = at(days=3)
    Path(project.person.provenance).write_text(json.dumps(provenance))
    [gone] = prune()["patterns"]
    assert (gone["id"], gone["rule"]) == ("P-001", "flagged PRUNE")
    assert [pattern.id for pattern in patterns(project).values()] == ["P-002"]
    assert [pattern.id for pattern in store(project).archive()] == ["P-001"]


def test_patterns_beyond_the_cap_are_archived(project: Workspace, prune: Any) -> None:
    many = [
        Pattern(f"P-{n:03d}", "mistake", f"Lesson number {n} about handling {n}", "medium", n)
        for n in range(1, 8)
    ]
    store(project).update(lambda *_: many)
    assert {gone["rule"] for gone in prune(max_patterns=5, untested_reserve=2)["patterns"]} == {
        "max_patterns 5"
    }
    assert len(patterns(project)) == 5


def test_what_is_not_ours_to_judge_stays(project: Workspace, prune: Any) -> None:
    keep = (
        "pending/a.json",
        "goal.yaml",
        "settings.yaml",
        "changed-files.json",
        "failures.md",
    )
    for name in keep:
        aged(project.write(f".learnings/{name}", "" if name.endswith("yaml") else "{}"), days=400)
    (project.path / ".learnings" / "archive").mkdir()
    (project.path / ".learnings" / "archive" / "out").symlink_to(project.path)
    assert prune()["removed"] == []


def test_a_bad_retention_file_removes_nothing(project: Workspace, run_script: RunScript) -> None:
    project.write(".learnings/retention.yaml", "max_run: 1\n")
    aged(project.write(".learnings/archive/old/a.json", "{}"), days=400)
    before = tree(project.path)
    done = run_script("prune_learnings.py", "--workdir", str(project.path))
    assert done.returncode == 2
    assert "max_run: is not known; did you mean max_runs?" in done.stderr
    assert tree(project.path) == before


def quarantined(name: str, *ages: dict[str, float]) -> str:
    rows = [
        {"id": f"{n}", "file": name, "line": n, "reason": "x", "text": f"{n}", "quarantined_at": at(**age)}
        for n, age in enumerate(ages, 1)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_old_entries_leave_the_quarantines_of_project_and_person(project: Workspace, prune: Any) -> None:
    store(project).update(lambda patterns, _: [*patterns, Pattern("P-001", "mistake", "One lesson to keep")])
    mixed = quarantined("outcomes.log", {"days": 31}, {"days": 29}, {"minutes": 1})
    kept = project.write(".learnings/quarantine/outcomes.log.jsonl", mixed)
    old = project.write(".learnings/quarantine/runs.log.jsonl", quarantined("runs.log", {"days": 31}))
    capture = aged(project.write(".learnings/quarantine/a-1.json", "{}"), days=31)
    reason = aged(project.write(".learnings/quarantine/a-1.reason.json", "{}"), days=31)
    young = aged(project.write(".learnings/quarantine/b-1.json", "{}"), days=29)
    own = Path(store(project).quarantine_directory) / "org-patterns.toon.jsonl"
    own.parent.mkdir()
    own.write_text(quarantined("org-patterns.toon", {"days": 40}, {"days": 2}))

    result = prune()

    assert [json.loads(line)["line"] for line in kept.read_text().splitlines()] == [2, 3]
    assert [json.loads(line)["line"] for line in own.read_text().splitlines()] == [2]
    assert not any(path.exists() for path in (old, capture, reason))
    assert young.exists()
    assert {(entry["path"], entry["lines"]) for entry in result["trimmed"]} == {
        (".learnings/quarantine/outcomes.log.jsonl", 1),
        (str(own), 1),
    }
    assert {entry["rule"] for entry in result["removed"]} == {"max_archive_age_days 30"}


def test_a_quarantine_holds_no_more_lines_than_a_log(project: Workspace, prune: Any) -> None:
    path = project.write(
        ".learnings/quarantine/outcomes.log.jsonl",
        quarantined("outcomes.log", *({"days": 2.0} for _ in range(8)), {"minutes": 1}),
    )
    result = prune(max_log_lines=3)
    assert [json.loads(line)["line"] for line in path.read_text().splitlines()] == [7, 8, 9]
    assert [entry["rule"] for entry in result["trimmed"]] == ["max_log_lines 3"]


def test_the_times_of_steps_and_the_failures_are_rotated_too(project: Workspace, prune: Any) -> None:
    steps: list[dict[str, object]] = [
        {"event": "pipeline_step", "run_id": f"r{n}", "ended_at": at(days=9 - n)} for n in range(9)
    ]
    steps.append({"event": "pipeline_step", "run_id": "r9", "ended_at": at(minutes=1)})
    steps[0]["run_id"] = ["an", "older", "tool's"]
    text = "".join(json.dumps(step) + "\n" for step in steps)
    performance = project.write(".learnings/perf.jsonl", text)
    head = "# Citations that did not hold\n\nEach line: run.\n\n"
    failures = project.write(".learnings/failures.md", head + "".join(f"- {n}\n" for n in range(9)))
    aged(failures, days=2)

    result = prune(max_log_lines=5)

    assert performance.read_text() == "".join(text.splitlines(keepends=True)[-5:])
    assert failures.read_text() == head + "- 8\n"
    moved = {Path(entry["log"]).name: project.path / entry["to"] for entry in result["rotated"]}
    assert moved["perf.jsonl"].read_text() + performance.read_text() == text
    assert moved["failures.md"].read_text() == "".join(f"- {n}\n" for n in range(8))


def test_what_a_killed_writer_left_goes_after_an_hour(project: Workspace, prune: Any) -> None:
    store(project).update(lambda patterns, _: [*patterns, Pattern("P-001", "mistake", "One lesson to keep")])
    directory = Path(store(project).directory)
    gone = [project.write(".learnings/.outcomes.log.ab12.new", "x"), directory / ".org-patterns.toon.x.new"]
    gone += [
        directory / "org-patterns.bak.new",
        project.write(".learnings/sessions/run-r/.iter-1.json.q.new", ""),
    ]
    stay = [project.write(".learnings/.runs.log.ab12.new", "x"), directory / ".someone.elses.new"]
    for path in (*gone, *stay):
        path.write_text("x")
        aged(path, hours=2)
    aged(stay[0], minutes=40)
    prune(protected_window_minutes=0)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in stay)


KILLED_PRUNE = """
import os, sys
from datetime import datetime
from self_learning import files, paths, retention
calls = 0
def dying(name):
    original = getattr(os, name)
    def call(*arguments, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os._exit(9)
        result = original(*arguments, **options)
        return result
    return call
os.replace, os.unlink, os.link = dying("replace"), dying("unlink"), dying("link")
retention.prune(paths.Project(sys.argv[1]), now=datetime.fromisoformat(sys.argv[3]))
"""


def test_a_killed_rotation_counts_no_row_twice_when_a_bad_one_has_left_the_log(project: Workspace) -> None:
    store(project).update(lambda *_: [Pattern("P-001", "mistake", TOKEN)])
    log = Path(project.project.outcomes_log)
    rows = [ROW.format(at=at(days=9 - n), run="r", n=n, pattern="P-001") for n in range(5)]
    rows.insert(1, "nothing known")
    log.write_text("\n".join(rows) + "\n")
    planned = log_rotation.plan(project.project, str(log), 2, lambda _: True)
    assert planned is not None
    target = Path(planned.target)
    target.parent.mkdir(parents=True)
    target.write_text("\n".join(rows[: planned.lines]) + "\n")
    note = {"log": log.name, "target": target.name, "heading": 0}
    (target.parent / "under-way.json").write_text(json.dumps(note))
    outcomes.rewrite(project.project, lambda row: row)  # the next pipeline's first step
    scoring.compute(project.project, project.person.store)
    assert store(project).provenance().tally("P-001").applications == 5
    assert not target.exists()


@pytest.mark.parametrize("enriched", [False, True])
def test_a_rotation_that_was_killed_counts_and_keeps_every_row_once(
    project: Workspace, tmp_path: Path, enriched: bool
) -> None:
    """Killed before each change of a file's name, with rows added and enriched before the next try."""
    store(project).update(lambda *_: [Pattern("P-001", "mistake", TOKEN)])
    aged(project.write(".learnings/retention.yaml", "max_log_lines: 4\n"), days=1)
    seen, ended = 0, False
    for moment in range(1, 60):
        rows = [
            ROW.format(at=at(days=300 - moment, seconds=n), run=f"r{moment}", n=n, pattern="P-001")
            for n in range(9)
        ]
        files.append(project.project.outcomes_log, rows)
        seen += len(rows)
        done = subprocess.run(
            [sys.executable, "-c", KILLED_PRUNE, str(project.path), str(moment), NOW.isoformat()],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
        )
        assert done.returncode in (0, 9), done.stderr
        if enriched:
            outcomes.rewrite(project.project, lambda row: dataclasses.replace(row, build_passed=True))
        scoring.compute(project.project, project.person.store)
        assert store(project).provenance().tally("P-001").applications == seen
        logs = [
            Path(project.project.outcomes_log),
            *(project.path / ".learnings/archive/logs").glob("outcomes*"),
        ]
        kept = [line.split("|")[:4] for log in logs for line in log.read_text().splitlines()]
        assert len(kept) == len({tuple(row) for row in kept}) == seen
        if done.returncode == 0:
            ended = True
            break
    assert ended
