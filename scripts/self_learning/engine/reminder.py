"""The sentence that reminds a review agent to log what it found. Standard library only: a hook calls it."""

from __future__ import annotations

import fnmatch
import os

REVIEW_AGENTS = ("*review*", "*audit*")
_LOG = os.path.join(".claude", "review-findings.jsonl")


def is_wanted(workdir: str, since: float | None) -> bool:
    """Whether a review that ends now is to be reminded.

    Only where the engine is in use, because a reminder costs the agent another turn, and only
    if nothing was logged meanwhile.

    Args:
        workdir: The project's.
        since: When the agent started, in seconds since the epoch; None where unknown.
    """
    try:
        logged = os.stat(os.path.join(workdir, _LOG)).st_mtime
    except OSError:
        return os.path.isdir(os.path.join(workdir, ".claude", "patterns"))
    return since is None or logged < since


def reminder(
    agent_type: str, review_agents: tuple[str, ...] = REVIEW_AGENTS, command: str = "log_finding.py"
) -> str | None:
    """What to tell an agent that has finished, or None when it doesn't review.

    Args:
        agent_type: The host's name of it, such as ``code-reviewer`` or ``plugin:code-reviewer``.
        review_agents: Names or ``fnmatch`` patterns, as ``review_agents`` of settings.yaml.
        command: How log_finding.py is called here.
    """
    folded = agent_type.casefold()
    names = (folded, folded.rpartition(":")[2])
    if not any(fnmatch.fnmatchcase(name, one.casefold()) for one in review_agents for name in names):
        return None
    return (
        "Before you go, log each finding of this review, so that it is counted; if you found nothing, "
        f"there is nothing to do. Run for each:\n{command} --kind review-finding "
        "--category security|correctness|convention|completeness|performance --severity blocking|warning|nit "
        "--file PATH:LINE --finding TEXT [--pattern NAME] [--suggested-fix TEXT]\n"
        f"or append it as a JSON line to {_LOG}. Then give your whole answer again: only your last message "
        "is passed on."
    )
