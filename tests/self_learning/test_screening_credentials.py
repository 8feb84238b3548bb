"""Credentials are found in any known form, and nothing that merely looks random is taken for one."""

from __future__ import annotations

import base64
import hashlib
import socket
import uuid

import pytest
import quality_texts
import screening_texts
from hypothesis import given
from hypothesis import strategies as st

from self_learning import screening

# Put together here, so that no scanner of this repository takes them for real ones.
CREDENTIALS = (
    "AKIA" + "IOSFODNN7EXAMPLE",
    "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY",
    "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_" + "11ABCDEFG0abcdefghijkl_abcdefghijklmnop",
    "glpat-" + "abcdefghij1234567890",
    "xoxb-" + "123456789012-123456789012-abcdefABCDEF123456",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "AIza" + "SyA1234567890abcdefghijklmnopqrstuvw",
    "sk-ant-" + "api03-abcdefghijklmnop-ABCDEF",
    "sk-proj-" + "abcdefghijklmnopqrstuvwxyz123456",
    (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        "eyJzdWIiOiIxMjM0NTY3ODkwIn0."
        "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
    ),
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "password = " + "hunter2",
    "The db password is " + "Tr0ub4dor&3",
    "DB_PASSWORD=" + "s3cr3tPa55",
    "postgres://admin:" + "S3cr3tPw@db.prod.example/x",
    "https://oauth2:" + "abcdef123456@gitlab.example.com/x.git",
    "Authorization: Bearer " + "abcdef1234567890abcdef",
    "npm_" + "abcdefghijklmnopqrstuvwxyz0123456789",
    "SG." + "abcdefghijklmnopqrst.uvwxyz0123456789ABCDEFGHIJ",
    "api_key: " + "8f14e45fceea167a5a36dedd4bea2543",
    "client_secret=" + "Zm9vYmFyYmF6cXV4MTIz",
    "mysql -uroot -p" + "S3cretPw1 app",
    "redis://:" + "p4ssw0rdX@cache.internal:6379",
)
HARMLESS = (
    "The token is 32 bytes long and expires after 3600s",
    "Password hashing: use argon2id instead of sha256",
    "password: required, token: str | None = None",
    "api_key = os.environ['API_KEY'] must come first",
    "secret=${VAULT_SECRET} is expanded by the shell",
    "https://user:pass@host/ and PASSWORD=changeme are placeholders",
    "postgres://postgres:postgres@localhost:5432/app is the test database",
    "Authorization: Bearer <token> is the header's form",
    "Set max_tokens=4096 for long answers",
    "secret_name: my-app-tls-2 refers to the certificate",
    "credentials: 'include' is needed for fetch across origins",
    "APAccountControllerFactory must be registered before start",
    "callFunctionCheckIfDataAlreadyExistsPerpetualSubinventory overrides it",
    "The integrity is sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
    "See src/auth/token.py@3f786850e387550fdab836ed7e6dc881de23001b",
    "Never commit files with a private key header",
)


@pytest.mark.parametrize("text", CREDENTIALS)
def test_a_credential_is_found_in_a_sentence_and_removed(text: str) -> None:
    sentence = f"Deploys fail unless {text} is set before the migration"
    assert screening.find_secret(sentence)
    redacted = screening.redact(sentence)
    assert screening.find_secret(redacted) is None
    assert redacted.startswith("Deploys fail unless")


@pytest.mark.parametrize("end", ["-----END RSA PRIVATE KEY-----\n and more", ""], ids=["whole", "torn"])
@pytest.mark.parametrize("line_break", ["\n", "\\n", "\r\n"], ids=["lines", "escaped", "CRLF"])
def test_a_private_key_is_removed_with_its_body(line_break: str, end: str) -> None:
    body = [base64.b64encode(hashlib.sha384(bytes([number])).digest()).decode() for number in range(12)]
    text = line_break.join(["Found", "-----BEGIN RSA " + "PRIVATE KEY-----", *body, end])
    redacted = screening.redact(text)
    assert not [line for line in body if line in redacted]
    assert redacted.startswith("Found")
    assert redacted.endswith("and more") == bool(end)


@pytest.mark.parametrize(
    "text",
    [
        *HARMLESS,
        *screening_texts.HONEST,
        *screening_texts.UNSEEN_HONEST,
        *quality_texts.GOOD,
        *quality_texts.UNSEEN_GOOD,
    ],
)
def test_an_ordinary_lesson_holds_none(text: str) -> None:
    assert screening.find_secret(text) is None


@given(st.binary(min_size=1, max_size=64))
def test_digests_and_ids_are_no_credentials(data: bytes) -> None:
    for value in (
        hashlib.sha512(data).hexdigest()[:40],
        hashlib.sha256(data).hexdigest(),
        str(uuid.UUID(bytes=hashlib.sha256(data).digest()[:16])),
    ):
        assert screening.find_secret(f"The build of {value} lost its cache") is None
    word = base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert screening.find_secret(f"The checksum is {word} for the fixture") is None


def test_no_connection_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for text in CREDENTIALS:
        screening.find_secret(text)
