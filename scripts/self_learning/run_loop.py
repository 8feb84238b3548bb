"""The loop around an agent: run it, learn from it, and go on until it is done.

An iteration goes: note the commit, run the agent, run the pipeline, write the runs.log row,
ask whether to stop. What a stopped run needs to go on is written before each iteration.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from self_learning import agent_process, changes, files, git_program, paths, pipeline, retention, runs, text
from self_learning.cli import Result
from self_learning.errors import InputError, LockTimeoutError
from self_learning.goals import configuration as goal_settings
from self_learning.goals import timed_process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from self_learning.paths import Project

INTERRUPTED = 130
MAX_ITERATIONS = 10
UNTIL_TIMEOUT = 1800.0  # seconds
_NOT_STARTED = (126, 127)  # how a shell says that a command isn't executable, or isn't there


class Plan(NamedTuple):
    """What a run is to do; written to the run's state, so that it can go on after a stop.

    ``until`` is a shell command of the person's: the run is done when it exits 0. It has
    ``until_timeout`` seconds for that.
    """

    run_id: str
    prompt: str
    max_iterations: int = MAX_ITERATIONS
    until: str | None = None
    until_timeout: float = UNTIL_TIMEOUT
    goal: str | None = None
    no_llm: bool = False
    next_iteration: int = 1


_NEEDED = {"run_id": str, "prompt": str, "max_iterations": int, "next_iteration": int}
_OPTIONAL: dict[str, tuple[type, ...]] = {
    "until": (str, type(None)),
    "until_timeout": (int, float),
    "goal": (str, type(None)),
    "no_llm": (bool,),
}


def new_run_id(project: Project, now: datetime) -> str:
    """A run id, ``YYYYMMDD-HHMMSS`` in UTC, that no run of the project has yet."""
    taken = {row.run_id for row in runs.read(project)}
    moment = now.astimezone(timezone.utc)
    while (run_id := moment.strftime("%Y%m%d-%H%M%S")) in taken:
        moment += timedelta(seconds=1)
    return run_id


def promise(output: str) -> str | None:
    """The text between ``<promise>`` and ``</promise>`` where an agent says that it is done."""
    before, _, _ = output.rpartition("</promise>")
    _, opened, said = before.rpartition("<promise>")
    return said.strip() or None if opened else None


def head(workdir: str) -> str:
    """The commit that is checked out, or "" where there is none."""
    try:
        return git_program.run(workdir, "rev-parse", "--verify", "--quiet", "HEAD").decode("ascii").strip()
    except git_program.GitError:
        return ""


def resume(project: Project) -> Plan:
    """The plan of the run that was stopped here.

    Raises:
        InputError: There is none, or it can't be read.
    """
    if not os.path.exists(project.run_state):
        raise InputError.at(
            project.run_state, "no stopped run to resume here", remedy="start one with --prompt"
        )
    state = files.read_json(project.run_state)
    fields = state if isinstance(state, dict) else {}
    known = {name: fields[name] for name in Plan._fields if name in fields}
    whole = all(isinstance(known.get(name), kind) for name, kind in _NEEDED.items()) and all(
        isinstance(known[name], kind) for name, kind in _OPTIONAL.items() if name in known
    )
    if not whole or not paths.valid_identifier(known["run_id"]):
        raise InputError.at(
            project.run_state, "is not the state of a run", remedy="remove it and start again with --prompt"
        )
    return Plan(**known)


@contextlib.contextmanager
def _only_run(project: Project) -> Iterator[None]:
    """Hold the project's run lock, or say at once that another run holds it."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(files.locked(project.run_lock, timeout=0.2))
        except LockTimeoutError:
            raise LockTimeoutError(
                f"{project.run_lock}: another run is under way in this project; wait for it or stop it"
            ) from None
        yield


def _raise_interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def loop(project: Project, plan: Plan, store: str, tell: Callable[[str], None]) -> Result:
    """Run the plan to its end, then apply the retention rules.

    Args:
        project: Where; it must be on.
        plan: What to do.
        store: The pattern store.
        tell: Called with each line that the person is to see, the agent's output included.

    Returns:
        What became of it; exit code 130 when the person stopped it, 2 when a step of a
        pipeline failed.

    Raises:
        InputError: The project is off, there is no such goal, or the agent could not be started.
        LockTimeoutError: Another run is under way here.
    """
    if not project.is_on:
        raise InputError.at(
            project.learnings,
            "self-learning is off in this project",
            remedy="add --self-learning to turn it on",
        )
    with contextlib.suppress(ValueError):  # not in the main thread
        # SIGINT too: a shell that starts a job in the background has it ignored from the start.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, _raise_interrupt)
    goal_settings.read(project).choose(plan.goal)  # a goal that isn't there shall cost no agent
    with _only_run(project):
        _tell_of_a_stopped_run(project, plan, tell)
        failures: list[str] = []
        number = plan.next_iteration - 1
        status, why = "max_iterations", "the iterations are used up"
        try:
            for number in range(plan.next_iteration, plan.max_iterations + 1):
                files.write_json(project.run_state, plan._replace(next_iteration=number)._asdict())
                done, failed = _iterate(project, plan, number, store, tell)
                failures += failed
                if done:
                    status, why = "completed", done
                    break
        except KeyboardInterrupt:
            runs.append(project, _row(plan, number, "interrupted"))
            return Result(
                f"Run {plan.run_id} stopped in iteration {number}. Go on with:\n"
                f"  run-loop.sh --workdir {shlex.quote(project.workdir)} --resume",
                {"run_id": plan.run_id, "iterations": number, "status": "interrupted", "failures": failures},
                exit_code=INTERRUPTED,
            )
        with contextlib.suppress(FileNotFoundError):
            os.unlink(project.run_state)
        pruned = retention.prune(project, store_path=store)
        return Result(
            f"Run {plan.run_id} ended after iteration {number}: {why}.",
            {"run_id": plan.run_id, "iterations": number, "status": status, "failures": failures},
            (*failures, *pruned.warnings),
            exit_code=2 if failures else 0,
        )


