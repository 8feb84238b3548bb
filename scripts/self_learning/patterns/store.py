"""The pattern store on disk: read at any time, changed in one consistent step.

A change writes, under the directory's lock: first the archive, then the provenance, then the
backup, then the store, then the index that the hooks read. Each file is replaced whole. What
an older tool wrote is kept beside it when it is converted, as ``org-patterns.legacy.bak``. Killed
in between, the store is the old one or the new one, and what the other files have too much
is put right by the next change.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from typing import TYPE_CHECKING

from self_learning import files, text
from self_learning.patterns import toon_store
from self_learning.patterns.cap import Limits, cap, ranked
from self_learning.patterns.model import Pattern, cleaned, format_id
from self_learning.patterns.provenance import Provenance, stable_key
from self_learning.patterns.row import StoreContents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from self_learning.files import Unreadable

    Change = Callable[[list[Pattern], Provenance], list[Pattern]]

# Fewer words than this say too little for two lessons to be taken for one.
_COMEBACK_WORDS = 3
_COMEBACK_OVERLAP = 0.8


class PatternStore:
    """One ``org-patterns.toon`` and the files beside it.

    Args:
        path: The store; it need not exist.

    Attributes:
        problems: Lines that the last ``update`` moved to the quarantine, or mended.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        stem = self.path.removesuffix(".toon")
        self.backup_path = f"{stem}.bak"
        self.original_path = f"{stem}.legacy.bak"
        self.archive_path = f"{stem}.archive.toon"
        self.provenance_path = f"{stem}.provenance.json"
        self.directory = os.path.dirname(self.path)
        self.quarantine_directory = os.path.join(self.directory, "quarantine")
        self.problems: tuple[Unreadable, ...] = ()

    def read(self) -> StoreContents:
        """What the store holds now; a missing or empty file holds nothing.

        Raises:
            InputError: It is there and is no pattern store.
        """
        return _read(self.path, self._ids_elsewhere)

    def _ids_elsewhere(self) -> list[str]:
        return [*self.provenance(), *(pattern.id for pattern in _read(self.archive_path).patterns)]

    def archive(self) -> tuple[Pattern, ...]:
        """What was pruned or capped and isn't in the store, the oldest id first.

        Raises:
            InputError: The archive is there and is no pattern store.
        """
        present = {pattern.id for pattern in self.read().patterns}
        return tuple(pattern for pattern in _read(self.archive_path).patterns if pattern.id not in present)

    def provenance(self) -> Provenance:
        """Where the patterns came from, as it stands now.

        Raises:
            InputError: The file is there and can't be read.
        """
        return Provenance.load(self.provenance_path)

    def next_id(self, also: Iterable[Pattern] = ()) -> str:
        """An id that was never given out: in the store, its archive or its provenance.

        Args:
            also: Patterns that are about to be written.
        """
        provenance = self.provenance()
        return next_id([*self.read().patterns, *_read(self.archive_path).patterns, *also], provenance)

    def update(self, change: Change, *, limits: Limits | None = None) -> list[Pattern]:
        """Change the store in one step, under its lock.

        A pattern that ``change`` adds and that the archive already knows comes back under
        its old id, with its old counts. A pattern that it leaves out goes to the archive.

        Args:
            change: Given the patterns and their provenance, returns the patterns that
                shall be; it may set provenance in place. Called once.
            limits: How many may stay; None for all.

        Returns:
            The patterns as they were written, from the best to the worst.

        Raises:
            InputError: A file can't be read, or a new pattern is invalid; nothing changed.
            LockTimeoutError: The lock could not be had.
        """
        with files.locked(self.directory):
            before = self.read()
            provenance = self.provenance()
            archived = _read(self.archive_path)
            known = {pattern.id for pattern in before.patterns}
            in_archive = {pattern.id: pattern for pattern in archived.patterns if pattern.id not in known}
            wanted = [cleaned(pattern) for pattern in change(list(before.patterns), provenance)]
            wanted, returned = _comebacks(wanted, known, in_archive, provenance)
            for pattern in wanted:
                if pattern.id not in provenance and pattern.id not in known:
                    provenance.set(
                        pattern.id, key=stable_key("", pattern.summary), created_at=text.timestamp()
                    )
            dropped = ranked(
                [p for p in before.patterns if p.id not in {one.id for one in wanted}], provenance
            )
            stay, fallen = cap(wanted, provenance, limits or _no_limits(wanted), returned)
            for pattern in stay:
                in_archive.pop(pattern.id, None)
            for pattern in (*dropped, *fallen):
                in_archive[pattern.id] = pattern
            self._write(before, stay, archived, list(in_archive.values()), provenance)
            return stay

    def _write(
        self,
        before: StoreContents,
        patterns: list[Pattern],
        archived: StoreContents,
        archive: list[Pattern],
        provenance: Provenance,
    ) -> None:
        self.problems = before.problems + archived.problems
        files.quarantine(self.quarantine_directory, self.path, before.problems)
        files.quarantine(self.quarantine_directory, self.archive_path, archived.problems)
        archive.sort(key=lambda pattern: pattern.number)
        if (
            archive != sorted(archived.patterns, key=lambda pattern: pattern.number)
            or archived.legacy
            or archived.problems
        ):
            files.replace(self.archive_path, toon_store.encode(archive))
        if provenance.changed:
            files.write_json(self.provenance_path, provenance.as_json())
        if tuple(patterns) != before.patterns or before.legacy or before.problems:
            content = toon_store.encode(patterns)
            if before.legacy:
                # The backup is overwritten by the next change, which may follow at once.
                self._keep_under(self.original_path)
            self._keep_under(self.backup_path)
            files.replace(self.path, content)
        elif not provenance.changed:
            return
        from self_learning import index  # a floor up: it reads this store, and takes a while to import

        index.rebuild(self.path)

    def _keep_under(self, path: str) -> None:
        """Keep the store as it is under another name.

        A second name for the same file is enough, since the store is replaced and never
        written into; it needs no copy and can't be half done.
        """
        if not os.path.exists(self.path):
            return
        name = f"{path}.new"
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)  # left by a killed writer
            os.link(self.path, name)
            os.replace(name, path)
            os.chmod(path, 0o600)
        except OSError:  # a file system without links
            with open(self.path, "rb") as file:
                files.replace(path, file.read())

    def warnings(self) -> tuple[str, ...]:
        """A sentence about what the last ``update`` could not read, or none."""
        if not self.problems:
            return ()
        first = self.problems[0]
        others = f" and {len(self.problems) - 1} more like it" if len(self.problems) > 1 else ""
        place = f"{self.path}:{first.line_number}"
        return (f"{place}: {first.reason}{others}; the lines as they were: {self.quarantine_directory}",)


