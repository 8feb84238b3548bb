"""The rows of the four logs: checked against their schemas and brought into one shape.

A row's texts stay as they were written, cut to a length; whoever shows them calls
``text.sanitise``. Dates become day numbers, because everything here is counted in days of UTC.
"""

from __future__ import annotations

import functools
import hashlib
import os
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

import fastjsonschema
import orjson

from self_learning import schema_validation

if TYPE_CHECKING:
    from collections.abc import Callable

CATEGORIES = ("security", "correctness", "convention", "completeness", "performance")
SEVERITIES = ("blocking", "warning", "nit")
TEXT_LIMIT = 400
EXAMPLE_LIMIT = 2000

_SEVERITY = {
    "blocking": "blocking",
    "high": "blocking",
    "critical": "blocking",
    "warning": "warning",
    "medium": "warning",
    "nit": "nit",
    "low": "nit",
}
_SESSION_CATEGORY = {"anti-pattern": "correctness", "pattern": "convention", "tip": "convention"}
_SESSION_SEVERITY = {"anti-pattern": "warning", "pattern": "nit", "tip": "nit"}
_CORRECTION_CATEGORY = {
    "code_quality": "convention",
    "code_completeness": "completeness",
    "approach_rejection": "convention",
    "expectation_mismatch": "correctness",
    "communication_gap": "completeness",
    "preference_conflict": "convention",
}


class InvalidRowError(Exception):
    """A row that its schema or the calendar refuses; the message says why."""


class Finding(NamedTuple):
    """One row of any kind.

    ``tag`` is the name that the row itself gives, in anybody's spelling; ``text`` is what is
    wrong, which the grouping compares. ``day`` is the proleptic Gregorian ordinal in UTC.
    ``source`` is the kind, with how much it is to be believed where that differs
    (``user-correction:explicit``). ``service`` is empty where the row doesn't name one.
    """

    day: int
    tag: str
    text: str
    category: str
    severity: str
    source: str
    file: str
    service: str
    pr: str
    context: str
    fix: str
    example: str
    agents: tuple[str, ...]


def digest(row: object) -> bytes:
    """What identifies a row: 16 bytes of the SHA-256 of its content, whatever the order of its keys."""
    try:
        content = orjson.dumps(row, option=orjson.OPT_SORT_KEYS)
    except (TypeError, ValueError):  # an integer beyond 64 bits, a lone surrogate
        raise InvalidRowError("holds a number or a character that JSON can't carry") from None
    return hashlib.sha256(content).digest()[:16]


@functools.lru_cache(maxsize=4096)
def day_of(moment: str) -> int:
    """The day number, in UTC, of an ISO 8601 date or date and time.

    Raises:
        InvalidRowError: There is no such day or time.
    """
    try:
        if len(moment) == 10:
            return date.fromisoformat(moment).toordinal()
        parsed = datetime.fromisoformat(moment.replace("Z", "+00:00"))
        if parsed.tzinfo is not None:
            parsed = parsed.astimezone(timezone.utc)
        return parsed.toordinal()
    except (ValueError, OverflowError):
        pass
    try:  # a fraction of another length than Python 3.10 reads: the day and the offset decide alone
        return date.fromisoformat(moment[:10]).toordinal()
    except ValueError:
        raise InvalidRowError(f"date: there is no day {moment[:40]}") from None


@functools.cache
def _check(kind: str) -> Callable[[object], object]:
    with open(os.path.join(schema_validation.DIRECTORY, f"{kind}.schema.json"), "rb") as file:
        schema = orjson.loads(file.read())
    # The compiler knows drafts up to 7, which read these schemas in the same way.
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    check: Callable[[object], object] = fastjsonschema.compile(schema, use_default=False)
    return check


def read(kind: str, row: object) -> Finding:
    """A row in the common shape.

    Args:
        kind: One of ``locations.KINDS``.
        row: A JSON value.

    Raises:
        InvalidRowError: The schema refuses it, or its date doesn't exist.
    """
    if not isinstance(row, dict):
        raise InvalidRowError("is not an object")
    try:
        _check(kind)(row)
    except fastjsonschema.JsonSchemaException:
        wrong = schema_validation.complaints(row, f"{kind}.schema.json")
        raise InvalidRowError("; ".join(wrong[:3]) or "its schema refuses it") from None
    return _SHAPES[kind](row)


