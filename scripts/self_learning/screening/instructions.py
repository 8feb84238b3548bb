"""Tell an instruction aimed at whoever reads a lesson from an honest lesson.

Both are written in the imperative ("Skip code review", "Skip the header row"), so no list of
words can do it. A text is read clause by clause. A rule names a kind of act and its object;
the words before the act decide its stance: *ordered* ("always disable ..."), *forbidden*
("never disable ...") or *told* ("passing verify=False disables ..."). A harmful act must be
ordered and a protective one ("verify", "ask") forbidden for the text to be refused.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from self_learning.screening import frames, languages, phrasings, readable, references, stance
from self_learning.screening.clauses import Clause
from self_learning.screening.expressions import FOREIGN, WHOLE
from self_learning.screening.filters import Filter, features
from self_learning.screening.reasons import RUNS
from self_learning.screening.rules import RULES

if TYPE_CHECKING:
    from self_learning.screening.expressions import Rule

MAXIMUM_LENGTH = 20_000  # that a text is longer is a reason in itself
_LEAD = 40  # characters
_ANNOUNCED = re.compile(r"\b(?:convention|policy|rule|practice|standard|custom|agreed|agreement)s?:?$")
_CLAUSE_END = re.compile(
    r"(?<=[.!?;])(?<!\.\.)[\"')\]]*\s+|(?<=[^\"'`]:)\s+(?!(?:true|false|none|no|off|0)\b)|\n+|\s+[—–]\s+|;|"
    r"(?<=\S)\s-\s"
)
# What may end any order: rules that look where an object ends need not know of it.
_ADJUNCT = re.compile(
    r"(?:,? (?:in this (?:repo|repository|project|codebase|case)|(?:after|before|in|for|on|with|"
    r"at the (?:start|end) of) "
    r"(?:each|every|any) (?:task|run|session|commit|change|turn|time)|as the team agreed|for now|"
    r"from now on|at all|"
    r"every time|here|whenever possible|today|any ?more|any longer))+(?=\s*(?:$|[.!,]))"
)


@functools.lru_cache(maxsize=1)  # when first needed
def _rules() -> Filter:
    return Filter(RULES + languages.RULES)


@functools.lru_cache(maxsize=1)
def _rules_of_languages() -> Filter:
    return Filter(languages.RULES)


@functools.lru_cache(maxsize=1024)  # every write of a store screens all its lessons again
def instruction_to_reader(text: str) -> str | None:
    """Why a text reads as an instruction to the agent that will see it, or None.

    Args:
        text: A summary, a trigger or a longer text, as it was written; obfuscated or not.

    Returns:
        A short reason such as ``asks to switch off a check``, fit to be shown to the author.
    """
    if len(text) <= 16 and text.isascii() and text.isalnum():
        return None  # one plain word, as most tags are, orders nothing
    if len(text) > MAXIMUM_LENGTH:
        return f"is longer than {MAXIMUM_LENGTH} characters"
    visible = readable.visible(text)
    if not visible.isascii():  # else the first reading is the same
        for rule in _rules_of_languages().possible(features(visible)):
            if languages.is_refused(visible, rule):
                return rule.reason
    return next(filter(None, map(_read, readable.readings(text))), None)


def _read(reading: str) -> str | None:
    """Why a text reads as an instruction in one of the ways of reading it."""
    whole = " ".join(reading.split())
    clauses = [" ".join(clause.split()) for clause in _CLAUSE_END.split(reading)]
    understood = [Clause(clause) for clause in _led(clauses)]
    for look in (frames.judge, phrasings.judge):
        for clause in understood:
            if (reason := look(clause)) is not None:
                return reason
    if (reason := references.judge(understood)) is not None:
        return reason
    stripped = [_ADJUNCT.sub("", clause) for clause in clauses]
    found = features(whole)
    if stripped != clauses:
        found.update(*map(features, stripped))  # what stood apart may now stand together
    possible = _rules().possible(found)
    return next((rule.reason for rule in possible if _is_refused(whole, stripped, rule)), None)


def _led(clauses: list[str]) -> list[str]:
    """The clauses, with "our convention:" before the one that it announces."""
    found: list[str] = []
    lead = ""
    for clause in filter(None, clauses):
        found.append(f"{lead} {clause}".strip())
        lead = clause.rstrip(":") if len(clause) <= _LEAD and _ANNOUNCED.search(clause) else ""
    return found


def _is_refused(whole: str, clauses: list[str], rule: Rule) -> bool:
    if rule.scope == FOREIGN:
        return languages.is_refused(whole, rule)
    if rule.scope == WHOLE:
        match = rule.expression.pattern.search(whole)
        return match is not None and not _is_quoted_evidence(whole, match)
    return any(
        stance.stance(clause, match, runs=rule.reason is RUNS) == rule.refused_when
        and not _is_quoted_evidence(clause, match)
        for clause in clauses
        for match in rule.expression.pattern.finditer(clause)
    )


def _is_quoted_evidence(clause: str, match: re.Match[str]) -> bool:
    """Whether the act stands in quotes as an example of what to defend against."""
    head, tail = clause[: match.start()], clause[match.end() :]
    quoted = any(head.count(mark) % 2 == 1 and mark in tail for mark in "\"'`")
    if not quoted:
        return False
    return bool(
        re.match(
            r"(?:treat|reject|refuse|detect|flag|filter|screen|strip|block|text|texts|phrases|strings|"
            r"an? )",
            clause,
        )
    ) and bool(
        re.search(
            r"\b(?:data|attack|injection|hostile|malicious|untrusted|reject|refuse|detect|filter|screen)",
            clause,
        )
    )
