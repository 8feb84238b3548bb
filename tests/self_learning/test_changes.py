"""What changed since a commit, asked of real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import Workspace, make_workspace
from self_learning import changes
from self_learning.errors import InputError

TWENTY = "".join(f"line {number}\n" for number in range(1, 21))


def edit(path: Path, **replaced: str | None) -> None:
    """Replace lines by number (``_3="new"``) or take them away (``_3=None``)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for key in sorted(replaced, key=lambda name: -int(name[1:])):
        text = replaced[key]
        lines[int(key[1:]) - 1 : int(key[1:])] = [] if text is None else [text]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_every_way_a_file_can_change(project: Workspace) -> None:
    for name in ("committed", "staged", "unstaged", "deleted", "untouched", "old-name"):
        project.write(f"{name}.py", TWENTY.replace("line", name))
    project.write(".gitignore", ".learnings/\n*.log\n")
    start = project.commit("before")
    edit(project.path / "committed.py", _2="x")
    project.git("rm", "-q", "deleted.py")
    project.git("mv", "old-name.py", "new-name.py")
    project.commit("during")
    edit(project.path / "staged.py", _2="x")
    project.git("add", "staged.py")
    edit(project.path / "unstaged.py", _2="x")
    project.write("untracked.py", "x\n")
    project.write("ignored.log", "x\n")
    project.write(".learnings/outcomes.log", "x\n")

    assert changes.changed_files(str(project.path), start) == [
        "committed.py",
        "deleted.py",
        "new-name.py",
        "staged.py",
        "unstaged.py",
        "untracked.py",
    ]


def test_learnings_that_git_does_not_ignore_are_left_out(project: Workspace) -> None:
    (project.path / ".gitignore").unlink()
    start = project.commit("no .gitignore")
    project.write(".learnings/pending/one.json", "{}")
    project.git("add", "-A")
    project.write(".learnings/two.json", "{}")
    project.write("sub/.learnings/three.json", "{}")
    assert changes.changed_files(str(project.path), start) == ["sub/.learnings/three.json"]


def test_without_a_start_the_last_commit_is_compared(project: Workspace) -> None:
    project.write("a.py", "a\n")
    project.commit("a")
    project.write("b.py", "b\n")
    assert changes.changed_files(str(project.path)) == ["b.py"]
    assert changes.changed_files(str(project.path), "") == ["b.py"]


def test_a_staged_change_taken_back_in_the_work_tree_still_counts(project: Workspace) -> None:
    project.write("a.py", TWENTY)
    start = project.commit("a")
    edit(project.path / "a.py", _1="x")
    project.git("add", "a.py")
    (project.path / "a.py").write_text(TWENTY)
    assert changes.changed_files(str(project.path), start) == ["a.py"]


def test_intent_to_add_and_an_empty_new_file(project: Workspace) -> None:
    project.write("intended.py", "x\n")
    project.git("add", "-N", "intended.py")
    project.write("empty.py", "")
    project.git("add", "empty.py")
    found = changes.hunks(str(project.path))
    assert found == {"empty.py": [], "intended.py": [(1, 1)]}


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_repository_without_commits(tmp_path: Path, object_format: str) -> None:
    subprocess.run(
        ["git", "init", "-q", f"--object-format={object_format}", str(tmp_path / "new")], check=True
    )
    workdir = tmp_path / "new"
    (workdir / "staged.py").write_text("one\ntwo\n")
    subprocess.run(["git", "add", "staged.py"], cwd=workdir, check=True)
    (workdir / "untracked.py").write_text("one\n")
    assert changes.hunks(str(workdir)) == {"staged.py": [(1, 2)], "untracked.py": [(1, 1)]}
    assert changes.changed_lines(str(workdir)) == {"staged.py": "one\ntwo\n", "untracked.py": "one\n"}


def test_the_null_id_stands_for_the_time_before_the_first_commit(project: Workspace) -> None:
    assert changes.changed_files(str(project.path), "0" * 40) == [".gitignore"]


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a\n")
    assert changes.changed_files(str(tmp_path), "whatever") == []
    assert changes.hunks(str(tmp_path), "whatever") == {}
    assert changes.changed_lines(str(tmp_path), "whatever") == {}


