"""runs.log: one row for each iteration of a run, ``run_id|timestamp|goal|iteration|status|...``.

This module owns the format. The four fields after ``status`` (command, session_id,
goal_success, goal_score) came later, so a row may end before any of them; empty means unknown.
Text fields are escaped as in the outcomes log.
Rows are only ever added: when an iteration is told of twice, the later row holds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files
from self_learning.outcomes import escape, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.paths import Project

_TRUTH = {"1": True, "true": True, "0": False, "false": False, "": None}


class Run(NamedTuple):
    """One iteration of a run.

    ``run_id`` is ``YYYYMMDD-HHMMSS``, ``timestamp`` ISO 8601 UTC with Z, ``iteration`` counts
    from 1. ``status`` says how the iteration ended, in one word; ``goal_success`` and
    ``goal_score`` (0 to 1) are None when they weren't measured.
    """

    run_id: str
    timestamp: str
    goal_name: str
    iteration: int
    status: str
    command: str = ""
    session_id: str = ""
    goal_success: bool | None = None
    goal_score: float | None = None


def parse(line: str) -> Run:
    """Read one row.

    Args:
        line: Without its line end.

    Raises:
        ValueError: It isn't a row; the message says why.
    """
    fields = [unescape(field) for field in line.split("|")]
    if not 5 <= len(fields) <= 9:
        raise ValueError(f"has {len(fields)} fields, not 5 to 9")
    run_id, timestamp, goal, iteration, status, *rest = fields
    command, session_id, success, score = (*rest, *[""] * (4 - len(rest)))
    if not run_id or not status:
        raise ValueError("has no run_id" if not run_id else "has no status")
    if not (iteration.isascii() and iteration.isdigit()) or len(iteration) > 9:
        raise ValueError(f"iteration {iteration[:20]!r} is not a number from 0")
    if success.casefold() not in _TRUTH:
        raise ValueError(f"goal_success {success[:20]!r} is not 1, 0 or empty")
    return Run(
        run_id,
        timestamp,
        goal,
        int(iteration),
        status,
        command,
        session_id,
        _TRUTH[success.casefold()],
        _score(score),
    )


def format_row(run: Run) -> str:
    """Write one row, without its line end; ``parse`` gives the same run back."""
    success = "" if run.goal_success is None else str(int(run.goal_success))
    score = "" if run.goal_score is None else str(run.goal_score)
    text = (
        run.run_id,
        run.timestamp,
        run.goal_name,
        str(run.iteration),
        run.status,
        run.command,
        run.session_id,
    )
    line = "|".join([*(escape(field) for field in text), success, score])
    return line.encode("utf-8", "replace").decode("utf-8")  # an argument that isn't UTF-8 holds surrogates


def append(project: Project, run: Run) -> None:
    """Add one row to the log.

    Raises:
        LockTimeoutError: The lock could not be had.
        InputError: The log can't be written.
    """
    files.append(project.runs_log, [format_row(run)])


def read(project: Project) -> list[Run]:
    """All rows in the order of the log; what isn't a row goes to the quarantine, once.

    Raises:
        InputError: The log is there and can't be opened.
    """
    good, bad = _scan(project)
    files.quarantine(project, project.runs_log, bad)
    return good


def of_run(rows: Iterable[Run], run_id: str) -> list[Run]:
    """The iterations of one run, in the order in which the log first shows them, each by its last row."""
    latest: dict[int, Run] = {}
    for row in rows:
        if row.run_id == run_id:
            latest[row.iteration] = row
    return list(latest.values())


def _scan(project: Project) -> tuple[list[Run], list[files.Unreadable]]:
    return files.read_rows(project.runs_log, parse)


def _score(field: str) -> float | None:
    if not field:
        return None
    try:
        value = float(field)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise ValueError(f"goal_score {field[:20]!r} is not a number from 0 to 1")
    return value
