"""Which pattern a row of the log means: agents cite an id, or the words as they remember them.

Five tiers, the best one wins: the id, the exact words, the words in another case, one text
within the other, and word sets with a Jaccard index above 0.6. Within a tier the closest wins,
and of equals the older pattern. A row belongs to exactly one pattern or to none.

A text is compared with few patterns only: an index from words to the patterns that hold them
leaves the others out, by rules that never lose a match.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.patterns.model import SUMMARY_LIMIT
from self_learning.patterns.row import normal_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.patterns import Pattern

TIERS = ("id", "exact", "case-insensitive", "substring", "jaccard")
JACCARD_THRESHOLD = 0.6
# A text shorter than this says too little to be found inside another one.
_SUBSTRING_CHARACTERS = 5
_CITED_CHARACTERS = 2000  # more than this of a text is not looked at
_CACHED_TEXTS = 50_000
_LEADING_ID = re.compile(r"\W*(P-\d{1,9})(?!\w|-\d)", re.IGNORECASE | re.ASCII)


class Match(NamedTuple):
    """The pattern that a text means, and by which of ``TIERS`` that was found."""

    pattern: Pattern
    tier: str


class _Candidate(NamedTuple):
    """A pattern prepared for comparing: its words are bits of ``mask``."""

    pattern: Pattern
    folded: str
    mask: int
    size: int


class Resolver:
    """Finds the pattern that a text means; each distinct text is looked up once.

    Args:
        patterns: All that may be meant.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        ordered = sorted(patterns, key=lambda pattern: pattern.number)
        self._by_id = {pattern.id: pattern for pattern in reversed(ordered)}
        self._by_summary = {pattern.summary: pattern for pattern in reversed(ordered)}
        # A bit for each word makes the intersection of two word sets one operation on integers.
        self._bits: dict[str, int] = {}
        self._postings: dict[str, list[int]] = {}
        self._candidates: list[_Candidate] = []
        for number, pattern in enumerate(ordered):
            mask = 0
            for word in text.words(pattern.summary):
                bit = self._bits.setdefault(word, 1 << len(self._bits))
                if not mask & bit:
                    self._postings.setdefault(word, []).append(number)
                mask |= bit
            self._candidates.append(_Candidate(pattern, pattern.summary.casefold(), mask, mask.bit_count()))
        self._by_folded = {one.folded: one.pattern for one in reversed(self._candidates)}
        self._contained, self._always = self._index_inner_words()
        # Between summaries stands a line feed, which no sanitised text holds.
        self._all_folded = "\n".join(candidate.folded for candidate in self._candidates)
        self._cache: dict[str, Match | None] = {}

    def _index_inner_words(self) -> tuple[dict[str, list[int]], list[int]]:
        """Index each pattern by one word that a text must hold to hold the pattern's summary.

        The first and last word of the summary might be part of a longer word of the text;
        any word between them must stand in the text as it is. The rarest one is taken.
        Summaries without such a word are compared always.
        """
        index: dict[str, list[int]] = {}
        always: list[int] = []
        for number, candidate in enumerate(self._candidates):
            inner = text.words(candidate.folded)[1:-1]
            if inner:
                rarest = min(inner, key=lambda word: (len(self._postings.get(word, ())), word))
                index.setdefault(rarest, []).append(number)
            else:
                always.append(number)
        return index, always

    def resolve(self, cited: str) -> Match | None:
        """The pattern that a text means, or None.

        Args:
            cited: An id or words, as the agent gave them.
        """
        try:
            return self._cache[cited]
        except KeyError:
            if len(self._cache) >= _CACHED_TEXTS:
                self._cache.clear()
            match = self._cache[cited] = self._find(cited)
            return match

    def _find(self, cited: str) -> Match | None:
        line = text.sanitise(cited, _CITED_CHARACTERS)
        # The store cut a long summary; what cites it whole is cut likewise.
        summary = line if len(line) <= SUMMARY_LIMIT else text.sanitise(line, SUMMARY_LIMIT)
        # Agents write an id as they saw it in a list: [P-002], (p-002); older tools wrote P-2.
        pattern = self._by_id.get(line) or self._by_id.get(normal_id(line.strip("[]() ").upper()))
        if pattern is not None:
            return Match(pattern, "id")
        pattern = self._by_summary.get(summary)
        if pattern is not None:
            return Match(pattern, "exact")
        folded = line.casefold()
        pattern = self._by_folded.get(summary.casefold())
        if pattern is not None:
            return Match(pattern, "case-insensitive")
        leading = _LEADING_ID.match(line)
        pattern = self._by_id.get(normal_id(leading[1].upper())) if leading else None
        if pattern is not None:
            return Match(pattern, "id")
        words = set(text.words(folded))
        pattern = self._within(folded, words)
        if pattern is not None:
            return Match(pattern, "substring")
        pattern = self._alike(words)
        if pattern is not None:
            return Match(pattern, "jaccard")
        return None

    def _within(self, folded: str, words: set[str]) -> Pattern | None:
        """The pattern whose summary holds the text or is held by it, the nearest in length."""
        if len(folded) < _SUBSTRING_CHARACTERS:
            return None
        found = self._holding(folded)
        for number in self._always:
            if self._candidates[number].folded in folded:
                found.append(number)
        contained = self._contained
        for word in words:
            for number in contained.get(word, ()):
                if self._candidates[number].folded in folded:
                    found.append(number)
        if not found:
            return None
        length = len(folded)
        # The share of the longer text that the shorter one covers; of equals the older pattern.
        return self._candidates[
            max(found, key=lambda number: (_covered(length, len(self._candidates[number].folded)), -number))
        ].pattern

    def _holding(self, folded: str) -> list[int]:
        """The numbers of the patterns whose summary holds a text."""
        haystack = self._all_folded
        place = haystack.find(folded)
        if place < 0:
            return []
        # Rare enough for a plain look at each.
        return [number for number, candidate in enumerate(self._candidates) if folded in candidate.folded]

    def _alike(self, words: set[str]) -> Pattern | None:
        """The pattern with the highest Jaccard index above the threshold.

        An index above t needs an intersection above t times the larger set, so of the n words
        of the text at most n - floor(t*n) - 1 may be missing, and one of any n - floor(t*n)
        words must stand in the pattern. The rarest ones are looked up (the prefix filter of
        Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", 2006).
        """
        size = len(words)
        if not size:
            return None
        bits, candidates = self._bits, self._candidates
        mask = 0
        for word in words:
            mask |= bits.get(word, 0)
        postings = self._postings
        lists = sorted([postings.get(word, ()) for word in words], key=len)
        probes = size - math.floor(JACCARD_THRESHOLD * size + 1e-9)
        best, closeness = -1, JACCARD_THRESHOLD
        for number in {number for posting in lists[:probes] for number in posting}:
            candidate = candidates[number]
            shared = (mask & candidate.mask).bit_count()
            index = shared / (size + candidate.size - shared)
            if index > closeness or (index == closeness and number < best):
                best, closeness = number, index
        return None if best < 0 else candidates[best].pattern


def _covered(one: int, other: int) -> float:
    return min(one, other) / max(one, other)
