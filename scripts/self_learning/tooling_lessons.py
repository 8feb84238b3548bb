"""Step 11: lessons about the tooling itself, kept apart from the patterns, with ids of their own.

Step 8 puts them into .learnings/pending-closedloop.json; from there they move into the
person's closedloop-learnings.json. An id, once given, is never given again: the file
remembers the highest one even when its entry is deleted.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from self_learning import files, screening, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.paths import Person

if TYPE_CHECKING:
    from datetime import datetime

    from self_learning.paths import Project
    from self_learning.pending import Lesson

_ID = re.compile(r"SL-([0-9]{3,})")
_CATEGORIES = ("mistake", "convention", "pattern", "insight")
_SAME_WORDS = 0.80  # of the words of both summaries, as for patterns


def lesson_for_export(lesson: Lesson, category: str, project: str, source: str) -> dict[str, Any]:
    """What step 8 hands to step 11 of one lesson."""
    return {
        "trigger": lesson.trigger,
        "summary": lesson.summary,
        "detail": lesson.detail,
        "category": category,
        "source_project": project,
        "captured_at": lesson.captured_at,
        "source": source,
    }


def add_pending(project: Project, lessons: list[dict[str, Any]]) -> None:
    """Add lessons to pending-closedloop.json, each capture once; without any, leave it alone.

    Raises:
        InputError: The file is there and can't be read.
    """
    if not lessons:
        return
    with files.locked(project.learnings):
        known = _pending(project)
        sources = {one.get("source") for one in known}
        known += [one for one in lessons if one["source"] not in sources]
        files.write_json(project.pending_closedloop, {"learnings": known})


def export(project: Project, *, person: Person | None = None, now: datetime | None = None) -> Result:
    """Move the waiting lessons into the person's closedloop-learnings.json.

    Args:
        project: Whose pending-closedloop.json.
        person: Whose file; by default the one who runs this.
        now: The time of the merge.

    Returns:
        How many were new, with their ids.

    Raises:
        InputError: A file can't be read; nothing changed.
        LockTimeoutError: Another process is at one of them.
    """
    target = (person or Person()).closedloop_learnings
    with files.locked(project.learnings):
        waiting = _pending(project)
        if not waiting:
            return Result(
                "No lessons about the tooling wait.", {"exported": [], "file": target}, skipped=True
            )
        with files.locked(os.path.dirname(target)):
            document = _exported(target)
            made, warnings = _merge(document, waiting, text.timestamp(now))
            if made:
                document["last_updated"] = text.timestamp(now)
                files.write_json(target, document)
        # Only what is safe in the other file leaves this one.
        files.write_json(project.pending_closedloop, {"learnings": []})
    repeated = len(waiting) - len(made) - len(warnings)
    line = f"{len(made)} exported to {target}" + (f" ({made[0]} to {made[-1]})" if made else "")
    if repeated:
        line += f", {repeated} known already"
    return Result(f"{line}.", {"exported": made, "known": repeated, "file": target}, tuple(warnings))


def _merge(document: dict[str, Any], waiting: list[dict[str, Any]], now: str) -> tuple[list[str], list[str]]:
    made: list[str] = []
    warnings: list[str] = []
    learnings: list[dict[str, Any]] = document["learnings"]
    for lesson in waiting:
        summary = text.sanitise(str(lesson.get("summary") or lesson.get("pattern_to_remember") or ""))
        detail = text.sanitise(str(lesson.get("detail") or lesson.get("what_happened") or ""), 2000)
        trigger = text.sanitise(str(lesson.get("trigger") or ""), 120)
        refused = screening.find_secret(f"{summary}\n{detail}\n{trigger}") or screening.instruction_to_reader(
            summary
        )
        if not summary or refused:
            warnings.append(f"a lesson about the tooling was left out: {refused or 'it has no summary'}")
            continue
        if any(_is_same(trigger, summary, known) for known in learnings):
            continue
        document["last_id"] += 1
        identifier = f"SL-{document['last_id']:03d}"
        category = lesson.get("category")
        learnings.append(
            {
                "id": identifier,
                "trigger": trigger,
                "summary": summary,
                "detail": detail,
                "category": category if category in _CATEGORIES else "insight",
                "source_project": text.sanitise(str(lesson.get("source_project") or ""), 100),
                "captured_at": lesson.get("captured_at") or now,
                "merged_at": now,
            }
        )
        made.append(identifier)
    return made, warnings


def _is_same(trigger: str, summary: str, known: dict[str, Any]) -> bool:
    overlap = text.dice(text.words(summary), text.words(str(known.get("summary") or "")))
    same_trigger = bool(trigger) and text.words(trigger) == text.words(str(known.get("trigger") or ""))
    return overlap >= _SAME_WORDS or (same_trigger and overlap > 0.2)


def _pending(project: Project) -> list[dict[str, Any]]:
    """The waiting lessons; older tools wrote the list alone."""
    path = project.pending_closedloop
    if not os.path.exists(path):
        return []
    document = files.read_json(path)
    found = document.get("learnings") if isinstance(document, dict) else document
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError.at(path, 'is not {"learnings": [...]}', remedy="mend it, or move it away")
    return found


def _exported(path: str) -> dict[str, Any]:
    if not os.path.exists(path):
        return {"schema_version": 1, "last_updated": None, "last_id": 0, "learnings": []}
    document = files.read_json(path)
    if not isinstance(document, dict) or not isinstance(document.get("learnings"), list):
        raise InputError.at(path, 'is not {"learnings": [...]}', remedy="mend it, or move it away")
    if not all(isinstance(one, dict) for one in document["learnings"]):
        raise InputError.at(path, "holds a lesson that is not an object", remedy="mend it, or move it away")
    numbers = [int(m[1]) for one in document["learnings"] if (m := _ID.fullmatch(str(one.get("id"))))]
    last = document.get("last_id")
    document["last_id"] = max([last if type(last) is int else 0, *numbers])
    document.setdefault("schema_version", 1)
    return document
