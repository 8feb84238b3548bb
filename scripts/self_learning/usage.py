"""What a conversation did with the patterns it was shown, as rows of the logs.

A conversation is a subagent, or the main agent of a session. It may stop more than once: a
subagent that is sent back or spoken to again, a main agent after each prompt. So that nothing
is counted twice, ``.learnings/stops/<id>.json`` keeps what was said and which rows were
written. An application is told by its pattern and its citations; the same ones named again are
the same application. A pattern that was shown and is used at a later stop turns its
``injected`` row into an ``applied`` one.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from self_learning import acknowledgment_log, conversations, files, outcomes, text
from self_learning.acknowledgments import Item, Report, parse
from self_learning.errors import InputError, SelfLearningError
from self_learning.outcomes import Row
from self_learning.paths import valid_identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from self_learning.matching import Match, Resolver
    from self_learning.paths import Project
    from self_learning.sessions import Session

DIRECTORY = "stops"  # in .learnings/
_ROWS_KEPT = 500  # of a conversation, in its state
_TURNS_KEPT = 200
_CERTAIN = ("id", "exact", "case-insensitive")  # of matching.TIERS: all of the words and no others


class Conversation(NamedTuple):
    """Who stopped: the host's id, the agent's name as the logs hold it, and the session's run."""

    identifier: str
    agent: str
    session: Session


class Used(NamedTuple):
    """Patterns by id with the citations that were given for them, and references to none.

    ``fault`` says why the store could not be asked, if it could not.
    """

    applied: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    fault: str = ""


@dataclass
class State:
    """What is known of a conversation between its stops.

    ``returned`` counts how often it was sent back, ``settled`` says that its rows are
    written, ``report`` joins what it said since they were, ``written`` holds pattern, status,
    citations and timestamp of its rows, ``turns`` the turns that they came from, ``reminded``
    says that it was asked to log its findings.
    """

    returned: int = 0
    settled: bool = False
    report: Report = field(default_factory=Report)
    written: list[Row] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    reminded: bool = False


def state_path(project: Project, identifier: str) -> str:
    """The file of a conversation's state.

    Raises:
        InputError: The id can't be part of a file name.
    """
    if not valid_identifier(identifier):
        raise InputError(f"agent id {text.sanitise(repr(identifier), 60)} can't be part of a file name")
    return os.path.join(project.learnings, DIRECTORY, f"{identifier}.json")


def load(project: Project, identifier: str) -> State:
    """The conversation's state; a new one when there is none or it is damaged."""
    try:
        value = files.read_json(state_path(project, identifier))
        if not isinstance(value, dict):
            return State()
        return State(
            returned=int(value["returned"]),
            settled=value["settled"] is True,
            report=Report(
                tuple(Item(str(item[0]), tuple(map(str, item[1]))) for item in value["report"]["items"]),
                value["report"]["none_because"],
                value["report"]["no_learnings"],
            ),
            written=[outcomes.parse(str(line)) for line in value["written"]],
            turns=[str(turn) for turn in value["turns"]],
            reminded=value.get("reminded") is True,
        )
    except (InputError, KeyError, TypeError, ValueError, IndexError):
        return State()


def save(project: Project, identifier: str, state: State) -> None:
    """Write the state; the caller holds the lock of its directory."""
    value = {
        "returned": state.returned,
        "settled": state.settled,
        "report": {
            "items": [[item.reference, list(item.citations)] for item in state.report.items],
            "none_because": state.report.none_because,
            "no_learnings": state.report.no_learnings,
        },
        "written": [outcomes.format(row) for row in state.written[-_ROWS_KEPT:]],
        "turns": state.turns[-_TURNS_KEPT:],
        "reminded": state.reminded,
    }
    files.write_json(state_path(project, identifier), value)


@contextlib.contextmanager
def locked(project: Project) -> Iterator[None]:
    """Hold the lock under which the states of all conversations are read and written.

    Raises:
        LockTimeoutError: It could not be had.
    """
    with files.locked(os.path.join(project.learnings, DIRECTORY)):
        yield


