"""How well a lesson fits the work at hand: one scorer for step 2 and for every hook.

A lesson is a short text, the work a path, some code, a command or a prompt. Both become
weighted terms: stems of words, parts of identifiers, whole identifiers, and what the syntax
in the code is called in words (``syntax``). A lesson's score is the sum over the terms that
both have,

    sum of lesson weight x work weight,

where the lesson weight is an inverse document frequency, the lesson's own length taken into
account as BM25 does (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009),
and the work weight says how surprising the term is in such work at all: every file has
``return`` in it, few have ``eval``. The frequencies are those of the store, smoothed with a
fixed background, so that a store of five lessons judges by the background and one of a
thousand by itself. What is shared must also be a good part of the lesson: the sum is multiplied by
the root of the share of the lesson's weight that was found, or one rare word that two texts
happen to have would be enough. The result e is mapped to 0..1 by ``e / (e + HALF)``.

Standard library only, and hardly that: the hooks use it on every tool call.
"""

from __future__ import annotations

from math import log

from self_learning import languages
from self_learning.vocabulary import STOP_WORDS, request_stems, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Protocol

    class Postings(Protocol):
        """An inverted index: a dict, or one that unpacks what is asked for."""

        def get(self, term: str) -> Sequence[float] | None: ...


CONTENT_LIMIT = 10_000  # characters of code that are looked at; the head of a file tells what it is
HALF = 2.4  # the evidence that gives a score of 0.5
PRIOR_LESSONS = 150.0  # how many lessons the background frequencies weigh as much as
UNKNOWN_FREQUENCY = 0.004  # of lessons that hold a word which the background doesn't list
UNKNOWN_CODE_FREQUENCY = 0.006  # of pieces of code, likewise
LENGTH_EXPONENT = 0.45
TOTALS = ""  # the key in the inverted index under which each lesson's whole weight stands
# Beside 1 for what the syntax is called: an identifier may mean anything, a comment even more.
CODE_WORD = 0.6
TEXT_WORD = 0.3
REQUEST_WORD = 0.3
QUOTED_WORD = 2.0  # what a lesson puts in backticks, beside 1 for its other words
PIECE = 800  # characters of the pieces of code whose frequencies the background holds

_SEPARATED = {ordinal: " " for ordinal in range(128) if not (chr(ordinal).isalnum() or chr(ordinal) in "_$")}


def split_identifier(identifier: str) -> list[str]:
    """The words of an identifier in lower case: ``readJSONFile2`` is read, json, file."""
    parts: list[str] = []
    for piece in identifier.split("_"):
        if not piece or piece.isdigit():
            continue
        if piece.islower() or piece.isupper():
            parts.append(piece.lower().strip("$0123456789") or piece.lower())
            continue
        start = 0
        last = len(piece) - 1
        for position in range(1, len(piece)):
            here, before = piece[position], piece[position - 1]
            if (here.isupper() and not before.isupper()) or (
                here.isupper() and position < last and piece[position + 1].islower()
            ):
                parts.append(piece[start:position].lower())
                start = position
        parts.append(piece[start:].lower().strip("$0123456789"))
    return [part for part in parts if part]


def add_words(terms: dict[str, float], text: str, weight: float, repeat: float = 0.15) -> None:
    """Add the terms of a text: stems of all words and parts, and whole compound identifiers.

    Args:
        terms: From term to weight; changed.
        text: Prose or code without its strings.
        weight: Of each distinct word.
        repeat: The part of ``weight`` that the second and third occurrence add.
    """
    counts: dict[str, int] = {}
    for word in text.translate(_SEPARATED).split():
        counts[word] = counts.get(word, 0) + 1
    for word, count in counts.items():
        value = weight * (1.0 + repeat * min(count - 1, 2))
        parts = split_identifier(word)
        for part in parts:
            if len(part) > 1 and part not in STOP_WORDS:
                term = stem(part)
                if value > terms.get(term, 0.0):
                    terms[term] = value
        if len(parts) > 1:
            terms["=" + "".join(parts)] = value


# ---------------------------------------------------------------- lessons


def lesson_terms(summary: str, tags: Iterable[str] = (), trigger: str = "") -> dict[str, float]:
    """The weighted terms of a lesson, before frequencies are taken into account."""
    terms: dict[str, float] = {}
    prose: list[str] = []
    quoted: list[str] = []
    for position, piece in enumerate(summary.replace("``", "`").split("`")):
        (quoted if position % 2 else prose).append(piece)
    add_words(terms, trigger, 0.5)
    add_words(terms, " ".join(prose), 1.0, 0.0)
    language = None
    for tag in tags:
        if not languages.named_by_tags([tag]):
            add_words(terms, tag, 0.6)
        elif language is None:
            language = languages.named_by_tags([tag])[0]
    if quoted:
        from self_learning import syntax

        code = "\n".join(quoted)
        add_words(terms, code, QUOTED_WORD, 0.0)
        for word, value in syntax.spoken(code, language).items():
            term = stem(word)
            if terms.get(term, 0.0) < 0.7 * value:
                terms[term] = 0.7 * value
    return terms


def lesson_languages(summary: str, tags: Sequence[str]) -> list[str]:
    """The languages that a lesson is about; empty when it holds for any."""
    return languages.named_by_tags(tags) or languages.named_by_words(
        summary.lower().replace(",", " ").replace(".", " ").replace("`", " ").split()
    )


