"""Step 6: rows of outcomes.log against real changes of a real repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import RunScript, Workspace
from self_learning import citations
from self_learning.citations import Place

FORTY = "".join(f"line {number}\n" for number in range(1, 41))
RUN = "20261120-101500"


@pytest.fixture
def worked(project: Workspace) -> tuple[Workspace, str]:
    """A repository in which line 20 of src/app.py was changed since the start."""
    project.write("src/app.py", FORTY)
    project.write("src/other.py", FORTY)
    start = project.commit("before")
    project.write("src/app.py", FORTY.replace("line 20\n", "changed\n"))
    project.commit("work")
    return project, start


def row(cited: str, status: str = "applied", run: str = RUN, iteration: int = 1, suffix: str = "") -> str:
    return f"2026-11-20T10:15:00Z|{run}|{iteration}|implementer|P-001|{status}|{cited}{suffix}"


def write_log(project: Workspace, *rows: str) -> None:
    Path(project.project.outcomes_log).write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")


def log(project: Workspace) -> list[str]:
    return Path(project.project.outcomes_log).read_text(encoding="utf-8").splitlines()


def failures(project: Workspace) -> list[str]:
    path = Path(project.project.failures)
    return [line for line in path.read_text().splitlines() if line.startswith("- ")] if path.exists() else []


def verify(run_script: RunScript, project: Workspace, start: str, *more: str) -> str:
    done = run_script("verify_citations.py", "--workdir", str(project.path), "--start-sha", start, *more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "cited",
    ["src/app.py:20", "src/app.py:15", "src/app.py:25", "src/app.py:20:7", "src/app.py:1-15", "src/app.py:30-21",
     "src/app.py#L20", "src/app.py:L20-L22", "./src/app.py:20", "src/../src/app.py:20", "src\\app.py:20", "`src/app.py:20`",
     "nothing,src/app.py:20", "src/other.py:1,src/app.py:20"],
)  # fmt: skip
def test_a_citation_that_holds(worked: tuple[Workspace, str], run_script: RunScript, cited: str) -> None:
    project, start = worked
    write_log(project, row(cited))
    verify(run_script, project, start)
    assert log(project) == [row(cited)]


@pytest.mark.parametrize(
    ("cited", "reason"),
    [
        ("src/app.py:14", "no change within 5 lines"),
        ("src/app.py:26", "no change within 5 lines"),
        ("src/app.py:41", "the line does not exist"),
        ("src/app.py:15-99", "the line does not exist"),
        ("src/app.py:0", "the line does not exist"),
        ("src/app.py:999999999", "the line does not exist"),
        ("src/other.py:20", "the file did not change"),
        ("src/missing.py:20", "there is no such file"),
        ("src/app.py", "names no file and line"),
        ("src/app.py:-3", "names no file and line"),
        (":20", "names no file and line"),
        ("../elsewhere/../secret.py:1", "lies outside the repository"),
        ("../secret.py:1", "lies outside the repository"),
        ("/etc/passwd:1", "lies outside the repository"),
        ("..\\secret.py:1", "lies outside the repository"),
        ("C:\\work\\src\\app.py:20", "lies outside the repository"),
        ("C:/code/src/app.py:20", "lies outside the repository"),
        ("src:1", "there is no such file"),
        (".:1", "lies outside the repository"),
        ("", "a citation is needed"),
    ],
)
def test_a_citation_that_does_not_hold(
    worked: tuple[Workspace, str], run_script: RunScript, cited: str, reason: str
) -> None:
    project, start = worked
    project.path.parent.joinpath("secret.py").write_text(FORTY)
    write_log(project, row(cited))
    verify(run_script, project, start)
    assert log(project) == [row(cited, suffix="|unverified")]
    assert len(failures(project)) == 1
    assert failures(project)[0].endswith(f" \u2014 {reason}")


def test_absolute_paths_inside_hold_by_any_name_of_the_repository(
    worked: tuple[Workspace, str], run_script: RunScript, tmp_path: Path
) -> None:
    project, start = worked
    (tmp_path / "alias").symlink_to(project.path)
    write_log(project, row(f"{project.path}/src/app.py:20"), row(f"{tmp_path}/alias/src/app.py:20"))
    verify(run_script, project, start)
    assert not any("unverified" in line for line in log(project))


def test_links_are_followed_and_may_not_lead_out(
    worked: tuple[Workspace, str], run_script: RunScript, tmp_path: Path
) -> None:
    project, start = worked
    (tmp_path / "outside.py").write_text(FORTY)
    (project.path / "out.py").symlink_to(tmp_path / "outside.py")
    (project.path / "in.py").symlink_to("src/app.py")
    write_log(project, row("out.py:1"), row("in.py:20"), row("in.py:1"))
    verify(run_script, project, start)
    assert ["unverified" in line for line in log(project)] == [True, False, True]
    assert "outside" in failures(project)[0]


def test_uncommitted_untracked_renamed_deleted_and_shortened_files(
    project: Workspace, run_script: RunScript
) -> None:
    for name in ("staged", "unstaged", "moved", "gone", "shorter"):
        project.write(f"{name}.py", FORTY.replace("line", name))
    start = project.commit("before")
    project.write("staged.py", FORTY.replace("line", "staged").replace("staged 20\n", "x\n"))
    project.git("add", "staged.py")
    project.write("unstaged.py", FORTY.replace("line", "unstaged").replace("unstaged 20\n", "x\n"))
    project.git("mv", "moved.py", "new.py")
    project.write("new.py", FORTY.replace("line", "moved").replace("moved 20\n", "x\n"))
    project.git("rm", "-q", "gone.py")
    project.write("shorter.py", FORTY.replace("line", "shorter").replace("shorter 20\nshorter 21\n", ""))
    project.write("untracked.py", FORTY)
    expected = {
        "staged.py:20": True,
        "unstaged.py:20": True,
        "new.py:20": True,
        "new.py:1": False,
        "moved.py:20": False,
        "gone.py:20": False,
        "shorter.py:18": True,
        "shorter.py:25": True,
        "shorter.py:30": False,
        "untracked.py:1": True,
        "untracked.py:40": True,
        "untracked.py:41": False,
    }
    write_log(project, *(row(cited) for cited in expected))
    verify(run_script, project, start)
    assert {
        cited: "unverified" not in line for cited, line in zip(expected, log(project), strict=True)
    } == expected


def test_twice_changes_no_byte_and_tells_each_failure_once(
    worked: tuple[Workspace, str], run_script: RunScript
) -> None:
    project, start = worked
    write_log(project, row("src/app.py:20"), row("src/app.py:1"), row("a \u2014 b:1"), row(""))
    verify(run_script, project, start)
    paths = [project.project.outcomes_log, project.project.failures]
    before = [(os.stat(path).st_ino, Path(path).read_bytes()) for path in paths]
    assert len(failures(project)) == 3
    verify(run_script, project, start)
    assert [(os.stat(path).st_ino, Path(path).read_bytes()) for path in paths] == before


def test_a_later_verdict_replaces_the_earlier(worked: tuple[Workspace, str], run_script: RunScript) -> None:
    project, start = worked
    write_log(project, row("src/other.py:7"))
    verify(run_script, project, start)
    assert log(project) == [row("src/other.py:7", suffix="|unverified")]
    project.write("src/other.py", FORTY.replace("line 7\n", "done after all\n"))
    verify(run_script, project, start)
    assert log(project) == [row("src/other.py:7")]
    project.write("src/other.py", FORTY)
    verify(run_script, project, start)
    assert log(project) == [row("src/other.py:7", suffix="|unverified")]


def test_what_other_steps_added_to_a_row_stays(worked: tuple[Workspace, str], run_script: RunScript) -> None:
    project, start = worked
    write_log(project, row("src/app.py:1", suffix="|0.8|paths|g|1|0.5|build_passed"))
    verify(run_script, project, start)
    assert log(project) == [row("src/app.py:1", suffix="|unverified|0.8|paths|g|1|0.5|build_passed")]


def test_only_applied_rows_of_the_newest_run_are_judged(
    worked: tuple[Workspace, str], run_script: RunScript
) -> None:
    project, start = worked
    untouched = [
        row("src/app.py:1", run="20261119-000000"),
        row("src/app.py:20", run="20261119-000000", suffix="|unverified"),
        row("", status="injected"),
        row("", status="withheld"),
    ]
    shown = row("", status="injected", run="20261121-000000")
    write_log(project, *untouched, row("src/app.py:1"), row("src/app.py:1", iteration=2), shown)
    assert "0 of 2" in verify(run_script, project, start)
    assert log(project) == [
        *untouched,
        row("src/app.py:1", suffix="|unverified"),
        row("src/app.py:1", iteration=2, suffix="|unverified"),
        shown,
    ]


def test_one_iteration_of_one_run(worked: tuple[Workspace, str], run_script: RunScript) -> None:
    project, start = worked
    rows = [row("x:1"), row("x:1", iteration=2), row("x:1", run="20261121-000000")]
    write_log(project, *rows)
    verify(run_script, project, start, "--run-id", RUN, "--iteration", "2")
    assert log(project) == [rows[0], rows[1] + "|unverified", rows[2]]


def test_a_bad_start_names_it_and_changes_nothing(
    worked: tuple[Workspace, str], run_script: RunScript
) -> None:
    project, _ = worked
    write_log(project, row("x:1"))
    for start in ("e" * 40, "--output=written"):
        done = run_script("verify_citations.py", "--workdir", str(project.path), f"--start-sha={start}")
        assert done.returncode == 2
        assert start in done.stderr
        assert done.stderr.count("\n") == 1
    assert log(project) == [row("x:1")]
    assert failures(project) == []


def test_without_a_repository_nothing_is_marked(tmp_path: Path, run_script: RunScript) -> None:
    (tmp_path / "plain" / ".learnings").mkdir(parents=True)
    path = tmp_path / "plain" / ".learnings" / "outcomes.log"
    path.write_text(row("x:1") + "\n")
    done = run_script("verify_citations.py", "--workdir", str(tmp_path / "plain"), "--start-sha", "HEAD")
    assert done.returncode == 0
    assert "not in a git work tree" in done.stdout
    assert path.read_text() == row("x:1") + "\n"


def test_without_rows_there_is_nothing_to_do(worked: tuple[Workspace, str], run_script: RunScript) -> None:
    project, start = worked
    assert verify(run_script, project, start) == "No applied pattern to check.\n"
    assert not os.path.exists(project.project.outcomes_log)


def test_an_unreadable_row_is_set_aside_and_the_rest_judged(
    worked: tuple[Workspace, str], run_script: RunScript
) -> None:
    project, start = worked
    write_log(project, "garbage", row("src/app.py:1"))
    done = run_script("verify_citations.py", "--workdir", str(project.path), "--start-sha", start)
    assert done.returncode == 0
    assert "quarantine" in done.stderr
    assert log(project) == [row("src/app.py:1", suffix="|unverified")]


def test_a_hostile_row_cannot_forge_lines_of_the_failures(
    worked: tuple[Workspace, str], run_script: RunScript
) -> None:
    project, start = worked
    hostile = row("x%0A# Heading%0A- forged:1").replace("P-001", "words <b>%0A- forged")
    write_log(project, hostile)
    verify(run_script, project, start)
    assert len(failures(project)) == 1
    assert "<b>" not in failures(project)[0]


@pytest.mark.parametrize(
    ("citation", "place"),
    [
        ("a.py:3", Place("a.py", 3, 3)),
        ("a.py:3:9", Place("a.py", 3, 3)),
        ("a.py:3-9", Place("a.py", 3, 9)),
        ("a.py:9-3", Place("a.py", 3, 9)),
        ("C:\\a b\\c.py:3", Place("C:\\a b\\c.py", 3, 3)),
        ("a:b.py:3", Place("a:b.py", 3, 3)),
        ("a.py", None),
        ("a.py:", None),
        ("a.py:x", None),
        ("", None),
    ],
)
def test_taking_a_citation_apart(citation: str, place: Place | None) -> None:
    assert citations.parse(citation) == place


def test_a_repository_inside_the_repository_is_no_file(
    worked: tuple[Workspace, str], run_script: RunScript
) -> None:
    project, start = worked
    project.git("init", "-q", "inner")
    write_log(project, row("inner:1"))
    verify(run_script, project, start)
    assert [line.rpartition(" \u2014 ")[2] for line in failures(project)] == ["it is no file"]
