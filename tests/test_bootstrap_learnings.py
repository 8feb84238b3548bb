"""bootstrap_learnings.py: everything that is missing is made, nothing that exists is touched."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import yaml

from conftest import RunScript, Workspace
from lessons import tree
from self_learning import configuration, schema_validation
from self_learning.paths import Project


def test_a_repository_is_turned_on(project: Workspace, run_script: RunScript) -> None:
    (project.path / ".learnings").rmdir()
    done = run_script("bootstrap_learnings.py", cwd=project.path)
    assert done.returncode == 0, done.stderr
    made = project.path / ".learnings"
    assert sorted(path.name for path in made.iterdir() if path.name != ".lock") == [
        *(".gitignore", "archive", "goal.yaml", "pending", "retention.yaml", "sessions", "settings.yaml")
    ]
    for path in (made, *made.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert configuration.retention(Project(str(project.path))) == configuration.Retention()
    assert configuration.settings(Project(str(project.path))) == configuration.Settings()
    goals = yaml.safe_load((made / "goal.yaml").read_text(encoding="utf-8"))
    assert schema_validation.complaints(goals, "goal.schema.json") == []


def test_git_sees_the_configuration_and_nothing_that_was_learned(
    project: Workspace, run_script: RunScript
) -> None:
    project.write(".gitignore", "")
    run_script("bootstrap_learnings.py", "--workdir", str(project.path))
    project.write(".learnings/outcomes.log", "x")
    project.write(".learnings/pending/a.json", "{}")
    project.git("add", "-A")
    listed = project.git("ls-files", ".learnings").splitlines()
    assert listed == [
        f".learnings/{name}" for name in (".gitignore", "goal.yaml", "retention.yaml", "settings.yaml")
    ]


def test_doing_it_again_changes_nothing_and_says_so(project: Workspace, run_script: RunScript) -> None:
    run_script("bootstrap_learnings.py", "--workdir", str(project.path))
    project.write(".learnings/goal.yaml", "active_goal: null\n")
    (project.path / ".learnings" / "settings.yaml").unlink()
    before = tree(project.path)
    done = run_script("bootstrap_learnings.py", "--workdir", str(project.path), "--json")
    assert json.loads(done.stdout)["created"] == [".learnings/settings.yaml"]
    assert {**before, ".learnings/settings.yaml": b""}.keys() == tree(project.path).keys()
    assert tree(project.path)[".learnings/goal.yaml"] == b"active_goal: null\n"
    again = tree(project.path)
    done = run_script("bootstrap_learnings.py", "--workdir", str(project.path))
    assert "nothing was missing" in done.stdout
    assert tree(project.path) == again


def test_a_file_in_the_way_is_an_error(project: Workspace, run_script: RunScript, tmp_path: Path) -> None:
    (project.path / ".learnings").rmdir()
    project.write(".learnings", "")
    done = run_script("bootstrap_learnings.py", "--workdir", str(project.path))
    assert done.returncode == 2
    assert "is a file where a directory is needed" in done.stderr
