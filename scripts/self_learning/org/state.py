"""What this machine remembers of a shared repository between two runs.

A file beside the clone. Losing it costs time, never content: without it everything is read again.
"""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class State:
    """``state.json`` of one shared repository; the caller holds the clone.

    Args:
        directory: Of the clone.
    """

    def __init__(self, directory: str) -> None:
        self.path = os.path.join(directory, "state.json")

    def read(self) -> dict[str, Any]:
        """What was remembered; nothing when the file is missing or damaged."""
        try:
            with open(self.path, encoding="utf-8") as file:
                found = json.load(file)
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def remember(self, **fields: object) -> None:
        """Put some fields in the place of the old ones."""
        from self_learning import files

        files.write_json(self.path, {**self.read(), **fields})
