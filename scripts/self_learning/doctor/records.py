"""The project's parts and the person's: directories, settings, store, index and logs."""

from __future__ import annotations

import os
import shlex
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from self_learning import (
    acknowledgment_log,
    configuration,
    files,
    hook_io,
    index,
    outcomes,
    pending,
    text,
)
from self_learning.doctor.finding import Finding, broken, ok, warning
from self_learning.errors import InputError, LockTimeoutError, SelfLearningError
from self_learning.files import Unreadable
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from self_learning.paths import Person, Project

_RECENT = timedelta(days=7)
_LEAST_FREE = 1024 * 1024  # bytes on a disk below which it counts as full
_LOCK_SECONDS = 2.0  # none of ours is held nearly as long
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
            *_links(project),
        ]
    store = _store(person)
    findings += [store, _index(person, readable=store.status != "broken")]
    return [*findings, *_locks(project, person), *_client_settings(project)]


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
        if not os.path.isdir(parent):
            return broken(part, f"{parent} is a file where a directory is needed", "move it away")
        if os.access(parent, os.W_OK | os.X_OK):
            return ok(part, f"{directory} will be made when it is needed")
        return broken(part, f"{directory} can't be made", _right_to_write(parent))
    if not os.path.isdir(directory):
        return broken(part, f"{directory} is a file", "move it away")
    if not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
        return broken(part, f"{directory} can't be written", _right_to_write(directory))
    free = os.statvfs(directory)
    if free.f_bavail * free.f_frsize < _LEAST_FREE:
        return broken(part, f"{directory} is on a disk that is full", "make room there")
    if os.name == "posix" and os.stat(directory).st_mode & 0o022:
        return warning(
            part, f"{directory} can be changed by others", f"run chmod go-w {shlex.quote(directory)}"
        )
    return ok(part, f"{directory} can be written")


def _right_to_write(directory: str) -> str:
    """How a person gets to write in a directory of theirs."""
    if os.statvfs(directory).f_flag & os.ST_RDONLY:
        return f"mount the file system of {directory} for writing"
    if os.stat(directory).st_uid != os.getuid():
        return f"make yourself the owner of {directory}"
    return f"run chmod u+rwx {shlex.quote(directory)}"


def _links(project: Project) -> list[Finding]:
    """What is a link where the hooks write: they refuse to be led out of the project."""
    places = [*(os.path.join(project.learnings, name) for name in hook_io.OWN_DIRECTORIES)]
    places += [project.outcomes_log, project.acknowledgments_log, project.hooks_log, project.perf_log]
    found = [path for path in places if os.path.islink(path)]
    if not found:
        return []
    return [
        broken("links", f"{found[0]} is a link, and no hook writes through one", f"remove {', '.join(found)}")
    ]


def _locks(project: Project, person: Person) -> list[Finding]:
    """What another process keeps locked for longer than any of ours does."""
    places = [project.learnings, *(os.path.join(project.learnings, each) for each in hook_io.OWN_DIRECTORIES)]
    findings = []
    for directory in (*places, person.learnings):
        path = os.path.join(directory, files.LOCK_NAME)
        if not os.path.isfile(path):
            continue
        try:
            with files.locked(directory, timeout=_LOCK_SECONDS):
                pass
        except LockTimeoutError:
            remedy = f"wait for it, or end it: fuser {path} (or lsof) tells its number"
            findings.append(warning("lock", f"{path} is held by another process", remedy))
        except SelfLearningError:
            continue  # can't be written at all, which is said of the directory
    return findings


def _client_settings(project: Project) -> list[Finding]:
    """Whether Claude Code was told to run no hooks, or not this plugin."""
    own = os.environ.get("CLAUDE_CONFIG_DIR") or os.path.expanduser("~/.claude")
    inside = os.path.join(project.workdir, ".claude")
    for path in (
        os.path.join(own, "settings.json"),
        os.path.join(inside, "settings.json"),
        os.path.join(inside, "settings.local.json"),
    ):
        try:
            value = files.read_json(path)
        except InputError:
            continue  # missing, or the client's own to complain of
        if not isinstance(value, dict):
            continue
        if value.get("disableAllHooks") is True:
            return [broken("client", f"{path} has disableAllHooks: no hook runs", "take that setting out")]
        plugins = value.get("enabledPlugins")
        for name, enabled in plugins.items() if isinstance(plugins, dict) else ():
            if str(name).partition("@")[0] == "self-learning" and enabled is False:
                remedy = f"run claude plugin enable {text.sanitise(str(name), 100)}"
                return [broken("client", f"{path} switches the plugin off", remedy)]
    return []


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
    complaints = "1 complaint" if len(recent) == 1 else f"{len(recent)} complaints"
    return warning(
        "hooks.log",
        f"{complaints} in the last 7 days, the last: {told}",
        f"read {project.hooks_log}",
    )


def _store(person: Person) -> Finding:
    if not os.path.exists(person.store):
        return ok("store", "no patterns yet; the first run of the pipeline makes it")
    try:
        contents = PatternStore(person.store).read()
    except SelfLearningError as error:
        return broken("store", str(error), f"the copy before the last write is {person.store_backup}")
    detail = f"{text.counted(len(contents.patterns), 'pattern')} in {person.store}"
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


def _index(person: Person, *, readable: bool) -> Finding:
    if not os.path.exists(person.store):
        return ok("index", "none needed yet")
    if not readable:
        return warning("index", "can't be prepared while the store can't be read", "mend the store")
    if os.path.isdir(person.index):
        return broken("index", f"{person.index} is a directory", "remove it; the next hook makes the index")
    found = index.load(person.store)
    if found is None:
        state = "is damaged or older than the store" if os.path.exists(person.index) else "is missing"
        return warning("index", f"{person.index} {state}", "the next hook rebuilds it by itself")
    if found.problem:
        return broken("index", text.sanitise(found.problem, 200), "mend the store")
    detail = f"fresh, {text.counted(len(found), 'pattern')} ready to be shown"
    if found.left_out:
        detail += f", {len(found.left_out)} left out (see explain.py)"
    return ok("index", detail)
