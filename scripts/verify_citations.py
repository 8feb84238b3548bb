#!/usr/bin/env python3
"""Step 6: check that a change stands where an agent says that it applied a pattern."""

import sys

from self_learning import environment

environment.activate()

from self_learning import citations, cli


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/outcomes.log, and what changed in the git work tree since the start commit",
        writes="`unverified` on applied rows without a citation that holds (and off those with one);\n"
        "         what didn't hold to W/.learnings/failures.md",
        returns="how many rows were checked, are unverified, and were changed",
    )
    cli.add_workdir(parser)
    parser.add_argument(
        "--start-sha", metavar="S", help="the commit where the work began (default: the last one)"
    )
    parser.add_argument(
        "--run-id", metavar="R", help="the run to check (default: that of the last applied row)"
    )
    parser.add_argument(
        "--iteration", metavar="N", type=int, help="its iteration (default: all, S is where the run began)"
    )
    return cli.run(
        parser,
        lambda arguments: citations.verify(
            cli.project(arguments),
            arguments.start_sha,
            run_id=arguments.run_id,
            iteration=arguments.iteration,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
