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
        ("Done. LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1", [Item("P-002", ("a.py:1",))]),
        ("### LEARNINGS_ACKNOWLEDGED\n- P-002 -> a.py:1", [Item("P-002", ("a.py:1",))]),
        ("LEARNINGS_ACKNOWLEDGED P-002 -> a.py:1", [Item("P-002", ("a.py:1",))]),
        ("| LEARNINGS_ACKNOWLEDGED: | P-002 -> a.py:1 |", [Item("P-002", ("a.py:1",))]),
        ("<LEARNINGS_ACKNOWLEDGED: [P-002] -> a.py:1>", [Item("P-002", ("a.py:1",))]),
        ("LEARNINGS_ACKNOWLEDGED: P-002 `P-003`", [Item("P-002", ()), Item("P-003", ())]),
        ("`LEARNINGS_ACKNOWLEDGED: P-002 -> 'my file.py:3'`", [Item("P-002", ("my file.py:3",))]),
        ("LEARNINGS_ACKNOWLEDGED: P-002 -> `src/my file.py:3`", [Item("P-002", ("src/my file.py:3",))]),
        (
            "LEARNINGS_ACKNOWLEDGED: Check None; then use it -> a.py:1; P-003 -> b.py:2; Use x; and y -> c.py:3",
            [
                Item("Check None; then use it", ("a.py:1",)),
                Item("P-003", ("b.py:2",)),
                Item("Use x; and y", ("c.py:3",)),
            ],
        ),
        (
            "LEARNINGS_ACKNOWLEDGED: P-002 -> a.py:1 where `x; y` stands; P-003",
            [Item("P-002", ("a.py:1",)), Item("P-003", ())],
        ),
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
    assert parse(quoted.partition(": ")[2]) == Report()
    assert parse("LEARNINGS_ACKNOWLEDGED: P-001 -> path/to/file.py:42").items == ()
    assert parse("LEARNINGS_ACKNOWLEDGED: none, because ...").none_because == ""
    used = "LEARNINGS_ACKNOWLEDGED: P-003 -> b.py:2   (or: LEARNINGS_ACKNOWLEDGED: none, and why)"
    assert parse(used).items == (Item("P-003", ("b.py:2",)),)


@pytest.mark.parametrize(
    "said",
    ["not used, it was docs", "n/a", "none", "did not apply here", "doesn't apply", "not applicable: docs"],
)
@pytest.mark.parametrize("sign", [" -> ", ": ", " (", " - ", " "])
def test_a_pattern_that_is_said_to_be_of_no_use_is_not_applied(said: str, sign: str) -> None:
    report = parse(f"LEARNINGS_ACKNOWLEDGED: P-002{sign}{said}; P-003 -> b.py:2")
    assert report.items == (Item("P-003", ("b.py:2",)),)
    assert report.none_because


@pytest.mark.parametrize(
    ("said", "applied"),
    [
        ("unused import removed at src/a.py:3", True),
        ("Ignored tests now run, src/a.py:3", True),
        ("skipped errors are told at src/a.py:3", True),
        ("ignored here, src/a.py:3 is generated", False),
        ("skipped deliberately, see src/a.py:3", False),
        ("ignored it, src/a.py:3 is older", False),
        ("unused", False),
        ("ignored tests", False),
        ("not used in src/a.py:3", False),
    ],
)
def test_what_is_said_of_code_is_not_said_of_the_pattern(said: str, applied: bool) -> None:
    report = parse(f"LEARNINGS_ACKNOWLEDGED: P-002 -> {said}")
    assert report.items == ((Item("P-002", ("src/a.py:3",)),) if applied else ())


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("LEARNINGS_ACKNOWLEDGED: none, because it was a rename", "it was a rename"),
        ("LEARNINGS_ACKNOWLEDGED: None \u2014 nothing fitted", "nothing fitted"),
        ("`LEARNINGS_ACKNOWLEDGED: none (docs only)`", "docs only"),
        ("LEARNINGS_ACKNOWLEDGED: none", ""),
        ("LEARNINGS_ACKNOWLEDGED: none, and why", ""),
        ("LEARNINGS_ACKNOWLEDGED: none -> it was docs", "it was docs"),
        ("LEARNINGS_ACKNOWLEDGED: not applicable, docs only", "docs only"),
        ("LEARNINGS_ACKNOWLEDGED: No lessons fitted", "No lessons fitted"),
        ("LEARNINGS_ACKNOWLEDGED: no", ""),
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
    assert parse("No learnings: only a typo").no_learnings == "only a typo"
    assert parse('{"no_learnings": true, "reason": "only a typo"}').no_learnings == "only a typo"
    assert parse("no_learnings: the reason").no_learnings == ""  # as the request has it


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
        ("configure:3", ("configure:3",)),
        ("Makefile:12, justfile:4, src/a.py:5", ("Makefile:12", "justfile:4", "src/a.py:5")),
        ("src/a b.py:4", ("src/a b.py:4",)),
        ("C:\\Program Files\\x.py:3", ("C:\\Program Files\\x.py:3",)),
        ("see src/old and b.py:4", ("b.py:4",)),
        ("a.py, line 10; a.py (line 11), a.py lines 12-14", ("a.py:10", "a.py:11", "a.py:12")),
        ("line 10 of a.py and lines 3-5 in `b.py`", ("a.py:10", "b.py:3")),
        ("app/[id]/page.tsx:12, app/(group)/x.tsx:3", ("app/[id]/page.tsx:12", "app/(group)/x.tsx:3")),
        ("[a.py:10](a.py#L10)", ("a.py:10",)),
        ("it listens on port:8080 and fails at exit:1", ()),
        ("src/a.py:3+src/b.py:4", ("src/a.py:3",)),  # what is glued to a place is none
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


@pytest.mark.parametrize("unit", ["*", "`a", '"', "P-001, ", "a.b", "(", "- ", "a.b/"])
def test_long_lines_are_read_in_linear_time(unit: str) -> None:
    """A quadratic expression would need hours for these and run into the suite's time limit."""
    parse(f"LEARNINGS_ACKNOWLEDGED: {unit * 1_000_000}\n{unit * 1_000_000}")
    parse(f"LEARNINGS_ACKNOWLEDGED: {unit * 2_000}\n" * 100)
