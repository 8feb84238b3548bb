"""Undo the tricks by which a text reads one way to a model and another way to a rule.

Full-width and mathematical letters, look-alike letters of other alphabets, invisible
characters, accents, digits for letters, letters set apart, words run together, base64.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

from self_learning.screening.clauses import is_known

# Look-alikes of Latin letters that compatibility normalisation leaves as they are.
_LOOKALIKES = str.maketrans(
    {
        look_alike: letter
        for letter, look_alikes in {
            "a": "аАαΑɑᴀ",
            "b": "бвВβΒʙ",
            "c": "Ссςϲᴄꞓ",
            "d": "ԁđᴅ",
            "e": "еЕεΕᴇ",
            "f": "ꜰ",
            "g": "ցɡɢ",
            "h": "һНΗհħʜ",
            "i": "іІιΙıɩɪ",
            "j": "јЈϳյᴊ",
            "k": "кКκΚᴋ",
            "l": "ӏłʟ",
            "m": "мМΜᴍ",
            "n": "пηΝոɴ",
            "o": "оОοΟօøᴏ",
            "p": "РрρΡᴘ",
            "q": "ԛԚզ",
            "r": "гᴦʀ",
            "s": "ѕЅꜱ",
            "t": "тТτΤŧᴛ",
            "u": "υսᴜ",
            "v": "ѵνᴠ",
            "w": "ԝԜωᴡ",
            "x": "хХχΧ",
            "y": "уУγΥʏ",
            "z": "Ζᴢ",
        }.items()
        for look_alike in look_alikes
    }
)
_LEET = str.maketrans("03457890@$!|+€", "oeastbgoasilte")
_KEPT_CONTROLS = frozenset("\n\t\r\f\v")
_SPACED = re.compile(
    r"(?<![^\W_])(?:(?:[^\W\d_][ .\-_*~·|/]{1,2}){4,}|(?:[^\W\d_][.\-_*~·|]){3,})[^\W\d_](?![^\W_])"
)
# Looks only so far ahead, or a long text without spaces would be gone through from each of its characters.
_MIXED_WORD = re.compile(
    r"(?<![\w$@])(?=\S{0,200}[a-z])(?=\S{0,200}[0-9@$!|])(?![^\s@]{0,200}@[\w-]+\.)[a-z0-9@$!|+€]{3,}"
)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,2000}={0,2}(?![A-Za-z0-9+/=])")
_HYPHENATED = re.compile(r"(?<![\w-])\w+(?:-\w+){2,}(?![\w-])")
_PARTED = re.compile(r"(?<=[a-z])[-.·_](?=[a-z])")
# What marks a text up begins a sentence anew: the end of a comment, a tag, a rule, a heading, a table's line.
_MARKUP = re.compile(
    r"[<‹]!-{1,8}|-{1,8}[>›]|[<‹][/?]?[a-z][^<>‹›]{0,80}[>›]|[=~*_#]{3,40}|(?:^|\s)#{1,2}\s|(?<=\s)\|(?=\s)|/\*|\*/"
)
_CONSTANT = re.compile(r"(?<![A-Z0-9_])[A-Z][A-Z0-9]*_[A-Z0-9]+(?![A-Za-z0-9_])")  # a name such as TOOL_MODE
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def visible(text: str) -> str:
    """The text in one compatibility form, casefolded, without anything that draws nothing."""
    if text.isascii():
        return text.casefold()
    composed = unicodedata.normalize("NFKC", _unboxed(text))
    kept = []
    for character in composed:
        category = unicodedata.category(character)
        if category == "Cc" and character in _KEPT_CONTROLS:
            kept.append("\n")
        elif (
            category in ("Cf", "Cc", "Cs", "Co", "Cn") or character in "\u115f\u1160\u3164\uffa0\u2800\u034f"
        ):
            continue
        else:
            kept.append(" " if category == "Zs" else character)
    return "".join(kept).casefold()


def latin(text: str) -> str:
    """A ``visible`` text in plain Latin letters: accents gone, look-alikes replaced."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES))
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me"))
    return (
        plain.translate(_LOOKALIKES).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    )


def readings(text: str) -> list[str]:
    """Every way in which the text may be read, in plain Latin letters, the plainest first."""
    first = latin(visible(text))
    found = [first]
    if _MIXED_WORD.search(first):
        for one in "il":
            leet = {**_LEET, ord("1"): one}
            found.append(_MIXED_WORD.sub(lambda match, leet=leet: match.group().translate(leet), first))  # type: ignore[misc]
    if _SPACED.search(first):
        # Letters set apart with one space have two between the words, if any.
        joined = re.sub(r"(?<=\w)[ .\-_*~·|/](?=\w(?:[ .\-_*~·|/]|\b))", "", first)
        found.append(joined)
        found.append(_SPACED.sub(lambda match: re.sub(r"[^\w]|_", "", match.group()), first))
    if "_" in first or _HYPHENATED.search(first) or _CAMEL.search(text):
        parted = latin(visible(_CAMEL.sub(" ", _CONSTANT.sub(" ", text)))).replace("_", " ")
        parted = _HYPHENATED.sub(lambda match: match.group().replace("-", " "), parted)
        if parted != first:
            found.append(parted)
    if _PARTED.search(first):
        joined = _PARTED.sub("", first)
        if any(word not in first and is_known(word) for word in joined.split()):
            found.append(joined)
    if _MARKUP.search(first):
        found.append(_MARKUP.sub(". ", first))
    for match in _BASE64.finditer(text):
        decoded = _decoded(match.group())
        if decoded:
            found.append(latin(visible(decoded)))
    return list(dict.fromkeys(found))


def _decoded(word: str) -> str | None:
    """What a base64 word says, if it says something."""
    try:
        decoded = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return decoded if decoded.isprintable() and " " in decoded else None


def _unboxed(text: str) -> str:
    """Letters in negative circles and squares and regional indicators, as letters."""
    if not any(0x1F130 <= ord(c) <= 0x1F1FF for c in text):
        return text
    made = []
    for character in text:
        point = ord(character)
        for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):
            if start <= point < start + 26:
                character = chr(ord("a") + point - start)
                break
        made.append(character)
    return "".join(made)
