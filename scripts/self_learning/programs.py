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
