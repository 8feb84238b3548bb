"""Read every contribution of an organisation from the clone; what can't be taken is refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.org import contribution
from self_learning.org.contribution import Contribution, ContributionError

if TYPE_CHECKING:
    from self_learning.org.repository import Entry, Repository

# What people and forges put beside the contributions; it is not read.
_BESIDE = frozenset(("README.md", ".gitattributes", ".gitignore", ".gitkeep", "CODEOWNERS", "LICENSE"))


class Source(NamedTuple):
    """A contribution, where it lies and as which blob."""

    path: str
    blob: str
    contribution: Contribution


class RefusedFile(NamedTuple):
    """A path that is not taken, as it stands in the repository, and why."""

    path: str
    blob: str
    reason: str


class SharedFiles(NamedTuple):
    """All that lies in an organisation's folder."""

    sources: list[Source]
    refused: list[RefusedFile]


class Reader:
    """Reads the folder at different commits, each blob once.

    Args:
        clone: The local clone.
        folder: ``learnings/<org_id>``.
    """

    def __init__(self, clone: Repository, folder: str) -> None:
        self._clone = clone
        self._folder = folder
        self._known: dict[tuple[str, str], Contribution | str] = {}

    def read(self, commit: str | None) -> SharedFiles:
        """All contributions at a commit, ordered by path; None has none.

        Raises:
            InputError: The clone is damaged.
        """
        files = SharedFiles([], [])
        if commit is None:
            return files
        wanted: list[tuple[Entry, str, str]] = []
        for entry in self._clone.entries(commit, self._folder):
            below = entry.path.removeprefix(self._folder + "/")
            if below in _BESIDE:
                continue
            place = _place(entry, below)
            if isinstance(place, str):
                files.refused.append(RefusedFile(entry.path, entry.id, place))
            else:
                wanted.append((entry, *place))
        unread = dict.fromkeys(
            entry.id for entry, *place in wanted if (entry.id, entry.path) not in self._known
        )
        contents: dict[str, list[tuple[Entry, str, str]]] = {}
        for one in wanted:
            contents.setdefault(one[0].id, []).append(one)
        for blob, data in self._clone.blobs(unread):
            for entry, project, contributor in contents[blob]:
                try:
                    self._known[blob, entry.path] = contribution.parse(data, project, contributor)
                except ContributionError as error:
                    self._known[blob, entry.path] = str(error)
        for entry, _, _ in wanted:
            found = self._known[entry.id, entry.path]
            if isinstance(found, str):
                files.refused.append(RefusedFile(entry.path, entry.id, found))
            else:
                files.sources.append(Source(entry.path, entry.id, found))
        return files


def shown(path: str) -> str:
    """A path from the shared repository, fit to be shown and stored."""
    return text.sanitise(path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"), 300)


def _place(entry: Entry, below: str) -> tuple[str, str] | str:
    """Project and contributor that a path names, or why it can't be a contribution."""
    if entry.mode == "120000":
        return "is a symbolic link"
    if entry.kind != "blob":
        return "is another repository" if entry.kind == "commit" else "is no file"
    parts = below.split("/")
    if len(parts) != 2 or not parts[1].endswith(".json"):
        return "is not of the form <project>/<contributor>.json"
    project, contributor = parts[0], parts[1].removesuffix(".json")
    if not contribution.valid_name(project) or not contribution.valid_name(contributor):
        return "has a name that is no plain file name"
    if entry.size > contribution.MAXIMUM_BYTES:
        return f"has {entry.size:,} bytes, more than {contribution.MAXIMUM_BYTES:,}"
    return project, contributor
