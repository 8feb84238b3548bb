#!/usr/bin/env python3
"""Show what people corrected, by agent and type, and what keeps coming back."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.engine import command_line, corrections


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.claude/user-corrections.jsonl",
        writes="nothing",
        returns="counts as bars and the latest corrections; with --analyze what comes back",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    parser.add_argument("--agent", metavar="NAME", help="only those of this agent")
    parser.add_argument("--type", choices=corrections.TYPES, help="only those of this correction type")
    parser.add_argument(
        "--since", metavar="DAYS", type=command_line.days, help="only those of the last DAYS days"
    )
    parser.add_argument(
        "--analyze", action="store_true", help="group them into what comes back in whatever words"
    )
    return cli.run(
        parser,
        lambda given: corrections.run(
            cli.project(given),
            cli.now(given),
            agent=given.agent,
            kind=given.type,
            since_days=given.since,
            analyse=given.analyze,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
