#!/usr/bin/env python3
"""Step 9: put a merge result into the pattern store, capped; doing it twice changes nothing."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli, learnings


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the merge result of step 8 or of an older tool, the pattern store, retention.yaml beside it",
        writes="the store, its provenance, backup, archive and index",
        returns="what was added, merged and moved to the archive",
    )
    parser.add_argument("--merge-result", metavar="F", required=True, help="W/.learnings/merge-result.json")
    cli.add_toon_file(parser, "--toon-path")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    return cli.run(
        parser,
        lambda arguments: learnings.write_merged(
            arguments.merge_result, cli.store_path(arguments), dry_run=arguments.dry_run
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
