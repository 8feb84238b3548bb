"""What is counted of one group of rows: complete counts, by day and service, and where the newest stand."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.engine.findings import Finding

NEWEST = 50
_SLACK = 4  # how many times NEWEST may pile up before the older ones are dropped


class Occurrence(NamedTuple):
    """Where one row stands; ``rows.Rows`` reads it. Sorts by age, oldest first, and none equals another."""

    day: int
    log: int  # position of its log in ``locations.KINDS``
    line: int
    start: int  # bytes from the beginning of the log
    length: int  # bytes
    service: str  # as it is counted


class Tally:
    """The counts of one group.

    ``days`` holds, by service, how many rows there are of each day; ``sources`` is keyed by
    source and severity (``"review-finding|nit"``), because confidence needs both. ``fix`` is the
    newest row that says what to do, which may be older than all that are kept.
    """

    __slots__ = ("_oldest", "agents", "categories", "count", "days", "fix", "newest", "sources")

    def __init__(self) -> None:
        self.count = 0
        self.sources: dict[str, int] = {}
        self.categories: dict[str, int] = {}
        self.agents: dict[str, int] = {}
        self.days: dict[str, dict[int, int]] = {}
        self.newest: list[Occurrence] = []
        self.fix: Occurrence | None = None
        self._oldest = 0  # day of the oldest row that is kept, once there are as many as are shown

    def add(self, finding: Finding, here: Occurrence) -> None:
        """Count one row."""
        self.count += 1
        day = here.day
        key = f"{finding.source}|{finding.severity}"
        self.sources[key] = self.sources.get(key, 0) + 1
        self.categories[finding.category] = self.categories.get(finding.category, 0) + 1
        for agent in finding.agents:
            self.agents[agent] = self.agents.get(agent, 0) + 1
        days = self.days.get(here.service)
        if days is None:
            days = self.days[here.service] = {}
        days[day] = days.get(day, 0) + 1
        if finding.fix and (self.fix is None or here > self.fix):
            self.fix = here
        if day >= self._oldest:
            self.newest.append(here)
            if len(self.newest) > NEWEST * _SLACK:
                self.trim()

    def trim(self) -> None:
        """Keep the newest occurrences alone, newest first."""
        self.newest.sort(reverse=True)
        del self.newest[NEWEST:]
        if len(self.newest) == NEWEST:
            self._oldest = self.newest[-1].day

    def plain(self) -> list[Any]:
        """The tally as JSON can hold it."""
        self.trim()
        days = {service: list(chain.from_iterable(found.items())) for service, found in self.days.items()}
        return [self.count, self.sources, self.categories, self.agents, days, self.newest, self.fix]

    @classmethod
    def of(cls, plain: list[Any]) -> Tally:
        """The tally that ``plain`` gave."""
        made = cls()
        made.count, made.sources, made.categories, made.agents, days, newest, fix = plain
        made.days = {
            service: dict(zip(found[::2], found[1::2], strict=True)) for service, found in days.items()
        }
        made.newest = list(map(Occurrence._make, newest))
        made.fix = None if fix is None else Occurrence._make(fix)
        return made

    @classmethod
    def total(cls, tallies: list[Tally]) -> Tally:
        """Several tallies as one; a single one is given back itself."""
        if len(tallies) == 1:
            tallies[0].trim()
            return tallies[0]
        made = cls()
        for one in tallies:
            made.count += one.count
            _add(made.sources, one.sources)
            _add(made.categories, one.categories)
            _add(made.agents, one.agents)
            for service, found in one.days.items():
                _add(made.days.setdefault(service, {}), found)
            made.newest.extend(one.newest)
            if one.fix is not None and (made.fix is None or one.fix > made.fix):
                made.fix = one.fix
        made.trim()
        return made

    def by_day(self) -> Mapping[int, int]:
        """How many rows there are of each day, over all services."""
        if len(self.days) == 1:
            return next(iter(self.days.values()))
        total: dict[int, int] = {}
        for found in self.days.values():
            _add(total, found)
        return total


_Key = TypeVar("_Key", str, int)


def _add(counts: dict[_Key, int], more: Mapping[_Key, int]) -> None:
    for key, count in more.items():
        counts[key] = counts.get(key, 0) + count
