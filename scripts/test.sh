#!/bin/sh
# Runs all tests, building the environment for them first; arguments go to pytest.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
sh "$root/scripts/python.sh" --development
cd "$root"
exec sh scripts/python.sh -m pytest -n auto "$@"
