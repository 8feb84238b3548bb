#!/usr/bin/env python3
"""Install the real Claude Code clients that the end-to-end tests drive, from the npm registry.

Each version goes into a directory of its own under ``$XDG_CACHE_HOME/self-learning`` (by default
``~/.cache/self-learning``), outside the work tree, once. Run it with ``--help`` for the options.
The platform's own package is installed by its exact version: the wrapper package would pick
another version where Node.js is old, and its binary needs no Node.js to run.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VERSIONS = ("2.1.329", "2.1.197")  # the newest client, and the one that an old Node.js gets
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "self-learning" / "claude-code"


class InstallError(Exception):
    """The client can't be installed; the text says why, in one line."""


def package() -> str:
    """The npm package that holds the client's binary for this machine."""
    system = platform.system().casefold()
    machine = _MACHINES.get(platform.machine().casefold(), platform.machine().casefold())
    return f"@anthropic-ai/claude-code-{system}-{machine}"


def binary(version: str) -> Path:
    """Where the client of a version is, or would be."""
    return _CACHE / version / "node_modules" / package() / "claude"


def found() -> dict[str, Path]:
    """The installed clients by version; ``$E2E_CLI``, when set, is the only one."""
    given = os.environ.get("E2E_CLI")
    if given:
        return {"given": Path(given)}
    return {version: binary(version) for version in VERSIONS if os.access(binary(version), os.X_OK)}


def install(version: str) -> Path:
    """Install one version, unless it is there.

    Raises:
        InstallError: npm is missing or can't install it.
    """
    target = binary(version)
    _CACHE.mkdir(parents=True, exist_ok=True)
    with open(_CACHE / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.access(target, os.X_OK):
            return target
        npm = shutil.which("npm")
        if npm is None:
            raise InstallError("npm is missing; install Node.js with npm, or name a client in E2E_CLI")
        with tempfile.TemporaryDirectory(dir=_CACHE) as temporary:
            done = subprocess.run(
                [
                    npm,
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefix",
                    temporary,
                    f"{package()}@{version}",
                ],
                cwd=temporary,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                lines = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
                raise InstallError(f"{package()}@{version}: {(lines or ['npm failed'])[0]}")
            place = _CACHE / version
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            os.replace(Path(temporary) / "node_modules", place / "node_modules")
    return target


def main() -> int:
    """Install what the arguments say and print each client's path."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("versions", nargs="*", default=list(VERSIONS), help=f"default: {' '.join(VERSIONS)}")
    options = parser.parse_args()
    try:
        for version in options.versions:
            print(f"{version}  {install(version)}")
    except (InstallError, OSError) as error:
        print(f"install_client.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
