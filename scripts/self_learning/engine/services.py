"""Which services a repository holds, and which one a file belongs to."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from typing import TYPE_CHECKING

from self_learning import git_program
from self_learning.engine import manifests
from self_learning.errors import SelfLearningError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from self_learning.paths import Project

# What other people wrote or a tool made; neither its manifests nor its code are the project's.
_FOREIGN = frozenset(
    ("node_modules", "bower_components", "jspm_packages", "vendor", "vendored", "third_party", "third-party",
     "target", "dist", "build", "_build", "out", "__pycache__", "venv", "virtualenv", "site-packages",
     "dist-packages", "pods", "coverage")
)  # fmt: skip
# What only looks like a project: input of tests, and what shows how a library is used.
_SHOWN = frozenset(
    ("test", "tests", "testing", "testdata", "test-data", "test_data", "__tests__", "fixtures",
     "__fixtures__", "spec", "specs", "mocks", "__mocks__", "examples", "example", "samples", "sample",
     "demos", "docs", "doc", "benchmarks", "fuzz", "templates")
)  # fmt: skip
_MAXIMUM_DIRECTORIES = 20_000
_MAXIMUM_SERVICES = 500


def detect(project: Project, given: Mapping[str, str] | None) -> dict[str, str]:
    """The services by name, with their directories relative to the workdir.

    A directory with a manifest below the top is a service. One inside another of the same kind is its
    own service only where a workspace names it, or where it is a Go module. Without git the tree is walked,
    as far as a bound on its size allows.

    Args:
        project: Whose repository.
        given: What the settings say; they win, and nothing is looked for.
    """
    if given is not None:
        return {name.casefold(): directory.strip("/") for name, directory in sorted(given.items())}
    found: dict[str, set[str]] = {}
    for path in _manifests(project.workdir):
        directory, name = posixpath.split(path)
        found.setdefault(name, set()).add(directory)
    chosen = {one for name, directories in found.items() for one in _own(project.workdir, name, directories)}
    directories = sorted(chosen)[:_MAXIMUM_SERVICES]
    shared = Counter(posixpath.basename(one).casefold() for one in directories)
    # Those of one name are told apart by their paths.
    return {
        name if shared[name := posixpath.basename(one).casefold()] == 1 else one.casefold(): one
        for one in directories
    }


def is_foreign(path: str) -> bool:
    """Whether a file is vendored, built or hidden, by the directories it lies in."""
    return any(part in _FOREIGN or part[:1] == "." for part in path.casefold().split("/"))


def _own(workdir: str, name: str, directories: set[str]) -> list[str]:
    """The directories whose manifest of this name makes them a service."""
    if name == "go.mod":
        return sorted(directories - {""})
    workspaces: dict[str, manifests.Workspace | None] = {}
    dropped: set[str] = set()
    with_members: set[str] = set()
    for directory in sorted(directories, key=lambda one: (one.count("/"), one)):
        if not directory:
            continue
        outer = _above(directory, directories)
        if outer is None:
            continue
        # The workspace that speaks of it is the nearest above; a project between them hides it.
        for above in outer:
            if above not in workspaces:
                workspaces[above] = manifests.workspace(os.path.join(workdir, above), name)
            workspace = workspaces[above]
            if workspace is None:
                if above:
                    dropped.add(directory)  # a part of the project above it
                    break
                continue
            inside = posixpath.relpath(directory, above or ".")
            if workspace.excludes(inside) or not (workspace.includes(inside) or workspace.is_open):
                dropped.add(directory)
            else:
                with_members.add(above)
            break
    roots = {one for one in with_members if (found := workspaces[one]) is not None and found.is_only_root}
    return sorted(directories - dropped - roots - {""})


def _above(directory: str, directories: set[str]) -> list[str] | None:
    """The directories of the set that hold this one, the nearest first."""
    found = []
    upward = directory
    while upward:
        upward = posixpath.dirname(upward)
        if upward in directories:
            found.append(upward)
    return found or None


def _manifests(workdir: str) -> list[str]:
    try:
        # :(glob) would need the pathspec magic that git_program turns off, so the names are filtered here.
        listed = git_program.run(workdir, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        found: Iterable[str] = (
            one.decode("utf-8", "surrogateescape") for one in listed.split(b"\0") if one.endswith(_ENDINGS)
        )
    except SelfLearningError:
        found = _walk(workdir)
    return [
        path
        for path in found
        if posixpath.basename(path) in manifests.NAMES
        and not is_foreign(path)
        and _SHOWN.isdisjoint(path.casefold().split("/"))
    ]


_ENDINGS = tuple(name.encode() for name in manifests.NAMES)


def _walk(workdir: str) -> list[str]:
    found: list[str] = []
    for visited, (directory, below, names) in enumerate(os.walk(workdir)):
        below[:] = sorted(one for one in below if not is_foreign(one) and one.casefold() not in _SHOWN)
        if visited > _MAXIMUM_DIRECTORIES:
            break
        relative = os.path.relpath(directory, workdir).replace(os.sep, "/")
        found.extend(
            name if relative == "." else f"{relative}/{name}" for name in names if name in manifests.NAMES
        )
    return found


class ServiceOf:
    """Tells a file's service; callable, and remembers directories.

    Args:
        project: Its name stands for what belongs to no service.
        services: As ``detect`` gives them.
    """

    def __init__(self, project: Project, services: Mapping[str, str]) -> None:
        self._workdir = project.workdir.replace(os.sep, "/").rstrip("/") + "/"
        self._default = project.name.casefold()
        self._by_directory = {directory: name for name, directory in services.items()}
        self._remembered: dict[str, str] = {}

    def __call__(self, file: str) -> str:
        if not self._by_directory or not file:
            return self._default
        directory = file.removeprefix(self._workdir).removeprefix("./").rpartition("/")[0]
        known = self._remembered.get(directory)
        if known is None:
            known = self._default
            upward = directory
            while upward:
                if upward in self._by_directory:
                    known = self._by_directory[upward]
                    break
                upward = upward.rpartition("/")[0]
            self._remembered[directory] = known
        return known
