"""The real Claude Code client, run headless in a bare environment against the scripted API."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from e2e.scripted_api import Request, Script, ScriptedApi, Tool
from self_learning import outcomes
from self_learning.outcomes import Row
from self_learning.paths import Person, Project
from self_learning.patterns import Pattern, PatternStore

ROOT = Path(__file__).resolve().parents[2]
TIME_LIMIT = 120  # seconds for one run of the client
# What a plugin consists of: all that a marketplace's copy would hold and the hooks need.
PLUGIN_PARTS = (
    ".claude-plugin",
    "commands",
    "hooks",
    "schemas",
    "scripts",
    "skills",
    "pyproject.toml",
    "retention.yaml",
)


@dataclass(frozen=True)
class Run:
    """What became of one run of the client."""

    exit_code: int
    output: str
    errors: str
    results: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    requests: tuple[Request, ...]

    def of(self, conversation: str, turn: int | None = None) -> str:
        """All that the model read in a conversation, or in one turn of it."""
        return "\n".join(
            request.text
            for request in self.requests
            if request.conversation == conversation and turn in (None, request.turn)
        )

    def turns(self, conversation: str) -> list[int]:
        """The turns that were asked for in a conversation, in the order in which they were."""
        return [request.turn for request in self.requests if request.conversation == conversation]

    @property
    def result(self) -> str:
        """The final answer of the last turn."""
        return str(self.results[-1].get("result", "")) if self.results else ""


@dataclass
class Client:
    """One version of the client with a home directory of its own.

    Args:
        binary: The client.
        home: An empty directory that becomes its HOME.
        user: The person's own directory, ``$CLOSEDLOOP_HOME``.
        plugin: The plugin's directory; None when it is installed instead.
    """

    binary: Path
    home: Path
    user: Path
    plugin: Path | None = ROOT
    environment: dict[str, str] = field(default_factory=dict)

    def environ(self, url: str) -> dict[str, str]:
        """All that the client sees of its environment."""
        return {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "ANTHROPIC_API_KEY": "dummy",
            "ANTHROPIC_BASE_URL": url,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "CLAUDE_CODE_MAX_RETRIES": "1",
            "DISABLE_AUTOUPDATER": "1",
            "DISABLE_TELEMETRY": "1",
            "IS_SANDBOX": "1",
            "CLOSEDLOOP_HOME": str(self.user),
            **self.environment,
        }

    def run(
        self,
        prompt: str,
        script: Script,
        directory: Path,
        *,
        permissions: bool = True,
        arguments: Sequence[str] = (),
    ) -> Run:
        """Give the client a prompt in a directory and play the script.

        Args:
            prompt: As typed by a person.
            script: What the model does.
            directory: Where the client is started.
            permissions: Whether every tool is permitted; else the client's default mode.
            arguments: More options of the client.
        """
        argv = [str(self.binary), "-p", prompt, "--output-format", "stream-json", "--verbose"]
        argv += ["--include-hook-events"]
        argv += ["--plugin-dir", str(self.plugin)] if self.plugin else []
        argv += ["--dangerously-skip-permissions"] if permissions else []
        with ScriptedApi(script) as api:
            done = subprocess.run(
                [*argv, *arguments],
                cwd=directory,
                env=self.environ(api.url),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT,
                check=False,
            )
            if api.failure is not None:
                raise api.failure
            requests = tuple(api.requests)
        events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        results = tuple(event for event in events if event.get("type") == "result")
        return Run(done.returncode, done.stdout, done.stderr, results, tuple(events), requests)

    def manage(self, *arguments: str, directory: Path) -> subprocess.CompletedProcess[str]:
        """Run one of the client's own commands, such as ``plugin install``."""
        return subprocess.run(
            [str(self.binary), *arguments],
            cwd=directory,
            env=self.environ("http://127.0.0.1:9"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )


def copy_plugin(target: Path) -> Path:
    """A copy of the plugin to change, with the environment of the original."""
    target.mkdir(parents=True)
    for name in PLUGIN_PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)
    (target / ".venv").symlink_to(ROOT / ".venv")
    return target


def subagent(prompt: str, kind: str = "general-purpose") -> Tool:
    """The call that starts a subagent and waits for it."""
    given = {"description": "work", "prompt": prompt, "subagent_type": kind, "run_in_background": False}
    return Tool("Agent", given)


def fill_store(user: Path, *patterns: Pattern) -> None:
    """Put patterns into a person's store, with the index that the hooks read."""
    PatternStore(Person(str(user)).store).update(lambda *_: list(patterns))


def shown(text: str) -> set[str]:
    """Ids of the patterns in whatever blocks a text holds."""
    blocks = re.findall(r"<self-learning>\n(.*?)</self-learning>", text, re.DOTALL)
    return {line.split()[0] for block in blocks for line in block.splitlines() if line.startswith("P-")}


def rows(project: Project) -> list[Row]:
    """The rows of a project's outcomes log."""
    return list(outcomes.stream(project.outcomes_log))


def told(project: Project) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The rows of the outcomes log without their times and runs, sorted."""
    return sorted((row.agent, row.pattern, row.status, row.citations) for row in rows(project))
