"""Killed, full disk, remote gone, damaged clone, many at once: nothing half done, a second run repairs."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from self_learning.patterns import PatternStore
from self_learning.schema_validation import complaints
from team import (
    Teammate,
    contribution,
    git,
    put,
    shared,
    shared_pattern,
    teammate,
)

GOOD = "Close database cursors in a finally block, also after a timeout"
OWN = "Check the token's expiry before every request, not at start-up"
KILLS = 50


def timed(person: Teammate, script: str) -> float:
    started = time.monotonic()
    assert person.run(script).returncode == 0
    return time.monotonic() - started


def kill_at(person: Teammate, script: str, seconds: float, *, whole_group: bool) -> None:
    process = subprocess.Popen(
        person.command(script),
        env=person.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with contextlib.suppress(ProcessLookupError):
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
    process.wait()


def check_store(store: PatternStore, allowed: list[set[str]]) -> None:
    contents = store.read()
    assert contents.problems == ()
    assert {pattern.summary for pattern in contents.patterns} in allowed
    provenance = store.provenance()
    assert all(provenance.get(pattern.id).get("key") for pattern in contents.patterns)


def test_killed_at_random_instants_of_a_pull(bare: Path, bob: Teammate) -> None:
    chance = random.Random(7)
    bob.learn(OWN)
    lessons = [shared_pattern(GOOD)]
    put(bare, contribution("billing", "c-1", *lessons))
    whole = timed(bob, "pull_learnings.py")
    before = {OWN, GOOD}
    for number in range(KILLS):
        summary = f"Rotate the {number}th certificate a week before day {number * 31} of its life"
        # The chance that two are taken for one would hide what is tested.
        lessons.append(
            shared_pattern(
                summary.replace(" ", f" w{number}x")
                if number % 2
                else f"{summary} a{number} b{number} c{number} d{number} e{number} f{number} g{number}"
            )
        )
        lessons = lessons[-40:]
        put(bare, contribution("billing", "c-1", *lessons))
        if number % 10 == 0:
            bob.store.update(lambda patterns, _: patterns[:5] if len(patterns) > 40 else patterns)
            before = set(bob.summaries())
        kill_at(bob, "pull_learnings.py", chance.uniform(0, whole * 1.2), whole_group=number % 3 == 0)
        after = before | {lesson.summary for lesson in lessons}
        contents = bob.store.read()
        assert contents.problems == ()
        assert {pattern.summary for pattern in contents.patterns} <= after
        if number % 10 == 9:
            bob.pull()
    bob.pull()
    assert lessons[-1].summary in bob.summaries()
    provenance = bob.store.provenance()
    keys = [provenance.get(pattern.id)["key"] for pattern in bob.store.read().patterns]
    assert len(keys) == len(set(keys))


def test_killed_at_random_instants_of_a_push(bare: Path, bob: Teammate) -> None:
    chance = random.Random(11)
    identifier = bob.learn(OWN)
    whole = timed(bob, "push_learnings.py")
    for number in range(1, KILLS + 1):
        bob.measure(identifier, number, number)
        kill_at(bob, "push_learnings.py", chance.uniform(0, whole * 1.2), whole_group=number % 3 == 0)
        [document] = shared(bare).values()
        assert complaints(document, "org-contribution.schema.json") == []
        [pattern] = document["patterns"]
        assert pattern["counters"]["applications"] in range(number + 1)
        check_store(bob.store, [{OWN}])
    bob.push()
    [document] = shared(bare).values()
    assert document["patterns"][0]["counters"]["applications"] == KILLS
    assert git(bare, "fsck", "--strict") == ""


def test_the_remote_goes_away_and_comes_back(tmp_path: Path, bare: Path, bob: Teammate) -> None:
    bob.learn(OWN)
    bob.push()
    bob.pull()
    bare.rename(tmp_path / "elsewhere.git")
    before = Path(bob.store.path).read_bytes()
    for script in ("push_learnings.py", "pull_learnings.py"):
        done = bob.run(script)
        assert done.returncode == 2
        assert "can't be reached" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert Path(bob.store.path).read_bytes() == before
    (tmp_path / "elsewhere.git").rename(bare)
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    assert len(bob.pull()["added"]) == 1


def test_a_remote_that_does_not_answer_is_given_up(tmp_path: Path, bob: Teammate) -> None:
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 1000\n")
    silent.chmod(0o755)
    bob.remote = "ssh://example.invalid/x.git"
    bob.extra.update(GIT_SSH=str(silent), CLAUDE_ORG_TIMEOUT="0.3")
    done = bob.run("pull_learnings.py")
    assert done.returncode == 2
    assert "did not answer within 0.3 s" in done.stderr


def test_missing_credentials_are_told_and_never_asked_for(tmp_path: Path, bob: Teammate) -> None:
    refusing = tmp_path / "refusing"
    refusing.write_text(
        "#!/bin/sh\necho 'git@example.invalid: Permission denied (publickey).' >&2\nexit 255\n"
    )
    refusing.chmod(0o755)
    bob.remote = "ssh://git:hunter22@example.invalid/x.git"
    bob.extra.update(GIT_SSH=str(refusing))
    done = bob.run("pull_learnings.py")
    assert done.returncode == 2
    assert "could not log in" in done.stderr
    assert "hunter22" not in done.stderr


@pytest.mark.parametrize("kilobytes", [0, 1, 4, 16, 40])
@pytest.mark.parametrize("script", ["push_learnings.py", "pull_learnings.py"])
def test_a_file_that_can_not_grow_leaves_everything_as_it_was(
    bare: Path, bob: Teammate, script: str, kilobytes: int
) -> None:
    put(
        bare,
        contribution(
            "billing",
            "c-1",
            *(shared_pattern(f"{GOOD} {n} a{n} b{n} c{n} d{n} e{n} f{n} g{n} h{n}") for n in range(45)),
        ),
    )
    bob.learn(OWN)
    before = Path(bob.store.path).read_bytes()

    def full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    done = subprocess.run(
        bob.command(script), env=bob.env, capture_output=True, text=True, preexec_fn=full_disk, check=False
    )
    if done.returncode == 0:  # it was enough
        assert kilobytes > 1
    else:
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert Path(bob.store.path).read_bytes() == before
    bob.push()
    bob.pull()
    assert len(bob.store.read().patterns) == 46


@pytest.mark.parametrize(
    "damage",
    [
        lambda clone: (clone / "HEAD").unlink(),
        lambda clone: shutil.rmtree(clone / "objects"),
        lambda clone: [
            path.write_bytes(b"x")
            for path in (clone / "objects" / "pack").glob("*.pack")
            if not path.chmod(0o600)
        ],
        lambda clone: (clone / "refs" / "shared" / "head").write_text("0" * 40),
        lambda clone: (clone / "refs" / "shared" / "head.lock").write_text(""),
        lambda clone: (clone / "shallow.lock").write_text(""),
        lambda clone: (clone / "config").write_text("[remote"),
        lambda clone: clone.rename(clone.with_name("repository.git.new")),
    ],
    ids=["HEAD", "objects", "pack", "ref", "ref lock", "shallow lock", "config", "half a clone"],
)
def test_a_damaged_clone_is_made_anew(bare: Path, bob: Teammate, damage: Callable[[Path], object]) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    bob.pull()
    clone = next((bob.user / "learnings" / "org").glob("*/repository.git"))
    damage(clone)
    put(bare, contribution("billing", "c-2", shared_pattern(OWN)))
    bob.run("pull_learnings.py")
    assert bob.run("pull_learnings.py").returncode == 0
    assert set(bob.summaries()) == {GOOD, OWN}


def test_history_that_was_rewritten_is_followed(bare: Path, bob: Teammate) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    bob.pull()
    git(bare, "update-ref", "-d", "refs/heads/main")
    put(bare, contribution("billing", "c-1", shared_pattern(OWN)))
    bob.pull()
    assert OWN in bob.summaries()


def test_sixteen_pushers_at_once_all_land(tmp_path: Path, bare: Path) -> None:
    people = [teammate(tmp_path, f"person{n}", f"project{n}", bare) for n in range(16)]
    for number, person in enumerate(people):
        person.learn(f"Release lock {number} before waiting for lock {number + 1}")
    running = [
        subprocess.Popen(
            person.command("push_learnings.py"),
            env=person.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for person in people
    ]
    assert [(process.communicate()[1], process.returncode)[1] for process in running] == [0] * 16
    assert len(shared(bare)) == 16
    readme = git(bare, "show", "main:learnings/acme/README.md")
    assert "16 lessons from 16 contributors in 16 projects" in readme


def test_one_person_s_runs_wait_for_each_other(bare: Path, bob: Teammate) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    bob.learn(OWN)
    running = [
        subprocess.Popen(
            bob.command(script), env=bob.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for script in ("push_learnings.py", "pull_learnings.py") * 3
    ]
    assert [process.wait() for process in running] == [0] * 6
    assert set(bob.summaries()) == {GOOD, OWN}
    assert len(shared(bare)) == 2
