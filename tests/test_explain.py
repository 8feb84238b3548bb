"""explain.py tells what really decided: the filters and the terms that the hooks used."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from conftest import SCRIPTS, RunScript, Workspace
from self_learning import injection
from self_learning.explain import command
from self_learning.patterns import Pattern, PatternStore

TASK = "check the token expiry in the auth API client before each call"
PATTERNS = (
    Pattern(
        "P-001",
        "pattern",
        "Check token expiry before every API call in the auth client",
        context=("auth", "token"),
    ),
    Pattern("P-002", "mistake", "Add a database column as nullable first, because a default locks the table"),
    Pattern("P-003", "mistake", "Check the token expiry of the auth API with a pause", flags=("PRUNE",)),
    Pattern("P-004", "mistake", "Check the token expiry of the auth API by the gateway", repo="elsewhere"),
    Pattern(
        "P-005", "mistake", "Check the token expiry of the auth API in the plan", applies_to=("plan-writer",)
    ),
)


@pytest.fixture
def shown(project: Workspace) -> Workspace:
    """A project in which an agent has started on the task."""
    PatternStore(project.person.store).update(lambda *_: list(PATTERNS))
    for hook, fields in (
        ("pretooluse", {"tool_name": "Agent", "tool_input": {"prompt": TASK, "subagent_type": "Explore"}}),
        ("subagent-start", {"agent_id": "a1", "agent_type": "Explore"}),
    ):
        subprocess.run(
            [str(SCRIPTS.parent / f"hooks/{hook}-hook.sh")],
            input=json.dumps({"session_id": "s1", **fields}),
            text=True,
            cwd=project.path,
            capture_output=True,
            check=True,
        )
    return project


def explain(run_script: RunScript, project: Workspace, *arguments: str) -> dict[str, Any]:
    done = run_script("explain.py", "--workdir", str(project.path), "--json", *arguments)
    assert done.returncode == 0, done.stderr
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def test_why_it_was_shown(shown: Workspace, run_script: RunScript) -> None:
    agent = explain(run_script, shown, "P-001", "--agent", "a1")["agent"]
    assert agent["shown"] is True
    assert agent["method"] == "task"
    record = json.loads((shown.path / ".learnings/injections/a1.json").read_text())["patterns"][0]
    assert (agent["score"], agent["terms"]) == (record["score"], record["terms"])
    [told] = explain(run_script, shown, "P-001")["shown"]
    assert told["conversation_id"] == "a1"


@pytest.mark.parametrize(
    ("pattern", "stopped_by"),
    [("P-002", None), ("P-003", "fit to be shown"), ("P-004", "repository"), ("P-005", "agent")],
)
def test_why_it_was_not(
    shown: Workspace, run_script: RunScript, pattern: str, stopped_by: str | None
) -> None:
    data = explain(run_script, shown, pattern, "--agent", "a1")
    assert data["agent"]["shown"] is False
    assert [each["name"] for each in data["filters"] if not each["passes"]] == (
        [stopped_by] if stopped_by else []
    )
    if stopped_by is None:
        [score] = data["agent"]["scores"]
        assert score["score"] < score["needed"] <= score["best"]


def test_text_for_a_person(shown: Workspace, run_script: RunScript) -> None:
    for arguments in (
        ("P-001",),
        ("P-001", "--agent", "a1"),
        ("P-002", "--agent", "a1"),
        ("P-005", "--agent", "a1"),
    ):
        done = run_script("explain.py", "--workdir", str(shown.path), *arguments)
        assert done.returncode == 0
        assert max(map(len, done.stdout.splitlines())) <= 80
        assert ("main agent a1" in done.stdout) is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("P-999",), "holds no pattern P-999"),
        (("nonsense",), "is not a pattern's id"),
        (("P-001", "--agent", "../x"), "is not an agent's or session's id"),
        (("P-001", "--agent", "nobody"), "nothing was shown to this agent"),
    ],
)
def test_questions_without_an_answer(
    shown: Workspace, run_script: RunScript, arguments: tuple[str, ...], words: str
) -> None:
    done = run_script("explain.py", "--workdir", str(shown.path), *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_agent_that_was_shown_nothing(shown: Workspace, run_script: RunScript) -> None:
    path = shown.path / ".learnings/injections/a1.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "patterns": []}))
    done = run_script("explain.py", "--workdir", str(shown.path), "P-002", "--agent", "a1")
    assert "who saw nothing." in done.stdout
    assert "What it was to do is not recorded" in done.stdout
    assert "places went" not in done.stdout


def test_a_conversation_that_was_shown_it_again_counts_once(shown: Workspace, run_script: RunScript) -> None:
    path = shown.path / ".learnings/injections/a1.json"
    record = json.loads(path.read_text())
    [entry] = [entry for entry in record["patterns"] if entry["id"] == "P-001"]
    record["patterns"] += [{**entry, "compacted": True}]
    path.write_text(json.dumps(record))
    done = run_script("explain.py", "--workdir", str(shown.path), "P-001")
    assert "Shown in 1 conversation of this project:" in done.stdout


@pytest.mark.parametrize(
    ("hook", "fields", "pattern", "reason"),
    [
        ("pretooluse", {"command": "npm test --workspace shop server install ci"}, "P-002", "another use"),
        (
            "pretooluse",
            {"command": "npm test --workspace shop ledger columns"},
            "P-003",
            "not about running",
        ),
        (
            "pretooluse",
            {"command": "npm test --workspace shop snapshots commit"},
            "P-004",
            "words of the arguments",
        ),
        ("pretooluse", {"command": "cargo test --package shop ci variable watcher"}, "P-001", "javascript"),
        ("pretooluse", {"file_path": "shop/ci.js", "content": "shop(CI, npm, watcher)"}, "P-005", "python"),
    ],
)
def test_what_stopped_a_pattern_with_a_good_score(
    project: Workspace, run_script: RunScript, hook: str, fields: dict[str, str], pattern: str, reason: str
) -> None:
    says = (
        "Run `npm test` of the shop with the CI variable set, or the watcher never ends",
        "Use npm ci instead of npm install on the build server of the shop",
        "Rename the shop columns of the ledger in two steps",
        "Commit the shop snapshots with git before the branch is pushed",
        "In Python the shop reads the CI settings once",
        "Run cargo test of the shop with --locked",
    )
    patterns = [Pattern(f"P-{number:03d}", "mistake", text) for number, text in enumerate(says, 1)]
    PatternStore(project.person.store).update(lambda *_: patterns)
    event = {
        "session_id": "s1",
        "tool_name": "Bash" if "command" in fields else "Write",
        "tool_input": fields,
    }
    subprocess.run(
        [str(SCRIPTS.parent / f"hooks/{hook}-hook.sh")],
        input=json.dumps(event),
        text=True,
        cwd=project.path,
        capture_output=True,
        check=True,
    )
    [score] = explain(run_script, project, pattern, "--agent", "s1")["agent"]["scores"]
    assert reason in score["stopped"]
    done = run_script("explain.py", "--workdir", str(project.path), pattern, "--agent", "s1")
    assert f"STOPS  {score['stopped']}" in " ".join(done.stdout.split("\n    "))
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_what_each_further_pattern_needs_more(project: Workspace) -> None:
    says = "Keep the shop's ledger of refunds in one currency, that of payment number "
    patterns = [Pattern(f"P-{number:03d}", "mistake", says + str(number) * 3) for number in range(1, 8)]
    PatternStore(project.person.store).update(lambda *_: patterns)
    event = {"session_id": "s1", "prompt": "The ledger of refunds has several currencies, fix the payments"}
    subprocess.run(
        [str(SCRIPTS.parent / "hooks/user-prompt-hook.sh")],
        input=json.dumps(event),
        text=True,
        cwd=project.path,
        capture_output=True,
        check=True,
    )
    data = json.loads(json.dumps(command(project.project, project.person.store, "P-007", "s1").data))
    [told] = data["agent"]["scores"]
    assert told["stopped"] == "the 5 places went to better ones"
    assert told["needed"] > injection.PROMPT_THRESHOLD
