"""Steps 3, 5 and 7 through their command lines: what goes onto which rows, and what doesn't."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from conftest import RunScript, Workspace
from self_learning import outcomes
from self_learning.outcomes import Goal, Relevance, Row
from self_learning.patterns import Pattern, PatternStore

RUN = "20261120-100000"


def row(pattern: str = "P-001", iteration: int = 1, **fields: object) -> Row:
    made = Row("2026-11-20T10:00:00Z", RUN, iteration, "writer", pattern, "applied", ("a.py:1",))
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def logged(project: Workspace) -> list[Row]:
    return list(outcomes.stream(project.project.outcomes_log))


def log_bytes(project: Workspace) -> bytes:
    return Path(project.project.outcomes_log).read_bytes()


class TestRelevance:
    @pytest.fixture(autouse=True)
    def _store(self, project: Workspace) -> None:
        PatternStore(project.person.store).update(
            lambda _patterns, _provenance: [
                Pattern("P-001", "mistake", "Check token expiry before every API call"),
                Pattern("P-002", "pattern", "Take the lock before writing the log file"),
            ]
        )

    def merge(self, project: Workspace, run_script: RunScript, *scores: tuple[str, float]) -> str:
        entries = [
            {"pattern_id": name, "score": score, "method": "keyword", "matched_concepts": ["x"]}
            for name, score in scores
        ]
        path = project.write(".learnings/relevance-scores.json", json.dumps(entries))
        done = run_script("merge_relevance.py", "--workdir", str(project.path), "--relevance-file", str(path))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_rows_are_found_by_what_they_resolve_to(self, project: Workspace, run_script: RunScript) -> None:
        cited = [
            "P-001",
            "check TOKEN expiry before every api call",
            "the lock before writing",
            "unknown words",
        ]
        outcomes.append(project.project, [row(one) for one in cited])
        said = self.merge(project, run_script, ("P-001", 0.83456), ("P-002", 0.1))
        one, two = Relevance(0.8346, "keyword"), Relevance(0.1, "keyword")
        assert [each.relevance for each in logged(project)] == [one, one, two, None]
        assert "3 of 4 rows" in said
        assert "1 names no known pattern" in said

    def test_twice_changes_no_byte(self, project: Workspace, run_script: RunScript) -> None:
        outcomes.append(project.project, [row(), row("P-002", status="injected")])
        self.merge(project, run_script, ("P-001", 1 / 3), ("P-002", 0))
        before = log_bytes(project)
        assert "0 of 2 rows" in self.merge(project, run_script, ("P-001", 1 / 3), ("P-002", 0))
        assert log_bytes(project) == before
        assert b"|0.3333|keyword" in before
        assert b"|0.0|keyword" in before

    def test_a_later_result_replaces_that_of_the_latest_iteration_alone(
        self, project: Workspace, run_script: RunScript
    ) -> None:
        old = Relevance(0.9, "keyword")
        outcomes.append(
            project.project,
            [row(relevance=old), row(), row(iteration=2, relevance=old), row(iteration=2)],
        )
        self.merge(project, run_script, ("P-001", 0.2))
        new = Relevance(0.2, "keyword")
        assert [each.relevance for each in logged(project)] == [old, new, new, new]


class TestGoal:
    def merge(self, project: Workspace, run_script: RunScript, **fields: object) -> str:
        outcome = {
            "goal": "reduce-failures",
            "run_id": RUN,
            "success": True,
            "score": 0.75,
            "metrics": {},
            "details": "3 of 4",
            "evaluated_at": "2026-11-20T11:00:00Z",
            **fields,
        }
        project.write(".learnings/goal-outcome.json", json.dumps(outcome))
        done = run_script("merge_goal_outcome.py", "--workdir", str(project.path))
        assert done.returncode == 0, done.stderr
        return done.stdout

    GOAL = Goal("reduce-failures", True, 0.75)

    def test_it_goes_onto_the_rows_of_that_run_and_iteration(
        self, project: Workspace, run_script: RunScript
    ) -> None:
        outcomes.append(project.project, [row(), row(iteration=2), row(run_id="other")])
        self.merge(project, run_script, iteration=2)
        assert [each.goal for each in logged(project)] == [None, self.GOAL, None]
        before = log_bytes(project)
        assert "0 of 3" in self.merge(project, run_script, iteration=2)
        assert log_bytes(project) == before

    def test_without_an_iteration_it_is_that_of_the_latest_and_of_rows_that_have_none(
        self, project: Workspace, run_script: RunScript
    ) -> None:
        earlier = Goal("reduce-failures", False, 0.1)
        outcomes.append(
            project.project, [row(), row(goal=earlier), row(iteration=2, goal=earlier), row(run_id="other")]
        )
        self.merge(project, run_script)
        assert [each.goal for each in logged(project)] == [self.GOAL, earlier, self.GOAL, None]

    def test_a_goal_that_could_not_be_measured_writes_nothing(
        self, project: Workspace, run_script: RunScript
    ) -> None:
        outcomes.append(project.project, [row()])
        before = log_bytes(project)
        said = self.merge(project, run_script, success=None, score=None, details="no coverage file")
        assert "no coverage file" in said
        assert log_bytes(project) == before

    def test_no_outcome_is_nothing_to_do(self, project: Workspace, run_script: RunScript) -> None:
        done = run_script("merge_goal_outcome.py", "--workdir", str(project.path))
        assert (done.returncode, done.stderr) == (0, "")
        assert "nothing to merge" in done.stdout


class TestBuild:
    def merge(self, project: Workspace, run_script: RunScript, status: str = "failed") -> str:
        result = {"status": status, "iteration": 2, "run_id": RUN, "agent": "writer"}
        project.write(".learnings/build-result.json", json.dumps(result))
        done = run_script("merge_build_result.py", "--workdir", str(project.path))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_only_the_rows_of_the_named_agent_run_and_iteration(
        self, project: Workspace, run_script: RunScript
    ) -> None:
        rows = [row(iteration=2), row(), row(iteration=2, agent="other"), row(iteration=2, run_id="other")]
        outcomes.append(project.project, rows)
        self.merge(project, run_script)
        assert [each.build_passed for each in logged(project)] == [False, None, None, None]
        before = log_bytes(project)
        self.merge(project, run_script)
        assert log_bytes(project) == before
        self.merge(project, run_script, "passed")
        assert [each.build_passed for each in logged(project)] == [True, None, None, None]


SCRIPTS_AND_FILES = [
    (["merge_relevance.py", "--relevance-file", "F"], "relevance-scores.json"),
    (["merge_goal_outcome.py", "--outcome-file", "F"], "goal-outcome.json"),
    (["merge_build_result.py"], "build-result.json"),
]
BAD_CONTENTS = {
    "empty": b"",
    "binary": b"\x00\xff\xfe",
    "not UTF-8": '{"goal": "é"}'.encode("latin-1"),
    "torn": b'[{"pattern_id": "P-001", "sco',
    "wrong type": b'"hello"',
    "wrong fields": b'[{"pattern_id": 3, "score": 2}]',
    "not a number": b'[{"pattern_id": "P-001", "score": NaN, "method": "keyword"}]',
    "wrong values": b'{"goal": "", "run_id": "r", "success": "yes", "status": "maybe", "agent": 3, "iteration": -1}',
}


@pytest.mark.parametrize("content", BAD_CONTENTS.values(), ids=BAD_CONTENTS)
@pytest.mark.parametrize(("command", "name"), SCRIPTS_AND_FILES)
def test_a_bad_file_is_one_line_that_names_it_and_changes_nothing(
    project: Workspace, run_script: RunScript, command: list[str], name: str, content: bytes
) -> None:
    outcomes.append(project.project, [row()])
    before = log_bytes(project)
    path = Path(project.project.learnings) / name
    path.write_bytes(content)
    script, *options = [str(path) if part == "F" else part for part in command]
    done = run_script(script, "--workdir", str(project.path), *options)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr
    assert log_bytes(project) == before


def test_the_order_of_the_steps_does_not_matter(project: Workspace, run_script: RunScript) -> None:
    outcomes.append(project.project, [row(iteration=2)])
    TestBuild().merge(project, run_script)
    TestGoal().merge(project, run_script, iteration=2)
    (line,) = log_bytes(project).decode().splitlines()
    assert line.endswith("|a.py:1|reduce-failures|1|0.75|build_failed")
    bad = project.write(".learnings/none.json", "[]")
    done = run_script("merge_relevance.py", "--workdir", str(project.path), "--relevance-file", str(bad))
    assert done.returncode == 0


def test_an_empty_log_is_nothing_to_do(project: Workspace, run_script: RunScript) -> None:
    said = TestBuild().merge(project, run_script)
    assert "no rows yet" in said
    assert not Path(project.project.outcomes_log).exists()


def test_what_changed_and_what_was_known_already_is_said_plainly(
    project: Workspace, run_script: RunScript
) -> None:
    project.write(
        ".learnings/outcomes.log", "2026-11-20T10:00:00Z|20261120-100000|1|writer|P-001|applied|a.py:1\n"
    )
    result = {"status": "failed", "iteration": 1, "run_id": "20261120-100000", "agent": "writer"}
    project.write(".learnings/build-result.json", json.dumps(result))
    said = [
        run_script("merge_build_result.py", "--workdir", str(project.path)).stdout.strip() for _ in range(2)
    ]
    assert said == [
        "Build failed (writer, iteration 1): 1 of 1 row of the outcomes log changed.",
        "Build failed (writer, iteration 1): 0 of 1 row of the outcomes log changed.",
    ]
