#!/usr/bin/env python3
"""How often the hook injects the lesson that fits, and how often one that doesn't.

    scripts/python.sh benchmarks/relevance.py [--linters] [--rules N] [--processes N]

A linter's rule is a lesson of which we know to which code it belongs: its first sentence is the
pattern, its bad example the content of a Write call. Each store holds that pattern and 49 others,
drawn from all rules of the linter and from as many of another language; each call goes through
the hook's own handler, and what it injects, at most five lessons, is scored. ``--processes``
repeats N of the calls with the real shell hook and checks that it says the same.

ruff's rules are halved by the hash of their names. The scorer's tables were made while looking
at one half alone; with ``--linters`` the rules of pylint and of five ESLint plugins, which nobody
looked at, are fetched from PyPI and npm and measured too.

The last part measures the opposite: twenty lessons about services, data and money, none of which
has anything to do with the standard library, while its files are written.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from self_learning import environment

environment.activate()

from self_learning import injection, text
from self_learning.events import pre_tool_use
from self_learning.paths import Person, Project
from self_learning.patterns import Pattern, PatternStore

STORE_SIZE = 50
PATHS = {"python": "src/module.py", "javascript": "src/module.js"}
PLUGINS = ("jest", "import", "jsx-a11y", "lodash", "security")

UNRELATED = (
    "Always check token expiry before calling the payments API",
    "Retry the Kafka consumer with exponential backoff when the broker is unavailable",
    "Invoice totals must be rounded per line item and not on the sum",
    "The staging cluster has no GPU nodes, mark those jobs as optional",
    "Feature flags are read once per request, never inside the template",
    "Use the tenant id from the session and not from the URL",
    "Migrations that add a NOT NULL column need a default in a separate step",
    "The checkout page caches prices for five minutes, invalidate it after an import",
    "Translations live in locales/en.yml and must be sorted by key",
    "Mock the S3 client at the boundary and not inside the repository class",
    "Celery tasks need an idempotency key because they may run twice",
    "The search index must be refreshed after bulk updates in Elasticsearch",
    "Do not read optional dict keys without checking for None first",
    "Run the linter before committing because CI rejects unformatted files",
    "GraphQL resolvers must use the data loader to avoid N+1 queries",
    "Never log the full request body because it contains card numbers",
    "Use UTC everywhere and convert to local time only when rendering",
    "Websocket handlers have to unsubscribe when the client disconnects",
    "The mobile client expects snake case keys in every JSON response",
    "Timeouts of outgoing HTTP requests are set in settings and not per call",
)


@dataclass(frozen=True)
class Rule:
    """A rule: what it says, and code that breaks it."""

    linter: str
    name: str
    language: str
    says: str
    example: str

    @property
    def half(self) -> int:
        """0 for the half that the scorer was made with, 1 for the other."""
        return int(hashlib.sha256((self.linter + self.name).encode()).hexdigest(), 16) % 2


# -------------------------------------------------------------------------- rules


def first_sentence(paragraph: str) -> str:
    """The first sentence, links and tags removed, as a lesson's summary."""
    plain = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?", r"\1", " ".join(paragraph.split()))
    plain = re.sub(r"<[^>]+>", "", plain)
    found = re.match(r"(.+?[.!?])(?:\s+[A-Z`]|$)", plain)
    return text.sanitise(found.group(1) if found else plain)


def ruff_rules() -> Iterator[Rule]:
    """The rules that ``ruff rule --all`` tells, their own names and codes taken out."""
    ruff = shutil.which("ruff") or os.path.join(sys.prefix, "bin", "ruff")
    told = subprocess.run(
        [ruff, "rule", "--all", "--output-format", "json"], capture_output=True, check=True
    ).stdout
    for rule in json.loads(told):
        explanation = rule["explanation"] or ""
        what = re.search(r"## What it does\s+(.+?)(?:\n## |\Z)", explanation, re.DOTALL)
        example = re.search(r"## Examples?\s.*?```\w*[^\n]*\n(.*?)```", explanation, re.DOTALL)
        if what and example:
            says = first_sentence(what.group(1))
            for own in (rule["name"], rule["code"]):
                says = says.replace(own, "") if own else says
            yield Rule("ruff", rule["name"], "python", says, example.group(1))


