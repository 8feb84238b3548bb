#!/usr/bin/env python3
"""Turn review findings, session learnings, incidents and corrections into patterns and runbooks."""

import sys

from self_learning import environment

environment.activate()

from self_learning import cli
from self_learning.engine import command_line, evolve


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="W/.claude/review-findings.jsonl, session-learnings.jsonl, incidents.jsonl,\n"
        "         user-corrections.jsonl; engine in W/.learnings/settings.yaml",
        writes="W/.claude/patterns/, W/.claude/skills/runbooks/, and W/.learnings/pending/ where that exists",
        returns="what was counted, promoted and archived; how many rows can't be read",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    parser.add_argument(
        "--since",
        metavar="DAYS",
        type=command_line.days,
        help="promote and report only what was seen in the last DAYS days",
    )
    parser.add_argument("--pattern", metavar="NAME", help="promote and report this pattern only")
    parser.add_argument("--agent", metavar="NAME", help="promote to this agent's runbook only")
    parser.add_argument("--full", action="store_true", help="read all rows anew instead of the new ones")
    parser.add_argument(
        "--mark-invalid", metavar="NAME", help="this pattern is wrong: archive it and never promote it"
    )
    parser.add_argument(
        "--superseded-by", metavar="OTHER", help="the pattern of --pattern has given way to OTHER"
    )
    parser.add_argument("--unmark", metavar="NAME", help="undo --mark-invalid or --superseded-by")
    return cli.run(
        parser,
        lambda given: evolve.run(
            cli.project(given),
            cli.now(given),
            evolve.Options(
                dry_run=given.dry_run,
                since_days=given.since,
                pattern=given.pattern,
                agent=given.agent,
                full=given.full,
                mark_invalid=given.mark_invalid,
                superseded_by=given.superseded_by,
                unmark=given.unmark,
            ),
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
