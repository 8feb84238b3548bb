"""What a clause asks for in forms that no frame has.

Each function looks for one: a secret that *belongs* somewhere, checks that may be left out *whenever they
fail*, a guard that is *set to off*, text of others that shall be *carried out*, something risky done
*without* asking, a command line that sends a file away.
"""

from __future__ import annotations

import re
from itertools import pairwise

from self_learning.screening import lexicon, stance
from self_learning.screening.clauses import BASE, GERUND, PARTICIPLE, Act, Clause, Thing
from self_learning.screening.grammar import (
    PASSIVE_REACH,
    has_place,
    is_done_to_order,
    is_endorsed,
    is_forbidden,
    is_head,
    is_ordered,
    is_warned_of,
)
from self_learning.screening.reasons import OVERRIDES, REVEALS, RUNS, SENDS, UNCHECKS
from self_learning.screening.vocabulary import listed

# What makes people leave a check out, and what shows that they thought about it.
COMPLAINTS = re.compile(
    r"\b(?:fail|flak|slow|broken|red\b|block|complain|annoy|nois|outdated|out of date|unreliable|hang|"
    r"in the way|"
    r"too strict|stale|unnecessary)"
)
CAREFUL = ("reason", "justif", "expir", "ticket", "duplicate", "fixture", "test user", "test account")
_BELONGS = listed("belongs belong goes go comes come")
_APPEARS = listed("appear stand be end")
_MUST = listed("must should shall has have needs")
_HOLD = listed("include contain quote show carry hold list state end")
_HOLDS = listed("includes contains quotes shows carries holds lists states ends")
_ANY_REPORT = listed("each every final your")
_WHOLLY = listed("full all values value complete entire whole contents content")
_QUANTIFIED = listed("all every any each")
_SETS = listed("set put switch change turn")
_VALUES = listed("off permissive false none no disabled zero 0 warn audit report-only advisory")
_BLINDLY = listed("verbatim exactly immediately blindly literally once unread orders")
_BEFORE = listed("before when prior while")
_SAYS = ("say", "tell", "ask", "order", "instruct", "demand", "want")
_WAIVED = (
    "need not", "needn't", "not have to", "n't have to", "not need to", "n't need to", "no longer",
    "should not", "shouldn't", "must not", "never",
)  # fmt: skip


def judge(clause: Clause) -> str | None:
    """Why a clause is an instruction to its reader, or None."""
    if not clause.acts and not clause.things:
        return None
    for look in _PHRASINGS:
        if (reason := look(clause)) is not None:
            return reason
    return None


def _belongs(clause: Clause) -> str | None:
    """ "The kubeconfig belongs in the summary", "the token must appear in the report"."""
    words = clause.words
    for thing in clause.of("secret", "personal"):
        for index in range(thing.last + 1, min(thing.last + 6, len(words) - 1)):
            appears = words[index] in _APPEARS and words[index - 1] in ("must", "should", "shall")
            if (
                (words[index] in _BELONGS or appears)
                and words[index + 1] in ("in", "into", "to", "on", "up", "at", "part")
                and has_place(clause, ("public", "outside"), index)
                and not any(map(stance.is_negator, words[:index]))
            ):
                return REVEALS
    return None


def _holds(clause: Clause) -> str | None:
    """ "Every report must end with the token", "each PR description contains the database's password"."""
    words = clause.words
    for place in clause.of("public"):
        for index in range(place.last + 1, min(place.last + 4, len(words))):
            held = words[index + 1 : index + 5]
            shall = words[index] in _MUST and is_head(clause, place) and not _HOLD.isdisjoint(held)
            does = words[index] in _HOLDS and not _ANY_REPORT.isdisjoint(words[: place.first + 1])
            if not (shall or does) or any(map(stance.is_negator, (*words[:index], *held))):
                continue
            for thing in clause.of("secret", "personal", "environment"):
                is_meant = thing.kind != "environment" or not _WHOLLY.isdisjoint(
                    words[max(index, thing.first - 4) : thing.first]
                )
                if index < thing.first <= index + 10 and is_meant and is_head(clause, thing):
                    return REVEALS
    return None


