"""The outcomes log: its grammar, appending, and rewriting without touching what stays."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conftest import SCRIPTS, Workspace
from self_learning import outcomes
from self_learning.errors import InputError
from self_learning.files import Unreadable
from self_learning.outcomes import Goal, Relevance, Row

LEAD = "2026-11-20T10:00:00Z|20261120-100000|1|writer"
PLAIN = Row("2026-11-20T10:00:00Z", "20261120-100000", 1, "writer", "P-001", "applied", ("src/app.py:4",))

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scores = st.floats(0, 1).map(lambda score: round(score, 4))
citations = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=","), min_size=1, max_size=20)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    goal_name = draw(names)
    goal = draw(st.none() | st.builds(Goal, st.just(goal_name), st.booleans(), st.none() | scores))
    relevance = draw(st.none() | st.builds(Relevance, scores, names))
    assume(relevance is None or relevance.method not in ("0", "1"))
    row = Row(
        timestamp=draw(st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}".zfill(20))),
        run_id=draw(names),
        iteration=draw(st.integers(0, 10**6)),
        agent=draw(names),
        pattern=draw(names.filter(str.strip)),
        status=draw(st.sampled_from(outcomes.STATUSES)),
        citations=tuple(one.strip() for one in draw(st.lists(citations, max_size=3)) if one.strip()),
        unverified=draw(st.booleans()),
        relevance=relevance,
        goal=goal,
        build_passed=draw(st.none() | st.booleans()),
    )
    try:
        outcomes.format(row)
    except InputError:
        assert goal is not None  # only a goal's name can be impossible
        assume(False)
    return row


@given(rows())
@example(dataclasses.replace(PLAIN, pattern="a|b%7C\r\n%25%41"))
def test_a_row_survives_the_log(row: Row) -> None:
    line = outcomes.format(row)
    assert "\n" not in line
    assert "\r" not in line
    assert outcomes.parse(line + "\n") == row
    assert outcomes.format(outcomes.parse(line)) == line


@given(rows(), st.randoms())
def test_suffixes_come_in_any_order(row: Row, chance: object) -> None:
    kinds = [
        outcomes.format(dataclasses.replace(PLAIN, **{name: getattr(row, name)})).split("|")[7:]
        for name in ("unverified", "relevance", "goal", "build_passed")
    ]
    for order in itertools.permutations(kinds):
        fields = [*outcomes.format(PLAIN).split("|"), *itertools.chain(*order)]
        parsed = outcomes.parse("|".join(fields))
        assert (parsed.unverified, parsed.relevance, parsed.goal, parsed.build_passed) == (
            row.unverified,
            row.relevance,
            row.goal,
            row.build_passed,
        )


def test_only_four_escapes_are_decoded() -> None:
    row = outcomes.parse(f"{LEAD}|100%25 of %41%7C%0D%0A%20%2525|applied|")
    assert row.pattern == "100% of %41|\r\n%20%25"


def test_a_pattern_of_an_older_tool_with_bare_bars() -> None:
    row = outcomes.parse(f"{LEAD}|Use a | b, not a || b|applied|src/a.py:1|unverified\n")
    assert (row.pattern, row.citations, row.unverified) == ("Use a | b, not a || b", ("src/a.py:1",), True)
    assert "a %7C b" in outcomes.format(row)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "fields"),
        ("2026-11-20T10:00:00Z|r|1|a", "4 fields"),
        (f"{LEAD}|P-001|used|x", "status 'used'"),
        (f"{LEAD}||applied|x", "no pattern"),
        ("yesterday|r|1|a|P-001|applied|x", "timestamp"),
        ("2026-11-20T10:00:00Z|r|one|a|P-001|applied|x", "iteration"),
        ("2026-11-20T10:00:00Z|r|²|a|P-001|applied|x", "iteration"),
        (f"{LEAD}|P-001|applied|x|1.5|keyword", "'1.5'"),
        (f"{LEAD}|P-001|applied|x|0.5|a|rubbish", "'rubbish'"),
        (f"{LEAD}|P-001|applied|x|g|2|0.5", "'g'"),
        (f"{LEAD}|P-001|applied|x|nan|keyword", "'nan'"),
    ],
)
def test_a_line_that_is_no_row_says_why(line: str, reason: str) -> None:
    with pytest.raises(outcomes.RowError, match=re.escape(reason)):
        outcomes.parse(line)


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("unverified|unverified", {"unverified": True}),
        ("0.5|fallback|0.5|fallback", {"relevance": Relevance(0.5, "fallback")}),
        ("0.5|fallback|unverified|0.7|words", {"relevance": Relevance(0.7, "words"), "unverified": True}),
        ("g|1|0.5|h|0|0.25", {"goal": Goal("h", False, 0.25)}),
        ("build_passed|build_failed", {"build_passed": False}),
    ],
)
def test_of_what_an_older_tool_appended_at_every_run_the_last_holds(
    added: str, expected: dict[str, object]
) -> None:
    row = outcomes.parse(f"{LEAD}|P-001|applied|x|{added}")
    assert row == dataclasses.replace(outcomes.parse(f"{LEAD}|P-001|applied|x"), **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("|", {}),
        ("||", {}),
        ("UNVERIFIED|Build_Failed", {"unverified": True, "build_passed": False}),
        ("g|true|0.9", {"goal": Goal("g", True, 0.9)}),
        ("g|False|0.9", {"goal": Goal("g", False, 0.9)}),
        ("0.85|words|g|1", {"goal": Goal("g", True, None), "relevance": Relevance(0.85, "words")}),
        ("0.85", {"relevance": Relevance(0.85, "")}),
        ("0.85|unverified", {"relevance": Relevance(0.85, ""), "unverified": True}),
        (
            "0.85|build_failed|g|0|0.5",
            {"relevance": Relevance(0.85, ""), "build_passed": False, "goal": Goal("g", False, 0.5)},
        ),
    ],
)
def test_what_an_older_tool_left_out_or_spelled_otherwise(added: str, expected: dict[str, object]) -> None:
    row = outcomes.parse(f"{LEAD}|P-001|applied|x|{added}")
    assert row == dataclasses.replace(outcomes.parse(f"{LEAD}|P-001|applied|x"), **expected)  # type: ignore[arg-type]
    assert outcomes.parse(outcomes.format(row)) == row


def test_blanks_around_the_bars_of_an_older_tool() -> None:
    spaced = f"{LEAD}|Use a | b here|applied|src/a.py:1|0.5|words|g|1|0.5|unverified".replace("|", " | ")
    assert outcomes.parse(spaced) == outcomes.parse(
        f"{LEAD}|Use a %7C b here|applied|src/a.py:1|0.5|words|g|1|0.5|unverified"
    )
    assert outcomes.parse(f"{LEAD}|P-001| Applied |src/a.py:1").status == "applied"


def test_comments_stay_where_they_are(project: Workspace) -> None:
    content = f"# timestamp|run_id|iteration|agent|pattern|status|citations\n{LEAD}|P-002|applied|x\n"
    path = log_of(project, content.encode())
    assert outcomes.rewrite(project.project, upgrade) == outcomes.Changed(1, 1, 0)
    assert path.read_text().splitlines()[0] == content.splitlines()[0]
    assert not os.path.exists(project.project.quarantine)


@pytest.mark.parametrize("limit", [0, 10, 1000])
def test_a_full_disk_leaves_the_log_and_nothing_beside_it(project: Workspace, limit: int) -> None:
    path = log_of(project, f"{LEAD}|P-002|applied|x\n".encode() * 400)
    before = path.read_bytes()
    program = (
        "import dataclasses, resource, signal, sys\n"
        "from self_learning import outcomes, paths\n"
        "from self_learning.errors import InputError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "try:\n"
        "    outcomes.rewrite(paths.Project(sys.argv[1]),"
        " lambda row: dataclasses.replace(row, build_passed=True))\n"
        "except InputError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(project.path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
    )
    assert done.stdout.startswith(f"{path}: can't be written: ")
    assert path.read_bytes() == before
    assert not [name for name in os.listdir(path.parent) if name.endswith(".new")]


@pytest.mark.parametrize("name", ["unverified", "build_passed", "0.5", ""])
def test_a_goal_name_that_would_be_read_as_something_else_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="goal"):
        outcomes.format(dataclasses.replace(PLAIN, goal=Goal(name, True, 1.0)))


def log_of(project: Workspace, content: bytes) -> Path:
    path = Path(project.project.outcomes_log)
    path.write_bytes(content)
    return path


def upgrade(row: Row) -> Row:
    return dataclasses.replace(row, build_passed=True) if row.pattern == "P-002" else row


def test_only_changed_rows_change(project: Workspace) -> None:
    old = f"{LEAD}|an | older | text|applied|x.py:1 |0.50|kw".encode()
    path = log_of(
        project,
        b"\xef\xbb\xbf" + old + b"\r\n\n" + f"{LEAD}|P-002|applied|\n".encode() + old + b"\n" + old,
    )
    changed = outcomes.rewrite(project.project, upgrade)
    assert (changed.count, changed.rows, changed.quarantined) == (1, 4, 0)
    assert path.read_bytes() == (
        b"\xef\xbb\xbf"
        + old
        + b"\r\n\n"
        + f"{LEAD}|P-002|applied||build_passed\n".encode()
        + old
        + b"\n"
        + old
    )
    before = path.stat()
    assert outcomes.rewrite(project.project, upgrade).count == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert path.stat().st_mode & 0o077 == 0 or before.st_mode == path.stat().st_mode


def test_unreadable_lines_are_moved_to_the_quarantine_once(project: Workspace) -> None:
    good = f"{LEAD}|P-001|applied|x.py:1\n".encode()
    path = log_of(
        project, good + b"rubbish\n" + b"\xff\xfe bytes\n" + b"\0" * 50 + b"\n" + good + b"2026-11-20T1"
    )
    changed = outcomes.rewrite(project.project, lambda row: row)
    assert (changed.rows, changed.quarantined) == (2, 4)
    assert path.read_bytes() == good + good
    (quarantined,) = Path(project.project.quarantine).glob("*.jsonl")
    records = [json.loads(line) for line in quarantined.read_text().splitlines()]
    assert [(record["line"], record["file"]) for record in records] == [(n, str(path)) for n in (2, 3, 4, 6)]
    assert records[1]["reason"] == "it is not UTF-8"
    assert "\\xff\\xfe bytes" in records[1]["text"]
    assert outcomes.rewrite(project.project, lambda row: row).quarantined == 0


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"\xff" * 100, b"hello\n"])
def test_a_file_that_is_no_log_at_all_is_an_error_and_stays(project: Workspace, content: bytes) -> None:
    path = log_of(project, content)
    with pytest.raises(InputError, match=r"outcomes\.log"):
        outcomes.rewrite(project.project, lambda row: row)
    assert path.read_bytes() == content
    assert not os.path.exists(project.project.quarantine)


def test_a_failing_enrichment_leaves_the_log_and_no_other_file(project: Workspace) -> None:
    path = log_of(project, f"{LEAD}|P-002|applied|\n{LEAD}|P-001|applied|\n".encode())
    before = path.read_bytes()

    def fails(row: Row) -> Row:
        if row.pattern == "P-001":
            raise InputError("no")
        return upgrade(row)

    with pytest.raises(InputError, match="no"):
        outcomes.rewrite(project.project, fails)
    assert path.read_bytes() == before
    assert sorted(os.listdir(project.project.learnings)) == [".lock", "outcomes.log"]


def test_a_line_of_a_megabyte_and_a_missing_log(project: Workspace) -> None:
    assert outcomes.rewrite(project.project, upgrade) == outcomes.Changed(0, 0, 0)
    text = "word " * 200_000
    log_of(project, f"{LEAD}|{text}|applied|\n{LEAD}|P-002|applied|\n".encode())
    assert outcomes.rewrite(project.project, upgrade).count == 1
    assert [row.pattern for row in outcomes.stream(project.project.outcomes_log)] == [text, "P-002"]


def test_reading_goes_on_behind_a_bad_line(project: Workspace) -> None:
    log_of(project, f"rubbish\n{LEAD}|P-001|applied|\n".encode())
    bad, good = outcomes.read(project.project.outcomes_log)
    assert isinstance(bad, Unreadable)
    assert isinstance(good, Row)
    assert [row.pattern for row in outcomes.stream(project.project.outcomes_log)] == ["P-001"]


APPENDER = f"""
import sys; sys.path.insert(0, {str(SCRIPTS)!r})
from self_learning import outcomes
from self_learning.outcomes import Row
from self_learning.paths import Project
project, worker = Project(sys.argv[1]), sys.argv[2]
for turn in range(100):
    outcomes.append(project, [Row("2026-11-20T10:00:00Z", worker, turn, "a", "text | with bar", "applied")] * 2)
"""
ENRICHER = f"""
import dataclasses, sys; sys.path.insert(0, {str(SCRIPTS)!r})
from self_learning import outcomes
from self_learning.outcomes import Relevance
from self_learning.paths import Project
for turn in range(40):
    def enrich(row):
        return dataclasses.replace(row, relevance=Relevance(turn / 40, "kw")) if row.iteration == turn else row
    outcomes.rewrite(Project(sys.argv[1]), enrich)
"""


def test_eight_processes_append_while_another_one_enriches(project: Workspace) -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", APPENDER, str(project.path), str(number)])
        for number in range(8)
    ]
    workers.append(subprocess.Popen([sys.executable, "-c", ENRICHER, str(project.path)]))
    assert [worker.wait() for worker in workers] == [0] * 9
    found = list(outcomes.read(project.project.outcomes_log))
    assert len(found) == 1600
    keys = [(row.run_id, row.iteration) for row in found if isinstance(row, Row)]
    assert sorted(keys) == sorted([(str(w), t) for w in range(8) for t in range(100)] * 2)
    for worker in map(str, range(8)):
        assert [t for w, t in keys if w == worker] == sorted([*range(100)] * 2)
