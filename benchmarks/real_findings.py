#!/usr/bin/env python3
"""The engine on real findings: ruff and shellcheck over packages from PyPI, dated by their files' times.

Each package is a service. Of each rule that has a fix half of the rows keep the rule's name in words of
their own linter; the other half have none, so that the engine must find it. Prints what it named, trended
and promoted, and how many nameless rows it put where they belong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

import linters

from self_learning.engine import analysis, grouping, naming
from self_learning.paths import Project

SELECT = "B,S,F,PERF,RET,SIM,BLE,TRY,PLE,PLW,PT,ASYNC,DTZ,PTH"
_CATEGORY = {
    "S": "security",
    "PERF": "performance",
    "PT": "completeness",
    **dict.fromkeys(("F", "B", "BLE", "PLE", "DTZ", "ASYNC"), "correctness"),
}
_SEVERITY = {
    "security": "blocking",
    "correctness": "warning",
    "performance": "warning",
    "completeness": "nit",
}


def rows(cache: Path) -> tuple[list[dict[str, str]], list[str]]:
    """The findings in the order of their dates, and the name of each one's rule."""
    sources = linters.unpack(cache)
    found = linters.ruff(cache, sources, SELECT) + linters.shellcheck(cache, sources)
    made = []
    for message in found:
        prefix = message.rule.rstrip("0123456789")
        category = _CATEGORY.get(prefix, "convention")
        package = message.path.partition("/")[0]
        row = {
            "date": linters.day(cache / "sources" / message.path),
            "category": category,
            "file": f"{message.path}:{message.line}",
            "finding": message.text,
            "severity": _SEVERITY.get(category, "nit"),
            "service": package.rpartition("-")[0],
        }
        if message.fix:
            row["suggested_fix"] = message.fix
        # Half of the rows, chosen by their content, have no name.
        if hashlib.sha256(row["file"].encode()).digest()[0] < 128 and message.symbol:
            row["pattern"] = message.symbol
        made.append((row["date"], row["file"], message.symbol or message.rule, row))
    made.sort(key=lambda one: one[:3])
    return [one[3] for one in made], [one[2] for one in made]


def placed(workdir: Path, now: str, found: list[dict[str, str]], truth: list[str], show: bool) -> None:
    """Print how many rows landed with the rule that most rows of their pattern come from."""
    done = analysis.run(Project(str(workdir)), datetime.fromisoformat(now).replace(tzinfo=timezone.utc))
    logs = list(done.state.logs.values())
    roots = grouping.join([log.grouping for log in logs])
    names = naming.Names()
    pattern_of = []
    for row in found:
        name = names.explicit(row.get("pattern", "")) or names.by_keyword(row["finding"])
        root = roots.get(grouping.Root(0, logs[0].grouping.assign(name, row["finding"])))
        pattern_of.append(logs[root.log].grouping.leaders[root.group].name if root else "")
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for pattern, rule in zip(pattern_of, truth, strict=True):
        rules[pattern][rule] += 1
    for title, wanted in (("with a name", True), ("without a name", False)):
        chosen = [
            (pattern, rule)
            for pattern, rule, row in zip(pattern_of, truth, found, strict=True)
            if ("pattern" in row) is wanted
        ]
        inside = [one for one in chosen if one[0]]
        right = sum(rules[pattern].most_common(1)[0][0] == rule for pattern, rule in inside)
        print(f"rows {title}: {len(inside):,} of {len(chosen):,} in a pattern, "
              f"{right / max(len(inside), 1):.1%} of them with the rule of that pattern")  # fmt: skip
    if show:
        for pattern, counts in sorted(rules.items()):
            if len(counts) > 1:
                print(f"  {pattern or '(none)'}: {dict(counts.most_common(8))}")


def main() -> int:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "self-learning-benchmarks")
    parser.add_argument("--workdir", type=Path, help="where to run the engine (default: in the cache)")
    parser.add_argument("--show", action="store_true", help="list the patterns that hold several rules")
    arguments = parser.parse_args()
    arguments.cache = arguments.cache.resolve()
    workdir = arguments.workdir or arguments.cache / "findings"
    log = workdir / ".claude" / "review-findings.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    found, truth = rows(arguments.cache)
    log.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    days = sorted(row["date"] for row in found)
    now = (date.fromisoformat(days[-1]) + timedelta(days=1)).isoformat()
    tools = Counter("shellcheck" if name.startswith("SC") else "ruff" for name in truth)
    named = sum("pattern" in row for row in found)
    print(f"{len(found):,} findings ({', '.join(f'{n:,} of {tool}' for tool, n in tools.items())}), "
          f"{days[0]} to {days[-1]}, {len(set(truth))} rules, {named:,} with a name")  # fmt: skip
    for script in ("evolve.py", "patterns.py", "trends.py"):
        print(f"\n$ {script} --now {now}", flush=True)
        subprocess.run(
            [
                sys.executable,
                str(ROOT / "scripts" / script),
                "--workdir",
                str(workdir),
                "--now",
                now,
            ],
            check=True,
        )
    print()
    placed(workdir, now, found, truth, arguments.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
