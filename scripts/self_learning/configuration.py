"""What a person may set: retention.yaml and settings.yaml of a project, checked and with defaults."""

from __future__ import annotations

import fnmatch
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import files, schema_validation
from self_learning.errors import InputError

if TYPE_CHECKING:
    from self_learning.paths import Project

DEFAULT_RETENTION_FILE = os.path.join(os.path.dirname(schema_validation.DIRECTORY), "retention.yaml")


@dataclass(frozen=True)
class Retention:
    """The keys of retention.yaml, with the defaults of the file in the repository's root."""

    max_runs: int = 100
    max_sessions: int = 50
    max_log_lines: int = 10_000
    max_archive_age_days: int = 30
    lock_stale_hours: float = 4
    protected_window_minutes: float = 30
    max_patterns: int = 50
    untested_reserve: int = 10


@dataclass(frozen=True)
class Trust:
    """Whom a pull believes: everybody, unless commits must be signed or contributors are listed."""

    require_signed_commits: bool = False
    contributors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The keys of settings.yaml, with their defaults.

    ``learning_agents``, ``review_agents`` and ``build_agents`` hold names or ``fnmatch``
    patterns; ask with ``names_agent``. ``engine`` is passed on as it is.
    """

    learning_agents: tuple[str, ...] = ("general-purpose", "*implement*", "*writer*", "*fix*")
    review_agents: tuple[str, ...] = ("*review*", "*audit*")
    build_agents: tuple[str, ...] = ("*build-valid*", "*build_valid*")
    classifier: str = "model"
    classifier_timeout_s: int = 300
    org_id: str | None = None
    org_repo: str | None = None
    project_name: str | None = None
    contributor: str | None = None
    trust: Trust = field(default_factory=Trust)
    engine: dict[str, Any] = field(default_factory=dict)


def retention(project: Project | None) -> Retention:
    """What the project's retention.yaml says; a key that it lacks has its default.

    Args:
        project: None for the defaults alone.

    Raises:
        InputError: A file can't be read, a key is unknown or a value is out of range.
    """
    found: dict[str, Any] = _mapping(DEFAULT_RETENTION_FILE, "retention.schema.json")
    if project is not None:
        found.update(_mapping(project.retention_file, "retention.schema.json"))
    result = Retention(**found)
    if result.untested_reserve > result.max_patterns:
        path = project.retention_file if project is not None else DEFAULT_RETENTION_FILE
        raise InputError.at(
            path,
            f"untested_reserve is {result.untested_reserve}, more than max_patterns, {result.max_patterns}",
            remedy="lower the reserve",
        )
    return result


def settings(project: Project) -> Settings:
    """What the project's settings.yaml says; a key that it lacks has its default.

    Raises:
        InputError: The file can't be read, a key is unknown or a value has the wrong form.
    """
    found = _mapping(project.settings_file, "settings.schema.json")
    trust = found.pop("trust", {})
    lists = {key: tuple(value) for key, value in found.items() if isinstance(value, list)}
    return Settings(
        **{**found, **lists},
        trust=Trust(
            require_signed_commits=trust.get("require_signed_commits", False),
            contributors=tuple(trust.get("contributors", ())),
        ),
    )


def names_agent(patterns: tuple[str, ...], agent: str) -> bool:
    """Whether one of the names or ``fnmatch`` patterns means this agent, in any case of letters.

    A plugin's agent is called ``plugin:agent``; its bare name is tried as well.
    """
    names = {agent.casefold(), agent.casefold().rpartition(":")[2]}
    return any(fnmatch.fnmatchcase(name, pattern.casefold()) for pattern in patterns for name in names)


def _mapping(path: str, schema: str) -> dict[str, Any]:
    """A YAML file's mapping, checked; a missing or empty file is an empty one."""
    if not os.path.exists(path):
        return {}
    value = files.read_yaml(path)
    if value is None:
        return {}
    found = schema_validation.complaints(value, schema)
    if found:
        raise InputError.at(path, "; ".join(found), _line_of(path, found[0]))
    if not isinstance(value, dict):  # the schema said so already; this tells the type checker
        raise InputError.at(path, "must be a mapping")
    return value


def _line_of(path: str, complaint: str) -> int | None:
    """The line on which the key stands that a complaint begins with."""
    key = complaint.partition(":")[0].partition(".")[0]
    for number, line in enumerate(files.read_text(path).splitlines(), 1):
        if line.partition(":")[0].strip().strip("\"'") == key:
            return number
    return None
