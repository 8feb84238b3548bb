"""Is each part there, does each hook fire, what is wrong and how is it mended."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from self_learning import cli
from self_learning.cli import Result
from self_learning.doctor import hooks, machine, records
from self_learning.doctor.finding import Finding

if TYPE_CHECKING:
    from self_learning.paths import Person, Project

__all__ = ["Finding", "command", "examine"]

_WIDTH = 80


def examine(project: Project, person: Person) -> list[Finding]:
    """Look at every part, in the order in which they depend on each other."""
    findings = []
    for title, check in (
        ("the machine", machine.examine),
        ("the project and the store", lambda: records.examine(project, person)),
        ("the hooks", lambda: hooks.examine(project)),
    ):
        cli.progress(f"looking at {title} ...")
        findings += check()
    return findings


def command(project: Project, person: Person) -> Result:
    """The findings as a table; exit code 2 when a part doesn't work."""
    findings = examine(project, person)
    broken = [finding for finding in findings if finding.status == "broken"]
    warnings = [finding for finding in findings if finding.status == "warning"]
    if broken:
        verdict = f"{len(broken)} of {len(findings)} parts {'does' if len(broken) == 1 else 'do'} not work."
    elif warnings:
        verdict = f"All {len(findings)} parts work; {len(warnings)} can be better."
    else:
        verdict = f"All {len(findings)} parts work."
    lines = [line for finding in findings for line in _lines(finding)]
    data = {
        "workdir": project.workdir,
        "ok": not broken,
        "parts": [finding._asdict() for finding in findings],
    }
    return Result("\n".join([*lines, verdict]), data, exit_code=2 if broken else 0)


def _lines(finding: Finding) -> list[str]:
    """One part as lines of at most 80 columns; a path stays whole where it fits on a line."""
    head = f"{finding.status:<8} {finding.part:<12} "
    lines = _wrapped(finding.detail, head, " " * len(head))
    if finding.remedy:
        lines += _wrapped(finding.remedy, " " * 9 + "-> ", " " * 12)
    return lines


def _wrapped(sentence: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        sentence, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
