"""Stores as older tools and people left them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_texts import visible_texts
from self_learning.errors import InputError
from self_learning.patterns import PatternStore, Provenance, cleaned, decode, encode
from self_learning.patterns.model import Pattern

NINE = "id,category,summary,confidence,seen_count,success_rate,flags,applies_to,context"
TEN = f"{NINE},repo"


def unchanged(patterns: list[Pattern], _: Provenance) -> list[Pattern]:
    return patterns


def read(rows: str, header: str = f"patterns[3]{{{TEN}}}:") -> tuple[Pattern, ...]:
    contents = decode(f"{header}\n{rows}\n", "store")
    assert not contents.problems, contents.problems
    return contents.patterns


def summary_of(row: str, columns: str = TEN) -> str:
    (pattern,) = read(row, f"patterns[9]{{{columns}}}:")
    return pattern.summary


def test_every_quirk_in_one_file(tmp_path: Path) -> None:
    original = (
        "\ufeff# Organisation patterns\r\n"
        "\r\n"
        f"patterns[7]{{{NINE}}}:\r\n"
        '  P-001,mistake,"Say ""hello"" before, not after",high,5,0.85,,implementation-subagent,auth|API\r\n'
        '\tP-002,pattern,"Match \\d+ and keep C:\\temp\\new",medium,3,0.6,[REVIEW]|[STALE],*,python|safety\r\n'
        "  # a comment between rows\r\n"
        "  P-003,convention,Plain words without quotes,low,1,,[UNTESTED],*,\r\n"
        '  P-004,insight,"Quotes ""at the end""",high,2,0.9,"",*,x\r\n'
        '  P-005,mistake,"the last line is to'
    )
    path = tmp_path / "org-patterns.toon"
    path.write_bytes(original.encode())
    store = PatternStore(str(path))

    contents = store.read()

    assert contents.legacy
    assert [(p.id, p.summary) for p in contents.patterns] == [
        ("P-001", 'Say "hello" before, not after'),
        ("P-002", "Match \\d+ and keep C:\\temp\\new"),
        ("P-003", "Plain words without quotes"),
        ("P-004", 'Quotes "at the end"'),
    ]
    assert [p.flags for p in contents.patterns] == [(), ("REVIEW", "STALE"), ("UNTESTED",), ()]
    assert {p.repo for p in contents.patterns} == {"*"}
    assert contents.patterns[2].success_rate is None

    store.update(unchanged)

    converted = store.read()
    assert not converted.legacy
    assert set(converted.patterns) == set(contents.patterns)
    assert (tmp_path / "org-patterns.bak").read_bytes() == original.encode()
    (record,) = map(
        json.loads, (tmp_path / "quarantine" / "org-patterns.toon.jsonl").read_text().splitlines()
    )
    assert record["line"] == 9
    assert record["text"] == 'P-005,mistake,"the last line is to'
    assert "doesn't end" in record["reason"]
    assert store.problems
    assert ":9: " in store.warnings()[0]

    before = path.read_bytes()
    store.update(unchanged)
    assert path.read_bytes() == before
    assert store.warnings() == ()
    assert len((tmp_path / "quarantine" / "org-patterns.toon.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("field", "summary"),
    [
        ('"Say ""hi"" twice"', 'Say "hi" twice'),
        ('"""hi"" is first"', '"hi" is first'),
        ('"last is ""hi"""', 'last is "hi"'),
        ('"a comma, and ""quotes"", here"', 'a comma, and "quotes", here'),
        ('"regex \\d+\\.\\w"', "regex \\d+\\.\\w"),
        ('"path C:\\new\\table with \\d"', "path C:\\new\\table with \\d"),
        ('"ends in a backslash \\"', "ends in a backslash \\"),
        ('"say \\"hi\\" as TOON does"', 'say "hi" as TOON does'),
        ('"a bare " quote inside"', 'a bare " quote inside'),
        ("Plain, with commas, unquoted", "Plain, with commas, unquoted"),
        ("it's \\d plain", "it's \\d plain"),
    ],
)
def test_spellings_of_a_summary(field: str, summary: str) -> None:
    assert summary_of(f"  P-001,mistake,{field},low,1,,[UNTESTED],*,,*") == summary


def test_escapes_of_an_edited_toon_file_keep_their_meaning() -> None:
    # Our own writing, with a row added by hand, so that the count is wrong.
    pattern = cleaned(Pattern("P-001", "mistake", 'Use "\\\\d" and C:\\temp'))
    text = encode([pattern]).replace("patterns[1]", "patterns[5]")
    assert decode(text, "store").patterns == (pattern,)


def test_a_file_without_escapes_keeps_its_backslashes() -> None:
    first, second = read(
        '  P-001,mistake,"Keep C:\\new\\table",low,1,,,*,\n  P-002,mistake,"Say ""hi"" now",low,1,,,*,',
        f"patterns[2]{{{NINE}}}:",
    )
    assert first.summary == "Keep C:\\new\\table"
    assert second.summary == 'Say "hi" now'


def test_columns_in_another_order_and_a_missing_header() -> None:
    (pattern,) = read(
        "  mistake,P-007,Check it,low,1,,,*,,here",
        "patterns[1]{category,id,summary,confidence,seen_count,success_rate,flags,applies_to,context,repo}:",
    )
    assert (pattern.id, pattern.repo) == ("P-007", "here")
    (headless,) = decode('P-001,mistake,"Check it",low,1,,,*,\n', "store").patterns
    assert headless.id == "P-001"


def test_rows_that_cannot_be_taken_as_they_are_are_kept_and_told() -> None:
    contents = decode(
        f"patterns[5]{{{TEN}}}:\n"
        "  P-001,tip,Unknown category,low,1,,,*,,*\n"
        "  P-002,mistake,Odd figures,sure,many,85,[WHAT],*,,*\n"
        "  P-002,mistake,Twice the same id,low,1,,,*,,*\n"
        "  seven,mistake,No id at all,low,1,,,*,,*\n"
        "  P-003,mistake,too short\n",
        "store",
    )
    assert [(p.id, p.summary) for p in contents.patterns] == [
        ("P-002", "Odd figures"),
        ("P-004", "Twice the same id"),
        ("P-005", "No id at all"),
    ]
    odd = contents.patterns[0]
    assert (odd.confidence, odd.seen_count, odd.success_rate, odd.flags) == ("low", 1, None, ())
    reasons = {problem.line_number: problem.reason for problem in contents.problems}
    assert set(reasons) == {2, 3, 4, 5, 6}
    assert "category 'tip'" in reasons[2]
    assert "it is now P-004" in reasons[4]
    assert [problem.text for problem in contents.problems if problem.line_number == 6] == [
        "P-003,mistake,too short"
    ]


def test_new_ids_avoid_those_of_archive_and_provenance(tmp_path: Path) -> None:
    store = PatternStore(str(tmp_path / "org-patterns.toon"))
    Path(store.path).write_text(
        f"patterns[2]{{{TEN}}}:\n  P-001,mistake,One lesson,low,1,,,*,,*\n"
        "  P-001,mistake,Another lesson,low,1,,,*,,*\n"
    )
    Path(store.archive_path).write_text(encode([Pattern("P-040", "mistake", "An archived lesson")]))
    Path(store.provenance_path).write_text(json.dumps({"P-041": {"key": "x"}}))
    assert [p.id for p in store.read().patterns] == ["P-001", "P-042"]


@pytest.mark.parametrize("content", ["hello world\n", '{"patterns": []}\n', "a: 1\n", "\0\1\2"])
def test_a_file_that_is_no_store_is_an_error_and_stays(tmp_path: Path, content: str) -> None:
    path = tmp_path / "org-patterns.toon"
    path.write_text(content)
    store = PatternStore(str(path))
    with pytest.raises(InputError, match=r"org-patterns\.toon: is not a pattern store"):
        store.update(unchanged)
    assert path.read_text() == content


def test_a_long_line_is_read_and_kept_whole_in_the_quarantine(tmp_path: Path) -> None:
    store = PatternStore(str(tmp_path / "org-patterns.toon"))
    words = "word " * 200_000
    Path(store.path).write_text(f"patterns[1]{{{TEN}}}:\n  P-001,mistake,{words},low,1,,,*,,*\n")
    (pattern,) = store.update(unchanged)
    assert len(pattern.summary) <= 200
    assert words.strip() in (tmp_path / "quarantine" / "org-patterns.toon.jsonl").read_text()


def as_csv(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@given(st.lists(visible_texts, min_size=1, max_size=4))
def test_what_a_csv_writer_wrote_is_read_without_loss(summaries: list[str]) -> None:
    """Python's csv module quotes like the older tool; its rows come back word for word."""
    patterns = [cleaned(Pattern(f"P-{n:03d}", "mistake", text)) for n, text in enumerate(summaries, 1)]
    rows = [f"  {p.id},mistake,{as_csv(p.summary)},low,1,,[STALE],*,a|b" for p in patterns]
    contents = decode("\n".join([f"patterns[0]{{{NINE}}}:", *rows]), "store")
    assert [p.summary for p in contents.patterns] == [p.summary for p in patterns]
    assert not contents.problems


@given(st.text(alphabet='P-01,"\\ \tab[]{}:#|é\n', max_size=200))
def test_no_text_makes_the_reader_fail_otherwise_than_by_saying_so(content: str) -> None:
    try:
        contents = decode(content, "store")
    except InputError:
        return
    assert decode(encode(contents.patterns), "store").patterns == contents.patterns


@pytest.mark.parametrize("columns", [NINE, TEN])
@pytest.mark.parametrize("commas", [1, 2, 3])
@pytest.mark.parametrize("repo", ["", ",web"])
def test_commas_in_an_unquoted_summary_shift_no_field(columns: str, commas: int, repo: str) -> None:
    summary = "Check expiry" + ", scopes" * commas + " and audience"
    (pattern,) = read(
        f"  P-001,pattern,{summary},high,5,0.85,[STALE],planner,auth|API{repo}",
        f"patterns[1]{{{columns}}}:",
    )
    assert (pattern.summary, pattern.confidence, pattern.seen_count) == (summary, "high", 5)
    assert (pattern.flags, pattern.applies_to, pattern.context) == (("STALE",), ("planner",), ("auth", "API"))
    assert pattern.repo == (repo.lstrip(",") or "*")


def test_a_summary_in_single_quotes_shifts_no_field() -> None:
    (pattern,) = read(
        "  P-001,pattern,'Check expiry, before calls',high,5,0.85,'',*,auth", f"patterns[1]{{{NINE}}}:"
    )
    assert (pattern.summary, pattern.confidence, pattern.flags) == ("Check expiry, before calls", "high", ())


@pytest.mark.parametrize(
    ("row", "context", "repo"),
    [
        ('P-001,mistake,"Check it",low,2,0.6,"",*,python,web,extra', ("python", "web", "extra"), "*"),
        ('P-001,mistake,"Check it",low,2,0.6,""', (), "*"),
        ('P-001,mistake,"Check it",low,2', (), "*"),
    ],
)
def test_too_many_or_too_few_fields_behind_the_figures_are_read_and_told(
    row: str, context: tuple[str, ...], repo: str
) -> None:
    contents = decode(f"patterns[1]{{{NINE}}}:\n  {row}\n", "store")
    (pattern,) = contents.patterns
    assert (pattern.summary, pattern.seen_count, pattern.context, pattern.repo) == (
        "Check it",
        2,
        context,
        repo,
    )
    assert [(one.line_number, one.text) for one in contents.problems] == [(2, row)]


@pytest.mark.parametrize(
    ("written", "rate"),
    [("85%", 0.85), ("85 %", 0.85), (".85", 0.85), ('"0,85"', 0.85), ("1", 1.0), ("100%", 1.0), ("0", 0.0)]
    + [(empty, None) for empty in ("null", "N/A", "n/a", "None", "-", "nan", "")],
)
def test_spellings_of_a_success_rate(written: str, rate: float | None) -> None:
    (pattern,) = read(f"  P-001,mistake,Check it,low,1,{written},,*,,*")
    assert pattern.success_rate == rate


@pytest.mark.parametrize("written", ["5", '"5"', "5.0", " 5 "])
def test_spellings_of_a_count(written: str) -> None:
    (pattern,) = read(f"  P-001,mistake,Check it,low,{written},,,*,,*")
    assert pattern.seen_count == 5


@pytest.mark.parametrize(
    "written",
    [
        "[PRUNE]|[STALE]",
        "[PRUNE][STALE]",
        '"[PRUNE],[STALE]"',
        "[PRUNE] [STALE]",
        "prune;stale",
        "[PRUNE|STALE]",
    ],
)
def test_spellings_of_two_flags(written: str) -> None:
    (pattern,) = read(f"  P-001,mistake,Check it,low,1,,{written},*,,*")
    assert pattern.flags == ("PRUNE", "STALE")


def test_tags_and_agents_that_are_parted_by_commas() -> None:
    (pattern,) = read('  P-001,mistake,Check it,low,1,,,"planner, coder","auth,API",*')
    assert (pattern.applies_to, pattern.context) == (("planner", "coder"), ("auth", "API"))


def test_ids_of_other_widths_keep_their_number_where_it_is_free() -> None:
    contents = decode(
        f"patterns[5]{{{NINE}}}:\n"
        "  P-12,mistake,First of them,low,1,,,*,\n"
        "  p-001,mistake,Second of them,low,1,,,*,\n"
        "  P-7,mistake,Third of them,low,1,,,*,\n"
        "  P-007,mistake,Fourth of them,low,1,,,*,\n"
        "  P7,mistake,Fifth of them,low,1,,,*,\n",
        "store",
    )
    assert [p.id for p in contents.patterns] == ["P-012", "P-001", "P-013", "P-007", "P-014"]


def test_a_short_id_gives_way_to_an_archived_pattern_with_its_number() -> None:
    row = f"patterns[1]{{{NINE}}}:\n  P-12,mistake,Check it,low,1,,,*,\n"
    (pattern,) = decode(row, "store", lambda: ["P-012", "P-020"]).patterns
    assert pattern.id == "P-021"


def test_a_row_that_stands_there_twice_is_one_pattern() -> None:
    row = "  P-001,mistake,Check it,low,3,,,*,\n"
    contents = decode(f"patterns[2]{{{NINE}}}:\n{row}{row}", "store")
    assert [(p.id, p.seen_count) for p in contents.patterns] == [("P-001", 3)]
    assert [problem.line_number for problem in contents.problems] == [3]


def test_two_stores_in_one_file_and_facts_before_the_header() -> None:
    contents = decode(
        f"version: 1\nlast_updated: 2025-01-01\npatterns[1]{{{NINE}}}:\n"
        "  P-001,mistake,Check it,low,3,,,*,here\n"
        "patterns[1|]{category|id|summary|confidence|seen_count|success_rate|flags|applies_to|context|repo}:\n"
        "  insight|P-002|Look, at it|low|3|||*|there|web\n",
        "store",
    )
    assert [(p.id, p.summary, p.repo) for p in contents.patterns] == [
        ("P-001", "Check it", "*"),
        ("P-002", "Look, at it", "web"),
    ]
    assert [problem.text for problem in contents.problems] == ["version: 1", "last_updated: 2025-01-01"]


def test_escaped_quotes_prove_escapes_in_a_file_of_nine_columns_too() -> None:
    assert (
        summary_of('  P-001,mistake,"Say \\"hi\\" in C:\\\\temp",low,1,,,*,', NINE) == 'Say "hi" in C:\\temp'
    )


def test_the_original_outlives_the_writes_that_follow_its_conversion(tmp_path: Path) -> None:
    path = tmp_path / "org-patterns.toon"
    original = f"# mine\npatterns[1]{{{NINE}}}:\n  P-001,mistake,Check it,low,3,,,*,\n".encode()
    path.write_bytes(original)
    store = PatternStore(str(path))

    def captured_again(patterns: list[Pattern], _: Provenance) -> list[Pattern]:
        return [dataclasses.replace(p, seen_count=p.seen_count + 1) for p in patterns]

    store.update(captured_again)
    assert (tmp_path / "org-patterns.bak").read_bytes() == original
    store.update(captured_again)
    store.update(captured_again)

    assert (tmp_path / "org-patterns.legacy.bak").read_bytes() == original
    assert b",low,5," in (tmp_path / "org-patterns.bak").read_bytes()
