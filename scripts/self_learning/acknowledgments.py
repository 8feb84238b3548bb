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

_DRESS = " \t>*_`#-<|\"'("  # quotation, bullets, headings, tables and emphasis before a keyword
_CLOSING = " \t*_|"  # and what of it closes behind a line's words
_KEYWORD = re.compile(
    r"(?:\d{1,3}[.)]\s+)?[*_`]{0,4}"
    r"(?:(?P<head>learnings[_ ]acknowledged|applied)|(?P<no_learnings>no[_ ]learnings))"
    r"[*_`]{0,4}\s*:[*_`|]{0,4}\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
# The keyword as a heading or with another sign behind it, and a report that goes on from a sentence.
_BARE_KEYWORD = re.compile(
    r"(?:\d{1,3}[.)]\s+)?[*_`]{0,4}LEARNINGS_ACKNOWLEDGED[*_`]{0,4}\s*"
    r"(?:$|[=\u2013\u2014-]\s*|(?=[*_`\[]{0,4}P-\d))(?P<rest>.*)$"
)
_SENTENCE_BEFORE = re.compile(r"[.!?]\s+(?=LEARNINGS_ACKNOWLEDGED:)")
_NO_LEARNINGS_OBJECT = re.compile(
    r'\{\s*"no_learnings"\s*:\s*true\s*,\s*"reason"\s*:\s*"(?P<reason>[^"\\]{1,300})"\s*\}'
)
# The form as the hooks show it: who repeats it word for word has reported nothing.
_FORM_TAIL = re.compile(r"\s*\(or: LEARNINGS_ACKNOWLEDGED: none, and why\)")
_FORM_EXAMPLE = re.compile(r"^P-\d{3,} -> src/app\.py:42$")
_REQUEST_EXAMPLE = re.compile(r"^P-\d{3,} -> path/to/file\.py:42$")
_ITEM = re.compile(r"\s*(?:[-*+\u2022]|\d{1,3}[.)])\s+(?P<rest>.+)$")
_NONE = re.compile(
    r"[\"'`(]*(?:(?:none|nothing|n/a|n\.a\.|not (?:applicable|relevant|used|needed))\b"
    r"|no(?= (?:patterns?|lessons?|learnings?)\b|[\"'`]*\s*(?:$|[,.:;(\u2013\u2014-])))"
    r"[\"'`]*(?P<why>.*)$",
    re.IGNORECASE,
)
# Said of a lesson that was shown: it was of no use here.
_NOT_USED = re.compile(
    r"[\s\"'`*_:(\u2013\u2014-]*(?:was |is |were )?(?:none|n/a|nothing|unused|unneeded|ignored|irrelevant"
    r"|skipped|inapplicable|(?:did|does)(?:n['\u2019]t| not) (?:apply|fit|matter|help)"
    r"|not (?:directly |actually )?(?:used|applied|applicable|relevant|needed|useful|followed))\b",
    re.IGNORECASE,
)
# The same adjectives said of code: "unused import removed at src/app.py:3" is what was done with the lesson.
_OF_CODE = re.compile(
    r"[\s\"'`*_:(\u2013\u2014-]*(?:unused|unneeded|ignored|irrelevant|skipped)\s+"
    r"(?!(?:here|because|since|as|in|for|by|at|on|to|this|that|these|those|the|it|them|both|all|now|\w+ly)\b)\w",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*(?:->|=>|\u2192|\u21d2|\u27f6)\s*")
_IDENTIFIER = re.compile(r"P-\d{3,}(?!\w)", re.IGNORECASE)
_IDENTIFIERS_ALONE = re.compile(
    r"^[\s\"'`*_#\[(]*P-\d{3,}[\"'`*_\])]*"
    r"(?:(?:\s*(?:,|&|/|\band\b)\s*|\s+)[\"'`*_#\[(]*P-\d{3,}[\"'`*_\])]*)*\s*$",
    re.IGNORECASE,
)
# An id and what speaks for it, on a line of its own; a new one after a comma.
_PAIR = re.compile(r"[\s\"'`*_]*P-\d{3,}[\"'`*_]*\s*(?:->|=>|\u2192|\u21d2|\u27f6)", re.IGNORECASE)
_NEXT_PAIR = re.compile(r",(?=" + _PAIR.pattern + ")", re.IGNORECASE)
_PLACEHOLDERS = ("because", "and why", "\u2039reason\u203a", "reason", "the reason", "...")
# A path and a line: `src/my file.py`:3 or "a b.py:3" in quotes, else without blanks; :42, :L42, #L42,
# `:42-50`, `:42:7` and `, lines 42-50` all mean line 42. A directory's name may stand in brackets.
_LINE = r"(?::L?|#L|[,\s(]{{1,3}}(?:at |on )?lines?\s{{1,3}}|:line\s{{1,3}})(?P<{0}>\d{{1,7}})"
_CITATION = re.compile(
    r"""[`"'](?P<quoted>[^`"'\n|]{1,400}?)(?:"""
    + _LINE.format("quoted_line")
    + r"""[^`"'\n]{0,20}[`"']|[`"']"""
    + _LINE.format("after_line")
    + r""")|(?<![^\s`"'()\[\]{},;|<>])"""  # where a word begins: a long one isn't tried at each letter
    + r"""(?P<bare>(?:[^\s`"'()\[\]{},;|<>]|(?<=/)(?:\[[\w.-]{1,60}\]|\([\w.-]{1,60}\))(?=[/.])){1,400}?)"""
    + _LINE.format("bare_line"),
    re.IGNORECASE,
)
_LINE_OF = re.compile(
    r"""\blines?\s{1,3}(?P<line>\d{1,7})(?:\s?[-\u2013]\s?\d{1,7})?\s(?:of|in)\s[`"']?(?P<path>[^\s`"'()\[\]{},;|<>]{1,400})""",
    re.IGNORECASE,
)
# All of a piece of the evidence as one place: a name such as configure:3, and a path with blanks.
_WHOLE_NAME = re.compile(r"(?P<path>[\w.+-]{1,100}):L?(?P<line>\d{1,7})(?:[-:]L?\d{1,7})?$")
_WHOLE_PATH = re.compile(
    r"(?P<path>(?:[A-Za-z]:)?[^\s:,;|`\"'<>]{0,200}[/\\][^:,;|`\"'<>]{1,300}\.\w{1,12}):L?(?P<line>\d{1,7})"
    r"(?:[-:]L?\d{1,7})?$"
)
_JOINING_WORDS = frozenset(
    ("and", "or", "in", "at", "see", "line", "of", "the", "for", "because", "used", "to", "->")
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
        if len(items) >= ITEM_LIMIT:
            break
        line = _FORM_TAIL.sub("", whole[:LINE_LIMIT])
        copied = len(line) < len(whole[:LINE_LIMIT])
        keyword = _keyword(line)
        if keyword and keyword.re is _KEYWORD and keyword["no_learnings"]:
            no_learnings = _reason(keyword["rest"]) or no_learnings or ""
            listing = False
            continue
        if keyword:
            rest = _undressed(keyword["rest"])
            listing, bare = True, not rest
            if _REQUEST_EXAMPLE.match(rest) or (copied and _FORM_EXAMPLE.match(rest)):
                continue
        elif listing and (item := _ITEM.match(line)) and (bare or _PAIR.match(item["rest"])):
            rest = item["rest"].strip()
        elif listing and _PAIR.match(line):
            rest = line.strip()
        else:
            if "no_learnings" in line and (given := _NO_LEARNINGS_OBJECT.search(line)):
                no_learnings = _reason(given["reason"]) or no_learnings or ""
            listing = listing and not line.strip()
            continue
        if not rest:
            continue
        none = _NONE.match(rest)
        if none and (not _ARROW.search(rest) or _ARROW.match(none["why"])) and not citations_in(rest):
            why = none["why"]
            told = rest if why[:1] == " " and why[1:2].isalpha() and not why.startswith(" because ") else why
            none_because = _reason(told) or none_because or ""
            continue
        for part in _split(rest):
            for item_found in _items(part):
                if isinstance(item_found, Item):
                    items.append(item_found)
                else:
                    none_because = item_found or none_because or ""
    distinct = Report().joined(Report(tuple(items[:ITEM_LIMIT])))
    return Report(distinct.items, none_because, no_learnings)


def citations_in(evidence: str) -> tuple[str, ...]:
    """The places that a text names, as ``file:line``, each once and in order.

    A range counts as its first line. A web address or a time of day is none.
    """
    found: dict[str, None] = {}
    for piece in _pieces(evidence):
        whole = _whole_place(piece)
        if whole is not None:
            _add(found, *whole)
            continue
        for match in _CITATION.finditer(piece):
            path = (match["quoted"] or match["bare"]).strip()
            line = match["quoted_line"] or match["after_line"] or match["bare_line"]
            if not match["bare"] or _looks_like_path(path.lstrip("*_")):
                _add(found, path, line)
        for match in _LINE_OF.finditer(piece):
            path = match["path"].rstrip(".:")
            if _looks_like_path(path):
                _add(found, path, match["line"])
    return tuple(found)


def _add(found: dict[str, None], path: str, line: str) -> None:
    """Add a place, unless it can't be one in a file."""
    path = path.removeprefix("./").lstrip("*_")
    if "://" in path or path.startswith("//") or not any(c.isalpha() for c in path):
        return
    cleaned = text.sanitise(path, 400)
    if cleaned and "," not in cleaned and int(line) > 0:  # the log divides citations by commas
        found[f"{cleaned}:{int(line)}"] = None


def _pieces(evidence: str) -> list[str]:
    """The evidence, divided at the commas if each part of it is a place by itself."""
    parts = [part.strip(" \t*_") for part in evidence.split(",")]
    return parts if all(_whole_place(part) or _CITATION.search(part) for part in parts) else [evidence]


def _whole_place(piece: str) -> tuple[str, str] | None:
    """Path and line, if a text is nothing but one place, even one that looks like few others do."""
    bare = piece.strip(" \t*_`\"'[]")
    name = _WHOLE_NAME.match(bare)
    if name and name["path"].casefold() not in ("localhost", "line", "port"):
        return name["path"], name["line"]
    path = _WHOLE_PATH.match(bare)
    if path and " " in path["path"] and _JOINING_WORDS.isdisjoint(path["path"].casefold().split()):
        return path["path"], path["line"]
    return None


def _keyword(line: str) -> re.Match[str] | None:
    """The keyword that a line begins with, or that follows a sentence in it."""
    plain = line.lstrip(_DRESS)
    found = _KEYWORD.match(plain) or _BARE_KEYWORD.match(plain)
    if found is None and "LEARNINGS_ACKNOWLEDGED:" in line:
        sentence = _SENTENCE_BEFORE.search(line)
        found = _KEYWORD.match(line[sentence.end() :]) if sentence else None
    return found


def _undressed(rest: str) -> str:
    """What follows the keyword, without a quotation mark or back-tick that was opened before it."""
    rest = rest.strip(_CLOSING)
    for sign in "`\"'":
        if rest.endswith(sign) and rest.count(sign) % 2:
            rest = rest[:-1]
    if rest.endswith(">") and "<" not in rest:
        rest = rest[:-1]
    if rest.endswith(")") and "(" not in rest:
        rest = rest[:-1]
    return rest.strip(_CLOSING)


def _looks_like_path(path: str) -> bool:
    """Whether an unquoted word may be a file: it has a directory, a suffix, or is a name such as Makefile."""
    return "/" in path or "\\" in path or "." in path or path[:1].isupper()


def _reason(rest: str) -> str:
    """What follows the keyword, without the punctuation that ties it on; the form's own words are none."""
    rest = _ARROW.sub("", rest, count=1) if _ARROW.match(rest) else rest
    reason = text.sanitise(rest.strip(" \t*_`,;:.()-\u2013\u2014"), REASON_LIMIT).removeprefix("because ")
    return "" if reason.casefold() in _PLACEHOLDERS else reason


def _split(rest: str) -> list[str]:
    """Divide at ``;``, but not inside quotes, back-ticks or brackets: a pattern's words may hold one.

    They may hold one without any quotes, too. So words that nothing speaks for are kept together
    with the next ones; whoever knows the patterns can still divide them.
    """
    parts = [part.strip() for part in _divide(rest) if part.strip()]
    joined: list[str] = []
    for part in parts:
        before = joined[-1] if joined else ""
        if before and not _stands_alone(before) and not _leading_identifier(part) and _ARROW.search(part):
            joined[-1] = f"{before}; {part}"
        else:
            joined.append(part)
    return joined


def _divide(rest: str) -> list[str]:
    starts = [0]
    quote = ""
    depth = 0
    for position, character in enumerate(rest):
        if character in '"`':
            if not quote:
                quote = character
            elif character == quote:
                quote = ""
        elif quote:
            continue
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == ";" and depth <= 0:
            starts.append(position + 1)
    if quote or depth > 0:  # what is never closed encloses nothing
        return rest.split(";")
    return [rest[start:end].rstrip(";") for start, end in zip(starts, [*starts[1:], len(rest)], strict=True)]


def _stands_alone(part: str) -> bool:
    return bool(_leading_identifier(part) or _ARROW.search(part) or part[:1] in "\"'" or citations_in(part))


def _leading_identifier(part: str) -> re.Match[str] | None:
    return _IDENTIFIER.match(part.lstrip("\"'`*_[(# "))


def _items(part: str) -> list[Item | str]:
    """The patterns of one part: ``left -> evidence``, or a text with places in it.

    A pattern that is said not to have been used is none; what is said of it stands in its place.
    """
    arrow = _ARROW.search(part)
    following = _NEXT_PAIR.search(part, arrow.end()) if arrow else None
    if following:  # "P-002 -> a.py:1, P-001 -> b.py:2"
        return _items(part[: following.start()]) + _items(part[following.end() :])
    left, evidence = (part[: arrow.start()], part[arrow.end() :]) if arrow else (part, part)
    leading = _leading_identifier(left)
    said = evidence if arrow else part.partition(leading[0])[2] if leading else ""
    citations = citations_in(evidence if arrow or not leading else said)
    if _NOT_USED.match(said) and not (citations and _OF_CODE.match(said)):
        return [_reason(said)]
    if _IDENTIFIERS_ALONE.match(left):
        return [Item(found.upper(), citations) for found in _IDENTIFIER.findall(left)]
    if leading:  # "P-002 (Check for None ...)" and "P-002 at src/app.py:42"
        return [Item(leading[0].upper(), citations)]
    if not arrow and citations and (place := _CITATION.search(left)):
        left = left[: place.start()]
        left = re.sub(r"[\s(\[]*(?:evidence\s+at|at|in|see)?[\s(\[]*$", "", left)
    reference = text.sanitise(left.strip().strip("\"'`*_\u201c\u201d "), REFERENCE_LIMIT)
    return [Item(reference, citations)] if reference else []
