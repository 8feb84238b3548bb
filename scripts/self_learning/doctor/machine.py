"""The machine's parts: interpreter, environment, git and the client."""

from __future__ import annotations

import os
import platform
import shlex
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
            f"run sh {shlex.quote(os.path.join(environment.ROOT, 'scripts', 'python.sh'))} --prepare",
        )
    if sys.prefix == sys.base_prefix:
        return ok("environment", "the system's own packages")
    wrapper = os.path.join(environment.ROOT, "scripts", "python.sh")
    noted = os.path.join(sys.prefix, "interpreter")
    real = os.path.realpath(sys.executable)
    try:
        with open(noted, encoding="utf-8", errors="replace") as file:
            interpreter = file.readline().strip()
    except OSError:
        return warning(
            "environment",
            f"{noted} is missing, which names the interpreter that the hooks call",
            f"remove {sys.prefix} and run sh {shlex.quote(wrapper)} --prepare",
        )
    if os.path.realpath(interpreter) != real or not os.access(interpreter, os.X_OK):
        return warning(
            "environment",
            f"the hooks call {text.sanitise(interpreter, 200)}, which is not the interpreter of the "
            f"environment, {real}",
            f"remove {sys.prefix} and run sh {shlex.quote(wrapper)} --prepare",
        )
    return ok("environment", sys.prefix)


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
