"""The logs of a project, read into what each iteration had and what became of it.

Rows of outcomes.log and runs.log are put together by run and iteration. The outcomes log may
hold a million rows, so it is streamed: a row costs one ``split`` and a few look-ups, because the
texts that repeat are parsed when they are first seen. What is kept grows with the iterations,
not with the rows. Lines that a rotation moved to the archive are read too, as long as they are
there.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from self_learning import cli, configuration, files, log_rotation, outcomes, runs, text
from self_learning.errors import InputError, SelfLearningError
from self_learning.matching import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.files import Unreadable
    from self_learning.outcomes import Goal, Suffixes
    from self_learning.paths import Project
    from self_learning.patterns import Pattern

BUILD_PASSED, BUILD_FAILED = 1, 2
_UNVERIFIED, _CITED = 4, 8
_STATUSES = frozenset(outcomes.STATUSES)
_KEPT = 50_000  # bounds the memory on a log with ever new texts
_TOLD_EVERY = 250_000  # rows between two words on how far it is
_Learned = TypeVar("_Learned")


class Iteration:
    """What the agents of one iteration had, and what became of it.

    Sets of patterns are bits of an integer: bit 0 for whatever no pattern is known for, bit n
    for the n-th pattern of the record.

    Attributes:
        run: The last row of runs.log that tells of it, if one does.
        goal: The goal's outcome by its rows of the outcomes log, if they have one.
        applied: Patterns that an agent said it used.
        shown: Patterns that were shown and not used.
        withheld: Patterns that would have been shown and were held back on purpose.
        verified: Those of ``applied`` with a citation that git confirms.
        unverified: Those of ``applied`` whose citation git doesn't confirm.
        build: ``BUILD_PASSED`` and ``BUILD_FAILED``, as its rows say.
        repeats: For patterns applied more than once, the applications after the first:
            how many, how many of them verified, how many unverified.
    """

    __slots__ = (
        "applied",
        "build",
        "goal",
        "repeats",
        "run",
        "shown",
        "unverified",
        "verified",
        "withheld",
    )

    def __init__(self) -> None:
        self.run: runs.Run | None = None
        self.goal: Goal | None = None
        self.applied = self.shown = self.withheld = self.verified = self.unverified = 0
        self.build = 0
        self.repeats: dict[int, list[int]] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether the outcomes log tells of it."""
        return bool(self.applied or self.shown or self.withheld)

    def add(self, status: str, bit: int, meaning: int) -> None:
        """Count one row.

        Args:
            status: One of ``outcomes.STATUSES``.
            bit: The pattern's.
            meaning: What the row's other fields say, in the bits above.
        """
        if status == "applied":
            if self.applied & bit:
                self._repeat(bit, meaning)
            else:
                self.applied |= bit
                if meaning & _UNVERIFIED:
                    self.unverified |= bit
                elif meaning & _CITED:
                    self.verified |= bit
        elif status == "injected":
            self.shown |= bit
        else:
            self.withheld |= bit
        self.build |= meaning & (BUILD_PASSED | BUILD_FAILED)

    def _repeat(self, bit: int, meaning: int) -> None:
        if self.repeats is None:
            self.repeats = {}
        counts = self.repeats.setdefault(bit, [0, 0, 0])
        counts[0] += 1
        if meaning & _UNVERIFIED:
            counts[2] += 1
        elif meaning & _CITED:
            counts[1] += 1


@dataclass
class Run:
    """One run: its iterations by number, and when the logs first tell of it."""

    run_id: str
    started_at: str
    iterations: dict[int, Iteration] = field(default_factory=dict)
    is_open: bool = False


@dataclass
class Record:
    """All that the logs say.

    Attributes:
        runs: In the order in which the logs first tell of them.
        patterns: Those that the outcomes log names; the n-th, from 1, is bit n.
        outcome_rows: Readable rows of the outcomes log.
        run_rows: Readable rows of runs.log.
        unreadable: Lines that are no rows.
        unresolved: Rows whose text names no known pattern.
        first_row_at: The time of the first row of the outcomes log, empty without one.
        is_cut: Whether older rows have left the outcomes log.
        warnings: Sentences about what was damaged.
    """

    runs: dict[str, Run] = field(default_factory=dict)
    patterns: list[Pattern] = field(default_factory=list)
    outcome_rows: int = 0
    run_rows: int = 0
    unreadable: int = 0
    unresolved: int = 0
    first_row_at: str = ""
    is_cut: bool = False
    warnings: list[str] = field(default_factory=list)

    def iteration(self, run_id: str, number: int, timestamp: str) -> Iteration:
        """The iteration of that run and number, made when it is met for the first time."""
        run = self.runs.get(run_id)
        if run is None:
            run = self.runs[run_id] = Run(run_id, timestamp)
        found = run.iterations.get(number)
        if found is None:
            found = run.iterations[number] = Iteration()
        return found


