"""Texts that a regular expression matches, made by choosing at each of its forks.

Looking ahead and behind is left out, so that not every text is a match in the end.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_parse as parser

if TYPE_CHECKING:
    import random

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANYTHING = " " * 9 + "x"  # mostly what parts words, as most of what stands between two parts does
_OF_CATEGORY = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "0123456789", "CATEGORY_WORD": _LETTERS}


def example(source: str, chance: random.Random) -> str:
    """One text, which may or may not match.

    Args:
        source: The expression.
        chance: Decides at each fork.
    """
    return _written(parser.parse(source), chance)


def _written(parts: Any, chance: random.Random) -> str:
    return "".join(_part(str(operation), argument, chance) for operation, argument in parts)


def _part(operation: str, argument: Any, chance: random.Random) -> str:
    if operation == "LITERAL":
        return chr(argument)
    if operation in ("ANY", "NOT_LITERAL"):
        return chance.choice(_ANYTHING)
    if operation == "IN":
        return _member(argument, chance)
    if operation == "SUBPATTERN":
        return _written(argument[-1], chance)
    if operation == "BRANCH":
        return _written(chance.choice(argument[1]), chance)
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, part = argument
        times = chance.randint(least, min(int(most), least + 2)) or int(most > 9)
        return "".join(_written(part, chance) for _ in range(times))
    return ""


def _member(members: Any, chance: random.Random) -> str:
    operation, argument = members[0] if str(members[0][0]) == "NEGATE" else chance.choice(members)
    if str(operation) == "LITERAL":
        return chr(argument)
    if str(operation) == "RANGE":
        return chr(chance.randint(*argument))
    if str(operation) == "CATEGORY":
        return chance.choice(_OF_CATEGORY.get(str(argument), _LETTERS))
    return chance.choice(_ANYTHING)
