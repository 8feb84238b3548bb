"""What is kept, how long and how much: one plan, which a dry run shows and a real run carries out.

The keys are those of retention.yaml. Nothing younger than the protected window is touched,
nor anything of a run that is under way or waits to be resumed. Log lines that leave a log
and patterns that are given up go to an archive first.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import configuration, files, log_rotation, paths, text
from self_learning.cli import Result
from self_learning.errors import InputError, SelfLearningError
from self_learning.patterns import Limits, PatternStore, cap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.configuration import Retention
    from self_learning.log_rotation import Rotation
    from self_learning.paths import Project
    from self_learning.patterns import Pattern, Provenance


class Removal(NamedTuple):
    """A file or directory that goes, and the rule by which it does."""

    path: str
    rule: str


class Leaving(NamedTuple):
    """A pattern that goes to the store's archive, and why."""

    id: str
    summary: str
    rule: str


@dataclass(frozen=True)
class Plan:
    """Everything that a run of the rules would do."""

    removals: tuple[Removal, ...]
    rotations: tuple[Rotation, ...]
    patterns: tuple[Leaving, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.removals or self.rotations or self.patterns)


def prune(
    project: Project, *, store_path: str | None = None, now: datetime | None = None, dry_run: bool = False
) -> Result:
    """Apply the project's retention rules.

    Args:
        project: Must hold .learnings/.
        store_path: The pattern store; by default the person's own.
        now: The moment from which ages are counted.
        dry_run: List what would go, and touch nothing.

    Returns:
        Each thing that went, or would go.

    Raises:
        InputError: retention.yaml or the store can't be used; nothing changed.
        LockTimeoutError: Another process is at one of the files.
    """
    if not os.path.isdir(project.learnings):
        raise InputError.at(
            project.learnings, "self-learning is not on in this project", remedy="there is nothing to prune"
        )
    rules = configuration.retention(project)
    moment = now or datetime.now(timezone.utc)
    store = PatternStore(store_path or paths.Person().store)
    found = plan(project, rules, store, moment)
    warnings: list[str] = []
    if not dry_run:
        found, warnings = _carry_out(project, found, store, rules)
    return _result(project, found, tuple(warnings), dry_run=dry_run)


def plan(project: Project, rules: Retention, store: PatternStore, now: datetime) -> Plan:
    """What the rules ask for at this moment; reads and changes nothing."""
    look = _Look(project, rules, now)
    removals: dict[str, Removal] = {}
    for removal in (*look.runs(), *look.sessions(), *look.old_archive(), *look.stale_locks()):
        if not any(removal.path.startswith(known + os.sep) for known in removals):
            removals.setdefault(removal.path, removal)
    return Plan(tuple(removals.values()), tuple(look.rotations()), tuple(_leaving(store, rules, look.young)))


