"""A learning agent that leaves nothing is sent back twice and no more; the logs tell what it did."""

from __future__ import annotations

import pytest

from conftest import Workspace
from e2e.client import Client, told
from e2e.scripted_api import Script, Tool, Turn

pytestmark = pytest.mark.e2e

MARK = "TASK-OF-THE-WORKER"


def agent(kind: str = "general-purpose", prompt: str = MARK) -> Tool:
    """The call that starts a subagent and waits for it."""
    return Tool(
        "Agent",
        {"description": "work", "prompt": prompt, "subagent_type": kind, "run_in_background": False},
    )


def test_agent_that_ignores_lessons_is_sent_back_twice(client: Client, project: Workspace) -> None:
    script = Script(
        {"main": [Turn("go", (agent(),)), Turn("done")], "worker": [Turn(f"answer {n}") for n in range(6)]},
        {"worker": MARK},
    )
    run = client.run("please", script, project.path)
    assert run.turns("worker") == [0, 1, 2], run.output
    assert "no_learnings: the reason" in run.of("worker", 1)
    assert "answer 2" in run.of("main", 1)
    assert "answer 1" not in run.of("main", 1)
    print((project.path / ".learnings/acknowledgments.log").read_text(), told(project.project))
