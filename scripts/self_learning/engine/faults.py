"""Faults that reviewers everywhere report, and the words they have for them.

"no nil guard", "possible NPE" and "`user` can be None here" share no word and are one lesson. A
list of synonyms can't tell, because what *check* says depends on the words beside it. So each fault
has phrases of few terms, and a text bears the fault when all terms of a phrase stand close together
in one of its clauses. Faults are tried in the order of the table, narrow ones before wide ones.
``fault_table`` holds them, and says how they are written.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning.engine import fault_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WINDOW = 7  # words between a phrase's first term and each other, at most
_NEAR = 4  # words between a negation and what it negates
_MAXIMUM_WORDS = 60  # of a text; what is wrong stands at its beginning
_TOKEN = re.compile(r"\w+|[.;:!?](?=\s|$)|[–—]|(?<=\s)-(?=\s)")
# What begins another clause. What follows from a fault is often one too: "isn't awaited, leading to a race".
_ENDS = frozenset(
    (".", ";", ":", "!", "?", "-", "–", "—", "but", "so", "leading", "leads", "lead", "resulting",
     "results", "causing", "causes", "allows", "permits", "enables", "allowing", "exposing", "making",
     "reducing", "avoid", "prevent")
)  # fmt: skip
_APOSTROPHES = str.maketrans("", "", "'’")
_NO_NEED = re.compile(r"\b(?:no need|(?:not|never|isnt|arent) (?:really )?(?:needed|necessary|required))\b")
_PREFIXES = ("un", "non")
_NO_DENIALS = frozenset(("unauthorized", "unauthorised", "undefined", "unused"))
_NEGATIONS = frozenset(("not", "never", "isnt", "arent", "wasnt", "werent", "hasnt", "havent"))
_DENIALS = frozenset(("isnt", "arent", "wasnt", "werent", "longer"))
_ORDERS = frozenset(("should", "must", "do", "to", "dont", "shouldnt"))
_NOT_VERBS = frozenset(("in", "is", "a", "an", "the", "only", "just"))
_LINKS = frozenset(
    (
        "in",
        "on",
        "for",
        "from",
        "of",
        "at",
        "when",
        "if",
        "and",
        "or",
        "here",
        "is",
        "are",
        "was",
        "before",
        "after",
        "where",
        "so",
    )
)
# What may not stand between a negation and what it negates: "no duplicate test", "add it before tests".
_BREAKS = frozenset(
    ("before", "after", "in", "on", "from", "of", "for", "with", "to", "as", "than", "or", "and",
     "duplicate", "duplicated", "focused", "exclusive", "conditional", "empty", "trivial", "identical",
     "skipped", "disabled", "unused", "deprecated", "redundant", "wildcard", "commented", "incomplete",
     "incompatible", "invalid", "wrong", "unnecessary", "useless")
)  # fmt: skip
_KINDS_OF = frozenset(("absence", "lack", "check", "enforcement", "handling", "verification", "form", "kind"))
_POSSIBLE = frozenset(("can", "could", "possible", "occur", "here", "anymore", "found", "left"))
_BE = frozenset(("is", "are", "was", "were", "its", "theres"))


class _Term(NamedTuple):
    number: int  # of its class
    missing: bool  # must be said to be missing
    next: bool  # must stand directly behind the term before it
    last: bool  # must not describe a noun behind it


class _Phrase(NamedTuple):
    fault: str
    terms: tuple[_Term, ...]  # the first is what the phrase is found by
    needed: frozenset[int]  # the classes of the terms
    excluded: frozenset[int]
    negative: bool  # whether a term must be said to be missing


class _Known(NamedTuple):
    """What a word is: its classes, and whether it negates itself, as *unchecked* does."""

    classes: tuple[int, ...]
    negated: bool


class _Table:
    """Classes and phrases, as they are looked up."""

    def __init__(self) -> None:
        self.exact: dict[str, list[int]] = {}
        self.beginnings: dict[str, list[int]] = {}
        self._numbers: dict[str, int] = {}
        self._words: dict[str, str] = {}
        for entry in re.split(r"\n(?=\S)", fault_table.CLASSES.strip()):
            name, _, words = entry.partition(":")
            self._words[name] = words
        self.phrases: list[_Phrase] = []
        self.faults: set[str] = set()
        self.by_first: dict[int, list[tuple[int, frozenset[int]]]] = {}
        for entry in re.split(r"\n(?=\S)", fault_table.FAULTS.strip()):
            fault, _, phrases = entry.partition(":")
            self.faults.add(fault)
            for phrase in phrases.split(","):
                self._add(fault, phrase.split())
        self.no, self.wanted, self.gone, self.done, self.needless, self.displacing = (
            self._class(name) for name in ("no", "wanted", "gone", "done", "needless", "displacing")
        )

        lengths = {len(one) for one in self.beginnings}
        self._shortest, self._longest = min(lengths), max(lengths)

    def _add(self, fault: str, written: list[str]) -> None:
        terms = [one for one in written if not one.startswith("-")]
        made_terms = tuple(
            _Term(self._class(one.strip("!+$")), one[0] == "!", one[0] == "+", one[-1] == "$")
            for one in terms
        )
        made = _Phrase(
            fault,
            made_terms,
            frozenset(term.number for term in made_terms),
            frozenset(self._class(one[1:]) for one in written if one[0] == "-"),
            any(one[0] == "!" for one in terms),
        )
        self.by_first.setdefault(made.terms[0].number, []).append((len(self.phrases), made.needed))
        self.phrases.append(made)

    def _class(self, term: str) -> int:
        """The number of a class, a word, or alternatives of both."""
        if term not in self._numbers:
            number = self._numbers[term] = len(self._numbers)
            words = {word for one in term.split("|") for word in self._words.get(one, one).split()}
            for word in words:
                if word.endswith("*"):
                    self.beginnings.setdefault(word[:-1], []).append(number)
                else:
                    self.exact.setdefault(word, []).append(number)
        return self._numbers[term]

    def classes(self, word: str) -> tuple[int, ...]:
        found = list(self.exact.get(word, ()))
        for length in range(self._shortest, min(len(word), self._longest) + 1):
            found.extend(self.beginnings.get(word[:length], ()))
        return tuple(found)


@functools.cache
def _table() -> _Table:
    """Made when it is first asked: most runs have no new name to look up."""
    return _Table()


_known: dict[str, _Known] = {}  # filled as words come
_NOTHING = _Known((), False)


def _look_up(word: str) -> _Known:
    classes = _table().classes(word)
    negated = False
    for prefix in _PREFIXES if word not in _NO_DENIALS else ():
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            denied = _table().classes(word[len(prefix) :])
            negated = bool(denied)
            classes += denied
    made = _Known(classes, negated) if classes else _NOTHING
    _known[word] = made
    return made


def names() -> Iterable[str]:
    """The names of all faults that are known."""
    return _table().faults


def of_name(name: str) -> str:
    """The fault that a name in kebab-case speaks of; empty when it speaks of none that is known."""
    return name if name in _table().faults else _find(tuple(name.split("-")), len(name))


def of_text(text: str) -> str:
    """The fault that a text complains of, in its first clause that complains of a known one; or empty."""
    return next((found for clause in clauses(text) if (found := of_clause(clause))), "")


def clauses(text: str) -> list[list[str]]:
    """The words of each of a text's clauses: what is wrong, then what it leads to and its remedy."""
    words = _TOKEN.findall(text.translate(_APOSTROPHES) if "'" in text or "’" in text else text)
    if _ENDS.isdisjoint(words):
        return [words]
    made: list[list[str]] = [[]]
    for word in words:
        # "Avoid magic numbers" orders, "to avoid a race" gives a reason.
        if word in _ENDS and (word not in ("avoid", "prevent") or (made[-1] and made[-1][-1] == "to")):
            made.append([])
        else:
            made[-1].append(word)
    return made


