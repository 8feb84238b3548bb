#!/usr/bin/env python3
"""Turn self-learning on in a project: say what that writes and does, and with --yes do it."""

import sys
from argparse import Namespace

from self_learning import environment

environment.activate()

from self_learning import cli, project_setup
from self_learning.paths import Person


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="whether W/.learnings/ is there",
        writes="with --yes W/.learnings/, as bootstrap_learnings.py does; else nothing",
        returns="what turning it on means, or what was made and what comes next",
    )
    cli.add_workdir(parser)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--show", action="store_true", help="only say what it means (default)")
    choice.add_argument("--yes", action="store_true", help="turn it on")

    def command(arguments: Namespace) -> cli.Result:
        project = cli.project(arguments)
        if arguments.yes:
            return project_setup.turn_on(project)
        return project_setup.plan(project, Person())

    return cli.run(parser, command)


if __name__ == "__main__":
    sys.exit(main())
