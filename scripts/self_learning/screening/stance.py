"""Whether a clause orders an act, forbids it, or only tells of it.

The words before the act decide: "always disable ..." is an order, "never disable ..." forbids, "passing
verify=False disables ..." tells.
"""

from __future__ import annotations

import re

from self_learning.screening.vocabulary import (
    ADVERBS,
    CANCELLERS,
    COMMANDS,
    CONDEMNED,
    CONDITIONS,
    LEADS,
    NEGATORS,
    listed,
)

_REASON_GIVEN = re.compile(
    r"\b(?:(?:when|if|once|whenever|because|since|after|until)\b[^,.;]*|"
    r"to (?:avoid|stop|prevent|silence|get rid)\b)"
)
_ENDORSED = re.compile(
    r"\b(?:is|are) (?:the (?:way|fix|right|only|correct|norm|cure|remedy|usual|accepted|recommended)|"
    r"fine|ok|okay|accepted|acceptable|standard|preferred|recommended|harmless|customary)\b|"
    r"\b(?:fixes|solves|helps|works|restores|repairs)\b|"
    r"\b(?:solved|fixed|cured|resolved|silenced) (?:with|by)\b"
)
_DESCRIBED = re.compile(
    r"\W*(?:(?:in|on|for|with) (?:\S+ ){1,4}?)?(?:is|was|were|are|hid|hides|had|has|made|makes|caused|"
    r"causes|broke|breaks|skips|skipped|disables|disabled|turns|turned|means|meant|stops|stopped|lets|"
    r"leaves|left|does|did)\b"
)
_UNCHECKED = re.compile(r"verify|insecure|unverified|unauthorized|check-cert|ssl|tls")
WORD = re.compile(r"[a-z0-9_$./~@=-]+(?:'[a-z]+)?|,")
_AUXILIARIES = frozenset(("do", "does", "did", "is", "are", "was", "were"))
_NEGATED_AUXILIARIES = frozenset(("don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "weren't"))
_ORDERED_SUBJECTS = frozenset(
    (",", "and", "or", "so", "then", "please", "you", "we", "i", "agents", "but", "/")
)
# What has to do without a check by its nature: "the health check must bypass authentication".
_EXEMPT = frozenset(
    ("probe", "probes", "health", "healthcheck", "liveness", "readiness", "preflight", "webhook", "webhooks")
)
_DEMANDS = listed(
    """
    requires require required demands demand expects expect expected insists asks important essential
    necessary mandatory policy wants says requested
    """
)
_FINITE = listed(
    """
    is are was were has have had which that who if when whose can cannot will
    """
)
_EPITHETS = listed(
    """
    the all good experienced our other every successful later future
    """
)
_CUSTOMS = listed(
    """
    normal common usual standard customary fine ok okay acceptable agreed best
    """
)
_ADDRESSED = listed("you we i agents agent")
_HAPPENS = listed("be fail hang break take block cause slow get have , only not")  # no act of somebody
_BLAMED = listed("bad mistake wrong unwise tells told causes lets")  # "it is a bad idea not to check"
_LIST_END = re.compile(r",?\s(?:or|nor)\s")


def stance(clause: str, match: re.Match[str], *, runs: bool) -> str:
    """Whether the act at the match is ordered, forbidden or only told of."""
    start = match.start("act")
    groups = match.groupdict()
    is_order = groups.get("passive") is not None
    before = WORD.findall(clause[: match.start() if is_order else start])
    if is_forbidden(before, clause[start:]):
        is_told = is_negated_report(before) or not _BLAMED.isdisjoint(before)
        return "told" if is_told else "forbidden"
    if is_order:
        return "ordered"
    if groups.get("flag"):
        return "ordered" if _is_used(before, clause, match, runs=runs) else "told"
    if match["act"].split()[0].endswith("ing"):
        return "ordered" if gerund_is_ordered(before, clause[match.end() :]) else "told"
    return "ordered" if is_anchored(before) else "told"


def is_forbidden(before: list[str], rest: str) -> bool:
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
                negated_later = any(is_negator(w) for w in before[index + 1 :])
                if not negated_later:
                    return False
            continue
        if is_negator(word):
            following = before[index + 1 :]
            if any(w in CANCELLERS for w in following[:3]):
                return False
            if word == "not" and following[:1] in (["only"], ["just"]):
                return False
            if word in ("no", "without") and len(following) > 4:
                continue
            # "never commit without running the linter" orders the linter to be run
            return not (word in ("without", "avoid") and any(map(is_negator, before[:index])))
        if word in ("rather", "instead") and before[index + 1 : index + 2] in (["than"], ["of"]):
            return True
    return False


def is_negated_report(before: list[str]) -> bool:
    """Whether the negation tells what something does not or cannot do: "files that don't start"."""
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if not is_negator(word):
            continue
        if word in ("cannot", "can't", "couldn't", "cant"):
            return index > 0 and before[index - 1] not in _ORDERED_SUBJECTS - {"you", "we", "i"}
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


def is_negator(word: str) -> bool:
    return word in NEGATORS or word.endswith("n't")


def is_anchored(before: list[str]) -> bool:
    """Whether a base-form verb after these words is an order: where a sentence or its predicate begins."""
    index = len(before)
    while index and before[index - 1] in ADVERBS:
        index -= 1
    if not index:
        return True
    previous = before[index - 1]
    earlier = before[index - 2] if index > 1 else ""
    if previous in (",", "and", "or") and _is_listed_of_another(before[:index]):
        return False
    if previous in (",", "and", "or", "then", "but", "please", "kindly", "lets", "let's", "so", "/"):
        return not _is_narrated(before[:index])
    if previous in ("must", "shall", "should", "needs", "ought", "always"):
        return _EXEMPT.isdisjoint(before)
    if previous in ("you", "we", "agents", "i"):
        if earlier == "that":
            return index > 2 and before[index - 3] in _DEMANDS
        return earlier not in CONDITIONS or earlier in ("unless", "until") or "only" in before
    if first_of(before) in ("agents", "assistants", "subagents") and _FINITE.isdisjoint(before):
        return True
    if previous in ("can", "may", "could", "might", "will", "would"):
        return earlier in ("you", "we", "agents", "agent", "i") and (
            index < 3 or before[index - 3] not in CONDITIONS
        )
    if (
        before[0] in ("to", "for")
        and index == len(before)
        and 1 < index <= 7
        and previous != "to"
        and _FINITE.isdisjoint(before)
    ):
        return "," not in before and before[1] not in ("the", "a", "an")  # "to check the network send ..."
    if previous == "to":
        if earlier in ("expected", "supposed", "meant") and not _ADDRESSED.isdisjoint(before):
            return True
        if before[0] in ("it", "it's") and not _CUSTOMS.isdisjoint(before[1:5]):
            return True
        first = next((word for word in before if word not in ADVERBS), "")
        return earlier in LEADS or (first in COMMANDS and not _is_narrated(before))
    if previous.endswith("ing"):
        return any(word in ("before", "after", "when", "while") for word in before[max(0, index - 5) : index])
    return previous.endswith(":") or previous in ("-", "=", "/")


def first_of(before: list[str]) -> str:
    """The first word that is no adverb or adjective of praise."""
    return next((word for word in before if word not in ADVERBS and word not in _EPITHETS), "")


def _is_listed_of_another(before: list[str]) -> bool:
    """Whether a verb goes on with what somebody else can do: "attackers can read disks, forge signatures"."""
    for index in range(len(before) - 2, 0, -1):
        if before[index] in ("can", "could", "may", "might", "will", "would"):
            return before[index - 1] not in _ADDRESSED and before[index + 1] not in _HAPPENS
    return False


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


def gerund_is_ordered(before: list[str], rest: str) -> bool:
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
            r"enough|right|accepted|acceptable|harmless|preferred|expected|customary|encouraged|standard|"
            r"normal|welcome|needed|necessary|the (?:norm|way|answer|trick|remedy|cure|workaround|"
            r"convention|"
            r"rule|policy|documented|usual|accepted|recommended|preferred|only))|fixes|solves|works|"
            r"helps|cures|"
            r"does the trick|resolves|gets rid|makes (?:it|things|the (?:build|tests|pipeline|suite)|ci) "
            r"(?:\w+er|work|pass|green)|speeds|saves)\b",
            rest,
        )
        is not None
    )


