"""Faults that are known everywhere, in the words that reviewers have for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from self_learning.engine import fault_table, faults, grouping, naming

NAMES = {
    "nil-dereference": ["missing-null-check", "no-nil-guard", "possible-npe", "null-pointer-risk"],
    "redundant-null-check": ["unnecessary-nil-check", "redundant-null-guard"],
    "unvalidated-input": ["unvalidated-request-body", "no-input-sanitization", "missing-payload-validation"],
    "unhandled-error": ["ignored-error", "error-not-checked", "missing-error-handling"],
    "resource-leak": ["leaks-connection", "unclosed-file", "file-handle-leak"],
    "missing-timeout": ["no-timeout-on-http-call", "missing-deadline", "request-without-timeout"],
    "n-plus-one-query": ["n-1-query", "query-per-row", "n-plus-one-select"],
    "missing-await": ["unawaited-promise", "forgotten-await", "missing-await"],
    "needless-async": ["async-without-await", "redundant-async"],
    "insufficient-test-coverage": ["no-tests-for-error-path", "untested-code", "missing-unit-tests"],
    "concurrency-race": ["race-condition", "not-thread-safe", "unsynchronized-access", "data-race"],
    "": ["missing-status-page", "no-focused-tests", "null-check-tests", "tenant-cache-key", "rule-17"],
}
TEXTS = {
    "nil-dereference": ["`user` can be None when the account is gone", "No nil check on the lookup's result"],
    "unvalidated-input": [
        "The request body isn't validated",
        "Payload should be validated before it is used",
    ],
    "resource-leak": ["The response body is never closed", "File is opened without a context manager"],
    "missing-docs": ["Public function `validate_input` has no docstring"],
    "sql-injection": ["The query is built by string concatenation with user input"],
    "swallowed-exception": ["The handler silently swallows the exception"],
    "": [
        "Tests for the null check are too slow",
        "This is not a race condition",
        "No deadlock is possible here",
        "`check_error_not_handled` is a long word",
        "Docstring should not be followed by a blank line",
        "",
    ],
}


@pytest.mark.parametrize(("fault", "name"), [(fault, one) for fault, names in NAMES.items() for one in names])
def test_a_name_tells_the_fault(fault: str, name: str) -> None:
    assert faults.of_name(name) == fault


@pytest.mark.parametrize(("fault", "text"), [(fault, one) for fault, texts in TEXTS.items() for one in texts])
def test_a_text_tells_the_fault(fault: str, text: str) -> None:
    assert faults.of_text(text) == fault


def test_names_of_one_fault_are_one_pattern_and_the_opposite_is_another() -> None:
    grouped = grouping.Grouping()
    first = grouped.assign("no-nil-guard", "cfg may be nil")
    assert grouped.assign("possible-npe", "customer.getAddress() is used as it is") == first
    assert grouped.assign("unnecessary-null-check", "the value was checked above") != first
    assert grouped.leaders[first].name == "no-nil-guard"


def test_a_text_without_a_name_goes_to_the_pattern_of_its_fault_in_another_log() -> None:
    text = "requests.get is called without a timeout"
    known, other = grouping.Grouping(), grouping.Grouping()
    known.assign("unbounded-wait", "the client waits forever for the upstream")
    group = other.assign(naming.Names().by_keyword(text), text)
    assert grouping.join([known, other])[grouping.Root(1, group)] == grouping.Root(0, 0)


def test_a_text_tells_a_name_s_fault_only_where_the_name_has_one_of_its_words() -> None:
    grouped = grouping.Grouping()
    first = grouped.assign("missing-timeout", "HTTP call has no timeout")
    assert grouped.assign("timeout-upstream", "The gRPC call doesn't set a deadline") == first
    assert grouped.assign("rule-17", "The gRPC call doesn't set a deadline") != first


def test_every_term_can_match_and_every_fault_is_written_as_a_name() -> None:
    table = faults._table()
    for term in table._numbers:
        for one in term.split("|"):
            for word in table._words.get(one, one).split():
                assert re.fullmatch(r"\w+\*?", word), (term, word)
    for phrase in table.phrases:
        assert naming.kebab(phrase.fault) == phrase.fault
        assert phrase.needed.isdisjoint(phrase.excluded), phrase


def test_every_fault_knows_itself_by_a_name() -> None:
    unknown = {one.fault for one in faults._table().phrases if faults.of_name(one.fault) != one.fault}
    assert not unknown


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    faults.of_text(text)
    faults.of_name(naming.kebab(text))
    naming.Names().by_keyword(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The call isn't awaited, leading to a race condition", "missing-await"),
        ("Use a prepared statement to avoid SQL injection", "sql-injection"),
        ("Avoid magic numbers in the retry policy", "magic-number"),
        ("missing status page", ""),
        ("Missing link to the status of the build", ""),
        ("error not handled by the mock", ""),
        ("The error is not properly handled", "unhandled-error"),
        ("nil pointer receiver methods should stand together", ""),
        ("the word hardcoded is misspelt", ""),
        ("There is no validation of the payload", "unvalidated-input"),
        ("There are duplicate tests", ""),
    ],
)
def test_what_a_text_is_about_and_not_what_it_mentions(text: str, name: str) -> None:
    assert naming.Names().by_keyword(text) == name


def test_a_person_s_own_rule_comes_first_and_hits_as_it_is_written() -> None:
    names = naming.Names(rules=[("status page", "status-page"), ("no timeout", "hanging-call")])
    assert names.by_keyword("missing status page") == "status-page"
    assert names.by_keyword("The client has no timeout") == "hanging-call"


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("unhandled-error", "missing-err-handling-db-close"),
        ("quadratic-complexity", "inefficient-list-lookup-in-loop"),
        ("hardcoded-value", "hard-coded-bucket-name"),
        ("concurrency-race", "non-atomic-check-and-set"),
        ("missing-authorization", "tenant-isolation-missing"),
        ("missing-timeout", "fetch-never-times-out"),
    ],
)
def test_a_name_with_more_words_is_told_by_what_it_complains_of(fault: str, name: str) -> None:
    assert faults.of_name(name) == fault


def test_every_class_of_words_is_used() -> None:
    terms = re.findall(r"[a-z]+", fault_table.FAULTS)
    classes = re.findall(r"^([a-z]+):", fault_table.CLASSES, re.MULTILINE)
    by_the_code = {"no", "wanted", "gone", "done", "needless", "displacing"}
    assert set(classes) - set(terms) <= by_the_code
    assert len(classes) == len(set(classes))
