"""JUnit XML: what each test did, and whether the tests that a person names passed.

Reports are parsed by defusedxml, which refuses entities and external references.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PASSED, FAILED, ERROR, SKIPPED, EXPECTED_FAILURE = "passed", "failed", "error", "skipped", "xfailed"
_WORST_FIRST = (ERROR, FAILED, SKIPPED, EXPECTED_FAILURE, PASSED)
_UNITTEST = re.compile(r"^(?P<name>\S+) \((?P<place>[\w.]+)\)$")


class Case(NamedTuple):
    """One test: the dotted name of its module and class, its own name, and what it did."""

    place: str
    name: str
    outcome: str


class ReportError(Exception):
    """A report can't be read; the message says why."""


def read(path: str) -> list[Case]:
    """The tests of a report, each once: a test that is told of twice counts by the worse outcome.

    Raises:
        ReportError: It isn't JUnit XML.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    try:
        root = parse(path).getroot()
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror}") from None
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ReportError(f"{path}: is not usable XML: {type(error).__name__}: {error}") from None
    if root is None or root.tag not in ("testsuites", "testsuite"):
        raise ReportError(f"{path}: is not a JUnit report")
    worst: dict[tuple[str, str], str] = {}
    for element in root.iter("testcase"):
        key = (element.get("classname") or "", element.get("name") or "")
        outcome = _outcome({child.tag: child.get("type") or "" for child in element})
        known = worst.get(key, PASSED)
        worst[key] = min(outcome, known, key=_WORST_FIRST.index)
    return [Case(*key, outcome) for key, outcome in worst.items()]


def _outcome(children: dict[str, str]) -> str:
    if "error" in children:
        return ERROR
    if "failure" in children:
        return FAILED
    if "skipped" in children:
        return EXPECTED_FAILURE if "xfail" in children["skipped"] else SKIPPED
    return PASSED


def counts(cases: Iterable[Case]) -> dict[str, int]:
    """How many tests passed, failed, broke and were skipped; an expected failure is a skipped test."""
    outcomes = [case.outcome for case in cases]
    return {
        "tests_passed": outcomes.count(PASSED),
        "tests_failed": outcomes.count(FAILED),
        "tests_errors": outcomes.count(ERROR),
        "tests_skipped": outcomes.count(SKIPPED) + outcomes.count(EXPECTED_FAILURE),
    }


def has_passed(cases: list[Case], test: str) -> bool:
    """Whether a named test is in the report and passed; an expected failure counts as SWE-bench counts it.

    Args:
        cases: The report.
        test: A pytest id (``tests/test_a.py::TestB::test_c[1]``), also of a class, a file or a
            parametrised test without its parameter, which pass when all they hold does; or
            ``test_c (tests.test_a.TestB)``.
    """
    outcomes = [case.outcome for case in cases if _names(test, case)]
    return bool(outcomes) and all(outcome in (PASSED, EXPECTED_FAILURE) for outcome in outcomes)


def _names(test: str, case: Case) -> bool:
    unittest = _UNITTEST.match(test)
    if unittest:
        name, place = unittest["name"], unittest["place"]
        return case.name == name and case.place in (place, place.removesuffix(f".{name}"))
    # A parameter may hold any character, so it is put aside before the rest is taken apart.
    address, bracket, parameter = test.partition("[")
    file, *parts = address.split("::")
    places = [file.removeprefix("./").removesuffix(".py").replace("/", "."), *parts]
    whole = ".".join(places)
    if parts:
        place, name = ".".join(places[:-1]), places[-1]
        if case.place == place and (
            case.name == name + bracket + parameter or (not bracket and case.name.startswith(f"{name}["))
        ):
            return True
    return not bracket and (case.place == whole or case.place.startswith(f"{whole}."))
