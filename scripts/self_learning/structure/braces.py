"""Languages with braces, and shells."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.parts import Parts


def observe(parts: Parts, limit: int) -> Iterator[str]:
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
    lines = [line.strip() for line in parts.lines[:limit] if line.strip()]
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
