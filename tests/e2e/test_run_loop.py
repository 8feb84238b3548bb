"""A whole run: captured, judged by a model, stored, shown to the next agent, and scored from the diff.

``claude`` is on the PATH and the plugin is installed, as for a person; nothing is passed in by
an option. The loop starts the agent, the pipeline starts the client again to judge.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from conftest import Workspace
from e2e import patterns
from e2e.client import ROOT, Client, copy_plugin, fill_store, shown, subagent, told
from e2e.scripted_api import Request, Script, ScriptedApi, Tool, Turn
from e2e.typed_commands import command_lines
from self_learning import runs
from self_learning.paths import Person
from self_learning.patterns import Pattern, PatternStore

pytestmark = pytest.mark.e2e

FIRST_TASK = "FIRST-TASK: check the token expiry in the auth API client before each call"
SECOND_TASK = "SECOND-TASK: renew the API token inside a long job"
CODE = "def call(client):\n    if client.token.expired:\n        client.renew()\n    return client.get()\n"
LESSON = {
    "category": "insight",
    "trigger": "calling the API from a long job",
    "summary": "The API token is read once, so that a job of more than an hour fails",
    "citations": [{"file": "auth.py", "line": 2}],
    "context": ["auth", "api", "token"],
}
REWORDED = "Renew the API token inside a long job: it is read once and ends after an hour"


class Model:
    """What the model does in two iterations: work, judge, work again and lie about it."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.iteration = 0
        self.judge_lines: list[str] = []

    def script(self) -> Script:
        return Script(
            {
                "main": [self.begin, self.end],
                "first": [self.write_code, self.leave_lesson, self.report],
                "second": [
                    Turn("LEARNINGS_ACKNOWLEDGED: P-002 -> nowhere.py:9\nno_learnings: it went as told")
                ],
                "judge": [self.prepare, self.decide, self.merge, self.write_store, Turn("judged")],
            },
            {"first": "FIRST-TASK", "second": "SECOND-TASK", "judge": "self-learning:process-learnings"},
        )

    def begin(self, _: Request) -> Turn:
        self.iteration += 1
        return Turn("go", (subagent(FIRST_TASK if self.iteration == 1 else SECOND_TASK),))

    def end(self, _: Request) -> Turn:
        return Turn("more to do" if self.iteration == 1 else "<promise>DONE</promise>")

    def write_code(self, _: Request) -> Turn:
        path = str(self.project / "auth.py")
        return Turn("write", (Tool("Write", {"file_path": path, "content": CODE}),))

    def leave_lesson(self, _: Request) -> Turn:
        path = str(self.project / ".learnings/pending/general-purpose-lesson.json")
        return Turn("lesson", (Tool("Write", {"file_path": path, "content": json.dumps(LESSON)}),))

    def report(self, _: Request) -> Turn:
        return Turn("done\nLEARNINGS_ACKNOWLEDGED: P-001 -> auth.py:2")

    def _judge(self, number: int) -> Turn:
        return Turn("as told", (Tool("Bash", {"command": self.judge_lines[number], "description": "run"}),))

    def prepare(self, request: Request) -> Turn:
        self.judge_lines = [line.replace(" W", f" {self.project}") for line in command_lines(request)]
        return self._judge(0)

    def decide(self, _: Request) -> Turn:
        [candidate] = json.loads((self.project / ".learnings/worksheet.json").read_text())["candidates"]
        decision = {"candidate": candidate["candidate"], "verdict": "keep", "summary": REWORDED}
        path = str(self.project / ".learnings/classified.json")
        content = json.dumps({"learnings": [decision]})
        return Turn("decide", (Tool("Write", {"file_path": path, "content": content}),))

    def merge(self, _: Request) -> Turn:
        return self._judge(1)

    def write_store(self, _: Request) -> Turn:
        return self._judge(2)


def test_a_run_from_capture_to_a_scored_store(client: Client, project: Workspace, tmp_path: Path) -> None:
    plugin = copy_plugin(tmp_path / "published")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "claude").symlink_to(client.binary)
    client.environment["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    client.plugin = None
    for arguments in (("marketplace", "add", str(plugin)), ("install", "self-learning@self-learning")):
        done = client.manage("plugin", *arguments, directory=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    settings = client.home / ".claude/settings.json"
    permitted = {"permissions": {"allow": ["Write", "Edit"]}}
    settings.write_text(json.dumps({**json.loads(settings.read_text()), **permitted}))
    fill_store(client.user, patterns.EXPIRY)
    model = Model(project.path)
    with ScriptedApi(model.script()) as api:
        done = subprocess.run(
            [
                str(ROOT / "scripts/run-loop.sh"),
                *("--workdir", str(project.path), "--prompt", "go on", "--max-iterations", "3"),
            ],
            env=client.environ(api.url),
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert api.failure is None
        first, second = (
            next(r.text for r in api.requests if (r.conversation, r.turn) == (name, 0))
            for name in ("first", "second")
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert model.iteration == 2
    assert shown(first) == {"P-001"}
    assert "P-002" in shown(second), done.stdout
    assert REWORDED in second
    assert told(project.project) == [
        ("general-purpose", "P-001", "applied", ("auth.py:2",)),
        ("general-purpose", "P-001", "injected", ()),
        ("general-purpose", "P-002", "applied", ("nowhere.py:9",)),
    ]
    store: dict[str, Pattern] = {
        pattern.id: pattern for pattern in PatternStore(Person(str(client.user)).store).read().patterns
    }
    assert (store["P-001"].success_rate, store["P-001"].confidence) == (1.0, "high")
    assert store["P-001"].flags == ()
    assert (store["P-002"].success_rate, store["P-002"].confidence) == (0.0, "low")
    assert "REVIEW" in store["P-002"].flags
    last = {row.iteration: row.status for row in runs.read(project.project)}
    assert sorted(last) == [1, 2]
    assert not list((project.path / ".learnings/pending").glob("*.json"))
