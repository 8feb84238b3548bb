"""merge-result.json: what step 8 wants in the store, in a form that may be applied any number of times.

Each entry of our own names the captures that speak for it (``sources``), and the store's
provenance remembers which captures it has counted. So a capture counts once, whatever is
killed or repeated in between. Entries of older tools are plain patterns with absolute counts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import files
from self_learning.errors import InputError
from self_learning.learnings import quality
from self_learning.learnings.classify import MAXIMUM_TAGS
from self_learning.patterns import stable_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.learnings.classify import Classification
    from self_learning.patterns import Pattern, Provenance
    from self_learning.pending import Lesson

STATISTICS = ("added", "merged", "pruned", "rejected", "closedloop_extracted")
_MAXIMUM_CAPTURES = 1000  # remembered for each pattern; older ones left their merge-result long ago


@dataclass
class Entry:
    """One pattern to add or to merge, with the captures that speak for it."""

    id: str
    action: str  # "added" or "merged"
    key: str
    trigger: str
    category: str
    summary: str
    confidence: str
    seen_count: int
    applies_to: tuple[str, ...]
    context: tuple[str, ...]
    repo: str
    sources: list[str]
    origin_project: str
    captured_at: str | None = None
    success_rate: float | None = None
    flags: tuple[str, ...] = ("UNTESTED",)
    conflicts_with: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The entry as the file holds it; its first fields are those of the store's header."""
        return {
            "id": self.id,
            "category": self.category,
            "summary": self.summary,
            "confidence": self.confidence,
            "seen_count": self.seen_count,
            "success_rate": self.success_rate,
            "flags": list(self.flags),
            "applies_to": list(self.applies_to),
            "context": list(self.context),
            "repo": self.repo,
            "action": self.action,
            "key": self.key,
            "trigger": self.trigger,
            "sources": self.sources,
            "origin_project": self.origin_project,
            "captured_at": self.captured_at,
            "conflicts_with": self.conflicts_with,
        }


def entry_of(document: dict[str, Any]) -> Entry | None:
    """An entry of our own from its JSON; None for a plain pattern of an older tool."""
    sources = document.get("sources")
    if not (isinstance(sources, list) and sources and all(isinstance(one, str) for one in sources)):
        return None
    try:
        return Entry(
            id=str(document["id"]),
            action=str(document["action"]),
            key=str(document["key"]),
            trigger=str(document["trigger"]),
            category=str(document["category"]),
            summary=str(document["summary"]),
            confidence=str(document["confidence"]),
            seen_count=int(document["seen_count"]),
            applies_to=tuple(map(str, document["applies_to"])),
            context=tuple(map(str, document["context"])),
            repo=str(document["repo"]),
            sources=list(sources),
            origin_project=str(document["origin_project"]),
            captured_at=document.get("captured_at"),
            success_rate=document.get("success_rate"),
            flags=tuple(map(str, document.get("flags") or ())),
            conflicts_with=list(map(str, document.get("conflicts_with") or ())),
        )
    except (KeyError, TypeError, ValueError):
        return None


def added(identifier: str, lesson: Lesson, made: Classification, source: str, project: str) -> Entry:
    """An entry for a lesson that the store doesn't know."""
    return Entry(
        id=identifier,
        action="added",
        key=stable_key(lesson.trigger, made.summary),
        trigger=lesson.trigger,
        category=made.category,
        summary=made.summary,
        confidence="medium",
        seen_count=1,
        applies_to=made.applies_to,
        context=made.context,
        repo=made.repo,
        sources=[source],
        origin_project=project,
        captured_at=lesson.captured_at,
    )


def merged(pattern: Pattern, trigger: str, key: str, origin: str) -> Entry:
    """An entry for a pattern that the store knows, as yet without a new capture."""
    return Entry(
        id=pattern.id,
        action="merged",
        key=key,
        trigger=trigger,
        category=pattern.category,
        summary=pattern.summary,
        confidence=pattern.confidence,
        seen_count=pattern.seen_count,
        applies_to=pattern.applies_to,
        context=pattern.context,
        repo=pattern.repo,
        sources=[],
        origin_project=origin,
        success_rate=pattern.success_rate,
        flags=pattern.flags,
    )


def absorb(entry: Entry, lesson: Lesson, made: Classification, source: str) -> None:
    """Count one more capture of the same lesson: unite what it concerns, keep the better wording."""
    entry.sources.append(source)
    entry.seen_count += 1
    entry.trigger = entry.trigger or lesson.trigger
    entry.context = united(entry.context, made.context)
    entry.applies_to = widened(entry.applies_to, made.applies_to)
    if entry.repo != made.repo:
        entry.repo = "*"  # met in two places
    entry.summary = more_specific(entry.summary, made.summary)


