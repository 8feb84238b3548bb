#!/usr/bin/env python3
"""Step 2: say how relevant each pattern is to the changed files, from 0.0 to 1.0."""

import argparse
import os
import sys

from self_learning import environment

environment.activate()

from self_learning import cli, pattern_relevance


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the list of step 1, the pattern store, and what changed in those files",
        writes="the scores as JSON, to --output or W/.learnings/relevance-scores.json",
        returns="[{pattern_id, score, method, matched_concepts, terms}] for every pattern",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    parser.add_argument(
        "--changed-files", metavar="F", help="what step 1 wrote (default: W/.learnings/changed-files.json)"
    )
    parser.add_argument(
        "--start-sha",
        metavar="S",
        default=os.environ.get("CLOSEDLOOP_START_SHA"),
        help="the commit to compare with (default: $CLOSEDLOOP_START_SHA, else the last one)",
    )
    parser.add_argument("--output", metavar="O", help="write the scores here instead")

    def run(arguments: argparse.Namespace) -> cli.Result:
        project = cli.project(arguments)
        return pattern_relevance.command(
            project,
            arguments.changed_files or project.changed_files,
            cli.store_path(arguments),
            start_sha=arguments.start_sha,
            output=arguments.output,
        )

    return cli.run(parser, run)


if __name__ == "__main__":
    sys.exit(main())
