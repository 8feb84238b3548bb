"""What single lessons did for a goal: applications, and the goal with and without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from self_learning.stats.intervals import Comparison, Proportion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.patterns import Pattern
    from self_learning.stats.record import Measured, Record


@dataclass
class Lesson:
    """What one pattern did for a goal.

    Attributes:
        pattern: As the store, or its archive, has it now.
        applications: Rows in which an agent said that it used it.
        verified: Of these, those with a citation that git confirms.
        unverified: Of these, those whose citation git doesn't confirm.
        applied_in: Iterations with an application.
        association: Goal reached in the iterations with an application, against those without.
        experiment: Goal reached where it was shown, against where it was held back on purpose.
    """

    pattern: Pattern
    applications: int
    verified: int
    unverified: int
    applied_in: int
    association: Comparison
    experiment: Comparison

    @property
    def has_evidence(self) -> bool:
        """Whether there is enough on both sides of a comparison to say anything."""
        return self.association.has_enough or self.experiment.has_enough


class _Tally:
    """What is counted of one pattern."""

    __slots__ = ("applications", "applied_in", "held", "reached", "shown", "unverified", "verified")

    def __init__(self) -> None:
        self.applications = self.applied_in = self.verified = self.unverified = 0
        # Measured iterations, and those that reached the goal: applied, shown, held back.
        self.reached = [0, 0]
        self.shown = [0, 0]
        self.held = [0, 0]


def of_iterations(record: Record, iterations: list[Measured]) -> list[Lesson]:
    """Every pattern that some iterations name, those with evidence first.

    Args:
        record: Where the iterations are from.
        iterations: Of one goal, and of those only what the outcomes log still tells about.
    """
    tallies = [_Tally() for _ in range(len(record.patterns) + 1)]
    ever_held = 0
    for one in iterations:
        ever_held |= one.iteration.withheld
    total = [0, 0]
    for one in iterations:
        iteration, success = one.iteration, one.success
        verified, unverified = iteration.verified, iteration.unverified
        for number in _numbers(iteration.applied):
            tally = tallies[number]
            tally.applied_in += 1
            tally.verified += verified >> number & 1
            tally.unverified += unverified >> number & 1
            if success is not None:
                tally.reached[0] += 1
                tally.reached[1] += success
        for bit, (applications, more_verified, more_unverified) in (iteration.repeats or {}).items():
            tally = tallies[bit.bit_length() - 1]
            tally.applications += applications
            tally.verified += more_verified
            tally.unverified += more_unverified
        if success is None:
            continue
        total[0] += 1
        total[1] += success
        had = iteration.applied | iteration.shown
        for number in _numbers(had & ever_held & ~iteration.withheld):
            tallies[number].shown[0] += 1
            tallies[number].shown[1] += success
        for number in _numbers(iteration.withheld & ~had):
            tallies[number].held[0] += 1
            tallies[number].held[1] += success
    named = 0
    for one in iterations:
        named |= one.iteration.applied | one.iteration.shown | one.iteration.withheld
    lessons = [
        _lesson(record.patterns[number - 1], tallies[number], total) for number in _numbers(named) if number
    ]
    return sorted(lessons, key=_rank)


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _lesson(pattern: Pattern, tally: _Tally, total: list[int]) -> Lesson:
    measured, reached = tally.reached
    return Lesson(
        pattern,
        tally.applied_in + tally.applications,
        tally.verified,
        tally.unverified,
        tally.applied_in,
        Comparison(Proportion(reached, measured), Proportion(total[1] - reached, total[0] - measured)),
        Comparison(
            Proportion(tally.shown[1], tally.shown[0]) if tally.held[0] else Proportion(0, 0),
            Proportion(tally.held[1], tally.held[0]),
        ),
    )


def _rank(lesson: Lesson) -> tuple[bool, bool, float, int, int]:
    """Experiments first, then what the interval says most about, then what was used most."""
    chosen = lesson.experiment if lesson.experiment.has_enough else lesson.association
    interval = chosen.interval
    clear = 0.0
    if chosen.verdict in ("higher", "lower") and interval is not None:
        clear = min(abs(interval.low), abs(interval.high))
    return (
        not lesson.has_evidence,
        not lesson.experiment.has_enough,
        -clear,
        -lesson.applications,
        lesson.pattern.number,
    )
