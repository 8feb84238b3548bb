#!/usr/bin/env python3
"""Show which patterns are new, growing, shrinking and gone."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.engine import command_line, views


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the four logs in W/.claude/ and W/.claude/patterns/",
        writes="nothing; evolve.py writes W/.claude/patterns/trends.json",
        returns="two windows of days compared, alerts and improvements",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    parser.add_argument(
        "--window", metavar="DAYS", type=command_line.days, help="days of a window (default: 30)"
    )
    parser.add_argument("--compare", action="store_true", help="show both windows side by side")
    parser.add_argument("--alerts", action="store_true", help="show the alerts alone")
    parser.add_argument("--service", metavar="NAME", help="only the findings of this service")
    return cli.run(
        parser,
        lambda given: views.show_trends(
            cli.project(given),
            cli.now(given),
            window=given.window,
            compare=given.compare,
            alerts=given.alerts,
            service=given.service,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
