"""Stores that older tools wrote, or a person edited: read without loss, converted at the next write.

What is found in them: ``#`` comments, rows without the last field (repo), CSV's doubled
quotes, backslashes that stand for themselves, unquoted flags, empty fields, a wrong count in
the header, tabs, a torn last line. Where a quoted text can be read in two ways (``\\n`` as a
line end or as ``C:\\new``) the rest of the file decides: a file with CSV's marks was written by
a tool that never escaped a backslash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from self_learning.errors import InputError
from self_learning.patterns.model import CONFIDENCES
from self_learning.patterns.row import FIELDS, Row, RowError, StoreContents, contents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEADER = re.compile(r"\w*\s*\[\s*#?\d*\s*(?P<delimiter>[,|\t]?)\s*\]\s*(?:\{(?P<fields>[^}]*)\})?\s*:\s*$")
_INVALID_ESCAPE = re.compile(r'\\(?:[^"\\nrtu]|u(?![0-9a-fA-F]{4}))')
# "" inside a text; an empty field "" has a delimiter or a blank on both sides, and \\"" is an
# escaped quote before the closing one.
_DOUBLED_QUOTE = re.compile(r'[^,|\s\\]""|"""|""[^,|\s"]')
_ESCAPED_QUOTE = re.compile(r'(?<![\\",|])\\"(?=[^",|\s])')
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
    lines: list[_Line] = []
    for number, line in enumerate(content.replace("\r", "\n").split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        # A second one stands where two stores were put together.
        header = _HEADER.match(stripped)
        if header:
            header_seen = True
            delimiter = header["delimiter"] or ","
            columns = _columns(header["fields"]) or FIELDS
        else:
            lines.append(_Line(number, stripped, delimiter, columns))

    backslashes = _meaning_of_backslashes(lines)
    rows = [_row(line, backslashes) for line in lines]
    contents = contents_of(rows, reserved, legacy=True)
    if lines and not contents.patterns and not header_seen:
        raise InputError.at(path, "is not a pattern store", remedy="move it away; a new one is then begun")
    return contents


class _Line(NamedTuple):
    """A line that may be a row, with what the header above it says of the rows."""

    number: int
    text: str
    delimiter: str
    columns: tuple[str, ...]


def _row(line: _Line, backslashes: str) -> Row:
    alone = {"id": line.text.partition(line.delimiter)[0].strip()}  # no other row shall get it
    fields = split_row(line.text, line.delimiter, backslashes)
    if fields is None:
        return Row(line.number, line.text, alone, fault="a quoted text in it doesn't end")
    try:
        named, repair = _named(fields, line.columns, line.delimiter)
    except RowError as error:
        return Row(line.number, line.text, alone, fault=str(error))
    for tags in ("applies_to", "context"):
        named[tags] = named[tags].replace(",", "|")
    return Row(line.number, line.text, named, repair)


def _columns(listed: str | None) -> tuple[str, ...] | None:
    """The header's own column names, where they are ours in whatever order."""
    names = tuple(name.strip().strip('"') for name in re.split(r"[,|\t]", listed or ""))
    fits = set(names) <= set(FIELDS) and len(set(names)) == len(names)
    return names if fits and set(FIELDS) - set(names) <= {"repo"} else None


def _meaning_of_backslashes(lines: list[_Line]) -> str:
    """What the file as a whole tells of its writer: ``ESCAPES``, ``LITERAL`` or ``MIXED``."""
    knows_none = any(_knows_no_escapes(line.text) for line in lines)
    if any(len(line.columns) < len(FIELDS) for line in lines):
        # The older tool's own columns; it escaped nothing. Who escapes a quote has edited it since.
        escaped = any(_ESCAPED_QUOTE.search(line.text) for line in lines)
        return ESCAPES if escaped and not knows_none else LITERAL
    return MIXED if knows_none else ESCAPES


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


_CONFIDENCE = FIELDS.index("confidence")
_BEHIND_SUMMARY = ("confidence", "seen_count", "success_rate", "flags", "applies_to", "context")


def _named(fields: list[str], columns: tuple[str, ...], delimiter: str) -> tuple[dict[str, str], str]:
    """The fields by name, and what had to be mended for it.

    In the usual order the figures behind the summary tell where it ends, however many delimiters
    stand unquoted in it; repo may be missing, and what follows the figures may be cut short or run on.
    """
    if columns[:9] != FIELDS[:9]:
        if len(fields) == len(columns):
            return {"repo": "*", **dict(zip(columns, fields, strict=True))}, ""
        raise RowError(f"it has {len(fields)} fields, where {len(columns)} are needed")
    places = range(_CONFIDENCE, len(fields) - 1)
    place = next((place for place in places if _are_figures(*fields[place : place + 2])), None)
    if place is None:
        if len(fields) in (9, 10):
            return {"repo": "*", **dict(zip(FIELDS, fields, strict=False))}, ""
        raise RowError(f"it has {len(fields)} fields, where {len(columns)} are needed")
    summary = f"{delimiter} ".join(fields[2:place])
    if place > _CONFIDENCE and summary[:1] == summary[-1:] == "'":
        summary = summary[1:-1]
    named = {**dict.fromkeys(FIELDS, ""), "repo": "*"}
    named.update(zip(("id", "category"), fields, strict=False))
    named["summary"] = summary
    rest = fields[place:]
    named.update(zip(_BEHIND_SUMMARY, rest, strict=False))
    expected = len(_BEHIND_SUMMARY)
    if len(rest) == expected + 1:
        named["repo"] = rest[expected]
    elif len(rest) > expected:
        named["context"] = "|".join(rest[expected - 1 :])
        return (
            named,
            f"it has {len(fields)} fields, where {len(columns)} are needed; the last are taken for tags",
        )
    elif len(rest) < expected:
        return (
            named,
            f"it has {len(fields)} fields, where {len(columns)} are needed; the missing are left empty",
        )
    return named, ""


def _are_figures(confidence: str, seen_count: str) -> bool:
    """Whether two fields are a confidence and a count."""
    return confidence.casefold() in CONFIDENCES and seen_count.removesuffix(".0").isdecimal()
