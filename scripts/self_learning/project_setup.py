"""Turning self-learning on in a project: first what it means, then, after a yes, doing it."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING

from self_learning import bootstrap, enforcement, injection
from self_learning.cli import Result
from self_learning.paths import git_top_level

if TYPE_CHECKING:
    from self_learning.paths import Person, Project

_WIDTH = 80
_COLUMN = 30


def plan(project: Project, person: Person) -> Result:
    """What turning it on writes and does; nothing is written.

    Args:
        project: Where.
        person: Whose store it will use.
    """
    if os.path.isdir(project.learnings):
        message = f"{project.workdir}: self-learning is already on; /self-learning:doctor looks at each part."
        return Result(message, {"workdir": project.workdir, "on": True})
    written = [
        (
            ".learnings/",
            (
                "what agents learn here, the logs, and the first words of prompts and commands that lessons "
                "were shown for; git ignores all of it"
            ),
        ),
        (".learnings/*.yaml", "goals, retention and settings, for you to edit; may be committed"),
        (_shortened(person.learnings) + os.sep, "your pattern store, one for all your projects"),
    ]
    effects = (
        (
            f"Agents are shown lessons that fit their work: at most {injection.AT_MOST} with a command, "
            f"file or prompt, {injection.AT_MOST_AT_START} when a subagent starts, nothing when none fits."
        ),
        "What an agent did with them is written to .learnings/outcomes.log and decides their score.",
        (
            "general-purpose agents, and those named like *implement*, *writer* or *fix*, are asked what "
            f"they used and learned before they stop: {enforcement.RETURNS} times at most, a turn each. "
            "learning_agents in settings.yaml names others, or none."
        ),
        "The Python packages it needs are installed once, from PyPI, into the plugin's own directory.",
        "Nothing of yours leaves this machine and no model is called, unless you run a command that says so.",
    )
    lines = [f"Turning self-learning on in {project.workdir} writes:"]
    lines += [line for name, meaning in written for line in _entry(name, meaning)]
    lines += ["From then on, in this project alone:"]
    lines += [line for effect in effects for line in _wrapped(effect, "- ")]
    lines += _wrapped("To turn it off again, remove .learnings/, or set SELF_LEARNING=off.")
    warnings = _warnings(project)
    data = {
        "workdir": project.workdir,
        "on": False,
        "writes": [project.learnings, person.learnings],
        "warnings": warnings,
    }
    return Result("\n".join(lines), data, tuple(warnings))


def turn_on(project: Project) -> Result:
    """Make what the project needs, and say what comes next.

    Args:
        project: Its workdir must exist.

    Raises:
        InputError: Something can't be written.
        LockTimeoutError: Another process is at it.
    """
    made = bootstrap.bootstrap(project)
    steps = (
        "Go on working: the hooks see that it is on at once, in this session too.",
        "/self-learning:doctor shows that each part works.",
        (
            "/self-learning:process-learnings takes in what agents have left, whenever you like; run-loop.sh "
            "does it after each iteration."
        ),
    )
    lines = [made.message, "Next:"]
    lines += [line for step in steps for line in _wrapped(step, "- ")]
    return Result("\n".join(lines), made.data, tuple(_warnings(project)), made.exit_code)


def _warnings(project: Project) -> list[str]:
    if git_top_level(project.workdir) is None:
        return [f"{project.workdir} is no git repository: citations can't be checked against changes there"]
    return []


def _shortened(path: str) -> str:
    home = os.path.expanduser("~")
    return "~" + path.removeprefix(home) if path.startswith(home + os.sep) else path


def _entry(name: str, meaning: str) -> list[str]:
    head = f"  {name}"
    if len(head) >= _COLUMN:
        return [head, *textwrap.wrap(meaning, _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)]
    return textwrap.wrap(meaning, _WIDTH, initial_indent=head.ljust(_COLUMN), subsequent_indent=" " * _COLUMN)


def _wrapped(sentence: str, bullet: str = "") -> list[str]:
    indent = "  " if bullet else ""
    return textwrap.wrap(
        sentence,
        _WIDTH,
        initial_indent=indent + bullet,
        subsequent_indent=indent + " " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
