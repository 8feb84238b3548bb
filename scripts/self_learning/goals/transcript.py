"""The tokens of a Claude Code session, from its transcript and those of its subagents.

A transcript is JSON Lines. The client writes a message again while it is streamed, each time
with the usage so far, and a resumed or forked session repeats earlier messages; so a message,
known by its id and its request's, counts once, with the usage that was written last.
"""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files
from self_learning.paths import valid_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


class Usage(NamedTuple):
    """Tokens by kind, as the API counts them, and the number of distinct messages."""

    tokens: dict[str, int]
    messages: int
    unreadable: int  # lines that are no JSON, as the last one of a session under way may be


def find(session_id: str, workdir: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The transcript of a session where Claude Code keeps it, or None.

    Args:
        session_id: The host's.
        workdir: The directory that the session was started in.
        environ: Read for ``CLAUDE_CONFIG_DIR``, which replaces ``~/.claude``.
    """
    if not valid_identifier(session_id):
        return None
    root = os.path.join(
        os.path.expanduser(environ.get("CLAUDE_CONFIG_DIR") or os.path.join("~", ".claude")), "projects"
    )
    usual = os.path.join(root, mangled(workdir), f"{session_id}.jsonl")
    if os.path.isfile(usual):
        return usual
    # Started below the workdir, or in a worktree: the id is unique, so any project's directory will do.
    others = glob.glob(os.path.join(glob.escape(root), "*", f"{session_id}.jsonl"))
    return others[0] if others else None


def mangled(directory: str) -> str:
    """The name under which Claude Code keeps a directory's sessions: all but letters and digits is ``-``."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in os.path.abspath(directory))


def with_subagents(transcript: str) -> list[str]:
    """A transcript and those of the session's subagents, ``<session>/subagents/agent-*.jsonl`` beside it."""
    beside = os.path.join(transcript.removesuffix(".jsonl"), "subagents")
    return [transcript, *sorted(glob.glob(os.path.join(glob.escape(beside), "agent-*.jsonl")))]


def usage(transcripts: Iterable[str]) -> Usage:
    """The tokens of all these transcripts together, each message once.

    Raises:
        InputError: A transcript can't be read.
    """
    latest: dict[object, dict[str, int]] = {}
    unreadable = 0
    for path in transcripts:
        for number, row in files.read_json_lines(path):
            if isinstance(row, files.Unreadable):
                unreadable += 1
                continue
            found = _message(row)
            if found is not None:
                key, tokens = found
                latest[key or (path, number)] = tokens
    total = {kind: sum(tokens[kind] for tokens in latest.values()) for kind in KINDS}
    return Usage(total, len(latest), unreadable)


def _message(row: object) -> tuple[tuple[str, str] | None, dict[str, int]] | None:
    """The identity and the usage of an assistant's message; None for any other row."""
    if not isinstance(row, dict):
        return None
    message = row.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("usage"), dict):
        return None
    tokens = {kind: _count(message["usage"].get(kind)) for kind in KINDS}
    identity, request = message.get("id"), row.get("requestId")
    if not isinstance(identity, str):
        identity = row.get("uuid")
    if not isinstance(identity, str):
        return None, tokens
    return (identity, request if isinstance(request, str) else ""), tokens


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
