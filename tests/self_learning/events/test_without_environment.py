"""The first session on a machine: the hooks work on a bare interpreter while the environment is built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import SCRIPTS, Workspace
from self_learning import outcomes

SESSION = {"session_id": "s1", "transcript_path": "/nowhere/t.jsonl"}


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A plugin without an environment, whose preparation only says that it was called."""
    root = tmp_path / "plugin"
    for name in ("hooks", "scripts", "schemas"):
        shutil.copytree(SCRIPTS.parent / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(SCRIPTS.parent / "pyproject.toml", root)
    (root / "scripts/python.sh").write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/prepared"\nexec sleep 20\n')
    return root


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """An interpreter with nothing but the standard library."""
    directory = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(directory)], check=True)
    return directory


def fire(plugin: Path, bare: Path, project: Workspace, hook: str, **fields: object) -> str:
    """Fire a hook whose environment is the bare one."""
    (plugin / ".venv").unlink(missing_ok=True)
    (plugin / ".venv").symlink_to(bare)
    (bare / "interpreter").write_text(f"{bare}/bin/python\n")
    done = subprocess.run(
        [str(plugin / "hooks" / hook)],
        input=json.dumps({**SESSION, **fields}),
        text=True,
        capture_output=True,
        cwd=project.path,
        env={**os.environ, "CLAUDE_PROJECT_DIR": str(project.path)},
        check=False,
        timeout=15,  # far less than the preparation takes
    )
    assert done.returncode == 0
    return done.stdout


def test_the_environment_is_prepared_in_the_background(
    plugin: Path, bare: Path, project: Workspace, tmp_path: Path
) -> None:
    answer = json.loads(fire(plugin, bare, project, "session-start-hook.sh", source="startup"))
    assert "preparing" in answer["systemMessage"]
    deadline = time.monotonic() + 10
    while not (tmp_path / "prepared").exists() and time.monotonic() < deadline:
        os.sched_yield()
    assert (tmp_path / "prepared").read_text() == "--prepare\n"
    assert json.loads((project.path / ".learnings/sessions/s1.json").read_text())["session_id"] == "s1"


def test_what_an_agent_used_is_recorded_all_the_same(plugin: Path, bare: Path, project: Workspace) -> None:
    project.write(".learnings/injections/a1.json", '{"patterns": [{"id": "P-001"}]}')
    stop = {"agent_id": "a1", "agent_type": "general-purpose", "last_assistant_message": "done"}
    assert "You were shown P-001" in fire(plugin, bare, project, "subagent-stop-hook.sh", **stop)
    lesson = {"category": "mistake", "summary": "Say what was learned in twenty characters or more"}
    project.write(".learnings/pending/general-purpose-a1.json", json.dumps(lesson))
    stop["last_assistant_message"] = "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1; other words -> b.py:2"
    assert fire(plugin, bare, project, "subagent-stop-hook.sh", **stop) == ""
    [row] = outcomes.stream(project.project.outcomes_log)
    assert (row.pattern, row.status, row.citations) == ("P-001", "applied", ("a.py:1",))
