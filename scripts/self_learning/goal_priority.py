"""In which order a starting agent gets the categories of lessons.

The active goal of goal.yaml may set it. YAML takes a library that is too slow for a hook, so
the order is kept beside the injections in ``.goal-priority.json`` and renewed, in the
environment, whenever goal.yaml has changed.
"""

from __future__ import annotations

import os

from self_learning.hook_io import EventError, dump, log, parse
from self_learning.index import run_in_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from self_learning.paths import Project

DEFAULT = ("mistake", "convention", "pattern", "insight")


def load(project: Project) -> tuple[str, ...]:
    """The order of the categories, all four of them; called by the hook."""
    try:
        goals = os.stat(project.goal_file)
    except OSError:
        return DEFAULT
    found = _cached(project, goals)
    if found is None:
        try:
            run_in_environment("rebuild_index.py", "--workdir", project.workdir)
        except EventError as error:
            log(project, "subagent_start", f"{error}; the categories are in their usual order")
        found = _cached(project, goals)
    return found or DEFAULT


def prepare(project: Project) -> None:
    """Write the active goal's order for the hook; runs in the environment.

    A goal.yaml that can't be read gives the usual order, so that the hook doesn't try again
    before the file has changed.

    Raises:
        InputError: goal.yaml can't be read or is invalid.
    """
    from self_learning import files
    from self_learning.errors import InputError
    from self_learning.goals import configuration

    try:
        state = os.stat(project.goal_file)
    except OSError:
        return
    fault: InputError | None = None
    order: tuple[str, ...] = ()
    try:
        goal = configuration.active_goal(project)
        order = goal.pattern_priority if goal is not None else ()
    except InputError as error:
        fault = error
    order = tuple(dict.fromkeys([name for name in order if name in DEFAULT] + list(DEFAULT)))
    value = {"mtime_ns": state.st_mtime_ns, "size": state.st_size, "order": list(order)}
    with files.locked(project.injections):
        files.replace(_path(project), dump(value) + "\n")
    if fault is not None:
        raise fault


def _path(project: Project) -> str:
    return os.path.join(project.injections, ".goal-priority.json")


def _cached(project: Project, goals: os.stat_result) -> tuple[str, ...] | None:
    try:
        with open(_path(project), "rb") as file:
            value = parse(file.read().decode("utf-8"))
    except (OSError, ValueError, EventError):
        return None
    if not isinstance(value, dict):
        return None
    if value.get("mtime_ns") != goals.st_mtime_ns or value.get("size") != goals.st_size:
        return None
    order = value.get("order")
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(DEFAULT):
        return None
    return tuple(map(str, order))
