"""The throw-away repository of the demonstration: a small package, its checks and its past.

The checks are real: they run the package. Two agents work on it, one on the feed's
timestamps, one on the client's retries, and what they write is in ``EDITS``.
"""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

FEED = """def parse(line):
    place, moment = line.split(";")
    return place, moment
"""

CLIENT = """def fetch(server):
    return server.get()
"""

REPORT = """def title(place):
    return place
"""

CHECKS = '''"""What the package has to do. Each check exits 0 when it holds: python3 checks.py NAME."""
import sys
from datetime import timedelta

from tracker import client, feed, report


class Server:
    """Answers the third call, and bans whoever does not wait a little longer each time."""

    def __init__(self):
        self.calls, self.waits = 0, []

    def wait(self, seconds):
        self.waits.append(seconds)

    def get(self):
        self.calls += 1
        if self.calls > 1 and (len(self.waits) < self.calls - 1 or self.waits != sorted(set(self.waits))):
            raise PermissionError("banned")
        if self.calls < 3:
            raise ConnectionError("busy")
        return "parcel"


def timestamps():
    place, moment = feed.parse("Oslo;2026-03-29T01:30:00+01:00")
    assert moment.utcoffset() == timedelta(hours=1)


def retries():
    assert client.fetch(Server()) == "parcel"


def titles():
    assert report.title("oslo") == "Oslo"


if __name__ == "__main__":
    globals()[sys.argv[1]]()
'''

# Counts with the checks themselves; the goal is met when at least 60 % of them hold.
EVALUATOR = '''"""Tells self-learning how far the goal is reached: the share of the checks that hold."""
import json
import subprocess
import sys

names = ["timestamps", "retries", "titles"]
held = [
    name
    for name in names
    if subprocess.run([sys.executable, "checks.py", name], capture_output=True).returncode == 0
]
score = round(len(held) / len(names), 2)
print(json.dumps({"success": score >= 0.6, "score": score, "metrics": {"checks_passed": len(held)}}))
'''

GOAL = """active_goal: all-checks-hold
goals:
  all-checks-hold:
    description: the share of the package's checks that hold
    evaluator: custom
"""


class Edit(NamedTuple):
    """What an agent does in an iteration: its task, the file it writes, what it then says and learned."""

    iteration: int
    agent: str
    task: str
    path: str
    content: str
    used: str
    line: int
    lesson: str = ""
    check: str = ""


_RETRY_AT_ONCE = """def fetch(server):
    for attempt in range(3):
        try:
            return server.get()
        except ConnectionError:
            continue
    raise ConnectionError("the server stayed busy")
"""

_RETRY_WITH_BACKOFF = """def fetch(server):
    for attempt in range(3):
        try:
            return server.get()
        except ConnectionError:
            server.wait(2**attempt)
    raise ConnectionError("the server stayed busy")
"""

EDITS = (
    Edit(
        1,
        "feed-writer",
        "Parse the timestamps of the feed in tracker/feed.py as datetime",
        "tracker/feed.py",
        """from datetime import datetime


def parse(line):
    place, moment = line.split(";")
    return place, datetime.fromisoformat(moment)
""",
        "Parse feed timestamps with datetime.fromisoformat",
        6,
        check="timestamps",
    ),
    Edit(
        1,
        "client-writer",
        "Make the client in tracker/client.py retry a failed request to the server",
        "tracker/client.py",
        _RETRY_AT_ONCE,
        "Retry a failed request to the server three times",
        2,
        lesson="Wait twice as long before each retry of a server request; "
        "a client that retries at once gets banned",
        check="retries",
    ),
    Edit(
        2,
        "feed-writer",
        "Let the feed in tracker/feed.py skip white space before its timestamps",
        "tracker/feed.py",
        """from datetime import datetime


def parse(line):
    place, moment = line.split(";")
    return place.strip(), datetime.fromisoformat(moment.strip())
""",
        "Parse feed timestamps with datetime.fromisoformat",
        6,
        check="timestamps",
    ),
    Edit(
        2,
        "client-writer",
        "The server bans our client: make the retry of a request in tracker/client.py work",
        "tracker/client.py",
        _RETRY_WITH_BACKOFF,
        "Wait twice as long before each retry of a server request",
        6,
        check="retries",
    ),
    Edit(
        2,
        "report-writer",
        "See whether the place names of a report in tracker/report.py have a capital",
        "",
        "",
        "Capitalise place names in a report with str.title",
        400,
    ),
    Edit(
        3,
        "report-writer",
        "Write the place names of a report in tracker/report.py with a capital",
        "tracker/report.py",
        """def title(place):
    return place.title()
""",
        "Capitalise place names in a report with str.title",
        2,
        check="titles",
    ),
    Edit(
        3,
        "client-writer",
        "Name the number of attempts of a server request in tracker/client.py",
        "tracker/client.py",
        "ATTEMPTS = 3\n\n\n" + _RETRY_WITH_BACKOFF.replace("range(3)", "range(ATTEMPTS)"),
        "Wait twice as long before each retry of a server request",
        9,
        check="retries",
    ),
    Edit(
        3,
        "feed-writer",
        "Document the format of the timestamps of the feed in tracker/feed.py",
        "tracker/feed.py",
        '''from datetime import datetime


def parse(line):
    """Split a line such as "Oslo;2026-03-29T01:30:00+01:00"."""
    place, moment = line.split(";")
    return place.strip(), datetime.fromisoformat(moment.strip())
''',
        "Parse feed timestamps with datetime.fromisoformat",
        7,
        check="timestamps",
    ),
)


def git(directory: str, *arguments: str) -> None:
    """Run git in the throw-away repository, untouched by the person's own configuration."""
    subprocess.run(
        [
            "git",
            *("-c", "user.name=Demo", "-c", "user.email=demo@example.com"),
            *("-c", "commit.gpgsign=false", "-c", "core.hooksPath=", "-c", "init.defaultBranch=main"),
            *arguments,
        ],
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )


def write(directory: str, name: str, content: str) -> None:
    """Write a file of the repository."""
    path = os.path.join(directory, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)


def create(directory: str) -> None:
    """Make the repository with its first commits."""
    os.makedirs(directory)
    git(directory, "init", "-q")
    write(directory, "tracker/__init__.py", "")
    write(directory, "tracker/feed.py", FEED)
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "-m", "Read the feed")
    write(directory, "tracker/client.py", CLIENT)
    write(directory, "tracker/report.py", REPORT)
    write(directory, "checks.py", CHECKS)
    write(directory, ".gitignore", "__pycache__/\n")
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "-m", "Ask the server, and report")
