"""swe-bench, and every goal with a test command: did the tests pass?

The test command is a line of the person's configuration. It is split into arguments as a
shell would and started without one; a line with shell operators is refused with the remedy
(``sh -c '...'``), because an operator that a program gets as an argument does something else
than what was meant.

Success is exit code 0. With ``fail_to_pass`` or ``pass_to_pass`` it is what SWE-bench calls
resolved: every test on both lists passed, whatever the exit code says of the others. A command
that runs out of its time has not passed. The score is the fraction of the listed tests that
passed, else of all tests that ran, else 1 or 0 by the exit code.
"""

from __future__ import annotations

import os
import shlex
import tempfile
from typing import TYPE_CHECKING

from self_learning import cli, text
from self_learning.errors import InputError
from self_learning.goals import junit, timed_process
from self_learning.goals.configuration import DEFAULT_TIMEOUT_SECONDS
from self_learning.goals.measurement import Measurement, Request, judge, unknown

if TYPE_CHECKING:
    from self_learning.goals.configuration import AcceptanceTests

ALIASES = {"passed": "tests_passed", "failed": "tests_failed", "failures": "tests_failed"}
METRICS = frozenset(
    {
        "exit_code",
        "pass_rate",
        "tests_passed",
        "tests_failed",
        "tests_errors",
        "tests_skipped",
        "fail_to_pass_passed",
        "pass_to_pass_passed",
        *ALIASES,
    }
)
_OPERATORS = frozenset(";&|<>()")
_COULD_NOT_RUN = (126, 127)  # what a shell says when it can't run or find a program
_PYTEST = ("pytest", "py.test")
_PYTEST_USAGE_ERROR, _PYTEST_NO_TESTS = 4, 5
# Programs that start the program named later on their line.
_RUNNERS = frozenset(
    ("uv", "poetry", "pipenv", "pdm", "hatch", "rye", "env", "nice", "xvfb-run", "coverage", "python")
)


def evaluate(request: Request) -> Measurement:
    """Run the test command and say what came of it."""
    tests = request.goal.tests
    if not tests.command:
        return unknown("no test_command in success_criteria")
    arguments = split(tests.command, request.goal.where)
    with tempfile.TemporaryDirectory(prefix="self-learning-") as directory:
        report = os.path.join(directory, "junit.xml")
        started = with_report(arguments, report)
        own_report = _own_report(request.project.workdir, tests, arguments)
        before = _state(own_report)
        cli.progress(f"running {shlex.join(arguments)}")
        timeout = tests.timeout or DEFAULT_TIMEOUT_SECONDS
        try:
            finished = timed_process.run(started, directory=request.project.workdir, timeout=timeout)
        except OSError as error:
            return unknown(f"test_command can't be started: {arguments[0]}: {error.strerror}")
        if own_report is not None:
            # A report that the command didn't write is an older run's.
            report = own_report if _state(own_report) != before else ""
        cases, fault = _cases(report)
    metrics: dict[str, object] = {"exit_code": finished.exit_code}
    if finished.exit_code is None:
        metrics["timed_out"] = True
        return Measurement(metrics, False, 0.0, f"test_command was stopped after {timeout:g} s")
    if finished.exit_code in _COULD_NOT_RUN:
        return unknown(f"test_command could not run: {_last_line(finished)}", metrics)
    return _verdict(request, metrics, finished, cases, fault)


def _verdict(
    request: Request,
    metrics: dict[str, object],
    finished: timed_process.Finished,
    cases: list[junit.Case] | None,
    fault: str,
) -> Measurement:
    tests = request.goal.tests
    fraction = None
    if cases is not None:
        numbers = junit.counts(cases)
        metrics.update(numbers)
        ran = sum(numbers.values()) - numbers["tests_skipped"]
        if ran:
            fraction = metrics["pass_rate"] = round(numbers["tests_passed"] / ran, 4)
    listed = [*tests.fail_to_pass, *tests.pass_to_pass]
    if listed:
        if cases is None:
            return unknown(f"fail_to_pass and pass_to_pass need a JUnit report: {fault}", metrics)
        missing = _count_listed(tests, cases, metrics)
        if request.goal.threshold is not None:
            return judge(metrics, request.goal.threshold, ALIASES)
        details = f"{len(listed) - len(missing)} of {len(listed)} listed tests passed"
        if missing:
            details += f"; not {text.sanitise(missing[0], 120)}"
        return Measurement(metrics, not missing, round(1 - len(missing) / len(listed), 4), details)
    if request.goal.threshold is not None:
        return judge(metrics, request.goal.threshold, ALIASES)
    if (
        not cases
        and _is_pytest(tests.command)
        and finished.exit_code in (_PYTEST_USAGE_ERROR, _PYTEST_NO_TESTS)
    ):
        return unknown(f"pytest ran no test: {_last_line(finished)}", metrics)
    success = finished.exit_code == 0
    if cases is None:
        details = f"test_command exited with {finished.exit_code}"
    else:
        details = f"{metrics['tests_passed']} passed, {metrics['tests_failed']} failed"
        details += f", {metrics['tests_errors']} errors; exit code {finished.exit_code}"
    score = fraction if fraction is not None else float(success)
    if not success:
        details += f": {_last_line(finished)}" if cases is None else ""
    return Measurement(metrics, success, score, details)


