"""The task of an agent that is called reaches that agent, and nothing of it stays behind."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from conftest import Workspace
from self_learning.patterns import Pattern, PatternStore

HOOKS = Path(__file__).resolve().parent.parent / "hooks"
EXCEPT_TASK = "Find each bare except clause and name the exception that it is for"
TOKEN_TASK = "Refresh the token when the payment API rejects it"
EXCEPT = Pattern("P-001", "mistake", "Never use a bare except clause, it hides a KeyboardInterrupt")
TOKEN = Pattern("P-002", "pattern", "Check token expiry before each call of the payment API")


class Session:
    """One session of the host: its hooks, and the transcripts that it writes."""

    def __init__(self, project: Workspace) -> None:
        self.project = project
        self.transcript = project.user / "transcripts" / "s1.jsonl"
        self.transcript.parent.mkdir(parents=True)
        self.transcript.write_text('{"type":"mode"}\n')
        self.calls = 0

    def fire(self, hook: str, **fields: object) -> list[str]:
        """Fire a hook and give the ids of the patterns that it shows."""
        event = {"session_id": "s1", "transcript_path": str(self.transcript), **fields}
        done = subprocess.run(
            [str(HOOKS / f"{hook}-hook.sh")],
            input=json.dumps(event),
            capture_output=True,
            text=True,
            cwd=self.project.path,
            env={**os.environ, "CLAUDE_PROJECT_DIR": str(self.project.path)},
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        answer = json.loads(done.stdout) if done.stdout else {}
        lines = str(answer.get("hookSpecificOutput", {}).get("additionalContext", "")).splitlines()
        return [line.split()[0] for line in lines if line.startswith("P-")]

    def call(self, task: str, agent: str = "Explore", **fields: object) -> str:
        """Call an agent, as PreToolUse sees it, and give the call's id."""
        self.calls += 1
        identifier = f"toolu_{self.calls}"
        given = {"subagent_type": agent, "description": "work", "prompt": task}
        self.fire("pretooluse", tool_name="Agent", tool_input=given, tool_use_id=identifier, **fields)
        return identifier

    def start(self, agent_id: str, agent: str = "Explore") -> list[str]:
        return self.fire("subagent-start", agent_id=agent_id, agent_type=agent)

    def end(self, identifier: str, *, error: bool, caller: str = "") -> None:
        """Write a call's result into the caller's transcript."""
        path = self.transcript
        if caller:
            path = self.transcript.with_suffix("") / "subagents" / f"agent-{caller}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
        part: dict[str, Any] = {"type": "tool_result", "tool_use_id": identifier, "content": "is_error?"}
        if error:
            part["is_error"] = True
        with path.open("a") as file:
            file.write(json.dumps({"message": {"role": "user", "content": [part]}}) + "\n")

    @property
    def tasks(self) -> Path:
        return Path(self.project.project.injections) / ".tasks" / "s1.json"


@pytest.fixture
def session(project: Workspace) -> Session:
    PatternStore(project.person.store).update(lambda *_: [EXCEPT, TOKEN])
    return Session(project)


@pytest.mark.parametrize("caller", ["", "a7"])
def test_a_refused_call_leaves_nothing_to_the_next_agent_of_its_type(session: Session, caller: str) -> None:
    inside = {"agent_id": caller, "agent_type": "claude"} if caller else {}
    refused = session.call(EXCEPT_TASK, **inside)
    session.end(refused, error=True, caller=caller)
    session.call(TOKEN_TASK, **inside)
    assert session.start("a1") == ["P-002"]
    assert not session.tasks.exists()


def test_a_call_that_is_refused_beside_another_one_does_not_lend_it_its_task(session: Session) -> None:
    refused = session.call(EXCEPT_TASK)
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(session.call, TOKEN_TASK)
        session.end(refused, error=True)  # the second waits for the first to start, which never will
        beside.result()
    assert session.start("a1") == ["P-002"]


def test_a_call_whose_result_is_no_error_still_has_its_task(session: Session) -> None:
    """The host says that an agent was launched in the background before that agent starts."""
    launched = session.call(EXCEPT_TASK)
    session.end(launched, error=False)
    session.end("toolu_99", error=True)
    assert session.start("a1") == ["P-001"]


def test_a_damaged_transcript_does_no_harm(session: Session) -> None:
    identifier = session.call(EXCEPT_TASK)
    with session.transcript.open("ab") as file:
        file.write(b'{"is_error": true, "tool_use_id": "' + identifier.encode() + b'"\n\xff\xfe[[[[\n[1]\n')
    session.call(TOKEN_TASK, "Plan")
    assert session.start("a1") == ["P-001"]