class _Look:
    """Looks through a project for what the rules let go."""

    def __init__(self, project: Project, rules: Retention, now: datetime) -> None:
        self.project = project
        self.rules = rules
        self.now = now
        self.young = (now - timedelta(minutes=rules.protected_window_minutes)).timestamp()
        self.current_runs = _current_runs(project)

    def runs(self) -> Iterator[Removal]:
        """Archived and classified lessons of all but the newest ``max_runs`` runs."""
        by_run: dict[str, list[str]] = {}
        for directory, prefix in ((self.project.archive, ""), (self.project.sessions, "run-")):
            for path in _directories(directory):
                name = os.path.basename(path)
                if name.startswith(prefix) and not (prefix == "" and name == log_rotation.DIRECTORY):
                    by_run.setdefault(name.removeprefix(prefix), []).append(path)
        newest_first = sorted(by_run, key=lambda run: (max(map(_youngest, by_run[run])), run), reverse=True)
        for run in newest_first[self.rules.max_runs :]:
            for path in by_run[run]:
                if self._may_go(path):
                    yield Removal(path, f"max_runs {self.rules.max_runs}")

    def sessions(self) -> Iterator[Removal]:
        """Records of all but the newest ``max_sessions`` sessions, of each kind."""
        records = (
            [p for p in _directories(self.project.sessions) if os.path.basename(p).startswith("run-")],
            _files(self.project.sessions, ".json"),
            _files(self.project.injections, ".json"),
        )
        for kind in records:
            for path in sorted(kind, key=lambda p: (_youngest(p), p), reverse=True)[
                self.rules.max_sessions :
            ]:
                if self._may_go(path):
                    yield Removal(path, f"max_sessions {self.rules.max_sessions}")

    def old_archive(self) -> Iterator[Removal]:
        """Archived files of ``max_archive_age_days`` and more."""
        oldest = (self.now - timedelta(days=self.rules.max_archive_age_days)).timestamp()
        for directory in _directories(self.project.archive):
            found = [path for path in _files(directory) if os.path.basename(path) != files.LOCK_NAME]
            old = [path for path in found if _modified(path) <= oldest and self._may_go(path)]
            rule = f"max_archive_age_days {self.rules.max_archive_age_days}"
            if old and len(old) == len(found) and self._may_go(directory):
                yield Removal(directory, rule)
            else:
                yield from (Removal(path, rule) for path in old)

    def stale_locks(self) -> Iterator[Removal]:
        """Lock files of ``lock_stale_hours`` and more that nobody holds.

        An older tool took a file's being there for a lock, and left it behind when it was killed.
        Our own (``files.LOCK_NAME``) are the system's and end with their process, so they can't be
        stale; and whoever removes one that another process has just opened gives it to two.
        """
        oldest = (self.now - timedelta(hours=self.rules.lock_stale_hours)).timestamp()
        for directory, names, found in os.walk(self.project.learnings):
            for name in (*found, *names):
                path = os.path.join(directory, name)
                if not name.endswith(".lock") or name == files.LOCK_NAME or os.path.islink(path):
                    continue
                if _modified(path) <= min(oldest, self.young) and not _is_held(path):
                    yield Removal(path, f"lock_stale_hours {self.rules.lock_stale_hours:g}")

    def rotations(self) -> Iterator[Rotation]:
        """Log lines beyond ``max_log_lines``, the oldest first."""
        logs = (
            (self.project.outcomes_log, 0, 1),
            (self.project.acknowledgments_log, 0, 1),
            (self.project.runs_log, 1, 0),
        )
        for log, time_field, run_field in logs:
            movable = functools.partial(self._is_past, time_field, run_field)
            found = log_rotation.plan(self.project, log, self.rules.max_log_lines, movable)
            if found is not None:
                yield found

    def _is_past(self, time_field: int, run_field: int, line: str) -> bool:
        fields = line.split("|")
        if len(fields) <= max(time_field, run_field):
            return True  # not a row; it is older than the rows that follow it
        if fields[run_field] in self.current_runs:
            return False
        try:
            moment = datetime.fromisoformat(fields[time_field].strip().replace("Z", "+00:00"))
        except ValueError:
            return True
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.timestamp() <= self.young

    def _may_go(self, path: str) -> bool:
        """Whether a path is past the protected window and of no run that is under way."""
        name = os.path.basename(path).removeprefix("run-")
        parent = os.path.basename(os.path.dirname(path)).removeprefix("run-")
        return _youngest(path) <= self.young and not {name, parent} & self.current_runs


def _current_runs(project: Project) -> set[str]:
    """The runs that are under way or wait to be resumed."""
    current = {os.environ.get("CLOSEDLOOP_RUN_ID", "")}
    with contextlib.suppress(SelfLearningError):
        state = files.read_json(project.run_state)
        if isinstance(state, dict):
            current.add(str(state.get("run_id", "")))
    return current - {""}


def _leaving(store: PatternStore, rules: Retention, young: float) -> Iterator[Leaving]:
    """Patterns that are flagged PRUNE, and those that the cap has no place for."""
    patterns = list(store.read().patterns)
    provenance = store.provenance()
    flagged = [p for p in patterns if "PRUNE" in p.flags and not _is_young(p, provenance, young)]
    yield from (Leaving(pattern.id, pattern.summary, "flagged PRUNE") for pattern in flagged)
    others = [pattern for pattern in patterns if pattern not in flagged]
    _, fallen = cap(others, provenance, _limits(rules))
    yield from (
        Leaving(pattern.id, pattern.summary, f"max_patterns {rules.max_patterns}") for pattern in fallen
    )


def _limits(rules: Retention) -> Limits:
    return Limits(rules.max_patterns, rules.untested_reserve)


def _is_young(pattern: Pattern, provenance: Provenance, young: float) -> bool:
    created = str(provenance.get(pattern.id).get("created_at") or "")
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(created.replace("Z", "+00:00")).timestamp() > young
    return False


