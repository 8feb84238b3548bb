"""minimize-tokens: the tokens that a run's sessions used, subagents included.

The sessions of a run are those that the session-start hook wrote down for it and those that
runs.log names. ``total_tokens`` is everything the API counted: input, output, and the cache's
writes and reads; ``uncached_tokens`` leaves the cache's reads out, which cost a tenth.
"""

from __future__ import annotations

import os

from self_learning import runs, sessions
from self_learning.goals import transcript
from self_learning.goals.measurement import Measurement, Request, judge, unknown

ALIASES = {
    "tokens": "total_tokens",
    "cache_creation_tokens": "cache_creation_input_tokens",
    "cache_read_tokens": "cache_read_input_tokens",
}
METRICS = frozenset({"total_tokens", "uncached_tokens", "messages", *transcript.KINDS, *ALIASES})


def evaluate(request: Request) -> Measurement:
    """Count the tokens of the run's transcripts and hold them against the threshold."""
    named = _sessions(request)
    if not named:
        return unknown(f"neither runs.log nor .learnings/sessions names a session of run {request.run_id}")
    paths: list[str] = []
    for session_id, recorded in named.items():
        if recorded and os.path.isfile(recorded):
            found: str | None = recorded
        else:
            found = transcript.find(session_id, request.project.workdir)
        if found is None:
            # A part of the tokens is not the run's tokens.
            return unknown(f"the transcript of session {session_id} is not there")
        paths += transcript.with_subagents(found)
    usage = transcript.usage(dict.fromkeys(paths))
    if not usage.messages:
        return unknown("the transcripts hold no message with a usage")
    metrics: dict[str, object] = {
        **usage.tokens,
        "total_tokens": sum(usage.tokens.values()),
        "uncached_tokens": sum(usage.tokens.values()) - usage.tokens["cache_read_input_tokens"],
        "messages": usage.messages,
        "sessions": len(named),
        "subagents": len(set(paths)) - len(named),
    }
    if usage.unreadable:
        metrics["unreadable_lines"] = usage.unreadable
    if request.goal.threshold is None:
        return unknown(
            f"{metrics['total_tokens']} tokens in all, but success_criteria have no target", metrics
        )
    return judge(metrics, request.goal.threshold, ALIASES)


def _sessions(request: Request) -> dict[str, str]:
    """The sessions of the run (of its iteration, when one is asked about), with their recorded transcript."""
    found: dict[str, str] = {}
    for row in runs.of_run(runs.read(request.project), request.run_id):
        if row.session_id and request.iteration in (None, row.iteration):
            found[row.session_id] = ""
    for session in sessions.all_of(request.project):
        if session.run_id == request.run_id and request.iteration in (None, session.iteration):
            found[session.session_id] = session.transcript_path
    return found
