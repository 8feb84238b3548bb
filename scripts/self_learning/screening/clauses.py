"""A clause as its words: which are verbs that matter to the screening, and which are their objects.

No regular expression is compiled here for a class of words, so that looking at an honest text costs next
to nothing: a word is looked up in one table, which is made from the lists in ``lexicon``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from self_learning.screening import lexicon
from self_learning.screening.expressions import gerund

BASE, GERUND, PARTICIPLE, PRESENT = "base", "gerund", "participle", "present"
_TOKEN = re.compile(r"\w+://[^\s\"'`<>‹›)]+|(?:[^\s,;:()\"`!?‹›<>\[\]]|:(?=[^\s,;:()]))+|[,;:()]")
_SHARED = ("/tmp/", "docs/")  # noqa: S108 - looked for, not used
_OPENING = ("'", "*")
_ADDRESS = re.compile(
    r"(?:https?|ftps?|sftp|wss?|hxxps?|s3|gs|scp|ssh|git\+https?)://(?!localhost|127\.|0\.0\.0\.0|\[::1)|"
    r"(?:[\w.+-]+@)?(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|xyz|ru|cn|top|site|app|me|co|info|cloud|link|ly|ai|cc|"
    r"sh)/|"
    r"(?:[\w-]+\.)+(?:xyz|ru|cn|onion|tk|top|site|cc|ly)$|"
    r"(?:[\w-]+\.)*(?:transfer\.sh|webhook\.site|file\.io|0x0\.st|ngrok\.io|pastebin\.com|ix\.io)$"
)
_LOCAL = re.compile(r"(?:[\w.+-]+@)?(?:127\.|0\.0\.0\.0(?!/0)|10\.|192\.168\.|localhost)")
_SECRET_NAME = re.compile(
    r"\$?\{?[a-z0-9]+(?:_[a-z0-9]+)*_(?:token|tokens|key|keys|secret|secrets|password|pat|credentials)\}?$"
)
_SECRET_FILE = re.compile(
    r"(?:[\w~$./-]*/)?(?:\.env(?:\.(?!example|sample|template|dist|test)\w+)?|\.ssh(?:/\S*)?|id_(?:rsa|"
    r"ed25519|ecdsa)|"
    r"\.aws/credentials|\.npmrc|\.netrc|\.pypirc|\.pgpass|\.git-credentials|\.kube/config|\.gnupg(?:/\S*)?|"
    r"gh/hosts\.yml|\.docker/config\.json|\.git/config|\.gitconfig|\.(?:bash|zsh)_history|etc/shadow|"
    r"run/secrets/\S+|secrets?\.(?:ya?ml|json|env|toml)|"
    r"kubeconfig|credentials\.json|service[-_]account\S*\.json|\S+\.pem|key\.txt)\*?$"
)


class Token(NamedTuple):
    """A word or a comma of a clause, and where it begins."""

    word: str
    start: int


class Act(NamedTuple):
    """A verb that a frame may ask for, at the tokens ``first`` to ``last``."""

    first: int
    last: int
    verb: str
    form: str


class Thing(NamedTuple):
    """A noun or a name with its class, at the tokens ``first`` to ``last``."""

    first: int
    last: int
    kind: str


class Clause:
    """One clause in plain lower-case letters, with what the lexicon knows of its words.

    Args:
        text: Without line breaks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.words = [token.word for token in self.tokens]
        self.acts: list[Act] = []
        self.things: list[Thing] = []
        self._look_up()

    def _look_up(self) -> None:
        verbs, nouns = _tables()
        words = self.words
        for first, word in enumerate(words):
            for length in (3, 2, 1):
                phrase = " ".join(words[first : first + length]) if length > 1 else word
                if length > 1 and (word not in _phrase_beginnings() or first + length > len(words)):
                    continue
                for verb, form in verbs.get(phrase, ()):
                    self.acts.append(Act(first, first + length - 1, verb, form))
                for kind in nouns.get(phrase, ()):
                    self.things.append(Thing(first, first + length - 1, kind))
            if len(word) > 3 and not word.isalpha():
                for kind in _kinds_by_shape(word):
                    self.things.append(Thing(first, first, kind))

    def of(self, *kinds: str) -> list[Thing]:
        """The things of some classes, in their order."""
        return [thing for thing in self.things if thing.kind in kinds]

    def start_of(self, index: int) -> int:
        """Where a token begins in the text."""
        return self.tokens[index].start

    def end_of(self, index: int) -> int:
        """Where a token ends in the text."""
        return self.tokens[index].start + len(self.tokens[index].word)


def _tokens(text: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start()
        if word.startswith(_OPENING):
            word, start = word[1:], start + 1
        word = word.rstrip("'").rstrip(".") or word
        if word:
            found.append(Token(word, start))
    return found


def _kinds_by_shape(word: str) -> list[str]:
    """The classes of addresses, names of secrets and files that hold secrets."""
    found = []
    if ("." in word or ":" in word) and _ADDRESS.match(word) and not _LOCAL.match(word):
        found.append("outside")
    if "_" in word and _SECRET_NAME.fullmatch(word):
        found.append("secret")
    elif _SECRET_FILE.fullmatch(word):
        found.append("secret")
        found.append("secret file")
    if word.startswith(_SHARED) or word.endswith((".txt", ".md", ".log", ".html")):
        found.append("public")
    return found


def is_known(word: str) -> bool:
    """Whether a word is a verb or a noun of the lexicon."""
    verbs, nouns = _tables()
    return word in verbs or word in nouns


@functools.lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[tuple[str, str], ...]], dict[str, tuple[str, ...]]]:
    """From each form of a listed verb to the verb and the form, and from each noun to its classes."""
    verbs: dict[str, tuple[tuple[str, str], ...]] = {}
    for verb in lexicon.VERBS:
        for written, form in _conjugated(verb):
            verbs[written] = (*verbs.get(written, ()), (verb, form))
    nouns: dict[str, tuple[str, ...]] = {}
    for kind, listed in lexicon.NOUNS.items():
        for noun in listed:
            for written in {noun, _plural(noun)}:
                nouns[written] = (*nouns.get(written, ()), kind)
    return verbs, nouns


@functools.lru_cache(maxsize=1)
def _phrase_beginnings() -> frozenset[str]:
    verbs, nouns = _tables()
    return frozenset(phrase.split(" ", 1)[0] for phrase in (*verbs, *nouns) if " " in phrase)


def _conjugated(verb: str) -> list[tuple[str, str]]:
    head, _, rest = verb.partition(" ")
    ending = f" {rest}" if rest else ""
    past = lexicon.IRREGULAR.get(head)
    made = gerund(head)
    if past is None:
        stem = made[:-3]  # with the last letter doubled, without a mute e
        past = stem[:-1] + "ied" if head.endswith("y") and head[-2] not in "aeiou" else stem + "ed"
    present = head + ("es" if head.endswith(("s", "sh", "ch", "x", "o")) else "s")
    if head.endswith("y") and head[-2] not in "aeiou":
        present = head[:-1] + "ies"
    forms = [(head, BASE), (made, GERUND), (present, PRESENT)]
    forms += [(written, PARTICIPLE) for written in past.split("/")]
    return [(written + ending, form) for written, form in forms]


def _plural(noun: str) -> str:
    if not noun[-1].isalpha() or noun.endswith("s"):
        return noun
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("sh", "ch", "x")) else "s")
