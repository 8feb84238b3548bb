#!/usr/bin/env python3
"""How much of what the hooks show is on the point, and how much of what would be is shown.

    scripts/python.sh benchmarks/precision.py [--linters] [--held-out] [--calls N] [--cache DIR]

Two judges, neither of which is the scorer:

* A linter on real code. Stores of fifty lessons are made of the descriptions of rules, those that
  the linter reports anywhere in the files; whole files and pieces of 5 to 30 lines are the
  content of Write and Edit calls. A lesson that is shown is on the point when the linter reports
  that rule for these very lines. ruff on the standard library is what thresholds were chosen with;
  with ``--linters`` pylint, flake8-bugbear, flake8-simplify and bandit on packages from PyPI, and
  ESLint with plugins on packages from npm are fetched and measured too.
* A table by hand. ``written_lessons`` has lessons as agents write them, and commands, prompts and
  tasks with the lessons that help; one half of it is for choosing, the other held back. Only the
  threshold for tasks was chosen on both, as each half has 16 of them.

Rules are a hard judge: advice on a construct counts as beside the point when the construct is there and used
well, which no words can tell. What is compared over time is what such figures are good for.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from self_learning import environment

environment.activate()

from benchmarks import relevance, written_lessons

from self_learning.events import pre_tool_use, subagent_start, user_prompt_submit
from self_learning.patterns import Pattern, PatternStore

STORES = 20
FILE_SIZES = range(1_000, 60_000)  # bytes of the files that are looked at
PIECE_LINES = (5, 30)
PYPI_SOURCES = ("click", "flask", "httpie", "jinja2", "paramiko", "requests", "tornado", "rich", "celery")
PYTHON_TOOLS = ("pylint", "bandit", "flake8", "flake8-bugbear", "flake8-simplify")
ESLINT = ("eslint", "eslint-plugin-unicorn", "eslint-plugin-sonarjs", "eslint-plugin-n",
          "eslint-plugin-promise", "eslint-plugin-security")  # fmt: skip
NPM_SOURCES = ("express", "lodash", "axios", "commander", "async", "moment", "debug", "yargs", "qs", "ws")


class Linter(NamedTuple):
    """What a linter says of its rules and of some files.

    ``reports`` has for each file the lines and rules that were reported.
    """

    name: str
    language: str
    rules: dict[str, str]
    reports: dict[str, list[tuple[int, str]]]


# ------------------------------------------------------------------------ linters


def _output(command: list[str], **options: Any) -> str:
    """What a program prints; linters exit with 1 when they find something."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, capture_output=True, text=True, check=False, **options
    )
    return done.stdout


