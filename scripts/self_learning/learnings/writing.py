"""Step 9: put a merge-result into the pattern store; doing it twice changes nothing the second time."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from self_learning import configuration, files, screening, text
from self_learning.cli import Result
from self_learning.files import Unreadable
from self_learning.learnings import deduplicate, merge_result
from self_learning.learnings.deduplicate import Known, Likeness
from self_learning.paths import Person, Project
from self_learning.patterns import (
    CATEGORIES,
    CONFIDENCES,
    FLAGS,
    Limits,
    Pattern,
    PatternStore,
    cap,
    next_id,
    ordered_flags,
    stable_key,
    valid_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from self_learning.patterns import Provenance


class _Writer:
    """Applies a merge-result's patterns to the store's, and notes what it did."""

    def __init__(self, found: list[Any], archive: Iterable[Pattern]) -> None:
        self.found = found
        self.archive = {pattern.id: pattern for pattern in archive}
        self.added: list[str] = []
        self.merged: list[str] = []
        self.refused: list[Unreadable] = []
        self.taken_over: list[tuple[str, str]] = []  # pattern ids, and the digests of plain entries

    def change(self, patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        """The store's patterns with the merge-result in them; for ``PatternStore.update``."""
        self.patterns = {pattern.id: pattern for pattern in patterns}
        self.provenance = provenance
        everything = {**self.archive, **self.patterns}
        merge_result.confirm(provenance, everything)
        self.counted = merge_result.counted(provenance, everything)
        for number, item in enumerate(self.found, 1):
            if not isinstance(item, dict):
                self._refuse(number, item, "is not an object")
                continue
            entry = merge_result.entry_of(item)
            reason = self._apply(entry) if entry is not None else self._take_over(item)
            if reason is not None:
                self._refuse(number, item, reason)
        return list(self.patterns.values())

    def _refuse(self, number: int, item: object, reason: str) -> None:
        self.refused.append(
            Unreadable(number, screening.redact(json.dumps(item, ensure_ascii=False)), reason)
        )

    def _apply(self, entry: merge_result.Entry) -> str | None:
        """Add or merge an entry of our own; the reason when it may not be stored."""
        new = [source for source in dict.fromkeys(entry.sources) if source not in self.counted]
        if not new:
            return None  # counted by an earlier step 9
        if reason := _unfit(entry.summary, entry.category, entry.confidence):
            return reason
        now = text.timestamp()
        pattern = self._target(entry)
        self.counted.update(new)
        if pattern is None:
            identifier = entry.id if self._is_free(entry.id, entry.key) else self._next_id()
            pattern = Pattern(
                identifier,
                entry.category,
                entry.summary,
                entry.confidence,
                len(new),
                applies_to=entry.applies_to,
                context=entry.context,
                repo=entry.repo,
            )
            self.provenance.set(
                identifier,
                key=entry.key,
                trigger=entry.trigger,
                origin_project=entry.origin_project,
                created_at=entry.captured_at or now,
                updated_at=now,
                counting={"sources": new, "seen_count": len(new)},
            )
            self.added.append(identifier)
        else:
            known = self.provenance.get(pattern.id)
            # Two entries may turn out to be one pattern, which an earlier writer has added since.
            earlier, _ = merge_result.counting(self.provenance, pattern.id) or ([], 0)
            pattern = replace(
                pattern,
                summary=merge_result.more_specific(pattern.summary, entry.summary),
                seen_count=pattern.seen_count + len(new),
                context=merge_result.united(pattern.context, entry.context),
                applies_to=merge_result.widened(pattern.applies_to, entry.applies_to),
                repo=pattern.repo if pattern.repo == entry.repo else "*",
            )
            self.provenance.set(
                pattern.id,
                key=known.get("key") or entry.key,
                trigger=known.get("trigger") or entry.trigger,
                origin_project=known.get("origin_project") or entry.origin_project,
                updated_at=now,
                counting={"sources": [*earlier, *new], "seen_count": pattern.seen_count},
            )
            self.merged.append(pattern.id)
        self.patterns[pattern.id] = pattern
        return None

    def _target(self, entry: merge_result.Entry) -> Pattern | None:
        """The pattern that an entry repeats: as step 8 found it, or added by somebody since."""
        everything = {**self.archive, **self.patterns}
        if entry.action == "merged" and entry.id in everything:
            return everything[entry.id]
        by_key = self.provenance.find(entry.key)
        if by_key in everything:
            return everything[by_key]
        if entry.conflicts_with:
            return None
        known = [
            Known(one.id, str(self.provenance.get(one.id).get("trigger") or ""), one.summary)
            for one in everything.values()
        ]
        related = deduplicate.relations(entry.trigger, entry.summary, known)
        return next((everything[one.known.name] for one in related if one.likeness is Likeness.SAME), None)

    def _take_over(self, item: dict[str, Any]) -> str | None:
        """Take a plain pattern of an older tool, whose counts are absolute."""
        summary = text.sanitise(str(item.get("summary") or ""))
        category = str(item.get("category") or "pattern").casefold()
        confidence = str(item.get("confidence") or "medium").casefold()
        if reason := _unfit(summary, category, confidence):
            return reason
        trigger = text.sanitise(str(item.get("trigger") or ""), 120)
        key = str(item.get("key") or stable_key(trigger, summary))
        known = self._known_plain(str(item.get("id") or ""), key, trigger, summary)
        # Its counts are absolute, so once is enough, whatever was measured or archived since.
        mark = _digest(item)
        taken = [] if known is None else merge_result.taken_over(self.provenance, known.id)
        if mark in taken:
            return None
        seen, rate = _whole(item.get("seen_count")), _rate(item.get("success_rate"))
        if known is None:
            asked = str(item.get("id") or "")
            identifier = asked if self._is_free(asked, key) else self._next_id()
            pattern = Pattern(identifier, category, summary)
        else:
            pattern = known
        changed = replace(
            pattern,
            category=category if "category" in item else pattern.category,
            summary=summary,
            confidence=confidence if "confidence" in item else pattern.confidence,
            seen_count=max(pattern.seen_count, seen),
            success_rate=rate if "success_rate" in item else pattern.success_rate,
            flags=_flags(item["flags"]) if "flags" in item else pattern.flags,
            applies_to=_joined(item.get("applies_to")) or pattern.applies_to,
            context=_joined(item.get("context")) or pattern.context,
            repo=str(item.get("repo") or pattern.repo),
        )
        if known is None:
            self.provenance.set(
                changed.id,
                key=key,
                trigger=trigger or None,
                origin_project=item.get("origin_project"),
                created_at=text.timestamp(),
            )
            self.added.append(changed.id)
        elif known.id in self.archive and known.id not in self.patterns and seen <= known.seen_count:
            # Told of already, and turned away; it comes back when it is seen again.
            return None
        elif changed != pattern:
            self.provenance.set(changed.id, updated_at=text.timestamp())
            self.merged.append(changed.id)
        self.taken_over.append((changed.id, mark))
        self.patterns[changed.id] = changed
        return None

    def _known_plain(self, identifier: str, key: str, trigger: str, summary: str) -> Pattern | None:
        everything = {**self.archive, **self.patterns}
        if (by_key := self.provenance.find(key)) in everything:
            return everything[by_key]
        named = everything.get(identifier)
        # An id that means another lesson here was given out by another store.
        if named is not None and text.dice(text.words(named.summary), text.words(summary)) >= 0.3:
            return named
        for pattern in everything.values():
            other = Known(
                pattern.id, str(self.provenance.get(pattern.id).get("trigger") or ""), pattern.summary
            )
            if deduplicate.compare(trigger, summary, other).likeness is Likeness.SAME:
                return pattern
        return None

    def _is_free(self, identifier: str, key: str) -> bool:
        """Whether a new pattern may have this id: nobody had it, or this same lesson had it."""
        return (
            valid_id(identifier)
            and identifier not in self.patterns
            and identifier not in self.archive
            and (identifier not in self.provenance or self.provenance.get(identifier).get("key") == key)
        )

    def _next_id(self) -> str:
        return next_id([*self.patterns.values(), *self.archive.values()], self.provenance)


