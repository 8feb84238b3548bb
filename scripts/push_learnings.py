#!/usr/bin/env python3
"""Share what this project learned with the team, through a git repository."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.org import push


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the pattern store; CLAUDE_ORG_ID, CLAUDE_ORG_REPO; W/.learnings/settings.yaml",
        writes="learnings/<org_id>/<project>/<contributor>.json and README.md in the shared repository; "
        "its clone in the user directory",
        returns="what was added, updated and taken back there",
    )
    cli.add_workdir(parser)
    parser.add_argument(
        "--org-repo", metavar="URL", help="the shared repository (default: $CLAUDE_ORG_REPO, else org_repo)"
    )
    parser.add_argument(
        "--project", metavar="NAME", help="the project's name there (default: its repository's name)"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the difference and push nothing")
    return cli.run(
        parser,
        lambda arguments: push.command(
            cli.project(arguments),
            org_repo=arguments.org_repo,
            name=arguments.project,
            dry_run=arguments.dry_run,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
