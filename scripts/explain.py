#!/usr/bin/env python3
"""Say why a pattern was shown to an agent, or was not: each filter and each term of the score."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, explain


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the pattern store, its index, W/.learnings/injections/ and outcomes.log",
        writes="nothing, but for an index that is missing or outdated",
        returns="the filters, the score's terms and the evidence behind the pattern",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    parser.add_argument("pattern_id", metavar="PATTERN_ID", help="such as P-007")
    parser.add_argument(
        "--agent", metavar="AGENT_ID", help="an agent's id, or a session's id for its main agent"
    )
    return cli.run(
        parser,
        lambda arguments: explain.command(
            cli.project(arguments), cli.store_path(arguments), arguments.pattern_id, arguments.agent
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
