"""What no single spelling shows: the shape of code, seen in a few passes over its lines.

Each observation yields the words in which people speak of it: "empty body block", "unused
import", "nested if". They are cheap guesses from lines and indentation, not an analysis.
"""

from __future__ import annotations

from self_learning.structure import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.parts import Parts

LINES_LIMIT = 600  # of a text that are looked at
_WITHOUT_STATEMENTS = frozenset(("css", "yaml", "json", "markdown", "html", "sql", "toml", "xml", "ini"))


def observe(parts: Parts) -> Iterator[str]:
    """Yield the words for each thing seen, several words in one text."""
    yield from layout.layout(parts, LINES_LIMIT)
    yield from layout.texts(parts)
    if parts.language == "python" or parts.language is None:
        from self_learning.structure import python_definitions, python_flow, python_names

        lines = [line for line in parts.lines[:LINES_LIMIT] if line.strip()]
        yield from python_definitions.definitions(lines)
        yield from python_flow.flow(lines)
        yield from python_names.names(parts, lines)
        yield from python_names.documentation(parts, lines)
    elif parts.language not in _WITHOUT_STATEMENTS:
        from self_learning.structure import braces

        yield from braces.observe(parts, LINES_LIMIT)
