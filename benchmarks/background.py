#!/usr/bin/env python3
"""Measure how common words are, and write the tables that the scorer is shipped with.

    scripts/python.sh benchmarks/background.py [--check]

``lesson_frequencies`` says how common words are in sentences about software: first paragraphs of the
standard library's docstrings, comments in code, README files of packages from npm and PyPI, the
descriptions of ESLint's rules, and those of the half of ruff's rules that benchmarks/relevance.py
doesn't report on as unseen. ``code_frequencies`` comes from pieces of the Python packages in the
environment and of the standard library, and of a few npm packages. The tables are smoothing, so
other versions of these packages change little.
"""

from __future__ import annotations

import argparse
import ast
import importlib.metadata
import random
import re
import sys
import sysconfig
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log10
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from self_learning import environment

environment.activate()

from benchmarks.relevance import eslint_descriptions, packed, ruff_rules

from self_learning import relevance

LIBRARY = ROOT / "scripts" / "self_learning"
LESSON_LEAST = 0.0007  # shares below these are not listed
CODE_LEAST = 0.006
PYTHON_SHARE = 0.65  # of the pieces of code, the others being JavaScript
BANDS = 10  # to each power of ten: what shares are rounded to
README_PACKAGES = (
    "express", "webpack", "jest", "mocha", "axios", "commander", "yargs", "winston", "passport", "helmet",
    "sequelize", "mongoose", "knex", "redis", "socket.io", "ws", "graphql", "husky", "lint-staged", "pm2",
    "nodemon", "dotenv", "vite", "rollup", "esbuild", "puppeteer", "playwright", "prettier", "karma", "lerna",
    "serverless", "react-router", "redux", "vuex", "rxjs", "date-fns", "i18next", "multer", "kafkajs",
)  # fmt: skip


def documentation() -> Iterator[str]:
    """The first paragraphs of the standard library's docstrings."""
    library = Path(sysconfig.get_paths()["stdlib"])
    for path in [*library.glob("*.py"), *library.glob("*/*.py")]:
        if "site-packages" in path.parts or "test" in path.parts:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)):
                told = ast.get_docstring(node)
                if told:
                    yield " ".join(told.split("\n\n")[0].split())[:200]


def readmes(directory: Path) -> Iterator[str]:
    """The sentences of README files and change logs of packages from npm and PyPI."""
    told = [one.read_text("METADATA") or "" for one in importlib.metadata.distributions()]
    for package in README_PACKAGES:
        told += [text for path, text in packed(package, directory) if path.lower().endswith(".md")]
    for text in told:
        plain = re.sub(r"```.*?```|<[^>]*>|\]\([^)]*\)|https?://\S+|`[^`]*`", " ", text, flags=re.DOTALL)
        for sentence in re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n\s*[-*] ", plain):
            if 6 <= len(sentence.split()) <= 40 and "|" not in sentence:
                yield sentence


def comments(chance: random.Random) -> Iterator[str]:
    """The comments of modules, each as far as it goes on without a line between."""
    for text in python_texts(chance):
        for found in re.finditer(r"(?:^ *# .*\n)+", text, re.MULTILINE):
            told = found[0].replace("#", " ")
            if 6 <= len(told.split()) <= 60:
                yield told


def shares(documents: Iterable[Iterable[str]]) -> dict[str, float]:
    """The share of documents that hold each term."""
    counts: Counter[str] = Counter()
    total = 0
    for document in documents:
        counts.update(set(document))
        total += 1
    return {term: count / total for term, count in counts.items()}


def words_of(sentence: str) -> set[str]:
    """The terms of a sentence, without whole identifiers and numbers."""
    return {term for term in relevance.lesson_terms(sentence) if term[0] != "=" and not term.isdigit()}


def mean(parts: list[tuple[float, dict[str, float]]], least: float) -> dict[str, float]:
    """The weighted mean of several shares, as far as it is worth listing."""
    terms = {term for _, part in parts for term in part}
    found = {term: sum(weight * part.get(term, 0.0) for weight, part in parts) for term in terms}
    return {term: share for term, share in found.items() if share >= least and term.isascii()}


def pieces(texts: Iterable[str], each: int, chance: random.Random) -> Iterator[str]:
    """Some pieces of 10, 20 or 40 lines of each text."""
    for text in texts:
        lines = [line for line in text.split("\n") if len(line) < 300]
        for _ in range(each):
            at = chance.randrange(max(1, len(lines) - 30))
            yield "\n".join(lines[at : at + chance.choice((10, 20, 40))])


def python_texts(chance: random.Random) -> Iterator[str]:
    """The text of 700 modules."""
    paths = sysconfig.get_paths()
    packages = Path(paths["purelib"])
    found = [*packages.glob("*/*.py"), *packages.glob("*/*/*.py"), *Path(paths["stdlib"]).glob("*.py")]
    found = sorted(path for path in found if path.stat().st_size > 1_500)
    for path in chance.sample(found, min(700, len(found))):
        yield path.read_text(encoding="utf-8", errors="replace")


def javascript_texts(directory: Path) -> Iterator[str]:
    """The text of the modules of some packages."""
    for package in ("eslint", "eslint-plugin-jest", "eslint-plugin-import", "eslint-plugin-react"):
        for path, text in packed(package, directory):
            if path.endswith(".js") and "/lib/" in path and len(text) > 1_500:
                yield text


def table(name: str, found: dict[str, float]) -> str:
    """A table as source text: the terms of each share, in lines of at most 110 characters."""
    bands: dict[float, list[str]] = {}
    for term, share in sorted(found.items()):
        bands.setdefault(float(f"{10 ** (round(log10(share) * BANDS) / BANDS):.2g}"), []).append(term)
    lines = [f"{name}: tuple[tuple[float, str], ...] = ("]
    for share, terms in sorted(bands.items(), reverse=True):
        lines.append(f'    ({share:g}, """')
        lines += textwrap.wrap(" ".join(terms), 105, break_on_hyphens=False, break_long_words=False)
        lines[-1] += '"""),'
    return "\n".join([*lines, ")  # fmt: skip\n"])


def main() -> int:
    """Measure, and write or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, say how much would change")
    check = parser.parse_args().check
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        lessons = [
            (0.3, documentation()),
            (0.3, readmes(directory)),
            (0.2, comments(chance)),
            (0.1, (rule.says for rule in eslint_descriptions(directory))),
            (0.1, (rule.says for rule in ruff_rules() if rule.half == 0)),
        ]
        common = mean([(part, shares(map(words_of, set(texts)))) for part, texts in lessons], LESSON_LEAST)
        in_code = [
            (
                share,
                shares(
                    relevance.work_terms(code=piece, language=language)
                    for piece in pieces(texts, each, chance)
                ),
            )
            for share, language, texts, each in (
                (PYTHON_SHARE, "python", python_texts(chance), 3),
                (1 - PYTHON_SHARE, "javascript", javascript_texts(directory), 2),
            )
        ]
        common_in_code = mean(in_code, CODE_LEAST)
    for file, found in (("lesson_frequencies.py", common), ("code_frequencies.py", common_in_code)):
        path = LIBRARY / file
        before = path.read_text(encoding="utf-8")
        head = before[: before.index("\nBANDS: ") + 1]
        after = head + table("BANDS", found)
        print(f"{file}: {len(found)} terms, {'changed' if after != before else 'as it was'}")
        if not check:
            path.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
