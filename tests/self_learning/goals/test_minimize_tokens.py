"""Tokens from transcripts: each message once, subagents included, nothing guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Workspace
from self_learning import runs, sessions
from self_learning.goals import minimize_tokens, transcript
from self_learning.goals.configuration import Goal, Threshold
from self_learning.goals.measurement import Measurement, Request

RUN = "20261120-101500"


def message(identity: str | None, *tokens: int, request: str | None = "req", uuid: str | None = None) -> str:
    """A transcript's row for an assistant's message: input, output, cache written, cache read."""
    kinds = dict(zip(transcript.KINDS, tokens, strict=False))
    row: dict[str, Any] = {"type": "assistant", "message": {"role": "assistant", "usage": kinds}}
    if identity is not None:
        row["message"]["id"] = identity
    if request is not None:
        row["requestId"] = request
    if uuid is not None:
        row["uuid"] = uuid
    return json.dumps(row)


def write(path: Path, *rows: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{row}\n" for row in rows))
    return path


def host_path(project: Workspace, session_id: str) -> Path:
    name = "".join(c if c.isalnum() and c.isascii() else "-" for c in str(project.path))
    return Path.home() / ".claude" / "projects" / name / f"{session_id}.jsonl"


def name_session(project: Workspace, session_id: str, iteration: int = 1, run: str = RUN) -> None:
    runs.append(
        project.project, runs.Run(run, "t", "minimize-tokens", iteration, "completed", "claude", session_id)
    )


def measure(project: Workspace, iteration: int | None = None, target: float | None = 1000) -> Measurement:
    threshold = None if target is None else Threshold("total_tokens", target, "below")
    return minimize_tokens.evaluate(
        Request(project.project, RUN, iteration, Goal("minimize-tokens", threshold=threshold))
    )


def test_a_streamed_message_counts_once_with_its_last_usage(project: Workspace) -> None:
    name_session(project, "s-1")
    write(
        host_path(project, "s-1"),
        json.dumps({"type": "user", "message": {"role": "user", "content": "hello"}}),
        message("m1", 100, 1, 20, 300),
        message("m1", 100, 7, 20, 300),
        message("m1", 100, 50, 20, 300),
        message("m2", 10, 5, 0, 400),
        message("m2", 10, 5, 0, 400, request="another request"),
        json.dumps({"type": "summary", "summary": "x"}),
    )
    found = measure(project)
    assert found.metrics == {
        "input_tokens": 120,
        "output_tokens": 60,
        "cache_creation_input_tokens": 20,
        "cache_read_input_tokens": 1100,
        "total_tokens": 1300,
        "uncached_tokens": 200,
        "messages": 3,
        "sessions": 1,
        "subagents": 0,
    }
    assert (found.success, found.score) == (False, 0.7692)


def test_subagents_are_counted_and_repeated_messages_are_not(project: Workspace) -> None:
    name_session(project, "s-1")
    main = write(host_path(project, "s-1"), message("m1", 10, 1))
    beside = main.with_suffix("") / "subagents"
    write(beside / "agent-a.jsonl", message("m2", 20, 2), message("m1", 10, 1))
    write(beside / "agent-b.jsonl", message("m3", 30, 3))
    write(beside / "agent-b.meta.json", "{}")
    write(beside / "other.jsonl", message("m4", 40, 4))
    found = measure(project)
    assert (found.metrics["total_tokens"], found.metrics["subagents"], found.success) == (66, 2, True)


def test_messages_without_an_id_go_by_their_row(project: Workspace) -> None:
    name_session(project, "s-1")
    row = message(None, 10, 1, uuid="u1")
    write(
        host_path(project, "s-1"),
        row,
        row,
        message(None, 5, 1),
        message(None, 5, 1),
        message("m", 1, 1, request=None),
    )
    assert measure(project).metrics["total_tokens"] == 11 + 6 + 6 + 2


def test_a_torn_line_and_odd_values_spoil_nothing(project: Workspace) -> None:
    name_session(project, "s-1")
    odd = {
        "message": {
            "id": "x",
            "usage": {"input_tokens": "many", "output_tokens": -5, "cache_read_input_tokens": True},
        }
    }
    write(
        host_path(project, "s-1"),
        "[]",
        "7",
        json.dumps(odd),
        '{"message": 3}',
        message("m1", 10, 1),
        '{"message": {"id"',
    )
    found = measure(project)
    assert (found.metrics["total_tokens"], found.metrics["unreadable_lines"]) == (11, 1)


def test_all_sessions_of_the_run_or_those_of_one_iteration(project: Workspace) -> None:
    for number in (1, 2):
        name_session(project, f"s-{number}", iteration=number)
        write(host_path(project, f"s-{number}"), message(f"m{number}", number))
    name_session(project, "s-9", run="20261119-000000")
    assert measure(project).metrics["total_tokens"] == 3
    assert measure(project, iteration=2).metrics["total_tokens"] == 2


def test_the_session_hook_s_record_says_where_the_transcript_is(project: Workspace, tmp_path: Path) -> None:
    kept = write(tmp_path / "elsewhere" / "s-1.jsonl", message("m1", 10))
    write(kept.with_suffix("") / "subagents" / "agent-a.jsonl", message("m2", 20))
    loop = {"CLOSEDLOOP_RUN_ID": RUN, "CLOSEDLOOP_ITERATION": "2"}
    sessions.record(project.project, "s-1", str(kept), environ=loop)
    sessions.record(project.project, "s-2", "/no/such/file", environ={})
    assert measure(project).metrics["total_tokens"] == 30
    assert measure(project, iteration=2).metrics["total_tokens"] == 30
    assert measure(project, iteration=1).success is None


def test_a_session_started_below_the_workdir_is_found(project: Workspace) -> None:
    name_session(project, "s-1")
    write(Path.home() / ".claude" / "projects" / "-somewhere-else" / "s-1.jsonl", message("m1", 10))
    assert measure(project).metrics["total_tokens"] == 10


def test_another_configuration_directory(
    project: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "claude [x]"))
    name_session(project, "s-1")
    write(tmp_path / "claude [x]" / "projects" / "-any" / "s-1.jsonl", message("m1", 10))
    assert measure(project).metrics["total_tokens"] == 10


def test_what_is_not_there_is_not_guessed(project: Workspace) -> None:
    assert measure(project).success is None  # no session
    name_session(project, "s-1")
    name_session(project, "s-2", iteration=2)
    write(host_path(project, "s-1"), message("m1", 10))
    found = measure(project)  # the second transcript is missing: a part is not the whole
    assert (found.success, found.score) == (None, None)
    assert "s-2" in found.details
    write(host_path(project, "s-2"), json.dumps({"type": "user"}))
    assert measure(project, iteration=2).success is None  # no message with a usage
    assert measure(project, iteration=1, target=None).metrics["total_tokens"] == 10
    assert measure(project, iteration=1, target=None).success is None


def test_a_session_id_is_no_path(project: Workspace) -> None:
    write(Path.home() / ".claude" / "secret.jsonl", message("m1", 10))
    host_path(project, "x").parent.mkdir(parents=True)
    name_session(project, "../../secret")
    assert measure(project).success is None
