"""Reads what is new in the logs and gives every pattern with its numbers: what all commands begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timezone
from typing import TYPE_CHECKING, Any

from self_learning import text
from self_learning.engine import (
    grouping,
    locations,
    naming,
    promotion,
    registry,
    rows,
    services,
    settings,
    state,
)

if TYPE_CHECKING:
    from datetime import datetime

    from self_learning.engine.registry import Pattern
    from self_learning.engine.settings import EngineSettings
    from self_learning.engine.state import State
    from self_learning.paths import Project

NOTHING_YET = (
    "no findings yet: let agents log them with log_finding.py, or append rows to "
    ".claude/review-findings.jsonl; then run evolve.py"
)


@dataclass
class Analysis:
    """All that the logs say on one day."""

    where: locations.Locations
    settings: EngineSettings
    services: dict[str, str]
    state: State
    patterns: list[Pattern]
    standings: promotion.Standings
    today: int
    roots: dict[grouping.Root, grouping.Root | None]  # as ``grouping.join`` gives them
    new_rows: int = 0
    unnamed: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _cross_service: dict[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to work on and never was."""
        return not self.state.rows and not self.standings

    def cross_service(self, *, remember: bool) -> dict[str, Any]:
        """``cross_service.report``, made once."""
        if self._cross_service is None:
            from self_learning.engine import cross_service

            self._cross_service = cross_service.report(self, remember=remember)
        return self._cross_service

    def pattern(self, name: str) -> Pattern | None:
        """The pattern of this name, in any spelling, by an alias or by another name of its rows."""
        names = naming.Names(self.settings.aliases)
        wanted = names.explicit(name) or naming.kebab(name)
        by_name = {one.name: one for one in self.patterns}
        return by_name.get(wanted) or by_name.get(self._called_otherwise(wanted))

    def _called_otherwise(self, name: str) -> str:
        """The name of the pattern that rows of this name belong to; empty when there is none."""
        groupings = [log.grouping for log in self.state.logs.values()]
        for number, grouped in enumerate(groupings):
            root = self.roots.get(grouping.Root(number, grouped.group_of(name)))
            if root is not None:
                return groupings[root.log].leaders[root.group].name
        return ""


def run(project: Project, now: datetime, *, full: bool = False) -> Analysis:
    """Count what is new. Writes nothing.

    Args:
        project: Whose logs.
        now: Rows dated later are counted, and are no news.
        full: Read everything anew.

    Raises:
        InputError: A log or the settings can't be read.
    """
    where = locations.Locations(project)
    chosen = settings.load(project)
    opened = rows.Rows(where)
    found = services.detect(project, chosen.services)
    names = naming.Names(chosen.aliases, chosen.keyword_rules)
    service_of = services.ServiceOf(project, found)
    made_by = state.fingerprint(
        (sorted(chosen.aliases.items()), chosen.keyword_rules, sorted(found.items()), project.name)
    )
    counted = state.State(made_by) if full else state.load(where, made_by)
    counted.logs = {kind: log.read(opened, names, service_of) for kind, log in counted.logs.items()}
    logs = list(counted.logs.values())
    roots = grouping.join([log.grouping for log in logs])
    today = now.astimezone(timezone.utc).toordinal()
    standings, unreadable = promotion.read(where.promotion_log)
    made = Analysis(
        where=where,
        settings=chosen,
        services=found,
        state=counted,
        patterns=registry.build(counted, roots, opened.read, chosen, today),
        standings=standings,
        today=today,
        roots=roots,
        unnamed=registry.unnamed(logs, roots, chosen.minimum_count),
        new_rows=sum(log.new_rows for log in counted.logs.values()),
    )
    for kind, log in counted.logs.items():
        if log.new_unreadable:
            first = log.new_unreadable[0]
            made.warnings.append(
                f"{where.input(kind)}:{first.line_number}: {first.reason[:160]}; "
                f"{text.counted(len(log.new_unreadable), 'new row')} not counted, because unreadable"
            )
    if unreadable:
        made.warnings.append(
            f"{where.promotion_log}: {text.counted(unreadable, 'line')} passed over, because unreadable"
        )
    ahead = sum(
        count
        for log in logs
        for tally in (*log.tallies, log.alone)
        for days in tally.days.values()
        if max(days) > today
        for day, count in days.items()
        if day > today
    )
    if ahead:
        made.warnings.append(
            f"{text.counted(ahead, 'finding')} dated after {registry.iso(today)}: counted, and no news yet"
        )
    return made
