"""Arguments that the engine's commands share."""

from __future__ import annotations

import argparse

_MOST_DAYS = 36_500


def days(argument: str) -> int:
    """A number of days, ``30`` or ``30d``, 1 to 36,500."""
    given = argument.strip().lower().removesuffix("d")
    if not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number of days from 1 to {_MOST_DAYS}")
    return int(given)
