"""The outcomes log: one row for each pattern that an agent was shown or applied.

``timestamp|run_id|iteration|agent|pattern|status|citations`` and then, in any order and each at
most once, ``unverified``, ``<relevance>|<method>``, ``<goal>|<0 or 1>|<goal score>`` and
``build_passed`` or ``build_failed``. In a text ``|``, CR, LF and ``%`` are escaped; only those
four are decoded, so that a ``%41`` of an older tool stays what it is.

Hooks append while the pipeline enriches. Enrichment streams, touches only rows that it
changes, and moves lines that nobody can read into the quarantine.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files
from self_learning.errors import InputError
from self_learning.files import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from self_learning.paths import Project

STATUSES = ("applied", "injected", "withheld")
BYTE_ORDER_MARK = "\ufeff"
_LEADING_FIELDS = 7
_RESERVED = ("unverified", "build_passed", "build_failed")
_TRUTH = {"1": True, "true": True, "0": False, "false": False}


class Relevance(NamedTuple):
    """How well a pattern fitted the work: 0 to 1, and by which method that was found."""

    score: float
    method: str


class Goal(NamedTuple):
    """What became of the iteration's goal; the score is None when only success was measured."""

    name: str
    success: bool
    score: float | None


@dataclass(frozen=True)
class Row:
    """One row of the log, its texts unescaped.

    ``pattern`` is an id or the pattern's words, as the agent cited it. ``build_passed`` is
    None until step 7 knows.
    """

    timestamp: str
    run_id: str
    iteration: int
    agent: str
    pattern: str
    status: str
    citations: tuple[str, ...] = ()
    unverified: bool = False
    relevance: Relevance | None = None
    goal: Goal | None = None
    build_passed: bool | None = None


class Suffixes(NamedTuple):
    """What the steps add behind a row's citations."""

    unverified: bool = False
    relevance: Relevance | None = None
    goal: Goal | None = None
    build_passed: bool | None = None


@dataclass(frozen=True)
class Changed:
    """What a rewrite did: rows changed, rows read, lines moved to the quarantine."""

    count: int
    rows: int
    quarantined: int


class RowError(ValueError):
    """A line that is no row of the log; the text says why."""


def escape(field: str) -> str:
    """A text as a field of the log holds it."""
    if "%" in field:
        field = field.replace("%", "%25")
    return field.replace("|", "%7C").replace("\r", "%0D").replace("\n", "%0A")


def unescape(field: str) -> str:
    """The text that a field stands for; any other ``%`` sequence stays as it is."""
    if "%" not in field:
        return field
    return field.replace("%7C", "|").replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def parse(line: str) -> Row:
    """Read one line of the log.

    In a row of an older tool the pattern may hold an unescaped ``|``: the first field from
    the sixth on that is a status ends it.

    Args:
        line: With or without its line end.

    Raises:
        RowError: It is no row.
    """
    fields = line.rstrip("\r\n").split("|")
    if len(fields) < _LEADING_FIELDS - 1:
        raise RowError(f"it has {len(fields)} fields, where at least 6 are needed")
    place, bar = _place_of_status(fields), "|"
    if place is None:
        # An older tool's blanks around the bars, or its capitals.
        fields, bar = [field.strip() for field in fields], " | "
        place = _place_of_status([field.casefold() for field in fields])
        if place is None:
            raise RowError(f"its status {fields[5][:40]!r} is none of {', '.join(STATUSES)}")
    timestamp, run_id, iteration, agent = fields[:4]
    pattern = unescape(bar.join(fields[4:place]))
    check_timestamp(timestamp)
    if not pattern.strip():
        raise RowError("it names no pattern")
    citations = fields[place + 1] if place + 1 < len(fields) else ""
    return Row(
        timestamp,
        unescape(run_id),
        parse_iteration(iteration),
        unescape(agent),
        pattern,
        fields[place].casefold(),
        tuple(unescape(one.strip()) for one in citations.split(",") if one.strip()),
        *parse_suffixes(fields[place + 2 :]),
    )


def _place_of_status(fields: list[str]) -> int | None:
    return next((place for place in range(5, len(fields)) if fields[place] in STATUSES), None)


def check_timestamp(timestamp: str) -> None:
    """Accept what begins with an ISO 8601 date, of whatever precision and zone.

    Raises:
        RowError: It is something else.
    """
    digits = timestamp[:4] + timestamp[5:7] + timestamp[8:10]
    if not (
        len(digits) == 8 and digits.isascii() and digits.isdecimal() and timestamp[4] == timestamp[7] == "-"
    ):
        raise RowError(f"its timestamp {timestamp[:40]!r} is not ISO 8601")