def _carry_out(
    project: Project, found: Plan, store: PatternStore, rules: Retention
) -> tuple[Plan, list[str]]:
    """Do what was planned, and nothing else; what could not be done is left out and told."""
    warnings: list[str] = []
    removed = []
    for removal in found.removals:
        try:
            if os.path.isdir(removal.path) and not os.path.islink(removal.path):
                shutil.rmtree(removal.path)
            elif removal.path.endswith(".lock"):
                with _free(removal.path) as free:
                    if not free:
                        continue  # somebody has taken it since
                    os.unlink(removal.path)
            else:
                os.unlink(removal.path)
            removed.append(removal)
        except FileNotFoundError:
            continue  # somebody else has removed it
        except OSError as error:
            warnings.append(f"{removal.path}: can't be removed: {error.strerror}")
    rotated = [one for one in found.rotations if log_rotation.rotate(project, one, store.path)]
    left = found.patterns
    if left:
        flagged = {one.id for one in left if one.rule == "flagged PRUNE"}

        def without(patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
            del provenance
            return [pattern for pattern in patterns if pattern.id not in flagged]

        before = {pattern.id for pattern in store.read().patterns}
        after = {pattern.id for pattern in store.update(without, limits=_limits(rules))}
        left = tuple(one for one in left if one.id in before - after)
        warnings += store.warnings()
    return Plan(tuple(removed), tuple(rotated), left), warnings


def _result(project: Project, found: Plan, warnings: tuple[str, ...], *, dry_run: bool) -> Result:
    def shown(path: str) -> str:
        return os.path.relpath(path, project.workdir)

    data: dict[str, Any] = {
        "dry_run": dry_run,
        "removed": [{"path": shown(one.path), "rule": one.rule} for one in found.removals],
        "rotated": [
            {"log": shown(one.log), "lines": one.lines, "to": shown(one.target)} for one in found.rotations
        ],
        "patterns": [one._asdict() for one in found.patterns],
    }
    if found.is_empty:
        return Result("Nothing is old or much enough to go.", data, warnings)
    head = "Would go" if dry_run else "Gone"
    kinds = (
        (len(found.removals), "file or directory", "files and directories"),
        (sum(one.lines for one in found.rotations), "log line", "log lines"),
        (len(found.patterns), "pattern", "patterns"),
    )
    counts = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in kinds if count)
    lines = [f"{head}: {counts}."]
    lines += [f"  {shown(one.path)}  ({one.rule})" for one in found.removals]
    lines += [
        f"  {shown(one.log)}: {one.lines} of {one.total} lines to {shown(one.target)}"
        for one in found.rotations
    ]
    lines += [
        text.sanitise(f"{one.id} to the store's archive ({one.rule}): {one.summary}", 110)
        for one in found.patterns
    ]
    return Result("\n".join(lines), data, warnings)


def _directories(directory: str) -> list[str]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return sorted(item.path for item in os.scandir(directory) if item.is_dir(follow_symlinks=False))
    return []


def _files(directory: str, ending: str = "") -> list[str]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return sorted(
            item.path
            for item in os.scandir(directory)
            if item.name.endswith(ending) and item.is_file(follow_symlinks=False)
        )
    return []


def _modified(path: str) -> float:
    """When a file was last written, in seconds since 1970; now, if it is just being removed."""
    try:
        return os.lstat(path).st_mtime
    except OSError:
        return datetime.now(timezone.utc).timestamp()


def _youngest(path: str) -> float:
    """When the newest file at or below a path was written."""
    if not os.path.isdir(path) or os.path.islink(path):
        return _modified(path)
    found = [
        _modified(os.path.join(directory, name))
        for directory, _, names in os.walk(path)
        for name in names
        if name != files.LOCK_NAME
    ]
    return max(found, default=_modified(path))


def _is_held(path: str) -> bool:
    """Whether a process holds a lock file; a lock that is a directory can't tell and is not."""
    with _free(path) as free:
        return not free


@contextlib.contextmanager
def _free(path: str) -> Iterator[bool]:
    """Hold a lock file, if nobody else does, so that it can be looked at or removed."""
    if os.path.isdir(path):
        yield True
        return
    try:
        import fcntl
    except ImportError:  # Windows refuses to remove a file that is held, which answers as well
        yield True
        return
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)
