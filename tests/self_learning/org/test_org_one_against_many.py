"""What one contributor can do to the lessons of the others: add to them, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from self_learning.org import intake
from self_learning.org.contribution import Contribution, Counters, SharedPattern, Tombstone
from self_learning.org.merge import merge
from team import Teammate, contribution, git, put, shared_pattern

LESSON = "Verify the certificate of every host before sending the token of the client"
CHANGED = "Verify the certificate of any host before sending the token of the client"
RETRY = "Always retry a failed payment request with the same idempotency key"
OTHER = "Close database cursors in a finally block, also after a timeout"
LATER = "2026-11-19T00:00:00Z"
BILLION = 1_000_000_000


@pytest.mark.parametrize("is_known", [True, False])
def test_words_that_people_rely_on_are_not_replaced_by_anothers(
    bare: Path, bob: Teammate, is_known: bool
) -> None:
    alice = contribution("billing", "alice", shared_pattern(LESSON, applications=9, passes=9))
    mallory = contribution(
        "shop", "mallory", shared_pattern(CHANGED, updated_at=LATER, applications=BILLION, passes=BILLION)
    )
    put(bare, alice)
    if is_known:
        bob.pull()
    carol = Contribution("web", "carol", "carol", {}, {next(iter(alice.patterns)): Counters(3, 3, 3.0)}, {})
    put(bare, mallory, carol)
    bob.pull()
    assert set(bob.summaries()) == {LESSON}
    assert bob.entry(LESSON)["applications_elsewhere"] == 12 + BILLION


def test_opposites_are_two_lessons(bare: Path, bob: Teammate) -> None:
    opposite = RETRY.replace("Always", "Never")
    put(
        bare,
        contribution("billing", "alice", shared_pattern(RETRY, applications=9, passes=9)),
        contribution("shop", "mallory", shared_pattern(opposite, updated_at=LATER)),
    )
    bob.pull()
    assert set(bob.summaries()) == {RETRY, opposite}
    assert bob.entry(opposite)["applications_elsewhere"] == 0


def test_its_own_contributor_can_reword_a_lesson(bare: Path, bob: Teammate) -> None:
    old = shared_pattern(LESSON)
    put(bare, contribution("billing", "alice", old))
    bob.pull()
    new = shared_pattern(CHANGED, updated_at=LATER)
    tombstones = {old.key: Tombstone(LATER, new.key)}
    put(bare, Contribution("billing", "alice", "alice", {new.key: new}, {}, tombstones))
    assert len(bob.pull()["updated"]) == 1
    assert set(bob.summaries()) == {CHANGED}


@pytest.mark.parametrize("replaced", [True, False])
@pytest.mark.parametrize("as_bob", [True, False])
def test_nobody_takes_anothers_lesson_back(bare: Path, bob: Teammate, replaced: bool, as_bob: bool) -> None:
    old, new = shared_pattern(LESSON), shared_pattern(OTHER)
    put(bare, contribution("billing", "alice", old))
    bob.pull()
    identity = bob.push()["contributor"] if as_bob else "mallory"
    gone = {old.key: Tombstone(LATER, new.key if replaced else None)}
    put(
        bare,
        contribution("billing", "alice"),
        Contribution("shop", "mallory", identity, {} if as_bob else {new.key: new}, {}, gone),
    )
    report = bob.pull()
    assert report["retracted"] == []
    assert LESSON in bob.summaries()


def test_a_lesson_follows_its_contributor_to_a_new_name(bare: Path, bob: Teammate) -> None:
    one = shared_pattern(LESSON)
    put(bare, contribution("billing", "c-0123456789abcdef", one))
    bob.pull()
    put(
        bare,
        contribution("billing", "c-0123456789abcdef"),
        Contribution("billing", "alice", "c-0123456789abcdef", {one.key: one}, {}, {}),
    )
    bob.pull()
    assert bob.entry(LESSON)["contributor"] == "alice"
    gone = {one.key: Tombstone(LATER)}
    put(bare, Contribution("billing", "alice", "c-0123456789abcdef", {}, {}, gone))
    assert len(bob.pull()["retracted"]) == 1


def test_one_persons_claims_do_not_drown_the_others(bare: Path, bob: Teammate) -> None:
    """Twenty people found that it fails; a billion passes of one must not make it a good lesson."""
    others = [
        contribution(f"p{number}", f"c{number}", shared_pattern(LESSON, applications=5, passes=0))
        for number in range(20)
    ]
    put(bare, *others)
    bob.pull()
    [before] = bob.store.read().patterns
    put(bare, contribution("shop", "mallory", shared_pattern(LESSON, applications=BILLION, passes=BILLION)))
    bob.pull()
    [after] = bob.store.read().patterns
    assert before.confidence == "low"
    assert after.confidence == "medium"  # half of the weight, whatever is claimed
    assert bob.entry(LESSON)["applications_elsewhere"] == 100 + BILLION


def test_the_overview_puts_what_many_measured_before_what_one_claims(bare: Path, bob: Teammate) -> None:
    one = shared_pattern(LESSON, applications=10, passes=10)
    put(bare, *(contribution("billing", name, one) for name in ("alice", "carol", "dave")))
    put(bare, contribution("shop", "mallory", shared_pattern(OTHER, applications=BILLION, passes=BILLION)))
    bob.learn(RETRY)
    bob.push()
    readme = git(bare, "show", "main:learnings/acme/README.md")
    assert readme.index(LESSON[:30]) < readme.index(OTHER[:30])
    assert "1,000,000,000" in readme


_claims = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 500), st.floats(0, 1)), min_size=1, max_size=8
)


@settings(deadline=None)
@given(_claims, st.integers(0, BILLION))
def test_nobody_weighs_more_than_the_rest_together(
    claims: list[tuple[str, int, float]], claimed: int
) -> None:
    files = [
        contribution(
            f"p{number}",
            who,
            shared_pattern(LESSON)._replace(counters=Counters(count, 0, count * rate)),
        )
        for number, (who, count, rate) in enumerate(claims)
    ]
    everything = sum(count for _, count, _ in claims)
    [lesson] = merge([*files, contribution("x", "liar", _claiming(claimed))], "me").lessons
    points, applications = lesson.weighed()
    assert 0 <= points <= applications + 1e-6
    # Others may be cut down too; together they never lose to the one by more than the floor.
    assert applications <= everything + max(20, everything)
    if claimed <= 20 and all(
        sum(count for other, count, _ in claims if other == who) <= 20 for who in "abcd"
    ):
        assert applications == everything + claimed


def _claiming(count: int) -> SharedPattern:
    return shared_pattern(LESSON)._replace(counters=Counters(count, count, float(count)))


def test_a_better_lesson_comes_in_though_the_best_thousand_are_here(bare: Path, bob: Teammate) -> None:
    many = [shared_pattern(f"Rotate a{n} b{n} before c{n} and d{n} of e{n} end") for n in range(1000)]
    put(bare, contribution("billing", "alice", *many))
    assert len(bob.pull()["added"]) == intake.MOST_TAKEN
    put(bare, contribution("shop", "carol", shared_pattern(LESSON, applications=9, passes=9)))
    report = bob.pull()
    assert len(report["added"]) == 1
    assert LESSON in bob.summaries()
    put(bare, contribution("web", "carol", shared_pattern(OTHER, confidence="low")))
    report = bob.pull()
    assert (report["added"], report["ranked_out"]) == ([], 1)
