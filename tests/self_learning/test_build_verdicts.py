"""A build validator's words become a verdict only when they are one."""

from __future__ import annotations

import pytest

from self_learning.build_verdicts import verdict


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("All good.\nBUILD_RESULT: passed", "passed"),
        ("**Build status:** FAILED\n3 errors", "failed"),
        ("Verdict: PASS", "passed"),
        ("**Status:** \u2705 PASSED", "passed"),
        ("VALIDATION_PASSED", "passed"),
        ("VALIDATION_FAILED: 2 tests", "failed"),
        ('```json\n{"status": "failed", "errors": [{"x": 1}]}\n```', "failed"),
        ('{"status": "VALIDATION_PASSED"}', "passed"),
        ("Build: succeeded", "passed"),
        ("I think the build passed.", None),
        ("BUILD_RESULT: passed\nBUILD_RESULT: failed", None),
        ("Status: unclear", None),
        ("{" * 100_000, None),
        ("", None),
    ],
)
def test_verdict(message: str, status: str | None) -> None:
    assert verdict(message) == status
