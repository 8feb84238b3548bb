"""patterns.py, trends.py, corrections.py and log_finding.py, through the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import SCRIPTS, RunScript, Workspace
from engine_rows import NOW, finding, many, outputs, write
from self_learning.engine import command_line, locations, reminder


def show(run_script: RunScript, project: Workspace, script: str, *options: str) -> str:
    done = run_script(script, "--workdir", str(project.path), "--now", NOW, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def data(run_script: RunScript, project: Workspace, script: str, *options: str) -> Any:
    return json.loads(show(run_script, project, script, "--json", *options))


@pytest.fixture
def filled(project: Workspace) -> Workspace:
    write(
        project.path,
        [
            *many(4, severity="blocking", agent="builder"),
            *many(3, pattern="an-" + "extraordinarily-long-name-of-a-pattern-that-goes-on", finding="word salad",
                  date="2026-10-05", service="shop", category="security"),
            finding(pattern=None, finding="[red]markup[/red] \x1b[31m kumquat", file="very/" * 30 + "long.py"),
        ],
    )  # fmt: skip
    return project


@pytest.mark.parametrize(
    ("script", "options"),
    [
        ("patterns.py", ()), ("patterns.py", ("--all",)), ("patterns.py", ("unchecked-lookup",)),
        ("patterns.py", ("unclassified",)), ("trends.py", ()), ("trends.py", ("--compare",)),
        ("trends.py", ("--alerts",)), ("trends.py", ("--service", "shop", "--window", "60")),
    ],
)  # fmt: skip
def test_tables_fit_eighty_columns(
    filled: Workspace, run_script: RunScript, script: str, options: tuple[str, ...]
) -> None:
    before = outputs(filled.path)
    told = show(run_script, filled, script, *options)
    assert max(map(len, told.splitlines())) <= 80 or "unc" in " ".join(options)
    assert "\x1b" not in told
    assert outputs(filled.path) == before


def test_patterns_are_filtered(filled: Workspace, run_script: RunScript) -> None:
    def names(*options: str) -> list[str]:
        return [one["name"] for one in data(run_script, filled, "patterns.py", *options)["patterns"]]

    long = "an-extraordinarily-long-name-of-a-pattern-that-goes-on"
    assert names("--all") == ["unchecked-lookup", long, "unclassified"]
    assert names("--agent", "builder") == ["unchecked-lookup"]
    assert names("--trend", "resolved") == [long]
    assert names("--category", "security") == [long]
    assert names("UncheckedLookup") == ["unchecked-lookup"]
    done = run_script("patterns.py", "--workdir", str(filled.path), "unchecked-lookups-x")
    assert done.returncode == 2
    assert "did you mean unchecked-lookup?" in done.stderr


def test_trends_of_one_service(filled: Workspace, run_script: RunScript) -> None:
    report = data(run_script, filled, "trends.py", "--service", "shop", "--window", "90")
    assert (report["window_days"], report["current_window"]["findings"]) == (90, 3)
    done = run_script("trends.py", "--workdir", str(filled.path), "--service", "shp")
    assert done.returncode == 2
    assert "did you mean shop?" in done.stderr


def correction(summary: str, wanted: str, **changed: Any) -> dict[str, Any]:
    return {
        "date": NOW, "agent": "code:plan-writer", "source": "explicit", "correction_type": "approach_rejection",
        "ai_action": {"summary": summary}, "user_correction": {"summary": wanted}, **changed,
    }  # fmt: skip


def test_corrections(project: Workspace, run_script: RunScript) -> None:
    rows = [
        correction("added a wrapper class around the HTTP client", "call the client directly"),
        correction("wrapped the HTTP client in a class of its own", "call the client directly"),
        correction(
            "renamed the table", "leave names alone", agent="builder", source="implicit", date="2026-01-01"
        ),
        {"agent": "broken"},
    ]
    write(project.path, rows, "user-corrections.jsonl")
    done = run_script("corrections.py", "--workdir", str(project.path), "--now", NOW, "--json", "--analyze")
    assert "1 row not counted, because unreadable" in done.stderr
    found = json.loads(done.stdout)
    assert (found["total"], found["by_agent"]) == (3, {"builder": 1, "code:plan-writer": 2})
    assert [(one["count"], one["wanted"]) for one in found["recurring"]] == [(2, "call the client directly")]
    for options, total in (
        (("--agent", "code:plan-writer"), 2),
        (("--since", "30d"), 2),
        (("--type", "code_quality"), 0),
    ):
        done = run_script("corrections.py", "--workdir", str(project.path), "--now", NOW, "--json", *options)
        assert json.loads(done.stdout)["total"] == total


def test_long_names_leave_room_for_the_other_columns(project: Workspace, run_script: RunScript) -> None:
    rows = [
        correction(f"wrapped the client in a class {n}", "call it directly", agent="a" * 200, service=str(n),
                   pattern_inferred="needless-wrapper-class-around-the-client-of-the-payment-api")
        for n in range(3)
    ]  # fmt: skip
    write(project.path, rows, "user-corrections.jsonl")
    shown = show(run_script, project, "corrections.py")
    assert shown.count(NOW) == shown.count("call it directly") == 3
    assert "a…" in shown
    shown = show(run_script, project, "corrections.py", "--analyze")
    assert "    3   needless-wrapper-class" in shown
    assert "call it directly" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_what_comes_back_is_called_as_evolve_calls_it(project: Workspace, run_script: RunScript) -> None:
    # Logged late, so that the log's order is not that of the dates.
    rows = [
        correction("cfg can be None here", "look first", pattern_inferred="no-nil-guard", date="2026-11-19"),
        correction("the map may be nil", "look before", pattern_inferred="possible-npe", date="2026-11-02"),
        correction("`user` may be None", "look first", pattern_inferred="possible-npe", date="2026-11-03"),
    ]
    write(project.path, rows, "user-corrections.jsonl")
    known = data(run_script, project, "patterns.py")["patterns"]
    found = data(run_script, project, "corrections.py", "--analyze")["recurring"]
    assert [one["name"] for one in known] == [one["pattern"] for one in found] == ["no-nil-guard"]
    assert (found[0]["count"], found[0]["last"], found[0]["wanted"]) == (3, "2026-11-19", "look first")


def test_log_finding_by_options_and_by_json(project: Workspace, run_script: RunScript) -> None:
    show(run_script, project, "log_finding.py", "--category", "security", "--severity", "high", "--file", "a.py:3",
         "--finding", "no check", "--suggested-fix", "check it")  # fmt: skip
    row = correction("did that", "do this")
    done = run_script(
        "log_finding.py", "--workdir", str(project.path), "--kind", "user-correction", stdin=json.dumps(row)
    )
    assert done.returncode == 0, done.stderr
    logged = json.loads((project.path / ".claude/review-findings.jsonl").read_text())
    assert (logged["date"], logged["severity"]) == (NOW, "high")
    assert json.loads((project.path / ".claude/user-corrections.jsonl").read_text()) == row


def test_log_finding_takes_every_field_of_every_kind(project: Workspace, run_script: RunScript) -> None:
    given = vars(command_line)["_FIELDS"]
    for kind in locations.KINDS:
        schema = json.loads((SCRIPTS.parent / "schemas" / f"{kind}.schema.json").read_text())
        fields = {name.replace("_", "-") for name in schema["properties"]}
        assert fields - {"timestamp"} <= set(given), kind


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "is empty; give the fields as options, or one JSON object"),
        ("{", "is not JSON"),
        ("[]", "needs one JSON object"),
        ('{"category": "security"}', "file: is missing"),
        (json.dumps(finding(finding="the key is AKIAIOSFODNN7EXAMQLE")), "holds a credential"),
    ],
)
def test_log_finding_refuses(project: Workspace, run_script: RunScript, given: str, told: str) -> None:
    done = run_script("log_finding.py", "--workdir", str(project.path), stdin=given)
    assert done.returncode == 2
    assert told in done.stderr
    assert "AKIA" not in done.stderr
    assert not (project.path / ".claude/review-findings.jsonl").exists()


def test_review_agents_are_reminded() -> None:
    assert "log_finding.py" in str(reminder("tools:Code-Reviewer"))
    assert reminder("general-purpose") is None
    assert reminder("linter", ("lint*",)) is not None