def parse_iteration(iteration: str) -> int:
    """The iteration's number, 0 or more.

    Raises:
        RowError: It is something else.
    """
    if not (iteration.isascii() and iteration.isdecimal() and len(iteration) <= 9):
        raise RowError(f"its iteration {iteration[:40]!r} is not a number")
    return int(iteration)


def parse_suffixes(fields: list[str]) -> Suffixes:
    """Read what stands behind the citations, in any order.

    Each kind is written once. Where an older tool has added its result again at every run, the
    last one holds; it also left out a method or a goal's score.

    Raises:
        RowError: A field fits no kind.
    """
    unverified = False
    relevance: Relevance | None = None
    goal: Goal | None = None
    build_passed: bool | None = None
    place = 0
    while place < len(fields):
        field = fields[place]
        rest = len(fields) - place
        word = field.casefold()
        if not field:
            place += 1  # an older tool's trailing bars
        elif word == "unverified":
            unverified = True
            place += 1
        elif word in ("build_passed", "build_failed"):
            build_passed = word == "build_passed"
            place += 1
        elif (
            rest > 1
            and not _is_score(field)
            and fields[place + 1].casefold() in _TRUTH
            and (rest == 2 or _is_score(fields[place + 2]))
        ):
            score = fields[place + 2] if rest > 2 else ""
            success = _TRUTH[fields[place + 1].casefold()]
            goal = Goal(unescape(field), success, float(score) if score else None)
            place += 3
        elif _is_score(field) and 0.0 <= float(field) <= 1.0 and (rest > 1 or "." in field):
            method = fields[place + 1] if rest > 1 else ""
            # An older tool left the method out, and what follows is a mark of its own.
            named = method.casefold() not in _RESERVED
            relevance = Relevance(float(field), unescape(method) if named else "")
            place += 2 if named else 1
        else:
            raise RowError(f"{field[:40]!r} behind the citations is nothing known")
    return Suffixes(unverified, relevance, goal, build_passed)


def _is_score(field: str) -> bool:
    """Whether a field is a finite decimal number, or empty for a score that isn't known."""
    if not field:
        return True
    try:
        return abs(float(field)) < float("inf")
    except ValueError:
        return False


def format(row: Row) -> str:  # noqa: A001 - the counterpart of parse, used as outcomes.format
    """The line of a row, without its line end; ``parse`` gives the same row back.

    Raises:
        InputError: A text of it can't be told from another field.
    """
    fields = [
        row.timestamp,
        escape(row.run_id),
        str(row.iteration),
        escape(row.agent),
        escape(row.pattern),
        row.status,
        ",".join(escape(one.replace(",", " ")) for one in row.citations),
    ]
    if row.unverified:
        fields.append("unverified")
    if row.relevance is not None:
        fields += [_number(row.relevance.score), escape(row.relevance.method)]
        if row.relevance.method in ("0", "1") or row.relevance.method.casefold() in _RESERVED:
            raise InputError(f"relevance method {row.relevance.method!r}: a method needs a name")
    if row.goal is not None:
        name = row.goal.name
        if not name or name.casefold() in _RESERVED or _is_score(name):
            raise InputError(f"goal {name!r}: this name can't stand in the outcomes log; rename the goal")
        score = "" if row.goal.score is None else _number(row.goal.score)
        fields += [escape(name), "1" if row.goal.success else "0", score]
    if row.build_passed is not None:
        fields.append("build_passed" if row.build_passed else "build_failed")
    return "|".join(fields)


def _number(value: float) -> str:
    """A score with at most four decimals and no exponent: ``0.85``, ``1.0``."""
    return str(round(value, 4)) if 1e-4 <= abs(value) < 1e16 else f"{value:.1f}"


def append(project: Project, rows: Iterable[Row]) -> None:
    """Add rows to a project's log, whole lines under the lock.

    Raises:
        InputError: The log can't be written.
        LockTimeoutError: The lock could not be had.
    """
    files.append(project.outcomes_log, [format(row) for row in rows])


def open_log(path: str) -> Iterator[str]:
    """The lines of a log as they are, line ends and byte order mark included, one at a time.

    Bytes that aren't UTF-8 come as lone surrogates, so that one bad line spoils no other.

    Raises:
        InputError: The log is there and can't be opened.
    """
    try:
        file = open(path, encoding="utf-8", errors="surrogateescape", newline="\n")  # noqa: SIM115
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None
    with file:
        try:
            yield from file
        except OSError as error:
            raise InputError.at(path, f"can't be read: {error.strerror}") from None


def read(path: str) -> Iterator[Row | Unreadable]:
    """The rows of a log in order; a line that is none comes as ``Unreadable``, a comment not at all.

    Raises:
        InputError: The log is there and can't be opened.
    """
    for number, line in enumerate(open_log(path), 1):
        if not is_comment(line):
            yield read_line(number, line)


