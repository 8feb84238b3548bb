"""What no single spelling shows: the shape of code, seen in a few passes over its lines.

Each observation yields the words in which people speak of it: "empty body block", "unused
import", "nested if". They are cheap guesses from lines and indentation, not an analysis.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.parts import Parts

LONG_LINE = 88
_LINES_LIMIT = 600
_LEAVING = ("return", "raise", "continue", "break", "throw")


def observe(parts: Parts) -> Iterator[str]:
    """Yield the words for each thing seen, several words in one text."""
    yield from _layout(parts)
    yield from _text(parts)
    if parts.language == "python" or parts.language is None:
        yield from _python(parts)
    elif parts.language not in ("css", "yaml", "json", "markdown", "html", "sql", "toml"):
        yield from _braces(parts)


def _layout(parts: Parts) -> Iterator[str]:
    """White space and line shape, from the text as it stands."""
    raw = parts.raw
    lines = raw.split("\n")[:_LINES_LIMIT]
    if any(len(line) > LONG_LINE for line in lines):
        yield "long line length"
    if any(line[-1:] in " \t" for line in lines if line):
        yield "trailing whitespace" if any(line.strip() for line in lines if line[-1:] in " \t") else ""
        if any(line and not line.strip() for line in lines):
            yield "blank line whitespace trailing"
    if "\t" in raw:
        yield "tab indentation whitespace"
    if "\\t" in raw:
        yield "tab"
    if "\n\n\n\n" in raw or raw.endswith("\n\n"):
        yield "blank lines excessive too many"
    if "\r" in raw:
        yield "carriage return line ending"
    if " ," in raw or " )" in raw or "( " in raw or "[ " in raw or " ]" in raw:
        yield "whitespace space before after bracket parenthesis comma"
    for pair, words in ((",", "missing whitespace after comma"), ("=", "missing whitespace around operator")):
        at = raw.find(pair)
        if at != -1 and at + 1 < len(raw) and raw[at + 1].isalnum() and raw[at - 1 : at].isalnum():
            yield words
    if "#" in raw:
        if any("#" in line and line.lstrip("# \t").isupper() for line in lines):
            yield ""
        if any(
            "#" in line and line[line.index("#") - 1 : line.index("#")] not in ("", " ") for line in lines
        ):
            yield "inline comment whitespace"
        if any(
            line.lstrip().startswith("#") and line.lstrip()[1:2] not in ("", " ", "!", "#") for line in lines
        ):
            yield "comment hash space whitespace"
    if raw.startswith("#!"):
        yield "shebang line interpreter executable"
    if "#!" in raw:
        yield "shebang"
    if not raw.isascii():
        yield "non-ascii unicode character ambiguous"


def _text(parts: Parts) -> Iterator[str]:
    """What strings and comments hold."""
    comments = parts.comments
    lowered = comments.lower()
    if comments:
        yield "comment"
        for mark in ("todo", "fixme", "xxx", "hack"):
            if mark in lowered:
                yield f"{mark} todo comment task tag"
        if "noqa" in lowered or "nosec" in lowered or "type:" in lowered or "disable" in lowered:
            yield "suppress suppression directive ignore comment lint"
        if any(mark in comments for mark in ("(self", "= ", "();", "return ", "import ", "print(", "def ")):
            yield "commented-out dead code comment"
    strings = parts.strings
    if strings:
        if "%s" in strings or "%d" in strings or "%(" in strings:
            yield "percent format placeholder string specifier"
        if "{}" in strings or "{0}" in strings or "{" in strings:
            yield "format placeholder string brace"
        if "http://" in strings:
            yield "http url insecure"
        if "://" in strings:
            yield "url"
        if "0.0.0.0" in strings:
            yield "bind all network interfaces address"
        if "127.0.0.1" in strings or "localhost" in strings:
            yield "hardcoded ip address localhost"
        if "/tmp" in strings:
            yield "hardcoded temporary file directory"
        upper = strings.upper()
        if any(word in upper for word in ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM")):
            yield "sql query string injection"
        if "\\" in strings:
            yield "escape sequence backslash"
        if "$" in strings and "${" in strings:
            yield "template placeholder string"
        if any(len(text) > 60 for text in parts.string_list):
            yield "long string"
        if any(text == "" for text in parts.string_list):
            yield "empty string"
        if any(text.startswith("/") for text in parts.string_list):
            yield "absolute path"
        if any(len(text) == 1 for text in parts.string_list):
            yield "single character string"
        raw = parts.raw
        if "'" in raw and '"' in raw:
            yield "quotes mixed single double"
        elif "'" in raw:
            yield "single quotes"
        if "\\'" in raw or '\\"' in raw:
            yield "escaped quotes escape avoidable"
        if "'''" in raw:
            yield "triple single quotes"
        seen = [text for text in parts.string_list if len(text) > 2]
        if len(seen) != len(set(seen)):
            yield "duplicate repeated string literal"


def _python(parts: Parts) -> Iterator[str]:
    lines = [line for line in parts.lines[:_LINES_LIMIT] if line.strip()]
    yield from _python_definitions(parts, lines)
    yield from _python_flow(parts, lines)
    yield from _python_names(parts, lines)
    yield from _python_documentation(parts, lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _header(lines: list[str], at: int) -> tuple[str, int]:
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


def _python_definitions(parts: Parts, lines: list[str]) -> Iterator[str]:
    names: list[tuple[int, str]] = []
    in_class: list[tuple[int, str]] = []
    enclosing: list[int] = []
    for at, line in enumerate(lines):
        text = line.strip()
        indent = _indent(line)
        while in_class and in_class[-1][0] >= indent:
            in_class.pop()
        while enclosing and enclosing[-1] >= indent:
            enclosing.pop()
        if text.startswith("class "):
            header, end = _header(lines, at)
            name = header[6:].split("(")[0].split(":")[0].strip()
            in_class.append((indent, header))
            if "_" in name.strip("_") or name[:1].islower():
                yield "class name naming convention camel case pascal"
            if "()" in header:
                yield "class empty parentheses unnecessary"
            if "Error" in header or "Exception" in header:
                yield "exception class custom name suffix inherit"
            if header.count(",") and "(" in header:
                yield "multiple inheritance base classes"
            body = lines[end].strip() if end < len(lines) else ""
            if body in ("pass", "..."):
                yield "empty class body placeholder"
            if '"""' not in body:
                yield "missing undocumented class docstring public"
            elif end + 1 >= len(lines):
                yield "class docstring"
            continue
        start = text[6:].lstrip() if text.startswith("async ") else text
        if not start.startswith("def "):
            continue
        header, end = _header(lines, at)
        header = header[6:].lstrip() if header.startswith("async ") else header
        name = header[4:].split("(")[0].strip()
        names.append((indent, name))
        owner = in_class[-1][1] if in_class and in_class[-1][0] < indent else ""
        yield "function definition" if not owner else "method class definition"
        if enclosing:
            yield "nested inner function closure"
        enclosing.append(indent)
        inside = header.partition("(")[2].rpartition(")")[0]
        arguments = _split_arguments(inside)
        own = [one for one in arguments if one not in ("self", "cls", "*", "/")]
        if name != name.lower():
            yield "function name lowercase naming convention"
        if name.startswith("__") and name.endswith("__"):
            yield "dunder magic special method"
        elif name.startswith("_"):
            yield "private underscore leading"
        if len(own) > 5:
            yield "too many arguments parameters complexity"
        if "->" not in header:
            yield "missing return type annotation"
        if own and not any(":" in one for one in own):
            yield "missing argument type annotation function"
        if any("bool" in one or one.endswith(("True", "False")) for one in own):
            yield "boolean positional argument default trap"
        for one in own:
            before, equals, default = one.partition("=")
            default = default.strip()
            if default[:1] in ("[", "{") or default in ("set()", "list()", "dict()"):
                yield "mutable default argument value data structure"
            elif default.endswith(")"):
                yield "function call default argument value"
            if (
                equals
                and ":" in before
                and default == "None"
                and "None" not in before
                and "Optional" not in before
            ):
                yield "implicit optional none default annotation"
            if "Any" in before:
                yield "any dynamically typed expression annotation argument"
            if before.strip().lower() != before.strip() and ":" not in before:
                yield "argument name lowercase naming"
        if owner and arguments and name != "__new__":
            first = arguments[0].split(":")[0].strip()
            if first not in ("self", "cls", "mcs") and not first.startswith("*"):
                yield "first argument method name self invalid missing"
        if owner and not arguments:
            yield "method without arguments self missing"
        if "*args" in header or "**kwargs" in header:
            yield "variadic arguments keyword"
        body = [row.strip() for row in lines[end : end + 3]]
        first_statement = body[0] if body else header.rpartition(":")[2].strip()
        if first_statement in ("pass", "...") or header.rstrip().endswith("..."):
            yield "empty function method body placeholder stub"
        if '"""' not in first_statement:
            yield "missing undocumented function method docstring public" if not name.startswith("_") else ""
        block = _block(lines, at, end)
        joined = "\n".join(block)
        if f"{name}(" in joined:
            yield "recursive recursion call itself"
        returns = [row.strip() for row in block if row.strip().startswith("return")]
        if len(returns) > 1:
            yield "return multiple many statements"
            if "return" in returns and any(row != "return" for row in returns):
                yield "inconsistent return value explicit none implicit"
        if (
            len(returns) == 1
            and block
            and returns[0] != "return"
            and not block[-1].strip().startswith(("return", "raise"))
        ):
            yield "missing explicit implicit return end function"
        if block and block[-1].strip() in ("return", "return None"):
            yield "useless unnecessary return end function none"
        if len(block) >= 2 and block[-1].strip().startswith("return "):
            value = block[-1].strip()[7:]
            if block[-2].strip().startswith(value + " =") and value.isidentifier():
                yield "unnecessary variable assignment before return"
        if owner and "self" not in joined and "self" in inside and "cls" not in inside:
            yield "method could be static without self use function"
        if "super()" in joined or "super(" in joined:
            yield "super parent method call"
        if name.startswith("test") and "assert" not in joined:
            yield "test without assertion"
        for one in own:
            bare = one.split(":")[0].split("=")[0].strip().lstrip("*")
            if bare and bare not in joined:
                yield "unused argument function method"
                break
        for one in own:
            bare = one.split(":")[0].split("=")[0].strip().lstrip("*")
            if bare and f"{bare} = " in joined:
                yield "argument reassigned overwritten redefined"
                break
    if len(set(names)) < len(names):
        yield "redefined redefinition duplicate function method name same overloaded"


