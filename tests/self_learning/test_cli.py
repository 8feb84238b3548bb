"""Every command line says what happened in the same way."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS

SCRIPT = '''"""Shows how commands speak."""
import sys
sys.path.insert(0, {scripts!r})
from self_learning import cli, errors

def command(arguments):
    if arguments.what == "input":
        raise errors.InputError.at("goal.yaml", "has two\\nlines", 7, "mend it")
    if arguments.what == "lock":
        raise errors.LockTimeoutError("held")
    if arguments.what == "disk":
        open("/absent/file", "w")
    if arguments.what == "interrupt":
        raise KeyboardInterrupt
    if arguments.what in ("half", "byte"):
        {{"half": "\\ud83d", "byte": "a\\udcff"}}[arguments.what].encode("utf-8")
    if arguments.what == "long":
        return cli.Result("line\\n" * 100_000)
    return cli.Result(f"Done at {{cli.now(arguments):%Y-%m-%dT%H:%M%z}} \\u00e4", {{"a": "\\u00e4"}}, ("mind this",), 0)

parser = cli.parser(__doc__, reads="nothing", writes="nothing", returns="a greeting")
cli.add_now(parser)
parser.add_argument("what", nargs="?")
sys.exit(cli.run(parser, command))
'''


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "speak.py"
    path.write_text(SCRIPT.format(scripts=str(SCRIPTS)))
    return path


def speak(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"},
    )


def test_a_result_is_printed_and_warned_of_even_where_the_terminal_knows_only_ascii(script: Path) -> None:
    done = speak(script, "--now", "2026-01-02T03:04:05+01:00")
    assert (done.returncode, done.stdout) == (0, "Done at 2026-01-02T03:04+0100 ä\n")
    assert done.stderr == "speak.py: mind this\n"


def test_json_stands_alone_on_standard_output(script: Path) -> None:
    assert json.loads(speak(script, "--json").stdout) == {"a": "ä"}


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("input", 2, "speak.py: goal.yaml:7: has two lines; mend it\n"),
        ("lock", 3, "speak.py: held\n"),
        ("disk", 2, "speak.py: /absent/file: No such file or directory\n"),
        ("interrupt", 130, "speak.py: interrupted\n"),
        ("byte", 2, "speak.py: an argument or a name holds b'\\xff', which is not UTF-8\n"),
        ("half", 2, "speak.py: an argument or a name holds '\\ud83d', which is not UTF-8\n"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(script: Path, what: str, code: int, said: str) -> None:
    done = speak(script, what)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


INTERRUPTED_WHILE_IMPORTING = """
import runpy, sys

class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == "self_learning.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
sys.path.insert(0, sys.argv[1])
sys.argv = [sys.argv[2]]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize(
    "path", sorted(one for one in SCRIPTS.glob("*.py") if "environment.activate()" in one.read_text())
)
def test_an_interrupt_in_the_first_moments_is_one_line(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_IMPORTING, str(SCRIPTS), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", f"{path.name}: interrupted\n")


@pytest.mark.parametrize("arguments", [("--absent",), ("--now", "tomorrow"), ("--js",)])
def test_bad_arguments_are_one_line_and_exit_code_2(script: Path, arguments: tuple[str, ...]) -> None:
    done = speak(script, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_reader_that_goes_away_is_no_error(script: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(script), "long"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_help_says_what_is_read_written_and_returned(script: Path) -> None:
    text = speak(script, "--help").stdout
    assert all(
        part in text
        for part in ("reads:   nothing", "writes:  nothing", "returns: a greeting", "exit codes: 0")
    )
