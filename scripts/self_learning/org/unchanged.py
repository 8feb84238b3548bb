"""Notice that a pull has nothing to do, before anything is imported that only a pull with work needs.

The last pulls are remembered with the words they were asked in, what they read, and the shared
commit. When the same is asked again, one ``git fetch`` decides. Whatever is out of the ordinary
here, a fetch that fails too, is left to the whole pull, which can say what is wrong.
"""

from __future__ import annotations

import json
import os
import sys
import time

from self_learning import paths
from self_learning.errors import InputError
from self_learning.org import git_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_ASKED_THROUGH = (
    "CLAUDE_ORG_ID",
    "CLAUDE_ORG_REPO",
    "CLOSEDLOOP_HOME",
    "HOME",
    "CLOSEDLOOP_WORKDIR",
    "CLAUDE_PROJECT_DIR",
)
_REMEMBERED = 20
_QUIET_SECONDS = 2.0
# What takes longer is left to the whole pull, which gives nothing up that moves and tells how far it is.
_LONGEST_SECONDS = 20.0
_Stats = list[list[int] | None]


def answer(words: Sequence[str]) -> str | None:
    """What to print if the same pull was done before and nothing has changed since, else None.

    Args:
        words: The command line's arguments.
    """
    entry = _read().get(_question(words), {})
    try:
        repository, commit = entry["repository"], entry["commit"]
        if stats(entry["paths"]) != entry["stats"] or not _fetched(repository):
            return None
        with open(os.path.join(repository, git_arguments.SHARED_HEAD), encoding="ascii") as file:
            if file.read().strip() != commit:
                return None
        if "--json" in words:
            return json.dumps(entry["data"], indent=2, ensure_ascii=False)
        return str(entry["message"])
    except (KeyError, TypeError, ValueError, OSError, InputError):
        return None


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
    from self_learning import files

    known = _read()
    known.pop(_question(words), None)
    entry = {
        "repository": repository,
        "commit": commit,
        "paths": inputs[0],
        "stats": inputs[1],
        "message": message,
        "data": data,
    }
    kept = dict(list(known.items())[-(_REMEMBERED - 1) :])
    files.write_json(_path(), {**kept, _question(words): entry})


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
    return os.path.join(paths.Person().organisation_clone, "pulls.json")


def _read() -> dict[str, dict[str, Any]]:
    try:
        with open(_path(), encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _question(words: Sequence[str]) -> str:
    asked = [word for word in words if word != "--json"]
    return json.dumps([os.getcwd(), [os.environ.get(name) for name in _ASKED_THROUGH], asked])


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
    while True:
        finished, status = os.waitpid(child, os.WNOHANG)
        if finished:
            return status == 0
        if not told and time.monotonic() > started + _QUIET_SECONDS:
            told = True
            print("Fetching the shared repository", file=sys.stderr, flush=True)
        if time.monotonic() > until:
            os.killpg(child, 9)  # the child has a session of its own
            os.waitpid(child, 0)
            return False
        time.sleep(wait)
        wait = min(wait * 1.2, 0.05)
