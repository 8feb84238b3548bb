"""What nobody misses: quarantined entries past their age, and what killed writers left behind.

The quarantine is there so that a person can look at what could not be read. After
``max_archive_age_days`` they have, and beyond ``max_log_lines`` they can't.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning import aging, files
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

# A writer takes seconds; what is older was left behind.
LEFT_BEHIND = timedelta(hours=1)


class Trimming(NamedTuple):
    """So many lines of a quarantine file are to go, and the rule by which they do."""

    path: str
    lines: int
    total: int
    rule: str


class Bounds(NamedTuple):
    """What a quarantine file may hold: moments in seconds since 1970, and a number of lines."""

    oldest: float
    young: float
    maximum: int
    age_rule: str
    count_rule: str


def plan(path: str, bounds: Bounds) -> Trimming | None:
    """How many lines of a quarantine file are too old or too many, or None.

    Raises:
        InputError: It can't be read.
    """
    lines = _lines(path)
    kept, aged = _kept(lines, bounds, aging.modified(path))
    gone = len(lines) - len(kept)
    rule = bounds.age_rule if aged else bounds.count_rule
    return Trimming(path, gone, len(lines), rule) if gone else None


def trim(trimming: Trimming, bounds: Bounds) -> bool:
    """Take the planned lines away; a file that holds no others goes with them.

    Returns:
        Whether anything went.

    Raises:
        InputError: The file can't be read or written.
        LockTimeoutError: Another process is at the quarantine.
    """
    with files.locked(os.path.dirname(trimming.path)):
        lines = _lines(trimming.path)
        kept, _ = _kept(lines, bounds, aging.modified(trimming.path))
        if len(kept) == len(lines):
            return False
        if kept:
            files.replace(trimming.path, b"".join(kept))
        else:
            os.unlink(trimming.path)
    return True


def of_killed_writers(directory: str, now: datetime, *, beginning: str = ".") -> Iterator[str]:
    """Temporary files of ``files.replace`` and its like in a directory that are an hour old and more.

    Args:
        directory: Where; nothing below it is looked at.
        now: The moment from which ages are counted.
        beginning: What their names begin with.
    """
    oldest = (now - LEFT_BEHIND).timestamp()
    for path in aging.files_in(directory, ".new"):
        name = os.path.basename(path)
        if name.startswith(beginning) and aging.modified(path) <= oldest:
            yield path


def _kept(lines: list[bytes], bounds: Bounds, modified: float) -> tuple[list[bytes], bool]:
    """The lines that stay, and whether any goes for its age."""
    moments = [_moment(line, modified) for line in lines]
    fresh = [(line, moment) for line, moment in zip(lines, moments, strict=True) if moment > bounds.oldest]
    excess = len(fresh) - bounds.maximum
    kept = [line for number, (line, moment) in enumerate(fresh) if number >= excess or moment > bounds.young]
    return kept, len(fresh) < len(lines)


def _moment(line: bytes, modified: float) -> float:
    """When an entry was quarantined, in seconds since 1970; the file's own time where it doesn't say."""
    try:
        said = datetime.fromisoformat(str(json.loads(line)["quarantined_at"]).replace("Z", "+00:00"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return modified
    return (said if said.tzinfo else said.replace(tzinfo=timezone.utc)).timestamp()


def _lines(path: str) -> list[bytes]:
    try:
        with open(path, "rb") as file:
            return file.readlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None
