"""Step 8: judge the pending lessons and say what the store shall take up.

The order of writing makes it safe to be killed anywhere: first the session's record and the
lessons about the tooling, then merge-result.json, and only then do the pending files move to
the archive. Whatever was not archived is judged again, and a capture that is in the
merge-result or in the store already is not counted a second time.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import (
    configuration,
    files,
    paths,
    pending,
    schema_validation,
    screening,
    text,
    tooling_lessons,
)
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.learnings import deduplicate, merge_result, model_call, quality, worksheet
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
class _Outcome:
    """What became of one pending file, for the record and for its verdict in the archive."""

    file: str
    source: str
    verdict: str
    fields: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"source": self.source, "file": self.file, "verdict": self.verdict, **self.fields}


@dataclass
class _Batch:
    """Everything that one processing decides before it writes anything."""

    project: Project
    store: PatternStore
    decisions: Decisions
    entries: list[merge_result.Entry] = field(default_factory=list)
    outcomes: list[_Outcome] = field(default_factory=list)
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
        stored = [_known(p, self.trigger(p.id)) for p in self.patterns.values() if p.id not in changed]
        return stored + [Known(entry.id, entry.trigger, entry.summary) for entry in self.entries]

    def next_id(self) -> str:
        """An id that nobody has, which step 9 gives the pattern if it is still free then."""
        number = int(next_id(self.patterns.values(), self.provenance)[2:])
        waiting = (int(entry.id[2:]) + 1 for entry in self.entries if valid_id(entry.id))
        return format_id(max(number, *waiting, 1))

    def trigger(self, identifier: str) -> str:
        return str(self.provenance.get(identifier).get("trigger") or "")


def process(
    project: Project,
    *,
    run_id: str | None = None,
    iteration: int | None = None,
    store_path: str | None = None,
    classified: str | None = None,
    no_llm: bool = False,
) -> Result:
    """Judge, classify, compare and merge all pending lessons.

    Args:
        project: Must hold .learnings/.
        run_id: Names the session and the archive; by default $CLOSEDLOOP_RUN_ID, else the moment.
        iteration: Its number; by default $CLOSEDLOOP_ITERATION, else 1.
        store_path: The pattern store; by default the person's own.
        classified: A model's decisions, valid by schemas/classified.schema.json.
        no_llm: Don't ask a model, even where ``claude`` is on the PATH.

    Returns:
        How many were added, merged and rejected, and which classifier decided.

    Raises:
        InputError: The project is not on, or the decisions can't be used; nothing changed.
        LockTimeoutError: Another process is at the pending lessons.
    """
    require_on(project)
    run, number = _identity(run_id, iteration)
    store = PatternStore(store_path or paths.Person().store)
    pending.divide(project)
    decisions: Decisions = {}
    classifier, why = "deterministic", "no model was asked for"
    if classified is not None:
        decisions = worksheet.read_decisions(classified, _candidates(project))
        classifier, why = "model", f"its decisions are in {classified}"
    elif not no_llm and pending.count(project):
        answer = _ask_model(project, store, run, number)
        if isinstance(answer, Result):
            return answer
        decisions, why = answer
        classifier = "model" if decisions else "deterministic"
    with files.locked(project.pending):
        batch = _Batch(project, store, decisions)
        _judge_all(batch)
        if not batch.outcomes and not batch.problems:
            return _nothing(project)
        statistics = _statistics(batch)
        _write(batch, run, number, classifier, statistics)
    return _result(batch, statistics, classifier, why)


def prepare(project: Project, *, store_path: str | None = None) -> Result:
    """Write the worksheet that a model decides from: candidates, near-duplicates, conflicts.

    Raises:
        InputError: The project is not on.
    """
    require_on(project)
    pending.divide(project)
    store = PatternStore(store_path or paths.Person().store)
    made = _worksheet(project, store)
    count = len(made["candidates"])
    if not count:
        return Result("No lessons are pending, so there is nothing to classify.", made)
    return Result(
        f"{worksheet.path(project)}: {count} candidate{'s' * (count != 1)}.\n"
        f"Write the decisions to {worksheet.classified_path(project)},\n"
        "then run process_learnings.py --classified with that file.",
        made,
    )


def require_on(project: Project) -> None:
    """Refuse a project that nobody has turned on.

    Raises:
        InputError: It holds no .learnings/.
    """
    if not os.path.isdir(project.learnings):
        raise InputError.at(
            project.learnings,
            "self-learning is not on in this project",
            remedy="turn it on with /self-learning:setup or bootstrap_learnings.py",
        )


def _identity(run_id: str | None, iteration: int | None) -> tuple[str, int]:
    run = run_id or os.environ.get("CLOSEDLOOP_RUN_ID") or text.timestamp()
    if not run_id and not os.environ.get("CLOSEDLOOP_RUN_ID"):
        run = run.replace("-", "").replace(":", "").replace("T", "-").rstrip("Z")
    if not paths.valid_identifier(run):
        raise InputError(
            f"--run-id {text.sanitise(run, 40)}: only letters, digits, '.', '_' and '-', first no '.'"
        )
    number = iteration
    if number is None:
        given = os.environ.get("CLOSEDLOOP_ITERATION", "1")
        number = int(given) if given.isascii() and given.isdecimal() else 1
    return run, number


def _candidates(project: Project) -> set[str]:
    return {worksheet.candidate_id(entry.source) for entry in pending.read_all(project)[0]}


def _worksheet(project: Project, store: PatternStore) -> dict[str, Any]:
    provenance = store.provenance()
    known = [
        _known(pattern, str(provenance.get(pattern.id).get("trigger") or ""))
        for pattern in store.read().patterns
    ]
    return worksheet.write(project, known)


def _known(pattern: Pattern, trigger: str) -> Known:
    return Known(pattern.id, trigger, pattern.summary)


def _ask_model(
    project: Project, store: PatternStore, run: str, number: int
) -> Result | tuple[Decisions, str]:
    """A model's decisions and whence, or none and why; or the result, if its command merged by itself."""
    settings = configuration.settings(project)
    if settings.classifier != "model":
        return {}, "settings.yaml asks for the rules"
    if reason := model_call.unavailable():
        return {}, reason
    if store.path != os.path.abspath(paths.Person().store):
        return {}, "a model is asked for the person's own store only"
    if not _worksheet(project, store)["candidates"]:
        return {}, "no candidate is left to decide on"
    classified = worksheet.classified_path(project)
    if os.path.exists(classified):
        os.unlink(classified)
    failure = model_call.ask(project, run, number, settings.classifier_timeout_s)
    if not pending.count(project) and os.path.exists(project.merge_result):
        _, statistics = merge_result.read(project.merge_result)
        return Result(_sentence(statistics, "model", "its command merged them"), _data(statistics, "model"))
    if failure is not None:
        return {}, failure
    try:
        return worksheet.read_decisions(
            classified, _candidates(project)
        ), f"its decisions were in {classified}"
    except InputError as error:
        return {}, f"the model's decisions can't be used: {error}"