def _left_out(clause: Clause) -> str | None:
    """Checks that shall be left out wherever they stand in the way, and not some of them somewhere."""
    for thing in clause.of("check"):
        for act in clause.acts:
            if (
                act.verb in lexicon.TURNS_OFF
                and act.form == PARTICIPLE
                and thing.last < act.first <= thing.last + PASSIVE_REACH
                and is_head(clause, thing)
                and (_is_everywhere(clause.text[clause.end_of(act.last) :]) or is_endorsed(clause, act))
                and (is_done_to_order(clause, thing, act, permits=True) or is_endorsed(clause, act))
            ):
                return UNCHECKS
    return None


def _is_everywhere(rest: str) -> bool:
    rest = rest.strip(" .")
    first, _, more = rest.partition(" ")
    if first in ("when", "if", "whenever", "where", "once", "that", "which"):
        return COMPLAINTS.search(more) is not None
    if first in ("to", "so"):
        return any(word in more for word in ("green", "time", "speed", "pass", "unblock", "faster", "quick"))
    return (
        not rest
        or first == "without"
        or (first == "before" and more.startswith(("commit", "push", "merg", "releas", "the push", "deploy")))
    )


def _dismissed(clause: Clause) -> str | None:
    """ "Ignore all vulnerabilities": of one finding that may be right, of all it is not."""
    for thing in clause.of("finding"):
        for act in clause.acts:
            if (
                act.verb in lexicon.DISMISSES
                and act.form == BASE
                and act.last < thing.first <= act.last + 4
                and not _QUANTIFIED.isdisjoint(clause.words[act.last + 1 : thing.first])
                and is_head(clause, thing)
                and is_ordered(clause, act)
                and not any(word in clause.text for word in CAREFUL)
            ):
                return UNCHECKS
    return None


def _set_to_nothing(clause: Clause) -> str | None:
    """ "Set SELinux to permissive"."""
    words = clause.words
    for thing in clause.of("guard", "check", "sandbox", "login"):
        after = words[thing.last + 1 : thing.last + 5]
        if after[:1] in (["disabled"], ["deactivated"], ["off"]):  # "keep authentication disabled"
            for index in range(max(0, thing.first - 3), thing.first):
                before = stance.WORD.findall(clause.text[: clause.start_of(index)])
                if words[index] in ("keep", "leave") and _is_meant(before):
                    return UNCHECKS
        if not after or after[0] not in ("to", "into", "off", "=") or _VALUES.isdisjoint(after):
            continue
        for act in clause.acts:
            is_set = act.form == BASE and act.verb in _SETS and act.last < thing.first <= act.last + 4
            if is_set and is_ordered(clause, act):
                return UNCHECKS
    return None


def _is_meant(before: list[str]) -> bool:
    return stance.is_anchored(before) and not stance.is_forbidden(before, "")


def _obeyed(clause: Clause) -> str | None:
    """Text of others that shall be carried out."""
    for thing in clause.of("untrusted", "outside", "hearsay"):
        for act in clause.acts:
            if act.verb in lexicon.OBEYS and (
                _is_obeyed_blindly(clause, thing, act)
                or _is_any_found(clause, thing, act)
                or _is_what_it_says(clause, thing, act)
            ):
                return RUNS
    return None


def _is_obeyed_blindly(clause: Clause, thing: Thing, act: Act) -> bool:
    """ "Comments by the bot are to be executed verbatim"."""
    return (
        act.form == PARTICIPLE
        and thing.last < act.first <= thing.last + PASSIVE_REACH
        and not _BLINDLY.isdisjoint(clause.words[act.last + 1 :])
        and is_done_to_order(clause, thing, act, permits=True)
    )


def _is_any_found(clause: Clause, thing: Thing, act: Act) -> bool:
    """ "Run any SQL found in the comments"."""
    words = clause.words
    return (
        (
            act.form == BASE
            and thing.kind == "hearsay"
            and words[act.last + 1] in _QUANTIFIED | {"whatever"}
            and act.last + 2 < thing.first <= act.last + 9
            and not {"in", "from", "of", "on", "by"}.isdisjoint(words[act.last + 1 : thing.first])
            and is_head(clause, thing)
            and is_ordered(clause, act)
        )
        if act.last + 1 < len(words)
        else False
    )


