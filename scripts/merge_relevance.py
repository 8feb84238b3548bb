#!/usr/bin/env python3
"""Step 3: put the relevance of each pattern onto its rows of the outcomes log."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, enrichment


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the relevance file of step 2, the pattern store, W/.learnings/outcomes.log",
        writes="outcomes.log: <relevance>|<method> on each row whose pattern has a score",
        returns="how many rows changed",
    )
    cli.add_workdir(parser)
    parser.add_argument(
        "--relevance-file", metavar="F", required=True, help="what pattern_relevance.py wrote"
    )
    cli.add_toon_file(parser)
    return cli.run(
        parser,
        lambda arguments: enrichment.merge_relevance(
            cli.project(arguments), arguments.relevance_file, cli.store_path(arguments)
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
