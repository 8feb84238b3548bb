"""Whatever a person's git is set to, and however the remote answers: sharing works, or says what to do."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from self_learning.org import git_arguments, git_call, unchanged
from team import Teammate, contribution, git, put, shared, shared_pattern, teammate

GOOD = "Close database cursors in a finally block, also after a timeout"
OWN = "Check the token's expiry before every request, not at start-up"


@pytest.fixture
def bob(tmp_path: Path, bare: Path) -> Teammate:
    bob = teammate(tmp_path, "bob", "search", bare)
    home = tmp_path / "bobs-home"
    home.mkdir()
    bob.extra.update(HOME=str(home))
    return bob


@pytest.mark.parametrize(
    "setting",
    [
        "[push]\n gpgSign = true",
        "[push]\n pushOption = ci.skip",
        "[push]\n default = nothing\n followTags = true",
        "[commit]\n gpgSign = true\n[user]\n signingKey = /nowhere",
        "[clone]\n defaultRemoteName = upstream",
        "[clone]\n rejectShallow = true",
        "[user]\n useConfigOnly = true",
        "[core]\n autocrlf = true\n fsmonitor = false\n quotePath = true\n[i18n]\n commitEncoding = latin1",
        "[safe]\n bareRepository = explicit\n[log]\n showSignature = true\n[color]\n ui = always",
        "[fetch]\n prune = true\n pruneTags = true\n[transfer]\n fsckObjects = true",
    ],
)
def test_a_persons_git_settings_do_not_stand_in_the_way(
    tmp_path: Path, bare: Path, bob: Teammate, setting: str
) -> None:
    (tmp_path / "bobs-home" / ".gitconfig").write_text(setting + "\n")
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    bob.learn(OWN)
    assert bob.push()["pushed"]
    assert len(bob.pull()["added"]) == 1
    assert len(shared(bare)) == 2
    assert "gpgsig" not in git(bare, "cat-file", "commit", "main")


def test_what_the_remote_says_is_passed_on(bare: Path, bob: Teammate) -> None:
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'GL-HOOK-ERR: open a merge request for main' >&2\nexit 1\n")
    hook.chmod(0o755)
    bob.learn(OWN)
    done = bob.run("push_learnings.py")
    assert done.returncode == 2
    assert "open a merge request for main" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _ssh(bob: Teammate, bare: Path, first: str) -> None:
    """Let git reach the repository through a program that does something else first."""
    program = bare.with_name("ssh")
    program.write_text(f"#!/bin/sh\n{first}\nexec git upload-pack {bare}\n")
    program.chmod(0o755)
    bob.remote = "ssh://example.invalid/x.git"
    bob.extra.update(GIT_SSH=str(program), GIT_SSH_VARIANT="simple")


def test_a_slow_remote_that_still_says_something_is_not_given_up(bare: Path, bob: Teammate) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    _ssh(bob, bare, "for n in 1 2 3 4 5 6 7 8; do sleep 0.5; echo counting $n >&2; done")
    bob.extra["CLAUDE_ORG_TIMEOUT"] = "2.5"
    done = bob.run("pull_learnings.py")
    assert done.returncode == 0, done.stderr
    assert set(bob.summaries()) == {GOOD}
    assert "git: counting" in done.stderr or "Reading" in done.stderr
    bob.extra["CLAUDE_ORG_TIMEOUT"] = "100"
    done = bob.run("pull_learnings.py")
    assert "Nothing new" in done.stdout
    assert "Fetching" in done.stderr


def test_a_connection_that_ssh_keeps_open_is_not_waited_for(bare: Path, bob: Teammate) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    number = bare.with_name("pid")
    _ssh(bob, bare, f"sleep 1000 </dev/null >/dev/null & echo $! >>{number}")
    bob.extra["CLAUDE_ORG_TIMEOUT"] = "20"
    try:
        done = bob.run("pull_learnings.py")
    finally:
        for line in number.read_text().split():
            os.kill(int(line), signal.SIGKILL)
    assert done.returncode == 0, done.stderr
    assert set(bob.summaries()) == {GOOD}


@pytest.mark.parametrize("kind", ["file", "link"])
def test_something_else_in_the_place_of_the_clone_is_replaced(
    tmp_path: Path, bare: Path, bob: Teammate, kind: str
) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    bob.pull()
    clone = next((bob.user / "learnings" / "org").glob("*/repository.git"))
    shutil.rmtree(clone)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "keep").write_text("mine")
    if kind == "file":
        clone.write_text("")
    else:
        clone.symlink_to(elsewhere)
    put(bare, contribution("billing", "c-2", shared_pattern(OWN)))
    assert len(bob.pull()["added"]) == 1
    assert (elsewhere / "keep").read_text() == "mine"
    assert not clone.is_symlink()


@pytest.mark.parametrize("script", ["push_learnings.py", "pull_learnings.py"])
@pytest.mark.parametrize("url", ["", "  "])
def test_an_empty_url_is_not_the_configured_one(bob: Teammate, script: str, url: str) -> None:
    bob.learn(OWN)
    done = bob.run(script, f"--org-repo={url}")
    assert done.returncode == 2
    assert "--org-repo" in done.stderr
    bob.remote = "  "
    done = bob.run(script)
    assert done.returncode == 2
    assert "export CLAUDE_ORG_REPO=URL" in done.stderr


def test_an_emptied_store_takes_nothing_back(bare: Path, bob: Teammate) -> None:
    bob.learn(OWN)
    bob.push()
    Path(bob.store.path).write_text("")
    done = bob.run("push_learnings.py")
    assert done.returncode == 0
    assert "nothing was taken back" in done.stderr
    [document] = shared(bare).values()
    assert len(document["patterns"]) == 1


def test_a_first_push_says_nothing_of_taking_back(bob: Teammate) -> None:
    done = bob.run("push_learnings.py")
    assert "Nothing to push" in done.stdout
    assert done.stderr == ""


def test_two_machines_with_one_key_are_told_of(tmp_path: Path, bare: Path, bob: Teammate) -> None:
    bob.learn(GOOD)
    bob.push()
    second = teammate(tmp_path, "bobs-laptop", "search", bare)
    key = Path("learnings", "org", "identity.key")
    (second.user / key).parent.mkdir(parents=True)
    shutil.copy(bob.user / key, second.user / key)
    second.learn(OWN)
    done = second.run("push_learnings.py", "--dry-run")
    assert "never was in this store" in done.stderr
    bob.forget(bob.summaries()[GOOD])
    assert "never was" not in bob.run("push_learnings.py").stderr


def test_a_renamed_project_is_told_where_its_lessons_are(bob: Teammate) -> None:
    bob.learn(GOOD)
    bob.project = bob.project.rename(bob.project.with_name("find"))
    done = bob.run("push_learnings.py")
    assert "Yours are from search; --project NAME" in done.stdout
    assert len(bob.push("--project", "search")["added"]) == 1


def test_the_dry_run_shows_every_word_that_would_leave(bob: Teammate) -> None:
    long = "Give " + " ".join(f"argument{number}" for number in range(15)) + " to the tool"
    bob.learn(long, trigger="how the tool is called")
    for number in range(50):
        bob.learn(f"Keep w{number} x{number} y{number} apart from z{number} in v{number} at all times")
    done = bob.run("push_learnings.py", "--dry-run")
    said = " ".join(done.stdout.split())
    assert long in said
    assert "how the tool is called" in said
    assert "z49" in said
    assert max(map(len, done.stdout.splitlines()[1:])) <= 80
    assert "z49" not in bob.run("push_learnings.py").stdout


def test_the_overview_counts_in_words(bare: Path, bob: Teammate) -> None:
    bob.learn(OWN)
    bob.push()
    readme = git(bare, "show", "main:learnings/acme/README.md")
    assert "1 lesson from 1 contributor in 1 project." in readme


def test_a_refusal_is_explained_by_more_than_the_remotes_progress(bare: Path, bob: Teammate) -> None:
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\n(echo; echo =====; echo 'GH006: main is protected') >&2\nexit 1\n")
    hook.chmod(0o755)
    git(bare, "config", "receive.unpackLimit", "1")
    put(bare, contribution("billing", "c-1", *(shared_pattern(f"{GOOD} {n} {n}") for n in range(40))))
    bob.learn(OWN)
    done = bob.run("push_learnings.py")
    assert done.returncode == 2
    assert "it says: GH006: main is protected" in done.stderr


def test_what_git_prints_as_it_ends_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end is seen before its last words are: they are waited for once more."""
    ended, waited_for = threading.Event(), threading.Event()
    read, join = os.read, threading.Thread.join

    def late_read(descriptor: int, size: int) -> bytes:
        waited_for.wait()
        return read(descriptor, size)

    def watched_join(thread: threading.Thread, timeout: float | None = None) -> None:
        if ended.is_set():
            waited_for.set()
        join(thread, timeout)

    def poll() -> int:
        ended.set()
        return 0

    with subprocess.Popen(["printf", "x"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.wait()
        monkeypatch.setattr(process, "poll", poll)
        monkeypatch.setattr(os, "read", late_read)
        monkeypatch.setattr(threading.Thread, "join", watched_join)
        try:
            assert git_call._listen(process, 5.0) == (b"x", b"")
        finally:
            waited_for.set()


def test_an_interrupt_while_looking_for_news_leaves_nothing_running(bare: Path, bob: Teammate) -> None:
    put(bare, contribution("billing", "c-1", shared_pattern(GOOD)))
    _ssh(bob, bare, ":")
    bob.pull()
    pipe = bare.with_name("pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    _ssh(bob, bare, f"exec 9>{pipe}; echo started >&9; exec sleep 1000")
    command = bob.command("pull_learnings.py", "--json")
    with subprocess.Popen(command, env=bob.env, stderr=subprocess.PIPE, text=True) as process:
        assert select.select([reader], [], [], 60)[0]
        assert os.read(reader, 100) == b"started\n"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate()
    assert process.returncode == 130
    assert error == "pull_learnings.py: interrupted\n"
    assert select.select([reader], [], [], 60)[0]
    assert os.read(reader, 100) == b""  # nobody holds the other end
    os.close(reader)


def test_a_python_that_starts_no_session_pulls_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise NotImplementedError

    monkeypatch.setattr(os, "posix_spawnp", refuse)
    monkeypatch.setattr(unchanged, "stats", lambda _: None)
    monkeypatch.setattr(git_arguments, "branch", lambda _: "main")
    known = "\t".join(("repository", "commit", "", "None", "message", "data"))
    monkeypatch.setattr(unchanged, "_read", lambda: {unchanged._question([]): known})
    assert unchanged.answer([]) is None
