"""What the syntax in a piece of code is called in words.

A lesson says "bare except", "walrus operator" or "mutable default argument"; code has
``except:``, ``:=`` and ``def f(x=[])``. ``concepts`` gives the words for what it finds: by
looking a list of spellings up in the code's token stream, and by a few passes over the lines
for what no single spelling shows, such as an empty body or an ``else`` after ``return``.

It recognises; it doesn't parse. Code that is about to be written may be a fragment or broken,
and a wrong guess only adds a weak term. No imports but the tables: hooks use it on every call.
"""

from __future__ import annotations

from self_learning import spellings, structure
from self_learning.parts import Parts, divide

__all__ = ["Parts", "concepts", "divide", "spoken"]


def concepts(parts: Parts) -> dict[str, float]:
    """The words for the syntax of some code, each with a weight of 0 to 1.

    Args:
        parts: What ``divide`` gave.
    """
    found: dict[str, float] = {}
    _look_up(parts.tokens, parts.language, found)
    for words in structure.observe(parts):
        for word in words.split():
            found[word] = 1.0
    return found


def spoken(code: str, language: str | None) -> dict[str, float]:
    """The words for the syntax that a lesson quotes, such as ``!= None`` or ``except:``.

    Args:
        code: What stands between the lesson's backticks.
        language: That the lesson is about, where it is known.
    """
    found: dict[str, float] = {}
    _look_up(divide(code, language or "python").tokens, language, found)
    return found


def _look_up(tokens: str, language: str | None, found: dict[str, float]) -> None:
    padded = f" {tokens} "
    for table in spellings.tables(language):
        for spelling, words in table:
            if spelling in padded:
                for word in words.split():
                    found[word] = 1.0