def _row(plan: Plan, number: int, status: str, session_id: str = "", outcome: object = None) -> runs.Run:
    success = score = goal = None
    if isinstance(outcome, dict) and (outcome.get("run_id"), outcome.get("iteration")) == (
        plan.run_id,
        number,
    ):
        success, score, goal = outcome.get("success"), outcome.get("score"), outcome.get("goal")
    return runs.Run(
        run_id=plan.run_id,
        timestamp=text.timestamp(),
        goal_name=plan.goal or (goal if isinstance(goal, str) else ""),
        iteration=number,
        status=status,
        command=os.environ.get("AGENT_COMMAND") or "claude -p",
        session_id=session_id,
        goal_success=success if isinstance(success, bool) else None,
        goal_score=float(score) if isinstance(score, (int, float)) else None,
    )


def _session(project: Project, known: set[str]) -> str:
    """The id of the session that began since ``known`` was listed, if it was just one."""
    new = sorted(_session_records(project) - known)
    return new[0].removesuffix(".json") if len(new) == 1 else ""


def _session_records(project: Project) -> set[str]:
    try:
        return {name for name in os.listdir(project.sessions) if name.endswith(".json")}
    except FileNotFoundError:
        return set()


def _iterate(
    project: Project, plan: Plan, number: int, store: str, tell: Callable[[str], None]
) -> tuple[str | None, list[str]]:
    """One iteration: why the run is done now, if it is, and what failed in the pipeline."""
    start_sha = head(project.workdir)
    environ = {
        **os.environ,
        "CLOSEDLOOP_WORKDIR": project.workdir,
        "CLOSEDLOOP_RUN_ID": plan.run_id,
        "CLOSEDLOOP_ITERATION": str(number),
        "CLOSEDLOOP_START_SHA": start_sha,
        "CLOSEDLOOP_SELF_LEARNING": "true",
    }
    tell(f"Run {plan.run_id}, iteration {number} of at most {plan.max_iterations}")
    arguments, stdin = agent_process.command(os.environ, plan.prompt)
    sessions = _session_records(project)
    try:
        output = agent_process.run(
            arguments, stdin=stdin, directory=project.workdir, environ=environ, tell=tell
        )
    except FileNotFoundError:
        runs.append(project, _row(plan, number, "failed"))
        raise InputError(
            f"{arguments[0]}: not found; install Claude Code or name an agent in AGENT_COMMAND"
        ) from None
    if output.exit_code in _NOT_STARTED and not output.text:
        runs.append(project, _row(plan, number, "failed"))
        raise InputError(
            f"AGENT_COMMAND {os.environ.get('AGENT_COMMAND')!r}: can't be started; mend it, then --resume"
        )
    status = "completed" if output.exit_code == 0 else "failed"
    session_id = _session(project, sessions)
    # The row comes before the pipeline, whose goal step counts iterations, and once more after
    # it with the goal's outcome; the later row of an iteration holds.
    runs.append(project, _row(plan, number, status, session_id))
    result = pipeline.run(
        pipeline.Iteration(
            project,
            plan.run_id,
            number,
            start_sha or changes.BEFORE_ANY_COMMIT,
            store,
            plan.goal,
            plan.no_llm,
        ),
        tell=tell,
    )
    with contextlib.suppress(InputError):
        measured = _row(plan, number, status, session_id, files.read_json(project.goal_outcome))
        if measured.goal_success is not None:
            runs.append(project, measured)
    failed = result.message.splitlines()[1:] if result.exit_code else []
    said = promise(output.text)
    if said is not None:
        return f"the agent promised: {text.sanitise(said)}", failed
    if plan.until and _holds(plan, project.workdir, environ, tell):
        return f"`{text.sanitise(plan.until)}` holds", failed
    return None, failed


def _holds(plan: Plan, directory: str, environ: dict[str, str], tell: Callable[[str], None]) -> bool:
    """Whether the person's own shell command exits 0 in its time; when that is up, it is ended."""
    finished = timed_process.run(
        ["/bin/sh", "-c", plan.until or "false"],
        directory=directory,
        timeout=plan.until_timeout,
        environ=environ,
    )
    if finished.exit_code is None:
        tell(
            f"`{text.sanitise(plan.until or '')}` took longer than {plan.until_timeout:g} s"
            " and counts as not fulfilled."
        )
    return finished.exit_code == 0


def _tell_of_a_stopped_run(project: Project, plan: Plan, tell: Callable[[str], None]) -> None:
    """Say whose state a new run replaces."""
    with contextlib.suppress(InputError):
        stopped = resume(project)
        if stopped.run_id != plan.run_id:
            tell(
                f"Run {stopped.run_id}, stopped in iteration {stopped.next_iteration},"
                " is given up for this one."
            )