def of_clause(clause: list[str]) -> str:
    """The fault that one of ``clauses`` complains of; empty when it complains of none that is known."""
    words = [word if word.isalpha() and word.islower() else _folded(word) for word in clause[:_MAXIMUM_WORDS]]
    return _find(tuple(words), _WINDOW) if words else ""


def _folded(word: str) -> str:
    """A word in lower case; numbers and identifiers that tell no fault all become one word."""
    folded = word.lower()
    if word.isalpha() and (word[1:].islower() or word.isupper() or len(word) == 1):
        return folded
    # An identifier: what its parts mean says nothing of what is wrong with it.
    return folded if folded in _table().exact else "_"


@functools.lru_cache(maxsize=20_000)
def _find(words: tuple[str, ...], window: int) -> str:
    table = _table()
    present: set[int] = set()
    for word in words:
        present.update((_known.get(word) or _look_up(word)).classes)
    candidates = [
        at
        for number in present
        if number in table.by_first
        for at, needed in table.by_first[number]
        if needed <= present
    ]
    if not candidates:
        return ""
    joined = " ".join(words)
    if "need" in joined or "necessary" in joined or "required" in joined:
        words = tuple(_NO_NEED.sub("needless", joined).split(" "))
    known = [_known.get(word) or _look_up(word) for word in words]
    places: dict[int, list[int]] = {}
    for position, one in enumerate(known):
        for number in one.classes:
            places.setdefault(number, []).append(position)
    for at in sorted(candidates):
        phrase = table.phrases[at]
        if (
            phrase.needed <= places.keys()
            and phrase.excluded.isdisjoint(places)
            and _fits(phrase, words, known, places, window)
        ):
            return phrase.fault
    return ""


