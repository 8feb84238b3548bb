"""The eleven steps after an iteration, in one process.

What happened flows one way. Git's changes (1) become a relevance for each pattern (2), which
goes onto the log's rows (3), as do the goal's outcome (4, 5), the verdict on the citations (6)
and the build's (7). Pending lessons are judged (8) and merged into the store (9); the log, by
now complete, gives each pattern its numbers (10). Lessons about the tooling leave by their own
door (11). Each step hands its result on in a file of .learnings/, so any of them can be run
alone, and one that fails stops none of the others.
"""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files, text
from self_learning.cli import Result
from self_learning.errors import InputError, SelfLearningError

if TYPE_CHECKING:
    from collections.abc import Callable

    from self_learning.paths import Project


class Iteration(NamedTuple):
    """What the steps work on."""

    project: Project
    run_id: str
    number: int
    start_sha: str | None
    store: str
    goal: str | None = None
    no_llm: bool = False
    now: datetime | None = None


class Step(NamedTuple):
    """One step: its number, its name, and the library function that does it."""

    number: int
    name: str
    function: Callable[[Iteration], Result]


class StepOutcome(NamedTuple):
    """How a step went, for the summary."""

    step: Step
    result: Result
    seconds: float


def _changed_files(on: Iteration) -> Result:
    from self_learning import changes

    return changes.command(on.project, on.start_sha)


def _pattern_relevance(on: Iteration) -> Result:
    from self_learning import pattern_relevance

    return pattern_relevance.command(on.project, on.project.changed_files, on.store, start_sha=on.start_sha)


def _merge_relevance(on: Iteration) -> Result:
    from self_learning import enrichment

    return enrichment.merge_relevance(on.project, on.project.relevance_scores, on.store)


def _evaluate_goal(on: Iteration) -> Result:
    from self_learning import goals

    return goals.evaluate(on.project, on.run_id, on.goal, iteration=on.number)


def _merge_goal_outcome(on: Iteration) -> Result:
    from self_learning import enrichment

    return enrichment.merge_goal_outcome(on.project)


def _verify_citations(on: Iteration) -> Result:
    from self_learning import citations

    return citations.verify(on.project, on.start_sha, run_id=on.run_id, iteration=on.number)


def _merge_build_result(on: Iteration) -> Result:
    from self_learning import enrichment

    return enrichment.merge_build_result(on.project)


def _process_learnings(on: Iteration) -> Result:
    from self_learning import learnings

    return learnings.process(
        on.project, run_id=on.run_id, iteration=on.number, store_path=on.store, no_llm=on.no_llm
    )


def _write_merged_patterns(on: Iteration) -> Result:
    from self_learning import learnings

    return learnings.write_merged(on.project.merge_result, on.store)


def _compute_success_rates(on: Iteration) -> Result:
    from self_learning import scoring

    return scoring.compute(on.project, on.store)


def _export_tooling_lessons(on: Iteration) -> Result:
    from self_learning import tooling_lessons

    return tooling_lessons.export(on.project)


STEPS = (
    Step(1, "changed files", _changed_files),
    Step(2, "relevance", _pattern_relevance),
    Step(3, "relevance into the log", _merge_relevance),
    Step(4, "goal", _evaluate_goal),
    Step(5, "goal into the log", _merge_goal_outcome),
    Step(6, "citations", _verify_citations),
    Step(7, "build into the log", _merge_build_result),
    Step(8, "pending lessons", _process_learnings),
    Step(9, "pattern store", _write_merged_patterns),
    Step(10, "success rates", _compute_success_rates),
    Step(11, "tooling lessons", _export_tooling_lessons),
)


