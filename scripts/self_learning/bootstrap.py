"""Turn self-learning on in a project: make .learnings/ with its default files, and nothing else.

What exists is left as it is, so doing it again only fills in what is missing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from self_learning import configuration, files
from self_learning.cli import Result

if TYPE_CHECKING:
    from self_learning.paths import Project

# Configuration is a team's and belongs into the repository; what was learned and logged is local.
GITIGNORE = """\
# Everything here is local to this machine, except what a person configures.
*
!.gitignore
!goal.yaml
!retention.yaml
!settings.yaml
"""
GOAL = """\
# What this project's runs are measured by. None until you name one here: a goal weighs the
# success rates, so it is yours to choose.
active_goal: null
goals:
  reduce-failures:
    description: A run needs at most three iterations until it is done
    success_criteria: {type: threshold, metric: iterations, target: 3, direction: below}
  swe-bench:
    description: The tests pass
    success_criteria: {type: binary, test_command: python3 -m pytest -q, timeout_s: 600}
"""
SETTINGS = """\
# Remove a '#' to change a setting; what is shown is the default.
# Agents that must acknowledge what they were shown and leave a lesson. * and ? are allowed.
# learning_agents: [general-purpose, "*implement*", "*writer*", "*fix*"]
# Whether step 8 may ask claude to classify lessons: model or deterministic.
# classifier: model
# The repository that the team shares, and whom to believe.
# org_repo: git@example.com:team/learnings.git
# trust: {require_signed_commits: false, contributors: []}
"""


def bootstrap(project: Project) -> Result:
    """Make what is missing of a project's .learnings/.

    Args:
        project: Its workdir must exist.

    Returns:
        What was made, path by path.

    Raises:
        InputError: Something can't be written.
        LockTimeoutError: Another process is at it.
    """
    made = []
    for directory in (project.learnings, project.pending, project.archive, project.sessions):
        if not os.path.isdir(directory):
            files.make_directory(directory)
            made.append(directory + os.sep)
    contents = {
        os.path.join(project.learnings, ".gitignore"): GITIGNORE,
        project.goal_file: GOAL,
        project.retention_file: files.read_text(configuration.DEFAULT_RETENTION_FILE),
        project.settings_file: SETTINGS,
    }
    with files.locked(project.learnings):
        for path, content in contents.items():
            if not os.path.lexists(path):
                files.replace(path, content)
                made.append(path)
    shown = [
        os.path.relpath(path, project.workdir) + (os.sep if path.endswith(os.sep) else "") for path in made
    ]
    data = {"learnings": project.learnings, "created": shown}
    if not made:
        return Result(f"{project.learnings}: self-learning is on, and nothing was missing.", data)
    lines = [f"{project.learnings}: self-learning is on. Made:", *(f"  {path}" for path in shown)]
    lines.append("To turn it off, set SELF_LEARNING=off, or remove that directory.")
    return Result("\n".join(lines), data)
