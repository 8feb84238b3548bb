"""The compiled check and the schema say the same of every row."""

from __future__ import annotations

from typing import Any

import pytest
from fastjsonschema import JsonSchemaValueException
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine_rows import finding
from self_learning import files, schema_validation
from self_learning.engine import findings, locations

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=5), st.just("2026-11-20"), st.just("2026-13-40"),
    st.sampled_from(["warning", "high", "critical", "explicit", "tip", "security", "code_quality"]),
    st.lists(st.text(max_size=3), max_size=2), st.fixed_dictionaries({"summary": st.text(max_size=3)}),
)  # fmt: skip
FULL: dict[str, dict[str, Any]] = {
    "review-finding": finding(),
    "session-learning": {"date": "2026-11-20", "agent": "a", "type": "tip", "name": "n", "description": "d"},
    "incident": {"date": "2026-11-20", "service": "s", "title": "t", "severity": "low", "root_cause": "r"},
    "user-correction": {
        "date": "2026-11-20", "agent": "a", "source": "explicit", "correction_type": "code_quality",
        "ai_action": {"summary": "x"}, "user_correction": {"summary": "y"},
    },
}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(locations.KINDS), st.data())
def test_both_validators_agree(kind: str, data: Any) -> None:
    schema: Any = files.read_json(f"{schema_validation.DIRECTORY}/{kind}.schema.json")
    row = dict(FULL[kind])
    for key in data.draw(st.lists(st.sampled_from([*schema["properties"], "extra"]), max_size=4)):
        if data.draw(st.booleans()):
            row.pop(key, None)
        else:
            row[key] = data.draw(VALUES)
    valid = Draft202012Validator(schema).is_valid(row)
    if valid:
        findings._check(kind)(row)
    else:
        with pytest.raises(JsonSchemaValueException):
            findings._check(kind)(row)


@pytest.mark.parametrize("kind", locations.KINDS)
def test_every_schema_is_one(kind: str) -> None:
    schema: Any = files.read_json(f"{schema_validation.DIRECTORY}/{kind}.schema.json")
    Draft202012Validator.check_schema(schema)
    assert findings.read(kind, FULL[kind]).day == findings.day_of("2026-11-20")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20T23:30:00-05:00", "2026-11-21"),
        ("2026-11-20T00:30:00+02:00", "2026-11-19"),
        ("2026-11-20T10:00:00Z", "2026-11-20"),
        ("2026-11-20 10:00", "2026-11-20"),
    ],
)
def test_days_are_days_of_utc(moment: str, day: str) -> None:
    assert findings.day_of(moment) == findings.day_of(day)
