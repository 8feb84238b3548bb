"""Find out which patterns of the store are which of the team's lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from self_learning.org.near_equal import NearEqual

if TYPE_CHECKING:
    from self_learning.org.merge import Shared
    from self_learning.patterns import Pattern, Provenance


def recognise(shared: Shared, present: dict[str, Pattern], provenance: Provenance) -> dict[int, list[str]]:
    """The local ids of each shared lesson: by key, also of gone ones; else by nearly equal words.

    Args:
        shared: The team's lessons.
        present: The store's patterns, by id.
        provenance: Of these, and of those that the store once had.

    Returns:
        By ``id()`` of the lesson; the first of its ids carries what others measured.
    """
    of_key: dict[str, list[str]] = {}
    for identifier in provenance:
        entry = provenance.get(identifier)
        for key in {entry.get("key"), entry.get("shared_key")} - {None}:
            successor = _successor(shared, str(key), str(entry.get("contributor")))
            of_key.setdefault(successor, []).append(identifier)
    matched: dict[int, list[str]] = {}
    taken: set[str] = set()
    for lesson in shared.lessons:
        found = {identifier for key in lesson.keys for identifier in of_key.get(key, ())}
        if found:
            # The store's own before archived ones, and the oldest of them carries the totals.
            matched[id(lesson)] = sorted(found, key=lambda one: (one not in present, len(one), one))
            taken |= found
    free = [pattern for pattern in present.values() if pattern.id not in taken]
    if not free:
        return matched
    left = [lesson for lesson in shared.lessons if id(lesson) not in matched]
    summaries = [lesson.wording().pattern.summary for lesson in left]
    index = NearEqual([*(pattern.summary for pattern in free), *summaries])
    for pattern in free:
        index.add(index.prepare(pattern.summary))
    used: set[int] = set()  # what the team keeps apart are not one here
    for lesson, summary in zip(left, summaries, strict=True):
        number = index.find(index.prepare(summary), lambda number: number not in used)
        if number is not None:
            used.add(number)
            matched[id(lesson)] = [free[number].id]
    return matched


def _successor(shared: Shared, key: str, contributor: str) -> str:
    """The key that a lesson has now, if its contributor has reworded it since."""
    seen = {key}
    while (tombstone := shared.tombstones.get((key, contributor))) and tombstone.replaced_by:
        key = tombstone.replaced_by
        if key in seen:
            break
        seen.add(key)
    return key
