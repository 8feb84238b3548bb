"""The same lesson is recognised, and its opposite is not taken for it."""

from __future__ import annotations

import pytest

from self_learning.learnings.deduplicate import Known, Likeness, compare


def likeness(one: str, other: str, trigger: str = "", other_trigger: str = "") -> Likeness:
    result = compare(trigger, one, Known("P-001", other_trigger, other))
    mirrored = compare(other_trigger, other, Known("P-002", trigger, one))
    assert result.likeness is mirrored.likeness
    return result.likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Check token expiry before every API call", "check the token expiry before every API call!"),
        ("Never use mutable default arguments in Python", "Avoid mutable default arguments in Python"),
        ("Always close the response body in Go clients", "Close the response body in Go clients"),
        (
            "Check the expiry on each call, not once at start-up",
            "Check the expiry on each call, not at start-up",
        ),
    ],
)
def test_the_same_lesson(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.SAME


def test_the_same_trigger_is_the_same_lesson_in_other_words() -> None:
    one, other = "Check token expiry before every API call", "Verify the token's lifetime prior to a request"
    assert likeness(one, other) is Likeness.DIFFERENT
    assert likeness(one, other, "Token expiry", "token  expiry.") is Likeness.SAME


def test_a_trigger_that_only_names_a_subject_merges_nothing_unrelated() -> None:
    one, other = "Refresh sessions on 401 answers", "Hash passwords with argon2id"
    assert likeness(one, other, "auth", "auth") is Likeness.NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Always use the shared client for API calls", "Never use the shared client for API calls"),
        ("Run migrations before starting the server", "Run migrations after starting the server"),
        ("Enable the query cache in the worker pool", "Disable the query cache in the worker pool"),
        ("Do not retry failed POST requests in the gateway", "Retry failed POST requests in the gateway"),
        ("Set the client timeout to 5 seconds in tests", "Set the client timeout to 50 seconds in tests"),
    ],
)
def test_opposites_are_a_conflict(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.CONFLICT
    assert likeness(one, other, "same trigger", "same trigger") is Likeness.CONFLICT


def test_just_under_eight_of_ten_words_is_not_the_same() -> None:
    shared = "alpha beta gamma delta epsilon zeta eta"
    assert likeness(f"{shared} theta lamda", f"{shared} iota kappa") is Likeness.NEAR  # 14 / 18 = 0.78
    assert likeness(f"{shared} theta", f"{shared} theta iota") is Likeness.SAME  # 16 / 17
