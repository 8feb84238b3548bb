"""What an agent says in its last message about the lessons it was shown.

Three forms are understood, at the start of a line and in whatever Markdown dress a model puts
on them: ``LEARNINGS_ACKNOWLEDGED: P-002 -> src/app.py:42``, with several citations on lines of
their own or separated by ``;``; ``LEARNINGS_ACKNOWLEDGED: none, and why``; and the older
``Applied: "words" -> [evidence at src/app.py:42]``. Beside them ``no_learnings: <reason>``.

Nothing here looks at the store: what a reference means is for ``matching`` to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from self_learning import text

REFERENCE_LIMIT = 300  # characters of a pattern's words that are kept
REASON_LIMIT = 300
ITEM_LIMIT = 100  # a message that names more patterns than were ever shown is not read further
LINE_LIMIT = 5000  # characters of a line that are read

_DRESS = " \t>*_`#-"  # quotation, bullets, headings and emphasis before a keyword
_KEYWORD = re.compile(
    r"(?:\d{1,3}[.)]\s+)?[*_`]{0,4}"
    r"(?:(?P<head>learnings[_ ]acknowledged|applied)|(?P<no_learnings>no_learnings))"
    r"[*_`]{0,4}\s*:[*_`]{0,4}\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*+\u2022]|\d{1,3}[.)])\s+(?P<rest>.+)$")
_NONE = re.compile(r"[\"'`(]*(?:none|nothing|n/a)\b[\"'`]*(?P<why>.*)$", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:->|=>|\u2192|\u21d2|\u27f6)\s*")
_IDENTIFIER = re.compile(r"P-\d{3,}(?!\w)", re.IGNORECASE)
_IDENTIFIERS_ALONE = re.compile(
    r"^[\s\"'`*_]*P-\d{3,}[\"'`*_]*(?:\s*(?:,|&|\band\b)\s*[\"'`*_]*P-\d{3,}[\"'`*_]*)*\s*$", re.IGNORECASE
)
# An id and what speaks for it, on a line of its own; a new one after a comma.
_PAIR = re.compile(r"[\s\"'`*_]*P-\d{3,}[\"'`*_]*\s*(?:->|=>|\u2192|\u21d2|\u27f6)", re.IGNORECASE)
_NEXT_PAIR = re.compile(r",(?=" + _PAIR.pattern + ")", re.IGNORECASE)
_PLACEHOLDERS = ("and why", "\u2039reason\u203a", "reason")
# A path and a line: `src/my file.py`:3 or "a b.py:3" in quotes, else without blanks; :42, :L42, #L42,
# `:42-50` and `:42:7` all mean line 42.
_LINE = r"(?::L?|#L|\s+line\s+|:line\s+)(?P<{0}>\d{{1,7}})"
_CITATION = re.compile(
    r"""[`"'](?P<quoted>[^`"'\n|]{1,400}?)(?:"""
    + _LINE.format("quoted_line")
    + r"""[^`"'\n]{0,20}[`"']|[`"']"""
    + _LINE.format("after_line")
    + r""")|(?P<bare>[^\s`"'()\[\]{},;|<>]{1,400}?)"""
    + _LINE.format("bare_line"),
    re.IGNORECASE,
)


class Item(NamedTuple):
    """One pattern that an agent says it used: an id or its words, and where."""

    reference: str
    citations: tuple[str, ...]


class Report(NamedTuple):
    """What a message reports.

    ``none_because`` and ``no_learnings`` are None when the message doesn't say so, and empty
    when it says so without a reason.
    """

    items: tuple[Item, ...] = ()
    none_because: str | None = None
    no_learnings: str | None = None

    def joined(self, later: Report) -> Report:
        """This report and a later one of the same agent, which was sent back in between."""
        items: dict[str, Item] = {item.reference: item for item in self.items}
        for item in later.items:
            earlier = items.get(item.reference)
            known = earlier.citations if earlier else ()
            items[item.reference] = Item(item.reference, tuple(dict.fromkeys(known + item.citations)))
        return Report(
            tuple(items.values()),
            later.none_because or self.none_because,
            later.no_learnings or self.no_learnings,
        )


