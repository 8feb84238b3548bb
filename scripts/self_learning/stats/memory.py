"""Iterations by the memory that their agents had, and what can be compared."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, NamedTuple

from self_learning.stats.intervals import Comparison, Proportion
from self_learning.stats.record import BUILD_FAILED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.stats.record import Iteration, Measured

APPLIED, SHOWN, WITHHELD, MIXED, NONE, NOT_RECORDED = GROUPS = (
    "applied",
    "shown",
    "withheld",
    "mixed",
    "none",
    "not_recorded",
)
EXPERIMENT, ASSOCIATION = "experiment", "association"


@dataclass
class Group:
    """Iterations whose agents had the same kind of memory.

    ``unverified`` is of those with an application; ``build_failed`` of those with a build result.
    """

    iterations: int = 0
    reached: int = 0
    measured: int = 0
    builds_failed: int = 0
    builds: int = 0
    with_unverified: int = 0
    with_application: int = 0

    @property
    def goal_reached(self) -> Proportion:
        """Of the iterations whose goal was measured."""
        return Proportion(self.reached, self.measured)

    @property
    def build_failed(self) -> Proportion:
        """Of the iterations whose build is known."""
        return Proportion(self.builds_failed, self.builds)

    @property
    def unverified(self) -> Proportion:
        """Of the iterations in which a lesson was applied: one or more without a confirmed citation."""
        return Proportion(self.with_unverified, self.with_application)

    def add(self, one: Measured) -> None:
        """Count an iteration."""
        iteration = one.iteration
        self.iterations += 1
        if one.success is not None:
            self.measured += 1
            self.reached += one.success
        if iteration.build:
            self.builds += 1
            self.builds_failed += bool(iteration.build & BUILD_FAILED)
        if iteration.applied:
            self.with_application += 1
            self.with_unverified += _has_unverified(iteration)

    def __add__(self, other: Group) -> Group:
        return Group(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))


class Contrast(NamedTuple):
    """Two sets of groups side by side; ``kind`` says whether chance made them or the agents did."""

    kind: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    goal_reached: Comparison
    build_failed: Comparison


@dataclass
class Memory:
    """The iterations by what their agents had."""

    groups: dict[str, Group]
    contrasts: list[Contrast]

    @property
    def has_experiment_rows(self) -> bool:
        """Whether anything was held back on purpose."""
        return bool(self.groups[WITHHELD].iterations or self.groups[MIXED].iterations)


def group_of(iteration: Iteration, *, rows_are_gone: bool) -> str:
    """Which of ``GROUPS`` an iteration belongs to.

    Args:
        iteration: Of any goal.
        rows_are_gone: Whether its rows, if it had any, have left the log.
    """
    if iteration.withheld:
        return MIXED if iteration.applied or iteration.shown else WITHHELD
    if iteration.applied:
        return APPLIED
    if iteration.shown:
        return SHOWN
    return NOT_RECORDED if rows_are_gone else NONE


def count(iterations: Iterable[tuple[str, Measured]]) -> Memory:
    """Count the iterations of a goal, each given with its group."""
    groups = {name: Group() for name in GROUPS}
    for name, one in iterations:
        groups[name].add(one)
    # Whole iterations that were held back, against those that were not: chance made these two.
    # Where single lessons were held back from iterations that had others, the iterations left
    # over on either side differ in how many lessons fitted, and it is no experiment any more.
    kind = ASSOCIATION if groups[MIXED].iterations else EXPERIMENT
    return Memory(
        groups,
        [
            _contrast(kind, groups, (APPLIED, SHOWN), (WITHHELD,)),
            _contrast(ASSOCIATION, groups, (APPLIED,), (SHOWN,)),
            _contrast(ASSOCIATION, groups, (APPLIED, SHOWN), (NONE,)),
        ],
    )


def _contrast(kind: str, groups: dict[str, Group], one: tuple[str, ...], other: tuple[str, ...]) -> Contrast:
    first = sum((groups[name] for name in one), Group())
    second = sum((groups[name] for name in other), Group())
    return Contrast(
        kind,
        one,
        other,
        Comparison(first.goal_reached, second.goal_reached),
        Comparison(first.build_failed, second.build_failed),
    )


def _has_unverified(iteration: Iteration) -> bool:
    repeats = iteration.repeats or {}
    return bool(iteration.unverified) or any(counts[2] for counts in repeats.values())
