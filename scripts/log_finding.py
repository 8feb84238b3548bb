#!/usr/bin/env python3
"""Log one review finding, session learning, incident or user correction."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.engine import command_line, locations, log


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="its options, or one JSON object on standard input when no field is given",
        writes="one row at the end of W/.claude/review-findings.jsonl, session-learnings.jsonl,\n"
        "         incidents.jsonl or user-corrections.jsonl",
        returns="the file that took the row; what is wrong with a row that its schema refuses",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    parser.add_argument(
        "--kind", choices=locations.KINDS, default="review-finding", help="default: review-finding"
    )
    command_line.add_fields(parser)
    return cli.run(
        parser,
        lambda given: log.add(
            cli.project(given),
            given.kind,
            command_line.fields(given) or log.parse(sys.stdin.read()),
            cli.now(given),
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
