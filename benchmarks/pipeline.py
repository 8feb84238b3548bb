#!/usr/bin/env python3
"""How long the eleven steps take on a log of 10,000 rows, 50 patterns and 200 changed files.

    scripts/python.sh benchmarks/pipeline.py [--rows N] [--patterns N] [--files N]

Prints each step's time, their sum, and the whole process as a ratio to a bare interpreter's
start in the same run. Everything is made in a temporary directory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

from self_learning import outcomes
from self_learning.outcomes import Row
from self_learning.patterns import Pattern
from self_learning.patterns.toon_store import encode

VERBS = "check close parse retry validate escape encode log lock release cache order".split()
NOUNS = "token file timestamp request header path stream lease handle query cursor record".split()
PLACES = "before every call|after each write|in the worker|at start-up|inside a transaction".split("|")
RUN_ID = "20260101-000000"


def summary(number: int) -> str:
    """A lesson like no other one."""
    verb, noun = VERBS[number % 12], NOUNS[number // 12 % 12]
    return f"Always {verb} the {noun} {PLACES[number % 5]}, case {number}"


def git(directory: Path, *arguments: str) -> str:
    """Run git and give its answer."""
    identity = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=directory, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def write_source(directory: Path, files: int, edition: int) -> None:
    """Python files of 60 lines; the second edition changes ten of each."""
    for number in range(files):
        path = directory / "src" / f"module_{number}.py"
        path.parent.mkdir(exist_ok=True)
        lines = []
        for line in range(20):
            noun = NOUNS[(number + line + (edition if line % 6 == 0 else 0)) % 12]
            lines += [
                f"def {VERBS[line % 12]}_{noun}_{line}(path):",
                f"    return open(path).read({edition})",
                "",
            ]
        path.write_text("\n".join(lines) + "\n")


def prepare(directory: Path, rows: int, patterns: int, files: int) -> str:
    """A repository with a log and a store; returns the start commit."""
    chance = random.Random(1)
    work, learnings = directory / "work", directory / "work" / ".learnings"
    work.mkdir()
    git(work, "init", "-q")
    (work / ".gitignore").write_text(".learnings/\n")
    write_source(work, files, 1)
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Start")
    start = git(work, "rev-parse", "HEAD")
    write_source(work, files, 2)
    git(work, "commit", "-q", "-a", "-m", "Change")
    learnings.mkdir()
    store = directory / "user" / "learnings" / "org-patterns.toon"
    store.parent.mkdir(parents=True)
    known = [
        Pattern(
            f"P-{n + 1:03}", "mistake", summary(n), "medium", 1, None, ("UNTESTED",), ("*",), ("python",), "*"
        )
        for n in range(patterns)
    ]
    store.write_text(encode(known))
    with (learnings / "outcomes.log").open("w") as log:
        for number in range(rows):
            row = Row(
                timestamp="2026-01-01T00:00:00Z",
                run_id=RUN_ID,
                iteration=1 + number * 20 // rows,
                agent=f"agent-{number % 5}",
                pattern=chance.choice(known).id if number % 2 else chance.choice(known).summary,
                status="applied" if number % 3 else "injected",
                citations=(f"src/module_{number % files}.py:{1 + number % 60}",) if number % 3 else (),
            )
            log.write(outcomes.format(row) + "\n")
    (learnings / "pending").mkdir()
    for number in range(10):
        lesson = {
            "category": "mistake",
            "trigger": f"reading module {number}",
            "summary": f"Read module {number} with an explicit encoding, not the default",
            "agent": "fix-agent",
            "citations": [{"file": f"src/module_{number}.py", "line": 2}],
            "context": ["python"],
            "applies_to": ["*"],
            "captured_at": "2026-01-01T00:00:00Z",
        }
        (learnings / "pending" / f"fix-agent-{number}.json").write_text(json.dumps(lesson))
    return start


def main() -> int:
    """Prepare, run once, report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--patterns", type=int, default=50)
    parser.add_argument("--files", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        start = prepare(directory, arguments.rows, arguments.patterns, arguments.files)
        environ = {**os.environ, "CLOSEDLOOP_HOME": str(directory / "user")}
        command = [
            *(sys.executable, str(SCRIPTS / "post_iteration.py"), "--workdir", str(directory / "work")),
            *("--run-id", RUN_ID, "--iteration", "20", "--start-sha", start, "--no-llm", "--json"),
        ]
        before = time.perf_counter()
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        whole = time.perf_counter() - before
        if done.returncode:
            print(done.stdout, done.stderr, file=sys.stderr)
            return done.returncode
        steps = json.loads(done.stdout)["steps"]
        for step in steps:
            print(f"{step['step']:>3}  {step['duration_s']:7.3f} s  {step['step_name']}")
        bare = []
        for _ in range(11):
            before = time.perf_counter()
            subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
            bare.append(time.perf_counter() - before)
        floor = statistics.median(bare)
        total = sum(step["duration_s"] for step in steps)
        print(f"sum  {total:7.3f} s  of the steps (the target is 1.5 s)")
        print(f"all  {whole:7.3f} s  of the process, {whole / floor:.0f} times a bare interpreter's start")
    return 0


if __name__ == "__main__":
    sys.exit(main())
