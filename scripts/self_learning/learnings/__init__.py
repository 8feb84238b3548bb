"""From a captured lesson to a pattern: judge, classify, compare, merge (step 8), and write (step 9)."""

from __future__ import annotations

from self_learning.learnings.processing import prepare, process
from self_learning.learnings.writing import write_merged

__all__ = ["prepare", "process", "write_merged"]
