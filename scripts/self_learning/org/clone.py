"""The local clone of the shared repository: bare, shallow, and nothing but a cache.

Whatever goes wrong in it is mended by making it anew; what goes wrong at the remote is told in
words that say what to do.
"""

from __future__ import annotations

import contextlib
import os
import re

from self_learning import files, text
from self_learning.errors import InputError
from self_learning.org import git_arguments, git_call
from self_learning.org.remote import masked
from self_learning.org.repository import Change, Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LOCK_SECONDS = 120.0
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
_PROGRESS = re.compile(r": +\d+(?:% \(\d+/\d+\)|, done)")
_DISK_FULL = ("No space left on device", "Disk quota exceeded", "File too large")


class Clone(Repository):
    """A repository that is kept up to date with a remote one.

    Args:
        directory: The user directory's place for this shared repository; made when missing.
        url: Of the shared repository, already checked.
    """

    def __init__(self, directory: str, url: str) -> None:
        super().__init__(directory)
        self.url = url

    def held(self, seconds: float = _LOCK_SECONDS) -> contextlib.AbstractContextManager[None]:
        """Keep other processes of this person off the clone.

        Args:
            seconds: How long to wait for one; a push may have to try again several times.

        Raises:
            LockTimeoutError: Another process held it all that time.
        """
        return files.locked(self.directory, seconds)

    def fetch(self) -> str | None:
        """Bring the clone up to date; the caller holds it.

        Returns:
            The shared branch's newest commit; None while the repository is empty.

        Raises:
            InputError: The remote can't be reached or refuses, or the disk is full.
        """
        if os.path.exists(os.path.join(self.repository, "HEAD")) and self._known():
            done = self._fetched()
            if done.code == 0:
                return self.head()
            self._raise_if_remote(done)
            # Something local: a lock that a killed git left, a damaged object, a renamed branch.
        self._clone()
        done = self._fetched()
        if done.code == 0:
            return self.head()
        if "couldn't find remote ref" in done.error:
            return None
        self._raise_if_remote(done)
        raise InputError(f"{masked(self.url)}: git says: {self._told(done)}")

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
        found = self.known_changes(commit, folder, paths)
        if any(path not in found or not found[path].exact for path in paths) and self.shallow():
            depth = ("--unshallow",) if complete else (f"--deepen={_DEEPENING}",)
            done = self._fetched(*depth)
            if done.code:
                self._raise_if_remote(done)
            else:
                found = self.known_changes(commit, folder, paths)
        return found

    def push(self, commit: str) -> bool:
        """Make a commit the shared branch's newest one.

        Returns:
            Whether it is; not when somebody else was faster.

        Raises:
            InputError: The remote can't be reached or refuses for another reason.
        """
        done = self._remote(
            "push",
            "--porcelain",
            "--progress",
            "--no-verify",
            "origin",
            f"{commit}:refs/heads/{git_arguments.branch(self.repository)}",
        )
        if done.code == 0:
            git_call.call("update-ref", git_arguments.SHARED_HEAD, commit, directory=self.repository)
            return True
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
            return False
        self._raise_if_remote(done)
        said = text.sanitise(reason, 200) if reason else self._told(done)
        explained = _explanation(done.error)
        if explained:
            said += f"; it says: {text.sanitise(explained, 200)}"
        raise InputError(f"{masked(self.url)}: the push was refused: {said}; ask who runs that repository")

    def _clone(self) -> None:
        self.discard()
        made = f"{self.repository}.new"
        done = git_call.call(
            *(
                "clone",
                "--quiet",
                "--progress",
                "--bare",
                "--depth=1",
                "--single-branch",
                "--no-tags",
                "--no-local",
                "--template=",
            ),
            *("--", self.url, made),
            seconds=git_arguments.network_seconds(),
        )
        if done.code:
            import shutil

            shutil.rmtree(made, ignore_errors=True)
            self._raise_if_remote(done)
            raise InputError(f"{masked(self.url)}: can't be cloned: git says: {self._told(done)}")
        try:
            os.chmod(made, 0o700)
            os.chmod(os.path.join(made, "config"), 0o600)  # the URL may hold a token
            os.rename(made, self.repository)
        except OSError as error:
            raise InputError.at(self.repository, f"can't be made: {error.strerror}") from None

    def _known(self) -> bool:
        return (
            os.path.exists(os.path.join(self.repository, git_arguments.SHARED_HEAD))
            or self.head() is not None
        )

    def _fetched(self, *further: str) -> git_call.Outcome:
        return self._remote(*git_arguments.fetch(self.repository, "--progress", *further))

    def _remote(self, *arguments: str) -> git_call.Outcome:
        return git_call.call(*arguments, directory=self.repository, seconds=git_arguments.network_seconds())

    def _told(self, done: git_call.Outcome) -> str:
        """Git's complaint, without a password that the URL may hold."""
        return self.fault(done).replace(self.url, masked(self.url))

    def _raise_if_remote(self, done: git_call.Outcome) -> None:
        """Raise for what making the clone anew can't mend."""
        shown = masked(self.url)
        if any(sign in done.error for sign in _DISK_FULL) or done.code == -25:  # SIGXFSZ
            raise InputError.at(
                self.directory, "the disk is full", remedy="free some space and run this again"
            )
        if any(sign in done.error for sign in _AUTHENTICATION):
            raise InputError(
                f"{shown}: git could not log in: {self._told(done)}; set up a credential helper or a key "
                "until `git ls-remote` of it works without a question"
            )
        if any(sign in done.error for sign in _UNREACHABLE):
            raise InputError(
                f"{shown}: can't be reached: {self._told(done)}; nothing was changed, "
                "check the URL and the network and run this again"
            )


def _explanation(error: str) -> str:
    """The first line that the remote says in words of its own; neither its progress nor a rule."""
    for line in error.splitlines():
        said = line.removeprefix("remote: ")
        if said != line and any(map(str.isalpha, said)) and _PROGRESS.search(said) is None:
            return said
    return ""
