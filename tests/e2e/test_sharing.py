"""Two people with a clone each: what one's agents learned reaches the agents of the other."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conftest import Workspace, make_workspace
from e2e.client import Client, shown, subagent
from e2e.scripted_api import Request, Script, Turn
from e2e.typed_commands import bash, command_lines, results, type_command
from self_learning import learnings, pending
from self_learning.paths import Person

pytestmark = pytest.mark.e2e

LESSON = {
    "category": "mistake",
    "trigger": "rotating the signing key",
    "summary": "Rotate the signing key in two steps, or tokens that were issued before are refused",
    "citations": [{"file": "keys.py", "line": 2}],
    "context": ["signing", "key", "token"],
}
TASK = "KEY-TASK: rotate the signing key of the token service"


def run_line(number: int) -> Script:
    """A model that runs one of a command's lines, and tells of it."""

    def run(request: Request) -> Turn:
        return Turn("as told", (bash(command_lines(request)[number]),))

    return Script({"main": [run, Turn("reported")]})


def test_a_lesson_goes_from_one_clone_to_the_other(
    client: Client, project: Workspace, tmp_path: Path
) -> None:
    shared = tmp_path / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(shared)], check=True)
    other_home = tmp_path / "other-home"
    other_home.mkdir()
    other = Client(client.binary, other_home, tmp_path / "other-user")
    elsewhere = make_workspace(tmp_path / "other-work", other.user)
    for each in (client, other):
        each.environment.update(CLAUDE_ORG_ID="acme", CLAUDE_ORG_REPO=str(shared))
        (each.home / ".gitconfig").write_text("[user]\n\tname = Tester\n\temail = tester@example.com\n")

    pending.write(project.project, LESSON, agent="coder", agent_id="a1")
    store = Person(str(client.user)).store
    learnings.process(project.project, store_path=store, no_llm=True)
    learnings.write_merged(project.project.merge_result, store)

    dry = type_command(client, project.path, "/self-learning:push-learnings", run_line(0))
    assert "Rotate the signing key" in results(dry)[0]
    assert not list((shared / "refs/heads").iterdir())
    whole = Script(
        {
            "main": [
                lambda request: Turn("yes", (bash(command_lines(request)[0].replace(" --dry-run", "")),)),
                Turn("reported"),
            ]
        }
    )
    type_command(client, project.path, "/self-learning:push-learnings yes", whole)
    pulled = type_command(other, elsewhere.path, "/self-learning:pull-learnings", run_line(0))
    assert "1" in results(pulled)[0]

    script = Script(
        {"main": [Turn("go", (subagent(TASK, "Explore"),)), Turn("done")], "worker": [Turn("ok")]},
        {"worker": "KEY-TASK"},
    )
    run = other.run("go on", script, elsewhere.path)
    assert shown(run.of("worker", 0)) == {"P-001"}
    assert "Rotate the signing key in two steps" in run.of("worker", 0)
