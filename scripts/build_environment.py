#!/usr/bin/env python3
"""Build the plugin's Python environment; called by python.sh, with the standard library alone.

    build_environment.py DIRECTORY runtime|development STAMP

It is built under a lock, so that two may start at once, and counts only once its stamp is
written, as the last step: what a kill leaves half made is finished by the next one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class BuildError(Exception):
    """The environment can't be built; the text says what is missing."""


@contextlib.contextmanager
def locked(path: str) -> Iterator[None]:
    """Hold the lock file ``path``; the system lets go of it when the process ends."""
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with open(path, "a+b") as file:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def requirements(kind: str) -> list[str]:
    """The packages that pyproject.toml names for a kind of environment.

    A small reader of just the two lists, because tomllib came with Python 3.11 only.
    """
    sections = {"dependencies = [": "runtime", "development = [": "development"}
    found: list[str] = []
    current = ""
    with open(os.path.join(ROOT, "pyproject.toml"), encoding="utf-8") as file:
        for raw in file:
            line = raw.strip()
            if line in sections:
                current = sections[line]
            elif line == "]":
                current = ""
            elif current and (current == "runtime" or kind == "development"):
                found.append(line.rstrip(",").strip('"'))
    return found


def run(arguments: list[str], fault: str) -> None:
    """Run a program and say in one line what went wrong with it."""
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        told = next(
            (line for line in reversed(lines) if "rror" in line), lines[-1] if lines else "no reason given"
        )
        raise BuildError(f"{fault}: {told.strip()}")


def create(directory: str) -> None:
    """An empty environment; works where Debian ships Python without ensurepip, if pip is there."""
    try:
        run([sys.executable, "-m", "venv", "--without-pip", directory], "can't make a virtual environment")
    except BuildError as error:
        try:
            run([sys.executable, "-m", "virtualenv", "--no-download", directory], "no virtualenv either")
        except BuildError:
            raise error from None


def install(directory: str, kind: str) -> None:
    """Install the packages with the pip that this Python has, or with the one it bundles."""
    target = os.path.join(directory, "bin", "python")
    packages = requirements(kind)
    if not packages:
        return
    options = ["--disable-pip-version-check", "--no-input", "--quiet", *packages]
    offline = "can't install the packages (is this machine offline?)"
    if (
        subprocess.run(
            [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode
        == 0
    ):
        run([sys.executable, "-m", "pip", "--python", target, "install", *options], offline)
        return
    run([target, "-m", "ensurepip"], "pip is missing; install it (Debian: apt install python3-pip)")
    run([target, "-m", "pip", "install", *options], offline)


def record_interpreter(directory: str) -> None:
    """Leave the real Python's path for the hooks: past any shim, and outside the environment."""
    done = subprocess.run(
        [
            os.path.join(directory, "bin", "python"),
            "-c",
            "import os, sys; print(os.path.realpath(sys.executable))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    with open(os.path.join(directory, "interpreter"), "w", encoding="utf-8") as file:
        file.write(done.stdout.strip() + "\n")


def is_ready(directory: str, kind: str, wanted: str) -> bool:
    """Whether a whole environment of this kind, or a larger one, stands there."""
    try:
        with open(os.path.join(directory, "stamp"), encoding="utf-8") as file:
            stamp = file.read().strip()
    except OSError:
        return False
    if not os.access(os.path.join(directory, "bin", "python"), os.X_OK):
        return False
    return stamp in (f"{kind} {wanted}", f"development {wanted}")


def keeps_development(directory: str, kind: str) -> str:
    """A rebuild after an update keeps the tests' packages when they were there."""
    with contextlib.suppress(OSError), open(os.path.join(directory, "stamp"), encoding="utf-8") as file:
        if file.read().startswith("development "):
            return "development"
    return kind


def build(directory: str, kind: str, wanted: str) -> None:
    """Build the environment under its lock, unless somebody else just has."""
    with locked(directory + ".lock"):
        if is_ready(directory, kind, wanted):
            return
        kind = keeps_development(directory, kind)
        told = threading.Timer(
            2.0, lambda: print("self-learning: preparing the environment, once ...", file=sys.stderr)
        )
        told.daemon = True
        told.start()
        # A virtual environment's scripts hold its own path, so it is made in its place and
        # counts only once the stamp is written, as the last step.
        stamp = os.path.join(directory, "stamp")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(stamp)
        try:
            if not os.access(os.path.join(directory, "bin", "python"), os.X_OK):
                shutil.rmtree(directory, ignore_errors=True)
                create(directory)
            install(directory, kind)
            record_interpreter(directory)
            descriptor, temporary = tempfile.mkstemp(dir=directory)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{kind} {wanted}\n")
            os.replace(temporary, stamp)
        finally:
            told.cancel()


def main() -> int:
    """Build what the arguments say; one line on standard error when that fails."""
    if len(sys.argv) != 4 or sys.argv[2] not in ("runtime", "development"):
        print(
            "build_environment.py: is called by python.sh; run scripts/python.sh --prepare", file=sys.stderr
        )
        return 2
    for name in ("PYTHONPATH", "PYTHONHOME"):  # a project's own; pip must not import from them
        os.environ.pop(name, None)
    try:
        build(*sys.argv[1:])
    except KeyboardInterrupt:
        print("self-learning: interrupted; the next start goes on with the environment", file=sys.stderr)
        return 130
    except BuildError as error:
        print(f"self-learning: {sys.argv[1]}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"self-learning: {error.filename or sys.argv[1]}: can't be written: {error.strerror};"
            " name a directory of your own in CLAUDE_PLUGIN_DATA",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
