"""An agent's RUNBOOK.md: one managed section that keeps whatever a person wrote in it.

The section is a sequence of blocks, each begun by a heading. A generated entry carries its
pattern's name and a hash of its own text in a comment. While the hash fits, the entry is ours and
is written anew; once it doesn't, a person has edited it, and only the figures of its
statistics line are refreshed. Any other block is a person's and stays behind the entry it
follows. What stands outside of the section keeps every byte.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from self_learning import text
from self_learning.engine import naming, registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from self_learning.engine.findings import Finding
    from self_learning.engine.registry import Pattern

_BEGIN = "<!-- self-learning:begin"
_END = "<!-- self-learning:end -->"
_BEGIN_LINE = f"{_BEGIN} (generated; what you edit or add in here is kept) -->"
_SECTION_HEADING = "## Learned patterns"
_ARCHIVE_HEADING = "## Archived patterns"
_MARKER = re.compile(r"<!-- self-learning:entry ([^\s<>]{1,100}) ([0-9a-f]{16}) -->")
_ARCHIVED = re.compile(r"\*Archived on \d{4}-\d\d-\d\d: [^\n]*\*")
_FIGURES = (
    (re.compile(r"(\*\*Confidence\*\*: )[0-9]+(?:\.[0-9]+)?"), "confidence"),
    (re.compile(r"(\*\*Occurrences\*\*: )[0-9]+"), "occurrences"),
    (re.compile(r"(\*\*Last seen\*\*: )[0-9]{4}-[0-9]{2}-[0-9]{2}"), "last_seen"),
)
_MARKDOWN = str.maketrans({character: "\\" + character for character in "\\*[]|~"})
_MARKDOWN_AND_CODE = {**_MARKDOWN, ord("`"): "\\`"}
_TEXT = 300
_EXAMPLE_LINES = 12


def escaped(line: str, limit: int = _TEXT) -> str:
    """A text as one line of Markdown in which nothing is markup but a closed code span."""
    clean = text.sanitise(line, limit)
    return clean.translate(_MARKDOWN if clean.count("`") % 2 == 0 else _MARKDOWN_AND_CODE)


def _code(line: str) -> str:
    """A text as a code span."""
    return "`" + text.sanitise(line, _TEXT).replace("`", "'") + "`"


class Statistics(NamedTuple):
    """The figures of an entry's statistics line."""

    confidence: str
    occurrences: str
    last_seen: str

    @classmethod
    def of(cls, pattern: Pattern) -> Statistics:
        return cls(f"{pattern.confidence:.2f}", str(pattern.count), registry.iso(pattern.last_day))

    def line(self) -> str:
        """The line of a new entry."""
        return (
            f"**Confidence**: {self.confidence} | **Occurrences**: {self.occurrences} | "
            f"**Last seen**: {self.last_seen}"
        )

    def refresh(self, line: str) -> str:
        """A statistics line with these figures; everything else on it stays."""
        for expression, name in _FIGURES:
            line = expression.sub(lambda found, name=name: found[1] + getattr(self, name), line, count=1)  # type: ignore[misc]
        return line


_NO_FIGURES = Statistics("#", "#", "#")


def entry(pattern: Pattern, generated_on: str, screen: Callable[[str], str | None]) -> list[str]:
    """The lines of a pattern's entry.

    Args:
        pattern: Fit to be promoted.
        generated_on: The date of its promotion.
        screen: Says why a text must not be shown; what it refuses is left out.
    """
    places = [one for one in pattern.services[:5] if not screen(one)]
    shown = map(pattern.read, pattern.tally.newest)
    newest = next((one for one in shown if not screen(_told(one))), None)
    context = f"{pattern.category} in {', '.join(map(escaped, places)) or 'this repository'}"
    if newest and newest.context:
        context += f"; {escaped(newest.context, 160)}"
    lines = [
        f"### {naming.title(escaped(pattern.name))} (Auto-generated)",
        "",
        Statistics.of(pattern).line(),
        "",
        f"- **Context**: {context}",
        f"- **Pattern**: {escaped(pattern.description)}",
        f"- **Instead**: {escaped(pattern.fix)}",
    ]
    example = pattern.example()
    if example and not screen(example):
        lines.append("- **Example**:")
        lines.append("")
        lines.extend(_example(example))
        lines.append("")
    elif newest:
        lines.append(
            f"- **Example**: {escaped(newest.text)}" + (f" ({_code(newest.file)})" if newest.file else "")
        )
    grades = {"blocking": 0, "warning": 0, "nit": 0}
    for key, count in pattern.tally.sources.items():
        grades[key.rpartition("|")[2]] += count
    told = ", ".join(f"{count} {grade}" for grade, count in grades.items() if count)
    sources = ", ".join(
        f"{count} {_plural(kind, count)}" for kind, count in pattern.source_breakdown().items()
    )
    services = f"{len(pattern.services)} service{'s' if len(pattern.services) != 1 else ''}"
    why = (
        f"it came back {pattern.count} times in {services} since {registry.iso(pattern.first_day)} ({told}); "
        f"it is {pattern.trend}."
    )
    return [
        *lines,
        f"- **Why this matters**: {why}",
        f"- **Learned from**: {sources}",
        "",
        f"*Generated on {generated_on}*",
    ]