def frequency_weights(documents: Sequence[Iterable[str]]) -> dict[str, float]:
    """The inverse document frequency of each term, smoothed with the background."""
    from self_learning.lesson_frequencies import COMMON

    counts: dict[str, int] = {}
    for document in documents:
        for term in document:
            counts[term] = counts.get(term, 0) + 1
    total = len(documents) + PRIOR_LESSONS
    return {
        term: log(total / (count - 1 + 0.5 + PRIOR_LESSONS * COMMON.get(term, UNKNOWN_FREQUENCY)))
        for term, count in counts.items()
    }


def prepare(lessons: Sequence[dict[str, float]]) -> dict[str, list[float]]:
    """The inverted index: from each term to position, weight, position, weight, ...

    Args:
        lessons: What ``lesson_terms`` gave, in the order that the positions count.
    """
    weights = frequency_weights(lessons)
    totals: list[float] = []
    postings: dict[str, list[float]] = {TOTALS: totals}
    for position, terms in enumerate(lessons):
        weighted = {term: value * weights[term] for term, value in terms.items() if weights[term] > 0.25}
        length = sum(weighted.values()) or 1.0
        norm = (length / 12.0) ** LENGTH_EXPONENT if length > 4.0 else (4.0 / 12.0) ** LENGTH_EXPONENT
        totals.append(round(length / norm, 3))
        for term, value in weighted.items():
            postings.setdefault(term, []).extend((position, round(value / norm, 3)))
    return postings


# ------------------------------------------------------------------- work


def work_terms(
    *,
    path: str = "",
    path_list: Sequence[str] = (),
    code: str = "",
    prose: str = "",
    command: str = "",
    language: str | None = None,
) -> dict[str, float]:
    """The weighted terms of a piece of work.

    Args:
        path: Of the file that is written, relative or absolute.
        path_list: Of files that have changed, when no content is known.
        code: Its new content.
        prose: A prompt or a task.
        command: A shell command.
        language: Of the code; by default that of the path.
    """
    terms: dict[str, float] = {}
    if path:
        add_words(terms, "/".join(path.replace("\\", "/").split("/")[-3:]), 0.45)
    if code:
        from self_learning import syntax

        code = code[:CONTENT_LIMIT]
        parts = syntax.divide(code, language or languages.language_of(path))
        add_words(terms, parts.comments, TEXT_WORD)
        add_words(terms, parts.strings, TEXT_WORD)
        add_words(terms, parts.code, CODE_WORD)
        for word, value in syntax.concepts(parts).items():
            term = stem(word)
            if terms.get(term, 0.0) < value:
                terms[term] = value
        _weigh_surprise(terms, len(code))
    if path_list:
        add_words(terms, "\n".join(path_list), 1.0)
        for language in {languages.language_of(path) for path in path_list} - {None}:
            terms[stem(str(language))] = 1.0
    if prose:
        add_words(terms, prose[:CONTENT_LIMIT], 1.0)
        for term in request_stems().intersection(terms):
            terms[term] *= REQUEST_WORD
    if command:
        add_words(terms, command[:4000], 1.0)
        from self_learning import programs

        for word, value in programs.spoken(command[:4000]).items():
            term = stem(word)
            if terms.get(term, 0.0) < value:
                terms[term] = value
    return terms


def _weigh_surprise(terms: dict[str, float], size: int) -> None:
    """Weigh each term of code by how surprising it is in a piece of that size.

    A term that a share f of ordinary pieces have is found in a share 1 - (1 - f)^n of texts as
    long as n pieces; its weight is the logarithm of the inverse, 1 for an unlisted term in a
    single piece. So the many words of a long file don't add up to a match.
    """
    from self_learning.code_frequencies import COMMON_IN_CODE

    pieces = max(1.0, size / PIECE)
    full = log(1.0 / UNKNOWN_CODE_FREQUENCY)
    unlisted = log(1.0 / (1.0 - (1.0 - UNKNOWN_CODE_FREQUENCY) ** pieces)) / full
    for term in terms:
        frequency = COMMON_IN_CODE.get(term)
        if frequency is None:
            terms[term] *= unlisted
        else:
            terms[term] *= log(1.0 / (1.0 - (1.0 - min(frequency, 0.97)) ** pieces)) / full


def is_telling(terms: dict[str, float]) -> bool:
    """Whether a task says enough to judge by: "do the next task" doesn't."""
    return len(terms.keys() - request_stems()) >= 2


def scores(postings: Postings, terms: dict[str, float]) -> dict[int, float]:
    """The score, 0 to 1, of each lesson that shares a term with the work, by position."""
    sums: dict[float, float] = {}
    covered: dict[float, float] = {}
    for term, value in terms.items():
        found = postings.get(term)
        if found is not None:
            pairs = iter(found)
            for position, weight in zip(pairs, pairs):  # noqa: B905 - two by two
                sums[position] = sums.get(position, 0.0) + value * weight
                covered[position] = covered.get(position, 0.0) + weight
    totals = postings.get(TOTALS) or ()
    found_scores = {}
    for position, total in sums.items():
        place = int(position)
        evidence = total * (covered[position] / totals[place]) ** 0.5
        found_scores[place] = evidence / (evidence + HALF)
    return found_scores


def matched(postings: Postings, terms: dict[str, float], position: int) -> dict[str, float]:
    """What each shared term adds to the sum behind one lesson's score, the largest first."""
    found: dict[str, float] = {}
    for term, value in terms.items():
        pairs = iter(postings.get(term) or ())  # never TOTALS: no term is empty
        for place, weight in zip(pairs, pairs):  # noqa: B905 - two by two
            if place == position:
                found[term.lstrip("=")] = round(value * weight, 3)
                break
    return dict(sorted(found.items(), key=lambda item: -item[1]))
