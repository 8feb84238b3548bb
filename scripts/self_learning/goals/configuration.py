"""goal.yaml: which goals a project has, and which one is active."""

from __future__ import annotations

import difflib
import math
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import files, schema_validation
from self_learning.errors import InputError

if TYPE_CHECKING:
    from self_learning.paths import Project

EVALUATORS = ("reduce-failures", "swe-bench", "minimize-tokens", "maximize-coverage", "custom")
DEFAULT_TIMEOUT_SECONDS = 1800.0


@dataclass(frozen=True)
class Threshold:
    """Success is a metric at or beyond a target; ``direction`` is ``above`` or ``below``."""

    metric: str
    target: float
    direction: str


@dataclass(frozen=True)
class AcceptanceTests:
    """Success is a test command's; ``timeout`` is in seconds.

    ``fail_to_pass`` and ``pass_to_pass`` are test ids as SWE-bench means them: with either,
    success is that all of them pass, whatever the other tests do.
    """

    command: str | tuple[str, ...] | None = None
    timeout: float | None = None
    fail_to_pass: tuple[str, ...] = ()
    pass_to_pass: tuple[str, ...] = ()
    junit_xml: str | None = None


@dataclass(frozen=True)
class Goal:
    """One goal of goal.yaml; ``where`` is its place in the file, for messages."""

    name: str
    description: str = ""
    pattern_priority: tuple[str, ...] = ()
    threshold: Threshold | None = None
    binary: bool = False
    tests: AcceptanceTests = field(default_factory=AcceptanceTests)
    evaluator: str | None = None
    coverage_file: str | None = None
    where: str = "goal.yaml"


@dataclass(frozen=True)
class Goals:
    """All of goal.yaml."""

    path: str
    active: str | None
    goals: dict[str, Goal]

    def choose(self, name: str | None) -> Goal | None:
        """The goal of that name, else the active one, else None.

        One of the five evaluators' names is a goal even if the file doesn't mention it.

        Raises:
            InputError: There is no such goal; the message names the nearest one there is.
        """
        wanted = name or self.active
        if not wanted:
            return None
        if wanted in self.goals:
            return self.goals[wanted]
        if wanted in EVALUATORS:
            return Goal(wanted, where=self.path)
        known = [*self.goals, *(each for each in EVALUATORS if each not in self.goals)]
        close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.4)
        remedy = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        raise InputError.at(
            self.path, f"there is no goal {wanted!r}", _line_of(self.path, "active_goal"), remedy
        )


def read(project: Project) -> Goals:
    """The project's goals; none when there is no goal.yaml, or an empty one.

    Raises:
        InputError: The file can't be read or isn't valid by schemas/goal.schema.json.
    """
    path = project.goal_file
    if not os.path.exists(path):
        return Goals(path, None, {})
    document = files.read_yaml(path)
    if document is None:
        return Goals(path, None, {})
    complaints = schema_validation.complaints(document, "goal.schema.json")
    if complaints or not isinstance(document, dict):
        first = complaints[0] if complaints else "must be a mapping"
        key = first.partition(":")[0].rpartition(".")[2]
        raise InputError.at(path, "; ".join(complaints[:3]) or first, _line_of(path, key))
    goals = {name: _goal(path, name, given or {}) for name, given in (document.get("goals") or {}).items()}
    return Goals(path, document.get("active_goal") or None, goals)


def active_goal(project: Project) -> Goal | None:
    """The goal that runs are measured by now, if there is one.

    Raises:
        InputError: As for ``read`` and ``Goals.choose``.
    """
    return read(project).choose(None)


def _goal(path: str, name: str, given: dict[str, Any]) -> Goal:
    criteria = given.get("success_criteria") or {}
    threshold = None
    if criteria.get("type") == "threshold":
        target = float(criteria["target"])
        if not math.isfinite(target):
            raise InputError.at(path, f"goals.{name}.success_criteria.target: must be a finite number")
        threshold = Threshold(criteria["metric"], target, criteria["direction"])
    command = criteria.get("test_command")
    tests = AcceptanceTests(
        command=tuple(command) if isinstance(command, list) else command,
        timeout=criteria.get("timeout_s"),
        fail_to_pass=tuple(criteria.get("fail_to_pass", ())),
        pass_to_pass=tuple(criteria.get("pass_to_pass", ())),
        junit_xml=criteria.get("junit_xml"),
    )
    return Goal(
        name=name,
        description=given.get("description", ""),
        pattern_priority=tuple(given.get("pattern_priority", ())),
        threshold=threshold,
        binary=criteria.get("type") == "binary",
        tests=tests,
        evaluator=given.get("evaluator"),
        coverage_file=given.get("coverage_file") or _metric_setting(given, "coverage_file"),
        where=f"{path}: goals.{name}",
    )


def _metric_setting(given: dict[str, Any], key: str) -> str | None:
    """A text among the goal's metrics, where those are a mapping."""
    metrics = given.get("metrics")
    value = metrics.get(key) if isinstance(metrics, dict) else None
    return value if isinstance(value, str) and value else None


def _line_of(path: str, key: str) -> int | None:
    """The first line of the file on which a key stands."""
    if not os.path.exists(path):
        return None
    for number, line in enumerate(files.read_text(path).splitlines(), 1):
        if line.partition(":")[0].strip().strip("\"'-") == key:
            return number
    return None
