"""A later round of hostile and honest texts: half of it was kept apart from those who wrote the rules.

The figures for that half are what was measured, so that a change of the rules can't lower them.
"""

from __future__ import annotations

import pytest
import screening_later_credentials as credentials
import screening_later_texts as texts

from self_learning import screening


def test_what_the_rules_were_widened_for_is_found() -> None:
    missed = [text for text in texts.WIDENED_FOR if screening.instruction_to_reader(text) is None]
    assert len(missed) <= 3, missed


@pytest.mark.parametrize("text", [*texts.TAUGHT, *texts.HELD_BACK_HONEST])
def test_an_honest_lesson_is_not_refused(text: str) -> None:
    assert screening.instruction_to_reader(text) is None
    assert screening.find_secret(text) is None


def test_instructions_that_were_held_back_are_found_as_often_as_measured() -> None:
    found = [text for text in texts.HELD_BACK_HOSTILE if screening.instruction_to_reader(text)]
    assert len(found) >= 33
    assert len(texts.HELD_BACK_HOSTILE) == 40


@pytest.mark.parametrize(("kind", "text"), [*credentials.WIDENED_FOR, *credentials.HELD_BACK])
def test_a_credential_is_found_and_removed(kind: str, text: str) -> None:
    assert screening.find_secret(text) is not None, kind
    assert screening.find_secret(screening.redact(text)) is None


@pytest.mark.parametrize("text", [*credentials.LOOK_ALIKES_SEEN, *credentials.LOOK_ALIKES_HELD_BACK])
def test_what_looks_like_a_credential_is_left_alone(text: str) -> None:
    assert screening.find_secret(text) is None
