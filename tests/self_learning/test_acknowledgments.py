"""What is read out of an agent's last message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from self_learning.acknowledgments import Item, Report, citations_in, parse


@pytest.mark.parametrize(
    ("message", "items"),
    [
        ("LEARNINGS_ACKNOWLEDGED: P-002 -> src/app.py:42", [Item("P-002", ("src/app.py:42",))]),
        (
            "Done.\n\nLEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1; P-010 -> b.py:2, c/d.py:3",
            [Item("P-002", ("a.py:1",)), Item("P-010", ("b.py:2", "c/d.py:3"))],
        ),
        (
            "LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1\nLEARNINGS_ACKNOWLEDGED: P-003 -> a.py:9",
            [Item("P-002", ("a.py:1",)), Item("P-003", ("a.py:9",))],
        ),
        ("**LEARNINGS_ACKNOWLEDGED:** p-002 \u2192 `a.py:1`", [Item("P-002", ("a.py:1",))]),
        ("> - `LEARNINGS_ACKNOWLEDGED: P-002 => a.py:1`", [Item("P-002", ("a.py:1",))]),
        (
            "2. LEARNINGS_ACKNOWLEDGED: P-002, P-003 -> a.py:1",
            [Item("P-002", ("a.py:1",)), Item("P-003", ("a.py:1",))],
        ),
        (
            "LEARNINGS_ACKNOWLEDGED: P-002 (check for None; always) at Makefile:3",
            [Item("P-002", ("Makefile:3",))],
        ),
        (
            "LEARNINGS_ACKNOWLEDGED:\n\n- P-002 -> a.py:1\n- P-003 -> b.py:2\n\nOther things:\n- P-004 -> c.py:3",
            [Item("P-002", ("a.py:1",)), Item("P-003", ("b.py:2",))],
        ),
        (
            "LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1\nP-003 -> b.py:2\n\n- P-004 -> c.py:3\n- All done -> d.py:4",
            [Item("P-002", ("a.py:1",)), Item("P-003", ("b.py:2",)), Item("P-004", ("c.py:3",))],
        ),
        ("LEARNINGS_ACKNOWLEDGED:\nP-002 -> a.py:1\nP-003 is fine", [Item("P-002", ("a.py:1",))]),
        (
            "LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1, e.py:5, P-003 -> b.py:2",
            [Item("P-002", ("a.py:1", "e.py:5")), Item("P-003", ("b.py:2",))],
        ),
        (
            'LEARNINGS_ACKNOWLEDGED: "Check None, then empty; then use" -> a.py:1',
            [Item("Check None, then empty; then use", ("a.py:1",))],
        ),
        (
            'Applied: "Check token expiry, always" -> [evidence at src/auth.py:42]',
            [Item("Check token expiry, always", ("src/auth.py:42",))],
        ),
        (
            "LEARNINGS_ACKNOWLEDGED: check for None first (a.py:7)",
            [Item("check for None first", ("a.py:7",))],
        ),
        ("LEARNINGS_ACKNOWLEDGED: P-002", [Item("P-002", ())]),
        ("LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1; P-002 -> a.py:5", [Item("P-002", ("a.py:1", "a.py:5"))]),
    ],
)
def test_forms_of_a_citation(message: str, items: list[Item]) -> None:
    assert list(parse(message).items) == items


def test_the_form_quoted_from_the_injected_text_is_no_report() -> None:
    quoted = (
        "Closing line to report use: LEARNINGS_ACKNOWLEDGED: P-002 -> src/app.py:42   "
        "(or: LEARNINGS_ACKNOWLEDGED: none, and why)"
    )
    assert parse(quoted) == Report()


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("LEARNINGS_ACKNOWLEDGED: none, because it was a rename", "it was a rename"),
        ("LEARNINGS_ACKNOWLEDGED: None \u2014 nothing fitted", "nothing fitted"),
        ("`LEARNINGS_ACKNOWLEDGED: none (docs only)`", "docs only"),
        ("LEARNINGS_ACKNOWLEDGED: none", ""),
        ("LEARNINGS_ACKNOWLEDGED: none, and why", ""),
    ],
)
def test_none_needs_a_reason(message: str, reason: str) -> None:
    report = parse(message)
    assert report.items == ()
    assert report.none_because == reason


def test_no_learnings_line() -> None:
    assert parse("text\nno_learnings: only a typo").no_learnings == "only a typo"
    assert parse("- **no_learnings:** only a typo").no_learnings == "only a typo"
    assert parse("no_learnings:").no_learnings == ""
    assert parse("there is no_learnings: here").no_learnings is None


@pytest.mark.parametrize(
    ("evidence", "places"),
    [
        ("src/a.py:42-50", ("src/a.py:42",)),
        ("src/a.py:42:7", ("src/a.py:42",)),
        ("src/a.py#L42", ("src/a.py:42",)),
        ("src/a.py line 42", ("src/a.py:42",)),
        ("`my file.py`:3 and 'b c.py:4'", ("my file.py:3", "b c.py:4")),
        ("./a.py:3", ("a.py:3",)),
        ("C:\\x\\y.py:3", ("C:\\x\\y.py:3",)),
        ("http://localhost:80 at 12:30, localhost:8080", ()),
        ("a.py", ()),
        ("a.py:0", ()),
    ],
)
def test_places(evidence: str, places: tuple[str, ...]) -> None:
    assert citations_in(evidence) == places


def test_later_words_of_an_agent_add_to_earlier_ones() -> None:
    first = parse("LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1")
    later = parse("LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:2\nno_learnings: small")
    assert first.joined(later) == Report((Item("P-002", ("a.py:1", "a.py:2")),), None, "small")


@given(st.text() | st.text(alphabet="LEARNINGS_ACKNOWLEDGED: Pnone-0123;,>\"'`()[]|.py\n"))
def test_any_text_is_read_without_fault(noise: str) -> None:
    for message in (noise, f"LEARNINGS_ACKNOWLEDGED: {noise}", f"Applied: {noise}"):
        report = parse(message)
        for item in report.items:
            assert item.reference
            assert all("," not in place and "\n" not in place for place in item.citations)


@pytest.mark.parametrize("unit", ["*", "`a", '"', "P-001, ", "a.b", "(", "- "])
def test_long_lines_are_read_in_linear_time(unit: str) -> None:
    """A quadratic expression would need hours for these and run into the suite's time limit."""
    parse(f"LEARNINGS_ACKNOWLEDGED: {unit * 1_000_000}\n{unit * 1_000_000}")
