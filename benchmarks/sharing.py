#!/usr/bin/env python3
"""Measure sharing at a company's size: pull, pull with nothing new, and many pushers at once.

Simulated with a local bare repository, so the network is not in the figures. Lessons are made of
a vocabulary with the frequencies of language (Zipf), because joining nearly equal texts costs
what the words cost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from self_learning.org import contribution
from self_learning.org.contribution import Contribution, Counters, SharedPattern
from self_learning.patterns import CATEGORIES, Pattern, PatternStore, stable_key

_TIME = "2026-11-01T00:00:00Z"


def lessons(count: int, chance: random.Random) -> list[tuple[str, str]]:
    """Triggers and summaries of 8 to 16 words from a vocabulary of 4,000."""
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
    vocabulary = sorted({"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(4_600)})
    chance.shuffle(vocabulary)
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    made = []
    for _ in range(count):
        words = chance.choices(vocabulary, weights, k=chance.randint(8, 16))
        made.append((" ".join(words[:2]), " ".join(words).capitalize()))
    return made


def fill(bare: Path, projects: int, contributors: int, patterns: int, chance: random.Random) -> None:
    """Write all contributions of a simulated company in one commit."""
    texts = iter(lessons(projects * contributors * patterns, chance))
    stream = [b"commit refs/heads/main\ncommitter x <x@example.invalid> 0 +0000\ndata 4\nfill\n"]
    for project in range(projects):
        for person in range(contributors):
            name, contributor = f"project-{project:03d}", f"c-{project:08x}{person:08x}"
            shared = {}
            for _ in range(patterns):
                trigger, summary = next(texts)
                applications = chance.randint(0, 20)
                passes = chance.randint(0, applications)
                key = stable_key(trigger, summary)
                counters = Counters(applications, passes, float(passes), chance.randint(0, 50), 0, 0)
                category = chance.choice(CATEGORIES)
                tags = (("*",), ("tag", "python"))
                shared[key] = SharedPattern(
                    key, trigger, summary, category, "medium", 1, *tags, "*", _TIME, _TIME, counters
                )
            data = contribution.serialise(Contribution(name, contributor, contributor, shared, {}, {}))
            path = f"learnings/acme/{name}/{contributor}.json"
            stream.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    subprocess.run(["git", "-C", str(bare), "fast-import", "--quiet"], input=b"".join(stream), check=True)


def environment(user: Path, bare: Path) -> dict[str, str]:
    """Of a person with a user directory of their own."""
    return {
        **os.environ,
        "CLOSEDLOOP_HOME": str(user),
        "CLAUDE_ORG_ID": "acme",
        "CLAUDE_ORG_REPO": str(bare),
    }


def script(name: str, *arguments: str) -> list[str]:
    """The command of an entry point, in this interpreter."""
    return [sys.executable, str(ROOT / "scripts" / name), *arguments]


def measure_pull(work: Path, bare: Path, repetitions: int) -> dict[str, float]:
    """A first pull, and pulls with nothing new beside ``git fetch`` of the same clone."""
    user, project = work / "user", work / "mine"
    (project / ".learnings").mkdir(parents=True)
    pull = script("pull_learnings.py", "--workdir", str(project), "--json")
    env = environment(user, bare)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(pull, env=env, capture_output=True, text=True, check=True)
    first = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = after.ru_maxrss / 1024
    report = json.loads(done.stdout)
    clone = next((user / "learnings" / "org").glob("*/repository.git"))
    fetch = [
        "git",
        "--git-dir",
        str(clone),
        "fetch",
        "--quiet",
        "origin",
        "+refs/heads/main:refs/shared/head",
    ]
    subprocess.run(pull, env=env, capture_output=True, check=True)
    pulls: list[float] = []
    fetches: list[float] = []
    for _ in range(repetitions):
        for command, times in ((pull, pulls), (fetch, fetches)):
            started = time.perf_counter()
            subprocess.run(command, env=env, capture_output=True, check=True)
            times.append(time.perf_counter() - started)
    return {
        "first_pull_s": round(first, 2),
        "first_pull_processor_s": round(processor, 2),
        "first_pull_mib": round(memory),
        "contributions": report["contributions"],
        "added": len(report["added"]),
        "second_pull_ms": round(statistics.median(pulls) * 1000, 1),
        "fetch_ms": round(statistics.median(fetches) * 1000, 1),
        "ratio": round(statistics.median(pulls) / statistics.median(fetches), 2),
    }


def measure_pushers(work: Path, pushers: int) -> dict[str, object]:
    """Many people who push to an empty repository in the same moment."""
    bare = work / "pushed.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
    people = []
    for number in range(pushers):
        user, project = work / f"user-{number}", work / f"pushed-{number}"
        (project / ".learnings").mkdir(parents=True)
        text = f"Lesson {number}: release the {number}. lock before waiting for the {number + 1}. one"
        PatternStore(str(user / "learnings" / "org-patterns.toon")).update(
            lambda _, __, text=text: [Pattern("P-001", "mistake", text)]  # type: ignore[misc]
        )
        people.append((user, project))
    started = time.perf_counter()
    running = [
        subprocess.Popen(
            script("push_learnings.py", "--workdir", str(project), "--json"),
            env=environment(user, bare),
            stdout=subprocess.PIPE,
            text=True,
        )
        for user, project in people
    ]
    reports = [json.loads(process.communicate()[0]) for process in running]
    listed = subprocess.run(
        ["git", "-C", str(bare), "ls-tree", "-r", "--name-only", "main"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        "pushers": pushers,
        "landed": sum(name.endswith(".json") for name in listed.stdout.split()),
        "seconds": round(time.perf_counter() - started, 1),
        "most_attempts": max(report["attempts"] for report in reports),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--contributors", type=int, default=5)
    parser.add_argument("--patterns", type=int, default=50)
    parser.add_argument("--pushers", type=int, default=16)
    parser.add_argument("--repetitions", type=int, default=21)
    arguments = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="sharing-"))
    try:
        bare = work / "shared.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
        fill(bare, arguments.projects, arguments.contributors, arguments.patterns, random.Random(1))
        result = {"pull": measure_pull(work, bare, arguments.repetitions)}
        result["push"] = measure_pushers(work, arguments.pushers)  # type: ignore[assignment]
        print(json.dumps(result, indent=2))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
