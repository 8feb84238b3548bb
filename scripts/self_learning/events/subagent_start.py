"""SubagentStart: the lessons for an agent and its task, at most 15, before its first step."""

from __future__ import annotations

from self_learning import conversations, goal_priority, index, injection, relevance
from self_learning.hook_io import EventError, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from self_learning.index import Index
    from self_learning.paths import Project
    from self_learning.relevance import Work

EVENT = "subagent_start"


def handle(event: dict[str, object], project: Project) -> dict[str, object] | None:
    """The hook's answer, or None."""
    agent_type = event.get("agent_type")
    if not isinstance(agent_type, str):
        return None
    agent = conversations.identify(event) if "agent_id" in event else None
    if agent is not None and conversations.has_started(project, agent):
        # Spoken to again: Claude Code runs this hook but drops its text, so nothing is shown.
        return None
    answer = _lessons(event, project, agent_type)
    if answer is None and agent is not None:
        conversations.note_start(project, agent, event)
    return answer


def _lessons(event: dict[str, object], project: Project, agent_type: str) -> dict[str, object] | None:
    """The lessons for an agent that starts, or None when none fits."""
    task = conversations.take_task(project, event, agent_type)
    found = injection.open_index(project, EVENT)
    every = found.all_facts()
    positions = [
        position for position, facts in enumerate(every) if injection.holds(facts, project, agent_type)
    ]
    if not positions:
        return None
    method, work, ranked = _rank(found, positions, agent_type, task, project)
    chosen = _keep_places(found, ranked)
    order = goal_priority.load(project)
    chosen.sort(
        key=lambda pair: order.index(str(found.facts(pair[0])[index.CATEGORY]))
    )  # stable: keeps ranks
    return injection.show(
        project, EVENT, event, found, chosen, method=method, work=work, target=task or agent_type
    )


def _rank(
    found: Index, positions: list[int], agent_type: str, task: str, project: Project
) -> tuple[str, Work, list[tuple[int, float]]]:
    """What the lessons are ranked by, the work behind it, and position and score of each that fits."""
    work = relevance.work_terms(prose=task)
    if relevance.is_telling(work):
        scores = relevance.scores(found.postings, work)
        best = max((scores.get(position, 0.0) for position in positions), default=0.0)
        needed = max(injection.TASK_THRESHOLD, injection.least_beside(best))
        ranked = []
        for position in positions:
            applies_to = found.facts(position)[index.APPLIES_TO]
            for_this_agent = isinstance(applies_to, list) and injection.named(applies_to, agent_type)
            score = scores.get(position, 0.0)
            if score >= needed or for_this_agent:
                ranked.append((position, score))
        ranked.sort(key=lambda pair: (-pair[1], pair[0]))
        return "task", work, ranked
    work = relevance.work_terms(path_list=_changed_files(project))
    if work:
        scores = relevance.scores(found.postings, work)
        ranked = [(position, scores.get(position, 0.0)) for position in positions]
        ranked.sort(key=lambda pair: (-pair[1], pair[0]))
        return "changed-files", work, ranked
    # The index is in the store's order: by confidence, then by what the evidence is worth.
    return "confidence", work, [(position, 0.0) for position in positions]


def _changed_files(project: Project) -> list[str]:
    try:
        with open(project.changed_files, "rb") as file:
            value = parse(file.read(1_000_000).decode("utf-8"))
    except (OSError, ValueError, EventError):
        return []
    return [path for path in value if isinstance(path, str)][:200] if isinstance(value, list) else []


def _keep_places(found: Index, ranked: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The best, with at least two places for lessons that nobody has tried yet."""

    def untested(pair: tuple[int, float]) -> bool:
        return bool(found.facts(pair[0])[index.UNTESTED])

    chosen = ranked[: injection.AT_MOST_AT_START]
    missing = injection.UNTESTED_PLACES - sum(map(untested, chosen))
    waiting = [pair for pair in ranked[injection.AT_MOST_AT_START :] if untested(pair)][: max(0, missing)]
    for pair in waiting:
        for position in range(len(chosen) - 1, -1, -1):
            if not untested(chosen[position]):
                del chosen[position]
                break
        chosen.append(pair)
    return chosen
