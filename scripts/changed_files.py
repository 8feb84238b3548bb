#!/usr/bin/env python3
"""Step 1: list the files that changed since a commit."""

import sys

from self_learning import environment

environment.activate()

from self_learning import changes, cli


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the git work tree: commits since the start, index, files, untracked files",
        writes="the list as JSON, to --output or W/.learnings/changed-files.json",
        returns="the changed paths, relative to W: renamed files by their new path, deleted ones too",
    )
    cli.add_workdir(parser)
    parser.add_argument("--start-sha", metavar="S", help="the commit to compare with (default: the last one)")
    parser.add_argument("--output", metavar="O", help="write the list here instead")
    return cli.run(
        parser,
        lambda arguments: changes.command(cli.project(arguments), arguments.start_sha, arguments.output),
    )


if __name__ == "__main__":
    sys.exit(main())
