"""What the steps know, put onto the log's rows: relevance (3), the goal's outcome (5), the build's (7).

Each step can run again: the same result changes no byte, and a later result for the same run
and iteration takes the earlier one's place.
"""

from __future__ import annotations

import dataclasses
import math
import os
from typing import TYPE_CHECKING, Any

from self_learning import files, outcomes, schema_validation, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.matching import Resolver
from self_learning.outcomes import Changed, Goal, Relevance, Row
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from self_learning.paths import Project


def merge_relevance(project: Project, relevance_file: str, store_path: str) -> Result:
    """Step 3: give each row the relevance of the pattern that it resolves to.

    A row that has none gets one. A row that has one gets the new one only if it belongs to
    the log's latest iteration, which is what the scores were computed for; earlier
    iterations keep what was true for them.

    Args:
        project: Whose log.
        relevance_file: What step 2 wrote.
        store_path: The pattern store.

    Raises:
        InputError: A file can't be read or holds something else.
    """
    document = _read_valid(relevance_file, "relevance-scores.schema.json")
    if not all(math.isfinite(entry["score"]) for entry in document):
        raise InputError.at(relevance_file, "a score is not a finite number", remedy="run step 2 again")
    scores = {entry["pattern_id"]: Relevance(float(entry["score"]), entry["method"]) for entry in document}
    contents = PatternStore(store_path).read()
    resolver = Resolver(contents.patterns)
    latest = _latest(project)
    unresolved = 0

    def enrich(row: Row) -> Row:
        nonlocal unresolved
        match = resolver.resolve(row.pattern)
        if match is None:
            unresolved += 1
            return row
        score = scores.get(match.pattern.id)
        if score is None or (row.relevance is not None and (row.run_id, row.iteration) != latest):
            return row
        return dataclasses.replace(row, relevance=score)

    changed = outcomes.rewrite(project, enrich)
    return _result(project, "Relevance", changed, unresolved=unresolved)


def merge_goal_outcome(project: Project, outcome_file: str | None = None) -> Result:
    """Step 5: give the rows of a run's iteration the outcome of its goal.

    An outcome that names its iteration concerns that iteration alone. One that doesn't
    concerns the run's latest iteration in the log, and rows of the run that have no goal yet.

    Args:
        project: Whose log.
        outcome_file: What step 4 wrote; by default W/.learnings/goal-outcome.json.

    Raises:
        InputError: A file can't be read or holds something else.
    """
    path = outcome_file or project.goal_outcome
    if outcome_file is None and not os.path.exists(path):
        return Result("No goal was evaluated; nothing to merge.", {"changed": 0}, skipped=True)
    document = _read_valid(path, "goal-outcome.schema.json")
    if document["success"] is None:
        why = f" ({document['details']})" if isinstance(document.get("details"), str) else ""
        return Result(
            f"Goal {document['goal']} could not be measured{why}; no row was changed.",
            {"changed": 0, "success": None},
            skipped=True,
        )
    score = document.get("score")
    if score is not None and not math.isfinite(score):
        raise InputError.at(path, "score is not a finite number", remedy="run step 4 again")
    goal = Goal(document["goal"], bool(document["success"]), score)
    run_id = document["run_id"]
    iteration = document.get("iteration")
    only_this = iteration is not None
    if not only_this:
        iteration = _latest(project, run_id)[1]

    def enrich(row: Row) -> Row:
        if row.run_id != run_id:
            return row
        if row.iteration == iteration or (not only_this and row.goal is None):
            return dataclasses.replace(row, goal=goal)
        return row

    met = "met" if goal.success else "missed"
    return _result(project, f"Goal {goal.name} {met}", outcomes.rewrite(project, enrich))


def merge_build_result(project: Project) -> Result:
    """Step 7: give the rows of an agent, run and iteration the result of their build.

    A validator that looked at the work of several agents names them all in ``agents``.

    Raises:
        InputError: A file can't be read or holds something else.
    """
    path = project.build_result
    if not os.path.exists(path):
        return Result("No build result; nothing to merge.", {"changed": 0}, skipped=True)
    document = _read_valid(path, "build-result.schema.json")
    agents = {document["agent"], *document.get("agents", ())}
    validated = (document["run_id"], document["iteration"])
    passed = document["status"] == "passed"

    def enrich(row: Row) -> Row:
        if row.agent not in agents or (row.run_id, row.iteration) != validated:
            return row
        return dataclasses.replace(row, build_passed=passed)

    whose = f"{document['agent']}, iteration {document['iteration']}"
    return _result(project, f"Build {document['status']} ({whose})", outcomes.rewrite(project, enrich))


def _read_valid(path: str, schema: str) -> Any:
    """A step's hand-over file, checked against its schema."""
    document = files.read_json(path)
    complaints = schema_validation.complaints(document, schema)
    if complaints:
        raise InputError.at(path, complaints[0], remedy="run the step that writes it again")
    return document


def _latest(project: Project, run_id: str | None = None) -> tuple[str, int]:
    """The run and iteration that the log began last, of one run or of all."""
    seen: dict[tuple[str, int], None] = {}
    for row in outcomes.stream(project.outcomes_log):
        if run_id is None or row.run_id == run_id:
            seen[(row.run_id, row.iteration)] = None
    return next(reversed(seen), ("", -1))


def _result(project: Project, what: str, changed: Changed, unresolved: int = 0) -> Result:
    if not changed.rows and not changed.quarantined:
        return Result("The outcomes log has no rows yet; nothing to merge.", {"changed": 0}, skipped=True)
    message = f"{what}: {changed.count} of {text.counted(changed.rows, 'row')} of the outcomes log changed."
    data = {"changed": changed.count, "rows": changed.rows, "quarantined": changed.quarantined}
    if unresolved:
        message += f" {unresolved:,} {'names' if unresolved == 1 else 'name'} no known pattern."
        data["unresolved"] = unresolved
    return Result(message, data, outcomes.warnings(project, changed.quarantined))