def parse(message: str) -> Report:
    """Read an agent's message.

    Args:
        message: Any text; lines that say nothing of lessons are passed over.
    """
    items: list[Item] = []
    none_because: str | None = None
    no_learnings: str | None = None
    listing = False  # on the lines that follow "LEARNINGS_ACKNOWLEDGED:"
    bare = False  # which had nothing more on its own line
    for whole in message.splitlines():
        line = whole[:LINE_LIMIT]
        keyword = _KEYWORD.match(line.lstrip(_DRESS))
        if keyword and keyword["no_learnings"]:
            no_learnings = _reason(keyword["rest"]) or no_learnings or ""
            listing = False
            continue
        if keyword:
            rest = keyword["rest"].strip("*_` \t")
            listing, bare = True, not rest
        elif listing and (item := _ITEM.match(line)) and (bare or _PAIR.match(item["rest"])):
            rest = item["rest"].strip()
        elif listing and _PAIR.match(line):
            rest = line.strip()
        else:
            listing = listing and not line.strip()
            continue
        if not rest:
            continue
        none = _NONE.match(rest)
        if none and not _ARROW.search(rest):
            none_because = _reason(none["why"]) or none_because or ""
            continue
        for part in _split(rest):
            items += _items(part)
    distinct = Report().joined(Report(tuple(items[:ITEM_LIMIT])))
    return Report(distinct.items, none_because, no_learnings)


def citations_in(evidence: str) -> tuple[str, ...]:
    """The places that a text names, as ``file:line``, each once and in order.

    A range counts as its first line. A web address or a time of day is none.
    """
    found: dict[str, None] = {}
    for match in _CITATION.finditer(evidence):
        path = (match["quoted"] or match["bare"]).strip()
        line = match["quoted_line"] or match["after_line"] or match["bare_line"]
        path = path.removeprefix("./").lstrip("*_")
        if "://" in path or path.startswith("//") or not any(c.isalpha() for c in path):
            continue
        if match["bare"] and not _looks_like_path(path):
            continue
        cleaned = text.sanitise(path, 400)
        if cleaned and "," not in cleaned and int(line) > 0:  # the log divides citations by commas
            found[f"{cleaned}:{int(line)}"] = None
    return tuple(found)


def _looks_like_path(path: str) -> bool:
    """Whether an unquoted word may be a file: it has a directory, a suffix, or is a name such as Makefile."""
    return "/" in path or "\\" in path or "." in path or path[:1].isupper()


def _reason(rest: str) -> str:
    """What follows the keyword, without the punctuation that ties it on; the form's own words are none."""
    reason = text.sanitise(rest.strip(" \t*_`,;:.()-\u2013\u2014"), REASON_LIMIT).removeprefix("because ")
    return "" if reason.casefold() in _PLACEHOLDERS else reason


def _split(rest: str) -> list[str]:
    """Divide at ``;``, but not inside double quotes or brackets: a pattern's words may hold one."""
    starts = [0]
    quoted = False
    depth = 0
    for position, character in enumerate(rest):
        if character == '"':
            quoted = not quoted
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == ";" and not quoted and depth <= 0:
            starts.append(position + 1)
    if quoted or depth > 0:  # what is never closed encloses nothing
        parts = rest.split(";")
    else:
        parts = [
            rest[start:end].rstrip(";") for start, end in zip(starts, [*starts[1:], len(rest)], strict=True)
        ]
    return [part.strip() for part in parts if part.strip()]


def _items(part: str) -> list[Item]:
    """The patterns of one part: ``left -> evidence``, or a text with places in it."""
    arrow = _ARROW.search(part)
    following = _NEXT_PAIR.search(part, arrow.end()) if arrow else None
    if following:  # "P-002 -> a.py:1, P-001 -> b.py:2"
        return _items(part[: following.start()]) + _items(part[following.end() :])
    left, evidence = (part[: arrow.start()], part[arrow.end() :]) if arrow else (part, part)
    citations = citations_in(evidence)
    if _IDENTIFIERS_ALONE.match(left):
        return [Item(found.upper(), citations) for found in _IDENTIFIER.findall(left)]
    leading = _IDENTIFIER.match(left.lstrip("\"'`*_[( "))
    if leading:  # "P-002 (Check for None ...)" and "P-002 at src/app.py:42"
        return [Item(leading[0].upper(), citations)]
    if not arrow and citations:
        left = left[: _CITATION.search(left).start()]  # type: ignore[union-attr]  # there is one: citations
        left = re.sub(r"[\s(\[]*(?:evidence\s+at|at|in|see)?[\s(\[]*$", "", left)
    reference = text.sanitise(left.strip().strip("\"'`*_\u201c\u201d "), REFERENCE_LIMIT)
    return [Item(reference, citations)] if reference else []
