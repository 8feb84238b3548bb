"""Reading the logs quickly gives what reading them row by row through their own module gives."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import Workspace
from self_learning import outcomes, runs
from self_learning.matching import Resolver
from self_learning.outcomes import Goal, Relevance, Row
from self_learning.paths import Project
from self_learning.patterns import Pattern
from self_learning.stats import record
from self_learning.stats.record import BUILD_FAILED, BUILD_PASSED, Record

PATTERNS = (
    Pattern("P-001", "mistake", "Check token expiry before every API call"),
    Pattern("P-002", "pattern", "Open a file with | an explicit encoding, 100 % of the time"),
    Pattern("P-003", "insight", "日本語のテキストを読む前に符号化方式を確かめる"),
)
_NAMES = ("P-001", "P-002", "[p-001]", *(one.summary for one in PATTERNS), "of no pattern", "naïve | café\n")
_SCORES = st.sampled_from((0.0, 0.5, 0.25, 1.0, 0.1234))
_ROWS = st.builds(
    Row,
    timestamp=st.sampled_from(("2026-11-01T10:00:00Z", "2026-11-02", "2026-11-03T10:00:00+01:00")),
    run_id=st.sampled_from(("20261101-100000", "20261102-100000", "a|b", "%41")),
    iteration=st.integers(0, 3),
    agent=st.sampled_from(("coder", "an|agent")),
    pattern=st.sampled_from(_NAMES),
    status=st.sampled_from(outcomes.STATUSES),
    citations=st.sampled_from(((), ("src/a.py:1",), ("src/é.py:1", "b.py:2"))),
    unverified=st.booleans(),
    relevance=st.none() | st.builds(Relevance, _SCORES, st.sampled_from(("keyword", "a|b"))),
    goal=st.none()
    | st.builds(Goal, st.sampled_from(("fix-login", "x|y")), st.booleans(), st.none() | _SCORES),
    build_passed=st.sampled_from((None, True, False)),
)
_OTHER_LINES = st.sampled_from(
    (
        b"# a comment | with | bars | and | more | applied | x", b"2026-11-01 | r | 1 | a | P-001 | Applied | a.py:1 | UNVERIFIED",
        b"2026-11-01|r|3|a|P-001|applied|a.py:1|0.5|m|0.25|m|g|1|0.5|h|false|0.1|build_failed|build_passed", b"2026-11-01|r|3|a|P-001|applied|a.py:1|g|1",
        b"", b"  ", b"no row at all", b"2026-11-01|r|1|a|P-001|maybe|", b"2026-11-01|r|x|a|P-001|applied|",
        b"2026-11-01|r|1|a|P-001|applied", b"2026-11-01|r|1|a|P-001|applied|,, ,", b"yesterday|r|1|a|P-001|applied|",
        b"2026-11-01|r|1|a|Open a file with | an explicit encoding, 100 % of the time|applied|a.py:1|build_failed",
        b"2026-11-01|r|1|a|P-001|applied|a.py:1|0.5|keyword|nan|1|0.5", b"2026-11-01|r|1|a|P-001|applied|a.py:1|nan|1|0.5",
        b"2026-11-01|r|1|a|P-001|applied|a.py:1|0.5|0|1|0.5", b"2026-11-01|r|1|a|P-001|applied|a.py:1|0.5|keyword|0.5|again",
        b"2026-11-01|r|1|a|P-001|applied|a.py:1|build_passed|g|1|0.5|0.25|m|unverified|\r", b"2026-11-01|r|2|a||applied|",
        b"2026-11-01|r|1|a|\xff\xfe|applied|a.py:1|0.5|keyword", b"2026-11-01|r|1|a|P-001|applied|a.py:1|0.5|\xff",
    )
)  # fmt: skip


def told(found: Record) -> dict[tuple[str, int], Any]:
    """A record in plain terms: what each iteration holds, with applications counted by pattern."""

    def name(bit: int) -> str | None:
        return found.patterns[bit.bit_length() - 2].id if bit > 1 else None

    def names(bits: int) -> set[str | None]:
        return {name(1 << number) for number in range(bits.bit_length()) if bits >> number & 1}

    plain = {}
    for run in found.runs.values():
        for number, one in run.iterations.items():
            counts: Counter[tuple[str, str | None]] = Counter()
            for kind, bits in (
                ("applied", one.applied),
                ("verified", one.verified),
                ("unverified", one.unverified),
            ):
                counts.update((kind, each) for each in names(bits))
            for bit, extra in (one.repeats or {}).items():
                for kind, more in zip(("applied", "verified", "unverified"), extra, strict=True):
                    counts[kind, name(bit)] += more
            plain[run.run_id, number] = (
                +counts,
                names(one.shown),
                names(one.withheld),
                one.goal,
                one.build,
            )
    return plain


def expected(path: str) -> dict[tuple[str, int], Any]:
    """The same, row by row through the log's own module."""
    resolver = Resolver(PATTERNS)
    plain: dict[tuple[str, int], Any] = {}
    for row in outcomes.stream(path):
        counts, shown, withheld, goal, build = plain.get(
            (row.run_id, row.iteration), (Counter(), set(), set(), None, 0)
        )
        match = resolver.resolve(row.pattern)
        name = match.pattern.id if match else None
        if row.status == "applied":
            counts["applied", name] += 1
            if row.unverified:
                counts["unverified", name] += 1
            elif row.citations:
                counts["verified", name] += 1
        (shown if row.status == "injected" else withheld if row.status == "withheld" else set()).add(name)
        if row.build_passed is not None:
            build |= BUILD_PASSED if row.build_passed else BUILD_FAILED
        plain[row.run_id, row.iteration] = (counts, shown, withheld, row.goal or goal, build)
    return plain