def write_merged(merge_result_path: str, toon_path: str | None = None, *, dry_run: bool = False) -> Result:
    """Put a merge-result into the store, capped as the project's retention.yaml says.

    Args:
        merge_result_path: As step 8 or an older tool wrote it.
        toon_path: The store; by default the person's own.
        dry_run: Say what would change and write nothing.

    Raises:
        InputError: The merge-result or the store can't be read; nothing changed.
        LockTimeoutError: Another process is at the store.
    """
    found, _ = merge_result.read(merge_result_path)
    store = PatternStore(toon_path or Person().store)
    project = _project_of(merge_result_path)
    kept = configuration.retention(project)
    limits = Limits(kept.max_patterns, kept.untested_reserve)
    if dry_run:
        before = {pattern.id for pattern in store.read().patterns}
        writer = _Writer(found, store.archive())
        provenance = store.provenance()
        stay, _ = cap(writer.change(list(store.read().patterns), provenance), provenance, limits)
        return _result(writer, before, stay, store, dry_run=True)
    with files.locked(store.directory):
        before = {pattern.id for pattern in store.read().patterns}
        writer = _Writer(found, store.archive())
        stay = store.update(writer.change, limits=limits)
        store.update(_confirm(store, writer.taken_over))
    if writer.refused:
        where = project if project is not None else store.quarantine_directory
        files.quarantine(where, merge_result_path, writer.refused)
    return _result(writer, before, stay, store, dry_run=False)


