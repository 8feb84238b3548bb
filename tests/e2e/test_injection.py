"""What really reaches the model: the lessons that fit the work, and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Workspace
from e2e import patterns
from e2e.client import Client, copy_plugin, fill_store, shown, subagent, told
from e2e.scripted_api import Script, Tool, Turn
from self_learning.patterns import Pattern

pytestmark = pytest.mark.e2e

AUTH_TASK = "AUTH-TASK: check the token expiry in the auth API client before each call"
DATABASE_TASK = "DATABASE-TASK: write a database migration that adds a column to the orders table"


def test_a_subagent_gets_the_lessons_for_its_task_and_two_in_parallel_their_own(
    client: Client, project: Workspace
) -> None:
    fill_store(client.user, *patterns.ALL)
    script = Script(
        {
            "main": [
                Turn("start", (subagent(AUTH_TASK, "Explore"), subagent(DATABASE_TASK, "Explore"))),
                Turn("done"),
            ],
            "auth": [Turn("LEARNINGS_ACKNOWLEDGED: P-001 -> src/auth.py:3")],
            "database": [Turn("LEARNINGS_ACKNOWLEDGED: none, because nothing was written")],
        },
        {"auth": "AUTH-TASK", "database": "DATABASE-TASK"},
    )
    run = client.run("go on", script, project.path)
    assert run.exit_code == 0, run.errors
    assert shown(run.of("auth", 0)) == {"P-001"}
    assert shown(run.of("database", 0)) == {"P-002"}
    assert shown(run.of("main")) == set()
    assert told(project.project) == [
        ("Explore", "P-001", "applied", ("src/auth.py:3",)),
        ("Explore", "P-002", "injected", ()),
    ]


SUBJECTS = (
    "rotate the signing key of the token service",
    "archive invoices after the quarter closes",
    "compress thumbnails before uploading images",
    "retry webhook deliveries with exponential backoff",
    "normalise unicode usernames at registration",
    "partition the telemetry table by month",
    "throttle password reset emails per account",
    "validate csv headers before importing contacts",
)


@pytest.mark.parametrize("background", [False, True])
def test_eight_agents_of_one_type_called_at_once_get_each_their_own(
    client: Client, project: Workspace, background: bool
) -> None:
    """The last of them waits for seven others to start, however long each of those takes."""
    lessons = [f"Always {subject}, in two steps" for subject in SUBJECTS]
    fill_store(
        client.user, *(Pattern(f"P-{at:03d}", "pattern", words) for at, words in enumerate(lessons, 1))
    )
    calls = [subagent(f"TASK-{at}: {subject}", "Explore") for at, subject in enumerate(SUBJECTS, 1)]
    calls = [Tool(call.name, {**call.input, "run_in_background": background}) for call in calls]
    script = Script(
        {
            "main": [Turn("go", tuple(calls)), *[Turn("done")] * 12],
            **{f"agent {at}": [Turn("none of it")] for at in range(1, 9)},
        },
        {f"agent {at}": f"TASK-{at}:" for at in range(1, 9)},
    )
    run = client.run("go on", script, project.path)
    assert run.exit_code == 0, run.errors
    assert [shown(run.of(f"agent {at}", 0)) for at in range(1, 9)] == [{f"P-{at:03d}"} for at in range(1, 9)]


def refusing_plugin(directory: Path) -> Path:
    """Another plugin, whose hook refuses each call of an agent with REFUSED in its prompt."""
    (directory / ".claude-plugin").mkdir(parents=True)
    (directory / "hooks").mkdir()
    (directory / ".claude-plugin/plugin.json").write_text('{"name": "refusing", "version": "1.0.0"}')
    answer = {"hookEventName": "PreToolUse", "permissionDecision": "deny", "permissionDecisionReason": "no"}
    (directory / "answer.json").write_text(json.dumps({"hookSpecificOutput": answer}))
    command = 'if grep -q REFUSED; then cat "${CLAUDE_PLUGIN_ROOT}/answer.json"; fi'
    hooks = {"PreToolUse": [{"matcher": "Agent|Task", "hooks": [{"type": "command", "command": command}]}]}
    (directory / "hooks/hooks.json").write_text(json.dumps({"hooks": hooks}))
    return directory


def test_a_refused_agent_leaves_its_task_to_nobody(
    client: Client, project: Workspace, tmp_path: Path
) -> None:
    fill_store(client.user, *patterns.ALL)
    refused = subagent(f"REFUSED: {AUTH_TASK}", "Explore")
    script = Script(
        {
            "main": [
                Turn("one after the other", (refused,)),
                Turn("again", (subagent(DATABASE_TASK, "Explore"),)),
                Turn("side by side", (refused, subagent(f"BESIDE: {DATABASE_TASK}", "Explore"))),
                Turn("unknown", (subagent(AUTH_TASK, "no-such-agent"),)),
                Turn("done"),
            ],
            "beside": [Turn("LEARNINGS_ACKNOWLEDGED: none, because nothing was written")],
            "database": [Turn("LEARNINGS_ACKNOWLEDGED: none, because nothing was written")],
        },
        {"beside": "BESIDE", "database": "DATABASE-TASK"},
    )
    plugin = refusing_plugin(tmp_path / "refusing")
    run = client.run("go on", script, project.path, arguments=["--plugin-dir", str(plugin)])
    assert run.exit_code == 0, run.errors
    assert shown(run.of("database", 0)) == {"P-002"}
    assert shown(run.of("beside", 0)) == {"P-002"}
    assert not (project.path / ".learnings/injections/.tasks").exists() or not list(
        (project.path / ".learnings/injections/.tasks").iterdir()
    )


def test_after_a_compaction_a_lesson_may_come_again(client: Client, project: Workspace) -> None:
    fill_store(client.user, *patterns.ALL)
    prompt = "How does the auth API client check the token expiry before a call?"
    first = client.run(prompt, Script({"main": [Turn("it does")]}), project.path)
    session = str(first.results[0]["session_id"])
    resume = ["--resume", session]
    again = client.run(prompt, Script({"main": [Turn("it does")] * 9}), project.path, arguments=resume)
    assert [entry["event"] for entry in record(project, session)] == ["UserPromptSubmit"]
    client.run("/compact", Script({"main": [Turn("we spoke of auth")] * 9}), project.path, arguments=resume)
    after = client.run(prompt, Script({"main": [Turn("it does")] * 9}), project.path, arguments=resume)
    assert (first.exit_code, again.exit_code, after.exit_code) == (0, 0, 0)
    assert shown(after.of("main")) == {"P-001"}
    assert [entry["id"] for entry in record(project, session)] == ["P-001", "P-001"]
    assert told(project.project) == [("main", "P-001", "injected", ())]


def record(project: Workspace, session: str) -> list[dict[str, object]]:
    """What was shown to a session's main agent."""
    value = json.loads(Path(project.project.injection_file(session)).read_text())
    patterns_shown: list[dict[str, object]] = value["patterns"]
    return patterns_shown


