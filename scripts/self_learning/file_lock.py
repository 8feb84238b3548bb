"""A lock on a file, shared with filelock and with whoever else takes ``flock`` on it.

Where there is ``fcntl`` the lock is taken here, because importing filelock (which brings asyncio)
costs every command 30 ms and a hook more than all it does; elsewhere filelock takes it. Both
lock the same file in the same way, so they exclude each other.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Lock(Protocol):
    """What ``new`` gives: a lock for one thread, which may take it several times."""

    def acquire(self, timeout: float, poll_interval: float) -> None:
        """Take it, or take it once more.

        Args:
            timeout: Seconds to wait at most.
            poll_interval: Seconds between two tries.

        Raises:
            TimeoutError: Another process or thread held it all that time.
            OSError: The file can't be opened.
        """

    def release(self) -> None:
        """Let go of it, or of the last time it was taken."""


def new(path: str) -> Lock:
    """A lock on a file, for this thread alone; the file is made when it is first taken."""
    try:
        import fcntl  # noqa: F401 - is it there?
    except ImportError:
        return _Filelock(path)
    return _Flock(path)


class _Flock:
    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor = -1
        self._depth = 0

    def acquire(self, timeout: float, poll_interval: float) -> None:
        if self._depth == 0:
            self._open(time.monotonic() + timeout, poll_interval)
        self._depth += 1

    def _open(self, deadline: float, poll_interval: float) -> None:
        import fcntl

        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise TimeoutError from None
                    time.sleep(poll_interval)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            os.close(self._descriptor)


class _Filelock:
    def __init__(self, path: str) -> None:
        from filelock import FileLock

        self._lock: BaseFileLock = FileLock(path, mode=0o600, thread_local=False)

    def acquire(self, timeout: float, poll_interval: float) -> None:
        self._lock.acquire(timeout=timeout, poll_interval=poll_interval)

    def release(self) -> None:
        self._lock.release()
