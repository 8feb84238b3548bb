"""Derive from the rules of the screening what a text must have for a rule to match, and write it down.

Run it after a rule was changed: ``python tests/self_learning/build_screening_filters.py``. Without that a
changed rule is tried for every text, and ``test_screening_filters`` says so.

An expression is read as its parser reads it. What follows one another must all be there; of alternatives, one.
The result is a list of groups of literals of which each must be in the text; the rarest in honest lessons are kept.
"""

from __future__ import annotations

import functools
import pathlib
import sys
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "scripts"))

import quality_texts
import screening_later_texts
import screening_texts

from self_learning.screening import languages
from self_learning.screening.filters import BEGINNINGS, PIECES, RARE, features
from self_learning.screening.rules import RULES

if sys.version_info >= (3, 11):
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_parse as parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from self_learning.screening.expressions import Rule

GROUPS = 3  # kept for each rule
WRITTEN = pathlib.Path(__file__).parents[2] / "scripts/self_learning/screening/filter_data.py"
_MOST = 300  # literals that one group may have
_BOUNDARY = "\0"  # where a word begins or ends, inside a literal

Literals = frozenset[str]


def all_rules() -> tuple[Rule, ...]:
    """The rules that are filtered."""
    return RULES + languages.RULES


def honest_texts() -> tuple[str, ...]:
    """Lessons of the tests that were in view when the rules were written."""
    return (*screening_texts.HONEST, *screening_later_texts.TAUGHT, *quality_texts.GOOD)


def needs(source: str) -> list[Literals]:
    """Groups of literals of which a match of the expression holds at least one each."""
    exact, groups = _sequence(parser.parse(source))
    if exact is not None and _is_useful(exact):
        groups = [*groups, exact]
    return groups


def features_of(literal: str) -> list[str]:
    """All features that a text with this literal has for certain."""
    found = []
    plain = literal.replace(_BOUNDARY, "")
    for begin, end in _words(literal):
        written = literal[begin:end]
        begins, ends = begin > 0, end < len(literal)
        if begins and ends:
            found.append(f"={written}")
        if begins:
            found += [f"^{written[:length]}" for length in BEGINNINGS if len(written) >= length]
    for length in PIECES:
        found += [plain[at : at + length] for at in range(len(plain) - length + 1)]
    for match in RARE.finditer(plain):
        at = match.start()
        found += [plain[at], plain[at : at + 2], plain[max(0, at - 1) : at + 1]]
    return found


def _words(literal: str) -> list[tuple[int, int]]:
    found, begin = [], None
    for at, character in enumerate(f"{literal} "):
        if character.isalnum() or character == "_":
            begin = at if begin is None else begin
        elif begin is not None:
            found.append((begin, at))
            begin = None
    return found


@functools.lru_cache(maxsize=1)
def _frequencies() -> dict[str, int]:
    """In how many of the honest texts of the tests a feature is."""
    counted: dict[str, int] = {}
    for text in honest_texts():
        for feature in features(text.casefold()):
            counted[feature] = counted.get(feature, 0) + 1
    return counted


def _cost(feature: str) -> float:
    return _frequencies().get(feature, 0) + 0.3 / max(1, len(feature.lstrip("=^")))


@functools.cache
def _rarest(literal: str) -> str | None:
    return min(features_of(literal), key=lambda feature: (_cost(feature), feature), default=None)


def _is_useful(group: Iterable[str]) -> bool:
    group = list(group)
    return bool(group) and all(_rarest(literal) is not None for literal in group)


def _group_cost(group: Literals) -> float:
    return sum(_cost(_rarest(literal) or "") for literal in group)


class _Run:
    """The literals of parts that stand side by side, as far as they can be listed."""

    def __init__(self) -> None:
        self.literals: set[str] = {""}
        self.is_all = True  # of the sequence so far
        self.groups: list[Literals] = []

    def extend(self, literals: Iterable[str]) -> None:
        literals = set(literals)
        made = {first + second for first in self.literals for second in literals}
        if len(made) > _MOST:
            self.end()
            made = literals
        self.literals = made

    def end(self) -> None:
        if _is_useful(self.literals):
            self.groups.append(frozenset(self.literals))
        self.literals = {""}
        self.is_all = False

    def boundary(self) -> None:
        """Something that is no part of a word."""
        self.extend({_BOUNDARY})
        self.end()
        self.extend({_BOUNDARY})