def _split_arguments(text: str) -> list[str]:
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


def _block(lines: list[str], at: int, start: int) -> list[str]:
    """The lines of the block that the header in line ``at`` opens."""
    indent = _indent(lines[at])
    end = start
    while end < len(lines) and _indent(lines[end]) > indent:
        end += 1
    return lines[start:end]


def _python_flow(parts: Parts, lines: list[str]) -> Iterator[str]:
    total = len(lines)
    for at, line in enumerate(lines):
        text = line.strip()
        word = text.partition(" ")[0].rstrip(":")
        following = lines[at + 1].strip() if at + 1 < total else ""
        indent = _indent(line)
        if word in ("if", "elif", "else", "for", "while", "try", "except", "with", "finally", "async"):
            header, end = _header(lines, at)
            block = _block(lines, at, end)
            body = [row.strip() for row in block]
            after = lines[end + len(block)] if end + len(block) < total else ""
            next_word = after.strip().partition(" ")[0].rstrip(":") if _indent(after) == indent else ""
            if body in (["pass"], ["..."]):
                yield f"empty {word} body block pass"
                if word == "except":
                    yield "swallow silently ignore exception suppress pass"
            if body == ["continue"] and word == "except":
                yield "swallow silently ignore exception continue loop"
            if word in ("if", "for", "with", "while") and len(body) >= 1 and body[0].startswith(word + " "):
                inner = _block(block, 0, 1)
                if len(inner) + 1 >= len(block):
                    yield f"nested {word} statement combine collapse single multiple"
            if (
                word in ("if", "elif")
                and body
                and body[-1].startswith(_LEAVING)
                and next_word in ("else", "elif")
            ):
                leaving = body[-1].split()[0].split("(")[0]
                yield f"superfluous unnecessary {next_word} after {leaving} statement else"
            if word in ("if", "else") and body and next_word == "else" and len(body) == 1:
                other = lines[end + len(block) + 1].strip() if end + len(block) + 1 < total else ""
                if " = " in body[0] and " = " in other and body[0].split(" = ")[0] == other.split(" = ")[0]:
                    yield "if else block replace ternary operator conditional expression assignment"
                if body[0].startswith("return") and other.startswith("return"):
                    yield "condition return directly bool needless inline"
                if body[0] == other:
                    yield "branches same body duplicate identical arms"
            if (
                word == "if"
                and len(body) == 1
                and body[0].startswith("return ")
                and after.strip().startswith("return ")
            ):
                yield "condition return directly boolean needless"
            if word in ("for", "while") and next_word == "else":
                yield "else clause loop without break useless"
            if word == "try":
                if next_word == "except" and len(body) == 1:
                    yield "try except single statement suppress"
                if any(row.startswith("return") for row in body):
                    yield "return try block else move"
                if any(row.startswith("raise") for row in body):
                    yield "raise within try block abstract inner function"
                if len(body) > 3:
                    yield "try block too many statements long"
            if word == "except":
                if "," in header and "(" not in header:
                    yield "multiple exception tuple"
                if body and body[0].startswith("raise"):
                    if body[0] == "raise" and len(body) == 1:
                        yield "useless redundant reraise immediately exception handler"
                    elif " from " not in body[0] and body[0] != "raise":
                        yield "raise without from inside except exception chain cause"
                if any(
                    " as " in header and row.startswith("raise " + header.split(" as ")[1].rstrip(": "))
                    for row in body
                ):
                    yield "verbose reraise exception name without"
                if any("log" in row for row in body):
                    yield "logging inside exception handler traceback"
                if " as " in header:
                    name = header.split(" as ")[1].rstrip(": ")
                    if name not in "\n".join(body):
                        yield "unused exception variable name assigned"
            if word == "finally" and any(row.startswith(("return", "break", "continue")) for row in body):
                yield "return break continue jump finally block"
            if word == "for":
                joined = "\n".join(body)
                if len(body) == 1 and ".append(" in joined:
                    yield "loop append list comprehension extend performance transform copy"
                if len(body) == 2 and ".append(" in joined and "if " in joined:
                    yield "loop append list comprehension filter performance"
                if len(body) == 1 and "[" in joined and " = " in joined:
                    yield "loop dict comprehension performance"
                if "+=" in joined and ('""' in joined or "str" in joined):
                    yield "string concatenation in loop"
                if "+= 1" in joined:
                    yield "counter enumerate manual index increment loop"
                if "try:" in joined:
                    yield "try except in loop performance overhead"
                if "return True" in joined or "return False" in joined:
                    yield "loop any all replace reimplemented builtin"
                if len(body) == 1 and joined.startswith("yield "):
                    yield "yield in for loop replace yield from"
                if ".remove(" in joined or "del " in joined or ".pop(" in joined:
                    yield "mutating modified collection while iterating loop"
                if ".add(" in joined or ".discard(" in joined:
                    yield "set mutation update loop"
                if ".write(" in joined:
                    yield "write lines loop"
                target = header[4:].partition(" in ")[0].strip()
                names = [one.strip(" ()") for one in target.split(",")]
                if any(f"{one} = " in joined for one in names if one):
                    yield "loop variable overwritten reassigned redefined shadow"
                if any(one and not one.startswith("_") and one not in joined for one in names):
                    yield "unused loop control variable"
                if "lambda" in joined or "def " in joined:
                    yield "function definition closure bind loop variable late binding"
                if ".items()" in header and any(f"[{one}]" in joined for one in names):
                    yield "unnecessary dictionary index lookup value"
                if "range(len(" in header:
                    yield "enumerate index instead range len"
            if word == "while" and "sleep" in "\n".join(body):
                yield "busy wait sleep loop event polling"
            if word == "with" and len(body) == 1 and "read" in body[0]:
                yield "read whole file"
            if word in ("if", "elif", "while") and " = " not in header:
                if header.count(" or ") and header.count("==") > 1:
                    yield "multiple comparisons merge membership same variable repeated equality"
                if header.count(" or ") and header.count("isinstance(") > 1:
                    yield "multiple isinstance calls merge single tuple duplicate"
                if header.count(" or ") and (
                    header.count("startswith(") > 1 or header.count("endswith(") > 1
                ):
                    yield "multiple startswith endswith calls merge single tuple"
                if header.count(" and ") + header.count(" or ") > 2:
                    yield "too many boolean expressions complex condition"
                if " and " in header and header.count("<") + header.count(">") > 1:
                    yield "chained comparison simplify boolean range"
        if (
            word in _LEAVING
            and following
            and _indent(lines[at + 1]) == indent
            and not following.startswith(("elif", "else", "except", "finally", "case", ")", "]", "}"))
        ):
            if _header(lines, at)[1] == at + 1:
                yield "unreachable code after statement dead"
        if word == "import" and "," in text:
            yield "multiple imports one line"
        if (
            text.startswith(("import ", "from "))
            and at
            and not lines[at - 1].strip().startswith(("import ", "from ", ")", '"""', "#", "if ", "try"))
        ):
            yield "import not at top level file position module"
        if indent and text.startswith(("import ", "from ")):
            yield "import inside function nested not top-level lazy"
        if ";" in text:
            yield "multiple statements one line semicolon"
        if text.endswith("\\"):
            yield "line continuation backslash"
        if (
            ": " in text
            and word in ("if", "for", "while", "with", "try", "else", "class", "def")
            and text[-1] != ":"
        ):
            if (
                word in ("if", "for", "while", "with")
                and "{" not in text
                and "[" not in text
                and "lambda" not in text
            ):
                yield "multiple statements one line colon compound"
        if text.startswith(("(", "[", "{", '""', "'")) or text.replace(".", "").isidentifier() and word not in (
            "pass", "break", "continue", "return", "raise", "try", "else", "finally", "yield"
        ):  # fmt: skip
            if not text.startswith('"""'):
                yield "useless expression statement no effect unassigned pointless"
        if " == " in text and not text.startswith(
            ("if", "elif", "while", "return", "assert", "for", "and", "or")
        ):
            if " = " not in text and "(" not in text:
                yield "useless comparison no effect"
        if text.startswith("assert ") and ", " not in text:
            yield "assert without message"
        if text.startswith("assert ") and " and " in text:
            yield "composite assertion break down multiple parts"
        if text.startswith("with ") and following.startswith("with "):
            yield "nested with statements combine single multiple contexts"
        if " for " in text and (" in " in text) and word != "for":
            opening = text.rfind("[", 0, text.find(" for "))
            yield (
                "comprehension list set dict generator"
                if opening != -1
                else "generator expression comprehension"
            )
            inner = text[opening + 1 : text.find(" for ")].strip()
            target = text[text.find(" for ") + 5 : text.find(" in ")].strip()
            if inner == target:
                yield "unnecessary comprehension rewrite identity copy"
            if "{" in text and ":" in text:
                yield "dict dictionary comprehension"
            elif "{" in text:
                yield "set comprehension"
            if text.count(" for ") > 1:
                yield "nested comprehension"
        if " if " in text and " else " in text and word not in ("if", "elif"):
            yield "ternary conditional expression if else inline"
        if text.count("+") > 1 and '"' in text:
            yield "string concatenation"
        if text.startswith("@"):
            yield "decorator"
            if text.endswith("()"):
                yield "decorator empty parentheses call"
            if following.startswith("@"):
                yield "multiple decorators order"
        if "." in text and text.count("(") > 3:
            yield "method chain nested calls"
        left, equals, right = text.partition(" = ")
        if equals:
            if left.strip() == right.strip():
                yield "self-assignment redundant assign itself variable"
            if " = " in right:
                yield "multiple chained assignment targets"
            if "," in left:
                yield "tuple unpacking assignment multiple"
            if right.startswith(left + " ") and right[len(left) + 1 : len(left) + 2] in "+-*/%&|":
                yield "augmented assignment operator alternative non-augmented"
            if right.startswith("lambda"):
                yield "lambda assignment variable def"
            if left.isidentifier() and left != left.lower() and left != left.upper() and indent:
                yield "variable name function lowercase naming mixed case camel"
            if ": " in left:
                yield "variable type annotation"
            if left.replace("_", "").isalpha() and left.isupper():
                yield "constant module"
        for digit in text.split():
            number = digit.strip("(),:[]=-")
            if number[:1].isdigit():
                yield "number literal constant"
                if len(number) > 5:
                    yield "large long numeric literal underscore separator"
                if "==" in text or "<" in text or ">" in text:
                    yield "magic value number constant comparison"
                if "." in number or "e" in number:
                    yield "float literal decimal"
                break


