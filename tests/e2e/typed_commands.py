"""Commands as a person types them, and a model that runs what their text says."""

from __future__ import annotations

import re
from pathlib import Path

from e2e.client import Client, Run
from e2e.scripted_api import Request, Script, Tool, Turn


def command_lines(request: Request) -> list[str]:
    """The shell commands that a command's text tells the model to run."""
    return re.findall(r'^\s*("[^\n]*/scripts/python\.sh" .*)$', request.text, re.MULTILINE)


def bash(line: str) -> Tool:
    return Tool("Bash", {"command": line, "description": "run"})


def run_all(*changes: tuple[str, str]) -> Script:
    """A model that does what the command's text says, line by line, with words replaced."""

    def first(request: Request) -> Turn:
        lines = command_lines(request)
        for old, new in changes:
            lines = [line.replace(old, new) for line in lines]
        return Turn("as told", tuple(bash(line) for line in lines))

    return Script({"main": [first, Turn("reported")]})


def results(run: Run) -> list[str]:
    """What the tools answered, in order."""
    last = [request for request in run.requests if request.turn == 1][-1].body["messages"]
    found = []
    for message in last:
        content = message["content"]
        for block in content if isinstance(content, list) else ():
            if block.get("type") == "tool_result":
                inner = block["content"]
                found.append(inner if isinstance(inner, str) else inner[0]["text"])
    return found


def type_command(client: Client, directory: Path, command: str, script: Script) -> Run:
    run = client.run(command, script, directory, permissions=False)
    assert run.exit_code == 0, run.errors
    assert "requires approval" not in run.output
    assert "permission" not in " ".join(results(run)).casefold(), results(run)
    return run
