"""Notice that a pull has nothing to do, before anything is imported that only a pull with work needs.

The last pulls are remembered with the words they were asked in, what they read, and the shared
commit. When the same is asked again, one ``git fetch`` decides. Whatever is out of the ordinary
here, a fetch that fails too, is left to the whole pull, which can say what is wrong.
"""

from __future__ import annotations

import os
import sys
import time

from self_learning import paths
from self_learning.errors import InputError
from self_learning.org import git_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_ASKED_THROUGH = (
    "CLAUDE_ORG_ID",
    "CLAUDE_ORG_REPO",
    "CLOSEDLOOP_HOME",
    "HOME",
    "CLOSEDLOOP_WORKDIR",
    "CLAUDE_PROJECT_DIR",
)
_REMEMBERED = 20
_FIELD, _PART, _LINE = "\t", "\x1f", "\r"  # between fields, between the parts of one, for a line's end
_QUIET_SECONDS = 2.0
# What takes longer is left to the whole pull, which gives nothing up that moves and tells how far it is.
_LONGEST_SECONDS = 20.0
_Stats = list[list[int] | None]


def answer(words: Sequence[str]) -> str | None:
    """What to print if the same pull was done before and nothing has changed since, else None.

    Args:
        words: The command line's arguments.
    """
    try:
        repository, commit, inputs, found, message, data = _read()[_question(words)].split(_FIELD)
        if found != repr(stats(inputs.split(_PART))) or not _fetched(repository):
            return None
        with open(os.path.join(repository, git_arguments.SHARED_HEAD), encoding="ascii") as file:
            if file.read().strip() != commit:
                return None
        return data.replace(_LINE, "\n") if "--json" in words else message
    except (KeyError, ValueError, OSError, NotImplementedError, InputError):
        return None
    except KeyboardInterrupt:
        print("pull_learnings.py: interrupted", file=sys.stderr)
        sys.exit(130)


def remember(
    words: Sequence[str],
    *,
    repository: str,
    commit: str,
    inputs: tuple[list[str], _Stats],
    message: str,
    data: object,
) -> None:
    """Keep what a pull came to; the caller holds the lock of the user directory's ``org``.

    Args:
        words: The command line's arguments.
        repository: The clone.
        commit: The shared commit that was read.
        inputs: The local files that the result depends on, and their ``stats``.
        message: What to say when nothing has changed.
        data: The same for ``--json``.
    """
    import json

    from self_learning import files

    text = json.dumps(data, indent=2, ensure_ascii=False).replace("\n", _LINE)
    fields = [repository, commit, _PART.join(inputs[0]), repr(inputs[1]), message, text]
    entry = _FIELD.join(fields)
    if entry.count(_FIELD) != len(fields) - 1 or "\n" in entry:  # an odd path; the whole pull serves it
        return
    known = _read()
    known.pop(_question(words), None)
    kept = [*list(known.items())[-(_REMEMBERED - 1) :], (_question(words), entry)]
    lines = "".join(f"{question}{_FIELD}{found}\n" for question, found in kept)
    files.replace(_path(), lines.encode("utf-8", "surrogateescape"))  # a path may be no UTF-8


def stats(inputs: list[str]) -> _Stats:
    """Size, time of change and number of files; None for a missing one."""
    found: _Stats = []
    for path in inputs:
        try:
            stat = os.stat(path)
            found.append([stat.st_size, stat.st_mtime_ns, stat.st_ino])
        except OSError:
            found.append(None)
    return found


def _path() -> str:
    return os.path.join(paths.Person().organisation_clone, "pulls")


def _read() -> dict[str, str]:
    """What is remembered, by question; a line each, because reading JSON would cost as much as the fetch."""
    try:
        with open(_path(), encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            lines = file.read().split("\n")
    except (OSError, ValueError):
        return {}
    return dict(line.split(_FIELD, 1) for line in lines if _FIELD in line)


def _question(words: Sequence[str]) -> str:
    asked = [word for word in words if word != "--json"]
    return repr([os.getcwd(), [os.environ.get(name) for name in _ASKED_THROUGH], asked])


def _fetched(repository: str) -> bool:
    """Whether a fetch went well; without ``subprocess``, whose import costs half as much as the fetch."""
    if not hasattr(os, "posix_spawnp"):
        return False
    command = git_arguments.command(git_arguments.fetch(repository), repository)
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    child = os.posix_spawnp(
        command[0], command, git_arguments.environment(), file_actions=silent, setsid=True
    )
    started = time.monotonic()
    until = started + min(git_arguments.network_seconds(), _LONGEST_SECONDS)
    wait = 0.0005
    told = False
    finished = 0
    try:
        while time.monotonic() < until:
            finished, status = os.waitpid(child, os.WNOHANG)
            if finished:
                return status == 0
            if not told and time.monotonic() > started + _QUIET_SECONDS:
                told = True
                print("Fetching the shared repository", file=sys.stderr, flush=True)
            time.sleep(wait)
            wait = min(wait * 1.2, 0.05)
        return False
    finally:
        if not finished:  # it took too long, or the person's Ctrl-C
            os.killpg(child, 9)  # the child has a session of its own
            os.waitpid(child, 0)
