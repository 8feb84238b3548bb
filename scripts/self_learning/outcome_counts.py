"""The outcomes log counted in one pass, by the distinct texts that its rows name patterns by.

A log of a million rows holds few distinct patterns, suffixes and iterations. So each is
parsed and checked when it is first seen, and after that a row costs one ``split`` and two
look-ups. The result is the same as that of counting ``outcomes.read``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from self_learning import outcomes
from self_learning.errors import InputError
from self_learning.patterns.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.files import Unreadable
    from self_learning.outcomes import Suffixes

# A row's kind is the sum of what holds for it; the last one means that the goal failed and the
# row passed, so that it earns points by its relevance.
_UNVERIFIED, _BUILD_FAILED, _WITH_GOAL, _BY_RELEVANCE = 1, 2, 4, 8
_KINDS = 16
_FRACTION = 1_000_000  # points are summed as whole millionths, so that their order doesn't matter
_KEPT = 50_000  # bounds the memory on a log with ever new scores

_RELEVANCE = re.compile(r"0(?:\.\d{1,4})?|1(?:\.0{1,4})?").fullmatch
# The suffixes in the order in which ``outcomes.format`` writes them, with scores and names as
# they usually are; the rest is left to ``outcomes.parse_suffixes``, which knows all and is slower.
_USUAL_SUFFIXES = re.compile(
    r"(unverified)?"
    r"(?:(?:^|\|)(0(?:\.\d{1,4})?|1(?:\.0{1,4})?)\|(?!(?i:unverified|build_))[A-Za-z][\w. -]*)?"
    r"(?:(?:^|\|)(?!unverified|build_|(?i:nan|inf))[A-Za-z][\w. -]*\|([01])\|-?\d{1,9}(?:\.\d{1,6})?)?"
    r"(?:(?:^|\|)(build_passed|build_failed))?\n?",
    re.ASCII,
).fullmatch
_Learned = TypeVar("_Learned")


class TextCount:
    """The rows of one status that name a pattern by one text."""

    __slots__ = ("last_at", "last_iteration", "millionths", "rows_by_kind", "status", "text")

    def __init__(self, text: str, status: str) -> None:
        self.text = text
        self.status = status
        self.rows_by_kind = [0] * _KINDS
        self.millionths = 0
        self.last_iteration = -1
        self.last_at = ""

    def add_to(self, tally: Tally) -> None:
        """Add the counts to a tally, in the terms of scoring."""
        rows = sum(self.rows_by_kind)
        if self.status == "injected":
            tally.exposures += rows
            return
        if self.status == "withheld":
            tally.withheld += rows
            return
        tally.applications += rows
        tally.points += self.millionths / _FRACTION
        for kind, count in enumerate(self.rows_by_kind):
            if count:
                tally.unverified += count if kind & _UNVERIFIED else 0
                tally.build_failed += count if kind & _BUILD_FAILED else 0
                tally.with_goal += count if kind & _WITH_GOAL else 0
                tally.passes += 0 if kind & (_UNVERIFIED | _BUILD_FAILED) else count

    def tally(self) -> Tally:
        """The counts alone."""
        tally = Tally()
        self.add_to(tally)
        return tally


class _Contribution(NamedTuple):
    """What a row's suffixes make it: its kind, and its points if it was applied."""

    kind: int
    millionths: int


@dataclass
class LogCounts:
    """A counted log.

    Attributes:
        texts: By the text as it stands in the log, and the status; one whose rows all turned
            out to be unreadable has no rows.
        rows: Readable rows.
        iterations: Distinct (run_id, iteration); the n-th to appear has the number n, from 0.
        problems: Lines that are no rows.
    """

    texts: dict[tuple[str, str], TextCount] = field(default_factory=dict)
    rows: int = 0
    iterations: int = 0
    problems: list[Unreadable] = field(default_factory=list)


def points(suffixes: Suffixes) -> float:
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
            return _Counting().quickly(log)
    except FileNotFoundError:
        return LogCounts()
    except UnicodeDecodeError:
        return _Counting().carefully(path)
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None


