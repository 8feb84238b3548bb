"""The same lesson in other words: assigns each row to a group of rows that say the same.

Leader clustering over sets of stems. A row goes to the group that already bears its name, else to
the one whose leading rows are most like it, else it founds a group. It depends on earlier rows
of the same log alone, so a log that has grown gives what reading it anew would give.

Similarity is the Dice coefficient of two weighted sets of stems. A word counts 1, one that
occurs in every other finding ("missing", "error", "function") 0.4, what stands in quotes or looks like
an identifier 0.25: it names the instance and not the lesson. The thresholds come from
``benchmarks/engine.py grouping``, from the half of the rules that its figures don't use.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import vocabulary
from self_learning.engine import faults

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_THRESHOLD = 0.75  # of the names alone
NAME_WITH_TEXT_THRESHOLD = 0.45  # of the names, when the texts agree as well
TEXT_WITH_NAME_THRESHOLD = 0.5
TEXT_THRESHOLD = 0.65  # of two texts, where one has no name

_MAXIMUM_LEADERS = 3  # texts, and names, that a group is compared by
_MAXIMUM_LOOSE = 5_000  # groups without a name; beyond them such a row stays by itself
_MAXIMUM_POSTINGS = 32  # groups looked at for each stem, the earliest
_MAXIMUM_COMPARED = 5

_WEAK = 0.25
_GENERIC = 0.4
_QUOTED = re.compile(r"`[^`]{1,160}`|(?<!\w)'[^']{1,80}'(?!\w)|\"[^\"]{1,160}\"")
_WORD = re.compile(r"[^\W\d_]\w*")
_PARTS = re.compile(r"[^\W\d_][^\W\d_A-Z]*")
_GENERIC_WORDS = (
    "missing error check checks use used using uses code value values line should must avoid consider "
    "found detected possible unnecessary unnecessarily redundant superfluous needless useless absent "
    "omitted invalid incorrect wrong bad proper properly add need needs without lack lacks lacking issue "
    "malformed improper excessive insufficient much problem instead rather than not too many few more less"
)
_generic = frozenset(vocabulary.stem(word) for word in _GENERIC_WORDS.split())


class Words(NamedTuple):
    """A text as it is compared: its stems with their weights, the sum of these, and what it complains of.

    ``faults`` holds the kinds of complaint, such as missing or needless: a missing semicolon and an
    unnecessary one share every other word and are no lesson in common. ``telling`` are the stems that
    count in full, of a name.
    """

    weights: dict[str, float]
    total: float
    faults: frozenset[str]
    telling: frozenset[str] = frozenset()


_FAULT_WORDS = {
    "missing": "missing lack lacks lacking without absent omitted",
    "needless": "unnecessary unnecessarily redundant superfluous needless useless",
    "wrong": "invalid incorrect wrong improper malformed",
    "excess": "many much excessive",
    "shortage": "few insufficient",
}
_faults = {vocabulary.stem(word): fault for fault, words in _FAULT_WORDS.items() for word in words.split()}
_NONE: frozenset[str] = frozenset()
EMPTY = Words({}, 0.0, _NONE)


class _Word(NamedTuple):
    """What a word says by itself; ``stem`` and ``fault`` are empty where it says nothing."""

    stem: str
    weight: float
    fault: str


_words: dict[str, _Word] = {}  # filled as they come, like the stems


def _word(folded: str) -> _Word:
    if len(folded) > 1 and folded in vocabulary.STOP_WORDS:
        made = _Word("", 0.0, "")
    else:
        stem = vocabulary.stem(folded)
        made = _Word(stem, _GENERIC if stem in _generic else 1.0, _faults.get(stem, ""))
    _words[folded] = made
    return made


def _gather(found: Iterable[tuple[str, float]]) -> Words:
    weights: dict[str, float] = {}
    faults = _NONE
    for folded, most in found:
        stem, weight, fault = _words.get(folded) or _word(folded)
        if most < weight:
            weight = most
        elif fault:
            faults |= {fault}
        if stem and weight > weights.get(stem, 0.0):
            weights[stem] = weight
    return Words(weights, sum(weights.values()), faults)


@functools.lru_cache(maxsize=4_000)
def words_of_text(text: str) -> Words:
    """A finding's text as it is compared: numbers are left out."""
    found: list[tuple[str, float]] = []
    plain = _QUOTED.sub(" ", text) if "'" in text or "`" in text or '"' in text else text
    for word in _WORD.findall(plain):
        if word.islower() and "_" not in word:
            if len(word) > 1:
                found.append((word, 1.0))
        else:
            found.extend((part, _WEAK if _is_identifier(word) else 1.0) for part in _parts(word))
    if plain is not text:
        for quoted in _QUOTED.findall(text):
            found.extend((part, _WEAK) for word in _WORD.findall(quoted) for part in _parts(word))
    return _gather(found)


