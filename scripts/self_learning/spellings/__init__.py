"""Spellings of each language and what they are called: (tokens, words).

The tokens are as ``parts.tokens_of`` writes them, one space between, ``\\n`` a line end. The
words are those in which people speak of the construct; they are looked up by their stems.
Each group of languages is a module of its own, so that a hook loads only what it needs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Table: TypeAlias = tuple[tuple[str, str], ...]

# What most languages spell alike.
ANY: Table = (
    (" if ", "if conditional branch condition"),
    (" else ", "else branch clause"),
    (" for ", "for loop iteration iterate"),
    (" while ", "while loop"),
    (" return ", "return statement"),
    (" break ", "break loop statement"),
    (" continue ", "continue loop statement"),
    (" class ", "class definition"),
    (" switch ", "switch case statement"),
    (" try ", "try block exception handling"),
    (" throw ", "throw exception error"),
    (" == ", "equality comparison equal compare operator"),
    (" != ", "inequality comparison compare operator not equal"),
    (" < ", "comparison less compare"),
    (" > ", "comparison greater compare"),
    (" <= ", "comparison compare less"),
    (" >= ", "comparison compare greater"),
    (" % ", "percent modulo operator"),
    (" + ", "addition plus concatenation operator"),
    (" += ", "augmented assignment increment"),
    (" ++ ", "increment"),
    (" << ", "shift bitwise"),
    (" & ", "bitwise and operator"),
    (" ^ ", "bitwise xor operator"),
    (" ~ ", "bitwise tilde invert"),
    (" ; ", "semicolon statement"),
    (" ? ", "ternary conditional"),
    (" = [ ] ", "empty list array literal assignment"),
    (" = { } ", "empty dict object literal"),
    (" [ 0 ] ", "first element index zero subscript"),
    (" [ - 1 ] ", "last element index negative subscript"),
    (" - 1 ", "negative"),
    (" goto ", "goto jump label"),
    (" { } ", "empty block braces"),
)

# The module and the table of each language; kin share one.
_PLACES = {
    "python": ("python", "PYTHON"), "javascript": ("javascript", "JAVASCRIPT"),
    "typescript": ("javascript", "JAVASCRIPT"), "html": ("javascript", "JAVASCRIPT"),
    "php": ("javascript", "JAVASCRIPT"),
    "go": ("compiled", "GO"), "rust": ("compiled", "RUST"), "java": ("compiled", "JAVA"),
    "kotlin": ("compiled", "JAVA"),
    "scala": ("compiled", "JAVA"), "csharp": ("compiled", "JAVA"), "c": ("compiled", "C"),
    "cpp": ("compiled", "C"),
    "shell": ("scripting", "SHELL"), "makefile": ("scripting", "SHELL"), "ruby": ("scripting", "RUBY"),
    "css": ("declarative", "CSS"), "sql": ("declarative", "SQL"),
    "dockerfile": ("declarative", "DOCKERFILE"),
    "yaml": ("declarative", "YAML"),
}  # fmt: skip
LANGUAGES = frozenset(_PLACES)
_WITHOUT_COMMON_SYNTAX = frozenset(("css", "markdown", "sql", "yaml", "dockerfile", "html", "json", "toml"))


def tables(language: str | None) -> list[Table]:
    """The tables to look code of a language up in; unknown code is taken for Python."""
    place = _PLACES.get(language or "python")
    found: list[Table] = []
    if place is not None:
        module = __import__(f"self_learning.spellings.{place[0]}", fromlist=(place[1],))
        found.append(getattr(module, place[1]))
    if language not in _WITHOUT_COMMON_SYNTAX:
        found.append(ANY)
    return found
