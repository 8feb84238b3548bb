"""How well a lesson fits the work at hand: one scorer for step 2 and for every hook.

A lesson is a short text, the work a path, some code, a command or a prompt. Both become
weighted terms: stems of words, parts of identifiers, whole identifiers, and what the syntax
in the code is called in words (``syntax``). A lesson's evidence is the sum over the terms that
both have,

    sum of lesson weight x work weight,

where the lesson weight grows with the inverse document frequency, the lesson's own length taken
into account as BM25 does (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009),
and the work weight says how surprising the term is in so much code at all: every file has
``return`` in it, few have ``eval``. How common words are is mostly told by a background that is
shipped with this, so that a store of five lessons knows "because" from "idempotent" too.

What two long texts share, they may share by chance. So the sum is multiplied by the root of the
share of the lesson's weight that was found; and of code, what fewer lines share counts more. The
result e is mapped to 0..1 by ``e / (e + HALF)``; in what follows, the odds of a score are e / HALF.

Standard library only, and hardly that: the hooks use it on every tool call.
"""

from __future__ import annotations

from math import log

from self_learning import languages
from self_learning.vocabulary import STOP_WORDS, request_stems, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol, TypeAlias

    # A term's share of code, the positions of the lessons that have it, and its weight in each.
    Posting: TypeAlias = tuple[float, list[int], list[float]]

    class Postings(Protocol):
        """An inverted index: a dict, or one that unpacks what is asked for."""

        def get(self, term: str) -> Posting | None: ...


CONTENT_LIMIT = 10_000  # characters of code that are looked at; the head of a file tells what it is
COMMAND_LIMIT = 4_000  # characters of a command
HALF = 3.0  # the evidence that gives a score of 0.5
# Of lessons: the background, and how a lesson's terms are weighed by it.
PRIOR_LESSONS = 500.0  # how many lessons the background weighs as much as
UNKNOWN_FREQUENCY = 0.0004  # of sentences that hold a word which the background doesn't list
RARITY_EXPONENT = 1.5  # of the inverse document frequency: two common words don't make a rare one
LENGTH_EXPONENT = 0.45
COVERAGE_EXPONENT = 0.5
TOTALS = ""  # the key in the inverted index under which each lesson's whole weight stands
QUOTED_WORD = 2.0  # what a lesson puts in backticks, beside 1 for its other words
# Of code: what the syntax is called counts 1, an identifier may mean anything, a comment even more.
CODE_WORD = 0.6
TEXT_WORD = 0.3
PIECE = 800  # characters of the pieces of code whose frequencies the background holds
LEAST_PIECES = 0.1  # that code counts as, however short
SIZE_EXPONENT = 0.4  # by which the evidence of code shorter than a piece is raised
UNKNOWN_CODE_FREQUENCY = 0.006  # of pieces that hold a term which the background doesn't list
# Of requests and commands, beside 1 for their other words.
REQUEST_WORD = 0.3
ARGUMENT_WORD = 0.5
PURPOSE_WORD = 0.7

_tables: list[dict[str, float]] = []  # the background, as soon as an index is made
_FULL_SURPRISE = log(1.0 / UNKNOWN_CODE_FREQUENCY)
_SEPARATED = {ordinal: " " for ordinal in range(128) if not (chr(ordinal).isalnum() or chr(ordinal) in "_$")}
_BETWEEN_NAMES = {ord(mark): " " for mark in ",;:()[]{}'\"`!?/=<>\u2039\u203a"}


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


