"""People who share through a real bare repository, each with a user directory of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from self_learning.org.contribution import (
    Contribution,
    Counters,
    SharedPattern,
    serialise,
)
from self_learning.paths import Person, Project
from self_learning.patterns import Pattern, PatternStore, encode, next_id, stable_key

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
ORGANISATION = "acme"
MOMENT = "2026-11-01T00:00:00Z"


def git(directory: Path, *arguments: str, given: bytes | None = None) -> str:
    done = subprocess.run(
        ["git", "-C", str(directory), *arguments], input=given, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8", "replace").strip()


def bare_repository(path: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
    return path


@dataclass
class Teammate:
    """Somebody with a project and a store."""

    project: Path
    user: Path
    remote: str
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "CLOSEDLOOP_HOME": str(self.user),
            "CLAUDE_ORG_ID": ORGANISATION,
            "CLAUDE_ORG_REPO": self.remote,
            **self.extra,
        }

    @property
    def name(self) -> str:
        return Project(str(self.project)).name

    @property
    def store(self) -> PatternStore:
        return PatternStore(Person(str(self.user)).store)

    def command(self, script: str, *arguments: str) -> list[str]:
        return [sys.executable, str(SCRIPTS / script), "--workdir", str(self.project), *arguments]

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(script, *arguments), env=self.env, capture_output=True, text=True, check=False
        )

    def push(self, *arguments: str) -> dict[str, Any]:
        return self._json("push_learnings.py", *arguments)

    def pull(self, *arguments: str) -> dict[str, Any]:
        return self._json("pull_learnings.py", *arguments)

    def _json(self, script: str, *arguments: str) -> dict[str, Any]:
        done = self.run(script, "--json", *arguments)
        assert done.returncode == 0, done.stderr
        result = json.loads(done.stdout)
        assert isinstance(result, dict)
        return result

    def learn(
        self, summary: str, *, trigger: str = "", category: str = "mistake", project: str | None = None
    ) -> str:
        """Capture a lesson as step 8 leaves it: in the store, with its origin."""
        made = ""

        def change(patterns: list[Pattern], provenance: Any) -> list[Pattern]:
            nonlocal made
            made = next_id([*patterns, *self.store.archive()], provenance)
            provenance.set(
                made,
                key=stable_key(trigger, summary),
                trigger=trigger,
                origin_project=project or self.name,
                created_at=MOMENT,
                updated_at=MOMENT,
            )
            return [*patterns, Pattern(made, category, summary)]

        self.store.update(change)
        return made

    def measure(self, identifier: str, applications: int, passes: int, exposures: int = 0) -> None:
        """Count as step 10 does, for this person's project."""

        def change(patterns: list[Pattern], provenance: Any) -> list[Pattern]:
            counters = provenance.counters(identifier)
            counters[self.name] = {
                "applications": applications,
                "passes": passes,
                "points": float(passes),
                "exposures": exposures,
            }
            provenance.set(identifier, counters=counters)
            return patterns

        self.store.update(change)

    def forget(self, identifier: str) -> None:
        """Remove a pattern as a person does by hand: its line is gone from the store."""
        path = Path(self.store.path)
        kept = [pattern for pattern in self.store.read().patterns if pattern.id != identifier]
        path.write_text(encode(kept), encoding="utf-8")

    def summaries(self) -> dict[str, str]:
        return {pattern.summary: pattern.id for pattern in self.store.read().patterns}

    def entry(self, summary: str) -> dict[str, Any]:
        return self.store.provenance().get(self.summaries()[summary])


def teammate(root: Path, name: str, project: str, remote: Path | str) -> Teammate:
    directory = root / name / project
    (directory / ".learnings").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(directory)], check=True)
    return Teammate(directory, root / name / "user", str(remote))


def shared_pattern(
    summary: str, *, trigger: str = "", applications: int = 0, passes: int = 0, **fields: Any
) -> SharedPattern:
    counters = Counters(applications, passes, float(passes), 0, 0, 0)
    made = SharedPattern(
        key=stable_key(trigger, summary),
        trigger=trigger,
        summary=summary,
        category="mistake",
        confidence="medium",
        seen_count=1,
        applies_to=("*",),
        context=(),
        repo="*",
        created_at=MOMENT,
        updated_at=MOMENT,
        counters=counters,
    )
    return made._replace(**fields)


def contribution(project: str, contributor: str, *patterns: SharedPattern) -> Contribution:
    return Contribution(project, contributor, contributor, {one.key: one for one in patterns}, {}, {})


def plant(
    bare: Path, files: dict[str, bytes | tuple[str, bytes]], author: str = "Mallory <mallory@example.com>"
) -> str:
    """Commit files to the shared repository as anybody with access can, with any mode and content."""
    parent = subprocess.run(
        ["git", "-C", str(bare), "rev-parse", "-q", "--verify", "refs/heads/main"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    stream = [f"commit refs/heads/main\ncommitter {author} 1790000000 +0000\ndata 5\nplant\n".encode()]
    if parent:
        stream.append(f"from {parent}\n".encode())
    for path, content in files.items():
        mode, data = content if isinstance(content, tuple) else ("100644", content)
        stream.append(f"M {mode} inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    git(bare, "fast-import", "--quiet", given=b"".join(stream))
    return git(bare, "rev-parse", "main")


def put(bare: Path, *contributions: Contribution) -> str:
    return plant(
        bare,
        {
            f"learnings/{ORGANISATION}/{one.project}/{one.contributor}.json": serialise(one)
            for one in contributions
        },
    )


def shared(bare: Path) -> dict[str, dict[str, Any]]:
    """Every contribution in the shared repository, by path."""
    listed = git(bare, "ls-tree", "-r", "--name-only", "main").splitlines()
    return {path: json.loads(git(bare, "show", f"main:{path}")) for path in listed if path.endswith(".json")}
