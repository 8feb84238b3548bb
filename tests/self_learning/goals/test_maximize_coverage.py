"""Coverage reports as coverage.py, Cobertura's writers and lcov's make them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from conftest import Workspace
from self_learning.goals import coverage_reports, maximize_coverage
from self_learning.goals.configuration import AcceptanceTests, Goal, Threshold
from self_learning.goals.coverage_reports import Coverage
from self_learning.goals.measurement import Measurement, Request

# The totals of `coverage json`, the head of `coverage xml` and all of `coverage lcov` for one program.
COVERAGE_PY = json.dumps(
    {
        "meta": {"format": 3, "branch_coverage": True},
        "files": {},
        "totals": {
            "covered_lines": 7,
            "num_statements": 10,
            "percent_covered": 64.28571428571429,
            "num_branches": 4,
            "covered_branches": 2,
        },
    }
)
COBERTURA = (
    '<?xml version="1.0" ?>\n<coverage version="7.17.3" lines-valid="10" lines-covered="7" line-rate="0.7" '
    'branches-valid="4" branches-covered="2" branch-rate="0.5" complexity="0"><packages/></coverage>'
)
WITH_DOCTYPE = (
    '<?xml version="1.0"?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'
    '<coverage line-rate="0.855"><packages/></coverage>'
)
LCOV = """TN:
SF:m.py
DA:1,1
DA:2,1
DA:3,1
DA:4,1
DA:5,0
DA:6,1
DA:7,0
DA:8,1
DA:9,1
DA:10,0
LF:10
LH:7
BRDA:3,0,jump to line 4,1
BRDA:3,0,jump to line 5,0
BRDA:9,0,jump to line 10,-
BRDA:9,0,exit the module,1
BRF:4
BRH:2
end_of_record
"""
COUNTS = (7, 10, 2, 4)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (COVERAGE_PY, Coverage("coverage.py", 64.29, *COUNTS)),
        ('{"totals": {"percent_covered": 85.5}}', Coverage("coverage.py", 85.5)),
        (COBERTURA, Coverage("Cobertura", 70.0, *COUNTS)),
        (WITH_DOCTYPE, Coverage("Cobertura", 85.5)),
        (LCOV, Coverage("lcov", 70.0, *COUNTS)),
        ("SF:a\nLF:4\nLH:1\nend_of_record\nSF:b\nLF:4\nLH:3\nend_of_record\n", Coverage("lcov", 50.0, 4, 8)),
        # Two test programs over one file: a line that one of them reached is covered.
        (
            "SF:a\nDA:1,0\nDA:2,0,x\nend_of_record\nSF:a\nDA:1,5\nDA:2,0\nend_of_record\n",
            Coverage("lcov", 50.0, 1, 2),
        ),
    ],
)
def test_each_format_by_its_content(tmp_path: Path, content: str, expected: Coverage) -> None:
    for prefix in (b"", b"\xef\xbb\xbf"):
        path = tmp_path / "report"
        path.write_bytes(prefix + content.encode())
        assert coverage_reports.read(str(path)) == expected


@pytest.mark.parametrize(
    "content",
    [
        "", "hello", "{", "[]", "{}", '{"totals": {}}', '{"totals": {"percent_covered": "x"}}', '{"totals": {"percent_covered": 101}}',
        '{"totals": {"percent_covered": NaN}}', '{"totals": {"percent_covered": 100, "num_statements": 0}}',
        "<coverage", "<report/>", "<coverage/>", '<coverage line-rate="x"/>', '<coverage lines-valid="0" lines-covered="0"/>',
        '<!DOCTYPE c [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><coverage line-rate="0.5">&b;</coverage>',
        '<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">]><coverage line-rate="0.5">&a;</coverage>',
        "SF:a\nend_of_record\n", "SF:a\nDA:1\nend_of_record\n", "SF:a\nDA:1,x\nend_of_record\n",
    ],
)  # fmt: skip
def test_what_is_no_report_is_said(project: Workspace, content: str) -> None:
    project.write("coverage.json", content)
    found = measure(project)
    assert (found.success, found.score) == (None, None)
    assert "coverage.json" in found.details


def measure(
    project: Workspace,
    target: float | None = 60,
    metric: str = "coverage_percent",
    file: str | None = None,
    run: str = "20200101-000000",
    command: tuple[str, ...] | None = None,
) -> Measurement:
    goal = Goal(
        "maximize-coverage",
        threshold=None if target is None else Threshold(metric, target, "above"),
        coverage_file=file,
        tests=AcceptanceTests(command, timeout=60),
    )
    return maximize_coverage.evaluate(Request(project.project, run, None, goal))


def test_the_figure_against_the_target(project: Workspace) -> None:
    project.write("coverage.json", COVERAGE_PY)
    found = measure(project)
    assert (found.success, found.score) == (True, 1.0)
    assert found.metrics == {
        "coverage_percent": 64.29,
        "report": "coverage.json",
        "kind": "coverage.py",
        "lines_covered": 7,
        "lines_total": 10,
        "line_coverage_percent": 70.0,
        "branches_covered": 2,
        "branches_total": 4,
        "branch_coverage_percent": 50.0,
    }
    assert (measure(project, 80).success, measure(project, 80).score) == (False, 0.8036)
    assert measure(project, 70, "line_coverage").success is True
    assert measure(project, 51, "branch_coverage_percent").success is False
    assert measure(project, None).success is None


def test_a_target_given_as_a_fraction_is_meant_in_per_cent(project: Workspace) -> None:
    project.write("coverage.json", COVERAGE_PY)
    assert measure(project, 0.6).success is True
    assert measure(project, 0.8).success is False
    assert measure(project, 1).success is False


@pytest.mark.parametrize(
    "place", ["coverage.xml", "lcov.info", "coverage/lcov.info", "coverage/cobertura-coverage.xml"]
)
def test_the_usual_places(project: Workspace, place: str) -> None:
    project.write(place, LCOV if place.endswith("info") else COBERTURA)
    assert measure(project).metrics["coverage_percent"] == 70.0
    assert measure(project).metrics["report"] == place


def test_the_newest_of_several_and_the_one_that_is_named(project: Workspace) -> None:
    project.write("coverage.json", COVERAGE_PY)
    project.write("reports/all.xml", COBERTURA)
    newest = project.write("lcov.info", "SF:a\nDA:1,1\nend_of_record\n")
    os.utime(newest, ns=(2 * 10**18, 2 * 10**18))
    assert measure(project).metrics["report"] == "lcov.info"
    assert measure(project, file="reports/all.xml").metrics["report"] == "reports/all.xml"
    assert "no/such.xml" in measure(project, file="no/such.xml").details


def test_a_report_older_than_the_run_tells_nothing_of_it(project: Workspace) -> None:
    report = project.write("coverage.json", COVERAGE_PY)
    os.utime(report, (1_600_000_000, 1_600_000_000))  # 13 September 2020, 12:26:40 UTC
    assert measure(project, run="20200913-122641").success is None
    assert measure(project, run="20200913-122640").success is True
    assert measure(project, run="29990101-000000").success is True  # a clock elsewhere, not an old report
    assert measure(project, run="no time").success is True


def test_a_command_that_makes_the_report(project: Workspace) -> None:
    command = (
        sys.executable,
        "-c",
        f"open('coverage.json', 'w').write({COVERAGE_PY!r}); raise SystemExit(1)",
    )
    assert measure(project, command=command).metrics["coverage_percent"] == 64.29
    assert measure(project, command=("no-such-program",)).success is None


def test_no_report_at_all(project: Workspace) -> None:
    found = measure(project)
    assert (found.success, found.score) == (None, None)
    assert "coverage_file" in found.details
