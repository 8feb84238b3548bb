"""Changing the store: one consistent step, nothing lost, nothing written without a change."""

from __future__ import annotations

import dataclasses
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from self_learning.errors import InputError
from self_learning.patterns import (
    Limits,
    Pattern,
    PatternStore,
    Provenance,
    Tally,
    cap,
    next_id,
    ranked,
    stable_key,
    wilson_lower_bound,
)


@pytest.fixture
def store(tmp_path: Path) -> PatternStore:
    return PatternStore(str(tmp_path / "learnings" / "org-patterns.toon"))


def lesson(number: int, **fields: object) -> Pattern:
    words = " ".join(f"{stem}{number}" for stem in ("check", "before", "using", "value"))
    return dataclasses.replace(Pattern(f"P-{number:03d}", "mistake", words), **fields)  # type: ignore[arg-type]


def put(store: PatternStore, *patterns: Pattern, limits: Limits | None = None) -> list[Pattern]:
    """Make the store hold exactly these."""
    return store.update(lambda _patterns, _provenance: list(patterns), limits=limits)


def add(store: PatternStore, *patterns: Pattern, limits: Limits | None = None) -> list[Pattern]:
    return store.update(lambda present, _provenance: [*present, *patterns], limits=limits)


def files_of(store: PatternStore) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(store.directory).iterdir() if path.is_file()}


def test_a_missing_store_is_empty(store: PatternStore) -> None:
    assert store.read().patterns == ()
    assert store.archive() == ()
    assert store.next_id() == "P-001"


def test_a_change_without_a_change_touches_no_byte(store: PatternStore) -> None:
    put(store, lesson(1), lesson(2))
    before = files_of(store)
    times = {name: os.stat(os.path.join(store.directory, name)).st_mtime_ns for name in before}
    store.update(lambda patterns, _provenance: list(reversed(patterns)))
    assert files_of(store) == before
    assert {name: os.stat(os.path.join(store.directory, name)).st_mtime_ns for name in before} == times


def test_the_backup_is_the_store_before_the_last_write(store: PatternStore) -> None:
    put(store, lesson(1))
    first = Path(store.path).read_bytes()
    put(store, lesson(1), lesson(2))
    assert Path(store.backup_path).read_bytes() == first