_ROW = b"2026-11-01|r|1|a|P-001|applied|a.py:1|"


@settings(max_examples=150)
@example(
    lines=[
        _ROW + b"nan|1|0.5|0.25|m",
        _ROW + b"nan|1|0.5",
        _ROW + b"0.25|m",
        _ROW.replace(b"|1|", b"|2|", 1) + b"0.25|1|0.5",
    ],
    mark=False,
)
@given(
    lines=st.lists(_ROWS.map(lambda row: outcomes.format(row).encode()) | _OTHER_LINES, max_size=12),
    mark=st.booleans(),
)
def test_the_quick_reading_is_the_exact_one(lines: list[bytes], mark: bool) -> None:
    with tempfile.TemporaryDirectory() as directory:
        project = Project(directory)
        os.mkdir(project.learnings)
        content = b"".join(line + b"\n" for line in [*lines, *lines])
        valid = outcomes.format(Row("2026-11-01T10:00:00Z", "r", 9, "a", "P-001", "injected")).encode()
        Path(project.outcomes_log).write_bytes((b"\xef\xbb\xbf" if mark else b"") + content + valid)
        exact = expected(project.outcomes_log)
        every = list(outcomes.read(project.outcomes_log))
        rows = len([one for one in every if isinstance(one, Row)])
        found = record.read(project, PATTERNS)
        assert told(found) == exact
        assert found.outcome_rows == rows
        assert found.unreadable == len(every) - rows
        # What could not be read has left the log, and nothing else.
        assert len(list(outcomes.read(project.outcomes_log))) == rows
        assert record.read(project, PATTERNS).unreadable == 0


def test_what_a_rotation_moved_is_read_too_and_once(project: Workspace) -> None:
    log = Path(project.project.outcomes_log)
    rows = [Row(f"2026-11-01T10:00:{n:02d}Z", f"run-{n}", 1, "a", "P-001", "applied") for n in range(6)]
    outcomes.append(project.project, rows)
    lines = log.read_bytes().splitlines(keepends=True)
    moved = project.write(".learnings/archive/logs/outcomes-0123456789ab.log", b"".join(lines[:4]).decode())
    # Killed between its two steps, a rotation leaves the lines in both places.
    assert record.read(project.project, PATTERNS).outcome_rows == 6
    log.write_bytes(
        b"# a heading, which stays\n" + b"".join(line.rstrip() + b"|build_failed\n" for line in lines)
    )
    assert record.read(project.project, PATTERNS).outcome_rows == 6
    # An older tool's comment above the rows leaves the log with them.
    moved.write_bytes(b"# outcomes\n" + b"".join(lines[:4]))
    log.write_bytes(b"# outcomes\n" + b"".join(lines))
    assert record.read(project.project, PATTERNS).outcome_rows == 6
    # What nobody can read has gone to the quarantine since.
    moved.write_bytes(b"".join([lines[0], b"nothing known\n", *lines[1:4]]))
    log.write_bytes(b"".join(lines))
    assert record.read(project.project, PATTERNS).outcome_rows == 6
    moved.write_bytes(b"".join(lines[:4]))
    log.write_bytes(b"".join(lines[4:]))
    found = record.read(project.project, PATTERNS)
    assert (found.outcome_rows, len(found.runs), found.is_cut) == (6, 6, True)
    moved.unlink()
    assert record.read(project.project, PATTERNS).is_cut is False


def test_the_later_row_of_an_iteration_holds(project: Workspace) -> None:
    first = runs.Run("20261101-100000", "2026-11-01T10:00:00Z", "", 1, "completed")
    runs.append(project.project, first)
    runs.append(project.project, first._replace(goal_name="g", goal_success=True))
    [run] = record.read(project.project, ()).runs.values()
    assert run.iterations[1].run is not None
    assert run.iterations[1].run.goal_success is True
