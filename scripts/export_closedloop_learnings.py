#!/usr/bin/env python3
"""Step 11: move lessons about the tooling itself into the person's closedloop-learnings.json."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, tooling_lessons


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/pending-closedloop.json",
        writes="closedloop-learnings.json in the user directory; empties what it has read",
        returns="how many were new, with their ids",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    return cli.run(
        parser, lambda arguments: tooling_lessons.export(cli.project(arguments), now=cli.now(arguments))
    )


if __name__ == "__main__":
    sys.exit(main())
