"""setup_project.py tells first, and turns the plugin on only with --yes."""

from __future__ import annotations

import json
import os
from pathlib import Path

from conftest import RunScript, Workspace


def test_nothing_is_written_before_the_yes(project: Workspace, run_script: RunScript) -> None:
    os.rmdir(project.path / ".learnings")
    for arguments in ((), ("--show",)):
        done = run_script("setup_project.py", "--workdir", str(project.path), *arguments)
        assert done.returncode == 0
        assert str(project.path) in done.stdout
        assert "SELF_LEARNING=off" in done.stdout
        lines = [line for line in done.stdout.splitlines() if str(project.path.parent) not in line]
        assert max(map(len, lines)) <= 80
        assert not (project.path / ".learnings").exists()
        assert not project.user.exists()


def test_a_yes_turns_it_on_once(project: Workspace, run_script: RunScript) -> None:
    os.rmdir(project.path / ".learnings")
    done = run_script("setup_project.py", "--workdir", str(project.path), "--yes", "--json")
    assert ".learnings/.gitignore" in json.loads(done.stdout)["created"]
    project.write(".learnings/settings.yaml", "classifier: deterministic\n")
    again = run_script("setup_project.py", "--workdir", str(project.path), "--yes")
    assert again.returncode == 0
    assert (project.path / ".learnings/settings.yaml").read_text() == "classifier: deterministic\n"
    shown = run_script("setup_project.py", "--workdir", str(project.path))
    assert "already on" in shown.stdout


def test_without_git_it_warns(tmp_path: Path, run_script: RunScript) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    done = run_script("setup_project.py", "--workdir", str(plain))
    assert done.returncode == 0
    assert "no git repository" in done.stderr


def test_a_person_is_told_what_is_kept_asked_and_fetched(project: Workspace, run_script: RunScript) -> None:
    """Consent is worth only as much as what was said before it."""
    (project.path / ".learnings").rmdir()
    told = run_script("setup_project.py", "--workdir", str(project.path), "--show").stdout
    flat = " ".join(told.split())
    for words in (
        "first words of prompts and commands",
        "*implement*",
        "2 times at most",
        "PyPI",
        "leaves this machine",
    ):
        assert words in flat
    lines = [line for line in told.splitlines() if str(project.path.parent) not in line]
    assert max(map(len, lines)) <= 80
