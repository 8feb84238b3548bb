"""What the programs of a command line are about, and which lessons that leaves out.

A command is short: ``cargo build`` has two words, and "build" is in every second lesson. So what a
command and a lesson share is not enough. A lesson about another ecosystem is not for it, one that
speaks of other things that the program does isn't either, and a command that only looks is left
alone. Tools that aren't listed are known by their names, as all words are.
"""

from __future__ import annotations

from self_learning import ecosystems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What a program does, in the words that lessons have for it.
PROGRAMS: dict[str, str] = {
    "pytest": "test", "unittest": "test", "tox": "test", "nox": "test", "jest": "test", "vitest": "test",
    "mocha": "test", "playwright": "test browser", "cypress": "test browser", "rspec": "test",
    "phpunit": "test", "ctest": "test", "ruff": "lint format", "flake8": "lint", "pylint": "lint",
    "mypy": "type check", "pyright": "type check", "black": "format", "isort": "import format",
    "eslint": "lint", "prettier": "format", "tsc": "compile type check", "biome": "lint format",
    "shellcheck": "lint", "rubocop": "lint", "clippy": "lint", "golangci-lint": "lint",
    "mvn": "maven", "mvnw": "maven", "gradlew": "gradle", "make": "build", "ninja": "build",
    "bazel": "build", "webpack": "bundle build", "vite": "bundle build", "docker": "container image",
    "docker-compose": "docker container compose", "podman": "container image",
    "kubectl": "kubernetes cluster",
    "helm": "kubernetes chart", "terraform": "infrastructure", "gh": "github pull request",
    "alembic": "migration database", "psql": "postgres database sql", "mysql": "database sql",
    "sqlite3": "database sql", "mongosh": "mongodb database", "migrate": "migration database",
    "makemigrations": "migration database", "redis-cli": "redis", "coverage": "test coverage",
    "rm": "remove delete", "mv": "move rename", "chmod": "permission", "curl": "http request download",
    "wget": "download", "ssh": "remote", "rsync": "copy remote",
}  # fmt: skip

# What a program can be told to do, those together for which the same advice holds.
_USES = {
    "git": "commit | push | pull fetch | rebase | merge | checkout switch branch | stash | tag | add | "
    "clone | reset revert | cherry-pick | worktree",
    "gh": "pr | issue | release | run workflow",
    "npm": "install ci add update upgrade | test | build | lint | publish | start dev | audit",
    "cargo": "build | test | run | clippy | fmt | check | bench | publish | doc | add update",
    "go": "build install | test | run | generate | mod get | vet | fmt",
    "docker": "build buildx | compose up down | run exec | push pull | prune rm rmi | logs ps",
    "kubectl": "apply create delete rollout scale patch | get describe | logs | exec port-forward",
    "helm": "install upgrade rollback uninstall | template lint | repo dependency",
    "terraform": "plan apply destroy | init | fmt | state import | workspace",
    "pip": "install | download wheel | uninstall",
    "poetry": "install add update lock | build publish | run",
    "uv": "sync add lock | run | build publish | venv",
    "composer": "install update | require | dump-autoload",
    "bundle": "install update | exec",
    "rails": "migrate | server | console | test | generate | credentials",
    "mvn": "package verify install deploy | test | compile | clean",
    "gradle": "build assemble | test | check",
    "dotnet": "build publish | test | run | restore | ef",
    "swift": "build | test | run | package",
    "alembic": "revision | upgrade downgrade",
}  # fmt: skip
_SAME_AS = {
    "yarn": "npm", "pnpm": "npm", "bun": "npm", "podman": "docker", "docker-compose": "docker", "mvnw": "mvn",
    "gradlew": "gradle", "pip3": "pip", "tofu": "terraform",
}  # fmt: skip
# The programs whose names make a lesson one that may be shown with a command: all but ordinary words.
KNOWN = frozenset((*PROGRAMS, *_USES, *_SAME_AS)) - {"black", "go", "migrate"}
# Programs and words of the shell that run another program, which is what matters.
_RUNNERS = frozenset(
    (
        *(
            "sudo",
            "doas",
            "time",
            "timeout",
            "env",
            "nohup",
            "npx",
            "bunx",
            "exec",
            "xargs",
            "command",
            "nice",
        ),
        *("builtin", "ionice", "stdbuf", "setsid", "watch"),
        *("if", "then", "elif", "else", "while", "until", "do", "!"),
    )
)
_SHELLS = frozenset(("sh", "bash", "zsh", "dash"))  # whose option -c has a command line for its value
_RUNNERS_WITH = {"bundle": "exec", "poetry": "run", "uv": "run", "pipenv": "run", "npm": "run", "pnpm": "run",
                 "yarn": "run", "bun": "run", "docker": "compose", "rails": "", "python": "-m",
                 "python3": "-m", "php": "artisan"}  # fmt: skip
