"""The statistics for programs: every figure that a person is shown, unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from self_learning.stats.intervals import CONFIDENCE_LEVEL, FEWEST_TRIALS

if TYPE_CHECKING:
    from self_learning.stats.intervals import Comparison, Proportion
    from self_learning.stats.lessons import Lesson
    from self_learning.stats.memory import Memory
    from self_learning.stats.report import GoalReport, Trend
    from self_learning.stats.summary import Summary

_PRECISION = (
    "counts are exact; rates, differences and interval ends are unrounded double-precision numbers; "
    "null where nothing was measured"
)


def of(summary: Summary) -> dict[str, Any]:
    """What ``--json`` prints."""
    known = summary.record
    return {
        "project": summary.project,
        "last": summary.last,
        "precision": _PRECISION,
        "confidence_level": CONFIDENCE_LEVEL,
        "fewest_trials": FEWEST_TRIALS,
        "methods": {
            "rate": "Wilson score interval",
            "difference": "Newcombe's hybrid score interval (1998, method 10)",
        },
        "logs": {
            "runs_log_rows": known.run_rows,
            "outcomes_log_rows": known.outcome_rows,
            "unreadable_lines": known.unreadable,
            "rows_of_no_known_pattern": known.unresolved,
            "older_rows_have_left": known.is_cut,
        },
        "goals": [_goal(report, summary) for report in summary.reports],
        "notes": summary.notes,
    }


def _goal(report: GoalReport, summary: Summary) -> dict[str, Any]:
    return {
        "goal": report.name,
        "active": report.name is not None and report.name == summary.configured.active,
        "configured": report.name in summary.configured.goals,
        "runs_in_logs": report.runs_in_logs,
        "runs": {"total": report.all_runs, "open": report.open_runs, **_reached(report.runs)},
        "iterations": {"total": report.all_iterations, **_reached(report.iterations)},
        "trend": _trend(report.trend),
        "memory": _memory(report.memory),
        "lessons": [_lesson(one, summary) for one in report.lessons],
    }


def _reached(found: Proportion) -> dict[str, Any]:
    return {
        "measured": found.trials,
        "reached": found.successes,
        "rate": found.rate,
        "interval": found.interval,
    }


def _proportion(found: Proportion) -> dict[str, Any]:
    return {
        "successes": found.successes,
        "trials": found.trials,
        "rate": found.rate,
        "interval": found.interval,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "one": _proportion(comparison.one),
        "other": _proportion(comparison.other),
        "difference": comparison.difference,
        "interval": comparison.interval,
        "verdict": comparison.verdict,
    }


def _trend(trend: Trend) -> dict[str, Any]:
    medians = trend.median_iterations
    return {
        "runs": [
            {
                "run_id": one.run_id,
                "started_at": one.started_at,
                "iterations": one.iterations,
                "reached": one.success,
                "score": one.score,
                "open": one.is_open,
            }
            for one in trend.runs
        ],
        "second_half_less_first": _comparison(trend.halves),
        "median_iterations": None
        if medians is None
        else {"first_half": medians[0], "second_half": medians[1]},
    }


def _memory(found: Memory) -> dict[str, Any]:
    return {
        "groups": {
            name: {
                "iterations": group.iterations,
                "goal_reached": _proportion(group.goal_reached),
                "build_failed": _proportion(group.build_failed),
                "unverified": _proportion(group.unverified),
            }
            for name, group in found.groups.items()
        },
        "comparisons": [
            {
                "kind": contrast.kind,
                "one": list(contrast.one),
                "other": list(contrast.other),
                "goal_reached": _comparison(contrast.goal_reached),
                "build_failed": _comparison(contrast.build_failed),
            }
            for contrast in found.contrasts
        ],
    }


def _lesson(lesson: Lesson, summary: Summary) -> dict[str, Any]:
    pattern = lesson.pattern
    return {
        "id": pattern.id,
        "summary": pattern.summary,
        "category": pattern.category,
        "confidence": pattern.confidence,
        "success_rate": pattern.success_rate,
        "flags": list(pattern.flags),
        "archived": pattern.id in summary.archived,
        "applications": lesson.applications,
        "verified": lesson.verified,
        "unverified": lesson.unverified,
        "applied_in_iterations": lesson.applied_in,
        "has_evidence": lesson.has_evidence,
        "association": _comparison(lesson.association),
        "experiment": _comparison(lesson.experiment) if lesson.experiment.other.trials else None,
    }
