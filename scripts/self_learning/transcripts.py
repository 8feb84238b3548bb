"""What the transcript of one agent tells: when it began, and which files it wrote or spoke of.

The host writes it, one JSON object a line. It may be missing, torn at its end or behind by the
last message, so nothing here fails: what can't be read says nothing.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning import programs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_LINE_LIMIT = 1 << 20  # bytes of the first line
_LIMIT = 64 * 1024 * 1024  # bytes of a transcript that are looked through


class Mentions(NamedTuple):
    """File names: those that a call of the agent wrote to, and those that stand in it anywhere."""

    written: frozenset[str] = frozenset()
    spoken_of: frozenset[str] = frozenset()


def first_moment(path: str | None) -> datetime | None:
    """When a transcript begins; None when it doesn't say."""
    if not path or not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            value = json.loads(file.readline(_LINE_LIMIT))
        moment = datetime.fromisoformat(value["timestamp"].replace("Z", "+00:00"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def mentions(path: str | None, names: Collection[str]) -> Mentions:
    """Which of the file names stand in a transcript, and which of them the agent wrote.

    Args:
        path: The agent's own transcript.
        names: Without directories.
    """
    written: set[str] = set()
    spoken_of: set[str] = set()
    wanted = {name: os.fsencode(name) for name in names}  # a name may be no text at all
    for line in _lines(path) if wanted else ():
        found = [name for name, data in wanted.items() if data in line]
        if found:
            spoken_of.update(found)
            texts = list(_written_to(line))
            written.update(name for name in found if any(name in text for text in texts))
    return Mentions(frozenset(written), frozenset(spoken_of))


def _lines(path: str | None) -> Iterator[bytes]:
    if not path or not os.path.isfile(path):
        return
    read = 0
    try:
        with open(path, "rb") as file:
            for line in file:
                yield line
                read += len(line)
                if read > _LIMIT:
                    return
    except OSError:
        return


def _written_to(line: bytes) -> Iterator[str]:
    """Paths and commands of the calls in a line that may write a file."""
    try:
        content = json.loads(line)["message"]["content"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return
    for part in content if isinstance(content, list) else ():
        if not isinstance(part, dict) or part.get("type") != "tool_use":
            continue
        given = part.get("input")
        if not isinstance(given, dict):
            continue
        path, command = given.get("file_path"), given.get("command")
        if part.get("name") in ("Write", "Edit", "MultiEdit") and isinstance(path, str):
            yield path
        elif part.get("name") == "Bash" and isinstance(command, str) and not programs.only_looks(command):
            yield command
