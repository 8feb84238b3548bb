"""What people corrected: counts by agent and type, and what comes back."""

from __future__ import annotations

from collections import Counter
from datetime import timezone
from typing import TYPE_CHECKING, Any

from self_learning import cli, files, text
from self_learning.engine import findings, grouping, locations, naming, registry, settings, tables

if TYPE_CHECKING:
    from datetime import datetime

    from self_learning.paths import Project

TYPES = (
    "code_quality", "code_completeness", "approach_rejection",
    "expectation_mismatch", "communication_gap", "preference_conflict",
)  # fmt: skip
NOTHING_YET = (
    "no corrections yet: log one with log_finding.py --kind user-correction, or append rows to "
    ".claude/user-corrections.jsonl"
)
_KIND = "user-correction"
_RECENT = 10
_NAME_WIDTH = 32


def run(
    project: Project,
    now: datetime,
    *,
    agent: str | None = None,
    kind: str | None = None,
    since_days: int | None = None,
    analyse: bool = False,
) -> cli.Result:
    """The corrections as a table and bars. Writes nothing.

    Args:
        project: Whose.
        now: Today.
        agent: Only those of this agent.
        kind: Only those of this correction type.
        since_days: Only those of the last so many days.
        analyse: Also group them into what comes back, with what people wanted instead.
    """
    where = locations.Locations(project)
    today = now.astimezone(timezone.utc).toordinal()
    wanted = naming.agent_name(agent) if agent is not None else None
    chosen: list[tuple[dict[str, Any], findings.Finding]] = []
    seen: set[bytes] = set()
    unreadable = 0
    for _, row in files.read_json_lines(where.input(_KIND)):
        try:
            finding = findings.read(_KIND, row)
            identity = findings.digest(row)
        except findings.InvalidRowError:
            unreadable += 1
            continue
        if identity in seen or not isinstance(row, dict):
            continue
        seen.add(identity)
        if (
            (wanted is None or naming.agent_name(row["agent"]) == wanted)
            and kind in (None, row["correction_type"])
            and (since_days is None or finding.day > today - since_days)
        ):
            chosen.append((_row(row, finding), finding))
    warnings = (
        (f"{where.input(_KIND)}: {text.counted(unreadable, 'row')} not counted, because unreadable",)
        if unreadable
        else ()
    )
    rows = sorted(
        (row for row, _ in chosen), key=lambda one: (one["date"], one["agent"], one["wanted"]), reverse=True
    )
    data: dict[str, Any] = {
        "total": len(rows),
        "by_type": dict(sorted(Counter(one["correction_type"] for one in rows).items())),
        "by_agent": dict(sorted(Counter(one["agent"] for one in rows).items())),
        "by_source": dict(sorted(Counter(one["source"] for one in rows).items())),
        "corrections": rows,
    }
    if analyse:
        data["recurring"] = _recurring(project, chosen)
    if not rows:
        return cli.Result("no correction fits" if seen else NOTHING_YET, data, warnings)
    return cli.Result(_shown(data, analyse), data, warnings)


def _row(row: dict[str, Any], finding: findings.Finding) -> dict[str, Any]:
    return {
        "date": registry.iso(finding.day),
        "agent": text.sanitise(row["agent"], 80),
        "source": row["source"],
        "correction_type": row["correction_type"],
        "did": text.sanitise(finding.text, 300),
        "wanted": text.sanitise(finding.fix, 300),
        "pattern": text.sanitise(finding.tag, 80),
        "service": text.sanitise(finding.service, 80),
    }


def _recurring(project: Project, rows: list[tuple[dict[str, Any], findings.Finding]]) -> list[dict[str, Any]]:
    """What people corrected more than once, in whatever words.

    Args:
        project: Whose aliases and keyword rules hold.
        rows: In the order of the log, which decides what a group is called, as it does for ``evolve``.
    """
    chosen = settings.load(project)
    names = naming.Names(chosen.aliases, chosen.keyword_rules)
    grouped = grouping.Grouping()
    members: dict[int, list[dict[str, Any]]] = {}
    for row, finding in rows:
        name = names.explicit(finding.tag) or names.by_keyword(finding.text)
        members.setdefault(grouped.assign(name, finding.text), []).append(row)
    for found in members.values():
        found.sort(key=lambda one: str(one["date"]), reverse=True)
    made = [
        {
            "pattern": grouped.leaders[group].name or naming.UNCLASSIFIED,
            "count": len(found),
            "explicit": sum(one["source"] == "explicit" for one in found),
            "agents": sorted({one["agent"] for one in found}),
            "wanted": Counter(one["wanted"] for one in found).most_common(1)[0][0],  # of equals the newest
            "last": found[0]["date"],
        }
        for group, found in members.items()
        if group >= 0 and len(found) > 1
    ]
    return sorted(made, key=lambda one: (-int(str(one["count"])), str(one["wanted"])))


def _shown(data: dict[str, Any], analyse: bool) -> str:
    sources = ", ".join(f"{count} {source}" for source, count in data["by_source"].items())
    parts = [f"{text.counted(data['total'], 'correction')}: {sources}"]
    for title, counts in (("type", data["by_type"]), ("agent", data["by_agent"])):
        most = max(counts.values())
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:12]
        rows = [(name, count, tables.bar(count, most, 30)) for name, count in ordered]
        parts.append(tables.table((title, "count", ""), rows, right=(1,)))
    if analyse:
        rows_ = [(one["count"], _cut(one["pattern"]), one["wanted"]) for one in data["recurring"][:12]]
        parts.append(
            tables.table(("times", "comes back", "what people wanted"), rows_, right=(0,), fold=2)
            if rows_
            else "nothing was corrected twice"
        )
    else:
        recent = [(one["date"], _cut(one["agent"]), one["wanted"]) for one in data["corrections"][:_RECENT]]
        parts.append(tables.table(("date", "agent", "what the person wanted"), recent, fold=2))
    return "\n\n".join(parts)


def _cut(name: str) -> str:
    """A name that leaves room for what stands beside it."""
    return name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1] + "…"
