"""Which services a repository holds, and which one a file belongs to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from self_learning import git_program
from self_learning.errors import SelfLearningError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.paths import Project

MANIFESTS = ("go.mod", "package.json", "pyproject.toml", "Cargo.toml", "pom.xml")
_SKIPPED = frozenset(
    ("node_modules", "vendor", "target", "dist", "build", "__pycache__", "venv", "site-packages")
)
_MAXIMUM_DIRECTORIES = 20_000
_MAXIMUM_SERVICES = 500


def detect(project: Project, given: Mapping[str, str] | None) -> dict[str, str]:
    """The services by name, with their directories relative to the workdir.

    A directory with a manifest below the top is a service. Without git the tree is walked, as far
    as a bound on its size allows.

    Args:
        project: Whose repository.
        given: What the settings say; they win, and nothing is looked for.
    """
    if given is not None:
        return {name.casefold(): directory.strip("/") for name, directory in sorted(given.items())}
    directories = sorted({os.path.dirname(path) for path in _manifests(project.workdir)} - {""})
    made: dict[str, str] = {}
    for directory in directories[:_MAXIMUM_SERVICES]:
        name = os.path.basename(directory).casefold()
        if name in made:  # two of one name are told apart by their paths
            name = directory.casefold()
        made[name] = directory
    return made


def _manifests(workdir: str) -> list[str]:
    try:
        # :(glob) would need the pathspec magic that git_program turns off, so the names are filtered here.
        listed = git_program.run(workdir, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        found = [
            one.decode("utf-8", "surrogateescape") for one in listed.split(b"\0") if one.endswith(_ENDINGS)
        ]
    except SelfLearningError:
        found = _walk(workdir)
    return [
        path
        for path in found
        if os.path.basename(path) in MANIFESTS and _SKIPPED.isdisjoint(path.split("/")) and path[0] != "."
    ]


_ENDINGS = tuple(name.encode() for name in MANIFESTS)


def _walk(workdir: str) -> list[str]:
    found: list[str] = []
    for visited, (directory, below, names) in enumerate(os.walk(workdir)):
        below[:] = sorted(one for one in below if one not in _SKIPPED and not one.startswith("."))
        if visited > _MAXIMUM_DIRECTORIES:
            break
        relative = os.path.relpath(directory, workdir).replace(os.sep, "/")
        found.extend(name if relative == "." else f"{relative}/{name}" for name in names if name in MANIFESTS)
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
