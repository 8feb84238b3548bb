"""What the outcomes say about each pattern: success rate, Wilson bound, confidence and flags.

Only rows of the log count, never an agent's opinion of itself. Each project's log gives the
counts of that project; the figures in the store are over all projects of the person.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import log_rotation, outcome_counts, outcomes, text
from self_learning.cli import Result
from self_learning.matching import Resolver
from self_learning.patterns import Pattern, PatternStore, Tally, ordered_flags, wilson_lower_bound

if TYPE_CHECKING:
    from self_learning.outcome_counts import LogCounts
    from self_learning.paths import Project
    from self_learning.patterns import Provenance

HIGH_CONFIDENCE = 0.70
MEDIUM_CONFIDENCE = 0.40
REVIEW_BELOW = 0.40
PRUNE_ABOVE_APPLICATIONS = 20
STALE_AFTER_ITERATIONS = 10

__all__ = ["Tally", "compute", "confidence", "flags", "success_rate", "wilson_lower_bound"]


def success_rate(tally: Tally) -> float | None:
    """A pattern's success rate, 0 to 1 in two decimals; None without an application.

    Simple and goal-weighted mode are one sum: a row without a goal contributes whether it
    passed, a row with one what ``outcome_counts.points`` says.
    """
    if not tally.applications:
        return None
    return round(tally.points / tally.applications, 2)


def confidence(rate: float | None, captured: str) -> str:
    """``high``, ``medium`` or ``low`` for a success rate.

    Args:
        rate: 0 to 1, or None without an application.
        captured: The confidence that the pattern has had until now; kept without a rate.
    """
    if rate is None:
        return captured
    if rate >= HIGH_CONFIDENCE:
        return "high"
    return "medium" if rate >= MEDIUM_CONFIDENCE else "low"


def flags(tally: Tally, *, stale: bool) -> tuple[str, ...]:
    """The flags that a pattern deserves, in the order in which they are written.

    Args:
        tally: Its counts.
        stale: Whether it was applied before, but not lately.
    """
    rate = success_rate(tally)
    if rate is None:
        return ("UNTESTED",)
    deserved = {"STALE"} if stale else set()
    if rate < REVIEW_BELOW:
        deserved.add("PRUNE" if tally.applications > PRUNE_ABOVE_APPLICATIONS else "REVIEW")
    return ordered_flags(deserved)


@dataclass
class _Measured:
    """What one project's log says about one pattern."""

    tally: Tally = field(default_factory=Tally)
    last_iteration: int = -1
    last_applied_at: str = ""