class _Counting:
    """The state of one pass, and what it has learned of the log so far."""

    def __init__(self) -> None:
        self._counts = LogCounts()
        self._iterations: dict[str, dict[int, int]] = {}
        # By the text of all suffixes of a row.
        self._contributions: dict[str, _Contribution] = {}
        # The same for rows whose relevance comes first, as in nearly all: by what follows it. The
        # relevance is looked up alone, because it makes almost every row unlike any other.
        self._contributions_after_relevance: dict[str, _Contribution] = {}
        self._half_relevances: dict[str, int] = {}

    def quickly(self, log: Iterable[str]) -> LogCounts:
        """Count lines that are known to be UTF-8."""
        # This loop is the product's most repeated piece of code, hence the local names.
        texts = self._counts.texts
        after_relevance, half_relevances = self._contributions_after_relevance, self._half_relevances
        run_before = iteration_before = date_before = ""
        number = ordinal = careful = 0
        for number, line in enumerate(log, 1):
            fields = line.split("|", 8)
            try:
                if len(fields) == 9 and fields[7] in half_relevances:
                    timestamp, run_id, iteration, _, name, status, _, relevance, rest = fields
                    known = after_relevance.get(rest)
                    kind, millionths = self._learn_after_relevance(fields) if known is None else known
                    if kind & _BY_RELEVANCE:
                        millionths = half_relevances[relevance]
                else:
                    timestamp, run_id, iteration, _, name, status, _ = fields[:7]
                    kind, millionths = self._learn(fields[7:])
                text_count = texts.get((name, status))
                if text_count is None:
                    text_count = self._text_count_of(name, status)
                if timestamp[:10] != date_before:
                    outcomes.check_timestamp(timestamp)
                    date_before = timestamp[:10]
                if iteration != iteration_before or run_id != run_before:
                    ordinal = self._ordinal(run_id, outcomes.parse_iteration(iteration))
                    run_before, iteration_before = run_id, iteration
            except ValueError:  # too few fields, or something that only the log's parser can judge
                careful += 1
                self._count_line(number, line)
                continue
            text_count.rows_by_kind[kind] += 1
            text_count.millionths += millionths
            text_count.last_at = timestamp
            if text_count.last_iteration < ordinal:
                text_count.last_iteration = ordinal
        self._counts.rows += number - careful
        return self._counts

    def carefully(self, path: str) -> LogCounts:
        """Count a log that holds bytes which aren't UTF-8."""
        for number, line in enumerate(outcomes.open_log(path), 1):
            self._count_line(number, line)
        return self._counts

    def _count_line(self, number: int, line: str) -> None:
        """Count a line through the log's own parser."""
        if outcomes.is_comment(line):
            return
        row = outcomes.read_line(number, line)
        if not isinstance(row, outcomes.Row):
            self._counts.problems.append(row)
            return
        kind, millionths = _contribution(
            outcomes.Suffixes(row.unverified, row.relevance, row.goal, row.build_passed)
        )
        text_count = self._text_count_of(outcomes.escape(row.pattern), row.status)
        text_count.rows_by_kind[kind] += 1
        text_count.millionths += millionths
        text_count.last_at = row.timestamp
        ordinal = self._ordinal(outcomes.escape(row.run_id), row.iteration)
        text_count.last_iteration = max(text_count.last_iteration, ordinal)
        self._counts.rows += 1

    def _text_count_of(self, name: str, status: str) -> TextCount:
        """The count of a text as it stands in the log.

        Raises:
            ValueError: It isn't a status, or there is no text.
        """
        found = self._counts.texts.get((name, status))
        if found is None:
            if status not in outcomes.STATUSES or not name.strip():
                raise ValueError(status)
            found = self._counts.texts[name, status] = TextCount(outcomes.unescape(name), status)
        return found

    def _learn(self, fields: list[str]) -> _Contribution:
        """What a row with these suffixes contributes, kept for the next one.

        Raises:
            RowError: They are none.
        """
        suffix = "|".join(fields)
        contribution = self._contributions.get(suffix)
        if contribution is None:
            contribution = _contribution(_suffixes(suffix))
            _keep(self._contributions, suffix, contribution)
            if len(fields) > 1 and _RELEVANCE(fields[0]):
                _keep(self._half_relevances, fields[0], round(float(fields[0]) * 0.5 * _FRACTION))
        return contribution

    def _learn_after_relevance(self, fields: list[str]) -> _Contribution:
        """The same, kept for rows with another relevance and the same suffixes after it.

        Raises:
            RowError: They are none.
        """
        contribution = _contribution(_suffixes("|".join(fields[7:])))
        following = fields[8].partition("|")[2]
        if following and _suffixes(following).relevance is not None:
            raise ValueError(following)  # another relevance, which takes the place of the first
        _keep(self._contributions_after_relevance, fields[8], contribution)
        return contribution

    def _ordinal(self, run_id: str, iteration: int) -> int:
        """The number of an iteration in the order in which the log first shows them."""
        of_run = self._iterations.setdefault(run_id, {})
        ordinal = of_run.get(iteration)
        if ordinal is None:
            ordinal = of_run[iteration] = self._counts.iterations
            self._counts.iterations += 1
        return ordinal


def _keep(learned: dict[str, _Learned], key: str, value: _Learned) -> None:
    """Keep what was learned; forget all when it has become too much, so that the memory stays flat."""
    if len(learned) >= _KEPT:
        learned.clear()
    learned[key] = value


def _suffixes(suffix: str) -> Suffixes:
    """The suffixes of a row as the log holds them, line end included.

    Raises:
        RowError: They are none.
    """
    usual = _USUAL_SUFFIXES(suffix)
    if usual is None:
        fields = suffix.rstrip("\r\n")
        return outcomes.parse_suffixes(fields.split("|") if fields else [])
    unverified, relevance, success, build = usual.groups()
    return outcomes.Suffixes(
        unverified is not None,
        outcomes.Relevance(float(relevance), "") if relevance else None,
        outcomes.Goal("", success == "1", None) if success else None,
        build == "build_passed" if build else None,
    )


def _contribution(suffixes: Suffixes) -> _Contribution:
    failed = suffixes.unverified or suffixes.build_passed is False
    goal_failed = suffixes.goal is not None and not suffixes.goal.success
    kind = (
        _UNVERIFIED * suffixes.unverified
        + _BUILD_FAILED * (suffixes.build_passed is False)
        + _WITH_GOAL * (suffixes.goal is not None)
        + _BY_RELEVANCE * (goal_failed and not failed)
    )
    return _Contribution(kind, round(points(suffixes) * _FRACTION))
