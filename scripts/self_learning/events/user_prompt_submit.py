"""UserPromptSubmit: the lessons that fit what the person asks the main agent."""

from __future__ import annotations

from self_learning import injection, relevance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from self_learning.paths import Project

EVENT = "user_prompt_submit"

# Not written by a person, and our own commands, which must not be led by what they work on.
_IGNORED = ("<task-notification>", "/self-learning:")


def handle(event: dict[str, object], project: Project) -> dict[str, object] | None:
    """The hook's answer, or None."""
    prompt = event.get("prompt")
    if not isinstance(prompt, str) or prompt.lstrip().startswith(_IGNORED):
        return None
    work = relevance.work_terms(prose=prompt)
    if not work:
        return None
    found = injection.open_index(project, EVENT)
    known = injection.known_ids(project, event)
    chosen = injection.choose(
        found,
        lambda facts, _position: injection.holds(facts, project, None),
        work,
        injection.PROMPT_THRESHOLD,
        known,
        weak=True,
    )
    return injection.show(project, EVENT, event, found, chosen, method="prompt", work=work, target=prompt)