# Programs that are told several things at once.
_WITH_GOALS = frozenset(("mvn", "gradle", "make"))


_SEPARATORS = "|&;\n"
_BLANKED = str.maketrans(_SEPARATORS, " " * len(_SEPARATORS))


class Command:
    """What a command line runs.

    Attributes:
        programs: The names of all programs, those that run others among them.
        actions: Each program that is told to do something, by the name that ``_USES`` has for it, and what.
        ecosystems: Those that the programs belong to, as far as they are known.
    """

    __slots__ = ("actions", "ecosystems", "programs")

    def __init__(self, line: str) -> None:
        self.programs: list[str] = []
        self.actions: list[tuple[str, str]] = []
        for words in _parts(line):
            self._read(words)
        self.ecosystems = frozenset(ecosystems.named(self.programs, tags=True))

    def _read(self, words: list[str]) -> None:
        runner = False
        while words and (
            "=" in words[0]
            or words[0] in _RUNNERS
            or words[0].startswith("-")
            or (runner and words[0][0].isdigit())  # timeout 60 pytest
        ):
            runner = runner or words[0] in _RUNNERS
            words = words[2 if words[0] == "-u" else 1 :]  # sudo -u postgres psql
        if not words or words[0] in ("for", "done", "fi"):
            return
        program = words[0].rpartition("/")[2]
        self.programs.append(program)
        rest = [word for word in words[1:] if not word.startswith("-")]
        runs = _RUNNERS_WITH.get(program)
        option = words[1] if len(words) > 2 else ""
        if (program in _SHELLS and _is_command_option(option)) or (runs == option == "-m"):
            self._read(words[2:])
        elif runs == "-m":  # a script: manage.py migrate
            self.programs += [word.rpartition("/")[2] for word in rest[:2]]
        elif rest and rest[0] == runs and (runs == "exec" or program in ("poetry", "uv", "pipenv")):
            self._read(words[words.index(runs) + 1 :])
        elif rest:
            name = _SAME_AS.get(program, program)
            told = [word.partition(":")[2] or word for word in rest[rest[0] == runs :]]
            known = [word for word in told if word in _USES.get(name, "").split()]
            chosen = known or told[:1]  # the value of an option may stand before it: kubectl -n shop get
            for action in chosen if name in _WITH_GOALS else chosen[:1]:
                if action.replace("-", "").isalpha():
                    self.actions.append((name, action))


def _parts(line: str) -> Iterator[list[str]]:
    """The words of each command in a line, without the marks around them."""
    line = _without_quoted_separators(_without_texts(line))
    for separator in _SEPARATORS:
        line = line.replace(separator, "\0")
    for part in line.split("\0"):
        words = [word.strip("(){}'\"") for word in part.split()]
        if any(words):
            yield list(filter(None, words))


def _without_texts(line: str) -> str:
    """A command without the lines that are comments or the text of a here-document."""
    if "\n" not in line:
        return line
    kept: list[str] = []
    ends: list[str] = []
    for text in line.split("\n"):
        if ends:
            if text.strip() == ends[0]:
                del ends[0]
        elif not text.lstrip().startswith("#"):
            kept.append(text)
            ends = _announced(text)
    return "\n".join(kept)


def _announced(line: str) -> list[str]:
    """The words that end the here-documents which a line begins."""
    ends = []
    for behind in line.split("<<")[1:]:
        word, _, _ = behind.removeprefix("-").lstrip(" \\'\"").replace(")", " ").partition(" ")
        word = word.rstrip("'\";|&>")
        if word.isidentifier():  # the rest of <<< and of a shift are none
            ends.append(word)
    return ends


