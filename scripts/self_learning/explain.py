"""Why a pattern was shown to an agent, or was not: each filter, and each term of the score.

The filters and the scorer are the hooks' own functions, asked again; what was really shown and
with which score is read from the conversation's record.
"""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import conversations, index, injection, languages, outcomes, programs, relevance, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.events import pre_tool_use
from self_learning.paths import valid_identifier
from self_learning.patterns import PatternStore, valid_id, wilson_lower_bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from self_learning.index import Index
    from self_learning.paths import Project
    from self_learning.patterns import Pattern
    from self_learning.relevance import Work

_WIDTH = 80
_RECENT_ROWS = 5
_RECENT_CONVERSATIONS = 5
_TERMS = 8
# By what something was ranked by: the least score of the first, by what the odds rise, and the places.
_BARS = {
    "command": (injection.COMMAND_THRESHOLD, injection.RISE, injection.AT_MOST),
    "content": (injection.CONTENT_THRESHOLD, injection.CONTENT_RISE, injection.AT_MOST),
    "prompt": (injection.PROMPT_THRESHOLD, injection.RISE, injection.AT_MOST),
    "task": (injection.TASK_THRESHOLD, 1.0, injection.AT_MOST_AT_START),
}


class Filter(NamedTuple):
    """One condition for being shown: whether it holds, and why."""

    name: str
    passes: bool
    reason: str


class Score(NamedTuple):
    """A pattern's score for a piece of work, the best one's, and the least that is needed.

    ``needed`` is what the pattern needs beside the better ones; ``best`` is the best score of those
    that may be shown. ``stopped`` says what else keeps it away, or nothing.
    """

    target: str
    method: str
    score: float
    best: float
    needed: float
    terms: dict[str, float]
    stopped: str = ""


def command(project: Project, store_path: str, pattern_id: str, agent_id: str | None = None) -> Result:
    """Explain one pattern, for one agent or in general.

    Args:
        project: Whose records are read.
        store_path: The pattern store.
        pattern_id: The pattern's id.
        agent_id: An agent's id, or a session's for its main agent; None for all that is recorded.

    Raises:
        InputError: There is no such pattern or agent, or a file can't be read.
    """
    identifier = pattern_id.strip().upper()
    if not valid_id(identifier):
        raise InputError(f"{text.sanitise(pattern_id, 40)!r} is not a pattern's id; ids look like P-007")
    store = PatternStore(store_path)
    pattern = _find(store, identifier)
    record = _record(project, agent_id) if agent_id is not None else {}
    agent_type = str(record.get("agent_type") or "") or None
    found = index.load(store_path)
    if found is None:
        index.rebuild(store_path)
        found = index.load(store_path)
    filters = _filters(pattern, found, project, agent_type)
    evidence = _evidence(store, project, pattern)
    data: dict[str, Any] = {
        "pattern_id": identifier,
        "summary": pattern.summary,
        "filters": [each._asdict() for each in filters],
        "evidence": evidence,
    }
    lines = _wrapped(f"{pattern.id} {pattern.category}: {pattern.summary}")
    lines += _evidence_lines(pattern, evidence)
    if agent_id is None:
        shown = _all_shown(project, identifier)
        data["shown"] = shown
        count = len({each["conversation_id"] for each in shown})  # after a compaction it may come again
        conversations_word = "conversation" if count == 1 else "conversations"
        lines += ["", f"Shown in {count} {conversations_word} of this project" + (":" if shown else ".")]
        for entry in shown[:_RECENT_CONVERSATIONS]:
            lines += _shown_lines(entry)
        lines += ["", "Would it be shown to an agent for whose work it fits?", *_filter_lines(filters)]
    else:
        verdict, data["agent"] = _for_agent(found, pattern, record, agent_id, filters, project)
        lines += ["", *verdict]
    return Result("\n".join(lines), data)


def _find(store: PatternStore, identifier: str) -> Pattern:
    for pattern in store.read().patterns:
        if pattern.id == identifier:
            return pattern
    if any(pattern.id == identifier for pattern in store.archive()):
        raise InputError(
            f"{identifier} is in the archive, {store.archive_path}: it was pruned or gave way to "
            "better ones, and is shown to nobody until it is captured again"
        )
    raise InputError.at(store.path, f"holds no pattern {identifier}", remedy="look at the ids there")


def _record(project: Project, agent_id: str) -> dict[str, Any]:
    if not valid_identifier(agent_id):
        raise InputError(f"--agent {text.sanitise(repr(agent_id), 60)}: is not an agent's or session's id")
    path = project.injection_file(agent_id)
    if not os.path.exists(path):
        raise InputError.at(
            path, "nothing was shown to this agent", remedy="its id is the name of a file beside this one"
        )
    return dict(conversations.read(project, agent_id))