def add_words(
    terms: dict[str, float], text: str, weight: float, repeat: float = 0.15, *, names: bool = False
) -> None:
    """Add the terms of a text: stems of all words and parts, and whole compound identifiers.

    Args:
        terms: From term to weight; changed.
        text: Prose or code without its strings.
        weight: Of each distinct word.
        repeat: The part of ``weight`` that the second and third occurrence add.
        names: Whether the text may write a name in another way than a lesson: phpunit for PHPUnit.
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
            if names:
                terms.setdefault(stem("".join(parts)), value)
        elif names and parts and len(parts[0]) > 3:
            terms.setdefault("=" + parts[0], value)


# ---------------------------------------------------------------- lessons


def lesson_terms(summary: str, tags: Sequence[str] = (), trigger: str = "") -> dict[str, float]:
    """The weighted terms of a lesson, before frequencies are taken into account."""
    terms: dict[str, float] = {}
    from self_learning import ecosystems

    prose, quoted = _divided(summary)
    add_words(terms, trigger, 0.5)
    add_words(terms, prose, 1.0, 0.0)
    for tag in tags:
        if not languages.named_by_tags([tag]) or ecosystems.of_tools([tag]):
            add_words(terms, tag, 0.6)
    if quoted:
        add_words(terms, quoted, QUOTED_WORD, 0.0)
        for word, value in _spoken(quoted, tags).items():
            term = stem(word)
            if terms.get(term, 0.0) < 0.7 * value:
                terms[term] = 0.7 * value
    return terms


def words_beside(summary: str, tags: Sequence[str] = (), trigger: str = "") -> str:
    """The words that a lesson's terms come from and that its summary doesn't have."""
    return " ".join([*tags, trigger, *_spoken(_divided(summary)[1], tags)]).strip()


def _divided(summary: str) -> tuple[str, str]:
    """What stands outside backticks, and what inside, a line for each piece."""
    pieces = summary.replace("``", "`").split("`")
    return " ".join(pieces[::2]), "\n".join(pieces[1::2])


def _spoken(quoted: str, tags: Sequence[str]) -> dict[str, float]:
    """The words for the syntax that a lesson quotes."""
    if not quoted:
        return {}
    from self_learning import syntax

    return syntax.spoken(quoted, next(iter(languages.named_by_tags(tags)), None))


def in_words(shares: dict[str, float], text: str) -> dict[str, float]:
    """The same shares by the words of a text instead of their stems.

    Args:
        shares: By term, as ``matched`` gives them.
        text: The lesson's, the best words first.
    """
    words: dict[str, str] = {}
    for word in text.translate(_SEPARATED).split():
        parts = split_identifier(word)
        for part in parts:
            words.setdefault(stem(part), part)
        if len(parts) > 1:
            words.setdefault("=" + "".join(parts), word)
    found: dict[str, float] = {}
    for term, share in shares.items():
        word = words.get(term) or term.lstrip("=")
        found[word] = round(found.get(word, 0.0) + share, 3)
    return found


def lesson_languages(summary: str, tags: Sequence[str]) -> list[str]:
    """The languages that a lesson is about; empty when it holds for any."""
    return languages.named_by_tags(tags) or languages.named_by_words(
        summary.lower().replace(",", " ").replace(".", " ").replace("`", " ").split()
    )


def lesson_ecosystems(summary: str, tags: Sequence[str]) -> list[str]:
    """The ecosystems whose tools a lesson names; empty when it is about none."""
    from self_learning import ecosystems

    words = [word.strip(".-") for word in summary.translate(_BETWEEN_NAMES).split()]
    return list(dict.fromkeys([*ecosystems.named(tags, tags=True), *ecosystems.named(words)]))


def _background() -> tuple[dict[str, float], dict[str, float]]:
    """How common terms are in sentences and in code."""
    if not _tables:
        from self_learning import code_frequencies, lesson_frequencies

        _tables.extend(
            {term: share for share, terms in module.BANDS for term in terms.split()}
            for module in (lesson_frequencies, code_frequencies)
        )
    return _tables[0], _tables[1]


def frequency_weights(documents: Sequence[Iterable[str]]) -> dict[str, float]:
    """The weight of each term by its inverse document frequency, smoothed with the background."""
    common, _ = _background()
    counts: dict[str, int] = {}
    for document in documents:
        for term in document:
            counts[term] = counts.get(term, 0) + 1
    total = len(documents) + PRIOR_LESSONS
    weights = {}
    for term, count in counts.items():
        expected = count - 0.5 + PRIOR_LESSONS * common.get(term, UNKNOWN_FREQUENCY)
        weights[term] = max(0.0, log(total / expected)) ** RARITY_EXPONENT
    return weights


def prepare(lessons: Sequence[dict[str, float]]) -> dict[str, Posting]:
    """The inverted index.

    Args:
        lessons: What ``lesson_terms`` gave, in the order that the positions count.
    """
    weights = frequency_weights(lessons)
    _, in_code = _background()
    totals: list[float] = []
    postings: dict[str, Posting] = {TOTALS: (0.0, [], totals)}
    for position, terms in enumerate(lessons):
        weighted = {term: value * weights[term] for term, value in terms.items() if weights[term] > 0.25}
        length = sum(weighted.values()) or 1.0
        norm = (max(length, 4.0) / 12.0) ** LENGTH_EXPONENT
        totals.append(round(length / norm, 3))
        for term, value in weighted.items():
            if term not in postings:
                postings[term] = (in_code.get(term, UNKNOWN_CODE_FREQUENCY), [], [])
            _, positions, values = postings[term]
            positions.append(position)
            values.append(round(value / norm, 3))
    return postings


# ------------------------------------------------------------------- work


class Work(dict[str, float]):
    """The weighted terms of a piece of work.

    Attributes:
        pieces: How many ordinary pieces of code its code is as long as; 0 when there is none.
    """

    __slots__ = ("pieces",)

    def __init__(self, terms: Mapping[str, float] | None = None, pieces: float = 0.0) -> None:
        super().__init__(terms or {})
        self.pieces = pieces


def work_terms(
    *,
    path: str = "",
    path_list: Sequence[str] = (),
    code: str = "",
    prose: str = "",
    command: str = "",
    language: str | None = None,
) -> Work:
    """The weighted terms of a piece of work.

    Args:
        path: Of the file that is written, relative or absolute.
        path_list: Of files that have changed, when no content is known.
        code: Its new content.
        prose: A prompt or a task.
        command: A shell command.
        language: Of the code; by default that of the path.
    """
    terms = Work()
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
        terms.pieces = max(LEAST_PIECES, len(code) / PIECE)
    if path_list:
        add_words(terms, "\n".join(path_list), 1.0)
        for language in {languages.language_of(path) for path in path_list} - {None}:
            terms[stem(str(language))] = 1.0
    if prose:
        add_words(terms, prose[:CONTENT_LIMIT], 1.0, names=True)
        for term in request_stems().intersection(terms):
            terms[term] *= REQUEST_WORD
    if command:
        from self_learning import programs

        command = command[:COMMAND_LIMIT]
        add_words(terms, command, ARGUMENT_WORD)
        said = programs.Command(command)
        add_words(terms, " ".join(programs.told(said)), 1.0, 0.0, names=True)
        purposes: dict[str, float] = {}
        add_words(purposes, " ".join(programs.purposes(said)), PURPOSE_WORD, 0.0)
        for term, value in purposes.items():
            terms[term] = max(value, terms.get(term, 0.0))
    return terms


def is_telling(terms: dict[str, float]) -> bool:
    """Whether a task says enough to judge by: "do the next task" doesn't."""
    return len({term for term in terms if term[0] != "="} - request_stems()) >= 2


