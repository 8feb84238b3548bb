"""What becomes of each pending lesson: rejected, the tooling's, part of a known pattern, or a new one.

A batch decides everything and writes nothing; ``processing`` writes what was decided.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import pending, screening, text, tooling_lessons
from self_learning.learnings import deduplicate, merge_result, quality, worksheet
from self_learning.learnings.classify import TOOLING, Classification, classify
from self_learning.learnings.deduplicate import Known, Likeness
from self_learning.patterns import PatternStore, format_id, next_id, stable_key, valid_id

if TYPE_CHECKING:
    from self_learning.learnings.worksheet import Decisions
    from self_learning.paths import Project
    from self_learning.patterns import Pattern
    from self_learning.pending import Entry, Lesson, Problem

SECRET, INSTRUCTION = "a secret", "an instruction aimed at the reader"
JUDGEMENT = "the classifier's judgement"


@dataclass
class Outcome:
    """What became of one pending file, for the record and for its verdict in the archive."""

    file: str
    source: str
    verdict: str
    fields: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The row of the session's record."""
        return {"source": self.source, "file": self.file, "verdict": self.verdict, **self.fields}


@dataclass
class Batch:
    """Everything that one processing decides before it writes anything."""

    project: Project
    store: PatternStore
    decisions: Decisions
    entries: list[merge_result.Entry] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    tooling: list[dict[str, Any]] = field(default_factory=list)
    to_archive: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)  # path, source, document
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.provenance = self.store.provenance()
        present = list(self.store.read().patterns)
        self.size = len(present)
        # Archived patterns are known too: a lesson that is captured again brings its pattern back.
        self.patterns = {pattern.id: pattern for pattern in (*self.store.archive(), *present)}
        self.counted = merge_result.counted(self.provenance, self.patterns)
        self.entries = merge_result.unapplied(self.project.merge_result, self.counted)

    def known(self) -> list[Known]:
        """What a lesson is compared with: the store, its archive, and what this batch adds."""
        changed = {entry.id for entry in self.entries}
        stored = [known_pattern(p, self.trigger(p.id)) for p in self.patterns.values() if p.id not in changed]
        return stored + [Known(entry.id, entry.trigger, entry.summary) for entry in self.entries]

    def next_id(self) -> str:
        """An id that nobody has, which step 9 gives the pattern if it is still free then."""
        number = int(next_id(self.patterns.values(), self.provenance)[2:])
        waiting = (int(entry.id[2:]) + 1 for entry in self.entries if valid_id(entry.id))
        return format_id(max(number, *waiting, 1))

    def trigger(self, identifier: str) -> str:
        """What a stored pattern is about, as it was captured; empty where nobody said."""
        return str(self.provenance.get(identifier).get("trigger") or "")


def judge(batch: Batch) -> None:
    """Decide on every pending file, in the order of their names; the batch then holds the decisions."""
    entries, problems = pending.read_all(batch.project)
    for problem in problems:
        if problem.document is not None and all("characters, needs" in one for one in problem.complaints):
            _reject_unread(batch, problem)
        else:
            batch.problems.append(problem)
    for entry in entries:
        outcome = _judged(batch, entry)
        batch.outcomes.append(outcome)
        batch.to_archive.append((entry.path, entry.source, entry.document))


def _reject_unread(batch: Batch, problem: Problem) -> None:
    """A summary of the wrong length is a lesson without substance, not a damaged file."""
    name = os.path.basename(problem.path)
    document = problem.document or {}
    source = pending.source_of(problem.path, json.dumps(document, sort_keys=True))
    fields = {"rejected_for": quality.VAGUE, "reason": "; ".join(problem.complaints)}
    batch.outcomes.append(Outcome(name, source, "rejected", fields))
    batch.to_archive.append((problem.path, source, document))


