"""Which language a file is in, and which languages a lesson's tags and words name.

Lessons are filtered by language before anything else: advice on Python's ``except`` has
nothing to say to a style sheet, however many words the two share.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# By the ending of a file's name.
_BY_SUFFIX = {
    "py": "python", "pyi": "python", "pyw": "python", "ipynb": "python", "pyx": "python",
    "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "javascript", "vue": "javascript",
    "svelte": "javascript", "ts": "typescript", "mts": "typescript", "cts": "typescript",
    "tsx": "typescript",
    "sh": "shell", "bash": "shell", "zsh": "shell", "ksh": "shell", "fish": "shell", "bats": "shell",
    "go": "go", "rs": "rust", "java": "java", "kt": "kotlin", "kts": "kotlin", "scala": "scala",
    "rb": "ruby", "rake": "ruby", "gemspec": "ruby", "php": "php", "swift": "swift", "cs": "csharp",
    "c": "c", "h": "c", "cc": "cpp", "cpp": "cpp", "cxx": "cpp", "hpp": "cpp", "hh": "cpp", "hxx": "cpp",
    "m": "objective-c", "mm": "objective-c", "lua": "lua", "pl": "perl", "pm": "perl", "r": "r",
    "jl": "julia",
    "ex": "elixir", "exs": "elixir", "erl": "erlang", "hs": "haskell", "clj": "clojure", "dart": "dart",
    "css": "css", "scss": "css", "sass": "css", "less": "css", "html": "html", "htm": "html", "erb": "html",
    "sql": "sql", "yml": "yaml", "yaml": "yaml", "json": "json", "jsonc": "json", "toml": "toml",
    "ini": "ini", "cfg": "ini", "xml": "xml", "svg": "xml", "md": "markdown", "markdown": "markdown",
    "mdx": "markdown", "rst": "restructuredtext", "tex": "latex", "tf": "terraform", "hcl": "terraform",
    "proto": "protobuf", "graphql": "graphql", "gql": "graphql", "ps1": "powershell", "bat": "batch",
    "dockerfile": "dockerfile", "mk": "makefile", "cmake": "cmake", "gradle": "groovy", "groovy": "groovy",
    "zig": "zig", "nix": "nix", "vim": "vim", "el": "lisp", "lisp": "lisp", "ml": "ocaml", "fs": "fsharp",
}  # fmt: skip

_BY_NAME = {
    "dockerfile": "dockerfile", "containerfile": "dockerfile", "makefile": "makefile",
    "gnumakefile": "makefile",
    "rakefile": "ruby", "gemfile": "ruby", "vagrantfile": "ruby", "jenkinsfile": "groovy",
    "cmakelists.txt": "cmake",
    ".bashrc": "shell", ".profile": "shell", ".zshrc": "shell", ".bash_profile": "shell", "pipfile": "toml",
}  # fmt: skip

# What a tag or a word of a lesson may call a language. Words that mean something else in
# ordinary text ("go", "c", "r", "make", "shell", "node") count as tags only.
_TAGS = {
    "py": "python", "python3": "python", "python2": "python", "cpython": "python", "js": "javascript",
    "node": "javascript", "nodejs": "javascript", "node.js": "javascript", "ecmascript": "javascript",
    "jsx": "javascript", "ts": "typescript", "tsx": "typescript", "golang": "go", "sh": "shell",
    "bash": "shell",
    "zsh": "shell", "posix-sh": "shell", "rs": "rust", "rb": "ruby", "c++": "cpp", "c#": "csharp",
    "cs": "csharp",
    "scss": "css", "sass": "css", "less": "css", "stylesheet": "css", "yml": "yaml", "docker": "dockerfile",
    "md": "markdown", "rst": "restructuredtext", "make": "makefile", "hcl": "terraform", "kt": "kotlin",
    "objc": "objective-c", "dotnet": "csharp", "postgresql": "sql", "mysql": "sql", "sqlite": "sql",
    "html5": "html",
}  # fmt: skip
_NAMES = frozenset((*_BY_SUFFIX.values(), *_BY_NAME.values()))
_ONLY_TAGS = frozenset(("go", "c", "r", "make", "shell", "node", "less", "sh", "md", "ini", "swift",
"batch", "rust",
                        "json", "yaml", "toml", "html", "xml", "sql", "markdown", "docker", "dart",
                        "dockerfile",
                        "makefile", "css", "lua", "ts", "cs", "rs", "rb", "kt", "make", "nix", "julia",
                        "lisp",
                        "vim", "sass", "sqlite", "postgresql", "mysql", "py", "js", "node.js", "nodejs",
                        "stylesheet"))  # fmt: skip

# Advice on the first is advice on the second too.
_FAMILIES = {
    "javascript": ("javascript", "typescript"),
    "typescript": ("typescript", "javascript"),
    "c": ("c", "cpp"),
    "cpp": ("cpp", "c"),
    "html": ("html", "javascript", "css"),
    "objective-c": ("objective-c", "c"),
    "dockerfile": ("dockerfile", "shell"),
    "makefile": ("makefile", "shell"),
}


def language_of(path: str, content: str = "") -> str | None:
    """The language of a file by its name, else by its ``#!`` line, or None."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    known = _BY_NAME.get(name)
    if known is not None:
        return known
    if name.startswith("dockerfile."):
        return "dockerfile"
    _, dot, suffix = name.rpartition(".")
    if dot and suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if content.startswith("#!"):
        program = content.split("\n", 1)[0].replace("/", " ").split()[-1].rstrip("0123456789.")
        return _BY_SUFFIX.get(program) or _TAGS.get(program) or (program if program in _NAMES else None)
    return None


def named_by_tags(tags: Sequence[str]) -> list[str]:
    """The languages that a lesson's context tags name."""
    found = []
    for tag in tags:
        lowered = tag.strip().lower()
        language = _TAGS.get(lowered) or (lowered if lowered in _NAMES else None)
        if language is not None and language not in found:
            found.append(language)
    return found


def named_by_words(words: list[str]) -> list[str]:
    """The languages that running text names beyond doubt."""
    found = []
    for word in words:
        if word in _ONLY_TAGS:
            continue
        language = _TAGS.get(word) or (word if word in _NAMES else None)
        if language is not None and language not in found:
            found.append(language)
    return found


def family(language: str) -> tuple[str, ...]:
    """The languages whose lessons hold for files in this one, itself first."""
    return _FAMILIES.get(language, (language,))
