"""Step 6: is there a change where an agent says it applied a pattern?

A citation, ``file:line``, holds when the file changed since the start commit (committed or
not), the line exists, and it lies within five lines of a changed place. An applied row none of
whose citations holds is marked ``unverified``; one that has a citation that holds is not, even
if it was marked before. Citations that don't hold are told in ``.learnings/failures.md``.
"""

from __future__ import annotations

import collections
import dataclasses
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning import changes, files, outcomes, text
from self_learning.cli import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.outcomes import Row
    from self_learning.paths import Project

NEARNESS = 5  # lines
# file:12, file:12:5 (column), file:12-20, file:L12, file#L12-L20
_CITATION = re.compile(
    r"(?P<path>.+?)(?::|#)L?(?P<first>\d{1,9})(?:(?:-|\u2013)L?(?P<last>\d{1,9}))?(?::\d{1,9})?", re.DOTALL
)
_WINDOWS_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_HEADER = (
    "# Citations that did not hold",
    "",
    "Each line: run, iteration, agent and pattern, then what was cited and why it proves nothing.",
    "",
)


class Place(NamedTuple):
    """A citation taken apart; ``first`` and ``last`` are line numbers from 1, both included."""

    path: str
    first: int
    last: int


class Verdict(NamedTuple):
    """Whether a citation holds; where it doesn't, why."""

    holds: bool
    reason: str = ""


def parse(citation: str) -> Place | None:
    """Take a citation apart, or None when it names no file and line.

    Args:
        citation: ``file:line``; also ``file:line-line``, ``file:line:column`` and ``file#Lline``,
            in quotes or brackets or not.
    """
    found = _CITATION.fullmatch(citation.strip().strip("`'\"()[] "))
    if found is None:
        return None
    first = int(found["first"])
    last = int(found["last"] or first)
    return Place(found["path"], min(first, last), max(first, last))


def verdicts(workdir: str, start_sha: str | None, citations: Iterable[str]) -> dict[str, Verdict]:
    """Judge citations against what changed.

    Args:
        workdir: The directory that relative paths start from; in a git work tree.
        start_sha: The commit that the changes are counted from; without one, the last.
        citations: Each is judged once.

    Raises:
        InputError: The start commit doesn't exist.
    """
    places = {citation: parse(citation) for citation in dict.fromkeys(citations)}
    paths = {place.path for place in places.values() if place is not None}
    names = {path: _inside(workdir, path) for path in paths}
    changed = changes.hunks(workdir, start_sha, {name for name in names.values() if name is not None})
    lengths = {name: _line_count(os.path.join(workdir, name)) for name in changed}

    def judge(place: Place | None) -> Verdict:
        if place is None:
            return Verdict(False, "names no file and line")
        name = names[place.path]
        if name is None:
            return Verdict(False, "lies outside the repository")
        if name not in changed:
            there = os.path.isfile(os.path.join(workdir, name))
            return Verdict(False, "the file did not change" if there else "there is no such file")
        length = lengths[name]
        if length is None:
            is_there = os.path.exists(os.path.join(workdir, name))
            return Verdict(False, "it is no file" if is_there else "the file was deleted")
        if not 1 <= place.first <= place.last <= length:
            return Verdict(False, "the line does not exist")
        if not _is_near(place, changed[name]):
            return Verdict(False, f"no change within {NEARNESS} lines")
        return Verdict(True)

    return {citation: judge(place) for citation, place in places.items()}


def _is_near(place: Place, ranges: list[tuple[int, int]]) -> bool:
    return any(first - NEARNESS <= place.last and place.first <= last + NEARNESS for first, last in ranges)


def _inside(workdir: str, path: str) -> str | None:
    """The path from the workdir, with ``/``, symbolic links followed; None when it leads out of it."""
    if "\0" in path or (os.name != "nt" and _WINDOWS_DRIVE.match(path)):
        return None
    if "\\" in path and not os.path.exists(os.path.join(workdir, path)):
        path = path.replace("\\", "/")
    root = os.path.realpath(workdir)
    target = os.path.realpath(os.path.join(root, path))
    try:
        inside = target != root and os.path.commonpath((root, target)) == root
    except ValueError:  # two drives
        return None
    return os.path.relpath(target, root).replace(os.sep, "/") if inside else None


