"""The quick count of a log says what counting row by row says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from self_learning import outcome_counts, outcomes
from self_learning.patterns import Tally

scores = st.sampled_from(["0", "0.5", "0.25", "0.1234", "1", "1.0", "0.123456789", "1e-1", "", "2", "nan"])
suffixes = st.permutations(["unverified", "relevance", "goal", "build"]).flatmap(
    lambda order: st.lists(st.sampled_from(order), max_size=4).flatmap(
        lambda kinds: st.tuples(
            *(
                {
                    "unverified": st.sampled_from(["unverified", "Unverified", ""]),
                    "relevance": st.tuples(
                        scores, st.sampled_from(["kw", "1", "x y", "", "unverified", "Build_failed"])
                    ).map("|".join),
                    "goal": st.tuples(
                        st.sampled_from(["goal", "unverified", "infra", "0.5"]),
                        st.sampled_from(["0", "1", "2", "true", "False"]),
                        scores,
                    ).map("|".join),
                    "build": st.sampled_from(["build_passed", "build_failed"]),
                }[kind]
                for kind in kinds
            )
        )
    )
)
usual_suffixes = st.tuples(
    st.sampled_from([[], ["unverified"]]),
    st.tuples(scores.filter(lambda s: s in ("0", "0.5", "0.1234")), st.just("kw")).map(list) | st.just([]),
    st.tuples(st.just("goal"), st.sampled_from("01"), st.sampled_from(["0.5", "0.75"])).map(list)
    | st.just([]),
    st.sampled_from([[], ["build_passed"], ["build_failed"]]),
).map(lambda kinds: [part for kind in kinds for part in kind])
patterns = st.sampled_from(["P-001", "some words", "a | b", "50%25", "50%", "é", " ", ""])
lines = st.one_of(
    st.tuples(
        st.sampled_from(["2026-11-20T10:00:00Z", "2026-11-21T10:00:00+01:00", "2026-13", "x"]),
        st.sampled_from(["r1", "r2", "r%7C"]),
        st.sampled_from(["1", "2", "02", "x"]),
        st.just("agent"),
        patterns,
        st.sampled_from([*outcomes.STATUSES, "applied", "used"]),
        st.sampled_from(["", "src/a.py:1"]),
        usual_suffixes.map("|".join) | suffixes.map("|".join),
    ).map(lambda fields: "|".join(fields if fields[-1] else fields[:-1])),
    st.just("2026-11-20T10:00:00Z | r1 | 2 | agent | P-001 | applied | x | 0.5 | kw | goal | 0 | 0.5"),
    st.sampled_from(["# a comment", "  ", "2026-11-20T10:00:00Z|r1|1|a|P-001|Applied|x|0.5|kw|0.25|kw"]),
    st.sampled_from(["", "rubbish", "2026-11-20T10:00:00Z|r1|1|a|P-001|applied", "\ufeff"]),
)
line_ends = st.sampled_from(["\n", "\n", "\n", "\r\n"])


def by_the_row(path: str) -> tuple[dict[tuple[str, str], Tally], dict[tuple[str, str], int], int, int]:
    """Tallies, last iterations, rows and iterations, from the log's own parser."""
    tallies: dict[tuple[str, str], Tally] = {}
    last: dict[tuple[str, str], int] = {}
    iterations: dict[tuple[str, int], int] = {}
    rows = 0
    for row in outcomes.stream(path):
        rows += 1
        ordinal = iterations.setdefault((row.run_id, row.iteration), len(iterations))
        key = (row.pattern, row.status)
        last[key] = max(last.get(key, -1), ordinal)
        tally = tallies.setdefault(key, Tally())
        if row.status != "applied":
            tally.exposures += row.status == "injected"
            tally.withheld += row.status == "withheld"
            continue
        failed = row.unverified or row.build_passed is False
        tally.applications += 1
        tally.passes += not failed
        tally.unverified += row.unverified
        tally.build_failed += row.build_passed is False
        tally.with_goal += row.goal is not None
        if failed:
            continue
        if row.goal is None or row.goal.success:
            tally.points += 1
        elif row.relevance is not None:
            tally.points += round(row.relevance.score * 0.5, 6)
    return tallies, last, rows, len(iterations)


def assert_same(path: Path) -> None:
    counts = outcome_counts.count(str(path))
    counts.texts = {key: one for key, one in counts.texts.items() if any(one.rows_by_kind)}
    tallies, last, rows, iterations = by_the_row(str(path))
    found: dict[tuple[str, str], Tally] = {}
    for text_count in counts.texts.values():
        found.setdefault((text_count.text, text_count.status), Tally()).add(text_count.tally())
    for tally in (*found.values(), *tallies.values()):
        tally.points = round(tally.points, 5)
    assert found == tallies
    latest: dict[tuple[str, str], int] = {}
    for text_count in counts.texts.values():
        key = (text_count.text, text_count.status)
        latest[key] = max(latest.get(key, -1), text_count.last_iteration)
    assert latest == last
    assert (counts.rows, counts.iterations) == (rows, iterations)
    unreadable = [line for line in outcomes.read(str(path)) if not isinstance(line, outcomes.Row)]
    assert counts.problems == unreadable


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(log=st.lists(st.tuples(lines, line_ends).map("".join), max_size=25))
def test_counting_quickly_is_counting_row_by_row(tmp_path: Path, log: list[str]) -> None:
    path = tmp_path / "outcomes.log"
    path.write_bytes("".join(log).encode())
    assert_same(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=st.lists(st.tuples(lines, line_ends).map("".join), max_size=15), place=st.integers(0, 10**6))
def test_the_same_with_bytes_that_are_no_text(tmp_path: Path, log: list[str], place: int) -> None:
    content = "".join(log).encode()
    place %= len(content) + 1
    path = tmp_path / "outcomes.log"
    path.write_bytes(content[:place] + b"\xff" + content[place:])
    assert_same(path)


def test_what_was_learned_may_be_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome_counts, "_KEPT", 2)
    path = tmp_path / "outcomes.log"
    path.write_text(
        "".join(
            f"2026-11-20T10:00:00Z|r|{n}|a|P-001|applied|x|0.{n % 7}|kw{n % 5}|goal|{n % 2}|0.{n % 3}\n"
            for n in range(200)
        )
    )
    assert_same(path)


def test_a_missing_log_has_no_rows(tmp_path: Path) -> None:
    assert outcome_counts.count(str(tmp_path / "none")) == outcome_counts.LogCounts()
