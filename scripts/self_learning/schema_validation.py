"""Check documents against the JSON Schemas in schemas/ and say what is wrong in words to act on."""

from __future__ import annotations

import difflib
import functools
import json
import os
from typing import TYPE_CHECKING, Any, cast

from self_learning import files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

DIRECTORY = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "schemas"
)
_KINDS = {
    "string": "a text",
    "array": "a list",
    "object": "a mapping",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@functools.lru_cache(maxsize=32)
def _validator(name: str, definition: str | None) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    schema: Any = files.read_json(os.path.join(DIRECTORY, name))
    if definition is not None:
        schema = {"$defs": schema["$defs"], **schema["$defs"][definition]}
    return Draft202012Validator(schema)


def complaints(document: object, name: str, definition: str | None = None) -> list[str]:
    """What a schema finds wrong with a document, one sentence each, in the document's order.

    Args:
        document: Any JSON value.
        name: The schema's file name in schemas/.
        definition: One of the schema's ``$defs`` to check against instead of the whole.

    Returns:
        Sentences such as ``summary: 12 characters, needs 20 to 200``; none for a valid document.
    """
    errors = _validator(name, definition).iter_errors(document)
    return list(dict.fromkeys(_sentences(errors)))


def _sentences(errors: Iterable[ValidationError]) -> Iterable[str]:
    for error in sorted(errors, key=lambda one: [str(part) for part in one.absolute_path]):
        place = ".".join(str(part) for part in error.absolute_path) or "the document"
        yield from _sentence(place, error)


def _sentence(place: str, error: ValidationError) -> Iterable[str]:
    rule, limit = error.validator, cast("Any", error.validator_value)
    value = cast("Any", error.instance)
    schema = error.schema if isinstance(error.schema, dict) else {}
    inner = "" if place == "the document" else f"{place}."
    if rule in ("minLength", "maxLength"):
        least, most = schema.get("minLength", 0), schema.get("maxLength")
        wanted = f"{least} to {most}" if most is not None else f"at least {least}"
        yield f"{place}: {len(value)} characters, needs {wanted}"
    elif rule == "required":
        missing = next((key for key in limit if f"'{key}'" in error.message), "?")
        yield f"{inner}{missing}: is missing"
    elif rule == "type":
        kinds = [limit] if isinstance(limit, str) else limit
        yield f"{place}: must be {' or '.join(_KINDS[kind] for kind in kinds)}, not {_shown(value)}"
    elif rule == "enum":
        choices = [str(choice) for choice in limit if choice is not None]
        yield f"{place}: {_shown(value)} is not one of {', '.join(choices)}" + nearest(str(value), choices)
    elif rule in ("minimum", "maximum", "exclusiveMinimum"):
        least, most = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
        wanted = f"{least} to {most}" if least is not None and most is not None else error.message
        yield f"{place}: {_shown(value)}, needs {wanted}"
    elif rule == "additionalProperties" and isinstance(value, dict):
        known = list(schema.get("properties", {}))
        for key in value:
            if key not in known:
                yield f"{inner}{_shown(key, quotes=False)}: is not known" + nearest(str(key), known)
    elif rule == "pattern":
        yield f"{place}: {_shown(value)} has not the form {schema.get('description', limit)}"
    elif rule in ("minItems", "maxItems"):
        least, most = schema.get("minItems", 0), schema.get("maxItems", "any number")
        yield f"{place}: {len(value)} entries, needs {least} to {most}"
    elif rule == "const":
        yield f"{place}: must be {json.dumps(limit)}, not {_shown(value)}"
    else:
        yield f"{place}: {error.message[:200]}"


def nearest(given: str, choices: Iterable[str]) -> str:
    """``"; did you mean X?"`` for the choice that looks most like what was given, or nothing."""
    found = difflib.get_close_matches(given, list(choices), n=1, cutoff=0.6)
    return f"; did you mean {found[0]}?" if found else ""


def _shown(value: object, *, quotes: bool = True) -> str:
    """A value for a message, short, and with nothing in it that could forge a line of output."""
    from self_learning import text

    if isinstance(value, str) and not quotes:
        return text.sanitise(value, 40)
    return text.sanitise(json.dumps(value, ensure_ascii=False, default=str), 40)