def _read(path: str, reserved: Callable[[], Iterable[str]] = tuple) -> StoreContents:
    if not os.path.exists(path):
        return StoreContents()
    return toon_store.decode(files.read_text(path), path, reserved)


def _no_limits(patterns: list[Pattern]) -> Limits:
    return Limits(max_patterns=len(patterns), untested_reserve=0)


def next_id(patterns: Iterable[Pattern], provenance: Provenance) -> str:
    """The id after the highest one that some patterns or their provenance hold."""
    numbers = [pattern.number for pattern in patterns]
    numbers += [int(key[2:]) for key in provenance if key[:2] == "P-" and key[2:].isdecimal()]
    return format_id(max(numbers, default=0) + 1)


def _comebacks(
    wanted: list[Pattern], known: set[str], archive: dict[str, Pattern], provenance: Provenance
) -> tuple[list[Pattern], set[str]]:
    """Give captured-again patterns their old ids and counts back."""
    returned = {pattern.id for pattern in wanted if pattern.id in archive}
    result = []
    for pattern in wanted:
        old = None
        if pattern.id not in known and pattern.id not in archive:
            old = archived_twin(pattern, archive.values(), provenance)
        if old is None or old.id in returned:
            result.append(pattern)
            continue
        returned.add(old.id)
        provenance.move(pattern.id, old.id)
        result.append(
            dataclasses.replace(
                pattern,
                id=old.id,
                confidence=old.confidence,
                seen_count=old.seen_count + pattern.seen_count,
                success_rate=old.success_rate,
                flags=old.flags,
            )
        )
    return result, returned


def archived_twin(pattern: Pattern, archive: Iterable[Pattern], provenance: Provenance) -> Pattern | None:
    """The archived pattern that says the same: the same stable key, trigger or nearly all words.

    Args:
        pattern: A newly captured one, its provenance set if it has any.
        archive: The archived ones.
        provenance: Of all of them.
    """
    entry = provenance.get(pattern.id)
    key = entry.get("key") or stable_key(entry.get("trigger", ""), pattern.summary)
    words = set(text.words(pattern.summary))
    best, overlap = None, 0.0
    for candidate in archive:
        other = provenance.get(candidate.id)
        if key == (other.get("key") or stable_key(other.get("trigger", ""), candidate.summary)):
            return candidate
        alike = text.dice(words, text.words(candidate.summary))
        if alike >= _COMEBACK_OVERLAP and alike > overlap and len(words) >= _COMEBACK_WORDS:
            best, overlap = candidate, alike
    return best