def _cached(cache: Path, name: str, make: Callable[[], str]) -> str:
    path = cache / name
    if not path.exists():
        path.write_text(make(), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _gathered(
    rows: Iterator[tuple[str, int, str]], rules: dict[str, str]
) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for path, line, rule in rows:
        reports = found.setdefault(path, [])
        if rule in rules:
            reports.append((line, rule))
    return found


def _of_a_good_size(paths: Iterator[Path]) -> list[str]:
    return [str(path) for path in sorted(paths) if path.is_file() and path.stat().st_size in FILE_SIZES]


def ruff(cache: Path) -> Linter:
    """ruff with all rules on the standard library."""
    library = Path(sysconfig.get_paths()["stdlib"])
    folders = ("asyncio", "concurrent", "email", "http", "json", "logging", "multiprocessing", "unittest")
    paths = _of_a_good_size(path for folder in (".", *folders) for path in (library / folder).glob("*.py"))
    program = os.path.join(sys.prefix, "bin", "ruff")
    command = [program, "check", "--isolated", "--preview", "--no-cache", "--select", "ALL"]
    told = _cached(cache, "ruff.json", lambda: _output([*command, "--output-format", "json", *paths]))
    explained = _cached(
        cache, "ruff-rules.json", lambda: _output([program, "rule", "--all", "--output-format", "json"])
    )
    says = {}
    for rule in json.loads(explained):
        what = re.search(r"## What it does\s+(.+?)(?:\n## |\Z)", rule["explanation"] or "", re.DOTALL)
        if what:
            says[rule["code"]] = relevance.first_sentence(what.group(1))
    rows = ((row["filename"], row["location"]["row"], row["code"]) for row in json.loads(told))
    return Linter("ruff", "python", says, _gathered(rows, says))


def python_linters(cache: Path) -> list[Linter]:
    """pylint, bandit, flake8-bugbear and flake8-simplify on packages from PyPI."""
    tools, sources = cache / "python", cache / "sources"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target"]
    if not tools.exists():
        subprocess.run([*install, str(tools), *PYTHON_TOOLS], check=True)
    if not sources.exists():
        subprocess.run([*install, str(sources), "--no-deps", *PYPI_SOURCES], check=True)
    paths = _of_a_good_size(sources.rglob("*.py"))
    names = random.Random(5).sample(paths, min(300, len(paths)))
    environ = {**os.environ, "PYTHONPATH": str(tools)}

    def run(*command: str) -> str:
        return _output([sys.executable, "-m", *command], env=environ)

    told = run("pylint", "--list-msgs")
    says = {
        found[1]: relevance.first_sentence(found[2])
        for found in re.finditer(r"^:[\w-]+ \(([A-Z]\d{4})\):.*\n((?:  .*\n)+)", told, re.MULTILINE)
    }
    options = ("--disable=E0401", "--output-format=json", "--enable-all-extensions")
    rows = json.loads(_cached(cache, "pylint.json", lambda: run("pylint", *options, *names)))
    places = ((row["path"], row["line"], row["message-id"]) for row in rows)
    found = [Linter("pylint", "python", says, _gathered(places, says))]

    listing = (
        "import ast, json, pathlib, sys\n"
        "for path in pathlib.Path(sys.argv[1]).glob('bandit/plugins/*.py'):\n"
        "    told = ast.get_docstring(ast.parse(path.read_text())) or ''\n"
        "    print(json.dumps(told))\n"
    )
    says = {}
    for line in _output([sys.executable, "-c", listing, str(tools)]).splitlines():
        for code, text in re.findall(r"(B\d{3}):? (?:Test for )?([^\n]+)\n[=\s]*(?=\n|$)", json.loads(line)):
            says[code] = relevance.first_sentence(text)
        for code, text in re.findall(r"\nB(\d{3}): [^\n]+\n-+\n\n(.+?)\n\n", json.loads(line), re.DOTALL):
            says["B" + code] = relevance.first_sentence(text)
    rows = json.loads(_cached(cache, "bandit.json", lambda: run("bandit", "-q", "-f", "json", *names)))
    places = ((row["filename"], row["line_number"], row["test_id"]) for row in rows["results"])
    found.append(Linter("bandit", "python", says, _gathered(places, says)))

    options = ("--isolated", "--extend-select=B9,B,SIM", "--format=%(path)s|%(row)d|%(code)s")
    lines = _cached(cache, "flake8.txt", lambda: run("flake8", *options, *names)).splitlines()
    reports = [(path, int(row), code) for path, row, code in (line.split("|") for line in lines)]
    for name, pattern in (
        ("flake8-bugbear", r"\*\*(B\d+)\*\*:? (.+?)(?=\n\n|\n\.\. _)"),
        ("flake8-simplify", r"^\* \[?`(SIM\d+)`[^:\n]*(?::?//[^:\n]*)?: (.+?)(?= \(\[example|\n)"),
    ):
        [metadata] = tools.glob(f"{name.replace('-', '_')}-*.dist-info/METADATA")
        text = metadata.read_text(encoding="utf-8")
        says = {
            code: relevance.first_sentence(told.replace("``", "`"))
            for code, told in re.findall(pattern, text, re.DOTALL | re.MULTILINE)
        }
        found.append(Linter(name, "python", says, _gathered(iter(reports), says)))
    return found


_ESLINT_SCRIPT = """
const fs = require("fs"), { Linter } = require("eslint");
const { builtinRules } = require("eslint/use-at-your-own-risk");
const plugins = {}, rules = {}, says = {}, reports = {};
const add = (id, rule) => {
  const docs = rule && rule.meta && rule.meta.docs;
  if (docs && docs.description && !docs.requiresTypeChecking && !rule.meta.deprecated) {
    says[id] = docs.description;
    rules[id] = "warn";
  }
};
for (const [id, rule] of builtinRules) add(id, rule);
for (const name of process.argv[1].split(",")) {
  const short = name.replace("eslint-plugin-", ""), loaded = require(name);
  plugins[short] = loaded.default || loaded;
  for (const [id, rule] of Object.entries(plugins[short].rules)) add(short + "/" + id, rule);
}
const linter = new Linter({ configType: "flat" });
for (const path of fs.readFileSync(0, "utf8").split("\\n").filter(Boolean)) {
  const text = fs.readFileSync(path, "utf8");
  const sourceType = /^(import|export) /m.test(text) ? "module" : "commonjs";
  for (let tries = 0; tries < 40; tries++) {
    const config = [{ plugins, rules, languageOptions: { ecmaVersion: 2024, sourceType } }];
    try {
      const found = linter.verify(text, config, { filename: "file.js", allowInlineConfig: false });
      reports[path] = found.filter((m) => m.ruleId).map((m) => [m.line, m.ruleId]);
      break;
    } catch (error) {  // a rule that needs options or types, or fails on this file
      const rule = /Rule: "([^"]+)"/.exec(error.message) || /"rules": Key "([^"]+)"/.exec(error.message);
      if (!rule || !(rule[1] in rules)) break;
      delete rules[rule[1]];
    }
  }
}
console.log(JSON.stringify({ says, reports }));
"""


def eslint(cache: Path) -> list[Linter]:
    """ESLint's own rules and those of plugins, each as a linter, on packages from npm."""
    tools = cache / "npm"
    if not tools.exists():
        tools.mkdir()
        (tools / "package.json").write_text("{}", encoding="utf-8")
        subprocess.run(["npm", "install", "--silent", *ESLINT, *NPM_SOURCES], cwd=tools, check=True)
    paths = _of_a_good_size(
        path
        for package in NPM_SOURCES
        for path in (tools / "node_modules" / package).rglob("*.js")
        if "min" not in path.name.split(".") and "dist" not in path.parts
    )
    chosen = random.Random(5).sample(paths, min(300, len(paths)))
    command = ["node", "-e", _ESLINT_SCRIPT, "--", ",".join(ESLINT[1:])]
    told = json.loads(
        _cached(cache, "eslint.json", lambda: _output(command, cwd=tools, input="\n".join(chosen)))
    )
    says = {code: relevance.first_sentence(text) for code, text in told["says"].items() if len(text) > 10}
    found = []
    for name in ("eslint", "unicorn", "sonarjs"):
        own = {
            code: text for code, text in says.items() if code.rpartition("/")[0] == name.replace("eslint", "")
        }
        rows = ((path, line, code) for path, rows in told["reports"].items() for line, code in rows)
        found.append(Linter(name, "javascript", own, _gathered(rows, own)))
    return found


# -------------------------------------------------------------------- measurement


@dataclass
class Tally:
    """What was shown and what would have been on the point, over some calls."""

    calls: int = 0
    shown: int = 0
    hits: int = 0
    wanted: int = 0
    idle: int = 0  # calls for which nothing would have been on the point
    disturbed: int = 0  # those of them with which something was shown
    judged: Counter[str] = field(default_factory=Counter)

    def add(self, shown: list[str], wanted: frozenset[str]) -> None:
        """Count one call."""
        hits = len(wanted.intersection(shown))
        self.calls += 1
        self.shown += len(shown)
        self.hits += hits
        self.wanted += len(wanted)
        self.idle += not wanted
        self.disturbed += bool(shown) and not wanted

    @property
    def precision(self) -> float:
        """The share of what was shown that was on the point."""
        return self.hits / (self.shown or 1)

    @property
    def recall(self) -> float:
        """The share of what would have been on the point that was shown."""
        return self.hits / (self.wanted or 1)

    def __str__(self) -> str:
        return (
            f"{self.precision:9.2f} {self.recall:7.2f} {self.disturbed / (self.idle or 1):10.0%}"
            f" {self.shown / (self.calls or 1):7.2f} {self.calls:6d} {self.wanted:7d}"
        )


HEADING = f"{'':38}{'precision':>9} {'recall':>7} {'disturbed':>10} {'shown':>7} {'calls':>6} {'wanted':>7}"


class Call(NamedTuple):
    """Content that is written, and the rules that are reported for it."""

    path: str
    content: str
    reported: frozenset[str]
    whole: bool


def calls_of(linter: Linter, count: int) -> Iterator[Call]:
    """So many pieces of files and half as many whole files."""
    chance = random.Random(11)
    suffix = ".py" if linter.language == "python" else ".js"
    paths = sorted(linter.reports)
    for number in range(count + count // 2):
        path = chance.choice(paths)
        lines = Path(path).read_text(encoding="utf-8", errors="replace").split("\n")
        name = f"src/{Path(path).stem}{suffix}"
        if number >= count:
            reported = frozenset(rule for _, rule in linter.reports[path])
            yield Call(name, "\n".join(lines), reported, whole=True)
            continue
        length = chance.randint(*PIECE_LINES)
        start = chance.randrange(max(1, len(lines) - length))
        reported = frozenset(rule for line, rule in linter.reports[path] if start < line <= start + length)
        yield Call(name, "\n".join(lines[start : start + length]), reported, whole=False)


def stores_of(linter: Linter) -> list[list[str]]:
    """Stores of fifty rules of those that the linter reports at all."""
    chance = random.Random(3)
    says: dict[str, str] = {}
    for rule in sorted({rule for reports in linter.reports.values() for _, rule in reports}):
        says.setdefault(linter.rules[rule], rule)
    rules = sorted(says.values())
    return [chance.sample(rules, min(relevance.STORE_SIZE, len(rules))) for _ in range(STORES)]


def measure(stage: relevance.Stage, linter: Linter, count: int) -> tuple[Tally, Tally]:
    """What is shown for pieces and for whole files."""
    pieces, whole = Tally(), Tally()
    calls = list(calls_of(linter, count))
    for number, rules in enumerate(stores_of(linter)):
        stage.fill(
            [relevance.Rule(linter.name, rule, linter.language, linter.rules[rule], "") for rule in rules]
        )
        for call in calls[number::STORES]:
            shown = [rules[int(identifier[2:]) - 1] for identifier in stage.injected(call.path, call.content)]
            tally = whole if call.whole else pieces
            tally.add(shown, call.reported & frozenset(rules))
    return pieces, whole


def shown_for(stage: relevance.Stage, kind: str, text: str) -> list[str]:
    """The ids that a hook shows with a command, a prompt or a task, in a new conversation."""
    if kind == "edit":
        return stage.injected(*text.split("\n", 1))
    event = stage.event("", "")
    if kind == "command":
        event.update(tool_name="Bash", tool_input={"command": text})
        return relevance.ids(pre_tool_use.handle(event, stage.project))
    if kind == "prompt":
        return relevance.ids(user_prompt_submit.handle({**event, "prompt": text}, stage.project))
    call = {"subagent_type": "general-purpose", "prompt": text}
    pre_tool_use.handle({**event, "tool_name": "Agent", "tool_input": call}, stage.project)
    session = str(event["session_id"])
    start: dict[str, object] = {
        "session_id": session,
        "agent_id": f"a{session}",
        "agent_type": "general-purpose",
    }
    return relevance.ids(subagent_start.handle(start, stage.project))


def judge(stage: relevance.Stage, team: written_lessons.Team, *, tell: bool = False) -> dict[str, Tally]:
    """What is shown with a team's commands, prompts and tasks."""
    patterns = [
        Pattern(f"P-{number:03d}", "mistake", lesson.says, context=lesson.tags)
        for number, lesson in enumerate(team.lessons, 1)
    ]
    PatternStore(stage.person.store).update(lambda _old, _provenance: patterns)
    found = {}
    for kind, works in (
        ("edit", team.edits),
        ("command", team.commands),
        ("prompt", team.prompts),
        ("task", team.tasks),
    ):
        tally = found[kind] = Tally()
        for work in works:
            identifiers = shown_for(stage, kind, work.text)
            shown = [team.lessons[int(identifier[2:]) - 1].name for identifier in identifiers]
            tally.add(shown, work.helps)
            if tell and (wrong := sorted(set(shown) ^ work.helps)):
                marked = (f"{'+' if name in shown else '-'}{name}" for name in wrong)
                print(f"    {kind}: {work.text[:70]!r}: {' '.join(marked)}")
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--linters", action="store_true", help="also fetch and run other linters")
    parser.add_argument("--held-out", action="store_true", help="also judge by the half that is held back")
    parser.add_argument("--tell", action="store_true", help="list what was wrongly shown (+) or not (-)")
    parser.add_argument("--calls", type=int, default=400, metavar="N", help="pieces of code for each linter")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep what is fetched, for the next time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        cache = arguments.cache or Path(name) / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        stage = relevance.Stage(Path(name) / "stage")
        print(HEADING)
        linters = [ruff(cache)]
        if arguments.linters:
            linters += python_linters(cache) + eslint(cache)
        for linter in linters:
            pieces, whole = measure(stage, linter, arguments.calls)
            print(f"{linter.name + ', pieces of 5 to 30 lines':38}{pieces}")
            print(f"{linter.name + ', whole files':38}{whole}", flush=True)
        teams = [("written lessons", written_lessons.FIRST)]
        if arguments.held_out:
            teams.append(("held back", written_lessons.SECOND))
        for label, team in teams:
            for kind, tally in judge(stage, team, tell=arguments.tell).items():
                print(f"{f'{label}, {kind}s':38}{tally}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
