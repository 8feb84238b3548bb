"""What the record says about each goal: runs and their trend, what agents had, and each lesson.

What was not measured is counted as unknown, never as a failure. Groups of iterations exclude
each other, so that two of them can be compared.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning.stats import lessons, memory
from self_learning.stats.intervals import Comparison, Proportion
from self_learning.stats.record import Measured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.stats.record import Iteration, Record, Run


class RunResult(NamedTuple):
    """A run of one goal, by its last iteration; ``success`` is None when that isn't known.

    ``iterations`` is the number of the last one. A run that is under way, or waits to be
    resumed, has no end yet, so its success isn't known.
    """

    run_id: str
    started_at: str
    iterations: int
    success: bool | None
    score: float | None
    is_open: bool


@dataclass
class Trend:
    """The runs in order, and the first half of the measured ones against the second half."""

    runs: list[RunResult]
    halves: Comparison
    median_iterations: tuple[float, float] | None


@dataclass
class GoalReport:
    """All that is known of one goal; ``name`` None stands for work without a goal."""

    name: str | None
    runs: Proportion
    all_runs: int
    runs_in_logs: int
    iterations: Proportion
    all_iterations: int
    open_runs: int
    trend: Trend
    memory: memory.Memory
    lessons: list[lessons.Lesson]


class Goals:
    """The record's iterations, sorted out by goal.

    An iteration's outcome is that of its rows in the outcomes log, which a later measurement
    replaces, else that of runs.log. One that names no goal belongs to the only goal that its
    run has, if it has just one.

    Attributes:
        disagreements: Iterations of which the two logs say different things.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self.disagreements = 0
        self._runs: dict[str | None, list[tuple[Run, list[Measured]]]] = {}
        for run in _in_order(record.runs.values()):
            for goal, iterations in self._by_goal(run).items():
                self._runs.setdefault(goal, []).append((run, iterations))

    def names(self) -> list[str]:
        """The goals that the logs know, in the order of their first runs."""
        return [name for name in self._runs if name is not None]

    def run_count(self, goal: str | None) -> int:
        """How many runs a goal has in the logs."""
        return len(self._runs.get(goal, ()))

    def report(self, goal: str | None, last: int | None = None) -> GoalReport:
        """Everything about one goal.

        Args:
            goal: One that the logs know, or not; None for what has no goal.
            last: Only this many runs, the latest ones; by default all.
        """
        chosen = self._runs.get(goal, [])
        in_logs = len(chosen)
        chosen = chosen[-last:] if last else chosen
        results = [_result(run, iterations) for run, iterations in chosen]
        iterations = [one for _, of_run in chosen for one in of_run]
        grouped = [(self._group(one), one) for one in iterations]
        return GoalReport(
            name=goal,
            runs=_reached(one.success for one in results),
            all_runs=len(results),
            runs_in_logs=in_logs,
            iterations=_reached(one.success for one in iterations),
            all_iterations=len(iterations),
            open_runs=sum(one.is_open for one in results),
            trend=_trend(results),
            memory=memory.count(grouped),
            lessons=lessons.of_iterations(
                self._record, [one for group, one in grouped if group != memory.NOT_RECORDED]
            ),
        )

    def _by_goal(self, run: Run) -> dict[str | None, list[Measured]]:
        found = [self._measured(number, one) for number, one in sorted(run.iterations.items())]
        named = {one.goal for one in found if one.goal is not None}
        if len(named) == 1:
            [only] = named
            return {only: [one._replace(goal=only) if one.goal is None else one for one in found]}
        by_goal: dict[str | None, list[Measured]] = {}
        for one in found:
            by_goal.setdefault(one.goal, []).append(one)
        return by_goal

    def _measured(self, number: int, iteration: Iteration) -> Measured:
        row, goal = iteration.run, iteration.goal
        if goal is not None:
            if row is not None and row.goal_success is not None and row.goal_success != goal.success:
                self.disagreements += row.goal_name == goal.name
            return Measured(number, iteration, goal.name, goal.success, goal.score)
        if row is not None:
            return Measured(number, iteration, row.goal_name or None, row.goal_success, row.goal_score)
        return Measured(number, iteration, None, None, None)

    def _group(self, one: Measured) -> str:
        iteration = one.iteration
        gone = False
        if self._record.is_cut and not iteration.has_rows and iteration.run is not None:
            gone = _moment(iteration.run.timestamp) < _moment(self._record.first_row_at)
        return memory.group_of(iteration, rows_are_gone=gone)


def _in_order(runs: Iterable[Run]) -> list[Run]:
    """Runs by the time at which they began; one without a readable time stays behind its predecessor."""
    before = _EARLIEST
    keyed: list[tuple[datetime, int, Run]] = []
    for run in runs:
        moment = _moment(run.started_at)
        before = moment if moment > _EARLIEST else before
        keyed.append((before, len(keyed), run))
    return [run for _, _, run in sorted(keyed, key=lambda one: one[:2])]


_EARLIEST = datetime.min.replace(tzinfo=timezone.utc)


def _moment(timestamp: str) -> datetime:
    """A timestamp of a log, in whatever zone; the earliest time there is when it can't be read."""
    try:
        moment = datetime.fromisoformat(timestamp.strip().replace("Z", "+00:00"))
        return moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    except (ValueError, OverflowError):
        return _EARLIEST


def _reached(outcomes: Iterable[bool | None]) -> Proportion:
    known = [one for one in outcomes if one is not None]
    return Proportion(sum(known), len(known))


def _result(run: Run, iterations: list[Measured]) -> RunResult:
    last = iterations[-1]
    return RunResult(
        run.run_id,
        run.started_at,
        last.number,
        None if run.is_open else last.success,
        last.score,
        run.is_open,
    )


def _trend(results: list[RunResult]) -> Trend:
    measured = [one for one in results if one.success is not None]
    middle = len(measured) // 2
    first, second = measured[:middle], measured[middle:]
    medians = None
    if first and second:
        medians = (
            float(statistics.median(one.iterations for one in first)),
            float(statistics.median(one.iterations for one in second)),
        )
    halves = Comparison(_reached(one.success for one in second), _reached(one.success for one in first))
    return Trend(results, halves, medians)
