"""Bring the team's lessons into the person's store: what is added, updated, counted or left out.

``apply`` is a pure change of patterns and provenance: given the same shared lessons it leads to
the same store, however often it is done. What it reports is what the person is told.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

from self_learning import scoring
from self_learning.org import trust
from self_learning.org.recognition import recognise
from self_learning.patterns import (
    CONFIDENCES,
    Pattern,
    archived_twin,
    cap,
    format_id,
    next_id,
    wilson_lower_bound,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from self_learning.org.merge import Lesson, Member, Shared
    from self_learning.patterns import Limits, Provenance

# A store serves one person and holds 50; what ranks below the best thousand of a whole company
# would only slow down every write. It stays in the shared repository until it ranks higher.
MOST_TAKEN = 1_000
_TOTALS = (
    "applications_elsewhere",
    "passes_elsewhere",
    "points_elsewhere",
    "exposures_elsewhere",
    "rate_elsewhere",
    "contributors_elsewhere",
    "elsewhere_from",
)


class Receiver(NamedTuple):
    """For whom a pull is made.

    Attributes:
        project: The current project's name in the shared repository.
        local_names: The names under which the store knows it.
        include_own_project: Take what teammates learned in that same project.
        shared_from: What names the shared repository in provenance.
        commit: The shared commit that is read.
        accepted: Keys of suspicious patterns, with their contributor, that the person took.
        limits: How many patterns the store may hold.
    """

    project: str
    local_names: frozenset[str]
    include_own_project: bool
    shared_from: str
    commit: str
    accepted: Collection[tuple[str, str, str]]
    limits: Limits


@dataclasses.dataclass
class Report:
    """What a pull did, by local ids where nothing else is said.

    Attributes:
        added: New here.
        updated: Got the newer words of the shared copy.
        counted: Got other totals from elsewhere.
        retracted: Left the store, because their contributors took them back.
        archived: Of the added ones, those that the cap sent to the archive.
        displaced: Of the store's, those that the added ones sent to the archive.
        from_own_project: How many were left out because they originated in this project.
        own: How many were left out because this person contributed them.
        deleted_here: How many were left out because they were removed here before.
        ranked_out: How many rank below the best thousand.
        refused: Copies that were not let in, each with the reason.
    """

    added: list[str] = dataclasses.field(default_factory=list)
    updated: list[str] = dataclasses.field(default_factory=list)
    counted: list[str] = dataclasses.field(default_factory=list)
    retracted: list[str] = dataclasses.field(default_factory=list)
    archived: list[str] = dataclasses.field(default_factory=list)
    displaced: list[str] = dataclasses.field(default_factory=list)
    from_own_project: int = 0
    own: int = 0
    deleted_here: int = 0
    ranked_out: int = 0
    refused: list[tuple[Member, str]] = dataclasses.field(default_factory=list)


class Intake:
    """One pull's change to the store; each instance is used once.

    Args:
        shared: The team's lessons.
        receiver: For whom.
        archive: The store's archive.
    """

    def __init__(self, shared: Shared, receiver: Receiver, archive: Iterable[Pattern]) -> None:
        self.report = Report()
        self._shared = shared
        self._receiver = receiver
        self._archive = {pattern.id: pattern for pattern in archive}

    def apply(self, patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        """The store's patterns after the pull; provenance is changed in place."""
        present = {pattern.id: pattern for pattern in patterns}
        matched = recognise(self._shared, present, provenance)
        wanted: list[Lesson] = []
        for lesson in self._shared.lessons:
            is_own = all(member.is_own for member in lesson.members)
            is_from_here = any(member.project == self._receiver.project for member in lesson.members)
            if id(lesson) in matched:
                self._refresh(lesson, matched[id(lesson)][0], present, provenance)
            if is_own:
                self.report.from_own_project += is_from_here
                self.report.own += not is_from_here
            elif id(lesson) not in matched and self._is_of_own_project(lesson):
                self.report.from_own_project += 1
            else:
                wanted.append(lesson)
        carriers = {identifiers[0] for identifiers in matched.values()}
        self._forget_totals(carriers, present, provenance)
        self._retract(present, provenance)
        self._add(wanted, matched, present, provenance)
        return self._capped(present, {pattern.id for pattern in patterns}, provenance)

    def _is_of_own_project(self, lesson: Lesson) -> bool:
        """Whether all teammates' copies come from the current project, and those are not wanted."""
        return not self._receiver.include_own_project and all(
            member.project == self._receiver.project for member in lesson.members if not member.is_own
        )

    def _refresh(
        self, lesson: Lesson, identifier: str, present: dict[str, Pattern], provenance: Provenance
    ) -> None:
        """Bring what the store knows up to what the team knows."""
        good = self._admissible(lesson)
        entry = provenance.get(identifier)
        is_pulled = "shared_from" in entry
        if identifier not in present and is_pulled and good:
            if entry.get("retracted_at") or entry.get("shelved"):
                self._come_back(identifier, present, provenance)
            if identifier not in present and not entry.get("shelved"):
                self.report.deleted_here += 1
        self._set_totals(identifier, lesson, good, present, provenance)
        if not is_pulled or not good or identifier not in present:
            return
        wording = lesson.wording(good)
        if (
            wording.pattern.key != entry.get("key")
            or wording.pattern.updated_at > entry.get("updated_at", "")
            or all(member.contributor != entry.get("contributor") for member in good)
        ):
            before = present[identifier]
            present[identifier] = _worded(before, wording)
            provenance.set(identifier, **self._origin(wording))
            if present[identifier] != before:
                self.report.updated.append(identifier)

    def _come_back(self, identifier: str, present: dict[str, Pattern], provenance: Provenance) -> None:
        """Take an archived pattern in again that is not there by the person's own decision."""
        entry = provenance.get(identifier)
        if identifier not in self._archive:
            return
        if entry.get("shelved") and len(present) >= self._receiver.limits.max_patterns:
            return
        present[identifier] = self._archive[identifier]
        provenance.set(identifier, retracted_at=None, shelved=None)
        self.report.added.append(identifier)

    def _set_totals(
        self,
        identifier: str,
        lesson: Lesson,
        good: list[Member],
        present: dict[str, Pattern],
        provenance: Provenance,
    ) -> None:
        before = provenance.get(identifier)
        refused = [member for member in lesson.members if member not in good]
        provenance.set(identifier, **self._totals(lesson, refused))
        after = provenance.get(identifier)
        if before != after and identifier in present:
            self.report.counted.append(identifier)
        if "shared_from" in after:
            provenance.set(identifier, shared_from=self._receiver.shared_from)  # its URL may have changed
        if "shared_from" not in after or identifier not in present:
            return
        pattern = present[identifier]
        seen = lesson.seen(refused)
        known = int(before.get("seen_elsewhere", 0))
        provenance.set(identifier, seen_elsewhere=seen)
        pattern = dataclasses.replace(pattern, seen_count=max(1, pattern.seen_count + seen - known))
        if good and not provenance.applications(identifier):
            claimed = lesson.wording(good).pattern.confidence
            pattern = dataclasses.replace(pattern, confidence=prior(*lesson.weighed(refused), claimed))
        present[identifier] = pattern

    def _forget_totals(self, carriers: set[str], present: dict[str, Pattern], provenance: Provenance) -> None:
        """Take totals away that came from a lesson that nobody shares any more."""
        for identifier in list(provenance):
            if identifier in carriers:
                continue
            if provenance.get(identifier).get("elsewhere_from") == self._receiver.shared_from:
                provenance.set(identifier, **dict.fromkeys(_TOTALS))
                if identifier in present:
                    self.report.counted.append(identifier)

    def _retract(self, present: dict[str, Pattern], provenance: Provenance) -> None:
        """Archive what its contributors took back, unless it was put to use here."""
        for identifier in list(present):
            entry = provenance.get(identifier)
            tombstone = self._shared.tombstones.get((str(entry.get("key")), str(entry.get("contributor"))))
            if entry.get("shared_from") != self._receiver.shared_from or tombstone is None:
                continue
            if provenance.applications(identifier):
                continue
            del present[identifier]
            provenance.set(identifier, retracted_at=tombstone.retracted_at)
            self.report.retracted.append(identifier)

    def _add(
        self,
        lessons: list[Lesson],
        matched: dict[int, list[str]],
        present: dict[str, Pattern],
        provenance: Provenance,
    ) -> None:
        """Take in what is not here yet of the best lessons."""
        room = MOST_TAKEN
        number = int(next_id([*present.values(), *self._archive.values()], provenance)[2:])
        gone = list(self._archive.values())
        for lesson in sorted(lessons, key=self._rank):
            if id(lesson) in matched:
                room -= 1
                continue
            if room <= 0:
                self.report.ranked_out += 1
                continue
            good = self._admissible(lesson)
            if not good:
                continue
            wording = lesson.wording(good)
            refused = [member for member in lesson.members if member not in good]
            identifier = format_id(number)
            pattern = _worded(
                Pattern(
                    identifier,
                    wording.pattern.category,
                    wording.pattern.summary,
                    confidence=prior(*lesson.weighed(refused), wording.pattern.confidence),
                    seen_count=max(1, lesson.seen(refused)),
                ),
                wording,
            )
            if gone and archived_twin(pattern, gone, provenance) is not None:
                self.report.deleted_here += 1
                continue
            present[identifier] = pattern
            provenance.set(
                identifier,
                **self._origin(wording),
                **self._totals(lesson, refused),
                shared_from=self._receiver.shared_from,
                seen_elsewhere=lesson.seen(refused),
            )
            self.report.added.append(identifier)
            number += 1
            room -= 1

    def _admissible(self, lesson: Lesson) -> list[Member]:
        """The copies by others that pass the screening; the rest is reported."""
        good = []
        for member in lesson.members:
            if member.is_own:
                continue
            accepted = (member.project, member.contributor, member.pattern.key) in self._receiver.accepted
            reason = trust.objection(member.pattern, accepted=accepted)
            if reason is None:
                good.append(member)
            else:
                self.report.refused.append((member, reason))
        return good

    def _totals(self, lesson: Lesson, refused: list[Member]) -> dict[str, object]:
        """What others measured, as provenance fields; None takes a field out."""
        total, contributors = lesson.total(refused), len(lesson.contributors(refused))
        if not (any(total) or contributors):
            return dict.fromkeys(_TOTALS)
        rate = round(total.points / total.applications, 2) if total.applications else None
        values = (total.applications, total.passes, total.points, total.exposures, rate)
        return dict(zip(_TOTALS, (*values, contributors, self._receiver.shared_from), strict=True))

    def _origin(self, member: Member) -> dict[str, str]:
        """Where a pulled pattern's words come from, for its provenance."""
        return {
            "key": member.pattern.key,
            "trigger": member.pattern.trigger,
            "origin_project": member.project,
            "contributor": member.contributor,
            "source_commit": self._receiver.commit,
            "created_at": member.pattern.created_at,
            "updated_at": member.pattern.updated_at,
        }

    def _rank(self, lesson: Lesson) -> tuple[object, ...]:
        """The best first: of use for any repository, good elsewhere, known to many."""
        wording = lesson.wording().pattern
        points, applications = lesson.weighed()
        return (
            wording.repo != "*" and wording.repo not in self._receiver.local_names,
            CONFIDENCES.index(prior(points, applications, wording.confidence)),
            -wilson_lower_bound(points, applications),
            -len(lesson.contributors()),
            -lesson.seen(),
            min(lesson.keys),
        )

    def _capped(self, present: dict[str, Pattern], before: set[str], provenance: Provenance) -> list[Pattern]:
        """Note what the cap will send to the archive, so that it can come back when there is room."""
        _, fallen = cap(list(present.values()), provenance, self._receiver.limits)
        out = {pattern.id for pattern in fallen}
        for identifier in present:
            entry = provenance.get(identifier)
            if "shared_from" in entry and bool(entry.get("shelved")) != (identifier in out):
                provenance.set(identifier, shelved=True if identifier in out else None)
        self.report.archived = [one for one in self.report.added if one in out]
        self.report.displaced = sorted(out & before, key=lambda one: (len(one), one))
        return list(present.values())


def prior(points: float, applications: int, claimed: str) -> str:
    """The confidence in a pattern that nothing measured here.

    From its rate elsewhere, as scoring does; but a high one only when its lower bound is at
    least medium, because two of two in another project say little about this one. Where nobody
    applied it, what its contributor claimed counts, as medium at most.

    Args:
        points: What others' applications add to the rate.
        applications: How many they are; both as ``Lesson.weighed`` counts them.
        claimed: The confidence in the shared copy.
    """
    if applications:
        claimed = scoring.confidence(points / applications, claimed)
        bound = wilson_lower_bound(points, applications)
        return "medium" if claimed == "high" and bound < scoring.MEDIUM_CONFIDENCE else claimed
    return "medium" if claimed == "high" else claimed


def _worded(pattern: Pattern, member: Member) -> Pattern:
    """A pattern with the words and tags of a shared copy."""
    return dataclasses.replace(
        pattern,
        category=member.pattern.category,
        summary=member.pattern.summary,
        applies_to=member.pattern.applies_to,
        context=member.pattern.context,
        repo=member.pattern.repo,
    )
