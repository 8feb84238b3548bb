"""Whatever a hook is sent, it ends well: nothing printed, or one JSON object that the host accepts."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Workspace
from self_learning import hook_io
from self_learning.patterns import Pattern, PatternStore

HOOKS = Path(__file__).resolve().parent.parent / "hooks"
INJECTING = {
    "pre_tool_use": "pretooluse",
    "subagent_start": "subagent-start",
    "user_prompt_submit": "user-prompt",
}
IN_PROCESS = 5_000
AS_PROCESSES = 240
SEED = 20_261_120

_ODD: tuple[object, ...] = (
    None, True, False, 0, -1, 1e308, 10**400, "", " ", "\u0000", "\ud800", "\u202e", "x" * 100_000, [], {}, [[]],
    {"": ""}, ["a", None], "../../etc/passwd", "a/../b", "P-001", "NaN", "<task-notification>", "`" * 5000,
    "except:\n" * 300, "'" * 999, '"""' * 333, "{" * 999, "\\" * 999, "\r\n" * 99, "\t", "/" * 50, "(" * 3000,
)  # fmt: skip
_KEYS = (
    "session_id", "agent_id", "agent_type", "tool_name", "tool_input", "prompt", "cwd", "hook_event_name",
    "transcript_path",
)  # fmt: skip
_GIVEN = (
    "file_path", "content", "command", "new_string", "edits", "subagent_type", "prompt", "notebook_path",
    "new_source", "description",
)  # fmt: skip
_TOOLS = ("Bash", "Write", "Edit", "MultiEdit", "NotebookEdit", "Agent", "Task", "Read", "")


def events(seed: int, count: int) -> Iterator[bytes]:
    """Malformed inputs: odd values in the right places, and texts that are no JSON at all."""
    chance = random.Random(seed)
    for _ in range(count):
        event = _event(chance)
        text = json.dumps(event, ensure_ascii=chance.random() < 0.5)
        data = text.encode("utf-8", "surrogatepass")
        kind = chance.random()
        if kind < 0.12:
            data = data[: chance.randrange(len(data))]
        elif kind < 0.2:
            position = chance.randrange(len(data))
            data = data[:position] + chance.randbytes(3) + data[position:]
        elif kind < 0.24:
            data = chance.randbytes(chance.randrange(60))
        elif kind < 0.27:
            data = b"[" * chance.randrange(1, 60_000)
        elif kind < 0.3:
            data = b"\xef\xbb\xbf" + data + b"\n" + data
        elif kind < 0.32:
            data = json.dumps(chance.choice(_ODD)).encode()
        yield data


def _event(chance: random.Random) -> dict[str, object]:
    def value() -> object:
        return (
            chance.choice(_ODD)
            if chance.random() < 0.5
            else chance.choice(("s1", "a1", "general-purpose", "src/app.py"))
        )

    given = {
        "file_path": "src/app.py",
        "content": "try:\n    x()\nexcept:\n    pass\n",
        "command": "pytest -q",
        "prompt": "find each bare except clause",
    }
    for _ in range(chance.randrange(3)):
        given[chance.choice(_GIVEN)] = value()  # type: ignore[assignment]
    event: dict[str, object] = {
        "session_id": f"s{chance.randrange(50)}",
        "tool_name": chance.choice(_TOOLS),
        "tool_input": given,
        "agent_type": "general-purpose",
        "prompt": "why does the bare except clause hide it",
    }
    for _ in range(chance.randrange(4)):
        event[chance.choice(_KEYS)] = value()
    if chance.random() < 0.3:
        event.pop(chance.choice(tuple(event)))
    return event


def check(output: bytes, event_name: str) -> bool:
    """Whether something was said; fails unless it is what the host accepts."""
    if not output:
        return False
    answer = json.loads(output)
    assert list(answer) == ["hookSpecificOutput"]
    assert answer["hookSpecificOutput"]["hookEventName"] == hook_io.EVENT_NAMES[event_name]
    text = answer["hookSpecificOutput"]["additionalContext"]
    assert text.startswith("<self-learning>\n")
    assert len(text) <= 10_000
    return True


@pytest.fixture
def filled(project: Workspace) -> Workspace:
    PatternStore(project.person.store).update(
        lambda _old, _provenance: [
            Pattern(
                "P-001", "mistake", "Never use a bare `except:` clause, it hides much", context=("python",)
            ),
            Pattern("P-002", "convention", "Run pytest with two workers and no more", context=("testing",)),
            Pattern("P-003", "insight", 'The quote " and the slash \\ and emoji \U0001f600 arrive whole'),
        ]
    )
    return project


def test_any_input_gives_nothing_or_one_valid_answer(
    filled: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    said = failed = 0
    chance = random.Random(SEED)
    for data in events(SEED, IN_PROCESS):
        event_name = chance.choice(tuple(INJECTING))
        try:
            output = hook_io.respond(event_name, data, filled.project)
        except hook_io.EventError:
            failed += 1  # main() logs it
        else:
            said += check(output, event_name)
    assert said > 50
    assert failed > 500
    assert capfd.readouterr().out == ""


def test_any_input_to_the_real_hooks_ends_with_status_zero(filled: Workspace) -> None:
    chance = random.Random(SEED + 1)
    jobs = [(chance.choice(tuple(INJECTING)), data) for data in events(SEED + 1, AS_PROCESSES)]

    def fire(job: tuple[str, bytes]) -> tuple[str, subprocess.CompletedProcess[bytes]]:
        event_name, data = job
        with contextlib.suppress(BrokenPipeError):
            return event_name, subprocess.run(
                ["sh", str(HOOKS / f"{INJECTING[event_name]}-hook.sh")],
                input=data,
                capture_output=True,
                env={**os.environ, "CLAUDE_PROJECT_DIR": str(filled.path)},
                check=False,
            )
        raise AssertionError("the hook did not read its input")

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(fire, jobs))
    assert {done.returncode for _, done in results} == {0}
    assert {done.stderr for _, done in results} == {b""}
    assert sum(check(done.stdout, event_name) for event_name, done in results) > 0
    log = Path(filled.project.hooks_log).read_text(encoding="utf-8")
    assert "not JSON" in log
    assert all(len(line) < 700 for line in log.splitlines())
