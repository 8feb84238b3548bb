"""No hook opens a connection, starts a model or any other program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS, Workspace
from self_learning.patterns import Pattern, PatternStore

HOOKS = SCRIPTS.parent / "hooks"

# Python itself reports these events, whatever module they are asked for through.
WATCH = """
import os, runpy, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "urllib.")):
        os.write(log, f"{event} {arguments!r}\\n".encode())
sys.addaudithook(watch)
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

TASK = "check the token expiry in the auth API client before each call"
EVENTS = (
    ("session_start", {"source": "startup"}),
    ("user_prompt_submit", {"prompt": TASK}),
    (
        "pre_tool_use",
        {"tool_name": "Agent", "tool_input": {"prompt": TASK, "subagent_type": "general-purpose"}},
    ),
    ("pre_tool_use", {"tool_name": "Bash", "tool_input": {"command": "pytest tests/auth"}}),
    ("subagent_start", {"agent_id": "a1", "agent_type": "general-purpose"}),
    ("subagent_stop", {"agent_id": "a1", "agent_type": "general-purpose", "last_assistant_message": "done"}),
    ("stop", {"last_assistant_message": "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1"}),
)


def watched(log: Path, script: Path, *arguments: str, stdin: str = "") -> list[str]:
    """Run a script and tell what it did that a hook must not."""
    subprocess.run(
        [sys.executable, "-I", "-c", WATCH, str(log), str(script), *arguments],
        input=stdin,
        text=True,
        capture_output=True,
        check=False,
    )
    return log.read_text().splitlines()


def test_the_watch_sees_a_connection_and_a_program(tmp_path: Path) -> None:
    script = tmp_path / "caught.py"
    script.write_text(
        "import socket, subprocess\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError:\n    pass\n"
        "subprocess.run(['true'])\n"
    )
    seen = watched(tmp_path / "log", script)
    assert any(line.startswith("socket.") for line in seen)
    assert any(line.startswith("subprocess.Popen") for line in seen)


@pytest.mark.parametrize(("event", "fields"), EVENTS, ids=[name for name, _ in EVENTS])
def test_python_of_a_hook(project: Workspace, tmp_path: Path, event: str, fields: dict[str, object]) -> None:
    project.write(".learnings/settings.yaml", "classifier: model\n")
    pattern = Pattern("P-001", "pattern", "Check token expiry before every API call in the auth client")
    PatternStore(project.person.store).update(lambda *_: [pattern])
    stdin = json.dumps({"session_id": "s1", "transcript_path": "/nowhere", **fields})
    log = tmp_path / "log"
    assert watched(log, SCRIPTS / "hook.py", event, str(project.path), stdin=stdin) == []
    assert not (project.path / ".learnings/hooks.log").exists()


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with every program that a shell could find here, each of which only tells its name."""
    directory = tmp_path_factory.mktemp("programs")
    one = directory / "sh-tells"
    one.write_text('#!/bin/sh\necho "${0##*/}" >> "$TOLD"\n')
    one.chmod(0o755)
    names = {name for place in ("/usr/bin", "/bin", "/usr/local/bin") for name in os.listdir(place)}
    for name in names | {"claude", "curl", "python3", "python"}:
        os.link(one, directory / name)
    return directory


@pytest.mark.parametrize("hook", sorted(path.name for path in HOOKS.glob("*-hook.sh")))
def test_shell_of_a_hook_starts_nothing_but_python(
    project: Workspace, tmp_path: Path, programs: Path, hook: str
) -> None:
    told = tmp_path / "told"
    environ = {
        **os.environ,
        "PATH": str(programs),
        "TOLD": str(told),
        "CLAUDE_PROJECT_DIR": str(project.path),
    }
    done = subprocess.run(
        ["/bin/sh", str(HOOKS / hook)],
        input='{"session_id": "s1", "agent_id": "a1", "agent_type": "Explore"}',
        text=True,
        capture_output=True,
        cwd=project.path,
        env=environ,
        check=False,
    )
    assert done.returncode == 0
    assert not told.exists(), told.read_text()


def test_a_program_on_the_path_would_have_told(tmp_path: Path, programs: Path) -> None:
    told = tmp_path / "told"
    environ = {"PATH": str(programs), "TOLD": str(told)}
    subprocess.run(["/bin/sh", "-c", "curl example.com; date"], env=environ, check=True)
    assert told.read_text().split() == ["curl", "date"]
