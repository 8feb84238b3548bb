"""/self-learning:goal-stats as a person types it: the table comes without a question asked."""

from __future__ import annotations

import pytest

from conftest import Workspace
from e2e.client import Client
from e2e.typed_commands import results, run_all, type_command
from self_learning import outcomes, runs
from self_learning.outcomes import Goal, Row
from self_learning.runs import Run

pytestmark = pytest.mark.e2e


def test_goal_stats_tells_what_the_logs_say(client: Client, project: Workspace) -> None:
    for number, reached in enumerate((False, True, True), 1):
        run_id, at = f"2026110{number}-100000", f"2026-11-0{number}T10:00:00Z"
        goal = Goal("fix-login", reached, None)
        outcomes.append(
            project.project,
            [Row(at, run_id, 1, "coder", "P-001", "injected", goal=goal, build_passed=reached)],
        )
        runs.append(project.project, Run(run_id, at, "fix-login", 1, "completed", goal_success=reached))
    changes = (('goal_stats.py"', "goal_stats.py\" --goal 'fix-login' --last 2"),)
    [told] = results(
        type_command(
            client, project.path, "/self-learning:goal-stats fix-login, the last 2", run_all(*changes)
        )
    )
    assert "The last 2 runs of 3" in told
    assert "shown, not used               2        2/2 1.00" in told
    assert "No experiment yet" in told
