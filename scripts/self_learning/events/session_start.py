"""SessionStart: records the session, prepares the environment, and says that the plugin is on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from self_learning import conversations, environment, files, hook_io, sessions, text, usage
from self_learning.errors import InputError, SelfLearningError

if TYPE_CHECKING:
    from self_learning.paths import Project

EVENT = "session_start"
_LOG_LIMIT = 100_000  # characters of environment.log that are read
_KEPT_DAYS = 7  # a conversation that hasn't stopped for so long won't stop again


def handle(event: dict[str, object], project: Project) -> dict[str, object] | None:
    """Record the session and answer with one line for the person.

    Raises:
        InputError: The event names no usable session.
    """
    preparing, complaint = _prepare(project)
    session_id, transcript = event.get("session_id"), event.get("transcript_path")
    if not isinstance(session_id, str):
        raise InputError("the event names no session")
    unwritable = ""
    try:
        sessions.record(project, session_id, transcript if isinstance(transcript, str) else "")
        _forget_old_stops(project)
        _forget_tasks(project, session_id, event.get("source"))
    except (SelfLearningError, hook_io.EventError, ImportError, OSError) as error:
        hook_io.log(project, EVENT, str(error))
        unwritable = text.sanitise(str(error), 300)
    if event.get("source") not in (None, "startup"):
        return None  # it was said when the session began
    if unwritable:
        line = f"self-learning is on here but can record nothing, so it shows nothing either: {unwritable}"
    elif preparing and complaint:
        line = f"self-learning is on, but could not build its environment and tries again: {complaint}"
    elif preparing:
        line = "self-learning is on; it is preparing its environment in the background, once"
    else:
        line = "self-learning is on in this project; /self-learning:doctor says what it does"
    return {"systemMessage": line}


def _prepare(project: Project) -> tuple[bool, str]:
    """Start building the environment when it is missing or of another version, and don't wait for it.

    The build holds a lock, so that several sessions may do this at once.

    Returns:
        Whether a build was started, and what the last one failed with, if it did.
    """
    wrapper = os.path.join(environment.ROOT, "scripts", "python.sh")
    environ = dict(os.environ)
    own = os.path.join(environment.ROOT, ".venv")
    if os.path.realpath(sys.prefix) == os.path.realpath(own):
        environ.pop("CLAUDE_PLUGIN_DATA", None)  # a clone with its own environment needs no second one
    lacking = environment.missing_modules()
    if not lacking and not environment.is_outdated(sys.prefix):
        return False, ""
    log_path = os.path.join(project.learnings, "environment.log")
    complaint = _last_complaint(log_path)
    try:
        if lacking and os.path.exists(stamp := os.path.join(environment.location(environ), "stamp")):
            os.unlink(stamp)  # it was finished and has been damaged since
        with open(log_path, "wb", opener=_opener) as log:
            subprocess.Popen(
                ["sh", wrapper, "--prepare"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environ,
                start_new_session=True,  # the host ends a hook's process group after its time
            )
    except OSError as error:
        hook_io.log(project, EVENT, f"the environment can't be prepared: {error}")
        return False, ""
    return True, complaint


def _last_complaint(log_path: str) -> str:
    """What a build that failed said at its end; nothing after one that is under way or went well."""
    try:
        with open(log_path, encoding="utf-8", errors="replace") as log:
            lines = log.read(_LOG_LIMIT).splitlines()
    except OSError:
        return ""
    last = text.sanitise(lines[-1], 200) if lines else ""
    return "" if "preparing the environment" in last else last.removeprefix("self-learning: ")


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)  # a link could lead anywhere


def _forget_old_stops(project: Project) -> None:
    """Remove the state of conversations that ended long ago."""
    oldest = time.time() - _KEPT_DAYS * 86400
    directory = os.path.join(project.learnings, usage.DIRECTORY)
    try:
        found = list(os.scandir(directory))
    except OSError:
        return
    with files.locked(directory):
        for item in found:
            if item.name.endswith(".json") and item.stat(follow_symlinks=False).st_mtime < oldest:
                os.unlink(item.path)


def _forget_tasks(project: Project, session_id: str, source: object) -> None:
    """Remove the tasks of agents that will never start, and what a compaction took from the agent."""
    if source == "compact":
        conversations.note_compaction(project, session_id)
        return
    conversations.drop_old_tasks(project)
    conversations.drop_tasks(project, session_id, None)
