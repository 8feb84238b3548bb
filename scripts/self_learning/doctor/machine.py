"""The machine's parts: interpreter, environment, git and the client."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

from self_learning import environment, text
from self_learning.doctor.finding import Finding, broken, ok, warning

_SECONDS = 20  # that a program may take to tell its version


def examine() -> list[Finding]:
    """Look at each."""
    return [_python(), _environment(), _git(), _client()]


def _python() -> Finding:
    return ok("python", f"{platform.python_version()}, {sys.executable}")


def _environment() -> Finding:
    missing = environment.missing_modules()
    if missing:
        return broken(
            "environment",
            f"lacks {', '.join(missing)}",
            f"run sh {os.path.join(environment.ROOT, 'scripts', 'python.sh')} --prepare",
        )
    directory = sys.prefix if sys.prefix != sys.base_prefix else "the system's own packages"
    if sys.prefix != sys.base_prefix and not os.access(os.path.join(sys.prefix, "interpreter"), os.R_OK):
        return warning(
            "environment",
            f"{directory} was not built by scripts/python.sh",
            "run sh scripts/python.sh --prepare, so that the hooks find their interpreter at once",
        )
    return ok("environment", directory)


def _git() -> Finding:
    version = _version("git", "--version")
    if version is None:
        return broken("git", "is not on the PATH, or does not run", "install git")
    return ok("git", version)


def _client() -> Finding:
    version = _version("claude", "--version")
    if version is None:
        return warning(
            "claude",
            "is not on the PATH",
            "lessons are classified by rules until it is; install Claude Code if a model should do it",
        )
    return ok("claude", version)


def _version(program: str, option: str) -> str | None:
    """The first line that a program says of its version, or None."""
    path = shutil.which(program)
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return text.sanitise(done.stdout.partition("\n")[0], 80) if done.returncode == 0 else None
