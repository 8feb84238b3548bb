"""The same lesson in other words, and different lessons in similar words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from self_learning.engine import grouping, naming

SAME = [
    ("missing-null-check", "nullCheckMissing"),
    ("hard-coded-timeout", "hardcoded timeouts"),
    ("unused imports", "unused-import"),
]
DIFFERENT = [
    ("too-many-arguments", "too-many-branches"),
    ("password-in-url", "password-in-log"),
    ("pattern-17", "pattern-18"),
    ("option-a", "option-b"),
    ("missing-semicolon", "unnecessary-semicolon"),
    ("no-finalizer", "unnecessary-finalizer"),
    ("missing-type-annotation", "invalid-type-annotation"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_say_the_same_are_one_group(one: str, other: str) -> None:
    grouped = grouping.Grouping()
    assert grouped.assign(naming.kebab(one), "a") == grouped.assign(naming.kebab(other), "b")


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_differ_in_a_telling_word_stay_apart(one: str, other: str) -> None:
    grouped = grouping.Grouping()
    assert grouped.assign(naming.kebab(one), one) != grouped.assign(naming.kebab(other), other)


def test_a_nameless_text_finds_the_pattern_in_another_log() -> None:
    known, nameless = grouping.Grouping(), grouping.Grouping()
    known.assign("unused-import", "`os` imported but unused")
    known.assign("bare-except", "Do not use bare `except`")
    found = nameless.assign("", "Unused import sys")
    alone = nameless.assign("", "The quick brown fox jumps")
    roots = grouping.join([known, nameless])
    assert roots[grouping.Root(1, found)] == grouping.Root(0, 0)
    assert roots[grouping.Root(1, alone)] is None


NAMES = st.sampled_from(
    ["", "stale-cache", "cache-stale", "stale-cache-entry", "null-check", "check-null", "leak-2"]
)
TEXTS = st.lists(
    st.sampled_from("stale cache entry null check leak of handle `x` 12 token".split()), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, TEXTS.map(" ".join)), max_size=30), st.integers(0, 30))
def test_going_on_gives_what_reading_anew_gives(rows: list[tuple[str, str]], cut: int) -> None:
    whole = grouping.Grouping()
    expected = [whole.assign(name, text) for name, text in rows]
    first = grouping.Grouping()
    found = [first.assign(name, text) for name, text in rows[:cut]]
    second = grouping.Grouping(json.loads(json.dumps(first.plain())))
    found += [second.assign(name, text) for name, text in rows[cut:]]
    assert found == expected
    assert second.plain() == whole.plain()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Missing input validation on the endpoint", "unvalidated-input"),
        ("missing status condition", "missing-status-condition"),
        ("There is a race condition here", "concurrency-race"),
        ("nil pointer when empty", "nil-dereference"),
        ("error is not handled", "unhandled-error"),
        ("Hardcoded URL", "hardcoded-value"),
        ("hard-coded port", "hardcoded-value"),
        ("missing tests for the error path", "insufficient-test-coverage"),
        ("wrong import order", "import-ordering"),
        ("nothing of the kind", ""),
    ],
)
def test_keyword_rules(text: str, name: str) -> None:
    assert naming.Names().by_keyword(text) == name


@pytest.mark.parametrize(
    "name", ["missingNullCheck", "Missing null check!", "missing_null_check", "missing--null check"]
)
def test_kebab(name: str) -> None:
    assert naming.kebab(name) == "missing-null-check"


def test_agent_names_can_be_directories() -> None:
    assert naming.agent_name("code:plan-writer") == "code-plan-writer"
    assert naming.agent_name("../../etc/passwd") == "etc-passwd"
    assert naming.agent_name("..") == ""


def test_texts_that_differ_in_what_their_names_name_are_two_patterns() -> None:
    grouped = grouping.Grouping()
    first = grouped.assign("suspicious-pickle-import", "The `pickle` module is possibly insecure")
    other = grouped.assign("suspicious-subprocess-import", "The `subprocess` module is possibly insecure")
    assert first != other
