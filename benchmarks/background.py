#!/usr/bin/env python3
"""Measure how common words are, and write the tables that the scorer is shipped with.

    scripts/python.sh benchmarks/background.py [--check]

``lesson_frequencies.COMMON`` comes from first sentences of the standard library's docstrings, the
descriptions of ESLint's rules, and those of the half of ruff's rules that benchmarks/relevance.py
doesn't report on as unseen. ``code_frequencies.COMMON_IN_CODE`` comes from pieces of the Python
packages in the environment and of the standard library, and of a few npm packages. The tables are
smoothing, so other versions of these packages change little.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from self_learning import environment

environment.activate()

from benchmarks.relevance import eslint_descriptions, packed, ruff_rules

from self_learning import code_frequencies, relevance

LIBRARY = ROOT / "scripts" / "self_learning"
LESSON_LEAST = 0.007  # shares below these are not listed
CODE_LEAST = 0.02
PYTHON_SHARE = 0.65  # of the pieces of code, the others being JavaScript


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


def shares(documents: Iterable[Iterable[str]]) -> dict[str, float]:
    """The share of documents that hold each term."""
    counts: Counter[str] = Counter()
    total = 0
    for document in documents:
        counts.update(set(document))
        total += 1
    return {term: count / total for term, count in counts.items()}


def mean(parts: list[tuple[float, dict[str, float]]], least: float, digits: int) -> dict[str, float]:
    """The weighted mean of several shares, as far as it is worth listing."""
    terms = {term for _, part in parts for term in part}
    found = {term: sum(weight * part.get(term, 0.0) for weight, part in parts) for term in sorted(terms)}
    return {term: round(share, digits) for term, share in found.items() if share >= least}


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
    """A table as source text, in lines of at most 110 characters."""
    lines = [f"{name}: dict[str, float] = {{"]
    line = "   "
    for term, share in found.items():
        piece = f' "{term}": {share:g},'
        if len(line) + len(piece) > 108:
            lines.append(line)
            line = "   "
        line += piece
    return "\n".join([*lines, line, "}  # fmt: skip\n"])


def main() -> int:
    """Measure, and write or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, say how much would change")
    check = parser.parse_args().check
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        lessons = [
            documentation(),
            (rule.says for rule in eslint_descriptions(directory)),
            (rule.says for rule in ruff_rules() if rule.half == 0),
        ]
        parts = [(1 / 3, shares(map(relevance.lesson_terms, texts))) for texts in lessons]
        common = mean(parts, LESSON_LEAST, 3)
        code_frequencies.COMMON_IN_CODE.clear()  # they are what is measured
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
        common_in_code = mean(in_code, CODE_LEAST, 2)
    for file, constant, found in (
        ("lesson_frequencies.py", "COMMON", common),
        ("code_frequencies.py", "COMMON_IN_CODE", common_in_code),
    ):
        path = LIBRARY / file
        before = path.read_text(encoding="utf-8")
        head = before[: before.index(f"\n{constant}: ") + 1]
        after = head + table(constant, found)
        print(f"{file}: {len(found)} terms, {'changed' if after != before else 'as it was'}")
        if not check:
            path.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
