"""Lessons for the tests of steps 8, 9 and 11, and helpers to put them where agents do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import Workspace
from self_learning.patterns import Pattern, PatternStore

TOKEN = "Check token expiry before every API call, not once at start-up"
NONE = "Check for None before reading optional dict keys"


def capture(workspace: Workspace, name: str, summary: str, **fields: Any) -> Path:
    """Write a pending file as an agent would."""
    document = {"summary": summary, "agent": "implementer", "captured_at": "2026-11-20T10:00:00Z", **fields}
    return workspace.write(f".learnings/pending/{name}.json", json.dumps(document))


def store(workspace: Workspace) -> PatternStore:
    return PatternStore(workspace.person.store)


def patterns(workspace: Workspace) -> dict[str, Pattern]:
    """The store's patterns by summary."""
    return {pattern.summary: pattern for pattern in store(workspace).read().patterns}


def tree(directory: Path) -> dict[str, bytes]:
    """Every file at or below a directory, with its content."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
