"""Run git on the local clone: argument lists only, with a time limit, and killed whole."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from typing import NamedTuple

from self_learning import cli, text
from self_learning.errors import InputError
from self_learning.org import git_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

_TELL_SECONDS = 5.0


class Outcome(NamedTuple):
    """How a git command ended."""

    code: int
    output: bytes
    error: str


def call(
    *arguments: str,
    directory: str | None = None,
    given: bytes | None = None,
    seconds: float | None = None,
    extra: Mapping[str, str] | None = None,
) -> Outcome:
    """Run git and wait for it.

    Args:
        arguments: The subcommand and its arguments.
        directory: The bare repository.
        given: For its standard input.
        seconds: When it has said nothing for so many, it and its children are killed; None
            waits for ever. For commands that get no standard input.
        extra: Added to the environment.

    Raises:
        InputError: It said nothing for too long, or there is no git program.
    """
    try:
        # A session of its own has no terminal, so that ssh can't stop to ask, and can be killed whole.
        process = subprocess.Popen(
            git_arguments.command(arguments, directory),
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=git_arguments.environment(extra),
            start_new_session=True,
        )
    except FileNotFoundError:
        raise InputError("git: there is no such program on the PATH; install git") from None
    try:
        if seconds is None:
            output, error = process.communicate(given)
        else:
            output, error = _listen(process, seconds)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"git {arguments[0]}: the shared repository did not answer within {seconds:g} s; "
            "nothing was changed, run this again (CLAUDE_ORG_TIMEOUT sets the seconds)"
        ) from None
    finally:
        if process.poll() is None:  # a timeout, or the person's Ctrl-C
            _kill(process)
    return Outcome(process.returncode, output, error.decode("utf-8", "replace"))


def _listen(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes]:
    """What a command prints, for as long as it goes on printing; its progress is passed on.

    A slow transfer is not given up while it moves. What the command left running, such as a
    connection that ssh keeps open for the next one, is not waited for.
    """
    if process.stdout is None or process.stderr is None:
        raise AssertionError("Popen was asked for pipes")
    output, error = bytearray(), bytearray()
    heard = [time.monotonic()]

    def gather(pipe: IO[bytes], into: bytearray) -> None:
        while piece := os.read(pipe.fileno(), 65_536):
            into += piece
            heard[0] = time.monotonic()

    listeners = [
        threading.Thread(target=gather, args=pair, daemon=True)
        for pair in ((process.stdout, output), (process.stderr, error))
    ]
    for listener in listeners:
        listener.start()
    told = time.monotonic()
    for listener in listeners:
        while listener.is_alive():
            has_ended = process.poll() is not None
            listener.join(min(seconds, 0.5))
            if has_ended:  # what it printed at its end has been read in that time
                break
            if time.monotonic() - heard[0] > seconds:
                raise subprocess.TimeoutExpired(process.args, seconds)
            if time.monotonic() - told > _TELL_SECONDS:
                told = time.monotonic()
                lines = error.decode("utf-8", "replace").splitlines() or ["no answer yet"]
                cli.progress(f"git: {text.sanitise(lines[-1], 70)}")
    process.wait(seconds)
    return bytes(output), bytes(error)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def first_fault(error: str) -> str:
    """The line of git's complaint that says most, fit to be shown."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("fatal:", "error:", "remote: error", "ERROR:"))]
    return text.sanitise(marked[0] if marked else lines[-1] if lines else "no reason given", 300)
