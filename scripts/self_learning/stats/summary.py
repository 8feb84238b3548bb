"""Which goals to tell of, and what to say around their figures: the command's one function."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from self_learning import files, schema_validation, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.goals import configuration
from self_learning.patterns import PatternStore
from self_learning.stats import data, page, record, terminal
from self_learning.stats.report import GoalReport, Goals

if TYPE_CHECKING:
    from self_learning.goals.configuration import Goals as Configured
    from self_learning.paths import Project
    from self_learning.stats.record import Record

_NAME_LIMIT = 100


@dataclass
class Summary:
    """All that is shown.

    Attributes:
        project: The project's name.
        reports: One for each goal that is shown; none when there is nothing to show.
        configured: What goal.yaml says.
        record: What the logs say.
        last: To how many runs the reports are limited, if they are.
        nothing: The sentence for when there is no report.
        notes: Sentences about all of it.
        archived: Ids of patterns that have left the store.
    """

    project: str
    reports: list[GoalReport]
    configured: Configured
    record: Record
    last: int | None = None
    nothing: str = ""
    notes: list[str] = field(default_factory=list)
    archived: frozenset[str] = frozenset()

    def heading(self, report: GoalReport) -> str:
        """The goal's name and description on one line."""
        if report.name is None:
            return "No goal was measured"
        name = text.sanitise(report.name, _NAME_LIMIT)
        goal = self.configured.goals.get(report.name)
        active = " (active)" if report.name == self.configured.active else ""
        description = text.sanitise(goal.description) if goal is not None else ""
        return f"Goal {name}{active}" + (f": {description}" if description else "")

    def extent(self, report: GoalReport) -> str:
        """From when to when, and of how many runs."""
        if not report.all_runs:
            return "The logs have no run of this goal yet."
        days = [one.started_at[:10] for one in report.trend.runs if one.started_at]
        when = (
            text.sanitise(" to ".join(dict.fromkeys((days[0], days[-1]))), 40) if days else "of unknown date"
        )
        if report.all_runs < report.runs_in_logs:
            return f"The last {text.counted(report.all_runs, 'run')} of {report.runs_in_logs:,}, {when}."
        return f"{text.counted(report.all_runs, 'run')}, {when}."


def command(
    project: Project,
    store_path: str,
    *,
    goal: str | None = None,
    last: int | None = None,
    html: str | None = None,
) -> Result:
    """Count the logs and say what they say.

    Args:
        project: Whose logs.
        store_path: The pattern store, for what a row's text means and where each pattern stands.
        goal: Only this goal; by default the active one, else each that the logs know.
        last: Only the latest runs of each goal, this many.
        html: Write a page there too.

    Raises:
        InputError: A file can't be used, there is no such goal, or the page can't be written.
        LockTimeoutError: The lock could not be had, and no line of a log is a row.
    """
    target = _page_path(html) if html is not None else None
    configured = configuration.read(project)
    store = PatternStore(store_path)
    archive = store.archive()
    known = record.read(project, (*store.read().patterns, *archive))
    goals = Goals(known)
    chosen = _chosen(goal, configured, goals)
    reports = [goals.report(name, last) for name in chosen]
    summary = Summary(
        project.name,
        [one for one in reports if one.all_runs or one.name is not None],
        configured,
        known,
        last,
        _nothing(project),
        _notes(known, goals, configured, chosen),
        frozenset(pattern.id for pattern in archive),
    )
    message = terminal.show(summary)
    if target is not None:
        _write(target, page.render(summary))
        message += f"\n\nPage: {target}"
    return Result(message, data.of(summary), tuple(known.warnings), skipped=not summary.reports)


def _chosen(goal: str | None, configured: Configured, goals: Goals) -> list[str | None]:
    """The goals to tell of.

    Raises:
        InputError: Neither goal.yaml nor a log knows the goal, be it given or active.
    """
    in_logs = goals.names()
    if goal is not None and goal not in in_logs:
        if goal not in configured.goals and goal not in configuration.EVALUATORS:
            hint = schema_validation.nearest(goal, [*configured.goals, *in_logs])
            name = text.sanitise(goal, _NAME_LIMIT)
            raise InputError(f"--goal {name!r}: neither {configured.path} nor the logs know it{hint}")
        return [goal]
    if goal is not None:
        return [goal]
    if configured.active:
        if configured.active not in in_logs:
            configured.choose(None)
        return [configured.active]
    return list(in_logs) or [None]


def _nothing(project: Project) -> str:
    if not os.path.isdir(project.learnings):
        return (
            f"Self-learning is off in {project.workdir}: it has no .learnings/, so there is nothing to count."
        )
    return (
        "The logs hold nothing to count yet. A run of run-loop.sh with a goal in .learnings/goal.yaml "
        "fills them; docs/goals.md says how a goal is measured."
    )


def _notes(known: Record, goals: Goals, configured: Configured, chosen: list[str | None]) -> list[str]:
    notes = []
    in_logs = goals.names()
    others = [name for name in in_logs if name not in chosen]
    if others:
        listed = ", ".join(
            f"{text.sanitise(name, 40)} ({text.counted(goals.run_count(name), 'run')})" for name in others[:5]
        )
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        notes.append(f"Other goals in the logs, for --goal: {listed}{more}.")
    unused = [name for name in configured.goals if name not in in_logs and name not in chosen]
    if unused:
        listed = ", ".join(text.sanitise(name, 40) for name in unused[:5])
        more = f" and {len(unused) - 5} more" if len(unused) > 5 else ""
        notes.append(f"Goals of goal.yaml without a run: {listed}{more}.")
    if None not in chosen and goals.run_count(None):
        notes.append(f"{text.counted(goals.run_count(None), 'run')} without a goal not counted here.")
    if None in chosen and not configured.active:
        notes.append("No goal is active; name one in .learnings/goal.yaml, and runs will be measured by it.")
    if goals.disagreements:
        notes.append(
            f"For {text.counted(goals.disagreements, 'iteration')} runs.log and outcomes.log disagree; "
            "outcomes.log holds, where a later measurement replaces an earlier one."
        )
    if known.unresolved:
        notes.append(
            f"{text.counted(known.unresolved, 'row')} of the outcomes log "
            f"{'names' if known.unresolved == 1 else 'name'} no pattern that is known now."
        )
    return notes


def _page_path(given: str) -> str:
    """Where the page goes.

    Raises:
        InputError: There is something that must not be overwritten.
    """
    path = os.path.abspath(os.path.expanduser(given))
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        if not os.path.isdir(os.path.dirname(path)):
            raise InputError.at(path, "its directory does not exist") from None
        return path
    except OSError as error:
        raise InputError.at(path, f"can't be written: {error.strerror}") from None
    remedy = "name another file with --html"
    if stat.S_ISLNK(mode):
        raise InputError.at(path, "is a link, and is not written through", remedy=remedy)
    if stat.S_ISDIR(mode):
        raise InputError.at(path, "is a directory", remedy=remedy)
    if not stat.S_ISREG(mode):
        raise InputError.at(path, "is no file", remedy=remedy)
    if not path.lower().endswith((".html", ".htm")):
        raise InputError.at(path, "exists and is no .html file", remedy=remedy)
    return path


def _write(path: str, content: str) -> None:
    if not files.replace(path, content, mode=0o600):
        os.chmod(path, 0o600)
