"""reduce-failures: how many iterations a run took and how many of them failed, from runs.log.

``iterations`` is the number of the run's latest iteration, ``failed_iterations`` how many of
them ended with a status that means failure. A run that the person interrupted didn't fail.
Beside them stand the medians of the earlier runs of the same goal, if there are any. Without
a threshold of the person's, success is not to be worse than those medians in either.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from self_learning import runs, text
from self_learning.goals.measurement import Measurement, Request, judge, unknown

if TYPE_CHECKING:
    from self_learning.runs import Run

FAILED = frozenset({"failed", "failure", "fail", "error", "timeout", "crashed", "aborted"})
ALIASES = {
    "iteration_count": "iterations",
    "iterations_used": "iterations",
    "failures": "failed_iterations",
    "failure_count": "failed_iterations",
}
METRICS = frozenset({"iterations", "failed_iterations", "failure_rate", *ALIASES})


def evaluate(request: Request) -> Measurement:
    """Measure the run as runs.log tells it, up to the iteration that is asked about."""
    rows = runs.read(request.project)
    mine = _up_to(runs.of_run(rows, request.run_id), request.iteration)
    used = max([row.iteration for row in mine] + [request.iteration or 0])
    if not used:
        return unknown(f"runs.log has no row of run {request.run_id}")
    failed = sum(_has_failed(row) for row in mine)
    metrics: dict[str, object] = {
        "iterations": used,
        "failed_iterations": failed,
        "failure_rate": round(failed / used, 4),
    }
    earlier = _earlier_runs(rows, request)
    if earlier:
        metrics["earlier_runs"] = len(earlier)
        metrics["earlier_median_iterations"] = statistics.median(one for one, _ in earlier)
        metrics["earlier_median_failed_iterations"] = statistics.median(one for _, one in earlier)
    latest = max(mine, key=lambda row: row.iteration, default=None)
    if request.goal.threshold is not None:
        found = judge(metrics, request.goal.threshold, ALIASES)
        if found.success and latest is not None and _has_failed(latest) and latest.iteration == used:
            # Few iterations are no achievement while the work isn't done.
            return found._replace(
                success=False,
                score=0.0,
                details=f"{found.details}; but iteration {used} ended as {latest.status}",
            )
        return found
    return _against_earlier(metrics, used, failed, earlier)


def _against_earlier(
    metrics: dict[str, object], used: int, failed: int, earlier: list[tuple[int, int]]
) -> Measurement:
    if not earlier:
        return unknown("no success_criteria, and no earlier run of this goal to compare with", metrics)
    usual = statistics.median(one for one, _ in earlier)
    usual_failed = statistics.median(one for _, one in earlier)
    success = used <= usual and failed <= usual_failed
    # One is added so that no failure at all compares as well.
    score = min(1.0, usual / used, (usual_failed + 1) / (failed + 1))
    details = (
        f"{text.counted(used, 'iteration')}, {failed} failed; "
        f"the median of {text.counted(len(earlier), 'earlier run')} is "
        f"{usual:g} and {usual_failed:g}"
    )
    return Measurement(metrics, success, round(score, 4), details)


def _up_to(rows: list[Run], iteration: int | None) -> list[Run]:
    return [row for row in rows if iteration is None or row.iteration <= iteration]


def _has_failed(row: Run) -> bool:
    return row.status.casefold() in FAILED


def _earlier_runs(rows: list[Run], request: Request) -> list[tuple[int, int]]:
    """Iterations and failures of each run of this goal that the log shows before this run."""
    order = list(dict.fromkeys(row.run_id for row in rows))
    until = order.index(request.run_id) if request.run_id in order else len(order)
    found = []
    for run_id in order[:until]:
        iterations = [row for row in runs.of_run(rows, run_id) if row.goal_name == request.goal.name]
        if iterations:
            found.append((max(row.iteration for row in iterations), sum(map(_has_failed, iterations))))
    return found