class Measured(NamedTuple):
    """An iteration of one goal: its number, whether the goal was reached, None if nobody knows."""

    number: int
    iteration: Iteration
    goal: str | None
    success: bool | None
    score: float | None


def read(project: Project, patterns: Iterable[Pattern]) -> Record:
    """Read the logs; what can't be read goes to the quarantine, and missing logs say nothing.

    Args:
        project: Whose logs.
        patterns: All that a row may mean.

    Raises:
        InputError: A log is there and can't be opened, or no line of it is a row.
    """
    record = Record()
    _read_runs(project, record)
    reading = _Outcomes(record, patterns)
    rotated = _rotated(project, project.outcomes_log)
    for path in rotated:
        reading.read(path)
        _quarantine(project, path, reading.problems, record)
    before = record.outcome_rows
    reading.read(project.outcomes_log)
    live = record.outcome_rows - before
    _quarantine_outcomes(project, reading.problems, record, rows=live)
    record.is_cut = bool(rotated) or live >= _longest_log(project)
    _mark_open(project, record)
    return record


def _read_runs(project: Project, record: Record) -> None:
    for path in (*_rotated(project, project.runs_log), project.runs_log):
        # As runs.read does, which doesn't tell how many lines it could not read.
        rows, problems = files.read_rows(path, runs.parse)
        record.run_rows += len(rows)
        for row in rows:
            record.iteration(row.run_id, row.iteration, row.timestamp).run = row
        _quarantine(project, path, problems, record)


class _Outcomes:
    """One pass over the outcomes log, and what it has learned of its texts so far."""

    def __init__(self, record: Record, patterns: Iterable[Pattern]) -> None:
        self._record = record
        self._resolver = Resolver(patterns)
        self._bit_of_pattern: dict[str, int] = {}
        self._bit_of_text: dict[str, int] = {}
        # What the fields behind the citations mean. Nearly all begin with a relevance, which
        # makes them unlike any other; so what follows it is kept too, for any relevance.
        self._meanings: dict[str, tuple[int, Goal | None]] = {}
        self._meanings_after_relevance: dict[str, tuple[int, Goal | None]] = {}
        self._relevances: dict[str, None] = {}
        self.problems: list[Unreadable] = []

    def read(self, path: str) -> None:
        """Count the rows of one file; ``problems`` are then its unreadable lines."""
        self.problems = []
        self._read(outcomes.open_log(path))

    def _read(self, lines: Iterable[str]) -> None:
        # A million rows go through here, hence the local names.
        bit_of_text, relevances = self._bit_of_text, self._relevances
        after_relevance = self._meanings_after_relevance
        run_before = iteration_before = date_before = None
        current = Iteration()
        comments = unresolved = 0
        number = 0
        for number, line in enumerate(lines, 1):
            if not number % _TOLD_EVERY:
                cli.progress(f"{number:,} rows of the outcomes log read")
            fields = line.split("|", 8)
            try:
                if not line.isascii():
                    line.encode("utf-8")
                if len(fields) == 9 and fields[7] in relevances:
                    timestamp, run_id, iteration, _, name, status, citations, _, rest = fields
                    known = after_relevance.get(rest) or self._learn_after_relevance(fields)
                else:
                    timestamp, run_id, iteration, _, name, status, citations = fields[:7]
                    known = self._learn(fields)
                if timestamp[:10] != date_before:
                    outcomes.check_timestamp(timestamp)
                    date_before = timestamp[:10]
                bit = bit_of_text.get(name) or self._bit(name)
                if status not in _STATUSES:
                    raise ValueError(status)
                if iteration != iteration_before or run_id != run_before:
                    current = self._record.iteration(
                        outcomes.unescape(run_id), outcomes.parse_iteration(iteration), timestamp
                    )
                    run_before, iteration_before = run_id, iteration
                meaning, goal = known
                if citations and (citations[0].isalnum() or citations.replace(",", " ").strip()):
                    meaning |= _CITED
                current.add(status, bit, meaning)
            except ValueError:  # too few fields, or something that only the log's parser can judge
                comments += not self._read_line(number, line)
                continue
            if goal is not None:
                current.goal = goal
            if bit == 1:
                unresolved += 1
            if not self._record.first_row_at:
                self._record.first_row_at = timestamp
        self._record.outcome_rows += number - comments - len(self.problems)
        self._record.unresolved += unresolved

    def _read_line(self, number: int, line: str) -> bool:
        """Count a line through the log's own parser; whether it was neither blank nor a comment."""
        if outcomes.is_comment(line):
            return False
        row = outcomes.read_line(number, line)
        if not isinstance(row, outcomes.Row):
            self.problems.append(row)
            return True
        iteration = self._record.iteration(row.run_id, row.iteration, row.timestamp)
        bit = self._bit(outcomes.escape(row.pattern))
        meaning, goal = _meaning(outcomes.Suffixes(row.unverified, row.relevance, row.goal, row.build_passed))
        iteration.add(row.status, bit, meaning | (_CITED if row.citations else 0))
        if goal is not None:
            iteration.goal = goal
        self._record.unresolved += bit == 1
        self._record.first_row_at = self._record.first_row_at or row.timestamp
        return True

    def _bit(self, name: str) -> int:
        """The bit of the pattern that a text of the log means.

        Raises:
            ValueError: There is no text.
        """
        if not name.strip():
            raise ValueError(name)
        match = self._resolver.resolve(outcomes.unescape(name))
        bit = 1
        if match is not None:
            identifier = match.pattern.id
            if identifier not in self._bit_of_pattern:
                self._record.patterns.append(match.pattern)
                self._bit_of_pattern[identifier] = 1 << len(self._record.patterns)
            bit = self._bit_of_pattern[identifier]
        _keep(self._bit_of_text, name, bit)
        return bit

    def _learn(self, fields: list[str]) -> tuple[int, Goal | None]:
        """What the fields behind the citations mean, kept for the next row.

        Raises:
            RowError: They mean nothing.
        """
        suffix = "|".join(fields[7:]).rstrip("\r\n")
        known = self._meanings.get(suffix)
        if known is None:
            suffixes = outcomes.parse_suffixes(suffix.split("|") if suffix else [])
            known = _meaning(suffixes)
            _keep(self._meanings, suffix, known)
            with contextlib.suppress(ValueError, IndexError):
                if suffixes.relevance is not None and float(fields[7]) == suffixes.relevance.score:
                    _keep(self._relevances, fields[7], None)
        return known

    def _learn_after_relevance(self, fields: list[str]) -> tuple[int, Goal | None]:
        suffix = "|".join(fields[7:]).rstrip("\r\n")
        known = _meaning(outcomes.parse_suffixes(suffix.split("|")))
        _keep(self._meanings_after_relevance, fields[8], known)
        return known


