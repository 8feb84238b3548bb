"""The hooks on machines that are not as they should be: old or no Python, an outdated environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS, Workspace
from self_learning import environment

PROGRAMS = ("sh", "date", "wc", "mv", "cat", "sed", "cksum", "dirname")
OLD = '#!/bin/sh\nif [ "${2##*/}" = hook.py ]; then exit 10; fi\nexit 2\n'  # as hook.py ends in Python 3.9
TELL = """import json, sys
print(json.dumps({"event": json.load(sys.stdin), "prefix": sys.pycache_prefix}))
"""


class Machine:
    """A plugin without an environment, and a PATH with nothing but a few programs."""

    def __init__(self, project: Workspace, directory: Path) -> None:
        self.project = project
        self.plugin = directory / "plugin"
        self.data = directory / "data"
        self.data.mkdir()
        self.programs = directory / "bin"
        self.programs.mkdir()
        for name in PROGRAMS:
            (self.programs / name).symlink_to(shutil.which(name) or name)
        shutil.copytree(SCRIPTS.parent / "hooks", self.plugin / "hooks")
        # So that the machine's own Python isn't found, whatever it is.
        dispatch = self.plugin / "hooks/dispatch.sh"
        changed = dispatch.read_text().replace("/usr/bin/python3", str(self.programs / "system-python3"))
        dispatch.write_text(changed)
        self.hook = self.plugin / "scripts/hook.py"
        (self.plugin / "scripts/self_learning").mkdir(parents=True)
        self.hook.write_text(TELL)

    def install(self, name: str, text: str) -> None:
        """Put a program on the PATH."""
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    def fire(self, hook: str = "pretooluse") -> str:
        done = subprocess.run(
            ["/bin/sh", str(self.plugin / f"hooks/{hook}-hook.sh")],
            input='{"a": 1}',
            capture_output=True,
            text=True,
            cwd=self.project.path,
            env={
                "PATH": str(self.programs),
                "HOME": str(self.data),
                "CLAUDE_PROJECT_DIR": str(self.project.path),
                "CLAUDE_PLUGIN_DATA": str(self.data),
            },
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    @property
    def log(self) -> str:
        return Path(self.project.project.hooks_log).read_text()


@pytest.fixture
def machine(project: Workspace, tmp_path: Path) -> Machine:
    return Machine(project, tmp_path)


def test_hook_py_leaves_an_old_python_before_it_reads_the_event() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", pretend, str(SCRIPTS / "hook.py"), "pre_tool_use", "/"],
        input="{}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (10, "", "")


@pytest.mark.parametrize("old", [OLD, "#!/bin/sh\nexit 2\n"])
def test_a_newer_python_answers_where_the_first_one_is_too_old(machine: Machine, old: str) -> None:
    machine.install("system-python3", old)
    machine.install("python3", old)
    machine.install("python3.11", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    assert json.loads(machine.fire())["event"] == {"a": 1}
    assert not Path(machine.project.project.hooks_log).exists()


def test_a_newer_python_that_fails_is_named(machine: Machine) -> None:
    machine.install("python3", OLD)
    machine.install("python3.11", "#!/bin/sh\nexit 3\n")
    assert machine.fire() == ""
    assert f"{machine.programs}/python3.11 ended with status 3" in machine.log


def test_a_python_of_another_name_is_found_where_there_is_no_python3(machine: Machine) -> None:
    machine.install("python3.11", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    assert json.loads(machine.fire())["event"] == {"a": 1}


def test_a_mac_without_developer_tools_opens_no_dialogue(machine: Machine) -> None:
    dispatch = machine.plugin / "hooks/dispatch.sh"
    dispatch.write_text(dispatch.read_text().replace("/System/Library", str(machine.data)))
    opened = machine.data / "opened"
    machine.install("system-python3", f'#!/bin/sh\n: >"{opened}"\n')
    (machine.programs / "python3").symlink_to(machine.programs / "system-python3")
    link = dispatch.read_text().replace(
        str(machine.programs / "system-python3"), str(machine.programs / "python3")
    )
    dispatch.write_text(link)
    assert "no Python 3.10 or newer" in machine.fire("session-start")
    assert not opened.exists()
    machine.install("python3.12", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    assert json.loads(machine.fire())["event"] == {"a": 1}
    assert not opened.exists()


def test_without_a_python_that_will_do_the_person_is_told_once_a_session(machine: Machine) -> None:
    assert machine.fire() == ""
    assert "no Python was found" in machine.log
    machine.install("system-python3", OLD)
    assert machine.fire("user-prompt") == ""
    assert "system-python3 is too old: install Python 3.10 or newer" in machine.log
    told = json.loads(machine.fire("session-start"))
    assert told == {
        "systemMessage": "self-learning is on here but can do nothing: no Python 3.10 or newer was found"
    }
    machine.hook.unlink()
    assert "reinstall" in json.loads(machine.fire("session-start"))["systemMessage"]


def test_what_the_shell_notes_is_bounded(machine: Machine) -> None:
    log = Path(machine.project.project.hooks_log)
    log.write_text("x" * 300_000)
    machine.fire()
    assert log.with_name("hooks.log.1").stat().st_size == 300_000
    assert log.read_text().count("\n") == 1


def test_bytecode_is_kept_elsewhere_where_the_plugin_cannot_be_written(machine: Machine) -> None:
    machine.install("python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    assert json.loads(machine.fire())["prefix"] is None
    # A directory that is missing can't be written either, by nobody.
    (machine.plugin / "scripts/self_learning").rmdir()
    assert json.loads(machine.fire())["prefix"] == str(machine.data / "pycache")


# ------------------------------------------------------------------ the environment


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A plugin whose environment is the tests' own, and whose wrapper only notes how it is called."""
    root = tmp_path / "clone"
    for name in ("hooks", "scripts", "schemas"):
        shutil.copytree(SCRIPTS.parent / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(SCRIPTS.parent / "pyproject.toml", root)
    (root / ".venv").symlink_to(sys.prefix)
    return root


def begin(plugin: Path, project: Workspace) -> str:
    done = subprocess.run(
        [str(plugin / "hooks/session-start-hook.sh")],
        input='{"session_id": "s1", "source": "startup"}',
        capture_output=True,
        text=True,
        cwd=project.path,
        env={
            **os.environ,
            "CLAUDE_PROJECT_DIR": str(project.path),
            "CLAUDE_PLUGIN_DATA": str(plugin.parent / "data"),
        },
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return str(json.loads(done.stdout)["systemMessage"])


def stand_in(plugin: Path) -> Path:
    """Have the wrapper only note how it was called."""
    note = plugin.parent / "called"
    script = f'#!/bin/sh\necho "$1" "$CLAUDE_PLUGIN_DATA" >"{note}.new"\nmv "{note}.new" "{note}"\n'
    (plugin / "scripts/python.sh").write_text(script)
    return note


def update(plugin: Path) -> None:
    """Have a newer version of the plugin need one more package."""
    path = plugin / "pyproject.toml"
    path.write_text(path.read_text().replace("dependencies = [\n", 'dependencies = [\n    "wheel",\n', 1))


def test_an_environment_of_an_earlier_version_is_brought_up_to_date(plugin: Path, project: Workspace) -> None:
    note = stand_in(plugin)
    update(plugin)
    assert "preparing" in begin(plugin, project)
    while not note.exists():
        os.sched_yield()
    assert note.read_text() == "--prepare \n"  # the clone's own, so not in the plugin's data


def test_an_environment_that_fits_is_left_alone(plugin: Path, project: Workspace) -> None:
    note = stand_in(plugin)
    assert "is on in this project" in begin(plugin, project)
    with (plugin / "pyproject.toml").open("a") as file:
        file.write("# something else has changed\n")
    assert "is on in this project" in begin(plugin, project)
    assert not note.exists()


def test_a_build_that_failed_is_told_of_at_the_next_start(plugin: Path, project: Workspace) -> None:
    stand_in(plugin)
    update(plugin)
    project.write(
        ".learnings/environment.log", "self-learning: preparing ...\nself-learning: pip is missing\n"
    )
    assert begin(plugin, project) == (
        "self-learning is on, but could not build its environment and tries again: pip is missing"
    )


@pytest.mark.parametrize("lists", ["", '"pip",\n', '"pip",\n' * 40, '"größe",\n' * 3000])
def test_the_lists_of_packages_are_told_apart_as_the_wrapper_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lists: str
) -> None:
    content = f'[project]\nname = "x"\ndependencies = [\n{lists}]\nother = 1\nmore = [\n"y",\n]\nz = []\n'
    (tmp_path / "pyproject.toml").write_text(content)
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    line = next(
        line for line in (SCRIPTS / "python.sh").read_text().splitlines() if line.startswith("wanted=")
    )
    done = subprocess.run(
        ["sh", "-c", f'root=.\n{line}\necho "runtime $wanted" >stamp'], cwd=tmp_path, check=True
    )
    assert done.returncode == 0
    assert not environment.is_outdated(str(tmp_path))
    (tmp_path / "pyproject.toml").write_text(content.replace('"y"', '"z"'))
    assert environment.is_outdated(str(tmp_path))
    assert not environment.is_outdated(str(tmp_path / "none"))
