"""A file lock without filelock, for hooks of a session that began before the environment was built.

It takes the same ``flock`` on the same file, so both exclude each other. POSIX only, as are
the shell hooks; one thread only, as a hook has.
"""

from __future__ import annotations

import os
import time


class Timeout(Exception):  # noqa: N818 - named as filelock names it, in whose place it stands
    """Somebody else held the lock all that time."""


class FileLock:
    """The part of ``filelock.FileLock`` that ``files.locked`` uses.

    Args:
        path: The lock file; made when it is missing.
        mode: Its permissions.
        thread_local: Taken for the interface alone.
    """

    def __init__(self, path: str, mode: int = 0o600, *, thread_local: bool = True) -> None:
        del thread_local
        self._path = path
        self._mode = mode
        self._descriptor = -1
        self._depth = 0

    def acquire(self, timeout: float, poll_interval: float) -> None:
        """Take the lock, or take it once more.

        Args:
            timeout: Seconds to wait at most.
            poll_interval: Seconds between two tries.

        Raises:
            Timeout: Another process held it all that time.
            OSError: The file can't be opened.
        """
        if self._depth == 0:
            self._open(time.monotonic() + timeout, poll_interval)
        self._depth += 1

    def _open(self, deadline: float, poll_interval: float) -> None:
        import fcntl

        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, self._mode)
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise Timeout from None
                time.sleep(poll_interval)
            else:
                self._descriptor = descriptor
                return

    def release(self) -> None:
        """Let go of it, or of the last time it was taken."""
        self._depth -= 1
        if self._depth == 0:
            os.close(self._descriptor)
