"""Only paths knows where things live."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Workspace
from self_learning import paths


def test_the_workdir_is_the_option_then_the_environment_then_the_git_top_level(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "src" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    environ = {"CLOSEDLOOP_WORKDIR": str(tmp_path / "set"), "CLAUDE_PROJECT_DIR": str(inner)}
    assert paths.workdir(str(tmp_path / "given"), environ) == str(tmp_path / "given")
    assert paths.workdir(None, environ) == str(tmp_path / "set")
    del environ["CLOSEDLOOP_WORKDIR"]
    assert paths.workdir(None, environ) == str(tmp_path / "repository")


def test_the_user_directory_follows_closedloop_home() -> None:
    assert paths.user_directory({"CLOSEDLOOP_HOME": "/somewhere/else"}) == "/somewhere/else"
    assert paths.user_directory({}).endswith("/.closedloop-ai")


@pytest.mark.parametrize(
    "bad", ["", ".", "..", "../x", "a/b", "a\\b", "a b", "a\0", "x" * 129, ".hidden", None, 3]
)
def test_what_could_escape_a_directory_is_no_identifier(bad: object) -> None:
    assert not paths.valid_identifier(bad)


def test_a_project_is_on_with_its_directory_and_off_by_the_switch(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.project.is_on
    monkeypatch.setenv("SELF_LEARNING", "off")
    assert not project.project.is_on
    monkeypatch.delenv("SELF_LEARNING")
    (project.path / ".learnings").rmdir()
    assert not project.project.is_on


@pytest.mark.parametrize(
    "url",
    [
        "git@example.com:team/astoria-frontend.git",
        "https://example.com/team/astoria-frontend/",
        "astoria-frontend",
    ],
)
def test_a_repository_is_named_after_its_origin(project: Workspace, url: str) -> None:
    project.git("remote", "add", "upstream", "https://example.com/other.git")
    project.git("remote", "add", "origin", url)
    assert project.project.name == "astoria-frontend"


def test_a_worktree_has_its_repository_s_name(project: Workspace, tmp_path: Path) -> None:
    project.git("worktree", "add", "-q", str(tmp_path / "elsewhere"))
    assert paths.repository_name(str(tmp_path / "elsewhere")) == "work"
    assert project.project.name == "work"


def test_the_index_stands_beside_the_store() -> None:
    assert paths.index_of("/a/team.toon") == "/a/team.index"
