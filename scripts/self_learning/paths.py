"""Where everything lives: the workdir, its .learnings/ and the person's own directory.

Paths are plain strings and only ``os`` is imported, because the hooks that run on every
tool call use this module and pathlib alone would cost them a third of their time.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # the typing module itself is too slow to import in a hook
if TYPE_CHECKING:
    from collections.abc import Mapping

_IDENTIFIER_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def git_top_level(directory: str) -> str | None:
    """The nearest directory at or above ``directory`` that holds ``.git``, or None.

    Walks up instead of asking git, which would cost a process; a worktree's ``.git`` is a
    file, and counts.
    """
    current = os.path.abspath(directory)
    while True:
        if os.path.exists(os.path.join(current, ".git")):
            return current
        parent = os.path.dirname(current)
        if parent == current:
            return None
        current = parent


def workdir(explicit: str | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """The project's directory: the option, else the environment, else the git top level.

    Args:
        explicit: What the person gave with ``--workdir``; wins when given.
        environ: Read for ``CLOSEDLOOP_WORKDIR`` and ``CLAUDE_PROJECT_DIR``.
    """
    chosen = explicit or environ.get("CLOSEDLOOP_WORKDIR")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    start = environ.get("CLAUDE_PROJECT_DIR") or os.getcwd()
    return git_top_level(start) or os.path.abspath(start)


def user_directory(environ: Mapping[str, str] = os.environ) -> str:
    """The person's own directory: ``$CLOSEDLOOP_HOME``, else ``~/.closedloop-ai``."""
    return os.path.abspath(os.path.expanduser(environ.get("CLOSEDLOOP_HOME") or "~/.closedloop-ai"))


def valid_identifier(text: object) -> bool:
    """Whether a session, agent or run id may become part of a file name."""
    return (
        isinstance(text, str)
        and 0 < len(text) <= 128
        and not text.startswith(".")
        and _IDENTIFIER_CHARACTERS.issuperset(text)
    )


def index_of(store_path: str) -> str:
    """The prepared index that belongs to a pattern store, beside it."""
    stem = store_path.removesuffix(".toon")
    return stem + ".index"