def test_without_hard_links_the_backup_is_a_copy(
    store: PatternStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    put(store, lesson(1))
    first = Path(store.path).read_bytes()
    put(store, lesson(2))
    assert Path(store.backup_path).read_bytes() == first


def test_only_the_owner_may_read_it(store: PatternStore) -> None:
    put(store, lesson(1))
    put(store, lesson(2))
    for name in os.listdir(store.directory):
        mode = stat.S_IMODE(os.stat(os.path.join(store.directory, name)).st_mode)
        assert mode & 0o077 == 0, name
    assert stat.S_IMODE(os.stat(store.directory).st_mode) == 0o700


def test_what_is_left_out_goes_to_the_archive(store: PatternStore) -> None:
    put(store, lesson(1), lesson(2))
    put(store, lesson(1))
    assert store.archive() == (lesson(2),)
    assert store.next_id() == "P-003"


def test_ids_are_never_given_out_twice(store: PatternStore) -> None:
    put(store, lesson(1), lesson(7))
    put(store, lesson(1))
    os.unlink(store.archive_path)
    assert store.next_id() == "P-008"
    assert next_id([lesson(999)], Provenance()) == "P-1000"


def test_an_archived_lesson_comes_back_under_its_id_with_its_counts(store: PatternStore) -> None:
    def first(_patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        provenance.set("P-001", trigger="token expiry")
        provenance.record("P-001", "app", Tally(applications=4, passes=3, points=3.0))
        return [lesson(1, seen_count=3, success_rate=0.75, confidence="high", flags=()), lesson(2)]

    store.update(first)
    put(store, lesson(2))

    def captured_again(patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
        new = lesson(1, id="P-003", seen_count=1)
        provenance.set("P-003", trigger="token expiry", updated_at="2026-11-20T10:00:00Z")
        return [*patterns, new]

    after = {pattern.id: pattern for pattern in store.update(captured_again)}

    assert set(after) == {"P-001", "P-002"}
    back = after["P-001"]
    assert (back.seen_count, back.success_rate, back.confidence, back.flags) == (4, 0.75, "high", ())
    assert store.archive() == ()
    assert store.provenance().applications("P-001") == 4
    assert store.provenance().get("P-001")["updated_at"] == "2026-11-20T10:00:00Z"
    assert store.next_id() == "P-004"  # P-003 was given out, if only for a moment


def test_a_lesson_in_other_words_comes_back_and_another_lesson_does_not(store: PatternStore) -> None:
    old = Pattern("P-001", "mistake", "Close the file handle before renaming the file on Windows")
    put(store, old)
    put(store)
    same = Pattern("P-002", "mistake", "Close the file handle before renaming a file on Windows")
    other = Pattern("P-003", "mistake", "Open the file in binary mode before hashing it")
    assert {pattern.id for pattern in add(store, same, other)} == {"P-001", "P-003"}


def test_what_comes_back_is_not_capped_away_at_once(store: PatternStore) -> None:
    limits = Limits(max_patterns=3, untested_reserve=1)
    good = [lesson(n, confidence="high", flags=(), success_rate=0.9, seen_count=9) for n in (2, 3, 4)]
    bad = lesson(1, confidence="low", flags=("REVIEW",), success_rate=0.1)
    put(store, bad, *good, limits=limits)
    assert store.archive() == (bad,)
    after = add(store, dataclasses.replace(bad, id="P-005", seen_count=1), limits=limits)
    assert "P-001" in {pattern.id for pattern in after}
    assert len(after) == 3
    assert len(store.archive()) == 1


def test_capping_archives_what_falls_off_and_loses_nothing(store: PatternStore) -> None:
    everything = [lesson(n, confidence="high" if n % 2 else "low", flags=()) for n in range(1, 61)]
    stay = put(store, *everything, limits=Limits())
    assert len(stay) == 50
    assert {p.id for p in (*stay, *store.archive())} == {p.id for p in everything}
    assert all(pattern.confidence == "low" for pattern in store.archive())


def test_a_corrupt_provenance_stops_the_change_and_names_the_file(store: PatternStore) -> None:
    put(store, lesson(1))
    for content in ("{", "[]", '{"P-001": 3}', '{"P-001": {"counters": {"app": {"applications": "many"}}}}'):
        Path(store.provenance_path).write_text(content)
        before = files_of(store)
        with pytest.raises(InputError, match=r"provenance\.json"):
            add(store, lesson(2))
        assert files_of(store) == before


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b"\x00" * 100, b"patterns[1]{id}:\n  \xe9\n"])
def test_a_binary_store_stops_the_change_and_names_the_file(store: PatternStore, content: bytes) -> None:
    put(store, lesson(1))
    Path(store.path).write_bytes(content)
    before = files_of(store)
    with pytest.raises(InputError, match=r"org-patterns\.toon"):
        add(store, lesson(2))
    assert files_of(store) == before


def test_an_invalid_new_pattern_changes_nothing(store: PatternStore) -> None:
    put(store, lesson(1))
    before = files_of(store)
    with pytest.raises(InputError, match="P-002"):
        add(store, lesson(2, category="tip"))
    assert files_of(store) == before


class TestCap:
    """DESIGN.md, "The cap"."""

    def test_the_order(self) -> None:
        provenance = Provenance()
        provenance.record("P-006", "app", Tally(applications=20, passes=18, points=18))
        provenance.record("P-013", "app", Tally(applications=60, passes=30, points=30))
        provenance.record("P-007", "app", Tally(applications=1, passes=1, points=1))
        order = [
            lesson(6, confidence="high", flags=(), success_rate=0.9),  # 18 of 20
            lesson(13, confidence="high", flags=(), success_rate=0.5),  # 30 of 60
            lesson(7, confidence="high", flags=(), success_rate=1.0),  # 1 of 1
            lesson(2, confidence="high", flags=(), seen_count=5),
            lesson(1, confidence="high", flags=(), seen_count=4),
            lesson(8, confidence="high", flags=(), seen_count=4),
            lesson(5, confidence="high", flags=("UNTESTED",)),
            lesson(4, confidence="high", flags=("REVIEW",)),
            lesson(3, confidence="high", flags=("STALE",)),
            lesson(10, confidence="high", flags=("REVIEW", "STALE"), seen_count=1),
            lesson(9, confidence="high", flags=("PRUNE",)),
            lesson(11, confidence="medium", flags=()),
            lesson(12, confidence="low", flags=()),
        ]
        assert ranked(list(reversed(order)), provenance) == order

    def test_ten_places_are_kept_for_untested_ones(self) -> None:
        tested = [lesson(n, confidence="high", flags=()) for n in range(1, 61)]
        untested = [lesson(n, confidence="low", flags=("UNTESTED",)) for n in range(101, 121)]
        stay, fallen = cap([*untested, *tested], Provenance(), Limits())
        assert len(stay) == 50
        assert sum("UNTESTED" in pattern.flags for pattern in stay) == 10
        assert len(fallen) == 30

    def test_more_come_back_than_the_reserve_holds(self) -> None:
        patterns = [lesson(n) for n in range(1, 8)]
        stay, fallen = cap(patterns, Provenance(), Limits(4, 1), protected={"P-005", "P-006", "P-007"})
        assert {pattern.id for pattern in stay} == {"P-004", "P-005", "P-006", "P-007"}
        assert len(fallen) == 3

    def test_a_new_lesson_gets_its_trial_before_older_ones_that_never_had_one(self) -> None:
        stay, fallen = cap([lesson(n) for n in range(1, 52)], Provenance(), Limits())
        assert "P-051" in {pattern.id for pattern in stay}
        assert [pattern.id for pattern in fallen] == ["P-001"]

    def test_places_that_no_untested_one_needs_are_used(self) -> None:
        tested = [lesson(n, flags=()) for n in range(1, 61)]
        assert len(cap(tested, Provenance(), Limits())[0]) == 50

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("high", "medium", "low")),
                st.sampled_from(((), ("UNTESTED",), ("REVIEW",), ("PRUNE", "STALE"))),
            ),
            max_size=40,
        ),
        st.integers(1, 20),
        st.data(),
    )
    def test_nothing_is_lost_and_both_rights_hold(
        self, kinds: list[tuple[str, tuple[str, ...]]], most: int, data: st.DataObject
    ) -> None:
        limits = Limits(most, data.draw(st.integers(0, most)))
        patterns = [lesson(n, confidence=c, flags=f) for n, (c, f) in enumerate(kinds, 1)]
        stay, fallen = cap(patterns, Provenance(), limits)
        assert sorted(p.id for p in (*stay, *fallen)) == sorted(p.id for p in patterns)
        assert len(stay) == min(most, len(patterns))
        untested = [p for p in patterns if "UNTESTED" in p.flags]
        kept = [p for p in stay if "UNTESTED" in p.flags]
        assert len(kept) >= min(limits.untested_reserve, len(untested))
        order = ranked(patterns, Provenance())
        assert stay == [p for p in order if p in stay]
        best = [p for p in order if p in untested][: len(kept)]
        assert [p.confidence for p in kept] == [p.confidence for p in best]


