"""Step 1 as a command."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import RunScript, Workspace


def test_the_list_is_written_for_the_next_step(project: Workspace, run_script: RunScript) -> None:
    start = project.git("rev-parse", "HEAD")
    project.write("b.py", "b\n")
    project.write("a b.py", "a\n")
    project.commit("two files")
    done = run_script("changed_files.py", "--workdir", str(project.path), "--start-sha", start)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(Path(project.project.changed_files).read_text()) == ["a b.py", "b.py"]
    assert "2 changed files" in done.stdout


def test_output_and_json(project: Workspace, run_script: RunScript, tmp_path: Path) -> None:
    project.write("é.py", "b\n")
    output = tmp_path / "out" / "list.json"
    done = run_script("changed_files.py", "--workdir", str(project.path), "--output", str(output), "--json")
    assert json.loads(done.stdout) == json.loads(output.read_text(encoding="utf-8")) == ["é.py"]
    assert not Path(project.project.changed_files).exists()


def test_a_project_that_does_not_take_part_is_left_alone(project: Workspace, run_script: RunScript) -> None:
    os.rmdir(project.project.learnings)
    project.write("a.py", "a\n")
    done = run_script("changed_files.py", "--workdir", str(project.path))
    assert done.returncode == 0
    assert "a.py" in done.stdout
    assert not os.path.exists(project.project.learnings)


def test_no_repository_is_said_in_one_sentence(tmp_path: Path, run_script: RunScript) -> None:
    (tmp_path / "plain").mkdir()
    done = run_script("changed_files.py", "--workdir", str(tmp_path / "plain"), "--start-sha", "abc")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert "not in a git work tree" in done.stdout


@pytest.mark.parametrize("start", ["f" * 40, "--output=written", "no such"])
def test_a_bad_start_is_one_line_and_nothing_changes(
    project: Workspace, run_script: RunScript, start: str
) -> None:
    Path(project.project.changed_files).write_text('["kept"]')
    done = run_script("changed_files.py", "--workdir", str(project.path), f"--start-sha={start}")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert start in done.stderr
    assert Path(project.project.changed_files).read_text() == '["kept"]'


def test_a_name_that_is_not_utf8_survives_the_file(project: Workspace, run_script: RunScript) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    (project.path / name).write_text("x\n")
    done = run_script("changed_files.py", "--workdir", str(project.path))
    assert done.returncode == 0
    assert json.loads(Path(project.project.changed_files).read_text()) == [name]


def test_twice_changes_no_byte(project: Workspace, run_script: RunScript) -> None:
    project.write("a.py", "a\n")
    run_script("changed_files.py", "--workdir", str(project.path))
    before = os.stat(project.project.changed_files)
    run_script("changed_files.py", "--workdir", str(project.path))
    after = os.stat(project.project.changed_files)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_git_missing_is_said(project: Workspace, run_script: RunScript) -> None:
    done = run_script("changed_files.py", "--workdir", str(project.path), env={"PATH": "/nowhere"})
    assert done.returncode == 2
    assert "git" in done.stderr
    assert done.stderr.count("\n") == 1
