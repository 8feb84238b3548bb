#!/usr/bin/env python3
"""Bring what the team learned into the pattern store, from their shared git repository."""

import sys

from self_learning.org import unchanged

# Nothing new is the common case, and must cost little more than git's fetch.
if __name__ == "__main__" and (known := unchanged.answer(sys.argv[1:])) is not None:
    print(known)
    sys.exit(0)

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.org import decision, pull


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="learnings/<org_id>/ of the shared repository; CLAUDE_ORG_ID, CLAUDE_ORG_REPO; "
        "W/.learnings/settings.yaml and retention.yaml",
        writes="the pattern store; the clone and its quarantine in the user directory",
        returns="what was added, updated, skipped and refused",
    )
    cli.add_workdir(parser)
    parser.add_argument(
        "--org-repo", metavar="URL", help="the shared repository (default: $CLAUDE_ORG_REPO, else org_repo)"
    )
    parser.add_argument(
        "--project", metavar="NAME", help="the project's name there (default: its repository's name)"
    )
    parser.add_argument(
        "--include-own-project", action="store_true", help="take what teammates learned in this project too"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument(
        "--quarantine",
        nargs="+",
        metavar=("ACTION", "ID"),
        help="list what was refused, or accept or reject it by its ids",
    )
    return cli.run(
        parser,
        lambda arguments: (
            decision.command(
                cli.project(arguments),
                arguments.quarantine[0],
                arguments.quarantine[1:],
                org_repo=arguments.org_repo,
            )
            if arguments.quarantine
            else pull.command(
                cli.project(arguments),
                org_repo=arguments.org_repo,
                name=arguments.project,
                include_own_project=arguments.include_own_project,
                dry_run=arguments.dry_run,
                words=tuple(sys.argv[1:]),
            )
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
