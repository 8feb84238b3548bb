"""What is counted of one group of rows: complete counts, by day and service, and the newest rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from self_learning.engine.findings import Finding

NEWEST = 50
_SLACK = 4  # how many times NEWEST may pile up before the older ones are dropped


class Occurrence(NamedTuple):
    """One row as the registry shows it; it sorts by age, oldest first, and never equals another."""

    day: int
    log: int  # position of its log in ``locations.KINDS``
    line: int
    service: str
    file: str
    pr: str
    context: str
    source: str
    severity: str
    text: str
    fix: str
    example: str


class Tally:
    """The counts of one group.

    ``days`` holds, by service, how many rows there are of each day; ``sources`` is keyed by
    source and severity (``"review-finding|nit"``), because confidence needs both. ``fix`` is the
    newest row that says what to do, which may be older than all that are kept.
    """

    __slots__ = ("agents", "categories", "count", "days", "fix", "newest", "sources")

    def __init__(self) -> None:
        self.count = 0
        self.sources: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.agents: Counter[str] = Counter()
        self.days: dict[str, dict[int, int]] = {}
        self.newest: list[Occurrence] = []
        self.fix: Occurrence | None = None

    def add(self, finding: Finding, log: int, line: int, service: str) -> None:
        """Count one row."""
        self.count += 1
        self.sources[f"{finding.source}|{finding.severity}"] += 1
        self.categories[finding.category] += 1
        for agent in finding.agents:
            self.agents[agent] += 1
        days = self.days.get(service)
        if days is None:
            days = self.days[service] = {}
        days[finding.day] = days.get(finding.day, 0) + 1
        one = Occurrence(
            finding.day, log, line, service, finding.file, finding.pr, finding.context,
            finding.source, finding.severity, finding.text, finding.fix, finding.example,
        )  # fmt: skip
        self.newest.append(one)
        if finding.fix and (self.fix is None or one > self.fix):
            self.fix = one
        if len(self.newest) > NEWEST * _SLACK:
            self.trim()

    def trim(self) -> None:
        """Keep the newest occurrences alone, newest first."""
        self.newest.sort(reverse=True)
        del self.newest[NEWEST:]

    def plain(self) -> list[Any]:
        """The tally as JSON can hold it."""
        self.trim()
        days = {service: {str(day): n for day, n in found.items()} for service, found in self.days.items()}
        return [self.count, self.sources, self.categories, self.agents, days, self.newest, self.fix]

    @classmethod
    def of(cls, plain: list[Any]) -> Tally:
        """The tally that ``plain`` gave."""
        made = cls()
        made.count, sources, categories, agents, days, newest, fix = plain
        made.sources, made.categories, made.agents = Counter(sources), Counter(categories), Counter(agents)
        made.days = {service: {int(day): n for day, n in found.items()} for service, found in days.items()}
        made.newest = [Occurrence(*one) for one in newest]
        made.fix = None if fix is None else Occurrence(*fix)
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
            made.sources.update(one.sources)
            made.categories.update(one.categories)
            made.agents.update(one.agents)
            for service, found in one.days.items():
                days = made.days.setdefault(service, {})
                for day, n in found.items():
                    days[day] = days.get(day, 0) + n
            made.newest.extend(one.newest)
            if one.fix is not None and (made.fix is None or one.fix > made.fix):
                made.fix = one.fix
        made.trim()
        return made

    def by_day(self) -> dict[int, int]:
        """How many rows there are of each day, over all services."""
        total: dict[int, int] = {}
        for found in self.days.values():
            for day, n in found.items():
                total[day] = total.get(day, 0) + n
        return total
