#!/usr/bin/env python3
"""Say of each part of self-learning whether it works, and how to mend what does not."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, doctor
from self_learning.paths import Person


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="everything in .learnings/ and in the user directory",
        writes="nothing; the hooks are tried in a temporary directory",
        returns="a line for each part, and 2 when one does not work",
    )
    cli.add_workdir(parser)
    return cli.run(parser, lambda arguments: doctor.command(cli.project(arguments), Person()))


if __name__ == "__main__":
    sys.exit(main())
