"""Tells the demonstration: what was known, three iterations, what is known now and why.

Everything it shows is read back from the files that the hooks and the pipeline wrote.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
import textwrap
from typing import TYPE_CHECKING

from self_learning import bootstrap, environment, files, outcomes, paths, run_loop, runs
from self_learning.cli import Result
from self_learning.demo import repository
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from self_learning.patterns import Pattern

_WIDTH = 78
_BAR = 30


def run(tell: Callable[[str], None]) -> Result:
    """Play the demonstration in a temporary directory that is removed at the end.

    Args:
        tell: Called with each line.
    """
    directory = tempfile.mkdtemp(prefix="self-learning-demo-")
    kept = dict(os.environ)
    try:
        for name in list(os.environ):  # nothing of the person's own projects or memory takes part
            if name.startswith(("CLOSEDLOOP_", "CLAUDE_PROJECT", "SELF_LEARNING", "GIT_")):
                del os.environ[name]
        os.environ["CLOSEDLOOP_HOME"] = os.path.join(directory, "home")
        return _play(paths.Project(os.path.join(directory, "parcel-tracker")), tell)
    finally:
        os.environ.clear()
        os.environ.update(kept)
        shutil.rmtree(directory, ignore_errors=True)


def _play(project: paths.Project, tell: Callable[[str], None]) -> Result:
    person = paths.Person()
    repository.create(project.workdir)
    bootstrap.bootstrap(project)
    repository.write(project.workdir, ".learnings/goal.yaml", repository.GOAL)
    repository.write(project.workdir, ".learnings/evaluator.py", repository.EVALUATOR)
    old_patterns = files.read_text(os.path.join(os.path.dirname(__file__), "old-patterns.toon"))
    repository.write(person.learnings, os.path.basename(person.store), old_patterns)
    before = {pattern.id: pattern for pattern in PatternStore(person.store).read().patterns}

    tell("A throw-away repository, parcel-tracker, with three checks that fail today.")
    tell("What earlier runs left behind, in a file of an older tool:")
    tell("")
    _table(tuple(before.values()), tell)
    tell("")
    tell("Three iterations now. The agent is a script, so nothing leaves this machine; the")
    tell("hooks, the eleven steps and every number are the real ones.")
    evaluator = os.path.join(project.workdir, ".learnings", "evaluator.py")
    agent = os.path.join(environment.ROOT, "scripts", "self_learning", "demo", "agent.py")
    os.environ["AGENT_COMMAND"] = shlex.join([sys.executable, agent])
    os.environ["GOAL_EVALUATOR_SCRIPT"] = evaluator

    def show(line: str) -> None:
        if line.startswith("Run "):
            tell("")
        _wrap(line, 12 if line.startswith(("    shown", "    learned")) else 8, tell)

    plan = run_loop.Plan(
        run_id="20261101-120000",
        prompt="Make the checks hold.",
        max_iterations=3,
        goal="all-checks-hold",
        no_llm=True,
    )
    result = run_loop.loop(project, plan, person.store, show)
    after = {pattern.id: pattern for pattern in PatternStore(person.store).read().patterns}
    tell("")
    tell("What is known now:")
    tell("")
    _table(tuple(after.values()), tell)
    tell("")
    findings = _findings(project, before, after)
    for line in findings:
        tell(line)
    tell("")
    tell("All of it is in plain files: .learnings/ in a project, and one store of yours")
    tell("for all projects. README.md says how to turn it on for a real one.")
    return Result(
        "", {"before": sorted(before), "after": sorted(after), "findings": findings}, (), result.exit_code
    )


def _findings(project: paths.Project, before: dict[str, Pattern], after: dict[str, Pattern]) -> list[str]:
    """What happened, one sentence each, from the files."""
    said = []
    for pattern in after.values():
        old = before.get(pattern.id)
        if old is None:
            said.append(
                f"New:      {pattern.id} was learned in iteration 1 and used since: {_number(pattern)}."
            )
        elif pattern.success_rate is not None and (old.success_rate or 0) < pattern.success_rate:
            said.append(f"Rose:     {pattern.id} from {_number(old)} to {_number(pattern)}.")
        elif "REVIEW" in pattern.flags and "REVIEW" not in old.flags:
            said.append(
                f"Flagged:  {pattern.id} [REVIEW]: {_number(pattern)}, a build failed where it was used."
            )
    said += [
        f"Caught:   {row.agent} said it used {row.pattern} at {', '.join(row.citations)};\n"
        "          git knows of no such change, so it counts for nothing."
        for row in outcomes.stream(project.outcomes_log)
        if row.unverified
    ]
    measured = {row.iteration: row.goal_score for row in runs.read(project) if row.goal_score is not None}
    said.append("Goal:     the share of checks that hold, by iteration")
    for iteration, score in sorted(measured.items()):
        said.append(f"          {iteration}  {'#' * round(score * _BAR):<{_BAR}} {score:.0%}")
    return said


def _number(pattern: Pattern) -> str:
    return "no rate" if pattern.success_rate is None else f"{pattern.success_rate:.2f}"


def _wrap(line: str, indent: int, tell: Callable[[str], None]) -> None:
    for part in textwrap.wrap(line, _WIDTH, subsequent_indent=" " * indent) or [""]:
        tell(part)


def _table(patterns: Sequence[Pattern], tell: Callable[[str], None]) -> None:
    tell("  id     confidence  rate  flags       lesson")
    for pattern in patterns:
        rate = "" if pattern.success_rate is None else f"{pattern.success_rate:.2f}"
        flags = "|".join(pattern.flags)
        _wrap(f"  {pattern.id:<6} {pattern.confidence:<11} {rate:<5} {flags:<11} {pattern.summary}", 39, tell)