def test_a_bare_repository_and_the_git_directory_have_no_work_tree(
    project: Workspace, tmp_path: Path
) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare.git")], check=True)
    assert not changes.is_work_tree(str(tmp_path / "bare.git"))
    assert not changes.is_work_tree(str(project.path / ".git"))
    assert changes.is_work_tree(str(project.path))


@pytest.mark.parametrize(
    "start", ["0123456789012345678901234567890123456789", "nothing", "a b", "x\nHEAD", "HEAD:a"]
)
def test_an_unknown_start_is_an_error_that_names_it(project: Workspace, start: str) -> None:
    with pytest.raises(InputError) as caught:
        changes.changed_files(str(project.path), start)
    assert repr(start)[1:-1] in str(caught.value)


def test_a_start_that_looks_like_an_option_is_none(project: Workspace) -> None:
    for start in (f"--output={project.path}/written", "-O/etc/passwd", "--help"):
        with pytest.raises(InputError):
            changes.hunks(str(project.path), start)
    assert not (project.path / "written").exists()


ODD_NAMES = [
    "two words.py",
    'quo"te.py',
    "back\\slash.py",
    "line\nbreak.py",
    "tab\tbed.py",
    "umläut-é.py",
    "-option.py",
    "*.py",
    ":(exclude)x.py",
    "b/b.py",
    "ends with space ",
    "bell\a.py",
    "日本.py",
]


def test_odd_names_come_through_whole(project: Workspace) -> None:
    for name in ODD_NAMES:
        project.write(name, TWENTY)
    start = project.commit("odd names")
    for name in ODD_NAMES:
        edit(project.path / name, _7="changed")
    assert changes.changed_files(str(project.path), start) == sorted(ODD_NAMES)
    assert changes.hunks(str(project.path), start) == {name: [(7, 7)] for name in ODD_NAMES}
    project.commit("committed")
    assert changes.hunks(str(project.path), start) == {name: [(7, 7)] for name in ODD_NAMES}


def test_odd_names_of_untracked_files(project: Workspace) -> None:
    for name in ODD_NAMES:
        project.write(name, "x\n")
    assert changes.hunks(str(project.path)) == {name: [(1, 1)] for name in ODD_NAMES}


def test_a_name_that_is_not_utf8(project: Workspace) -> None:
    name = b"caf\xe9.py"
    (Path(os.fsdecode(os.fsencode(project.path) + b"/" + name))).write_text("x\n")
    assert changes.hunks(str(project.path)) == {os.fsdecode(name): [(1, 1)]}


def test_hunks_of_changes_additions_and_deletions(project: Workspace) -> None:
    project.write("a.py", TWENTY)
    start = project.commit("a")
    edit(project.path / "a.py", _3="new 3\nnew 3b", _10=None, _11=None, _20="last")
    # Lines 10 and 11 are gone: what now touch there are 10 (was 9) and 11 (was 12).
    assert changes.hunks(str(project.path), start) == {"a.py": [(3, 4), (10, 11), (19, 19)]}
    assert changes.changed_lines(str(project.path), start) == {"a.py": "new 3\nnew 3b\nlast\n"}


def test_lines_taken_from_the_top_are_near_line_one(project: Workspace) -> None:
    project.write("a.py", TWENTY)
    start = project.commit("a")
    edit(project.path / "a.py", _1=None)
    assert changes.hunks(str(project.path), start) == {"a.py": [(1, 1)]}


def test_a_renamed_file_changed_only_where_it_differs(project: Workspace) -> None:
    project.write("old.py", TWENTY)
    start = project.commit("old")
    project.git("mv", "old.py", "new.py")
    edit(project.path / "new.py", _12="changed")
    assert changes.hunks(str(project.path), start) == {"new.py": [(12, 12)]}
    project.commit("renamed")
    assert changes.hunks(str(project.path), start) == {"new.py": [(12, 12)]}
    # Asking about the file alone must not hide where it came from.
    assert changes.hunks(str(project.path), start, ["new.py"]) == {"new.py": [(12, 12)]}