def _sequence(parts: Any) -> tuple[Literals | None, list[Literals]]:
    run = _Run()
    for operation, argument in parts:
        name = str(operation)
        if name == "LITERAL":
            run.extend({chr(argument).casefold()})
        elif name == "AT":
            if str(argument) == "AT_BOUNDARY":
                run.extend({_BOUNDARY})
        elif name == "IN":
            _add_characters(run, argument)
        elif name == "SUBPATTERN":
            _add(run, _sequence(argument[-1]))
        elif name == "BRANCH":
            _add_branches(run, [_sequence(branch) for branch in argument[1]])
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            _add_repeated(run, *argument)
        elif name == "ASSERT":
            exact, groups = _sequence(argument[1])
            run.groups += [exact] if exact is not None and _is_useful(exact) else []
            run.groups += groups
        elif name != "ASSERT_NOT":
            run.end()
    if run.is_all:
        return frozenset(run.literals), run.groups
    run.end()
    return None, run.groups


def _add(run: _Run, known: tuple[Literals | None, list[Literals]]) -> None:
    exact, groups = known
    if exact is not None:
        run.extend(exact)
        run.groups += groups
    else:
        run.end()
        run.groups += groups


def _add_characters(run: _Run, members: Any) -> None:
    listed = _listed_characters(members)
    if listed is not None and len(listed) <= 6:
        run.extend(listed)
    elif _parts_words(members):
        run.boundary()
    else:
        run.end()


def _listed_characters(members: Any) -> set[str] | None:
    found: set[str] = set()
    for operation, argument in members:
        if str(operation) == "LITERAL":
            found.add(chr(argument))
        elif str(operation) == "RANGE" and argument[1] - argument[0] < 6:
            found |= {chr(point) for point in range(argument[0], argument[1] + 1)}
        else:
            return None
    return found


def _parts_words(members: Any) -> bool:
    """Whether a class has no character of words."""
    return all(
        (str(operation) == "CATEGORY" and str(argument) == "CATEGORY_SPACE")
        or (str(operation) == "LITERAL" and not (chr(argument).isalnum() or chr(argument) == "_"))
        for operation, argument in members
    )


def _add_branches(run: _Run, branches: list[tuple[Literals | None, list[Literals]]]) -> None:
    exact = [literals for literals, _ in branches if literals is not None]
    if len(exact) == len(branches) and sum(map(len, exact)) <= _MOST:
        run.extend(frozenset().union(*exact))
        return
    run.end()
    together: set[str] = set()
    for literals, groups in branches:
        options = [*groups, *([literals] if literals is not None and _is_useful(literals) else [])]
        if not options:
            return  # this branch needs nothing that could be looked for
        together |= min(options, key=lambda group: _group_cost(frozenset(group)))
    run.groups.append(frozenset(together))


def _add_repeated(run: _Run, least: int, most: int, part: Any) -> None:
    exact, groups = _sequence(part)
    if exact is not None and most == 1 and len(exact) <= 12:
        run.extend(exact | {""} if least == 0 else exact)
        return
    if least == 0:
        run.end()
        return
    spaces = all(str(operation) == "IN" and _parts_words(members) for operation, members in part)
    if spaces:
        run.boundary()
        return
    run.end()
    run.groups += [exact] if exact is not None and _is_useful(exact) else []
    run.groups += groups


def kept(source: str) -> list[list[str]]:
    """The features of the rarest groups of an expression."""
    groups = {frozenset(_rarest(literal) or "" for literal in group) for group in needs(source)}
    ordered = sorted(groups, key=lambda group: (sum(map(_cost, group)), sorted(group)))
    return [sorted(group) for group in ordered[:GROUPS]]


def build() -> str:
    """The text of ``filter_data``."""
    lines = [
        "# ruff: noqa: E501",
        "# fmt: off",
        '"""What a text must have for a rule to match; derived, see ``filters``. Don\'t edit."""',
        "",
        "from __future__ import annotations",
        "",
        f"GROUPS = {GROUPS}",
        "# By a rule's checksum, groups of features with tabs between; a match has one of each group.",
        "NEEDS: dict[int, tuple[str, ...]] = {",
    ]
    for one in all_rules():
        groups = ["\t".join(group) for group in kept(one.expression.source)]
        lines.append(f"    {one.expression.checksum}: {tuple(groups)!r},")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    WRITTEN.write_text(build(), encoding="utf-8")
