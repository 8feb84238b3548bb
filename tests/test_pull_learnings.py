"""pull_learnings.py: what it takes, what it leaves, and that it does so once."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from self_learning import text
from self_learning.org.contribution import Counters, Tombstone
from team import (
    ORGANISATION,
    Teammate,
    contribution,
    git,
    plant,
    put,
    shared,
    shared_pattern,
    teammate,
)

LESSON = "Check the token's expiry before every request, not at start-up"
OTHER = "Close database cursors in a finally block, also after a timeout"
THIRD = "Quote every shell variable in the deployment hooks"


def state(person: Teammate) -> dict[str, bytes]:
    """Every byte of the person's store."""
    return {
        path.name: path.read_bytes()
        for path in sorted((person.user / "learnings").iterdir())
        if path.is_file() and path.name != ".lock"
    }


def test_push_from_a_and_pull_in_a_changes_nothing(alice: Teammate) -> None:
    alice.learn(LESSON)
    alice.push()
    before = state(alice)
    report = alice.pull()
    assert report["skipped_own_project"] == 1
    assert report["added"] == []
    assert state(alice) == before


def test_a_pull_elsewhere_brings_the_lesson_once(alice: Teammate, bob: Teammate) -> None:
    alice.measure(alice.learn(LESSON, trigger="token expiry"), 10, 9)
    alice.push()
    assert len(bob.pull()["added"]) == 1
    [pattern] = bob.store.read().patterns
    assert pattern.summary == LESSON
    assert pattern.flags == ("UNTESTED",)
    assert pattern.success_rate is None
    assert pattern.confidence == "high"
    entry = bob.entry(LESSON)
    assert entry["origin_project"] == "billing"
    assert entry["applications_elsewhere"] == 10
    assert entry["rate_elsewhere"] == 0.9
    assert entry["source_commit"] == git(Path(alice.remote), "rev-parse", "main")
    before = state(bob)
    done = bob.run("pull_learnings.py")
    assert done.stdout.startswith("Nothing new in ")
    assert bob.pull("--include-own-project")["added"] == []
    assert state(bob) == before


def test_push_back_brings_only_what_is_new(alice: Teammate, bob: Teammate, bare: Path) -> None:
    alice.learn(LESSON)
    alice.push()
    bob.learn(OTHER)
    bob.pull()
    report = bob.push()
    assert len(report["added"]) == 1
    report = alice.pull()
    assert len(report["added"]) == 1
    assert report["skipped_own_project"] == 1
    assert set(alice.summaries()) == {LESSON, OTHER}


def test_what_others_measured_of_a_lesson_comes_home(alice: Teammate, bob: Teammate) -> None:
    alice.measure(alice.learn(LESSON), 4, 4)
    alice.push()
    bob.pull()
    bob.measure(bob.summaries()[LESSON], 6, 3)
    for _ in range(2):
        bob.push()
        alice.pull()
    assert alice.entry(LESSON)["applications_elsewhere"] == 6
    assert alice.entry(LESSON)["passes_elsewhere"] == 3
    alice.push()
    bob.pull()
    assert bob.entry(LESSON)["applications_elsewhere"] == 4


def test_one_persons_two_projects_do_not_count_twice(tmp_path: Path, alice: Teammate, bare: Path) -> None:
    second = teammate(tmp_path, "alice", "search", bare)
    alice.measure(alice.learn(LESSON), 4, 3)
    alice.push()
    report = second.pull()
    assert (report["added"], report["skipped_own"]) == ([], 1)
    assert "applications_elsewhere" not in alice.entry(LESSON)


def test_somebody_who_has_just_joined(tmp_path: Path, alice: Teammate, bare: Path) -> None:
    alice.learn(LESSON)
    alice.push()
    newcomer = teammate(tmp_path, "carol", "billing", bare)
    report = newcomer.pull()
    assert (report["added"], report["skipped_own_project"]) == ([], 1)
    assert len(newcomer.pull("--include-own-project")["added"]) == 1


def test_another_url_of_the_same_repository_changes_nothing(
    alice: Teammate, bob: Teammate, bare: Path
) -> None:
    alice.learn(LESSON)
    second = alice.learn(OTHER)
    alice.push()
    bob.pull()
    bob.remote = f"file://{bare}"
    report = bob.pull()
    assert (report["added"], report["retracted"]) == ([], [])
    assert set(bob.summaries()) == {LESSON, OTHER}
    alice.forget(second)
    alice.push()
    assert len(bob.pull()["retracted"]) == 1
    assert set(bob.summaries()) == {LESSON}


