"""Passwords made of words are found, what is said about passwords isn't, and a made-up token is none."""

from __future__ import annotations

import pytest

from self_learning import screening


@pytest.mark.parametrize(
    "text",
    [
        "The key's passphrase is " + "correct-horse-battery-staple",
        "export VAULT_PASSPHRASE=" + "maple-otter-canyon-seven",
        "DB_PASS='" + "violet tractor lagoon" + "'",
        "Login for staging: admin / " + "Winter2024!",
    ],
)
def test_a_password_of_words_is_found_and_removed(text: str) -> None:
    assert screening.find_secret(text) is not None
    assert screening.find_secret(screening.redact(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "password: must-contain-two-digits is the rule",
        "passphrase: read-from-the-keyring at start",
        "set password=env-or-vault-lookup in the loader",
        "password = 'the value is required'",
        "The login page is at app / login2",
        "ghp_" + "x" * 36 + " is how a token looks",
    ],
)
def test_what_is_said_about_one_is_left_alone(text: str) -> None:
    assert screening.find_secret(text) is None