def pylint_rules(directory: Path) -> Iterator[Rule]:
    """The messages and bad examples in pylint's source archive."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, "--dest", str(directory), "pylint==3.3.1"], check=True)
    with tarfile.open(next(directory.glob("pylint-*.tar.gz"))) as archive:
        members = {member.name: member for member in archive.getmembers()}
        descriptions: dict[str, str] = {}
        for name, member in members.items():
            if "/pylint/" in name and name.endswith(".py") and "/test" not in name:
                source = archive.extractfile(member)
                descriptions.update(_messages(source.read().decode() if source else ""))
        for message in sorted(descriptions):
            folder = f"/doc/data/messages/{message[0]}/{message}/bad"
            found = sorted(name for name in members if folder in name and name.endswith(".py"))
            source = archive.extractfile(members[found[0]]) if found else None
            if source is not None:
                example = re.sub(r"\s*#.*\[[\w, -]+\].*", "", source.read().decode())
                yield Rule("pylint", message, "python", first_sentence(descriptions[message]), example)


def _messages(source: str) -> Iterator[tuple[str, str]]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
            if (
                isinstance(key, ast.Constant)
                and re.fullmatch(r"[CRWEFI]\d{4}", str(key.value))
                and isinstance(value, ast.Tuple)
                and len(value.elts) >= 3
            ):
                try:
                    name, description = map(ast.literal_eval, value.elts[1:3])
                except ValueError:
                    continue
                yield str(name), str(description)


def packed(package: str, directory: Path) -> Iterator[tuple[str, str]]:
    """The text files of an npm package: path and content."""
    told = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=directory, capture_output=True, text=True, check=True
    )
    with tarfile.open(directory / told.stdout.split()[-1]) as archive:
        for member in archive.getmembers():
            if member.name.endswith((".md", ".js")):
                source = archive.extractfile(member)
                yield member.name, source.read().decode("utf-8", "replace") if source else ""


def eslint_rules(directory: Path) -> Iterator[Rule]:
    """The rules of plugins that ship their documentation."""
    for plugin in PLUGINS:
        for path, page in sorted(packed(f"eslint-plugin-{plugin}", directory)):
            name = path.rpartition("/")[2].removesuffix(".md")
            example = re.search(r"```\w*[^\n]*\n(.*?)```", page, re.DOTALL)
            if "/docs/" not in path or not path.endswith(".md") or example is None:
                continue
            paragraphs = [part.strip() for part in re.split(r"\n\s*\n", page)]
            prose = [
                part for part in paragraphs if part and (part[0].isalnum() or part[0] in "`_*\U0001f4dd")
            ]
            if prose:
                says = first_sentence(prose[0].lstrip("\U0001f4dd "))
                yield Rule(f"eslint-plugin-{plugin}", name, "javascript", says, example.group(1))


def eslint_descriptions(directory: Path) -> Iterator[Rule]:
    """What ESLint's own rules say of themselves; without examples, to fill stores with."""
    for path, source in packed("eslint", directory):
        found = re.search(r'description:\s*(["\'`])((?:(?!\1).)+)\1', source)
        if "/lib/rules/" in path and found:
            yield Rule("eslint", path.rpartition("/")[2], "javascript", first_sentence(found.group(2)), "")


# -------------------------------------------------------------------- measurement


class Stage:
    """A project and a person's store in a temporary directory, and the hook's handler on them."""

    def __init__(self, directory: Path) -> None:
        self.project = Project(str(directory / "work"))
        os.makedirs(self.project.learnings)
        os.environ["CLOSEDLOOP_HOME"] = str(directory / "user")
        self.person = Person()
        self._calls = 0

    def fill(self, rules: list[Rule]) -> None:
        """Put the rules into the store as patterns, P-001 the first."""
        patterns = [
            Pattern(f"P-{number:03d}", "mistake", rule.says, context=(rule.language,))
            for number, rule in enumerate(rules, 1)
        ]
        PatternStore(self.person.store).update(lambda _old, _provenance: patterns)

    def event(self, path: str, content: str) -> dict[str, object]:
        """A Write call of a conversation that nothing was shown yet."""
        self._calls += 1
        return {
            "session_id": f"s{self._calls}",
            "hook_event_name": "PreToolUse",
            "tool_name": "Write",
            "tool_input": {"file_path": path, "content": content},
        }

    def injected(self, path: str, content: str) -> list[str]:
        """The ids that the handler injects, in order."""
        return ids(pre_tool_use.handle(self.event(path, content), self.project))

    def injected_by_process(self, path: str, content: str) -> list[str]:
        """The same by the shell hook."""
        done = subprocess.run(
            ["sh", str(ROOT / "hooks" / "pretooluse-hook.sh")],
            input=json.dumps(self.event(path, content)).encode(),
            capture_output=True,
            env={**os.environ, "CLAUDE_PROJECT_DIR": self.project.workdir},
            check=True,
        )
        return ids(json.loads(done.stdout) if done.stdout else None)


def ids(answer: object) -> list[str]:
    """The ids in a hook's answer, in order."""
    if not isinstance(answer, dict):
        return []
    lines = str(answer["hookSpecificOutput"]["additionalContext"]).splitlines()
    return [line.split(" ")[0] for line in lines[2:-2]]


@dataclass
class Tally:
    """Recall and mean reciprocal rank of a series of calls."""

    calls: int = 0
    first: int = 0
    five: int = 0
    reciprocal: float = 0.0
    injected: int = 0

    def add(self, ranking: list[str], wanted: str) -> None:
        """Count one call."""
        self.calls += 1
        self.injected += len(ranking)
        if wanted in ranking[: injection.AT_MOST]:
            rank = ranking.index(wanted) + 1
            self.first += rank == 1
            self.five += 1
            self.reciprocal += 1 / rank

    def __str__(self) -> str:
        calls = self.calls or 1
        return (
            f"{self.first / calls:8.3f} {self.five / calls:8.3f} {self.reciprocal / calls:7.3f}"
            f" {self.injected / calls:9.1f} {self.calls:6d}"
        )


