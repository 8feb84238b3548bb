"""Whether each hook fires: once, with a sample event, in a throw-away project with a sample store.

Nothing of the real project or the person's files is read or written by these hooks, but the
settings, which are copied. The sample pattern must arrive in the answers of the hooks that
inject, and the sample agent's report in the logs.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

from self_learning import environment, outcomes, text
from self_learning.doctor.finding import Finding, broken, ok
from self_learning.hook_io import EVENT_NAMES
from self_learning.paths import Person, Project
from self_learning.patterns import Pattern, PatternStore

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 30
_SESSION = "doctor-session"
_AGENT = "doctor-agent"
_TASK = "check the token expiry in the auth API client before each call"
_PATTERN = Pattern(
    "P-001",
    "pattern",
    "Check token expiry before every API call in the auth client, not once at start-up",
    context=("auth", "api", "token"),
)
_CODE = """def call(client):
    # check the token expiry before each API call
    return client.auth.token_expiry()
"""
_REINSTALL = "reinstall the plugin"
_TOOLS = ("Bash", "Write", "Edit", "Agent")  # that the hook on tool calls must be asked about


class Sample(NamedTuple):
    """A hook, the event it is given, and a text that its answer must hold, if any."""

    script: str
    event: str
    fields: dict[str, object]
    expected: str = ""


_SAMPLES = (
    Sample("session-start-hook.sh", "session_start", {"source": "startup"}, "self-learning is on"),
    Sample("user-prompt-hook.sh", "user_prompt_submit", {"prompt": _TASK}, "P-001"),
    Sample(
        "pretooluse-hook.sh",
        "pre_tool_use",
        {
            "agent_id": "doctor-writer",
            "agent_type": "Explore",
            "tool_name": "Write",
            "tool_input": {"file_path": "auth/client.py", "content": _CODE},
        },
        "P-001",
    ),
    Sample(
        "subagent-start-hook.sh", "subagent_start", {"agent_id": _AGENT, "agent_type": "Explore"}, "P-001"
    ),
    Sample(
        "subagent-stop-hook.sh",
        "subagent_stop",
        {
            "agent_id": _AGENT,
            "agent_type": "Explore",
            "last_assistant_message": "LEARNINGS_ACKNOWLEDGED: P-001 -> auth/client.py:2",
        },
    ),
    Sample(
        "stop-hook.sh",
        "stop",
        {"last_assistant_message": "LEARNINGS_ACKNOWLEDGED: P-001 -> auth/client.py:2"},
    ),
)


def examine(project: Project, root: str = environment.ROOT) -> list[Finding]:
    """Fire each hook once.

    Args:
        project: Whose settings are copied.
        root: The plugin's directory.
    """
    directory = os.path.join(root, "hooks")
    declared = _declared(os.path.join(directory, "hooks.json"))
    if isinstance(declared, Finding):
        return [declared]
    for part in (os.path.join(directory, "dispatch.sh"), os.path.join(root, "scripts", "hook.py")):
        if not os.access(part, os.R_OK):
            return [broken("hooks", f"{part} is missing, which every hook needs", _REINSTALL)]
    findings = [_declaration(declared)]
    with tempfile.TemporaryDirectory(prefix="self-learning-doctor-") as temporary:
        sample_project, environ = _prepare(project, temporary)
        for sample in _SAMPLES:
            path = os.path.join(directory, sample.script)
            name = EVENT_NAMES[sample.event]
            if name not in declared:
                findings.append(broken(name, "is not declared in hooks.json", _REINSTALL))
            elif not any(sample.script in command for command, _ in declared[name]):
                findings.append(broken(name, f"hooks.json doesn't call {sample.script}", _REINSTALL))
            elif not os.path.exists(path):
                findings.append(broken(name, f"{path} is missing", _REINSTALL))
            elif not os.access(path, os.X_OK):
                findings.append(
                    broken(name, f"{path} is not executable", f"run chmod +x {shlex.quote(path)}")
                )
            else:
                findings.append(_fire(path, sample, sample_project, environ))
    return findings


def _declared(path: str) -> dict[str, list[tuple[str, str]]] | Finding:
    """The events that hooks.json declares, each with its commands and their matchers."""
    try:
        with open(path, encoding="utf-8") as file:
            events = json.load(file)["hooks"]
        return {
            name: [
                (str(hook.get("command")), str(group.get("matcher") or "*"))
                for group in groups
                for hook in group["hooks"]
            ]
            for name, groups in events.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return broken("hooks.json", f"{path} can't be used: {text.sanitise(str(error), 120)}", _REINSTALL)


def _declaration(declared: Mapping[str, list[tuple[str, str]]]) -> Finding:
    """Whether the tools that matter reach the hook on tool calls."""
    matchers = {name for _, matcher in declared.get("PreToolUse", ()) for name in matcher.split("|")}
    missed = [] if "*" in matchers else [name for name in _TOOLS if name not in matchers]
    if missed:
        return broken("hooks.json", f"leaves out {', '.join(missed)} from PreToolUse", _REINSTALL)
    return ok("hooks.json", f"declares {len(declared)} events")


def _prepare(project: Project, directory: str) -> tuple[Project, dict[str, str]]:
    """A project that takes part, a store with one pattern, and the environment to reach only them."""
    sample = Project(os.path.join(directory, "project"))
    os.makedirs(os.path.join(sample.workdir, ".git"))  # where the search for the top level ends
    os.mkdir(sample.learnings, 0o700)
    if os.path.exists(project.settings_file):
        shutil.copyfile(project.settings_file, sample.settings_file)
    person = Person(os.path.join(directory, "person"))
    PatternStore(person.store).update(lambda *_: [_PATTERN])
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CLOSEDLOOP_") and name not in ("SELF_LEARNING", "CLAUDE_PROJECT_DIR")
    }
    environ.update(CLAUDE_PROJECT_DIR=sample.workdir, CLOSEDLOOP_HOME=person.directory)
    return sample, environ


def _fire(path: str, sample: Sample, project: Project, environ: Mapping[str, str]) -> Finding:
    name = EVENT_NAMES[sample.event]
    event = {
        "session_id": _SESSION,
        "transcript_path": os.path.join(project.workdir, "transcript.jsonl"),
        "cwd": project.workdir,
        "hook_event_name": name,
        **sample.fields,
    }
    clock = time.perf_counter()
    try:
        done = subprocess.run(
            [path],
            input=json.dumps(event).encode(),
            cwd=project.workdir,
            env=environ,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return broken(name, f"{path}: {text.sanitise(str(error), 120)}", _REINSTALL)
    milliseconds = round((time.perf_counter() - clock) * 1000)
    fault = _fault(done, sample, project)
    if fault:
        return broken(name, f"{os.path.basename(path)}: {fault}", _remedy(project))
    return ok(name, f"fires and does its part, {milliseconds} ms")


def _fault(done: subprocess.CompletedProcess[bytes], sample: Sample, project: Project) -> str:
    """What is wrong with a hook's answer or with what it left behind; nothing when it is right."""
    if done.returncode:
        return f"ended with status {done.returncode}"
    if done.stderr.strip():
        return f"wrote to standard error: {text.sanitise(done.stderr.decode('utf-8', 'replace'), 120)}"
    try:
        answer = json.loads(done.stdout) if done.stdout.strip() else {}
    except ValueError:
        return "printed something that is not JSON"
    if sample.expected and sample.expected not in json.dumps(answer):
        return "did not give the expected answer"
    specific = answer.get("hookSpecificOutput")
    if specific is not None and specific.get("hookEventName") != EVENT_NAMES[sample.event]:
        return "gave an answer that the client drops: hookEventName is missing or wrong"
    recorded = os.path.join(project.sessions, f"{_SESSION}.json")
    if sample.event == "session_start" and not os.path.exists(recorded):
        return "did not record the session"
    agent = {"subagent_stop": "Explore", "stop": "main"}.get(sample.event)
    if agent and not any(
        (row.agent, row.pattern, row.status) == (agent, "P-001", "applied")
        for row in outcomes.stream(project.outcomes_log)
    ):
        return "did not record what the agent used"
    return ""


def _remedy(project: Project) -> str:
    """What the hooks themselves say of it, or to reinstall."""
    try:
        with open(project.hooks_log, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        lines = []
    return f"the hook says: {text.sanitise(lines[-1], 240)}" if lines else _REINSTALL
