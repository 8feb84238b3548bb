"""One contributor's file in the shared repository: what one person learned in one project.

Only its contributor ever writes it, so two pushes never touch the same file. Its form is
``schemas/org-contribution.schema.json``; ``parse`` accepts what that schema accepts and, beyond
it, wants every key to belong to its text, so that nobody can put words under another's key.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, NoReturn

from self_learning import text
from self_learning.patterns import CATEGORIES, CONFIDENCES, stable_key

FORMAT_VERSION = 1
MAXIMUM_BYTES = 1_000_000
MAXIMUM_PATTERNS = 1_000
MAXIMUM_TOMBSTONES = 10_000
_TEXT_LIMIT = 200
_TAG_LIMIT = 80
_MAXIMUM_TAGS = 50
_MAXIMUM_COUNT = 1_000_000_000
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{16}")
_TIME = re.compile(
    r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)


class ContributionError(ValueError):
    """A file that is no contribution; the text says where and why, and quotes nothing of it."""


class Counters(NamedTuple):
    """What one project of one contributor measured of a pattern.

    Each is a count from 0 to 10^9; ``points`` is what the applications add to the success
    rate, 0 to ``applications``, as DESIGN.md defines it.
    """

    applications: int = 0
    passes: int = 0
    points: float = 0.0
    exposures: int = 0
    unverified: int = 0
    build_failed: int = 0


class SharedPattern(NamedTuple):
    """A pattern as it is shared: named by its key, not by the id that a store gave it."""

    key: str
    trigger: str
    summary: str
    category: str
    confidence: str
    seen_count: int
    applies_to: tuple[str, ...]
    context: tuple[str, ...]
    repo: str
    created_at: str
    updated_at: str
    counters: Counters


class Tombstone(NamedTuple):
    """A pattern that its contributor took back, and the key of what took its place, if anything."""

    retracted_at: str
    replaced_by: str | None = None


class Contribution(NamedTuple):
    """The contents of one file.

    Attributes:
        project: The project's name, as the directory is called.
        contributor: The contributor's id, as the file is called.
        identity: The keyed hash of whoever writes the file, also under a chosen name.
        patterns: What originated in this project, by key.
        evidence: What this project measured of others' patterns, by key.
        tombstones: What was taken back, by key.
    """

    project: str
    contributor: str
    identity: str
    patterns: dict[str, SharedPattern]
    evidence: dict[str, Counters]
    tombstones: dict[str, Tombstone]


def valid_name(name: object) -> bool:
    """Whether a project's, contributor's or organisation's name may be one part of a path."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def serialise(contribution: Contribution) -> bytes:
    """The file's bytes; equal contributions give equal bytes."""
    document = {
        "schema_version": FORMAT_VERSION,
        "project": contribution.project,
        "contributor": contribution.contributor,
        "identity": contribution.identity,
        "patterns": [
            {
                **pattern._asdict(),
                "applies_to": list(pattern.applies_to),
                "context": list(pattern.context),
                "counters": pattern.counters._asdict(),
            }
            for _, pattern in sorted(contribution.patterns.items())
        ],
        "evidence": [
            {"key": key, "counters": counters._asdict()}
            for key, counters in sorted(contribution.evidence.items())
        ],
        "tombstones": [
            {
                "key": key,
                "retracted_at": tombstone.retracted_at,
                **({"replaced_by": tombstone.replaced_by} if tombstone.replaced_by else {}),
            }
            for key, tombstone in sorted(contribution.tombstones.items())
        ],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def parse(data: bytes, project: str, contributor: str) -> Contribution:
    """Read a file that anybody may have written.

    Args:
        data: Its bytes, at most ``MAXIMUM_BYTES``.
        project: The directory that it lies in.
        contributor: Its name without ``.json``.

    Raises:
        ContributionError: It is too large, not JSON, not of the schema, lies under another
            name than it says, or a key does not belong to its text.
    """
    if len(data) > MAXIMUM_BYTES:
        raise ContributionError(f"is larger than {MAXIMUM_BYTES:,} bytes")
    try:
        document = json.loads(
            data.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_each_field_once
        )
    except UnicodeDecodeError:
        raise ContributionError("is not UTF-8") from None
    except RecursionError:
        raise ContributionError("is nested too deeply") from None
    except ContributionError:
        raise
    except ValueError:
        raise ContributionError("is not JSON") from None
    fields = _object(document, "the file", _DOCUMENT, ())
    if _whole(fields["schema_version"], "schema_version") != FORMAT_VERSION:
        raise ContributionError(f"schema_version is not {FORMAT_VERSION}; a newer version may read it")
    for name, expected in (("project", project), ("contributor", contributor)):
        if not valid_name(fields[name]):
            raise ContributionError(f"{name} is no valid name")
        if fields[name] != expected:
            raise ContributionError(f"{name} is not the one that its path names")
    identity = fields["identity"]
    if not valid_name(identity):
        raise ContributionError("identity is no valid name")
    patterns: dict[str, SharedPattern] = {}
    for place, item in _items(fields["patterns"], "patterns", MAXIMUM_PATTERNS):
        pattern = _pattern(item, place)
        _once(pattern.key, patterns, place)
        patterns[pattern.key] = pattern
    evidence: dict[str, Counters] = {}
    for place, item in _items(fields["evidence"], "evidence", MAXIMUM_PATTERNS):
        entry = _object(item, place, ("key", "counters"), ())
        key = _key(entry["key"], f"{place}.key")
        _once(key, evidence, place)
        evidence[key] = _counters(entry["counters"], f"{place}.counters")
    tombstones: dict[str, Tombstone] = {}
    for place, item in _items(fields["tombstones"], "tombstones", MAXIMUM_TOMBSTONES):
        entry = _object(item, place, ("key", "retracted_at"), ("replaced_by",))
        key = _key(entry["key"], f"{place}.key")
        _once(key, tombstones, place)
        tombstones[key] = Tombstone(
            _time(entry["retracted_at"], f"{place}.retracted_at"),
            _key(entry["replaced_by"], f"{place}.replaced_by") if "replaced_by" in entry else None,
        )
    return Contribution(project, contributor, identity, patterns, evidence, tombstones)


_DOCUMENT = (
    "schema_version",
    "project",
    "contributor",
    "identity",
    "patterns",
    "evidence",
    "tombstones",
)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _each_field_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What an object holds; of a field that stands twice a person might see one and a program another."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ContributionError("has a field that stands there twice")
    return fields


def _object(
    value: object, place: str, required: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, Any]:
    if type(value) is not dict:
        raise ContributionError(f"{place} is not an object")
    for name in required:
        if name not in value:
            raise ContributionError(f"{place} lacks {name}")
    if len(value) > len(required) and any(name not in required and name not in optional for name in value):
        raise ContributionError(f"{place} has a field that this version does not know")
    return value


def _items(value: object, place: str, most: int) -> list[tuple[str, object]]:
    if type(value) is not list:
        raise ContributionError(f"{place} is not a list")
    if len(value) > most:
        raise ContributionError(f"{place} has more than {most:,} entries")
    return [(f"{place}[{number}]", item) for number, item in enumerate(value)]


def _once(key: str, known: dict[str, Any], place: str) -> None:
    if key in known:
        raise ContributionError(f"{place} has a key that stands there twice")


def _pattern(item: object, place: str) -> SharedPattern:
    fields = _object(item, place, SharedPattern._fields, ())
    trigger = _line(fields["trigger"], place, "trigger", 0, _TEXT_LIMIT)
    summary = _line(fields["summary"], place, "summary", 1, _TEXT_LIMIT)
    key = _key(fields["key"], f"{place}.key")
    if key != stable_key(trigger, summary):
        raise ContributionError(f"{place} has a key that does not belong to its text")
    if fields["category"] not in CATEGORIES:
        raise ContributionError(f"{place}.category is none of {', '.join(CATEGORIES)}")
    if fields["confidence"] not in CONFIDENCES:
        raise ContributionError(f"{place}.confidence is none of {', '.join(CONFIDENCES)}")
    return SharedPattern(
        key=key,
        trigger=trigger,
        summary=summary,
        category=fields["category"],
        confidence=fields["confidence"],
        seen_count=_whole(fields["seen_count"], f"{place}.seen_count", 1),
        applies_to=_tags(fields["applies_to"], place, "applies_to"),
        context=_tags(fields["context"], place, "context"),
        repo=_line(fields["repo"], place, "repo", 1, _TAG_LIMIT),
        created_at=_time(fields["created_at"], f"{place}.created_at"),
        updated_at=_time(fields["updated_at"], f"{place}.updated_at"),
        counters=_counters(fields["counters"], f"{place}.counters"),
    )


def _line(value: object, place: str, name: str, least: int, most: int) -> str:
    """A text as ``text.sanitise`` leaves it: what differs was not written by this program."""
    if type(value) is not str:
        raise ContributionError(f"{place}.{name} is not a text")
    if not least <= len(value) <= most:
        raise ContributionError(f"{place}.{name} has {len(value):,} characters, not {least} to {most}")
    if value != text.sanitise(value, most):
        raise ContributionError(f"{place}.{name} holds line ends, control, invisible or tag characters")
    return value


def _tags(value: object, place: str, name: str) -> tuple[str, ...]:
    items = _items(value, f"{place}.{name}", _MAXIMUM_TAGS)
    tags = tuple(_line(item, place, name, 1, _TAG_LIMIT) for _, item in items)
    if any("|" in tag for tag in tags):
        raise ContributionError(f"{place}.{name} has a tag with a vertical bar")
    return tags


def _key(value: object, place: str) -> str:
    if type(value) is not str or _KEY.fullmatch(value) is None:
        raise ContributionError(f"{place} is no key")
    return value


def _time(value: object, place: str) -> str:
    if type(value) is not str or _TIME.fullmatch(value) is None:
        raise ContributionError(f"{place} is no time of the form 2026-01-31T12:00:00Z")
    return value


def _whole(value: object, place: str, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= _MAXIMUM_COUNT:
        raise ContributionError(f"{place} is no whole number from {least} to {_MAXIMUM_COUNT:,}")
    return value


def _counters(value: object, place: str) -> Counters:
    fields = _object(value, place, Counters._fields, ())
    counts = {name: _whole(fields[name], f"{place}.{name}") for name in Counters._fields if name != "points"}
    points = fields["points"]
    if type(points) not in (int, float) or not 0 <= points <= _MAXIMUM_COUNT:
        raise ContributionError(f"{place}.points is no number from 0 to {_MAXIMUM_COUNT:,}")
    if counts["passes"] > counts["applications"] or points > counts["applications"]:
        raise ContributionError(f"{place} has more passes or points than applications")
    return Counters(points=float(points), **counts)
