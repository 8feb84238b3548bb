#!/usr/bin/env python3
"""The engine on real findings: ruff and shellcheck over releases of packages from PyPI.

Each package is a service, and each release is reviewed anew: what is still there is reported again, dated
by its file's time, and what was mended is not. Of each rule half of the rows keep the rule's name; the
other half have none, so that the engine must find it. Prints what it named, trended and promoted, and how
many nameless rows it put where they belong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
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


_LEVEL = {"error": "blocking", "warning": "warning", "info": "nit", "style": "nit"}


def rows(cache: Path) -> tuple[list[dict[str, str]], list[str], Counter[str]]:
    """The findings in the order of their dates, the name of each one's rule, and how many a tool has."""
    python = linters.unpack(cache, (*linters.EARLIER, *linters.PACKAGES))
    scripted = linters.unpack(cache, linters.WITH_SCRIPTS)
    found = linters.ruff(cache, python, SELECT) + linters.shellcheck(cache, [*python, *scripted])
    made = []
    for message in found:
        if message.rule == "S101" and "test" in message.path:
            continue  # an assert in a test is no fault, and would be a third of all
        prefix = message.rule.rstrip("0123456789")
        category = _CATEGORY.get(prefix, "convention")
        if message.level in ("error", "warning"):
            category = "correctness"
        package, _, path = message.path.partition("/")
        package = package.rpartition("-")[0].lower().replace("_", "-")
        severity = _LEVEL[message.level] if message.level else _SEVERITY.get(category, "nit")
        row = {
            "date": linters.day(cache / "sources" / message.path),
            "category": category,
            "file": f"{package}/{path}:{message.line}",
            "finding": message.text,
            "severity": severity,
            "service": package,
        }
        if message.fix:
            row["suggested_fix"] = message.fix
        # Half of the rows, chosen by their place, have no name.
        if hashlib.sha256(row["file"].encode()).digest()[0] < 128 and message.symbol:
            row["pattern"] = message.symbol
        made.append((row["date"], row["file"], message.symbol or message.rule, row))
    shell = {message.symbol for message in found if message.tool == "shellcheck"}
    made.sort(key=lambda one: one[:3])
    tools = Counter("shellcheck" if one[2] in shell else "ruff" for one in made)
    return [one[3] for one in made], [one[2] for one in made], tools


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
    shutil.rmtree(log.parent, ignore_errors=True)  # what an earlier run promoted would stay
    log.parent.mkdir(parents=True)
    found, truth, tools = rows(arguments.cache)
    log.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    days = sorted(row["date"] for row in found)
    now = (date.fromisoformat(days[-1]) + timedelta(days=1)).isoformat()
    named = sum("pattern" in row for row in found)
    print(f"{len(found):,} findings ({', '.join(f'{n:,} of {tool}' for tool, n in tools.items())}), "
          f"{days[0]} to {days[-1]}, {len(set(truth))} rules, {named:,} with a name")  # fmt: skip
    for script, *options in (
        ("evolve.py",), ("patterns.py",), ("trends.py",), ("trends.py", "--window", "730", "--compare"),
    ):  # fmt: skip
        print(f"\n$ {' '.join((script, *options))} --now {now}", flush=True)
        subprocess.run(
            [
                sys.executable,
                str(ROOT / "scripts" / script),
                "--workdir",
                str(workdir),
                "--now",
                now,
                *options,
            ],
            check=True,
        )
    print()
    placed(workdir, now, found, truth, arguments.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
