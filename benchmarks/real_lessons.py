#!/usr/bin/env python3
"""The pipeline on a real package: ruff's findings as lessons, ruff's own fixes as the change.

    scripts/python.sh benchmarks/real_lessons.py [PACKAGE==VERSION]

A package's source archive is committed to a new repository, then `ruff check --fix` changes it.
Each rule that ruff fixed is captured as a lesson and applied with the place of a real fix as its
citation; as many applications again cite findings that were left as they are. Step 6 has to tell
the two apart by git alone. Prints what the pipeline made of all this.
"""

from __future__ import annotations

import collections
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"
sys.path.insert(0, str(SCRIPTS))

from self_learning import outcomes
from self_learning.outcomes import Row
from self_learning.patterns import PatternStore

PACKAGE = "requests==2.31.0"
RUN_ID = "20260101-000000"
AWAY = 12  # lines between a false citation and the nearest changed line, at least


def run(*arguments: str, directory: Path, check: bool = True, environ: dict[str, str] | None = None) -> str:
    """Run a program and give its output."""
    done = subprocess.run(
        arguments,
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environ or {})},
    )
    if check and done.returncode:
        raise SystemExit(f"{' '.join(arguments[:4])}: {done.stderr or done.stdout}")
    return done.stdout


def source(package: str, directory: Path) -> Path:
    """Fetch a package's source archive and unpack it."""
    run(
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"),
        *("--dest", str(directory), package),
        directory=directory,
    )
    (archive,) = directory.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(directory / "unpacked", filter="data")
    (work,) = (directory / "unpacked").iterdir()
    return work


def findings(work: Path) -> list[dict[str, object]]:
    """What ruff finds, by file and line."""
    found = run(
        "ruff",
        "check",
        "--isolated",
        "--select",
        "ALL",
        "--output-format",
        "json",
        ".",
        directory=work,
        check=False,
    )
    rows: list[dict[str, object]] = json.loads(found)
    return rows


def changed_lines(work: Path) -> dict[str, list[int]]:
    """The new-side line numbers that `git diff` names, read independently of the product."""
    lines: dict[str, list[int]] = collections.defaultdict(list)
    path = ""
    for line in run("git", "diff", "-U0", directory=work).splitlines():
        if line.startswith("+++ "):
            path = line[6:]
        elif line.startswith("@@ "):
            first, _, count = line.split("+")[1].split(" ")[0].partition(",")
            lines[path] += range(int(first), int(first) + max(1, int(count or 1)))
    return lines


def explanation(code: str) -> str:
    """The first sentence of what a rule does."""
    told: str = json.loads(run("ruff", "rule", code, "--output-format", "json", directory=ROOT))[
        "explanation"
    ]
    sentence = (
        told.partition("## What it does")[2].strip().partition("\n\n")[0].replace("\n", " ").replace("`", "")
    )
    return sentence.removeprefix("Checks for ").partition(". ")[0].rstrip(".")


def unchanged_line(path: Path, changed: list[int]) -> int:
    """A line of a file that is far from every change; 0 if there is none."""
    count = len(path.read_text(errors="replace").splitlines())
    return next(
        (line for line in range(1, count + 1) if min(abs(line - other) for other in changed) > AWAY), 0
    )


def main() -> int:
    """Prepare, run the pipeline, report."""
    package = sys.argv[1] if len(sys.argv) > 1 else PACKAGE
    os.environ["PATH"] = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        work = source(package, directory)
        identity = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com")
        run("git", "init", "-q", directory=work)
        run("git", "add", "-A", directory=work)
        run("git", *identity, "commit", "-q", "-m", "As released", directory=work)
        start = run("git", "rev-parse", "HEAD", directory=work).strip()
        before = findings(work)
        run(
            "ruff",
            "check",
            "--isolated",
            "--select",
            "ALL",
            "--fix",
            "--exit-zero",
            "--quiet",
            ".",
            directory=work,
        )
        after = collections.Counter((f["code"], f["filename"]) for f in findings(work))
        changed = changed_lines(work)
        environ = {"CLOSEDLOOP_HOME": str(directory / "user")}
        run(
            sys.executable,
            str(SCRIPTS / "bootstrap_learnings.py"),
            "--workdir",
            str(work),
            directory=work,
            environ=environ,
        )

        rows: list[Row] = []
        truth: list[bool] = []
        captured = 0
        fixed = collections.Counter((f["code"], f["filename"]) for f in before)
        by_code: dict[str, list[str]] = collections.defaultdict(list)
        for code, filename in sorted(key for key in fixed if fixed[key] > after[key]):
            by_code[str(code)].append(str(filename))
        for code, filenames in by_code.items():
            lesson = explanation(code)[:190]
            relative = os.path.relpath(filenames[0], work)
            if not changed.get(relative):
                continue
            done = subprocess.run(
                [
                    *(sys.executable, str(SCRIPTS / "capture_learning.py"), "--workdir", str(work)),
                    *("--agent", "fix-agent", "--category", "convention", "--context", "python"),
                    *("--summary", f"Avoid {lesson}", "--trigger", f"finding {code}"),
                    *("--citation", f"{relative}:{changed[relative][0]}"),
                ],
                env={**os.environ, **environ},
                capture_output=True,
                text=True,
                check=False,
            )
            captured += done.returncode == 0
            if done.returncode:
                print(f"not captured: {done.stderr.strip()}")
            places = {changed[relative][-1]: True, unchanged_line(work / relative, changed[relative]): False}
            for line, is_true in places.items():
                if line:
                    truth.append(is_true)
                    citation = f"{relative}:{line}"
                    lesson_text = f"Avoid {lesson}"
                    rows.append(
                        Row(
                            "2026-01-01T00:00:00Z",
                            RUN_ID,
                            1,
                            "fix-agent",
                            lesson_text,
                            "applied",
                            (citation,),
                        )
                    )
        log = work / ".learnings" / "outcomes.log"
        log.write_text("".join(outcomes.format(row) + "\n" for row in rows))
        print(
            run(
                *(
                    sys.executable,
                    str(SCRIPTS / "post_iteration.py"),
                    "--workdir",
                    str(work),
                    "--run-id",
                    RUN_ID,
                ),
                *("--iteration", "1", "--start-sha", start, "--no-llm"),
                directory=work,
                environ=environ,
            )
        )
        verdicts = [not row.unverified for row in outcomes.stream(str(log))]
        right = sum(said == true for said, true in zip(verdicts, truth, strict=True))
        patterns = PatternStore(str(directory / "user" / "learnings" / "org-patterns.toon")).read().patterns
        print(f"{package}: {len(before):,} findings, {len(changed)} files changed by the fixes")
        print(f"lessons: {captured} captured, {len(patterns)} in the store")
        print(f"citations: {len(rows)} ({sum(truth)} true), {right} judged rightly")
        return 0 if right == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
