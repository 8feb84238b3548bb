"""Success rates, confidence and flags, from logs as agents and steps write them."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from pathlib import Path

import pytest

from conftest import Workspace, make_workspace
from self_learning import log_rotation, outcomes, scoring
from self_learning.errors import InputError
from self_learning.outcomes import Goal, Relevance, Row
from self_learning.patterns import Pattern, PatternStore, Tally

EXPIRY = Pattern("P-001", "mistake", "Check token expiry before every API call", confidence="low")
LOCK = Pattern(
    "P-002", "pattern", "Take the lock before writing the log file", confidence="high", seen_count=4
)


def row(pattern: str = "P-001", iteration: int = 1, **fields: object) -> Row:
    made = Row(
        "2026-11-20T10:00:00Z", "20261120-100000", iteration, "writer", pattern, "applied", ("a.py:1",)
    )
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def store(project: Workspace) -> PatternStore:
    store = PatternStore(project.person.store)
    store.update(lambda _patterns, _provenance: [EXPIRY, LOCK])
    return store


def scored(workspace: Workspace, rows: list[Row]) -> dict[str, Pattern]:
    """The store after a log of exactly these rows was counted."""
    log = Path(workspace.project.outcomes_log)
    log.unlink(missing_ok=True)
    outcomes.append(workspace.project, rows)
    scoring.compute(workspace.project, workspace.person.store)
    return {pattern.id: pattern for pattern in PatternStore(workspace.person.store).read().patterns}


FAILED_GOAL = Goal("reduce-failures", False, 0.2)
REACHED_GOAL = Goal("reduce-failures", True, 0.9)


@pytest.mark.parametrize(
    ("rows", "rate"),
    [
        ([{}], 1.0),
        ([{}, {"unverified": True}], 0.5),
        ([{}, {"build_passed": False}, {"build_passed": True}], 0.67),
        ([{"unverified": True, "build_passed": False}], 0.0),
        ([{}, {"status": "injected"}, {"status": "injected"}, {"status": "withheld"}], 1.0),
        ([{"goal": REACHED_GOAL}], 1.0),
        ([{"goal": FAILED_GOAL, "relevance": Relevance(0.8, "kw")}], 0.4),
        ([{"goal": FAILED_GOAL}], 0.0),  # relevance was never determined
        ([{"goal": REACHED_GOAL, "unverified": True}], 0.0),
        ([{"goal": FAILED_GOAL, "relevance": Relevance(0.8, "kw"), "build_passed": False}], 0.0),
        ([{"goal": REACHED_GOAL}, {"goal": FAILED_GOAL, "relevance": Relevance(0.5, "kw")}, {}], 0.75),
        ([{}] * 2 + [{"unverified": True}] * 1, 0.67),
        ([{}] * 1 + [{"unverified": True}] * 7, 0.12),
    ],
)
def test_the_rate(
    project: Workspace, store: PatternStore, rows: list[dict[str, object]], rate: float
) -> None:
    assert scored(project, [row("P-001", 1, **fields) for fields in rows])["P-001"].success_rate == rate


@pytest.mark.parametrize(
    ("passes", "applications", "confidence", "flags"),
    [
        (7, 10, "high", ()),
        (69, 100, "medium", ()),
        (4, 10, "medium", ()),
        (39, 100, "low", ("PRUNE",)),
        (3, 10, "low", ("REVIEW",)),
        (7, 20, "low", ("REVIEW",)),
        (7, 21, "low", ("PRUNE",)),
        (0, 0, "low", ("UNTESTED",)),
    ],
)
def test_confidence_and_flags(
    project: Workspace,
    store: PatternStore,
    passes: int,
    applications: int,
    confidence: str,
    flags: tuple[str, ...],
) -> None:
    pattern = scored(project, [row(unverified=n >= passes) for n in range(applications)])["P-001"]
    assert (pattern.confidence, pattern.flags) == (confidence, flags)


def test_a_pattern_without_applications_keeps_its_confidence_and_its_seen_count(
    project: Workspace, store: PatternStore
) -> None:
    lock = scored(project, [row(), row("P-002", status="injected")])["P-002"]
    assert lock == LOCK


def test_what_an_older_tool_found_harmful_stays_unseen_until_it_is_applied_again(
    project: Workspace, store: PatternStore
) -> None:
    harmful = dataclasses.replace(EXPIRY, success_rate=0.1, flags=("PRUNE",))
    store.update(lambda _patterns, _provenance: [harmful, LOCK])
    assert scored(project, [row("P-002")])["P-001"].flags == ("PRUNE", "UNTESTED")
    assert scored(project, [row("P-001")])["P-001"].flags == ()


def test_seen_count_is_not_touched(project: Workspace, store: PatternStore) -> None:
    assert scored(project, [row("P-002")] * 3)["P-002"].seen_count == 4


@pytest.mark.parametrize(("others", "stale"), [(9, False), (10, True), (11, True)])
def test_stale_counts_distinct_iterations_in_the_order_of_the_log(
    project: Workspace, store: PatternStore, others: int, stale: bool
) -> None:
    # Ten iterations of one run and ten of another are twenty; two rows of one are one.
    rows = [row("P-001", 1)]
    for number in range(others):
        one = row("P-002", number % 5 + 1, run_id=f"run-{number // 5}")
        rows += [one, one]
    assert scored(project, rows)["P-001"].flags == (("STALE",) if stale else ())


def test_a_row_that_is_written_late_counts_for_its_own_iteration(
    project: Workspace, store: PatternStore
) -> None:
    rows = [row("P-001", 1), *(row("P-002", n) for n in range(2, 13)), row("P-001", 1)]
    assert scored(project, rows)["P-001"].flags == ("STALE",)


def test_a_late_row_of_an_old_iteration_makes_nothing_stale(project: Workspace, store: PatternStore) -> None:
    rows = [*(row("P-002", n) for n in range(1, 13)), row("P-001", 12), row("P-001", 1)]
    assert scored(project, rows)["P-001"].flags == ()


def test_what_one_project_still_applies_is_not_stale(
    project: Workspace, store: PatternStore, tmp_path: Path
) -> None:
    other = make_workspace(tmp_path / "other", project.user)
    idle = [row("P-001", 1), *(row("P-002", n) for n in range(2, 13))]
    assert scored(project, idle)["P-001"].flags == ("STALE",)
    assert scored(other, [row("P-001")])["P-001"].flags == ()


def test_being_shown_is_not_being_applied(project: Workspace, store: PatternStore) -> None:
    rows = [row("P-001", 1), *(row("P-001", n, status="injected") for n in range(2, 13))]
    assert scored(project, rows)["P-001"].flags == ("STALE",)


def test_flags_stand_in_their_order(project: Workspace, store: PatternStore) -> None:
    rows = [row("P-001", 1, unverified=True)] * 21 + [row("P-002", n) for n in range(2, 13)]
    assert scored(project, rows)["P-001"].flags == ("PRUNE", "STALE")
    assert '"[PRUNE]|[STALE]"' in Path(store.path).read_text()


def test_rows_are_counted_for_the_pattern_that_they_name_in_words(
    project: Workspace, store: PatternStore
) -> None:
    rows = [
        row("P-001"),
        row("check TOKEN expiry before every api call"),
        row("token expiry before every API", unverified=True),
        row("something else entirely"),
    ]
    result_before = scored(project, rows)["P-001"]
    assert result_before.success_rate == 0.67
    data = scoring.compute(project.project, store.path).data
    assert isinstance(data, dict)
    assert data["unresolved"] == 1
    assert data["rows"] == 4


def test_scoring_twice_changes_no_byte(project: Workspace, store: PatternStore) -> None:
    scored(project, [row(), row(unverified=True), row("P-002", goal=FAILED_GOAL)])
    directory = Path(store.directory)
    before = {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}
    result = scoring.compute(project.project, store.path)
    assert {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()} == before
    assert "; 0 changed." in result.message


def test_another_project_does_not_wipe_out_what_this_one_measured(
    project: Workspace, store: PatternStore, tmp_path: Path
) -> None:
    other = make_workspace(tmp_path / "other", project.user)
    scored(project, [row(), row(), row("P-002")])
    after = scored(other, [row(unverified=True)] * 2)
    assert after["P-001"].success_rate == 0.5  # 2 of 4
    assert after["P-002"].success_rate == 1.0
    after = scored(project, [row()])  # its log alone says what this project measured
    assert after["P-001"].success_rate == 0.33


def test_two_clones_of_one_repository_keep_their_counts_apart(
    project: Workspace, store: PatternStore, tmp_path: Path
) -> None:
    clone = make_workspace(tmp_path / "elsewhere" / "work", project.user)
    assert clone.project.name == project.project.name
    scored(project, [row()])
    assert scored(clone, [row(unverified=True)])["P-001"].success_rate == 0.5
    assert scored(project, [row()])["P-001"].success_rate == 0.5


def test_a_project_that_moved_is_not_counted_twice(
    project: Workspace, store: PatternStore, tmp_path: Path
) -> None:
    scored(project, [row(), row()])
    (tmp_path / "moved").mkdir()
    shutil.move(project.path, tmp_path / "moved" / "work")
    moved = Workspace(tmp_path / "moved" / "work", project.user)
    scoring.compute(moved.project, store.path)
    assert store.provenance().applications("P-001") == 2


def test_this_projects_counts_are_those_of_its_log_alone(project: Workspace, store: PatternStore) -> None:
    scored(project, [row(), row(unverified=True)])
    after = scored(project, [row("P-002")])["P-001"]
    assert (after.success_rate, after.flags) == (None, ("UNTESTED",))


def test_rows_that_were_rotated_out_of_the_log_still_count(project: Workspace, store: PatternStore) -> None:
    outcomes.append(
        project.project, [row(), row(unverified=True), *(row("P-002", n) for n in range(2, 14)), row()]
    )
    scoring.compute(project.project, store.path)
    before = store.provenance().tally("P-001")
    plan = log_rotation.plan(project.project, project.project.outcomes_log, 5, lambda _line: True)
    assert plan is not None
    assert log_rotation.rotate(project.project, plan, store.path)
    scoring.compute(project.project, store.path)
    assert store.provenance().tally("P-001") == before


def test_a_rate_of_an_older_tool_without_rows_is_kept_in_the_provenance(
    project: Workspace, store: PatternStore
) -> None:
    store.update(lambda _patterns, _provenance: [dataclasses.replace(EXPIRY, success_rate=0.85, flags=())])
    after = scored(project, [row("P-009")])["P-001"]
    assert (after.success_rate, after.flags, after.confidence) == (None, ("UNTESTED",), "low")
    assert store.provenance().get("P-001")["recorded_rate"] == 0.85


def test_a_dry_run_writes_nothing_and_says_what_would_change(project: Workspace, store: PatternStore) -> None:
    outcomes.append(project.project, [row()])
    Path(project.project.outcomes_log).open("a").write("rubbish\n")
    root = Path(store.directory).parent
    watched = [path for base in (root, Path(project.project.learnings)) for path in base.rglob("*")]
    before = {path: path.read_bytes() for path in watched if path.is_file()}
    result = scoring.compute(project.project, store.path, dry_run=True)
    assert "1 would change" in result.message
    assert "left out" in result.warnings[0]
    assert {path: path.read_bytes() for path in before} == before
    assert not os.path.exists(project.project.quarantine)


def test_unreadable_rows_are_quarantined_and_the_rest_is_counted(
    project: Workspace, store: PatternStore
) -> None:
    outcomes.append(project.project, [row()])
    with open(project.project.outcomes_log, "ab") as log:
        log.write(b"\xff\xfe\nrubbish\n")
    result = scoring.compute(project.project, store.path)
    assert "2 unreadable lines moved" in result.warnings[0]
    assert scoring.compute(project.project, store.path).warnings == ()
    assert store.read().patterns[0].success_rate == 1.0


def test_a_binary_log_changes_nothing(project: Workspace, store: PatternStore) -> None:
    Path(project.project.outcomes_log).write_bytes(b"\x00\xff" * 1000)
    before = Path(store.path).read_bytes()
    with pytest.raises(InputError, match=r"outcomes\.log"):
        scoring.compute(project.project, store.path)
    assert Path(store.path).read_bytes() == before


def test_the_table_fits_a_terminal_and_the_data_has_every_count(
    project: Workspace, run_script: object
) -> None:
    store = PatternStore(project.person.store)
    patterns = [
        Pattern(f"P-{n:03d}", "mistake", f"Lesson number {n} " + "of many words " * 9) for n in range(1, 31)
    ]
    store.update(lambda _patterns, _provenance: patterns)
    rows = [row(p.id, unverified=n % 3 == 0) for n, p in enumerate(patterns[:20]) for _ in range(25)]
    outcomes.append(project.project, rows)
    done = run_script("compute_success_rates.py", "--workdir", str(project.path))  # type: ignore[operator]
    assert done.returncode == 0, done.stderr
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert "20 of 30 patterns have a rate" in done.stdout
    done = run_script("compute_success_rates.py", "--workdir", str(project.path), "--json")  # type: ignore[operator]
    data = json.loads(done.stdout)
    best = data["patterns"][0]
    assert (best["applications"], best["passes"], best["success_rate"], best["mode"]) == (
        25,
        25,
        1.0,
        "simple",
    )
    assert best["wilson_lower_bound"] == pytest.approx(0.8668, abs=1e-4)
    assert {p["id"] for p in data["patterns"]} == {p.id for p in patterns}


def test_an_empty_store_is_nothing_to_do(project: Workspace) -> None:
    result = scoring.compute(project.project, project.person.store)
    assert result.skipped
    assert "no patterns yet" in result.message
    assert not os.path.exists(project.person.store)


def test_the_functions_at_their_limits() -> None:
    assert scoring.success_rate(Tally()) is None
    assert scoring.confidence(None, "medium") == "medium"
    assert [scoring.confidence(rate, "low") for rate in (0.7, 0.69, 0.4, 0.39)] == [
        "high",
        "medium",
        "medium",
        "low",
    ]
    assert scoring.flags(Tally(applications=1, passes=1, points=1), stale=True) == ("STALE",)
