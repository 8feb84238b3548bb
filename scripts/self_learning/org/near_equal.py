"""Find the text among many that says nearly the same, while their number grows.

The tiers of DESIGN.md as ``matching.Resolver`` has them: exact, in another case, one within the
other, Jaccard index above 0.6. That class looks up texts among the fixed patterns of one store;
this one joins tens of thousands of a whole team with each other, and can leave out those that
must stay apart. Beyond those tiers, texts that say opposite things stay apart, however many
words they share: "always close the cursor" is not "never close the cursor".
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.matching import JACCARD_THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A shorter text says too little to be found within another lesson.
_SUBSTRING_CHARACTERS = 20
# How many of the rarest words two texts must share before they are compared in full.
_SHARED_RARE_WORDS = 2
# A word that so many texts count among their rarest belongs to a template; comparing all that
# hold it would cost more than a duplicate does.
_TEMPLATE = 500
# "Don't" ends in the word "t".
_DENIALS = frozenset(["avoid", "cannot", "dont", "never", "no", "nor", "not", "nothing", "t", "without"])
# "Close it in a finally block, not at the end" denies the rest alone.
_CONTRAST = re.compile(
    r"(?:[,;(\u2013\u2014]\s*|\b(?:and|but)\s+)"
    r"(?:not\b|(?:never|no)\s+(?:as|at|by|for|from|in|on|once|to|with)\b)"
)
_OPPOSITES = frozenset(
    pair
    for one, other in (
        *(("accept", "reject"), ("add", "remove"), ("after", "before"), ("allow", "deny")),
        *(("allow", "forbid"), ("always", "never"), ("always", "avoid"), ("decode", "encode")),
        *(("above", "below"), ("decrease", "increase"), ("disable", "enable")),
        *(("disabled", "enabled"), ("disabling", "enabling"), ("exclude", "include")),
        *(("false", "true"), ("first", "last"), ("inside", "outside"), ("larger", "smaller")),
        *(("less", "more"), ("lock", "unlock"), ("maximum", "minimum"), ("off", "on")),
    )
    for pair in ((one, other), (other, one))
)


class Prepared(NamedTuple):
    """A text made ready for comparing; see ``NearEqual.prepare``."""

    exact: str
    folded: str
    words: frozenset[str]
    prefix: tuple[str, ...]
    shared: int
    rarest: tuple[str, str] | None


def opposed(one: str, other: str) -> bool:
    """Whether of two casefolded texts one denies what the other says, or says its opposite."""
    first, second = set(text.words(_CONTRAST.sub(" ", one))), set(text.words(_CONTRAST.sub(" ", other)))
    if first.isdisjoint(_DENIALS) != second.isdisjoint(_DENIALS):
        return True
    return not _OPPOSITES.isdisjoint(itertools.product(first - second, second - first))


class NearEqual:
    """Texts by number, in the order in which they were added.

    Args:
        texts: All that will be added or looked up, for the frequency of their words.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        frequency: Counter[str] = Counter()
        for one in texts:
            frequency.update(text.words(one))
        ordered = sorted(frequency, key=lambda word: (frequency[word], word))
        self._rank = {word: place for place, word in enumerate(ordered)}
        self._texts: list[Prepared] = []
        self._folded: list[str] = []
        self._by_exact: dict[str, list[int]] = {}
        self._by_folded: dict[str, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_prefix: dict[str, list[int]] = {}
        self._by_rarest: dict[str, dict[str, list[int]]] = {}

    def prepare(self, summary: str) -> Prepared:
        """Make a text ready for ``find`` and ``add``.

        A Jaccard index above t needs more than t times the larger set in common. So two such
        sets share k of their rarest n - floor(t*n) - 1 + k words, in one order for all (the
        prefix filter of Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity
        joins", 2006, with k words as Wang, Li and Feng, "Can we beat the prefix filtering?", 2012).
        """
        folded = summary.casefold()
        in_order = text.words(folded)
        words = frozenset(in_order)
        rank = self._rank
        ordered = sorted(words, key=rank.__getitem__)
        needed = math.floor(JACCARD_THRESHOLD * len(words) + 1e-9) + 1
        shared = min(_SHARED_RARE_WORDS, needed)
        # The first and last word may be parts of longer ones in the text that holds this one.
        inner = in_order[1:-1] if len(folded) >= _SUBSTRING_CHARACTERS else []
        rarest = None
        if inner:
            two = sorted(set(inner), key=rank.__getitem__)[:2]
            rarest = (two[0], two[-1])
        return Prepared(
            summary, folded, words, tuple(ordered[: len(words) - needed + shared]), shared, rarest
        )

    def add(self, prepared: Prepared) -> int:
        """Add a text and give its number, from 0."""
        number = len(self._texts)
        self._texts.append(prepared)
        self._folded.append(prepared.folded)
        self._by_exact.setdefault(prepared.exact, []).append(number)
        self._by_folded.setdefault(prepared.folded, []).append(number)
        for word in prepared.words:
            self._by_word.setdefault(word, []).append(number)
        for word in prepared.prefix:
            self._by_prefix.setdefault(word, []).append(number)
        if prepared.rarest is not None:
            first, second = prepared.rarest
            self._by_rarest.setdefault(first, {}).setdefault(second, []).append(number)
        return number

    def find(self, prepared: Prepared, allowed: Callable[[int], bool]) -> int | None:
        """The number of the nearest text, by the best tier; of equals the older one.

        Args:
            prepared: The text.
            allowed: Whether a number may be taken at all.
        """
        for numbers in (
            self._by_exact.get(prepared.exact, ()),
            self._by_folded.get(prepared.folded, ()),
        ):
            for number in numbers:
                if allowed(number):
                    return number
        found = self._within(prepared, allowed)
        return found if found is not None else self._alike(prepared, allowed)

    def _within(self, prepared: Prepared, allowed: Callable[[int], bool]) -> int | None:
        """The nearest in length of the texts that hold this one or that it holds."""
        folded, words, texts = prepared.folded, prepared.words, self._folded
        found: list[int] = []
        for first in words:
            by_second = self._by_rarest.get(first)
            if by_second is not None:
                for second in words & by_second.keys():
                    numbers = by_second[second]
                    if len(numbers) <= _TEMPLATE:
                        found += [number for number in numbers if texts[number] in folded]
        if prepared.rarest is not None:
            numbers = self._by_word.get(prepared.rarest[0], [])
            if len(numbers) <= _TEMPLATE:
                found += [number for number in numbers if folded in texts[number]]
        best, closeness = None, 0.0
        for number in sorted(set(found)):
            lengths = (len(texts[number]), len(folded))
            share = min(lengths) / max(lengths)
            if share > closeness and allowed(number) and not opposed(texts[number], folded):
                best, closeness = number, share
        return best

    def _alike(self, prepared: Prepared, allowed: Callable[[int], bool]) -> int | None:
        """The text with the highest Jaccard index above the threshold."""
        once: set[int] = set()
        twice: set[int] = set()
        for word in prepared.prefix:
            numbers = self._by_prefix.get(word)
            if numbers is not None and len(numbers) <= _TEMPLATE:
                twice.update(once.intersection(numbers))
                once.update(numbers)
        words, size = prepared.words, len(prepared.words)
        best, closeness = None, JACCARD_THRESHOLD
        # Two sets of which one has a single word share no second one, and are alike if equal.
        for number in twice if size > 1 else once:
            other = self._texts[number]
            shared = len(words & other.words)
            index = shared / (size + len(other.words) - shared)
            if index < closeness or (index == closeness and (best is None or number > best)):
                continue
            if allowed(number) and not opposed(other.folded, prepared.folded):
                best, closeness = number, index
        return best
