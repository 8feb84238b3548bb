"""Move the oldest lines of a log into the archive, without losing what they count for.

Scores are counted from the outcomes log. So the counts of rows that left it are added to the
provenance under a key of their own, and the figures stay what they were.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from self_learning.paths import Project
    from self_learning.patterns import Pattern, Provenance

DIRECTORY = "logs"  # in .learnings/archive/


class Rotation(NamedTuple):
    """So many of a log's lines are to move to a file: the first ones behind its ``heading``."""

    log: str
    lines: int
    total: int
    target: str
    heading: int = 0


def plan(
    project: Project, log: str, maximum: int, movable: Callable[[str], bool], *, heading: str = ""
) -> Rotation | None:
    """How many of a log's oldest lines are too many, or None.

    Args:
        project: Whose log.
        log: Its path.
        maximum: Lines that may stay.
        movable: Whether a line may leave; the first that may not ends the search.
        heading: Lines at the log's beginning that don't begin so are its heading, and stay.

    Raises:
        InputError: The log can't be read.
    """
    lines = _lines(log)
    excess = len(lines) - maximum
    starts = heading.encode()
    first = next((number for number, line in enumerate(lines) if line.startswith(starts)), len(lines))
    count = 0
    while (
        count < excess
        and first + count < len(lines)
        and movable(lines[first + count].decode("utf-8", "replace"))
    ):
        count += 1
    if count <= 0:
        return None
    digest = _digest(b"".join(lines[first : first + count]))
    stem, extension = os.path.splitext(os.path.basename(log))
    target = os.path.join(project.archive, DIRECTORY, f"{stem}-{digest}{extension}")
    return Rotation(log, count, len(lines), target, first)


def rotate(project: Project, rotation: Rotation, store_path: str) -> bool:
    """Move the planned lines: they are written to the archive, leave the log, and are counted.

    A note says what is under way, so that a rotation that is killed is taken back or completed
    by ``finish``, and no row counts twice or not at all.

    Returns:
        Whether they moved; False when the log's beginning has changed since it was planned.

    Raises:
        InputError: A file can't be read or written.
        LockTimeoutError: Another process is at the log.
    """
    with files.locked(project.learnings):
        finish(project, store_path)
        lines = _lines(rotation.log)
        end = rotation.heading + rotation.lines
        moved = b"".join(lines[rotation.heading : end])
        if f"-{_digest(moved)}" not in rotation.target:
            return False
        with files.locked(os.path.dirname(rotation.target)):
            names = {name: os.path.basename(getattr(rotation, name)) for name in ("log", "target")}
            files.write_json(_note(project), {**names, "heading": rotation.heading})
            files.replace(rotation.target, moved)
        files.replace(rotation.log, b"".join([*lines[: rotation.heading], *lines[end:]]))
        finish(project, store_path)
    return True


def finish(project: Project, store_path: str) -> None:
    """Bring a rotation that is under way, or was killed, to its end.

    While the log holds the lines, nothing has been counted, and what was written to the archive
    goes again. Once they have left it, their counts are added, if they aren't yet.

    Raises:
        InputError: A file can't be read or written.
        LockTimeoutError: Another process is at the log.
    """
    if not os.path.exists(_note(project)):
        return
    with files.locked(project.learnings):
        found = files.read_json(_note(project))
        if isinstance(found, dict) and isinstance(found.get("heading"), int):
            log = os.path.join(project.learnings, os.path.basename(str(found.get("log"))))
            target = os.path.join(os.path.dirname(_note(project)), os.path.basename(str(found.get("target"))))
            if still_holds(project, log, target, found["heading"]):
                os.unlink(target)
            elif log == project.outcomes_log and (moved := _lines(target)):
                _keep_counts(project, target, _digest(b"".join(moved)), store_path)
        os.unlink(_note(project))


def still_holds(project: Project, log: str, rotated: str, heading: int = 0) -> bool:
    """Whether a log begins with the rows of a file that a rotation has written.

    So it is while a rotation is under way, and after one that was killed. What steps have added
    to the rows since doesn't matter, nor do comments, nor what went to the quarantine.

    Args:
        project: Whose log.
        log: The log's path.
        rotated: The file's path; one without rows is not held by any log.
        heading: How many lines at the log's beginning are left out.

    Raises:
        InputError: One of them can't be read.
    """
    rows = (_identity(line) for line in _rows(log, heading))
    first = next(rows, None)
    held = False
    for line in _rows(rotated):
        if first == _identity(line):
            held, first = True, next(rows, None)
        elif log != project.outcomes_log or _is_readable(line):
            return False
    return held


def _rows(path: str, heading: int = 0) -> Iterator[bytes]:
    try:
        with open(path, "rb") as lines:
            for line in itertools.islice(lines, heading, None):
                if line.lstrip()[:1] not in (b"", b"#"):
                    yield line
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None


def _identity(line: bytes) -> list[bytes]:
    """What no step changes of a row."""
    return line.rstrip(b"\r\n").split(b"|", 7)[:7]


def _is_readable(line: bytes) -> bool:
    """Whether a line is a row of the outcomes log, from which the others go to the quarantine."""
    from self_learning import outcomes

    return isinstance(outcomes.read_line(1, line.decode("utf-8", "surrogateescape")), outcomes.Row)


def _note(project: Project) -> str:
    return os.path.join(project.archive, DIRECTORY, "under-way.json")


def _digest(moved: bytes) -> str:
    return hashlib.sha256(moved).hexdigest()[:12]


def _lines(log: str) -> list[bytes]:
    try:
        with open(log, "rb") as file:
            return file.readlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError.at(log, f"can't be read: {error.strerror}") from None


def _keep_counts(project: Project, rotated: str, digest: str, store_path: str) -> None:
    """Add what the rotated rows say of each pattern to the store's provenance, once."""
    from self_learning import outcome_counts
    from self_learning.matching import Resolver
    from self_learning.patterns import PatternStore, Tally

    store = PatternStore(store_path)
    if not os.path.exists(store.path):
        return
    counts = outcome_counts.count(rotated)
    mark = hashlib.sha256(os.path.realpath(project.workdir).encode("utf-8", "replace")).hexdigest()[:8]
    key = f"{project.name}@{mark} (rotated)"

    def add(patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        resolver = Resolver([*patterns, *store.archive()])
        tallies: dict[str, Tally] = {}
        last_applied: dict[str, str] = {}
        for one in counts.texts.values():
            match = resolver.resolve(one.text)
            if match is not None:
                identifier = match.pattern.id
                tallies.setdefault(identifier, Tally()).add(one.tally())
                if one.status == "applied":
                    last_applied[identifier] = max(last_applied.get(identifier, ""), one.last_at)
        for identifier, tally in tallies.items():
            earlier = provenance.counters(identifier).get(key, {})
            rotations = list(earlier.get("rotations", ()))
            if digest in rotations:
                continue
            for name in (
                "applications",
                "passes",
                "exposures",
                "withheld",
                "unverified",
                "build_failed",
                "with_goal",
            ):
                setattr(tally, name, getattr(tally, name) + earlier.get(name, 0))
            tally.points += float(earlier.get("points", 0.0))
            at = max(last_applied.get(identifier, ""), str(earlier.get("last_applied_at", "")))
            provenance.record(
                identifier,
                key,
                tally,
                stale=True,
                last_applied_at=at or None,
                rotations=[*rotations, digest][-50:],
            )
        return patterns

    store.update(add)