def _judge_all(batch: _Batch) -> None:
    entries, problems = pending.read_all(batch.project)
    for problem in problems:
        if problem.document is not None and all("characters, needs" in one for one in problem.complaints):
            _reject_unread(batch, problem)
        else:
            batch.problems.append(problem)
    for entry in entries:
        outcome = _judge(batch, entry)
        batch.outcomes.append(outcome)
        batch.to_archive.append((entry.path, entry.source, entry.document))


def _reject_unread(batch: _Batch, problem: Problem) -> None:
    """A summary of the wrong length is a lesson without substance, not a damaged file."""
    name = os.path.basename(problem.path)
    document = problem.document or {}
    source = pending.source_of(problem.path, json.dumps(document, sort_keys=True))
    fields = {"rejected_for": quality.VAGUE, "reason": "; ".join(problem.complaints)}
    batch.outcomes.append(_Outcome(name, source, "rejected", fields))
    batch.to_archive.append((problem.path, source, document))


def _judge(batch: _Batch, entry: Entry) -> _Outcome:
    lesson = entry.lesson
    if lesson is None:
        return _Outcome(entry.name, entry.source, "no_learnings", {"reason": entry.reason})
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
        return _Outcome(entry.name, entry.source, "rejected", fields)
    decision = batch.decisions.get(worksheet.candidate_id(entry.source))
    made = worksheet.decided(classify(lesson, batch.project), decision)
    said |= _classification(made)
    if refused := _refusal(lesson, made):
        return _Outcome(
            entry.name, entry.source, "rejected", {**said, "rejected_for": refused[0], "reason": refused[1]}
        )
    if made.scope == TOOLING:
        batch.tooling.append(
            tooling_lessons.lesson_for_export(lesson, made.category, batch.project.name, entry.source)
        )
        return _Outcome(entry.name, entry.source, "tooling", said)
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
    batch: _Batch,
    entry: Entry,
    lesson: Lesson,
    made: Classification,
    said: dict[str, Any],
    decision: dict[str, Any],
) -> _Outcome:
    source = entry.source
    waiting = next((one for one in batch.entries if source in one.sources), None)
    if source in batch.counted or waiting is not None:
        # A run was killed between writing its result and archiving this file.
        return _Outcome(
            entry.name, source, "merged", {**said, "merged_into": waiting.id if waiting else None}
        )
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
        return _Outcome(entry.name, source, "merged", {**said, "merged_into": target.id})
    identifier = batch.next_id()
    made_entry = merge_result.added(identifier, lesson, made, source, batch.project.name)
    made_entry.conflicts_with = conflicts
    if conflicts:
        made_entry.confidence = "low"  # until it is seen which of them holds
        batch.conflicts.append(f"{made.summary} | contradicts {', '.join(conflicts)}")
        said["conflicts_with"] = conflicts
    batch.entries.append(made_entry)
    return _Outcome(entry.name, source, "added", {**said, "merged_into": identifier})


