"""Which session an event belongs to, and which run its rows are counted under.

``.learnings/sessions/<session_id>.json`` holds ``{session_id, transcript_path, started_at,
run_id, iteration}``. Inside ``run-loop.sh`` the run and the iteration are the loop's. Any other
session is a run of its own, named after the second it began in, with one iteration: that way
its rows keep their run for as long as the session lives, through resumes and compactions.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files, text
from self_learning.errors import InputError
from self_learning.paths import valid_identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from self_learning.paths import Project

_RUN_ID = "%Y%m%d-%H%M%S"
_PATH_LIMIT = 4096


class Session(NamedTuple):
    """One session of Claude Code in a project; ``started_at`` is ISO 8601 UTC with ``Z``."""

    session_id: str
    transcript_path: str
    started_at: str
    run_id: str
    iteration: int


def path_of(project: Project, session_id: str) -> str:
    """The session's file.

    Raises:
        InputError: The id can't be part of a file name.
    """
    if not valid_identifier(session_id):
        raise InputError(f"session id {text.sanitise(repr(session_id), 60)} can't be part of a file name")
    return os.path.join(project.sessions, f"{session_id}.json")


def record(
    project: Project,
    session_id: str,
    transcript_path: str,
    *,
    environ: Mapping[str, str] = os.environ,
    now: datetime | None = None,
) -> Session:
    """Write down a session that starts, resumes, or is met for the first time.

    What is known of it stays: its run doesn't change because it was resumed. Only the loop's
    own variables, which a resumed session may meet with a later iteration, come first.

    Args:
        project: Must take part, which is the caller's to check.
        session_id: The host's; checked before it becomes a file name.
        transcript_path: Where the host keeps the conversation.
        environ: Read for ``CLOSEDLOOP_RUN_ID`` and ``CLOSEDLOOP_ITERATION``.
        now: By default the clock's time.

    Raises:
        InputError: The id is no identifier, or the file can't be written.
        LockTimeoutError: The lock could not be had.
    """
    path = path_of(project, session_id)
    moment = (now or datetime.now(timezone.utc)).astimezone(timezone.utc)
    with files.locked(project.sessions):
        known = _read(path)
        if known is None:
            run_id = _free_run_id(project, moment)
            known = Session(session_id, transcript_path[:_PATH_LIMIT], text.timestamp(moment), run_id, 1)
        elif transcript_path:
            known = known._replace(transcript_path=transcript_path[:_PATH_LIMIT])
        loop = _loop(environ)
        if loop is not None:
            known = known._replace(run_id=loop[0], iteration=loop[1])
        files.write_json(path, known._asdict())
    return known


def of_event(
    project: Project, event: Mapping[str, object], environ: Mapping[str, str] = os.environ
) -> Session:
    """The session that a hook's event names; written down now if that was missed when it began.

    Raises:
        InputError: The event names no usable session.
    """
    session_id, transcript_path = event.get("session_id"), event.get("transcript_path")
    if not isinstance(session_id, str):
        raise InputError("the event names no session")
    known = _read(path_of(project, session_id))
    loop = _loop(environ)
    if known is None or (loop is not None and loop != (known.run_id, known.iteration)):
        given = transcript_path if isinstance(transcript_path, str) else ""
        return record(project, session_id, given, environ=environ)
    return known


def all_of(project: Project) -> Iterator[Session]:
    """Every session that is written down, in no order; what can't be read is passed over."""
    try:
        names = os.listdir(project.sessions)
    except OSError:
        return
    for name in names:
        if name.endswith(".json") and (known := _read(os.path.join(project.sessions, name))) is not None:
            yield known


def _loop(environ: Mapping[str, str]) -> tuple[str, int] | None:
    """The run and iteration of the loop around this session, if there is one."""
    run_id, iteration = environ.get("CLOSEDLOOP_RUN_ID"), environ.get("CLOSEDLOOP_ITERATION", "")
    if not run_id or not valid_identifier(run_id):
        return None
    is_number = iteration.isascii() and iteration.isdigit() and len(iteration) < 10
    return run_id, int(iteration) if is_number else 1


def _free_run_id(project: Project, moment: datetime) -> str:
    """The first second from ``moment`` on that names no other session's run."""
    taken = {session.run_id for session in all_of(project)}
    while (run_id := moment.strftime(_RUN_ID)) in taken:
        moment += timedelta(seconds=1)
    return run_id


def _read(path: str) -> Session | None:
    """A session's file; None when it is missing or damaged, so that it is written anew."""
    try:
        value = files.read_json(path)
    except InputError:
        return None
    if not isinstance(value, dict):
        return None
    names = ("session_id", "transcript_path", "started_at", "run_id")
    texts = [each for name in names if isinstance(each := value.get(name), str)]
    iteration = value.get("iteration")
    if len(texts) != len(names) or not isinstance(iteration, int) or not valid_identifier(texts[-1]):
        return None
    return Session(texts[0], texts[1], texts[2], texts[3], iteration)
