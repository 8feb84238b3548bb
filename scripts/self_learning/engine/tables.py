"""Tables and bars for a person, at 80 columns of plain text; nothing in a cell is taken for markup."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 80
_GAP = 3  # between two columns
_LEAST = 12
_FULL = "█"
_PARTS = " ▏▎▍▌▋▊▉"


def table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[int] = (), fold: int = 0
) -> str:
    """Rows under headings.

    Args:
        headings: One for each column.
        rows: Cells; shown as they are.
        right: Numbers of the columns that are aligned to the right.
        fold: The number of the column that is cut with an ellipsis when the row is too long.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[Text(str(cell)) for cell in row] for row in rows]
    widths = [
        max(map(cell_len, column))
        for column in zip(headings, *([c.plain for c in row] for row in cells), strict=True)
    ]
    spare = WIDTH - _GAP * (len(headings) - 1) - sum(widths) + widths[fold]
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, heading in enumerate(headings):
        made.add_column(heading, justify="right" if number in right else "left", no_wrap=True)
    for row in cells:
        row[fold].truncate(max(spare, _LEAST), overflow="ellipsis")
        made.add_row(*row)
    stream = io.StringIO()
    Console(file=stream, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False).print(
        made
    )
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip().splitlines())


def bar(value: float, most: float, width: int = 20) -> str:
    """A bar whose length is ``value`` of ``most``, to an eighth of a character; empty for nothing."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, round(min(value / most, 1.0) * width * 8))
    whole, rest = divmod(eighths, 8)
    return _FULL * whole + (_PARTS[rest] if rest else "")