def test_a_tool_call_gets_the_lessons_for_its_content_in_the_next_request(
    client: Client, project: Workspace
) -> None:
    fill_store(client.user, *patterns.ALL)
    content = (
        "def load(path):\n    try:\n        return open(path).read()\n    except:\n        return None\n"
    )
    script = Script(
        {
            "main": [
                Turn("list", (Tool("Bash", {"command": "ls", "description": "list"}),)),
                Turn(
                    "write",
                    (Tool("Write", {"file_path": str(project.path / "load.py"), "content": content}),),
                ),
                Turn("test", (Tool("Bash", {"command": "pytest tests", "description": "test"}),)),
                Turn("LEARNINGS_ACKNOWLEDGED: P-003 -> load.py:4"),
            ]
        }
    )
    run = client.run("go on", script, project.path)
    assert run.exit_code == 0, run.errors
    assert shown(run.of("main", 1)) == set()  # ls says nothing of what the work is about
    assert shown(run.of("main", 2)) == {"P-003"}
    assert shown(run.of("main", 3)) == {"P-003", "P-005"}
    assert told(project.project) == [
        ("main", "P-003", "applied", ("load.py:4",)),
        ("main", "P-005", "injected", ()),
    ]


def test_a_prompt_gets_the_lessons_that_fit_it(client: Client, project: Workspace) -> None:
    fill_store(client.user, *patterns.ALL)
    script = Script({"main": [Turn("LEARNINGS_ACKNOWLEDGED: none, because it was a question")]})
    run = client.run(
        "How does the auth API client check the token expiry before a call?", script, project.path
    )
    assert shown(run.of("main", 0)) == {"P-001"}
    assert told(project.project) == [("main", "P-001", "injected", ())]


def test_a_project_that_is_not_on_gets_nothing_and_keeps_nothing(client: Client, tmp_path: Path) -> None:
    fill_store(client.user, *patterns.ALL)
    directory = tmp_path / "plain"
    directory.mkdir()
    script = Script(
        {"main": [Turn("start", (subagent(AUTH_TASK),)), Turn("done")], "auth": [Turn("ok")]},
        {"auth": AUTH_TASK},
    )
    run = client.run("check the token expiry in the auth API client", script, directory)
    assert run.turns("auth") == [0]
    assert "self-learning>" not in run.of("auth") + run.of("main")
    assert list(directory.iterdir()) == []


@pytest.mark.parametrize("hook", ["SubagentStart", "PreToolUse"])
def test_the_client_drops_a_hooks_text_without_the_events_name(
    client: Client, project: Workspace, tmp_path: Path, hook: str
) -> None:
    """Guards the suite itself: should a hook lose ``hookEventName``, the tests above must fail."""
    fill_store(client.user, *patterns.ALL)
    client.plugin = copy_plugin(tmp_path / "plugin")
    source = client.plugin / "scripts/self_learning/hook_io.py"
    before = source.read_text()
    after = before.replace(
        '{"hookEventName": EVENT_NAMES[event_name], "additionalContext": text}', '{"additionalContext": text}'
    )
    assert after != before
    source.write_text(after)
    write = Tool(
        "Write", {"file_path": str(project.path / "a.py"), "content": "try:\n    x()\nexcept:\n    pass\n"}
    )
    calls = subagent(AUTH_TASK, "Explore") if hook == "SubagentStart" else write
    script = Script(
        {"main": [Turn("start", (calls,)), Turn("done")], "auth": [Turn("ok")]}, {"auth": AUTH_TASK}
    )
    run = client.run("go on", script, project.path)
    assert run.exit_code == 0
    assert "<self-learning>" not in run.of("main") + run.of("auth")
    shown_to = list((project.path / ".learnings/injections").glob("*.json"))
    assert shown_to, "the hook must have spoken, or this proves nothing"
