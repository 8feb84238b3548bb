"""The documents can't drift: every script, option and file that others rely on is in them, and works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from self_learning.paths import Person, Project

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import build_reference  # noqa: E402

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")

# What other programs call. An option that goes missing here breaks them.
COMMAND_LINES = {
    "run-loop.sh": "--workdir --prompt --prompt-file --max-iterations --until --goal --self-learning --resume "
    "--pipeline-only --demo",
    "post_iteration.py": "--workdir --run-id --iteration --start-sha --no-llm --steps --toon-file",
    "changed_files.py": "--workdir --start-sha --output",
    "pattern_relevance.py": "--workdir --changed-files --toon-file --output",
    "merge_relevance.py": "--workdir --relevance-file --toon-file",
    "evaluate_goal.py": "--workdir --run-id --goal --output",
    "merge_goal_outcome.py": "--workdir --outcome-file",
    "verify_citations.py": "--workdir --start-sha",
    "merge_build_result.py": "--workdir",
    "process_learnings.py": "--workdir --run-id --prepare --classified --no-llm",
    "write_merged_patterns.py": "--merge-result --toon-path --dry-run",
    "compute_success_rates.py": "--workdir --toon-file --dry-run",
    "export_closedloop_learnings.py": "--workdir",
    "capture_learning.py": "--workdir --agent --category --summary --trigger --citation --context",
    "bootstrap_learnings.py": "--workdir",
    "prune_learnings.py": "--workdir --dry-run",
    "goal_stats.py": "--workdir --goal --last --json --html --toon-file",
    "push_learnings.py": "--org-repo --project --dry-run --json",
    "pull_learnings.py": "--org-repo --project --dry-run --json --include-own-project",
    "evolve.py": "--workdir --dry-run --since --pattern --agent --json --now",
    "patterns.py": "--all --agent --trend --category --json --now",
    "trends.py": "--window --compare --alerts --service --json --now",
    "corrections.py": "--agent --type --since --analyze --json --now",
    "log_finding.py": "--workdir",
    "explain.py": "--workdir --agent",
    "doctor.py": "--workdir --json",
}


def test_the_reference_is_what_the_scripts_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(COMMAND_LINES))
def test_every_command_has_its_options_and_says_what_it_reads_writes_and_returns(name: str) -> None:
    section = REFERENCE.partition(f"### {name}\n")[2].partition("### ")[0]
    options = set(re.findall(r"--[a-z][a-z-]*", section))
    assert set(COMMAND_LINES[name].split()) <= options
    assert all(word in section for word in ("reads:", "writes:", "returns:", "exit codes:"))


def test_no_command_is_left_out() -> None:
    documented = set(re.findall(r"^### (\S+)$", REFERENCE, re.MULTILINE))
    assert documented == set(build_reference.commands())
    assert set(COMMAND_LINES) <= documented
    assert [name for name in build_reference.commands() if name not in README + REFERENCE] == []


def test_every_file_has_its_line() -> None:
    named = set(re.findall(r"`([^`]+)`", REFERENCE))
    listed = " ".join(named)
    for owner, where in ((Project("/w"), "/w/.learnings/"), (Person("/u"), "/u/learnings/")):
        for attribute in dir(type(owner)):
            if isinstance(getattr(type(owner), attribute), property):
                path = getattr(owner, attribute)
                if isinstance(path, str) and path.startswith(where) and "." in path.removeprefix(where):
                    assert path.removeprefix(where) in listed, attribute


def test_the_readme_s_links_lead_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"
