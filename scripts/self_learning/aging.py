"""How old files and directories are, and whether a lock file is held: what the retention rules look at."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from self_learning import files

if TYPE_CHECKING:
    from collections.abc import Iterator


def directories_in(directory: str) -> list[str]:
    """The directories in a directory, links left out, sorted; none where there is no such directory."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return sorted(item.path for item in os.scandir(directory) if item.is_dir(follow_symlinks=False))
    return []


def files_in(directory: str, ending: str = "") -> list[str]:
    """The files in a directory whose names end so, links left out, sorted."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return sorted(
            item.path
            for item in os.scandir(directory)
            if item.name.endswith(ending) and item.is_file(follow_symlinks=False)
        )
    return []


def modified(path: str) -> float:
    """When a file was last written, in seconds since 1970; now, if it is just being removed."""
    try:
        return os.lstat(path).st_mtime
    except OSError:
        return datetime.now(timezone.utc).timestamp()


def youngest(path: str) -> float:
    """When the newest file at or below a path was written."""
    if not os.path.isdir(path) or os.path.islink(path):
        return modified(path)
    found = [
        modified(os.path.join(directory, name))
        for directory, _, names in os.walk(path)
        for name in names
        if name != files.LOCK_NAME
    ]
    return max(found, default=modified(path))


def is_held(path: str) -> bool:
    """Whether a process holds a lock file; a lock that is a directory can't tell and is not."""
    with free(path) as nobody:
        return not nobody


@contextlib.contextmanager
def free(path: str) -> Iterator[bool]:
    """Hold a lock file, if nobody else does, so that it can be looked at or removed."""
    if os.path.isdir(path):
        yield True
        return
    try:
        import fcntl
    except ImportError:  # Windows refuses to remove a file that is held, which answers as well
        yield True
        return
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)
