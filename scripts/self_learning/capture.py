"""Take down a lesson as an agent or a person tells it: from options, from JSON, or from both."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from self_learning import citations, files, pending, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.learnings import quality
from self_learning.learnings.processing import require_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from self_learning.paths import Project

_OPTIONS = ("agent", "category", "summary", "trigger", "detail", "task", "context", "applies_to")
_SOURCE = "standard input"


def piped_input() -> str:
    """What was piped in; nothing where standard input is a terminal or closed."""
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    try:
        return sys.stdin.buffer.read(pending.MAXIMUM_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{_SOURCE}: is not UTF-8 text") from None
    except OSError:
        return ""


def command(
    project: Project, options: Mapping[str, Any], piped: str, *, now: datetime | None = None
) -> Result:
    """Check a lesson and write it into pending/.

    Args:
        project: Must be on: nothing is remembered where nobody agreed to it.
        options: By the names of the command line; None where not given.
        piped: One JSON object, or nothing.
        now: The time of the capture.

    Returns:
        The file that was written; a warning when step 8 would reject the lesson.

    Raises:
        InputError: The project is off, or the lesson can't be stored; nothing was written.
    """
    require_on(project)
    if not project.is_on:
        return Result(
            "Self-learning is switched off (SELF_LEARNING=off); nothing was captured.", skipped=True
        )
    document = {**_parsed(piped), **{name: options[name] for name in _OPTIONS if options.get(name)}}
    if options.get("citation"):
        document["citations"] = [*(document.get("citations") or []), *map(_citation, options["citation"])]
    if not document:
        raise InputError("nothing to capture; give --summary, or one JSON object on standard input")
    found = pending.validate(document)
    if found:
        raise InputError("; ".join(found))
    agent = str(document.get("agent") or os.environ.get("CLAUDE_AGENT_TYPE") or "agent")
    document = pending.stamp({**document, "agent": agent}, now)
    path = pending.write(project, document, agent=agent, agent_id=options.get("agent_id"))
    lesson = pending.lesson_of(document)
    data = {"file": path, "lesson": None if lesson is None else lesson.summary}
    refusal = quality.rejection(lesson.summary) if lesson is not None else None
    warnings = (f"step 8 will reject this: {refusal.kind}; it {refusal.reason}",) if refusal else ()
    return Result(f"{path}: captured.", data, warnings)


def _parsed(piped: str) -> dict[str, Any]:
    if not piped.strip():
        return {}
    if len(piped) > pending.MAXIMUM_BYTES:
        raise InputError(f"{_SOURCE}: more than {pending.MAXIMUM_BYTES} bytes; give one lesson")
    try:
        document = files.encodable(files.parse_json(piped, _SOURCE))
    except RecursionError:
        raise InputError(f"{_SOURCE}: is nested too deeply") from None
    if not isinstance(document, dict):
        raise InputError(f"{_SOURCE}: must be one JSON object, not {text.sanitise(type(document).__name__)}")
    return document


def _citation(given: str) -> dict[str, object] | str:
    """``FILE:LINE`` as the pending format has it; a range, or what names no line, as it was given."""
    place = citations.parse(given)
    if place is None or place.first != place.last:
        return given
    return {"file": place.path, "line": place.first}
