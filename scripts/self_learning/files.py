"""Files that survive many writers and a kill: lock, atomic replace, append, JSON, quarantine.

Every write happens under the lock of the file's directory. A replaced file is written
beside the old one, flushed to the disk and moved over it, so a reader without the lock sees
the old file or the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
import threading
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from self_learning import file_lock, text
from self_learning.errors import InputError, LockTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from self_learning.file_lock import Lock
    from self_learning.paths import Project

LOCK_NAME = ".lock"
_DEVICE_LIMIT = 1024 * 1024  # bytes that are read of a device, which may have no end
Row = TypeVar("Row")


class Unreadable(NamedTuple):
    """A part of a file that can't be read, for the quarantine."""

    line_number: int
    text: str
    reason: str


def make_directory(directory: str) -> None:
    """Make a directory and its parents, each new one open to its owner alone."""
    missing = []
    current = os.path.abspath(directory)
    while not os.path.isdir(current):
        missing.append(current)
        parent = os.path.dirname(current)
        if parent == current:
            break
        current = parent
    for path in reversed(missing):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            if not os.path.isdir(path):
                raise InputError.at(
                    path, "is a file where a directory is needed", remedy="move it away"
                ) from None
        except OSError as error:
            raise InputError.at(path, f"can't be made: {error.strerror}") from None


_locks: dict[tuple[str, int], Lock] = {}
# Who waited for a lock in vain doesn't wait as long again: a pipeline takes the same one many times.
_IMPATIENT_SECONDS = 1.0
_waited_in_vain: set[str] = set()


@contextlib.contextmanager
def locked(directory: str, timeout: float = 10.0) -> Iterator[None]:
    """Hold the lock of a directory, ``<directory>/.lock``; the same thread may take it again.

    Args:
        directory: Made when it is missing.
        timeout: Seconds to wait for another process.

    Raises:
        LockTimeoutError: Somebody held it all that time.
        InputError: The lock file can't be written.
    """
    make_directory(directory)
    path = os.path.join(os.path.realpath(directory), LOCK_NAME)
    key = (path, threading.get_ident())
    lock = _locks.get(key) or _locks.setdefault(key, file_lock.new(path))
    if path in _waited_in_vain:
        timeout = min(timeout, _IMPATIENT_SECONDS)
    try:
        # Who polls at filelock's 50 ms can starve behind writers who take it again at once.
        lock.acquire(timeout=timeout, poll_interval=0.005)
        _waited_in_vain.discard(path)
    except TimeoutError:
        _waited_in_vain.add(path)
        raise LockTimeoutError(
            f"{path}: held by another process for {timeout:g} s; try again when it has finished"
        ) from None
    except OSError as error:
        raise InputError.at(path, f"can't be locked: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()


def replace(path: str, content: str | bytes | bytearray, mode: int = 0o600) -> bool:
    """Put new content in a file's place in one step; the caller holds the directory's lock.

    Args:
        path: The file; its directory is made when missing.
        content: All of it; text is written as UTF-8 with the line ends it has.
        mode: The permissions of the file.

    Returns:
        Whether the content differed; an equal file isn't touched.

    Raises:
        InputError: It can't be written; the old file is as it was.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        with open(path, "rb") as current:
            if current.read() == data:
                return False
    except OSError:
        pass
    directory = os.path.dirname(os.path.abspath(path))
    make_directory(directory)
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(
            prefix=f".{os.path.basename(path)}.", suffix=".new", dir=directory
        )
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise InputError.at(path, f"can't be written: {error.strerror}") from None
    _sync_directory(directory)
    return True


def _sync_directory(directory: str) -> None:
    """Make the move itself durable, where the system lets a directory be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# A repository may come with links in its .learnings/; none may lead a log out of it.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def append(path: str, lines: Iterable[str], timeout: float = 10.0) -> None:
    """Add whole lines to a file, under its directory's lock.

    A last line that a killed writer left without its end is ended first, so that it can't
    swallow the new one.

    Args:
        path: The file; made when missing.
        lines: Without line ends.
        timeout: Seconds to wait for the lock.

    Raises:
        InputError: It can't be written.
        LockTimeoutError: The lock could not be had.
    """
    block = "".join(line + "\n" for line in lines).encode("utf-8")
    if not block:
        return
    with locked(os.path.dirname(os.path.abspath(path)), timeout):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINK, 0o600)
        except OSError as error:
            raise InputError.at(path, f"can't be opened: {error.strerror}") from None
        try:
            size = os.fstat(descriptor).st_size
            if size:
                os.lseek(descriptor, size - 1, os.SEEK_SET)
                if os.read(descriptor, 1) != b"\n":
                    block = b"\n" + block
            try:
                _write_all(descriptor, block)
            except OSError as error:
                os.ftruncate(descriptor, size)  # a full disk leaves no half line
                raise InputError.at(path, f"can't be written: {error.strerror}") from None
        finally:
            os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def read_text(path: str) -> str:
    """A text file's content, without a byte order mark and with ``\\n`` line ends.

    Raises:
        InputError: It is missing, can't be read or isn't UTF-8; the message names it.
    """
    try:
        with open(path, "rb") as file:
            endless = stat.S_ISCHR(os.fstat(file.fileno()).st_mode)  # a link to /dev/zero, say
            data = file.read(_DEVICE_LIMIT if endless else -1)
    except FileNotFoundError:
        raise InputError.at(path, "there is no such file") from None
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None
    if endless and len(data) == _DEVICE_LIMIT:
        raise InputError.at(path, "is a device, not a file")
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError.at(path, "is not UTF-8 text", line, "convert it or move it away") from None
    return content.replace("\r\n", "\n")