def test_a_task_is_for_its_owner_alone_bounded_and_gone_when_its_caller_stops(session: Session) -> None:
    session.call(EXCEPT_TASK + " x" * 50_000)
    session.call(TOKEN_TASK, "Plan", agent_id="a7", agent_type="claude")
    assert stat.S_IMODE(session.tasks.stat().st_mode) == 0o600
    assert stat.S_IMODE(session.tasks.parent.stat().st_mode) == 0o700
    assert session.tasks.stat().st_size < 10_000
    session.fire("stop", last_assistant_message="it was refused")
    assert TOKEN_TASK in session.tasks.read_text()
    assert EXCEPT_TASK not in session.tasks.read_text()
    session.fire("subagent-stop", agent_id="a7", agent_type="claude", last_assistant_message="it was refused")
    assert not session.tasks.exists()


def test_a_session_that_begins_finds_no_task_of_an_earlier_one(session: Session) -> None:
    session.call(EXCEPT_TASK)
    forgotten = session.tasks.with_name("older.json")
    forgotten.write_text(session.tasks.read_text())
    recent = session.tasks.with_name("another.json")
    recent.write_text(session.tasks.read_text())
    os.utime(forgotten, (1, 1))
    session.fire("session-start", source="resume")
    assert [path.name for path in session.tasks.parent.iterdir()] == ["another.json"]
    assert session.start("a1") != ["P-001"]


def test_an_agent_that_is_spoken_to_again_takes_nobodys_task(session: Session) -> None:
    session.call(EXCEPT_TASK)
    assert session.start("a1") == ["P-001"]
    session.call(TOKEN_TASK)
    assert session.start("a1") == []
    assert session.start("a2") == ["P-002"]


def test_an_agent_that_was_shown_nothing_is_shown_nothing_when_it_is_spoken_to_again(
    session: Session,
) -> None:
    """The host drops that text: it would count as seen, and an agent would be asked about it."""
    session.call("Count the invoices that the ledger holds twice")
    assert session.start("a1") == []
    assert session.start("a1") == []
    session.call(TOKEN_TASK)
    assert session.start("a1") == []
    assert session.start("a2") == ["P-002"]
    record = json.loads(Path(session.project.project.injection_file("a1")).read_text())
    assert (record["agent_type"], record["patterns"]) == ("Explore", [])


def test_what_a_compaction_took_away_is_shown_again_and_counted_once(session: Session) -> None:
    prompt = "How do I refresh the token of the payment API before each call?"
    assert session.fire("user-prompt", prompt=prompt) == ["P-002"]
    assert session.fire("user-prompt", prompt=prompt) == []
    session.fire("session-start", source="resume")
    assert session.fire("user-prompt", prompt=prompt) == []
    session.fire("session-start", source="compact")
    assert session.fire("user-prompt", prompt=prompt) == ["P-002"]
    assert session.fire("user-prompt", prompt=prompt) == []
    session.fire("stop", last_assistant_message="done")
    rows = Path(session.project.project.outcomes_log).read_text().splitlines()
    assert [row.split("|")[4:6] for row in rows] == [["P-002", "injected"]]


def test_tasks_are_not_written_through_a_link(session: Session) -> None:
    outside = session.project.user / "outside"
    outside.mkdir()
    session.tasks.parent.parent.mkdir()
    session.tasks.parent.symlink_to(outside)
    session.call(EXCEPT_TASK)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "damage", ['{"patterns": [{"id": "P-0', '{"patterns"', "[1, 2", '{"waiting": [{"at": 1']
)
def test_a_damaged_record_is_begun_anew(session: Session, damage: str) -> None:
    prompt = "How do I refresh the token of the payment API before each call?"
    record = Path(session.project.project.injection_file("s1"))
    session.tasks.parent.mkdir(parents=True)
    record.write_text(damage)
    session.tasks.write_text(damage)
    assert session.fire("user-prompt", prompt=prompt) == ["P-002"]
    session.call(EXCEPT_TASK)
    assert session.start("a1") == ["P-001"]
    assert json.loads(record.read_text())["conversation_id"] == "s1"


def test_a_record_that_cannot_be_put_in_place_leaves_nothing_beside_it(session: Session) -> None:
    prompt = "How do I refresh the token of the payment API before each call?"
    record = Path(session.project.project.injection_file("s1"))
    (record / "in the way").mkdir(parents=True)
    assert session.fire("user-prompt", prompt=prompt) == []
    assert sorted(path.name for path in record.parent.iterdir()) == [".lock", "s1.json"]


def test_a_session_that_cannot_be_recorded_is_told_so(session: Session, project: Workspace) -> None:
    project.write(".learnings/sessions", "a file in the way")
    event = {"session_id": "s1", "source": "startup", "hook_event_name": "SessionStart"}
    done = subprocess.run(
        [str(HOOKS / "session-start-hook.sh")],
        input=json.dumps(event),
        capture_output=True,
        text=True,
        cwd=project.path,
        env={**os.environ, "CLAUDE_PROJECT_DIR": str(project.path)},
        check=False,
    )
    assert "can record nothing" in json.loads(done.stdout)["systemMessage"]
