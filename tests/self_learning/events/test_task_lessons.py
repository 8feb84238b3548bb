"""What a subagent is shown at its start: a short list that leaves out little of what helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import precision, relevance, written_lessons

from self_learning import injection
from self_learning.patterns import Pattern, PatternStore


def test_tasks_get_most_of_what_helps_and_little_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSEDLOOP_HOME", str(tmp_path))  # the stage sets it; this puts it back
    stage = relevance.Stage(tmp_path / "stage")
    teams = (written_lessons.FIRST, written_lessons.SECOND)
    tallies = [precision.judge(stage, team)["task"] for team in teams]
    for tally in tallies:
        assert tally.recall >= 0.65
        assert tally.precision >= 0.55
    wanted = sum(tally.wanted for tally in tallies)
    assert sum(tally.hits for tally in tallies) / wanted >= 0.7


def test_what_fits_far_less_than_the_best_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSEDLOOP_HOME", str(tmp_path))
    stage = relevance.Stage(tmp_path / "stage")
    best = "Retry the idempotent webhook deliveries with exponential backoff and jitter"
    other = "Delete stale webhook fixtures after renaming the snapshot directories of the parser"
    patterns = [Pattern("P-001", "mistake", best), Pattern("P-002", "mistake", other)]
    PatternStore(stage.person.store).update(lambda *_: patterns)

    def shown(task: str) -> list[str]:
        return precision.shown_for(stage, "task", task)

    task = "Retry idempotent webhook deliveries with exponential backoff and jitter"
    assert shown(task) == ["P-001"]
    assert shown(f"{task}, and mind the fixtures") == [
        "P-001",
        "P-002",
    ]  # what fits stays beside what fits best
    monkeypatch.setattr(injection, "TASK_GAP", 0.0)
    assert shown(task) == ["P-001", "P-002"]
