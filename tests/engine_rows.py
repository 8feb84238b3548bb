"""Rows for the engine's tests, and a project whose logs hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

NOW = "2026-11-20"


def finding(**changed: Any) -> dict[str, Any]:
    """A review finding; a field given as None is left out."""
    row = {
        "date": NOW,
        "category": "correctness",
        "file": "src/app.py:10",
        "finding": "the result of the look-up is used without looking whether it is there",
        "severity": "warning",
        "service": "api",
        "pattern": "unchecked-lookup",
        "suggested_fix": "Look whether the entry exists before you use it",
    }
    row.update(changed)
    return {key: value for key, value in row.items() if value is not None}


def many(count: int, **changed: Any) -> list[dict[str, Any]]:
    """So many different findings of one pattern."""
    return [finding(**{"file": f"src/app.py:{number + 1}", **changed}) for number in range(count)]


def write(project: Path, rows: Iterable[Any], name: str = "review-findings.jsonl", mode: str = "w") -> Path:
    """Put rows into a log; a string is written as it is."""
    path = project / ".claude" / name
    path.parent.mkdir(exist_ok=True)
    with path.open(mode, encoding="utf-8") as file:
        for row in rows:
            file.write((row if isinstance(row, str) else json.dumps(row)) + "\n")
    return path


def outputs(project: Path) -> dict[str, bytes]:
    """Every generated file by its path, but for locks and the cache."""
    found = {}
    for base in (project / ".claude", project / ".learnings"):
        for path in sorted(base.rglob("*")):
            if (
                path.is_file()
                and path.name not in (".lock", ".analysed.json")
                and path.parent != project / ".claude"
            ):
                found[str(path.relative_to(project))] = path.read_bytes()
    return found
