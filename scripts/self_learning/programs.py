"""What the programs of a command line are about."""

from __future__ import annotations

PROGRAMS: dict[str, str] = {
    "pytest": "test python", "unittest": "test python", "tox": "test python", "nox": "test python",
    "jest": "test javascript", "vitest": "test javascript", "mocha": "test javascript",
    "playwright": "test browser",
    "cypress": "test browser", "rspec": "test ruby", "phpunit": "test php", "ctest": "test cmake",
    "ruff": "lint format python", "flake8": "lint python", "pylint": "lint python",
    "mypy": "type check python",
    "pyright": "type check python", "black": "format python", "isort": "import format python",
    "eslint": "lint javascript", "prettier": "format javascript",
    "tsc": "compile type check typescript build",
    "biome": "lint format javascript", "shellcheck": "lint shell", "rubocop": "lint ruby",
    "clippy": "lint rust",
    "golangci-lint": "lint go", "npm": "node javascript package", "pnpm": "node javascript package",
    "yarn": "node javascript package", "npx": "node javascript", "pip": "python package install",
    "uv": "python package",
    "poetry": "python package", "pipenv": "python package", "conda": "python package environment",
    "cargo": "rust build", "go": "golang", "mvn": "maven java build", "mvnw": "maven java build",
    "gradle": "java build",
    "gradlew": "gradle java build", "make": "build makefile", "cmake": "build", "ninja": "build",
    "bazel": "build",
    "webpack": "build bundle javascript", "vite": "build bundle javascript", "docker": "container image",
    "docker-compose": "container compose", "podman": "container image",
    "kubectl": "kubernetes cluster deploy",
    "helm": "kubernetes deploy chart", "terraform": "infrastructure deploy", "ansible-playbook": "deploy",
    "git": "commit branch", "gh": "github pull request", "alembic": "migration database",
    "psql": "database sql", "mysql": "database sql", "sqlite3": "database sql", "rails": "ruby",
    "bundle": "ruby gem",
    "manage.py": "django", "migrate": "migration database", "makemigrations": "migration database",
    "dotnet": "csharp build",
    "coverage": "test coverage", "rm": "remove delete", "mv": "move rename", "chmod": "permission",
    "curl": "http request download",
    "wget": "download", "ssh": "remote", "rsync": "copy remote", "tsx": "typescript", "bun": "javascript",
    "deno": "javascript",
}  # fmt: skip


def spoken(command: str) -> dict[str, float]:
    """The words for the programs that a shell command runs, such as test for ``pytest``."""
    found: dict[str, float] = {}
    for word in command.replace("/", " ").replace(";", " ").replace("&", " ").replace("|", " ").split():
        for meaning in PROGRAMS.get(word, "").split():
            found[meaning] = 0.7
    return found


# Programs that change nothing and run nothing: they look, and no lesson on building fits that.
_LOOKING = """
awk basename cat cd comm cut date df diff dirname du echo env false file find grep head hexdump
hostname id jq less ls nl od popd printenv printf ps pushd pwd readlink realpath rg sed sort stat
tail test tr tree true type uname uniq uptime wc whereis which whoami xxd
"""
_LOOKING_WITH_GIT = """
blame branch cat-file describe diff grep log ls-files ls-tree reflog remote rev-list rev-parse
shortlog show status
"""
_CHANGING = ("$(", "`", " -exec", " -delete", " -ok", " sed -i", " sed --in-place", "<<", " tree -o")


def only_looks(command: str) -> bool:
    """Whether a shell command does nothing but look at things, as ``git log | head`` does."""
    quiet = f" {command}".replace("2>&1", "").replace(">/dev/null", "").replace("> /dev/null", "")
    if any(sign in quiet for sign in (*_CHANGING, ">")):
        return False
    for separator in "|&;\n":
        quiet = quiet.replace(separator, "\0")
    looking, looking_with_git = set(_LOOKING.split()), set(_LOOKING_WITH_GIT.split())
    for part in filter(None, map(str.split, quiet.split("\0"))):
        if part[0] == "env" and len(part) > 1:
            return False  # runs another program
        if part[0] == "git":
            rest = [word for word in part[1:] if word != "--no-pager"]
            if not rest or rest[0] not in looking_with_git:
                return False
        elif part[0] not in looking:
            return False
    return True