def bm25(rules: list[Rule], content: str) -> list[str]:
    """Plain BM25 (k1 1.2, b 0.75) over words, filtered by nothing: the baseline."""
    documents = [Counter(text.words(rule.says)) for rule in rules]
    average = sum(map(Counter.total, documents)) / len(documents)
    frequency = Counter(word for document in documents for word in document)
    query = set(text.words(re.sub(r"[_.]", " ", content)))
    scores = {}
    for number, document in enumerate(documents, 1):
        score = 0.0
        for word in query & document.keys():
            weight = log(1 + (len(rules) - frequency[word] + 0.5) / (frequency[word] + 0.5))
            count = document[word]
            score += weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * document.total() / average))
        if score:
            scores[f"P-{number:03d}"] = score
    return sorted(scores, key=lambda identifier: -scores[identifier])


def measure(stage: Stage, wanted: list[Rule], same: list[Rule], other: list[Rule]) -> tuple[Tally, Tally]:
    """What the hook and BM25 reach on each wanted rule among 49 others."""
    ours, plain = Tally(), Tally()
    for rule in wanted:
        chance = random.Random(rule.name)
        others = [one for one in same + other if one.says != rule.says]
        rules = [rule, *chance.sample(others, STORE_SIZE - 1)]
        chance.shuffle(rules)
        stage.fill(rules)
        identifier = f"P-{rules.index(rule) + 1:03d}"
        ours.add(stage.injected(PATHS[rule.language], rule.example), identifier)
        plain.add(bm25(rules, rule.example), identifier)
    return ours, plain


def false_positives(stage: Stage) -> None:
    """How often one of twenty unrelated lessons is injected while other files are written."""
    lessons = [Rule("none", str(number), "python", says, "") for number, says in enumerate(UNRELATED)]
    stage.fill(lessons)
    chance = random.Random(7)
    library = Path(sysconfig.get_paths()["stdlib"])
    paths = [path for path in sorted(library.glob("*.py")) if 500 < path.stat().st_size < 60_000]
    whole = parts = 0
    chosen = chance.sample(paths, 100)
    for path in chosen:
        content = path.read_text(encoding="utf-8", errors="replace")
        lines = content.split("\n")
        at = chance.randrange(max(1, len(lines) - 25))
        whole += bool(stage.injected(f"src/{path.name}", content))
        parts += bool(stage.injected(f"src/{path.name}", "\n".join(lines[at : at + 25])))
    print(f"\nWith {len(UNRELATED)} lessons on other subjects in the store, something is injected for")
    print(f"  {whole / len(chosen):4.0%} of whole files of the standard library, written at once")
    print(f"  {parts / len(chosen):4.0%} of pieces of 25 lines from them")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--linters", action="store_true", help="also fetch and measure other linters' rules")
    parser.add_argument("--rules", type=int, metavar="N", help="at most so many rules of each")
    parser.add_argument(
        "--processes", type=int, default=25, metavar="N", help="calls repeated by the real hook"
    )
    arguments = parser.parse_args()
    ruff = list({rule.says: rule for rule in ruff_rules()}.values())
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        try:
            other = list(eslint_descriptions(directory))
        except (OSError, subprocess.CalledProcessError):
            print("npm is missing, so the stores hold rules of one language alone", file=sys.stderr)
            other = []
        series = [
            ("ruff, half looked at", [rule for rule in ruff if rule.half == 0], ruff, other),
            ("ruff, other half", [rule for rule in ruff if rule.half == 1], ruff, other),
            ("ruff, other half, Python only", [rule for rule in ruff if rule.half == 1], ruff, []),
        ]
        if arguments.linters:
            pylint = list(pylint_rules(directory))
            plugins = list(eslint_rules(directory))
            series.append(("pylint", pylint, pylint, other))
            series.append(("ESLint plugins", plugins, plugins, ruff))
        stage = Stage(directory / "stage")
        print(f"{'':32}{'recall@1':>8} {'recall@5':>8} {'MRR':>7} {'injected':>9} {'rules':>6}")
        for label, wanted, same, others in series:
            ours, plain = measure(stage, wanted[: arguments.rules], same, others)
            print(f"{label:32}{ours}\n{'  plain BM25':32}{plain}", flush=True)
        agreed = 0
        sample = random.Random(1).sample(ruff, min(arguments.processes, len(ruff)))
        for rule in sample:
            stage.fill([rule, *random.Random(rule.name).sample(ruff, STORE_SIZE - 1)])
            path = PATHS[rule.language]
            agreed += stage.injected(path, rule.example) == stage.injected_by_process(path, rule.example)
        print(f"\nThe shell hook says what its handler says in {agreed} of {len(sample)} calls.")
        false_positives(stage)
    return 0 if agreed == len(sample) else 1


if __name__ == "__main__":
    sys.exit(main())