def _filters(pattern: Pattern, found: Index | None, project: Project, agent_type: str | None) -> list[Filter]:
    """What decides before anything is scored."""
    left_out = found.left_out.get(pattern.id) if found is not None else "the index can't be made"
    for_repo = pattern.repo in ("*", project.name)
    addressed = injection.addressed(pattern.applies_to, agent_type)
    who = agent_type or "the main agent"
    return [
        Filter("fit to be shown", left_out is None, left_out or "screened, and not flagged PRUNE"),
        Filter("repository", for_repo, f"it holds for {pattern.repo}; this is {project.name}"),
        Filter("agent", addressed, f"it is for {', '.join(pattern.applies_to)}; asked is {who}"),
    ]


def _for_agent(
    found: Index | None,
    pattern: Pattern,
    record: dict[str, Any],
    agent_id: str,
    filters: list[Filter],
    project: Project,
) -> tuple[list[str], dict[str, Any]]:
    """Why this agent saw it or not."""
    entries = [entry for entry in record.get("patterns", []) if isinstance(entry, dict)]
    who = f"{record.get('agent_type') or 'main agent'} {agent_id}"
    for entry in entries:
        if entry.get("id") == pattern.id:
            lines = [
                f"It was shown to {who}:",
                *_shown_lines({**record, **entry, "conversation_id": agent_id}),
            ]
            return lines, {"shown": True, **entry}
    saw = ", ".join(str(entry.get("id")) for entry in entries) or "nothing"
    lines = _wrapped(f"It was not shown to {who}, who saw {saw}.")
    lines += _filter_lines(filters)
    data: dict[str, Any] = {"shown": False}
    if found is None or not all(each.passes for each in filters):
        return lines, data
    position = next(at for at in range(len(found)) if found.identifier(at) == pattern.id)
    works = dict.fromkeys((str(e.get("target")), str(e.get("method"))) for e in entries)
    agent_type = str(record.get("agent_type") or "") or None

    def holds(other: int) -> bool:
        return injection.holds(found.facts(other), project, agent_type)

    scored = [_score(found, position, target, method, holds) for target, method in works if method in _BARS]
    data["scores"] = [each._asdict() for each in scored]
    if not entries:
        return [
            *lines,
            "What it was to do is not recorded: only that is which a pattern was shown with.",
        ], data
    if not scored:
        places = injection.AT_MOST_AT_START
        return [*lines, f"No task was known; the {places} places went to others with better evidence."], data
    lines.append("Its score for what is recorded of that agent's work, the head of each piece:")
    for each in scored:
        lines += _wrapped(
            f"{each.score:.3f}, where {each.needed:.3f} is needed and the best has {each.best:.3f}, "
            f"for the {each.method} {each.target!r}",
            "  ",
        )
        lines += _wrapped(f"STOPS  {each.stopped}", "    ") if each.stopped else []
        lines += _term_lines(each.terms)
    return lines, data


def _score(found: Index, position: int, target: str, method: str, holds: Callable[[int], bool]) -> Score:
    """Score a pattern anew for a recorded piece of work, as the hook did that showed others with it.

    Args:
        found: The index.
        position: The pattern's.
        target: The head of what was recorded.
        method: What was ranked by.
        holds: Whether the pattern at a position is for this agent here.
    """
    work, unfit = _work(found, target, method)
    scores = relevance.scores(found.postings, work)
    own = scores.get(position, 0.0)
    threshold, rise, places = _BARS[method]
    needed = threshold / (1.0 - threshold)
    ranked = sorted((-value, other) for other, value in scores.items())
    fitting = [(-negative, other) for negative, other in ranked if holds(other) and not unfit(other)]
    taken = 0
    for value, other in fitting:
        odds = value / (1.0 - value)
        if (-value, other) >= (-own, position) or odds < needed or taken == places:
            break
        needed = injection.next_needed(needed, odds, rise, first=not taken)
        taken += 1
    stopped = unfit(position) if own else ""
    if not stopped and taken == places:
        stopped = f"the {places} places went to better ones"
    return Score(
        target,
        method,
        round(own, 3),
        round(fitting[0][0] if fitting else 0.0, 3),
        round(needed / (1.0 + needed), 3),
        found.in_words(position, relevance.matched(found.postings, work, position)),
        stopped,
    )


