"""Stores as older tools and people left them."""

from __future__ import annotations

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
