#!/usr/bin/env python3
"""Step 10: compute each pattern's success rate, confidence and flags from the outcomes log."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, scoring


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/outcomes.log, the pattern store and its provenance",
        writes="the store, its provenance, backup and index; unreadable rows go to the quarantine",
        returns="a table of the patterns, the best first",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    return cli.run(
        parser,
        lambda arguments: scoring.compute(
            cli.project(arguments), cli.store_path(arguments), dry_run=arguments.dry_run
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
