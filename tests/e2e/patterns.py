"""The patterns that the end-to-end tests put into the store, about things far apart."""

from __future__ import annotations

from self_learning.patterns import Pattern

EXPIRY = Pattern(
    "P-001",
    "pattern",
    "Check token expiry before every API call in the auth client, not once at start-up",
    context=("auth", "api", "token"),
)
MIGRATION = Pattern(
    "P-002",
    "mistake",
    "Add a database column as nullable first, because a default locks the whole table in a migration",
    context=("database", "migration", "sql"),
)
BARE_EXCEPT = Pattern(
    "P-003",
    "mistake",
    "Do not use a bare except: it swallows KeyboardInterrupt; name the exception",
    context=("python", "exceptions"),
)
RUST = Pattern(
    "P-004",
    "convention",
    "Avoid unwrap on a Result in Rust library code; return the error with the question mark operator",
    context=("rust",),
)
PYTEST = Pattern(
    "P-005",
    "convention",
    "Run pytest with --import-mode=importlib here, or the tests of both packages collide",
    context=("pytest", "tests", "bash"),
)
PRUNED = Pattern(
    "P-006",
    "mistake",
    "Check token expiry of the auth API with a sleep before each call",
    flags=("PRUNE",),
    context=("auth", "token"),
)
ELSEWHERE = Pattern(
    "P-007",
    "pattern",
    "Check the token expiry of the auth API through the gateway's own clock",
    context=("auth", "token"),
    repo="another-repository",
)
ALL = (EXPIRY, MIGRATION, BARE_EXCEPT, RUST, PYTEST, PRUNED, ELSEWHERE)
