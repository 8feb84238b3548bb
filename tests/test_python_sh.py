"""The environment is built at first use, once, and says in one line what it lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS

PYPROJECT = """[project]
dependencies = [
{dependencies}]
[project.optional-dependencies]
development = [
]
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The wrapper in a clone of its own, whose dependencies need no network."""
    scripts = tmp_path / "a clone" / "scripts"
    scripts.mkdir(parents=True)
    for name in ("python.sh", "build_environment.py"):
        shutil.copy(SCRIPTS / name, scripts)
    (scripts / "where.py").write_text("import sys\nprint(sys.prefix, *sys.argv[1:])\n")
    (tmp_path / "a clone" / "pyproject.toml").write_text(PYPROJECT.format(dependencies='"pip",\n'))
    return tmp_path / "a clone"


def start(clone: Path, *arguments: str, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["sh", str(clone / "scripts" / "python.sh"), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**os.environ, "SELF_LEARNING_PYTHON": sys.executable, **environ},
    )


def test_two_that_start_at_once_share_one_environment(clone: Path) -> None:
    both = [start(clone, str(clone / "scripts/where.py"), "one argument", "two") for _ in range(2)]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said == [f"{clone / '.venv'} one argument two\n"] * 2
    interpreter = Path((clone / ".venv/interpreter").read_text().strip())
    assert interpreter == interpreter.resolve()
    assert not interpreter.is_relative_to(clone)


def test_the_environment_stands_in_the_plugin_s_data_when_claude_code_gives_that(
    clone: Path, tmp_path: Path
) -> None:
    data = tmp_path / "plugin data"
    process = start(clone, str(clone / "scripts/where.py"), CLAUDE_PLUGIN_DATA=str(data))
    assert process.communicate()[0] == f"{data / 'venv'}\n"
    assert not (clone / ".venv").exists()


def test_an_unfinished_environment_is_finished_and_an_outdated_one_renewed(clone: Path) -> None:
    start(clone, "--prepare").communicate()
    stamp = clone / ".venv/stamp"
    written = stamp.read_text()
    stamp.unlink()  # as a kill before the last step leaves it
    assert start(clone, "--prepare").wait() == 0
    assert stamp.read_text() == written
    (clone / "pyproject.toml").write_text(PYPROJECT.format(dependencies=""))
    assert start(clone, "--prepare").wait() == 0
    assert stamp.read_text() != written


@pytest.mark.parametrize("broken", ["offline", "no python"])
def test_what_is_missing_is_said_in_one_line(clone: Path, tmp_path: Path, broken: str) -> None:
    if broken == "offline":
        (clone / "pyproject.toml").write_text(
            PYPROJECT.format(dependencies='"a-package-that-is-not-there",\n')
        )
        process = start(clone, "--prepare", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
        expected = "can't install the packages (is this machine offline?)"
    else:
        tools = tmp_path / "tools"
        tools.mkdir()
        for name in ("dirname", "cksum", "cat", "sed", "sh"):
            found = shutil.which(name)
            assert found
            (tools / name).symlink_to(found)
        wrapper = clone / "scripts/python.sh"
        wrapper.write_text(wrapper.read_text().replace("/usr/bin/python3", "/absent/python3"))
        process = start(clone, "--prepare", PATH=str(tools), SELF_LEARNING_PYTHON="")
        expected = "Python 3.10 or newer was not found; install it"
    _, said = process.communicate()
    assert process.returncode == 2
    lines = [line for line in said.splitlines() if "preparing" not in line]
    assert len(lines) == 1
    assert expected in lines[0]
    assert not (clone / ".venv/stamp").exists()


def test_a_script_run_by_a_bare_python_goes_on_in_the_environment(tmp_path: Path) -> None:
    """The interpreter lacks every dependency; the environment of these tests has them."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    data = tmp_path / "data"
    data.mkdir()
    (data / "venv").symlink_to(sys.prefix)
    done = subprocess.run(
        [str(bare / "bin/python"), str(SCRIPTS / "changed_files.py"), "--workdir", str(tmp_path), "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CLAUDE_PLUGIN_DATA": str(data)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("[")


def test_a_place_that_cannot_be_written_is_named_with_the_way_out(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    process = start(clone, "--prepare", CLAUDE_PLUGIN_DATA=str(tmp_path / "a file" / "data"))
    _, err = process.communicate()
    assert (process.returncode, err.count("\n")) == (2, 1)
    assert f"{tmp_path / 'a file'}" in err.splitlines()[-1]
    assert "can't be written" in err
    assert "name a directory of your own in CLAUDE_PLUGIN_DATA" in err


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A project whose own modules have the names of ours and of those we need."""
    directory = tmp_path / "poisoned"
    (directory / "self_learning").mkdir(parents=True)
    for name in (
        "json.py",
        "yaml.py",
        "toons.py",
        "enum.py",
        "sitecustomize.py",
        "self_learning/__init__.py",
    ):
        (directory / name).write_text(f"raise SystemExit('imported {name}')\n")
    return directory


def test_the_project_s_own_modules_are_not_imported_by_the_wrapper(clone: Path, poisoned: Path) -> None:
    process = start(
        clone, str(clone / "scripts/where.py"), "x", PYTHONPATH=str(poisoned), PYTHONHOME="/absent"
    )
    out, err = process.communicate()
    assert (process.returncode, out.split()[-1:]) == (0, ["x"]), err


def test_the_project_s_own_modules_are_not_imported_by_a_script(poisoned: Path, tmp_path: Path) -> None:
    for name in ("enum.py", "sitecustomize.py"):  # these any interpreter would import before us
        (poisoned / name).unlink()
    data = tmp_path / "data"
    data.mkdir()
    (data / "venv").symlink_to(sys.prefix)
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "changed_files.py"), "--workdir", str(tmp_path), "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=poisoned,
        env={**os.environ, "PYTHONPATH": str(poisoned), "CLAUDE_PLUGIN_DATA": str(data)},
    )
    assert (done.returncode, done.stderr) == (0, "")


INTERRUPTED_BUILD = """
import runpy, subprocess, sys

def interrupt(*_, **__):
    raise KeyboardInterrupt

subprocess.run = interrupt
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_an_interrupted_build_is_one_line_and_counts_for_nothing(tmp_path: Path) -> None:
    place = tmp_path / "venv"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            INTERRUPTED_BUILD,
            str(SCRIPTS / "build_environment.py"),
            str(place),
            "runtime",
            "1 2",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    said = "self-learning: interrupted; the next start goes on with the environment\n"
    assert (done.returncode, done.stdout, done.stderr) == (130, "", said)
    assert not (place / "stamp").exists()
