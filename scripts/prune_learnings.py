#!/usr/bin/env python3
"""Apply the retention rules of a project: let go of what is too old or too much."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, retention


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.learnings/, its retention.yaml, the pattern store",
        writes="W/.learnings/: removes old files and quarantined lines, moves old log\n"
        "         lines to archive/logs/; the store: patterns flagged PRUNE go to its archive,\n"
        "         old lines leave the quarantine beside it",
        returns="each thing that went, or with --dry-run would go",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    cli.add_toon_file(parser)
    parser.add_argument("--dry-run", action="store_true", help="list what would go, touch nothing")
    return cli.run(
        parser,
        lambda arguments: retention.prune(
            cli.project(arguments),
            store_path=cli.store_path(arguments),
            now=cli.now(arguments),
            dry_run=arguments.dry_run,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
