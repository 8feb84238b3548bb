"""What changed in a work tree since a commit: step 1, and what steps 2 and 6 ask about it.

"Changed" is the difference between the start commit and the files as they are now, whether that
was committed, staged, left unstaged or never added; what git ignores doesn't count. A renamed
file has its new path, and only the lines that differ from the old file are changed. A deleted
file is a changed path without changed lines. A submodule is a changed path, and what changed
inside it is reported as well, below its path. Paths are relative to the workdir, with ``/``,
and nothing outside the workdir is reported. ``.learnings/`` never counts: what this plugin
writes there is not the agent's work.
"""

from __future__ import annotations

import json
import os
import stat
from typing import IO, TYPE_CHECKING, NamedTuple

from self_learning import files, git_program
from self_learning.cli import Result
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from self_learning.paths import Project

BEFORE_ANY_COMMIT = "0" * 40  # git's null id, as its own hooks give it
PER_FILE = 65_536  # bytes of added lines that are read from one file
OVERALL = 1_048_576  # and from all files together
_LONGEST_LINE = 65_536
_BINARY_PROBE = 8_000  # git's own rule: a NUL byte in the first 8,000 makes a file binary
_SUBMODULE = b"160000"
_DIFF = (
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--find-renames",
    "--relative",
    "-O/dev/null",
)
_PATCH = ("--unified=0", "--inter-hunk-context=0", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/")


class _Survey(NamedTuple):
    """What git reports for one work tree: the project's own, or that of a submodule."""

    directory: str
    prefix: str  # what its paths have in front when seen from the workdir: "" or "submodule/"
    tree: str  # the tree object that now is compared with
    tracked: tuple[str, ...]
    untracked: tuple[str, ...]


class _Hunk(NamedTuple):
    """One changed place of a file, in the numbers of the file as it is now."""

    path: str
    first: int
    last: int
    added: bytes


def changed_files(workdir: str, start_sha: str | None = None) -> list[str]:
    """The paths that changed since a commit, sorted.

    Args:
        workdir: Any directory of a work tree; paths are relative to it.
        start_sha: A commit (any name that git knows it by); without one, or with an empty
            one, the last commit. The null id, and a repository without commits, stand for
            the state before the first commit.

    Returns:
        The paths; empty when the workdir isn't in a git work tree. A name that isn't UTF-8
        holds surrogate escapes, as everywhere in Python.

    Raises:
        InputError: The start commit doesn't exist, or git refused.
    """
    found: set[str] = set()
    for survey in _surveys(workdir, start_sha):
        found.update(survey.prefix + path for path in (*survey.tracked, *survey.untracked))
    return sorted(found)


def hunks(
    workdir: str, start_sha: str | None = None, paths: Collection[str] | None = None
) -> dict[str, list[tuple[int, int]]]:
    """The changed line ranges of each changed file, in the numbers of the file as it is now.

    Args:
        workdir: As for ``changed_files``.
        start_sha: As for ``changed_files``.
        paths: Only these are looked at; without it, all.

    Returns:
        By path, (first, last) line numbers from 1, both included, ascending. An untracked
        file is one range over all of it. Where lines were only taken away, the range is the
        two lines that now touch. Binary and deleted files and changes of mode have no range.

    Raises:
        InputError: As for ``changed_files``.
    """
    wanted = None if paths is None else set(paths)
    found: dict[str, list[tuple[int, int]]] = {}
    for survey in _surveys(workdir, start_sha):
        for path in (*survey.tracked, *survey.untracked):
            if wanted is None or survey.prefix + path in wanted:
                found.setdefault(survey.prefix + path, [])
        for path in survey.untracked:
            ranges = found.get(survey.prefix + path)
            if ranges is not None and (count := _line_count(os.path.join(survey.directory, path))):
                ranges.append((1, count))
        if any(survey.prefix + path in found for path in survey.tracked):
            for hunk in _patch(survey, keep=0):
                ranges = found.get(survey.prefix + hunk.path)
                if ranges is not None:
                    ranges.append((hunk.first, hunk.last))
    return found


def changed_lines(
    workdir: str,
    start_sha: str | None = None,
    paths: Iterable[str] | None = None,
    *,
    per_file: int = PER_FILE,
    overall: int = OVERALL,
) -> dict[str, str]:
    """The text of the lines that were added or rewritten, by path.

    Args:
        workdir: As for ``changed_files``.
        start_sha: As for ``changed_files``.
        paths: Only these; without it, all.
        per_file: The most that is taken from one file, in bytes.
        overall: The most that is taken from all files together, in bytes.

    Returns:
        For each file that has such lines, their text, in the file's order, bytes that are
        not UTF-8 replaced. Binary files, and symbolic links that git doesn't track, are left out.

    Raises:
        InputError: As for ``changed_files``.
    """
    wanted = None if paths is None else set(paths)
    taken: dict[str, bytearray] = {}
    left = overall

    def take(path: str, text: bytes) -> None:
        nonlocal left
        if not text:
            return
        block = taken.setdefault(path, bytearray())
        part = text[: max(0, min(left, per_file - len(block)))]
        block += part
        left -= len(part)

    for survey in _surveys(workdir, start_sha):
        ours = {survey.prefix + path for path in (*survey.tracked, *survey.untracked)}
        if wanted is not None:
            ours &= wanted
        if any(survey.prefix + path in ours for path in survey.tracked):
            for hunk in _patch(survey, keep=per_file):
                if survey.prefix + hunk.path in ours:
                    take(survey.prefix + hunk.path, hunk.added)
                if left <= 0:
                    break
        for path in survey.untracked:
            if left > 0 and survey.prefix + path in ours:
                take(survey.prefix + path, _text(os.path.join(survey.directory, path), per_file))
    return {path: bytes(block).decode("utf-8", "replace") for path, block in taken.items() if block}


def is_work_tree(workdir: str) -> bool:
    """Whether a directory lies in a git work tree.

    Raises:
        InputError: Git is there and refuses to say, for example because the repository
            belongs to somebody else.
    """
    try:
        answer = git_program.run(workdir, "rev-parse", "--is-inside-work-tree")
    except git_program.GitError as error:
        if "not a git repository" in str(error):
            return False
        raise
    return answer.strip() == b"true"


def command(project: Project, start_sha: str | None, output: str | None = None) -> Result:
    """Step 1: write the changed paths to a file as a JSON list.

    Args:
        project: Whose work tree.
        start_sha: As for ``changed_files``.
        output: The file; by default ``.learnings/changed-files.json`` when the project takes part.
    """
    found = changed_files(project.workdir, start_sha)
    target = os.path.abspath(output) if output else project.changed_files
    written = output is not None or project.is_on
    if written:
        # A name that isn't UTF-8 becomes JSON's own escape of its surrogates.
        content = (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        if output is None:
            with files.locked(project.learnings):
                files.replace(target, content)
        else:
            files.replace(target, content)
    since = f"since {start_sha[:12]}" if start_sha else "since the last commit"
    if not found and not is_work_tree(project.workdir):
        message = f"{project.workdir} is not in a git work tree, so no changed files are known."
    elif not found:
        message = f"No files changed {since}."
    else:
        shown = found if not written else found[:10]
        lines = [f"{len(found)} changed {'file' if len(found) == 1 else 'files'} {since}:"]
        lines += [f"  {json.dumps(path) if not path.isprintable() else path}" for path in shown]
        if len(found) > len(shown):
            lines.append(f"  and {len(found) - len(shown)} more")
        message = "\n".join(lines)
    if written and found:
        message += f"\nWritten to {target}"
    return Result(message, found)


def _surveys(workdir: str, start_sha: str | None) -> Iterator[_Survey]:
    if not is_work_tree(workdir):
        return
    tree = _tree(workdir, start_sha or "")
    if tree is None:
        raise InputError(
            f"{workdir}: there is no commit {start_sha!r} here; give a start SHA that `git log` shows"
            " (a shallow clone may lack it: git fetch --unshallow)"
        )
    yield from _survey(workdir, "", tree)


def _tree(directory: str, revision: str) -> str | None:
    """The tree object of a revision, or None; asked on standard input, so no name can be an option."""
    if any(character in revision for character in "\n\0\r"):
        return None
    name = revision or "HEAD"
    if not name.strip("0"):
        name = ""
    if name:
        try:
            given = os.fsencode(f"{name}^{{tree}}\n")
        except UnicodeEncodeError:
            return None
        answer = git_program.run(directory, "cat-file", "--batch-check", given=given).split()
        if len(answer) == 3 and answer[1] == b"tree":
            return answer[0].decode("ascii")
        if revision:
            return None
    return git_program.run(directory, "hash-object", "-t", "tree", "--stdin").decode("ascii").strip()


def _survey(directory: str, prefix: str, tree: str) -> Iterator[_Survey]:
    tracked: set[str] = set()
    submodules: dict[str, str] = {}
    # Now differs from the index when a staged change was taken back in the work tree alone.
    for where in ((), ("--cached",)):
        output = git_program.run(directory, *_DIFF, "--raw", "--no-abbrev", "-z", *where, tree, "--")
        for path, old_commit in _raw(output):
            tracked.add(path)
            if old_commit:
                submodules.setdefault(path, old_commit)
    others = git_program.run(directory, "ls-files", "--others", "--exclude-standard", "-z")
    # An untracked repository inside this one ends with a slash and is one opaque path.
    untracked = {os.fsdecode(name).rstrip("/") for name in others.split(b"\0") if name}
    yield _Survey(
        directory,
        prefix,
        tree,
        tuple(sorted(path for path in tracked if prefix or not _is_ours(path))),
        tuple(sorted(path for path in untracked - tracked if prefix or not _is_ours(path))),
    )
    for path, old_commit in sorted(submodules.items()):
        inside = os.path.join(directory, path)
        # Without its own .git the submodule isn't checked out, and git would answer for the outer one.
        if os.path.exists(os.path.join(inside, ".git")) and not os.path.islink(inside):
            old_tree = _tree(inside, old_commit)
            if old_tree is not None:
                yield from _survey(inside, f"{prefix}{path}/", old_tree)


def _is_ours(path: str) -> bool:
    return path == ".learnings" or path.startswith(".learnings/")


def _raw(output: bytes) -> Iterator[tuple[str, str | None]]:
    """The paths of ``git diff --raw -z``, each with a changed submodule's old commit."""
    fields = iter(output.split(b"\0"))
    for header in fields:
        if not header:
            continue
        old_mode, new_mode, old_object, _, status = header.split(b" ")
        path = next(fields)
        if status[:1] in b"RC":
            path = next(fields)
        both = old_mode.lstrip(b":") == new_mode == _SUBMODULE
        yield os.fsdecode(path), old_object.decode("ascii") if both else None


def _patch(survey: _Survey, keep: int) -> Iterator[_Hunk]:
    """The hunks of the tracked files of one work tree, read as git prints them.

    Args:
        survey: Which work tree, against which tree.
        keep: How many bytes of a hunk's added lines to hand on; 0 for none.
    """
    path: str | None = None
    submodule = False
    with git_program.stream(survey.directory, *_DIFF, *_PATCH, "--patch", survey.tree, "--") as output:
        while line := _line(output):
            if line.startswith(b"diff --git "):
                path, submodule = None, False
            elif line.startswith((b"index ", b"new file mode ")):
                submodule = line.endswith(b" " + _SUBMODULE + b"\n")
            elif line.startswith(b"+++ "):
                path = _header_path(line[4:])
            elif line.startswith(b"@@ "):
                _, old, new, *_ = line.split(b" ")
                removed = _extent(old)[1]
                start, added = _extent(new)
                text = _added(output, removed + added, keep)
                if path is None or submodule:
                    continue  # a file that is gone, or a commit's id: no lines to be near to
                first, last = (start, start + added - 1) if added else (max(1, start), start + 1)
                yield _Hunk(path, first, last, text)


def _extent(side: bytes) -> tuple[int, int]:
    """Start and number of lines of ``-12,3``, ``+12,0`` or ``+12``."""
    start, _, count = side[1:].partition(b",")
    return int(start), int(count) if count else 1


def _added(output: IO[bytes], count: int, keep: int) -> bytes:
    """Read the ``count`` lines of a hunk, however much they look like headers; keep what was added."""
    kept = bytearray()
    while count and (line := _line(output)):
        if line.startswith(b"\\"):  # "\\ No newline at end of file" belongs to the line before it
            continue
        count -= 1
        if line.startswith(b"+") and len(kept) < keep:
            kept += line[1:]
    return bytes(kept[:keep])


def _line(output: IO[bytes]) -> bytes:
    """The next line with its end, cut at a length that no source line has; empty at the end."""
    line = output.readline(_LONGEST_LINE)
    part = line
    while part and not part.endswith(b"\n"):
        part = output.readline(_LONGEST_LINE)
    return line if line.endswith(b"\n") or not line else line + b"\n"


def _header_path(name: bytes) -> str | None:
    """The path of a ``+++`` line: quoted as in C where it holds quotes or control characters."""
    name = name.rstrip(b"\n").removesuffix(b"\t")  # git ends a name with spaces by a tab
    if name == b"/dev/null":
        return None
    if name.startswith(b'"'):
        name = _unquote(name[1:-1])
    return os.fsdecode(name.removeprefix(b"b/"))


_ESCAPES = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}


def _unquote(name: bytes) -> bytes:
    plain = bytearray()
    position = 0
    while position < len(name):
        if name[position : position + 1] != b"\\":
            plain.append(name[position])
            position += 1
            continue
        letter = name[position + 1 : position + 2]
        if letter in _ESCAPES:
            plain.append(_ESCAPES[letter])
            position += 2
        else:  # three octal digits
            plain.append(int(name[position + 1 : position + 4], 8))
            position += 4
    return bytes(plain)


def _open_regular(path: str) -> IO[bytes] | None:
    """An untracked file opened for reading; None for a link, a pipe, a directory or what has gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return open(descriptor, "rb")


def _line_count(path: str) -> int:
    """How many lines an untracked text file has; 0 for a binary file and what isn't a file."""
    file = _open_regular(path)
    if file is None:
        return 0
    count = 0
    last = b"\n"
    with file:
        block = file.read(_BINARY_PROBE)
        if b"\0" in block:
            return 0
        while block:
            count += block.count(b"\n")
            last = block[-1:]
            block = file.read(1_048_576)
    return count + (last != b"\n")


def _text(path: str, limit: int) -> bytes:
    """The beginning of an untracked text file; nothing for a binary file and what isn't a file."""
    file = _open_regular(path)
    if file is None:
        return b""
    with file:
        block = file.read(max(limit, _BINARY_PROBE))
    return b"" if b"\0" in block[:_BINARY_PROBE] else block[:limit]
