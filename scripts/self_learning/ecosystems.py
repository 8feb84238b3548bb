"""Which ecosystem a lesson, a command or a file belongs to: Python's, git's, Docker's.

"Use npm ci on the build server" and ``cargo build`` share a word and have nothing to say to each
other. A lesson that names tools is for commands and files of the same ecosystem alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The words by which a lesson or a command belongs to an ecosystem. What stands in capitals below is
# an ordinary word too, and counts in a command or as a lesson's tag alone.
_WORDS = {
    "python": "python pip pipenv POETRY uv conda pytest unittest tox nox mypy pyright ruff flake8 pylint "
    "BLACK isort django flask fastapi celery alembic sqlalchemy pydantic numpy pandas jupyter virtualenv "
    "venv manage.py requirements.txt pyproject.toml pip-compile pip3 python3",
    "javascript": "javascript typescript node.js nodejs npm npx yarn pnpm jest vitest mocha eslint "
    "prettier tsc vite webpack rollup esbuild playwright cypress storybook TURBO react vue angular "
    "svelte nextjs next.js package.json bun deno nodemon NODE",
    "rust": "rust cargo rustc clippy rustfmt rustup CRATE cargo.lock cargo.toml",
    "go": "golang gofmt golangci-lint goroutine go.mod GO",
    "java": "java maven mvn mvnw gradle gradlew kotlin SPRING junit flyway spring-boot jvm scala sbt "
    "pom.xml",
    "ruby": "ruby rspec rubocop rails bundler gemfile sidekiq BUNDLE GEM RAKE",
    "php": "php composer phpunit artisan laravel symfony",
    "c": "cmake ctest gcc clang cpp c++ asan valgrind ninja meson",
    "dotnet": "dotnet csharp c# nuget msbuild",
    "swift": "swift xcode xcodebuild swiftpm cocoapods",
    "elixir": "elixir MIX",
    "docker": "docker podman dockerfile docker-compose buildkit docker_buildkit COMPOSE buildx",
    "kubernetes": "kubernetes kubectl helm k8s kustomize minikube",
    "terraform": "terraform terragrunt tofu pulumi packer",
    "ansible": "ansible ansible-playbook",
    "git": "git github gitlab gh rebase COMMIT",
    "database": "sql psql postgres postgresql mysql mariadb sqlite sqlite3 mongodb mongosh alembic "
    "flyway MIGRATE MAKEMIGRATIONS",
    "redis": "redis redis-cli",
    "aws": "aws s3 boto3 LAMBDA ec2",
}  # fmt: skip
# The ecosystem that files of a language belong to: advice on the tools of another is not for them.
_OF_LANGUAGE = {
    "python": "python", "javascript": "javascript", "typescript": "javascript", "css": "javascript",
    "rust": "rust", "go": "go", "java": "java", "kotlin": "java", "scala": "java", "ruby": "ruby",
    "php": "php",
    "c": "c", "cpp": "c", "csharp": "dotnet", "fsharp": "dotnet", "swift": "swift", "elixir": "elixir",
}  # fmt: skip

# Advice on these is about commands, never about what stands in a source file.
_OF_COMMANDS = frozenset(("git",))

_by_word: dict[str, list[str]] = {}
_ordinary: set[str] = set()


def named(words: Iterable[str], *, tags: bool = False) -> list[str]:
    """The ecosystems that words name, in the order of the words.

    Args:
        words: In any case.
        tags: Whether they are tags or programs, so that "go" means the language.
    """
    if not _by_word:
        for name, known in _WORDS.items():
            for word in known.split():
                _by_word.setdefault(word.lower(), []).append(name)
                if word.isupper():
                    _ordinary.add(word.lower())
    found: dict[str, None] = {}
    for word in words:
        lowered = word.lower()
        if tags or lowered not in _ordinary:
            found.update(dict.fromkeys(_by_word.get(lowered, ())))
    return list(found)


def of_tools(tags: Iterable[str]) -> set[str]:
    """The ecosystems that tags or programs name and that are no language's, such as Docker's."""
    return set(named(tags, tags=True)).difference(_OF_LANGUAGE.values())


def fits_language(ecosystems: Sequence[str], language: str | None) -> bool:
    """Whether a lesson on the tools of these ecosystems may be for a file in a language."""
    own = _OF_LANGUAGE.get(language or "")
    if own is None or not ecosystems:
        return True
    of_languages = set(ecosystems).intersection(_OF_LANGUAGE.values())
    return own in of_languages if of_languages else not _OF_COMMANDS.issuperset(ecosystems)