def _meaning(suffixes: Suffixes) -> tuple[int, Goal | None]:
    """A row's suffixes as bits, and its goal's outcome."""
    meaning = _UNVERIFIED if suffixes.unverified else 0
    if suffixes.build_passed is not None:
        meaning |= BUILD_PASSED if suffixes.build_passed else BUILD_FAILED
    return meaning, suffixes.goal


def _keep(learned: dict[str, _Learned], key: str, value: _Learned) -> None:
    """Keep what was learned; forget all when it has become too much, so that the memory stays flat."""
    if len(learned) >= _KEPT:
        learned.clear()
    learned[key] = value


def _rotated(project: Project, log: str) -> list[str]:
    """The files to which a rotation moved the first lines of a log, the oldest first."""
    stem, extension = os.path.splitext(os.path.basename(log))
    directory = os.path.join(project.archive, log_rotation.DIRECTORY)
    try:
        with os.scandir(directory) as entries:
            found = [
                (entry.stat().st_mtime_ns, entry.path)
                for entry in entries
                if entry.name.startswith(f"{stem}-") and entry.name.endswith(extension) and entry.is_file()
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    # A rotation that was killed leaves the lines in both places.
    return [path for _, path in sorted(found) if not log_rotation.still_holds(project, log, path)]


def _quarantine_outcomes(project: Project, problems: list[Unreadable], record: Record, *, rows: int) -> None:
    """Let the log's own module move the unreadable lines out of the outcomes log.

    Raises:
        InputError: No line of it is a row.
    """
    record.unreadable += len(problems)
    if not problems:
        return
    try:
        moved = outcomes.rewrite(project, lambda row: row).quarantined
        record.warnings += outcomes.warnings(project, moved)
    except SelfLearningError as error:
        if not rows:
            raise
        record.warnings.append(f"{error}; {text.counted(len(problems), 'unreadable line')} left out")


def _quarantine(project: Project, path: str, problems: list[Unreadable], record: Record) -> None:
    """Keep unreadable lines of a log that is only ever added to; said when they are new."""
    record.unreadable += len(problems)
    try:
        new = files.quarantine(project, path, problems)
    except SelfLearningError as error:  # a project that can only be read can be counted all the same
        record.warnings.append(f"{path}: {text.counted(len(problems), 'unreadable line')} left out; {error}")
        return
    if new:
        record.warnings.append(
            f"{path}: {text.counted(new, 'unreadable line')} left out, kept in {project.quarantine}"
        )


def _longest_log(project: Project) -> int:
    """How many lines retention leaves a log; one that has fewer was never cut."""
    try:
        return configuration.retention(project).max_log_lines
    except InputError:  # said by the commands that need it
        return configuration.Retention().max_log_lines


def _mark_open(project: Project, record: Record) -> None:
    """Mark the run that is under way or waits to be resumed: its last iteration is not its end."""
    with contextlib.suppress(InputError):
        state = files.read_json(project.run_state)
        run = record.runs.get(str(state.get("run_id"))) if isinstance(state, dict) else None
        if run is not None:
            run.is_open = True
