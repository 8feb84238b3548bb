"""``.learnings/injections/``: what was shown to each conversation, and tasks that wait for one.

A conversation is a subagent, by its ``agent_id``, or the main agent, by the ``session_id``.
``injections/<conversation id>.json`` is a JSON object:

``conversation_id``, ``session_id``
    As Claude Code gave them; both valid identifiers.
``agent_type``
    The subagent's type, or nothing for the main agent.
``patterns``
    One object for each pattern shown, in the order in which they were: ``id``; ``event``, the
    hook that showed it; ``tool`` and ``target``, what it was shown with (a path, the head of a
    command, prompt or task); ``score``, 0 to 1; ``method``, what it was ranked by (``content``,
    ``command``, ``prompt``, ``task``, ``changed-files`` or ``confidence``); ``terms``, what each
    shared term added to the sum behind the score; ``at``, a timestamp.

A subagent that has started has a file, if only one without patterns. A pattern is shown to a
conversation at most once. All of it is written under the directory's
lock, the same ``.lock`` that ``files.locked`` takes; ``fcntl`` alone, because filelock is too
slow to import here.

A compaction drops what was shown from the conversation, so what came before it may be shown
again; it has ``compacted`` then, and counts as shown once all the same.

``injections/.tasks/<session id>.json`` holds the tasks of subagents that were called and have
not started yet, since SubagentStart tells the agent's type but not its task. A call that was
refused never starts; the only certain word of that is its result in the caller's transcript,
which stands there before anything else is called. A task is gone once its agent has started or
its caller has stopped, and no task outlives the session by more than an hour.
"""

from __future__ import annotations

import os

from self_learning import text
from self_learning.hook_io import EventError, dump, parse
from self_learning.paths import valid_identifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from self_learning.paths import Project

    Record: TypeAlias = dict[str, object]
    Shown: TypeAlias = dict[str, object]

LOCK_SECONDS = 2.0  # that a hook waits for the lock at most
TASK_LIMIT = 4000  # characters of a task that are remembered
TASKS_LIMIT = 64  # tasks that wait in one session
TRANSCRIPT_LIMIT = 4 * 1024 * 1024  # bytes of a transcript that are searched for a refusal
TURN_SECONDS = 4.0  # in which a called agent starts, or is taken to be held up by something else
WAIT_SECONDS = 20.0  # that a call waits at most for all earlier agents of its type to start
_POLL_SECONDS = 0.02
TASK_SECONDS = 3600.0  # after which a task that no agent started with is forgotten


