#!/usr/bin/env python3
"""What the learning engine's figures come from: ``grouping``, ``wordings`` and ``evolve``.

grouping   two linters word the same rule differently; is it found to be the same?
wordings   review agents word the same lesson differently; is it found to be the same?
evolve     time and memory on 100,000 findings, and of a second run with 100 new ones
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

import linters
import wordings

from self_learning.engine import grouping, naming

_PER_RULE = 5


class Figures(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, found: int, wanted: int) -> Figures:
        precision = right / found if found else 0.0
        recall = right / wanted if wanted else 0.0
        return cls(precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0)

    def __str__(self) -> str:
        return f"precision {self.precision:.2f}  recall {self.recall:.2f}  F1 {self.f1:.2f}"


def _sample(messages: list[linters.Message]) -> list[linters.Message]:
    """The first few distinct messages of each rule of each linter."""
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    kept = []
    for message in messages:
        texts = seen[message.tool, message.rule]
        if message.text not in texts and len(texts) < _PER_RULE:
            texts.add(message.text)
            kept.append(message)
    return kept


def _attach(ruff: list[linters.Message], others: list[linters.Message]) -> tuple[Figures, list[str]]:
    """Rows without a name beside known patterns: does each find the pattern that is its rule?"""
    known, loose = grouping.Grouping(), grouping.Grouping()
    names = naming.Names()
    for message in ruff:
        known.assign(names.explicit(message.symbol), message.text)
    wanted = [(loose.assign(names.by_keyword(message.text), message.text), message) for message in others]
    roots = grouping.join([known, loose])
    right = found = 0
    wrong: list[str] = []
    for group, message in wanted:
        root = roots.get(grouping.Root(1, group))
        if root is None or root.log:
            wrong.append(f"{message.rule} not found: {message.text[:90]}")
            continue
        found += 1
        # Several rules may bear one name or be one group: right when its own rule is in the group.
        in_group = {m.rule for m in ruff if known.known[names.explicit(m.symbol)] == root.group}
        if message.rule in in_group:
            right += 1
        else:
            wrong.append(f"{message.rule} taken for {sorted(in_group)}: {message.text[:70]}")
    return Figures.of(right, found, len(wanted)), wrong


def _pairs(rows: list[tuple[str, str, str, str]]) -> tuple[Figures, list[str]]:
    """Rows (tool, rule, name, text) put into one log: which pairs of different tools land in one group?"""
    grouped = grouping.Grouping()
    names = naming.Names()
    placed = [
        (grouped.assign(names.explicit(name) or names.by_keyword(text), text), tool, rule, name, text)
        for tool, rule, name, text in rows
    ]
    right = found = wanted = 0
    wrong: list[str] = []
    for one, other in combinations(placed, 2):
        if one[1] == other[1]:
            continue
        together, same = one[0] == other[0] != -1, one[2] == other[2]
        right += together and same
        found += together
        wanted += same
        if together != same and len(wrong) < 400:
            wrong.append(
                f"{'joined' if together else 'parted'} {one[2]} {one[3] or one[4][:50]} / "
                f"{other[2]} {other[3] or other[4][:50]}"
            )
    return Figures.of(right, found, wanted), wrong


def measure_grouping(cache: Path, show: bool) -> None:
    """Print the figures for the rules the thresholds were chosen on, and for the others."""
    sources = linters.unpack(cache)
    ruff = _sample(linters.ruff(cache, sources))
    shared = {message.rule for message in ruff}
    others = [message for message in _sample(linters.others(cache, sources)) if message.rule in shared]
    chosen = {"flake8", "pydocstyle"}
    for title, part in (
        ("chosen on (flake8, pydocstyle)", [m for m in others if m.tool in chosen]),
        ("held out (pylint, bandit)", [m for m in others if m.tool not in chosen]),
    ):
        rules = {message.rule for message in part}
        print(f"{title}: {len(part)} messages, {len(rules)} rules; beside {len(shared)} rules of ruff")
        tests = [("a text without a name finds its pattern", *_attach(ruff, part))]
        both = [m for m in ruff if m.rule in rules] + part
        both.sort(key=lambda m: (m.text, m.tool))
        tests.append(
            ("texts alone, pairs of two linters", *_pairs([(m.tool, m.rule, "", m.text) for m in both]))
        )
        if any(message.symbol for message in part):
            # bandit calls every forbidden call and import "blacklist", which names no rule.
            both = [m for m in both if m.symbol != "blacklist"]
            tests.append(
                (
                    "free-text names, pairs of two linters",
                    *_pairs([(m.tool, m.rule, m.symbol, m.text) for m in both]),
                )
            )
        for name, figures, wrong in tests:
            print(f"  {name:40} {figures}")
            if show:
                print("\n".join(f"      {line}" for line in wrong[:60]))


def measure_wordings() -> None:
    """Print the figures for the lessons that the table of faults was made on, and for the others."""
    for title, rows in wordings.lists().items():
        print(f"{title}: {len(rows)} findings of {len({row.lesson for row in rows})} lessons")
        for name, tally in wordings.measures(rows).items():
            print(f"  {name:40} {Figures.of(*tally)}")


_FAULTS = "missing unhandled hardcoded duplicate stale leaking unbounded unchecked implicit shadowed".split()
_THINGS = (
    "timeout retry cache lock session token cursor handle socket schema migration index query header".split()
)
_PLACES = "parser loader writer client server router worker scheduler resolver encoder".split()
_NAMES = ("few", "none", "free", "distinct")


def _row(chance: random.Random, number: int, names: str) -> dict[str, object]:
    """A finding; ``names`` says whether rows name their pattern: one of a few, not at all, or in free text.

    With ``distinct`` nearly every name and text is another one, of a hundred thousand made-up words.
    """
    fault, thing, place = chance.choice(_FAULTS), chance.choice(_THINGS), chance.choice(_PLACES)
    row: dict[str, object] = {
        "date": f"2026-{chance.randint(1, 11):02d}-{chance.randint(1, 19):02d}",
        "category": chance.choice(("security", "correctness", "convention", "completeness", "performance")),
        "file": f"services/{place}/src/{thing}_{number % 500}.py:{number % 900 + 1}",
        "finding": f"{fault} {thing} in the {place} when request {number} comes in",
        "severity": chance.choice(("blocking", "warning", "nit")),
        "service": place,
        "pr": number,
    }
    if number % 2:
        row["suggested_fix"] = f"Bound the {thing} of the {place} and check it before each use"
    if names == "few":
        row["pattern"] = f"{fault} {thing}"
    elif names == "distinct":
        numbers = chance.sample(range(1000), 9)
        made_up = [f"{chance.choice(_PLACES)[:4]}{chance.choice(_THINGS)[:4]}{one:x}" for one in numbers]
        row["finding"] = f"{row['finding']} {' '.join(made_up)}"
        row["pattern"] = f"{fault} {made_up[0]} {made_up[1]}"
    elif names == "free":
        row["pattern"] = f"{fault} {thing} {chance.choice(_PLACES)} {chance.choice(_THINGS)}"
    return row


def _timed(directory: str, *options: str) -> tuple[float, float, int]:
    """Wall-clock and processor seconds, and the most memory in MiB, of one run of evolve.py."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "evolve.py"),
        "--workdir",
        directory,
        "--now",
        "2026-11-20",
    ]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    if status:
        raise SystemExit(f"evolve.py failed: {status}")
    return elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def measure_evolve(rows: int) -> None:
    """Print time and memory for logs whose rows name their pattern, do so in free text, or don't."""
    for names in _NAMES:
        chance = random.Random(5)
        with tempfile.TemporaryDirectory() as directory:
            log = Path(directory, ".claude", "review-findings.jsonl")
            log.parent.mkdir()
            with log.open("w") as file:
                file.writelines(json.dumps(_row(chance, number, names)) + "\n" for number in range(rows))
            first = _timed(directory)
            with log.open("a") as file:
                file.writelines(
                    json.dumps(_row(chance, rows + number, names)) + "\n" for number in range(100)
                )
            second = _timed(directory)
            generated = [
                Path(directory, ".claude", "patterns", name) for name in ("patterns.json", "trends.json")
            ]
            before = [path.read_bytes() for path in generated]
            _timed(directory, "--full")
            same = before == [path.read_bytes() for path in generated]
            patterns = len(json.loads(before[0])["patterns"])
        print(f"{rows:,} rows, names: {names} ({patterns:,} patterns)")
        for title, (wall, processor, memory) in (("all", first), ("100 more", second)):
            print(f"  {title:9} {wall:6.2f} s, {processor:6.2f} s of processor, {memory} MiB")
        print(f"  same bytes as reading everything: {'yes' if same else 'NO'}")


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("grouping", "wordings", "evolve"))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "self-learning-benchmarks")
    parser.add_argument("--rows", type=int, default=100_000, help="of evolve (default: 100,000)")
    parser.add_argument("--show", action="store_true", help="list what went wrong")
    arguments = parser.parse_args()
    arguments.cache = arguments.cache.resolve()
    if arguments.what == "grouping":
        measure_grouping(arguments.cache, arguments.show)
    elif arguments.what == "wordings":
        measure_wordings()
    else:
        measure_evolve(arguments.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
