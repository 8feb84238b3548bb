"""The names of the functions and classes that a source file defines, by a parser of its language."""

from __future__ import annotations

import ast
import functools
import importlib
import warnings
from typing import Any

# Extension to the grammar's package, and its function that gives the language.
_GRAMMARS = {
    ".js": ("tree_sitter_javascript", "language"),
    ".jsx": ("tree_sitter_javascript", "language"),
    ".mjs": ("tree_sitter_javascript", "language"),
    ".cjs": ("tree_sitter_javascript", "language"),
    ".mts": ("tree_sitter_typescript", "language_typescript"),
    ".cts": ("tree_sitter_typescript", "language_typescript"),
    ".ts": ("tree_sitter_typescript", "language_typescript"),
    ".tsx": ("tree_sitter_typescript", "language_tsx"),
    ".go": ("tree_sitter_go", "language"),
    ".java": ("tree_sitter_java", "language"),
    ".rs": ("tree_sitter_rust", "language"),
}
EXTENSIONS = (".py", *_GRAMMARS)
_DEFINITIONS = frozenset(
    (
        "function_declaration", "generator_function_declaration", "class_declaration", "method_definition",
        "abstract_class_declaration", "interface_declaration", "method_declaration", "type_spec",
        "enum_declaration", "record_declaration", "function_item", "struct_item", "trait_item", "enum_item",
        "type_alias_declaration",
    )
)  # fmt: skip
MAXIMUM_BYTES = 200_000
_MAXIMUM_NODES = 50_000
_MAXIMUM_NAMES = 400


def defined(path: str) -> list[str]:
    """The names that a file defines, sorted; none when it can't be read or parsed.

    Args:
        path: A file with one of ``EXTENSIONS``.
    """
    try:
        with open(path, "rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError:
        return []
    if len(content) > MAXIMUM_BYTES:
        return []
    extension = path[path.rfind(".") :]
    names = _of_python(content) if extension == ".py" else _of_tree(content, extension)
    return sorted(names)[:_MAXIMUM_NAMES]


def _of_python(content: bytes) -> set[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the file's own, such as an invalid escape
            tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


@functools.cache
def _parser(extension: str) -> Any:
    from tree_sitter import Language, Parser

    package, function = _GRAMMARS[extension]
    return Parser(Language(getattr(importlib.import_module(package), function)()))


def _holds_a_function(declarator: Any) -> bool:
    """Whether a JavaScript variable is a function or a class: ``const load = async () => ...``."""
    value = declarator.child_by_field_name("value")
    return value is not None and value.type in ("arrow_function", "function_expression", "class")


def _of_tree(content: bytes, extension: str) -> set[str]:
    names = set()
    waiting = [_parser(extension).parse(content).root_node]
    for _ in range(_MAXIMUM_NODES):
        if not waiting:
            break
        node = waiting.pop()
        if node.type in _DEFINITIONS or (node.type == "variable_declarator" and _holds_a_function(node)):
            name = node.child_by_field_name("name")
            if name is not None and name.text:
                names.add(name.text.decode("utf-8", "replace")[:80])
        waiting.extend(node.named_children)
    return names
