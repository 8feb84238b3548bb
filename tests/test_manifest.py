"""What is installed: manifests, hooks, commands and skills, and that they fit each other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import SCRIPTS
from self_learning import conversations

ROOT = SCRIPTS.parent
COMMANDS = sorted((ROOT / "commands").glob("*.md"))
SKILLS = sorted((ROOT / "skills").glob("*/SKILL.md"))
# Claude Code 2.1.197 knows these; with any other name in hooks.json it runs no hook at all.
KNOWN_EVENTS = {
    *("PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification", "UserPromptSubmit"),
    *(
        "UserPromptExpansion",
        "SessionStart",
        "SessionEnd",
        "Stop",
        "StopFailure",
        "SubagentStart",
        "SubagentStop",
    ),
    *("PreCompact", "PostCompact", "PermissionRequest", "PermissionDenied"),
}


def read_json(name: str) -> Any:
    return json.loads((ROOT / name).read_text())


def front_matter(path: Path) -> dict[str, Any]:
    found = re.match(r"---\n(.*?)\n---\n", path.read_text(), re.DOTALL)
    assert found, f"{path} has no front matter"
    value = yaml.safe_load(found[1])
    assert isinstance(value, dict)
    return value


def test_versions_agree() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert read_json(".claude-plugin/plugin.json")["version"] == version[1]
    [plugin] = read_json(".claude-plugin/marketplace.json")["plugins"]
    assert plugin["name"] == read_json(".claude-plugin/plugin.json")["name"]


def test_hooks_name_scripts_that_exist_and_have_a_time_limit() -> None:
    hooks = read_json("hooks/hooks.json")["hooks"]
    assert set(hooks) <= KNOWN_EVENTS
    scripts = set()
    for hook in (hook for entries in hooks.values() for entry in entries for hook in entry["hooks"]):
        assert 0 < hook["timeout"] <= 30
        assert hook["command"].startswith('"${CLAUDE_PLUGIN_ROOT}/')  # a path may hold a space
        scripts.add(Path(hook["command"].strip('"')).name)
    assert scripts == {path.name for path in (ROOT / "hooks").glob("*-hook.sh")}
    for name in scripts:
        assert (ROOT / "hooks" / name).stat().st_mode & 0o111 == 0o111


def test_a_call_that_waits_its_turn_is_given_the_time_for_it() -> None:
    limits = {
        tool: hook["timeout"]
        for entry in read_json("hooks/hooks.json")["hooks"]["PreToolUse"]
        for tool in entry["matcher"].split("|")
        for hook in entry["hooks"]
    }
    for tool in ("Agent", "Task"):
        assert limits[tool] >= conversations.WAIT_SECONDS + conversations.LOCK_SECONDS + 5
    for tool in ("Bash", "Write", "Edit", "MultiEdit", "NotebookEdit"):
        assert limits[tool] == 5  # whatever happens, nobody waits longer for a command


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_command(path: Path) -> None:
    body = path.read_text()
    # The client pastes $ARGUMENTS unquoted into inline commands, and drops the command if one fails.
    assert "!`" not in body
    assert "```!" not in body
    fields = front_matter(path)
    assert 10 < len(fields["description"]) <= 200
    run = set(re.findall(r"/scripts/(\w+\.py)", body.partition("\n---\n")[2]))
    permitted = set(re.findall(r"/scripts/(\w+\.py)", " ".join(fields["allowed-tools"])))
    assert run == permitted
    assert not {"Bash", "Write", "Edit"} & set(fields["allowed-tools"])  # never without a limit
    for line in re.findall(r"^ {4,}.*python\.sh.*$", body, re.MULTILINE):
        assert '"${CLAUDE_PLUGIN_ROOT}/scripts/python.sh" --data "${CLAUDE_PLUGIN_DATA}"' in line


@pytest.mark.parametrize("path", SKILLS, ids=lambda path: path.parent.name)
def test_skill(path: Path) -> None:
    fields = front_matter(path)
    assert fields["name"] == path.parent.name
    assert "Use " in fields["description"]  # when, and not only what
    assert len(fields["description"]) <= 500  # every session of every project pays for it
