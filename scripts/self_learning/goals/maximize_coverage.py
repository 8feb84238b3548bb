"""maximize-coverage: what the project's coverage report says.

The report is ``coverage_file`` of the goal, else the newest of the places where tools write
one. With a ``test_command`` in success_criteria that command is run first and makes it. A
report older than the run tells nothing about the run, so it isn't used.
"""

from __future__ import annotations

import dataclasses
import os
import shlex
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from self_learning import cli, text
from self_learning.goals import coverage_reports, timed_process
from self_learning.goals.configuration import DEFAULT_TIMEOUT_SECONDS
from self_learning.goals.measurement import Measurement, Request, judge, unknown
from self_learning.goals.swe_bench import split

if TYPE_CHECKING:
    from self_learning.goals.configuration import Threshold

ALIASES = {
    "coverage": "coverage_percent",
    "line_coverage": "line_coverage_percent",
    "branch_coverage": "branch_coverage_percent",
    "percent_covered": "coverage_percent",
}
METRICS = frozenset(
    {"coverage_percent", "line_coverage_percent", "branch_coverage_percent", "lines_covered", *ALIASES}
)
USUAL_PLACES = (
    "coverage.json",
    "coverage.xml",
    "coverage.lcov",
    "lcov.info",
    "cobertura.xml",
    "coverage/coverage.json",
    "coverage/coverage.xml",
    "coverage/lcov.info",
    "coverage/cobertura-coverage.xml",
    "target/site/cobertura/coverage.xml",
    "build/coverage.xml",
    "build/lcov.info",
)


def _in_percent(threshold: Threshold) -> Threshold:
    """The threshold on the report's scale: a target of at most 1 was meant as a fraction."""
    name = ALIASES.get(threshold.metric, threshold.metric)
    if name.endswith("_percent") and 0 < threshold.target <= 1:
        return dataclasses.replace(threshold, target=threshold.target * 100)
    return threshold


def evaluate(request: Request) -> Measurement:
    """Read the coverage report and hold it against the threshold."""
    workdir = request.project.workdir
    if request.goal.tests.command:
        fault = _make_report(request)
        if fault:
            return unknown(fault)
    path = _report(workdir, request.goal.coverage_file)
    if path is None:
        where = request.goal.coverage_file or "any of the usual places"
        return unknown(f"no coverage report at {where}; set coverage_file in goal.yaml")
    shown = os.path.relpath(path, workdir)
    if os.path.getmtime(path) < _started(request.run_id):
        return unknown(
            f"{shown} is older than the run; make it anew, or set test_command in success_criteria"
        )
    try:
        coverage = coverage_reports.read(path)
    except coverage_reports.ReportError as error:
        return unknown(text.sanitise(str(error), 200))
    metrics: dict[str, object] = {
        "coverage_percent": coverage.percent,
        "report": shown,
        "kind": coverage.kind,
    }
    for name, covered, total in (
        ("line", coverage.lines_covered, coverage.lines_total),
        ("branch", coverage.branches_covered, coverage.branches_total),
    ):
        if covered is not None and total:
            plural = "branches" if name == "branch" else "lines"
            metrics[f"{plural}_covered"], metrics[f"{plural}_total"] = covered, total
            metrics[f"{name}_coverage_percent"] = round(covered / total * 100, 2)
    if request.goal.threshold is None:
        return unknown(f"coverage is {coverage.percent:g} %, but success_criteria have no target", metrics)
    return judge(metrics, _in_percent(request.goal.threshold), ALIASES)


def _make_report(request: Request) -> str | None:
    """Run the command that measures; a failing test doesn't matter to the coverage."""
    arguments = split(request.goal.tests.command or "", request.goal.where)
    cli.progress(f"running {shlex.join(arguments)}")
    timeout = request.goal.tests.timeout or DEFAULT_TIMEOUT_SECONDS
    try:
        finished = timed_process.run(arguments, directory=request.project.workdir, timeout=timeout)
    except OSError as error:
        return f"test_command can't be started: {arguments[0]}: {error.strerror}"
    return f"test_command was stopped after {timeout:g} s" if finished.exit_code is None else None


def _report(workdir: str, named: str | None) -> str | None:
    places = (named,) if named else USUAL_PLACES
    found = [path for place in places if os.path.isfile(path := os.path.join(workdir, place))]
    return max(found, key=os.path.getmtime, default=None)


def _started(run_id: str) -> float:
    """When the run began, in seconds since the epoch, as far as its id tells; else 0.

    An id in the future, as a local time east of Greenwich looks, tells nothing.
    """
    try:
        moment = datetime.strptime(run_id, "%Y%m%d-%H%M%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return 0.0
    return moment.timestamp() if moment <= datetime.now(timezone.utc) else 0.0
