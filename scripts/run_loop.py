#!/usr/bin/env python3
"""Run an agent for some iterations and learn from each; run-loop.sh calls this."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime, timezone

from self_learning import environment

environment.activate()

from self_learning import cli, files, paths, pipeline, run_loop, runs
from self_learning.errors import InputError


def prompt_of(arguments: argparse.Namespace) -> str:
    """The prompt that the options give."""
    given: str | None = arguments.prompt
    prompt = given if given is not None else files.read_text(arguments.prompt_file)
    if not prompt.strip():
        raise InputError("the prompt is empty; say what the agent is to do")
    return prompt


def plan_of(arguments: argparse.Namespace, project: paths.Project) -> run_loop.Plan:
    """The plan that the options make."""
    said = {
        name: value
        for name in ("max_iterations", "until", "until_timeout", "goal", "no_llm")
        if (value := getattr(arguments, name)) not in (None, False)
    }
    if arguments.resume:
        return run_loop.resume(project)._replace(**said)
    run_id = run_loop.new_run_id(project, datetime.now(timezone.utc))
    return run_loop.Plan(run_id=run_id, prompt=prompt_of(arguments), **said)


def pipeline_only(
    project: paths.Project, arguments: argparse.Namespace, tell: Callable[[str], None]
) -> cli.Result:
    """One pipeline for the iteration that the environment names, else for the last one of runs.log."""
    rows = runs.read(project)
    run_id = os.environ.get("CLOSEDLOOP_RUN_ID") or (
        rows[-1].run_id if rows else run_loop.new_run_id(project, datetime.now(timezone.utc))
    )
    number = os.environ.get("CLOSEDLOOP_ITERATION") or (str(rows[-1].iteration) if rows else "1")
    if not paths.valid_identifier(run_id) or not number.isdecimal() or len(number) > 9:
        raise InputError("CLOSEDLOOP_RUN_ID or CLOSEDLOOP_ITERATION is not an id and a number; unset them")
    start_sha = os.environ.get("CLOSEDLOOP_START_SHA") or None
    return pipeline.run(
        pipeline.Iteration(
            project, run_id, int(number), start_sha, paths.Person().store, arguments.goal, arguments.no_llm
        ),
        tell=tell,
    )


def command(arguments: argparse.Namespace) -> cli.Result:
    """Do what the options say."""

    def tell(line: str) -> None:
        print(line, file=sys.stderr if arguments.json else sys.stdout, flush=True)

    if arguments.demo:
        from self_learning.demo import story

        return story.run(tell)
    project = cli.project(arguments)
    if not project.is_on and arguments.self_learning:
        from self_learning import bootstrap

        tell(bootstrap.bootstrap(project).message)
    if arguments.pipeline_only:
        return pipeline_only(project, arguments, tell)
    return run_loop.loop(project, plan_of(arguments, project), paths.Person().store, tell)


def positive(argument: str) -> int:
    """A whole number from 1."""
    number = int(argument)
    if number < 1:
        raise ValueError
    return number


def seconds(argument: str) -> float:
    """A number of seconds above 0."""
    number = float(argument)
    if not 0 < number <= 1e6:
        raise ValueError
    return number


def main() -> int:
    """Read the options and run."""
    parser = cli.parser(
        __doc__,
        reads="the prompt; AGENT_COMMAND, a shell command that gets the prompt as its last argument and on "
        "standard input (default: claude -p); W/.learnings/",
        writes="W/.learnings/, the pattern store, and whatever the agent writes",
        returns="how the run ended; 130 when it was interrupted",
    )
    cli.add_workdir(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--prompt", type=cli.as_text, metavar="TEXT", help="what the agent is to do")
    what.add_argument("--prompt-file", metavar="F", help="a file that says it")
    what.add_argument(
        "--resume",
        action="store_true",
        help="go on with the run that was stopped here; other options replace its own",
    )
    what.add_argument(
        "--pipeline-only", action="store_true", help="run no agent, only the eleven steps, once"
    )
    what.add_argument("--demo", action="store_true", help="show all of it on a throw-away repository")
    parser.add_argument(
        "--max-iterations",
        metavar="N",
        type=positive,
        help=f"at most (default: {run_loop.MAX_ITERATIONS})",
    )
    parser.add_argument("--until", metavar="COMMAND", help="done when this shell command exits 0")
    parser.add_argument(
        "--until-timeout",
        metavar="S",
        type=seconds,
        help=f"seconds after which that command is ended (default: {run_loop.UNTIL_TIMEOUT:g})",
    )
    parser.add_argument(
        "--goal",
        type=cli.as_text,
        metavar="G",
        help="the goal to evaluate (default: goal.yaml's active_goal)",
    )
    parser.add_argument(
        "--self-learning", action="store_true", help="turn self-learning on here if it is off"
    )
    parser.add_argument("--no-llm", action="store_true", help="let no model classify the lessons")
    return cli.run(parser, command)


if __name__ == "__main__":
    sys.exit(main())
