"""What was counted so far, so that a run reads only the rows that are new.

A log is recognised by the hash of the part that was read before. When that part is unchanged,
reading goes on behind it; when somebody edited it, that log is read anew. Because each log is
grouped by itself and in its own order, both ways give the same. What was written of a pattern, to
the registry and the runbooks, is kept as long as no row of it comes. The file is a cache: it is
left unread when another version of this code, or other settings, made it, and may be deleted.
"""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING, Any

import orjson

from self_learning import cli, files, schema_validation
from self_learning.engine import findings, grouping, locations, naming, promotion
from self_learning.engine.registry import Kept
from self_learning.engine.tally import Occurrence, Tally
from self_learning.files import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader

    from self_learning.engine.locations import Locations
    from self_learning.engine.rows import Rows

_DIGEST = 16
_CHUNK = 1 << 20
_QUARANTINED_CHARACTERS = 20_000
_MAXIMUM_VERDICTS = 200_000
_MARK = b"\xef\xbb\xbf"


class Log:
    """One log: what was counted of it, and how far it was read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.number = locations.KINDS.index(kind)
        self.size = 0  # bytes that were read
        self.sha256 = hashlib.sha256().hexdigest()  # of these bytes
        self.lines = 0
        self.rows = 0  # valid and distinct
        self.duplicates = 0
        self.unreadable = 0
        self.digests: set[bytes] = set()
        self.grouping = grouping.Grouping()
        self.tallies: list[Tally] = []  # by group
        self.alone = Tally()  # of the rows that are in no group
        self.grown: set[int] = set()  # groups that have new rows, -1 for those in none
        self.new_rows = 0
        self.new_unreadable: list[Unreadable] = []

    def read(self, rows: Rows, names: naming.Names, service_of: Callable[[str], str]) -> Log:
        """Count what is new in the log's file.

        Args:
            rows: Opens it; a missing file has no rows.
            names: Aliases and keyword rules.
            service_of: The service that a file belongs to.

        Returns:
            This log, or a new one when the file isn't the one that was read before.
        """
        descriptor = rows.open(self.kind)
        if descriptor is None:
            return self if not self.size else Log(self.kind)
        with open(descriptor, "rb", closefd=False) as file:
            reached = self._recognise(file)
            if reached is None:
                file.seek(0)
                fresh = Log(self.kind)
                fresh._continue(file, hashlib.sha256(), names, service_of)
                return fresh
            self._continue(file, reached, names, service_of)
            return self

    def _recognise(self, file: BufferedReader) -> Any:
        """The running hash after the part that was read before, or None when that has changed."""
        running = hashlib.sha256()
        left = self.size
        while left:
            chunk = file.read(min(left, _CHUNK))
            if not chunk:
                return None
            running.update(chunk)
            left -= len(chunk)
        return running if running.hexdigest() == self.sha256 else None

    def _continue(
        self, file: BufferedReader, running: Any, names: naming.Names, service_of: Callable[[str], str]
    ) -> None:
        for raw in file:
            whole = raw.endswith(b"\n")
            # A byte order mark is blanked, so that what follows stays where it is.
            line = raw.replace(_MARK, b"   ", 1) if not self.lines and raw.startswith(_MARK) else raw
            reason = ""
            row: Any = None
            if line.strip():
                try:
                    row = orjson.loads(line)
                except ValueError as error:
                    if not whole:
                        break  # somebody may be writing it at this moment
                    reason = f"is not JSON: {str(error).partition(':')[0]}"
            running.update(raw)
            self.lines += 1
            if line.strip():
                self._count(row, reason, line, names, service_of)
            self.size += len(raw)
            if not self.lines % 20_000:
                cli.progress(f"{locations.INPUT_NAMES[self.kind]}: {self.lines:,} rows")
        self.sha256 = running.hexdigest()

    def _count(
        self, row: Any, reason: str, line: bytes, names: naming.Names, service_of: Callable[[str], str]
    ) -> None:
        try:
            if reason:
                raise findings.InvalidRowError(reason)
            identity = findings.digest(row)
            if identity in self.digests:
                self.duplicates += 1
                return
            finding = findings.read(self.kind, row)
        except findings.InvalidRowError as error:
            self.unreadable += 1
            text = line.decode("utf-8", "replace").rstrip("\r\n")[:_QUARANTINED_CHARACTERS]
            self.new_unreadable.append(Unreadable(self.lines, text, str(error)))
            return
        self.digests.add(identity)
        self.rows += 1
        self.new_rows += 1
        name = names.explicit(finding.tag) or names.by_keyword(finding.text)
        group = self.grouping.assign(name, finding.text)
        while group >= len(self.tallies):
            self.tallies.append(Tally())
        tally = self.tallies[group] if group >= 0 else self.alone
        self.grown.add(group)
        service = service_name(finding.service) or service_of(finding.file)
        here = Occurrence(finding.day, self.number, self.lines, self.size, len(line), service)
        tally.add(finding, here)

    def plain(self) -> dict[str, Any]:
        """The log as JSON can hold it."""
        return {
            "size": self.size,
            "sha256": self.sha256,
            "lines": self.lines,
            "rows": self.rows,
            "duplicates": self.duplicates,
            "unreadable": self.unreadable,
            "digests": base64.b64encode(b"".join(sorted(self.digests))).decode("ascii"),
            "grouping": self.grouping.plain(),
            "tallies": [one.plain() for one in self.tallies],
            "alone": self.alone.plain(),
        }

    @classmethod
    def of(cls, kind: str, plain: dict[str, Any]) -> Log:
        """The log that ``plain`` gave."""
        made = cls(kind)
        for key in ("size", "sha256", "lines", "rows", "duplicates", "unreadable"):
            setattr(made, key, plain[key])
        packed = base64.b64decode(plain["digests"])
        made.digests = {packed[at : at + _DIGEST] for at in range(0, len(packed), _DIGEST)}
        made.grouping = grouping.Grouping(plain["grouping"])
        made.tallies = [Tally.of(one) for one in plain["tallies"]]
        made.alone = Tally.of(plain["alone"])
        return made


def service_name(given: str) -> str:
    """A service's name as it is counted: trimmed, one spelling of case."""
    return given.strip().casefold()