def words_of_name(name: str) -> Words:
    """A name in kebab-case as it is compared: every part of it tells, numbers too."""
    parts = name.split("-")
    made = _gather([(word, 1.0) for word in parts])
    if "no" in parts or "not" in parts:  # in a text it may stand anywhere
        made = made._replace(faults=made.faults | {"missing"})
    return made._replace(telling=frozenset([stem for stem, weight in made.weights.items() if weight == 1.0]))


def _parts(word: str) -> list[str]:
    return [part.casefold() for part in _PARTS.findall(word) if len(part) > 1]


def _is_identifier(word: str) -> bool:
    return "_" in word or not (word[1:].islower() or word.isupper())


def similarity(one: Words, other: Words) -> float:
    """The weighted Dice coefficient, 0 to 1: 2 Σ min(a, b) / (Σ a + Σ b)."""
    total = one.total + other.total
    if not total or (one.faults and other.faults and one.faults.isdisjoint(other.faults)):
        return 0.0
    few, many = (
        (one.weights, other.weights)
        if len(one.weights) <= len(other.weights)
        else (other.weights, one.weights)
    )
    shared = 0.0
    for stem, weight in few.items():
        if stem in many:
            there = many[stem]
            if weight < there:  # min() would take as long as all of the rest
                there = weight
            shared += there
    return 2 * shared / total


class Leader:
    """What a group is compared by: the first names and texts that came into it."""

    __slots__ = ("_name_words", "_text_words", "fault", "names", "texts")

    def __init__(self, fault: str, names: list[str], texts: list[str]) -> None:
        self.fault = fault  # the known fault that its name speaks of; mostly empty
        self.names = names  # none for a group without a name
        self.texts = texts
        self._name_words: tuple[Words, ...] = ()
        self._text_words: tuple[Words, ...] = ()

    @property
    def name(self) -> str:
        """What the group is called; empty for one without a name."""
        return self.names[0] if self.names else ""

    @property
    def name_words(self) -> tuple[Words, ...]:
        """The names as they are compared; most are not, in a run with few new rows."""
        if len(self._name_words) < len(self.names):
            self._name_words = tuple(map(words_of_name, self.names))
        return self._name_words

    def add_name(self, name: str, words: Words) -> None:
        """Compare by one more name."""
        self._name_words = (*self.name_words, words)
        self.names.append(name)

    @property
    def text_words(self) -> tuple[Words, ...]:
        """The texts as they are compared; most are not either."""
        if len(self._text_words) < len(self.texts):
            self._text_words = tuple(map(words_of_text, self.texts))
        return self._text_words


def likeness(leader: Leader, name: Words, text: Words) -> float:
    """How sure it is that a row belongs to a group, 0 for not at all, else above its threshold.

    Args:
        leader: The group, which has a name unless both have none.
        name: The row's own name; ``EMPTY`` when it has none.
        text: What the row says is wrong.
    """
    if name.total and leader.names:
        return _likeness_of_names(leader, name, text)
    like_text = _likest(leader.text_words, text)
    if like_text >= TEXT_THRESHOLD:
        return like_text
    if leader.names and text.total:
        # The text holds every word of the name: "`os` imported but unused" and unused-import.
        for named in leader.name_words:
            if len(named.telling) >= 2 and named.weights.keys() <= text.weights.keys():
                return TEXT_THRESHOLD
    return 0.0


def _likeness_of_names(leader: Leader, name: Words, text: Words) -> float:
    like_name, nearest = 0.0, EMPTY
    for words in leader.name_words:
        found = similarity(name, words)
        if found > like_name:
            like_name, nearest = found, words
    if like_name < NAME_WITH_TEXT_THRESHOLD:
        return 0.0
    # Each holds a telling word that the other lacks: password-in-url is not password-in-log.
    ours, theirs = name.weights.keys(), nearest.weights.keys()
    apart = not (name.telling <= theirs or nearest.telling <= ours)
    if like_name >= NAME_THRESHOLD and not apart:
        return like_name
    if len(name.telling & theirs) < 2:  # one word in common is a topic, not a lesson
        return 0.0
    if apart and _differ_in_what_they_name(leader, name, nearest, text):
        return 0.0
    like_text = _likest(leader.text_words, text)
    return (
        (like_name + like_text) / 2
        if like_text >= (TEXT_THRESHOLD if apart else TEXT_WITH_NAME_THRESHOLD)
        else 0.0
    )


