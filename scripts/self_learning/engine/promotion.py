"""Which patterns go into runbooks, which leave them, and the log of both.

The log is the truth: what the registry says of promotions is replayed from it, so deleting
the registry loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from self_learning import text
from self_learning.engine import naming, registry
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from self_learning.engine.registry import Pattern
    from self_learning.engine.settings import EngineSettings

_MAXIMUM_AGENTS = 20
_MAXIMUM_CITATIONS = 5


@dataclass
class Standing:
    """Where a pattern stands, as the log tells it.

    ``agents`` holds whose runbook took it, with the date; ``removed`` those of them whose entry a
    person deleted, which is respected. ``marked`` is ``invalid``, the name of what superseded it, or empty.
    """

    agents: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    archived_reason: str = ""
    archived_date: str = ""
    promoted_date: str | None = None
    marked: str = ""
    carried: bool = False

    @property
    def promoted(self) -> bool:
        """Whether it stands in a runbook now."""
        return bool(self.agents) and not self.archived_reason


@dataclass(frozen=True)
class Event:
    """A line of the log: ``promoted``, ``archived``, ``removed``, ``marked``, ``unmarked``, ``carried``."""

    date: str
    event: str
    pattern: str
    details: Mapping[str, object] = field(default_factory=dict)

    def line(self) -> str:
        """The event as a line of JSON."""
        return orjson.dumps(
            {"date": self.date, "event": self.event, "pattern": self.pattern, **self.details}
        ).decode()


class Standings(dict[str, Standing]):
    """The standing of every pattern that the log speaks of; others have a new one."""

    def __missing__(self, name: str) -> Standing:
        made = self[name] = Standing()
        return made

    def of(self, name: str) -> Standing:
        """The standing of a pattern, which the log need not speak of."""
        return self.get(name) or Standing()

    def record(self, event: Event) -> None:
        """Take one event into account."""
        one = self[event.pattern]
        if event.event == "promoted":
            named = event.details.get("agents")
            for agent in named if isinstance(named, list) else ():
                one.agents.setdefault(str(agent), event.date)
                one.removed.discard(str(agent))
            one.promoted_date = (
                event.date if one.archived_reason or not one.promoted_date else one.promoted_date
            )
            one.archived_reason = one.archived_date = ""
        elif event.event == "archived":
            one.archived_reason, one.archived_date = str(event.details.get("reason", "archived")), event.date
        elif event.event == "removed":
            one.removed.add(str(event.details.get("agent", "")))
        elif event.event == "marked":
            one.marked = str(event.details.get("as", "invalid"))
        elif event.event == "unmarked":
            one.marked = ""
        elif event.event == "carried":
            one.carried = True


def read(path: str) -> tuple[Standings, int]:
    """Replay the log.

    Returns:
        The standings, and how many lines could not be read; these stay where they are.
    """
    standings, unreadable = Standings(), 0
    for row in _events(path):
        if (
            isinstance(row, dict)
            and isinstance(row.get("date"), str)
            and isinstance(row.get("event"), str)
            and isinstance(row.get("pattern"), str)
        ):
            details = {key: value for key, value in row.items() if key not in ("date", "event", "pattern")}
            standings.record(Event(row["date"][:10], row["event"], row["pattern"], details))
        else:
            unreadable += 1
    return standings, unreadable


def _events(path: str) -> Iterator[object]:
    try:
        with open(path, "rb") as file:
            for line in filter(bytes.strip, file):
                try:
                    yield orjson.loads(line)
                except ValueError:
                    yield None
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError.at(path, f"can't be read: {error.strerror}") from None


def agents_for(pattern: Pattern, settings: EngineSettings) -> list[str]:
    """Whose runbook takes a pattern: the agents that its rows name, else those of its category."""
    named = [name for agent in pattern.agents if (name := naming.agent_name(agent))]
    chosen: Iterable[str] = named or map(naming.agent_name, settings.category_agents[pattern.category])
    return list(dict.fromkeys(one for one in chosen if one))[:_MAXIMUM_AGENTS]


def unfit(pattern: Pattern, settings: EngineSettings) -> str:
    """Why a pattern isn't promoted for its numbers; empty when it is fit."""
    if pattern.is_unclassified:
        return "has no name"
    if pattern.count < settings.minimum_count:
        return f"seen {pattern.count} of {settings.minimum_count} times"
    if pattern.confidence < settings.minimum_confidence:
        return f"confidence {pattern.confidence:.2f}, needs {settings.minimum_confidence:.2f}"
    if not pattern.fix:
        return "nobody said what to do instead"
    return ""


