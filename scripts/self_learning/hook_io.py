"""A hook's life: read the event, call its handler, print the answer, never fail.

Whatever happens the process ends with status 0 and has printed nothing or one JSON object
that Claude Code accepts; the reason of a failure is in ``.learnings/hooks.log``.

Runs on every tool call, so it imports next to nothing: ``json`` with the ``re`` and ``enum``
behind it costs as much as starting Python, while ``_json``, the C half of it, is nearly free.
"""

from __future__ import annotations

import os
import sys

from self_learning.paths import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

# Claude Code's name of each event, by the name that the shell hooks and events/ have for it.
EVENT_NAMES = {
    "pre_tool_use": "PreToolUse",
    "session_start": "SessionStart",
    "stop": "Stop",
    "subagent_start": "SubagentStart",
    "subagent_stop": "SubagentStop",
    "user_prompt_submit": "UserPromptSubmit",
}

INPUT_LIMIT = 64 * 1024 * 1024  # bytes of an event that are read at most
LOG_LIMIT = 256 * 1024  # bytes after which hooks.log is moved to hooks.log.1


class EventError(Exception):
    """The event is not what Claude Code sends; nobody can act on it but a developer."""


# Where hooks write files that are named after ids.
OWN_DIRECTORIES = ("injections", "injections/.tasks", "sessions", "stops", "pending", "quarantine")


def main(arguments: Sequence[str]) -> NoReturn:
    """Answer one event and end the process with status 0.

    Args:
        arguments: The event's name in snake case and the workdir.
    """
    event_name = arguments[0] if arguments else ""
    project = Project(arguments[1] if len(arguments) > 1 else os.getcwd())
    output = b""
    try:
        output = respond(event_name, _read_input(), project)
    except BaseException as error:  # noqa: BLE001 - a hook never breaks the session, not even by a bug
        log_error(project, event_name, error)
    try:
        while output:
            output = output[os.write(1, output) :]
        sys.stdout.flush()
    except OSError:
        pass  # nobody is listening any more
    finally:
        os._exit(0)  # skips what the interpreter does at its end, a millisecond or two


def respond(event_name: str, data: bytes, project: Project) -> bytes:
    """The answer to one event: empty, or one JSON object and a line end.

    Args:
        event_name: As in ``EVENT_NAMES``.
        data: What Claude Code wrote to standard input.
        project: The project that the hook was called for.

    Raises:
        EventError: The event is unknown or not a JSON object, or a directory of ours is a link.
    """
    if event_name not in EVENT_NAMES:
        raise EventError(f"no event is called {event_name!r}")
    if not project.is_on:
        return b""
    for name in OWN_DIRECTORIES:  # a repository may bring a link that leads our files out of it
        if os.path.islink(os.path.join(project.learnings, name)):
            raise EventError(f"{os.path.join(project.learnings, name)}: is a link; put a directory there")
    event = parse(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    if not isinstance(event, dict):
        raise EventError("the event is not a JSON object")
    handler = __import__(f"self_learning.events.{event_name}", fromlist=("handle",))
    answer: dict[str, object] | None = handler.handle(event, project)
    if not answer:
        return b""
    return (dump(answer) + "\n").encode("ascii")


def context(event_name: str, text: str) -> dict[str, object]:
    """The answer that puts a text before the model.

    Claude Code drops a hook's whole output when the event's name is missing in it.

    Args:
        event_name: As in ``EVENT_NAMES``.
        text: At most 10,000 characters arrive; beyond that Claude Code shows a file's name instead.
    """
    return {"hookSpecificOutput": {"hookEventName": EVENT_NAMES[event_name], "additionalContext": text}}


def _read_input() -> bytes:
    parts: list[bytes] = []
    size = 0
    while size <= INPUT_LIMIT:
        part = os.read(0, 1024 * 1024)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise EventError(f"the event is larger than {INPUT_LIMIT} bytes")


class _ParserSettings:
    """What the C scanner reads its options from, as ``json.JSONDecoder`` has them."""

    strict = False
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float
    memo: dict[str, str] = {}  # noqa: RUF012 - the pure Python scanner's, unused here


def parse(text: str) -> object:
    """Parse JSON; numbers as Python reads them, ``NaN`` and its like allowed.

    Raises:
        EventError: It isn't JSON.
    """
    try:
        import _json
    except ImportError:  # an interpreter without the C half
        import json

        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise EventError(f"not JSON: {error}") from None
    stripped = text.strip(" \t\r\n")
    try:
        scan = _json.make_scanner(_ParserSettings)  # type: ignore[arg-type]  # typeshed knows no duck
        value, end = scan(stripped, 0)
    except StopIteration as error:
        raise EventError(f"not JSON at character {error.value}") from None
    except SystemError:
        # The scanner takes its exception from json.decoder, which isn't loaded here, and has
        # none to raise.
        raise EventError("not JSON: damaged or cut off") from None
    except (ValueError, RecursionError) as error:
        raise EventError(f"not JSON: {error}") from None
    if end != len(stripped):
        raise EventError(f"not JSON: more text after character {end}")
    parsed: object = value
    return parsed


def dump(value: object) -> str:
    """A value as JSON in ASCII, so that no text in it can break the output's encoding.

    Raises:
        TypeError: Something in it has no JSON form.
    """
    if isinstance(value, str):
        try:
            from _json import encode_basestring_ascii
        except ImportError:
            from json.encoder import encode_basestring_ascii
        return encode_basestring_ascii(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return repr(value)
    if isinstance(value, float):
        if value - value != 0.0:
            raise TypeError(f"{value} has no JSON form")
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{dump(str(key))}: {dump(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(dump(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} has no JSON form")


def log_error(project: Project, event_name: str, error: BaseException) -> None:
    """Note in hooks.log why an event got no answer, with the place in the code."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    kind = "" if isinstance(error, EventError) else f"{type(error).__name__}: "
    log(project, event_name, f"{kind}{error}{place}")


def log(project: Project, event_name: str, message: str) -> None:
    """Append one line to hooks.log, which is moved to hooks.log.1 when it has grown too large.

    Args:
        project: Nothing is written when its .learnings/ is missing.
        event_name: Which hook speaks.
        message: Any text; it becomes one line of at most 500 characters.
    """
    from self_learning import text

    line = f"{text.timestamp()} {text.sanitise(event_name, 40)} {text.sanitise(message, 500)}\n"
    path = project.hooks_log
    try:
        if os.stat(path).st_size > LOG_LIMIT:
            os.replace(path, path + ".1")  # two at once: the second moves a young file, and lines are kept
    except OSError:
        pass
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.write(descriptor, line.encode("utf-8", "replace"))
        finally:
            os.close(descriptor)
    except OSError:
        pass  # the log is the last resort; there is nowhere left to say it