def shown(project: Project, identifier: str) -> tuple[str, ...]:
    """Ids of the patterns that a conversation was shown, in the order in which it was."""
    patterns = conversations.read(project, identifier).get("patterns")
    entries = patterns if isinstance(patterns, list) else []
    names = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def heard(message: str) -> Report:
    """What a message reports, without any credential in it: it goes into the logs."""
    report = parse(message)
    if report == Report():
        return report
    try:
        return _without_credentials(report)
    except ImportError:  # the environment isn't built yet, and nothing vouches for free text
        known = (item for item in report.items if item.reference.startswith("P-"))
        return Report(
            tuple(Item(item.reference, ()) for item in known),
            report.none_because and "not looked at",
            report.no_learnings and "not looked at",
        )


def _without_credentials(report: Report) -> Report:
    from self_learning.screening import find_secret, redact

    return Report(
        tuple(
            Item(redact(item.reference), tuple(place for place in item.citations if not find_secret(place)))
            for item in report.items
        ),
        report.none_because and redact(report.none_because),
        report.no_learnings and redact(report.no_learnings),
    )


def resolve(report: Report, shown: Sequence[str], store_path: str) -> Used:
    """Find the patterns that a report speaks of: first among those shown, then in the whole store.

    An id that was shown counts also when its pattern has left the store meanwhile.

    Args:
        report: What the agent said.
        shown: Ids of the patterns that it was shown.
        store_path: The store, read only when the report names something else than a shown id.
    """
    applied: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    known = set(shown)
    resolvers: list[Resolver] | None = None
    fault = ""
    for item in report.items:
        identifiers = [item.reference]
        if item.reference not in known:
            if resolvers is None:
                try:
                    resolvers = _resolvers(known, store_path)
                except (SelfLearningError, ImportError) as error:
                    resolvers, fault = [], str(error)
            identifiers = _identifiers(item.reference, resolvers)
        if not identifiers:
            unknown.append(item.reference)
        for identifier in identifiers:
            applied[identifier] = tuple(dict.fromkeys(applied.get(identifier, ()) + item.citations))
    return Used(applied, tuple(unknown), fault)


def _identifiers(reference: str, resolvers: Sequence[Resolver]) -> list[str]:
    """The patterns that a reference means; several when its words are those of several, after a ``;``."""

    def find(words: str) -> Match | None:
        return next((match for each in resolvers if (match := each.resolve(words.strip()))), None)

    whole = find(reference)
    if ";" not in reference or (whole is not None and whole.tier in _CERTAIN):
        return [whole.pattern.id] if whole else []
    parts = [match for words in reference.split(";") if (match := find(words))]
    in_full = len(parts) == reference.count(";") + 1
    if in_full and (whole is None or all(match.tier in _CERTAIN for match in parts)):
        return [match.pattern.id for match in parts]
    return [whole.pattern.id] if whole else []


def _resolvers(shown: Collection[str], store_path: str) -> list[Resolver]:
    from self_learning.matching import Resolver
    from self_learning.patterns import PatternStore

    patterns = PatternStore(store_path).read().patterns
    return [Resolver(pattern for pattern in patterns if pattern.id in shown), Resolver(patterns)]


def write_rows(
    project: Project,
    conversation: Conversation,
    state: State,
    *,
    used: Used,
    shown: Sequence[str],
    turn: str,
    evidence: str = "",
    always: bool = True,
) -> list[Row]:
    """Write what is new in a conversation to outcomes.log and acknowledgments.log.

    Args:
        project: Whose logs.
        conversation: Who stopped.
        state: Of the conversation; brought up to date, and saved by the caller.
        used: The patterns that the agent says it used.
        shown: Ids of all patterns that it was shown so far.
        turn: What tells this turn from the others of the conversation.
        evidence: A note for the acknowledgments row.
        always: Whether the acknowledgments row is written even when there is nothing to say.

    Returns:
        The rows that were added or changed.
    """
    fresh, promoted = _differences(conversation, state, used, shown, turn)
    changed = _promote(project, promoted, used) if promoted else []
    in_place = {row.pattern for row in changed}
    fresh += [_row(conversation, gone, used) for gone in promoted if gone not in in_place]
    outcomes.append(project, fresh)
    state.written = [row for row in state.written if row.pattern not in promoted] + changed + fresh
    said = turn not in state.turns and state.report != Report()
    state.turns.append(turn)
    if always or fresh or changed or said:
        nothing = "" if shown else "nothing was shown"
        notes = [part for part in (nothing, evidence) if part]
        _acknowledge(project, conversation, state.report, used, "; ".join(notes))
    return changed + fresh


