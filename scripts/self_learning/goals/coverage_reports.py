"""Coverage reports: coverage.py's JSON, Cobertura XML and lcov, told apart by their content."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Coverage(NamedTuple):
    """What a report says.

    ``percent`` (0 to 100) is the figure that the tool itself prints: coverage.py counts
    branches in where they were measured, the other two count lines. A count is None where
    the report lacks it.
    """

    kind: str
    percent: float
    lines_covered: int | None = None
    lines_total: int | None = None
    branches_covered: int | None = None
    branches_total: int | None = None


class ReportError(Exception):
    """A report can't be read; the message says why."""


def read(path: str) -> Coverage:
    """What a coverage report says.

    Raises:
        ReportError: It can't be read, or is none of the three.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror}") from None
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    try:
        if start == b"{":
            found = _coverage_py(data)
        elif start == b"<":
            found = _cobertura(data)
        elif b"SF:" in data and b"end_of_record" in data:
            found = _lcov(data.decode("utf-8-sig", "replace"))
        else:
            raise ReportError("is neither coverage.py JSON, Cobertura XML nor lcov")
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ReportError(f"{path}: is not a usable report: {type(error).__name__}: {error}") from None
    if not 0 <= found.percent <= 100:
        raise ReportError(f"{path}: says {found.percent:g} %")
    return found._replace(percent=round(found.percent, 2))


def _coverage_py(data: bytes) -> Coverage:
    document: dict[str, Any] = json.loads(data)
    totals = document.get("totals")
    if not isinstance(totals, dict) or "percent_covered" not in totals:
        raise ReportError("is JSON without totals.percent_covered, so not coverage.py's")
    if totals.get("num_statements") == 0:
        raise ReportError("covers no line of code")
    return Coverage(
        "coverage.py",
        float(totals["percent_covered"]),
        _count(totals.get("covered_lines")),
        _count(totals.get("num_statements")),
        _count(totals.get("covered_branches")),
        _count(totals.get("num_branches")),
    )


def _cobertura(data: bytes) -> Coverage:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException) as error:
        raise ReportError(f"is not usable XML: {type(error).__name__}: {error}") from None
    if root.tag != "coverage":
        raise ReportError(f"is XML of another kind: <{root.tag}>")
    covered, total = _count(root.get("lines-covered")), _count(root.get("lines-valid"))
    if covered is None or total is None:
        # Older writers leave the counts out; then the rate, which they all have, stands alone.
        rate = root.get("line-rate")
        if rate is None:
            raise ReportError("has neither lines-covered nor line-rate")
        return Coverage("Cobertura", float(rate) * 100)
    if not total:
        raise ReportError("covers no line of code")
    return Coverage(
        "Cobertura",
        covered / total * 100,
        covered,
        total,
        _count(root.get("branches-covered")),
        _count(root.get("branches-valid")),
    )


def _lcov(text: str) -> Coverage:
    """Several records of one file, as several test programs write them, are one file."""
    lines: dict[tuple[str, str], bool] = {}
    branches: dict[tuple[str, str], bool] = {}
    summaries: dict[str, tuple[int, int]] = {}
    file, found, hit, detailed = "", 0, 0, False
    for line in text.splitlines():
        key, _, value = line.strip().partition(":")
        if key == "SF":
            file, found, hit, detailed = value, 0, 0, False
        elif key == "DA":
            number, hits = value.split(",")[:2]
            lines[file, number] = lines.get((file, number), False) or int(hits) > 0
            detailed = True
        elif key == "BRDA":
            place, _, taken = value.rpartition(",")
            branches[file, place] = branches.get((file, place), False) or taken not in ("-", "0")
        elif key == "LF":
            found = int(value)
        elif key == "LH":
            hit = int(value)
        elif key == "end_of_record" and not detailed and found:
            summaries[file] = (hit, found)
    covered = sum(lines.values()) + sum(hit for hit, _ in summaries.values())
    total = len(lines) + sum(found for _, found in summaries.values())
    if not total:
        raise ReportError("covers no line of code")
    return Coverage(
        "lcov",
        covered / total * 100,
        covered,
        total,
        sum(branches.values()) if branches else None,
        len(branches) if branches else None,
    )


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
