"""Step 2 by its command line, on a real repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import RunScript, Workspace
from self_learning.patterns import Pattern, PatternStore

PATTERNS = (
    Pattern("P-001", "mistake", "Never use a bare except clause, it hides much", context=("python",)),
    Pattern("P-002", "mistake", "Check token expiry before each payment call", context=("auth",)),
    Pattern("P-003", "mistake", "Use const for variables that are never reassigned", context=("javascript",)),
)


@pytest.fixture
def filled(project: Workspace) -> Workspace:
    PatternStore(project.person.store).update(lambda _old, _provenance: list(PATTERNS))
    return project


def scores(run_script: RunScript, project: Workspace, *arguments: str) -> dict[str, dict[str, object]]:
    """What step 2 says, by pattern, after step 1."""
    workdir = ("--workdir", str(project.path))
    assert run_script("changed_files.py", *workdir).returncode == 0
    listed = project.project.changed_files
    done = run_script("pattern_relevance.py", *workdir, "--changed-files", listed, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return {row["pattern_id"]: row for row in json.loads(done.stdout)}


def test_the_changed_lines_decide_and_not_the_rest_of_the_file(
    run_script: RunScript, filled: Workspace
) -> None:
    filled.write("src/load.py", "try:\n    load()\nexcept:\n    pass\n\n\ndef go():\n    return 1\n")
    filled.commit("A bare except that was there before")
    filled.write("src/load.py", "try:\n    load()\nexcept:\n    pass\n\n\ndef go():\n    return 2\n")
    assert scores(run_script, filled)["P-001"]["score"] == 0
    filled.write("src/other.py", "try:\n    load()\nexcept:\n    pass\n")
    found = scores(run_script, filled)["P-001"]
    assert found["method"] == "changed-lines"
    assert isinstance(found["score"], float)
    assert 0 < found["score"] <= 1
    assert {"bare", "except", "clause"} <= set(found["matched_concepts"])  # type: ignore[call-overload]


def test_every_pattern_has_a_row_and_languages_are_kept_apart(
    run_script: RunScript, filled: Workspace
) -> None:
    filled.write("web/app.js", "const limit = 1;\nvar count = 2;\ncount = 3;\n")
    found = scores(run_script, filled)
    assert set(found) == {"P-001", "P-002", "P-003"}
    assert found["P-001"]["score"] == 0
    assert found["P-001"]["method"] == "nothing-shared"
    assert float(str(found["P-003"]["score"])) > 0


def test_a_deleted_file_counts_by_its_path(run_script: RunScript, filled: Workspace) -> None:
    path = filled.write("payment/token_expiry.py", "x = 1\n")
    filled.commit("Add it")
    path.unlink()
    found = scores(run_script, filled)["P-002"]
    assert found["method"] == "path"
    assert float(str(found["score"])) > 0


def test_it_writes_where_it_is_told_and_the_same_twice(
    run_script: RunScript, filled: Workspace, tmp_path: Path
) -> None:
    filled.write("src/other.py", "try:\n    load()\nexcept:\n    pass\n")
    rows = scores(run_script, filled)
    default = Path(filled.project.relevance_scores)
    first = default.read_bytes()
    assert [row["pattern_id"] for row in json.loads(first)] == list(rows)
    scores(run_script, filled)
    assert default.read_bytes() == first
    elsewhere = tmp_path / "scores.json"
    scores(run_script, filled, "--output", str(elsewhere))
    assert elsewhere.read_bytes() == first


@pytest.mark.parametrize("content", ["{}", "[1]", "not json", ""])
def test_a_list_that_is_none_is_named(run_script: RunScript, filled: Workspace, content: str) -> None:
    path = filled.write(".learnings/changed-files.json", content)
    done = run_script("pattern_relevance.py", "--workdir", str(filled.path), "--changed-files", str(path))
    assert done.returncode == 2
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not Path(filled.project.relevance_scores).exists()
