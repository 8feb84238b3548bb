"""Which rules a text may match at all, told by the words and pieces of words in it.

A regular expression has parts without which it can't match: one of these verbs, and one of these objects.
``filter_data`` holds them for each rule, as ``tests/self_learning/build_screening_filters.py`` derived them
from the expressions. A rule is compiled and tried only for texts that have one feature of each of its groups.
A rule that was changed and not derived anew is always tried: that is slow, but nothing is missed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from self_learning.screening import filter_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from self_learning.screening.expressions import Rule

BEGINNINGS = (4,)  # characters of the beginnings of words that are features
PIECES = (3, 4)  # characters of the pieces of text that are
RARE = re.compile(r"[^\w ,.'-]|[^\x00-\x7f]")  # says enough alone, as brackets and other alphabets do
_WORD = re.compile(r"\w+")  # as an expression's \b bounds it


def features(text: str) -> set[str]:
    """What a rule may need of a casefolded text.

    Returns:
        ``=word`` for each word, ``^beg`` for beginnings of words, pieces of 3 and 4 characters, and whatever
        is rare: pairs with a character that is no Latin letter, and such characters alone.
    """
    words = set(_WORD.findall(text))
    found = {f"={word}" for word in words}
    for length in BEGINNINGS:
        found.update([f"^{word[:length]}" for word in words if len(word) >= length])
    for length in PIECES:
        found.update([text[at : at + length] for at in range(len(text) - length + 1)])
    for match in RARE.finditer(text):
        at = match.start()
        found.update((text[at], text[at : at + 2], text[max(0, at - 1) : at + 1]))
    return found


class Filter:
    """Rules in their order, and what a text must have for each.

    Args:
        rules: The first that fits tells the reason.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._width = len(self._rules)
        self._needless = 0  # a bit for each group of each rule that has no such group
        self._serves: dict[str, int] = {}  # by feature, the bits of the groups that it serves
        for position, one in enumerate(self._rules):
            groups = filter_data.NEEDS.get(one.expression.checksum, ())
            for number in range(filter_data.GROUPS):
                bit = 1 << (number * self._width + position)
                if number >= len(groups):
                    self._needless |= bit
                    continue
                for feature in groups[number].split("\t"):
                    self._serves[feature] = self._serves.get(feature, 0) | bit

    def possible(self, found: set[str]) -> list[Rule]:
        """The rules that a text with these features may match, in their order."""
        reached = self._needless
        for feature in self._serves.keys() & found:
            reached |= self._serves[feature]
        served = reached
        for number in range(1, filter_data.GROUPS):
            served &= reached >> (number * self._width)
        served &= (1 << self._width) - 1
        rules = []
        while served:
            lowest = served & -served
            rules.append(self._rules[lowest.bit_length() - 1])
            served ^= lowest
        return rules
