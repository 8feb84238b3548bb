"""Code taken apart: its tokens, its strings and its comments, without parsing it."""

from __future__ import annotations

_HASH_COMMENTS = frozenset(
    ("python", "shell", "ruby", "yaml", "toml", "dockerfile", "makefile", "perl", "r", "elixir", "julia",
    "terraform",
     "nix", "cmake", "graphql", "powershell", "ini")
)  # fmt: skip
_DASH_COMMENTS = frozenset(("sql", "lua", "haskell"))
_TRIPLE_QUOTES = frozenset(("python", "julia", "elixir"))
_BACKTICK_STRINGS = frozenset(("javascript", "typescript", "go"))

# Every punctuation mark becomes a token of its own ...
_SPREAD = {ordinal: f" {chr(ordinal)} " for ordinal in range(33, 127) if not chr(ordinal).isalnum()}
for _kept in "_$":
    del _SPREAD[ord(_kept)]
_SPREAD[10] = " \n "
# ... and those that make one operator are joined again.
_JOINED = (
    ('" "', '""'), ("' '", '""'), ("` `", "``"),
    ("= =", "=="), ("! =", "!="), ("< =", "<="), ("> =", ">="), ("- >", "->"), ("= >", "=>"), (": =", ":="),
    ("* *", "**"), ("/ /", "//"), ("& &", "&&"), ("| |", "||"), (": :", "::"), (". . .", "..."),
    ("+ =", "+="),
    ("- =", "-="), ("* =", "*="), ("< <", "<<"), ("> >", ">>"), ("+ +", "++"), ("- -", "--"), ("? ?", "??"),
    ("? .", "?."), ("== =", "==="), ("!= =", "!=="), ("< >", "<>"), ("$ (", "$("), ("[ [", "[["),
    ("] ]", "]]"),
)  # fmt: skip


class Parts:
    """A piece of code by its parts.

    Attributes:
        language: As ``languages.language_of`` names it, or None.
        raw: The code as given.
        code: Without comments, each string's text taken out.
        lines: Of ``code``.
        tokens: ``code`` as tokens with one space between, line ends as ``\\n`` tokens.
        strings: The texts of all strings.
        comments: The texts of all comments and documentation strings.
    """

    __slots__ = ("code", "comments", "language", "lines", "raw", "string_list", "strings", "tokens")

    def __init__(self, raw: str, language: str | None) -> None:
        self.raw = raw
        self.language = language
        code, strings, comments = _separate(raw, language)
        self.code = code
        self.lines = code.split("\n")
        self.string_list = strings
        self.strings = "\n".join(strings)
        self.comments = "\n".join(comments)
        self.tokens = tokens_of(code)


def divide(code: str, language: str | None) -> Parts:
    """Take code apart; never fails, whatever the text is."""
    return Parts(code, language)


def tokens_of(code: str) -> str:
    """The token stream of code as one line: ``x:=f(1)`` is ``x := f ( 1 )``."""
    stream = " ".join(code.translate(_SPREAD).split(" ")).replace("\t", " ")
    while "  " in stream:
        stream = stream.replace("  ", " ")
    for spread, joined in _JOINED:
        stream = stream.replace(spread, joined)
    return stream


def _separate(raw: str, language: str | None) -> tuple[str, list[str], list[str]]:
    """Code without comments and strings' texts, the strings, and the comments."""
    line_comments = ["#"] if language in _HASH_COMMENTS or language is None else []
    if language in _DASH_COMMENTS:
        line_comments.append("--")
    if not line_comments or language == "terraform":
        line_comments.append("//")
    blocks = "/*" if language not in _HASH_COMMENTS else ""
    if language in ("markdown", "restructuredtext", "html", "xml", "latex"):
        return raw, [], []
    marks = ['"', "'", *line_comments]
    if blocks:
        marks.append(blocks)
    if language in _BACKTICK_STRINGS:
        marks.append("`")
    next_at = {mark: raw.find(mark) for mark in marks}
    kept: list[str] = []
    strings: list[str] = []
    comments: list[str] = []
    position = 0
    size = len(raw)
    while True:
        best = size
        best_mark = ""
        for mark, at in next_at.items():
            if at != -1 and at < position:
                at = next_at[mark] = raw.find(mark, position)
            if at != -1 and at < best:
                best, best_mark = at, mark
        if not best_mark:
            kept.append(raw[position:])
            break
        kept.append(raw[position:best])
        if best_mark in ('"', "'", "`"):
            triple = best_mark * 3
            if language in _TRIPLE_QUOTES and raw.startswith(triple, best):
                end = raw.find(triple, best + 3)
                end = size if end == -1 else end
                body = raw[best + 3 : end]
                before = raw[raw.rfind("\n", 0, best) + 1 : best].strip()
                if before in ("", "r", "u"):  # a statement of its own: documentation
                    comments.append(body)
                    kept.append('"""docstring"""')
                else:
                    strings.append(body)
                    kept.append('""')
                position = min(size, end + 3)
                continue
            end = best + 1
            while True:
                quote = raw.find(best_mark, end)
                line_end = raw.find("\n", end) if best_mark != "`" else -1
                if quote == -1 or (line_end != -1 and line_end < quote and raw[line_end - 1] != "\\"):
                    # An apostrophe in running text, or a string that isn't closed: not a string.
                    end = -1
                    break
                slashes = quote
                while raw[slashes - 1] == "\\" and slashes - 1 > best:
                    slashes -= 1
                end = quote + 1
                if (quote - slashes) % 2 == 0:
                    break
            if end == -1:
                kept.append(best_mark)
                position = best + 1
                continue
            strings.append(raw[best + 1 : end - 1])
            # A shell's double quotes hold code: "$(cmd)" and "$name".
            kept.append(raw[best:end] if language == "shell" and best_mark == '"' else best_mark * 2)
            position = end
        elif best_mark == "/*":
            end = raw.find("*/", best + 2)
            end = size if end == -1 else end
            comments.append(raw[best + 2 : end])
            position = min(size, end + 2)
        elif best_mark == "#" and language == "shell" and best and raw[best - 1] in "${":
            kept.append("#")  # $# or ${#name}
            position = best + 1
        elif best_mark == "//" and best and raw[best - 1] == ":":
            kept.append("//")  # a URL
            position = best + 2
        else:
            end = raw.find("\n", best)
            end = size if end == -1 else end
            comments.append(raw[best + len(best_mark) : end])
            position = end
    return "".join(kept), strings, comments
