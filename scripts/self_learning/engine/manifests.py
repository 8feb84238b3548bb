"""The dependencies that a service's manifest names."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MAXIMUM_BYTES = 1 << 20
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_GO_REQUIRE = re.compile(r"^\s*(?:require\s+)?([\w.~-]+\.[\w.~-]+/[^\s]+)\s+v[0-9]", re.MULTILINE)


def dependencies(directory: str) -> set[str]:
    """The names of what a directory's manifests depend on; a broken manifest has none."""
    found: set[str] = set()
    for name, read in _READERS.items():
        path = os.path.join(directory, name)
        try:
            with open(path, "rb") as file:
                content = file.read(_MAXIMUM_BYTES)
            found.update(read(content))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            continue
    return found


def _package_json(content: bytes) -> set[str]:
    value: dict[str, Any] = json.loads(content)
    return {
        str(name)
        for key in ("dependencies", "devDependencies", "peerDependencies")
        for name in value.get(key) or {}
    }


def _pyproject(content: bytes) -> set[str]:
    value = tomllib.loads(content.decode("utf-8"))
    listed = value.get("project", {}).get("dependencies", [])
    found = {match[0].lower() for one in listed if (match := _REQUIREMENT.match(str(one)))}
    return found | {
        name.lower() for name in value.get("tool", {}).get("poetry", {}).get("dependencies", {})
    } - {"python"}


def _cargo(content: bytes) -> set[str]:
    return set(tomllib.loads(content.decode("utf-8")).get("dependencies", {}))


def _go_mod(content: bytes) -> set[str]:
    return set(_GO_REQUIRE.findall(content.decode("utf-8")))


def _pom(content: bytes) -> set[str]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException):
        return set()
    return {
        (part.text or "").strip()
        for dependency in root.iter()
        if dependency.tag.rpartition("}")[2] == "dependency"
        for part in dependency
        if part.tag.rpartition("}")[2] == "artifactId"
    } - {""}


_READERS = {
    "package.json": _package_json,
    "pyproject.toml": _pyproject,
    "Cargo.toml": _cargo,
    "go.mod": _go_mod,
    "pom.xml": _pom,
}
