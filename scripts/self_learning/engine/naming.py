"""Names of patterns: kebab-case, aliases, and the ordered keyword rules for rows without a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning.engine import faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

UNCLASSIFIED = "unclassified"
NAME_LIMIT = 60

# What people and models write when they have no name.
_NO_NAME = frozenset(
    ("unclassified", "unknown", "other", "misc", "miscellaneous", "general", "none", "n-a", "na", "tbd", "")
)

ALIASES = {
    "missing-validation": "unvalidated-input",
    "missing-input-validation": "unvalidated-input",
    "input-validation": "unvalidated-input",
    "no-input-validation": "unvalidated-input",
    "missing-status": "missing-status-condition",
    "missing-status-conditions": "missing-status-condition",
    "race-condition": "concurrency-race",
    "data-race": "concurrency-race",
    "nil-pointer": "nil-dereference",
    "nil-pointer-dereference": "nil-dereference",
    "null-pointer": "nil-dereference",
    "null-pointer-dereference": "nil-dereference",
    "null-dereference": "nil-dereference",
    "error-not-handled": "unhandled-error",
    "missing-error-handling": "unhandled-error",
    "unhandled-errors": "unhandled-error",
    "hardcoded": "hardcoded-value",
    "hard-coded": "hardcoded-value",
    "hardcoded-values": "hardcoded-value",
    "hard-coded-value": "hardcoded-value",
    "missing-test": "insufficient-test-coverage",
    "missing-tests": "insufficient-test-coverage",
    "missing-test-coverage": "insufficient-test-coverage",
    "import-order": "import-ordering",
}

# In this order: the first phrase whose words stand in the text in order, at most two others between each.
# Behind them come the phrases of ``faults``.
KEYWORD_RULES = (
    ("missing validation", "unvalidated-input"),
    ("missing status", "missing-status-condition"),
    ("race condition", "concurrency-race"),
    ("nil pointer", "nil-dereference"),
    ("error not handled", "unhandled-error"),
    ("hardcoded", "hardcoded-value"),
    ("hard coded", "hardcoded-value"),
    ("missing test", "insufficient-test-coverage"),
    ("import order", "import-ordering"),
)
_GAP = 2
_ENDINGS = ("s", "es", "ing", "ed")
_LINKS = frozenset(("of", "for", "to", "in", "on", "from", "with", "by", "at", "and", "or"))
_WORD = re.compile(r"[^\W_]+")


def kebab(name: str) -> str:
    """A name in kebab-case, at most ``NAME_LIMIT`` characters, cut between words.

    ``missingNullCheck``, ``Missing null check!`` and ``missing_null_check`` give one name.
    """
    given = name[: NAME_LIMIT * 6]
    made = ""
    # Nearly every name is plain words, which can be divided all at once.
    words = (
        given.translate(_DIVIDED).split() if given.isascii() and given == given.lower() else _words_in(given)
    )
    for word in words:
        longer = f"{made}-{word}" if made else word
        if len(longer) > NAME_LIMIT:
            return made or longer[:NAME_LIMIT]
        made = longer
    return made


_DIVIDED = {code: None if code == 0x27 else " " for code in range(128) if not chr(code).isalnum()}


def _words_in(name: str) -> list[str]:
    parts: list[str] = []
    previous = ""
    for character in name:
        if character.isalnum():
            if character.isupper() and previous.islower():
                parts.append("-")
            parts.append(character)
        elif character in "'’":  # doesn't: one word
            continue
        else:
            parts.append("-")
        previous = character
    return [word for word in "".join(parts).casefold().split("-") if word]


def agent_name(agent: str) -> str:
    """An agent's name as a directory's: ``code:plan-writer`` is ``code-plan-writer``; may be empty."""
    folded = "".join(c if c.isascii() and c.isalnum() else "-" for c in agent.casefold())
    return "-".join(word for word in folded.split("-") if word)[:64].rstrip("-")


def title(name: str) -> str:
    """A name for a heading: ``unvalidated-input`` is ``Unvalidated Input``."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split("-"))


class Rule(NamedTuple):
    """One keyword rule: a phrase's words and the name they stand for."""

    words: tuple[str, ...]
    name: str
    own: bool = True  # the person's, who knows what it hits


class Names:
    """The alias table and the keyword rules of one project.

    Args:
        aliases: The person's own, which win.
        rules: The person's own, which are tried first.
    """

    def __init__(
        self, aliases: Mapping[str, str] | None = None, rules: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._aliases = dict(ALIASES)
        for other, name in (aliases or {}).items():
            self._aliases[kebab(other)] = kebab(name)
        self._own = [Rule(tuple(words), kebab(name)) for phrase, name in rules if (words := _words(phrase))]

    def explicit(self, tag: str) -> str:
        """The name that a row gives itself, normalised; empty when it gives none."""
        name = kebab(tag)
        if name in _NO_NAME:
            return ""
        for _ in range(8):  # an alias of an alias; a circle ends
            followed = self._aliases.get(name)
            if followed is None or followed == name:
                break
            name = followed
        return name

    def by_keyword(self, text: str) -> str:
        """The name that the first fitting keyword rule gives a text; empty when none fits."""
        if self._own and (name := _first_fitting(self._own, _words(text))):
            return name
        for clause in faults.clauses(text):
            words = [word.lower() for word in clause]
            name = "" if _FIRST_WORDS.isdisjoint(words) else _first_fitting(_RULES, words)
            if name or (name := faults.of_clause(clause)):
                return name
        return ""


def _first_fitting(rules: list[Rule], words: list[str]) -> str:
    for rule in rules:
        for taken in _places(words, rule.words):
            if rule.own or not _is_about_another(words, taken):
                return rule.name
    return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _places(words: list[str], phrase: tuple[str, ...]) -> Iterator[list[int]]:
    """Where the phrase's words occur in order and close together; a plural counts as the word."""
    for start, word in enumerate(words):
        if not _same(word, phrase[0]):
            continue
        taken = [start]
        for wanted in phrase[1:]:
            near = range(taken[-1] + 1, min(taken[-1] + 2 + _GAP, len(words)))
            found = next((at for at in near if _same(words[at], wanted)), None)
            if found is None:
                break
            taken.append(found)
        else:
            yield taken


def _is_about_another(words: list[str], taken: list[int]) -> bool:
    """Whether a phrase is there and not meant: *missing status page*, *missing link to the status*."""
    if words[taken[0]] == "missing" and any(word in _LINKS for word in words[taken[0] + 1 : taken[-1]]):
        return True
    return faults.is_about_another(words, taken)


def _same(word: str, wanted: str) -> bool:
    return word == wanted or (word.startswith(wanted) and word[len(wanted) :] in _ENDINGS)


_RULES = [Rule(tuple(_words(phrase)), name, own=False) for phrase, name in KEYWORD_RULES]
_FIRST_WORDS = frozenset(rule.words[0] + ending for rule in _RULES for ending in ("", *_ENDINGS))
