"""How a rule of the screening is written: an act, its object, and when it is refused.

An expression marks with ``act`` where the verb begins, whose stance counts; with ``flag`` an
option that is used rather than a verb; with ``passive`` a wording that is an order as it is
("checks must be disabled"). A ``whole`` rule is an instruction in whatever stance, and is looked for
in the whole text; a ``foreign`` one is for another language.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

CLAUSE, WHOLE, FOREIGN = "clause", "whole", "foreign"  # where a rule is looked for


class Expression:
    """A regular expression that is put together and compiled when a text first needs it.

    All of them together take a tenth of a second to compile, and most lessons need none; ``filters``
    says which one a text may need.

    Args:
        verbs: With commas between them, to be put in front; none for an expression that is complete.
        source: The expression, or what follows the verbs.
        gap: How many words may stand between a verb and its object.
        direct: Whether none of these may be a preposition.
    """

    __slots__ = ("_compiled", "_direct", "_gap", "_source", "_verbs")

    def __init__(self, source: str, verbs: str = "", gap: int = 0, *, direct: bool = False) -> None:
        self._source = source
        self._verbs = verbs
        self._gap = gap
        self._direct = direct
        self._compiled: re.Pattern[str] | None = None

    @property
    def source(self) -> str:
        """The expression as it is compiled."""
        if not self._verbs:
            return self._source
        return _any_of(self._verbs) + _between(self._gap, direct=self._direct) + self._source

    @property
    def checksum(self) -> int:
        """What tells it from others, without putting it together."""
        return zlib.crc32(f"{self._verbs}\t{self._gap}{self._direct}\t{self._source}".encode())

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at the first call."""
        if self._compiled is None:
            self._compiled = re.compile(self.source)
        return self._compiled


class Rule(NamedTuple):
    """One kind of instruction; see the module's docstring."""

    reason: str
    expression: Expression
    refused_when: str = "ordered"
    scope: str = CLAUSE


def rule(
    reason: str,
    verbs: str,
    objects: str,
    *,
    gap: int = 4,
    direct: bool = False,
    tail: str = "",
    refused_when: str = "ordered",
) -> Rule:
    """A rule of a verb and its object.

    Args:
        reason: What the text asks for.
        verbs: In base form, with commas between them; their gerunds are added.
        objects: An expression.
        gap: How many words may stand between them.
        direct: Whether none of these may be a preposition.
        tail: An expression for what must follow.
        refused_when: The stance in which the act is refused: ``ordered`` or ``forbidden``.
    """
    return Rule(reason, Expression(f"(?:{objects}){tail}", verbs, gap, direct=direct), refused_when)


def raw(reason: str, expression: str, *, refused_when: str = "ordered") -> Rule:
    """A rule whose expression marks the act itself.

    Args:
        reason: What the text asks for.
        expression: With a group ``act``.
        refused_when: The stance in which the act is refused: ``ordered`` or ``forbidden``.
    """
    return Rule(reason, Expression(expression), refused_when)


def whole(reason: str, expression: str) -> Rule:
    """A rule for what is an instruction however it stands."""
    return Rule(reason, Expression(expression), scope=WHOLE)


def foreign(reason: str, expression: str) -> Rule:
    """A rule for another language than English; ``languages`` decides its stance."""
    return Rule(reason, Expression(expression), scope=FOREIGN)


# Verbs that double their last letter in a gerund.
_DOUBLED = frozenset(
    """
    skip drop omit run put set get cut stop unset quit let tip dim log shut submit commit strip scrap nix cat
    transmit transfer ship rig scan plug unplug
    """.split()  # noqa: SIM905 - a list of words reads better so
)


def gerund(verb: str) -> str:
    """A verb's form in -ing; only the first of several words changes."""
    head, space, rest = verb.partition(" ")
    if head in _DOUBLED:
        head += head[-1]
    elif head.endswith("e") and not head.endswith("ee"):
        head = head[:-1]
    return f"{head}ing{space}{rest}"


def _any_of(verbs: str) -> str:
    """An expression for verbs in base form and as gerunds."""
    forms = [form for verb in verbs.split(",") for form in (verb.strip(), gerund(verb.strip()))]
    escaped = [re.escape(form).replace(r"\ ", r"\s") for form in forms]
    return r"\b(?P<act>(?:" + "|".join(sorted(escaped, key=len, reverse=True)) + r"))\b"


_NO_PREPOSITION = (
    r"(?!(?:after|before|during|for|from|in|into|when|while|on|until|by|without|via|to|than|as|because|"
    r"if)\b)"
)


def _between(most: int, *, direct: bool) -> str:
    """Up to so many words between the verb and its object; a direct object has no preposition before it."""
    word = r"[\s,]+" + (_NO_PREPOSITION if direct else "") + r"[^\s,;]+"
    return r"(?:" + word + r"){0," + str(most) + r"}?[\s\"'`(]+"
