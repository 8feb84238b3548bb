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


def compare(trigger: str, summary: str, known: Known) -> Relation:
    """How a lesson relates to a known one.

    Args:
        trigger: What the lesson is about; may be empty.
        summary: The lesson.
        known: What it is compared with.
    """
    one, other = _words(summary), _words(known.summary)
    overlap = text.dice(one, other)
    trigger_words = " ".join(text.words(trigger))
    same_trigger = bool(trigger_words) and trigger_words == " ".join(text.words(known.trigger))
    # A short trigger such as "auth" names a subject, so the summaries must share something too.
    bare, bare_other = one - _POLAR, other - _POLAR  # "never use" and "avoid" are the same words
    same = (
        overlap >= SAME_WORDS
        or (len(bare & bare_other) >= _ENOUGH_WORDS and text.dice(bare, bare_other) >= SAME_WORDS)
        or (same_trigger and bool((one & other) - _STOPWORDS))
    )
    if not same and overlap < NEAR_WORDS:
        return Relation(known, Likeness.NEAR if same_trigger else Likeness.DIFFERENT, overlap)
    if _contradict(summary, known.summary):
        return Relation(known, Likeness.CONFLICT, overlap)
    return Relation(known, Likeness.SAME if same else Likeness.NEAR, overlap)


def relations(trigger: str, summary: str, known: Iterable[Known]) -> list[Relation]:
    """All lessons that aren't simply different, the closest first."""
    found = [compare(trigger, summary, each) for each in known]
    order = {Likeness.SAME: 0, Likeness.CONFLICT: 1, Likeness.NEAR: 2}
    related = [relation for relation in found if relation.likeness is not Likeness.DIFFERENT]
    return sorted(
        related, key=lambda relation: (order[relation.likeness], -relation.overlap, relation.known.name)
    )


@functools.lru_cache(maxsize=4096)
def _words(summary: str) -> frozenset[str]:
    return frozenset(text.words(summary))


def _contradict(one: str, other: str) -> bool:
    """Whether two lessons on the same matter can't both be followed."""
    figures, other_figures = set(_FIGURE.findall(one)), set(_FIGURE.findall(other))
    if (
        figures
        and other_figures
        and figures != other_figures
        and not (figures < other_figures or other_figures < figures)
    ):
        return True
    first, second = _words(one), _words(other)
    opposite = sum(
        (a in first and b in second and b not in first and a not in second)
        or (b in first and a in second and a not in first and b not in second)
        for a, b in _ANTONYMS
    )
    return (_is_negative(one) != _is_negative(other)) != (opposite % 2 == 1)


@functools.lru_cache(maxsize=4096)
def _is_negative(summary: str) -> bool:
    """Whether what a lesson demands is that something be left undone.

    What follows a contrast or a reason isn't the demand: "check it on each call, not once".
    """
    demand = _CONTRAST.split(summary.casefold(), maxsplit=1)[0]
    return sum(word in _NEGATIONS for word in text.words(demand)) % 2 == 1