def _named_by_model(batch: _Batch, named: str | None, conflicts: list[str]) -> str | None:
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


def _statistics(batch: _Batch) -> dict[str, int]:
    verdicts = [outcome.verdict for outcome in batch.outcomes]
    limits = configuration.retention(batch.project)
    new = sum(1 for one in batch.entries if one.action == "added")
    return {
        "added": verdicts.count("added"),
        "merged": verdicts.count("merged"),
        "pruned": max(0, batch.size + new - limits.max_patterns),  # what step 9 will have to leave out
        "rejected": verdicts.count("rejected"),
        "closedloop_extracted": verdicts.count("tooling"),
        "no_learnings": verdicts.count("no_learnings"),
        "quarantined": len(batch.problems),
        "conflicts": len(batch.conflicts),
    }


def _write(batch: _Batch, run: str, number: int, classifier: str, statistics: dict[str, int]) -> None:
    project = batch.project
    for problem in batch.problems:
        pending.set_aside(project, problem)
    if not batch.outcomes:
        return
    _write_session(batch, run, number, classifier)
    tooling_lessons.add_pending(project, batch.tooling)
    with files.locked(project.learnings):
        merge_result.write(project.merge_result, batch.entries, statistics)
    by_source = {outcome.source: outcome for outcome in batch.outcomes}
    directory = os.path.join(project.archive, run)
    with files.locked(directory):
        for path, source, document in batch.to_archive:
            _archive(directory, path, document, by_source[source])


