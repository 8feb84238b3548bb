"""Find out whether two lessons say the same, nearly the same, or the opposite.

Two lessons are the same when their triggers are, or when at least 80 % of the words of
their summaries are (Sørensen-Dice), unless one says "always" where the other says "never" or
they differ in a figure: those are conflicts, which a person or a model has to settle.
"""

from __future__ import annotations

import enum
import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning import text

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME_WORDS = 0.80  # of the words of both summaries
_ENOUGH_WORDS = 4  # that must be shared when words like "always" are left out of the count
_FAR_WORDS = 0.40  # below this share nothing else can make two summaries alike
NEAR_WORDS = 0.50  # from here on worth showing to whoever classifies


class Likeness(enum.Enum):
    """How two lessons relate."""

    SAME = "same"
    CONFLICT = "conflict"
    NEAR = "near"
    DIFFERENT = "different"


class Known(NamedTuple):
    """A lesson to compare with, and what names it."""

    name: str
    trigger: str
    summary: str


class Relation(NamedTuple):
    """What a comparison found."""

    known: Known
    likeness: Likeness
    overlap: float


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEGATIONS = _listed(
    """
    never not no avoid don't dont doesn cannot can't stop refrain don isn shouldn mustn won nor
    """
)
_POLAR = _listed(
    """
    always never do not don t avoid must should please ensure make sure to remember use using
    """
)
_ANTONYMS = tuple(
    tuple(pair.split("/"))
    for pair in sorted(
        _listed(
            """
            enable/disable enabled/disabled before/after allow/forbid include/exclude
            with/without on/off true/false increase/decrease first/last sync/async
            synchronous/asynchronous add/remove push/pull open/close lock/unlock
            ascending/descending mutable/immutable required/optional public/private upper/lower
            minimum/maximum more/less
            """
        )
    )
)
_CONTRAST = re.compile(
    r",\s*(?:not|never|rather than|instead of)\b|\binstead of\b|\brather than\b|[;:]|\bbecause\b|"
    r"\bor else\b|\botherwise\b|\bso that\b|\s-\s"
)
_FIGURE = re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?!\w)")
_STOPWORDS = _listed(
    """
    a an the and or of to in on at for with from by is are be it its this that as when before after
    not no do don t never always must should use using every each all any if so than then into
    """
)


class _Facts(NamedTuple):
    """What a comparison needs of a summary, computed once."""

    words: frozenset[str]
    bare: frozenset[str]  # without words like "always", so that "never use" and "avoid" are the same
    figures: frozenset[str]
    is_negative: bool


def compare(trigger: str, summary: str, known: Known) -> Relation:
    """How a lesson relates to a known one.

    Args:
        trigger: What the lesson is about; may be empty.
        summary: The lesson.
        known: What it is compared with.
    """
    one, other = _facts(summary), _facts(known.summary)
    shared = len(one.words & other.words)
    overlap = 2 * shared / (len(one.words) + len(other.words) or 1)  # Sørensen-Dice
    same_trigger = (
        bool(trigger) and bool(known.trigger) and _subject(trigger) == _subject(known.trigger) != ""
    )
    if overlap < _FAR_WORDS and not same_trigger:
        return Relation(known, Likeness.DIFFERENT, overlap)
    bare_shared = len(one.bare & other.bare)
    bare_overlap = 2 * bare_shared / (len(one.bare) + len(other.bare) or 1)
    alike = overlap >= SAME_WORDS or (bare_shared >= _ENOUGH_WORDS and bare_overlap >= SAME_WORDS)
    # A short trigger such as "auth" names a subject, so the summaries must share something too.
    if alike or (same_trigger and bool((one.words & other.words) - _STOPWORDS)):
        conflict = _contradict(one, other)
        return Relation(known, Likeness.CONFLICT if conflict else Likeness.SAME, overlap)
    near = same_trigger or overlap >= NEAR_WORDS
    return Relation(known, Likeness.NEAR if near else Likeness.DIFFERENT, overlap)


def relations(trigger: str, summary: str, known: Iterable[Known]) -> list[Relation]:
    """All lessons that aren't simply different, the closest first."""
    found = [compare(trigger, summary, each) for each in known]
    order = {Likeness.SAME: 0, Likeness.CONFLICT: 1, Likeness.NEAR: 2}
    related = [relation for relation in found if relation.likeness is not Likeness.DIFFERENT]
    return sorted(
        related, key=lambda relation: (order[relation.likeness], -relation.overlap, relation.known.name)
    )


@functools.lru_cache(maxsize=8192)
def _facts(summary: str) -> _Facts:
    words = frozenset(text.words(summary))
    return _Facts(words, words - _POLAR, frozenset(_FIGURE.findall(summary)), _is_negative(summary))


@functools.lru_cache(maxsize=8192)
def _subject(trigger: str) -> str:
    return " ".join(text.words(trigger))


def _contradict(one: _Facts, other: _Facts) -> bool:
    """Whether two lessons on the same matter can't both be followed."""
    if one.figures and other.figures and not (one.figures <= other.figures or other.figures <= one.figures):
        return True
    first, second = one.words - other.words, other.words - one.words
    opposite = sum((a in first and b in second) or (b in first and a in second) for a, b in _ANTONYMS)
    return (one.is_negative != other.is_negative) != (opposite % 2 == 1)


def _is_negative(summary: str) -> bool:
    """Whether what a lesson demands is that something be left undone.

    What follows a contrast or a reason isn't the demand: "check it on each call, not once".
    """
    demand = _CONTRAST.split(summary.casefold(), maxsplit=1)[0]
    return sum(word in _NEGATIONS for word in text.words(demand)) % 2 == 1
