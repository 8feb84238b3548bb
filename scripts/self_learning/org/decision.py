"""Let the person look at what a pull refused, and take it or leave it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.org import remote, trust
from self_learning.org.clone import Clone
from self_learning.org.quarantine import Quarantine
from self_learning.paths import Person

if TYPE_CHECKING:
    from self_learning.org.quarantine import Refusal
    from self_learning.paths import Project


def command(project: Project, action: str, identifiers: list[str], *, org_repo: str | None = None) -> Result:
    """Look at what was refused, or decide about it.

    Args:
        project: For the settings that name the shared repository.
        action: ``list``, ``accept`` or ``reject``.
        identifiers: Of the entries; none for ``list``.
        org_repo: URL of the shared repository, in place of the configured one.

    Raises:
        InputError: There is no such entry, or it can't be accepted.
    """
    where = remote.remote(org_repo, remote.agreement(project), project)
    clone = Clone(os.path.join(Person().organisation_clone, where.digest), where.url)
    quarantine = Quarantine(clone.directory)
    if action == "list":
        if identifiers:
            raise InputError("--quarantine list: takes no ids")
        entries = quarantine.read()
        return Result(_listing(clone, entries), [entry._asdict() for entry in entries])
    if action not in ("accept", "reject") or not identifiers:
        raise InputError("--quarantine: give list, or accept or reject and the ids that list shows")
    with clone.held():
        chosen = quarantine.find(identifiers)
        for entry in chosen:
            if action == "accept" and not (
                entry.key or "trust." in entry.reason or "signature" in entry.reason
            ):
                raise InputError(
                    f"--quarantine accept: {entry.path} {entry.reason}; there is nothing in it to take"
                )
            if action == "accept" and entry.reason.startswith((trust.SECRET, trust.FUTURE)):
                raise InputError(f"--quarantine accept: {entry.path} {entry.reason}; that is never taken")
        quarantine.decide(chosen, f"{action}ed")
    verb = (
        "Accepted; the next pull takes it" if action == "accept" else "Rejected; pull won't mention it again"
    )
    return Result(
        "\n".join(f"{verb}: {entry.path} {entry.excerpt}".rstrip() for entry in chosen),
        [{**entry._asdict(), "decision": f"{action}ed"} for entry in chosen],
    )


def _listing(clone: Clone, entries: list[Refusal]) -> str:
    if not entries:
        return "The quarantine is empty."
    lines = []
    for entry in entries:
        lines += [
            f"{entry.id}  {entry.path}" + (f"  [{entry.decision}]" if entry.decision else ""),
            f"    {entry.reason}",
            f"    by {entry.author or 'unknown'}, commit {entry.commit or 'unknown'}",
        ]
        if entry.excerpt:
            lines.append(f"    it says: {entry.excerpt}")
    lines += [
        f"Whole file: git --git-dir {clone.repository} show <commit>:<path>",
        "Decide with --quarantine accept ID or --quarantine reject ID.",
    ]
    return "\n".join(lines)
