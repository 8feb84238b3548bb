"""Joining nearly equal texts gives what comparing each with each gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from self_learning import text
from self_learning.matching import JACCARD_THRESHOLD
from self_learning.org.near_equal import NearEqual, opposed

_WORDS = "check close quote token cursor shell before after every never always lock".split()
_texts = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join), min_size=2, max_size=25
)


def nearest(known: list[str], wanted: str, barred: int | None) -> int | None:
    """The tiers of DESIGN.md, by looking at every text."""
    allowed = [(number, one) for number, one in enumerate(known) if number != barred]
    folded = wanted.casefold()
    for same in (
        [number for number, one in allowed if one == wanted],
        [number for number, one in allowed if one.casefold() == folded],
    ):
        if same:
            return same[0]
    within = [
        (min(len(one), len(wanted)) / max(len(one), len(wanted)), -number)
        for number, one in allowed
        if (folded in one.casefold() or one.casefold() in folded)
        # A text without an inner word, or a short one, is not looked for in others.
        and min(len(one), len(wanted)) >= 20
        and len(min(one, wanted, key=len).split()) > 2
        and not opposed(one.casefold(), folded)
    ]
    if within:
        return -max(within)[1]
    alike = [
        (text.jaccard(text.words(one), text.words(wanted)), -number)
        for number, one in allowed
        if text.jaccard(text.words(one), text.words(wanted)) > JACCARD_THRESHOLD
        and not opposed(one.casefold(), folded)
    ]
    return -max(alike)[1] if alike else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("always check certificates", "never check certificates"),
        ("check certificates in tests", "don't check certificates in tests"),
        ("in tests, mock the clock", "in tests, do not mock the clock"),
        ("keep retries on", "keep retries off"),
        ("enable the cache first", "disable the cache first"),
        ("run the linter before the tests", "run the linter after the tests"),
    ],
)
def test_opposites(one: str, other: str) -> None:
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("check the token before each call, not once at start-up", "check the token before each call"),
        ("keep money in cents and never in floats", "keep money in cents"),
        ("never mock the clock", "do not mock the clock"),
        ("check before and after the call", "check after and before each call"),
        ("lock the door before you leave", "lock all doors before you leave"),
    ],
)
def test_no_opposites(one: str, other: str) -> None:
    assert not opposed(one, other)
    assert not opposed(other, one)


@settings(deadline=None)
@given(_texts, st.integers(0, 24))
def test_finds_what_a_look_at_every_text_finds(texts: list[str], barred: int) -> None:
    index = NearEqual(texts)
    known: list[str] = []
    for one in texts:
        prepared = index.prepare(one)
        assert index.find(prepared, lambda number: number != barred) == nearest(known, one, barred)
        index.add(prepared)
        known.append(one)
