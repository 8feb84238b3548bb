"""Our own lock and filelock's are one: whoever takes either excludes the other."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import filelock
import pytest

from conftest import SCRIPTS
from self_learning import file_lock, files
from self_learning.errors import LockTimeoutError

TRY = """
import sys
sys.path.insert(0, sys.argv[1])
from self_learning import files
from self_learning.errors import LockTimeoutError
try:
    with files.locked(sys.argv[2], 0.05), files.locked(sys.argv[2], 0.05):
        print("got it", "filelock" in sys.modules)
except LockTimeoutError:
    print("held")
"""


def attempt(directory: Path) -> str:
    argv = [sys.executable, "-c", TRY, str(SCRIPTS), str(directory)]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()


def test_filelock_and_we_exclude_each_other(tmp_path: Path) -> None:
    with filelock.FileLock(tmp_path / ".lock"):
        assert attempt(tmp_path) == "held"
    assert attempt(tmp_path) == "got it False"
    with files.locked(str(tmp_path)), pytest.raises(filelock.Timeout):
        filelock.FileLock(tmp_path / ".lock").acquire(timeout=0.05)


def test_where_there_is_no_fcntl_filelock_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    lock = file_lock.new(str(tmp_path / ".lock"))
    monkeypatch.undo()
    lock.acquire(1.0, 0.01)
    lock.acquire(1.0, 0.01)
    assert attempt(tmp_path) == "held"
    lock.release()
    assert attempt(tmp_path) == "held"
    lock.release()
    assert attempt(tmp_path) == "got it False"


def test_two_threads_exclude_each_other(tmp_path: Path) -> None:
    said: list[str] = []

    def other() -> None:
        try:
            with files.locked(str(tmp_path), 0.05):
                said.append("got it")
        except LockTimeoutError:
            said.append("held")

    with files.locked(str(tmp_path)), files.locked(str(tmp_path)):
        first = threading.Thread(target=other)
        first.start()
        first.join()
    second = threading.Thread(target=other)
    second.start()
    second.join()
    assert said == ["held", "got it"]