def test_new_tags_arrive_though_a_clock_went_back(alice: Teammate, bob: Teammate, bare: Path) -> None:
    identifier = alice.learn(LESSON)
    alice.push()
    [(path, document)] = shared(bare).items()
    document["patterns"][0]["updated_at"] = text.timestamp(datetime.now(timezone.utc) + timedelta(hours=5))
    plant(bare, {path: json.dumps(document).encode()})
    bob.pull()
    alice.store.update(
        lambda patterns, _: [
            dataclasses.replace(one, context=("python",)) if one.id == identifier else one for one in patterns
        ]
    )
    alice.push()
    bob.pull()
    assert [one.context for one in bob.store.read().patterns] == [("python",)]


def test_nearly_equal_lessons_are_one(alice: Teammate, bob: Teammate, tmp_path: Path, bare: Path) -> None:
    alice.measure(alice.learn(LESSON), 4, 3)
    alice.push()
    bob.measure(bob.learn(LESSON.replace("every", "each").upper()), 5, 5)
    report = bob.pull()
    assert report["added"] == []
    assert bob.entry(LESSON.replace("every", "each").upper())["applications_elsewhere"] == 4
    bob.push()
    carol = teammate(tmp_path, "carol", "shop", bare)
    carol.pull()
    [pattern] = carol.store.read().patterns
    assert carol.entry(pattern.summary)["applications_elsewhere"] == 9
    assert carol.entry(pattern.summary)["contributors_elsewhere"] == 2


def test_two_lessons_of_one_person_stay_two_however_alike(alice: Teammate, bob: Teammate) -> None:
    alice.learn("Use the retry limit of the client number 1 for all requests to billing")
    alice.learn("Use the retry limit of the client number 2 for all requests to billing")
    alice.push()
    assert len(bob.pull()["added"]) == 2


@pytest.mark.parametrize("how", ["by hand", "to the archive"])
def test_what_was_deleted_here_stays_deleted(alice: Teammate, bob: Teammate, how: str) -> None:
    identifier = alice.learn(LESSON)
    alice.push()
    bob.pull()
    if how == "by hand":
        bob.forget(bob.summaries()[LESSON])
    else:
        bob.store.update(lambda _, __: [])
    alice.measure(identifier, 3, 3)
    alice.learn(OTHER)
    alice.push()
    report = bob.pull()
    assert set(bob.summaries()) == {OTHER}
    assert report["skipped_deleted"] == 1


def test_what_its_author_took_back_leaves_unless_it_was_used_here(
    tmp_path: Path, alice: Teammate, bob: Teammate
) -> None:
    first = alice.learn(LESSON)
    second = alice.learn(OTHER)
    alice.push()
    bob.pull()
    bob.measure(bob.summaries()[OTHER], 2, 2)
    alice.forget(first)
    alice.forget(second)
    alice.push()
    report = bob.pull()
    assert len(report["retracted"]) == 1
    assert set(bob.summaries()) == {OTHER}
    assert {pattern.summary for pattern in bob.store.archive()} == {LESSON}
    alice.learn(LESSON)
    alice.push()
    bob.pull()
    assert set(bob.summaries()) == {OTHER, LESSON}


def test_newer_words_replace_older_ones_under_the_same_id(alice: Teammate, bob: Teammate) -> None:
    identifier = alice.learn(LESSON)
    alice.push()
    bob.pull()
    bob.measure(bob.summaries()[LESSON], 2, 1)
    reworded = "Refresh credentials early: sessions die while long jobs still run"

    def reword(patterns: list, provenance: object) -> list:  # type: ignore[type-arg]
        from dataclasses import replace

        return [replace(one, summary=reworded) if one.id == identifier else one for one in patterns]

    local = bob.summaries()[LESSON]
    alice.store.update(reword)
    alice.push()
    report = bob.pull()
    assert report["updated"] == [local]
    assert bob.summaries() == {reworded: local}
    assert bob.store.provenance().applications(local) == 2


def test_more_than_the_cap_goes_to_the_archive(tmp_path: Path, bob: Teammate, bare: Path) -> None:
    words = "amber birch cedar dusty ember flint grove hazel ivory jade kelp linen maple nylon olive pearl quartz".split()
    lessons = [
        shared_pattern(
            f"Keep {words[i % 17]} {words[(i * 5 + 3) % 17]} queue{i} beside cache{i * 7} and lock{i * 3}"
        )
        for i in range(60)
    ]
    put(bare, contribution("billing", "c-0000000000000001", *lessons))
    done = bob.run("pull_learnings.py")
    assert "10 of the added ones beyond the cap, now in the archive" in done.stdout
    assert len(bob.store.read().patterns) == 50
    assert len(bob.store.archive()) == 10
    before = state(bob)
    put(bare, contribution("other", "c-0000000000000002"))
    bob.pull()
    assert state(bob) == before
    keep = [pattern.id for pattern in bob.store.read().patterns[:30]]
    bob.store.update(lambda patterns, _: [one for one in patterns if one.id in keep])
    put(bare, contribution("other", "c-0000000000000003"))
    assert len(bob.pull()["added"]) == 10
    assert len(bob.store.read().patterns) == 40


