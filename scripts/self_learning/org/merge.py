"""Make one list of lessons of everybody's contributions, the same for whoever reads them.

Nothing here depends on the order of files, pushes or pulls: contributions are sorted before
lessons are joined, and counts are added up anew each time, from one file per contributor.
"""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

from self_learning.org.contribution import Contribution, Counters, SharedPattern, Tombstone
from self_learning.org.near_equal import NearEqual

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Member(NamedTuple):
    """One contributor's copy of a lesson."""

    pattern: SharedPattern
    project: str
    contributor: str
    is_own: bool


class Lesson:
    """One lesson with all its copies, which say the same or nearly so.

    Attributes:
        members: The copies, the oldest first.
        keys: Their keys.
    """

    __slots__ = ("_evidence", "keys", "members")

    def __init__(self, first: Member) -> None:
        self.members = [first]
        self.keys = {first.pattern.key}
        self._evidence: list[tuple[str, str, Counters]] = []

    def add_evidence(self, project: str, contributor: str, counters: Counters) -> None:
        """Count what somebody measured who holds no copy of their own."""
        self._evidence.append((project, contributor, counters))

    def newest(self) -> Member:
        """The copy whose words are taken: the last one written, by key where that is equal."""
        return max(
            self.members,
            key=lambda one: (one.pattern.updated_at, one.pattern.key, one.project, one.contributor),
        )

    def total(self, without: Collection[Member] = ()) -> Counters:
        """What all others measured, added up: of ``members`` that are not one's own, and of evidence."""
        counted = [one.pattern.counters for one in self.members if not one.is_own and one not in without]
        return added([*counted, *(counters for _, _, counters in self._evidence)])

    def contributors(self) -> set[str]:
        """Who else has it or measured it."""
        return {one.contributor for one in self.members if not one.is_own} | {
            who for _, who, _ in self._evidence
        }

    def seen(self) -> int:
        """How often all others captured it."""
        return sum(one.pattern.seen_count for one in self.members if not one.is_own)


class Shared(NamedTuple):
    """What the team shares.

    Attributes:
        lessons: In an order that depends on their content alone.
        tombstones: By key, of lessons that nobody contributes any more.
    """

    lessons: list[Lesson]
    tombstones: dict[str, Tombstone]


def added(counters: Iterable[Counters]) -> Counters:
    """The sum of counters, the same to the last bit in any order."""
    columns = list(zip(*counters, strict=True)) or [()] * len(Counters._fields)
    sums = {
        name: math.fsum(column) if name == "points" else sum(column)
        for name, column in zip(Counters._fields, columns, strict=True)
    }
    return Counters(
        int(sums["applications"]),
        int(sums["passes"]),
        round(sums["points"], 6),
        int(sums["exposures"]),
        int(sums["unverified"]),
        int(sums["build_failed"]),
    )


def merge(contributions: Iterable[Contribution], own: str) -> Shared:
    """Join equal and nearly equal patterns of all contributions.

    Copies with one key are one lesson. Others are joined by the tiers of DESIGN.md, except that
    two patterns of one contributor stay two: their own store keeps them apart.

    Args:
        contributions: All of the organisation's files, one's own too.
        own: The keyed hash of the person who asks; what they contributed is never counted
            as somebody else's.
    """
    ordered = sorted(contributions, key=lambda one: (one.project, one.contributor))
    by_key: dict[str, list[Member]] = {}
    for source in ordered:
        is_own = source.identity == own
        for pattern in source.patterns.values():
            by_key.setdefault(pattern.key, []).append(
                Member(pattern, source.project, source.contributor, is_own)
            )
    lessons: list[Lesson] = []
    holders: list[set[str]] = []
    groups = sorted(
        by_key.values(), key=lambda group: (min(m.pattern.created_at for m in group), group[0].pattern.key)
    )
    summaries = [min(member.pattern.summary for member in group) for group in groups]
    index = NearEqual(summaries)
    numbers: list[int] = []
    of_key: dict[str, Lesson] = {}
    for members, summary in zip(groups, summaries, strict=True):
        contributors = {member.contributor for member in members}
        prepared = index.prepare(summary)
        found = index.find(prepared, functools.partial(_apart, contributors, holders, numbers))
        if found is None:
            place = len(lessons)
            lessons.append(Lesson(members[0]))
            lessons[place].members += members[1:]
            holders.append(set(contributors))
        else:
            place = numbers[found]
            lessons[place].members += members
            lessons[place].keys.add(members[0].pattern.key)
            holders[place] |= contributors
        numbers.append(place)
        index.add(prepared)
        of_key[members[0].pattern.key] = lessons[place]
    tombstones: dict[str, Tombstone] = {}
    for source in ordered:
        for key, tombstone in source.tombstones.items():
            known = tombstones.get(key, Tombstone(""))
            if key not in of_key and _age(tombstone) > _age(known):
                tombstones[key] = tombstone
        if source.identity != own:
            for key, counters in source.evidence.items():
                if key in of_key:
                    of_key[key].add_evidence(source.project, source.contributor, counters)
    return Shared(lessons, tombstones)


def _apart(contributors: set[str], holders: list[set[str]], numbers: list[int], number: int) -> bool:
    """Whether none of some contributors has a copy of the lesson that a text belongs to."""
    return holders[numbers[number]].isdisjoint(contributors)


def _age(tombstone: Tombstone) -> tuple[str, str]:
    return tombstone.retracted_at, tombstone.replaced_by or ""
