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


# So many applications of one person count whatever the others measured; scoring, too, finds more
# than 20 enough to judge by.
_ALONE = 20


class Member(NamedTuple):
    """One contributor's copy of a lesson."""

    pattern: SharedPattern
    project: str
    contributor: str
    is_own: bool


class Lesson:
    """One lesson with all its copies, which say the same or nearly so.

    Attributes:
        members: The copies; those with the key that was there first come first.
        keys: Their keys.
    """

    __slots__ = ("_evidence", "_own_evidence", "keys", "members")

    def __init__(self, first: Member) -> None:
        self.members = [first]
        self.keys = {first.pattern.key}
        self._evidence: list[tuple[str, str, Counters]] = []
        self._own_evidence: tuple[str, ...] = ()

    def add_evidence(self, key: str, contributor: str, counters: Counters, *, is_own: bool) -> None:
        """Count what somebody measured who holds no copy of their own."""
        if is_own:
            self._own_evidence += (key,)
        else:
            self._evidence.append((key, contributor, counters))

    def wording(self, among: Collection[Member] | None = None) -> Member:
        """The copy whose words are taken.

        Of nearly equal texts the one that most people hold or measured, then the one that was
        there first: a lesson that people rely on must not get other words because somebody
        wrote something like it later. Of copies with the same words the last one written.

        Args:
            among: The copies to choose from, at least one; all by default.
        """
        copies = self.members if among is None else among
        keys = {one.pattern.key for one in copies}
        if len(keys) > 1:
            chosen = min(
                keys,
                key=lambda key: (
                    -self._people_behind(key),
                    min(one.pattern.created_at for one in copies if one.pattern.key == key),
                    key,
                ),
            )
            copies = [one for one in copies if one.pattern.key == chosen]
        return max(copies, key=lambda one: (one.pattern.updated_at, one.project, one.contributor))

    def _people_behind(self, key: str) -> int:
        people = {"" if one.is_own else one.contributor for one in self.members if one.pattern.key == key}
        people.update(who for of, who, _ in self._evidence if of == key)
        if key in self._own_evidence:
            people.add("")
        return len(people)

    def total(self, without: Collection[Member] = ()) -> Counters:
        """What all others measured, added up: of ``members`` that are not one's own, and of evidence."""
        counted = [one.pattern.counters for one in self._others(without)]
        return added([*counted, *(counters for _, _, counters in self._evidence)])

    def weighed(self, without: Collection[Member] = ()) -> tuple[float, int]:
        """Points and applications of all others, as ``weighed`` counts them."""
        claims = [(one.contributor, one.pattern.counters) for one in self._others(without)]
        return weighed([*claims, *((who, counters) for _, who, counters in self._evidence)])

    def contributors(self, without: Collection[Member] = ()) -> set[str]:
        """Who else has it or measured it."""
        return {one.contributor for one in self._others(without)} | {who for _, who, _ in self._evidence}

    def seen(self, without: Collection[Member] = ()) -> int:
        """How often all others captured it."""
        return sum(one.pattern.seen_count for one in self._others(without))

    def _others(self, without: Collection[Member]) -> list[Member]:
        return [one for one in self.members if not one.is_own and one not in without]


class Shared(NamedTuple):
    """What the team shares.

    Attributes:
        lessons: In an order that depends on their content alone.
        tombstones: By key and contributor, of lessons that nobody contributes any more. Only
            whoever a copy came from can take it back.
    """

    lessons: list[Lesson]
    tombstones: dict[tuple[str, str], Tombstone]


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


def weighed(claims: Iterable[tuple[str, Counters]]) -> tuple[float, int]:
    """Points and applications, of which nobody's weigh more than all others' together.

    For what is decided by them: anybody can claim any number, and one person's billion must not
    drown what the others measured. Up to ``_ALONE`` applications count in any case.

    Args:
        claims: Contributors and what they say they measured; one may stand there several times.
    """
    of_person: dict[str, tuple[float, int]] = {}
    for who, counters in claims:
        points, applications = of_person.get(who, (0.0, 0))
        of_person[who] = points + counters.points, applications + counters.applications
    everything = sum(applications for _, applications in of_person.values())
    shares = []
    for points, applications in of_person.values():
        counted = min(applications, max(_ALONE, everything - applications))
        shares.append((points * counted / max(applications, 1), counted))
    return math.fsum(points for points, _ in shares), sum(counted for _, counted in shares)


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
    tombstones: dict[tuple[str, str], Tombstone] = {}
    for source in ordered:
        is_own = source.identity == own
        for key, tombstone in () if is_own else source.tombstones.items():
            known = tombstones.get((key, source.contributor), Tombstone(""))
            if key not in of_key and _age(tombstone) > _age(known):
                tombstones[key, source.contributor] = tombstone
        for key, counters in source.evidence.items():
            if key in of_key:
                of_key[key].add_evidence(key, source.contributor, counters, is_own=is_own)
    return Shared(lessons, tombstones)


def _apart(contributors: set[str], holders: list[set[str]], numbers: list[int], number: int) -> bool:
    """Whether none of some contributors has a copy of the lesson that a text belongs to."""
    return holders[numbers[number]].isdisjoint(contributors)


def _age(tombstone: Tombstone) -> tuple[str, str]:
    return tombstone.retracted_at, tombstone.replaced_by or ""
