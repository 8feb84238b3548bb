"""Names, imports and documentation in Python."""

from __future__ import annotations

from self_learning.structure.blocks import indentation as _indent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.parts import Parts

_SECTIONS = frozenset(
    ("args", "arguments", "parameters", "returns", "return", "raises", "yields", "examples", "example",
    "notes", "note",
     "see also", "references", "attributes", "warnings", "other parameters", "methods", "usage", "todo")
)  # fmt: skip

_BUILTINS = frozenset(
    ("list", "dict", "set", "str", "int", "id", "type", "max", "min", "sum", "filter", "map", "input",
    "print", "open",
     "next", "iter", "len", "range", "hash", "format", "dir", "vars", "all", "any", "bool", "bytes",
     "float", "object",
     "tuple", "sorted", "zip", "copyright", "help", "file", "abs", "round", "repr", "compile", "eval")
)  # fmt: skip


def names(parts: Parts, lines: list[str]) -> Iterator[str]:
    tokens = parts.tokens.split(" ")
    counts: dict[str, int] = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    imported = set()
    order = []
    for line in lines:
        text = line.strip()
        if text.startswith("from ") and " import " in text:
            module, _, names = text[5:].partition(" import ")
            order.append(module)
            for piece in names.strip("() \\").split(","):
                name, _, alias = piece.strip().partition(" as ")
                if alias:
                    yield "import alias rename" + (" useless same name redundant" if alias == name else "")
                imported.add((alias or name).strip())
            if module.startswith("."):
                yield "relative import sibling parent module"
            if any(
                part.startswith("_") and not part.startswith("__")
                for part in (names + "." + module).replace(",", " ").replace(".", " ").split()
            ):
                yield "private name import access underscore"
        elif text.startswith("import "):
            for piece in text[7:].split(","):
                name, _, alias = piece.strip().partition(" as ")
                order.append(name)
                if alias:
                    yield "import alias convention unconventional rename"
                    if "." not in name:
                        yield "import alias"
                    if name == alias or name.endswith("." + alias):
                        yield "import alias useless manual from"
                imported.add((alias or name.split(".")[0]).strip())
    for name in imported:
        if counts.get(name, 0) == 1 and len(lines) > 1:
            yield "unused import name"
            break
    if len(order) > 1:
        yield "imports order sorted unsorted block grouped"
        if len(set(order)) < len(order):
            yield "duplicate repeated reimport import"
    assigned: dict[str, int] = {}
    for line in lines:
        left, equals, _ = line.strip().partition(" = ")
        if equals and left.isidentifier():
            assigned[left] = assigned.get(left, 0) + 1
    for name, times in assigned.items():
        if times > 1:
            yield "variable redefined reassigned assigned repeatedly"
        if counts.get(name, 0) == times and any(_indent(line) for line in lines):
            yield "unused variable local assigned never"
        if name in _BUILTINS:
            yield "shadow builtin variable name redefine"
        if len(name) == 1:
            yield "single letter ambiguous variable name short"
            if name in "lOI":
                yield "ambiguous variable name"
        if not name.isascii():
            yield "non-ascii name identifier"
    for token in counts:
        if token.startswith("__") and token.endswith("__") and len(token) > 4:
            yield "dunder magic special"
        elif token.startswith("_") and len(token) > 1:
            yield "private member underscore leading"
    joined = parts.tokens
    if " . _" in joined and " self . _" not in joined:
        yield "private member access protected attribute outside class"
    for builtin in _BUILTINS:
        if f" def {builtin} (" in joined or (f" {builtin} ," in joined and " def " in joined):
            yield "shadow builtin function name argument redefine override"
            break


def documentation(parts: Parts, lines: list[str]) -> Iterator[str]:
    raw = parts.raw
    if '"""' not in raw and "'''" not in raw:
        if not raw.lstrip().startswith("#"):
            yield "missing module docstring" if len(lines) > 3 else ""
        return
    at = raw.find('"""')
    mark = '"""' if at != -1 else "'''"
    at = raw.find(mark)
    end = raw.find(mark, at + 3)
    if end == -1:
        return
    body = raw[at + 3 : end]
    first = body.strip().split("\n")[0].strip()
    if '""""' not in raw:
        yield "docstring" + (" multi-line multiline" if "\n" in body else " one-line single line")
    if not body.strip():
        yield "empty docstring"
    if body[:1] == " " or body[-1:] == " ":
        yield "docstring whitespace surrounding quotes text"
    if body.startswith("\n"):
        yield "docstring summary second line start multi-line first"
    elif "\n" in body:
        yield "docstring summary first line start multi-line"
    if first and first[-1] not in ".?!":
        yield "docstring first line end period punctuation"
    if first[:1].islower():
        yield "docstring first word capitalize capitalized"
    if first.split(" ")[0].endswith("s"):
        yield "docstring imperative mood first line"
    if first.lower().startswith("this"):
        yield "docstring start this"
    if "(" in first and ")" in first:
        yield "docstring signature function"
    rows = body.split("\n")
    if len(rows) > 1 and rows[1].strip():
        yield "docstring blank line after summary description missing"
    if "\\" in body:
        yield "docstring backslash raw escape"
    sections = [row.strip().rstrip(":") for row in rows if row.strip().rstrip(":").lower() in _SECTIONS]
    if sections:
        yield "docstring section name header"
        if any(row[:1].islower() for row in sections):
            yield "docstring section name capitalize"
        if any(row.strip("-= ") == "" and row.strip() for row in rows):
            yield "docstring section underline dashes"
        else:
            yield "docstring section underline missing"
        for section in sections:
            yield f"docstring {section.lower()} section"
        if any(row.strip().endswith(":") and row.strip().rstrip(":").lower() in _SECTIONS for row in rows):
            yield "docstring section colon"
    else:
        yield "docstring missing argument return raise exception description document section"
    before = raw[:at].rstrip(" ")
    if before.endswith("\n\n"):
        yield "docstring blank line before function class"
    after = raw[end + 3 :].lstrip(" ")
    if after.startswith("\n\n"):
        yield "docstring blank line after function class"
