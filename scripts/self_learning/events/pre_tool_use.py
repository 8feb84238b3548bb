"""PreToolUse: the lessons that fit a command, or a file's path and new content.

A call of a subagent gets nothing; its task is kept for SubagentStart, which isn't told it.
"""

from __future__ import annotations

import os

from self_learning import conversations, index, injection, languages, relevance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from self_learning.index import Facts, Index
    from self_learning.paths import Project
    from self_learning.programs import Command

EVENT = "pre_tool_use"


def handle(event: dict[str, object], project: Project) -> dict[str, object] | None:
    """The hook's answer, or None."""
    tool = event.get("tool_name")
    given = event.get("tool_input")
    if not isinstance(given, dict):
        return None
    if tool in ("Agent", "Task"):
        _remember(event, given, project)
        return None
    if tool == "Bash":
        return _for_command(event, given, project)
    path, content = _written(tool, given)
    return _for_file(event, path, content, project) if path else None


def _remember(event: dict[str, object], given: dict[str, object], project: Project) -> None:
    agent_type = given.get("subagent_type") or "general-purpose"
    pieces = [given.get("description"), given.get("prompt")]
    task = "\n".join(piece for piece in pieces if isinstance(piece, str))
    if isinstance(agent_type, str):
        conversations.remember_task(project, event, agent_type, task)


def _for_command(
    event: dict[str, object], given: dict[str, object], project: Project
) -> dict[str, object] | None:
    from self_learning import programs

    command = given.get("command")
    if not isinstance(command, str) or programs.only_looks(command[: relevance.COMMAND_LIMIT]):
        return None
    said = programs.Command(command[: relevance.COMMAND_LIMIT])
    work = relevance.work_terms(command=command)
    if not work:
        return None
    agent_type = _agent_type(event)
    found = injection.open_index(project, EVENT)
    unfit = unfit_for_command(found, said)

    def may_show(facts: Facts, position: int) -> bool:
        return not unfit(facts, position) and injection.holds(facts, project, agent_type)

    known = injection.known_ids(project, event)
    chosen = injection.choose(found, may_show, work, injection.COMMAND_THRESHOLD, known, weak=True)
    return injection.show(project, EVENT, event, found, chosen, method="command", work=work, target=command)


def unfit_for_command(found: Index, said: Command) -> Callable[[Facts, int], str]:
    """What tells why a lesson with these facts, at this position, is not for a command; nothing if it is."""
    from self_learning import ecosystems, programs

    named = _positions(found, said.programs)
    meant = _positions(found, [*programs.told(said), *programs.purposes(said)])
    tools = ecosystems.of_tools(said.programs)
    elsewhere = _about_another_use(found, said)

    def unfit(facts: Facts, position: int) -> str:
        own = index.texts(facts[index.ECOSYSTEMS])
        if not facts[index.ON_COMMANDS]:
            return "it is not about running anything"
        if position not in meant and tools.isdisjoint(own):
            return "it shares only words of the arguments"
        if position in elsewhere:
            return "it is about another use of that program"
        if own and position not in named and said.ecosystems.isdisjoint(own):
            return f"it is about the tools of {', '.join(own)}"
        return ""

    return unfit


def unfit_for_file(facts: Facts, language: str | None) -> str:
    """Why a lesson with these facts is not for a file in a language; nothing if it is."""
    about, tools = index.texts(facts[index.LANGUAGES]), index.texts(facts[index.ECOSYSTEMS])
    return "" if index.fits_file(about, tools, language) else f"it is about {', '.join(about or tools)}"


def _positions(found: Index, words: list[str]) -> set[int]:
    """The positions of the lessons that have any of some words."""
    terms: dict[str, float] = {}
    relevance.add_words(terms, " ".join(words), 1.0)
    postings = [found.postings.get(term) for term in terms]
    return {position for posting in postings if posting is not None for position in posting[1]}


def _about_another_use(found: Index, said: Command) -> set[int]:
    """The positions of the lessons on something else that the command's programs do."""
    from self_learning import programs

    about: set[int] | None = None
    for own, others in programs.other_uses(said):
        elsewhere = _positions(found, others) - _positions(found, own)
        about = elsewhere if about is None else about & elsewhere
    return about or set()


def _for_file(
    event: dict[str, object], path: str, content: str, project: Project
) -> dict[str, object] | None:
    inside = os.path.relpath(path, project.workdir) if os.path.isabs(path) else path
    if inside.replace("\\", "/").startswith(".learnings/"):
        return None  # an agent leaves a lesson
    found = injection.open_index(project, EVENT)
    if not len(found):
        return None
    language = languages.language_of(path, content)
    agent_type = _agent_type(event)

    def may_show(facts: Facts, _position: int) -> bool:
        return not unfit_for_file(facts, language) and injection.holds(facts, project, agent_type)

    work = relevance.work_terms(path=inside, code=content, language=language)
    known = injection.known_ids(project, event)
    chosen = injection.choose(
        found, may_show, work, injection.CONTENT_THRESHOLD, known, rise=injection.CONTENT_RISE
    )
    return injection.show(project, EVENT, event, found, chosen, method="content", work=work, target=inside)


def _written(tool: object, given: dict[str, object]) -> tuple[str, str]:
    """The path and the new text of a call that writes; both empty for other tools."""
    names = {
        "Write": ("file_path", "content"),
        "Edit": ("file_path", "new_string"),
        "MultiEdit": ("file_path", ""),
        "NotebookEdit": ("notebook_path", "new_source"),
    }.get(tool if isinstance(tool, str) else "")
    if names is None:
        return "", ""
    path = given.get(names[0])
    content = given.get(names[1])
    edits = given.get("edits")
    if tool == "MultiEdit" and isinstance(edits, list):
        texts = [edit.get("new_string") for edit in edits if isinstance(edit, dict)]
        content = "\n".join(text for text in texts if isinstance(text, str))
    if not isinstance(path, str):
        return "", ""
    return path, content if isinstance(content, str) else ""


def _agent_type(event: dict[str, object]) -> str | None:
    agent_type = event.get("agent_type")
    return agent_type if isinstance(agent_type, str) else None
