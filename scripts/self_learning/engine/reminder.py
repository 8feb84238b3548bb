"""The sentence that reminds a review agent to log what it found. Standard library only: a hook calls it."""

from __future__ import annotations

import fnmatch

REVIEW_AGENTS = ("*review*", "*audit*")


def reminder(agent_type: str, review_agents: tuple[str, ...] = REVIEW_AGENTS) -> str | None:
    """What to tell an agent that has finished, or None when it doesn't review.

    Args:
        agent_type: The host's name of it, such as ``code-reviewer`` or ``plugin:code-reviewer``.
        review_agents: Names or ``fnmatch`` patterns, as ``review_agents`` of settings.yaml.
    """
    folded = agent_type.casefold()
    names = (folded, folded.rpartition(":")[2])
    if not any(fnmatch.fnmatchcase(name, one.casefold()) for one in review_agents for name in names):
        return None
    return (
        "Log each finding of this review, so that it is counted: log_finding.py --kind review-finding "
        "--category CATEGORY --severity blocking|warning|nit --file PATH:LINE --finding TEXT "
        "[--pattern NAME] [--suggested-fix TEXT], or append the rows to .claude/review-findings.jsonl."
    )
