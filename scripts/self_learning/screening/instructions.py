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

from self_learning.screening import languages, readable
from self_learning.screening.conduct import CONDUCT
from self_learning.screening.expressions import Rules
from self_learning.screening.indirect import INDIRECT
from self_learning.screening.reasons import RUNS
from self_learning.screening.rules import RULES
from self_learning.screening.targets import TARGETS
from self_learning.screening.vocabulary import (
    ADVERBS,
    CANCELLERS,
    COMMANDS,
    CONDEMNED,
    CONDITIONS,
    LEADS,
    NEGATORS,
)

_ALL_RULES = RULES + TARGETS + CONDUCT + INDIRECT
_WHOLE = Rules(rule for rule in _ALL_RULES if rule.whole)
_OF_CLAUSE = Rules(rule for rule in _ALL_RULES if not rule.whole)
MAXIMUM_LENGTH = 20_000  # that a text is longer is a reason in itself
_CLAUSE_END = re.compile(
    r"(?<=[.!?;])[\"')\]]*\s+|(?<=[^\"'`]:)\s+(?!(?:true|false|none|no|off|0)\b)|\n+|\s+[—–]\s+|;|"
    r"(?<=\S)\s-\s"
)
_REASON_GIVEN = re.compile(
    r"\b(?:(?:when|if|once|whenever|because|since|after|until)\b[^,.;]*|"
    r"to (?:avoid|stop|prevent|silence|get rid)\b)"
)
_WORD = re.compile(r"[a-z0-9_$./~@=-]+(?:'[a-z]+)?|,")
# What may end any order: rules that look where an object ends need not know of it.
_ADJUNCT = re.compile(
    r"(?:,? (?:in this (?:repo|repository|project|codebase|case)|(?:after|before|in|for|on|with|"
    r"at the (?:start|end) of) "
    r"(?:each|every|any) (?:task|run|session|commit|change|turn|time)|as the team agreed|for now|"
    r"from now on|at all|"
    r"every time|here|whenever possible|today|any ?more|any longer))+(?=\s*(?:$|[.!,]))"
)
_AUXILIARIES = frozenset(("do", "does", "did", "is", "are", "was", "were"))
_NEGATED_AUXILIARIES = frozenset(("don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "weren't"))
_ORDERED_SUBJECTS = frozenset(
    (",", "and", "or", "so", "then", "please", "you", "we", "i", "agents", "but", "/")
)
# What has to do without a check by its nature: "the health check must bypass authentication".
_EXEMPT = frozenset(
    ("probe", "probes", "health", "healthcheck", "liveness", "readiness", "preflight", "webhook", "webhooks")
)
_LIST_END = re.compile(r",?\s(?:or|nor)\s")


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
    if (reason := languages.override(readable.visible(text))) is not None:
        return reason
    for reading in readable.readings(text):
        whole = " ".join(reading.split())
        for rule in _WHOLE.possible(whole):
            match = rule.expression.search(whole)
            if match and not _is_quoted_evidence(whole, match):
                return rule.reason
        for clause in _CLAUSE_END.split(reading):
            if clause and (reason := _clause(_ADJUNCT.sub("", " ".join(clause.split())))) is not None:
                return reason
    return None


def _clause(clause: str) -> str | None:
    for rule in _OF_CLAUSE.possible(clause):
        for match in rule.expression.finditer(clause):
            stance = _stance(clause, match, runs=rule.reason is RUNS)
            if stance == rule.refused_when and not _is_quoted_evidence(clause, match):
                return rule.reason
    return None


def _stance(clause: str, match: re.Match[str], *, runs: bool) -> str:
    """Whether the act at the match is ordered, forbidden or only told of."""
    start = match.start("act")
    groups = match.groupdict()
    is_order = groups.get("passive") is not None
    before = _WORD.findall(clause[: match.start() if is_order else start])
    if _is_forbidden(before, clause[start:]):
        return "told" if _is_negated_report(before) else "forbidden"
    if is_order:
        return "ordered"
    if groups.get("flag"):
        return "ordered" if _is_used(before, clause, match, runs=runs) else "told"
    if match["act"].split()[0].endswith("ing"):
        return "ordered" if _gerund_is_ordered(before, clause[match.end() :]) else "told"
    return "ordered" if _is_anchored(before) else "told"


def _is_forbidden(before: list[str], rest: str) -> bool:
    """Whether a negation in front reaches the act."""
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if word in ("but", "instead", "then", "however", "simply", "just") and before[
            index + 1 : index + 2
        ] != ["of"]:
            return False
        if word == ",":
            # "never skip tests, disable hooks or bypass review" is one list; "don't worry, disable it" isn't.
            if not _LIST_END.search(rest) and not _LIST_END.search(" ".join(before[index:])):
                negated_later = any(_is_negator(w) for w in before[index + 1 :])
                if not negated_later:
                    return False
            continue
        if _is_negator(word):
            following = before[index + 1 :]
            if any(w in CANCELLERS for w in following[:3]):
                return False
            if word == "not" and following[:1] in (["only"], ["just"]):
                return False
            if word in ("no", "without") and len(following) > 4:
                continue
            # "never commit without running the linter" orders the linter to be run
            return not (word in ("without", "avoid") and any(map(_is_negator, before[:index])))
        if word in ("rather", "instead") and before[index + 1 : index + 2] in (["than"], ["of"]):
            return True
    return False


def _is_negated_report(before: list[str]) -> bool:
    """Whether the negation tells what something does not do: "files that don't start", "it did not check"."""
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if not _is_negator(word):
            continue
        if word == "not" and index and before[index - 1] in _AUXILIARIES:
            index -= 1
        elif word not in _NEGATED_AUXILIARIES:
            return False
        if before[index].startswith(("is", "are", "was", "were", "did")):
            return True
        subject = before[index - 1] if index else ","
        needless = any(word in ("need", "have") for word in before[index + 1 :])
        return not (needless or subject in ADVERBS or subject in _ORDERED_SUBJECTS)
    return False


def _is_negator(word: str) -> bool:
    return word in NEGATORS or word.endswith("n't")


def _is_anchored(before: list[str]) -> bool:
    """Whether a base-form verb after these words is an order: where a sentence or its predicate begins."""
    index = len(before)
    while index and before[index - 1] in ADVERBS:
        index -= 1
    if not index:
        return True
    previous = before[index - 1]
    earlier = before[index - 2] if index > 1 else ""
    if previous in (",", "and", "or", "then", "but", "please", "kindly", "lets", "let's", "so", "/"):
        return not _is_narrated(before[:index])
    if previous in ("must", "shall", "should", "needs", "ought", "always"):
        return _EXEMPT.isdisjoint(before)
    if previous in ("you", "we", "agents", "i"):
        return earlier not in CONDITIONS
    if previous in ("can", "may", "could", "might", "will", "would"):
        return earlier in ("you", "we", "agents", "agent", "i") and (
            index < 3 or before[index - 3] not in CONDITIONS
        )
    if previous == "to":
        first = next((word for word in before if word not in ADVERBS), "")
        return earlier in LEADS or (first in COMMANDS and not _is_narrated(before))
    if previous.endswith("ing"):
        return any(word in ("before", "after", "when", "while") for word in before[max(0, index - 5) : index])
    return previous.endswith((":", "/")) or previous in ("-", "=")


def _is_narrated(before: list[str]) -> bool:
    """Whether the words in front tell of somebody else's act: "the wrapper caught it and ..."."""
    if not before:
        return False
    first = next((word for word in before if word not in ADVERBS and word != ","), "")
    if first == "if" and "," in before:  # the condition has ended, what follows is the order
        return False
    return first in (
        "if",
        "it",
        "they",
        "he",
        "she",
        "some",
        "someone",
        "attackers",
        "attacker",
        "users",
        "developers",
        "people",
    )


def _gerund_is_ordered(before: list[str], rest: str) -> bool:
    if before and before[-1] in (
        "by",
        "consider",
        "recommend",
        "suggest",
        "try",
        "start",
        "prefer",
        "begin",
        "keep",
    ):
        return True
    if len(before) > 1 and before[-1] in ADVERBS and before[-2] in ("by", "consider", "recommend", "try"):
        return True
    return (
        not before
        and re.match(
            r"[^.]{0,60}?\b(?:is (?:fine|ok|okay|safe|recommended|required|the fix|allowed|best|correct|"
            r"enough|right)|fixes|solves|works|helps|"
            r"resolves|makes (?:it|the build|the tests|ci) (?:work|pass|green)|speeds|saves)\b",
            rest,
        )
        is not None
    )


def _is_used(before: list[str], clause: str, match: re.Match[str], *, runs: bool) -> bool:
    """Whether a dangerous option is being prescribed rather than described.

    A command line that fetches and runs is dangerous as it stands, unless it is warned of.
    """
    words = [word for word in _WORD.findall(clause) if word not in ADVERBS and word != ","]
    commanded = bool(words) and words[0] in COMMANDS
    prescribed = any(word in ("must", "should", "always", "please", "you") for word in before) or any(
        before[i] == "to" and before[i - 1] in LEADS for i in range(1, len(before))
    )
    first = not before or before[-1] == ","
    after_comma = any(before[i] == "," and before[i + 1] in COMMANDS for i in range(len(before) - 1))
    if commanded or prescribed or after_comma or first or runs:
        condemned = CONDEMNED.search(
            _REASON_GIVEN.sub(" ", f"{clause[: match.start()]} it {clause[match.end() :]}")
        )
        return not condemned or prescribed or words[0] in ("use", "pass", "set", "add", "run")
    return bool(
        re.search(
            r"\bis the (?:way|fix|right|only|correct)|\b(?:fixes|solves|helps|works|restores|repairs)\b|"
            r"\b(?:solved|fixed|cured|resolved|silenced) (?:with|by)\b",
            clause,
        )
    )


def _is_quoted_evidence(clause: str, match: re.Match[str]) -> bool:
    """Whether the act stands in quotes as an example of what to defend against."""
    head, tail = clause[: match.start()], clause[match.end() :]
    quoted = any(head.count(mark) % 2 == 1 and mark in tail for mark in "\"'`")
    if not quoted:
        return False
    return bool(
        re.match(
            r"(?:treat|reject|refuse|detect|flag|filter|screen|strip|block|text|texts|phrases|strings|an? )",
            clause,
        )
    ) and bool(
        re.search(
            r"\b(?:data|attack|injection|hostile|malicious|untrusted|reject|refuse|detect|filter|screen)",
            clause,
        )
    )
