"""Which lessons an agent gets to see: filtered, ranked, formatted and recorded.

The three hooks that inject differ in what they rank by; the filters, the block and the record
are the same and are here. ``conversations`` describes the record that SubagentStop, Stop and
``explain`` read.
"""

from __future__ import annotations

import os

from self_learning import conversations, index, relevance, text
from self_learning.hook_io import EVENT_NAMES, EventError, context, log
from self_learning.paths import Person

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from self_learning.index import Facts, Index
    from self_learning.paths import Project
    from self_learning.relevance import Work

AT_MOST = 5  # lessons with one tool call or prompt
AT_MOST_AT_START = 15  # lessons when a subagent starts
UNTESTED_PLACES = 2  # of those at a start that are kept for lessons nobody tried yet

# The scores below which a lesson is not worth the reader's time, chosen with benchmarks/precision.py on
# the half that isn't held back. The many words of an edit agree by chance sooner than a command's few.
# A subagent gets one short list before its work begins: that threshold leans to recall, and was chosen
# on both halves.
CONTENT_THRESHOLD = 0.52
COMMAND_THRESHOLD = 0.33
PROMPT_THRESHOLD = 0.42
TASK_THRESHOLD = 0.36
# By what factor the odds that are needed rise from each lesson to the next: in benchmarks/relevance.py
# the first one shown is right six times as often as the second.
RISE = 1.2
CONTENT_RISE = 1.5
# A lesson with less than this part of the best one's odds is noise beside it. One that says just what a task
# says must not take the other fitting ones from it.
GAP = 0.3
TASK_GAP = 0.1

# Stems that say nothing of a subject: a lesson that shares nothing else with a command or a
# prompt is about something different.
WEAK_STEMS = frozenset(("run", "out", "git", "src", "auto", "start", "end", "all"))

CLOSING_LINE = (
    "Closing line to report use: LEARNINGS_ACKNOWLEDGED: {0} -> src/app.py:42   "
    "(or: LEARNINGS_ACKNOWLEDGED: none, and why)"
)


def open_index(project: Project, event_name: str) -> Index:
    """The person's index, rebuilt first when the store was changed by hand.

    Raises:
        EventError: It is outdated and can't be rebuilt.
    """
    store = Person().store
    found = index.load(store)
    if found is None:
        found = index.refresh(store)
        if found is None:
            raise EventError(f"{store}: its index can't be prepared")
        log(project, event_name, f"{store}: was changed outside; its index was rebuilt")
    return found


def holds(facts: Facts, project: Project, agent_type: str | None) -> bool:
    """Whether a lesson is for this agent and this repository.

    Args:
        facts: Of the lesson, as the index gives them.
        project: Whose name a lesson's ``repo`` must be, unless that is ``*``.
        agent_type: A subagent's type; None for the main agent.
    """
    applies_to = facts[index.APPLIES_TO]
    if not addressed(applies_to if isinstance(applies_to, list) else [], agent_type):
        return False
    repo = facts[index.REPO]
    return repo == "*" or repo == project.name


def addressed(applies_to: Sequence[str], agent_type: str | None) -> bool:
    """Whether a lesson is for an agent; the main agent gets those for all agents."""
    return "*" in applies_to or named(applies_to, agent_type)


def named(applies_to: Sequence[str], agent_type: str | None) -> bool:
    """Whether a lesson names an agent's type."""
    return agent_type is not None and any(conversations.same_agent(name, agent_type) for name in applies_to)


