#!/bin/sh
# Runs an agent again and again, and after each iteration the pipeline that learns from it.
# `run-loop.sh --demo` shows all of it on a throw-away repository; --help has the options.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
exec sh "$here/python.sh" "$here/run_loop.py" "$@"
