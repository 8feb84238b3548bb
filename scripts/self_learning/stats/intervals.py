"""Proportions, how sure they can be, and what can be told from two of them."""

from __future__ import annotations

import math
from typing import NamedTuple

from self_learning.patterns import wilson_lower_bound

CONFIDENCE_LEVEL = 0.95
# With fewer trials than this on either side nothing is said about a difference. From here on
# the interval below leaves out 0 in at most 10 % of the cases in which there is no difference,
# whatever the rate, and mostly in about 5 % (computed exactly for 5 to 30 trials against up to 60).
FEWEST_TRIALS = 5


class Interval(NamedTuple):
    """Both ends of a 95 % confidence interval."""

    low: float
    high: float


class Proportion(NamedTuple):
    """``successes`` of ``trials``; what was not measured is in neither."""

    successes: int
    trials: int

    @property
    def rate(self) -> float | None:
        """0 to 1; None without a trial."""
        return self.successes / self.trials if self.trials else None

    @property
    def interval(self) -> Interval | None:
        """The Wilson score interval of the rate; None without a trial."""
        return wilson(self.successes, self.trials) if self.trials else None


def wilson(successes: int, trials: int) -> Interval:
    """The 95 % Wilson score interval of a proportion.

    Its upper end is the lower end for the failures, seen from the other side.

    Args:
        successes: 0 to ``trials``.
        trials: 0 or more; without any the interval is 0 to 1.
    """
    if trials <= 0:
        return Interval(0.0, 1.0)
    return Interval(
        wilson_lower_bound(successes, trials), 1.0 - wilson_lower_bound(trials - successes, trials)
    )


def difference(one: Proportion, other: Proportion) -> Interval:
    """The 95 % interval of ``one.rate - other.rate`` for independent proportions.

    Newcombe's hybrid score interval, which puts the two Wilson intervals together. It is never
    wider than -1 to 1, and it keeps its promise with small numbers and with rates near 0 and 1,
    where the textbook's normal approximation does not.

    Args:
        one: With at least one trial.
        other: With at least one trial.

    Raises:
        ValueError: There is no trial on one side.

    Source: R. G. Newcombe, "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890,
    method 10.
    """
    if not one.trials or not other.trials:
        raise ValueError("a difference needs trials on both sides")
    first, second = one.successes / one.trials, other.successes / other.trials
    of_first, of_second = wilson(*one), wilson(*other)
    below = math.hypot(first - of_first.low, of_second.high - second)
    above = math.hypot(of_first.high - first, second - of_second.low)
    return Interval(max(-1.0, first - second - below), min(1.0, first - second + above))


class Comparison(NamedTuple):
    """Two proportions side by side: the rate of ``one`` less the rate of ``other``."""

    one: Proportion
    other: Proportion

    @property
    def difference(self) -> float | None:
        """-1 to 1; None when one side has no trial."""
        if self.one.rate is None or self.other.rate is None:
            return None
        return self.one.rate - self.other.rate

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the difference; None when one side has no trial."""
        if not self.one.trials or not self.other.trials:
            return None
        return difference(self.one, self.other)

    @property
    def has_enough(self) -> bool:
        """Whether both sides have the trials without which nothing is said."""
        return min(self.one.trials, self.other.trials) >= FEWEST_TRIALS

    @property
    def verdict(self) -> str:
        """``too few``, ``no difference``, or whether the first rate is ``higher`` or ``lower``."""
        interval = self.interval
        if interval is None or not self.has_enough:
            return "too few"
        if interval.low > 0:
            return "higher"
        return "lower" if interval.high < 0 else "no difference"

    def told(self, units: str, higher: str, lower: str) -> str:
        """The verdict in plain words.

        Args:
            units: What was counted, in the plural.
            higher: What to say when the first rate is higher.
            lower: What to say when it is lower.
        """
        verdict = self.verdict
        if verdict in ("higher", "lower"):
            return higher if verdict == "higher" else lower
        return f"no difference can be told from {self.one.trials:,} and {self.other.trials:,} {units}"