def parse_json(content: str, path: str) -> object:
    """Parse JSON text that came from ``path``.

    Raises:
        InputError: It isn't JSON; the message names the file and the line.
    """
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise InputError.at(path, f"is not JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError) as error:
        raise InputError.at(path, f"is not usable JSON: {type(error).__name__}") from None


def encodable(value: Any) -> Any:
    """A value of JSON with U+FFFD for each half of a character, which no file can hold.

    JSON's escapes can name such a half, and a model's stream that was cut ends in one. It is for
    texts; in a path such a half stands for a byte of its name.

    Raises:
        RecursionError: It is nested too deeply.
    """
    content = json.dumps(value, ensure_ascii=False)
    try:
        content.encode("utf-8")
    except UnicodeEncodeError:
        return json.loads(content.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    return value


def read_json(path: str) -> object:
    """A JSON file's value.

    Raises:
        InputError: It can't be read or isn't JSON; the message names file and line.
    """
    return parse_json(read_text(path), path)


def write_json(path: str, value: object) -> bool:
    """Replace a file by a value as JSON, indented by two; the caller holds the lock.

    Returns:
        Whether the content differed.
    """
    return replace(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json_lines(path: str) -> Iterator[tuple[int, object | Unreadable]]:
    """The values of a JSON Lines file, with their line numbers; blank lines are passed over.

    A line that isn't UTF-8 or JSON comes as ``Unreadable``. A missing file has no lines.

    Raises:
        InputError: The file is there and can't be opened.
    """
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below, after the last line was yielded
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None
    with file:
        for number, raw in enumerate(file, 1):
            data = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if not data.strip():
                continue
            try:
                yield number, json.loads(data)
            except UnicodeDecodeError:
                yield (
                    number,
                    Unreadable(number, data.decode("utf-8", "replace").rstrip("\r\n"), "is not UTF-8"),
                )
            except (ValueError, RecursionError) as error:
                reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
                yield (
                    number,
                    Unreadable(number, data.decode("utf-8").rstrip("\r\n"), f"is not JSON: {reason}"),
                )


def read_rows(path: str, parse: Callable[[str], Row]) -> tuple[list[Row], list[Unreadable]]:
    """The rows of a text log in their order, and what isn't a row; nothing is written.

    Blank lines and ``#`` comments are passed over. A missing file has no rows.

    Args:
        path: The log.
        parse: Makes a row of a line without its end; raises ``ValueError``, saying why, if it is none.

    Raises:
        InputError: The file is there and can't be opened.
    """
    good: list[Row] = []
    bad: list[Unreadable] = []
    try:
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                data = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
                line = data.decode("utf-8", "replace").rstrip("\r\n")
                if not line.strip() or line.startswith("#"):
                    continue
                try:
                    data.decode("utf-8")
                    good.append(parse(line))
                except UnicodeDecodeError:
                    bad.append(Unreadable(number, line, "is not UTF-8"))
                except ValueError as error:
                    bad.append(Unreadable(number, line, str(error)))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None
    return good, bad


def read_yaml(path: str) -> object:
    """A YAML file's value, read without constructing anything but plain data.

    Raises:
        InputError: It can't be read or isn't YAML; the message names file and line.
    """
    import yaml

    content = read_text(path)
    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        fault = getattr(error, "problem", None) or "can't be parsed"
        raise InputError.at(path, f"is not YAML: {fault}", line) from None
    except (RecursionError, ValueError) as error:
        raise InputError.at(path, f"is not usable YAML: {error}") from None


def quarantine(where: Project | str, source: str, entries: Iterable[Unreadable]) -> int:
    """Keep what could not be read, with file, line and reason, each distinct entry once.

    Args:
        where: The project whose quarantine takes it, or a quarantine directory.
        source: The file that held the entries.
        entries: The unreadable parts.

    Returns:
        How many were new.
    """
    directory = where if isinstance(where, str) else where.quarantine
    found = list(entries)
    if not found:
        return 0
    path = os.path.join(directory, os.path.basename(source) + ".jsonl")
    with locked(directory):
        known = set()
        for _, row in read_json_lines(path):
            if isinstance(row, dict):
                known.add(row.get("id"))
        lines = []
        for entry in found:
            key = hashlib.sha256(
                f"{os.path.abspath(source)}\0{entry.text}".encode("utf-8", "surrogatepass")
            ).hexdigest()[:16]
            if key in known:
                continue
            known.add(key)
            row = {
                "id": key,
                "file": source,
                "line": entry.line_number,
                "reason": entry.reason,
                "text": entry.text,
                "quarantined_at": text.timestamp(),
            }
            lines.append(json.dumps(row))
        append(path, lines)
    return len(lines)