class Lock:
    """The lock of the injections directory, held while in a ``with`` block."""

    __slots__ = ("_descriptor", "_directory")

    def __init__(self, project: Project) -> None:
        self._directory = project.injections
        self._descriptor = -1

    def __enter__(self) -> None:
        import fcntl
        import time

        if not os.path.isdir(self._directory):
            os.makedirs(self._directory, 0o700, exist_ok=True)
        self._descriptor = os.open(os.path.join(self._directory, ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > deadline:
                    os.close(self._descriptor)
                    raise EventError(f"{self._directory}/.lock: held by another process") from None
                time.sleep(0.002)
            else:
                return

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def identify(event: dict[str, object]) -> str | None:
    """The conversation that an event belongs to; None when it names none.

    Raises:
        EventError: Its id can't become a file name.
    """
    for name in ("agent_id", "session_id"):
        identifier = event.get(name)
        if identifier is not None:
            if not valid_identifier(identifier):
                raise EventError(f"{name} {text.sanitise(repr(identifier), 80)} can't be part of a file name")
            return str(identifier)
    return None


def read(project: Project, conversation: str) -> Record:
    """What is recorded of a conversation; empty when nothing is, or it can't be read."""
    return _read_object(project.injection_file(conversation))


def shown_ids(record: Record) -> set[str]:
    """The patterns that a conversation has been shown and has not lost in a compaction since."""
    patterns = record.get("patterns")
    if not isinstance(patterns, list):
        return set()
    return {
        str(entry.get("id"))
        for entry in patterns
        if isinstance(entry, dict) and entry.get("compacted") is not True
    }


def record_shown(
    project: Project, conversation: str, event_name: str, event: dict[str, object], candidates: list[Shown]
) -> list[Shown]:
    """Note that patterns are shown, and say which of them really are to be: the new ones.

    Args:
        project: Whose .learnings/ it is.
        conversation: As ``identify`` gave it.
        event_name: Claude Code's name of the hook's event.
        event: The hook's event.
        candidates: Entries for ``patterns``, without ``event`` and ``at``.
    """
    with Lock(project):
        record = read(project, conversation)
        known = shown_ids(record)
        fresh = [entry for entry in candidates if entry["id"] not in known]
        if not fresh:
            return []
        moment = text.timestamp()
        patterns = record.get("patterns")
        entries: list[object] = list(patterns) if isinstance(patterns, list) else []
        entries.extend({**entry, "event": event_name, "at": moment} for entry in fresh)
        _write(project, conversation, event, entries)
        return fresh


def note_start(project: Project, conversation: str, event: dict[str, object]) -> None:
    """Note that a subagent has started, if that was noted by nothing else: it was shown no pattern."""
    with Lock(project):
        if not has_started(project, conversation):
            _write(project, conversation, event, [])


def has_started(project: Project, conversation: str) -> bool:
    """Whether a subagent has started before."""
    return os.path.exists(project.injection_file(conversation))


def _write(project: Project, conversation: str, event: dict[str, object], patterns: list[object]) -> None:
    session, agent_type = event.get("session_id"), event.get("agent_type")
    record = {
        "conversation_id": conversation,
        "session_id": session if valid_identifier(session) else "",
        "agent_type": text.sanitise(agent_type, 120) if isinstance(agent_type, str) else "",
        "patterns": patterns,
    }
    _replace(project.injection_file(conversation), dump(record) + "\n")


def note_compaction(project: Project, conversation: str) -> None:
    """Let what a conversation was shown be shown again: a summary took its place.

    Args:
        project: Whose .learnings/ it is.
        conversation: A valid identifier.
    """
    path = project.injection_file(conversation)
    if not os.path.exists(path):
        return
    with Lock(project):
        record = read(project, conversation)
        patterns = record.get("patterns")
        if not isinstance(patterns, list):
            return
        record["patterns"] = [
            {**entry, "compacted": True} if isinstance(entry, dict) else entry for entry in patterns
        ]
        _replace(path, dump(record) + "\n")


def remember_task(project: Project, event: dict[str, object], agent_type: str, task: str) -> None:
    """Keep the task that a subagent is being called with, until it starts.

    Agents called together each start as soon as their own hook has ended, in any order. When
    two are of one type nothing tells them apart but that order, so the second waits its turn.

    Args:
        project: Whose .learnings/ it is.
        event: The call's.
        agent_type: As the call names it.
        task: The call's prompt.
    """
    import time

    session = event.get("session_id")
    if not task or not isinstance(session, str) or not valid_identifier(session):
        return
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        with Lock(project):
            waiting = _not_refused(_waiting(project, session), event, agent_type)
            if time.monotonic() > deadline or not _is_starting(waiting, agent_type):
                waiting.append(_entry(event, agent_type, task))
                _write_waiting(project, session, waiting[-TASKS_LIMIT:])
                return
        time.sleep(_POLL_SECONDS)


def take_task(project: Project, event: dict[str, object], agent_type: str) -> str:
    """The task of the agent that starts now: the oldest that waits for its type, or nothing."""
    session = event.get("session_id")
    if not isinstance(session, str) or not valid_identifier(session):
        return ""
    if not os.path.exists(_tasks_file(project, session)):
        return ""
    with Lock(project):
        waiting = _not_refused(_waiting(project, session), event, agent_type)
        mine = [entry for entry in waiting if same_agent(str(entry.get("agent_type")), agent_type)]
        _write_waiting(project, session, [entry for entry in waiting if not mine or entry is not mine[0]])
    return str(mine[0].get("task") or "") if mine else ""


def drop_tasks(project: Project, session: str, caller: str | None) -> None:
    """Forget the tasks of calls that can't start any more.

    Args:
        project: Whose .learnings/ it is.
        session: A valid identifier.
        caller: The ``agent_id`` of a subagent that has stopped, "" for the main agent; None when
            the whole session begins anew, and nothing of it is running.
    """
    if not os.path.exists(_tasks_file(project, session)):
        return
    with Lock(project):
        waiting = [] if caller is None else _waiting(project, session)
        _write_waiting(project, session, [entry for entry in waiting if entry.get("caller") != caller])


def drop_old_tasks(project: Project) -> None:
    """Remove what sessions left that ended without a word, an hour after."""
    directory = os.path.join(project.injections, ".tasks")
    try:
        names = os.listdir(directory)
    except OSError:
        return
    oldest = _now() - TASK_SECONDS
    with Lock(project):
        for name in names:
            path = os.path.join(directory, name)
            try:
                if os.lstat(path).st_mtime < oldest:
                    os.unlink(path)
            except OSError:
                continue  # taken meanwhile


def _entry(event: dict[str, object], agent_type: str, task: str) -> dict[str, object]:
    caller, call = event.get("agent_id"), event.get("tool_use_id")
    entry: dict[str, object] = {
        "agent_type": agent_type[:200],
        "task": task[:TASK_LIMIT],
        "at": _now(),
        "caller": caller if isinstance(caller, str) and valid_identifier(caller) else "",
        "call": call if isinstance(call, str) and valid_identifier(call) else "",
    }
    try:
        entry["read"] = os.path.getsize(_transcript(entry, event))
    except OSError:
        entry["read"] = 0
    return entry


def _is_starting(waiting: list[dict[str, object]], agent_type: str) -> bool:
    """Whether an agent of this type was called a moment ago and has not started yet."""
    youngest = _now() - TURN_SECONDS
    for entry in waiting:
        at = entry.get("at")
        if isinstance(at, float) and at > youngest and same_agent(str(entry.get("agent_type")), agent_type):
            return True
    return False


def _not_refused(
    waiting: list[dict[str, object]], event: dict[str, object], agent_type: str
) -> list[dict[str, object]]:
    """The calls without those of this type that ended in an error before any agent started."""
    return [
        entry
        for entry in waiting
        if not same_agent(str(entry.get("agent_type")), agent_type) or not _is_refused(entry, event)
    ]


def _is_refused(entry: dict[str, object], event: dict[str, object]) -> bool:
    """Whether the caller's transcript has an error for a call's result.

    Args:
        entry: A task that waits.
        event: Any later one of the same session.
    """
    call, start = entry.get("call"), entry.get("read")
    path = _transcript(entry, event)
    if not isinstance(call, str) or not call or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            begin = start if isinstance(start, int) and 0 <= start <= size else 0
            file.seek(max(begin, size - TRANSCRIPT_LIMIT))
            lines = file.read(TRANSCRIPT_LIMIT).split(b"\n")
    except OSError:
        return False
    wanted = call.encode("ascii")
    return any(wanted in line and b"is_error" in line and _has_error(line, call) for line in lines)


def _has_error(line: bytes, call: str) -> bool:
    try:
        value = parse(line.decode("utf-8", "replace"))
    except EventError:  # torn
        return False
    message = value.get("message") if isinstance(value, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    return isinstance(content, list) and any(
        isinstance(part, dict) and part.get("tool_use_id") == call and part.get("is_error") is True
        for part in content
    )


def _transcript(entry: dict[str, object], event: dict[str, object]) -> str:
    """Where the caller's conversation is written; the host names the main agent's, also in subagents."""
    path, caller = event.get("transcript_path"), entry.get("caller")
    if not isinstance(path, str) or "\0" in path:
        return ""
    if not caller:
        return path
    return f"{path.removesuffix('.jsonl')}/subagents/agent-{caller}.jsonl"


def same_agent(one: str, other: str) -> bool:
    """Whether two names mean the same agent; the plugin's prefix may be missing in either."""
    first, second = one.casefold().strip(), other.casefold().strip()
    if first == second:
        return True
    if (":" in first) == (":" in second):
        return False
    return first.rpartition(":")[2] == second.rpartition(":")[2]


def _now() -> float:
    import time

    return time.time()


def _tasks_file(project: Project, session: str) -> str:
    if not valid_identifier(session):
        raise EventError(f"session_id {text.sanitise(repr(session), 80)} can't be part of a file name")
    return os.path.join(project.injections, ".tasks", f"{session}.json")


def _waiting(project: Project, session: str) -> list[dict[str, object]]:
    found = _read_object(_tasks_file(project, session)).get("waiting")
    if not isinstance(found, list):
        return []
    oldest = _now() - TASK_SECONDS
    kept = []
    for entry in found:
        if isinstance(entry, dict):
            at = entry.get("at")
            if isinstance(at, float) and at >= oldest:
                kept.append(entry)
    return kept


def _write_waiting(project: Project, session: str, waiting: list[dict[str, object]]) -> None:
    path = _tasks_file(project, session)
    if not waiting:
        if os.path.exists(path):
            os.unlink(path)
        return
    directory = os.path.dirname(path)
    if not os.path.isdir(directory):
        os.makedirs(directory, 0o700, exist_ok=True)
    _replace(path, dump({"waiting": waiting}) + "\n")


def _read_object(path: str) -> dict[str, object]:
    try:
        with open(path, "rb") as file:
            value = parse(file.read().decode("utf-8"))
    except (OSError, ValueError, EventError):
        return {}
    return value if isinstance(value, dict) else {}


def _replace(path: str, content: str) -> None:
    """Put a file in place whole; the caller holds the lock.

    Not synced to the disk: what a conversation was shown is worth nothing after a power cut,
    and syncing would cost more than the rest of the hook.
    """
    directory, _, name = path.rpartition("/")
    temporary = f"{directory}/.{name}.{os.getpid()}.new"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        try:
            data = content.encode("utf-8")
            while data:
                data = data[os.write(descriptor, data) :]
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)  # on a full disk it would take up what little is left
        raise