def _told(one: Finding) -> str:
    """What an entry would show of a row, one text a line: each begins a sentence of its own."""
    return "\n".join(text.sanitise(told, _TEXT) for told in (one.text, one.context, one.file))


def _plural(kind: str, count: int) -> str:
    return kind.replace("-", " ") + ("s" if count != 1 else "")


def _example(example: str) -> list[str]:
    """Code, indented so far that no line of it can be a heading, a fence or a marker of ours."""
    shown = []
    for line in example.expandtabs(4).splitlines()[:_EXAMPLE_LINES]:
        indent = min(len(line) - len(line.lstrip(" ")), 40)
        shown.append((" " * (6 + indent) + text.sanitise(line, 160)).rstrip())
    return shown


@dataclass
class Block:
    """Some lines of the section; ``patterns`` is empty for a person's own."""

    lines: list[str]
    patterns: list[str] = field(default_factory=list)
    recorded: str = ""
    archived: bool = False
    following: list[list[str]] = field(default_factory=list)  # a person's blocks behind it

    @property
    def edited(self) -> bool:
        """Whether a person changed it since it was generated."""
        return len(self.patterns) != 1 or _hash(self.lines) != self.recorded

    def refresh(self, statistics: Statistics) -> None:
        """Put new figures into the statistics line, if there is still one."""
        for at, line in enumerate(self.lines):
            if "**Confidence**: " in line:
                self.lines[at] = statistics.refresh(line)
                return


def _hash(lines: list[str]) -> str:
    return _hash_of("\n".join(lines))


