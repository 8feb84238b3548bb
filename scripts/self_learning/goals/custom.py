"""custom: the person's own evaluator, a program named by ``GOAL_EVALUATOR_SCRIPT``.

It is started without a shell in the workdir as ``SCRIPT --run-id R --workdir W`` and gets one
JSON object on standard input: ``{goal, run_id, iteration, workdir, description, success_criteria}``.
It answers with one JSON object: ``{success: true, false or null, score: 0 to 1, metrics: {...},
details: "..."}``. Without ``success`` the goal's threshold judges its metrics; without ``score``
it is 1 or 0 by ``success``. Any other answer is no measurement.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from typing import TYPE_CHECKING

from self_learning import cli, text
from self_learning.goals import timed_process
from self_learning.goals.measurement import Measurement, Request, judge, unknown

if TYPE_CHECKING:
    from self_learning.goals.configuration import Threshold

VARIABLE = "GOAL_EVALUATOR_SCRIPT"
_TIMEOUT_SECONDS = 300.0


def evaluate(request: Request) -> Measurement:
    """Ask the person's evaluator, and check what it answers."""
    script = os.environ.get(VARIABLE, "").strip()
    if not script:
        return unknown(f"{VARIABLE} names no evaluator")
    arguments = [*_program(script), "--run-id", request.run_id, "--workdir", request.project.workdir]
    cli.progress(f"running the evaluator {os.path.basename(script)}")
    timeout = request.goal.tests.timeout or _TIMEOUT_SECONDS
    try:
        finished = timed_process.run(
            arguments, directory=request.project.workdir, timeout=timeout, given=_question(request)
        )
    except OSError as error:
        return unknown(f"{VARIABLE} {arguments[0]} can't be started: {error.strerror}")
    if finished.exit_code is None:
        return unknown(f"{VARIABLE} was stopped after {timeout:g} s")
    if finished.exit_code:
        said = text.sanitise(finished.stderr.strip().rpartition("\n")[2], 160)
        return unknown(f"{VARIABLE} exited with {finished.exit_code}: {said or 'it said nothing'}")
    try:
        return _answer(json.loads(finished.stdout), request.goal.threshold)
    except (ValueError, RecursionError) as error:
        return unknown(f"{VARIABLE} gave no usable answer: {text.sanitise(str(error), 160)}")


def _program(script: str) -> list[str]:
    """The program and its arguments; a Python file without execute permission runs in this Python."""
    arguments = [script] if os.path.exists(script) else shlex.split(script)
    first = os.path.abspath(arguments[0]) if os.path.isfile(arguments[0]) else arguments[0]
    if first.endswith(".py") and not os.access(first, os.X_OK):
        return [sys.executable, first, *arguments[1:]]
    return [first, *arguments[1:]]


def _question(request: Request) -> str:
    goal = request.goal
    criteria: dict[str, object] | None = None
    if goal.threshold is not None:
        criteria = {"type": "threshold", **vars(goal.threshold)}
    elif goal.binary:
        criteria = {"type": "binary", **vars(goal.tests)}
    return json.dumps(
        {
            "goal": goal.name,
            "run_id": request.run_id,
            "iteration": request.iteration,
            "workdir": request.project.workdir,
            "description": goal.description,
            "success_criteria": criteria,
        }
    )


def _answer(answer: object, threshold: Threshold | None) -> Measurement:
    """Check the evaluator's answer.

    Raises:
        ValueError: It isn't one; the message says what is wrong.
    """
    fault = _fault(answer)
    if fault or not isinstance(answer, dict):
        raise ValueError(fault)
    metrics: dict[str, object] = answer.get("metrics", {})
    json.dumps(metrics, allow_nan=False)  # NaN would make the outcome unreadable to others
    details = text.sanitise(answer.get("details", ""), 500)
    success, score = answer.get("success"), answer.get("score")
    if "success" not in answer:
        if threshold is None:
            raise ValueError("success is missing")
        judged = judge(metrics, threshold, {})
        return judged._replace(details=details or judged.details)
    if success is None:
        return unknown(details or f"{VARIABLE} could not say", metrics)
    verdict = details or f"{VARIABLE} says {'success' if success else 'no success'}"
    return Measurement(metrics, success, float(success) if score is None else float(score), verdict)


def _fault(answer: object) -> str | None:
    if not isinstance(answer, dict):
        return "must be a JSON object"
    if not isinstance(answer.get("metrics", {}), dict):
        return "metrics must be an object"
    if not isinstance(answer.get("details", ""), str):
        return "details must be a text"
    if not isinstance(answer.get("success"), (bool, type(None))):
        return "success must be true, false or null"
    score = answer.get("score")
    is_number = isinstance(score, (int, float)) and not isinstance(score, bool)
    if score is not None and not (is_number and 0 <= score <= 1):
        return "score must be a number from 0 to 1"
    return None
