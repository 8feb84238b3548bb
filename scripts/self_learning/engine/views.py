"""What ``patterns.py`` and ``trends.py`` show: the patterns as they are now. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from self_learning import cli, schema_validation, text
from self_learning.engine import analysis, naming, promotion, registry, state, tables, trends
from self_learning.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

    from self_learning.engine.analysis import Analysis
    from self_learning.engine.registry import Pattern
    from self_learning.paths import Project

_FIRST = 20


def patterns(
    project: Project,
    now: datetime,
    *,
    name: str | None = None,
    every: bool = False,
    agent: str | None = None,
    trend: str | None = None,
    category: str | None = None,
    complete: bool = True,
) -> cli.Result:
    """The patterns as a table, or one in full.

    Args:
        project: Whose.
        now: Today.
        name: Show this one in full.
        every: Show all instead of the first twenty.
        agent: Only those that concern this agent.
        trend: Only those with this trend.
        category: Only those of this category.
        complete: Whether the result's data is wanted; the table needs no row to be read again.

    Raises:
        InputError: There is no such pattern.
    """
    done = analysis.run(project, now)
    if not done.patterns:
        return cli.Result(analysis.NOTHING_YET, {"patterns": []}, tuple(done.warnings))
    if name is not None:
        return _one(done, name)
    wanted = naming.agent_name(agent) if agent is not None else None
    chosen = [
        one
        for one in done.patterns
        if (wanted is None or wanted in _agents(done, one))
        and trend in (None, one.trend)
        and category in (None, one.category)
    ]
    chosen.sort(key=lambda one: (one.is_unclassified, -one.confidence, -one.count, one.name))
    data = {"patterns": [_entry(done, one) for one in chosen]} if complete else None
    if not chosen:
        return cli.Result("no pattern fits; patterns.py --all shows every one", data, tuple(done.warnings))
    shown = chosen if every else chosen[:_FIRST]
    rows = [
        (
            one.name,
            f"{one.confidence:.2f}",
            f"{one.count:,}",
            one.trend,
            one.severity,
            "✓" if done.standings.of(one.name).promoted else "",
        )
        for one in shown
    ]
    headings = ("pattern", "conf.", "seen", "trend", "severity", "book")
    message = tables.table(headings, rows, right=(1, 2))
    if len(chosen) > len(shown):
        message += f"\n{len(chosen) - len(shown)} more; --all shows them, and a name shows one in full"
    message += "\nbook ✓: in a runbook"
    return cli.Result(message, data, tuple(done.warnings))


def _agents(done: Analysis, one: Pattern) -> list[str]:
    return [*promotion.agents_for(one, done.settings), *done.standings.of(one.name).agents]


def _entry(done: Analysis, one: Pattern) -> dict[str, Any]:
    return registry.whole_entry(one, done.standings.of(one.name))


def _one(done: Analysis, name: str) -> cli.Result:
    found = done.pattern(name)
    if found is None:
        hint = schema_validation.nearest(naming.kebab(name), [one.name for one in done.patterns])
        raise InputError(
            f"{text.sanitise(name, 80)}: there is no such pattern{hint}; patterns.py --all lists them"
        )
    standing = done.standings.of(found.name)
    entry = _entry(done, found)
    reason = promotion.demoted(found, standing, done.settings, done.today, found.name) or promotion.unfit(
        found, done.settings
    )
    if standing.promoted:
        told = f"in the runbooks of {', '.join(sorted(standing.agents))} since {standing.promoted_date}"
    else:
        told = f"not in a runbook: {reason or 'evolve.py will put it there'}"
    windows = trends.Windows.of(found.days, done.today, done.settings.window_days)
    sources = ", ".join(f"{count} {kind}" for kind, count in found.source_breakdown().items())
    seen = f"{registry.iso(found.first_day)} to {registry.iso(found.last_day)}: {sources}"
    days = done.settings.window_days
    lines = [
        f"{found.name}: {found.description}",
        "",
        f"confidence  {found.confidence:.2f} ({found.category}, mostly {found.severity})",
        f"seen        {found.count:,} times, {seen}",
        f"trend       {found.trend}: {windows.current} in {days} days, {windows.previous} before",
        f"services    {', '.join(found.services[:8])}",
        f"instead     {found.fix or '(nobody said)'}",
        f"runbook     {told}",
        "",
        tables.table(
            ("date", "service", "file", "what"),
            [
                (one["date"], one["service"][:16], _end(one["file"], 28), one["context"])
                for one in entry["occurrences"][:10]
            ],
            fold=3,
        ),
    ]
    return cli.Result("\n".join(lines), {"patterns": [entry]}, tuple(done.warnings))


def _end(path: str, width: int) -> str:
    """A path whose start gives way, because its end tells more."""
    return path if len(path) <= width else "…" + path[1 - width :]


def show_trends(
    project: Project,
    now: datetime,
    *,
    window: int | None = None,
    compare: bool = False,
    alerts: bool = False,
    service: str | None = None,
) -> cli.Result:
    """Which way the patterns go.

    Args:
        project: Whose.
        now: Today.
        window: Days of a window; by default the settings', 30.
        compare: Show both windows side by side.
        alerts: Show the alerts alone.
        service: Only the rows of this service.

    Raises:
        InputError: There is no such service.
    """
    done = analysis.run(project, now)
    length = window or done.settings.window_days
    wanted = state.service_name(service) if service is not None else None
    if done.patterns and wanted is not None:
        known = sorted({one for pattern in done.patterns for one in pattern.tally.days})
        if wanted not in known:
            hint = schema_validation.nearest(wanted, known)
            raise InputError(f"{text.sanitise(wanted, 80)}: no finding is of this service{hint}")
    report = trends.report(
        done.patterns, today=done.today, length=length, generated=text.timestamp(now), service=wanted
    )
    report["cross_service"] = done.cross_service(remember=False)
    if not done.patterns:
        return cli.Result(analysis.NOTHING_YET, report, tuple(done.warnings))
    parts = [] if alerts else [_overview(report)]
    if compare and not alerts:
        parts.append(_compared(done, length, wanted))
    elif not alerts:
        most = max((row["current"] for row in report["top_patterns"]), default=0)
        rows = [
            (
                row["pattern"],
                row["current"],
                tables.bar(row["current"], most, 20),
                row["previous"],
                row["trend"],
            )
            for row in report["top_patterns"]
        ]
        if rows:
            parts.append(tables.table(("pattern", "now", "", "before", "trend"), rows, right=(1, 3)))
    parts.append(_alerts(report))
    watched = [row for row in report["cross_service"]["alerts"] if wanted in (None, row["service"])]
    if watched:
        parts.append(_watched(watched))
    if not alerts and report["improvements"]:
        names = ", ".join(row["pattern"] for row in report["improvements"][:5])
        parts.append(f"better: {text.sanitise(names, 72)}")
    return cli.Result("\n\n".join(parts), report, tuple(done.warnings))


def _overview(report: dict[str, Any]) -> str:
    now, before = report["current_window"], report["previous_window"]
    told = ", ".join(f"{count} {trend}" for trend, count in report["summary"]["by_trend"].items() if count)
    return (
        f"{now['start']} to {now['end']}: {text.counted(now['findings'], 'finding')}; "
        f"the {report['window_days']} days before: {before['findings']:,}\npatterns: {told}"
    )


def _compared(done: Analysis, length: int, service: str | None) -> str:
    rows = []
    for one in done.patterns:
        days = one.tally.days.get(service, {}) if service is not None else one.days
        found = trends.Windows.of(days, done.today, length)
        if found.current or found.previous:
            rows.append((one.name, found))
    rows.sort(key=lambda row: (-abs(row[1].current - row[1].previous), row[0]))
    most = max((max(found.current, found.previous) for _, found in rows), default=0)
    cells = [
        (
            name,
            f.previous,
            tables.bar(f.previous, most, 10),
            f.current,
            tables.bar(f.current, most, 10),
            f.trend,
        )
        for name, f in rows[:_FIRST]
    ]
    return tables.table(("pattern", "before", "", "now", "", "trend"), cells, right=(1, 3))


def _watched(rows: list[dict[str, Any]]) -> str:
    told = {"spread": "has it newly, it hurt", "exposed": "has code like"}
    lines = [f"{len(rows)} to watch in other services"]
    for row in rows[:_FIRST]:
        why = f"{told[row['kind']]} {', '.join(row['from'])}"
        lines.append(f"  {row['service']}: {row['pattern']} ({why})"[: tables.WIDTH])
        lines.extend(f"      {text.sanitise(path)}"[: tables.WIDTH] for path in row["files"][:3])
    return "\n".join(lines)


def _alerts(report: dict[str, Any]) -> str:
    if not report["alerts"]:
        days = report["window_days"]
        return f"no alerts: nothing new or growing was seen {trends.SUPPORT} times in {days} days"
    rows = [
        (row["severity"], row["pattern"], f"{row['previous']} -> {row['current']}", row["reason"])
        for row in report["alerts"][:_FIRST]
    ]
    head = text.counted(len(report["alerts"]), "alert")
    return head + "\n" + tables.table(("severity", "pattern", "seen", "why"), rows, fold=1)
