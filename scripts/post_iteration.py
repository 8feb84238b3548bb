#!/usr/bin/env python3
"""Run the eleven steps after an iteration of an agent, in one process."""

import argparse
import sys

from self_learning import environment

environment.activate()

from self_learning import cli, paths, pipeline
from self_learning.errors import InputError


def command(arguments: argparse.Namespace) -> cli.Result:
    """Do what the options say."""
    if not paths.valid_identifier(arguments.run_id):
        raise InputError(f"--run-id {arguments.run_id!r}: use letters, digits, '.', '_' and '-'")
    if arguments.iteration < 0:
        raise InputError(f"--iteration {arguments.iteration}: an iteration is not negative")
    project = cli.project(arguments)
    if not project.is_on:
        return cli.Result(
            f"{project.learnings}: self-learning is off in this project, nothing to do.", skipped=True
        )
    return pipeline.run(
        pipeline.Iteration(
            project,
            arguments.run_id,
            arguments.iteration,
            arguments.start_sha or None,
            cli.store_path(arguments),
            arguments.goal,
            arguments.no_llm,
        ),
        pipeline.selected_steps(arguments.steps),
        tell=lambda line: print(line, file=sys.stderr if arguments.json else sys.stdout, flush=True),
    )


def main() -> int:
    """Read the options and run."""
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/, the repository's changes since --start-sha, the pattern store",
        writes="W/.learnings/, the pattern store with its provenance, archive and index",
        returns="a line for each step and a summary; 2 when a step failed, after all others have run",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    parser.add_argument("--run-id", metavar="R", required=True, help="the run, YYYYMMDD-HHMMSS")
    parser.add_argument("--iteration", metavar="N", type=int, required=True, help="the iteration, from 1")
    parser.add_argument("--start-sha", metavar="S", help="the commit that the iteration started from")
    parser.add_argument("--goal", metavar="G", help="the goal to evaluate (default: goal.yaml's active_goal)")
    parser.add_argument("--no-llm", action="store_true", help="let no model classify the lessons")
    parser.add_argument("--steps", metavar="1-11", default="1-11", help="which steps, such as 1-7,10")
    return cli.run(parser, command)


if __name__ == "__main__":
    sys.exit(main())
