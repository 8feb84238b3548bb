#!/usr/bin/env python3
"""Step 7: put a build's result onto the rows of the agent and iteration that it names."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, enrichment


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/build-result.json, W/.learnings/outcomes.log",
        writes="outcomes.log: build_passed or build_failed on the rows that it names",
        returns="how many rows changed",
    )
    cli.add_workdir(parser)
    return cli.run(parser, lambda arguments: enrichment.merge_build_result(cli.project(arguments)))


if __name__ == "__main__":
    sys.exit(main())
