"""What many writers and a kill at any instant can do to the store: nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

from conftest import SCRIPTS
from self_learning import files
from self_learning.patterns import Pattern, PatternStore, decode, encode

PREAMBLE = f"import sys; sys.path.insert(0, {str(SCRIPTS)!r})\n"
# Each writer is killed this often, at instants spread over everything a write does.
KILLS = 200

# One process that imports once and forks a writer each time it is told to.
WRITERS = """
import os
import signal
from self_learning import files
from self_learning.patterns import Pattern, PatternStore

store = PatternStore(sys.argv[1])

def write_for_ever(number):
    while True:
        number += 1
        text = "State %d of the store: " % number + "x" * 60
        patterns = [Pattern("P-%03d" % n, "mistake", text) for n in range(1, 51)]
        store.update(lambda _patterns, _provenance: patterns)

store.update(lambda patterns, _provenance: patterns)  # imports all that a write needs
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        files._locks.clear()  # filelock refuses a lock object that a fork inherited
        write_for_ever(int(line))
    print(child, flush=True)
    sys.stdin.readline()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""

MERGER = """
import dataclasses
from self_learning.patterns import Pattern, PatternStore, next_id

store = PatternStore(sys.argv[1])
worker = int(sys.argv[2])

def merge(patterns, provenance):
    shared = [dataclasses.replace(p, seen_count=p.seen_count + 1) if p.id == "P-001" else p for p in patterns]
    if turn % 25:
        return shared
    words = " ".join("%s%dx%d" % (stem, worker, turn) for stem in ("one", "two", "three", "four"))
    return [*shared, Pattern(next_id(shared, provenance), "insight", words)]

for turn in range(100):
    store.update(merge)
"""


def start(
    code: str, *arguments: str, stdin: int | None = None, stdout: int | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + code, *arguments], text=True, stdin=stdin, stdout=stdout
    )


def test_killed_at_any_instant_the_store_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    path = str(tmp_path / "org-patterns.toon")
    store = PatternStore(path)
    store.update(lambda _patterns, _provenance: [Pattern("P-001", "mistake", "State 0 of the store")])
    chance = random.Random(20261120)
    states = set()
    with start(WRITERS, path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        waited = threading.Event()
        for turn in range(KILLS):
            writers.stdin.write(f"{turn * 1000}\n")
            writers.stdin.flush()
            writers.stdout.readline()
            waited.wait(chance.uniform(0, 0.03))  # the instant, not a synchronisation
            writers.stdin.write("kill\n")
            writers.stdin.flush()
            assert writers.stdout.readline() == "killed\n"
            contents = store.read()
            assert not contents.legacy
            assert not contents.problems
            assert len(contents.patterns) in (1, 50)
            assert len({pattern.summary for pattern in contents.patterns}) == 1, "two states are mixed"
            states.add(contents.patterns[0].summary)
            store.provenance()
            store.archive()
    assert len(states) > KILLS // 10  # many writes were finished, or the test says nothing
    store.update(lambda patterns, _provenance: patterns[:1])
    assert len(store.read().patterns) == 1


def test_eight_processes_merging_lose_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "org-patterns.toon")
    store = PatternStore(path)
    store.update(lambda _patterns, _provenance: [Pattern("P-001", "mistake", "Seen by everybody again")])
    workers = [start(MERGER, path, str(worker)) for worker in range(8)]
    assert [worker.wait() for worker in workers] == [0] * 8
    patterns = store.read().patterns
    assert len(patterns) == 33
    assert len({pattern.id for pattern in patterns}) == 33
    assert next(p for p in patterns if p.id == "P-001").seen_count == 801
    with open(path, encoding="utf-8") as file:
        assert decode(file.read(), path).patterns == patterns
    assert encode(patterns) == Path(path).read_text()


def test_a_reader_needs_no_lock(tmp_path: Path) -> None:
    store = PatternStore(str(tmp_path / "org-patterns.toon"))
    store.update(lambda _patterns, _provenance: [Pattern("P-001", "mistake", "Readable at any time")])
    code = "from self_learning.patterns import PatternStore; print(len(PatternStore(sys.argv[1]).read().patterns))"
    with files.locked(store.directory):
        reader = start(code, store.path, stdout=subprocess.PIPE)
        assert reader.communicate(timeout=60)[0] == "1\n"


def test_a_lock_that_cannot_be_had_is_exit_code_3(tmp_path: Path) -> None:
    code = """
from self_learning import files
from self_learning.errors import LockTimeoutError
try:
    with files.locked(sys.argv[1], timeout=0.05):
        pass
except LockTimeoutError as error:
    print(error)
    sys.exit(error.exit_code)
"""
    directory = str(tmp_path / "learnings")
    with files.locked(directory):
        done = start(code, directory, stdout=subprocess.PIPE)
        output = done.communicate(timeout=60)[0]
    assert done.returncode == 3
    assert directory in output
    assert os.listdir(directory) == [".lock"]
