"""Where each pattern came from, and what each project measured of it.

The store is one person's and serves all their projects, but each project has its own log.
So the counts of each project are kept apart, by its name, and added up: what one project
measures anew never wipes out what another one measured.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from self_learning import files, text
from self_learning.errors import InputError
from self_learning.patterns.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COUNTS = ("applications", "passes", "exposures", "withheld", "unverified", "build_failed", "with_goal")


def stable_key(trigger: str, summary: str) -> str:
    """What names the same lesson on every machine, whatever id a store gave it.

    Args:
        trigger: What the lesson is about; may be empty.
        summary: The lesson.

    Returns:
        The first 16 hexadecimal digits of the SHA-256 of both texts' words.
    """
    words = " ".join(text.words(trigger)) + "\n" + " ".join(text.words(summary))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


class Provenance:
    """The provenance of a store's patterns, by id; kept for archived ones too.

    An entry may hold ``key``, ``trigger``, ``origin_project``, ``contributor``,
    ``source_commit``, ``created_at``, ``updated_at``, ``counters`` (by project name) and
    whatever else a room adds. Ids never leave it, so none is ever given out twice.

    Args:
        entries: By pattern id, as the file holds them.
    """

    def __init__(self, entries: Mapping[str, dict[str, Any]] | None = None) -> None:
        self._entries: dict[str, dict[str, Any]] = dict(entries or {})
        # Entries are replaced, never changed in place, so a flat copy tells what is new.
        self._before = dict(self._entries)

    @classmethod
    def load(cls, path: str) -> Provenance:
        """Read the file; a missing one is empty.

        Raises:
            InputError: It can't be read, or holds something else.
        """
        import os

        if not os.path.exists(path):
            return cls()
        document = files.read_json(path)
        remedy = "mend it, or move it away to start without provenance"
        if not isinstance(document, dict):
            raise InputError.at(path, "is not a mapping of pattern ids", remedy=remedy)
        for identifier, entry in document.items():
            if not isinstance(entry, dict):
                raise InputError.at(path, f"{identifier} is not a mapping", remedy=remedy)
            counters = entry.get("counters", {})
            if not isinstance(counters, dict) or not all(_is_counter(one) for one in counters.values()):
                raise InputError.at(path, f"the counters of {identifier} are not counts", remedy=remedy)
        return cls(document)

    @property
    def changed(self) -> bool:
        """Whether it differs from what it was made of."""
        return self._entries != self._before

    def as_json(self) -> dict[str, dict[str, Any]]:
        """What the file holds, ordered by id."""
        return {key: self._entries[key] for key in sorted(self._entries, key=lambda one: (len(one), one))}

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._entries

    def get(self, identifier: str) -> dict[str, Any]:
        """A copy of a pattern's entry; empty when there is none."""
        entry = self._entries.get(identifier, {})
        return {**entry, **({"counters": _copied(entry["counters"])} if "counters" in entry else {})}

    def set(self, identifier: str, **fields: Any) -> None:
        """Set fields of a pattern's entry; a field given as None is taken out."""
        entry = {**self._entries.get(identifier, {}), **fields}
        self._entries[identifier] = {name: value for name, value in entry.items() if value is not None}

    def find(self, key: str) -> str | None:
        """The id of the pattern with this stable key, or None."""
        for identifier, entry in self._entries.items():
            if entry.get("key") == key:
                return identifier
        return None

    def move(self, old: str, new: str) -> None:
        """Add one entry's fields to another that stays; the first loses what it holds.

        For a lesson that was captured under a new id and turned out to be an archived one.
        The emptied entry remains, because its id was given out.
        """
        given = self._entries.get(old, {})
        kept = self._entries.get(new, {})
        self._entries[new] = {**given, **kept}
        if "updated_at" in given:
            self._entries[new]["updated_at"] = given["updated_at"]
        self._entries[old] = {"same_as": new}

    def record(self, identifier: str, project: str, tally: Tally, **facts: Any) -> None:
        """Put what one project measured in the place of what it had measured before.

        Args:
            identifier: The pattern.
            project: The project's name.
            tally: The counts of that project's log.
            facts: What else the project knows, such as ``stale``.
        """
        counter: dict[str, Any] = {name: getattr(tally, name) for name in _COUNTS}
        counter["points"] = round(tally.points, 6)
        counter.update({name: value for name, value in facts.items() if value is not None})
        counters = {**self._entries.get(identifier, {}).get("counters", {}), project: counter}
        self.set(identifier, counters=counters)

    def forget(self, identifier: str, project: str) -> None:
        """Take away what one project measured of a pattern, because its log says nothing of it."""
        counters = self._entries.get(identifier, {}).get("counters", {})
        if project in counters:
            self.set(identifier, counters={name: counters[name] for name in counters if name != project})

    def counters(self, identifier: str) -> dict[str, dict[str, Any]]:
        """What each project measured of a pattern, by the project's name."""
        return _copied(self._entries.get(identifier, {}).get("counters", {}))

    def tally(self, identifier: str) -> Tally:
        """What all projects together measured of a pattern."""
        total = Tally()
        for counter in self._entries.get(identifier, {}).get("counters", {}).values():
            one = Tally(**{name: counter.get(name, 0) for name in _COUNTS})
            one.points = float(counter.get("points", 0.0))
            total.add(one)
        return total

    def applications(self, identifier: str) -> int:
        """How often a pattern was applied, in all projects together."""
        return self.tally(identifier).applications


def _copied(counters: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {project: dict(counter) for project, counter in counters.items()}


def _is_counter(counter: object) -> bool:
    if not isinstance(counter, dict):
        return False
    counts = all(type(counter.get(name, 0)) is int and counter.get(name, 0) >= 0 for name in _COUNTS)
    points = counter.get("points", 0)
    return counts and type(points) in (int, float) and points >= 0