def scores(postings: Postings, work: Work) -> dict[int, float]:
    """The score, 0 to 1, of each lesson that shares a term with the work, by position."""
    _, _, totals = postings.get(TOTALS) or (0.0, [], [])
    sums, covered = [0.0] * len(totals), [0.0] * len(totals)
    pieces = work.pieces
    for term, value in work.items():
        found = postings.get(term)
        if found is not None:
            share, positions, weights = found
            if pieces:
                value *= _surprise(share, pieces)
            for position, weight in zip(positions, weights):  # noqa: B905 - of one length, and hot
                sums[position] += value * weight
                covered[position] += weight
    scale = min(pieces, 1.0) ** -SIZE_EXPONENT if pieces else 1.0
    found_scores = {}
    for position, part in enumerate(covered):
        if part:
            evidence = sums[position] * scale * (part / totals[position]) ** COVERAGE_EXPONENT
            found_scores[position] = evidence / (evidence + HALF)
    return found_scores


def _surprise(share: float, pieces: float) -> float:
    """How surprising a term is in a text: 1 for an unlisted one in a piece of the usual length.

    A term that a share f of ordinary pieces have is found in a share 1 - (1 - f)^n of texts as
    long as n pieces. So the many words of a long file don't add up to a match.
    """
    return log(1.0 / (1.0 - (1.0 - min(share, 0.97)) ** pieces)) / _FULL_SURPRISE


def matched(postings: Postings, work: Work, position: int) -> dict[str, float]:
    """What each shared term adds to the sum behind one lesson's score, the largest first."""
    found: dict[str, float] = {}
    for term, value in work.items():
        share, positions, weights = postings.get(term) or (0.0, [], [])
        if position in positions:
            surprise = _surprise(share, work.pieces) if work.pieces else 1.0
            found[term] = round(value * weights[positions.index(position)] * surprise, 3)
    return dict(sorted(found.items(), key=lambda item: -item[1]))
