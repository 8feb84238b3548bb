"""The file of one contributor: what is written is read again, and the schema and the reader agree."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from self_learning import text
from self_learning.org.contribution import (
    Contribution,
    ContributionError,
    Counters,
    Tombstone,
    parse,
    serialise,
)
from self_learning.schema_validation import complaints
from team import MOMENT, contribution, shared_pattern

_lines = st.text(min_size=1, max_size=200).map(text.sanitise).filter(bool)
_tags = st.lists(
    st.text(min_size=1, max_size=80).map(lambda tag: text.sanitise(tag, 80).replace("|", "/")).filter(bool),
    max_size=5,
).map(tuple)
_patterns = st.builds(
    lambda summary, trigger, tags, passes, seen: shared_pattern(
        summary,
        trigger=trigger,
        context=tags,
        applies_to=tags,
        seen_count=seen,
        counters=Counters(passes * 2, passes, passes + 0.25 if passes else 0.0, 3, 1, 0),
    ),
    _lines,
    st.text(max_size=200).map(text.sanitise),
    _tags,
    st.integers(0, 10**8),
    st.integers(1, 10**9),
)


@settings(deadline=None)
@given(st.lists(_patterns, max_size=6), st.lists(_patterns, max_size=3), st.lists(_patterns, max_size=3))
def test_what_is_written_is_read_again(patterns: list, evidence: list, gone: list) -> None:  # type: ignore[type-arg]
    made = Contribution(
        "project",
        "c-1",
        "c-2",
        {one.key: one for one in patterns},
        {one.key: one.counters for one in evidence},
        {one.key: Tombstone(MOMENT, one.key if one.seen_count % 2 else None) for one in gone},
    )
    data = serialise(made)
    assert parse(data, "project", "c-1") == made
    assert serialise(parse(data, "project", "c-1")) == data
    assert complaints(json.loads(data), "org-contribution.schema.json") == []


_values = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.floats(), st.text(max_size=3), st.just([]), st.just({}),
    st.sampled_from(["x" * 201, "2026-11-01", "0" * 15, "A" * 16, 10**10, 1.5, "high", "mistake", ["a|b"], [""]]),
)  # fmt: skip


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found += _places(inner, (*path, number))
    return found


_VALID = contribution(
    "project", "c-1", shared_pattern("Close every cursor", trigger="cursor", context=("db",))
)._replace(
    evidence={"0" * 16: Counters(2, 1, 1.5, 4, 0, 1)},
    tombstones={"1" * 16: Tombstone(MOMENT, "2" * 16)},
)


@settings(deadline=None)
@given(st.data())
def test_the_reader_takes_nothing_that_the_schema_refuses(data: st.DataObject) -> None:
    document = json.loads(serialise(_VALID))
    place = data.draw(st.sampled_from(_places(document)))
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    if isinstance(inner, dict) and data.draw(st.booleans()):
        if data.draw(st.booleans()):
            del inner[place[-1]]
        else:
            inner["more"] = data.draw(_values)
    else:
        inner[place[-1]] = data.draw(_values)
    try:
        parse(json.dumps(document).encode(), "project", "c-1")
    except ContributionError:
        return
    assert complaints(document, "org-contribution.schema.json") == []


@pytest.mark.parametrize("project", ["..", ".", "", "a/b", "a\\b", "-x" * 65, ".git", "a\n", "é"])
def test_a_name_that_is_no_file_name_is_refused(project: str) -> None:
    with pytest.raises(ContributionError):
        parse(serialise(_VALID._replace(project=project)), project, "c-1")


def test_a_key_stands_once() -> None:
    document = json.loads(serialise(_VALID))
    document["patterns"] *= 2
    with pytest.raises(ContributionError, match="twice"):
        parse(json.dumps(document).encode(), "project", "c-1")


@pytest.mark.parametrize("points", ["1" + "0" * 400, "-1", "1e999", "1.5", "true"])
def test_points_that_no_counter_holds_are_refused(points: str) -> None:
    document = json.loads(serialise(_VALID))
    document["patterns"][0]["counters"]["points"] = "POINTS"
    data = json.dumps(document).replace('"POINTS"', points).encode()
    with pytest.raises(ContributionError, match="points"):
        parse(data, "project", "c-1")
