"""Take out of a text what says where and by whom it was written, before it leaves the machine."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import socket
import subprocess

# Names that many machines share say nothing about a person, and are words of their own.
_COMMON = frozenset(
    [
        "admin",
        "administrator",
        "agent",
        "app",
        "build",
        "builder",
        "ci",
        "claude",
        "code",
        "container",
        "default",
        "demo",
        "dev",
        "developer",
        "docker",
        "git",
        "github",
        "guest",
        "home",
        "host",
        "jenkins",
        "laptop",
        "linux",
        "local",
        "localhost",
        "localdomain",
        "localhost.localdomain",
        "mac",
        "main",
        "macbook",
        "node",
        "nobody",
        "operator",
        "pc",
        "project",
        "python",
        "root",
        "runner",
        "sandbox",
        "server",
        "service",
        "sys",
        "system",
        "test",
        "tester",
        "testing",
        "tests",
        "ubuntu",
        "user",
        "users",
        "vagrant",
        "vm",
        "work",
        "worker",
        "workspace",
        "www",
    ]
)
# Directories that look alike on every machine; "/dev/null" gives nobody away.
_SYSTEM_ROOTS = frozenset(
    [
        "bin",
        "dev",
        "etc",
        "lib",
        "lib32",
        "lib64",
        "proc",
        "sbin",
        "sys",
        "usr",
        "System",
        "Library",
        "Applications",
    ]
)
_PRIVATE_ROOTS = frozenset(
    [
        "builds",
        "data",
        "github",
        "home",
        "media",
        "mnt",
        "net",
        "nfs",
        "opt",
        "private",
        "root",
        "run",
        "scratch",
        "snap",
        "srv",
        "tmp",
        "Users",
        "var",
        "Volumes",
        "work",
        "workspace",
        "workspaces",
    ]
)
_SHORTEST_NAME = 3
_PART = r"[^\s/\\'\"`,;:()<>‹›|\[\]{}]+"
_PATH = re.compile(
    r"(?:\bfile://|(?<![\w.~$%/\\:-]))"  # not in the middle of a relative path or of a URL
    r"(?:(?P<home>~[\w.-]*|\$HOME|\$\{HOME\}|%[A-Z]+%|[A-Za-z]:|\\\\"
    + _PART
    + r")(?:[/\\]+"
    + _PART
    + r")+[/\\]*"
    r"|(?:/" + _PART + r")+/*)"
)
_CITATION = re.compile(r"(?<![\w/.-])((?:[\w.-]+[/\\])*[\w-]+\.[A-Za-z][A-Za-z0-9]{0,7}):\d+(?:[-:]\d+)?")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")


class Redactor:
    """Replaces this machine's and this person's names, absolute paths and citations in texts.

    Args:
        workdir: The project, whose own path goes first and whose git identity is looked up.
        names: Further names to take out.
    """

    def __init__(self, workdir: str, names: tuple[str, ...] = ()) -> None:
        self._workdir = os.path.realpath(workdir)
        self._roots = _PRIVATE_ROOTS | _machine_roots()
        parts = {*names, *_own_names(workdir)}
        wanted = sorted((n for n in parts if _is_telling(n)), key=lambda name: (-len(name), name))
        self._names = (
            re.compile(
                r"(?<![A-Za-z0-9])(?:" + "|".join(map(re.escape, wanted)) + r")(?![A-Za-z0-9])", re.IGNORECASE
            )
            if wanted
            else None
        )

    def clean(self, text: str) -> str:
        """The text without them: an absolute path keeps its last part, a citation its file's name."""
        for prefix in (self._workdir + os.sep, os.path.abspath(self._workdir) + os.sep):
            text = text.replace(prefix, "")
        text = _MAIL.sub("[address]", text)
        text = _PATH.sub(self._shortened, text)
        text = _CITATION.sub(r"\1", text)
        if self._names is not None:
            text = self._names.sub("[name]", text)
        return text

    def _shortened(self, match: re.Match[str]) -> str:
        """The last part of a path of this or another machine; a route such as /api/users stays."""
        path = match.group()
        parts = [part for part in re.split(r"[/\\]+", path.removeprefix("file://").rstrip(".!?")) if part]
        if not match["home"] and not path.startswith("file://"):
            is_file = len(parts) > 1 and re.search(r"\.[A-Za-z][A-Za-z0-9]{0,5}$", parts[-1])
            if parts[0] in _SYSTEM_ROOTS or not (parts[0] in self._roots or is_file):
                return path
        end = path[len(path.rstrip(".!?")) :]
        # What follows /home or C:\\Users directly is somebody's name.
        return (parts[-1] if len(parts) > (3 if ":" in parts[0] else 2) else "[path]") + end


def _is_telling(name: str) -> bool:
    return len(name) >= _SHORTEST_NAME and name.casefold() not in _COMMON and not name.isdigit()


def _machine_roots() -> frozenset[str]:
    """What lies in this machine's root directory."""
    try:
        return frozenset(os.listdir(os.sep)) - _SYSTEM_ROOTS
    except OSError:
        return frozenset()


def _own_names(workdir: str) -> set[str]:
    """The login, the home directory's name, the host's names and git's idea of the person."""
    names = {
        os.path.basename(os.path.expanduser("~")),
        socket.gethostname(),
        socket.gethostname().partition(".")[0],
    }
    names.update(
        os.environ.get(variable, "")
        for variable in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME")
    )
    with contextlib.suppress(OSError, KeyError, ImportError):  # an id without an account, as in a container
        names.add(getpass.getuser())
    for key in ("user.name", "user.email"):
        try:
            done = subprocess.run(
                ["git", "-C", workdir, "config", "--get", key],
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except OSError:
            continue
        names.add(done.stdout.strip())
    return names