def _work(found: Index, target: str, method: str) -> tuple[Work, Callable[[int], str]]:
    """The terms of a recorded piece of work, and what tells why a pattern isn't for it, or nothing."""

    def weak(other: int) -> str:
        return "the common words say nothing of a subject" if injection.only_weak(found, work, other) else ""

    if method == "command":
        work = relevance.work_terms(command=target)
        for_command = pre_tool_use.unfit_for_command(found, programs.Command(target))
        return work, lambda other: for_command(found.facts(other), other) or weak(other)
    if method == "content":
        language = languages.language_of(target, "")
        work = relevance.work_terms(path=target)
        return work, lambda other: pre_tool_use.unfit_for_file(found.facts(other), language)
    work = relevance.work_terms(prose=target)
    return work, weak if method == "prompt" else lambda _: ""


def _all_shown(project: Project, identifier: str) -> list[dict[str, Any]]:
    """Every record of this pattern having been shown, the latest first."""
    shown = []
    try:
        names = os.listdir(project.injections)
    except OSError:
        return []
    for name in names:
        conversation = name.removesuffix(".json")
        if conversation == name or not valid_identifier(conversation):
            continue
        record = conversations.read(project, conversation)
        patterns = record.get("patterns")
        shown += [
            {"conversation_id": conversation, "agent_type": record.get("agent_type"), **entry}
            for entry in (patterns if isinstance(patterns, list) else [])
            if isinstance(entry, dict) and entry.get("id") == identifier
        ]
    return sorted(shown, key=lambda entry: str(entry.get("at")), reverse=True)


def _evidence(store: PatternStore, project: Project, pattern: Pattern) -> dict[str, Any]:
    """Where its numbers come from."""
    provenance = store.provenance()
    tally = provenance.tally(pattern.id)
    entry = provenance.get(pattern.id)
    rows = [row for row in outcomes.stream(project.outcomes_log) if row.pattern == pattern.id]
    return {
        "applications": tally.applications,
        "passes": tally.passes,
        "exposures": tally.exposures,
        "unverified": tally.unverified,
        "build_failed": tally.build_failed,
        "wilson_lower_bound": round(wilson_lower_bound(tally.points, tally.applications), 4),
        "origin_project": entry.get("origin_project"),
        "trigger": entry.get("trigger"),
        "last_rows": [outcomes.format(row) for row in rows[-_RECENT_ROWS:]],
    }


def _evidence_lines(pattern: Pattern, evidence: dict[str, Any]) -> list[str]:
    rate = "not known" if pattern.success_rate is None else f"{pattern.success_rate:.2f}"
    flags = ", ".join(pattern.flags) or "none"
    lines = _wrapped(
        f"Captured {_times(pattern.seen_count)}; applied {_times(evidence['applications'])}, of which "
        f"{evidence['passes']} passed, {evidence['unverified']} had no citation that holds and "
        f"{evidence['build_failed']} a failed build; shown and not used {_times(evidence['exposures'])}. "
        f"Success rate {rate}, lower bound {evidence['wilson_lower_bound']:.2f}, "
        f"confidence {pattern.confidence}, flags: {flags}."
    )
    if evidence["last_rows"]:
        lines.append("Its last rows in this project's log:")
        lines += ["  " + text.sanitise(row, _WIDTH - 2) for row in evidence["last_rows"]]
    return lines


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _filter_lines(filters: list[Filter]) -> list[str]:
    lines = []
    for each in filters:
        lines += _wrapped(f"{'passes' if each.passes else 'STOPS':<7}{each.name}: {each.reason}", "  ")
    return lines


def _shown_lines(entry: dict[str, Any]) -> list[str]:
    hook = f"{entry.get('event')} {entry['tool']}" if entry.get("tool") else str(entry.get("event"))
    who = f"{entry.get('agent_type') or 'the main agent'} {entry.get('conversation_id')}"
    target = text.sanitise(str(entry.get("target")), 80)
    lines = _wrapped(
        f"{entry.get('at')} by {hook} to {who}, score {entry.get('score')} by {entry.get('method')}, "
        f"with {target!r}",
        "  ",
    )
    terms = entry.get("terms")
    return lines + _term_lines(terms if isinstance(terms, dict) else {})


def _term_lines(terms: dict[str, Any]) -> list[str]:
    """The terms that the work and the pattern share, and what each added."""
    if not terms:
        return ["    no term in common"]
    parts = [f"{text.sanitise(str(term), 30)} {value}" for term, value in list(terms.items())[:_TERMS]]
    more = f", and {len(terms) - _TERMS} more" if len(terms) > _TERMS else ""
    return _wrapped(f"terms in common: {', '.join(parts)}{more}", "    ")


def _wrapped(line: str, indent: str = "") -> list[str]:
    return textwrap.wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
