"""doctor.py finds what is broken, says how to mend it, and changes nothing."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import SCRIPTS, RunScript, Workspace
from self_learning.doctor import machine, records
from self_learning.patterns import Pattern, PatternStore

HOOK_EVENTS = ("SessionStart", "UserPromptSubmit", "PreToolUse", "SubagentStart", "SubagentStop", "Stop")


def parts(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {part["part"]: part for part in json.loads(done.stdout)["parts"]}


def everything(directory: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_a_healthy_project_is_ok_and_untouched(project: Workspace, run_script: RunScript) -> None:
    run_script("bootstrap_learnings.py", "--workdir", str(project.path))
    pattern = Pattern("P-001", "mistake", "Check for None before reading optional keys")
    PatternStore(project.person.store).update(lambda *_: [pattern])
    before = everything(project.path), everything(project.user)
    done = run_script("doctor.py", "--workdir", str(project.path), "--json")
    assert done.returncode == 0, done.stdout
    found = parts(done)
    assert {found[event]["status"] for event in HOOK_EVENTS} == {"ok"}
    assert "1 pattern in" in found["store"]["detail"]
    assert (everything(project.path), everything(project.user)) == before


def test_each_fault_is_named_with_its_remedy(project: Workspace, run_script: RunScript) -> None:
    project.write(".learnings/settings.yaml", "learning_agent: [x]\n")
    project.write(".learnings/goal.yaml", "goals: [")
    project.write(".learnings/pending/a-1.json", '{"summary": "short"}')
    project.write(".learnings/outcomes.log", "what is this\n")
    project.write(".learnings/hooks.log", "2999-01-01T00:00:00Z stop the disk is full\n")
    store = Path(project.person.store)
    store.parent.mkdir(parents=True)
    store.write_bytes(b"\xff\xfe no store")
    done = run_script("doctor.py", "--workdir", str(project.path), "--json")
    assert done.returncode == 2
    found = parts(done)
    expected = {
        "settings": ("broken", "learning_agent"),
        "goal": ("broken", "goal.yaml"),
        "lessons": ("warning", "summary: 5 characters"),
        "logs": ("warning", "1 lines"),
        "hooks.log": ("warning", "the disk is full"),
        "store": ("broken", "org-patterns.toon"),
    }
    for part, (status, words) in expected.items():
        assert found[part]["status"] == status, found[part]
        assert words in found[part]["detail"]
        assert found[part]["remedy"]


def test_a_person_gets_a_table_of_eighty_columns(project: Workspace, run_script: RunScript) -> None:
    done = run_script("doctor.py", "--workdir", str(project.path))
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "work" in done.stdout.splitlines()[-1]


def test_a_project_that_is_off(
    tmp_path: Path, run_script: RunScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    done = run_script("doctor.py", "--workdir", str(plain), "--json")
    assert "/self-learning:setup" in parts(done)["project"]["remedy"]
    assert list(plain.iterdir()) == []
    assert run_script("doctor.py", "--workdir", str(tmp_path / "none")).returncode == 2


@pytest.mark.parametrize(
    ("damage", "part", "words"),
    [
        ("remove", "PreToolUse", "is missing"),
        ("mode", "PreToolUse", "is not executable"),
        ("name", "PreToolUse", "hookEventName"),
        ("silent", "Stop", "did not record"),
        ("json", "hooks.json", "can't be used"),
        ("matcher", "hooks.json", "leaves out Write, Edit"),
        ("command", "Stop", "doesn't call stop-hook.sh"),
        ("event", "SubagentStart", "is not declared"),
        ("dispatch", "hooks", "dispatch.sh is missing"),
        ("hook.py", "hooks", "hook.py is missing"),
        ("module", "UserPromptSubmit", "did not give the expected answer"),
    ],
)
def test_a_damaged_plugin(tmp_path: Path, project: Workspace, damage: str, part: str, words: str) -> None:
    root = tmp_path / "plugin"
    for name in ("hooks", "scripts", "schemas"):
        shutil.copytree(SCRIPTS.parent / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "retention.yaml"):
        shutil.copy2(SCRIPTS.parent / name, root)
    (root / ".venv").symlink_to(SCRIPTS.parent / ".venv")
    hook = root / "hooks/pretooluse-hook.sh"
    if damage == "remove":
        hook.unlink()
    elif damage == "mode":
        hook.chmod(0o644)
    elif damage == "name":
        code = root / "scripts/self_learning/hook_io.py"
        code.write_text(code.read_text().replace('"hookEventName": EVENT_NAMES', '"eventName": EVENT_NAMES'))
    elif damage == "silent":
        (root / "hooks/stop-hook.sh").write_text("#!/bin/sh\nexit 0\n")
    elif damage in ("matcher", "command", "event"):
        declaration = root / "hooks/hooks.json"
        value = json.loads(declaration.read_text())
        if damage == "matcher":
            value["hooks"]["PreToolUse"][0]["matcher"] = "Bash"
        elif damage == "command":
            value["hooks"]["Stop"][0]["hooks"][0]["command"] = "${CLAUDE_PLUGIN_ROOT}/hooks/no-such-hook.sh"
        else:
            del value["hooks"]["SubagentStart"]
        declaration.write_text(json.dumps(value))
    elif damage == "dispatch":
        (root / "hooks/dispatch.sh").unlink()
    elif damage == "hook.py":
        (root / "scripts/hook.py").unlink()
    elif damage == "module":
        (root / "scripts/self_learning/injection.py").write_text("def torn(\n")
    else:
        (root / "hooks/hooks.json").write_text("{")
    done = subprocess.run(
        [sys.executable, str(root / "scripts/doctor.py"), "--workdir", str(project.path), "--json"],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=False,
    )
    assert done.returncode == 2, done.stderr
    finding = parts(done)[part]
    assert finding["status"] == "broken"
    assert words in finding["detail"]
    assert finding["remedy"]
    assert damage != "remove" or finding["remedy"] == "reinstall the plugin"


def test_faults_around_the_records(project: Workspace, run_script: RunScript, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project.path / ".learnings/injections").symlink_to(outside)
    (project.path / ".learnings/stops").mkdir()
    project.write(".claude/settings.json", '{"disableAllHooks": true}')
    store = Path(project.person.store)
    PatternStore(str(store)).update(lambda *_: [Pattern("P-001", "mistake", "Check for None before reading")])
    index = Path(project.person.index)
    index.unlink()
    index.mkdir()
    with (project.path / ".learnings/stops/.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = run_script("doctor.py", "--workdir", str(project.path), "--json")
    found = parts(done)
    assert found["links"]["detail"].startswith(str(project.path / ".learnings/injections"))
    assert found["client"]["status"] == "broken"
    assert "disableAllHooks" in found["client"]["detail"]
    assert "stops/.lock is held" in found["lock"]["detail"]
    assert (found["index"]["status"], found["index"]["remedy"]) == (
        "broken",
        "remove it; the next hook makes the index",
    )
    assert list(outside.iterdir()) == []


def test_a_plugin_that_is_switched_off(project: Workspace, run_script: RunScript) -> None:
    project.write(
        ".claude/settings.local.json", '{"enabledPlugins": {"self-learning@team": false, "x@y": false}}'
    )
    done = run_script("doctor.py", "--workdir", str(project.path), "--json")
    assert parts(done)["client"]["remedy"] == "run claude plugin enable self-learning@team"


def test_the_index_of_a_store_that_cannot_be_read_is_not_promised(
    project: Workspace, run_script: RunScript
) -> None:
    store = Path(project.person.store)
    store.parent.mkdir(parents=True, exist_ok=True)
    store.write_bytes(b"\xff\xfe no store")
    found = parts(run_script("doctor.py", "--workdir", str(project.path), "--json"))
    assert found["index"]["remedy"] == "mend the store"


def test_a_file_where_the_user_directory_should_be(
    tmp_path: Path, project: Workspace, run_script: RunScript
) -> None:
    (tmp_path / "in-the-way").write_text("x")
    done = run_script(
        "doctor.py",
        "--workdir",
        str(project.path),
        "--json",
        env={"CLOSEDLOOP_HOME": str(tmp_path / "in-the-way/below")},
    )
    finding = parts(done)["your files"]
    assert finding["detail"] == f"{tmp_path / 'in-the-way'} is a file where a directory is needed"
    assert finding["remedy"] == "move it away"


@pytest.mark.parametrize("noted", [None, "/nowhere/python3"])
def test_an_interpreter_that_is_not_the_environments(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, noted: str | None
) -> None:
    if noted is not None:
        (tmp_path / "interpreter").write_text(f"{noted}\n")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    [finding] = [finding for finding in machine.examine() if finding.part == "environment"]
    assert finding.status == "warning"
    assert (noted or str(tmp_path / "interpreter")) in finding.detail
    assert finding.remedy.startswith(f"remove {tmp_path} and run sh ")


def test_a_full_disk_is_named(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(project.path)
    full = os.statvfs_result([real.f_bsize, real.f_frsize, real.f_blocks, 0, 0, *list(real)[5:]])
    monkeypatch.setattr(os, "statvfs", lambda _path: full)
    found = {finding.part: finding for finding in records.examine(project.project, project.person)}
    assert found[".learnings"].status == "broken"
    assert "full" in found[".learnings"].detail
