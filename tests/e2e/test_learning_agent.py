"""A learning agent that leaves nothing is sent back twice and no more; the logs tell what it did."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import Workspace
from e2e import patterns
from e2e.client import Client, fill_store, subagent, told
from e2e.scripted_api import Request, Script, Tool, Turn
from self_learning import acknowledgment_log

pytestmark = pytest.mark.e2e

TASK = "WORKER-TASK: check the token expiry in the auth API client before each call"
LESSON = {
    "category": "insight",
    "trigger": "calling the API from a job",
    "summary": "The API client reads its token once, so a job of more than an hour fails",
    "citations": [{"file": "src/auth.py", "line": 1}],
    "context": ["auth", "api"],
}


def test_an_agent_that_ignores_its_lessons_is_sent_back_twice_and_no_more(
    client: Client, project: Workspace
) -> None:
    fill_store(client.user, *patterns.ALL)
    script = Script(
        {
            "main": [Turn("go", (subagent(TASK),)), Turn("done")],
            "worker": [Turn(f"answer {n}") for n in range(6)],
        },
        {"worker": "WORKER-TASK"},
    )
    run = client.run("go on", script, project.path)
    assert run.turns("worker") == [0, 1, 2], run.errors
    assert "You were shown P-001" in run.of("worker", 1)
    assert "no_learnings: the reason" in run.of("worker", 1)
    assert "answer 2" in run.of("main", 1)
    assert "answer 1" not in run.of("main", 1)
    assert told(project.project) == [("general-purpose", "P-001", "injected", ())]
    [row] = acknowledgment_log.read(project.project)
    assert (row.agent, row.acknowledged, row.applied) == ("general-purpose", False, ())
    assert "general-purpose" in Path(project.project.failures).read_text()


def test_an_agent_does_what_it_is_sent_back_for(client: Client, project: Workspace) -> None:
    """The request names the file and its form well enough to be followed by a machine."""
    fill_store(client.user, *patterns.ALL)

    def leave_lesson(request: Request) -> Turn:
        path = re.findall(r"to (\S+\.json), as JSON", request.text)[-1]
        return Turn("writing", (Tool("Write", {"file_path": path, "content": json.dumps(LESSON)}),))

    script = Script(
        {
            "main": [Turn("go", (subagent(TASK),)), Turn("done")],
            "worker": [
                Turn("first answer"),
                leave_lesson,
                Turn("the whole answer\nLEARNINGS_ACKNOWLEDGED: P-001 -> src/auth.py:1"),
            ],
        },
        {"worker": "WORKER-TASK"},
    )
    run = client.run("go on", script, project.path)
    assert run.turns("worker") == [0, 1, 2], run.errors
    assert "the whole answer" in run.of("main", 1)
    assert told(project.project) == [("general-purpose", "P-001", "applied", ("src/auth.py:1",))]
    [lesson] = (project.path / ".learnings/pending").glob("*.json")
    assert json.loads(lesson.read_text())["summary"] == LESSON["summary"]
    [row] = acknowledgment_log.read(project.project)
    assert row.applied == ("P-001",)
    assert lesson.name in row.evidence


def test_an_agent_in_the_background_is_asked_and_counted_the_same(client: Client, project: Workspace) -> None:
    """The main agent stops twice then, before and after the subagent; its rows are written once."""
    fill_store(client.user, *patterns.ALL)
    call = subagent(TASK)
    background = Tool("Agent", {**call.input, "run_in_background": True})
    closing = "LEARNINGS_ACKNOWLEDGED: P-005 -> pytest.ini:1"
    script = Script(
        {
            "main": [
                Turn("test", (Tool("Bash", {"command": "pytest tests", "description": "test"}),)),
                Turn("go", (background,)),
                Turn(f"started\n{closing}"),
                Turn(f"finished\n{closing}"),
            ],
            "worker": [
                Turn("done"),
                Turn(
                    "done\nLEARNINGS_ACKNOWLEDGED: none, because it was checked already\nno_learnings: nothing new"
                ),
            ],
        },
        {"worker": "WORKER-TASK"},
    )
    run = client.run("run the tests", script, project.path)
    assert run.exit_code == 0, run.errors
    assert run.turns("worker") == [0, 1]
    assert told(project.project) == [
        ("general-purpose", "P-001", "injected", ()),
        ("main", "P-005", "applied", ("pytest.ini:1",)),
    ]
