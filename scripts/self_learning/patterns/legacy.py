"""Stores that older tools wrote, or a person edited: read without loss, converted at the next write.

What is found in them: ``#`` comments, rows without the last field (repo), CSV's doubled
quotes, backslashes that stand for themselves, unquoted flags, empty fields, a wrong count in
the header, tabs, a torn last line. Where a quoted text can be read in two ways (``\\n`` as a
line end or as ``C:\\new``) the rest of the file decides: a file with CSV's marks was written by
a tool that never escaped a backslash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from self_learning.errors import InputError
from self_learning.files import Unreadable
from self_learning.patterns.model import CATEGORIES, CONFIDENCES, Pattern
from self_learning.patterns.row import FIELDS, Allotment, RowError, StoreContents, pattern_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEADER = re.compile(r"\w*\s*\[\s*#?\d*\s*(?P<delimiter>[,|\t]?)\s*\]\s*(?:\{(?P<fields>[^}]*)\})?\s*:\s*$")
_INVALID_ESCAPE = re.compile(r'\\(?:[^"\\nrtu]|u(?![0-9a-fA-F]{4}))')
# "" inside a text; an empty field "" has a delimiter or a blank on both sides, and \\"" is an
# escaped quote before the closing one.
_DOUBLED_QUOTE = re.compile(r'[^,|\s\\]""|"""|""[^,|\s"]')
# What a file's writer meant by a backslash.
ESCAPES, LITERAL, MIXED = "escapes", "literal", "mixed"
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read(content: str, path: str, reserved: Callable[[], Iterable[str]] = tuple) -> StoreContents:
    """Read a store that is not strict TOON.

    Args:
        content: Without byte order mark, with ``\\n`` line ends.
        path: For messages.
        reserved: Asked for the ids known elsewhere, when a row needs a new id.

    Raises:
        InputError: Nothing in it looks like a pattern store.
    """
    header_seen = False
    delimiter = ","
    columns: tuple[str, ...] = FIELDS
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(content.replace("\r", "\n").split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        header = _HEADER.match(stripped)
        if header and not lines:
            header_seen = True
            delimiter = header["delimiter"] or ","
            columns = _columns(header["fields"]) or FIELDS
        else:
            lines.append((number, stripped))

    backslashes = _meaning_of_backslashes([line for _, line in lines], columns)
    rows = [(number, line, split_row(line, delimiter, backslashes)) for number, line in lines]
    allotment = Allotment((line.partition(delimiter)[0].strip() for _, line in lines), reserved)
    patterns: list[Pattern] = []
    problems: list[Unreadable] = []
    for number, line, fields in rows:
        try:
            if fields is None:
                raise RowError("a quoted text in it doesn't end")
            pattern, repairs = pattern_of(_named(fields, columns, delimiter), allotment)
        except RowError as error:
            problems.append(Unreadable(number, line, str(error)))
            continue
        patterns.append(pattern)
        problems += [Unreadable(number, line, repair) for repair in repairs]
    if lines and not patterns and not header_seen:
        raise InputError.at(path, "is not a pattern store", remedy="move it away; a new one is then begun")
    return StoreContents(tuple(patterns), tuple(problems), legacy=True)


def _columns(listed: str | None) -> tuple[str, ...] | None:
    """The header's own column names, where they are ours in whatever order."""
    names = tuple(name.strip().strip('"') for name in re.split(r"[,|\t]", listed or ""))
    fits = set(names) <= set(FIELDS) and len(set(names)) == len(names)
    return names if fits and set(FIELDS) - set(names) <= {"repo"} else None


def _meaning_of_backslashes(lines: list[str], columns: tuple[str, ...]) -> str:
    """What the file as a whole tells of its writer: ``ESCAPES``, ``LITERAL`` or ``MIXED``."""
    if len(columns) < len(FIELDS):
        return LITERAL
    return MIXED if any(_knows_no_escapes(line) for line in lines) else ESCAPES


def _knows_no_escapes(line: str) -> bool:
    return _INVALID_ESCAPE.search(line.replace("\\\\", "")) is not None or _doubled_quote(line)


def _doubled_quote(line: str) -> bool:
    return _DOUBLED_QUOTE.search(line) is not None


def split_row(line: str, delimiter: str = ",", backslashes: str = MIXED) -> list[str] | None:
    """Divide a row into its fields, tolerating CSV's quotes and TOON's escapes alike.

    Args:
        line: The row without indentation.
        delimiter: What divides the fields.
        backslashes: What one stands for: with ``ESCAPES`` it begins an escape, if the row can
            be read so; with ``LITERAL`` for itself; with ``MIXED`` for itself, unless the row
            proves the opposite by an escaped quote or backslash.

    Returns:
        The fields, or None when a quoted text doesn't end.
    """
    if backslashes == ESCAPES:
        fields = _split(line, delimiter, literal_backslashes=False)
        return fields or _split(line, delimiter, literal_backslashes=True)
    proof = r'\\\\|\\"(?!\s*(?:' + re.escape(delimiter) + "|$))"
    escaped = backslashes == MIXED and not _knows_no_escapes(line) and re.search(proof, line)
    return _split(line, delimiter, literal_backslashes=not escaped)


def _split(line: str, delimiter: str, *, literal_backslashes: bool) -> list[str] | None:
    fields: list[str] = []
    position = 0
    while True:
        while position < len(line) and line[position] in " \t" and line[position] != delimiter:
            position += 1
        if position < len(line) and line[position] == '"':
            quoted = _quoted(line, position + 1, delimiter, literal_backslashes=literal_backslashes)
            if quoted is None:
                return None
            field, position = quoted
        else:
            end = line.find(delimiter, position)
            end = len(line) if end < 0 else end
            field, position = line[position:end].strip(), end
        fields.append(field)
        if position >= len(line):
            return fields
        position += 1  # the delimiter


def _quoted(line: str, position: int, delimiter: str, *, literal_backslashes: bool) -> tuple[str, int] | None:
    """A quoted field from behind its opening quote: its text, and where the delimiter stands."""
    text = ""
    while position < len(line):
        character = line[position]
        following = line[position + 1 : position + 2]
        if character == '"':
            if following == '"' and not (_closes(line, position + 2, delimiter) and not text):
                text += '"'
                position += 2
                continue
            if _closes(line, position + 1, delimiter):
                end = line.find(delimiter, position + 1)
                return text, len(line) if end < 0 else end
            text += '"'  # a quote that nobody doubled nor escaped
        elif character == "\\" and following == '"' and not _closes(line, position + 2, delimiter):
            # Before a doubled quote the backslash stands for itself: "a \""b\"" c" is CSV.
            if line[position + 2 : position + 3] == '"' and literal_backslashes:
                text += "\\"
            else:
                text += '"'
                position += 1
        elif character == "\\" and not literal_backslashes and following:
            escape, length = _escape(line, position)
            text += escape
            position += length
            continue
        else:
            text += character
        position += 1
    return None


def _closes(line: str, position: int, delimiter: str) -> bool:
    """Whether a quote before this place would end its field: a delimiter or the line's end follows."""
    while position < len(line) and line[position] in " \t" and line[position] != delimiter:
        position += 1
    return position >= len(line) or line[position] == delimiter


def _escape(line: str, position: int) -> tuple[str, int]:
    """What a backslash and what follows it stand for, and how many characters that is."""
    following = line[position + 1]
    if following in '"\\':
        return following, 2
    if following in _ESCAPES:
        return _ESCAPES[following], 2
    digits = line[position + 2 : position + 6]
    if following == "u" and re.fullmatch("[0-9a-fA-F]{4}", digits) and not 0xD800 <= int(digits, 16) < 0xE000:
        return chr(int(digits, 16)), 6
    return "\\", 1


def _named(fields: list[str], columns: tuple[str, ...], delimiter: str) -> dict[str, str]:
    """The fields by name; repo may be missing, and an unquoted summary may hold delimiters."""
    if len(fields) == len(columns):
        return {"repo": "*", **dict(zip(columns, fields, strict=True))}
    if columns[:9] == FIELDS[:9]:
        if len(fields) in (9, 10):
            return {"repo": "*", **dict(zip(FIELDS, fields, strict=False))}
        for place in range(3, len(fields) - 5):
            rest = fields[place:]
            if rest[0].lower() in CONFIDENCES and rest[1].isdecimal() and len(rest) in (6, 7):
                if fields[1].lower() not in CATEGORIES:
                    break
                summary = f"{delimiter} ".join(fields[2:place])
                return {"repo": "*", **dict(zip(FIELDS, [*fields[:2], summary, *rest], strict=False))}
    raise RowError(f"it has {len(fields)} fields, where {len(columns)} are needed")
