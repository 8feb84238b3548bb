"""Decide by rules what kind of lesson one is, whom it concerns and what it is about.

Used where no model is asked, and for whatever a model's classification leaves out.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from self_learning import text
from self_learning.patterns import CATEGORIES

if TYPE_CHECKING:
    from self_learning.paths import Project
    from self_learning.pending import Lesson

PROJECT, TOOLING, ORGANISATION = "project", "tooling", "org-wide"
SCOPES = (PROJECT, TOOLING, ORGANISATION)
MAXIMUM_TAGS = 12


@dataclass(frozen=True)
class Classification:
    """What was decided of a lesson.

    ``scope`` is ``project``, ``tooling`` (about self-learning and its host, kept out of the
    store) or ``org-wide``; ``repo`` is the repository's name or ``*``.
    """

    scope: str
    category: str
    repo: str
    context: tuple[str, ...]
    applies_to: tuple[str, ...]
    summary: str
    rejected: str | None = None  # a model's reason for refusing it


_TOOLING = re.compile(
    r"\bself[- ]learning\b|\bclosed[- ]?loop\b|\borg-patterns?\b|learnings_acknowledged|"
    r"\bpending (?:file|lesson|json)s?\b|"
    r"\b(?:capture_learning|process_learnings|post_iteration|run-loop|prune_learnings)\b|"
    r"\bno_learnings\b|\blearning[- ]?(?:hook|pipeline|agent)s?\b|\bpattern store\b|"
    r"\boutcomes\.log\b|\.learnings\b",
)
_TOOLING_TAGS = frozenset(("closedloop", "self-learning", "tooling", "claude-plugin"))
_ORGANISATION = re.compile(
    r"\b(?:all|every|across|any) (?:our |the )?(?:repos\w*|projects?|services?|teams?)\b|"
    r"\borg(?:ani[sz]ation)?[- ]wide\b|\bcompany[- ]wide\b"
)
_HERE = re.compile(
    r"\b(?:this|our) (?:repo\w*|project|codebase|code base|service|app|application|module|"
    r"package|team|monorepo)\b|\bin here\b|\bwe use\b"
)
_PATH = re.compile(
    r"(?<![\w/:.])(?:[\w.-]+/)+[\w.-]+|\b[\w-]+\.(?:py|js|jsx|ts|tsx|go|rs|java|kt|rb|php|cs|cpp|"
    r"c|h|sql|sh|ya?ml|toml|json|md|proto|tf)\b"
)

_MISTAKE = re.compile(
    r"\b(?:never|do not|don't|avoid|must not|mustn't|should not|shouldn't|forgot|forgetting|"
    r"breaks?|broke|fails?|failed|leaks?|crash\w*|"
    r"bug|wrong|loses?|lost|races?|corrupts?|hangs?|deadlock\w*|instead of|otherwise|silently|"
    r"missing|wrongly|mistake)\b"
)
_CONVENTION = re.compile(
    r"\b(?:convention|style|naming|named?|prefix|suffix|belongs? in|lives? in|goes? in(?:to)?|"
    r"live under|format(?:ted)?|we use|by convention|"
    r"directory|folder|layout|structure|commit messages?|branch names?|changelog|"
    r"must be (?:named|placed|sorted|registered)|sorted|alphabetical\w*)\b"
)
_INSIGHT = re.compile(
    r"\b(?:because|turns out|is caused by|by default|behaves?|depends on|limits?|limited|"
    r"expires?|cached for|returns|ignores|sends|answers|"
    r"slower|faster|takes|drops|rounds|restarts|share[sd]?|blocks|means)\b"
)
_DIRECTIVE = re.compile(
    r"^(?:always |when \w+[^,]*, ?|before \w+[^,]*, ?)*(?:use|run|set|add|call|check|close|"
    r"open|wrap|quote|pin|escape|sort|batch|mock|rebuild|retry|validate|"
    r"prefer|keep|make|pass|store|write|read|return|put|move|import|register|configure|enable|"
    r"disable|log|cache|lock|mark|bump|unset|compare|convert)\b"
)

# Tags by what stands in the text: whole words, in the order in which a tag is worth keeping.
_ENDINGS = {
    "python": ".py .pyi",
    "javascript": ".js .jsx .mjs",
    "typescript": ".ts .tsx",
    "go": ".go",
    "rust": ".rs",
    "java": ".java",
    "kotlin": ".kt",
    "ruby": ".rb",
    "php": ".php",
    "csharp": ".cs",
    "cpp": ".cpp .cc",
    "c": ".c .h",
    "swift": ".swift",
    "scala": ".scala",
    "shell": ".sh .bash",
    "sql": ".sql",
    "html": ".html",
    "css": ".css .scss",
    "vue": ".vue",
    "yaml": ".yaml .yml",
    "toml": ".toml",
    "json": ".json",
    "markdown": ".md",
    "protobuf": ".proto",
    "terraform": ".tf",
}
_LANGUAGES = {ending: language for language, listed in _ENDINGS.items() for ending in listed.split()}
_TOPICS = {
    "python": "python pytest pip pathlib django flask fastapi asyncio sqlalchemy pydantic mypy ruff "
    "celery alembic venv numpy pandas",
    "javascript": "javascript js npm nodejs eslint jest webpack vite yarn pnpm",
    "typescript": "typescript tsc tsconfig",
    "react": "react jsx usestate useeffect redux nextjs",
    "go": "golang goroutine goroutines gomod",
    "rust": "rust cargo clippy tokio",
    "java": "java maven gradle junit jvm",
    "ruby": "ruby rails rspec bundler",
    "shell": "shell bash zsh sh posix shellcheck",
    "sql": "sql postgres postgresql sqlite mysql mariadb",
    "git": "git rebase worktree worktrees gitignore submodule submodules",
    "docker": "docker dockerfile container containers compose",
    "kubernetes": "kubernetes kubectl pod pods helm",
    "terraform": "terraform",
    "testing": "test tests testing pytest jest junit rspec fixture fixtures mock mocks mocking flaky "
    "snapshot snapshots",
    "ci": "ci pipeline workflow workflows github-actions jenkins",
    "api": "api apis endpoint endpoints graphql grpc http webhook webhooks",
    "auth": "auth authentication authorization token tokens oauth jwt login session sessions",
    "security": "security xss csrf injection escape sanitise sanitize tls certificate secrets",
    "database": "database databases migration migrations orm transaction transactions index indexes schema",
    "concurrency": "concurrency thread threads race races lock locks deadlock async asyncio goroutine "
    "parallel",
    "performance": "performance slow latency cache caching cached memory",
    "errors": "exception exceptions retry retries timeout timeouts",
    "logging": "log logs logging logger",
    "encoding": "utf-8 encoding unicode utf8 ascii",
    "time": "datetime timezone utc timestamp timestamps clock",
    "build": "build compile compiler bundler makefile make",
    "dependencies": "dependency dependencies lockfile requirements package-lock",
    "windows": "windows powershell",
    "configuration": "config configuration settings environment env",
    "files": "file files path paths directory symlink symlinks",
    "validation": "validate validation none null optional",
}
_TOPIC_OF = {word: topic for topic, listed in _TOPICS.items() for word in listed.split()}


def classify(lesson: Lesson, project: Project) -> Classification:
    """Decide everything about a lesson from its own words and citations.

    Args:
        lesson: As it was captured; what its author said of category, repo and tags is kept.
        project: Where it was captured.
    """
    said = f"{lesson.summary} {lesson.trigger}".casefold()
    scope = _scope(lesson, said, project)
    return Classification(
        scope=scope,
        category=lesson.category if lesson.category in CATEGORIES else _category(lesson, said),
        repo=_repo(lesson, scope, project),
        context=context_tags(lesson),
        applies_to=lesson.applies_to,
        summary=lesson.summary,
    )


def _scope(lesson: Lesson, said: str, project: Project) -> str:
    tags = {tag.casefold() for tag in lesson.context}
    if tags & _TOOLING_TAGS or _TOOLING.search(said):
        return TOOLING
    if lesson.repo == "*" or _ORGANISATION.search(said):
        return ORGANISATION
    if lesson.repo or _HERE.search(said) or project.name.casefold() in text.words(said):
        return PROJECT
    if any(_is_own_path(found, project) for found in _PATH.findall(lesson.summary)):
        return PROJECT
    if lesson.category == "convention":
        return PROJECT  # how a team does things is theirs until somebody says otherwise
    return ORGANISATION


def _is_own_path(found: str, project: Project) -> bool:
    """Whether a path in a text is one of this project; a name that half the world uses is not telling."""
    return "/" in found and os.path.exists(os.path.join(project.workdir, found))


def _repo(lesson: Lesson, scope: str, project: Project) -> str:
    if lesson.repo:
        return lesson.repo
    return "*" if scope == ORGANISATION else project.name


def _category(lesson: Lesson, said: str) -> str:
    if _CONVENTION.search(said) and not re.search(r"\b(?:never|fails?|breaks?|otherwise|leaks?)\b", said):
        return "convention"
    if _MISTAKE.search(said):
        return "mistake"
    if _DIRECTIVE.match(said):
        return "pattern"
    if _INSIGHT.search(said):
        return "insight"
    return "mistake" if _MISTAKE.search(lesson.detail.casefold()) else "pattern"


def context_tags(lesson: Lesson) -> tuple[str, ...]:
    """The author's tags, then languages of the cited files, then topics that the text names."""
    tags = list(lesson.context)
    said = f"{lesson.summary} {lesson.trigger}"
    named = [*(citation.file for citation in lesson.citations), *_PATH.findall(said)]
    endings = (os.path.splitext(name)[1].casefold() for name in named)
    tags += [_LANGUAGES[ending] for ending in endings if ending in _LANGUAGES]
    tags += [_TOPIC_OF[word] for word in text.words(said.replace("_", " ")) if word in _TOPIC_OF]
    known: dict[str, str] = {}
    for tag in tags:
        known.setdefault(tag.casefold(), tag)
    return tuple(known.values())[:MAXIMUM_TAGS]
