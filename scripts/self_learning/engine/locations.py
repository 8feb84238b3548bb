"""Where the engine's files live: its inputs, the registry and the runbooks, all below W/.claude/."""

from __future__ import annotations

import os

from self_learning import paths

KINDS = ("review-finding", "session-learning", "incident", "user-correction")
INPUT_NAMES = {
    "review-finding": "review-findings.jsonl",
    "session-learning": "session-learnings.jsonl",
    "incident": "incidents.jsonl",
    "user-correction": "user-corrections.jsonl",
}


class Locations:
    """The engine's files in one project.

    Args:
        project: Whose; its .learnings/ need not exist.
    """

    def __init__(self, project: paths.Project) -> None:
        self.project = project
        self.claude = os.path.join(project.workdir, ".claude")
        self.directory = os.path.join(self.claude, "patterns")

    def input(self, kind: str) -> str:
        """The log of one kind of row."""
        return os.path.join(self.claude, INPUT_NAMES[kind])

    @property
    def registry(self) -> str:
        """All patterns: generated, for programs to read."""
        return os.path.join(self.directory, "patterns.json")

    @property
    def trends(self) -> str:
        """The trends of all patterns: generated."""
        return os.path.join(self.directory, "trends.json")

    @property
    def promotion_log(self) -> str:
        """What was promoted, archived and marked, when and why: appended to, never rewritten."""
        return os.path.join(self.directory, "promotion-log.jsonl")

    @property
    def state(self) -> str:
        """What was counted so far, so that the next run reads only what is new. May be deleted."""
        return os.path.join(self.directory, ".analysed.json")

    @property
    def services(self) -> str:
        """The symbols of each service's files, by modification time. May be deleted."""
        return os.path.join(self.directory, ".services.json")

    @property
    def runbooks(self) -> str:
        """Directory of the agents' runbooks."""
        return os.path.join(self.claude, "skills", "runbooks")

    def runbook(self, agent: str) -> str:
        """The runbook of an agent, whose name must be one that ``naming.agent_name`` gave."""
        return os.path.join(self.runbooks, agent, "RUNBOOK.md")

    @property
    def quarantine(self) -> str:
        """Directory for rows that can't be read: the project's, or one here while the project is not on."""
        if os.path.isdir(self.project.learnings):
            return self.project.quarantine
        return os.path.join(self.directory, "quarantine")