def is_comment(line: str) -> bool:
    """Whether a line is blank, or one of an older tool's ``#`` comments; neither says anything."""
    return line.lstrip()[:1] in ("", "#")


def read_line(number: int, line: str) -> Row | Unreadable:
    """One line as a row, or why it is none."""
    try:
        if not line.isascii():
            line.encode("utf-8")
            line = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        return parse(line)
    except UnicodeEncodeError:
        return _unreadable(number, line, "it is not UTF-8")
    except RowError as error:
        return _unreadable(number, line, str(error))


def _unreadable(number: int, line: str, reason: str) -> Unreadable:
    shown = line.rstrip("\r\n").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Unreadable(number, shown, reason)


def stream(path: str) -> Iterator[Row]:
    """The readable rows of a log in order; the others wait for the next rewrite to be quarantined.

    Raises:
        InputError: The log is there and can't be opened.
    """
    for row in read(path):
        if isinstance(row, Row):
            yield row


def rewrite(project: Project, enrich: Callable[[Row], Row]) -> Changed:
    """Let ``enrich`` change rows of a project's log, in one step and under its lock.

    A row for which it returns an equal row keeps every byte. Unreadable lines leave the log
    for the quarantine. When nothing is to change, the file isn't touched.

    Args:
        project: Whose log.
        enrich: Called with each row in order.

    Raises:
        InputError: The log can't be read or written, or no line of it is a row; it is unchanged.
        LockTimeoutError: The lock could not be had.
    """
    path = project.outcomes_log
    if not os.path.exists(path):
        return Changed(0, 0, 0)
    with files.locked(project.learnings):
        try:
            return _rewrite(project, path, enrich)
        except OSError as error:
            raise InputError.at(path, f"can't be written: {error.strerror}") from None


def _rewrite(project: Project, path: str, enrich: Callable[[Row], Row]) -> Changed:
    unreadable: list[Unreadable] = []
    with _Rewriting(path) as output:
        count = rows = 0
        for number, line in enumerate(open_log(path), 1):
            if is_comment(line):
                output.keep(line)
                continue
            row = read_line(number, line)
            if isinstance(row, Unreadable):
                unreadable.append(row)
                output.change("")
                continue
            rows += 1
            enriched = enrich(row)
            changed = line if enriched == row else format(enriched) + "\n"
            if changed.rstrip("\r\n") == line.rstrip("\r\n"):
                output.keep(line)
            else:
                count += 1
                output.change(changed)
        if unreadable and not rows:
            first = unreadable[0]
            raise InputError.at(
                path,
                f"no line of it is a row of the log: {first.reason}",
                first.line_number,
                "move it away",
            )
        quarantined = len(unreadable)
        files.quarantine(project, path, unreadable)
        output.commit()
    return Changed(count, rows, quarantined)


def warnings(project: Project, quarantined: int) -> tuple[str, ...]:
    """A sentence about lines that went to the quarantine, or none."""
    if not quarantined:
        return ()
    lines = "line" if quarantined == 1 else "lines"
    return (f"{project.outcomes_log}: {quarantined} unreadable {lines} moved to {project.quarantine}",)


class _Rewriting:
    """A file rewritten line by line beside itself, from the first change on.

    Until a line changes nothing is written; then what came before is copied, so that a log
    without changes costs one read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._kept_bytes = 0
        self._temporary = ""
        self._output: BinaryIO | None = None

    def __enter__(self) -> _Rewriting:
        return self

    def __exit__(self, *_: object) -> None:
        if self._output is not None:
            with contextlib.suppress(OSError):  # on a full disk closing fails like writing
                self._output.close()
        if self._temporary:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)

    def keep(self, line: str) -> None:
        """Write a line as it came."""
        data = line.encode("utf-8", "surrogateescape")
        if self._output is None:
            self._kept_bytes += len(data)
        else:
            self._output.write(data)

    def change(self, line: str) -> None:
        """Write another line in a line's place, or none."""
        if self._output is None:
            self._output = self._begin()
        self._output.write(line.encode("utf-8"))

    def _begin(self) -> BinaryIO:
        descriptor, self._temporary = tempfile.mkstemp(
            prefix=f".{os.path.basename(self._path)}.", suffix=".new", dir=os.path.dirname(self._path)
        )
        output = open(descriptor, "wb")  # noqa: SIM115 - closed on leaving the context
        with open(self._path, "rb") as source:
            left = self._kept_bytes
            while left:
                block = source.read(min(left, 1 << 20))
                output.write(block)
                left -= len(block)
        return output

    def commit(self) -> None:
        """Put the new file in the old one's place, when there is a difference."""
        if self._output is None:
            return
        self._output.flush()
        os.fsync(self._output.fileno())
        self._output.close()
        os.replace(self._temporary, self._path)
        self._temporary = ""
