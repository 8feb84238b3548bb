"""The acts that a lesson may not ask of its reader, in one module for each reason of refusal.

To add a rule, write it into the module of its reason with ``rule`` (verbs and an object), ``raw`` (an
expression that marks the act) or ``whole`` (an instruction however it stands), and run
``tests/self_learning/build_screening_filters.py``. If a word in a list of ``lexicon`` is enough, prefer that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from self_learning.screening.rules import (
    configures,
    destroys,
    hides,
    overrides,
    poses,
    reveals,
    runs,
    sends,
    spreads,
    unchecks,
    verdicts,
)

if TYPE_CHECKING:
    from self_learning.screening.expressions import Rule

# The first that fits tells the reason.
RULES: tuple[Rule, ...] = (
    *overrides.RULES,
    *runs.RULES,
    *reveals.RULES,
    *unchecks.RULES,
    *verdicts.RULES,
    *configures.RULES,
    *poses.RULES,
    *sends.RULES,
    *hides.RULES,
    *destroys.RULES,
    *spreads.RULES,
)
