#!/usr/bin/env python3
"""What a hook costs, against starting the bare interpreter and a bare shell.

    scripts/python.sh benchmarks/hook_latency.py [--rounds N]

Every hook is run as Claude Code runs it, as one process with the event on standard input, in
turn with ``python -I -S -c pass`` of the same interpreter and ``sh -c :``, so that a busy machine
slows all of them alike; medians are compared. Each call is of a new conversation, so that
lessons are injected and recorded every time. The exit status says whether the limits hold.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from self_learning import environment

environment.activate()

from self_learning.paths import Person
from self_learning.patterns import Pattern, PatternStore

SUBJECTS = (
    ("Never use a bare `except:` clause, it hides a KeyboardInterrupt", "python"),
    ("A mutable default argument is shared by all calls of the function", "python"),
    ("Open files with an explicit encoding in a `with` statement", "python"),
    ("Use const for variables that are never reassigned", "javascript"),
    ("Run pytest with two workers, the test database allows no more", "testing"),
    ("Check token expiry before each call of the payment API", "auth"),
    ("Quote every variable expansion in a shell script", "shell"),
    ("The migration that adds a column needs a default in a separate step", "database"),
    ("Sort translations by key, the import tool rejects the file otherwise", "i18n"),
    ("Compare with None by identity and not by equality", "python"),
)
CONTENT = '''"""Reads the settings."""

import os


def read(path, defaults={}):
    """Read a file of settings."""
    settings = dict(defaults)
    try:
        handle = open(path)
        for line in handle:
            key, _, value = line.partition("=")
            if value == None:
                continue
            settings[key.strip()] = value.strip()
    except:
        pass
    return settings
'''


@dataclass(frozen=True)
class Contestant:
    """A command, the event it gets, and the limit that its median is held to."""

    name: str
    command: tuple[str, ...]
    workdir: str
    home: str
    hook: str = ""
    against: str = ""
    limit: float = 0.0

    def event(self, number: int) -> bytes:
        """The event of the nth call."""
        conversation = "".join(character for character in f"{self.name}-{number}" if character.isalnum())
        value: dict[str, object] = {"session_id": conversation}
        if self.hook == "pretooluse":
            value["tool_name"] = "Write"
            value["tool_input"] = {"file_path": "src/settings.py", "content": CONTENT}
        elif self.hook == "user-prompt":
            value["prompt"] = "The payment API rejects our token: clean up the exception handling there"
        else:
            value.update(agent_id=conversation, agent_type="general-purpose")
        return json.dumps(value).encode()


def fill(home: str, count: int) -> None:
    """A store of so many patterns, each somewhat different from the others."""
    patterns = []
    for number in range(count):
        summary, tag = SUBJECTS[number % len(SUBJECTS)]
        patterns.append(
            Pattern(
                f"P-{number + 1:03d}",
                "mistake",
                f"{summary}, case{number} of module{number % 97}",
                context=(tag,),
            )
        )
    PatternStore(Person(home).store).update(lambda _old, _provenance: patterns)


def interpreter() -> str:
    """The interpreter that the hooks use."""
    noted = Path(environment.location()) / "interpreter"
    return noted.read_text(encoding="utf-8").strip() if noted.exists() else sys.executable


def contestants(directory: Path) -> list[Contestant]:
    """Everything that is measured, made ready in a directory."""
    on, off = directory / "on", directory / "off"
    for workdir in (on, off):
        workdir.mkdir()
        subprocess.run(["git", "init", "-q", str(workdir)], check=True)
    (on / ".learnings").mkdir()
    homes = {count: str(directory / f"user{count}") for count in (50, 1000)}
    for count, home in homes.items():
        fill(home, count)
    found = [
        Contestant("bare shell", ("sh", "-c", ":"), str(on), homes[50]),
        Contestant("bare interpreter", (interpreter(), "-I", "-S", "-c", "pass"), str(on), homes[50]),
    ]
    for hook, limit in (("pretooluse", 2.5), ("user-prompt", 2.5), ("subagent-start", 3.5)):
        command = ("sh", str(ROOT / "hooks" / f"{hook}-hook.sh"))
        few = f"{hook}, 50"
        found.append(Contestant(few, command, str(on), homes[50], hook, "bare interpreter", limit))
        found.append(Contestant(f"{hook}, 1000", command, str(on), homes[1000], hook, few, 1.5))
        found.append(Contestant(f"{hook}, not on", command, str(off), homes[50], hook, "bare shell", 4.0))
    for hook in ("session-start", "subagent-stop", "stop"):
        command = ("sh", str(ROOT / "hooks" / f"{hook}-hook.sh"))
        found.append(Contestant(f"{hook}, not on", command, str(off), homes[50], hook, "bare shell", 4.0))
    return found


def run(contestant: Contestant, number: int) -> tuple[float, int]:
    """Seconds of one call, and how much it said."""
    environ = {**os.environ, "CLAUDE_PROJECT_DIR": contestant.workdir, "CLOSEDLOOP_HOME": contestant.home}
    event = contestant.event(number)
    started = time.perf_counter()
    done = subprocess.run(contestant.command, input=event, capture_output=True, env=environ, check=True)
    return time.perf_counter() - started, len(done.stdout)


def main() -> int:
    """Measure, print, and say by the exit status whether the limits hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=40, metavar="N")
    rounds = parser.parse_args().rounds
    for name in list(os.environ):
        if name.startswith(("CLOSEDLOOP_", "SELF_LEARNING")):
            del os.environ[name]
    with tempfile.TemporaryDirectory() as name:
        field = contestants(Path(name))
        times: dict[str, list[float]] = {one.name: [] for one in field}
        said: dict[str, int] = {}
        for number in range(rounds + 2):
            for one in field:
                seconds, size = run(one, number)
                said[one.name] = max(size, said.get(one.name, 0))
                if number >= 2:  # the first calls write the compiled modules
                    times[one.name].append(seconds)
    medians = {name: statistics.median(series) for name, series in times.items()}
    held = True
    print(f"{'hook, patterns':24}{'median':>9}{'of':>20}{'times':>7}{'limit':>7}{'said':>7}")
    for one in field:
        line = f"{one.name:24}{medians[one.name] * 1000:6.1f} ms"
        if one.against:
            factor = medians[one.name] / medians[one.against]
            held = held and factor <= one.limit
            line += f"{one.against:>20}{factor:7.2f}{one.limit:7.1f}{said[one.name]:7d}"
            line += "" if factor <= one.limit else "  over"
            if one.workdir.endswith("on") and not said[one.name]:
                held = False
                line += "  was silent"
        print(line)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
