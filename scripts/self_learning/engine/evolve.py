"""Turn what the logs say into the registry, the trends and the agents' runbooks."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from self_learning import aging, cli, files, schema_validation, text
from self_learning.engine import analysis, locations, naming, promotion, registry, runbook, state, trends
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from self_learning.engine.analysis import Analysis
    from self_learning.engine.promotion import Event
    from self_learning.engine.registry import Pattern
    from self_learning.paths import Project

_LOCK_TIMEOUT_S = 120.0
_SHOWN = 10


@dataclass(frozen=True)
class Options:
    """What narrows a run. The registry and the trends are complete all the same.

    ``since_days``, ``pattern`` and ``agent`` choose what is promoted and reported.
    """

    dry_run: bool = False
    since_days: int | None = None
    pattern: str | None = None
    agent: str | None = None
    full: bool = False
    mark_invalid: str | None = None
    superseded_by: str | None = None
    unmark: str | None = None


@dataclass
class _Changes:
    """What a run decided; nothing of it is on the disk yet."""

    events: list[Event] = field(default_factory=list)
    runbooks: dict[str, bytes] = field(default_factory=dict)  # by path
    lessons: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    withheld: list[tuple[str, str]] = field(default_factory=list)
    unfit: list[tuple[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector: there are no cycles, and it walks all rows again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def run(project: Project, now: datetime, options: Options) -> cli.Result:
    """Analyse, promote, archive, and write what changed.

    Args:
        project: Whose logs.
        now: Today, for recency and windows.
        options: What narrows the run.

    Raises:
        InputError: A log, a runbook or the settings can't be read, or an option names nothing.
        LockTimeoutError: Another run held the lock for two minutes.
    """
    where = locations.Locations(project)
    # A dry run leaves no lock file behind either; nothing it reads is ever half written.
    nothing_there = not os.path.isdir(where.directory) and not any(
        os.path.exists(where.input(kind)) for kind in locations.KINDS
    )
    if nothing_there:
        return cli.Result(analysis.NOTHING_YET, _data(None, _Changes(), [], options))
    guard = contextlib.nullcontext() if options.dry_run else files.locked(where.directory, _LOCK_TIMEOUT_S)
    with guard:
        done = analysis.run(project, now, full=options.full)
        if done.is_empty and not any(log.unreadable for log in done.state.logs.values()):
            return cli.Result(
                analysis.NOTHING_YET, _data(done, _Changes(), [], options), tuple(done.warnings)
            )
        date, stamp = registry.iso(done.today), text.timestamp(now)
        changes = _Changes()
        _mark(done, options, date, changes)
        chosen = _chosen(done, options)
        _promote(done, chosen, options, date, stamp, changes)
        _archive(done, date, changes)
        _write_runbooks(done, date, changes)
        if not options.dry_run:
            _write(done, changes, stamp)
    return _result(done, changes, chosen, options)


def _mark(done: Analysis, options: Options, date: str, changes: _Changes) -> None:
    """Record what the person says of a pattern."""
    wanted: list[tuple[str, str, dict[str, str]]] = []
    if options.mark_invalid:
        wanted.append((options.mark_invalid, "marked", {"as": "invalid"}))
    if options.superseded_by:
        if not options.pattern:
            raise InputError(
                "--superseded-by: says what replaces the pattern that --pattern names; give --pattern"
            )
        wanted.append((options.pattern, "marked", {"as": naming.kebab(options.superseded_by)}))
    if options.unmark:
        wanted.append((options.unmark, "unmarked", {}))
    for name, event, details in wanted:
        found = done.pattern(name)
        known = found.name if found else naming.kebab(name)
        if not found and known not in done.standings:
            raise InputError(
                f"{text.sanitise(name, 80)}: there is no such pattern; patterns.py --all lists them"
            )
        marked = details.get("as", "")
        if marked == known:
            raise InputError("--superseded-by: a pattern can't take its own place; name another one")
        if done.standings[known].marked != marked:
            _record(done, changes, promotion.Event(date, event, known, details))


def _record(done: Analysis, changes: _Changes, event: Event) -> None:
    changes.events.append(event)
    done.standings.record(event)


def _chosen(done: Analysis, options: Options) -> list[Pattern]:
    """The patterns that this run may promote and reports."""
    chosen = done.patterns
    if options.pattern:
        found = done.pattern(options.pattern)
        if found is None:
            near = [one.name for one in done.patterns]
            hint = schema_validation.nearest(naming.kebab(options.pattern), near)
            given = text.sanitise(options.pattern, 80)
            raise InputError(f"{given}: there is no such pattern{hint}; patterns.py --all lists them")
        chosen = [found]
    if options.since_days is not None:
        chosen = [one for one in chosen if one.last_day > done.today - options.since_days]
    if options.agent:
        wanted = naming.agent_name(options.agent)
        chosen = [one for one in chosen if wanted in promotion.agents_for(one, done.settings)]
    return chosen


def _promote(
    done: Analysis, chosen: list[Pattern], options: Options, date: str, stamp: str, changes: _Changes
) -> None:
    only = naming.agent_name(options.agent) if options.agent else None
    project = done.where.project
    for pattern in chosen:
        standing = done.standings.of(pattern.name)
        reason = promotion.unfit(pattern, done.settings)
        gone = promotion.demoted(pattern, standing, done.settings, done.today, pattern.name)
        if reason or gone:
            if not pattern.is_unclassified and not standing.promoted:
                changes.unfit.append((pattern.name, gone or reason))
            continue
        agents = promotion.agents_for(pattern, done.settings)
        taken = set() if standing.archived_reason else standing.agents.keys()
        new = [one for one in agents if one not in taken and only in (None, one)]
        if not new and (standing.carried or not project.is_on or not standing.promoted):
            continue
        told = promotion.withheld(pattern, done.state.screen)
        if told:
            changes.withheld.append((pattern.name, told))
            continue
        if new:
            _record(done, changes, promotion.event(pattern, new, date))
        if project.is_on and not done.standings[pattern.name].carried:
            changes.lessons.append((pattern.name, promotion.lesson(pattern, agents, stamp)))


def _archive(done: Analysis, date: str, changes: _Changes) -> None:
    """Take out of the runbooks what no longer belongs there, whatever the run was narrowed to."""
    by_name = {one.name: one for one in done.patterns}
    for name, standing in sorted(done.standings.items()):
        if standing.promoted:
            reason = promotion.demoted(by_name.get(name), standing, done.settings, done.today, name)
            if reason:
                _record(done, changes, promotion.Event(date, "archived", name, {"reason": reason}))


def _write_runbooks(done: Analysis, date: str, changes: _Changes) -> None:
    """Bring each runbook up to the standings, in memory.

    An entry that was brought in with the same figures, to whose pattern no row came, is passed over where
    the file is as the last run left it.
    """
    by_name = {one.name: one for one in done.patterns}
    of_agent: dict[str, list[str]] = {}
    fresh: set[tuple[str, str]] = set()
    for event in changes.events:
        named = event.details.get("agents")
        fresh.update((event.pattern, str(agent)) for agent in (named if isinstance(named, list) else ()))
    brought_in, left = done.state.entries, done.state.runbooks
    done.state.entries, done.state.runbooks = {}, {}
    settled: set[str] = set()
    for name, standing in done.standings.items():
        for agent in standing.agents:
            of_agent.setdefault(agent, []).append(name)
        pattern = by_name.get(name)
        done.state.entries[name] = figures = _figures(pattern, standing)
        if brought_in.get(name) == figures and (pattern is None or pattern.kept):
            settled.add(name)
    entries: dict[str, list[str]] = {}
    for agent, names in sorted(of_agent.items()):
        if naming.agent_name(agent) != agent:
            continue  # the log was edited into something that is no directory's name
        path = done.where.runbook(agent)
        content = _content(path)
        mark = _hash(content)
        if content is not None and left.get(agent) == mark:
            names = [name for name in names if name not in settled or (name, agent) in fresh]
            if not names:
                done.state.runbooks[agent] = mark
                continue
        book = runbook.Runbook(agent, content)
        for name in sorted(names):
            pattern, standing = by_name.get(name), done.standings[name]
            statistics = runbook.Statistics.of(pattern) if pattern else None
            if not book.holds(name) and not book.is_new and (name, agent) not in fresh:
                # A person took the entry out, and it stays out.
                if agent not in standing.removed:
                    _record(done, changes, promotion.Event(date, "removed", name, {"agent": agent}))
                continue
            if agent in standing.removed and not book.holds(name):
                continue
            if standing.promoted and pattern is not None and statistics is not None:
                if promotion.withheld(pattern, done.state.screen):
                    continue  # it turned bad after its promotion: what stands there stays as it is
                if name not in entries:
                    entries[name] = runbook.entry(pattern, standing.promoted_date or date, done.state.screen)
                book.put(name, entries[name], statistics)
            else:
                book.archive(name, standing.archived_date or date, standing.archived_reason, statistics)
        if book.blocks or not book.is_new:
            changes.runbooks[path] = made = book.content()
            done.state.runbooks[agent] = _hash(made)


def _figures(pattern: Pattern | None, standing: promotion.Standing) -> list[Any]:
    """All that an entry depends on besides the rows of its pattern and the rules of the screening."""
    of = [pattern.confidence, pattern.count, pattern.last_day, pattern.trend] if pattern else []
    return [*of, standing.promoted, standing.promoted_date, standing.archived_date, standing.archived_reason]


def _hash(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None


def _write(done: Analysis, changes: _Changes, stamp: str) -> None:
    """Put everything on the disk; each step can be repeated after a kill without harm."""
    where = done.where
    for kind, log in done.state.logs.items():
        if log.new_unreadable:
            files.quarantine(where.quarantine, where.input(kind), log.new_unreadable)
    for path, content in changes.runbooks.items():
        files.replace(path, content, mode=0o644)
    if changes.lessons:
        _carry(done, changes, stamp[:10])
    files.append(where.promotion_log, [event.line() for event in changes.events])
    registry.write(where.registry, done.patterns, done.standings, done.state, done.today, stamp)
    report = trends.report(done.patterns, today=done.today, length=done.settings.window_days, generated=stamp)
    report["cross_service"] = done.cross_service(remember=True)
    registry.write_report(where.trends, report)
    state.save(where, done.state)
    _remove_leftovers(where)


def _remove_leftovers(where: locations.Locations) -> None:
    """Remove what killed runs left half written; whoever writes these files holds our lock."""
    generated = [where.registry, where.trends, where.state, where.services]
    with contextlib.suppress(OSError):
        generated.extend(map(where.runbook, os.listdir(where.runbooks)))
    for path in generated:
        directory, name = os.path.split(path)
        for left in aging.files_in(directory, ".new"):
            if os.path.basename(left).startswith(f".{name}."):
                with contextlib.suppress(OSError):
                    os.unlink(left)


def _carry(done: Analysis, changes: _Changes, date: str) -> None:
    """Put the lessons into pending/; whoever takes one from there into a store screens it as a whole.

    Its other texts are the pattern's name and description, which were screened before it was promoted.
    """
    from self_learning import pending, screening

    project = done.where.project
    with files.locked(project.pending):
        for name, document in changes.lessons:
            wrong = pending.form_complaints(document)
            wrong += filter(None, map(done.state.screen, (document["summary"], *document["applies_to"])))
            secret = screening.find_secret("\n".join(one["file"] for one in document["citations"]))
            wrong += [f"a file's name holds a credential ({secret})"] if secret else []
            if wrong:
                done.warnings.append(f"{name}: is not carried by the hooks: {wrong[0]}")
                continue
            identity = pending.file_name(name)
            if not os.path.exists(os.path.join(project.pending, f"learning-engine-{identity}.json")):
                pending.write(project, document, agent="learning-engine", agent_id=identity)
            _record(done, changes, promotion.Event(date, "carried", name))


def _data(
    done: Analysis | None, changes: _Changes, chosen: list[Pattern], options: Options
) -> dict[str, Any]:
    promoted = [event for event in changes.events if event.event == "promoted"]
    return {
        "dry_run": options.dry_run,
        "findings": done.state.rows if done else 0,
        "new_findings": done.new_rows if done else 0,
        "unreadable": sum(log.unreadable for log in done.state.logs.values()) if done else 0,
        "duplicates": sum(log.duplicates for log in done.state.logs.values()) if done else 0,
        "total_patterns": len(done.patterns) if done else 0,
        "patterns": [
            {
                "name": one.name,
                "count": one.count,
                "confidence": one.confidence,
                "trend": one.trend,
                "category": one.category,
                "severity": one.severity,
                "promoted_to_runbook": done.standings.of(one.name).promoted if done else False,
            }
            for one in chosen
        ],
        "promoted": [{"pattern": event.pattern, "agents": event.details["agents"]} for event in promoted],
        "archived": [
            {"pattern": event.pattern, "reason": event.details["reason"]}
            for event in changes.events
            if event.event == "archived"
        ],
        "removed_by_person": [event.pattern for event in changes.events if event.event == "removed"],
        "withheld": [{"pattern": name, "reason": reason} for name, reason in changes.withheld],
        "not_promoted": [{"pattern": name, "reason": reason} for name, reason in changes.unfit],
        "cross_service": done.cross_service(remember=False) if done else {"similarities": [], "alerts": []},
        "unnamed": [{"count": count, "text": words} for count, words in (done.unnamed if done else [])],
    }


def _result(done: Analysis, changes: _Changes, chosen: list[Pattern], options: Options) -> cli.Result:
    data = _data(done, changes, chosen, options)
    told = "{new_findings:,} new, {duplicates:,} repeated, {unreadable:,} unreadable".format(**data)
    counted = text.counted(data["findings"], "finding"), text.counted(data["total_patterns"], "pattern")
    lines = [f"{counted[0]} ({told}), {counted[1]}"]
    would_be = "would be " if options.dry_run else ""
    if options.since_days is not None or options.pattern or options.agent:
        lines.append(f"{len(chosen)} of them chosen for this run")
    for title, rows in (
        (
            f"{would_be}promoted",
            [f"{one['pattern']} -> {', '.join(one['agents'])}" for one in data["promoted"]],
        ),
        (f"{would_be}archived", [f"{one['pattern']}: {one['reason']}" for one in data["archived"]]),
        ("taken out by a person", data["removed_by_person"]),
        ("withheld", [f"{one['pattern']}: {one['reason']}" for one in data["withheld"]]),
        (
            "to watch in other services; trends.py shows where",
            [
                f"{one['pattern']} {one['kind']} in {one['service']} (from {', '.join(one['from'])})"
                for one in data["cross_service"]["alerts"]
            ],
        ),
        (
            "recurring without a name",
            [f"{one['count']} times: {one['text'][:60]}" for one in data["unnamed"]],
        ),
    ):
        if rows:
            lines.append(f"{len(rows)} {title}:")
            lines.extend(f"  {row[:76]}" for row in rows[:_SHOWN])
            if len(rows) > _SHOWN:
                lines.append(f"  and {len(rows) - _SHOWN} more; --json lists all")
    near = [one for one in data["not_promoted"] if one["reason"].startswith("nobody said")]
    if near:
        lines.append(
            f"{len(near)} strong enough, but nobody said what to do instead: {near[0]['pattern']}, ..."[:80]
        )
    if not any(event.event in ("promoted", "archived") for event in changes.events):
        lines.append("no runbook entry to add or to archive")
    return cli.Result("\n".join(lines), data, tuple(done.warnings))
