"""The registry of patterns, .claude/patterns/patterns.json: built from tallies, written when changed."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from self_learning import files, text
from self_learning.engine import confidence, findings, grouping, locations, naming
from self_learning.engine.tally import Tally
from self_learning.engine.trends import Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from self_learning.engine.findings import Finding
    from self_learning.engine.promotion import Standing, Standings
    from self_learning.engine.settings import EngineSettings
    from self_learning.engine.state import Log, State
    from self_learning.engine.tally import Occurrence

_TEXT = 300
_NAME = 80
_WITH_EXAMPLES = locations.KINDS.index("session-learning")  # the only rows that have one


class Kept(NamedTuple):
    """What was written of a pattern: its fix, and its entry in the registry with the figures it shows."""

    members: list[int]  # log and group of each tally that it was made of, one after the other
    fix: str
    figures: list[Any]
    start: int  # bytes
    length: int


@dataclass(slots=True)
class Pattern:
    """A named pattern with its numbers; ``tally`` holds what they were made of.

    ``kept`` is what the last run wrote of it, where no row came to it since.
    """

    name: str
    description: str
    tally: Tally
    category: str
    severity: str
    first_day: int
    last_day: int
    trend: str
    confidence: float
    agents: list[str]
    services: list[str]
    members: list[int]
    read: Callable[[Occurrence], Finding]  # the row that stands there
    kept: Kept | None
    _shown: Shown | None = None

    @property
    def days(self) -> Mapping[int, int]:
        """How many rows there are of each day."""
        return self.tally.by_day()

    @property
    def shown(self) -> Shown:
        """What its newest rows say, read when it is first wanted."""
        if self._shown is None:
            self._shown = _shown(self.tally, self.read)
        return self._shown

    def release(self) -> None:
        """Give up the memory of ``shown``, of which there is as much as of the registry's file."""
        self._shown = None

    @property
    def fix(self) -> str:
        """What to do instead; empty when no row says it."""
        return self.kept.fix if self.kept else self.shown.fix

    def example(self) -> str:
        """The newest code that a row gives as an example; empty when none does."""
        if all(one.log != _WITH_EXAMPLES for one in self.tally.newest):
            return ""
        found = (self.read(one).example for one in self.tally.newest if one.log == _WITH_EXAMPLES)
        return next(filter(None, found), "")

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
    state: State,
    roots: dict[grouping.Root, grouping.Root | None],
    read: Callable[[Occurrence], Finding],
    settings: EngineSettings,
    today: int,
) -> list[Pattern]:
    """All patterns by name.

    Args:
        state: The logs as they were read.
        roots: As ``grouping.join`` gives them for these logs.
        read: Gives the row that stands at a place.
        settings: Weights and window.
        today: Day number; what is dated later is counted and is not news.
    """
    logs = list(state.logs.values())
    members: dict[grouping.Root | None, list[int]] = {}
    for number, log in enumerate(logs):
        for group in range(len(log.tallies)):
            members.setdefault(roots[grouping.Root(number, group)], []).extend((number, group))
        if log.alone.count:
            members.setdefault(None, []).extend((number, -1))
    made = []
    for root, numbers in members.items():
        if root is None:
            name, description = naming.UNCLASSIFIED, "Findings that no pattern fits yet"
        else:
            leader = logs[root.log].grouping.leaders[root.group]
            name, description = leader.name, leader.texts[0] if leader.texts else leader.name
        name = text.sanitise(name, _NAME)
        of = list(zip(numbers[::2], numbers[1::2], strict=True))
        tally = Tally.total(
            [logs[log].tallies[group] if group >= 0 else logs[log].alone for log, group in of]
        )
        kept = state.patterns.get(name)
        if kept and (kept.members != numbers or any(group in logs[log].grown for log, group in of)):
            kept = None
        services = sorted(clean for one in tally.days if (clean := _service(one)))
        days = tally.by_day()
        last = max(days)
        if last > today:
            last = max((day for day in days if day <= today), default=last)
        grades: dict[str, int] = {}
        for key, count in tally.sources.items():
            grade = key.rpartition("|")[2]
            grades[grade] = grades.get(grade, 0) + count
        made.append(
            Pattern(
                name=name,
                description=text.sanitise(description, _TEXT),
                tally=tally,
                category=_most(tally.categories, findings.CATEGORIES),
                severity=_most(grades, findings.SEVERITIES),
                first_day=min(days),
                last_day=last,
                trend=Windows.of(days, today, settings.window_days).trend,
                confidence=confidence.confidence(
                    tally.sources,
                    days_since_last=today - last,
                    services=len(services),
                    weights=settings.weights,
                ),
                agents=[clean for agent in _by_frequency(tally.agents) if (clean := _service(agent))],
                services=services,
                members=numbers,
                read=read,
                kept=kept,
            )
        )
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


def _by_frequency(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda one: (-counts[one], one))


class Shown(NamedTuple):
    """What the newest rows of a pattern say: what to do, and the occurrences as the registry has them."""

    fix: str
    occurrences: bytes


def _shown(tally: Tally, read: Callable[[Occurrence], Finding]) -> Shown:
    told: dict[str, int] = {}
    occurrences = []
    for one in tally.newest:
        row = read(one)
        if row.fix and (fix := text.sanitise(row.fix, _TEXT)):
            told[fix] = told.get(fix, 0) + 1
        occurrences.append(
            {
                "date": iso(one.day),
                "service": _service(one.service),
                "file": text.sanitise(row.file, _TEXT),
                "pr": row.pr if row.pr.isdecimal() and row.pr.isascii() else text.sanitise(row.pr, _NAME),
                "context": text.sanitise(row.context or row.text, _TEXT),
                "source": row.source.partition(":")[0],
            }
        )
    if told:
        fix = max(told, key=lambda one: told[one])  # the first of equals, which is the newest
    else:
        fix = text.sanitise(read(tally.fix).fix, _TEXT) if tally.fix else ""
    return Shown(fix, _indented(occurrences, 3))


