#!/usr/bin/env python3
"""Turn self-learning on in a project: make .learnings/ with default files and a .gitignore."""

import sys

from self_learning import environment

environment.activate()

from self_learning import bootstrap, cli


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="nothing",
        writes="W/.learnings/: directories, .gitignore, goal.yaml, retention.yaml, settings.yaml;\n"
        "         what exists is left as it is",
        returns="what was made",
    )
    cli.add_workdir(parser)
    return cli.run(parser, lambda arguments: bootstrap.bootstrap(cli.project(arguments)))


if __name__ == "__main__":
    sys.exit(main())
