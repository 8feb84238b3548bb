"""The bare repository of a clone, as data: trees and blobs are read, commits are put together.

No work tree ever exists, so a hostile path, symbolic link, filter, hook or submodule in the
shared repository meets nothing that it could act on.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from typing import NamedTuple

from self_learning import text
from self_learning.errors import InputError
from self_learning.org import git_arguments, git_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MANY_PACKS = 50  # each fetch with something new leaves a pack


class Entry(NamedTuple):
    """One entry of a tree; ``size`` is that of a blob in bytes, else 0."""

    mode: str
    kind: str
    id: str
    size: int
    path: str


class Change(NamedTuple):
    """The commit that a file's present content came with; ``exact`` is False when it may be an older one."""

    commit: str
    author: str
    exact: bool


class Repository:
    """A clone's objects and its copy of the shared branch, in ``<directory>/repository.git``.

    Args:
        directory: The user directory's place for one shared repository.
    """

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.repository = os.path.join(directory, "repository.git")

    def head(self) -> str | None:
        """The commit that the last fetch found, without asking anybody."""
        try:
            with open(os.path.join(self.repository, git_arguments.SHARED_HEAD), encoding="ascii") as file:
                return file.read().strip() or None
        except (OSError, UnicodeDecodeError):
            done = git_call.call(
                "rev-parse", "--verify", "-q", git_arguments.SHARED_HEAD, directory=self.repository
            )
            return done.output.decode("ascii", "replace").strip() or None

    def discard(self) -> None:
        """Remove the clone; the next fetch makes it anew."""
        import shutil

        for name in os.listdir(self.directory) if os.path.isdir(self.directory) else ():
            path = os.path.join(self.directory, name)
            if not name.startswith("repository"):
                continue
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(path)

    def compact(self) -> None:
        """Join the packs that many fetches left; the caller holds the clone."""
        packs = os.path.join(self.repository, "objects", "pack")
        with contextlib.suppress(OSError):
            if sum(name.endswith(".pack") for name in os.listdir(packs)) > _MANY_PACKS:
                git_call.call("gc", "--quiet", "--prune=now", directory=self.repository)

    def entries(self, commit: str, folder: str) -> list[Entry]:
        """Everything below a folder that is no directory; only the folder itself when it is none.

        Paths are relative to the repository's root, with bytes that are not UTF-8 as surrogates.
        """
        done = self._local("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", folder)
        found = []
        for line in done.split(b"\0"):
            if not line:
                continue
            facts, _, path = line.partition(b"\t")
            mode, kind, identifier, size = facts.decode("ascii").split()
            found.append(
                Entry(
                    mode,
                    kind,
                    identifier,
                    int(size) if size != "-" else 0,
                    path.decode("utf-8", "surrogateescape"),
                )
            )
        return found

    def blobs(self, identifiers: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The content of blobs, in the order given.

        Raises:
            InputError: One is missing: the clone was damaged, and has been removed.
        """
        import tempfile

        with tempfile.TemporaryFile() as request:
            request.write("".join(f"{identifier}\n" for identifier in identifiers).encode("ascii"))
            request.seek(0)
            process = subprocess.Popen(
                git_arguments.command(("cat-file", "--batch", "--buffer"), self.repository),
                stdin=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_arguments.environment(),
            )
            output = process.stdout
            if output is None:
                raise AssertionError("Popen was asked for a pipe")
            try:
                while header := output.readline():
                    parts = header.split()
                    if len(parts) != 3 or parts[1] != b"blob":
                        raise self._damaged()
                    content = output.read(int(parts[2]))
                    if output.read(1) != b"\n":
                        raise self._damaged()
                    yield parts[0].decode("ascii"), content
            finally:
                output.close()
                process.kill()
                process.wait()

    def known_changes(self, commit: str, folder: str, paths: set[str]) -> dict[str, Change]:
        """The commits that files' present content came with, as far as the fetched history tells.

        Args:
            commit: Where to start.
            folder: That all the files lie in.
            paths: Theirs.
        """
        shallow = self.shallow()
        process = subprocess.Popen(
            git_arguments.command(
                (
                    *("log", "--first-parent", "-m", "--root", "--no-renames", "--name-only", "-z"),
                    *("--format=%x01%H%x02%an%x02", commit, "--", folder),
                ),
                self.repository,
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=git_arguments.environment(),
        )
        output, _ = process.communicate()
        found: dict[str, Change] = {}
        for block in output.split(b"\x01")[1:]:
            identifier, _, rest = block.partition(b"\x02")
            author, _, names = rest.partition(b"\x02")
            sha = identifier.decode("ascii", "replace")
            shown = text.sanitise(author.decode("utf-8", "replace"), 80)
            for name in names.lstrip(b"\n\0").split(b"\0"):
                path = name.decode("utf-8", "surrogateescape")
                if path in paths and path not in found:
                    found[path] = Change(sha, shown, sha not in shallow)
        return found

    def is_signed(self, commit: str) -> bool:
        """Whether git itself finds a good signature of a key that the person trusts on a commit."""
        return git_call.call("verify-commit", commit, directory=self.repository).code == 0

    def commit(
        self,
        parent: str | None,
        contents: Mapping[str, bytes | None],
        message: str,
        author: str,
        *,
        sign: bool,
    ) -> str:
        """Make a commit that changes some files.

        Args:
            parent: The commit to build on; None makes the first one.
            contents: New content by path; None removes the file.
            message: The commit message.
            author: Author and committer, by name and with a made-up address.
            sign: Sign it as git is configured to.

        Returns:
            Its id.

        Raises:
            InputError: A directory on the way is something else, or git can't sign.
        """
        changes: dict[str, str | None] = {
            path: None
            if content is None
            else self._write("hash-object", "-w", "--stdin", "--no-filters", given=content)
            for path, content in contents.items()
        }
        root = (
            None if parent is None else self._local("rev-parse", f"{parent}^{{tree}}").decode("ascii").strip()
        )
        tree = self._tree(root, changes, "")
        moment = f"{int(time.time())} +0000"
        who = {
            f"GIT_{role}_{field}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in (
                ("NAME", author),
                ("EMAIL", f"{author}@self-learning.invalid"),
                ("DATE", moment),
            )
        }
        parents = () if parent is None else ("-p", parent)
        done = git_call.call(
            "commit-tree",
            *(("-S",) if sign else ("--no-gpg-sign",)),
            *parents,
            tree,
            directory=self.repository,
            given=message.encode(),
            extra=who,
        )
        if done.code:
            remedy = "set up user.signingKey" if sign else "free some space and run this again"
            raise InputError(f"git can't make the commit: {self.fault(done)}; {remedy}")
        return done.output.decode("ascii").strip()

    def shallow(self) -> frozenset[str]:
        """The commits whose parents were not fetched."""
        try:
            with open(os.path.join(self.repository, "shallow"), encoding="ascii") as file:
                return frozenset(file.read().split())
        except OSError:
            return frozenset()

    def _tree(self, tree: str | None, changes: Mapping[str, str | None], place: str) -> str:
        """The id of a tree with some blobs put in or taken out; trees beside them are never read."""
        listed = b"" if tree is None else self._local("ls-tree", "-z", "--full-tree", tree)
        entries: dict[bytes, bytes] = {}
        for line in listed.split(b"\0"):
            if line:
                entries[line.partition(b"\t")[2]] = line.partition(b"\t")[0]
        below: dict[str, dict[str, str | None]] = {}
        for path, blob in changes.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = blob
            elif blob is None:
                entries.pop(name.encode(), None)
            else:
                entries[name.encode()] = b"100644 blob " + blob.encode()
        for name, inner in below.items():
            mode, kind, identifier = (
                (entries.get(name.encode()) or b"040000 tree ").decode("ascii").split(" ")
            )
            if kind != "tree":
                raise InputError(
                    f"the shared repository: {place}{name} is no directory (mode {mode}); remove it there"
                )
            made = self._tree(identifier or None, inner, f"{place}{name}/")
            entries[name.encode()] = b"040000 tree " + made.encode()
        content = b"".join(facts + b"\t" + name + b"\0" for name, facts in entries.items())
        return self._write("mktree", "-z", "--missing", given=content)

    def _local(self, *arguments: str) -> bytes:
        done = git_call.call(*arguments, directory=self.repository)
        if done.code:
            raise self._damaged()
        return done.output

    def _write(self, *arguments: str, given: bytes) -> str:
        done = git_call.call(*arguments, directory=self.repository, given=given)
        if done.code:
            raise InputError.at(
                self.repository,
                f"git can't write: {self.fault(done)}",
                remedy="free some space and run this again",
            )
        return done.output.decode("ascii").strip()

    def _damaged(self) -> InputError:
        self.discard()
        return InputError.at(
            self.repository, "the clone was damaged and has been removed", remedy="run this again"
        )

    def fault(self, done: git_call.Outcome) -> str:
        if done.code < 0:
            return f"it was ended by signal {-done.code}"
        return git_call.first_fault(done.error)
