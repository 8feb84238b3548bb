"""docs/goals.md: its examples are valid, and it names every metric and every key there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import RunScript, Workspace
from self_learning.goals import maximize_coverage, minimize_tokens, reduce_failures, swe_bench
from self_learning.goals.configuration import EVALUATORS, read

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "goals.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_goal_file(project: Workspace, run_script: RunScript, example: str) -> None:
    Path(project.project.goal_file).write_text(example)
    goals = read(project.project)
    assert goals.goals
    for name in goals.goals:
        done = run_script(
            "evaluate_goal.py", "--workdir", str(project.path), "--run-id", "20261120-101500", "--goal", name
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_every_evaluator_metric_and_key_is_named() -> None:
    named = set(re.findall(r"[\w-]+", PAGE))
    assert set(EVALUATORS) <= named
    for module in (reduce_failures, swe_bench, minimize_tokens, maximize_coverage):
        assert module.METRICS - module.ALIASES.keys() <= named
    schema = json.loads((ROOT / "schemas" / "goal.schema.json").read_text())["$defs"]
    keys = {*schema["goal"]["properties"], *schema["success_criteria"]["properties"]}
    assert keys - {"metrics", "description"} <= named
