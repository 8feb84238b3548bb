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
_LONG_NAME = 6
_PART = r"[^\s/\\'\"`,;:()<>‹›|\[\]{}]+"
_PATH = re.compile(
    r"(?:\bfile://|(?<![\w.~$%/\\:-])|(?<=\w:)(?=/\w))"  # not in a relative path; in a list, not in a URL
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
        hosts: The machine's names; those that are common words too go where one is clearly meant.
    """

    def __init__(
        self, workdir: str, names: tuple[str, ...] = (), hosts: tuple[str, ...] | None = None
    ) -> None:
        self._workdir = os.path.realpath(workdir)
        self._roots = _PRIVATE_ROOTS | _machine_roots()
        of_machine = _host_names() if hosts is None else set(hosts)
        telling = {name for name in {*names, *_own_names(workdir), *of_machine} if _is_telling(name)}
        long = {name for name in telling if len(name) >= _LONG_NAME or any(map(str.isdigit, name))}
        common = {name for name in of_machine if name} - telling
        self._replaced: list[tuple[re.Pattern[str], str]] = []
        if telling:
            pattern = rf"(?<![A-Za-z0-9])(?i:{_any(telling)})(?![A-Za-z0-9])"
            self._replaced.append((re.compile(pattern), "[name]"))
        if long:  # also as a part of a name in camel case
            pattern = (
                r"(?:(?<![A-Za-z0-9])|(?<=[a-z0-9])(?=[A-Z]))"
                rf"(?i:{_any(long)})(?:(?![A-Za-z0-9])|(?<=[a-z0-9])(?=[A-Z]))"
            )
            self._replaced.append((re.compile(pattern), "[name]"))
        if common:
            pattern = (
                r"((?<![\w-])(?:host|hostname|machine|computer|server|node|box|on|from)\s+"
                rf"(?:named\s+|called\s+|is\s+)?['\"`]?|(?<=\w)@)(?:{_any(common)})(?![\w-])"
            )
            self._replaced.append((re.compile(pattern, re.IGNORECASE), r"\1[name]"))

    def clean(self, text: str) -> str:
        """The text without them: an absolute path keeps its last part, a citation its file's name."""
        for prefix in (self._workdir + os.sep, os.path.abspath(self._workdir) + os.sep):
            text = text.replace(prefix, "")
        text = _MAIL.sub("[address]", text)
        text = _PATH.sub(self._shortened, text)
        text = _CITATION.sub(r"\1", text)
        for pattern, replacement in self._replaced:
            text = pattern.sub(replacement, text)
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


def _any(names: set[str]) -> str:
    """An expression for any of some names, the longest first."""
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


def _is_telling(name: str) -> bool:
    return len(name) >= _SHORTEST_NAME and name.casefold() not in _COMMON and not name.isdigit()


def _machine_roots() -> frozenset[str]:
    """What lies in this machine's root directory."""
    try:
        return frozenset(os.listdir(os.sep)) - _SYSTEM_ROOTS
    except OSError:
        return frozenset()


def _host_names() -> set[str]:
    names = {socket.gethostname(), os.environ.get("HOSTNAME", ""), os.environ.get("COMPUTERNAME", "")}
    return names | {name.partition(".")[0] for name in names}


def _own_names(workdir: str) -> set[str]:
    """The login, the home directory's name and git's idea of the person."""
    names = {os.path.basename(os.path.expanduser("~"))}
    names.update(os.environ.get(variable, "") for variable in ("USER", "LOGNAME", "USERNAME"))
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