def _fits(
    phrase: _Phrase, words: Sequence[str], known: list[_Known], places: dict[int, list[int]], window: int
) -> bool:
    if phrase.negative and _table().needless in places:
        return False
    head = phrase.terms[0]
    for first in places[head.number]:
        if not _stands(head, first, words, known):
            continue
        taken = [first]
        for term in phrase.terms[1:]:
            for at in places[term.number]:
                near = at == taken[-1] + 1 if term.next else at not in taken and abs(at - first) <= window
                if near and _stands(term, at, words, known):
                    taken.append(at)
                    break
            else:
                break
        else:
            if not _is_about_another(taken, words, known) and (
                phrase.negative or not _is_denied(taken, words)
            ):
                return True
    return False


def _stands(term: _Term, at: int, words: Sequence[str], known: list[_Known]) -> bool:
    if term.last and at + 1 < len(words) and words[at + 1] not in _LINKS:
        return False
    return not term.missing or _is_missing(at, words, known)


def _is_missing(at: int, words: Sequence[str], known: list[_Known]) -> bool:
    if known[at].negated:
        return True
    no, wanted, gone, done = _table().no, _table().wanted, _table().gone, _table().done
    for before in range(at - 1, max(at - _NEAR - 1, -1), -1):
        classes = known[before].classes
        if words[before] in _BREAKS and (words[before] != "of" or words[before - 1] not in _KINDS_OF):
            break
        if no in classes or wanted in classes:
            # "should not hold a docstring", "not in": not said of what follows.
            return words[before] != "not" or not (
                (before and words[before - 1] in _ORDERS) or words[before + 1] in _NOT_VERBS
            )
    for after in range(at + 1, min(at + _NEAR + 1, len(words))):
        if gone in known[after].classes:
            # "index missing items" misses items.
            return after + 1 == len(words) or words[after + 1] in _LINKS
        if words[after] in _NEGATIONS and (after - at <= 2 or words[at + 1] in _LINKS):
            return any(done in one.classes for one in known[after + 1 : after + 3])
    return False


def _is_about_another(taken: list[int], words: Sequence[str], known: list[_Known]) -> bool:
    """Whether the phrase only describes the word behind it: *missing status page*, *null check tests*."""
    last = max(taken)
    if last + 1 < len(words) and _table().displacing in known[last + 1].classes:
        return not words[last].endswith(("ed", "coded"))
    return any(word in ("mock", "stub", "fake", "fixture") for word in words[last + 1 : last + 4])


def is_about_another(words: Sequence[str], taken: list[int]) -> bool:
    """Whether a phrase whose words stand at these places is denied, or only describes the word behind it."""
    known = [_known.get(word) or _look_up(word) for word in words]
    return _is_about_another(taken, words, known) or _is_denied(taken, words)


def _is_denied(taken: list[int], words: Sequence[str]) -> bool:
    """Whether the text says that it is not so: *this is not a race*, *no race can occur*."""
    first, last = min(taken), max(taken)
    for at in range(first - 1, max(first - 4, -1), -1):
        if words[at] in ("and", "or"):
            break
        if words[at] in _DENIALS or (words[at] in ("not", "no", "never") and at and words[at - 1] in _BE):
            return True
    if first and words[first - 1] == "no" and not _POSSIBLE.isdisjoint(words[last + 1 : last + 4]):
        return True
    return bool(first) and words[first - 1] in ("word", "term", "phrase")