def _line_count(path: str) -> int | None:
    """How many lines a file has; None when it is no file any more."""
    if not os.path.isfile(path):
        return None
    lines = 0
    ended = True
    try:
        with open(path, "rb") as file:
            while block := file.read(1_048_576):
                lines += block.count(b"\n")
                ended = block.endswith(b"\n")
    except OSError:
        return None
    return lines + (not ended)


def verify(
    project: Project, start_sha: str | None, *, run_id: str | None = None, iteration: int | None = None
) -> Result:
    """Step 6: mark the applied rows whose citations don't hold.

    The start commit is right for one stretch of work only, so rows of any other are left as
    they are.

    Args:
        project: Whose log and work tree.
        start_sha: The commit at which the stretch of work began; without one, the last.
        run_id: The run whose rows are judged; by default that of the log's last applied row.
        iteration: The iteration of it whose rows are judged; by default all of them, and the
            start commit is then where the run began.

    Raises:
        InputError: The start commit doesn't exist, or the log can't be read.
    """
    if not changes.is_work_tree(project.workdir):
        return Result(
            f"{project.workdir} is not in a git work tree, so no citation can be checked.",
            {"checked": 0, "unverified": 0, "changed": 0},
            skipped=True,
        )
    if run_id is None:
        applied = (row for row in outcomes.stream(project.outcomes_log) if row.status == "applied")
        last = collections.deque(applied, maxlen=1)
        run_id = last[0].run_id if last else None

    def concerns(row: Row) -> bool:
        return row.status == "applied" and row.run_id == run_id and iteration in (None, row.iteration)

    rows = [row for row in outcomes.stream(project.outcomes_log) if concerns(row)]
    known = verdicts(project.workdir, start_sha, (cited for row in rows for cited in row.citations))

    def enrich(row: Row) -> Row:
        # A row that was added since the citations were judged waits for the next time.
        if not concerns(row) or not known.keys() >= set(row.citations):
            return row
        holds = any(known[cited].holds for cited in row.citations)
        return row if row.unverified == (not holds) else dataclasses.replace(row, unverified=not holds)

    changed = outcomes.rewrite(project, enrich)
    unverified = sum(not any(known[cited].holds for cited in row.citations) for row in rows)
    failures = _failures(rows, known)
    _tell(project, failures)
    warnings = (
        (f"{text.counted(changed.quarantined, 'unreadable row')} went to the quarantine",)
        if changed.quarantined
        else ()
    )
    data = {"checked": len(rows), "unverified": unverified, "changed": changed.count}
    if not rows:
        return Result("No applied pattern to check.", data, warnings, skipped=True)
    return Result(
        f"{len(rows) - unverified} of {text.counted(len(rows), 'applied pattern')} "
        f"{'has' if len(rows) == 1 else 'have'} a citation that holds; "
        f"{unverified} unverified, {text.counted(changed.count, 'row')} changed.",
        data,
        warnings,
    )


def _failures(rows: list[Row], known: dict[str, Verdict]) -> dict[str, str]:
    """What is to be told of the rows: by who cited what, why it proves nothing."""
    failures: dict[str, str] = {}
    for row in rows:
        who = f"- {row.run_id}, iteration {row.iteration}, {row.agent}, {row.pattern}"
        told = [(cited, known[cited].reason) for cited in row.citations if not known[cited].holds]
        for cited, reason in told or ([] if row.citations else [("nothing", "a citation is needed")]):
            failures[text.sanitise(f"{who}: cited {cited}", 400)] = reason
    return failures


def _tell(project: Project, failures: dict[str, str]) -> None:
    """Add to failures.md what it doesn't say yet."""
    if not failures:
        return
    with files.locked(project.learnings):
        present = files.read_text(project.failures) if os.path.exists(project.failures) else ""
        told = {line.rpartition(" \u2014 ")[0] for line in present.splitlines()}
        new = [f"{who} \u2014 {reason}" for who, reason in failures.items() if who not in told]
        if new:
            files.append(project.failures, [*(() if present else _HEADER), *new])