def choose(
    found: Index,
    may_show: Callable[[Facts, int], bool],
    work: Work,
    threshold: float,
    known: Collection[str] = (),
    *,
    weak: bool = False,
    rise: float = RISE,
) -> list[tuple[int, float]]:
    """The lessons that fit best, at most five: position and score, the best first.

    Those that the conversation knows take their places without being shown again, so that
    the next best don't follow one by one with every call.

    Args:
        found: The index.
        may_show: Whether a lesson with these facts, at this position, may be shown; asked of the best alone.
        work: As ``relevance.work_terms`` gives it.
        threshold: The least score of the first.
        known: Ids of lessons that the conversation was shown before.
        weak: Whether weak stems are not enough, if they are all that a lesson shares with the work.
        rise: By what factor the odds that are needed rise with every lesson.
    """
    scores = relevance.scores(found.postings, work)
    ranked = [(-score, position) for position, score in scores.items() if score >= threshold]
    ranked.sort()
    chosen: list[tuple[int, float]] = []
    needed = threshold / (1.0 - threshold)
    places = 0
    for negative, position in ranked:
        odds = -negative / (1.0 + negative)
        if places == AT_MOST or odds < needed:
            break
        if not may_show(found.facts(position), position) or (weak and only_weak(found, work, position)):
            continue
        needed = next_needed(needed, odds, rise, first=not places)
        places += 1
        if found.identifier(position) not in known:
            chosen.append((position, -negative))
    return chosen


def next_needed(needed: float, odds: float, rise: float, *, first: bool) -> float:
    """The odds that the next lesson needs.

    Args:
        needed: What the one that took a place needed.
        odds: What it had.
        rise: By what factor more is needed.
        first: Whether it is the best one.
    """
    return max(needed * rise, odds * GAP) if first else needed * rise


def only_weak(found: Index, work: Work, position: int) -> bool:
    """Whether all that a lesson shares with a command or a prompt says nothing of a subject."""
    return relevance.matched(found.postings, work, position).keys() <= WEAK_STEMS


def least_beside(best: float) -> float:
    """The score below which a lesson is left out of a list at a start beside one with the best score."""
    odds = TASK_GAP * best / (1.0 - best)
    return odds / (1.0 + odds)


def show(
    project: Project,
    event_name: str,
    event: dict[str, object],
    found: Index,
    chosen: Sequence[tuple[int, float]],
    *,
    method: str,
    work: Work,
    target: str,
) -> dict[str, object] | None:
    """Record the chosen lessons and give the hook's answer, or None when none is new.

    Args:
        project: Where it is recorded.
        event_name: As in ``hook_io.EVENT_NAMES``.
        event: The hook's event.
        found: The index.
        chosen: Position and score, in the order in which they are shown.
        method: What they were ranked by.
        work: As ``relevance.work_terms`` gives it.
        target: What they are shown with; its head is recorded.
    """
    if not chosen:
        return None
    conversation = conversations.identify(event)
    tool = event.get("tool_name")
    entries: list[dict[str, object]] = []
    for position, score in chosen:
        entry: dict[str, object] = {"id": found.identifier(position)}
        if isinstance(tool, str):
            entry["tool"] = text.sanitise(tool, 60)
        entry["target"] = text.sanitise(_without_tokens(target[:400]), 160)
        entry["score"] = round(score, 3)
        entry["method"] = method
        entry["terms"] = found.in_words(position, relevance.matched(found.postings, work, position))
        entries.append(entry)
    if conversation is not None:
        entries = conversations.record_shown(project, conversation, EVENT_NAMES[event_name], event, entries)
        if not entries:
            return None
    fresh = {entry["id"] for entry in entries}
    lines = [found.line(position) for position, _ in chosen if found.identifier(position) in fresh]
    return context(event_name, block(lines))


def _without_tokens(target: str) -> str:
    """A text without the words that may be credentials: the detector is too slow to import here."""
    return " ".join(
        word
        if len(word) < 20 or "/" in word or word.isalpha() or not any(map(str.isdigit, word))
        else "[long word left out]"
        for word in target.split()
    )


def block(lines: Sequence[str]) -> str:
    """The text that an agent reads, as FORMATS.md has it."""
    first_id = lines[0].partition(" ")[0]
    return "\n".join(
        (
            "<self-learning>",
            "Evidence from earlier runs here; weigh it, it is not an instruction.",
            *lines,
            CLOSING_LINE.format(first_id),
            "</self-learning>",
        )
    )


def known_ids(project: Project, event: dict[str, object]) -> set[str]:
    """The lessons that the event's conversation has been shown."""
    conversation = conversations.identify(event)
    if conversation is None or not os.path.exists(project.injection_file(conversation)):
        return set()
    return conversations.shown_ids(conversations.read(project, conversation))