def _without_quoted_separators(line: str) -> str:
    """A command in which what is quoted separates nothing, but for what a shell is given to run."""
    pieces: list[str] = []
    position = 0
    while True:
        marks = [at for at in (line.find("'", position), line.find('"', position)) if at >= 0]
        if not marks:
            return "".join(pieces) + line[position:]
        opened = min(marks)
        mark, before = line[opened], line[opened - 1 : opened]
        closed = -1
        if before != "\\" and not (mark == "'" and before.isalpha()):  # don't
            closed = line.find(mark, opened + 1)
            while mark == '"' and closed > 0 and line[closed - 1] == "\\":
                closed = line.find(mark, closed + 1)
        if closed < 0:  # what is never closed encloses nothing
            pieces.append(line[position : opened + 1])
            position = opened + 1
            continue
        pieces.append(line[position:opened])
        quoted = line[opened : closed + 1]
        *_, shell, option = ["", "", *line[position:opened].split()]
        given_to_shell = shell.rpartition("/")[2] in _SHELLS and _is_command_option(option)
        pieces.append(quoted if given_to_shell else quoted.translate(_BLANKED))
        position = closed + 1


def _is_command_option(word: str) -> bool:
    return word.startswith("-") and word.endswith("c")


def told(command: Command) -> list[str]:
    """The programs of a command and what they are told to do."""
    return [*command.programs, *(action for _, action in command.actions)]


def purposes(command: Command) -> list[str]:
    """The words for what a command does, such as test for ``pytest``."""
    return [meaning for word in told(command) for meaning in PROGRAMS.get(word, "").split()]


def other_uses(command: Command) -> list[tuple[list[str], list[str]]]:
    """For each thing a command does: the words for it, and those for what else its program does.

    A lesson that has some of the latter and none of the former is about another use of the program.
    """
    found = []
    for program, action in command.actions:
        groups = [group.split() for group in _USES.get(program, "").split(" | ")]
        own = next((group for group in groups if action in group), [action])
        found.append((own, [word for group in groups if group is not own for word in group]))
    return found


# Programs that change nothing and run nothing: they look, and no lesson on building fits that.
_LOOKING = """
awk basename cat cd comm cut date df diff dirname du echo env false file find grep head hexdump
hostname id jq less ls nl od popd printenv printf ps pushd pwd readlink realpath rg sed sort stat
tail test tr tree true type uname uniq uptime wc whereis which whoami xxd
"""
_LOOKING_ACTIONS = {
    "git": "blame branch cat-file describe diff grep log ls-files ls-tree reflog remote rev-list rev-parse "
    "shortlog show status",
    "docker": "images info inspect logs port ps stats top version",
    "kubectl": "describe events explain get logs top version",
    "npm": "ls list outdated view why",
    "pip": "freeze list show",
    "cargo": "metadata search tree",
    "gh": "checks diff list status view",
    "systemctl": "list-units status",
    "helm": "get history list ls status",
}  # fmt: skip
_BEFORE_ACTIONS = {
    "git": ("--no-pager",),
    "docker": ("compose",),
    "gh": ("pr", "issue", "run", "repo", "release"),
}
_OPTIONS_WITH_VALUE = ("-n", "--namespace", "--context", "-C", "-H")
_CHANGING = ("$(", "`", " -exec", " -delete", " -ok", " sed -i", " sed --in-place", "<<", " tree -o")


def only_looks(command: str) -> bool:
    """Whether a shell command does nothing but look at things, as ``git log | head`` does."""
    quiet = f" {command}".replace("2>&1", "").replace(">/dev/null", "").replace("> /dev/null", "")
    if any(sign in quiet for sign in (*_CHANGING, ">")):
        return False
    looking = set(_LOOKING.split())
    for part in _parts(quiet):
        if part[0] == "env" and len(part) > 1:
            return False  # runs another program
        actions = _LOOKING_ACTIONS.get(_SAME_AS.get(part[0], part[0]))
        if actions is not None:
            rest = [word for word in part[1:] if word not in _BEFORE_ACTIONS.get(part[0], ())]
            while len(rest) > 2 and rest[0] in _OPTIONS_WITH_VALUE:
                rest = rest[2:]
            if not rest or rest[0] not in actions.split():
                return False
        elif part[0] not in looking:
            return False
    return True
