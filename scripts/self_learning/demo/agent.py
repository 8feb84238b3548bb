#!/usr/bin/env python3
"""The demonstration's agent: does what ``repository.EDITS`` says, through the real hooks.

It stands for Claude Code and its subagents: it sends the hooks the events that Claude Code
sends, uses a lesson only when a hook showed it, and reports as the shown text asks it to.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

SCRIPTS = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, SCRIPTS)

from self_learning.demo import repository

ITERATION = int(os.environ["CLOSEDLOOP_ITERATION"])
WORKDIR = os.environ["CLOSEDLOOP_WORKDIR"]
SESSION = f"demo-session-{ITERATION}"


def hook(name: str, event: dict[str, object]) -> dict[str, object]:
    """Fire a shell hook as Claude Code does, and give back its answer."""
    event = {"session_id": SESSION, "transcript_path": "", "cwd": WORKDIR, **event}
    done = subprocess.run(
        ["sh", os.path.join(SCRIPTS, os.pardir, "hooks", name)],
        input=json.dumps(event) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "CLAUDE_PROJECT_DIR": WORKDIR},
    )
    answer = json.loads(done.stdout) if done.stdout.strip() else {}
    return answer if isinstance(answer, dict) else {}


def shown_to(edit: repository.Edit, agent_id: str) -> list[str]:
    """Start a subagent with a task; the lines of lessons that the hook shows it."""
    hook(
        "pretooluse-hook.sh",
        {
            "hook_event_name": "PreToolUse",
            "tool_name": "Agent",
            "tool_use_id": f"tool-{agent_id}",
            "tool_input": {"subagent_type": edit.agent, "description": edit.task, "prompt": edit.task},
        },
    )
    answer = hook(
        "subagent-start-hook.sh",
        {"hook_event_name": "SubagentStart", "agent_id": agent_id, "agent_type": edit.agent},
    )
    output = answer.get("hookSpecificOutput")
    context = output.get("additionalContext", "") if isinstance(output, dict) else ""
    return [line for line in str(context).splitlines() if line.startswith("P-")]


def work(number: int, edit: repository.Edit) -> None:
    """One subagent from start to stop."""
    agent_id = f"demo-{ITERATION}-{number}"
    lines = shown_to(edit, agent_id)
    print(f"  {edit.agent}: {edit.task}")
    for line in lines:
        print(f"    shown {line}")
    used = next((line.split()[0] for line in lines if edit.used in line), "")
    if edit.path:
        repository.write(WORKDIR, edit.path, edit.content)
        repository.git(WORKDIR, "add", "-A")
        repository.git(WORKDIR, "commit", "-q", "-m", edit.task)
    claim = (
        f"{used} -> {edit.path or 'tracker/report.py'}:{edit.line}" if used else "none, nothing shown fits"
    )
    print(f"    says  LEARNINGS_ACKNOWLEDGED: {claim}")
    if edit.lesson:
        subprocess.run(
            [
                sys.executable,
                os.path.join(SCRIPTS, "capture_learning.py"),
                *(
                    "--workdir",
                    WORKDIR,
                    "--agent",
                    edit.agent,
                    "--agent-id",
                    agent_id,
                    "--category",
                    "mistake",
                ),
                *("--summary", edit.lesson, "--trigger", "the server bans a client that retries"),
                *("--citation", f"{edit.path}:{edit.line}", "--context", "python", "--context", "client"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        print(f"    learned: {edit.lesson}")
    done = f"Done.\nLEARNINGS_ACKNOWLEDGED: {claim}\n"
    if not edit.lesson:
        done += "no_learnings: a small change that went as planned\n"
    hook(
        "subagent-stop-hook.sh",
        {
            "hook_event_name": "SubagentStop",
            "agent_id": agent_id,
            "agent_type": edit.agent,
            "stop_hook_active": False,
            "agent_transcript_path": "",
            "last_assistant_message": done,
        },
    )


def build(edit: repository.Edit) -> bool:
    """Run an edit's own check and leave the verdict for step 7 when it fails."""
    passed = (
        subprocess.run(
            [sys.executable, "checks.py", edit.check], cwd=WORKDIR, capture_output=True, check=False
        )
    ).returncode == 0
    verdict = {
        "status": "passed" if passed else "failed",
        "iteration": ITERATION,
        "run_id": os.environ["CLOSEDLOOP_RUN_ID"],
        "agent": edit.agent,
    }
    if not passed or not os.path.exists(os.path.join(WORKDIR, ".learnings", "build-result.json")):
        repository.write(WORKDIR, ".learnings/build-result.json", json.dumps(verdict) + "\n")
    return passed


def main() -> int:
    """Do this iteration's edits, then build."""
    edits = [edit for edit in repository.EDITS if edit.iteration == ITERATION]
    for number, edit in enumerate(edits, 1):
        work(number, edit)
    for edit in edits:
        if edit.check and not build(edit):
            print(f"  build of {edit.agent}'s change FAILED: check '{edit.check}'")
    if ITERATION == 3:
        print("<promise>all checks hold</promise>")
    return 0


if __name__ == "__main__":
    sys.exit(main())
