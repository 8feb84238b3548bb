"""SubagentStop: records what a subagent used, and sends back a learning agent that left nothing.

An agent on the ``learning_agents`` list owes a word on what it was shown and a lesson, or the
reason for having none; it is sent back for them at most twice. All others are only recorded.
Rows are written when the agent really goes, so that being sent back counts nothing twice.
"""

from __future__ import annotations

import json
import os
import shlex
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from self_learning import (
    build_verdicts,
    configuration,
    conversations,
    enforcement,
    environment,
    files,
    hook_io,
    sessions,
    text,
    transcripts,
    usage,
)
from self_learning.acknowledgments import Report
from self_learning.engine.reminder import is_wanted, reminder
from self_learning.errors import InputError, SelfLearningError
from self_learning.paths import Person

if TYPE_CHECKING:
    from self_learning.configuration import Settings
    from self_learning.paths import Project

EVENT = "subagent_stop"
_AGENT_LIMIT = 128


def handle(event: dict[str, object], project: Project) -> dict[str, object] | None:
    """Answer the event: a request to go on, or nothing.

    Raises:
        InputError: The event names no usable session or agent, or a file can't be written.
        LockTimeoutError: The lock could not be had.
    """
    agent_id, agent_type = event.get("agent_id"), event.get("agent_type")
    if not isinstance(agent_id, str):
        raise InputError("the event names no agent")
    usage.state_path(project, agent_id)  # refuses an id that can't be part of a file name, before any write
    agent = text.sanitise(agent_type, _AGENT_LIMIT) if isinstance(agent_type, str) else ""
    agent = agent or "subagent"
    message = event.get("last_assistant_message")
    conversation = usage.Conversation(agent_id, agent, sessions.of_event(project, event))
    settings = _settings(project)
    transcript = event.get("agent_transcript_path")
    transcript_path = transcript if isinstance(transcript, str) else None
    with usage.locked(project):
        answer = _settle(
            project,
            conversation,
            message if isinstance(message, str) else "",
            transcript_path,
            settings,
        )
    if answer is None:
        _time(project, conversation, transcript_path)
        _build_verdict(project, conversation, settings, message)
    conversations.drop_tasks(project, conversation.session.session_id, agent_id)
    return answer


def _settle(
    project: Project,
    conversation: usage.Conversation,
    message: str,
    transcript_path: str | None,
    settings: Settings,
) -> dict[str, object] | None:
    """Send the agent back, or write its rows."""
    agent_id, agent, session = conversation
    enforced = configuration.names_agent(settings.learning_agents, agent)
    state = usage.load(project, agent_id)
    state.report = state.report.joined(usage.heard(message))
    shown = usage.shown(project, agent_id)
    used = usage.resolve(state.report, shown, Person().store)
    if used.fault:
        hook_io.log(project, EVENT, used.fault)
    asked = None if state.reminded or state.settled else _reminder(project, agent, settings, transcript_path)
    if asked is not None:
        state.reminded = True
        state.returned += 1  # twice in all, whatever the reasons
        usage.save(project, agent_id, state)
        return {"decision": "block", "reason": asked}
    evidence = []
    if enforced:
        lesson = enforcement.lesson_of(project, agent, agent_id, transcript_path)
        owed = enforcement.missing(state.report, shown=shown, recognised=bool(used.applied), lesson=lesson)
        if owed and not state.settled and state.returned < enforcement.RETURNS:
            state.returned += 1
            usage.save(project, agent_id, state)
            return {
                "decision": "block",
                "reason": enforcement.request(project, agent, agent_id, shown, owed, used.unknown),
            }
        if lesson.is_valid and lesson.path:
            evidence.append(f"lesson: {os.path.basename(lesson.path)}")
        if owed and not state.settled:
            enforcement.note_failure(project, agent, agent_id, session.run_id, session.iteration, owed)
            hook_io.log(project, EVENT, f"{agent} {agent_id} left with {owed.summary()}")
            evidence.append(f"left with {owed.summary()}")
    usage.write_rows(
        project,
        conversation,
        state,
        used=used,
        shown=shown,
        turn=str(len(state.turns)),
        evidence="; ".join(evidence),
    )
    state.settled = True
    state.report = Report()
    usage.save(project, agent_id, state)
    return None


def _reminder(project: Project, agent: str, settings: Settings, transcript_path: str | None) -> str | None:
    """What a review agent is asked, once, where the learning engine is in use."""
    command = [os.path.join(environment.ROOT, "scripts", name) for name in ("python.sh", "log_finding.py")]
    data = os.environ.get("CLAUDE_PLUGIN_DATA")
    if data:
        command[1:1] = ["--data", data]
    asked = reminder(agent, settings.review_agents, shlex.join(command))
    started = transcripts.first_moment(transcript_path)
    if asked is None or not is_wanted(project.workdir, started.timestamp() if started else None):
        return None
    return asked


def _settings(project: Project) -> Settings:
    """The project's settings, or the defaults when they can't be had: a hook goes on."""
    try:
        return configuration.settings(project)
    except (SelfLearningError, ImportError) as error:
        hook_io.log(project, EVENT, f"{error}; going on with the default settings")
        return configuration.Settings()


def _build_verdict(
    project: Project, conversation: usage.Conversation, settings: Settings, message: object
) -> None:
    """Hand a build validator's verdict to step 7."""
    if not configuration.names_agent(settings.build_agents, conversation.agent):
        return
    status = build_verdicts.verdict(message) if isinstance(message, str) else None
    if status is None:
        hook_io.log(project, EVENT, f"{conversation.agent} gave no verdict on the build that can be read")
        return
    session = conversation.session
    build_verdicts.write(
        project, status, run_id=session.run_id, iteration=session.iteration, validator=conversation.agent
    )


def _time(project: Project, conversation: usage.Conversation, transcript_path: str | None) -> None:
    """Note in perf.jsonl how long the agent took, by its own transcript."""
    started = transcripts.first_moment(transcript_path)
    if started is None:
        return
    ended = datetime.now(timezone.utc)
    row = {
        "event": "agent",
        "run_id": conversation.session.run_id,
        "iteration": conversation.session.iteration,
        "step": None,
        "step_name": conversation.agent,
        "agent_id": conversation.identifier,
        "started_at": text.timestamp(started),
        "ended_at": text.timestamp(ended),
        "duration_s": round(max(0.0, (ended - started).total_seconds()), 3),
        "exit_code": 0,
        "skipped": False,
    }
    files.append(project.perf_log, [json.dumps(row)])
