"""What the person is told about a push: what changes there, and what else they should know."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING

from self_learning import text
from self_learning.cli import Result

if TYPE_CHECKING:
    from self_learning.org.contribution import SharedPattern
    from self_learning.org.push import Difference, Draft, Errand
    from self_learning.paths import Project

_LISTED = 40


def figures(difference: Difference) -> str:
    """How much of each kind a push changes, for a message and the commit."""
    parts = [
        f"{len(keys)} {word}"
        for keys, word in (
            (difference.added, "added"),
            (difference.updated, "updated"),
            (difference.retracted, "retracted"),
        )
        if keys
    ]
    if difference.evidence:
        parts.append(f"evidence on {len(difference.evidence)} of others")
    return ", ".join(parts)


def notes(project: Project, draft: Draft, errand: Errand) -> tuple[str, ...]:
    """What the person should know besides."""
    told = [f"{identifier} stays here: it {reason}" for identifier, reason in draft.made.withheld]
    try:
        waiting = sum(name.endswith(".json") for name in os.listdir(project.pending))
    except OSError:
        waiting = 0
    if waiting:
        lessons = "1 captured lesson waits" if waiting == 1 else f"{waiting} captured lessons wait"
        told.append(f"{lessons} to be processed; run /self-learning:process-learnings, then push again")
    unknown = len(set(draft.difference.retracted) - _known(errand))
    if unknown:
        told.append(
            f"{unknown} of what is taken back never was in this store: somebody changed your file there, or "
            "another machine has the same identity.key, which it must not"
        )
    if not errand.may_retract and draft.previous is not None and draft.previous.patterns:
        told.append("nothing was taken back, because the store is missing, empty or can't be read in full")
    return tuple(told)


def _known(errand: Errand) -> set[str]:
    """The keys of all lessons that this machine has, had or pushed."""
    provenance = errand.stock.provenance
    entries = [provenance.get(identifier) for identifier in provenance]
    return {str(entry.get(name)) for entry in entries for name in ("key", "shared_key")} | set(
        errand.local_ids
    )


def nothing(errand: Errand, draft: Draft, notes: tuple[str, ...]) -> Result:
    """The result of a push that has nothing to change there."""
    if draft.made.contribution.patterns or draft.previous:
        message = f"Nothing to push: {errand.where.shown} has all that {errand.sender.project} learned."
    elif draft.made.withheld:
        message = f"Nothing to push: what {errand.sender.project} learned stays here."
    else:
        message = f"Nothing to push: no lesson originated in {errand.sender.project} yet."
        if origins := _origins(errand):
            message += f" Yours are from {origins}; --project NAME pushes those, also of a renamed project."
    return Result(message, _data(errand, draft, None, 0), notes)


def _origins(errand: Errand) -> str:
    """The person's other projects with lessons, as far as a line holds them."""
    entries = [errand.stock.provenance.get(pattern.id) for pattern in errand.stock.patterns]
    names = {
        str(entry["origin_project"])
        for entry in entries
        if "shared_from" not in entry and entry.get("origin_project")
    }
    shown = sorted(names)[:5]
    return ", ".join(shown) + (" and others" if len(names) > len(shown) else "")


def result(
    errand: Errand, draft: Draft, notes: tuple[str, ...], *, commit: str | None, attempts: int
) -> Result:
    """The result of a push, or of a dry run, which has no ``commit``."""
    told = figures(draft.difference)
    if commit is None:
        lines = [f"Would push from {errand.sender.project} to {errand.where.shown}: {told}."]
    else:
        tries = "" if attempts == 1 else f", after {attempts} attempts"
        where = errand.where.shown
        lines = [f"Pushed from {errand.sender.project} to {where}: {told} (commit {commit[:10]}{tries})."]
    lines += _listing(draft, whole=commit is None)
    return Result("\n".join(lines), _data(errand, draft, commit, attempts), notes)


def _listing(draft: Draft, *, whole: bool) -> list[str]:
    """What changes there, a line each; with every word that leaves when ``whole`` is asked for."""
    new, ids = draft.made.contribution, draft.made.ids
    lines = [f"+ {ids[key]:<6} {_said(new.patterns[key], whole=whole)}" for key in draft.difference.added]
    for key in draft.difference.updated:
        now, before = new.patterns[key], (draft.previous or new).patterns[key]
        changes = [
            f"{field} {getattr(before.counters, field):g} to {getattr(now.counters, field):g}"
            for field in now.counters._fields
            if getattr(before.counters, field) != getattr(now.counters, field)
        ]
        if now.seen_count != before.seen_count:
            changes.append(f"captured {before.seen_count} to {now.seen_count}")
        if now.confidence != before.confidence:
            changes.append(f"confidence {before.confidence} to {now.confidence}")
        same = before._replace(counters=now.counters, seen_count=now.seen_count, confidence=now.confidence)
        if now != same:
            changes.append(_said(now, whole=True) if whole else "words or tags")
        lines.append(f"~ {ids.get(key, ''):<6} {', '.join(changes) or 'contributor'}")
    old = draft.previous or new
    lines += [
        f"- {old.patterns[key].category}: {old.patterns[key].summary}" for key in draft.difference.retracted
    ]
    if whole:
        return [part for line in lines for part in textwrap.wrap(line, 80, subsequent_indent=" " * 9)]
    shown = [text.sanitise(line, 80) for line in lines[:_LISTED]]
    return [*shown, f"and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else shown


def _said(pattern: SharedPattern, *, whole: bool) -> str:
    told = f"{pattern.category}: {pattern.summary}"
    if not whole:
        return told
    beside = (
        ("about", pattern.trigger),
        ("for", ", ".join(one for one in pattern.applies_to if one != "*")),
        ("tags", ", ".join(pattern.context)),
        ("repository", "" if pattern.repo == "*" else pattern.repo),
    )
    return told + "".join(f" [{name}: {words}]" for name, words in beside if words)


def _data(errand: Errand, draft: Draft, commit: str | None, attempts: int) -> dict[str, object]:
    ids = draft.made.ids
    return {
        "repository": errand.where.shown,
        "organisation": errand.where.organisation,
        "project": errand.sender.project,
        "contributor": errand.sender.identity.contributor,
        "pushed": commit is not None,
        "commit": commit,
        "attempts": attempts,
        "added": [{"id": ids[key], "key": key} for key in draft.difference.added],
        "updated": [{"id": ids.get(key), "key": key} for key in draft.difference.updated],
        "retracted": [{"key": key} for key in draft.difference.retracted],
        "evidence": [{"key": key} for key in draft.difference.evidence],
        "withheld": [{"id": identifier, "reason": reason} for identifier, reason in draft.made.withheld],
    }
