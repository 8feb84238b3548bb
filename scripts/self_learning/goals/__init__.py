"""Step 4: measure a run by a goal of goal.yaml, and write the outcome for step 5.

Each evaluator is a module with one function, ``evaluate(Request) -> Measurement``, and the
names of the metrics that it knows. Which one measures a goal: the goal's ``evaluator``; else
the one the goal is named after; else, for a goal with a name of the person's own, what its
success_criteria need: a test command, or the metric of the threshold; else the person's own
evaluator, when GOAL_EVALUATOR_SCRIPT names one.
"""

from __future__ import annotations

import difflib
import json
import os
from typing import TYPE_CHECKING

from self_learning import files, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.goals import (
    configuration,
    custom,
    maximize_coverage,
    minimize_tokens,
    reduce_failures,
    swe_bench,
)
from self_learning.goals.measurement import Measurement, Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from self_learning.goals.configuration import Goal
    from self_learning.paths import Project

_EVALUATORS: dict[str, Callable[[Request], Measurement]] = {
    "reduce-failures": reduce_failures.evaluate,
    "swe-bench": swe_bench.evaluate,
    "minimize-tokens": minimize_tokens.evaluate,
    "maximize-coverage": maximize_coverage.evaluate,
    "custom": custom.evaluate,
}
_METRICS = {
    "reduce-failures": reduce_failures.METRICS,
    "minimize-tokens": minimize_tokens.METRICS,
    "maximize-coverage": maximize_coverage.METRICS,
    "swe-bench": swe_bench.METRICS,
}


def evaluate(
    project: Project,
    run_id: str,
    goal: str | None = None,
    *,
    iteration: int | None = None,
    output: str | None = None,
    now: datetime | None = None,
) -> Result:
    """Step 4: measure a run and write the outcome.

    Args:
        project: Whose run.
        run_id: Which run.
        goal: A goal's name; by default the active one of goal.yaml.
        iteration: The iteration that the outcome belongs to; None for the run as a whole.
        output: Where to write; by default ``.learnings/goal-outcome.json``.
        now: The time of the evaluation; by default the clock's.

    Returns:
        The outcome as data. An outcome that says the same as the one already there leaves the
        file as it is, with the time at which that was first found.

    Raises:
        InputError: goal.yaml is bad, or there is no such goal.
    """
    goals = configuration.read(project)
    chosen = goals.choose(goal)
    if chosen is None:
        why = "has no active_goal" if os.path.exists(goals.path) else "does not exist"
        return Result(f"No goal to measure: {goals.path} {why}.", skipped=True)
    if not run_id.strip() or not run_id.isprintable():
        raise InputError(f"--run-id {run_id!r}: is not a run id; give one such as 20261120-101500")
    found = _EVALUATORS[_evaluator(chosen)](Request(project, run_id, iteration, chosen))
    outcome: dict[str, object] = {
        "goal": chosen.name,
        "run_id": run_id,
        "iteration": iteration,
        "success": found.success,
        "score": found.score if found.success is not None else None,
        "metrics": dict(found.metrics),
        "details": text.sanitise(found.details, 500),
        "evaluated_at": text.timestamp(now),
    }
    target = os.path.abspath(output) if output else project.goal_outcome
    if output:
        written = _write(target, outcome)
    else:
        with files.locked(project.learnings):
            written = _write(target, outcome)
    verdict = {True: "success", False: "no success", None: "not measured"}[found.success]
    score = "" if found.success is None else f", score {found.score:g}"
    return Result(text.sanitise(f"{chosen.name}: {verdict}{score}: {found.details}", 600), written)


def _write(target: str, outcome: dict[str, object]) -> dict[str, object]:
    """Write the outcome unless the file says the same already; return what the file now holds."""
    try:
        known = files.read_json(target)
    except InputError:
        known = None
    if isinstance(known, dict) and {**known, "evaluated_at": None} == {**outcome, "evaluated_at": None}:
        return known
    content = json.dumps(outcome, indent=2, ensure_ascii=False) + "\n"
    files.replace(target, content.encode("utf-8", "backslashreplace"))
    return outcome


def _evaluator(goal: Goal) -> str:
    """The name of the evaluator that measures a goal.

    Raises:
        InputError: None does; the message says what the goal lacks.
    """
    if goal.evaluator is not None:
        return goal.evaluator
    if goal.binary and goal.tests.command and goal.name != "custom":
        return "swe-bench"
    if goal.name in _EVALUATORS:
        return goal.name
    if goal.threshold is not None:
        for name, metrics in _METRICS.items():
            if goal.threshold.metric in metrics:
                return name
    if os.environ.get(custom.VARIABLE):
        return "custom"
    if goal.threshold is not None:
        known = sorted({metric for metrics in _METRICS.values() for metric in metrics})
        close = difflib.get_close_matches(goal.threshold.metric, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"measure it yourself with {custom.VARIABLE}"
        raise InputError(f"{goal.where}: nothing here measures {goal.threshold.metric!r}; {hint}")
    raise InputError(
        f"{goal.where}: nothing says how to measure it; give success_criteria a threshold or a test_command"
    )