class TestProvenance:
    def test_each_project_keeps_its_own_counts(self) -> None:
        provenance = Provenance()
        provenance.record("P-001", "one", Tally(applications=3, passes=2, points=2.5, exposures=1))
        provenance.record("P-001", "two", Tally(applications=1, passes=1, points=1.0))
        provenance.record("P-001", "one", Tally(applications=4, passes=2, points=2.5, exposures=1))
        assert provenance.tally("P-001") == Tally(applications=5, passes=3, points=3.5, exposures=1)
        assert provenance.applications("P-001") == 5
        assert set(provenance.counters("P-001")) == {"one", "two"}

    def test_unknown_fields_survive(self, tmp_path: Path) -> None:
        path = tmp_path / "provenance.json"
        path.write_text(json.dumps({"P-001": {"rate_elsewhere": 0.5, "key": "k"}}))
        provenance = Provenance.load(str(path))
        provenance.set("P-001", contributor="Ada")
        assert provenance.as_json() == {"P-001": {"rate_elsewhere": 0.5, "key": "k", "contributor": "Ada"}}
        assert provenance.find("k") == "P-001"

    def test_the_key_depends_on_words_alone(self) -> None:
        key = stable_key("Token expiry", "Check the token, always!")
        assert key == stable_key("token  EXPIRY", "check the token always")
        assert key != stable_key("token", "expiry check the token always")
        assert len(key) == 16
        assert set(key) <= set("0123456789abcdef")


class TestWilson:
    """Reference values of the 95 % Wilson score interval's lower end."""

    @pytest.mark.parametrize(
        ("passes", "applications", "bound"),
        [(0, 0, 0.0), (0, 10, 0.0), (1, 1, 0.2065), (18, 20, 0.6990), (10, 10, 0.7225), (50, 100, 0.4038)],
    )
    def test_known_values(self, passes: int, applications: int, bound: float) -> None:
        assert wilson_lower_bound(passes, applications) == pytest.approx(bound, abs=5e-5)

    @given(st.integers(1, 1000), st.data())
    def test_it_never_exceeds_the_rate(self, applications: int, data: st.DataObject) -> None:
        passes = data.draw(st.integers(0, applications))
        assert 0 <= wilson_lower_bound(passes, applications) <= passes / applications
