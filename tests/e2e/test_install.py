"""The manifest is clean, and the plugin can be installed from a folder and from a git repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Workspace
from e2e import patterns
from e2e.client import ROOT, Client, copy_plugin, fill_store, shown
from e2e.scripted_api import Script, Turn

pytestmark = pytest.mark.e2e

PROMPT = "How does the auth API client check the token expiry before a call?"


def test_validation_is_clean(client: Client, tmp_path: Path) -> None:
    plugin = copy_plugin(tmp_path / "plugin")
    for target in (plugin, plugin / ".claude-plugin/plugin.json", plugin / ".claude-plugin/marketplace.json"):
        done = client.manage("plugin", "validate", "--strict", str(target), directory=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("source", ["folder", "git"])
def test_installed_plugin_reaches_the_model(
    client: Client, project: Workspace, tmp_path: Path, source: str
) -> None:
    plugin = copy_plugin(tmp_path / "published")
    if source == "folder":
        place = str(plugin)
    else:
        (plugin / ".venv").unlink()
        for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Publish")):
            subprocess.run(["git", *arguments], cwd=plugin, check=True)
        place = "https://plugins.invalid/self-learning.git"
        (client.home / ".gitconfig").write_text(f'[url "{plugin}"]\n\tinsteadOf = {place}\n')
    client.plugin = None
    added = client.manage("plugin", "marketplace", "add", place, directory=tmp_path)
    assert added.returncode == 0, added.stdout + added.stderr
    done = client.manage("plugin", "install", "self-learning@self-learning", directory=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    if source == "git":  # in place of the environment that the first session would build from the registry
        data = client.home / ".claude/plugins/data/self-learning-self-learning"
        data.mkdir(parents=True, exist_ok=True)
        (data / "venv").symlink_to(ROOT / ".venv")
        shutil.rmtree(plugin)
    fill_store(client.user, *patterns.ALL)
    run = client.run(PROMPT, Script({"main": [Turn("ok")]}), project.path)
    assert shown(run.of("main", 0)) == {"P-001"}, run.output
