"""runs.log: what is written is read back, and what can't be read is kept aside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Workspace
from self_learning import runs
from self_learning.errors import InputError
from self_learning.runs import Run

FULL = Run(
    "20261120-101500", "2026-11-20T10:15:00Z", "fix|it", 2, "completed", "claude -p 100%", "s-1", True, 0.75
)

fields = st.text(st.characters(codec="utf-8"), max_size=40)
needed = fields.filter(bool)
a_run = st.builds(
    Run,
    run_id=needed.filter(lambda text: not text.startswith("#") and text.strip()),
    timestamp=fields,
    goal_name=fields,
    iteration=st.integers(0, 10**8),
    status=needed,
    command=fields,
    session_id=fields,
    goal_success=st.none() | st.booleans(),
    goal_score=st.none() | st.floats(0, 1),
)


@given(a_run)
def test_every_run_comes_back(run: Run) -> None:
    line = runs.format_row(run)
    assert "\n" not in line
    assert "\r" not in line
    assert runs.parse(line) == run


@given(st.text(max_size=200))
def test_any_line_is_a_run_or_a_reason(line: str) -> None:
    reason = ""
    try:
        run = runs.parse(line)
    except ValueError as error:
        reason = str(error)
    assert reason or runs.parse(runs.format_row(run)) == run


def test_appended_rows_are_read_in_order(project: Workspace) -> None:
    runs.append(project.project, FULL)
    runs.append(project.project, FULL._replace(iteration=3, goal_success=None, goal_score=None))
    assert runs.read(project.project) == [
        FULL,
        FULL._replace(iteration=3, goal_success=None, goal_score=None),
    ]
    assert Path(project.project.runs_log).read_text() == (
        "20261120-101500|2026-11-20T10:15:00Z|fix%7Cit|2|completed|claude -p 100%25|s-1|1|0.75\n"
        "20261120-101500|2026-11-20T10:15:00Z|fix%7Cit|3|completed|claude -p 100%25|s-1||\n"
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("r|t|g|1|completed", Run("r", "t", "g", 1, "completed")),
        ("r|t|g|1|completed|cmd", Run("r", "t", "g", 1, "completed", "cmd")),
        ("r|t|g|1|completed|cmd|s", Run("r", "t", "g", 1, "completed", "cmd", "s")),
        ("r|t|g|1|completed|cmd|s|true|1", Run("r", "t", "g", 1, "completed", "cmd", "s", True, 1.0)),
    ],
)
def test_shorter_rows_of_older_tools(line: str, expected: Run) -> None:
    assert runs.parse(line) == expected


@pytest.mark.parametrize(
    "line",
    ["r|t|g|1", "r|t|g|one|ok", "r|t|g|-1|ok", "|t|g|1|ok", "r|t|g|1|", "r|t|g|1|ok|c|s|yes|1", "r|t|g|1|ok|c|s|1|2",
     "r|t|g|1|ok|c|s|1|nan", "r|t|g|1|ok|c|s|1|1|more"],
)  # fmt: skip
def test_what_is_no_row_goes_to_the_quarantine_once(project: Workspace, line: str) -> None:
    Path(project.project.runs_log).write_text(f"{line}\nr|t|g|1|completed\n")
    for _ in range(2):
        assert runs.read(project.project) == [Run("r", "t", "g", 1, "completed")]
    kept = Path(project.project.quarantine, "runs.log.jsonl").read_text().splitlines()
    assert [(row["line"], row["text"]) for row in map(json.loads, kept)] == [(1, line)]


def test_byte_order_mark_line_ends_blank_lines_and_a_torn_end(project: Workspace) -> None:
    Path(project.project.runs_log).write_bytes(
        b"\xef\xbb\xbfr|t|g|1|completed\r\n\n# note\nr|t|g|2|fail\xffed\nr|t|g|3|comp"
    )
    assert [run.iteration for run in runs.read(project.project)] == [1, 3]
    runs.append(project.project, FULL)
    assert runs.read(project.project)[-1] == FULL


def test_the_last_row_of_an_iteration_holds(project: Workspace) -> None:
    rows = [
        Run("a", "t", "g", 1, "completed"),
        Run("b", "t", "g", 1, "failed"),
        Run("a", "t", "g", 2, "completed"),
        Run("a", "t", "g", 1, "completed", goal_success=True, goal_score=1.0),
    ]
    assert runs.of_run(rows, "a") == [rows[3], rows[2]]
    assert runs.of_run(rows, "c") == []


def test_no_log_has_no_rows_and_a_directory_in_its_place_is_named(project: Workspace) -> None:
    assert runs.read(project.project) == []
    os.mkdir(project.project.runs_log)
    with pytest.raises(InputError, match=r"runs\.log"):
        runs.read(project.project)


def test_an_argument_that_is_not_utf8_is_written_all_the_same(project: Workspace) -> None:
    runs.append(project.project, FULL._replace(command=os.fsdecode(b"run \xff")))
    assert runs.read(project.project)[0].command == "run ?"