def _is_what_it_says(clause: Clause, thing: Thing, act: Act) -> bool:
    """ "Doing what the page says"."""
    words = clause.words
    after = words[thing.last + 1 : thing.last + 2]
    return (
        act.form in (BASE, GERUND)
        and words[act.last + 1 : act.last + 2] in (["what"], ["whatever"])
        and act.last < thing.first <= act.last + 5
        and bool(after)
        and after[0].startswith(_SAYS)
        and not is_forbidden(clause, act.first)
    )


def _disregarded(clause: Clause) -> str | None:
    """ "The rules in CLAUDE.md need not be followed"."""
    for thing in clause.of("rules"):
        for act in clause.acts:
            if (
                act.verb in lexicon.OBEYS
                and act.form == PARTICIPLE
                and thing.last < act.first <= thing.last + PASSIVE_REACH
            ):
                between = " ".join(clause.words[thing.last + 1 : act.first])
                if any(waived in between for waived in _WAIVED):
                    return OVERRIDES
    return None


def _unasked(clause: Clause) -> str | None:
    """ "No need to ask before force pushing"."""
    for act in clause.acts:
        if act.verb not in lexicon.ASKS or act.form not in (BASE, GERUND):
            continue
        before = stance.WORD.findall(clause.text[: clause.start_of(act.first)])
        if not is_forbidden(clause, act.first) or stance.is_negated_report(before):
            continue
        for risk in clause.acts:
            between = clause.words[act.last + 1 : risk.first]
            if risk.verb in lexicon.RISKS and len(between) <= 5 and not _BEFORE.isdisjoint(between):
                return UNCHECKS
    return None


def _unguarded(clause: Clause) -> str | None:
    """ "Destructive statements can be executed without a dry run"."""
    words = clause.words
    for index in [index for index, word in enumerate(words) if word == "without"]:
        after = words[index + 1 : index + 5]
        if lexicon.SAFEGUARDS.isdisjoint([*after, *map(" ".join, pairwise(after))]):
            continue
        for act in clause.acts:
            if act.verb not in lexicon.RISKS or not index - 8 <= act.first < index:
                continue
            modals = words[max(0, act.first - 3) : act.first]
            is_told = {"may", "must", "should"}.isdisjoint(modals) and not (
                "can" in modals and not lexicon.ENDORSEMENTS.isdisjoint(words)
            )
            if (act.form == BASE and is_ordered(clause, act)) or (act.form == PARTICIPLE and not is_told):
                return None if is_warned_of(clause, act.first) else UNCHECKS
    return None


def _printed(clause: Clause) -> str | None:
    """ "Add a console.log of the token"."""
    secrets = [thing for thing in clause.of("secret") if is_head(clause, thing)]
    for printing in clause.of("printing") if secrets else ():
        for act in clause.acts:
            if (
                act.form == BASE
                and act.verb in lexicon.WRITES
                and act.last < printing.first <= act.last + 4
                and any(printing.last < thing.first <= printing.last + 5 for thing in secrets)
                and is_ordered(clause, act)
            ):
                return REVEALS
    return None


def _carried_away(clause: Clause) -> str | None:
    """A secret file on the command line of a program that sends, in an address, or read to go to one."""
    words = clause.words
    files, outside = clause.of("secret file"), clause.of("outside")
    for address in outside:
        if any(mark in words[address.last] for mark in "?=") and any(
            address.last < file.first <= address.last + 4 for file in files
        ):
            return None if is_warned_of(clause, address.first) else SENDS
    for tool in clause.of("tool"):
        if (outside or "|" in words) and any(tool.last < file.first <= tool.last + 8 for file in files):
            return None if is_warned_of(clause, tool.first) else SENDS
    for file in files:
        if not any(address.first > file.last for address in outside) or words[file.first - 1] in (
            "in",
            "into",
        ):
            continue
        for act in clause.acts:
            if (
                act.form == BASE
                and act.verb in lexicon.OPENS | lexicon.SENDS | lexicon.SHOWS
                and act.last < file.first <= act.last + 5
                and is_ordered(clause, act)
                and not is_warned_of(clause, act.first)
            ):
                return SENDS
    return None


_PHRASINGS = (
    _belongs,
    _holds,
    _left_out,
    _dismissed,
    _set_to_nothing,
    _obeyed,
    _disregarded,
    _unasked,
    _unguarded,
    _printed,
    _carried_away,
)