def fingerprint(settings: object) -> str:
    """Stands for everything but the logs that the state depends on: the code, its rules and these settings.

    Args:
        settings: Any value that ``repr`` shows completely.
    """
    running = hashlib.sha256(repr(settings).encode("utf-8", "surrogatepass"))
    here = os.path.dirname(os.path.abspath(__file__))
    library = os.path.dirname(here)
    code = [
        os.path.join(directory, name)
        for directory in (
            here,
            os.path.join(library, "screening"),
            os.path.join(library, "screening", "rules"),
        )
        for name in sorted(os.listdir(directory))
        if name.endswith(".py")
    ]
    code += (os.path.join(library, name) for name in ("text.py", "vocabulary.py"))
    schemas = [os.path.join(schema_validation.DIRECTORY, f"{kind}.schema.json") for kind in locations.KINDS]
    for path in (*code, *schemas):
        with open(path, "rb") as file:
            running.update(file.read())
    return running.hexdigest()


class State:
    """All logs, what was written of the patterns, and which texts were screened with what result.

    ``entries`` holds, by pattern, the figures with which its entry was last brought into the runbooks, and
    ``runbooks``, by agent, the hash of the file as it was left.

    Args:
        made_by: What ``fingerprint`` gave.
    """

    def __init__(self, made_by: str) -> None:
        self.made_by = made_by
        self.logs = {kind: Log(kind) for kind in locations.KINDS}
        self.patterns: dict[str, Kept] = {}  # by name
        self.registry = ""  # hash of the file
        self.entries: dict[str, list[Any]] = {}
        self.runbooks: dict[str, str] = {}
        self._screened: dict[str, str] = {}  # by the text's hash, those of this run last
        self._by_text: dict[str, str] = {}

    def screen(self, text: str) -> str | None:
        """``promotion.screen``, which is slow, once for each distinct text."""
        reason = self._by_text.get(text)
        if reason is None:
            key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
            reason = self._screened.pop(key, None)
            if reason is None:
                reason = promotion.screen(text) or ""
            self._by_text[text] = self._screened[key] = reason
        return reason or None

    @property
    def rows(self) -> int:
        """How many valid, distinct rows all logs hold."""
        return sum(log.rows for log in self.logs.values())


def load(where: Locations, made_by: str) -> State:
    """What an earlier run left; an empty state when there was none that fits and is whole."""
    made = State(made_by)
    try:
        with open(where.state, "rb") as file:
            seal, content = file.readline().strip(), file.read()
    except OSError:
        return made
    if seal == _seal(made_by, content):
        found = orjson.loads(content)
        made.logs = {kind: Log.of(kind, found["logs"][kind]) for kind in locations.KINDS}
        made.patterns = {name: Kept._make(one) for name, one in found["patterns"].items()}
        made.registry = found["registry"]
        made.entries = found["entries"]
        made.runbooks = found["runbooks"]
        made._screened = found["screened"]
    return made


def save(where: Locations, state: State) -> None:
    """Keep the state for the next run; the caller holds the lock of the directory."""
    verdicts = state._screened
    for old in list(verdicts)[: max(len(verdicts) - _MAXIMUM_VERDICTS, 0)]:
        del verdicts[old]
    plain = {
        "logs": {kind: log.plain() for kind, log in state.logs.items()},
        "patterns": state.patterns,
        "registry": state.registry,
        "entries": state.entries,
        "runbooks": state.runbooks,
        "screened": verdicts,
    }
    content = orjson.dumps(plain, default=tuple)  # default: named tuples
    files.replace(where.state, b"%s\n%s" % (_seal(state.made_by, content), content))


def _seal(made_by: str, content: bytes) -> bytes:
    """The state file's first line, which nothing else than this content, made by this code, has."""
    return hashlib.sha256(made_by.encode("ascii") + content).hexdigest().encode("ascii")
