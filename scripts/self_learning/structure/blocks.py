"""Lines of code that is laid out by indentation: headers, blocks, arguments."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def header(lines: list[str], at: int) -> tuple[str, int]:
    """A statement that may go over several lines, as one, and where its body begins."""
    text = lines[at].strip()
    end = at + 1
    depth = text.count("(") + text.count("[") + text.count("{")
    depth -= text.count(")") + text.count("]") + text.count("}")
    while depth > 0 and end < len(lines) and end - at < 40:
        piece = lines[end].strip()
        text += " " + piece
        for opening, closing in ("()", "[]", "{}"):
            depth += piece.count(opening) - piece.count(closing)
        end += 1
    return text, end


def block(lines: list[str], at: int, start: int) -> list[str]:
    """The lines of the block that the header in line ``at`` opens."""
    indent = indentation(lines[at])
    end = start
    while end < len(lines) and indentation(lines[end]) > indent:
        end += 1
    return lines[start:end]


def split_arguments(text: str) -> list[str]:
    found = []
    depth = 0
    start = 0
    for position, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            found.append(text[start:position].strip())
            start = position + 1
    found.append(text[start:].strip())
    return [one for one in found if one]
