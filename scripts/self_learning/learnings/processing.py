"""Step 8: have the pending lessons judged, write what was decided, and say it.

The order of writing makes it safe to be killed anywhere: first the session's record and the
lessons about the tooling, then merge-result.json, and only then do the pending files move to
the archive. Whatever was not archived is judged again, and a capture that is in the
merge-result or in the store already is not counted a second time.
"""

from __future__ import annotations

import json
import os
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
from self_learning.learnings import merge_result, model_call, worksheet
from self_learning.learnings.judging import SECRET, Batch, judge, known_pattern
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from self_learning.learnings.judging import Outcome
    from self_learning.learnings.worksheet import Decisions
    from self_learning.paths import Project


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
        batch = Batch(project, store, decisions)
        judge(batch)
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
        number = int(given) if given.isascii() and given.isdecimal() and len(given) <= 9 else 1
    return run, number


def _candidates(project: Project) -> set[str]:
    return {worksheet.candidate_id(entry.source) for entry in pending.read_all(project)[0]}


def _worksheet(project: Project, store: PatternStore) -> dict[str, Any]:
    provenance = store.provenance()
    known = [
        known_pattern(pattern, str(provenance.get(pattern.id).get("trigger") or ""))
        for pattern in store.read().patterns
    ]
    return worksheet.write(project, known)


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


def _statistics(batch: Batch) -> dict[str, int]:
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


def _write(batch: Batch, run: str, number: int, classifier: str, statistics: dict[str, int]) -> None:
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


def _write_session(batch: Batch, run: str, number: int, classifier: str) -> None:
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


def _archive(directory: str, path: str, document: dict[str, Any], outcome: Outcome) -> None:
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


def _result(batch: Batch, statistics: dict[str, int], classifier: str, why: str) -> Result:
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
