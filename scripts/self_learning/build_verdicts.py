"""A build validator's last message as ``build-result.json``, which step 7 puts on the log.

Understood are a JSON object with a ``status``, and a line such as ``BUILD_RESULT: passed``,
``Verdict: FAIL`` or ``VALIDATION_PASSED``. A message without one of these, or with two that
contradict each other, is no verdict: a guess is not a measurement.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from self_learning import files, outcomes

if TYPE_CHECKING:
    from self_learning.paths import Project

_PASSED = frozenset(("pass", "passed", "passes", "success", "succeeded", "successful", "ok", "green"))
_FAILED = frozenset(("fail", "failed", "fails", "failure", "error", "errors", "broken", "red"))
_KEYS = ("status", "result", "verdict", "build", "build_status")
_LINE = re.compile(
    r"^[\s>*_`#-]{0,20}(?:build|validation|tests?|overall|final)?[ _-]?"
    r"(?:result|status|verdict|build|validation)"
    r"[*_`]{0,4}\s{0,4}[:=][^\w\n]{0,8}(?P<word>[A-Za-z]+(?:_[A-Za-z]+)?)",
    re.IGNORECASE,
)
_MARK = re.compile(r"^[\s>*_`#-]{0,20}(?:BUILD|VALIDATION)[_ ](?P<word>PASSED|SUCCEEDED|FAILED)\b")
_LINE_LIMIT = 500
_JSON_LIMIT = 100_000  # characters of a message in which a JSON object is looked for


def verdict(message: str) -> str | None:
    """``passed`` or ``failed`` as a validator's message says; None when it says neither or both."""
    found = _json_verdicts(message) or _line_verdicts(message)
    return found.pop() if len(found) == 1 else None


def write(project: Project, status: str, *, run_id: str, iteration: int, validator: str) -> None:
    """Write a verdict for step 7.

    A build is of the work tree as it stands, so it concerns every agent that has worked in the
    iteration: ``agents`` names them, ``agent`` the last one.

    Args:
        project: Whose ``build-result.json`` it becomes.
        status: ``passed`` or ``failed``.
        run_id: The run that was validated.
        iteration: Its iteration.
        validator: The agent that validated; named when no other has worked.
    """
    worked: dict[str, None] = {}
    for row in outcomes.stream(project.outcomes_log):
        if (row.run_id, row.iteration) == (run_id, iteration) and row.agent != validator:
            worked.pop(row.agent, None)
            worked[row.agent] = None
    agents = list(worked) or [validator]
    value = {
        "status": status,
        "iteration": iteration,
        "run_id": run_id,
        "agent": agents[-1],
        "agents": agents,
        "validator": validator,
    }
    with files.locked(project.learnings):
        files.write_json(project.build_result, value)


def _of_word(word: str) -> str | None:
    last = word.casefold().rpartition("_")[2]
    if last in _PASSED:
        return "passed"
    return "failed" if last in _FAILED else None


def _line_verdicts(message: str) -> set[str]:
    found = set()
    for line in message.splitlines():
        match = _MARK.match(line[:_LINE_LIMIT]) or _LINE.match(line[:_LINE_LIMIT])
        if match and (status := _of_word(match["word"])):
            found.add(status)
    return found


def _json_verdicts(message: str) -> set[str]:
    decoder = json.JSONDecoder()
    found = set()
    content = message[:_JSON_LIMIT]
    position = content.find("{")
    attempts = 0
    while position >= 0 and attempts < 50:
        attempts += 1
        try:
            value, end = decoder.raw_decode(content, position)
        except (ValueError, RecursionError):
            end = position + 1
            value = None
        if isinstance(value, dict):
            for key in _KEYS:
                given = value.get(key)
                status = _of_word(given) if isinstance(given, str) else None
                if status:
                    found.add(status)
                    break
        position = content.find("{", end)
    return found
