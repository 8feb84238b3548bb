"""Arguments that the engine's commands share."""

from __future__ import annotations

import argparse

_MOST_DAYS = 36_500


def days(argument: str) -> int:
    """A number of days, ``30`` or ``30d``, 1 to 36,500."""
    given = argument.strip().lower().removesuffix("d")
    if not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number of days from 1 to {_MOST_DAYS}")
    return int(given)


_FIELDS = {
    "date": "ISO 8601 (default: today)",
    "category": "security, correctness, convention, completeness or performance",
    "file": "path:line",
    "finding": "what is wrong",
    "severity": "blocking, warning or nit; of an incident critical, high, medium or low",
    "pr": "the pull request",
    "service": "the service it is in",
    "pattern": "a name for it",
    "context": "where or when it happens",
    "suggested-fix": "what to do instead",
    "agent": "the agent whose work it is about",
    "type": "of a session learning: pattern, anti-pattern or tip",
    "name": "of a session learning",
    "description": "of a session learning",
    "code-example": "of a session learning",
    "confidence": "of a session learning: how sure the agent is, kept and not counted",
    "applicable-to": "of a session learning: agents, comma-separated",
    "source-file": "of a session learning",
    "feature-id": "of a session learning",
    "title": "of an incident: what happened",
    "root-cause": "of an incident: why",
    "fix": "of an incident: what mended it",
    "source": "of a correction: explicit or implicit",
    "correction-type": "of a correction: code_quality, code_completeness, approach_rejection, ...",
    "ai-action": "of a correction: what the agent did",
    "user-correction": "of a correction: what the person wanted",
    "pattern-inferred": "of a correction: a name for it",
}


def add_fields(parser: argparse.ArgumentParser) -> None:
    """Add one option for each field of a row of any kind."""
    group = parser.add_argument_group("fields of the row")
    for name, meaning in _FIELDS.items():
        group.add_argument(f"--{name}", metavar="TEXT", help=meaning)


def fields(arguments: argparse.Namespace) -> dict[str, object]:
    """The fields that were given, in the shape of a row; none when none was."""
    given: dict[str, object] = {
        key: value
        for name in _FIELDS
        if (value := getattr(arguments, key := name.replace("-", "_"))) is not None
    }
    if "applicable_to" in given:
        given["applicable_to"] = [
            one.strip() for one in str(given["applicable_to"]).split(",") if one.strip()
        ]
    if "user_correction" in given:
        given["user_correction"] = {"summary": given["user_correction"]}
    if "ai_action" in given:
        action: dict[str, object] = {"summary": given["ai_action"]}
        if arguments.kind == "user-correction" and "file" in given:
            action["file"] = given.pop("file")
        given["ai_action"] = action
    return given
