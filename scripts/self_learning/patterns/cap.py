"""Which patterns stay when there are more than the store may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from self_learning.patterns.model import CONFIDENCES, Pattern
from self_learning.patterns.tally import wilson_lower_bound

if TYPE_CHECKING:
    from collections.abc import Collection

    from self_learning.patterns.provenance import Provenance

_FLAG_RANKS = {"UNTESTED": 1, "REVIEW": 2, "STALE": 3, "PRUNE": 4}


@dataclass(frozen=True)
class Limits:
    """How much a store holds.

    Attributes:
        max_patterns: Patterns in the store, 1 or more.
        untested_reserve: Places among them that untested patterns have a right to, because
            what is never shown can never be tested; 0 to ``max_patterns``.
    """

    max_patterns: int = 50
    untested_reserve: int = 10


def untested(pattern: Pattern) -> bool:
    """Whether a pattern still waits for its trial: nothing was measured of it, here or elsewhere."""
    return "UNTESTED" in pattern.flags and "PRUNE" not in pattern.flags


def rank(pattern: Pattern, provenance: Provenance) -> tuple[int, int, float, int, int]:
    """The sort key of DESIGN.md's order; the best pattern has the lowest.

    By confidence, then the worst flag (none, UNTESTED, REVIEW, STALE, PRUNE), then the
    Wilson bound, then seen_count, then the age of the id, so that the order is total.
    """
    tally = provenance.tally(pattern.id)
    return (
        CONFIDENCES.index(pattern.confidence),
        max((_FLAG_RANKS[flag] for flag in pattern.flags), default=0),
        -wilson_lower_bound(tally.points, tally.applications),
        -pattern.seen_count,
        pattern.number,
    )


def ranked(patterns: Collection[Pattern], provenance: Provenance) -> list[Pattern]:
    """Patterns from the best to the worst."""
    return sorted(patterns, key=lambda pattern: rank(pattern, provenance))


def cap(
    patterns: Collection[Pattern],
    provenance: Provenance,
    limits: Limits,
    protected: Collection[str] = (),
) -> tuple[list[Pattern], list[Pattern]]:
    """Divide patterns into those that stay and those that fall off.

    Of untested patterns that are otherwise equal the newer stays: an older one has had its
    time in the store, and a new one would else never get any. The reserve is a right, not a
    duty: where fewer untested patterns exist, tested ones take their places, so that no place
    stays empty while something is turned away.

    Args:
        patterns: All of them.
        provenance: For the Wilson bound.
        limits: How many may stay.
        protected: Ids that have just come back from the archive: captured again, so they
            get another chance before the others.

    Returns:
        Both parts, each from the best to the worst.
    """
    best_first = ranked(patterns, provenance)

    def claim(pattern: Pattern) -> tuple[tuple[float, ...], int]:
        worth = rank(pattern, provenance)[:-1]
        return worth, -pattern.number if untested(pattern) else pattern.number

    order = sorted(best_first, key=claim)
    chosen = [pattern for pattern in order if pattern.id in protected][: limits.max_patterns]
    taken = {pattern.id for pattern in chosen}

    def take(candidates: list[Pattern], places: int) -> None:
        for pattern in candidates[: max(0, places)]:
            chosen.append(pattern)
            taken.add(pattern.id)

    free = limits.max_patterns - len(chosen)
    reserved = min(limits.untested_reserve - sum(map(untested, chosen)), free)
    take([pattern for pattern in order if untested(pattern) and pattern.id not in taken], reserved)
    free = limits.max_patterns - len(chosen)
    take([pattern for pattern in order if pattern.id not in taken], free)
    stay = [pattern for pattern in best_first if pattern.id in taken]
    return stay, [pattern for pattern in best_first if pattern.id not in taken]
