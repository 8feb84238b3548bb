"""A broken plugin costs the person nothing but the lessons: the session goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import Workspace
from e2e import patterns
from e2e.client import Client, copy_plugin, fill_store, subagent
from e2e.scripted_api import Script, Tool, Turn

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("damage", ["no scripts", "no hooks", "broken library", "broken store"])
def test_session_goes_on(client: Client, project: Workspace, tmp_path: Path, damage: str) -> None:
    client.plugin = copy_plugin(tmp_path / "plugin")
    fill_store(client.user, *patterns.ALL)
    if damage == "no scripts":
        shutil.rmtree(client.plugin / "scripts")
    elif damage == "no hooks":
        for path in (client.plugin / "hooks").glob("*.sh"):
            path.unlink()
    elif damage == "broken library":
        (client.plugin / "scripts/self_learning/hook_io.py").write_text("def broken(:\n")
    else:
        for path in (client.user / "learnings").iterdir():
            if path.is_file():
                path.write_bytes(b"\x00\xff" * 1000)
    write = Tool("Write", {"file_path": str(project.path / "a.py"), "content": "x = 1\n"})
    script = Script(
        {
            "main": [Turn("write", (write, subagent("WORKER-TASK: do it"))), Turn("all done")],
            "worker": [Turn("ok\nno_learnings: trivial")],
        },
        {"worker": "WORKER-TASK"},
    )
    run = client.run("check the token expiry in the auth API client", script, project.path)
    assert run.exit_code == 0, run.errors
    assert run.result == "all done"
    assert run.turns("worker") == [0]
    assert (project.path / "a.py").read_text() == "x = 1\n"
