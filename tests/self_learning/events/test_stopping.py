"""SubagentStop and Stop as the host calls them: a process for each event, a project on the disk."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import RunScript, Workspace
from self_learning import acknowledgment_log, hook_io, outcomes
from self_learning.errors import SelfLearningError
from self_learning.patterns import Pattern, PatternStore

HOOKS = Path(__file__).resolve().parents[3] / "hooks"
SESSION = "0c6f2d3e-session"
Answer = dict[str, Any] | None
Fire = Callable[..., Answer]

NONE_CHECK = "Check for None before reading optional dictionary keys"
EXPIRY = "Always check token expiry before an API call is made"


@pytest.fixture
def fire(project: Workspace) -> Fire:
    """Fire a hook as Claude Code does and give its answer."""

    def run(event: str, **fields: object) -> Answer:
        done = subprocess.run(
            [str(HOOKS / f"{event}-hook.sh")],
            input=json.dumps({"session_id": SESSION, "transcript_path": "/nowhere/t.jsonl", **fields}) + "\n",
            capture_output=True,
            text=True,
            cwd=project.path,
            env={**os.environ, "CLAUDE_PROJECT_DIR": str(project.path)},
            check=False,
        )
        assert done.returncode == 0
        assert done.stderr == ""
        answer: Answer = json.loads(done.stdout) if done.stdout else None
        return answer

    return run


@pytest.fixture
def store(project: Workspace) -> PatternStore:
    patterns = [
        Pattern("P-001", "mistake", NONE_CHECK),
        Pattern("P-002", "pattern", EXPIRY),
        Pattern("P-003", "insight", "The build needs the lock file to be committed first"),
    ]
    made = PatternStore(project.person.store)
    made.update(lambda *_: patterns)
    return made


def show(project: Workspace, conversation: str, *ids: str) -> None:
    """Note what a conversation was shown, as the injecting hooks do."""
    directory = Path(project.project.injections)
    directory.mkdir(mode=0o700, exist_ok=True)
    record = {"patterns": [{"id": identifier} for identifier in ids]}
    Path(project.project.injection_file(conversation)).write_text(json.dumps(record))


def told(project: Workspace) -> list[tuple[str, str, str, tuple[str, ...]]]:
    rows = outcomes.stream(project.project.outcomes_log)
    return [(row.agent, row.pattern, row.status, row.citations) for row in rows]


def acknowledged(project: Workspace) -> list[tuple[str, bool, tuple[str, ...]]]:
    rows = acknowledgment_log.read(project.project)
    return [(row.agent, row.acknowledged, row.applied) for row in rows]


def stop(
    fire: Fire, message: str, agent_id: str = "a1", agent_type: str = "Explore", **more: object
) -> Answer:
    return fire(
        "subagent-stop", agent_id=agent_id, agent_type=agent_type, last_assistant_message=message, **more
    )


def test_what_was_used_and_what_was_not(project: Workspace, store: PatternStore, fire: Fire) -> None:
    show(project, "a1", "P-001", "P-002")
    assert stop(fire, "Done.\nLEARNINGS_ACKNOWLEDGED: P-002 -> src/a.py:3, src/b.py:4") is None
    assert told(project) == [
        ("Explore", "P-002", "applied", ("src/a.py:3", "src/b.py:4")),
        ("Explore", "P-001", "injected", ()),
    ]
    assert acknowledged(project) == [("Explore", True, ("P-002",))]


def test_words_mean_a_shown_pattern_first_and_then_any_in_the_store(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    stop(
        fire,
        f'Applied: "{NONE_CHECK.upper()}" -> [evidence at a.py:1]\n'
        'LEARNINGS_ACKNOWLEDGED: "the build needs the lock file" -> b.py:2; P-777 -> c.py:3',
    )
    assert told(project) == [
        ("Explore", "P-001", "applied", ("a.py:1",)),
        ("Explore", "P-003", "applied", ("b.py:2",)),
    ]
    assert "P-777" in acknowledgment_log.read(project.project)[0].evidence


def test_an_agent_that_is_not_on_the_list_is_only_recorded(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    assert stop(fire, "I ignore all of it.") is None
    assert told(project) == [("Explore", "P-001", "injected", ())]
    assert acknowledged(project) == [("Explore", False, ())]


def test_a_learning_agent_is_sent_back_twice_and_its_rows_are_written_once(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001", "P-002")
    for _ in range(2):
        answer = stop(fire, "Done.", agent_type="general-purpose")
        assert answer is not None
        assert answer["decision"] == "block"
        assert "P-001, P-002" in answer["reason"]
        assert "LEARNINGS_ACKNOWLEDGED: P-001 -> " in answer["reason"]
        assert str(project.path / ".learnings/pending/general-purpose-a1.json") in answer["reason"]
        assert not Path(project.project.outcomes_log).exists()
    assert stop(fire, "Done.", agent_type="general-purpose") is None
    assert [row[1:3] for row in told(project)] == [("P-001", "injected"), ("P-002", "injected")]
    assert acknowledged(project) == [("general-purpose", False, ())]
    assert "no word on the lessons" in Path(project.project.failures).read_text()
    assert "no word on the lessons" in Path(project.project.hooks_log).read_text()


def test_what_was_said_before_being_sent_back_counts(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    answer = stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1", agent_type="code-writer")
    assert answer is not None
    assert "LEARNINGS_ACKNOWLEDGED" not in answer["reason"]
    assert stop(fire, "no_learnings: a rename", agent_type="code-writer") is None
    assert told(project) == [("code-writer", "P-001", "applied", ("a.py:1",))]


def test_an_agent_that_names_no_pattern_is_told_so(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    answer = stop(
        fire, "LEARNINGS_ACKNOWLEDGED: P-999 -> a.py:1\nno_learnings: a rename", agent_type="writer"
    )
    assert answer is not None
    assert 'No pattern is called "P-999"' in answer["reason"]
    assert ".json" not in answer["reason"]


def test_what_an_agent_has_to_leave(project: Workspace, store: PatternStore, fire: Fire) -> None:
    lesson = {"category": "mistake", "trigger": "reading", "summary": NONE_CHECK, "citations": ["a.py:1"]}
    pending = project.path / ".learnings/pending"
    pending.mkdir()
    # Nothing shown: only a lesson is owed, and no word on what was shown.
    answer = stop(fire, "Done.", agent_id="b1", agent_type="implementer")
    assert answer is not None
    assert "LEARNINGS_ACKNOWLEDGED" not in answer["reason"]
    (pending / "implementer-b1.json").write_text(json.dumps({**lesson, "summary": "short"}))
    answer = stop(fire, "Done.", agent_id="b1", agent_type="implementer")
    assert answer is not None
    assert "summary: 5 characters, needs 20 to 200" in answer["reason"]
    (pending / "implementer-b1.json").write_text(json.dumps(lesson))
    assert stop(fire, "Done.", agent_id="b1", agent_type="implementer") is None
    # A file that says there is nothing to learn, or a line, will do.
    (pending / "implementer-b2.json").write_text('{"no_learnings": true, "reason": "only a typo"}')
    assert stop(fire, "Done.", agent_id="b2", agent_type="implementer") is None
    assert stop(fire, "no_learnings: only a typo", agent_id="b3", agent_type="implementer") is None
    assert stop(fire, "no_learnings:", agent_id="b4", agent_type="implementer") is not None
    # A file of another name counts when the agent's own transcript speaks of it.
    (pending / "implementer-mine.json").write_text(json.dumps(lesson))
    transcript = project.write("agent.jsonl", '{"input": ".learnings/pending/implementer-mine.json"}\n')
    assert stop(fire, "", agent_id="b5", agent_type="implementer") is not None
    assert stop(fire, "", "b5", "implementer", agent_transcript_path=str(transcript)) is None


def test_what_is_copied_from_the_request_is_no_answer_to_it(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    asked = stop(fire, "Done.", agent_type="writer")
    assert asked is not None
    lines = str(asked["reason"]).splitlines()
    [example] = [line for line in lines if line.startswith("{")]
    project.write(".learnings/pending/writer-a1.json", example)
    again = stop(fire, "\n".join(lines), agent_type="writer")
    assert again is not None
    assert "summary: is the example's" in again["reason"]
    assert "LEARNINGS_ACKNOWLEDGED: P-001 -> " in again["reason"]


def test_a_file_whose_name_is_no_text_stops_nobody(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    lesson = {"category": "mistake", "trigger": "reading", "summary": NONE_CHECK, "citations": ["a.py:1"]}
    pending = project.path / ".learnings/pending"
    pending.mkdir()
    (pending / os.fsdecode(b"writer\xff.json")).write_text("{}")
    transcript = str(project.write("agent.jsonl", '{"input": "none"}\n'))
    answer = stop(fire, "Done.", "a1", "writer", agent_transcript_path=transcript)
    assert answer is not None
    assert "You were shown P-001" in answer["reason"]
    (pending / os.fsdecode(b"writer\xff-a1.json")).write_text(json.dumps(lesson))
    used = "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1"
    assert stop(fire, used, "a1", "writer", agent_transcript_path=transcript) is None
    assert told(project) == [("writer", "P-001", "applied", ("a.py:1",))]


def test_whose_lesson_a_file_is(project: Workspace, store: PatternStore, fire: Fire) -> None:
    lesson = json.dumps({"category": "mistake", "trigger": "reading", "summary": NONE_CHECK, "citations": []})
    pending = project.path / ".learnings/pending"
    pending.mkdir()

    def leaves(
        agent_id: str, name: str, tool: str, began: str = "2020-01-01T00:00:00Z", **given: str
    ) -> bool:
        """Whether an agent may go that made one call, with a file in pending/."""
        (pending / name).write_text(lesson)
        call = {"type": "tool_use", "name": tool, "input": given}
        result = {"type": "tool_result", "content": f"done: {name}"}
        lines = [{"timestamp": began, "message": {"content": [call]}}, {"message": {"content": [result]}}]
        transcript = project.path / f"transcripts/agent-{agent_id}.jsonl"
        transcript.parent.mkdir(exist_ok=True)
        transcript.write_text("".join(json.dumps(line) + "\n" for line in lines))
        gone = stop(fire, "", agent_id, "implementer", agent_transcript_path=str(transcript)) is None
        (pending / name).unlink()
        return gone

    anywhere = ".learnings/pending/what-i-learned.json"
    assert leaves("d1", "what-i-learned.json", "Write", file_path=str(project.path / anywhere))
    assert leaves("d2", "what-i-learned.json", "Bash", command=f"cat > {anywhere} <<'E'\n{lesson}\nE")
    assert leaves(
        "d3", "implementer-0123456789ab.json", "Bash", command="capture_learning.py --agent implementer"
    )
    # Read, but not written; older than the agent; of another agent, which stopped, runs or was shown something.
    assert not leaves("d4", "what-i-learned.json", "Bash", command=f"cat {anywhere}")
    late = "2999-01-01T00:00:00Z"
    assert not leaves("d5", "what-i-learned.json", "Write", late, file_path=anywhere)
    assert not leaves("d6", "implementer-d1.json", "Bash", command="ls .learnings/pending")
    show(project, "e1", "P-001")
    assert not leaves("d7", "implementer-e1.json", "Bash", command="ls .learnings/pending")
    (project.path / "transcripts/agent-e2.jsonl").touch()
    assert not leaves("d8", "implementer-e2.json", "Bash", command="ls .learnings/pending")


def test_a_pattern_whose_words_hold_a_semicolon_may_be_cited_without_quotes(
    project: Workspace, fire: Fire
) -> None:
    patterns = [
        Pattern("P-001", "mistake", "Check for None first; then read the optional dictionary keys"),
        Pattern("P-002", "pattern", "Read each configuration file once and keep what it says"),
        Pattern("P-003", "pattern", "Then read the optional dictionary keys of the cache"),
    ]
    PatternStore(project.person.store).update(lambda *_: patterns)
    stop(
        fire,
        "LEARNINGS_ACKNOWLEDGED: Check for None first; then read the optional dictionary keys -> a.py:1\n"
        f"LEARNINGS_ACKNOWLEDGED: {patterns[1].summary}; {patterns[2].summary} -> b.py:2",
    )
    assert told(project) == [
        ("Explore", "P-001", "applied", ("a.py:1",)),
        ("Explore", "P-002", "applied", ("b.py:2",)),
        ("Explore", "P-003", "applied", ("b.py:2",)),
    ]


def test_a_pattern_that_is_said_to_be_of_no_use_is_acknowledged_and_not_applied(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001")
    answer = stop(
        fire,
        "LEARNINGS_ACKNOWLEDGED: P-001 -> not used, it was docs\nno_learnings: docs",
        agent_type="writer",
    )
    assert answer is None
    assert told(project) == [("writer", "P-001", "injected", ())]
    [row] = acknowledgment_log.read(project.project)
    assert (row.acknowledged, row.applied) == (True, ())
    assert "not used, it was docs" in row.evidence


def test_settings_name_the_learning_agents(project: Workspace, fire: Fire) -> None:
    project.write(".learnings/settings.yaml", "learning_agents: [scout-*]\n")
    assert stop(fire, "Done.", agent_id="c1", agent_type="general-purpose") is None
    assert stop(fire, "Done.", agent_id="c2", agent_type="team:scout-one") is not None
    project.write(".learnings/settings.yaml", "learning_agent: [scout-*]\n")
    assert stop(fire, "Done.", agent_id="c3", agent_type="general-purpose") is not None
    assert "learning_agent" in Path(project.project.hooks_log).read_text()


def test_an_agent_that_is_spoken_to_again_adds_only_what_is_new(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    show(project, "a1", "P-001", "P-002")
    stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1")
    stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1; P-002 -> b.py:2")
    stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> z.py:9")
    assert told(project) == [
        ("Explore", "P-001", "applied", ("a.py:1",)),
        ("Explore", "P-002", "applied", ("b.py:2",)),
        ("Explore", "P-001", "applied", ("z.py:9",)),
    ]


def test_main_agent_is_recorded_at_each_turn_and_never_sent_back(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    fire("stop", prompt_id="p1", last_assistant_message="Hello.")
    assert not Path(project.project.acknowledgments_log).exists()
    show(project, SESSION, "P-001")
    assert fire("stop", prompt_id="p2", last_assistant_message="I started an agent.") is None
    assert told(project) == [("main", "P-001", "injected", ())]
    cited = "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1"
    assert fire("stop", prompt_id="p3", last_assistant_message=cited) is None
    assert fire("stop", prompt_id="p3", last_assistant_message=cited, stop_hook_active=True) is None
    assert fire("stop", prompt_id="p4", last_assistant_message=f"As I said: done.\n{cited}") is None
    assert told(project) == [("main", "P-001", "applied", ("a.py:1",))]
    assert fire("stop", prompt_id="p5", last_assistant_message=cited.replace(":1", ":8")) is None
    assert told(project)[1:] == [("main", "P-001", "applied", ("a.py:8",))]


def test_a_stop_that_comes_again_adds_no_row(project: Workspace, store: PatternStore, fire: Fire) -> None:
    show(project, SESSION, "P-001")
    for _ in range(3):
        fire("stop", prompt_id="one", last_assistant_message="LEARNINGS_ACKNOWLEDGED: P-001")
    assert len(told(project)) == len(acknowledged(project)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "LEARNINGS_ACKNOWLEDGED: none, the key {} was wrong",
        "no_learnings: set {} first",
        'LEARNINGS_ACKNOWLEDGED: "send {} along" -> a.py:1; P-001 -> {}/b.py:2',
    ],
)
def test_a_credential_in_the_last_message_reaches_no_file(
    project: Workspace, store: PatternStore, fire: Fire, said: str
) -> None:
    token = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789"
    show(project, "a1", "P-001")
    show(project, SESSION, "P-001")
    message = said.replace("{}", token)
    for _ in range(3):
        stop(fire, message, agent_type="general-purpose")
    fire("stop", prompt_id="one", last_assistant_message=message)
    assert acknowledged(project)
    written = [file for file in Path(project.project.learnings).rglob("*") if file.is_file()]
    assert [file.name for file in written if token in file.read_text()] == []


def test_a_link_in_learnings_leads_no_log_out_of_it(
    project: Workspace, store: PatternStore, fire: Fire, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("precious\n")
    for name in ("outcomes.log", "acknowledgments.log", "hooks.log", "failures.md", "perf.jsonl"):
        (project.path / ".learnings" / name).symlink_to(outside)
    show(project, "a1", "P-001")
    for _ in range(3):
        stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1", agent_type="general-purpose")
    assert outside.read_text() == "precious\n"


def test_a_reminded_learning_agent_is_sent_back_twice_in_all(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    (project.path / ".claude/patterns").mkdir(parents=True)
    project.write(".learnings/settings.yaml", 'learning_agents: ["code-reviewer"]\n')
    show(project, "a1", "P-001")
    answers = [stop(fire, "Done.", agent_type="code-reviewer") for _ in range(4)]
    assert [answer is not None for answer in answers] == [True, True, False, False]


def test_rows_bear_the_run_of_the_loop_or_the_sessions_own(
    project: Workspace, store: PatternStore, fire: Fire, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(project, "a1", "P-001")
    fire("session-start", source="startup")
    fire("session-start", source="compact")
    record = json.loads((project.path / f".learnings/sessions/{SESSION}.json").read_text())
    assert record["transcript_path"] == "/nowhere/t.jsonl"
    stop(fire, "Done.")
    monkeypatch.setenv("CLOSEDLOOP_RUN_ID", "20261120-101010")
    monkeypatch.setenv("CLOSEDLOOP_ITERATION", "4")
    show(project, "a2", "P-001")
    stop(fire, "Done.", agent_id="a2")
    rows = list(outcomes.stream(project.project.outcomes_log))
    assert [(row.run_id, row.iteration) for row in rows] == [(record["run_id"], 1), ("20261120-101010", 4)]
    assert time.strptime(record["run_id"], "%Y%m%d-%H%M%S")


def test_two_sessions_of_one_second_are_two_runs(project: Workspace, fire: Fire) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda name: fire("session-start", session_id=name, source="startup"), ("s1", "s2", "s3")
            )
        )
    runs = {
        json.loads(path.read_text())["run_id"]
        for path in (project.path / ".learnings/sessions").glob("*.json")
    }
    assert len(runs) == 3


def test_a_build_validators_verdict_reaches_the_agents_that_worked(
    project: Workspace, store: PatternStore, fire: Fire, run_script: RunScript
) -> None:
    for name in ("coder", "tester", "build-validator"):
        show(project, name, "P-001")
        stop(fire, "VALIDATION_FAILED: 2 tests", agent_id=name, agent_type=name)
    result = json.loads(Path(project.project.build_result).read_text())
    assert (result["status"], result["agent"], result["iteration"]) == ("failed", "tester", 1)
    assert run_script("merge_build_result.py", "--workdir", str(project.path)).returncode == 0
    rows = outcomes.stream(project.project.outcomes_log)
    assert {row.agent: row.build_passed for row in rows} == {
        "coder": False,
        "tester": False,
        "build-validator": None,
    }


def test_words_that_are_no_verdict_write_none(project: Workspace, fire: Fire) -> None:
    stop(fire, "I looked at it.", agent_id="v1", agent_type="build-validator")
    assert not Path(project.project.build_result).exists()
    assert "no verdict" in Path(project.project.hooks_log).read_text()


def test_how_long_an_agent_took(project: Workspace, fire: Fire) -> None:
    transcript = project.write("agent.jsonl", '{"timestamp": "2026-11-20T10:00:00.000Z"}\n{"torn')
    stop(fire, "Done.", agent_transcript_path=str(transcript))
    [row] = [json.loads(line) for line in Path(project.project.perf_log).read_text().splitlines()]
    assert (row["event"], row["step_name"], row["started_at"]) == ("agent", "Explore", "2026-11-20T10:00:00Z")
    assert row["duration_s"] >= 0


def test_ids_that_could_leave_the_directory_are_refused(project: Workspace, fire: Fire) -> None:
    before = sorted(project.path.rglob("*"))
    for bad in ("../../evil", "a/b", "", ".hidden", "x" * 200, 7, None):
        assert stop(fire, "Done.", agent_id=bad, agent_type="general-purpose") is None  # type: ignore[arg-type]
        assert fire("stop", session_id=bad, last_assistant_message="x") is None
        fire("session-start", session_id=bad)
    written = {path.name for path in sorted(project.path.rglob("*")) if path not in before}
    assert not {name for name in written if "evil" in name}
    assert not list(project.path.parent.glob("*evil*"))
    assert not Path(project.project.outcomes_log).exists()
    assert (project.path / ".learnings/hooks.log").exists()


def test_files_are_the_persons_alone(project: Workspace, store: PatternStore, fire: Fire) -> None:
    show(project, "a1", "P-001")
    fire("session-start", source="startup")
    stop(fire, "Done.")
    for path in (project.path / ".learnings").rglob("*"):
        if "injections" not in path.parts:
            assert path.stat().st_mode & 0o077 == 0, path


def test_parallel_agents_lose_no_row(project: Workspace, store: PatternStore, fire: Fire) -> None:
    names = [f"p{number}" for number in range(8)]
    for name in names:
        show(project, name, "P-001", "P-002")
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(lambda name: stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1", agent_id=name), names)
        )
    assert len(told(project)) == 16
    assert len(acknowledged(project)) == 8


def test_a_store_that_cannot_be_read_ends_in_the_log(project: Workspace, fire: Fire) -> None:
    store = Path(project.person.store)
    store.parent.mkdir(parents=True)
    store.write_bytes(b"\xff\xfe broken")
    show(project, "a1", "P-001")
    assert stop(fire, "LEARNINGS_ACKNOWLEDGED: P-001 -> a.py:1; the other words -> b.py:1") is None
    assert told(project) == [("Explore", "P-001", "applied", ("a.py:1",))]
    assert "org-patterns.toon" in Path(project.project.hooks_log).read_text()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    event=st.sampled_from(["session_start", "subagent_stop", "stop"]),
    fields=st.dictionaries(
        st.sampled_from(
            "session_id transcript_path agent_id agent_type last_assistant_message prompt_id source "
            "agent_transcript_path stop_hook_active".split()
        ),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=30),
            lambda x: st.lists(x),
            max_leaves=3,
        )
        | st.sampled_from(["s1", "a1", "general-purpose", "../x", "LEARNINGS_ACKNOWLEDGED: P-001 -> a:1"]),
    ),
)
def test_any_event_is_answered_or_refused(project: Workspace, event: str, fields: dict[str, object]) -> None:
    """Refused events end in hooks.log; hook_io turns whatever else is raised into the same."""
    try:
        answer = hook_io.respond(event, json.dumps(fields).encode(), project.project)
    except (hook_io.EventError, SelfLearningError):
        return
    if answer:
        assert set(json.loads(answer)) <= {"decision", "reason", "systemMessage"}
    assert not list(project.path.parent.glob("x*"))


def test_a_review_agent_is_reminded_once_to_log_where_the_engine_is_in_use(
    project: Workspace, store: PatternStore, fire: Fire
) -> None:
    assert stop(fire, "Two faults found.", "r1", "tools:code-reviewer") is None
    project.write(".claude/review-findings.jsonl", "")
    answer = stop(fire, "Two faults found.", "r2", "tools:code-reviewer")
    assert answer is not None
    assert answer["decision"] == "block"
    command = re.search(r"^(\S+python\.sh \S+log_finding\.py) --kind", str(answer["reason"]), re.MULTILINE)
    assert command
    assert all(Path(part).is_file() for part in command[1].split())
    assert stop(fire, "Two faults found, logged.", "r2", "tools:code-reviewer") is None
    assert stop(fire, "Done.", "e1", "Explore") is None
    assert [row[0] for row in acknowledged(project)].count("tools:code-reviewer") == 2


def test_a_review_agent_that_has_logged_meanwhile_is_let_go(
    project: Workspace, store: PatternStore, fire: Fire, tmp_path: Path
) -> None:
    project.write(".claude/review-findings.jsonl", "{}\n")
    transcript = tmp_path / "agent-r1.jsonl"
    transcript.write_text('{"timestamp": "2020-01-01T00:00:00Z"}\n')
    assert stop(fire, "Logged.", "r1", "reviewer", agent_transcript_path=str(transcript)) is None
