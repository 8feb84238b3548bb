"""What every command line here shares: help, common options, results, errors and exit codes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning import paths
from self_learning.errors import InputError, SelfLearningError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_STARTED = time.monotonic()
_QUIET_SECONDS = 2.0


class Result(NamedTuple):
    """What a command has to say.

    ``message`` is for a person, ``data`` is what ``--json`` prints, ``warnings`` go to
    standard error one line each, ``exit_code`` is 0 unless part of the job failed, and
    ``skipped`` says that there was nothing to do.
    """

    message: str
    data: object = None
    warnings: tuple[str, ...] = ()
    exit_code: int = 0
    skipped: bool = False


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help at 80 columns; without a width argparse imports shutil to ask for it, which costs 4 ms."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=78)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]  # argparse says NoReturn; so is this
        """One line on standard error, as for every other fault."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser(description: str | None, *, reads: str, writes: str, returns: str) -> argparse.ArgumentParser:
    """A parser whose help says what the command reads, writes and returns.

    Args:
        description: The entry point's docstring.
        reads: Which files it reads.
        writes: Which files it writes.
        returns: What it prints, and its exit codes where they are special.
    """
    made = _Parser(
        description=description,
        epilog=(
            f"reads:   {reads}\nwrites:  {writes}\nreturns: {returns}\n\n"
            "exit codes: 0 done, or nothing to do; 2 bad arguments or input, nothing changed;\n"
            "3 the lock could not be had in time."
        ),
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    made.add_argument("--json", action="store_true", help="print the result as JSON, alone")
    return made


def add_workdir(target: argparse.ArgumentParser) -> None:
    """Add ``--workdir``."""
    target.add_argument(
        "--workdir",
        metavar="W",
        help="the project (default: $CLOSEDLOOP_WORKDIR, else the git top level of "
        "$CLAUDE_PROJECT_DIR or of the current directory)",
    )


def add_now(target: argparse.ArgumentParser) -> None:
    """Add ``--now``, so that a result can be reproduced."""
    target.add_argument("--now", metavar="DATE", type=_moment, help="take this ISO 8601 date or time for now")


def add_toon_file(target: argparse.ArgumentParser, flag: str = "--toon-file") -> None:
    """Add the option that names another pattern store than the person's own."""
    target.add_argument(
        flag,
        dest="toon_file",
        metavar="P",
        help="the pattern store (default: $CLOSEDLOOP_HOME or ~/.closedloop-ai, learnings/org-patterns.toon)",
    )


def _moment(argument: str) -> datetime:
    try:
        moment = datetime.fromisoformat(argument.replace("Z", "+00:00"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{argument!r} is not an ISO 8601 date or time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def as_text(argument: str) -> str:
    """The ``type`` of an option that is a text and no path: UTF-8, whatever the locale made of it."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def project(arguments: argparse.Namespace) -> paths.Project:
    """The project that ``--workdir`` or the environment names.

    Raises:
        InputError: There is no such directory.
    """
    directory = paths.workdir(arguments.workdir)
    if not os.path.isdir(directory):
        raise InputError.at(directory, "there is no such directory", remedy="give --workdir")
    return paths.Project(directory)


def now(arguments: argparse.Namespace) -> datetime:
    """The moment that ``--now`` names, else the clock's, in UTC."""
    given: datetime | None = arguments.now
    return given or datetime.now(timezone.utc)


def store_path(arguments: argparse.Namespace) -> str:
    """The pattern store that the option names, else the person's own."""
    given: str | None = arguments.toon_file
    return os.path.abspath(os.path.expanduser(given)) if given else paths.Person().store


def run(
    command_line: argparse.ArgumentParser,
    command: Callable[[argparse.Namespace], Result],
    argv: Sequence[str] | None = None,
) -> int:
    """Parse, call, print, and give the exit code.

    Args:
        command_line: Made with ``parser``.
        command: The library function, given the parsed arguments.
        argv: The arguments; by default the process's.

    Returns:
        The exit code as FORMATS.md defines them; an interrupt gives 130.
    """
    arguments = command_line.parse_args(argv)
    as_json: bool = arguments.json
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal's encoding must not turn a lesson into a traceback
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = command(arguments)
        for warning in result.warnings:
            print(f"{command_line.prog}: {warning}", file=sys.stderr)
        if as_json:
            print(json.dumps(result.data, indent=2, ensure_ascii=False))
        elif result.message:
            print(result.message)
        sys.stdout.flush()
    except SelfLearningError as error:
        print(f"{command_line.prog}: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, a pager) has gone; a second flush at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"{command_line.prog}: interrupted", file=sys.stderr)
        return 130
    except UnicodeEncodeError as error:
        odd = error.object[error.start : error.end]
        is_bytes = all("\udc80" <= character <= "\udcff" for character in odd)  # as the system gives them
        shown = odd.encode("utf-8", "surrogateescape") if is_bytes else odd
        print(
            f"{command_line.prog}: an argument or a name holds {shown!r}, which is not UTF-8", file=sys.stderr
        )
        return 2
    except OSError as error:
        # A fault of the machine (disk, permissions) that no room expected: still one line.
        place = f"{error.filename}: " if error.filename else ""
        print(f"{command_line.prog}: {place}{error.strerror or error}", file=sys.stderr)
        return 2
    return result.exit_code


def progress(message: str) -> None:
    """Say on standard error what is under way: on a terminal, or once two seconds have passed."""
    if sys.stderr.isatty() or time.monotonic() - _STARTED > _QUIET_SECONDS:
        print(message, file=sys.stderr, flush=True)
