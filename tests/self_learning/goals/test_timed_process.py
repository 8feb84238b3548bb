"""A time limit holds for everything a program starts. Processes tell of themselves through pipes and files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from self_learning.goals import timed_process

AN_HOUR = 3600


@pytest.fixture
def time_is_up_when(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let an hour pass in the moment in which the given function returns."""

    def arrange(ready: Callable[[], object]) -> None:
        really_wait = subprocess.Popen.wait

        def wait(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
            if timeout != AN_HOUR:
                return really_wait(process, timeout)
            ready()
            raise subprocess.TimeoutExpired(process.args, timeout)

        monkeypatch.setattr(subprocess.Popen, "wait", wait)

    return arrange


def read_to_end(descriptor: int) -> bytes:
    """What is written into a pipe until its last writer is gone."""
    told = b""
    while block := os.read(descriptor, 100):
        told += block
    return told


# Parent, child and grandchild ignore SIGTERM, and the grandchild leaves the group and the session. All
# three hold the same fifo open for writing: its reader sees the end when the last of them is gone.
STUBBORN = """
import os, signal, sys
end = os.open(sys.argv[1], os.O_WRONLY)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if not os.fork() and not os.fork():
    os.setsid()
os.write(end, b".")
while True:
    signal.pause()
"""


def test_the_whole_tree_ends_when_the_time_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time_is_up_when: Callable[[Callable[[], object]], None]
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    own_end = os.open(fifo, os.O_WRONLY)  # so that the pipe isn't at its end before it began
    os.set_blocking(reader, True)

    def all_three_are_there() -> None:
        assert os.read(reader, 1) + os.read(reader, 1) + os.read(reader, 1) == b"..."
        os.close(own_end)

    time_is_up_when(all_three_are_there)
    monkeypatch.setattr(timed_process, "_GRACE_SECONDS", 0.1)
    finished = timed_process.run(
        [sys.executable, "-c", STUBBORN, str(fifo)], directory=str(tmp_path), timeout=AN_HOUR
    )
    assert finished.exit_code is None
    assert read_to_end(reader) == b""  # returns only when no writer is left
    os.close(reader)


def test_a_program_that_ends_at_sigterm_may_tidy_up(
    tmp_path: Path, time_is_up_when: Callable[[Callable[[], object]], None]
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    code = (
        "import signal, sys\n"
        "def tidy(*_):\n    print('tidied', flush=True); sys.exit(3)\n"
        "signal.signal(signal.SIGTERM, tidy)\nopen(sys.argv[1], 'w').close()\nsignal.pause()"
    )
    time_is_up_when(fifo.read_text)
    finished = timed_process.run(
        [sys.executable, "-c", code, str(fifo)], directory=str(tmp_path), timeout=AN_HOUR
    )
    assert (finished.exit_code, finished.stdout) == (None, "tidied\n")


def test_what_is_left_over_after_a_normal_end_holds_nobody_up(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    code = f"import os\nif os.fork() == 0:\n    open({str(fifo)!r}).read()\nelse:\n    print('done')"
    finished = timed_process.run([sys.executable, "-c", code], directory=str(tmp_path), timeout=60)
    assert (finished.exit_code, finished.stdout) == (0, "done\n")
    with open(fifo, "w"):
        pass  # lets the left-over process end


def test_exit_code_signal_input_output_and_directory(tmp_path: Path) -> None:
    code = "import os, sys\nprint(os.getcwd())\nprint(sys.stdin.read(), file=sys.stderr)\nsys.exit(7)"
    finished = timed_process.run(
        [sys.executable, "-c", code], directory=str(tmp_path), timeout=60, given="höre"
    )
    assert finished == (7, f"{tmp_path.resolve()}\n", "höre\n")
    killed = timed_process.run(["sh", "-c", "kill -9 $$"], directory=str(tmp_path), timeout=60)
    assert killed.exit_code == -9


def test_endless_output_is_cut(tmp_path: Path) -> None:
    code = "import sys\nsys.stdout.write('o' * 3_000_000)\nsys.stderr.write('a' * 3_000_000 + 'end')"
    finished = timed_process.run([sys.executable, "-c", code], directory=str(tmp_path), timeout=60)
    assert len(finished.stdout) == len(finished.stderr) == 1_048_576
    assert finished.stderr.endswith("end")
