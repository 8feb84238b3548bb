#!/usr/bin/env python3
"""Write the commands' part of docs/reference.md from what each script's --help says.

scripts/python.sh docs/build_reference.py           write it
scripts/python.sh docs/build_reference.py --check   exit 1 if it is out of date
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference.md"
BEGIN, END = "<!-- commands: begin -->\n", "<!-- commands: end -->\n"
# These three are called by others, not by a person, and say so in their first lines.
INTERNAL = frozenset(("build_environment.py", "hook.py", "run_loop.py"))


def commands() -> list[str]:
    """The scripts that a person or a program calls, in the order of their names."""
    found = [path.name for path in (ROOT / "scripts").glob("*.py") if path.name not in INTERNAL]
    return sorted([*found, "run-loop.sh"])


def help_of(name: str) -> str:
    """What a script's --help prints, at 80 columns."""
    script = ROOT / "scripts" / name
    arguments = ["sh", str(script)] if script.suffix == ".sh" else [sys.executable, str(script)]
    done = subprocess.run(
        [*arguments, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    text = done.stdout.replace("run_loop.py", "run-loop.sh") if name == "run-loop.sh" else done.stdout
    # argparse of Python 3.10 to 3.14 differs in blank lines at the end only.
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def built() -> str:
    """The whole reference with its commands' part made anew."""
    before, _, rest = REFERENCE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    sections = [f"### {name}\n\n```text\n{help_of(name)}\n```\n" for name in commands()]
    return before + BEGIN + "\n" + "\n".join(sections) + "\n" + END + after


def main() -> int:
    """Write or check."""
    text = built()
    if sys.argv[1:] == ["--check"]:
        current = REFERENCE.read_text(encoding="utf-8")
        if current != text:
            print(
                "docs/reference.md is out of date: run scripts/python.sh docs/build_reference.py",
                file=sys.stderr,
            )
            return 1
        return 0
    REFERENCE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
