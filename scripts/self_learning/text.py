"""Text as records hold it: one clean line, its words, and how alike two lines are.

Standard library only and no ``re``: the hooks use it on every tool call.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

# Cc controls, Cf format (zero-width and bidirectional overrides), Cs lone surrogates,
# Co private use, Cn unassigned; line and paragraph separators are Zl and Zp.
_REMOVED_CATEGORIES = frozenset(("Cf", "Cs", "Co", "Cn"))
_BLANK_CATEGORIES = frozenset(("Cc", "Zl", "Zp", "Zs"))
_ZERO_WIDTH_JOINER = "\u200d"
_NEUTRAL = {"<": "\u2039", ">": "\u203a"}
# Letters that draw nothing, though Unicode files them under Lo or So; and combining marks used as such.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


# For str.translate: what divides words becomes a space. Five times as quick as a look at each.
_ASCII_WORDS = "".join(chr(c) if chr(c).isalnum() or c == 0x5F else " " for c in range(128))


def sanitise(text: str, limit: int = 200) -> str:
    """One line that is safe to store and to show to an agent.

    Control, zero-width, bidirectional and unassigned characters go, every run of white space
    becomes one space, ``<`` and ``>`` become their typographic likenesses so that no tag can
    be closed or opened, and the result is cut at ``limit``. Doing it twice changes nothing.

    Args:
        text: Any text, from anybody.
        limit: The longest result, in characters.
    """
    if text.isascii() and text.isprintable():  # the common case, ten times quicker
        line = " ".join(text.replace("<", "\u2039").replace(">", "\u203a").split())
        return line if len(line) <= limit else line[: limit - 1].rstrip() + "\u2026"
    # Composing can bring forth neither controls nor brackets, so it comes first.
    kept = []
    category_of = unicodedata.category
    previous = ""
    for character in unicodedata.normalize("NFC", text):
        if character in _NEUTRAL:
            character = _NEUTRAL[character]
        else:
            category = category_of(character)
            if category in _BLANK_CATEGORIES:
                character = " "
            elif character == _ZERO_WIDTH_JOINER and previous and category_of(previous) in ("So", "Sk"):
                pass  # holds an emoji sequence together
            elif category in _REMOVED_CATEGORIES or character in _INVISIBLE or _is_tag_or_selector(character):
                continue
        kept.append(character)
        previous = character
    line = " ".join(unicodedata.normalize("NFC", "".join(kept)).rstrip(_ZERO_WIDTH_JOINER).split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip(" " + _ZERO_WIDTH_JOINER) + "\u2026"
    return line


def _is_tag_or_selector(character: str) -> bool:
    """Variation selectors and tag characters can carry a hidden message; U+FE0F alone draws emoji."""
    point = ord(character)
    return 0xFE00 <= point <= 0xFE0E or 0xE0000 <= point <= 0xE0FFF or 0x180B <= point <= 0x180F


def words(text: str) -> list[str]:
    """The casefolded words of a text in order; everything but letters, digits and ``_`` divides."""
    folded = text.casefold()
    if folded.isascii():
        return folded.translate(_ASCII_WORDS).split()
    return "".join(c if c.isalnum() or c == "_" else " " for c in folded).split()


def dice(one: Collection[str], other: Collection[str]) -> float:
    """The Sørensen-Dice coefficient of two sets of words, 0 to 1: 2|A∩B| / (|A|+|B|).

    This is the "word overlap" by which lessons count as the same: unlike the overlap
    coefficient it does not take a short general lesson for a long and special one.
    """
    first, second = set(one), set(other)
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """The Jaccard index of two sets of words, 0 to 1: |A∩B| / |A∪B|."""
    first, second = set(one), set(other)
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def counted(number: int, noun: str) -> str:
    """``1 run``, ``2,000 runs``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def timestamp(moment: datetime | None = None) -> str:
    """A moment, by default now, as ISO 8601 in UTC with ``Z``, to the second."""
    if moment is None:
        import time

        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    from datetime import timezone

    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
