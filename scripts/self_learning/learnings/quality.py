"""Tell a lesson that an agent can act on from a report, a platitude or a bare value.

A lesson earns its place by what is particular in it: identifiers, names, conditions, causes.
The words of a text are weighed by that, and its form (a report of what was done, a wish, a
statement that all went well) is recognised by how it begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from self_learning import text
from self_learning.learnings import forms
from self_learning.learnings.plain_words import EITHER, EITHER_IN_THIRD_PERSON, EMPTY, SOFT, STATING, VERBS

VAGUE = "too vague"
NOT_ACTIONABLE = "not actionable"
BARE_VALUE = "a bare configuration value or path"


class Rejection(NamedTuple):
    """Why a lesson is refused: the kind, which is counted, and a sentence for its author."""

    kind: str
    reason: str


_ENGLISH = re.compile(r"\b(?:the|of|for|with|and|by|from|all|no)\b|" + forms.PAST.pattern)
_REASON = re.compile(r"\b(?:only|unless|must|because|even)\b")
_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "our", "every", "each", "any", "all", "no", "it"))
_LEAST = 3.0  # weight below which there is nothing particular in a text


def rejection(summary: str) -> Rejection | None:
    """Why a lesson is refused by its wording, or None.

    Args:
        summary: The lesson in one line. Its detail can't save it: agents see the summary alone.
    """
    line = " ".join(summary.split()).strip(" .!\"'")
    line = line[(label.end() if (label := forms.LABEL.match(line.casefold())) else 0) :]
    lowered = line.casefold()
    if forms.UNSPACED.search(line):
        return None  # the rules below count words, and these scripts don't part them
    if bare := _bare_value(line, lowered):
        return bare
    weight = specificity(line)
    reasoned = forms.REASONED.search(lowered) is not None
    told = forms.REPORT.match(lowered) or forms.DEED.match(lowered) or forms.PASSIVE_REPORT.match(lowered)
    if told and not _teaches(lowered):
        return Rejection(NOT_ACTIONABLE, "reports what was done; say what to do next time, and when")
    if forms.WENT_WELL.search(lowered) and weight < 6 and not _REASON.search(lowered):
        return Rejection(
            NOT_ACTIONABLE, "reports that something went well; say what to do next time, and when"
        )
    if forms.FIGURE.search(lowered) and not _REASON.search(lowered):
        return Rejection(NOT_ACTIONABLE, "is a figure of that day; say what follows from it, and when")
    if forms.WISH.match(lowered) and weight < 5:
        return Rejection(NOT_ACTIONABLE, "is a wish; say what to do, and when")
    if forms.POINTER.match(lowered) and weight < 5:
        return Rejection(NOT_ACTIONABLE, "points elsewhere; say what stands there that an agent must know")
    if (forms.PLATITUDE.match(lowered) or forms.ADAGE.search(lowered)) and weight < 4:
        return Rejection(VAGUE, "holds anywhere; name the function, file type, tool or condition it is about")
    if not _states(line, lowered):
        if forms.PAST.search(lowered):
            return Rejection(NOT_ACTIONABLE, "reports what was done; say what to do next time, and when")
        return Rejection(NOT_ACTIONABLE, "is a heading; say what to do, and when")
    if weight < _LEAST and not (reasoned and weight >= 2):
        return Rejection(VAGUE, "names nothing particular; name the function, tool or condition it is about")
    return None


def specificity(line: str) -> float:
    """How much that is particular a text holds.

    2 for an identifier, 1 for a word that says something, half as much for one that praises.
    """
    identifiers = forms.IDENTIFIER.findall(line)
    rest = forms.IDENTIFIER.sub(" ", line)
    meaningful = {word for word in text.words(rest) if word not in EMPTY and len(word) > 1}
    return 2.0 * len(set(identifiers)) + len(meaningful) - 0.5 * len(meaningful & SOFT)


def _states(line: str, lowered: str) -> bool:
    """Whether a text says what to do or what holds; a heading and a report of the past don't.

    A text in another language than English can't be told and counts as one that does.
    """
    if not _ENGLISH.search(lowered):
        return True
    if forms.TIMELESS.search(lowered) or any(word in VERBS for word in forms.CLAUSE.findall(lowered)):
        return True
    words = text.words(forms.IDENTIFIER.sub(" it ", line))
    return any(word in STATING for word in words) or any(
        word in EITHER_IN_THIRD_PERSON
        or (word in EITHER and (before.endswith("s") or behind in _DETERMINERS))
        for before, word, behind in zip(words, words[1:], [*words[2:], ""], strict=False)
    )


def _teaches(lowered: str) -> bool:
    """Whether a report goes on to say why, or what to do: "Fixed X: always call Y before Z"."""
    tail = re.split(r"[:;–—]\s|\bbecause\b|\bso that\b|\botherwise\b|\bsince\b|\. ", lowered, maxsplit=1)
    if len(tail) > 1 and specificity(tail[1]) >= _LEAST:
        return True
    return bool(
        re.search(
            r"\b(?:must|always|never|needs?|requires?|should|do not|don't|avoid|instead of|"
            r"rather than|unless)\b|, not \w+",
            lowered,
        )
    ) and (specificity(lowered) >= _LEAST)


def _bare_value(line: str, lowered: str) -> Rejection | None:
    reason = "is a value and no lesson; say when it matters and what happens otherwise"
    assigned = forms.ASSIGNMENT.match(forms.IN_FILE.sub("", line))
    if forms.ASSIGNMENTS.match(line):
        return Rejection(BARE_VALUE, reason)
    if assigned and (forms.CODE_LITERAL.match(assigned["value"]) or len(assigned["value"].split()) == 1):
        return Rejection(BARE_VALUE, reason)
    if forms.VALUE_IN_PLACE.match(lowered):
        return Rejection(BARE_VALUE, reason)
    if " " not in line and (forms.PATH.match(line) or "://" in line or "=" in line):
        return Rejection(BARE_VALUE, reason)
    if forms.IS_VALUE.match(lowered) or forms.IS_KEPT.match(lowered) or forms.VERSION.match(lowered):
        return Rejection(BARE_VALUE, reason)
    without = forms.SOURCE.sub(" ", line)
    others = [
        word for word in text.words(without) if word not in ("line", "lines", "at", "in", "see", "file")
    ]
    if without != line and len(others) <= 2 and all(word.isdigit() or len(others) < 2 for word in others):
        return Rejection(BARE_VALUE, reason)
    if line[:1] in "{[" and line[-1:] in "}]":
        return Rejection(BARE_VALUE, reason)
    return None
