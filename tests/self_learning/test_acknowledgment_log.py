"""acknowledgments.log keeps any text, and reads what older tools wrote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conftest import Workspace
from self_learning import acknowledgment_log, text
from self_learning.acknowledgment_log import AcknowledgmentRow

texts = st.text(max_size=60)


@given(
    agent=texts,
    evidence=texts,
    acknowledged=st.booleans(),
    applied=st.lists(st.from_regex(r"P-\d{3}", fullmatch=True)),
)
def test_round_trip(agent: str, evidence: str, acknowledged: bool, applied: list[str]) -> None:
    agent = text.sanitise(agent)
    row = AcknowledgmentRow(
        "2026-11-20T10:00:00Z",
        "20261120-100000",
        1,
        agent,
        acknowledged,
        tuple(applied),
        text.sanitise(evidence),
    )
    line = acknowledgment_log.format_row(row)
    assert "\n" not in line
    assert acknowledgment_log.parse(line) == row


def test_unreadable_rows_go_to_the_quarantine_and_the_rest_is_read(project: Workspace) -> None:
    project.write(
        ".learnings/acknowledgments.log",
        "2026-11-20T10:00:00Z|r|1|old-tool|true\nnonsense\n2026-11-20T10:00:00Z|r|1|a|true|P-001, P-002|seen\n",
    )
    rows = acknowledgment_log.read(project.project)
    assert [row.applied for row in rows] == [(), ("P-001", "P-002")]
    kept = (project.path / ".learnings/quarantine/acknowledgments.log.jsonl").read_text()
    assert '"line": 2' in kept
    assert "nonsense" in kept
