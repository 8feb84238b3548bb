"""acknowledgments.log: one row for each agent that stopped.

``timestamp|run_id|iteration|agent|true or false|patterns applied|evidence``: whether it
reported on the lessons it was shown, the ids of those it used, comma-separated, and in the
agent's or our words what speaks for it. Texts are escaped as in outcomes.log. This module owns
the format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from self_learning import files, outcomes, text

if TYPE_CHECKING:
    from self_learning.paths import Project

EVIDENCE_LIMIT = 1000  # characters
_FIELDS = 7


class AcknowledgmentRow(NamedTuple):
    """One agent's stop; ``timestamp`` is ISO 8601 UTC with ``Z``, ``iteration`` counts from 0 or 1."""

    timestamp: str
    run_id: str
    iteration: int
    agent: str
    acknowledged: bool
    applied: tuple[str, ...] = ()
    evidence: str = ""


def format_row(row: AcknowledgmentRow) -> str:
    """Write one row, without its line end; ``parse`` gives the same row back."""
    fields = (
        row.timestamp,
        row.run_id,
        str(row.iteration),
        row.agent,
        "true" if row.acknowledged else "false",
        ",".join(row.applied),
        text.sanitise(row.evidence, EVIDENCE_LIMIT),
    )
    return "|".join(outcomes.escape(field) for field in fields)


def parse(line: str) -> AcknowledgmentRow:
    """Read one row; a row of an older tool may end before its evidence.

    Args:
        line: Without its line end.

    Raises:
        ValueError: It isn't a row; the message says why.
    """
    fields = [outcomes.unescape(field) for field in line.split("|")]
    if not 5 <= len(fields) <= _FIELDS:
        raise ValueError(f"has {len(fields)} fields, not 5 to {_FIELDS}")
    timestamp, run_id, iteration, agent, acknowledged, *rest = fields
    applied, evidence = (*rest, *[""] * (2 - len(rest)))
    if not (iteration.isascii() and iteration.isdigit()) or len(iteration) > 9:
        raise ValueError(f"iteration {iteration[:20]!r} is not a number from 0")
    if acknowledged not in ("true", "false"):
        raise ValueError(f"acknowledged {acknowledged[:20]!r} is neither true nor false")
    identifiers = tuple(part.strip() for part in applied.split(",") if part.strip())
    return AcknowledgmentRow(
        timestamp, run_id, int(iteration), agent, acknowledged == "true", identifiers, evidence
    )


def append(project: Project, row: AcknowledgmentRow) -> None:
    """Add one row to the log.

    Raises:
        LockTimeoutError: The lock could not be had.
        InputError: The log can't be written.
    """
    files.append(project.acknowledgments_log, [format_row(row)])


def read(project: Project) -> list[AcknowledgmentRow]:
    """All rows in the order of the log; what isn't a row goes to the quarantine, once.

    Raises:
        InputError: The log is there and can't be opened.
    """
    good, bad = scan(project)
    files.quarantine(project, project.acknowledgments_log, bad)
    return good


def scan(project: Project) -> tuple[list[AcknowledgmentRow], list[files.Unreadable]]:
    """All rows in the order of the log, and what isn't a row; nothing is written.

    Raises:
        InputError: The log is there and can't be opened.
    """
    return files.read_rows(project.acknowledgments_log, parse)
