#!/usr/bin/env python3
"""Capture one lesson: screen it and put it where the next pipeline run finds it."""

import argparse
import sys

from self_learning import environment

environment.activate()

from self_learning import capture, cli


def main() -> int:
    parser = cli.parser(
        __doc__,
        reads="the options; without --summary also one JSON object on standard input, where an option wins",
        writes="W/.learnings/pending/<agent>-<agent_id>.json",
        returns="the file that was written",
    )
    cli.add_workdir(parser)
    cli.add_now(parser)
    parser.add_argument("--agent", type=cli.as_text, metavar="A", help="who learned it")
    parser.add_argument("--agent-id", metavar="ID", help="the host's id of that agent (default: a new one)")
    parser.add_argument(
        "--category", type=cli.as_text, metavar="C", help="mistake, convention, pattern or insight"
    )
    parser.add_argument(
        "--summary", type=cli.as_text, metavar="S", help="the lesson, one line of 20 to 200 characters"
    )
    parser.add_argument(
        "--trigger", type=cli.as_text, metavar="T", help="what the lesson is about, in a few words"
    )
    parser.add_argument("--detail", type=cli.as_text, metavar="D", help="what happened")
    parser.add_argument("--task", type=cli.as_text, metavar="K", help="what the agent was doing")
    parser.add_argument(
        "--citation",
        metavar="FILE:LINE",
        nargs="+",
        action="extend",
        type=cli.as_text,
        help="where it shows; repeatable",
    )
    parser.add_argument(
        "--context",
        metavar="TAG",
        nargs="+",
        action="extend",
        type=cli.as_text,
        help="what it is about; repeatable",
    )
    parser.add_argument(
        "--applies-to",
        metavar="AGENT",
        nargs="+",
        action="extend",
        type=cli.as_text,
        help="whom it concerns (default: all)",
    )

    def command(arguments: argparse.Namespace) -> cli.Result:
        # An agent's shell may hold anything on standard input, even its own prompt.
        given = "" if arguments.summary else capture.piped_input()
        return capture.command(cli.project(arguments), vars(arguments), given, now=cli.now(arguments))

    return cli.run(parser, command)


if __name__ == "__main__":
    sys.exit(main())