def repository_name(directory: str) -> str:
    """A repository's name: that of its origin, else of its main work tree's directory.

    A linked worktree or a clone in a directory of another name is the same repository, so
    the origin's URL decides where there is one.
    """
    top = git_top_level(directory) or os.path.abspath(directory)
    git_directory = os.path.join(top, ".git")
    try:
        if os.path.isfile(git_directory):  # "gitdir: <main>/.git/worktrees/<name>"
            with open(git_directory, encoding="utf-8") as file:
                git_directory = os.path.join(top, file.read().partition("gitdir:")[2].strip())
            common = os.path.join(git_directory, "commondir")
            if os.path.exists(common):
                with open(common, encoding="utf-8") as file:
                    git_directory = os.path.normpath(os.path.join(git_directory, file.read().strip()))
        with open(os.path.join(git_directory, "config"), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    section = ""
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("["):
            section = stripped
        elif section == '[remote "origin"]' and stripped.partition("=")[0].strip() == "url":
            url = stripped.partition("=")[2].strip().rstrip("/")
            name = url.replace("\\", "/").rpartition("/")[2].rpartition(":")[2].removesuffix(".git")
            if name:
                return name
    if os.path.basename(git_directory) == ".git":
        top = os.path.dirname(git_directory)
    return os.path.basename(top) or "project"


class Project:
    """The files of one project, W/.learnings/; see FORMATS.md for what each holds.

    Args:
        workdir: The project's directory, as ``paths.workdir`` gives it.
    """

    __slots__ = ("_name", "learnings", "workdir")

    def __init__(self, workdir: str) -> None:
        self.workdir = os.path.abspath(workdir)
        self.learnings = os.path.join(self.workdir, ".learnings")
        self._name: str | None = None

    def __repr__(self) -> str:
        return f"Project({self.workdir!r})"

    @property
    def name(self) -> str:
        """The repository's name, as the ``repo`` field of a pattern holds it."""
        if self._name is None:
            self._name = repository_name(self.workdir)
        return self._name

    @property
    def is_on(self) -> bool:
        """Whether the project takes part: it holds .learnings/ and nobody switched it off."""
        return os.environ.get("SELF_LEARNING") != "off" and os.path.isdir(self.learnings)

    def _in(self, *names: str) -> str:
        return os.path.join(self.learnings, *names)

    @property
    def pending(self) -> str:
        """Directory of captured lessons that are not yet classified."""
        return self._in("pending")

    @property
    def archive(self) -> str:
        """Directory of pending files after processing, by run."""
        return self._in("archive")

    @property
    def quarantine(self) -> str:
        """Directory of what could not be read."""
        return self._in("quarantine")

    @property
    def sessions(self) -> str:
        """Directory of classified lessons by run, and of session records."""
        return self._in("sessions")

    @property
    def injections(self) -> str:
        """Directory of what was shown to running agents."""
        return self._in("injections")

    @property
    def outcomes_log(self) -> str:
        """One row for each pattern shown to or applied by an agent."""
        return self._in("outcomes.log")

    @property
    def acknowledgments_log(self) -> str:
        """One row for each agent that stopped."""
        return self._in("acknowledgments.log")

    @property
    def runs_log(self) -> str:
        """One row for each iteration of a run."""
        return self._in("runs.log")

    @property
    def hooks_log(self) -> str:
        """What a hook could not do."""
        return self._in("hooks.log")

    @property
    def perf_log(self) -> str:
        """One row for each pipeline step and each agent."""
        return self._in("perf.jsonl")

    @property
    def failures(self) -> str:
        """Failed citations, for people."""
        return self._in("failures.md")

    @property
    def changed_files(self) -> str:
        """What step 1 hands to step 2."""
        return self._in("changed-files.json")

    @property
    def relevance_scores(self) -> str:
        """What step 2 hands to step 3."""
        return self._in("relevance-scores.json")

    @property
    def goal_outcome(self) -> str:
        """What step 4 hands to step 5."""
        return self._in("goal-outcome.json")

    @property
    def build_result(self) -> str:
        """What a build validator hands to step 7."""
        return self._in("build-result.json")

    @property
    def merge_result(self) -> str:
        """What step 8 hands to step 9."""
        return self._in("merge-result.json")

    @property
    def pending_closedloop(self) -> str:
        """What step 8 hands to step 11."""
        return self._in("pending-closedloop.json")

    @property
    def goal_file(self) -> str:
        """The person's goals."""
        return self._in("goal.yaml")

    @property
    def retention_file(self) -> str:
        """What is kept, how long and how much."""
        return self._in("retention.yaml")

    @property
    def settings_file(self) -> str:
        """Everything else that a person may set."""
        return self._in("settings.yaml")

    @property
    def run_lock(self) -> str:
        """Directory whose lock a running loop holds."""
        return self._in("run")

    @property
    def run_state(self) -> str:
        """What a stopped run needs to resume."""
        return self._in("run", "state.json")

    def session_file(self, run_id: str, iteration: int) -> str:
        """The classified lessons of one iteration."""
        return self._in("sessions", f"run-{run_id}", f"iter-{iteration}.json")

    def injection_file(self, agent_id: str) -> str:
        """What was shown to one conversation; the id must be a valid identifier."""
        if not valid_identifier(agent_id):
            raise ValueError(f"not a valid identifier: {agent_id!r}")
        return self._in("injections", f"{agent_id}.json")


class Person:
    """The files of one person, shared by all their projects; see FORMATS.md.

    Args:
        directory: The user directory; by default as ``user_directory`` gives it.
    """

    __slots__ = ("directory", "learnings")

    def __init__(self, directory: str | None = None) -> None:
        self.directory = directory or user_directory()
        self.learnings = os.path.join(self.directory, "learnings")

    @property
    def store(self) -> str:
        """The pattern store."""
        return os.path.join(self.learnings, "org-patterns.toon")

    @property
    def store_backup(self) -> str:
        """The store before the last write."""
        return os.path.join(self.learnings, "org-patterns.bak")

    @property
    def store_archive(self) -> str:
        """Pruned and capped patterns."""
        return os.path.join(self.learnings, "org-patterns.archive.toon")

    @property
    def provenance(self) -> str:
        """Where each pattern came from, and its counters."""
        return os.path.join(self.learnings, "org-patterns.provenance.json")

    @property
    def index(self) -> str:
        """The index that the hooks read."""
        return index_of(self.store)

    @property
    def closedloop_learnings(self) -> str:
        """Lessons about the tooling itself."""
        return os.path.join(self.learnings, "closedloop-learnings.json")

    @property
    def organisation_clone(self) -> str:
        """Directory of clones of shared repositories."""
        return os.path.join(self.learnings, "org")
