#!/usr/bin/env python3
"""Step 8: judge the pending lessons and say what the pattern store shall take up."""

import sys
from argparse import Namespace

from self_learning import environment

environment.activate()

from self_learning import cli, learnings


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/pending/, the pattern store, with --classified a model's decisions",
        writes="W/.learnings/: merge-result.json, sessions/, archive/, quarantine/,\n"
        "         pending-closedloop.json; with --prepare only worksheet.json",
        returns="how many lessons were added, merged and rejected, and which classifier decided",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    parser.add_argument("--run-id", metavar="R", help="the run (default: $CLOSEDLOOP_RUN_ID, else the time)")
    parser.add_argument("--iteration", metavar="N", type=int, help="default: $CLOSEDLOOP_ITERATION, else 1")
    parser.add_argument("--prepare", action="store_true", help="write the worksheet for a model, and stop")
    parser.add_argument("--classified", metavar="F", help="a model's decisions about the worksheet")
    parser.add_argument(
        "--no-llm", action="store_true", help="classify by rules, even where claude is on the PATH"
    )

    def command(arguments: Namespace) -> cli.Result:
        project = cli.project(arguments)
        if arguments.prepare:
            return learnings.prepare(project, store_path=cli.store_path(arguments))
        return learnings.process(
            project,
            run_id=arguments.run_id,
            iteration=arguments.iteration,
            store_path=cli.store_path(arguments),
            classified=arguments.classified,
            no_llm=arguments.no_llm,
        )

    return cli.run(parser, command)


if __name__ == "__main__":
    sys.exit(main())
