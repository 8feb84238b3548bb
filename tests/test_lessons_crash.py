"""Steps 8, 9 and 11 stopped at every single write: the next run makes it good, and counts nothing twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Workspace, make_workspace
from lessons import NONE, TOKEN, capture, patterns, tree
from self_learning import files, learnings, tooling_lessons
from self_learning.paths import Person


class Killed(BaseException):
    """Not an Exception, so that no handler of the code under test sees it, as with a real kill."""


def run_steps(workspace: Workspace) -> None:
    learnings.process(
        workspace.project, run_id="r1", iteration=1, store_path=workspace.person.store, no_llm=True
    )
    learnings.write_merged(workspace.project.merge_result, workspace.person.store)
    tooling_lessons.export(workspace.project, person=Person(str(workspace.user)))


def prepared(tmp_path: Path, name: str) -> Workspace:
    workspace = make_workspace(tmp_path / name / "work", tmp_path / name / "user")
    capture(workspace, "x-earlier", TOKEN, trigger="token expiry")
    run_steps(workspace)
    capture(workspace, "a", "Check the token's expiry on every API call", trigger="token expiry")
    capture(workspace, "b", NONE)
    capture(workspace, "c", "The self-learning stop hook needs the pending file before the last message")
    capture(workspace, "d", "Be careful with auth when coding")
    return workspace


def outcome(workspace: Workspace) -> dict[str, Any]:
    exported = json.loads(Path(workspace.person.closedloop_learnings).read_text())
    return {
        "seen": {pattern.id: pattern.seen_count for pattern in patterns(workspace).values()},
        "tooling": [(one["id"], one["summary"]) for one in exported["learnings"]],
        "archived": sorted(
            path.name for path in (workspace.path / ".learnings" / "archive" / "r1").glob("*.json")
        ),
        "pending": [path.name for path in (workspace.path / ".learnings" / "pending").glob("*.json")],
    }


@pytest.mark.parametrize("after", [True, False], ids=["after the write", "before the write"])
def test_stopped_at_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    whole = prepared(tmp_path, "whole")
    run_steps(whole)
    expected = outcome(whole)
    assert expected["seen"] == {"P-001": 2, "P-002": 1}
    assert expected["pending"] == []
    real: dict[str, Callable[..., Any]] = {"replace": files.replace, "unlink": os.unlink}
    stopped_at = 0
    while True:
        stopped_at += 1
        remaining = stopped_at

        def counted(name: str) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                nonlocal remaining
                remaining -= 1
                if remaining == 0 and not after:
                    raise Killed
                result = real[name](*arguments, **options)
                if remaining == 0:
                    raise Killed
                return result

            return call

        source = prepared(tmp_path, f"stopped-{stopped_at}")
        with monkeypatch.context() as patch:
            patch.setattr(files, "replace", counted("replace"))
            patch.setattr(os, "unlink", counted("unlink"))
            try:
                run_steps(source)
                finished = True
            except Killed:
                finished = False
        if finished:
            break
        run_steps(source)
        assert outcome(source) == expected, f"stopped at write {stopped_at}"
        before = tree(source.path), tree(source.user)
        run_steps(source)
        assert (tree(source.path), tree(source.user)) == before, f"stopped at write {stopped_at}"
    assert stopped_at > 10
