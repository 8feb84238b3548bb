"""Whom and what to believe: contributors, signatures, and the screening of every text let in."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from self_learning import screening, text
from self_learning.org.shared_files import RefusedFile, Source

if TYPE_CHECKING:
    from self_learning.org.clone import Clone
    from self_learning.org.contribution import SharedPattern
    from self_learning.org.remote import Agreement

_CLOCKS_DIFFER = timedelta(days=1)
FUTURE = "is dated in the future"
SECRET = "holds a credential"  # noqa: S105 - the reason's name


def untrusted_files(
    clone: Clone, commit: str, folder: str, sources: list[Source], settings: Agreement, own: str
) -> list[RefusedFile]:
    """The contributions that the ``trust:`` settings don't let in; one's own are always let in.

    Args:
        clone: For signatures.
        commit: The shared branch's newest commit.
        folder: The organisation's.
        sources: All contributions.
        settings: ``contributors`` lists who is believed, none for everybody; with
            ``signed_commits`` the commit that brought a file's present content must carry a
            signature that git verifies with the person's own keys.
        own: The person's keyed hash.
    """
    refused = []
    others = [source for source in sources if source.contribution.identity != own]
    if settings.contributors:
        listed = set(settings.contributors)
        for source in others:
            name = source.contribution.contributor
            if name not in listed:
                refused.append(
                    RefusedFile(
                        source.path, source.blob, f"{name} is not in trust.contributors of settings.yaml"
                    )
                )
    if settings.signed_commits:
        changes = clone.changes(commit, folder, [source.path for source in others], complete=True)
        good: dict[str, bool] = {}
        already = {one.path for one in refused}
        for source in others:
            if source.path in already:
                continue
            change = changes.get(source.path)
            if change is None or not change.exact:
                reason = "the commit it came with can't be found, so its signature can't be verified"
            else:
                if change.commit not in good:
                    good[change.commit] = clone.is_signed(change.commit)
                if good[change.commit]:
                    continue
                reason = "its commit has no signature that git can verify (trust.require_signed_commits)"
            refused.append(RefusedFile(source.path, source.blob, reason))
    return refused


def is_of_the_future(pattern: SharedPattern) -> bool:
    """Whether a pattern has a date that no clock can have shown yet, give or take a day."""
    return max(pattern.created_at, pattern.updated_at) > text.timestamp(
        datetime.now(timezone.utc) + _CLOCKS_DIFFER
    )


def objection(pattern: SharedPattern, *, accepted: bool = False) -> str | None:
    """Why a pattern must not be let in or passed on, or None.

    Args:
        pattern: It; every text of it is looked at.
        accepted: A person looked at it and took it all the same. That helps against the
            suspicion that it instructs its reader, not against a credential or a date to come.
    """
    texts = (
        pattern.trigger,
        pattern.summary,
        " ".join((*pattern.applies_to, *pattern.context, pattern.repo)),
    )
    for one in texts:
        if (kind := _secret(one)) is not None:
            return f"{SECRET}: {kind}"  # before all else: what has another fault alone is shown
    if is_of_the_future(pattern):
        return FUTURE
    if accepted:
        return None
    for one in texts:
        if (reason := _instruction(one)) is not None:
            return f"reads as an instruction to whoever reads it: {reason}"
    return None


@functools.lru_cache(maxsize=20_000)
def _secret(line: str) -> str | None:
    return screening.find_secret(line) if line else None


@functools.lru_cache(maxsize=20_000)
def _instruction(line: str) -> str | None:
    return screening.instruction_to_reader(line) if line else None
