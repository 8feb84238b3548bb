"""The local clone of the shared repository: bare, shallow, and nothing but a cache.

No work tree ever exists, so a hostile path, symbolic link, filter, hook or submodule in the
shared repository meets nothing that it could act on: trees and blobs are read as data, and a
commit is put together from trees. Whatever goes wrong in the clone is mended by making it anew.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from typing import NamedTuple

from self_learning import text
from self_learning.errors import InputError, LockTimeoutError
from self_learning.org import git_call
from self_learning.org.remote import masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HEAD = "refs/shared/head"
_LOCK_SECONDS = 60.0
_MANY_PACKS = 50  # each fetch with something new leaves a pack
_DEEPENING = 1_000
_AUTHENTICATION = (
    "could not read Username",
    "could not read Password",
    "terminal prompts disabled",
    "Authentication failed",
    "Permission denied (",
    "Host key verification failed",
    "Invalid username or",
    "returned error: 401",
    "returned error: 403",
)
_UNREACHABLE = (
    "Could not resolve host",
    "unable to access",
    "Connection refused",
    "Connection timed out",
    "Connection reset",
    "Network is unreachable",
    "No route to host",
    "Could not read from remote repository",
    "the remote end hung up",
    "early EOF",
    "does not appear to be a git repository",
    "does not exist",
    "epository not found",
    "dubious ownership",
)
_DISK_FULL = ("No space left on device", "Disk quota exceeded", "File too large")


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


class Rejected(NamedTuple):
    """A push that came too late: somebody else's commit is there."""

    reason: str


