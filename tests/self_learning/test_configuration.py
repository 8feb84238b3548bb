"""retention.yaml and settings.yaml: defaults, a project's own values, and errors one can act on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml

from conftest import Workspace
from self_learning import configuration
from self_learning.configuration import Retention, Settings
from self_learning.errors import InputError


def test_the_file_in_the_root_holds_the_defaults_of_the_code() -> None:
    content = yaml.safe_load(Path(configuration.DEFAULT_RETENTION_FILE).read_text(encoding="utf-8"))
    assert content == dataclasses.asdict(Retention())
    assert configuration.retention(None) == Retention()


def test_a_project_overrides_single_keys(project: Workspace) -> None:
    project.write(".learnings/retention.yaml", "max_patterns: 20\nlock_stale_hours: 0.5\n")
    found = configuration.retention(project.project)
    assert (found.max_patterns, found.lock_stale_hours, found.max_runs) == (20, 0.5, 100)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("max_runs: 3\nmax_session: 5\n", (":2:", "max_session", "did you mean max_sessions")),
        ("max_runs: many\n", (":1:", "max_runs", "whole number")),
        ("max_runs: 0\n", ("max_runs", "1 to")),
        ("max_patterns: 5\n", ("untested_reserve is 10", "max_patterns")),
        ("- a\n", ("a mapping",)),
        ("max_runs: [\n", ("YAML",)),
    ],
)
def test_a_bad_retention_file_is_named_with_line_and_remedy(
    project: Workspace, content: str, parts: tuple[str, ...]
) -> None:
    path = project.write(".learnings/retention.yaml", content)
    with pytest.raises(InputError) as caught:
        configuration.retention(project.project)
    assert str(path) in str(caught.value)
    for part in parts:
        assert part in str(caught.value)


def test_settings_have_defaults_and_are_read(project: Workspace) -> None:
    assert configuration.settings(project.project) == Settings()
    project.write(
        ".learnings/settings.yaml",
        "learning_agents: [alpha, 'b*']\norg_repo: /srv/shared.git\ntrust: {require_signed_commits: true, contributors: [ann]}\n"
        "engine: {profile: source-quality}\n",
    )
    found = configuration.settings(project.project)
    assert found.learning_agents == ("alpha", "b*")
    assert found.org_repo == "/srv/shared.git"
    assert found.trust == configuration.Trust(require_signed_commits=True, contributors=("ann",))
    assert found.engine == {"profile": "source-quality"}


def test_an_unknown_setting_is_an_error_that_names_the_nearest(project: Workspace) -> None:
    project.write(".learnings/settings.yaml", "learning_agent: [a]\n")
    with pytest.raises(InputError, match=r"learning_agent.*did you mean learning_agents"):
        configuration.settings(project.project)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("general-purpose", True),
        ("implementation-subagent", True),
        ("code:plan-writer", True),
        ("BugFixer", True),
        ("Explore", False),
        ("general-purpose-2", False),
    ],
)
def test_the_default_learning_agents(agent: str, named: bool) -> None:
    assert configuration.names_agent(Settings().learning_agents, agent) is named
