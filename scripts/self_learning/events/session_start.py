"""SessionStart: records the session, prepares the environment, and says that the plugin is on."""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

from self_learning import conversations, environment, files, hook_io, sessions, usage
from self_learning.errors import InputError, SelfLearningError

if TYPE_CHECKING:
    from self_learning.paths import Project

EVENT = "session_start"
_KEPT_DAYS = 7  # a conversation that hasn't stopped for so long won't stop again


def handle(event: dict[str, object], project: Project) -> dict[str, object] | None:
    """Record the session and answer with one line for the person.

    Raises:
        InputError: The event names no usable session.
    """
    preparing = _prepare(project)
    session_id, transcript = event.get("session_id"), event.get("transcript_path")
    if not isinstance(session_id, str):
        raise InputError("the event names no session")
    try:
        sessions.record(project, session_id, transcript if isinstance(transcript, str) else "")
        _forget_old_stops(project)
        _forget_tasks(project, session_id, event.get("source"))
    except (SelfLearningError, hook_io.EventError, ImportError, OSError) as error:
        hook_io.log(project, EVENT, str(error))
    if event.get("source") not in (None, "startup"):
        return None  # it was said when the session began
    if preparing:
        line = "self-learning is on; it is preparing its environment in the background, once"
    else:
        line = "self-learning is on in this project; /self-learning:doctor says what it does"
    return {"systemMessage": line}


def _prepare(project: Project) -> bool:
    """Start building the environment when something is missing, and don't wait for it.

    The build holds a lock, so that several sessions may do this at once.

    Returns:
        Whether a build was started.
    """
    if not environment.missing_modules():
        return False
    wrapper = os.path.join(environment.ROOT, "scripts", "python.sh")
    try:
        with open(os.path.join(project.learnings, "environment.log"), "wb") as log:
            subprocess.Popen(
                ["sh", wrapper, "--prepare"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # the host ends a hook's process group after its time
            )
    except OSError as error:
        hook_io.log(project, EVENT, f"the environment can't be prepared: {error}")
        return False
    return True


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
