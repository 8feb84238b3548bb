"""An agent as a process: started with a prompt, its output shown and kept, stopped with its children."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_KEPT_CHARACTERS = 1_000_000
_GRACE_SECONDS = 5.0


class AgentOutput(NamedTuple):
    """How an agent ended: its exit code (negative: killed by that signal) and its last output."""

    exit_code: int
    text: str


def command(environ: Mapping[str, str], prompt: str) -> tuple[list[str], str | None]:
    """The argument list that starts the agent, and what it gets on standard input.

    ``AGENT_COMMAND`` is the person's own shell command. The prompt reaches it as its last
    argument and on standard input, never as a part of the command's text. Without it the
    agent is ``claude -p``, which takes the prompt as its argument alone.
    """
    own = environ.get("AGENT_COMMAND", "").strip()
    if not own:
        return ["claude", "-p", prompt], None
    first = own.split()[0]
    given = None if os.path.basename(first) == "claude" else prompt
    return ["/bin/sh", "-c", f'{own} "$@"', "sh", prompt], given


def run(
    arguments: Sequence[str],
    *,
    stdin: str | None,
    directory: str,
    environ: Mapping[str, str],
    tell: Callable[[str], None],
) -> AgentOutput:
    """Run an agent to its end, showing its output as it comes.

    The agent gets a process group of its own. When this process is interrupted, the whole
    group is, and is killed if it stays; then the interrupt goes on.

    Args:
        arguments: The program and its arguments.
        stdin: What it gets on standard input; nothing when None.
        directory: Where it runs.
        environ: Its whole environment.
        tell: Called with each line of its output, without the line end.

    Raises:
        FileNotFoundError: There is no such program.
        KeyboardInterrupt: The person stopped it.
    """
    process = subprocess.Popen(
        arguments,
        cwd=directory,
        env=dict(environ),
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    if process.stdin is not None:
        threading.Thread(target=_feed, args=(process.stdin, stdin or ""), daemon=True).start()
    kept: list[str] = []
    reader = threading.Thread(target=_show, args=(process.stdout, kept, tell), daemon=True)
    reader.start()
    try:
        exit_code = process.wait()
    except BaseException:
        _stop(process)
        raise
    # A child that the agent left behind may hold the pipe open; its output is not the agent's.
    reader.join(timeout=_GRACE_SECONDS)
    return AgentOutput(exit_code, "".join(kept)[-_KEPT_CHARACTERS:])


def _feed(stream: IO[str], content: str) -> None:
    with contextlib.suppress(OSError), stream:
        stream.write(content)


def _show(stream: IO[str] | None, kept: list[str], tell: Callable[[str], None]) -> None:
    size = 0
    for line in stream or ():
        kept.append(line)
        size += len(line)
        while size > 2 * _KEPT_CHARACTERS and len(kept) > 1:
            size -= len(kept.pop(0))
        with contextlib.suppress(OSError, ValueError):
            tell(line.rstrip("\n"))


def _stop(process: subprocess.Popen[str]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(timeout=_GRACE_SECONDS)
            break
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)  # children that outlived their parent
