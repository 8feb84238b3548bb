"""Pending files as agents and older tools also write them, brought into the form that is documented.

Several lessons in one file (a list, one behind the other, or under ``learnings``) become a file
each; a text where a list belongs becomes one. What isn't understood stays as it is, for the
schema to complain about.
"""

from __future__ import annotations

import json
import re
from typing import Any

from self_learning import files

_COLLECTIONS = ("learnings", "learning", "lessons", "lesson", "patterns", "entries")
_OWN_FIELDS = ("summary", "pattern_to_remember", "no_learnings")
_MOST_LESSONS = 200
_FENCE = re.compile(r"\s*```\w*\n(?P<inside>.*?)\n?```\s*", re.DOTALL)
_PLACE = re.compile(r"(?P<file>\S.*?):(?P<line>\d{1,9})")


def several(content: str) -> list[dict[str, Any]] | None:
    """The lessons of a file that isn't just one JSON object with a lesson; None for any other.

    Args:
        content: The file's text.
    """
    fenced = _FENCE.fullmatch(content)
    values = _values(fenced["inside"] if fenced else content)
    if values is None:
        return None
    if not fenced and len(values) == 1 and isinstance(values[0], dict) and _is_lesson(values[0]):
        return None
    found: list[dict[str, Any]] = []
    for value in values:
        if isinstance(value, dict) and not _is_lesson(value):
            inner = [value[name] for name in _COLLECTIONS if name in value]
            # Beside the collection nothing may stand that would be lost with it.
            value = inner[0] if len(inner) == 1 and len(value) == 1 else value
        for lesson in value if isinstance(value, list) else [value]:
            if not isinstance(lesson, dict) or not _is_lesson(lesson):
                return None
            found.append(lesson)
    return found if 0 < len(found) <= _MOST_LESSONS else None


def eased(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a list where a text stands for a list of one, and the category in lower case."""
    changed = dict(document)
    category = changed.get("category")
    if isinstance(category, str):
        changed["category"] = category.strip().casefold()
    citations = changed.get("citations")
    if isinstance(citations, str):
        changed["citations"] = [one.strip() for one in re.split(r"[,;\n]", citations) if one.strip()]
    elif isinstance(citations, dict):
        changed["citations"] = [citations]
    context = changed.get("context")
    if isinstance(context, str):
        place = _PLACE.fullmatch(context.strip())
        if place:
            changed["context"] = {"file": place["file"], "line": int(place["line"])}
        else:
            changed["context"] = [tag.strip() for tag in re.split(r"[,|;\n]", context) if tag.strip()]
    lesson = changed.get("pattern_to_remember")
    if isinstance(lesson, list) and len(lesson) == 1 and isinstance(lesson[0], str):
        changed["pattern_to_remember"] = lesson[0]
    return changed


def _is_lesson(value: dict[str, Any]) -> bool:
    return any(name in value for name in _OWN_FIELDS)


def _values(content: str) -> list[Any] | None:
    """The JSON values that stand in a text one behind the other; None when there is anything else."""
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 0
    try:
        while position < len(content):
            if content[position].isspace():
                position += 1
                continue
            value, position = decoder.raw_decode(content, position)
            values.append(files.encodable(value))
    except (ValueError, RecursionError):
        return None
    return values
