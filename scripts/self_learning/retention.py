"""What is kept, how long and how much: one plan, which a dry run shows and a real run carries out.

The keys are those of retention.yaml. Nothing younger than the protected window is touched,
nor anything of a run that is under way or waits to be resumed. Log lines that leave a log
and patterns that are given up go to an archive first.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import aging, configuration, files, leftovers, log_rotation, paths, text
from self_learning.cli import Result
from self_learning.errors import InputError, SelfLearningError
from self_learning.patterns import Limits, PatternStore, cap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.configuration import Retention
    from self_learning.leftovers import Trimming
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
    trimmings: tuple[Trimming, ...]
    patterns: tuple[Leaving, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.removals or self.rotations or self.trimmings or self.patterns)


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
    if not dry_run:
        log_rotation.finish(project, store.path)
    found = plan(project, rules, store, moment)
    warnings: list[str] = []
    if not dry_run:
        found, warnings = _carry_out(project, found, store, rules, moment)
    return _result(project, found, tuple(warnings), dry_run=dry_run)


def plan(project: Project, rules: Retention, store: PatternStore, now: datetime) -> Plan:
    """What the rules ask for at this moment; reads and changes nothing."""
    look = _Look(project, rules, now)
    removals: dict[str, Removal] = {}
    for removal in (
        *look.runs(),
        *look.sessions(),
        *look.old_archive(),
        *look.quarantined_files(),
        *look.stale_locks(),
        *look.left_behind(store),
    ):
        if not any(removal.path.startswith(known + os.sep) for known in removals):
            removals.setdefault(removal.path, removal)
    trimmings = [
        trimming
        for directory in (project.quarantine, store.quarantine_directory)
        for path in aging.files_in(directory, ".jsonl")
        if (trimming := leftovers.plan(path, look.bounds)) is not None
    ]
    return Plan(
        tuple(removals.values()),
        tuple(look.rotations()),
        tuple(trimmings),
        tuple(_leaving(store, rules, look.young)),
    )


class _Look:
    """Looks through a project for what the rules let go."""

    def __init__(self, project: Project, rules: Retention, now: datetime) -> None:
        self.project = project
        self.rules = rules
        self.now = now
        self.young = (now - timedelta(minutes=rules.protected_window_minutes)).timestamp()
        self.current_runs = _current_runs(project)
        self.bounds = leftovers.Bounds(
            (now - timedelta(days=rules.max_archive_age_days)).timestamp(),
            self.young,
            rules.max_log_lines,
            f"max_archive_age_days {rules.max_archive_age_days}",
            f"max_log_lines {rules.max_log_lines}",
        )

    def runs(self) -> Iterator[Removal]:
        """Archived and classified lessons of all but the newest ``max_runs`` runs."""
        by_run: dict[str, list[str]] = {}
        for directory, prefix in ((self.project.archive, ""), (self.project.sessions, "run-")):
            for path in aging.directories_in(directory):
                name = os.path.basename(path)
                if name.startswith(prefix) and not (prefix == "" and name == log_rotation.DIRECTORY):
                    by_run.setdefault(name.removeprefix(prefix), []).append(path)
        newest_first = sorted(
            by_run, key=lambda run: (max(map(aging.youngest, by_run[run])), run), reverse=True
        )
        for run in newest_first[self.rules.max_runs :]:
            for path in by_run[run]:
                if self._may_go(path):
                    yield Removal(path, f"max_runs {self.rules.max_runs}")

    def sessions(self) -> Iterator[Removal]:
        """Records of all but the newest ``max_sessions`` sessions, of each kind."""
        records = (
            [
                p
                for p in aging.directories_in(self.project.sessions)
                if os.path.basename(p).startswith("run-")
            ],
            aging.files_in(self.project.sessions, ".json"),
            aging.files_in(self.project.injections, ".json"),
        )
        for kind in records:
            for path in sorted(kind, key=lambda p: (aging.youngest(p), p), reverse=True)[
                self.rules.max_sessions :
            ]:
                if self._may_go(path):
                    yield Removal(path, f"max_sessions {self.rules.max_sessions}")

    def old_archive(self) -> Iterator[Removal]:
        """Archived files of ``max_archive_age_days`` and more."""
        oldest = (self.now - timedelta(days=self.rules.max_archive_age_days)).timestamp()
        for directory in aging.directories_in(self.project.archive):
            found = [path for path in aging.files_in(directory) if os.path.basename(path) != files.LOCK_NAME]
            old = [path for path in found if aging.modified(path) <= oldest and self._may_go(path)]
            rule = f"max_archive_age_days {self.rules.max_archive_age_days}"
            if old and len(old) == len(found) and self._may_go(directory):
                yield Removal(directory, rule)
            else:
                yield from (Removal(path, rule) for path in old)

    def quarantined_files(self) -> Iterator[Removal]:
        """Captures of ``max_archive_age_days`` and more that could not be used, with their reasons."""
        for path in aging.files_in(self.project.quarantine):
            if path.endswith(".jsonl") or os.path.basename(path) == files.LOCK_NAME:
                continue
            if aging.modified(path) <= min(self.bounds.oldest, self.young):
                yield Removal(path, self.bounds.age_rule)

    def left_behind(self, store: PatternStore) -> Iterator[Removal]:
        """Temporary files of writers that were killed, here and beside the store."""
        found = [
            path
            for directory, _, _ in os.walk(self.project.learnings)
            for path in leftovers.of_killed_writers(directory, self.now)
        ]
        name = os.path.basename(store.path).removesuffix(".toon")
        for beginning in (f".{name}.", f"{name}."):
            found += leftovers.of_killed_writers(store.directory, self.now, beginning=beginning)
        yield from (Removal(path, "left by a killed process") for path in found)

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
                if aging.modified(path) <= min(oldest, self.young) and not aging.is_held(path):
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
        others = (
            (self.project.perf_log, self._is_past_step, ""),
            (self.project.failures, lambda _: aging.modified(self.project.failures) <= self.young, "- "),
        )
        for log, may_leave, heading in others:
            found = log_rotation.plan(self.project, log, self.rules.max_log_lines, may_leave, heading=heading)
            if found is not None:
                yield found

    def _is_past_step(self, line: str) -> bool:
        """Whether a line of perf.jsonl tells of a run and a time that are past."""
        try:
            step = json.loads(line)
            ended = datetime.fromisoformat(str(step["ended_at"]).replace("Z", "+00:00"))
            run_id = str(step.get("run_id"))
        except (ValueError, TypeError, KeyError, RecursionError):
            return True
        if run_id in self.current_runs:
            return False
        return (ended if ended.tzinfo else ended.replace(tzinfo=timezone.utc)).timestamp() <= self.young

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
        return aging.youngest(path) <= self.young and not {name, parent} & self.current_runs


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
    project: Project, found: Plan, store: PatternStore, rules: Retention, now: datetime
) -> tuple[Plan, list[str]]:
    """Do what was planned, and nothing else; what could not be done is left out and told."""
    warnings: list[str] = []
    removed = []
    for removal in found.removals:
        try:
            if os.path.isdir(removal.path) and not os.path.islink(removal.path):
                shutil.rmtree(removal.path)
            elif removal.path.endswith(".lock"):
                with aging.free(removal.path) as free:
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
    bounds = _Look(project, rules, now).bounds
    trimmed = [one for one in found.trimmings if leftovers.trim(one, bounds)]
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
    return Plan(tuple(removed), tuple(rotated), tuple(trimmed), left), warnings


def _result(project: Project, found: Plan, warnings: tuple[str, ...], *, dry_run: bool) -> Result:
    def shown(path: str) -> str:
        return os.path.relpath(path, project.workdir) if path.startswith(project.learnings) else path

    # A quarantine file of which every line goes, goes itself.
    emptied = [Removal(one.path, one.rule) for one in found.trimmings if one.lines == one.total]
    removals = [*found.removals, *emptied]
    trimmings = [one for one in found.trimmings if one.lines < one.total]
    data: dict[str, Any] = {
        "dry_run": dry_run,
        "removed": [{"path": shown(one.path), "rule": one.rule} for one in removals],
        "rotated": [
            {"log": shown(one.log), "lines": one.lines, "to": shown(one.target)} for one in found.rotations
        ],
        "trimmed": [{"path": shown(one.path), "lines": one.lines, "rule": one.rule} for one in trimmings],
        "patterns": [one._asdict() for one in found.patterns],
    }
    if found.is_empty:
        return Result("Nothing is old or much enough to go.", data, warnings)
    head = "Would go" if dry_run else "Gone"
    kinds = (
        (len(removals), "file or directory", "files and directories"),
        (sum(one.lines for one in found.rotations), "log line", "log lines"),
        (sum(one.lines for one in trimmings), "quarantined line", "quarantined lines"),
        (len(found.patterns), "pattern", "patterns"),
    )
    counts = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in kinds if count)
    lines = [f"{head}: {counts}."]
    lines += [f"  {shown(one.path)}  ({one.rule})" for one in removals]
    lines += [
        f"  {shown(one.log)}: {one.lines:,} of {text.counted(one.total, 'line')} to {shown(one.target)}"
        for one in found.rotations
    ]
    lines += [
        f"  {shown(one.path)}: {one.lines:,} of {text.counted(one.total, 'line')}  ({one.rule})"
        for one in trimmings
    ]
    lines += [
        text.sanitise(f"{one.id} to the store's archive ({one.rule}): {one.summary}", 110)
        for one in found.patterns
    ]
    return Result("\n".join(lines), data, warnings)