def _confirm(
    store: PatternStore, taken_over: list[tuple[str, str]]
) -> Callable[[list[Pattern], Provenance], list[Pattern]]:
    """Now that the patterns are safe, what was being counted has been counted."""

    def change(patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        merge_result.confirm(provenance, {one.id: one for one in (*store.archive(), *patterns)})
        for given, mark in taken_over:
            identifier = str(provenance.get(given).get("same_as") or given)
            known = merge_result.taken_over(provenance, identifier)
            if mark not in known:
                provenance.set(identifier, taken_over=merge_result.remembered(known, [mark]))
        return patterns

    return change


def _project_of(path: str) -> Project | None:
    """The project whose .learnings/ holds a file, or None."""
    directory = os.path.dirname(os.path.abspath(path))
    return Project(os.path.dirname(directory)) if os.path.basename(directory) == ".learnings" else None


def _result(
    writer: _Writer, before: set[str], stay: list[Pattern], store: PatternStore, *, dry_run: bool
) -> Result:
    after = {pattern.id: pattern for pattern in stay}
    gone = sorted((before | set(writer.added)) - set(after))
    merged = [one for one in dict.fromkeys(writer.merged) if one not in writer.added]
    warnings = tuple(f"pattern {one.line_number} of the merge result: {one.reason}" for one in writer.refused)
    if not dry_run:
        warnings += store.warnings()
    data = {
        "added": writer.added,
        "merged": merged,
        "pruned": gone,
        "refused": len(writer.refused),
        "patterns": len(after),
        "dry_run": dry_run,
    }
    if not (writer.added or merged or gone):
        return Result(f"The store is up to date: {text.counted(len(after), 'pattern')}.", data, warnings)
    would = "would be " if dry_run else ""
    counts = f"{len(writer.added)} {would}added, {len(merged)} {would}merged, {len(gone)} {would}archived"
    lines = [f"{counts}; {text.counted(len(after), 'pattern')}."]
    for mark, identifiers in (("+", writer.added), ("~", merged)):
        for identifier in identifiers:
            pattern = after.get(identifier)
            if pattern is not None:
                lines.append(f"  {mark} {identifier} seen {pattern.seen_count} x  {pattern.summary}"[:110])
    lines += [f"  - {identifier} archived, over the limit" for identifier in gone]
    return Result("\n".join(lines), data, warnings)


def _unfit(summary: str, category: str, confidence: str) -> str | None:
    """Why a pattern may not enter the store, or None."""
    if not text.sanitise(summary):
        return "has no summary"
    if category not in CATEGORIES:
        return f"has the category {text.sanitise(category, 40)}, which is none of {', '.join(CATEGORIES)}"
    if confidence not in CONFIDENCES:
        return (
            f"has the confidence {text.sanitise(confidence, 40)}, which is none of {', '.join(CONFIDENCES)}"
        )
    if kind := screening.find_secret(summary):
        return f"holds a credential ({kind})"
    if reason := screening.instruction_to_reader(summary):
        return f"{reason}, which is an order to its reader"
    return None


def _digest(item: dict[str, Any]) -> str:
    """What names an entry of a merge result by its content."""
    content = json.dumps(item, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:16]


def _whole(value: object) -> int:
    """A count as an older tool wrote it, 1 where it can't be read."""
    try:
        return max(1, int(str(value)))
    except ValueError:
        return 1


def _rate(value: object) -> float | None:
    """A success rate as an older tool wrote it; None where there is none."""
    try:
        rate = float(str(value))
    except ValueError:
        return None
    return rate if 0 <= rate <= 1 else None


def _flags(value: object) -> tuple[str, ...]:
    """Flags as a list or as a text such as ``[REVIEW]|[STALE]``."""
    said = " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return ordered_flags({flag for flag in FLAGS if flag in said.upper()})


def _joined(value: object) -> tuple[str, ...]:
    """Tags as a list or as a text joined with ``|``."""
    listed = value.split("|") if isinstance(value, str) else value
    return tuple(str(one).strip() for one in listed if str(one).strip()) if isinstance(listed, list) else ()