def test_content_that_looks_like_a_diff_is_content(project: Workspace) -> None:
    tricky = "-- a/x.py\n++ b/y.py\n@@ -1 +1 @@\ndiff --git a/z b/z\n\\ No newline\n" + TWENTY
    project.write("a.sql", tricky)
    start = project.commit("a")
    project.write("a.sql", "++ b/other.py\n@@ -9,9 +9,9 @@\n\\ odd\n" + TWENTY + "no newline at the end")
    found = changes.hunks(str(project.path), start)
    assert list(found) == ["a.sql"]
    assert found["a.sql"][0] == (1, 3)
    assert found["a.sql"][-1] == (24, 24)
    assert changes.changed_lines(str(project.path), start)["a.sql"].startswith(
        "++ b/other.py\n@@ -9,9 +9,9 @@\n"
    )


def test_files_without_a_newline_at_the_end(project: Workspace) -> None:
    project.write("a.py", "one\ntwo")
    project.write("b.py", TWENTY)
    start = project.commit("a")
    project.write("a.py", "one\n2\n3")
    edit(project.path / "b.py", _5="x")
    assert changes.hunks(str(project.path), start) == {"a.py": [(2, 3)], "b.py": [(5, 5)]}
    assert changes.changed_lines(str(project.path), start) == {"a.py": "2\n3\n", "b.py": "x\n"}


def test_deleted_binary_and_mode_changed_files_have_no_lines(project: Workspace) -> None:
    project.write("gone.py", TWENTY)
    project.write("mode.sh", TWENTY)
    (project.path / "image.png").write_bytes(b"\x89PNG\0\0")
    start = project.commit("before")
    (project.path / "gone.py").unlink()
    (project.path / "mode.sh").chmod(0o755)
    (project.path / "image.png").write_bytes(b"\x89PNG\0\1")
    (project.path / "new.bin").write_bytes(b"a\nb\0")
    expected: dict[str, list[tuple[int, int]]] = {
        "gone.py": [],
        "image.png": [],
        "mode.sh": [],
        "new.bin": [],
    }
    assert changes.hunks(str(project.path), start) == expected
    assert changes.changed_lines(str(project.path), start) == {}


def test_an_untracked_link_or_pipe_is_not_read(project: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password\n")
    (project.path / "link").symlink_to(secret)
    os.mkfifo(project.path / "pipe")
    assert changes.hunks(str(project.path))["link"] == []
    assert changes.changed_lines(str(project.path)) == {}


def test_the_text_is_capped_for_a_file_and_overall(project: Workspace) -> None:
    project.write("tracked.py", "")
    start = project.commit("empty")
    project.write("tracked.py", "a" * 99 + "\n" + "b" * 500 + "\n")
    project.write("u1.py", "c" * 1000)
    project.write("u2.py", "d" * 1000)
    found = changes.changed_lines(str(project.path), start, per_file=200, overall=350)
    assert found == {"tracked.py": "a" * 99 + "\n" + "b" * 100, "u1.py": "c" * 150}


def test_only_the_paths_asked_for(project: Workspace) -> None:
    project.write("a.py", "a\n")
    project.write("b.py", "b\n")
    assert changes.changed_lines(str(project.path), None, ["b.py", "missing.py"]) == {"b.py": "b\n"}
    assert changes.hunks(str(project.path), None, ["b.py"]) == {"b.py": [(1, 1)]}


def test_a_line_of_a_megabyte(project: Workspace) -> None:
    project.write("a.js", TWENTY)
    start = project.commit("a")
    project.write("a.js", "x" * 1_000_000 + "\n" + TWENTY + "end\n")
    assert changes.hunks(str(project.path), start) == {"a.js": [(1, 1), (22, 22)]}


def test_a_workdir_below_the_top_level_sees_itself_alone(project: Workspace) -> None:
    project.write("top.py", TWENTY)
    project.write("sub/inner.py", TWENTY)
    start = project.commit("both")
    edit(project.path / "top.py", _1="x")
    edit(project.path / "sub" / "inner.py", _1="x")
    project.write("sub/new.py", "x\n")
    assert changes.hunks(str(project.path / "sub"), start) == {"inner.py": [(1, 1)], "new.py": [(1, 1)]}


def test_a_submodule_and_what_changed_inside_it(project: Workspace, tmp_path: Path) -> None:
    library = make_workspace(tmp_path / "library", tmp_path / "user2")
    library.write("lib.py", TWENTY)
    library.write("same.py", TWENTY)
    library.commit("library")
    project.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.path), "vendor/lib")
    start = project.commit("with the library")
    assert changes.changed_files(str(project.path), start) == []

    inside = project.path / "vendor" / "lib"
    edit(inside / "lib.py", _4="committed")
    subprocess.run(["git", "commit", "-qam", "inside"], cwd=inside, check=True)
    edit(inside / "lib.py", _15="dirty")
    (inside / "new.py").write_text("x\n")
    assert changes.hunks(str(project.path), start) == {
        "vendor/lib": [],
        "vendor/lib/lib.py": [(4, 4), (15, 15)],
        "vendor/lib/new.py": [(1, 1)],
    }
    assert changes.changed_lines(str(project.path), start)["vendor/lib/lib.py"] == "committed\ndirty\n"