@functools.lru_cache(maxsize=16_384)  # an entry stands in the runbooks of several agents
def _hash_of(content: str) -> str:
    kept = []
    refreshed = False
    for line in content.split("\n"):
        if line.startswith(("<", "*")) and (_MARKER.fullmatch(line) or _ARCHIVED.fullmatch(line)):
            continue
        if not refreshed and "**Confidence**: " in line:
            refreshed = True
            line = _NO_FIGURES.refresh(line)
        kept.append(line.rstrip())
    return hashlib.sha256("\n".join(_trimmed(kept)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _trimmed(lines: list[str]) -> list[str]:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return lines[first:last]


class Runbook:
    """One runbook as it is on the disk.

    Args:
        agent: Whose.
        content: The file's bytes; None when there is no file.
    """

    def __init__(self, agent: str, content: bytes | None) -> None:
        self.agent = agent
        self.is_new = content is None
        decoded = (content or b"").decode("utf-8", "surrogateescape")
        self._crlf = "\r\n" in decoded
        self._before, inside, self._after = _divide(decoded)
        self._start: list[list[str]] = []  # a person's blocks before the first entry
        self._archive_start: list[list[str]] = []
        self.blocks: list[Block] = []
        self._by_name: dict[str, Block] = {}
        self._parse(inside)
        self._outside = {found[1] for part in (self._before, self._after) for found in _MARKER.finditer(part)}

    def _parse(self, lines: list[str]) -> None:
        parts: list[list[str]] = [[]]
        for line in lines:
            if line.startswith(("## ", "### ")):
                parts.append([])
            parts[-1].append(line)
        archived = False
        for part in map(_trimmed, parts):
            if part and part[0].rstrip() in (_SECTION_HEADING, _ARCHIVE_HEADING):
                archived = part[0].rstrip() == _ARCHIVE_HEADING
                part = _trimmed(part[1:])
            if not part:
                continue
            found = [match for line in part if "<!--" in line for match in _MARKER.finditer(line)]
            if found:
                self._add(Block(part, [one[1] for one in found], found[0][2], archived))
            elif self.blocks and self.blocks[-1].archived == archived:
                self.blocks[-1].following.append(part)
            else:
                (self._archive_start if archived else self._start).append(part)

    def holds(self, name: str) -> bool:
        """Whether an entry of the pattern stands anywhere in the file."""
        return name in self._outside or name in self._by_name

    def put(self, name: str, lines: list[str], statistics: Statistics) -> None:
        """Write a pattern's entry, or refresh the figures of one that a person edited."""
        block = self._by_name.get(name)
        made, recorded = _marked(name, lines)
        if block is None:
            if name not in self._outside:
                self._add(Block(made, [name], recorded))
            return
        if (
            block.lines == made and not block.archived
        ):  # nothing is new, and hashing it to find out takes longest
            return
        if block.archived:
            block.archived = False
            block.lines = [line for line in block.lines if not _ARCHIVED.fullmatch(line)]
        if block.edited:
            block.refresh(statistics)
        else:
            block.lines, block.recorded = made, recorded

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        for name in block.patterns:
            self._by_name.setdefault(name, block)  # of copies the first is kept up to date

    def archive(self, name: str, date: str, reason: str, statistics: Statistics | None) -> None:
        """Move a pattern's entry to the archived ones, as it is."""
        block = self._by_name.get(name)
        if block is None:
            return
        if statistics is not None:
            block.refresh(statistics)
        if not block.archived:
            block.archived = True
            at = next(at for at, line in enumerate(block.lines) if _MARKER.search(line))
            block.lines.insert(at + 1, f"*Archived on {date}: {escaped(reason, 120)}.*")

    def content(self) -> bytes:
        """The whole file."""
        parts = [_SECTION_HEADING, *("\n".join(one) for one in self._start)]
        parts.extend(self._zone(archived=False))
        archive = [*("\n".join(one) for one in self._archive_start), *self._zone(archived=True)]
        if archive:
            parts.extend((_ARCHIVE_HEADING, *archive))
        section = "\n".join((_BEGIN_LINE, "\n\n".join(parts), _END))
        if self._crlf:
            section = section.replace("\n", "\r\n")
        before = self._before
        if self.is_new:
            before = (
                f"# Runbook: {self.agent}\n\n"
                "What reviews, incidents and corrections taught in this repository: evidence to weigh, not\n"
                "orders. Write what you like above and below the section.\n\n"
            )
        return (before + section + (self._after or "\n")).encode("utf-8", "surrogateescape")

    def _zone(self, *, archived: bool) -> list[str]:
        found: list[str] = []
        chosen = [block for block in self.blocks if block.archived is archived]
        for block in sorted(chosen, key=lambda one: one.patterns[0]):  # stable: copies keep their order
            found.append("\n".join(block.lines))
            found.extend("\n".join(one) for one in block.following)
        return found


def _marked(name: str, lines: list[str]) -> tuple[list[str], str]:
    recorded = _hash(lines)
    return [lines[0], f"<!-- self-learning:entry {name} {recorded} -->", *lines[1:]], recorded


def _divide(content: str) -> tuple[str, list[str], str]:
    """What stands before the section, its lines without the markers, and what stands behind it."""
    lines = content.split("\n")
    begin = next((at for at, line in enumerate(lines) if line.strip().startswith(_BEGIN)), None)
    if begin is None:
        before = content
        if before.strip():
            line_end = "\r\n" if "\r\n" in content else "\n"
            before += line_end * (1 if before.endswith("\n") else 2)
        return before, [], ""
    end = next((at for at in range(begin + 1, len(lines)) if lines[at].strip() == _END), None)
    before = "\n".join(lines[:begin]) + ("\n" if begin else "")
    inside = [line.removesuffix("\r") for line in lines[begin + 1 : end]]
    if (first := lines[begin].strip()) != _BEGIN_LINE:
        inside.insert(0, first)  # a person wrote on the marker's own line
    if end is None:
        return before, inside, ""
    after = "\n".join(lines[end + 1 :])
    return before, inside, ("\r\n" if lines[end].endswith("\r") else "\n") + after
