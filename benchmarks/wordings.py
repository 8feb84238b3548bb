"""Does the engine find the same lesson in other words? Findings as review agents word them.

A file holds lessons, each a ``# name`` and lines of ``tag | finding``. wordings.txt was written before the
table of known faults, by the same person; one half of its lessons, chosen by their names' hashes, was
looked at while the table was made. wordings_later.txt and wordings_last.txt were written after it, and each
was measured once before the table was mended for what it showed.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from self_learning.engine import grouping, naming

_HERE = Path(__file__).resolve().parent
_ORDERS = 5  # the same rows in several orders, because a group is led by its first
_KNOWN = 2  # rows of each lesson that are in the log before those without a name come


class Row(NamedTuple):
    """One finding; ``lesson`` is what it should be grouped by."""

    lesson: str
    tag: str
    text: str


class Tally(NamedTuple):
    """How many pairs or rows were right, were found at all, and ought to be found."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: object) -> Tally:
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


def lists() -> dict[str, list[Row]]:
    """The rows by what they may be used for."""
    rows = _read(_HERE / "wordings.txt")
    names = sorted(
        {row.lesson for row in rows}, key=lambda name: hashlib.sha256(f"split{name}".encode()).digest()
    )
    looked_at = set(names[::2])
    return {
        "looked at": [row for row in rows if row.lesson in looked_at],
        "held out": [row for row in rows if row.lesson not in looked_at],
        "written later": _read(_HERE / "wordings_later.txt"),
        "written last": _read(_HERE / "wordings_last.txt"),
    }


def _read(path: Path) -> list[Row]:
    rows: list[Row] = []
    lesson = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            lesson = line[2:]
        else:
            tag, _, text = line.partition(" | ")
            rows.append(Row(lesson, tag, text))
    return rows


def measures(rows: list[Row]) -> dict[str, Tally]:
    """Each way of asking, summed over the orders."""
    found: dict[str, Tally] = defaultdict(Tally)
    for order in range(_ORDERS):
        shuffled = rows[:]
        random.Random(order).shuffle(shuffled)
        found["tags and texts, pairs"] += _pairs(shuffled)
        found["texts alone, pairs"] += _pairs([row._replace(tag="") for row in shuffled])
        found["tags alone, pairs"] += _pairs([row._replace(text="") for row in shuffled])
        found["a text without a tag finds its pattern"] += _attach(shuffled)
    return dict(found)


def _assign(grouped: grouping.Grouping, row: Row) -> int:
    names = naming.Names()
    return grouped.assign(names.explicit(row.tag) or names.by_keyword(row.text), row.text)


def _pairs(rows: list[Row]) -> Tally:
    grouped = grouping.Grouping()
    placed = [(_assign(grouped, row), row.lesson) for row in rows]
    right = found = wanted = 0
    for one, other in combinations(placed, 2):
        together, same = one[0] == other[0] != -1, one[1] == other[1]
        right += together and same
        found += together
        wanted += same
    return Tally(right, found, wanted)


def _attach(rows: list[Row]) -> Tally:
    known, loose = grouping.Grouping(), grouping.Grouping()
    lessons: dict[int, set[str]] = defaultdict(set)
    seen: Counter[str] = Counter()
    rest: list[tuple[str, int]] = []
    for row in rows:
        seen[row.lesson] += 1
        if seen[row.lesson] <= _KNOWN:
            lessons[_assign(known, row)].add(row.lesson)
        else:
            rest.append((row.lesson, _assign(loose, row._replace(tag=""))))
    roots = grouping.join([known, loose])
    placed = [(lesson, roots.get(grouping.Root(1, group))) for lesson, group in rest]
    attached = [(lesson, root.group) for lesson, root in placed if root is not None and root.log == 0]
    return Tally(sum(lesson in lessons[group] for lesson, group in attached), len(attached), len(rest))