def test_an_untracked_repository_inside_is_one_path(project: Workspace, tmp_path: Path) -> None:
    make_workspace(project.path / "nested", tmp_path / "user2")
    assert changes.hunks(str(project.path)) == {"nested": []}


def test_a_linked_worktree_sees_its_own_changes(project: Workspace, tmp_path: Path) -> None:
    project.git("worktree", "add", "-q", str(tmp_path / "linked"))
    (tmp_path / "linked" / "a.py").write_text("x\n")
    assert changes.changed_files(str(tmp_path / "linked")) == ["a.py"]
    assert changes.changed_files(str(project.path)) == []


def test_the_environment_of_a_git_hook_does_not_mislead(
    project: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_workspace(tmp_path / "other", tmp_path / "user2")
    other.write("theirs.py", "x\n")
    project.write("ours.py", "x\n")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-such-index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert changes.hunks(str(project.path)) == {"ours.py": [(1, 1)]}


def test_nothing_that_the_repository_configures_is_run(project: Workspace, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    program = tmp_path / "program.sh"
    program.write_text(f'#!/bin/sh\necho "$0" >> {witness}\ncat "$1" 2>/dev/null\nexit 0\n')
    program.chmod(0o755)
    hooks = project.path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "post-index-change").symlink_to(program)
    project.write(".gitattributes", "*.py diff=custom\n")
    project.write("a.py", TWENTY)
    start = project.commit("a")
    for name in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "diff.custom.textconv",
        "diff.custom.command",
    ):
        project.git("config", name, str(program))
    witness.unlink(missing_ok=True)
    edit(project.path / "a.py", _9="x")
    os.utime(project.path / ".gitattributes")  # the index is out of date, and git would refresh it
    assert changes.hunks(str(project.path), start) == {"a.py": [(9, 9)]}
    assert not witness.exists()


def test_a_persons_diff_settings_do_not_change_the_answer(project: Workspace) -> None:
    project.write("a.py", TWENTY)
    start = project.commit("a")
    settings = {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.context": "9",
        "diff.interHunkContext": "9",
        "diff.renames": "false",
        "diff.submodule": "log",
        "color.ui": "always",
        "core.quotePath": "true",
        "diff.orderFile": "/no/such/file",
    }
    for name, value in settings.items():
        project.git("config", name, value)
    project.git("mv", "a.py", "é.py")
    edit(project.path / "é.py", _5="x", _9="y")
    assert changes.hunks(str(project.path), start) == {"é.py": [(5, 5), (9, 9)]}


def test_a_merge_conflict_is_a_change(project: Workspace) -> None:
    project.write("a.py", TWENTY)
    start = project.commit("a")
    project.git("checkout", "-q", "-b", "other")
    edit(project.path / "a.py", _5="theirs")
    project.commit("theirs")
    project.git("checkout", "-q", "main")
    edit(project.path / "a.py", _5="ours")
    project.commit("ours")
    with pytest.raises(subprocess.CalledProcessError):
        project.git("merge", "-q", "other")
    assert changes.changed_files(str(project.path), start) == ["a.py"]
    assert changes.hunks(str(project.path), start)["a.py"]
