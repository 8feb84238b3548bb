"""What the doctor says of one part."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One part: ``status`` is ok, warning or broken; ``remedy`` is empty for what is ok."""

    part: str
    status: str
    detail: str
    remedy: str = ""


def ok(part: str, detail: str) -> Finding:
    """A part that works."""
    return Finding(part, "ok", detail)


def warning(part: str, detail: str, remedy: str) -> Finding:
    """A part that works, but not as well as it could."""
    return Finding(part, "warning", detail, remedy)


def broken(part: str, detail: str, remedy: str) -> Finding:
    """A part that doesn't work."""
    return Finding(part, "broken", detail, remedy)
