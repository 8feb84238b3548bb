"""The registry of patterns, .claude/patterns/patterns.json: built from tallies, written when changed."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from self_learning import files, text
from self_learning.engine import confidence, findings, grouping, naming
from self_learning.engine.tally import Tally
from self_learning.engine.trends import Windows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.engine.promotion import Standing
    from self_learning.engine.settings import EngineSettings
    from self_learning.engine.state import Log

_TEXT = 300
_NAME = 80


@dataclass
class Pattern:
    """A named pattern with its numbers; ``tally`` holds what they were made of."""

    name: str
    description: str
    tally: Tally
    days: dict[int, int]  # how many rows there are of each day
    category: str
    severity: str
    first_day: int
    last_day: int
    trend: str
    confidence: float
    fix: str
    example: str
    agents: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows there are of it, complete."""
        return self.tally.count

    @property
    def is_unclassified(self) -> bool:
        """Whether it is the rest that no name was found for."""
        return self.name == naming.UNCLASSIFIED

    def source_breakdown(self) -> dict[str, int]:
        """How many rows came from each log."""
        found: Counter[str] = Counter()
        for key, count in self.tally.sources.items():
            found[key.partition("|")[0].partition(":")[0]] += count
        return dict(sorted(found.items()))


def build(
    logs: list[Log], roots: dict[grouping.Root, grouping.Root | None], settings: EngineSettings, today: int
) -> list[Pattern]:
    """All patterns by name, from the logs in the order of ``locations.KINDS``.

    Args:
        logs: As they were read.
        roots: As ``grouping.join`` gives them for these logs.
        settings: Weights and window.
        today: Day number; what is dated later is counted and is not news.
    """
    members: dict[grouping.Root | None, list[Tally]] = {}
    for number, log in enumerate(logs):
        for group, tally in enumerate(log.tallies):
            members.setdefault(roots[grouping.Root(number, group)], []).append(tally)
        if log.alone.count:
            members.setdefault(None, []).append(log.alone)
    made = []
    for root, tallies in members.items():
        if root is None:
            name, description = naming.UNCLASSIFIED, "Findings that no pattern fits yet"
        else:
            leader = logs[root.log].grouping.leaders[root.group]
            name, description = (
                leader.name,
                text.sanitise(leader.texts[0] if leader.texts else leader.name, _TEXT),
            )
        made.append(_pattern(name, description, Tally.total(tallies), settings, today))
    return sorted(made, key=lambda one: one.name)


def unnamed(
    logs: list[Log], roots: dict[grouping.Root, grouping.Root | None], least: int
) -> list[tuple[int, str]]:
    """What recurs in nearly the same words and has no name yet: how often, and the words."""
    found = [
        (log.tallies[group].count, text.sanitise(log.grouping.leaders[group].texts[0], 160))
        for number, log in enumerate(logs)
        for group in range(len(log.tallies))
        if roots[grouping.Root(number, group)] is None and log.tallies[group].count >= least
    ]
    return sorted(found, key=lambda one: (-one[0], one[1]))


def _most(counts: Mapping[str, int], order: tuple[str, ...]) -> str:
    """The most frequent, among equals the first in the order."""
    return max(order, key=lambda one: counts.get(one, 0))


def _pattern(name: str, description: str, tally: Tally, settings: EngineSettings, today: int) -> Pattern:
    days = tally.by_day()
    past = [day for day in days if day <= today]
    last = max(past) if past else max(days)
    grades: Counter[str] = Counter()
    for key, count in tally.sources.items():
        grades[key.rpartition("|")[2]] += count
    services = sorted(clean for one in tally.days if (clean := _service(one)))
    return Pattern(
        name=text.sanitise(name, _NAME),
        description=description,
        tally=tally,
        days=days,
        category=_most(tally.categories, findings.CATEGORIES),
        severity=_most(grades, findings.SEVERITIES),
        first_day=min(days),
        last_day=last,
        trend=Windows.of(days, today, settings.window_days).trend,
        confidence=confidence.confidence(
            tally.sources, days_since_last=today - last, services=len(services), weights=settings.weights
        ),
        fix=_fix(tally),
        example=next((one.example for one in tally.newest if one.example), ""),
        agents=[clean for agent in _by_frequency(tally.agents) if (clean := text.sanitise(agent, _NAME))],
        services=services,
    )


