"""What a pull did not take: by whom, why, and what the person decided about it.

The refused text itself stays in the clone. Here is only what a person needs to judge it: a
short excerpt, unless it holds a credential. A decision holds for exactly that content.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import files, text
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.org.contribution import SharedPattern

_EXCERPT = 120


class Refusal(NamedTuple):
    """One thing that was not taken.

    Attributes:
        id: Twelve hexadecimal digits that name this content at this place.
        path: In the shared repository.
        reason: Why.
        key: The pattern's key; empty for a whole file.
        excerpt: The beginning of the pattern's summary; empty where it must not be shown.
        commit: The commit that it came with.
        author: That commit's author, as the commit says.
        decision: ``accepted``, ``rejected`` or empty.
    """

    id: str
    path: str
    reason: str
    key: str = ""
    excerpt: str = ""
    commit: str = ""
    author: str = ""
    decision: str = ""


def identifier_of_file(path: str, blob: str) -> str:
    """The id of a refused file."""
    return _digest(path, blob)


def identifier_of_pattern(path: str, pattern: SharedPattern) -> str:
    """The id of a refused pattern: of its words, whatever its counters become."""
    return _digest(path, json.dumps(pattern._replace(counters=None, seen_count=0)))  # type: ignore[arg-type]


def excerpt(pattern: SharedPattern) -> str:
    """The beginning of a refused pattern, for the person to judge."""
    return text.sanitise(pattern.summary, _EXCERPT)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


class Quarantine:
    """The register of one shared repository; the caller holds the clone.

    Args:
        directory: Of the clone.
    """

    def __init__(self, directory: str) -> None:
        self.path = os.path.join(directory, "quarantine.json")

    def read(self) -> list[Refusal]:
        """All entries, as the last pull left them.

        Raises:
            InputError: The file is damaged.
        """
        if not os.path.exists(self.path):
            return []
        document = files.read_json(self.path)
        entries = document.get("entries") if isinstance(document, dict) else None
        if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
            raise InputError.at(
                self.path, "is no quarantine register", remedy="remove it; the next pull makes it anew"
            )
        return [Refusal(**entry) for entry in entries]

    def write(self, refusals: list[Refusal]) -> None:
        """Replace all entries."""
        if refusals or os.path.exists(self.path):
            files.write_json(self.path, {"entries": [refusal._asdict() for refusal in refusals]})

    def find(self, identifiers: Iterable[str]) -> list[Refusal]:
        """The entries with these ids, or whose ids alone begin so.

        Raises:
            InputError: One is missing, or fits several.
        """
        entries = self.read()
        found = []
        for identifier in identifiers:
            matching = [entry for entry in entries if identifier and entry.id.startswith(identifier)]
            if len(matching) != 1:
                fault = "fits several entries" if matching else "is not in the quarantine"
                raise InputError(f"--quarantine: {identifier[:40]!r} {fault}; --quarantine list shows them")
            found += matching
        return found

    def decide(self, chosen: Iterable[Refusal], decision: str) -> None:
        """Record what the person decided about entries: ``accepted`` or ``rejected``."""
        ids = {entry.id for entry in chosen}
        self.write([entry._replace(decision=decision) if entry.id in ids else entry for entry in self.read()])


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == set(Refusal._fields)
        and all(isinstance(value, str) for value in entry.values())
    )
