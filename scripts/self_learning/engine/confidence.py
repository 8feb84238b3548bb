"""How sure the engine is of a pattern: one number from counts, 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.engine.settings import Weights

SEVERITY_SCORES = {"blocking": 1.0, "warning": 0.6, "nit": 0.3}
_ENOUGH_ROWS = 10
_ENOUGH_SERVICES = 3
_FORGOTTEN_DAYS = 90
_REVIEW_WEIGHTS = {"blocking": 0.7, "warning": 0.5, "nit": 0.3}
_SOURCE_WEIGHTS = {"user-correction:explicit": 1.0, "user-correction:implicit": 0.8, "session-learning": 0.4}


def severity(sources: Mapping[str, int]) -> float:
    """The mean severity of all rows, 0.3 to 1.

    Args:
        sources: How many rows there are by ``source|severity``, at least one.
    """
    total = sum(sources.values())
    return sum(SEVERITY_SCORES[key.rpartition("|")[2]] * count for key, count in sources.items()) / total


def source_quality(sources: Mapping[str, int]) -> float:
    """The mean weight of the rows' sources, 0.3 to 1: what a person corrected weighs most."""
    total = 0.0
    for key, count in sources.items():
        source, _, grade = key.rpartition("|")
        total += _SOURCE_WEIGHTS.get(source, _REVIEW_WEIGHTS[grade]) * count
    return total / sum(sources.values())


def confidence(sources: Mapping[str, int], *, days_since_last: int, services: int, weights: Weights) -> float:
    """The weighted sum of how often, how severe, how recent and how widespread; two decimals.

    ``w1 min(count/10, 1) + w2 severity + w3 max(0, 1 - days/90) + w4 min(services/3, 1)``, and in the
    profile ``source-quality`` also ``w5`` times the mean weight of the sources (issue 5).

    Args:
        sources: How many rows there are by ``source|severity``, at least one.
        days_since_last: Whole days since the newest row; one dated later counts as today's.
        services: In how many services it was seen.
        weights: w1 to w5.
    """
    count = sum(sources.values())
    total = (
        weights.frequency * min(count / _ENOUGH_ROWS, 1.0)
        + weights.severity * severity(sources)
        + weights.recency * max(0.0, 1.0 - max(days_since_last, 0) / _FORGOTTEN_DAYS)
        + weights.consistency * min(services / _ENOUGH_SERVICES, 1.0)
    )
    if weights.source_quality:
        total += weights.source_quality * source_quality(sources)
    return round(min(total, 1.0) + 1e-9, 2)  # the sum of binary fractions may miss a half by a hair