def _differ_in_what_they_name(leader: Leader, name: Words, nearest: Words, text: Words) -> bool:
    """Whether the word that only one of the names has stands in its text, on both sides.

    "`pickle` is insecure" and "`subprocess` is insecure" are the same text but for what is quoted,
    which names the instance mostly; here the names say that it is what the lesson is about.
    """
    ours, theirs = name.telling - nearest.telling, nearest.telling - name.telling
    return not ours.isdisjoint(text.weights) and any(
        not theirs.isdisjoint(words.weights) for words in leader.text_words
    )


def _likest(known: Iterable[Words], words: Words) -> float:
    best = 0.0
    for one in known:
        found = similarity(words, one)
        if found > best:
            best = found
    return best


class Index:
    """Which groups share stems with a row; only the earliest of each stem are looked at."""

    def __init__(self, postings: dict[str, list[int]]) -> None:
        self.postings = postings

    def add(self, group: int, words: Words) -> None:
        """Make a group findable by these words."""
        for stem, weight in words.weights.items():
            if weight <= _WEAK:
                continue
            there = self.postings.setdefault(stem, [])
            if len(there) < _MAXIMUM_POSTINGS and group not in there:
                there.append(group)

    def candidates(self, words: Words) -> list[int]:
        """The groups that share most stems, the earliest first among equals."""
        counts: Counter[int] = Counter()
        for stem in words.weights:
            there = self.postings.get(stem)
            if there is not None:
                counts.update(there)
        if len(counts) <= _MAXIMUM_COMPARED:
            return sorted(counts)
        # One number a group, so that ordering needs no key: fewer shared, then later, is greater.
        several = [group - (n << 40) for group, n in counts.items() if n > 1]
        if len(several) < _MAXIMUM_COMPARED:
            several = [group - (n << 40) for group, n in counts.items()]
        ranked = sorted(several)
        return [one & ((1 << 40) - 1) for one in ranked[:_MAXIMUM_COMPARED]]


def fault_of(name: str, named: Words, text: str) -> str:
    """The known fault that a named row is about; empty when there is none.

    A text may tell it only where the name has a word of the fault's own: a name is what a person
    or an agent chose to call it, and many name what no text says.
    """
    fault = faults.of_name(name)
    if fault or named.weights.keys().isdisjoint(_telling_of_faults()):
        return fault
    told = faults.of_text(text)
    return told if told and not named.weights.keys().isdisjoint(words_of_name(told).telling) else ""


@functools.cache
def _telling_of_faults() -> frozenset[str]:
    return frozenset(stem for fault in faults.names() for stem in words_of_name(fault).telling)


class Grouping:
    """The groups of one log, in the order in which they were founded.

    Args:
        plain: What ``plain`` gave of another; this one goes on from there.
    """

    def __init__(self, plain: dict[str, Any] | None = None) -> None:
        kept = plain or {}
        self.leaders = [Leader(*one) for one in kept.get("leaders", ())]
        # A row's key to its group; -1 for one that stays by itself.
        self.known: dict[str, int] = kept.get("known", {})
        self._loose_count: int = kept.get("loose_count", 0)
        self._names = Index(kept.get("names", {}))
        self._loose = Index(kept.get("loose", {}))
        self._by_stems: dict[str, int] = kept.get("by_stems", {})
        self._by_letters: dict[str, int] = kept.get("by_letters", {})
        self._by_fault: dict[str, int] = kept.get("by_fault", {})

    def plain(self) -> dict[str, Any]:
        """The groups as JSON can hold them."""
        return {
            "leaders": [[one.fault, one.names, one.texts] for one in self.leaders],
            "known": self.known,
            "loose_count": self._loose_count,
            "names": self._names.postings,
            "loose": self._loose.postings,
            "by_stems": self._by_stems,
            "by_letters": self._by_letters,
            "by_fault": self._by_fault,
        }

    def assign(self, name: str, text: str) -> int:
        """The group of a row, a new one when it is like no other; -1 when it must stay by itself.

        Args:
            name: In kebab-case, from the row or a keyword rule; empty when there is none.
            text: What is wrong, at most a few hundred characters.
        """
        if not name:
            words = words_of_text(text)
            if not words.total:
                return -1
            key = "=" + _key(words)
            group = self.known.get(key)
            if group is None:
                group = self.known[key] = self._find_loose(text, words)
            return group
        group = self.known.get(name)
        if group is None:
            group = self.known[name] = self._find_named(name, text)
        elif len(texts := self.leaders[group].texts) < _MAXIMUM_LEADERS and text and text not in texts:
            texts.append(text)
        return group

    def group_of(self, name: str) -> int:
        """The group of the rows that bear a name, or speak of the same known fault; -1 when there is none."""
        found = self.known.get(name, -1)
        return found if found >= 0 else self._by_fault.get(faults.of_name(name), -1)

    def _find_loose(self, text: str, words: Words) -> int:
        group = self._nearest(self._loose.candidates(words), EMPTY, words)
        if group >= 0:
            self._learn(group, "", EMPTY, text)
        elif self._loose_count < _MAXIMUM_LOOSE:
            self._loose_count += 1
            group = self._found("")
            self._learn(group, "", EMPTY, text)
        return group

    def _find_named(self, name: str, text: str) -> int:
        named = words_of_name(name)
        group = self._by_stems.get(_key(named), -1)
        if group < 0:
            group = self._by_letters.get("".join(named.weights), -1)
        if group < 0:
            fault = fault_of(name, named, text)
            group = self._by_fault.get(fault, -1) if fault else -1
            if group < 0:
                group = self._nearest(self._names.candidates(named), named, words_of_text(text), fault)
        if group < 0:
            group = self._found(fault)
        self._learn(group, name, named, text)
        return group

    def _nearest(self, candidates: list[int], name: Words, text: Words, fault: str = "") -> int:
        best, nearest = 0.0, -1
        for group in candidates:
            leader = self.leaders[group]
            if fault and leader.fault:
                continue  # another one, or it would have been found by it
            found = likeness(leader, name, text)
            if found > best:
                best, nearest = found, group
        return nearest

    def _found(self, fault: str) -> int:
        group = len(self.leaders)
        self.leaders.append(Leader(fault, [], []))
        if fault:
            self._by_fault.setdefault(fault, group)
        return group

    def _learn(self, group: int, name: str, named: Words, text: str) -> None:
        """Let a group know a row's name and text, as long as it knows few."""
        leader = self.leaders[group]
        if name and len(leader.names) < _MAXIMUM_LEADERS and name not in leader.names:
            leader.add_name(name, named)
            self._names.add(group, named)
            if named.weights:
                self._by_stems.setdefault(_key(named), group)
                self._by_letters.setdefault("".join(named.weights), group)
        if text and len(leader.texts) < _MAXIMUM_LEADERS and text not in leader.texts:
            leader.texts.append(text)
            if not leader.names:
                self._loose.add(group, words_of_text(text))


