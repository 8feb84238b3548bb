"""Appends one row to one of the four logs, for agents that may run a command and not edit files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import orjson

from self_learning import cli, files, text
from self_learning.engine import findings, locations
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from self_learning.paths import Project

_MAXIMUM_BYTES = 1 << 20


def parse(content: str) -> dict[str, Any]:
    """The row on standard input.

    Raises:
        InputError: It isn't one JSON object.
    """
    if not content.strip():
        raise InputError("standard input: is empty; give the fields as options, or one JSON object")
    if len(content) > _MAXIMUM_BYTES:
        raise InputError(f"standard input: {len(content):,} characters; a row has at most {_MAXIMUM_BYTES:,}")
    try:
        row = orjson.loads(content)
    except ValueError as error:
        raise InputError(f"standard input: is not JSON: {error}") from None
    if not isinstance(row, dict):
        raise InputError("standard input: needs one JSON object")
    return row


def add(project: Project, kind: str, row: Mapping[str, Any], now: datetime) -> cli.Result:
    """Append a row, dated today where it has no date.

    Args:
        project: Whose log.
        kind: One of ``locations.KINDS``.
        row: Its fields; None is left out.
        now: Today.

    Raises:
        InputError: The schema refuses the row, or it holds a credential.
    """
    made = {key: value for key, value in row.items() if value is not None}
    if "date" not in made and "timestamp" not in made:
        made = {"date": text.timestamp(now)[:10], **made}
    try:
        findings.read(kind, made)
        line = orjson.dumps(made).decode("utf-8")
    except findings.InvalidRowError as error:
        raise InputError(f"{kind}: {error}; schemas/{kind}.schema.json says what a row holds") from None
    except TypeError as error:
        raise InputError(f"{kind}: can't be written as JSON: {error}") from None
    _refuse_credentials(kind, made)
    where = locations.Locations(project)
    path = where.input(kind)
    files.append(path, [line])
    return cli.Result(f"logged to {os.path.relpath(path, project.workdir)}", {"file": path, "row": made})


def _refuse_credentials(kind: str, row: Mapping[str, Any]) -> None:
    from self_learning import screening

    for key, value in row.items():
        told = value if isinstance(value, str) else orjson.dumps(value).decode("utf-8")
        secret = screening.find_secret(told)
        if secret:
            raise InputError(f"{kind}: {text.sanitise(key, 40)} holds a credential ({secret}); leave it out")
