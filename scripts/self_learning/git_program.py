"""The git program, asked about a work tree: argument lists only, and nothing of the repository's own is run.

Not GitPython: every question is one plumbing-like call whose output is read as a stream of
bytes, and the program is quicker to start than that library is to import, and leaves no doubt
about encodings and memory.

What a repository's configuration could run in these calls is switched off: pager, external
diff, textconv, fsmonitor and hooks. Content filters (``filter.*.clean``) stay, because without
them every file that git-lfs keeps would look changed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING

from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONFIGURATION = (
    "core.quotePath=false",
    "core.fsmonitor=",
    "core.hooksPath=/dev/null",  # git understands this name on Windows too
    "color.ui=false",
)
# A hook's git exports GIT_DIR, GIT_INDEX_FILE and the like, which would point these calls at another
# repository or index. Only what says where git and its configuration are is passed on.
_PASSED_ON = (
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_KEY_",
    "GIT_CONFIG_VALUE_",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)


class GitError(InputError):
    """Git refused; the message holds its own first line."""


def environment() -> dict[str, str]:
    """The environment for a git call that must look at the directory it is given, and nowhere else."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_PASSED_ON)
    }
    kept.update(
        GIT_OPTIONAL_LOCKS="0",  # a question must not make the person's own commit wait
        GIT_LITERAL_PATHSPECS="1",
        GIT_TERMINAL_PROMPT="0",
        GIT_NO_LAZY_FETCH="1",  # a partial clone must not go to the network
        LC_ALL="C",
    )
    return kept


def _command(directory: str, arguments: tuple[str, ...]) -> list[str]:
    settings = [part for setting in _CONFIGURATION for part in ("-c", setting)]
    return ["git", "--no-pager", *settings, "-C", directory, *arguments]


def _fault(directory: str, error: bytes) -> GitError:
    lines = [line for line in error.decode("utf-8", "replace").splitlines() if line.strip()]
    told = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "failed"
    )
    return GitError(f"{directory}: git says: {told}")


def run(directory: str, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints.

    Args:
        directory: Where git works; need not be the top level.
        arguments: The subcommand and its arguments; the caller keeps data from being taken
            for an option.
        given: For git's standard input.

    Raises:
        GitError: It exits with another code than 0.
        InputError: There is no git program.
    """
    try:
        done = subprocess.run(
            _command(directory, arguments), input=given, capture_output=True, check=False, env=environment()
        )
    except FileNotFoundError:
        raise InputError("git: there is no such program on the PATH; install git") from None
    if done.returncode:
        raise _fault(directory, done.stderr)
    return done.stdout


@contextlib.contextmanager
def stream(directory: str, *arguments: str) -> Iterator[IO[bytes]]:
    """Git's standard output as a file, for output that may be large; ends git when left early.

    Raises:
        GitError: It exits with another code than 0 after everything was read.
        InputError: There is no git program.
    """
    with tempfile.TemporaryFile() as errors:  # a pipe that nobody reads could fill up and stop git
        try:
            process = subprocess.Popen(
                _command(directory, arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment(),
            )
        except FileNotFoundError:
            raise InputError("git: there is no such program on the PATH; install git") from None
        output = process.stdout
        if output is None:
            raise AssertionError("Popen was asked for a pipe")
        finished = False
        try:
            yield output
            finished = not output.read(1)
        finally:
            output.close()
            if not finished:
                process.kill()
            process.wait()
        if finished and process.returncode:
            errors.seek(0)
            raise _fault(directory, errors.read())
