"""What an evaluator is asked and what it answers, and the one rule that turns a metric into a score."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.goals.configuration import Goal, Threshold
    from self_learning.paths import Project


class Request(NamedTuple):
    """Which run to measure by which goal; ``iteration`` is None for the run as a whole."""

    project: Project
    run_id: str
    iteration: int | None
    goal: Goal


class Measurement(NamedTuple):
    """What was found.

    ``success`` is None when it can't be said, and then ``score`` (0 to 1) is None as well:
    a guess is not a measurement. ``details`` is one sentence for a person.
    """

    metrics: Mapping[str, object]
    success: bool | None
    score: float | None
    details: str


def unknown(reason: str, metrics: Mapping[str, object] | None = None) -> Measurement:
    """The answer when a metric can't be had; whatever could be measured is still told."""
    return Measurement(metrics or {}, None, None, reason)


def judge(metrics: Mapping[str, object], threshold: Threshold, aliases: Mapping[str, str]) -> Measurement:
    """Hold one metric against its threshold.

    Meeting the target exactly is success. The score is the part of the target that is
    reached: 1 when it is met, else value/target where more is better and target/value where
    less is.

    Args:
        metrics: What was measured.
        threshold: The person's criterion.
        aliases: Other names that people use for the metrics.
    """
    name = aliases.get(threshold.metric, threshold.metric)
    value = metrics.get(name)
    if name not in metrics:
        measured = sorted(key for key, found in metrics.items() if isinstance(found, (int, float)))
        close = difflib.get_close_matches(threshold.metric, measured, n=1)
        hint = f"; did you mean {close[0]}?" if close else f"; measured are {', '.join(measured) or 'none'}"
        return unknown(f"{threshold.metric} is not a metric of this goal{hint}", metrics)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return unknown(f"{name} could not be measured", metrics)
    target = threshold.target
    if threshold.direction == "above":
        success = value >= target
        reached = value / target if target > 0 else 0.0
    else:
        success = value <= target
        reached = target / value if value > 0 else 0.0
    score = 1.0 if success else round(max(0.0, min(1.0, reached)), 4)
    relation = "at least" if threshold.direction == "above" else "at most"
    verdict = "met" if success else "not met"
    return Measurement(
        metrics, success, score, f"{name} is {value:g}; target {relation} {target:g}: {verdict}"
    )