def compute(project: Project, store_path: str, dry_run: bool = False) -> Result:
    """Step 10: score every pattern of the store from the project's log.

    Args:
        project: Whose log.
        store_path: The pattern store.
        dry_run: Say what would change, and write nothing.

    Returns:
        A table, best pattern first; as data every count.

    Raises:
        InputError: The store or the log can't be read; nothing changed.
        LockTimeoutError: A lock could not be had.
    """
    store = PatternStore(store_path)
    contents = store.read()
    if not contents.patterns and not contents.problems:
        return Result("The store holds no patterns yet; nothing to score.", _data([], None), skipped=True)
    if not dry_run:
        log_rotation.finish(project, store.path)  # one that was killed, so that no row counts twice
    counts = outcome_counts.count(project.outcomes_log)
    warnings: tuple[str, ...] = ()
    if counts.problems and dry_run:
        warnings = (
            f"{project.outcomes_log}: {text.counted(len(counts.problems), 'unreadable line')} left out",
        )
    elif counts.problems:
        moved = outcomes.rewrite(project, lambda row: row).quarantined
        warnings = outcomes.warnings(project, moved)
        counts = outcome_counts.count(project.outcomes_log)
    unresolved = 0

    def score(patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        nonlocal unresolved
        measured, unresolved = _measure(patterns, counts)
        key = _counter_key(project, provenance)
        return [_scored(one, measured.get(one.id), counts, provenance, key, project) for one in patterns]

    provenance = store.provenance()
    before = {pattern.id: pattern for pattern in contents.patterns}
    if dry_run:
        after = score(list(contents.patterns), provenance)
    else:
        after = store.update(score)
        warnings += store.warnings()
        provenance = store.provenance()
    rows = [_row(pattern, provenance.tally(pattern.id), before.get(pattern.id)) for pattern in after]
    changed = sum(row["changed"] for row in rows)
    message = _message(rows, counts, unresolved, changed, dry_run=dry_run)
    data = _data(rows, counts, unresolved=unresolved, dry_run=dry_run)
    return Result(message, data, warnings)


def _measure(patterns: list[Pattern], counts: LogCounts) -> tuple[dict[str, _Measured], int]:
    """The log's counts by pattern id, and how many rows name no pattern."""
    resolver = Resolver(patterns)
    measured: dict[str, _Measured] = {}
    unresolved = 0
    for text_count in counts.texts.values():
        match = resolver.resolve(text_count.text)
        if match is None:
            unresolved += sum(text_count.rows_by_kind)
            continue
        one = measured.get(match.pattern.id)
        if one is None:
            one = measured[match.pattern.id] = _Measured()
        text_count.add_to(one.tally)
        if text_count.status == "applied":
            one.last_iteration = max(one.last_iteration, text_count.last_iteration)
            one.last_applied_at = max(one.last_applied_at, text_count.last_at)
    return measured, unresolved


def _counter_key(project: Project, provenance: Provenance) -> str:
    """The name under which a project's counters are kept: its own, unless another one bears it.

    Two clones or worktrees of a repository have the same name and a log each. A project that
    was moved finds its counters by their name, because its old directory is gone.
    """
    workdirs: dict[str, str] = {}
    for identifier in provenance:
        for key, counter in provenance.counters(identifier).items():
            workdirs.setdefault(key, str(counter.get("workdir", "")))
    here = os.path.realpath(project.workdir)
    name = project.name
    mark = hashlib.sha256(here.encode("utf-8", "replace")).hexdigest()[:8]
    for key in (name, f"{name}@{mark}"):
        if workdirs.get(key) == here:
            return key
    owner = workdirs.get(name)
    if not owner or not os.path.isdir(os.path.join(owner, ".learnings")):
        return name
    return f"{name}@{mark}"


def _scored(
    pattern: Pattern,
    measured: _Measured | None,
    counts: LogCounts,
    provenance: Provenance,
    key: str,
    project: Project,
) -> Pattern:
    """A pattern with the figures that the counts of all projects give it; this project's are recorded."""
    if measured is None:
        # What was rotated out of the log is kept by the rotation, under a name of its own.
        provenance.forget(pattern.id, key)
    else:
        provenance.record(
            pattern.id,
            key,
            measured.tally,
            stale=measured.last_iteration < counts.iterations - STALE_AFTER_ITERATIONS,
            last_applied_at=measured.last_applied_at or None,
            workdir=os.path.realpath(project.workdir),
        )
    applied = [one for one in provenance.counters(pattern.id).values() if one.get("applications")]
    tally = provenance.tally(pattern.id)
    rate = success_rate(tally)
    if (
        rate is None
        and pattern.success_rate is not None
        and "recorded_rate" not in provenance.get(pattern.id)
    ):
        # A rate that an older tool wrote has no rows behind it any more; it is kept, not shown.
        provenance.set(pattern.id, recorded_rate=pattern.success_rate)
    deserved = flags(tally, stale=bool(applied) and all(one.get("stale") for one in applied))
    if rate is None and "PRUNE" in pattern.flags:
        # An older tool found it harmful in more than 20 applications whose rows are gone. It
        # stays so, and unseen, until somebody applies it all the same.
        deserved = ordered_flags({*deserved, "PRUNE"})
    return dataclasses.replace(
        pattern,
        success_rate=rate,
        confidence=confidence(rate, pattern.confidence),
        flags=deserved,
    )


def _row(pattern: Pattern, tally: Tally, before: Pattern | None) -> dict[str, Any]:
    return {
        "id": pattern.id,
        "success_rate": pattern.success_rate,
        "wilson_lower_bound": round(wilson_lower_bound(tally.points, tally.applications), 4),
        "mode": "goal-weighted" if tally.with_goal else "simple",
        **dataclasses.asdict(tally),
        "confidence": pattern.confidence,
        "flags": list(pattern.flags),
        "seen_count": pattern.seen_count,
        "summary": pattern.summary,
        "changed": pattern != before,
    }


def _data(
    rows: list[dict[str, Any]], counts: LogCounts | None, *, unresolved: int = 0, dry_run: bool = False
) -> dict[str, Any]:
    return {
        "patterns": rows,
        "rows": counts.rows if counts else 0,
        "iterations": counts.iterations if counts else 0,
        "unresolved": unresolved,
        "dry_run": dry_run,
    }


def _message(
    rows: list[dict[str, Any]], counts: LogCounts, unresolved: int, changed: int, *, dry_run: bool
) -> str:
    tested = sum(row["applications"] > 0 for row in rows)
    verb = "would change" if dry_run else "changed"
    source = f"{text.counted(counts.rows, 'row')} of {text.counted(counts.iterations, 'iteration')}"
    have = "has" if len(rows) == 1 else "have"
    lines = [
        f"{tested} of {text.counted(len(rows), 'pattern')} {have} a rate, from {source}; {changed} {verb}."
    ]
    if unresolved:
        lines.append(f"Rows that name no pattern of the store: {unresolved:,}.")
    if not rows:
        return "\n".join(lines)
    lines.append(
        f"{'id':<6} {'rate':>4} {'>=':>4} {'used':>5} {'shown':>5} {'confid.':<7} {'flags':<14} lesson"
    )
    for row in rows:
        rate = "-" if row["success_rate"] is None else f"{row['success_rate']:.2f}"
        bound = "-" if row["success_rate"] is None else f"{row['wilson_lower_bound']:.2f}"
        line = (
            f"{row['id']:<6} {rate:>4} {bound:>4} {row['applications']:>5} {row['exposures']:>5} "
            f"{row['confidence']:<7} {' '.join(row['flags']) or '-':<14} {row['summary']}"
        )
        lines.append(line if len(line) <= 80 else line[:79] + "\u2026")
    lines.append(">= is the lower end of the 95 % Wilson interval: at least this good.")
    return "\n".join(lines)