def _count_listed(tests: AcceptanceTests, cases: list[junit.Case], metrics: dict[str, object]) -> list[str]:
    """Put the lists' numbers among the metrics; return the tests that did not pass."""
    missing: list[str] = []
    for name, names in (("fail_to_pass", tests.fail_to_pass), ("pass_to_pass", tests.pass_to_pass)):
        bad = [test for test in names if not junit.has_passed(cases, test)]
        metrics[f"{name}_passed"] = len(names) - len(bad)
        metrics[f"{name}_total"] = len(names)
        missing += bad
    return missing


def split(command: str | tuple[str, ...], where: str) -> list[str]:
    """The arguments of a command line that needs no shell.

    Args:
        command: A line, or the arguments themselves.
        where: The place in goal.yaml, for the message.

    Raises:
        InputError: The line is empty, has an open quote, or needs a shell.
    """
    if not isinstance(command, str):
        return list(command)
    try:
        arguments = shlex.split(command)
        operator = next((token for token in _unquoted(command) if token in _OPERATORS), None)
    except ValueError as error:
        raise InputError(f"{where}.success_criteria.test_command: {error}; close the quote") from None
    if not arguments:
        raise InputError(f"{where}.success_criteria.test_command: is empty; give a command")
    fault = None
    if operator is not None:
        fault = f"holds the shell operator {operator!r}"
    elif arguments[0].partition("=")[0].isidentifier() and "=" in arguments[0]:
        fault = "sets a variable"
    if fault:
        raise InputError(
            f"{where}.success_criteria.test_command: {fault}, but no shell runs it; write it as sh -c '...'"
        )
    return arguments


def _unquoted(line: str) -> list[str]:
    """The characters of a line that no quote or backslash protects."""
    found = []
    quote = ""
    characters = iter(line)
    for character in characters:
        if quote:
            if character == quote:
                quote = ""
            elif character == "\\" and quote == '"':
                next(characters, "")
        elif character in "'\"":
            quote = character
        elif character == "\\":
            next(characters, "")
        else:
            found.append(character)
    return found


def with_report(arguments: list[str], report: str) -> list[str]:
    """The arguments, with ``--junitxml`` where they start pytest and don't have their own."""
    position = _pytest_position(arguments)
    if position is None or _junit_option(arguments) is not None:
        return arguments
    return [*arguments[: position + 1], f"--junitxml={report}", *arguments[position + 1 :]]


def _pytest_position(arguments: list[str]) -> int | None:
    """Where pytest is named as the program that is started, directly or by a runner."""
    for position, argument in enumerate(arguments):
        name = os.path.basename(argument).removesuffix(".exe")
        if name in _PYTEST:
            first = os.path.basename(arguments[0]).removesuffix(".exe")
            starts = position == 0 or first in _RUNNERS or first.startswith("python")
            return position if starts else None
    return None


def _is_pytest(command: str | tuple[str, ...] | None) -> bool:
    arguments = shlex.split(command) if isinstance(command, str) else list(command or ())
    return _pytest_position(arguments) is not None


def _junit_option(arguments: list[str]) -> str | None:
    """The report that the command line itself asks pytest for."""
    for position, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option in ("--junitxml", "--junit-xml"):
            return value or next(iter(arguments[position + 1 :]), None)
    return None


def _own_report(workdir: str, tests: AcceptanceTests, arguments: list[str]) -> str | None:
    """The report that the person's configuration or command line names."""
    named = tests.junit_xml
    if named is None and _pytest_position(arguments) is not None:
        named = _junit_option(arguments)
    return os.path.join(workdir, named) if named else None


def _state(path: str | None) -> tuple[int, int, int] | None:
    if path is None:
        return None
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _cases(report: str) -> tuple[list[junit.Case] | None, str]:
    """The tests of the report, or None and why there are none."""
    if not report or not os.path.exists(report):
        return None, "the command wrote none; use pytest, or name the report as junit_xml"
    try:
        return junit.read(report), ""
    except junit.ReportError as error:
        return None, str(error)


def _last_line(finished: timed_process.Finished) -> str:
    for output in (finished.stderr, finished.stdout):
        lines = [line for line in output.splitlines() if line.strip()]
        if lines:
            return text.sanitise(lines[-1], 160)
    return "it printed nothing"
