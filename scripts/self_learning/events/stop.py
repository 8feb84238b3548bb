"""Stop: records what the main agent used; never blocks and prints nothing.

The event comes after each of the person's prompts, and once more when a background agent has
finished.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from self_learning import conversations, hook_io, sessions, usage
from self_learning.acknowledgments import Report
from self_learning.paths import Person

if TYPE_CHECKING:
    from self_learning.paths import Project

EVENT = "stop"
MAIN_AGENT = "main"  # its name in the logs; the host has none for it


def handle(event: dict[str, object], project: Project) -> None:
    """Record the event.

    Raises:
        InputError: The event names no usable session, or a file can't be written.
        LockTimeoutError: The lock could not be had.
    """
    session = sessions.of_event(project, event)
    given = event.get("last_assistant_message")
    message = given if isinstance(given, str) else ""
    conversation = usage.Conversation(session.session_id, MAIN_AGENT, session)
    with usage.locked(project):
        state = usage.load(project, session.session_id)
        state.report = usage.heard(message)
        shown = usage.shown(project, session.session_id)
        used = usage.resolve(state.report, shown, Person().store)
        if used.fault:
            hook_io.log(project, EVENT, used.fault)
        usage.write_rows(
            project,
            conversation,
            state,
            used=used,
            shown=shown,
            turn=_turn(event, message),
            always=False,
        )
        state.report = Report()
        state.settled = True
        usage.save(project, session.session_id, state)
    conversations.drop_tasks(project, session.session_id, "")


def _turn(event: dict[str, object], message: str) -> str:
    """What tells this turn from the session's others: the prompt's id, else what was answered."""
    prompt_id = event.get("prompt_id")
    if isinstance(prompt_id, str) and 0 < len(prompt_id) <= 128:
        return prompt_id
    return hashlib.sha256(message.encode("utf-8", "surrogatepass")).hexdigest()[:16]