def demoted(
    pattern: Pattern | None, standing: Standing, settings: EngineSettings, today: int, name: str
) -> str:
    """Why a pattern must not stand in a runbook; empty when it may."""
    if standing.marked == "invalid" or name in settings.invalid:
        return "marked invalid"
    successor = standing.marked or settings.superseded.get(name, "")
    if successor:
        return f"superseded by {successor}"
    if pattern is None:
        return "no finding of it is left"
    if today - pattern.last_day >= settings.demote_after_days:
        return f"not seen for {settings.demote_after_days} days"
    return ""


def withheld(pattern: Pattern, screen: Callable[[str], str | None]) -> str:
    """Why a pattern's text must not be put before an agent; empty when it may be."""
    for what, told in (
        ("name", pattern.name.replace("-", " ")),
        ("description", pattern.description),
        ("fix", pattern.fix),
    ):
        reason = screen(told)
        if reason:
            return f"its {what} {reason}"
    return ""


def screen(told: str) -> str | None:
    """Why a text must not be put before an agent: an instruction to the reader, or a credential."""
    from self_learning import screening

    reason = screening.instruction_to_reader(told)
    if reason:
        return f"reads as an instruction ({reason})"
    secret = screening.find_secret(told)
    return f"holds a credential ({secret})" if secret else None


def event(pattern: Pattern, agents: list[str], date: str) -> Event:
    """The line that says that a pattern was promoted."""
    return Event(
        date,
        "promoted",
        pattern.name,
        {"agents": agents, "confidence": pattern.confidence, "count": pattern.count, "trend": pattern.trend},
    )


def lesson(pattern: Pattern, agents: list[str], captured_at: str) -> dict[str, Any]:
    """A promoted pattern as a pending lesson of the pattern store, which the hooks then carry."""
    heading = naming.title(pattern.name)
    summary = pattern.fix if len(pattern.fix) >= 40 else f"{heading}: {pattern.fix}"
    if len(summary) < 20:
        summary = f"{summary} ({pattern.category})"
    wrong = pattern.category in ("security", "correctness")
    citations: list[dict[str, object]] = []
    for one in map(pattern.read, pattern.tally.newest):
        path, _, line = one.file.rpartition(":")
        named = (
            {"file": path, "line": int(line)}
            if path and line.isdecimal() and len(line) < 9 and int(line)
            else None
        )
        citation: dict[str, object] = dict(named) if named else {"file": one.file}
        if one.file and citation not in citations:
            citations.append({**citation, "file": text.sanitise(str(citation["file"]), 300)})
        if len(citations) == _MAXIMUM_CITATIONS:
            break
    first = registry.iso(pattern.first_day)
    return {
        "category": "mistake" if wrong else "convention" if pattern.category == "convention" else "pattern",
        "trigger": heading,
        "summary": text.sanitise(summary, 200),
        "detail": f"{pattern.description} Seen {pattern.count} times from {first} on.",
        "citations": citations,
        "context": [pattern.category, *(word for word in pattern.name.split("-") if len(word) > 2)][:8],
        "applies_to": agents if pattern.agents else ["*"],
        "agent": "learning-engine",
        "captured_at": captured_at,
    }