@functools.lru_cache(maxsize=4096)
def iso(day: int) -> str:
    """A day number as an ISO 8601 date."""
    return date.fromordinal(day).isoformat()


@functools.lru_cache(maxsize=1024)
def _service(given: str) -> str:
    return text.sanitise(given, _NAME)


def entry(pattern: Pattern, standing: Standing) -> dict[str, Any]:
    """A pattern as the registry holds it, but for the occurrences, which ``Pattern.shown`` has."""
    made = {
        "name": pattern.name,
        "description": pattern.description,
        "category": pattern.category,
        "severity": pattern.severity,
        "occurrences": None,
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


def whole_entry(pattern: Pattern, standing: Standing) -> dict[str, Any]:
    """A pattern as the registry holds it, with its occurrences."""
    return {**entry(pattern, standing), "occurrences": orjson.loads(pattern.shown.occurrences)}


def write(
    path: str, patterns: list[Pattern], standings: Standings, state: State, today: int, generated: str
) -> None:
    """Write the registry, unless only its timestamp would change; the caller holds the lock.

    The occurrences of a pattern to which no row came are taken from the file itself, where it is as it
    was left. ``state`` learns where they stand.

    Args:
        path: The file.
        patterns: All of them.
        standings: What was promoted.
        state: What the last run left.
        today: Day number.
        generated: Timestamp of this analysis.
    """
    old = _read(path)
    is_known = hashlib.sha256(old).hexdigest() == state.registry
    oldest = min((one.first_day for one in patterns), default=today)
    content = bytearray(b'{\n  "patterns": {')
    kept: dict[str, Kept] = {}
    for pattern in patterns:
        standing, earlier = standings.of(pattern.name), pattern.kept
        figures = _figures(pattern, standing)
        start = len(content)
        if earlier is None or not is_known:
            content += _entry(pattern, standing, pattern.shown.occurrences)
        elif earlier.figures == figures:
            content += memoryview(old)[earlier.start : earlier.start + earlier.length]
        else:
            first = old.index(_OCCURRENCES, earlier.start) + len(_OCCURRENCES)
            end = old.index(_END_OF_OCCURRENCES, first) + len(_END_OF_OCCURRENCES)
            content += _entry(pattern, standing, old[first:end])
        kept[pattern.name] = Kept(pattern.members, pattern.fix, figures, start, len(content) - start)
        content += b","
        pattern.release()
    if patterns:
        content[-1:] = b"\n  "
    meta = {
        "last_analysis": generated,
        "total_findings_analyzed": state.rows,
        "total_patterns": len(patterns),
        "services_analyzed": sorted({service for one in patterns for service in one.services}),
        "analysis_window_days": max(today - oldest + 1, 1),
    }
    content += b'},\n  "meta": '
    stamp_at = len(content)
    content += _indented(meta, 1)
    content += b"\n}\n"
    if _replace(path, content, old, stamp_at, b"last_analysis") or not is_known:
        state.registry = hashlib.sha256(content).hexdigest()
    state.patterns = kept


def _figures(pattern: Pattern, standing: Standing) -> list[Any]:
    """All that an entry shows besides what its rows say."""
    figures = [pattern.trend, pattern.confidence, pattern.last_day, standing.archived_reason]
    return [*figures, standing.promoted_date, *sorted(standing.agents)] if standing.promoted else figures


# No line of JSON is part of a text, and no quote in a text stands without a backslash.
_OCCURRENCES = b'"occurrences": '
_END_OF_OCCURRENCES = b"\n      ]"


def _entry(pattern: Pattern, standing: Standing, occurrences: bytes) -> bytes:
    head, _, tail = _indented(entry(pattern, standing), 2).partition(_OCCURRENCES + b"null")
    return b"\n    %s: %s%s%s%s" % (orjson.dumps(pattern.name), head, _OCCURRENCES, occurrences, tail)


def write_report(path: str, report: dict[str, Any]) -> None:
    """Write the trends, unless only their timestamp would change; the caller holds the lock."""
    content = bytearray(_indented(report, 0) + b"\n")
    _replace(path, content, _read(path), 0, b"generated")


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _replace(path: str, content: bytearray, old: bytes, after: int, key: bytes) -> bool:
    """Put content in a file's place unless it differs from the old in nothing but its timestamp.

    Args:
        path: The file.
        content: What is wanted.
        old: What is there.
        after: Where the timestamp's key is first looked for.
        key: The timestamp's key.

    Returns:
        Whether it was written.
    """
    if len(old) == len(content):
        start = content.index(b'"%s": "' % key, after) + len(key) + 5
        stamp = slice(start, content.index(b'"', start))
        new = content[stamp]
        content[stamp] = old[stamp]
        if content == old:
            return False
        content[stamp] = new
    return files.replace(path, content)


def _indented(value: object, levels: int) -> bytes:
    """A value as JSON, to stand so many levels deep; no line of it is part of a text."""
    made = orjson.dumps(value, option=orjson.OPT_INDENT_2)
    return made.replace(b"\n", b"\n" + b"  " * levels) if levels else made