def _row(conversation: Conversation, identifier: str, used: Used) -> Row:
    citations = used.applied.get(identifier)
    return Row(
        text.timestamp(),
        conversation.session.run_id,
        conversation.session.iteration,
        conversation.agent,
        identifier,
        "injected" if citations is None else "applied",
        citations or (),
    )


def _differences(
    conversation: Conversation, state: State, used: Used, shown: Sequence[str], turn: str
) -> tuple[list[Row], dict[str, Row]]:
    """The rows that are new, and those written as ``injected`` whose pattern is now used."""
    fresh: dict[str, Row] = {}
    promoted: dict[str, Row] = {}
    for identifier in (*used.applied, *shown):
        row = _row(conversation, identifier, used)
        before = [other for other in state.written if other.pattern == identifier]
        if not before:
            fresh.setdefault(identifier, row)
        elif row.status == "injected":
            continue
        elif before[-1].status == "injected" and _same_iteration(before[-1], row):
            promoted[identifier] = before[-1]
        elif turn not in state.turns and not _known(row, before):
            fresh[identifier] = row
    return list(fresh.values()), promoted


def _acknowledge(
    project: Project, conversation: Conversation, report: Report, used: Used, evidence: str
) -> None:
    session = conversation.session
    row = acknowledgment_log.AcknowledgmentRow(
        text.timestamp(),
        session.run_id,
        session.iteration,
        conversation.agent,
        bool(used.applied) or bool(report.none_because),
        tuple(used.applied),
        "; ".join(part for part in (_evidence(used, report), evidence) if part),
    )
    acknowledgment_log.append(project, row)


def _same_iteration(one: Row, other: Row) -> bool:
    return (one.run_id, one.iteration) == (other.run_id, other.iteration)


def _known(row: Row, before: list[Row]) -> bool:
    """Whether an application was told of before: all of its citations, in this iteration."""
    told = {place for other in before if _same_iteration(other, row) for place in other.citations}
    return told.issuperset(row.citations) and any(_same_iteration(other, row) for other in before)


def _promote(project: Project, promoted: dict[str, Row], used: Used) -> list[Row]:
    """Turn ``injected`` rows into ``applied`` ones, where they stand in the log."""
    changed: list[Row] = []

    def enrich(row: Row) -> Row:
        known = promoted.get(row.pattern)
        if (
            known is None
            or row.status != "injected"
            or (row.timestamp, row.agent) != (known.timestamp, known.agent)
            or not _same_iteration(row, known)
            or any(other.pattern == row.pattern for other in changed)
        ):
            return row
        applied = dataclasses.replace(row, status="applied", citations=used.applied[row.pattern])
        changed.append(applied)
        return applied

    outcomes.rewrite(project, enrich)
    return changed


def _evidence(used: Used, report: Report) -> str:
    """What speaks for the acknowledgment, in one line."""
    parts = [f"{key} {', '.join(places) or 'without a place'}" for key, places in used.applied.items()]
    if used.unknown:
        parts.append("unknown: " + ", ".join(f'"{text.sanitise(each, 80)}"' for each in used.unknown[:10]))
    if report.none_because and not used.applied:
        parts.append(f"none: {report.none_because}")
    if report.no_learnings:
        parts.append(f"no_learnings: {report.no_learnings}")
    return "; ".join(parts)
