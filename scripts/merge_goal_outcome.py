#!/usr/bin/env python3
"""Step 5: put the outcome of the run's goal onto its rows of the outcomes log."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, enrichment


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the outcome file of step 4, W/.learnings/outcomes.log",
        writes="outcomes.log: <goal>|<0 or 1>|<score> on the rows of that run and iteration",
        returns="how many rows changed; none when the goal could not be measured",
    )
    cli.add_workdir(parser)
    parser.add_argument(
        "--outcome-file",
        metavar="F",
        help="what evaluate_goal.py wrote (default: W/.learnings/goal-outcome.json)",
    )
    return cli.run(
        parser,
        lambda arguments: enrichment.merge_goal_outcome(cli.project(arguments), arguments.outcome_file),
    )


if __name__ == "__main__":
    sys.exit(main())
