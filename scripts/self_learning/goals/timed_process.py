"""Run a program with a time limit that holds for everything it starts.

The program leads a process group of its own, and everything it starts inherits a mark in its
environment. When the time is up, the group and (on Linux, where environments can be read)
every marked process are asked to end with SIGTERM, and killed when they don't: a grandchild
that called setsid has left the group, but carries the mark. Output goes to files, because a
left-over process that holds a pipe open would keep the reader waiting for ever.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import tempfile
import time
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MARK = "SELF_LEARNING_TIMED_PROCESS"
_GRACE_SECONDS = 5.0
_KEPT_BYTES = 1_048_576


class Finished(NamedTuple):
    """How a program ended: ``exit_code`` is negative for a signal, None when its time was up.

    ``stdout`` holds the beginning and ``stderr`` the end of what it wrote, each up to 1 MiB.
    """

    exit_code: int | None
    stdout: str
    stderr: str


def run(
    arguments: Sequence[str],
    *,
    directory: str,
    timeout: float,
    given: str = "",
    environ: Mapping[str, str] = os.environ,
) -> Finished:
    """Run a program to its end, or to the end of its time.

    Args:
        arguments: The program and its arguments; no shell sees them.
        directory: Where it runs.
        timeout: Seconds.
        given: Its standard input.
        environ: Its environment.

    Raises:
        OSError: It can't be started.
    """
    mark = f"{_MARK}={secrets.token_hex(16)}"
    name, _, value = mark.partition("=")
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write(given.encode("utf-8"))
        stdin.seek(0)
        process = subprocess.Popen(
            list(arguments),
            cwd=directory,
            env={**environ, name: value},
            stdin=stdin,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        code: int | None = None
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if code is None:  # its time is up, or this process was interrupted
                _end(process, mark.encode("ascii"))
        return Finished(code, _beginning(out), _ending(err))


def _end(process: subprocess.Popen[bytes], mark: bytes) -> None:
    """End the program and whatever it started: SIGTERM, a grace, then SIGKILL until nothing is left."""
    if os.name != "posix":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
        process.wait()
        return
    _signal(process, mark, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < deadline and _is_anything_left(process, mark):
        time.sleep(0.02)
    for _ in range(100):  # what is being forked during one round is found in the next
        if not _is_anything_left(process, mark):
            break
        _signal(process, mark, signal.SIGKILL)
        time.sleep(0.01)
    process.wait()


def _signal(process: subprocess.Popen[bytes], mark: bytes, number: signal.Signals) -> None:
    with contextlib.suppress(OSError):
        os.killpg(process.pid, number)
    for pid in _members(process.pid, mark):
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _is_anything_left(process: subprocess.Popen[bytes], mark: bytes) -> bool:
    if process.poll() is None or _members(process.pid, mark):
        return True
    if os.path.isdir("/proc/self"):  # it would have been found, and a zombie isn't worth waiting for
        return False
    try:
        os.killpg(process.pid, 0)
    except OSError:
        return False
    return True


def _members(group: int, mark: bytes) -> list[int]:
    """The living processes of the group or with the mark, as far as the system tells."""
    found: list[int] = []
    try:
        names = os.listdir("/proc")
    except OSError:
        return found
    for name in names:
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError):  # it has just ended, or is somebody else's
            with open(f"/proc/{name}/stat", "rb") as file:
                state, _, its_group = file.read().rpartition(b")")[2].split()[:3]
            if state in (b"Z", b"X"):
                continue
            if int(its_group) == group or mark in _environment(name):
                found.append(int(name))
    return found


def _environment(pid: str) -> list[bytes]:
    with open(f"/proc/{pid}/environ", "rb") as file:
        return file.read().split(b"\0")


def _beginning(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_KEPT_BYTES).decode("utf-8", "replace")


def _ending(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _KEPT_BYTES))
    return file.read().decode("utf-8", "replace")
