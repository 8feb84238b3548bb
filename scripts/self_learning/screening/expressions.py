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
    from collections.abc import Iterable


class Expression:
    """A regular expression that is compiled when a text first needs it.

    All of them together take a tenth of a second to compile, and most lessons need few.

    Args:
        source: The expression.
        one_of: Texts of which it can't match without at least one; empty when unknown.
        words: Whole words of which it can't match without at least one; empty when unknown.
    """

    __slots__ = ("_compiled", "_one_of", "_source", "words")

    def __init__(self, source: str, one_of: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        self._source = source
        self._one_of = tuple(one_of)
        self.words = frozenset(words)
        self._compiled: re.Pattern[str] | None = None

    def _pattern(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, as ``re.Pattern.search`` finds it."""
        return self._pattern().search(text) if self._is_possible(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """All matches, as ``re.Pattern.finditer`` finds them."""
        return self._pattern().finditer(text) if self._is_possible(text) else ()

    def _is_possible(self, text: str) -> bool:
        if not self._one_of:
            return True
        for needed in self._one_of:  # noqa: SIM110 - a generator takes longer than the search it saves
            if needed in text:
                return True
        return False


class Rule(NamedTuple):
    """One kind of instruction; see the module's docstring."""

    reason: str
    expression: Expression
    refused_when: str = "ordered"
    whole: bool = False


class Rules:
    """Rules in their order, of which a text passes those over that it lacks every word of.

    Args:
        rules: The first that fits tells the reason.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._always: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        for position, one in enumerate(self._rules):
            if not one.expression.words:
                self._always.append(position)
            for word in one.expression.words:
                self._by_word.setdefault(word, []).append(position)

    def possible(self, text: str) -> list[Rule]:
        """The rules that may match a text."""
        found = set(self._always)
        for word in _WORD.findall(text):
            if word in self._by_word:
                found.update(self._by_word[word])
        return [self._rules[position] for position in sorted(found)]


_WORD = re.compile(r"\w+")  # as an expression's \b bounds it

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


def raw(
    reason: str, expression: str, *, refused_when: str = "ordered", one_of: str = "", words: str = ""
) -> Rule:
    """A rule whose expression marks the act itself.

    Args:
        reason: What the text asks for.
        expression: With a group ``act``.
        refused_when: The stance in which the act is refused: ``ordered`` or ``forbidden``.
        one_of: What a match holds at least one of, with commas between, to save looking for it.
        words: The same, of whole words.
    """
    return Rule(reason, Expression(expression, _listed(one_of), _listed(words)), refused_when)


def whole(reason: str, expression: str, *, one_of: str = "", words: str = "") -> Rule:
    """A rule for what is an instruction however it stands; ``one_of`` and ``words`` as for ``raw``."""
    return Rule(reason, Expression(expression, _listed(one_of), _listed(words)), whole=True)


def _listed(given: str) -> tuple[str, ...]:
    return tuple(given.split(",")) if given else ()
