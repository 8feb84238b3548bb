"""What a service's manifest says: what it depends on, and which directories its workspace holds."""

from __future__ import annotations

import fnmatch
import json
import os
import posixpath
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_MAXIMUM_BYTES = 1 << 20
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SEPARATORS = re.compile(r"[-_.]+")
_GO_REQUIRE = re.compile(
    r"^\s*(?:require\s+)?([\w.~-]+\.[\w.~-]+/[^\s]+)\s+v[0-9][^\s]*[ \t]*(//[ \t]*indirect)?", re.MULTILINE
)
_BROKEN = (OSError, ValueError, TypeError, AttributeError, RecursionError, KeyError)


def dependencies(directory: str) -> set[str]:
    """The names of what a directory's manifests depend on; a broken manifest has none."""
    found: set[str] = set()
    for name, read in _READERS.items():
        try:
            found.update(read(_content(directory, name)))
        except _BROKEN:
            continue
    return found


class Workspace(NamedTuple):
    """Which directories below a manifest it calls parts of one workspace."""

    members: tuple[str, ...]  # glob patterns, relative to the manifest
    excluded: tuple[str, ...]
    is_open: bool  # whether a project below may stand outside of the workspace
    is_only_root: bool  # whether the manifest describes nothing but the workspace

    def includes(self, directory: str) -> bool:
        """Whether a directory, relative to the manifest, is a member."""
        return any(_matches(directory, one) for one in self.members)

    def excludes(self, directory: str) -> bool:
        """Whether a directory is said to be none."""
        return any(_matches(directory, one) for one in self.excluded)


def workspace(directory: str, name: str) -> Workspace | None:
    """The workspace that a directory's manifest of this name declares; None when it declares none."""
    try:
        members, excluded, is_open, is_only_root = _WORKSPACES[name](directory)
        if not members:
            return None
        return Workspace(
            tuple(posixpath.normpath(str(one)) for one in members),
            tuple(posixpath.normpath(str(one)) for one in excluded),
            is_open,
            is_only_root,
        )
    except _BROKEN:
        return None


def _matches(directory: str, pattern: str) -> bool:
    return _match_parts(directory.split("/"), pattern.split("/"))


def _match_parts(parts: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return any(_match_parts(parts[at:], wanted[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatch.fnmatchcase(parts[0], wanted[0]) and _match_parts(parts[1:], wanted[1:])


def _content(directory: str, name: str) -> bytes:
    path = os.path.join(directory, name)
    if not os.path.isfile(path):  # opening a pipe would wait
        raise FileNotFoundError(path)
    with open(path, "rb") as file:
        return file.read(_MAXIMUM_BYTES).removeprefix(b"\xef\xbb\xbf")


def _json(content: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(content)
    return value


def _toml(content: bytes) -> dict[str, Any]:
    value: dict[str, Any] = tomllib.loads(content.decode("utf-8"))
    return value


def _package_json(content: bytes) -> set[str]:
    value = _json(content)
    return {
        str(name)
        for key in ("dependencies", "peerDependencies", "optionalDependencies")  # tools tell nothing
        for name in value.get(key) or {}
    }


def _pyproject(content: bytes) -> set[str]:
    value = _toml(content)
    listed = value.get("project", {}).get("dependencies", [])
    names = {match[0] for one in listed if (match := _REQUIREMENT.match(str(one)))}
    names.update(value.get("tool", {}).get("poetry", {}).get("dependencies", {}))
    return {_SEPARATORS.sub("-", name).lower() for name in names} - {"python"}


def _cargo(content: bytes) -> set[str]:
    value = _toml(content)
    tables = [value, *value.get("target", {}).values()]
    return {name for table in tables for name in table.get("dependencies", {})}


def _go_mod(content: bytes) -> set[str]:
    return {
        name for name, indirect in _GO_REQUIRE.findall(content.decode("utf-8", "replace")) if not indirect
    }


def _xml(content: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(str(error)) from None
    return root


def _named(parent: Element, name: str) -> list[Element]:
    """The children of a name, whatever their namespace."""
    return [one for one in parent if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name]


def _pom(content: bytes) -> set[str]:
    # Only what it depends on itself: what is managed for modules, or used by plug-ins, stands elsewhere.
    return {
        (artifact.text or "").strip()
        for listed in _named(_xml(content), "dependencies")
        for dependency in _named(listed, "dependency")
        for artifact in _named(dependency, "artifactId")
    } - {""}


_READERS: dict[str, Callable[[bytes], set[str]]] = {
    "package.json": _package_json,
    "pyproject.toml": _pyproject,
    "Cargo.toml": _cargo,
    "go.mod": _go_mod,
    "pom.xml": _pom,
}
NAMES = tuple(_READERS)

_Declared = tuple[list[Any], list[Any], bool, bool]


def _of_packages(directory: str) -> _Declared:
    value = _json(_content(directory, "package.json"))
    listed = value.get("workspaces") or []
    if isinstance(listed, dict):
        listed = listed.get("packages") or []
    if not listed:
        for name, read in (("pnpm-workspace.yaml", _yaml), ("lerna.json", _json)):
            if os.path.isfile(os.path.join(directory, name)):
                listed = read(_content(directory, name)).get("packages") or []
    patterns = [str(one) for one in listed]
    excluded = [one[1:] for one in patterns if one.startswith("!")]
    return [one for one in patterns if not one.startswith("!")], excluded, True, True


def _yaml(content: bytes) -> dict[str, Any]:
    import yaml

    try:
        value: dict[str, Any] = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    return value


def _of_crates(directory: str) -> _Declared:
    value = _toml(_content(directory, "Cargo.toml"))
    declared = value.get("workspace", {})
    return declared.get("members", []), declared.get("exclude", []), False, "package" not in value


def _of_python(directory: str) -> _Declared:
    value = _toml(_content(directory, "pyproject.toml"))
    declared = value.get("tool", {}).get("uv", {}).get("workspace", {})
    return declared.get("members", []), declared.get("exclude", []), True, "project" not in value


def _of_modules(directory: str) -> _Declared:
    root = _xml(_content(directory, "pom.xml"))
    profiles = [one for listed in _named(root, "profiles") for one in _named(listed, "profile")]
    modules = [
        (module.text or "").strip().removesuffix("/pom.xml")
        for part in (root, *profiles)
        for listed in _named(part, "modules")
        for module in _named(listed, "module")
    ]
    return (
        [one for one in modules if one],
        [],
        False,
        any((one.text or "").strip() == "pom" for one in _named(root, "packaging")),
    )


_WORKSPACES: dict[str, Callable[[str], _Declared]] = {
    "package.json": _of_packages,
    "Cargo.toml": _of_crates,
    "pyproject.toml": _of_python,
    "pom.xml": _of_modules,
}
