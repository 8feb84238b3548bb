"""How a rule of the screening is written: an act, its object, and when it is refused.

An expression marks with ``act`` where the verb begins, whose stance counts; with ``flag`` an
option that is used rather than a verb; with ``passive`` a wording that is an order as it is
("checks must be disabled"). A rule that is ``whole`` is an instruction in whatever stance, and
is looked for in the whole text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet


class Expression:
    """A regular expression that is compiled when a text first needs it.

    All of them together take a tenth of a second to compile, and most lessons need few.

    Args:
        source: The expression.
        one_of: Texts of which it can't match without at least one; empty when unknown.
        words: Whole words of which it can't match without at least one; empty when unknown.
    """

    __slots__ = ("_compiled", "_one_of", "_source", "_words")

    def __init__(self, source: str, one_of: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        self._source = source
        self._one_of = tuple(one_of)
        self._words = frozenset(words)
        self._compiled: re.Pattern[str] | None = None

    def _pattern(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled

    def search(self, text: str, words: AbstractSet[str]) -> re.Match[str] | None:
        """The first match, as ``re.Pattern.search`` finds it; ``words`` is what ``words_of`` gives."""
        return next(self.finditer(text, words), None)

    def finditer(self, text: str, words: AbstractSet[str]) -> Iterator[re.Match[str]]:
        """All matches, as ``re.Pattern.finditer`` finds them; ``words`` is what ``words_of`` gives."""
        if self._words and self._words.isdisjoint(words):
            return iter(())
        if self._one_of and not any(needed in text for needed in self._one_of):
            return iter(())
        return self._pattern().finditer(text)


def words_of(text: str) -> AbstractSet[str]:
    """The words of a text, between which an expression's ``\\b`` matches."""
    return frozenset(_WORD.findall(text))


_WORD = re.compile(r"\w+")


class Rule(NamedTuple):
    """One kind of instruction; see the module's docstring."""

    reason: str
    expression: Expression
    refused_when: str = "ordered"
    whole: bool = False


# Verbs that double their last letter in a gerund.
_DOUBLED = re.compile(
    r"(?:skip|drop|omit|run|put|set|get|cut|stop|unset|quit|let|"
    r"tip|dim|log|shut|submit|commit|strip|scrap|nix|cat|transmit|transfer|ship|rig)"
)


def _gerund(verb: str) -> str:
    head, *rest = verb.split(" ", 1)
    if _DOUBLED.fullmatch(head):
        made = head + head[-1] + "ing"
    elif head.endswith("e") and not head.endswith("ee"):
        made = head[:-1] + "ing"
    else:
        made = head + "ing"
    return " ".join([made, *rest])


def _forms(verb: str) -> tuple[str, str]:
    """A verb's base form and its gerund."""
    return verb.strip(), _gerund(verb.strip())


def _verbs(listed: str) -> str:
    """An expression for verbs in base form and as gerunds; ``turn off`` may be parted by its object."""
    forms = [re.escape(form).replace(r"\ ", r"\s") for verb in listed.split(",") for form in _forms(verb)]
    return r"\b(?P<act>(?:" + "|".join(sorted(forms, key=len, reverse=True)) + r"))\b"


_NO_PREPOSITION = (
    r"(?!(?:after|before|during|for|from|in|into|when|while|on|until|by|without|via|to|than|as|because|if)\b)"
)


def _gap(most: int, *, direct: bool = False) -> str:
    """Up to so many words between the verb and its object; a direct object has no preposition before it."""
    word = r"[\s,]+" + (_NO_PREPOSITION if direct else "") + r"[^\s,;]+"
    return r"(?:" + word + r"){0," + str(most) + r"}?[\s\"'`(]+"


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
    first_words = {_WORD.findall(form)[0] for verb in verbs.split(",") for form in _forms(verb)}
    source = _verbs(verbs) + _gap(gap, direct=direct) + "(?:" + objects + ")" + tail
    return Rule(reason, Expression(source, words=first_words), refused_when)


def raw(reason: str, expression: str, *, refused_when: str = "ordered", one_of: str = "") -> Rule:
    """A rule whose expression marks the act itself.

    Args:
        reason: What the text asks for.
        expression: With a group ``act``.
        refused_when: The stance in which the act is refused: ``ordered`` or ``forbidden``.
        one_of: What a match holds at least one of, with commas between, to save looking for it.
    """
    return Rule(reason, Expression(expression, _listed(one_of)), refused_when)


def whole(reason: str, expression: str, *, one_of: str = "") -> Rule:
    """A rule for what is an instruction however it stands; ``one_of`` as for ``raw``."""
    return Rule(reason, Expression(expression, _listed(one_of)), whole=True)


def _listed(one_of: str) -> tuple[str, ...]:
    return tuple(one_of.split(",")) if one_of else ()
