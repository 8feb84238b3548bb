"""Which pattern a row means: tiers, the closest within a tier, and an index that loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from self_learning import text
from self_learning.matching import JACCARD_THRESHOLD, TIERS, Match, Resolver
from self_learning.patterns import Pattern

EXPIRY = Pattern("P-001", "mistake", "Check token expiry before every API call")
LOCK = Pattern("P-002", "pattern", "Take the lock before writing the shared log file")
LONGER = Pattern("P-003", "mistake", "Check token expiry before every API call, not once at start-up")
UPPER = Pattern("P-004", "mistake", "CHECK TOKEN EXPIRY BEFORE EVERY API CALL")
RESOLVER = Resolver([UPPER, LONGER, LOCK, EXPIRY])


@pytest.mark.parametrize(
    ("cited", "expected", "tier"),
    [
        ("P-002", LOCK, "id"),
        ("[P-002]", LOCK, "id"),
        ("(p-002)", LOCK, "id"),
        (" P-002\n", LOCK, "id"),
        ("P-2", LOCK, "id"),
        ("P-002: an older wording of it", LOCK, "id"),
        ("[P-002] token expiry before every", LOCK, "id"),
        ("P-2 (the lock)", LOCK, "id"),
        ("P-999: take the lock before writing the shared log file", LOCK, "substring"),
        ("Check token expiry before every API call", EXPIRY, "exact"),
        ("Check  token expiry before every API\tcall", EXPIRY, "exact"),
        ("CHECK TOKEN EXPIRY BEFORE EVERY API CALL", UPPER, "exact"),
        ("check token expiry before every api call", EXPIRY, "case-insensitive"),
        ("take THE lock before writing the shared log file", LOCK, "case-insensitive"),
        ("writing the shared log", LOCK, "substring"),
        ("token expiry before every", EXPIRY, "substring"),  # the shorter summary is the closer one
        ("API call, not once", LONGER, "substring"),
        ("I did Take the lock before writing the shared log file today", LOCK, "substring"),
        ("log file shared: take the lock before any writing", LOCK, "jaccard"),
    ],
)
def test_the_tiers(cited: str, expected: Pattern, tier: str) -> None:
    assert RESOLVER.resolve(cited) == Match(expected, tier)
    assert tier in TIERS


@pytest.mark.parametrize(
    "cited", ["", "P-999", "the", "call", "Rename the variable", "lock file before", "none"]
)
def test_what_means_no_pattern(cited: str) -> None:
    assert RESOLVER.resolve(cited) is None


def test_exactly_the_threshold_is_not_enough() -> None:
    pattern = Pattern("P-001", "mistake", "one two three four five")
    assert Resolver([pattern]).resolve("five three one") is None  # 3 of 5 is 0.6
    assert Resolver([pattern]).resolve("five three one two") == Match(pattern, "jaccard")


def test_a_summary_that_was_cut_is_found_by_its_whole_text() -> None:
    whole = "Check every " + "single " * 40 + "value"
    pattern = Pattern("P-001", "mistake", text.sanitise(whole))
    assert Resolver([pattern]).resolve(whole) == Match(pattern, "exact")


def test_hostile_text_is_compared_as_the_store_holds_it() -> None:
    pattern = Pattern("P-001", "mistake", text.sanitise("Close <b> tags | always"))
    assert Resolver([pattern]).resolve("Close <b>\u200b tags | always") == Match(pattern, "exact")


def plainly(patterns: list[Pattern], cited: str) -> Match | None:
    """The tiers by the definition: every pattern is looked at."""
    line = text.sanitise(cited, 2000)
    folded, words = line.casefold(), set(text.words(line))
    ordered = sorted(patterns, key=lambda pattern: pattern.number)
    for tier, same in (
        ("id", [pattern.id == line for pattern in ordered]),
        ("exact", [pattern.summary == line for pattern in ordered]),
        ("case-insensitive", [pattern.summary.casefold() == folded for pattern in ordered]),
    ):
        if True in same:
            return Match(ordered[same.index(True)], tier)

    def cover(pattern: Pattern) -> float:
        other = pattern.summary.casefold()
        if len(folded) < 5 or not (folded in other or other in folded):
            return 0.0
        return min(len(other), len(folded)) / max(len(other), len(folded))

    def alike(pattern: Pattern) -> float:
        index = text.jaccard(words, text.words(pattern.summary))
        return index if index > JACCARD_THRESHOLD else 0.0

    for tier, closeness in (("substring", cover), ("jaccard", alike)):
        best = max(ordered, key=closeness, default=None)
        if best is not None and closeness(best) > 0:
            return Match(best, tier)
    return None


few_words = st.sampled_from(
    ["a", "ab", "abc", "lock", "Lock", "file", "files", "re-file", "the", "x_y", "é", "1"]
)
sentences = st.lists(few_words, min_size=1, max_size=7).map(" ".join)


@given(st.lists(sentences, min_size=1, max_size=6), st.lists(sentences | st.text(max_size=12), max_size=8))
def test_the_index_finds_what_looking_at_every_pattern_finds(summaries: list[str], cited: list[str]) -> None:
    patterns = [Pattern(f"P-{n:03d}", "mistake", summary) for n, summary in enumerate(summaries, 1)]
    resolver = Resolver(patterns)
    for one in [*cited, *(summary[1:-1] for summary in summaries), *(f"re{s}ed" for s in summaries)]:
        assert resolver.resolve(one) == plainly(patterns, one), one
        assert resolver.resolve(one) == plainly(patterns, one), one  # and again from the cache
