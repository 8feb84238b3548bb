"""One row of a store becomes a pattern: what can be mended is, and each repair is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.files import Unreadable
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


class Row(NamedTuple):
    """A line of a store taken apart.

    ``fields`` go by the names in ``FIELDS``; ``repo`` may be missing. ``repair`` says what had to
    be mended to get them; with ``fault`` there are none.
    """

    line_number: int
    line: str
    fields: Mapping[str, str]
    repair: str = ""
    fault: str = ""


_NUMBERED_ID = re.compile(r"[Pp]-?0*([0-9]{1,9})")


def normal_id(identifier: str) -> str:
    """The id as the store writes it: ``P-001`` for ``P-1`` and ``p-001``; any other text as it is."""
    found = None if valid_id(identifier) else _NUMBERED_ID.fullmatch(identifier)
    return format_id(int(found[1])) if found else identifier


class Allotment:
    """Gives ids to rows whose own is taken or malformed, never one that was given out before.

    Args:
        present: The ids as they stand in the store, valid or not.
        reserved: Asked, when a new id is needed, for ids that are known elsewhere.
    """

    def __init__(self, present: Iterable[str], reserved: Callable[[], Iterable[str]] = tuple) -> None:
        found = {identifier.strip() for identifier in present}
        self._written = {identifier for identifier in found if valid_id(identifier)}
        self._known = {normal_id(identifier) for identifier in found if valid_id(normal_id(identifier))}
        self._reserved = reserved
        self._asked: set[str] | None = None
        self._next = 0
        self._given: set[str] = set()

    def _elsewhere(self) -> set[str]:
        if self._asked is None:
            self._asked = {other for other in self._reserved() if valid_id(other)}
        return self._asked

    def claim(self, identifier: str) -> str:
        """The id itself, or with its digits filled up to three, the first time it comes; else a new one."""
        if not valid_id(identifier):
            normal = normal_id(identifier)
            free = valid_id(normal) and normal not in self._written
            identifier = normal if free and normal not in self._elsewhere() else ""
        if not identifier or identifier in self._given:
            if not self._next:
                known = self._known | self._elsewhere()
                self._next = max((int(one[2:]) for one in known), default=0) + 1
            identifier = format_id(self._next)
            self._next += 1
        self._given.add(identifier)
        return identifier


def contents_of(
    rows: list[Row], reserved: Callable[[], Iterable[str]] = tuple, *, legacy: bool = False
) -> StoreContents:
    """Make patterns of a store's rows; what can't become one, or not as it stands, is a problem.

    Args:
        rows: In the store's order.
        reserved: Asked for the ids known elsewhere, when a row needs a new id.
        legacy: For the result.
    """
    allotment = Allotment((row.fields["id"] for row in rows), reserved)
    patterns: list[Pattern] = []
    problems: list[Unreadable] = []
    seen: set[tuple[tuple[str, str], ...]] = set()
    for row in rows:
        whole = tuple(sorted(row.fields.items()))
        try:
            if row.fault:
                raise RowError(row.fault)
            if whole in seen:
                raise RowError("it stands in the store twice; once is enough")
            pattern, repairs = pattern_of(row.fields, allotment)
        except RowError as error:
            problems.append(Unreadable(row.line_number, row.line, str(error)))
            continue
        seen.add(whole)
        patterns.append(pattern)
        told = [row.repair, *repairs] if row.repair else repairs
        problems += [Unreadable(row.line_number, row.line, repair) for repair in told]
    return StoreContents(tuple(patterns), tuple(problems), legacy=legacy)


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
    if identifier not in (given, normal_id(given)):
        fault = (
            "stands in the store twice"
            if valid_id(normal_id(given))
            else "is not P- and three or more digits"
        )
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
    value = given.strip().removesuffix(".0")
    if value.isascii() and value.isdecimal() and len(value) <= 12:
        return max(1, int(value))
    repairs.append(f"its seen_count {value[:40]!r} is no count; 1 is taken")
    return 1


_NO_RATE = ("", "-", "null", "none", "n/a", "na", "nan")


def _success_rate(given: str, repairs: list[str]) -> float | None:
    value = given.strip().casefold()
    if value in _NO_RATE:
        return None
    number = value.removesuffix("%").strip().replace(",", ".", 1)
    try:
        rate = float(number) / (100 if value.endswith("%") else 1)
    except ValueError:
        rate = -1.0
    if 0.0 <= rate <= 1.0:
        return rate
    repairs.append(f"its success_rate {value[:40]!r} is not 0 to 1; it is left empty")
    return None


def _flags(given: str, repairs: list[str]) -> tuple[str, ...]:
    names = [name.upper() for name in re.split(r"[\s|,;\[\]'\"]+", given) if name]
    unknown = [name for name in names if name not in FLAGS]
    if unknown:
        repairs.append(f"its flag {unknown[0][:40]!r} is none of {', '.join(FLAGS)}; it is left out")
    return ordered_flags(set(names))
