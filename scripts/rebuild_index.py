#!/usr/bin/env python3
"""Prepare what the hooks read: the index of a pattern store, or a project's order of categories."""

from __future__ import annotations

import argparse
import sys

from self_learning import environment

environment.activate()
from self_learning import cli, goal_priority, index


def main() -> int:
    """Rebuild what the arguments name."""
    parser = cli.parser(
        __doc__,
        reads="the pattern store and its provenance; with --workdir, .learnings/goal.yaml",
        writes="the store's .index file; with --workdir, .learnings/injections/.goal-priority.json",
        returns="one sentence",
    )
    cli.add_workdir(parser)
    cli.add_toon_file(parser)
    return cli.run(parser, _run)


def _run(arguments: argparse.Namespace) -> cli.Result:
    if arguments.workdir is not None:
        project = cli.project(arguments)
        goal_priority.prepare(project)
        return cli.Result(f"{project.injections}: knows the active goal's order of categories")
    store = cli.store_path(arguments)
    index.rebuild(store)
    return cli.Result(f"{store}: its index is up to date")


if __name__ == "__main__":
    sys.exit(main())
