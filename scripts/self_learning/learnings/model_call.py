"""Ask Claude to classify the pending lessons, within a time limit and never twice at once.

The child runs with SELF_LEARNING=off, so that its own hooks stay silent and capture nothing,
and with a mark by which step 8, should the child run it, knows not to ask again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.paths import Project

NESTED = "SELF_LEARNING_NESTED"


def unavailable(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why no model can be asked, or None when one can."""
    if environ.get(NESTED):
        return "this is already a classification"
    if shutil.which("claude", path=environ.get("PATH")) is None:
        return "claude is not on the PATH"
    return None


def ask(project: Project, run_id: str, iteration: int, timeout: float) -> str | None:
    """Run ``claude -p '/self-learning:process-learnings W'`` to its end.

    Args:
        project: Its workdir is handed to the command.
        run_id: What the command's own step 8 files its record under.
        iteration: Likewise.
        timeout: Seconds after which the child and all its children are killed.

    Returns:
        What went wrong, or None. What it wrote is the caller's to find.
    """
    program = shutil.which("claude")
    if program is None:
        return "claude is not on the PATH"
    try:
        child = subprocess.Popen(
            [program, "-p", f"/self-learning:process-learnings {project.workdir}"],
            cwd=project.workdir,
            env={
                **os.environ,
                "SELF_LEARNING": "off",
                NESTED: "process-learnings",
                "CLOSEDLOOP_WORKDIR": project.workdir,
                "CLOSEDLOOP_RUN_ID": run_id,
                "CLOSEDLOOP_ITERATION": str(iteration),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"claude could not be started: {error.strerror}"
    try:
        code = child.wait(timeout)
    except subprocess.TimeoutExpired:
        return f"claude took longer than {timeout:g} s"
    finally:
        if child.poll() is None:
            _kill(child)
    return None if code == 0 else f"claude ended with exit code {code}"


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child's whole process group."""
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        child.kill()
    child.wait()