def selected_steps(selection: str) -> tuple[Step, ...]:
    """The steps that a selection such as ``1-7,10`` names, in their order.

    Raises:
        InputError: It isn't a selection of steps 1 to 11.
    """
    numbers: set[int] = set()
    shown = text.sanitise(selection, 40)
    for part in selection.split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdecimal() and (last.isdecimal() or "-" not in part)):
            raise InputError(f"--steps {shown}: not a selection of steps; give one such as 1-7,10")
        if max(len(first), len(last)) > 2 or not 1 <= int(first) <= int(last or first) <= len(STEPS):
            raise InputError(f"--steps {shown}: the steps are 1 to {len(STEPS)}; give one such as 1-7,10")
        numbers.update(range(int(first), int(last or first) + 1))
    return tuple(step for step in STEPS if step.number in numbers)


def run(
    iteration: Iteration,
    steps: tuple[Step, ...] = STEPS,
    *,
    tell: Callable[[str], None],
) -> Result:
    """Run the steps in order, each whatever became of the others.

    Args:
        iteration: What they work on.
        steps: Which of them.
        tell: Called with a line after each step.

    Returns:
        The summary, as data one row for each step; exit code 2 when a step failed.
    """
    outcomes = []
    rows = []
    for step in steps:
        started = datetime.now(timezone.utc)
        clock = time.perf_counter()
        result = _attempt(step, iteration)
        seconds = time.perf_counter() - clock
        outcomes.append(StepOutcome(step, result, seconds))
        headline = result.message.partition("\n")[0]
        mark = "FAILED: " if result.exit_code else ""
        tell(text.sanitise(f"[{step.number:>2}/{len(STEPS)}] {step.name}: {mark}{headline}", 400))
        for warning in result.warnings:
            tell(text.sanitise(f"        {warning}", 400))
        rows.append(_performance_row(iteration, outcomes[-1], started))
    warnings: tuple[str, ...] = ()
    try:
        files.append(iteration.project.perf_log, rows)
    except SelfLearningError as error:  # what was done is done, and is to be told
        warnings = (str(error),)
    return _summary(iteration, outcomes)._replace(warnings=warnings)


def _attempt(step: Step, iteration: Iteration) -> Result:
    """Run one step; whatever goes wrong becomes its result."""
    try:
        return step.function(iteration)
    except SelfLearningError as error:
        return Result(str(error), exit_code=error.exit_code)
    except Exception as error:  # noqa: BLE001 - a fault in one step must not lose the others
        return Result(f"unexpected {type(error).__name__}: {text.sanitise(str(error), 300)}", exit_code=2)


def _performance_row(iteration: Iteration, outcome: StepOutcome, started: datetime) -> str:
    return json.dumps(
        {
            "event": "pipeline_step",
            "run_id": iteration.run_id,
            "iteration": iteration.number,
            "step": outcome.step.number,
            "step_name": outcome.step.name,
            "started_at": text.timestamp(started),
            "ended_at": text.timestamp(started + timedelta(seconds=outcome.seconds)),
            "duration_s": round(outcome.seconds, 4),
            "exit_code": outcome.result.exit_code,
            "skipped": outcome.result.skipped,
        }
    )


def _summary(iteration: Iteration, outcomes: list[StepOutcome]) -> Result:
    failed = [outcome for outcome in outcomes if outcome.result.exit_code]
    seconds = sum(outcome.seconds for outcome in outcomes)
    done = f"{len(outcomes) - len(failed)} of {text.counted(len(outcomes), 'step')} done in {seconds:.1f} s."
    lines = [f"Run {iteration.run_id}, iteration {iteration.number}: {done}"]
    lines += [f"Step {each.step.number} ({each.step.name}) failed: {each.result.message}" for each in failed]
    data = {
        "run_id": iteration.run_id,
        "iteration": iteration.number,
        "steps": [
            {
                "step": each.step.number,
                "step_name": each.step.name,
                "exit_code": each.result.exit_code,
                "skipped": each.result.skipped,
                "message": each.result.message,
                "warnings": list(each.result.warnings),
                "duration_s": round(each.seconds, 4),
            }
            for each in outcomes
        ],
    }
    return Result("\n".join(lines), data, exit_code=2 if failed else 0)
