"""The commands as a person types them, in the client's default permission mode: nothing is asked."""

from __future__ import annotations

import json
import os
import shlex

import pytest

from conftest import Workspace
from e2e import patterns
from e2e.client import Client, fill_store, shown, subagent
from e2e.scripted_api import Request, Script, ScriptedTurn, Tool, Turn
from e2e.typed_commands import bash, command_lines, results, run_all, type_command
from self_learning import pending
from self_learning.paths import Person
from self_learning.patterns import PatternStore

pytestmark = pytest.mark.e2e


def test_setup_shows_first_and_turns_on_after_a_yes(client: Client, project: Workspace) -> None:
    os.rmdir(project.path / ".learnings")
    first = Script(
        {"main": [lambda request: Turn("look", (bash(command_lines(request)[0]),)), Turn("shall I?")]}
    )
    [told] = results(type_command(client, project.path, "/self-learning:setup", first))
    assert "Turning self-learning on" in told
    assert not (project.path / ".learnings").exists()
    type_command(client, project.path, "/self-learning:setup yes", run_all())
    assert (project.path / ".learnings/.gitignore").exists()
    assert project.git("status", "--porcelain", "--", ".learnings/pending") == ""


def test_doctor_and_explain(client: Client, project: Workspace) -> None:
    fill_store(client.user, *patterns.ALL)
    [table] = results(type_command(client, project.path, "/self-learning:doctor", run_all()))
    assert "SubagentStart fires" in table
    assert "broken" not in table
    [told] = results(
        type_command(client, project.path, "/self-learning:explain P-006", run_all(("P-007", "P-006")))
    )
    assert "STOPS" in told
    assert "PRUNE" in told


def test_process_learnings_merges_what_the_model_decides(client: Client, project: Workspace) -> None:
    document = {
        "category": "insight",
        "trigger": "calling the API from a long job",
        "summary": "The API client reads its token once, so a job of more than an hour fails",
        "citations": [{"file": "src/auth.py", "line": 1}],
        "context": ["auth", "api"],
    }
    pending.write(project.project, document, agent="coder", agent_id="a1")
    lines: list[str] = []
    worksheet = project.path / ".learnings/worksheet.json"

    def prepare(request: Request) -> Turn:
        lines.extend(
            line.replace(" W", f" {shlex.quote(str(project.path))}") for line in command_lines(request)
        )
        return Turn("prepare", (bash(lines[0]),))

    def decide(request: Request) -> Turn:
        [candidate] = json.loads(worksheet.read_text())["candidates"]
        decision = {
            "candidate": candidate["candidate"],
            "verdict": "keep",
            "scope": "org-wide",
            "category": "mistake",
            "summary": "Renew the API token inside long jobs: it is read once and ends after an hour",
        }
        content = json.dumps({"learnings": [decision]})
        path = str(project.path / ".learnings/classified.json")
        return Turn("decide", (Tool("Write", {"file_path": path, "content": content}),))

    steps: list[ScriptedTurn] = [
        prepare,
        decide,
        lambda _: Turn("merge", (bash(lines[1]),)),
        lambda _: Turn("write", (bash(lines[2]),)),
        Turn("done"),
    ]
    run = client.run(
        f"/self-learning:process-learnings {project.path}",
        Script({"main": steps}),
        project.path,
        permissions=False,
    )
    assert run.turns("main") == [0, 1, 2, 3, 4], run.output
    [pattern] = PatternStore(Person(str(client.user)).store).read().patterns
    assert pattern.summary.startswith("Renew the API token")
    assert pattern.category == "mistake"
    assert not list((project.path / ".learnings/pending").glob("*.json"))


def test_prune_and_export_run(client: Client, project: Workspace) -> None:
    told = results(type_command(client, project.path, "/self-learning:prune-learnings", run_all()))
    assert len(told) == 1
    told = results(
        type_command(client, project.path, "/self-learning:export-closedloop-learnings", run_all())
    )
    assert len(told) == 1


def test_an_argument_never_reaches_a_shell(client: Client, project: Workspace) -> None:
    mark = project.path / "injected"
    hostile = f"$(touch {mark}) ; touch {mark} `touch {mark}`"
    for name in ("explain", "goal-stats"):
        run = client.run(f"/self-learning:{name} {hostile}", Script({"main": [Turn("no")]}), project.path)
        assert run.turns("main") == [0]
    assert not mark.exists()


def test_skills_are_offered_with_what_they_are_for(client: Client, project: Workspace) -> None:
    script = Script(
        {"main": [Turn("read", (Tool("Skill", {"skill": "self-learning:learning-quality"}),)), Turn("ok")]}
    )
    run = client.run("hello", script, project.path)
    assert "self-learning:learning-quality: How to tell a lesson worth keeping" in run.of("main", 0)
    assert "self-learning:toon-format: How to read the pattern store" in run.of("main", 0)
    assert "Rejected without discussion" in run.of("main", 1)
    assert "self-learning:push-learnings" not in run.of("main", 0)  # sharing is for the person to start


def test_capture_of_one_agent_reaches_the_next(client: Client, project: Workspace) -> None:
    """The lesson of one agent, taken in by rules, is shown to the next agent with such a task."""
    document = {
        "category": "mistake",
        "trigger": "rotating the signing key",
        "summary": "Rotate the signing key in two steps, or tokens that were issued before are refused",
        "citations": [{"file": "keys.py", "line": 2}],
        "context": ["signing", "key", "token"],
    }
    pending.write(project.project, document, agent="coder", agent_id="a1")
    type_command(
        client,
        project.path,
        "/self-learning:process-learnings",
        Script(
            {
                "main": [
                    lambda request: Turn(
                        "by rules",
                        tuple(
                            bash(
                                line.replace(" --workdir W --prepare", " --no-llm").replace(
                                    " W/", f" {project.path}/"
                                )
                            )
                            for line in (command_lines(request)[0], command_lines(request)[2])
                        ),
                    ),
                    Turn("done"),
                ]
            }
        ),
    )
    task = "KEY-TASK: rotate the signing key of the token service"
    script = Script(
        {"main": [Turn("go", (subagent(task, "Explore"),)), Turn("done")], "worker": [Turn("ok")]},
        {"worker": "KEY-TASK"},
    )
    run = client.run("go on", script, project.path)
    assert shown(run.of("worker", 0)) == {"P-001"}
