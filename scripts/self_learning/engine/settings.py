"""What a person may set for the engine, ``engine`` in settings.yaml, with the defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from self_learning.engine import naming
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.paths import Project

CATEGORY_AGENTS = {
    "security": ("security-reviewer", "implementation-subagent"),
    "correctness": ("implementation-subagent",),
    "convention": ("code-reviewer", "implementation-subagent"),
    "completeness": ("plan-writer", "implementation-subagent"),
    "performance": ("implementation-subagent",),
}


@dataclass(frozen=True)
class Weights:
    """How much each part of the confidence counts; see ``confidence``."""

    frequency: float = 0.4
    severity: float = 0.3
    recency: float = 0.2
    consistency: float = 0.1
    source_quality: float = 0.0


PROFILES = {"default": Weights(), "source-quality": Weights(0.35, 0.25, 0.15, 0.10, 0.15)}


@dataclass(frozen=True)
class EngineSettings:
    """The keys of ``engine``; engine-settings.schema.json says what each is."""

    weights: Weights = field(default_factory=Weights)
    aliases: Mapping[str, str] = field(default_factory=dict)
    keyword_rules: tuple[tuple[str, str], ...] = ()
    services: Mapping[str, str] | None = None
    category_agents: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(CATEGORY_AGENTS))
    window_days: int = 30
    minimum_count: int = 3
    minimum_confidence: float = 0.6
    demote_after_days: int = 90
    invalid: frozenset[str] = frozenset()
    superseded: Mapping[str, str] = field(default_factory=dict)


def load(project: Project) -> EngineSettings:
    """The engine's settings of a project.

    Raises:
        InputError: The file can't be read, a key is unknown or a value has the wrong form.
    """
    if not os.path.exists(project.settings_file):
        return EngineSettings()
    from self_learning import configuration, schema_validation

    given: dict[str, Any] = configuration.settings(project).engine
    if not given:
        return EngineSettings()
    wrong = schema_validation.complaints(given, "engine-settings.schema.json")
    if wrong:
        raise InputError.at(project.settings_file, f"engine: {wrong[0]}")
    made: dict[str, Any] = {key: value for key, value in given.items() if key not in ("profile", "weights")}
    profile = PROFILES[given.get("profile", "default")]
    own = given.get("weights", {})
    made["weights"] = Weights(
        **{one.name: own.get(one.name, getattr(profile, one.name)) for one in fields(Weights)}
    )
    if "keyword_rules" in given:
        made["keyword_rules"] = tuple((rule["phrase"], rule["name"]) for rule in given["keyword_rules"])
    if "category_agents" in given:
        made["category_agents"] = {
            **CATEGORY_AGENTS,
            **{category: tuple(agents) for category, agents in given["category_agents"].items()},
        }
    if "invalid" in given:
        made["invalid"] = frozenset(map(naming.kebab, given["invalid"]))
    if "superseded" in given:
        made["superseded"] = {
            naming.kebab(old): naming.kebab(new) for old, new in given["superseded"].items()
        }
    return EngineSettings(**made)
