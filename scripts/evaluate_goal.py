#!/usr/bin/env python3
"""Step 4: measure a run by the active goal."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, goals


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/goal.yaml, and what the goal needs: runs.log, a test command's exit code and\n"
        "         JUnit XML, Claude Code's transcripts, a coverage report, or GOAL_EVALUATOR_SCRIPT's answer",
        writes="the outcome as JSON, to --output or W/.learnings/goal-outcome.json",
        returns="{goal, run_id, iteration, success, score, metrics, details, evaluated_at}; success and\n"
        "         score are null when it can't be measured, with the reason in details",
    )
    cli.add_workdir(parser)
    parser.add_argument("--run-id", metavar="R", required=True, help="the run to measure")
    parser.add_argument("--goal", metavar="G", help="a goal of goal.yaml (default: its active_goal)")
    parser.add_argument(
        "--iteration", metavar="N", type=int, help="the iteration that the outcome belongs to"
    )
    parser.add_argument("--output", metavar="O", help="write the outcome here instead")
    cli.add_now(parser)
    return cli.run(
        parser,
        lambda arguments: goals.evaluate(
            cli.project(arguments),
            arguments.run_id,
            arguments.goal,
            iteration=arguments.iteration,
            output=arguments.output,
            now=arguments.now,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
