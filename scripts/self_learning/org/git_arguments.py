"""How git is called here, so that nothing of the shared repository is ever run.

Hooks, external transports, submodules, background maintenance, prompts and what people set to
happen on every clone or push are off; what would point git elsewhere or tell who the person is on
this machine is taken out of the environment. Credentials, proxies and signing keys stay git's own
business, so the person's configuration is read. Imports next to nothing, because the check for
something new uses it.
"""

from __future__ import annotations

import os

from self_learning.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED_HEAD = "refs/shared/head"

_CONFIGURATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=no",
    "push.recurseSubmodules=no",
    "push.followTags=false",
    "push.gpgSign=false",  # a signed push tells who the person is
    "push.pushOption=",
    "clone.defaultRemoteName=origin",
    "clone.rejectShallow=false",
    "log.showSignature=false",
    "transfer.advertiseSID=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "init.templateDir=",
    "color.ui=false",
)
_TAKEN_OUT = frozenset(
    (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_QUARANTINE_PATH",
        "GIT_TEMPLATE_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_ALLOW_PROTOCOL",
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_AUTHOR_DATE",
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
        "GIT_COMMITTER_DATE",
    )
)
_NETWORK_SECONDS = 120.0


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of every git call here."""
    kept = {name: value for name, value in os.environ.items() if name not in _TAKEN_OUT}
    kept.update(
        GIT_TERMINAL_PROMPT="0",
        GCM_INTERACTIVE="never",
        GIT_LITERAL_PATHSPECS="1",
        GIT_DEFAULT_REF_FORMAT="files",  # a ref is read as a file, without a process
        LC_ALL="C",
    )
    kept.update(extra or {})
    return kept


def command(arguments: tuple[str, ...], directory: str | None = None) -> list[str]:
    """The argument list of a git call.

    Args:
        arguments: The subcommand and its arguments.
        directory: The bare repository.
    """
    settings = [part for setting in _CONFIGURATION for part in ("-c", setting)]
    return ["git", *settings, *(() if directory is None else ("--git-dir", directory)), *arguments]


def fetch(repository: str, *further: str) -> tuple[str, ...]:
    """The arguments that bring the clone's copy of the shared branch up to date.

    Args:
        repository: The clone; its HEAD names the remote's default branch.
        further: Options to add.
    """
    options = ("--quiet", "--no-tags", "--no-auto-maintenance", "--no-write-fetch-head")
    return ("fetch", *options, *further, "origin", f"+refs/heads/{branch(repository)}:{SHARED_HEAD}")


def branch(repository: str) -> str:
    """The remote's default branch, as the clone took it over; ``main`` if the remote told none."""
    with open(os.path.join(repository, "HEAD"), encoding="utf-8") as file:
        return file.read().strip().removeprefix("ref: refs/heads/") or "main"


def network_seconds() -> float:
    """How long a command that talks to the remote may say nothing: ``CLAUDE_ORG_TIMEOUT``, else 120 s.

    Raises:
        InputError: The variable is no usable number.
    """
    given = os.environ.get("CLAUDE_ORG_TIMEOUT", "")
    try:
        seconds = float(given) if given else _NETWORK_SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise InputError(f"CLAUDE_ORG_TIMEOUT: {given[:40]!r} is not a number of seconds from 1 to 86400")
    return seconds
