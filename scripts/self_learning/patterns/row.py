"""One row of a store becomes a pattern: what can be mended is, and each repair is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.patterns.model import (
    CATEGORIES,
    CONFIDENCES,
    FLAGS,
    SUMMARY_LIMIT,
    Pattern,
    cleaned,
    format_id,
    ordered_flags,
    valid_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from self_learning.files import Unreadable

FIELDS = (
    "id",
    "category",
    "summary",
    "confidence",
    "seen_count",
    "success_rate",
    "flags",
    "applies_to",
    "context",
    "repo",
)


class StoreContents(NamedTuple):
    """What a store's text holds.

    ``problems`` are the lines that could not be taken as they stand, with what became of
    them; ``legacy`` says that the text is not what ``encode`` would let pass as strict.
    """

    patterns: tuple[Pattern, ...] = ()
    problems: tuple[Unreadable, ...] = ()
    legacy: bool = False


class RowError(ValueError):
    """A row that can't become a pattern; the text says why."""


class Allotment:
    """Gives ids to rows whose own is taken or malformed, never one that was given out before.

    Args:
        present: The ids as they stand in the store, valid or not.
        reserved: Asked, when a new id is needed, for ids that are known elsewhere.
    """

    def __init__(self, present: Iterable[str], reserved: Callable[[], Iterable[str]] = tuple) -> None:
        self._known: set[str] = {identifier for identifier in present if valid_id(identifier)}
        self._reserved = reserved
        self._next = 0
        self._given: set[str] = set()

    def claim(self, identifier: str) -> str:
        """The id itself the first time it comes, else a new one."""
        if not valid_id(identifier) or identifier in self._given:
            if not self._next:
                self._known.update(other for other in self._reserved() if valid_id(other))
                self._next = max((int(known[2:]) for known in self._known), default=0) + 1
            identifier = format_id(self._next)
            self._next += 1
        self._given.add(identifier)
        return identifier


def pattern_of(fields: Mapping[str, str], allotment: Allotment) -> tuple[Pattern, list[str]]:
    """Make a pattern of a row's fields.

    Args:
        fields: By the names in ``FIELDS``; ``repo`` may be missing.
        allotment: The store's ids.

    Returns:
        The pattern, and a sentence for each thing that had to be mended.

    Raises:
        RowError: It has no summary or an unknown category.
    """
    repairs: list[str] = []
    category = fields["category"].strip().lower()
    if category not in CATEGORIES:
        raise RowError(f"category {category[:40]!r} is none of {', '.join(CATEGORIES)}")
    if not text.sanitise(fields["summary"]):
        raise RowError("its summary is empty")
    summary = text.sanitise(fields["summary"], len(fields["summary"]) + 1)
    if len(summary) > SUMMARY_LIMIT:
        repairs.append(f"its summary of {len(summary)} characters was cut to {SUMMARY_LIMIT}")
    given = fields["id"].strip()
    identifier = allotment.claim(given)
    if identifier != given:
        fault = "stands in the store twice" if valid_id(given) else "is not P- and three or more digits"
        repairs.append(f"its id {given[:40]!r} {fault}; it is now {identifier}")
    pattern = Pattern(
        id=identifier,
        category=category,
        summary=summary,
        confidence=_confidence(fields["confidence"], repairs),
        seen_count=_seen_count(fields["seen_count"], repairs),
        success_rate=_success_rate(fields["success_rate"], repairs),
        flags=_flags(fields["flags"], repairs),
        applies_to=tuple(fields["applies_to"].split("|")),
        context=tuple(fields["context"].split("|")),
        repo=fields.get("repo", "*"),
    )
    return cleaned(pattern), repairs


def _confidence(given: str, repairs: list[str]) -> str:
    value = given.strip().lower()
    if value in CONFIDENCES:
        return value
    repairs.append(f"its confidence {value[:40]!r} is none of {', '.join(CONFIDENCES)}; low is taken")
    return "low"


def _seen_count(given: str, repairs: list[str]) -> int:
    value = given.strip()
    if value.isascii() and value.isdecimal() and len(value) <= 12:
        return max(1, int(value))
    repairs.append(f"its seen_count {value[:40]!r} is no count; 1 is taken")
    return 1


def _success_rate(given: str, repairs: list[str]) -> float | None:
    value = given.strip()
    if not value:
        return None
    try:
        rate = float(value)
    except ValueError:
        rate = -1.0
    if 0.0 <= rate <= 1.0:
        return rate
    repairs.append(f"its success_rate {value[:40]!r} is not 0 to 1; it is left empty")
    return None


def _flags(given: str, repairs: list[str]) -> tuple[str, ...]:
    names = [name.strip().strip("[]").strip().upper() for name in given.replace("][", "]|[").split("|")]
    unknown = [name for name in names if name and name not in FLAGS]
    if unknown:
        repairs.append(f"its flag {unknown[0][:40]!r} is none of {', '.join(FLAGS)}; it is left out")
    return ordered_flags(set(names))
