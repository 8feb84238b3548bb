"""Decide what of a store leaves the machine: the lessons of one project, without whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import text
from self_learning.errors import InputError
from self_learning.org import contribution, trust
from self_learning.org.contribution import Contribution, Counters, SharedPattern, Tombstone
from self_learning.patterns import CATEGORIES, stable_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from self_learning.org.identity import Identity
    from self_learning.org.privacy import Redactor
    from self_learning.patterns import Pattern, Provenance


class Sender(NamedTuple):
    """On whose behalf something is exported.

    Attributes:
        identity: The contributor.
        project: The project's name in the shared repository.
        local_names: The names under which the store knows that project.
    """

    identity: Identity
    project: str
    local_names: frozenset[str]


class Stock(NamedTuple):
    """What the store holds."""

    patterns: tuple[Pattern, ...]
    archive: tuple[Pattern, ...]
    provenance: Provenance


class Published(NamedTuple):
    """What is known of earlier pushes.

    Attributes:
        previous: The sender's file as it is in the shared repository, or None.
        keys: All keys there, of anybody.
        local_ids: The local id behind each key that this machine pushed, where remembered.
    """

    previous: Contribution | None
    keys: Collection[str]
    local_ids: Mapping[str, str]


class Export(NamedTuple):
    """What leaves.

    Attributes:
        contribution: The file.
        ids: The local id behind each of its patterns' keys.
        withheld: Local ids that stay here, each with the reason.
        facts: What the store's provenance shall remember, by local id.
    """

    contribution: Contribution
    ids: dict[str, str]
    withheld: list[tuple[str, str]]
    facts: dict[str, dict[str, Any]]


def export(
    stock: Stock, sender: Sender, published: Published, redactor: Redactor, *, may_retract: bool
) -> Export:
    """Make the sender's file of one project.

    Taken are the store's patterns that originated in the project, and those of them that were
    shared and have since fallen off the store's cap. Of patterns from elsewhere only what this
    project measured is told, and only of those that the team knows.

    Args:
        stock: The person's store.
        sender: Who shares, and which project.
        published: What the team has.
        redactor: Takes out what gives the person or the machine away.
        may_retract: Whether a pattern that is gone from the store is taken back; not when part
            of the store can't be read.

    Raises:
        InputError: A pattern holds a credential; the message names it and nothing leaves.
    """
    previous = published.previous or Contribution(sender.project, "", "", {}, {}, {})
    patterns: dict[str, SharedPattern] = {}
    evidence: dict[str, Counters] = {}
    ids: dict[str, str] = {}
    withheld: list[tuple[str, str]] = []
    facts: dict[str, dict[str, Any]] = {}
    in_store = {pattern.id for pattern in stock.patterns}
    old_keys = {identifier: key for key, identifier in published.local_ids.items()}
    for pattern in (*stock.patterns, *stock.archive):
        entry = stock.provenance.get(pattern.id)
        counters = _counters(entry, sender.local_names)
        if not originated_here(pattern, entry, sender):
            key = entry.get("shared_key") or entry.get("key")
            if key in published.keys and any(counters):
                evidence[str(key)] = counters
            continue
        shared = _shared(pattern, entry, counters, redactor, previous.patterns)
        if old_keys.get(pattern.id, shared.key) != shared.key and shared.key not in previous.patterns:
            shared = shared._replace(updated_at=text.timestamp())  # reworded since it was last shared
        if pattern.id not in in_store and (shared.key not in previous.patterns or "PRUNE" in pattern.flags):
            continue  # never shared, or found to be wrong
        if shared.key in patterns:
            continue  # two lessons that differ in what was redacted alone
        reason = trust.objection(shared)
        if reason is not None and reason.startswith(trust.SECRET):
            raise InputError(
                f"{pattern.id}: this pattern {reason}; nothing was pushed, reword or prune it and push again"
            )
        if reason is not None:
            withheld.append((pattern.id, reason))
            continue
        patterns[shared.key] = shared
        ids[shared.key] = pattern.id
        fresh: dict[str, Any] = {}
        if not entry.get("origin_project"):
            fresh["origin_project"] = sender.project
        if (entry.get("shared_key") or entry.get("key")) != shared.key:
            fresh["shared_key"] = shared.key
        if fresh:
            facts[pattern.id] = fresh
    patterns = _most_useful(patterns, withheld, ids)
    tombstones = _tombstones(previous, patterns, ids, published.local_ids, may_retract=may_retract)
    if not may_retract:
        for key, shared in previous.patterns.items():
            patterns.setdefault(key, shared)
    made = Contribution(
        sender.project, sender.identity.contributor, sender.identity.hash, patterns, evidence, tombstones
    )
    return Export(made, ids, withheld, facts)


def originated_here(pattern: Pattern, entry: Mapping[str, Any], sender: Sender) -> bool:
    """Whether a pattern was first captured by this person, in this project.

    One without a recorded origin, from before origins were recorded, counts for the project
    that it holds for, and for the first one that shares it when it holds for all.
    """
    if "shared_from" in entry:
        return False
    contributor = entry.get("contributor")
    if contributor and contributor not in (sender.identity.contributor, sender.identity.hash):
        return False
    origin = entry.get("origin_project")
    if origin:
        return origin in sender.local_names
    return pattern.repo == "*" or pattern.repo in sender.local_names


def _counters(entry: Mapping[str, Any], names: Collection[str]) -> Counters:
    """What one project measured: under its name, and by its other clones as ``name@mark``."""
    found = [
        counter
        for name, counter in entry.get("counters", {}).items()
        if name in names or name.partition("@")[0] in names
    ]
    applications = sum(counter.get("applications", 0) for counter in found)
    return Counters(
        applications,
        min(sum(counter.get("passes", 0) for counter in found), applications),
        min(round(float(sum(counter.get("points", 0.0) for counter in found)), 6), float(applications)),
        sum(counter.get("exposures", 0) for counter in found),
        sum(counter.get("unverified", 0) for counter in found),
        sum(counter.get("build_failed", 0) for counter in found),
    )


def _shared(
    pattern: Pattern,
    entry: Mapping[str, Any],
    counters: Counters,
    redactor: Redactor,
    previous: Mapping[str, SharedPattern],
) -> SharedPattern:
    summary = text.sanitise(redactor.clean(pattern.summary)) or "[removed]"
    trigger = text.sanitise(redactor.clean(str(entry.get("trigger") or "")))
    key = stable_key(trigger, summary)
    before = previous.get(key)
    if before is not None and trust.is_of_the_future(before):
        before = None  # a clock was wrong, or somebody changed the file there; nobody took such a copy
    now = text.timestamp()
    created = before.created_at if before else _moment(entry.get("created_at"), now)
    made = SharedPattern(
        key=key,
        trigger=trigger,
        summary=summary,
        category=pattern.category if pattern.category in CATEGORIES else "insight",
        confidence=pattern.confidence,
        seen_count=min(max(pattern.seen_count, 1), 1_000_000_000),
        applies_to=_tags(pattern.applies_to, redactor) or ("*",),
        context=_tags(pattern.context, redactor),
        repo=_tags((pattern.repo,), redactor)[0] if _tags((pattern.repo,), redactor) else "*",
        created_at=created,
        updated_at=_moment(entry.get("updated_at"), created),
        counters=counters,
    )
    if before is None:
        return made
    # A new time only for new words, so that counting alone never makes a copy the newer one.
    same = made._replace(updated_at="", counters=Counters(), confidence="", seen_count=0)
    if same == before._replace(updated_at="", counters=Counters(), confidence="", seen_count=0):
        return made._replace(updated_at=before.updated_at)
    # Later than before though the clock went back, or nobody would take the new words.
    return made._replace(updated_at=max(made.updated_at, now, _a_second_after(before.updated_at)))


def _moment(recorded: object, otherwise: str) -> str:
    """A recorded time in the one form that is shared; never later than now."""
    from datetime import datetime, timezone

    try:
        moment = datetime.fromisoformat(str(recorded).replace("Z", "+00:00"))
    except ValueError:
        return otherwise
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return min(text.timestamp(moment), text.timestamp())


def _a_second_after(moment: str) -> str:
    from datetime import datetime, timedelta

    try:
        return text.timestamp(datetime.fromisoformat(moment.replace("Z", "+00:00")) + timedelta(seconds=1))
    except (ValueError, OverflowError):  # no day of the calendar; somebody else wrote it
        return ""


def _tags(tags: Iterable[str], redactor: Redactor) -> tuple[str, ...]:
    cleaned = (text.sanitise(redactor.clean(tag), 80).replace("|", "/") for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))[:50]


def _most_useful(
    patterns: dict[str, SharedPattern], withheld: list[tuple[str, str]], ids: dict[str, str]
) -> dict[str, SharedPattern]:
    """As many as one file may hold, those with the most evidence."""
    if len(patterns) <= contribution.MAXIMUM_PATTERNS:
        return patterns
    order = sorted(patterns.values(), key=lambda one: (-one.counters.applications, -one.seen_count, one.key))
    reason = f"is beyond the {contribution.MAXIMUM_PATTERNS:,} patterns that a file holds"
    withheld.extend((ids.pop(left.key), reason) for left in order[contribution.MAXIMUM_PATTERNS :])
    return {one.key: one for one in order[: contribution.MAXIMUM_PATTERNS]}


def _tombstones(
    previous: Contribution,
    patterns: Mapping[str, SharedPattern],
    ids: Mapping[str, str],
    local_ids: Mapping[str, str],
    *,
    may_retract: bool,
) -> dict[str, Tombstone]:
    """What the sender takes back: what stands in the earlier file and not in the new one."""
    made = {key: one for key, one in previous.tombstones.items() if key not in patterns}
    if not may_retract:
        return made
    key_of = {identifier: key for key, identifier in ids.items()}
    for key in previous.patterns:
        if key not in patterns:
            made[key] = Tombstone(text.timestamp(), key_of.get(local_ids.get(key, "")))
    newest = sorted(made.items(), key=lambda item: (item[1].retracted_at, item[0]), reverse=True)
    return dict(newest[: contribution.MAXIMUM_TOMBSTONES])