def _python_names(parts: Parts, lines: list[str]) -> Iterator[str]:
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
        if f" def {builtin} (" in joined or f" {builtin} ," in joined and " def " in joined:
            yield "shadow builtin function name argument redefine override"
            break


def _python_documentation(parts: Parts, lines: list[str]) -> Iterator[str]:
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


_SECTIONS = frozenset(
    ("args", "arguments", "parameters", "returns", "return", "raises", "yields", "examples", "example", "notes", "note",
     "see also", "references", "attributes", "warnings", "other parameters", "methods", "usage", "todo")
)  # fmt: skip
_BUILTINS = frozenset(
    ("list", "dict", "set", "str", "int", "id", "type", "max", "min", "sum", "filter", "map", "input", "print", "open",
     "next", "iter", "len", "range", "hash", "format", "dir", "vars", "all", "any", "bool", "bytes", "float", "object",
     "tuple", "sorted", "zip", "copyright", "help", "file", "abs", "round", "repr", "compile", "eval")
)  # fmt: skip


def _braces(parts: Parts) -> Iterator[str]:
    """Languages with braces, and shells."""
    tokens = parts.tokens
    for word in ("catch", "if", "else", "for", "while", "function", "finally", "try"):
        at = tokens.find(f" {word} ")
        while at != -1:
            brace = tokens.find("{", at)
            if (
                brace != -1
                and brace - at < 200
                and tokens[brace + 1 : brace + 8].replace("\n", "").strip().startswith("}")
            ):
                yield f"empty {word} block body statement"
                break
            at = tokens.find(f" {word} ", at + 1)
    lines = [line.strip() for line in parts.lines[:_LINES_LIMIT] if line.strip()]
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if line.startswith(("return", "throw", "break", "continue")):
            if (
                following.startswith("}")
                and at + 2 < len(lines)
                and ("else" in following or lines[at + 2].startswith("else"))
            ):
                yield "unnecessary else after return"
            elif (
                following
                and not following.startswith(
                    ("}", "case", "default", ".", "end", "else", "when", "fi", "esac")
                )
                and line.endswith(";")
            ):
                yield "unreachable code after statement"
        if line.startswith("if") and following.startswith("if"):
            yield "nested if statement collapse"
        if (
            line.startswith("import")
            and at
            and not lines[at - 1].startswith(("import", "}", "//", "'use", '"use', "from"))
        ):
            yield "import first before other statement order top"
        if line.startswith(("if (", "while (")) and " = " in line and "==" not in line:
            yield "assignment in condition conditional"
        if line.startswith(("if (", "while (", "for (")) and not line.endswith(
            ("{", ",", "(", "&&", "||", "}")
        ):
            yield "missing braces curly block single statement"
        if line.count(";") > 1 and not line.startswith("for"):
            yield "multiple statements one line"
    imports = [
        line.partition(" from ")[2].strip("; ")
        for line in lines
        if line.startswith("import ") and " from " in line
    ]
    if len(imports) > 1:
        yield "imports order multiple"
    sources = [text for text in parts.string_list if text.startswith(("./", "../", "/"))]
    if sources:
        yield "relative path parent module import file"
        if any(text.startswith("/") for text in sources):
            yield "absolute path import"
        if any(text.rpartition("/")[2].count(".") for text in sources):
            yield "file extension import path"
    if sources and len(parts.string_list) != len(set(parts.string_list)):
        yield "duplicate repeated import same module"
    counts: dict[str, int] = {}
    for token in tokens.split(" "):
        if token.isidentifier():
            counts[token] = counts.get(token, 0) + 1
    for word in ("var", "let", "const", "local"):
        at = tokens.find(f" {word} ")
        while at != -1:
            name = tokens[at + len(word) + 2 :].split(" ", 1)[0]
            if counts.get(name) == 1:
                yield "unused variable declared never"
                break
            at = tokens.find(f" {word} ", at + 1)
    if "  (  )" in tokens or " ( ) {" in tokens:
        yield "function"
    titles = parts.string_list
    if len(titles) != len(set(titles)):
        yield "duplicate identical title string"
