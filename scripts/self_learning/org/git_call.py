"""Run git on the local clone: argument lists only, with a time limit, and killed whole."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from typing import NamedTuple

from self_learning import text
from self_learning.errors import InputError
from self_learning.org import git_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Outcome(NamedTuple):
    """How a git command ended."""

    code: int
    output: bytes
    error: str


class GitTimeoutError(InputError):
    """A command that talks to the remote took too long."""


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
        seconds: After this many it and its children are killed; None waits for ever.
        extra: Added to the environment.

    Raises:
        GitTimeoutError: It took too long.
        InputError: There is no git program.
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
        output, error = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise GitTimeoutError(
            f"git {arguments[0]}: the shared repository did not answer within {seconds:g} s; "
            "nothing was changed, run this again (CLAUDE_ORG_TIMEOUT sets the seconds)"
        ) from None
    finally:
        if process.poll() is None:  # a timeout, or the person's Ctrl-C
            _kill(process)
    return Outcome(process.returncode, output, error.decode("utf-8", "replace"))


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def first_fault(error: str) -> str:
    """The line of git's complaint that says most, fit to be shown."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("fatal:", "error:", "remote: error", "ERROR:"))]
    return text.sanitise((marked or lines or ["no reason given"])[0], 300)
