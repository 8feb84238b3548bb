"""Classes and functions in Python."""

from __future__ import annotations

from self_learning.structure import blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MANY_ARGUMENTS = 5
_STUBS = ("pass", "...")


class Function:
    """A function's header and body.

    Attributes:
        name: Its name.
        header: ``def`` and all up to the colon, as one line.
        arguments: Each as written, ``self`` and the like included.
        own: Those that a caller gives: without ``self``, ``cls``, ``*`` and ``/``.
        rows: The lines of the body, without indentation.
        body: ``rows`` as one text.
        first: The first line of the body, or what stands behind the colon.
        is_method: Whether it is in a class.
    """

    __slots__ = ("arguments", "body", "first", "header", "is_method", "name", "own", "rows")

    def __init__(self, lines: list[str], at: int, *, is_method: bool) -> None:
        header, start = blocks.header(lines, at)
        self.header = header[6:].lstrip() if header.startswith("async ") else header
        self.name = self.header[4:].split("(")[0].strip()
        inside = self.header.partition("(")[2].rpartition(")")[0]
        self.arguments = blocks.split_arguments(inside)
        self.own = [one for one in self.arguments if one not in ("self", "cls", "*", "/")]
        self.rows = [row.strip() for row in blocks.block(lines, at, start)]
        self.body = "\n".join(self.rows)
        self.first = self.rows[0] if self.rows else self.header.rpartition(":")[2].strip()
        self.is_method = is_method

    def own_names(self) -> list[str]:
        """The names of the arguments that a caller gives."""
        names = [one.split(":")[0].split("=")[0].strip().lstrip("*") for one in self.own]
        return [name for name in names if name]


def definitions(lines: list[str]) -> Iterator[str]:
    """Yield the words for what classes and functions show.

    Args:
        lines: Those of the code that aren't blank, without comments and strings' texts.
    """
    names: list[str] = []
    classes: list[int] = []
    functions: list[int] = []
    for at, line in enumerate(lines):
        text = line.strip()
        indent = blocks.indentation(line)
        while classes and classes[-1] >= indent:
            classes.pop()
        while functions and functions[-1] >= indent:
            functions.pop()
        if text.startswith("class "):
            classes.append(indent)
            yield from _class(lines, at)
        elif (text[6:].lstrip() if text.startswith("async ") else text).startswith("def "):
            function = Function(lines, at, is_method=bool(classes))
            names.append(function.name)
            if functions:
                yield "nested inner function closure"
            functions.append(indent)
            yield from _name(function)
            yield from _arguments(function)
            yield from _body(function)
            yield from _returns(function)
    if len(set(names)) < len(names):
        yield "redefined redefinition duplicate function method name same overloaded"


def _class(lines: list[str], at: int) -> Iterator[str]:
    header, start = blocks.header(lines, at)
    name = header[6:].split("(")[0].split(":")[0].strip()
    if "_" in name.strip("_") or name[:1].islower():
        yield "class name naming convention camel case pascal"
    if "()" in header:
        yield "class empty parentheses unnecessary"
    if "Error" in header or "Exception" in header:
        yield "exception class custom name suffix inherit"
    if "," in header and "(" in header:
        yield "multiple inheritance base classes"
    first = lines[start].strip() if start < len(lines) else ""
    if first in _STUBS:
        yield "empty class body placeholder"
    if '"""' not in first:
        yield "missing undocumented class docstring public"
    elif start + 1 >= len(lines):
        yield "class docstring"


def _name(function: Function) -> Iterator[str]:
    yield "method class definition" if function.is_method else "function definition"
    name = function.name
    if name != name.lower():
        yield "function name lowercase naming convention"
    if name.startswith("__") and name.endswith("__"):
        yield "dunder magic special method"
    elif name.startswith("_"):
        yield "private underscore leading"
    if name.startswith("test") and "assert" not in function.body:
        yield "test without assertion"


def _arguments(function: Function) -> Iterator[str]:
    header, own = function.header, function.own
    if len(own) > _MANY_ARGUMENTS:
        yield "too many arguments parameters complexity"
    if "->" not in header:
        yield "missing return type annotation"
    if own and not any(":" in one for one in own):
        yield "missing argument type annotation function"
    if any("bool" in one or one.endswith(("True", "False")) for one in own):
        yield "boolean positional argument default trap"
    if "*args" in header or "**kwargs" in header:
        yield "variadic arguments keyword"
    for one in own:
        before, equals, default = one.partition("=")
        default = default.strip()
        if default[:1] in ("[", "{") or default in ("set()", "list()", "dict()"):
            yield "mutable default argument value data structure"
        elif default.endswith(")"):
            yield "function call default argument value"
        if equals and ":" in before and default == "None" and not ("None" in before or "Optional" in before):
            yield "implicit optional none default annotation"
        if "Any" in before:
            yield "any dynamically typed expression annotation argument"
        if before.strip().lower() != before.strip() and ":" not in before:
            yield "argument name lowercase naming"
    if function.is_method and function.name != "__new__":
        first = function.arguments[0].split(":")[0].strip() if function.arguments else ""
        if not first:
            yield "method without arguments self missing"
        elif first not in ("self", "cls", "mcs") and not first.startswith("*"):
            yield "first argument method name self invalid missing"


def _body(function: Function) -> Iterator[str]:
    body = function.body
    if function.first in _STUBS or function.header.rstrip().endswith("..."):
        yield "empty function method body placeholder stub"
    if '"""' not in function.first and not function.name.startswith("_"):
        yield "missing undocumented function method docstring public"
    if f"{function.name}(" in body:
        yield "recursive recursion call itself"
    if function.arguments[:1] == ["self"] and "self" not in body:
        yield "method could be static without self use function"
    if "super(" in body:
        yield "super parent method call"
    if any(name not in body for name in function.own_names()):
        yield "unused argument function method"
    if any(f"{name} = " in body for name in function.own_names()):
        yield "argument reassigned overwritten redefined"


def _returns(function: Function) -> Iterator[str]:
    rows = function.rows
    returns = [row for row in rows if row.startswith("return")]
    if len(returns) > 1:
        yield "return multiple many statements"
        if "return" in returns and any(row != "return" for row in returns):
            yield "inconsistent return value explicit none implicit"
    if len(returns) == 1 and returns[0] != "return" and not rows[-1].startswith(("return", "raise")):
        yield "missing explicit implicit return end function"
    if rows and rows[-1] in ("return", "return None"):
        yield "useless unnecessary return end function none"
    if len(rows) >= 2 and rows[-1].startswith("return "):
        value = rows[-1][7:]
        if value.isidentifier() and rows[-2].startswith(value + " ="):
            yield "unnecessary variable assignment before return"
