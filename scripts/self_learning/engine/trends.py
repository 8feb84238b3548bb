"""Which way a pattern goes: two windows of days compared, and what deserves an alert."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.engine.registry import Pattern

TRENDS = ("increasing", "new", "stable", "decreasing", "resolved")
SUPPORT = 3
_RISE = 1.5
_FALL = 0.5
_TOP = 10


class Windows(NamedTuple):
    """How many rows fall into the window that ends today, into the one before it, and before both."""

    current: int
    previous: int
    before: int

    @classmethod
    def of(cls, days: Mapping[int, int], today: int, length: int) -> Windows:
        """Count.

        Args:
            days: How many rows there are of each day; later ones than today aren't counted.
            today: Day number.
            length: Days of a window, at least 1.
        """
        current = previous = before = 0
        for day, count in days.items():
            if day > today:
                continue
            if day > today - length:
                current += count
            elif day > today - 2 * length:
                previous += count
            else:
                before += count
        return cls(current, previous, before)

    @property
    def trend(self) -> str:
        """One of ``TRENDS``; a recurrence after a silent window is increasing."""
        if not self.current:
            return "resolved" if self.previous or self.before else "stable"
        if not self.previous:
            return "increasing" if self.before else "new"
        ratio = self.current / self.previous
        if ratio >= _RISE:
            return "increasing"
        if ratio <= _FALL:
            return "decreasing"
        return "stable"


def report(
    patterns: list[Pattern], *, today: int, length: int, generated: str, service: str | None = None
) -> dict[str, Any]:
    """The trends of all patterns, as trends.json holds them.

    Args:
        patterns: With or without ``unclassified``, which is counted and never alarms.
        today: Day number.
        length: Days of a window.
        generated: Timestamp.
        service: Only the rows of this one.
    """
    windows = {}
    for one in patterns:
        days = one.tally.days.get(service, {}) if service is not None else one.days
        if days:
            windows[one.name] = Windows.of(days, today, length)
    shown = [one for one in patterns if one.name in windows]
    by_trend = dict.fromkeys(TRENDS, 0)
    by_severity = dict.fromkeys(("blocking", "warning", "nit"), 0)
    alerts, improvements = [], []
    for one in shown:
        found = windows[one.name]
        by_trend[found.trend] += 1
        by_severity[one.severity] += 1
        if one.is_unclassified:
            continue
        row = {
            "pattern": one.name,
            "trend": found.trend,
            "severity": one.severity,
            "current": found.current,
            "previous": found.previous,
            "confidence": one.confidence,
            "services": one.services,
        }
        if found.current >= SUPPORT and found.trend in ("increasing", "new"):
            recurred = found.trend == "increasing" and not found.previous
            alerts.append({**row, "reason": "recurred" if recurred else found.trend})
        elif found.trend in ("decreasing", "resolved") and max(found.previous, found.before) >= SUPPORT:
            improvements.append(row)
    grade = {"blocking": 0, "warning": 1, "nit": 2}
    alerts.sort(key=lambda row: (grade[str(row["severity"])], -int(str(row["current"])), str(row["pattern"])))
    improvements.sort(key=lambda row: (-int(str(row["previous"])), str(row["pattern"])))
    top = sorted(
        (one for one in shown if windows[one.name].current),
        key=lambda one: (-windows[one.name].current, one.name),
    )
    return {
        "generated": generated,
        "window_days": length,
        "current_window": _window(today - length + 1, today, sum(one.current for one in windows.values())),
        "previous_window": _window(
            today - 2 * length + 1, today - length, sum(one.previous for one in windows.values())
        ),
        "summary": {"total_patterns": len(shown), "by_trend": by_trend, "by_severity": by_severity},
        "alerts": alerts,
        "top_patterns": [
            {
                "pattern": one.name,
                "current": windows[one.name].current,
                "previous": windows[one.name].previous,
                "trend": windows[one.name].trend,
                "severity": one.severity,
                "confidence": one.confidence,
            }
            for one in top[:_TOP]
        ],
        "service_breakdown": _services(shown, today, length, service),
        "improvements": improvements,
    }


def _window(first: int, last: int, findings: int) -> dict[str, Any]:
    return {"start": _iso(first), "end": _iso(last), "findings": findings}


def _iso(day: int) -> str:
    return date.fromordinal(max(day, 1)).isoformat()


def _services(patterns: list[Pattern], today: int, length: int, only: str | None) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for one in patterns:
        for service, days in one.tally.days.items():
            if only is not None and service != only:
                continue
            counted = Windows.of(days, today, length)
            row = found.setdefault(
                service, {"current": 0, "previous": 0, "total": 0, "patterns": 0, "top_pattern": ""}
            )
            row["current"] += counted.current
            row["previous"] += counted.previous
            row["total"] += sum(counted)
            row["patterns"] += 1
            key = (counted.current, sum(counted))
            if not one.is_unclassified and (not row["top_pattern"] or key > row["_key"]):
                row["top_pattern"], row["_key"] = one.name, key
    for row in found.values():
        row.pop("_key", None)
    return dict(sorted(found.items()))