def united(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Tags of both, each once in whatever case, at most ``MAXIMUM_TAGS``."""
    known: dict[str, str] = {}
    for tag in (*one, *other):
        known.setdefault(tag.casefold(), tag)
    return tuple(known.values())[: max(MAXIMUM_TAGS, len(one))]


def widened(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Agents of both; whatever concerns all of them concerns all of them."""
    if "*" in one or "*" in other:
        return ("*",)
    return tuple(dict.fromkeys((*one, *other)))


def more_specific(known: str, new: str) -> str:
    """The wording with clearly more that is particular in it; the known one in doubt, for stability."""
    return new if quality.specificity(new) >= quality.specificity(known) + 2 else known


def captures(provenance: Provenance, identifier: str) -> list[str]:
    """The captures that the store has counted for a pattern."""
    found = provenance.get(identifier).get("captures")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def counted(provenance: Provenance, patterns: Mapping[str, Pattern]) -> set[str]:
    """Every capture that the store has counted, for whatever pattern.

    A store writes its provenance before its patterns. So step 9 first notes what it is
    ``counting`` and makes captures of it when the patterns are safe; a note that a killed
    process left behind is believed only if the pattern has the count that it speaks of.

    Args:
        provenance: Of the store.
        patterns: Those of the store and its archive, by id.
    """
    found = {source for identifier in provenance for source in captures(provenance, identifier)}
    for identifier in provenance:
        note = counting(provenance, identifier)
        if note is not None and identifier in patterns and patterns[identifier].seen_count >= note[1]:
            found.update(note[0])
    return found


def counting(provenance: Provenance, identifier: str) -> tuple[list[str], int] | None:
    """The captures that a step 9 was about to count for a pattern, and its count with them."""
    note = provenance.get(identifier).get("counting")
    if not (
        isinstance(note, dict)
        and isinstance(note.get("sources"), list)
        and type(note.get("seen_count")) is int
    ):
        return None
    return [str(source) for source in note["sources"]], note["seen_count"]


def confirm(provenance: Provenance, patterns: Mapping[str, Pattern]) -> None:
    """Make captures of what was being counted and is in the store now; forget what never got there."""
    for identifier in list(provenance):
        note = counting(provenance, identifier)
        if note is None:
            continue
        known = captures(provenance, identifier)
        if identifier in patterns and patterns[identifier].seen_count >= note[1]:
            known = remembered(known, [source for source in note[0] if source not in known])
        provenance.set(identifier, counting=None, captures=known or None)


def remembered(known: list[str], new: list[str]) -> list[str]:
    """The captures to remember for a pattern after counting new ones."""
    return [*known, *new][-_MAXIMUM_CAPTURES:]


def taken_over(provenance: Provenance, identifier: str) -> list[str]:
    """The entries of older tools, by their digests, that the store has taken over for a pattern."""
    found = provenance.get(identifier).get("taken_over")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def read(path: str) -> tuple[list[Any], dict[str, int]]:
    """The patterns and statistics of a merge-result.

    Raises:
        InputError: It can't be read, or isn't an object with a list of patterns.
    """
    document = files.read_json(path)
    if isinstance(document, list):  # the oldest tools wrote the list alone
        return document, {}
    if not isinstance(document, dict) or not isinstance(document.get("patterns"), list):
        raise InputError.at(path, 'is no merge result, which is {"patterns": [...], "stats": {...}}')
    found = document.get("stats")
    statistics = {k: v for k, v in found.items() if isinstance(v, int)} if isinstance(found, dict) else {}
    return document["patterns"], statistics


def unapplied(path: str, already: set[str]) -> list[Entry]:
    """Entries of an earlier step 8 with captures that no step 9 has counted yet."""
    if not os.path.exists(path):
        return []
    found = [entry_of(item) for item in read(path)[0] if isinstance(item, dict)]
    return [entry for entry in found if entry is not None and not already.issuperset(entry.sources)]


def write(path: str, entries: list[Entry], statistics: dict[str, int]) -> None:
    """Write the file; the caller holds the lock."""
    stats = {name: statistics.get(name, 0) for name in STATISTICS}
    files.write_json(path, {"patterns": [entry.as_json() for entry in entries], "stats": stats})