class Clone:
    """A clone in ``<directory>/repository.git``.

    Args:
        directory: The user directory's place for this shared repository; made when missing.
        url: Of the shared repository, already checked.
    """

    def __init__(self, directory: str, url: str) -> None:
        self.directory = directory
        self.url = url
        self.repository = os.path.join(directory, "repository.git")

    @contextlib.contextmanager
    def held(self, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
        """Keep other processes of this person off the clone.

        ``fcntl.flock`` on the file that ``files.locked`` would take, because importing
        filelock costs as much as git's whole fetch.

        Raises:
            LockTimeoutError: Another process held it all that time.
        """
        try:
            os.makedirs(self.directory, mode=0o700, exist_ok=True)
        except OSError as error:
            raise InputError.at(self.directory, f"can't be made: {error.strerror}") from None
        try:
            import fcntl
        except ImportError:  # Windows
            from self_learning import files

            with files.locked(self.directory, seconds):
                yield
            return
        path = os.path.join(self.directory, ".lock")
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise InputError.at(path, f"can't be opened: {error.strerror}") from None
        try:
            until = time.monotonic() + seconds
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise LockTimeoutError(
                            f"{path}: another push or pull has held it for {seconds:g} s; try again later"
                        ) from None
                    time.sleep(0.05)
            yield
        finally:
            os.close(descriptor)

    def fetch(self) -> str | None:
        """Bring the clone up to date; the caller holds it.

        Returns:
            The shared branch's newest commit; None while the repository is empty.

        Raises:
            InputError: The remote can't be reached or refuses, or the disk is full.
        """
        if os.path.exists(os.path.join(self.repository, "HEAD")) and self._known():
            done = self._remote("fetch", *self._fetch_options(), "origin", self._refspec())
            if done.code == 0:
                return self.head()
            self._raise_if_remote(done)
            # Something local: a lock that a killed git left, a damaged object, a renamed branch.
        self._clone()
        done = self._remote("fetch", *self._fetch_options(), "origin", self._refspec())
        if done.code == 0:
            return self.head()
        if "couldn't find remote ref" in done.error:
            return None
        self._raise_if_remote(done)
        raise InputError(f"{masked(self.url)}: git says: {self._fault(done)}")

    def head(self) -> str | None:
        """The commit that the last fetch found, without asking anybody."""
        try:
            with open(os.path.join(self.repository, _HEAD), encoding="ascii") as file:
                return file.read().strip() or None
        except (OSError, UnicodeDecodeError):
            done = git_call.call("rev-parse", "--verify", "-q", _HEAD, directory=self.repository)
            return done.output.decode("ascii", "replace").strip() or None

    def discard(self) -> None:
        """Remove the clone; the next fetch makes it anew."""
        for name in os.listdir(self.directory) if os.path.isdir(self.directory) else ():
            if name.startswith("repository"):
                shutil.rmtree(os.path.join(self.directory, name), ignore_errors=True)

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
        with tempfile.TemporaryFile() as request:
            request.write("".join(f"{identifier}\n" for identifier in identifiers).encode("ascii"))
            request.seek(0)
            process = subprocess.Popen(
                git_call.command(("cat-file", "--batch", "--buffer"), self.repository),
                stdin=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_call.environment(),
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

    def changes(
        self, commit: str, folder: str, wanted: Iterable[str], *, complete: bool
    ) -> dict[str, Change]:
        """The commits that files' present content came with.

        Args:
            commit: Where to start.
            folder: That all the files lie in.
            wanted: Their paths.
            complete: Fetch the whole history if need be, rather than a part of it.
        """
        paths = set(wanted)
        found = self._changes(commit, folder, paths)
        if any(path not in found or not found[path].exact for path in paths) and self._shallow():
            depth = ("--unshallow",) if complete else (f"--deepen={_DEEPENING}",)
            done = self._remote("fetch", *self._fetch_options(), *depth, "origin", self._refspec())
            if done.code:
                self._raise_if_remote(done)
            else:
                found = self._changes(commit, folder, paths)
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
            raise InputError(f"git can't make the commit: {self._fault(done)}; {remedy}")
        return done.output.decode("ascii").strip()

    def push(self, commit: str) -> Rejected | None:
        """Make a commit the shared branch's newest one.

        Returns:
            None when it is; what the remote said when somebody else was faster.

        Raises:
            InputError: The remote can't be reached or refuses for another reason.
        """
        done = self._remote(
            "push", "--porcelain", "--no-verify", "origin", f"{commit}:refs/heads/{self._branch()}"
        )
        if done.code == 0:
            git_call.call("update-ref", _HEAD, commit, directory=self.repository)
            return None
        told = done.output.decode("utf-8", "replace")
        line = next((line for line in told.splitlines() if line.startswith("!")), "")
        reason = line.rpartition("\t")[2]
        lost_race = (
            "[rejected]",
            "cannot lock ref",
            "failed to update ref",
            "failed to lock",
            "incorrect old value",
        )
        if any(sign in line or sign in done.error for sign in lost_race):
            return Rejected(text.sanitise(reason, 200))
        self._raise_if_remote(done)
        said = text.sanitise(reason, 200) if reason else self._fault(done)
        raise InputError(f"{masked(self.url)}: the push was refused: {said}; ask who runs that repository")

    def _changes(self, commit: str, folder: str, paths: set[str]) -> dict[str, Change]:
        shallow = self._shallow()
        process = subprocess.Popen(
            git_call.command(
                ("log", "--first-parent", "-m", "--root", "--no-renames", "--name-only", "-z")
                + ("--format=%x01%H%x02%an%x02", commit, "--", folder),
                self.repository,
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=git_call.environment(),
        )
        output, _ = process.communicate()
        found: dict[str, Change] = {}
        for block in output.split(b"\x01")[1:]:
            identifier, _, rest = block.partition(b"\x02")
            author, _, names = rest.partition(b"\x02")
            sha = identifier.decode("ascii", "replace")
            shown = text.sanitise(author.decode("utf-8", "replace"), 80)
            for name in names.replace(b"\n", b"\0").split(b"\0"):
                path = name.decode("utf-8", "surrogateescape")
                if path in paths and path not in found:
                    found[path] = Change(sha, shown, sha not in shallow)
        return found

    def _shallow(self) -> frozenset[str]:
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
                    f"{masked(self.url)}: {place}{name} is no directory there (mode {mode}); remove it from the repository"
                )
            made = self._tree(identifier or None, inner, f"{place}{name}/")
            entries[name.encode()] = b"040000 tree " + made.encode()
        content = b"".join(facts + b"\t" + name + b"\0" for name, facts in entries.items())
        return self._write("mktree", "-z", "--missing", given=content)

    def _clone(self) -> None:
        self.discard()
        made = f"{self.repository}.new"
        done = git_call.call(
            *(
                "clone",
                "--quiet",
                "--bare",
                "--depth=1",
                "--single-branch",
                "--no-tags",
                "--no-local",
                "--template=",
            ),
            *("--", self.url, made),
            seconds=git_call.network_seconds(),
        )
        if done.code:
            shutil.rmtree(made, ignore_errors=True)
            self._raise_if_remote(done)
            raise InputError(f"{masked(self.url)}: can't be cloned: git says: {self._fault(done)}")
        try:
            os.chmod(made, 0o700)
            os.chmod(os.path.join(made, "config"), 0o600)  # the URL may hold a token
            os.rename(made, self.repository)
        except OSError as error:
            raise InputError.at(self.repository, f"can't be made: {error.strerror}") from None

    def _known(self) -> bool:
        return os.path.exists(os.path.join(self.repository, _HEAD)) or self.head() is not None

    def _branch(self) -> str:
        """The remote's default branch, which the clone took over; ``main`` if it told none."""
        with open(os.path.join(self.repository, "HEAD"), encoding="utf-8") as file:
            return file.read().strip().removeprefix("ref: refs/heads/") or "main"

    def _refspec(self) -> str:
        return f"+refs/heads/{self._branch()}:{_HEAD}"

    @staticmethod
    def _fetch_options() -> tuple[str, ...]:
        return ("--quiet", "--no-tags", "--no-auto-maintenance", "--no-write-fetch-head")

    def _remote(self, *arguments: str) -> git_call.Outcome:
        return git_call.call(*arguments, directory=self.repository, seconds=git_call.network_seconds())

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
                f"git can't write: {self._fault(done)}",
                remedy="free some space and run this again",
            )
        return done.output.decode("ascii").strip()

    def _damaged(self) -> InputError:
        self.discard()
        return InputError.at(
            self.repository, "the clone was damaged and has been removed", remedy="run this again"
        )

    def _fault(self, done: git_call.Outcome) -> str:
        if done.code < 0:
            return f"it was ended by signal {-done.code}"
        return git_call.first_fault(done.error).replace(self.url, masked(self.url))

    def _raise_if_remote(self, done: git_call.Outcome) -> None:
        """Raise for what making the clone anew can't mend."""
        shown = masked(self.url)
        if any(sign in done.error for sign in _DISK_FULL) or done.code == -25:  # SIGXFSZ
            raise InputError.at(
                self.directory, "the disk is full", remedy="free some space and run this again"
            )
        if any(sign in done.error for sign in _AUTHENTICATION):
            raise InputError(
                f"{shown}: git could not log in: {self._fault(done)}; set up a credential helper or an ssh key "
                "until `git ls-remote` of it works without a question"
            )
        if any(sign in done.error for sign in _UNREACHABLE):
            raise InputError(
                f"{shown}: can't be reached: {self._fault(done)}; nothing was changed, "
                "check the URL and the network and run this again"
            )
