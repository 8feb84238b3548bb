"""Where the team shares: the organisation's id, the repository's URL, the project's name there.

Import of anything that reads YAML is put off: a pull with nothing new must cost little more
than git itself.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from self_learning.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.paths import Project

_NAME_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


class Agreement(NamedTuple):
    """What settings.yaml says about sharing."""

    org_id: str | None = None
    org_repo: str | None = None
    project_name: str | None = None
    contributor: str | None = None
    signed_commits: bool = False
    contributors: tuple[str, ...] = ()


class Remote(NamedTuple):
    """A shared repository, and the organisation's part of it."""

    organisation: str
    url: str

    @property
    def shown(self) -> str:
        """The URL without a password, for messages."""
        return masked(self.url)

    @property
    def digest(self) -> str:
        """What names the local clone."""
        from hashlib import sha256

        return sha256(f"{self.url}\0{self.organisation}".encode("utf-8", "surrogateescape")).hexdigest()[:16]

    @property
    def folder(self) -> str:
        """The organisation's directory in the shared repository."""
        return f"learnings/{self.organisation}"


def masked(url: str) -> str:
    """A URL without the user name and password that may stand in it."""
    scheme, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    if not mark or "@" not in authority:
        return url
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


def agreement(project: Project) -> Agreement:
    """What the project's settings.yaml says about sharing; everything has a default.

    Raises:
        InputError: The file can't be read, or a key or value is wrong.
    """
    if not os.path.exists(project.settings_file):
        return Agreement()
    from self_learning import configuration

    found = configuration.settings(project)
    return Agreement(
        found.org_id,
        found.org_repo,
        found.project_name,
        found.contributor,
        found.trust.require_signed_commits,
        found.trust.contributors,
    )


def remote(
    option: str | None, settings: Agreement, project: Project, environ: Mapping[str, str] = os.environ
) -> Remote:
    """The shared repository that the option, the environment or the settings name, in that order.

    Args:
        option: What was given with ``--org-repo``.
        settings: Of the project.
        project: For messages.
        environ: Read for ``CLAUDE_ORG_ID`` and ``CLAUDE_ORG_REPO``.

    Raises:
        InputError: One is missing, or can't be used; the message says how to set it.
    """
    organisation = environ.get("CLAUDE_ORG_ID") or settings.org_id
    if not organisation:
        raise InputError(
            "CLAUDE_ORG_ID is not set; export CLAUDE_ORG_ID=<your team's name>, "
            f"or write org_id: <name> into {project.settings_file}"
        )
    if not _is_name(organisation):
        raise InputError(
            f"CLAUDE_ORG_ID: {organisation[:80]!r} can't name a directory; "
            "use letters, digits, '.', '_' and '-', not first a '.' or '-'"
        )
    if option is not None and not option.strip():  # an unset variable must not lead to another repository
        raise InputError("--org-repo is empty; give the shared repository's URL, or leave the option out")
    url = (option or environ.get("CLAUDE_ORG_REPO", "")).strip() or settings.org_repo
    if not url:
        raise InputError(
            "the shared repository is not known; give --org-repo URL, export CLAUDE_ORG_REPO=URL, "
            f"or write org_repo: URL into {project.settings_file}"
        )
    return Remote(organisation, _checked(url))


def project_name(option: str | None, settings: Agreement, project: Project) -> str:
    """The project's name in the shared repository.

    Args:
        option: What was given with ``--project``.
        settings: Of the project.
        project: Its repository's name is the default; what can't stand in a path becomes ``-``.

    Raises:
        InputError: The given name can't name a directory.
    """
    given = option or settings.project_name
    if given:
        if not _is_name(given):
            raise InputError(
                f"--project: {given[:80]!r} can't name a directory; "
                "use letters, digits, '.', '_' and '-', not first a '.' or '-'"
            )
        return given
    made = "".join(character if character in _NAME_CHARACTERS else "-" for character in project.name[:128])
    return made.lstrip(".-") or "project"


def _is_name(name: str) -> bool:
    return 0 < len(name) <= 128 and name[0] not in ".-" and _NAME_CHARACTERS.issuperset(name)


def _checked(url: str) -> str:
    """Refuse what git would take for an option or for a program to run; make a path absolute."""
    remedy = "use an https://, ssh:// or file:// URL, user@host:path, or a directory"
    if url.startswith("-"):
        raise InputError(
            f"the shared repository's URL begins with '-', which git takes for an option; {remedy}"
        )
    if any(ord(character) < 32 or ord(character) == 127 for character in url):
        raise InputError(f"the shared repository's URL holds control characters; {remedy}")
    scheme, mark, _ = url.partition("://")
    if "::" in url.partition("/")[0]:
        raise InputError(f"the shared repository's URL names a remote helper, which runs programs; {remedy}")
    if mark:
        if scheme.lower() not in ("https", "http", "ssh", "git", "file"):
            raise InputError(f"the shared repository's URL has an unknown scheme; {remedy}")
        return url
    host, colon, _ = url.partition(":")
    if colon and "/" not in host and not (len(host) == 1 and os.name == "nt"):
        if host.startswith("-"):
            raise InputError(f"the shared repository's host begins with '-'; {remedy}")
        return url  # user@host:path
    return os.path.abspath(os.path.expanduser(url))
