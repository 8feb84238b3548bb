"""The outcomes log counted in one pass, by the distinct texts that its rows name patterns by.

A log of a million rows holds few distinct patterns, suffixes and iterations. So each is
parsed and checked by ``outcomes`` when it is first seen, and after that a row costs one
``split`` and two look-ups. The result is the same as that of counting ``outcomes.read``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from self_learning import outcomes
from self_learning.errors import InputError
from self_learning.patterns.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.files import Unreadable
    from self_learning.outcomes import Suffixes

_UNVERIFIED, _BUILD_FAILED, _WITH_GOAL = 1, 2, 4
_FRACTION = 1_000_000  # points are summed as whole millionths, so that their order doesn't matter
_KEPT_SUFFIXES = 50_000  # bounds the memory on a log with ever new scores


class TextCount:
    """The rows of one status that name a pattern by one text."""

    __slots__ = ("last_at", "last_iteration", "millionths", "rows_by_kind", "status", "text")

    def __init__(self, text: str, status: str) -> None:
        self.text = text
        self.status = status
        self.rows_by_kind = [0] * 8
        self.millionths = 0
        self.last_iteration = -1
        self.last_at = ""

    def tally(self) -> Tally:
        """The counts in the terms of scoring."""
        kinds = self.rows_by_kind
        rows = sum(kinds)
        if self.status != "applied":
            return Tally(exposures=rows) if self.status == "injected" else Tally(withheld=rows)

        def with_mark(mark: int) -> int:
            return sum(count for kind, count in enumerate(kinds) if kind & mark)

        return Tally(
            applications=rows,
            passes=kinds[0] + kinds[_WITH_GOAL],
            points=self.millionths / _FRACTION,
            unverified=with_mark(_UNVERIFIED),
            build_failed=with_mark(_BUILD_FAILED),
            with_goal=with_mark(_WITH_GOAL),
        )


class _Contribution(NamedTuple):
    """What a row's suffixes make it: its kind, and its points if it was applied."""

    kind: int
    millionths: int


@dataclass
class LogCounts:
    """A counted log.

    Attributes:
        texts: By the text as it stands in the log, and the status.
        rows: Readable rows.
        iterations: Distinct (run_id, iteration); the n-th to appear has the number n, from 0.
        problems: Lines that are no rows.
    """

    texts: dict[tuple[str, str], TextCount] = field(default_factory=dict)
    rows: int = 0
    iterations: int = 0
    problems: list[Unreadable] = field(default_factory=list)


def contribution(suffixes: Suffixes) -> float:
    """What an applied row adds to its pattern's points, 0 to 1, as DESIGN.md defines it.

    A failed goal counts half the pattern's relevance to the work; a relevance that was never
    determined earns nothing, because a guess is not a measurement.
    """
    if suffixes.unverified or suffixes.build_passed is False:
        return 0.0
    if suffixes.goal is None or suffixes.goal.success:
        return 1.0
    return suffixes.relevance.score * 0.5 if suffixes.relevance is not None else 0.0


def count(path: str) -> LogCounts:
    """Count a log; a missing one has no rows.

    Raises:
        InputError: The log is there and can't be read.
    """
    try:
        with open(path, encoding="utf-8", newline="\n") as log:
            return _Counting().run(log)
    except FileNotFoundError:
        return LogCounts()
    except UnicodeDecodeError:
        return _Counting().run(outcomes.open_log(path))
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None


class _Counting:
    """The state of one pass."""

    def __init__(self) -> None:
        self._counts = LogCounts()
        self._contributions: dict[str, _Contribution] = {}
        self._iterations: dict[str, dict[int, int]] = {}

    def run(self, log: Iterable[str]) -> LogCounts:
        """Count all lines."""
        counts = self._counts
        texts = counts.texts
        contributions = self._contributions
        run_before = iteration_before = minute_before = ""
        number = ordinal = slow = 0
        # This loop is the product's most repeated piece of code, hence the local names.
        for number, line in enumerate(log, 1):
            try:
                timestamp, run_id, iteration, _, name, status, rest = line.split("|", 6)
                text_count = texts[name, status]
                kind, millionths = contributions[rest.partition("|")[2]]
                if timestamp[:16] != minute_before:
                    outcomes.check_timestamp(timestamp)
                    minute_before = timestamp[:16]
                if iteration != iteration_before or run_id != run_before:
                    ordinal = self._ordinal(run_id, iteration)
                    run_before, iteration_before = run_id, iteration
            except (ValueError, KeyError):  # too few fields, something new, or something wrong
                slow += 1
                self._count_carefully(number, line)
                continue
            text_count.rows_by_kind[kind] += 1
            text_count.millionths += millionths
            text_count.last_at = timestamp
            if text_count.last_iteration < ordinal:
                text_count.last_iteration = ordinal
        counts.rows += number - slow
        return counts

    def _ordinal(self, run_id: str, iteration: str) -> int:
        """The number of an iteration in the order in which the log first shows them."""
        of_run = self._iterations.setdefault(run_id, {})
        value = outcomes.parse_iteration(iteration)
        ordinal = of_run.get(value)
        if ordinal is None:
            ordinal = of_run[value] = self._counts.iterations
            self._counts.iterations += 1
        return ordinal

    def _count_carefully(self, number: int, line: str) -> None:
        """Count a line through the log's own parser, and remember what of it was new."""
        if not line.strip():
            return
        row = outcomes.read_line(number, line)
        if not isinstance(row, outcomes.Row):
            self._counts.problems.append(row)
            return
        suffixes = outcomes.Suffixes(row.unverified, row.relevance, row.goal, row.build_passed)
        kind = (
            _UNVERIFIED * row.unverified
            + _BUILD_FAILED * (row.build_passed is False)
            + _WITH_GOAL * (row.goal is not None)
        )
        contributed = _Contribution(kind, round(contribution(suffixes) * _FRACTION))
        name = outcomes.escape(row.pattern)
        fields = line.split("|", 6)
        if len(fields) == 7 and fields[5] == row.status:
            # Only a row whose fields stand where they should teaches the quick way.
            name = fields[4]
            if len(self._contributions) >= _KEPT_SUFFIXES:
                self._contributions.clear()
            self._contributions[fields[6].partition("|")[2]] = contributed
        text_count = self._counts.texts.setdefault((name, row.status), TextCount(row.pattern, row.status))
        text_count.rows_by_kind[kind] += 1
        text_count.millionths += contributed.millionths
        text_count.last_at = row.timestamp
        ordinal = self._ordinal(outcomes.escape(row.run_id), str(row.iteration))
        text_count.last_iteration = max(text_count.last_iteration, ordinal)
        self._counts.rows += 1
