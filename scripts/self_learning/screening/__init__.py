"""What no lesson may hold: an instruction aimed at whoever reads it, or a credential.

A lesson is written by a model or pulled from another machine, and an agent will read it.
``instruction_to_reader`` is cheap and runs at every door, ``find_secret`` is heavier and runs
where a lesson is captured, merged and shared. Neither makes a network connection.
"""

from __future__ import annotations

from self_learning.screening.credentials import find_secret, redact
from self_learning.screening.instructions import instruction_to_reader

__all__ = ["find_secret", "instruction_to_reader", "redact"]
