"""Useful lessons pass and junk is refused, also where the rules were not fitted."""

from __future__ import annotations

import pytest
import quality_texts
import screening_texts

from self_learning.learnings import quality


@pytest.mark.parametrize("text", [*quality_texts.GOOD, *quality_texts.LATER_GOOD, *screening_texts.HONEST])
def test_a_useful_lesson_passes(text: str) -> None:
    assert quality.rejection(text) is None


@pytest.mark.parametrize("text", [*quality_texts.JUNK, *quality_texts.LATER_JUNK])
def test_junk_is_refused(text: str) -> None:
    assert quality.rejection(text) is not None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Configuration examples for the billing service", "heading"),
        ("Walkthrough of the error messages in the importer", "heading"),
        ("Enhanced the importer with better messages", "what was done"),
        ("The search in several files quickly found the cause", "what was done"),
        ("Total: 3736 statements, 0 missing", "figure"),
        ("Test suite: 1282 tests passing, 23 skipped", "figure"),
        ("Refer to the wiki for the deployment", "points elsewhere"),
    ],
)
def test_what_says_neither_when_nor_what_is_refused_for_that(text: str, reason: str) -> None:
    found = quality.rejection(text)
    assert found is not None
    assert reason in found.reason


def test_a_statement_is_known_by_its_verb_wherever_that_stands() -> None:
    for text in (
        "Git worktrees share hooks with the main checkout",
        "The sandbox blocks network access in integration tests",
        "Removing the retry wrapper broke certificate renewal",
        "For nightly imports, batch the inserts by tenant",
        "Bevor die Signatur geändert wird, alle Aufrufer von load_board suchen",
    ):
        assert quality.rejection(text) is None, text


def test_texts_that_the_rules_were_not_fitted_to_are_judged_as_well() -> None:
    refused = [text for text in quality_texts.UNSEEN_GOOD if quality.rejection(text)]
    passed = [text for text in quality_texts.UNSEEN_JUNK if not quality.rejection(text)]
    assert len(refused) <= 1, refused
    assert len(passed) <= 3, passed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Be careful with auth when coding", quality.VAGUE),
        ("Fixed the bug in the code today", quality.NOT_ACTIONABLE),
        ("The tests passed after my change", quality.NOT_ACTIONABLE),
        ("We should improve things in the future", quality.NOT_ACTIONABLE),
        ("DATABASE_URL=postgres:5432/app", quality.BARE_VALUE),
        ("src/components/Header/index.tsx", quality.BARE_VALUE),
    ],
)
def test_the_kind_of_junk_is_named(text: str, kind: str) -> None:
    found = quality.rejection(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "MAX_RETRIES: 5 in the configuration file",
        "MAX_RETRIES is 5",
        "max_retries: 5 (see config.yaml)",
        "The database port is 5432 in docker-compose.yml",
        "The timeout is 30 seconds in settings.py",
        "The value of CACHE_TTL is 3600 in production settings",
        "node version: 18.17.0 in .nvmrc",
        "pool.size defaults to 20 on the staging server",
        "`REQUEST_TIMEOUT` is set to 30 s (settings.py:12)",
    ],
)
def test_a_value_with_the_place_where_it_stands_is_no_lesson(text: str) -> None:
    found = quality.rejection(text)
    assert found is not None
    assert found.kind == quality.BARE_VALUE


@pytest.mark.parametrize(
    "text",
    [
        "MAX_RETRIES above 5 in the gateway's settings makes clients hang until the pool is empty",
        "The default port is 5432 in docker-compose.yml, but the tests need 5433 or they share a database",
        "pool.size defaults to 20, so a 21st worker waits for 30 s before it fails",
        "`strict` is False in zip() by default, which hides sequences of different lengths",
        "json.dumps escapes non-ASCII unless ensure_ascii is False",
        "timeout is per read and not for the whole request in requests.get",
        "umask is 077 in the hooks, so make shared files with an explicit chmod",
    ],
)
def test_a_value_with_what_follows_from_it_is_a_lesson(text: str) -> None:
    assert quality.rejection(text) is None


@pytest.mark.parametrize("piece", ["a=b", "a:b", "a=", "x = ", "a_b:", "a='b'"])
def test_a_long_row_of_assignments_is_judged_at_once(piece: str) -> None:
    """Where it could be parted in many ways, one that ends otherwise took longer than anybody waits."""
    quality.rejection((piece * 100)[:190] + " and more")
    found = quality.rejection(", ".join(["a=1", "b_c: 2", "d.e='f'"] * 8))
    assert found is not None
    assert found.kind == quality.BARE_VALUE
