"""What the figures are called and what they say, the same in the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.stats import memory
from self_learning.stats.intervals import CONFIDENCE_LEVEL, FEWEST_TRIALS, Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from self_learning.stats.intervals import Interval, Proportion
    from self_learning.stats.lessons import Lesson
    from self_learning.stats.memory import Contrast
    from self_learning.stats.report import GoalReport, Trend

GROUPS = {
    memory.APPLIED: "lessons used",
    memory.SHOWN: "shown, not used",
    memory.WITHHELD: "held back on purpose",
    memory.MIXED: "some shown, some held",
    memory.NONE: "no lesson shown",
    memory.NOT_RECORDED: "not recorded any more",
}
SHORT_VERDICTS = {
    "higher": "more often",
    "lower": "less often",
    "no difference": "can't be told",
    "too few": "too few",
}
NO_EXPERIMENT = (
    "No experiment yet: no lesson was held back on purpose (status withheld), so nothing "
    "here can say what would have happened without them."
)
NO_CLEAN_EXPERIMENT = (
    "Lessons were held back one at a time, from iterations that had others. So chance alone "
    "didn't make these two groups, and this is no experiment; a single lesson against itself, "
    "below, is one."
)
ASSOCIATIONS = (
    "Associations, not effects: agents use what fits their task, and tasks with a fitting "
    "lesson differ from tasks without."
)
LESSONS = (
    "With it: the iterations in which it was used. The difference is an association, not an "
    "effect; where its interval holds 0, none can be told. Confirmed: git knows of the change "
    "that was cited. Rate: as it is scored, over all projects."
)
NO_LESSONS = "None was shown, used or held back in these iterations."
SOURCE = "Every figure was counted from the rows of the logs; none is a model's."
METHOD = (
    "Intervals are at 95 %: Wilson's for a rate, Newcombe's for a difference. They take runs "
    "and iterations as independent of each other; those of one run are not quite, so less is "
    "sure than they say."
)
TOO_FEW = f"Fewer than {FEWEST_TRIALS} measured iterations on one side"


class _Clauses(NamedTuple):
    title: str
    one: str
    other: str


_CONTRASTS: dict[tuple[str, ...], _Clauses] = {
    (memory.WITHHELD,): _Clauses(
        "Lessons shown (used or not) against held back on purpose",
        "lessons were shown",
        "they were held back",
    ),
    (memory.SHOWN,): _Clauses(
        "Lessons used against shown and not used",
        "lessons were used",
        "they were shown and not used",
    ),
    (memory.NONE,): _Clauses(
        "Lessons used or shown against no lesson shown",
        "lessons were used or shown",
        "no lesson was shown",
    ),
}


def title(contrast: Contrast) -> str:
    """What two groups are compared."""
    return _CONTRASTS[contrast.other].title


def goal_told(contrast: Contrast) -> str:
    """What the comparison says about the goal."""
    return _told(contrast.goal_reached, contrast, "the goal was reached")


def build_told(contrast: Contrast) -> str:
    """What the comparison says about the build."""
    return _told(contrast.build_failed, contrast, "the build failed")


def _told(comparison: Comparison, contrast: Contrast, what: str) -> str:
    clauses = _CONTRASTS[contrast.other]
    than = f"where {clauses.one} than where {clauses.other}"
    return comparison.told("iterations", f"{what} more often {than}", f"{what} less often {than}")


def halves(trend: Trend) -> list[str]:
    """What the first half of the runs and the second one say, in sentences."""
    found = trend.halves
    earlier, later = found.other, found.one
    if not earlier.trials or not later.trials:
        return [f"First half against second half: too few runs to say ({later.trials} measured)."]
    told = found.told(
        "runs",
        "the goal was reached more often in the second half",
        "the goal was reached less often in the second half",
    )
    if not found.has_enough:
        told = f"too few runs to say ({earlier.trials} and {later.trials})"
    sentences = [f"First half {_of(earlier)} runs, second half {_of(later)}: {difference(found)}; {told}."]
    if trend.median_iterations is not None:
        first, second = trend.median_iterations
        sentences.append(f"Median of iterations used: first half {first:g}, second half {second:g}.")
    return sentences


def experiment_told(lesson: Lesson) -> str:
    """What holding a single lesson back showed."""
    return lesson.experiment.told(
        "iterations",
        "the goal was reached more often where it was shown than where it was held back",
        "the goal was reached less often where it was shown than where it was held back",
    )


def by_chance(lessons: Sequence[Lesson]) -> str:
    """How many of the lessons' differences leave out 0, and how many would if there were none."""
    parts = []
    for name, compared in (
        ("association", [one.association for one in lessons]),
        ("experiment", [one.experiment for one in lessons]),
    ):
        enough = [one for one in compared if one.has_enough]
        clear = sum(one.verdict in ("higher", "lower") for one in enough)
        if enough:
            chance = (1 - CONFIDENCE_LEVEL) * len(enough)
            parts.append(
                f"of {text.counted(len(enough), name)} {clear:,}, by chance alone about {chance:.1f}"
            )
    return f"Differences whose interval leaves out 0: {'; '.join(parts)}."


def unknown(report: GoalReport) -> str:
    """What wasn't measured, and that this isn't a failure; empty when all was."""
    runs = report.all_runs - report.runs.trials
    iterations = report.all_iterations - report.iterations.trials
    if not runs and not iterations:
        return ""
    missing = [text.counted(runs, "run")] * bool(runs) + [text.counted(iterations, "iteration")] * bool(
        iterations
    )
    said = f"{' and '.join(missing)} not measured: neither reached nor missed"
    return said + (f"; {text.counted(report.open_runs, 'run')} not ended yet." if report.open_runs else ".")


def rate(value: float | None) -> str:
    """A rate in two decimals, or a dash."""
    return "-" if value is None else f"{value:.2f}"


def signed(value: float) -> str:
    """A difference with its sign, which stays when the digits round to nothing."""
    return f"{value:+.2f}" if value else "0.00"


def difference(comparison: Comparison) -> str:
    """``+0.32 (-0.06 to +0.59)``, or a dash."""
    sure, value = comparison.interval, comparison.difference
    if sure is None or value is None:
        return "-"
    return f"{signed(value)} ({signed(sure.low)} to {signed(sure.high)})"


def interval(found: Interval | None) -> str:
    """``0.35 to 0.84``, or a dash."""
    return "-" if found is None else f"{found.low:.2f} to {found.high:.2f}"


def fraction(found: Proportion, width: int = 40) -> str:
    """``8/11 0.73``, or ``0.73 of 123,456`` where that is shorter and needed; a dash without trials."""
    if not found.trials:
        return "-"
    whole = f"{found.successes}/{found.trials} {rate(found.rate)}"
    return whole if len(whole) <= width else f"{rate(found.rate)} of {found.trials:,}"


def _of(found: Proportion) -> str:
    return f"{found.successes:,} of {found.trials:,}"
