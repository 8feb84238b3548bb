"""What happened to a pattern, counted, and the bound that the counts support."""

from __future__ import annotations

import math
from dataclasses import dataclass

# The 97.5 % quantile of the normal distribution: two-sided 95 %.
_Z = 1.959963984540054


@dataclass
class Tally:
    """Counts of one pattern's rows in the outcomes logs.

    Attributes:
        applications: Rows with status ``applied``.
        passes: Applications with a verified citation and no failed build.
        points: What the applications contribute to the success rate, 0 to ``applications``.
        exposures: Rows with status ``injected``: shown, not used.
        withheld: Rows with status ``withheld``: relevant, kept back to compare.
        unverified: Applications whose citation was not verified.
        build_failed: Applications whose build failed.
        with_goal: Applications of an iteration whose goal was evaluated.
    """

    applications: int = 0
    passes: int = 0
    points: float = 0.0
    exposures: int = 0
    withheld: int = 0
    unverified: int = 0
    build_failed: int = 0
    with_goal: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally's counts to this one."""
        self.applications += other.applications
        self.passes += other.passes
        self.points += other.points
        self.exposures += other.exposures
        self.withheld += other.withheld
        self.unverified += other.unverified
        self.build_failed += other.build_failed
        self.with_goal += other.with_goal


def wilson_lower_bound(passes: float, applications: int) -> float:
    """The lower end of the 95 % Wilson score interval of a proportion.

    It answers "at least how good is this, given how little we saw", so that 1 of 1 (0.21)
    doesn't outrank 18 of 20 (0.70).

    Args:
        passes: Successes, 0 to ``applications``; fractions come from goal-weighted rows.
        applications: Trials, 0 or more.

    Returns:
        0 to 1; 0 when there were no trials.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", JASA 22 (1927), 209-212.
    """
    if applications <= 0:
        return 0.0
    rate = min(max(passes / applications, 0.0), 1.0)
    spread = _Z * _Z / applications
    centre = rate + spread / 2
    margin = _Z * math.sqrt((rate * (1 - rate) + spread / 4) / applications)
    return min(max(0.0, (centre - margin) / (1 + spread)), rate)  # rounding may go beyond by 1e-18
