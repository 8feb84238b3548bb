"""The store's text: a TOON document (specification 4.x) with one tabular array.

The codec is ``toons``: strict to specification 4.1, typed, one abi3 wheel each for Linux,
macOS and Windows on x86-64 and ARM, and in our use ten times as fast as ``toon-format`` and
``python-toon``, at a tenth of their import time. Those two check it in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import toons

from self_learning.patterns import legacy
from self_learning.patterns.model import CONFIDENCES, Pattern, cleaned
from self_learning.patterns.row import FIELDS, Row, StoreContents, contents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ROOT = "patterns"


def encode(patterns: Iterable[Pattern]) -> str:
    """The store's text for some patterns, in their order.

    Raises:
        InputError: A pattern is invalid beyond sanitising; the message names it.
    """
    rows = [_values(cleaned(pattern)) for pattern in patterns]
    if not rows:
        return f"{_ROOT}[0]{{{','.join(FIELDS)}}}:\n"
    encoded: str = toons.dumps({_ROOT: rows})
    return encoded + "\n"


def _values(pattern: Pattern) -> dict[str, str | int | float]:
    rate = pattern.success_rate
    return {
        "id": pattern.id,
        "category": pattern.category,
        "summary": pattern.summary,
        "confidence": pattern.confidence,
        "seen_count": pattern.seen_count,
        "success_rate": "" if rate is None else rate,
        "flags": "|".join(f"[{flag}]" for flag in pattern.flags),
        "applies_to": "|".join(pattern.applies_to),
        "context": "|".join(pattern.context),
        "repo": pattern.repo,
    }


def decode(content: str, path: str, reserved: Callable[[], Iterable[str]] = tuple) -> StoreContents:
    """Read a store's text: strict TOON, or what older tools and hands made of it.

    Args:
        content: Without byte order mark, with ``\\n`` line ends.
        path: For messages.
        reserved: Asked for the ids known elsewhere, when a row needs a new id.

    Raises:
        InputError: It isn't a pattern store at all.
    """
    if not content.strip():
        return StoreContents()
    rows = _strict_rows(content)
    if rows is None:
        return legacy.read(content, path, reserved)
    lines = [line.strip() for line in content.split("\n")]
    data_lines = [n for n, line in enumerate(lines, 1) if line and not line.startswith("#")][1:]
    return contents_of(
        [
            Row(number, lines[number - 1], {key: _as_text(row[key]) for key in row})
            for number, row in zip(data_lines, rows, strict=False)
        ],
        reserved,
    )


def _strict_rows(content: str) -> list[dict[str, object]] | None:
    """The rows of a document that is strict TOON with our columns, else None."""
    try:
        document = toons.loads(content)
    except ValueError:
        return None
    if not isinstance(document, dict) or list(document) != [_ROOT]:
        return None
    rows = document[_ROOT]
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and set(row) == set(FIELDS) for row in rows
    ):
        return None
    if any(_as_text(row["seen_count"]) in CONFIDENCES for row in rows):
        return None  # a nine-field row whose summary holds a comma: valid, and not what it says
    return rows


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
