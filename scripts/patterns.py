#!/usr/bin/env python3
"""Show the patterns that the learning engine found, or one of them in full."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.engine import findings, trends, views


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the four logs in W/.claude/ and W/.claude/patterns/",
        writes="nothing",
        returns="a table; with NAME everything that is known of one pattern",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    parser.add_argument("name", metavar="NAME", nargs="?", help="show this pattern in full, by name or alias")
    parser.add_argument("--all", action="store_true", help="all patterns instead of the first twenty")
    parser.add_argument("--agent", metavar="NAME", help="only those that concern this agent")
    parser.add_argument("--trend", choices=trends.TRENDS, help="only those with this trend")
    parser.add_argument("--category", choices=findings.CATEGORIES, help="only those of this category")
    return cli.run(
        parser,
        lambda given: views.patterns(
            cli.project(given),
            cli.now(given),
            name=given.name,
            every=given.all,
            agent=given.agent,
            trend=given.trend,
            category=given.category,
            complete=given.json,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