def _write_session(batch: _Batch, run: str, number: int, classifier: str) -> None:
    path = batch.project.session_file(run, number)
    rows = [outcome.as_json() for outcome in batch.outcomes]
    with files.locked(os.path.dirname(path)):
        if os.path.exists(path):  # the same iteration was processed before, in part
            earlier = files.read_json(path)
            known = earlier.get("learnings", []) if isinstance(earlier, dict) else []
            new = {row["source"] for row in rows}
            rows = [row for row in known if isinstance(row, dict) and row.get("source") not in new] + rows
        record = {
            "schema_version": 1,
            "run_id": run,
            "iteration": number,
            "project": batch.project.name,
            "classifier": classifier,
            "learnings": rows,
        }
        if found := schema_validation.complaints(record, "learning.schema.json"):
            raise InputError.at(path, f"would not be valid: {'; '.join(found[:3])}")
        files.write_json(path, record)


def _archive(directory: str, path: str, document: dict[str, Any], outcome: _Outcome) -> None:
    """Keep a pending file with its verdict, a credential taken out, and only then let go of it."""
    name = os.path.basename(path)
    verdict = {
        "verdict": outcome.verdict,
        "reason": outcome.fields.get("reason"),
        "merged_into": outcome.fields.get("merged_into"),
        "source": outcome.source,
    }
    content: dict[str, Any] = {**document, "verdict": verdict}
    if outcome.fields.get("rejected_for") == SECRET:
        content = json.loads(json.dumps(content), object_hook=_without_credentials)
    target = os.path.join(directory, name)
    if os.path.exists(target):
        earlier = files.read_json(target)
        if not (isinstance(earlier, dict) and earlier.get("verdict", {}).get("source") == outcome.source):
            target = os.path.join(directory, f"{name.removesuffix('.json')}-{outcome.source[:8]}.json")
    files.write_json(target, content)
    os.unlink(path)


def _without_credentials(values: dict[str, Any]) -> dict[str, Any]:
    def cleaned(value: Any) -> Any:
        if isinstance(value, str):
            return screening.redact(value)
        return [cleaned(one) for one in value] if isinstance(value, list) else value

    return {screening.redact(name): cleaned(value) for name, value in values.items()}


def _nothing(project: Project) -> Result:
    statistics = dict.fromkeys((*merge_result.STATISTICS, "no_learnings", "quarantined", "conflicts"), 0)
    if not os.path.exists(project.merge_result):
        with files.locked(project.learnings):
            merge_result.write(project.merge_result, [], statistics)
    return Result("No lessons are pending.", _data(statistics, "none"), skipped=True)


def _data(statistics: dict[str, int], classifier: str, **more: Any) -> dict[str, Any]:
    return {"stats": statistics, "classifier": classifier, **more}


def _sentence(statistics: dict[str, int], classifier: str, why: str) -> str:
    named = (
        ("added", "added"),
        ("merged", "merged"),
        ("rejected", "rejected"),
        ("closedloop_extracted", "about the tooling"),
        ("no_learnings", "without a lesson"),
        ("quarantined", "unreadable"),
        ("conflicts", "in conflict"),
    )
    counts = (
        ", ".join(f"{statistics[key]} {label}" for key, label in named if statistics.get(key))
        or "nothing new"
    )
    by = "a model" if classifier == "model" else "rules"
    return f"Lessons: {counts}. Classified by {by}: {why}."


def _result(batch: _Batch, statistics: dict[str, int], classifier: str, why: str) -> Result:
    warnings = [
        f"{one.path}: {'; '.join(one.complaints)}; moved to {batch.project.quarantine}"
        for one in batch.problems
    ]
    warnings += [f"conflict: {one}" for one in batch.conflicts]
    lines = [_sentence(statistics, classifier, why)]
    rejected = [outcome for outcome in batch.outcomes if outcome.verdict == "rejected"]
    lines += [
        f"  rejected {one.file}: {one.fields['rejected_for']}; {one.fields['reason']}" for one in rejected
    ]
    data = _data(
        statistics,
        classifier,
        why=why,
        rejected=[{"file": one.file, **one.fields} for one in rejected],
        conflicts=batch.conflicts,
        patterns=[entry.as_json() for entry in batch.entries],
    )
    return Result("\n".join(lines), data, tuple(text.sanitise(one, 400) for one in warnings))
