"""Goals with a test command: real pytest runs, their reports, and what SWE-bench calls resolved."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from conftest import Workspace
from self_learning.errors import InputError
from self_learning.goals import junit, swe_bench
from self_learning.goals.configuration import AcceptanceTests, Goal, Threshold
from self_learning.goals.measurement import Measurement, Request

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
SUITE = """
import pytest

def test_good(): pass
def test_bad(): assert 1 == 2
def test_broken(missing_fixture): pass
def test_skipped(): pytest.skip("not here")
@pytest.mark.xfail
def test_known(): assert False
@pytest.mark.xfail
def test_better_than_known(): pass

class TestGroup:
    @pytest.mark.parametrize("value", ["a", "b::c", "d[e]", "f/g.py", "h i"])
    def test_each(self, value): assert value != "a"
    def test_other(self): pass

class TestAllGood:
    def test_one(self): pass
    def test_two(self): pass
"""


def measure(project: Workspace, tests: AcceptanceTests, threshold: Threshold | None = None) -> Measurement:
    goal = Goal(
        "swe-bench", tests=tests, threshold=threshold, binary=True, where="goal.yaml: goals.swe-bench"
    )
    return swe_bench.evaluate(Request(project.project, "20261120-101500", None, goal))


@pytest.fixture
def suite(project: Workspace) -> Workspace:
    project.write("tests/test_app.py", SUITE)
    project.write("tests/unit/test_deep.py", "def test_deep(): pass\n")
    project.write("pytest.ini", "[pytest]\n")
    return project


def test_pytest_is_counted_from_its_report(suite: Workspace) -> None:
    found = measure(suite, AcceptanceTests(PYTEST))
    assert found.success is False
    assert found.metrics == {
        "exit_code": 1,
        "tests_passed": 10,
        "tests_failed": 2,
        "tests_errors": 1,
        "tests_skipped": 2,
        "pass_rate": 0.7692,
    }
    assert found.score == 0.7692
    assert not list(suite.path.glob("**/*.xml"))


def test_all_passing_is_success(suite: Workspace) -> None:
    found = measure(suite, AcceptanceTests((*PYTEST, "tests/unit")))
    assert (found.success, found.score, found.metrics["tests_passed"]) == (True, 1.0, 1)


GOOD = [
    "tests/test_app.py::test_good",
    "tests/test_app.py::test_known",
    "tests/test_app.py::test_better_than_known",
    "tests/test_app.py::TestGroup::test_each[b::c]",
    "tests/test_app.py::TestGroup::test_each[d[e]]",
    "tests/test_app.py::TestGroup::test_each[f/g.py]",
    "tests/test_app.py::TestGroup::test_each[h i]",
    "tests/test_app.py::TestAllGood",
    "tests/unit/test_deep.py",
    "./tests/unit/test_deep.py::test_deep",
    "test_deep (tests.unit.test_deep)",
    "test_one (tests.test_app.TestAllGood)",
    "test_one (tests.test_app.TestAllGood.test_one)",
]
BAD = [
    "tests/test_app.py::test_bad",
    "tests/test_app.py::test_broken",
    "tests/test_app.py::test_skipped",
    "tests/test_app.py::TestGroup::test_each[a]",
    "tests/test_app.py::TestGroup::test_each",
    "tests/test_app.py::TestGroup",
    "tests/test_app.py",
    "tests/test_app.py::test_missing",
    "tests/test_app.py::TestGroup::test_good",
    "test_app.py::test_good",
    "tests/test_app.py::test_goo",
    "tests/unit/test_dee",
    "test_one (tests.test_app)",
]


def test_the_lists_decide_whatever_the_other_tests_do(suite: Workspace) -> None:
    found = measure(
        suite, AcceptanceTests(PYTEST, fail_to_pass=tuple(GOOD[:5]), pass_to_pass=tuple(GOOD[5:]))
    )
    assert (found.success, found.score) == (True, 1.0)
    assert found.metrics["exit_code"] == 1
    assert (found.metrics["fail_to_pass_passed"], found.metrics["fail_to_pass_total"]) == (5, 5)
    assert (found.metrics["pass_to_pass_passed"], found.metrics["pass_to_pass_total"]) == (8, 8)


def test_one_that_does_not_pass_leaves_it_unresolved(suite: Workspace) -> None:
    found = measure(
        suite, AcceptanceTests(PYTEST, fail_to_pass=(GOOD[0],), pass_to_pass=(GOOD[1], BAD[0], BAD[1]))
    )
    assert (found.success, found.score) == (False, 0.5)
    assert BAD[0] in found.details
    assert (found.metrics["fail_to_pass_passed"], found.metrics["pass_to_pass_passed"]) == (1, 1)


def test_every_form_of_a_test_id(suite: Workspace, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    measure(suite, AcceptanceTests((*PYTEST, f"--junitxml={report}")))
    cases = junit.read(str(report))
    assert {test: junit.has_passed(cases, test) for test in GOOD + BAD} == {
        **dict.fromkeys(GOOD, True),
        **dict.fromkeys(BAD, False),
    }


def test_a_report_of_ones_own_is_used(suite: Workspace) -> None:
    for option in (("--junitxml=own.xml",), ("--junit-xml", "own.xml")):
        found = measure(
            suite,
            AcceptanceTests(
                (*PYTEST, *option, "tests/unit"), fail_to_pass=("tests/unit/test_deep.py::test_deep",)
            ),
        )
        assert found.success is True
        (suite.path / "own.xml").unlink()
    inside_a_shell = ("sh", "-c", f"{shlex.join(PYTEST)} --junitxml=own.xml tests/unit")
    found = measure(
        suite, AcceptanceTests(inside_a_shell, fail_to_pass=("tests/unit/test_deep.py",), junit_xml="own.xml")
    )
    assert found.success is True


def test_a_report_of_an_earlier_run_is_not_believed(suite: Workspace) -> None:
    measure(suite, AcceptanceTests((*PYTEST, "--junitxml=own.xml", "tests/unit")))
    found = measure(
        suite, AcceptanceTests("true", fail_to_pass=("tests/unit/test_deep.py",), junit_xml="own.xml")
    )
    assert (found.success, found.score) == (None, None)
    assert "JUnit" in found.details


def test_lists_without_a_report_are_not_guessed(project: Workspace) -> None:
    found = measure(project, AcceptanceTests("true", pass_to_pass=("tests/test_a.py::test_a",)))
    assert (found.success, found.score) == (None, None)


@pytest.mark.parametrize(
    ("command", "success"),
    [
        ("true", True),
        ("false", False),
        ("sh -c 'exit 3'", False),
        ("sh -c 'kill -9 $$'", False),
        (("sh", "-c", "exit 0"), True),
    ],
)
def test_any_other_command_counts_by_its_exit_code(
    project: Workspace, command: str | tuple[str, ...], success: bool
) -> None:
    found = measure(project, AcceptanceTests(command))
    assert (found.success, found.score) == (success, float(success))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("no-such-program --now", "no-such-program"),
        ("sh -c no-such-program", "not found"),
        ("./not-executable", "not-executable"),
        (None, "no test_command"),
    ],
)
def test_what_cannot_run_is_not_measured(project: Workspace, command: str | None, told: str) -> None:
    project.write("not-executable", "#!/bin/sh\n")
    found = measure(project, AcceptanceTests(command))
    assert (found.success, found.score) == (None, None)
    assert told in found.details


def test_pytest_without_a_test_is_not_measured(project: Workspace) -> None:
    project.write("pytest.ini", "[pytest]\n")
    for arguments in (PYTEST, (*PYTEST, "no/such/file.py")):
        found = measure(project, AcceptanceTests(arguments))
        assert (found.success, found.score) == (None, None)


def test_a_suite_that_cannot_be_collected_has_failed(project: Workspace) -> None:
    project.write("test_broken.py", "import no_such_module\n")
    found = measure(project, AcceptanceTests(PYTEST, fail_to_pass=("test_broken.py::test_a",)))
    assert (found.success, found.score) == (False, 0.0)
    found = measure(project, AcceptanceTests(PYTEST))
    assert (found.success, found.metrics["tests_errors"]) == (False, 1)


def test_out_of_time_has_not_passed(project: Workspace) -> None:
    found = measure(project, AcceptanceTests("sleep 600", timeout=0.2))
    assert (found.success, found.score) == (False, 0.0)
    assert found.metrics == {"exit_code": None, "timed_out": True}


def test_the_command_runs_in_the_workdir_without_a_shell(project: Workspace) -> None:
    code = "import os, sys; sys.exit(not (os.path.exists('here') and sys.argv[1:] == ['$HOME', '*', 'a b', '&&']))"
    project.write("here", "")
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)} $HOME * 'a b' '&&'"
    assert measure(project, AcceptanceTests(command)).success is True


@pytest.mark.parametrize(
    "command", ["make && pytest", "pytest | tee log", "pytest > log", "a; b", "(a)", "CI=1 pytest", "a &"]
)
def test_what_needs_a_shell_is_refused_with_the_remedy(project: Workspace, command: str) -> None:
    with pytest.raises(InputError, match=r"goals\.swe-bench.*sh -c"):
        measure(project, AcceptanceTests(command))


@pytest.mark.parametrize(("command", "told"), [("pytest 'open", "close the quote"), ("   ", "is empty")])
def test_a_line_that_cannot_be_split(project: Workspace, command: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        measure(project, AcceptanceTests(command))


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("pytest -x tests", 1),
        ("/usr/bin/py.test", 1),
        ("python3.12 -m pytest -x", 3),
        ("uv run --group test pytest tests", 5),
        ("poetry run python -m pytest", 5),
        ("coverage run -m pytest tests", 4),
        ("grep pytest README.md", None),
        ("make test", None),
        ("pytest --junitxml=x.xml", None),
    ],
)
def test_where_the_report_is_asked_for(line: str, at: int | None) -> None:
    arguments = line.split()
    expected = arguments if at is None else [*arguments[:at], "--junitxml=R", *arguments[at:]]
    assert swe_bench.with_report(arguments, "R") == expected


def test_a_threshold_on_what_the_tests_measure(suite: Workspace) -> None:
    found = measure(suite, AcceptanceTests(PYTEST), Threshold("pass_rate", 0.75, "above"))
    assert (found.success, found.score) == (True, 1.0)
    found = measure(suite, AcceptanceTests(PYTEST), Threshold("failed", 1, "below"))
    assert (found.success, found.score) == (False, 0.5)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuites><testcase name="&b;"/></testsuites>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuites><testcase name="&a;"/></testsuites>'
)


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, "", "<testsuites>", "<html/>", "{}"])
def test_a_hostile_or_broken_report_is_refused(project: Workspace, content: str) -> None:
    project.write("made.xml", content)
    command = ("sh", "-c", "cp made.xml report.xml")
    found = measure(project, AcceptanceTests(command, fail_to_pass=("a.py::a",), junit_xml="report.xml"))
    assert (found.success, found.score) == (None, None)
    assert "report.xml" in found.details


def test_a_test_told_of_twice_counts_by_its_worse_outcome(tmp_path: Path) -> None:
    report = tmp_path / "r.xml"
    for order in (("", "<error/>"), ("<error/>", "")):
        cases = "".join(f'<testcase classname="a" name="b">{inner}</testcase>' for inner in order)
        report.write_text(f"<testsuite>{cases}</testsuite>")
        assert junit.read(str(report)) == [("a", "b", "error")]
