"""Fixtures: a real git repository that takes part, and the scripts run as real processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from e2e import install_client
from self_learning.paths import Person, Project
from team import Teammate, bare_repository, teammate

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
RunScript = Callable[..., "subprocess.CompletedProcess[str]"]

# A busy machine is no fault of the code: no test fails by the clock.
hypothesis.settings.register_profile("self-learning", deadline=None)
hypothesis.settings.load_profile("self-learning")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so when the end-to-end tests were left out for want of the client."""
    if not install_client.found() and os.environ.get("REQUIRE_CLIENT") != "1":
        terminalreporter.section("the real client was not found")
        terminalreporter.line(
            "The end-to-end tests in tests/e2e did not run. Install the client with\n"
            "  python tests/e2e/install_client.py\n"
            "or name one in E2E_CLI."
        )


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the settings, the memory or the git configuration of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(("CLOSEDLOOP_", "CLAUDE", "SELF_LEARNING", "GIT_", "ANTHROPIC", "AGENT_COMMAND")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Tester\n\temail = tester@example.com\n"
        "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("CLOSEDLOOP_HOME", str(tmp_path / "user"))
    yield
    shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True)
class Workspace:
    """A git repository with .learnings/, and the person's own directory beside it."""

    path: Path
    user: Path

    @property
    def project(self) -> Project:
        return Project(str(self.path))

    @property
    def person(self) -> Person:
        return Person(str(self.user))

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, capture_output=True, text=True, check=True, encoding="utf-8"
        )
        return done.stdout.strip()

    def write(self, name: str, content: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


def make_workspace(directory: Path, user: Path) -> Workspace:
    """A repository with one commit that takes part in self-learning."""
    directory.mkdir(parents=True)
    workspace = Workspace(directory, user)
    workspace.git("init", "-q", "-b", "main")
    workspace.write(".gitignore", ".learnings/\n")
    workspace.commit("Start")
    (directory / ".learnings").mkdir(mode=0o700)
    return workspace


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "work", tmp_path / "user")


@pytest.fixture
def run_script(tmp_path: Path) -> RunScript:
    """Run an entry point as a person would, from a directory that is none of the project's."""

    def run(
        name: str,
        *arguments: str,
        stdin: str | None = None,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(SCRIPTS / name), *arguments],
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd or tmp_path,
            env={**os.environ, **(env or {})},
            check=False,
        )

    return run


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The repository that a team shares, still empty."""
    return bare_repository(tmp_path / "shared.git")


@pytest.fixture
def alice(tmp_path: Path, bare: Path) -> Teammate:
    """A person with a project, billing."""
    return teammate(tmp_path, "alice", "billing", bare)


@pytest.fixture
def bob(tmp_path: Path, bare: Path) -> Teammate:
    """Another person, whose project is search."""
    return teammate(tmp_path, "bob", "search", bare)
