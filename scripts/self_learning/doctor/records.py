"""The project's parts and the person's: directories, settings, store, index and logs."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from self_learning import acknowledgment_log, configuration, index, outcomes, pending, text
from self_learning.doctor.finding import Finding, broken, ok, warning
from self_learning.errors import InputError, SelfLearningError
from self_learning.files import Unreadable
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from self_learning.paths import Person, Project

_RECENT = timedelta(days=7)
_LOG_TAIL = 64 * 1024  # bytes at the end of hooks.log that are looked at


def examine(project: Project, person: Person) -> list[Finding]:
    """Look at each."""
    findings = [_switch(project), _writable("your files", person.learnings, person.directory)]
    if os.path.isdir(project.learnings):
        findings += [
            _writable(".learnings", project.learnings, project.workdir),
            _settings(project),
            _goals(project),
            _log(project),
            _pending(project),
            _hooks_log(project),
        ]
    return [*findings, _store(person), _index(person)]


def _switch(project: Project) -> Finding:
    if os.environ.get("SELF_LEARNING") == "off":
        return warning("project", "SELF_LEARNING=off switches all of it off", "unset SELF_LEARNING")
    if not os.path.isdir(project.learnings):
        return warning("project", f"{project.workdir} does not take part", "run /self-learning:setup there")
    return ok("project", f"{project.workdir} takes part as {text.sanitise(project.name, 60)}")


def _writable(part: str, directory: str, parent: str) -> Finding:
    """Whether a directory can be written, or be made in its parent, and is the person's alone."""
    if not os.path.exists(directory):
        while not os.path.exists(parent):
            parent = os.path.dirname(parent)
        if os.access(parent, os.W_OK | os.X_OK):
            return ok(part, f"{directory} will be made when it is needed")
        return broken(part, f"{directory} can't be made", f"give yourself the right to write in {parent}")
    if not os.path.isdir(directory):
        return broken(part, f"{directory} is a file", "move it away")
    if not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
        return broken(part, f"{directory} can't be written", f"run chmod u+rwx {directory}")
    if os.name == "posix" and os.stat(directory).st_mode & 0o022:
        return warning(part, f"{directory} can be changed by others", f"run chmod go-w {directory}")
    return ok(part, f"{directory} can be written")


def _settings(project: Project) -> Finding:
    checks: tuple[tuple[str, Callable[[Project], object]], ...] = (
        (project.settings_file, configuration.settings),
        (project.retention_file, configuration.retention),
    )
    names = []
    for path, load in checks:
        try:
            load(project)
        except SelfLearningError as error:
            return broken("settings", str(error), "correct that file; until then the defaults hold")
        if os.path.exists(path):
            names.append(os.path.basename(path))
    return ok("settings", f"{' and '.join(names)} valid" if names else "none; the defaults hold")


def _goals(project: Project) -> Finding:
    from self_learning.goals import configuration as goals

    if not os.path.exists(project.goal_file):
        return ok("goal", "none set")
    try:
        goal = goals.active_goal(project)
    except SelfLearningError as error:
        return broken("goal", str(error), "correct goal.yaml; until then no goal is measured")
    return ok("goal", f"goal.yaml valid, active goal {text.sanitise(goal.name, 60) if goal else 'none'}")


def _log(project: Project) -> Finding:
    """Whether the two logs can be read; a damaged line is no loss, the next step sets it aside."""
    try:
        entries = list(outcomes.read(project.outcomes_log))
        stops, unreadable = acknowledgment_log.scan(project)
    except SelfLearningError as error:
        return broken("logs", str(error), "move the file away; a new one is begun")
    bad_rows = sum(isinstance(entry, Unreadable) for entry in entries)
    damaged = bad_rows + len(unreadable)
    detail = f"{len(entries) - bad_rows} rows of outcomes, {len(stops)} agents recorded"
    if damaged:
        return warning(
            "logs", f"{detail}; {damaged} lines can't be read", "the next pipeline sets them aside"
        )
    return ok("logs", detail)


def _pending(project: Project) -> Finding:
    try:
        entries, problems = pending.read_all(project)
    except InputError as error:
        return broken("lessons", str(error), "make the directory readable")
    detail = f"{len(entries)} pending"
    if problems:
        first = problems[0]
        told = text.sanitise(f"{os.path.basename(first.path)}: {first.complaints[0]}", 120)
        return warning("lessons", f"{detail}, {len(problems)} invalid: {told}", "correct or remove them")
    if entries:
        return ok("lessons", f"{detail}; /self-learning:process-learnings takes them in")
    return ok("lessons", detail)


def _hooks_log(project: Project) -> Finding:
    """What the hooks could not do lately."""
    oldest = text.timestamp(datetime.now(timezone.utc) - _RECENT)
    try:
        with open(project.hooks_log, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LOG_TAIL))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return ok("hooks.log", "no complaints")
    except OSError as error:
        return broken("hooks.log", f"can't be read: {error.strerror}", "make it readable")
    recent = [line for line in lines if line[:4].isdigit() and line >= oldest]
    if not recent:
        return ok("hooks.log", "no complaints in the last 7 days")
    told = text.sanitise(recent[-1], 200)
    return warning(
        "hooks.log",
        f"{len(recent)} complaints in the last 7 days, the last: {told}",
        f"read {project.hooks_log}",
    )


def _store(person: Person) -> Finding:
    if not os.path.exists(person.store):
        return ok("store", "no patterns yet; the first run of the pipeline makes it")
    try:
        contents = PatternStore(person.store).read()
    except SelfLearningError as error:
        return broken("store", str(error), f"the copy before the last write is {person.store_backup}")
    detail = f"{len(contents.patterns)} patterns in {person.store}"
    if contents.problems:
        first = contents.problems[0]
        return warning(
            "store",
            f"{detail}; {len(contents.problems)} rows can't be read, the first in line {first.line_number}: "
            f"{text.sanitise(first.reason, 100)}",
            "the next write moves them to the quarantine beside the store",
        )
    if contents.legacy:
        return ok("store", f"{detail}, of an older tool; the next write converts it and keeps a copy")
    return ok("store", detail)


def _index(person: Person) -> Finding:
    if not os.path.exists(person.store):
        return ok("index", "none needed yet")
    found = index.load(person.store)
    if found is None:
        return warning(
            "index",
            f"{person.index} is older than the store or missing",
            "the next hook rebuilds it by itself",
        )
    if found.problem:
        return broken("index", text.sanitise(found.problem, 200), "mend the store")
    detail = f"fresh, {len(found)} patterns ready to be shown"
    if found.left_out:
        detail += f", {len(found.left_out)} left out (see explain.py)"
    return ok("index", detail)
