"""What a pattern is: one lesson, its evidence, and whom it concerns."""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass

from self_learning import text
from self_learning.errors import InputError

CATEGORIES = ("mistake", "convention", "pattern", "insight")
CONFIDENCES = ("high", "medium", "low")
FLAGS = ("PRUNE", "REVIEW", "STALE", "UNTESTED")

SUMMARY_LIMIT = 200
_TAG_LIMIT = 80
_ID = re.compile(r"P-[0-9]{3,}")


@dataclass(frozen=True)
class Pattern:
    """One lesson as the store holds it.

    Attributes:
        id: ``P-`` and three or more digits, never reused.
        category: One of ``CATEGORIES``.
        summary: One line; 20 to 200 characters when captured here.
        confidence: One of ``CONFIDENCES``.
        seen_count: How often it was captured, from 1.
        success_rate: 0 to 1; None while nothing applied it.
        flags: Of ``FLAGS``, in that order.
        applies_to: Names of agents; ``*`` for all.
        context: Tags that say what the lesson is about.
        repo: The repository that it holds for; ``*`` for all.
    """

    id: str
    category: str
    summary: str
    confidence: str = "medium"
    seen_count: int = 1
    success_rate: float | None = None
    flags: tuple[str, ...] = ("UNTESTED",)
    applies_to: tuple[str, ...] = ("*",)
    context: tuple[str, ...] = ()
    repo: str = "*"

    @property
    def number(self) -> int:
        """The id's digits as a number, by which ids are compared."""
        return int(self.id[2:])


def valid_id(identifier: str) -> bool:
    """Whether a text has the form of a pattern's id."""
    return _ID.fullmatch(identifier) is not None


def format_id(number: int) -> str:
    """The id with this number: ``P-007``, ``P-1234``."""
    return f"P-{number:03d}"


def ordered_flags(flags: tuple[str, ...] | set[str]) -> tuple[str, ...]:
    """The known ones of some flags, in the order in which they are written."""
    return tuple(flag for flag in FLAGS if flag in flags)


def clean_tags(tags: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Tags fit for a ``|``-joined field: sanitised, without ``|``, each once, none empty."""
    cleaned = (text.sanitise(part, _TAG_LIMIT) for tag in tags for part in tag.split("|"))
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def cleaned(pattern: Pattern) -> Pattern:
    """The pattern with every text sanitised and every figure in its range.

    Raises:
        InputError: The id, category, confidence or summary can't be mended.
    """
    summary = text.sanitise(pattern.summary, SUMMARY_LIMIT)
    if not valid_id(pattern.id):
        raise InputError(f"pattern {pattern.id!r}: an id is P- and three or more digits")
    if pattern.category not in CATEGORIES:
        raise InputError(f"pattern {pattern.id}: category {pattern.category!r} is none of {CATEGORIES}")
    if pattern.confidence not in CONFIDENCES:
        raise InputError(f"pattern {pattern.id}: confidence {pattern.confidence!r} is none of {CONFIDENCES}")
    if not summary:
        raise InputError(f"pattern {pattern.id}: its summary is empty")
    rate = pattern.success_rate
    if rate is not None:
        rate = None if math.isnan(rate) else round(min(max(float(rate), 0.0), 1.0), 4)
    return dataclasses.replace(
        pattern,
        summary=summary,
        seen_count=max(1, pattern.seen_count),
        success_rate=rate,
        flags=ordered_flags(pattern.flags),
        applies_to=clean_tags(pattern.applies_to) or ("*",),
        context=clean_tags(pattern.context),
        repo=text.sanitise(pattern.repo, _TAG_LIMIT).replace("|", "/") or "*",
    )