def _judged(batch: Batch, entry: Entry) -> Outcome:
    lesson = entry.lesson
    if lesson is None:
        return Outcome(entry.name, entry.source, "no_learnings", {"reason": entry.reason})
    said: dict[str, Any] = {
        "agent": lesson.agent,
        "captured_at": lesson.captured_at,
        "trigger": lesson.trigger,
        "detail": lesson.detail,
        "citations": [str(citation) for citation in lesson.citations],
    }
    if entry.objections:
        kind = SECRET if any("credential" in one for one in entry.objections) else INSTRUCTION
        # What was objected to is not repeated in the record.
        fields = {
            "agent": lesson.agent,
            "rejected_for": kind,
            "reason": text.sanitise("; ".join(entry.objections), 500),
        }
        return Outcome(entry.name, entry.source, "rejected", fields)
    decision = batch.decisions.get(worksheet.candidate_id(entry.source))
    made = worksheet.decided(classify(lesson, batch.project), decision)
    said |= _classification(made)
    if refused := _refusal(lesson, made):
        return Outcome(
            entry.name, entry.source, "rejected", {**said, "rejected_for": refused[0], "reason": refused[1]}
        )
    if made.scope == TOOLING:
        batch.tooling.append(
            tooling_lessons.lesson_for_export(lesson, made.category, batch.project.name, entry.source)
        )
        return Outcome(entry.name, entry.source, "tooling", said)
    return _merge(batch, entry, lesson, made, said, decision or {})


def _refusal(lesson: Lesson, made: Classification) -> tuple[str, str] | None:
    """Why a lesson in a right form is refused: the kind and the reason."""
    if made.rejected is not None:
        return JUDGEMENT, made.rejected
    if made.summary != lesson.summary:  # a model's rewording is as untrusted as the original
        if kind := screening.find_secret(made.summary):
            return SECRET, f"the rewording holds a credential ({kind})"
        if reason := screening.instruction_to_reader(made.summary):
            return INSTRUCTION, f"the rewording {reason}"
    for tag in (*made.context, *made.applies_to):
        if reason := screening.instruction_to_reader(tag):
            return INSTRUCTION, f"a tag {reason}"
    found = quality.rejection(made.summary)
    return (found.kind, found.reason) if found else None


def _merge(
    batch: Batch,
    entry: Entry,
    lesson: Lesson,
    made: Classification,
    said: dict[str, Any],
    decision: dict[str, Any],
) -> Outcome:
    source = entry.source
    waiting = next((one for one in batch.entries if source in one.sources), None)
    if source in batch.counted or waiting is not None:
        # A run was killed between writing its result and archiving this file.
        return Outcome(entry.name, source, "merged", {**said, "merged_into": waiting.id if waiting else None})
    related = deduplicate.relations(lesson.trigger, made.summary, batch.known())
    same = next((one.known.name for one in related if one.likeness is Likeness.SAME), None)
    conflicts = [one.known.name for one in related if one.likeness is Likeness.CONFLICT]
    chosen = _named_by_model(batch, decision.get("duplicate_of"), conflicts) or same
    if chosen is not None:
        target = next((one for one in batch.entries if one.id == chosen), None)
        if target is None:
            pattern = batch.patterns[chosen]
            known = batch.provenance.get(chosen)
            key = known.get("key") or stable_key(batch.trigger(chosen), pattern.summary)
            origin = str(known.get("origin_project") or batch.project.name)
            target = merge_result.merged(pattern, batch.trigger(chosen), str(key), origin)
            batch.entries.append(target)
        merge_result.absorb(target, lesson, made, source)
        return Outcome(entry.name, source, "merged", {**said, "merged_into": target.id})
    identifier = batch.next_id()
    made_entry = merge_result.added(identifier, lesson, made, source, batch.project.name)
    made_entry.conflicts_with = conflicts
    if conflicts:
        made_entry.confidence = "low"  # until it is seen which of them holds
        batch.conflicts.append(f"{made.summary} | contradicts {', '.join(conflicts)}")
        said["conflicts_with"] = conflicts
    batch.entries.append(made_entry)
    return Outcome(entry.name, source, "added", {**said, "merged_into": identifier})


def _named_by_model(batch: Batch, named: str | None, conflicts: list[str]) -> str | None:
    """The pattern that a model says a lesson repeats, if there is one and they don't contradict."""
    if named is None:
        return None
    if named.startswith("C-"):
        source = named[2:]
        named = next((one.id for one in batch.entries if source in one.sources), None)
    known = named in batch.patterns or any(one.id == named for one in batch.entries)
    return named if known and named not in conflicts else None


def _classification(made: Classification) -> dict[str, Any]:
    return {
        "scope": made.scope,
        "category": made.category,
        "summary": made.summary,
        "repo": made.repo,
        "context": list(made.context),
        "applies_to": list(made.applies_to),
    }


def known_pattern(pattern: Pattern, trigger: str) -> Known:
    """A stored pattern as lessons are compared with it."""
    return Known(pattern.id, trigger, pattern.summary)
