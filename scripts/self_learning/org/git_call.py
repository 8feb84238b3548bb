"""Call git on the local clone so that nothing of the shared repository is ever run.

Argument lists only. Hooks, external transports, submodules, background maintenance and
prompts are off; what says who the person is on this machine is taken out of the environment.
Credentials, proxies and signing keys stay git's own business, so the person's configuration
is read.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from typing import NamedTuple

from self_learning import text
from self_learning.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_CONFIGURATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=no",
    "push.recurseSubmodules=no",
    "push.followTags=false",
    "transfer.advertiseSID=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "init.templateDir=",
    "advice.detachedHead=false",
    "color.ui=false",
)
# These would point git at another repository, or sign a commit with the person's name.
_TAKEN_OUT = frozenset(
    (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_QUARANTINE_PATH",
        "GIT_TEMPLATE_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_ALLOW_PROTOCOL",
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_AUTHOR_DATE",
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
        "GIT_COMMITTER_DATE",
    )
)
_NETWORK_SECONDS = 120.0


class Outcome(NamedTuple):
    """How a git command ended."""

    code: int
    output: bytes
    error: str


class GitTimeoutError(InputError):
    """A command that talks to the remote took too long."""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of every git call here."""
    kept = {name: value for name, value in os.environ.items() if name not in _TAKEN_OUT}
    kept.update(GIT_TERMINAL_PROMPT="0", GCM_INTERACTIVE="never", GIT_LITERAL_PATHSPECS="1", LC_ALL="C")
    kept.update(GIT_DEFAULT_REF_FORMAT="files")  # a ref is read as a file, without a process
    kept.update(extra or {})
    return kept


def command(arguments: tuple[str, ...], directory: str | None = None) -> list[str]:
    """The argument list of a git call."""
    settings = [part for setting in _CONFIGURATION for part in ("-c", setting)]
    return ["git", *settings, *(() if directory is None else ("--git-dir", directory)), *arguments]


def network_seconds() -> float:
    """How long a command may talk to the remote: ``CLAUDE_ORG_TIMEOUT``, else 120 s."""
    given = os.environ.get("CLAUDE_ORG_TIMEOUT", "")
    try:
        seconds = float(given) if given else _NETWORK_SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise InputError(f"CLAUDE_ORG_TIMEOUT: {given[:40]!r} is not a number of seconds from 1 to 86400")
    return seconds


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
            command(arguments, directory),
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(extra),
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