def test_a_well_tested_lesson_is_not_displaced_by_claims(bob: Teammate, bare: Path) -> None:
    identifier = bob.learn(LESSON)
    bob.measure(identifier, 10, 6)
    (bob.project / ".learnings" / "retention.yaml").write_text("max_patterns: 1\nuntested_reserve: 0\n")
    bob.store.update(
        lambda patterns, _: [
            type(one)(**{**one.__dict__, "flags": (), "success_rate": 0.6, "confidence": "medium"})
            for one in patterns
        ]
    )
    put(bare, contribution("billing", "c-1", shared_pattern(OTHER, confidence="high", seen_count=1000)))
    bob.pull()
    assert set(bob.summaries()) == {LESSON}


def test_dry_run_changes_nothing(alice: Teammate, bob: Teammate) -> None:
    alice.learn(LESSON)
    alice.push()
    done = bob.run("pull_learnings.py", "--dry-run")
    assert done.stdout.startswith("Would pull")
    assert "1 added" in done.stdout
    assert not Path(bob.store.path).exists()


def test_a_changed_setting_is_noticed_though_nothing_was_pushed(alice: Teammate, bob: Teammate) -> None:
    alice.learn(LESSON)
    alice.push()
    bob.pull()
    (bob.project / ".learnings" / "settings.yaml").write_text("trust:\n  contributors: [nobody]\n")
    assert len(bob.pull()["refused"]) == 1


def test_a_tombstone_takes_back_nothing_that_others_still_share(bob: Teammate, bare: Path) -> None:
    pattern = shared_pattern(LESSON)
    put(bare, contribution("billing", "c-1", pattern))
    bob.pull()
    hostile = contribution("shop", "c-2")._replace(
        tombstones={pattern.key: Tombstone("2026-11-02T00:00:00Z")}
    )
    put(bare, hostile)
    assert bob.pull()["retracted"] == []
    assert set(bob.summaries()) == {LESSON}


def test_totals_are_replaced_and_not_added(bob: Teammate, bare: Path) -> None:
    pattern = shared_pattern(LESSON, applications=3, passes=2)
    evidence = contribution("shop", "c-2")._replace(evidence={pattern.key: Counters(2, 1, 0.5, 4, 1, 0)})
    put(bare, contribution("billing", "c-1", pattern), evidence)
    for number in range(3):
        put(bare, contribution("noise", f"c-{number + 7}"))
        bob.pull()
    entry = bob.entry(LESSON)
    assert (entry["applications_elsewhere"], entry["passes_elsewhere"], entry["points_elsewhere"]) == (
        5,
        3,
        2.5,
    )


def test_json_is_alone_on_standard_output(bob: Teammate, bare: Path) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(THIRD)))
    for _ in range(2):
        done = bob.run("pull_learnings.py", "--json")
        assert json.loads(done.stdout)["organisation"] == ORGANISATION


@pytest.mark.parametrize("origin", ["local", "pulled"])
def test_lessons_that_the_team_keeps_apart_are_not_one_here(bob: Teammate, bare: Path, origin: str) -> None:
    """Or the one pattern would get the totals of either in turn, and news at every pull."""
    if origin == "local":
        bob.learn(LESSON)
    else:
        put(bare, contribution("billing", "alice", shared_pattern(LESSON)))
        bob.pull()
    one, other = LESSON.replace("every", "each"), LESSON.replace("every", "any")
    assert len({LESSON, one, other}) == 3
    copies = shared_pattern(one, applications=5, passes=5), shared_pattern(other, applications=7, passes=1)
    put(bare, contribution("billing", "alice"), contribution("web", "carol", *copies))
    report = bob.pull()
    assert len(report["added"]) == 1
    store = bob.summaries()
    assert sorted(bob.entry(words)["applications_elsewhere"] for words in store) == [5, 7]
    report = bob.pull("--include-own-project")
    assert [report[name] for name in ("added", "updated", "counted", "retracted")] == [[], [], [], []]
    assert bob.summaries() == store


def test_a_directory_whose_name_is_no_text(tmp_path: Path, bob: Teammate, bare: Path) -> None:
    put(bare, contribution("billing", "alice", shared_pattern(LESSON)))
    directory = os.fsencode(tmp_path) + b"/caf\xe9"
    os.makedirs(directory + b"/.learnings")
    bob.project = Path(os.fsdecode(directory))
    assert "1 added" in bob.run("pull_learnings.py").stdout
    assert "Nothing new" in bob.run("pull_learnings.py").stdout