def _is_used(before: list[str], clause: str, match: re.Match[str], *, runs: bool) -> bool:
    """Whether a dangerous option is being prescribed rather than described.

    A command line that fetches and runs is dangerous as it stands, unless it is warned of.
    """
    words = [word for word in WORD.findall(clause) if word not in ADVERBS and word != ","]
    commanded = bool(words) and words[0] in COMMANDS
    prescribed = any(word in ("must", "should", "always", "please", "you") for word in before) or any(
        before[i] == "to" and before[i - 1] in LEADS for i in range(1, len(before))
    )
    first = not before or before[-1] == ","
    after_comma = any(before[i] == "," and before[i + 1] in COMMANDS for i in range(len(before) - 1))
    if not (prescribed or runs) and _DESCRIBED.match(clause[match.end() :]):
        return _ENDORSED.search(clause) is not None
    if _UNCHECKED.search(match.group()) and ("unless" in before or "until" in before):
        return True
    if commanded or prescribed or after_comma or first or runs:
        condemned = CONDEMNED.search(
            _REASON_GIVEN.sub(" ", f"{clause[: match.start()]} it {clause[match.end() :]}")
        )
        return not condemned or prescribed or words[0] in ("use", "pass", "set", "add", "run")
    return _ENDORSED.search(clause) is not None