class Root(NamedTuple):
    """A group of one log: which log, in the order they are given, and which group."""

    log: int
    group: int


def join(groupings: list[Grouping]) -> dict[Root, Root | None]:
    """Join the groups of all logs: each group's root, which stands for all that say the same.

    A named group goes to the likest named group of an earlier log, a nameless one to the likest
    named group of any log; a nameless group that is like none has no root. The answer depends
    on the groups alone, not on the order in which the logs grew.
    """
    found: dict[Root, Root | None] = {}
    by_names, by_words = Index({}), Index({})
    named: list[Root] = []
    by_name: dict[str, Root] = {}
    by_fault: dict[str, Root] = {}

    def nearest(name: Words, text: Words, fault: str = "") -> Root | None:
        best: float = 0.0
        likest: Root | None = None
        for position in (by_words if not name.total else by_names).candidates(name if name.total else text):
            root = named[position]
            leader = groupings[root.log].leaders[root.group]
            if fault and leader.fault:
                continue
            sure = likeness(leader, name, text)
            if sure > best:
                best, likest = sure, root
        return likest

    nameless = any(not leader.name for grouping in groupings for leader in grouping.leaders)
    for log, grouping in enumerate(groupings):
        compared = nameless or any(later.leaders for later in groupings[log + 1 :])
        own: list[Root] = []
        for group, leader in enumerate(grouping.leaders):
            if not leader.name:
                continue
            here = Root(log, group)
            root = next((by_name[name] for name in leader.names if name in by_name), None)
            if root is None and leader.fault:
                root = by_fault.get(leader.fault)
            if root is None and log:
                root = nearest(
                    leader.name_words[0], leader.text_words[0] if leader.text_words else EMPTY, leader.fault
                )
            found[here] = (found[root] or root) if root is not None else here
            own.append(here)
        for here in own:  # only now, because a log's own groups were told apart already
            leader = groupings[log].leaders[here.group]
            named.append(here)
            if not compared:
                continue
            for name in leader.names:
                by_name.setdefault(name, here)
            if leader.fault:
                by_fault.setdefault(leader.fault, here)
            for words in leader.name_words:
                by_names.add(len(named) - 1, words)
                by_words.add(len(named) - 1, words)
            for words in leader.text_words:
                by_words.add(len(named) - 1, words)
    for log, grouping in enumerate(groupings):
        for group, leader in enumerate(grouping.leaders):
            if not leader.name:
                root = nearest(EMPTY, leader.text_words[0])
                found[Root(log, group)] = found[root] if root is not None else None
    return found


def _key(words: Words) -> str:
    """Stands for a set of stems."""
    joined = " ".join(sorted(words.weights))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
