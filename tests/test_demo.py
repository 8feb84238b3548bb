"""run-loop.sh --demo tells the whole story, from the files that the real hooks and steps wrote."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    data = tmp_path / "plugin-data"
    data.mkdir()
    (data / "venv").symlink_to(sys.prefix)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return {**os.environ, "CLAUDE_PLUGIN_DATA": str(data), "TMPDIR": str(scratch), "SELF_LEARNING": "off"}


def demo(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(SCRIPTS / "run-loop.sh"), "--demo", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environ,
    )


def test_the_demonstration_shows_what_the_product_does(environ: dict[str, str], tmp_path: Path) -> None:
    done = demo(environ)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout
    assert said.count("[11/11]") == 3
    assert not re.search(r"^\[.*FAILED", said, re.MULTILINE)
    assert re.search(r"^Rose: +P-001 from 0\.50 to 0\.[678]\d", said, re.MULTILINE)
    assert re.search(r"^Flagged: +P-002 \[REVIEW\]: 0\.00", said, re.MULTILINE)
    assert re.search(r"^New: +P-005 was learned in iteration 1 and used since: 1\.00", said, re.MULTILINE)
    assert re.search(
        r"^Caught: +report-writer said it used P-003 at tracker/report\.py:400", said, re.MULTILINE
    )
    assert re.findall(r"^ +([123]) +#+ +(\d+%)$", said, re.MULTILINE) == [
        ("1", "33%"),
        ("2", "67%"),
        ("3", "100%"),
    ]
    assert said.endswith("README.md says how to turn it on for a real one.\n")
    assert max(map(len, said.splitlines())) <= 80
    # Nothing stays, and nothing of the person's own was read or written.
    assert list((tmp_path / "scratch").iterdir()) == []
    assert not (tmp_path / "user").exists()


def test_its_result_is_there_for_programs_too(environ: dict[str, str]) -> None:
    done = demo(environ, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["after"] == ["P-001", "P-002", "P-003", "P-004", "P-005"]
