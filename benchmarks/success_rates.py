#!/usr/bin/env python3
"""Time compute_success_rates.py against a bare loop that only splits the same log's lines.

Both run as whole processes of the same interpreter, alternately, and the medians are
compared, so that neither the start of Python nor the machine's mood favours one of them.
Three logs: 100,000 rows of 50 patterns, a million of them, and 100,000 rows that name their
patterns by 10,000 distinct texts.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from self_learning.patterns import Pattern, encode

BARE = "import sys\nwith open(sys.argv[1]) as f:\n    for line in f:\n        line.split('|')\n"
WORDS = (
    "check token expiry before every call database index cache retry timeout login session parse "
    "yaml file path lock write read test build compile import module class function variable type "
    "none dict list tuple string encode decode branch commit merge review error raise log"
).split()


class Case(NamedTuple):
    """A log to measure, and what is asked of it."""

    name: str
    rows: int
    distinct_texts: bool
    highest_ratio: float
    highest_mebibytes: float | None


CASES = (
    Case("100,000 rows, 50 patterns", 100_000, distinct_texts=False, highest_ratio=5, highest_mebibytes=None),
    Case(
        "1,000,000 rows, 50 patterns", 1_000_000, distinct_texts=False, highest_ratio=5, highest_mebibytes=80
    ),
    Case(
        "100,000 rows, 10,000 texts", 100_000, distinct_texts=True, highest_ratio=15, highest_mebibytes=None
    ),
)


class Run(NamedTuple):
    """One process: how long it took, and the most memory it held."""

    seconds: float
    mebibytes: float


def make_patterns(chance: random.Random) -> list[Pattern]:
    summaries: dict[str, None] = {}
    while len(summaries) < 50:
        summaries[" ".join(chance.choices(WORDS, k=9)).capitalize()] = None
    return [Pattern(f"P-{n:03d}", "pattern", summary) for n, summary in enumerate(summaries, 1)]


def make_texts(patterns: list[Pattern], chance: random.Random, *, distinct: bool) -> list[str]:
    """How rows name patterns: by id and words, or each by words of its own as agents remember them."""
    if not distinct:
        return [pattern.id if n % 2 else pattern.summary for n, pattern in enumerate(patterns)]
    texts = []
    for number in range(10_000):
        words = chance.choice(patterns).summary.split()
        if number % 3 == 0:
            chance.shuffle(words)
        words[chance.randrange(len(words))] = f"word{number}"
        texts.append(" ".join(words))
    return texts


def write_log(path: Path, rows: int, texts: list[str], chance: random.Random) -> None:
    """Rows as the hooks and all enrichment steps leave them, ten an iteration, five iterations a run."""
    with path.open("w", encoding="utf-8") as log:
        for number in range(rows):
            iteration = number // 10
            status = chance.choice(("applied", "applied", "injected"))
            build = chance.choice(("build_passed", "build_failed"))
            moment = f"2026-11-{1 + iteration % 28:02d}T{iteration % 24:02d}:{number % 60:02d}:00Z"
            log.write(
                f"{moment}|20261101-{iteration // 5:06d}|{iteration % 5 + 1}|implementation-subagent"
                f"|{chance.choice(texts)}|{status}|src/app{number % 40}.py:{number % 300}"
                f"|{chance.random():.2f}|keyword|reduce-failures|{number % 2}|{chance.random():.2f}|{build}\n"
            )


def run(command: list[str], environment: dict[str, str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_maxrss / 1024)  # Linux counts in KiB


def measure(case: Case, directory: Path, repetitions: int) -> tuple[float, float, float]:
    """Seconds of the bare loop and of the script, and the script's mebibytes."""
    chance = random.Random(1)
    project = directory / "project"
    (project / ".learnings").mkdir(parents=True)
    log = project / ".learnings" / "outcomes.log"
    patterns = make_patterns(chance)
    write_log(log, case.rows, make_texts(patterns, chance, distinct=case.distinct_texts), chance)
    environment = {**os.environ, "CLOSEDLOOP_HOME": str(directory / "user")}
    script = str(ROOT / "scripts" / "compute_success_rates.py")
    bare: list[Run] = []
    ours: list[Run] = []
    for _ in range(repetitions):
        store = directory / "store"
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir()
        # A new store each time, so that each run writes store, provenance and index.
        (store / "org-patterns.toon").write_text(encode(patterns), encoding="utf-8")
        bare.append(run([sys.executable, "-c", BARE, str(log)], environment))
        options = ["--workdir", str(project), "--toon-file", str(store / "org-patterns.toon")]
        ours.append(run([sys.executable, script, *options], environment))
    shutil.rmtree(project)
    return (
        statistics.median(one.seconds for one in bare),
        statistics.median(one.seconds for one in ours),
        max(one.mebibytes for one in ours),
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repetitions", type=int, default=5, help="runs of each (default: 5)")
    arguments = parser.parse_args()
    print(f"{'log':<28} {'bare':>8} {'script':>8} {'ratio':>6} {'most':>5} {'memory':>8} {'most':>6}")
    missed = False
    for case in CASES:
        with tempfile.TemporaryDirectory() as directory:
            bare, ours, mebibytes = measure(case, Path(directory), arguments.repetitions)
        ratio = ours / bare
        limit = case.highest_mebibytes
        missed |= ratio > case.highest_ratio or (limit is not None and mebibytes > limit)
        print(
            f"{case.name:<28} {bare:>6.3f} s {ours:>6.3f} s {ratio:>6.2f} {case.highest_ratio:>5.0f} "
            f"{mebibytes:>4.0f} MiB {'-' if limit is None else f'{limit:.0f}':>6}",
            flush=True,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
