"""Runbooks keep what a person writes, wherever they write it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from self_learning.engine import runbook
from self_learning.engine.findings import Finding
from self_learning.engine.registry import Pattern
from self_learning.engine.tally import Occurrence, Tally

TODAY = date(2026, 11, 20).toordinal()


def pattern(name: str, count: int) -> Pattern:
    tally = Tally()
    tally.count = count
    tally.sources.update({"review-finding|blocking": count})
    tally.newest = [Occurrence(TODAY, 0, 1, 0, 1, "api")]
    row = Finding(
        day=TODAY, tag=name, text="it breaks", category="correctness", severity="blocking", source="review-finding",
        file="a.py:1", service="api", pr="", context="on start", fix="mend it", example="", agents=(),
    )  # fmt: skip
    return Pattern(
        name=name, description="what is wrong", tally=tally, category="correctness", severity="blocking",
        first_day=TODAY, last_day=TODAY, trend="new", confidence=0.65, agents=[], services=["api"], members=[0, 0],
        read=lambda _: row, kept=None,
    )  # fmt: skip


def update(content: bytes | None, counts: dict[str, int]) -> bytes:
    book = runbook.Runbook("agent", content)
    for name, count in counts.items():
        one = pattern(name, count)
        if book.is_new or book.holds(name):
            book.put(name, runbook.entry(one, "2026-11-20", lambda _: None), runbook.Statistics.of(one))
    return book.content()


def test_an_unedited_entry_is_written_anew_and_an_edited_one_is_refreshed() -> None:
    first = update(None, {"one": 3, "two": 3})
    edited = first.replace(b"- **Instead**: mend it\n", b"- **Instead**: mend it, we use a lock\n", 1)
    second = update(edited, {"one": 8, "two": 9}).decode()
    one, two = second.split("### Two")
    assert "**Occurrences**: 8" in one
    assert "we use a lock" in one
    assert "it came back 3 times" in one  # left alone
    assert "it came back 9 times" in two


def test_a_note_on_the_statistics_line_stays() -> None:
    first = update(None, {"one": 3}).replace(
        b"**Last seen**: 2026-11-20", b"**Last seen**: 2026-11-20 (ask Kim)"
    )
    second = update(first, {"one": 7}).decode()
    assert "**Occurrences**: 7" in second
    assert "(ask Kim)" in second


def test_what_stands_outside_keeps_every_byte() -> None:
    before, after = b"\xef\xbb\xbf# Mine \xff\r\n\ttext  \r\n", b"\r\n\r\nmore\r\n  \xfe end"
    section = update(b"", {"one": 3}).rstrip(b"\n")
    mixed = before + section.replace(b"\n", b"\r\n") + after
    again = update(mixed, {"one": 4})
    assert again.startswith(before)
    assert again.endswith(after)
    assert update(again, {"one": 4}) == again


def test_archived_entries_keep_edits() -> None:
    content = update(None, {"one": 3}).replace(b"mend it\n", b"mend it at once\n", 1)
    book = runbook.Runbook("agent", content)
    book.archive("one", "2026-12-01", "not seen for 90 days", None)
    archived = book.content().decode()
    assert archived.index("## Archived patterns") < archived.index("### One")
    assert "mend it at once" in archived
    assert runbook.Runbook("agent", archived.encode()).content().decode() == archived


LINES = st.sampled_from(
    [
        "plain words",
        "### My heading",
        "## Section",
        "# Top",
        "- a bullet",
        "```",
        "    code",
        "<!-- note -->",
        "| a |",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_twenty_random_edits_and_runs_lose_nothing(data: Any) -> None:
    counts = {"one": 3, "two": 4, "three": 5}
    content = b"# Start\n" + update(b"", counts)
    written: list[str] = []
    for step in range(20):
        lines = content.decode().split("\n")
        at = data.draw(st.integers(0, len(lines)))
        mark = f"{data.draw(LINES)} kept-{step}"
        how = data.draw(st.sampled_from(["insert", "append", "several"]))
        if how == "append" and at < len(lines):
            lines[at] += " " + mark
        elif how == "several":
            lines[at:at] = ["", mark, "", f"after kept-{step}b"]
            written.append(f"kept-{step}b")
        else:
            lines.insert(at, mark)
        written.append(f"kept-{step}")
        counts = {name: count + 1 for name, count in counts.items()}
        content = update("\n".join(lines).encode(), counts)
        text = content.decode()
        assert [one for one in written if one not in text] == []
        assert update(content, counts) == content
        if step == 10:
            book = runbook.Runbook("agent", content)
            book.archive("two", "2026-12-01", "superseded", None)
            content = book.content()
            assert [one for one in written if one not in content.decode()] == []
