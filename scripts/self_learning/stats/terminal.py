"""The statistics for a person at a terminal, in 80 columns of plain text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from self_learning import text
from self_learning.stats import memory, words
from self_learning.stats.intervals import FEWEST_TRIALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from self_learning.stats.intervals import Comparison
    from self_learning.stats.lessons import Lesson
    from self_learning.stats.memory import Contrast, Memory
    from self_learning.stats.report import GoalReport, Trend
    from self_learning.stats.summary import Summary

WIDTH = 80
_STRIP = 62  # runs on one line
_LESSONS = 20
_STEPS = "▁▂▃▄▅▆▇█"


def show(summary: Summary) -> str:
    """Everything, in the order in which a person asks: reached? does memory help? which lessons?"""
    if not summary.reports:
        return "\n".join(_wrapped(summary.nothing))
    parts = [_goal(report, summary) for report in summary.reports]
    parts.append("\n".join(line for note in (*summary.notes, words.METHOD) for line in _wrapped(note)))
    return "\n\n".join(parts)


def _goal(report: GoalReport, summary: Summary) -> str:
    lines = [_cut(summary.heading(report))]
    lines += _wrapped(summary.extent(report))
    if not report.all_runs:
        return "\n".join(lines)
    lines += ["", *_counts(report)]
    lines += ["", *_trend(report.trend)]
    lines += ["", *_memory(report.memory)]
    lines += ["", *_lessons(report.lessons)]
    return "\n".join(lines)


def _counts(report: GoalReport) -> list[str]:
    lines = [f"{'':<10} {'total':>9} {'measured':>9} {'reached':>9}  rate  95 % interval"]
    rows = (("runs", report.all_runs, report.runs), ("iterations", report.all_iterations, report.iterations))
    for name, total, found in rows:
        numbers = f"{total:>9,} {found.trials:>9,} {found.successes:>9,}"
        lines.append(f"{name:<10} {numbers}  {words.rate(found.rate):>4}  {words.interval(found.interval)}")
    return lines + _wrapped(words.unknown(report))


def _trend(trend: Trend) -> list[str]:
    shown = trend.runs[-_STRIP:]
    earlier = f", the last {len(shown)} of {len(trend.runs):,}" if len(shown) < len(trend.runs) else ""
    lines = [f"Runs in order, the oldest first{earlier}"]
    signs = {True: "✓", False: "✗", None: "?"}
    lines.append(f"  outcome     {''.join(signs[one.success] for one in shown)}")
    lines.append(f"  score       {''.join(map(_step, (one.score for one in shown)))}".rstrip())
    digits = "".join(str(one.iterations) if one.iterations < 10 else "+" for one in shown)
    lines.append(f"  iterations  {digits}")
    lines.append("  ✓ reached, ✗ missed, ? not known; score ▁ 0 to █ 1; + more than 9 iterations")
    lines += [line for sentence in words.halves(trend) for line in _wrapped(sentence)]
    return lines


def _step(score: float | None) -> str:
    if score is None:
        return " "
    return _STEPS[round(min(max(score, 0.0), 1.0) * (len(_STEPS) - 1))]


def _memory(found: Memory) -> list[str]:
    lines = [
        "Does memory help? Iterations by what their agents had",
        f"{'':<23}{'all':>8} {'goal reached':>15} {'build failed':>15} {'unverified':>15}",
    ]
    for name, group in found.groups.items():
        if group.iterations or name not in (memory.MIXED, memory.NOT_RECORDED):
            cells = (group.goal_reached, group.build_failed, group.unverified)
            told = " ".join(f"{words.fraction(cell, 15):>15}" for cell in cells)
            lines.append(f"{words.GROUPS[name]:<23}{group.iterations:>8,} {told}")
    first, *others = found.contrasts
    lines.append("")
    if not found.has_experiment_rows:
        lines += _wrapped(words.NO_EXPERIMENT)
    else:
        kind = "Experiment" if first.kind == memory.EXPERIMENT else "Association"
        lines += [f"{kind}: {words.title(first)}", *_contrast(first)]
        if first.kind != memory.EXPERIMENT:
            lines += _wrapped(words.NO_CLEAN_EXPERIMENT)
    lines += _wrapped(words.ASSOCIATIONS)
    for one in others:
        lines += [f"Association: {words.title(one)}", *_contrast(one)]
    return lines


def _contrast(contrast: Contrast) -> list[str]:
    rows = (
        ("goal reached", contrast.goal_reached, words.goal_told(contrast)),
        ("build failed", contrast.build_failed, words.build_told(contrast)),
    )
    if contrast.goal_reached.interval is None and contrast.build_failed.interval is None:
        one, other = contrast.goal_reached
        return [f"  nothing to compare: {one.trials:,} and {other.trials:,} iterations with a measured goal"]
    lines = []
    for name, comparison, told in rows:
        if comparison.interval is None:
            one, other = comparison
            lines.append(f"  {name}  nothing to compare: measured in {one.trials:,} and {other.trials:,}")
            continue
        lines.append(f"  {name}  {_compared(comparison)}")
        lines += textwrap.wrap(told, WIDTH, initial_indent=" " * 16, subsequent_indent=" " * 16)
    return lines


def _compared(comparison: Comparison) -> str:
    sides = f"{words.fraction(comparison.one, 15)} against {words.fraction(comparison.other, 15)}"
    return f"{sides}: {words.difference(comparison)}"


def _lessons(lessons: Sequence[Lesson]) -> list[str]:
    if not lessons:
        return ["Which lessons", *_wrapped(words.NO_LESSONS)]
    lines = ["Which lessons"]
    telling = [one for one in lessons if one.has_evidence]
    if telling:
        lines.append(_columns("id", "used", "confirmed", "with it", "without", "difference", "rate"))
    for one in telling[:_LESSONS]:
        lines += _lesson(one)
    if len(telling) > _LESSONS:
        lines.append(f"{len(telling) - _LESSONS} more with evidence: --json and --html show them.")
    if telling:
        lines += [*_wrapped(words.by_chance(telling)), *_wrapped(words.LESSONS)]
    weak = [one for one in lessons if not one.has_evidence]
    if weak:
        lines.append(_too_few(weak))
    return lines


def _lesson(lesson: Lesson) -> list[str]:
    pattern, association = lesson.pattern, lesson.association
    numbers = _columns(
        pattern.id,
        f"{lesson.applications:,}",
        f"{lesson.verified:,}",
        words.fraction(association.one),
        words.fraction(association.other),
        words.difference(association),
        words.rate(pattern.success_rate),
    )
    lines = [numbers]
    flags = "".join(f"[{flag}] " for flag in pattern.flags)
    lines.append(_cut(f"       {flags}{text.sanitise(pattern.summary)}"))
    if association.verdict in ("higher", "lower"):
        lines.append(
            f"       the goal was reached {words.SHORT_VERDICTS[association.verdict]} where it was used"
        )
    if lesson.experiment.other.trials:
        shown, held = (words.fraction(one, 15) for one in lesson.experiment[:2])
        for sentence in (
            f"experiment: {shown} shown, {held} held back: {words.difference(lesson.experiment)}",
            words.experiment_told(lesson),
        ):
            lines += textwrap.wrap(sentence, WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 7)
    return lines


def _columns(name: str, used: str, confirmed: str, one: str, other: str, difference: str, rate: str) -> str:
    """A line of the lessons' table; with very long numbers two."""
    numbers = f"{name:<6}{used:>6}{confirmed:>10} {one:>12} {other:>12}"
    between = "  " if len(numbers) <= 49 else "\n" + " " * 49
    return f"{numbers}{between}{difference:<22} {rate:>5}"


def _too_few(lessons: Sequence[Lesson]) -> str:
    """The lessons about which nothing can be said, on one line."""
    line = f"Too few, under {FEWEST_TRIALS} on one side:"
    for number, one in enumerate(lessons):
        rest = len(lessons) - number
        following = f" {one.pattern.id}" + ("," if rest > 1 else "")
        if len(line) + len(following) + (len(f" and {rest} more") if rest > 1 else 0) > WIDTH:
            return line.rstrip(",") + f" and {rest} more"
        line += following
    return line


def _wrapped(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, WIDTH)


def _cut(line: str) -> str:
    """A line that fits, by the cells that a terminal gives its characters."""
    from rich.cells import cell_len, set_cell_size

    return line if cell_len(line) <= WIDTH else set_cell_size(line, WIDTH - 1).rstrip() + "…"
