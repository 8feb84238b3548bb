"""White space, line shape, strings and comments, which every language has."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from self_learning.parts import Parts

LONG_LINE = 88  # characters


def layout(parts: Parts, limit: int) -> Iterator[str]:
    """White space and line shape, from the text as it stands."""
    raw = parts.raw
    lines = raw.split("\n")[:limit]
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


def texts(parts: Parts) -> Iterator[str]:
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
        if "0.0.0.0" in strings:  # noqa: S104 - looked for, not bound to
            yield "bind all network interfaces address"
        if "127.0.0.1" in strings or "localhost" in strings:
            yield "hardcoded ip address localhost"
        if "/tmp" in strings:  # noqa: S108 - looked for, not written to
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