def _by_frequency(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda one: (-counts[one], one))


def _fix(tally: Tally) -> str:
    """What to do: what most of the newest rows say, among equals the newest."""
    clean = {raw: text.sanitise(raw, _TEXT) for raw in {one.fix for one in tally.newest}}
    told = Counter(fix for one in tally.newest if (fix := clean[one.fix]))
    if told:
        return max(told, key=lambda one: told[one])  # the first of equals, which is the newest
    return text.sanitise(tally.fix.fix, _TEXT) if tally.fix else ""


@functools.lru_cache(maxsize=4096)
def iso(day: int) -> str:
    """A day number as an ISO 8601 date."""
    return date.fromordinal(day).isoformat()


@functools.lru_cache(maxsize=1024)
def _service(given: str) -> str:
    return text.sanitise(given, _NAME)


def entry(pattern: Pattern, standing: Standing) -> dict[str, Any]:
    """A pattern as the registry holds it."""
    made = {
        "name": pattern.name,
        "description": pattern.description,
        "category": pattern.category,
        "severity": pattern.severity,
        "occurrences": [
            {
                "date": iso(one.day),
                "service": _service(one.service),
                "file": text.sanitise(one.file, _TEXT),
                "pr": one.pr if one.pr.isdecimal() and one.pr.isascii() else text.sanitise(one.pr, _NAME),
                "context": text.sanitise(one.context or one.text, _TEXT),
                "source": one.source.partition(":")[0],
            }
            for one in pattern.tally.newest
        ],
        "count": pattern.count,
        "first_seen": iso(pattern.first_day),
        "last_seen": iso(pattern.last_day),
        "trend": pattern.trend,
        "confidence": pattern.confidence,
        "affected_agents": sorted(pattern.agents),
        "affected_services": pattern.services,
        "fix_template": pattern.fix,
        "promoted_to_runbook": standing.promoted,
        "runbook_agents": sorted(standing.agents) if standing.promoted else [],
        "promoted_date": standing.promoted_date if standing.promoted else None,
        "source_breakdown": pattern.source_breakdown(),
    }
    if standing.archived_reason:
        made["archived"] = standing.archived_reason
    return made


def document(
    patterns: list[Pattern], entries: dict[str, Any], *, analysed: int, today: int, generated: str
) -> dict[str, Any]:
    """The whole registry.

    Args:
        patterns: All of them.
        entries: As ``entry`` made them, by name.
        analysed: How many valid, distinct rows there are.
        today: Day number.
        generated: Timestamp of this analysis.
    """
    oldest = min((one.first_day for one in patterns), default=today)
    return {
        "patterns": entries,
        "meta": {
            "last_analysis": generated,
            "total_findings_analyzed": analysed,
            "total_patterns": len(patterns),
            "services_analyzed": sorted({service for one in patterns for service in one.services}),
            "analysis_window_days": max(today - oldest + 1, 1),
        },
    }


def write(path: str, value: dict[str, Any], stamped: tuple[str, ...]) -> bool:
    """Write a generated file unless nothing but its timestamp would change; the caller holds the lock.

    Args:
        path: The file.
        value: Its content.
        stamped: The keys, outermost first, that lead to the timestamp.

    Returns:
        Whether it was written.
    """
    holder = value
    for key in stamped[:-1]:
        holder = holder[key]
    content = _bytes(value)
    try:
        with open(path, "rb") as file:
            old = file.read()
    except OSError:
        old = b""
    if old and len(old) == len(content):
        mark = b'"%s": "' % stamped[-1].encode()
        # The stamp is at the file's start or end, where no text of a finding comes before or after it.
        at = old.rfind(mark) if len(stamped) > 1 else old.find(mark)
        if at >= 0:
            start = at + len(mark)
            stamp = old[start : old.find(b'"', start)].decode("utf-8", "replace")
            if _bytes_with(value, holder, stamped[-1], stamp) == old:
                return False
    return files.replace(path, content)


def _bytes(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _bytes_with(value: object, holder: dict[str, Any], key: str, stamp: str) -> bytes:
    current = holder[key]
    holder[key] = stamp
    try:
        return _bytes(value)
    finally:
        holder[key] = current