def shaped(kind: str, row: dict[str, Any]) -> Finding:
    """A row that ``read`` accepted before, in the common shape.

    Raises:
        KeyError: It isn't that row, which holds for other errors of a look-up too.
    """
    return _SHAPES[kind](row)


def _text(row: dict[str, Any], key: str, limit: int = TEXT_LIMIT) -> str:
    value = row.get(key)
    if value is None:
        return ""
    return (value if isinstance(value, str) else str(value))[:limit]


def _date(row: dict[str, Any]) -> int:
    return day_of(row["date"] if "date" in row else row["timestamp"])


def _agents(row: dict[str, Any]) -> tuple[str, ...]:
    agent = row.get("agent")
    return (agent[:80],) if agent else ()


def _review_finding(row: dict[str, Any]) -> Finding:
    return Finding(
        day=_date(row),
        tag=_text(row, "pattern"),
        text=(row["finding"] if "finding" in row else row["description"])[:TEXT_LIMIT],
        category=row["category"],
        severity=_SEVERITY[row["severity"]],
        source="review-finding",
        file=row["file"][:TEXT_LIMIT],
        service=_text(row, "service", 80),
        pr=_text(row, "pr", 80),
        context=_text(row, "context"),
        fix=_text(row, "suggested_fix"),
        example="",
        agents=_agents(row),
    )


def _session_learning(row: dict[str, Any]) -> Finding:
    known_to = row.get("applicable_to")
    if isinstance(known_to, str):
        known_to = known_to.replace("|", ",").split(",")
    named = [row["agent"], *(known_to or ())]
    agents = dict.fromkeys(one.strip()[:80] for one in named if one.strip() and one.strip() != "*")
    kind = row["type"]
    return Finding(
        day=_date(row),
        tag=row["name"][:TEXT_LIMIT],
        text=row["description"][:TEXT_LIMIT],
        category=_SESSION_CATEGORY[kind],
        severity=_SESSION_SEVERITY[kind],
        source="session-learning",
        file=_text(row, "source_file"),
        service=_text(row, "service", 80),
        pr=_text(row, "feature_id", 80),
        context=_text(row, "context"),
        # What works is itself what to do; an anti-pattern says only what not to do.
        fix="" if kind == "anti-pattern" else row["description"][:TEXT_LIMIT],
        example=_text(row, "code_example", EXAMPLE_LIMIT),
        agents=tuple(agents),
    )


def _incident(row: dict[str, Any]) -> Finding:
    return Finding(
        day=_date(row),
        tag=_text(row, "pattern"),
        text=row["root_cause"][:TEXT_LIMIT],
        category="correctness",
        severity=_SEVERITY[row["severity"]],
        source="incident",
        file=_text(row, "file"),
        service=row["service"][:80],
        pr="",
        context=row["title"][:TEXT_LIMIT],
        fix=_text(row, "fix"),
        example="",
        agents=_agents(row),
    )


def _user_correction(row: dict[str, Any]) -> Finding:
    action = row["ai_action"]
    explicit = row["source"] == "explicit"
    wanted = row["user_correction"]["summary"][:TEXT_LIMIT]
    return Finding(
        day=_date(row),
        tag=_text(row, "pattern_inferred"),
        text=action["summary"][:TEXT_LIMIT],
        category=_CORRECTION_CATEGORY[row["correction_type"]],
        severity=_SEVERITY[row.get("severity") or ("warning" if explicit else "nit")],
        source="user-correction:explicit" if explicit else "user-correction:implicit",
        file=_text(action, "file"),
        service=_text(row, "service", 80),
        pr="",
        context=wanted,
        fix=wanted,
        example="",
        agents=_agents(row),
    )


_SHAPES: dict[str, Callable[[dict[str, Any]], Finding]] = {
    "review-finding": _review_finding,
    "session-learning": _session_learning,
    "incident": _incident,
    "user-correction": _user_correction,
}
