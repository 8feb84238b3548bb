"""The intervals against published figures, and what must hold for any counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from self_learning.stats import words
from self_learning.stats.intervals import FEWEST_TRIALS, Comparison, Proportion, difference, wilson


@st.composite
def proportions(draw: st.DrawFn, most: int = 400) -> Proportion:
    trials = draw(st.integers(1, most))
    return Proportion(draw(st.integers(0, trials)), trials)


# Newcombe 1998, table II, method 10.
@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_published_examples(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = difference(Proportion(*one), Proportion(*other))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


# Wilson's interval as Newcombe gives it in "Two-sided confidence intervals for the single
# proportion", Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_published_rates(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson(successes, trials)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_is_known_without_trials() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Proportion(0, 0).rate is None
    assert Proportion(0, 0).interval is None
    empty = Comparison(Proportion(3, 4), Proportion(0, 0))
    assert (empty.difference, empty.interval, empty.verdict) == (None, None, "too few")
    with pytest.raises(ValueError, match="trials"):
        difference(Proportion(3, 4), Proportion(0, 0))


@given(proportions(), proportions())
def test_it_holds_the_difference_and_stays_in_range(one: Proportion, other: Proportion) -> None:
    compared = Comparison(one, other)
    assert compared.interval is not None
    assert compared.difference is not None
    assert -1 <= compared.interval.low <= compared.difference <= compared.interval.high <= 1
    assert one.interval is not None
    assert one.rate is not None
    assert 0 <= one.interval.low <= one.rate <= one.interval.high <= 1


@given(proportions(), proportions())
def test_exchanging_the_sides_turns_it_round(one: Proportion, other: Proportion) -> None:
    there, back = difference(one, other), difference(other, one)
    assert there.low == pytest.approx(-back.high, abs=1e-12)
    assert there.high == pytest.approx(-back.low, abs=1e-12)
    turned = {"higher": "lower", "lower": "higher"}
    verdict = Comparison(one, other).verdict
    assert Comparison(other, one).verdict == turned.get(verdict, verdict)


@given(proportions(), proportions())
def test_failures_mirror_successes(one: Proportion, other: Proportion) -> None:
    def failures(found: Proportion) -> Proportion:
        return Proportion(found.trials - found.successes, found.trials)

    there, mirrored = difference(one, other), difference(failures(other), failures(one))
    assert there == pytest.approx(mirrored, abs=1e-12)


@given(proportions(60), proportions(60), st.integers(2, 50))
def test_more_of_the_same_narrows_it(one: Proportion, other: Proportion, times: int) -> None:
    def more(found: Proportion) -> Proportion:
        return Proportion(found.successes * times, found.trials * times)

    few, many = difference(one, other), difference(more(one), more(other))
    assert many.high - many.low < few.high - few.low


@given(proportions(), proportions())
def test_no_verdict_from_too_few_or_where_zero_is_possible(one: Proportion, other: Proportion) -> None:
    compared = Comparison(one, other)
    assert compared.interval is not None
    few = min(one.trials, other.trials) < FEWEST_TRIALS
    holds_zero = compared.interval.low <= 0 <= compared.interval.high
    assert (compared.verdict == "too few") == few
    assert (compared.verdict in ("higher", "lower")) == (not few and not holds_zero)
    told = compared.told("iterations", "MORE", "LESS")
    nothing = f"no difference can be told from {one.trials} and {other.trials} iterations"
    assert told == {"higher": "MORE", "lower": "LESS"}.get(compared.verdict, nothing)


def test_twelve_and_three() -> None:
    told = Comparison(Proportion(12, 12), Proportion(0, 3)).told("iterations", "more", "less")
    assert told == "no difference can be told from 12 and 3 iterations"


def test_a_difference_keeps_its_sign_when_its_digits_are_gone() -> None:
    assert [words.signed(one) for one in (0.0, 0.004, -0.004, 0.5)] == ["0.00", "+0.00", "-0.00", "+0.50"]
