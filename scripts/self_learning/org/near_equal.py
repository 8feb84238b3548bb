"""Find the text among many that says nearly the same, while their number grows.

The tiers of DESIGN.md as ``matching.Resolver`` has them: exact, in another case, one within the
other, Jaccard index above 0.6. That class looks up one text among fixed patterns; this one
joins tens of thousands of texts from a whole team with each other, and can leave out texts that
must stay apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from self_learning import text
from self_learning.matching import JACCARD_THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Callable

# Fewer characters than this say too little to be found within another lesson.
_SUBSTRING_CHARACTERS = 20
# When more texts than this share the rarest words of one, the words are a template's, and
# looking further costs more than a duplicate does.
_CANDIDATES = 200


class NearEqual:
    """Texts by number, in the order in which they were added."""

    def __init__(self) -> None:
        self._exact: dict[str, list[int]] = {}
        self._folded: list[str] = []
        self._words: list[frozenset[str]] = []
        self._by_folded: dict[str, list[int]] = {}
        self._postings: dict[str, list[int]] = {}
        self._by_rarest: dict[str, list[int]] = {}

    def add(self, summary: str) -> int:
        """Add a text and give its number, from 0."""
        number = len(self._folded)
        folded = summary.casefold()
        ordered = text.words(folded)
        words = frozenset(ordered)
        self._folded.append(folded)
        self._words.append(words)
        self._exact.setdefault(summary, []).append(number)
        self._by_folded.setdefault(folded, []).append(number)
        for word in words:
            self._postings.setdefault(word, []).append(number)
        inner = ordered[1:-1]  # the outer ones may be parts of longer words in the text that holds it
        if inner and len(folded) >= _SUBSTRING_CHARACTERS:
            self._by_rarest.setdefault(self._rarest(inner), []).append(number)
        return number

    def find(self, summary: str, allowed: Callable[[int], bool]) -> int | None:
        """The number of the nearest text, by the best tier; of equals the older one.

        Args:
            summary: The text.
            allowed: Whether a number may be taken at all.
        """
        folded = summary.casefold()
        for numbers in (self._exact.get(summary, ()), self._by_folded.get(folded, ())):
            for number in numbers:
                if allowed(number):
                    return number
        ordered = text.words(folded)
        words = frozenset(ordered)
        found = self._within(folded, ordered, words, allowed)
        return found if found is not None else self._alike(words, allowed)

    def _rarest(self, words: list[str]) -> str:
        return min(words, key=lambda word: (len(self._postings.get(word, ())), word))

    def _within(
        self, folded: str, ordered: list[str], words: frozenset[str], allowed: Callable[[int], bool]
    ) -> int | None:
        """The nearest in length of the texts that hold this one or that it holds."""
        if len(folded) < _SUBSTRING_CHARACTERS:
            return None
        candidates: list[int] = []
        for word in words:
            candidates += self._by_rarest.get(word, ())[:_CANDIDATES]
        inner = ordered[1:-1]
        if inner:
            candidates += self._postings.get(self._rarest(inner), ())[:_CANDIDATES]
        best, closeness = None, 0.0
        for number in sorted(set(candidates)):
            other = self._folded[number]
            shorter, longer = (other, folded) if len(other) < len(folded) else (folded, other)
            share = len(shorter) / len(longer)
            if share > closeness and shorter in longer and allowed(number):
                best, closeness = number, share
        return best

    def _alike(self, words: frozenset[str], allowed: Callable[[int], bool]) -> int | None:
        """The text with the highest Jaccard index above the threshold.

        Any text above it holds one of the rarest n - floor(t*n) words (the prefix filter of
        Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", 2006).
        """
        size = len(words)
        lists = sorted((self._postings.get(word, ()) for word in words), key=len)
        candidates: set[int] = set()
        for numbers in lists[: size - math.floor(JACCARD_THRESHOLD * size + 1e-9)]:
            candidates.update(numbers[:_CANDIDATES])
            if len(candidates) > _CANDIDATES:
                break
        best, closeness = None, JACCARD_THRESHOLD
        for number in sorted(candidates):
            other = self._words[number]
            shared = len(words & other)
            index = shared / (size + len(other) - shared)
            if index > closeness and allowed(number):
                best, closeness = number, index
        return best
