#!/usr/bin/env python3
"""Show how often a goal is reached, whether lessons help, and which ones."""

import argparse
import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.stats import summary


def _runs(argument: str) -> int:
    number = int(argument) if argument.isascii() and argument.isdigit() else 0
    if not 0 < number < 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number of runs from 1")
    return number


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/runs.log and outcomes.log, and what was rotated out of them;\n"
        "         goal.yaml; the pattern store and its archive",
        writes="with --html that page; unreadable lines of the logs go to the quarantine",
        returns="rates with 95 % intervals: runs and their trend, iterations by what their\n"
        "         agents had, each lesson; --json has them unrounded",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    parser.add_argument(
        "--goal",
        metavar="G",
        type=cli.as_text,
        help="only this goal (default: the active one, else each that the logs know)",
    )
    parser.add_argument(
        "--last", metavar="N", type=_runs, help="only the last N runs of a goal (default: all)"
    )
    parser.add_argument(
        "--html", metavar="F", help="write it as a page of its own too, readable by you alone"
    )
    return cli.run(
        parser,
        lambda given: summary.command(
            cli.project(given), cli.store_path(given), goal=given.goal, last=given.last, html=given.html
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
