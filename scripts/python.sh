#!/bin/sh
# Runs Python in the plugin's environment, which it builds at first use:
#   python.sh SCRIPT [ARGUMENT ...]   run a script in it
#   python.sh --prepare               only build it
#   python.sh --development           build it with what the tests need
#   python.sh --data DIRECTORY ...    any of these, with DIRECTORY for $CLAUDE_PLUGIN_DATA
# The environment is $CLAUDE_PLUGIN_DATA/venv when that is set, else .venv in the clone.
# `stamp` in it names what it was built from, `interpreter` the real Python behind it,
# which the hooks call directly.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 2
# Claude Code names its data directory in the text of a command, but doesn't export it to the
# shell that the model runs. A clone whose environment is built needs no second one.
if [ "${1:-}" = --data ] && [ $# -ge 2 ]; then
    if [ ! -r "$root/.venv/stamp" ]; then
        CLAUDE_PLUGIN_DATA=$2
        export CLAUDE_PLUGIN_DATA
    fi
    shift 2
fi
environment=${CLAUDE_PLUGIN_DATA:+$CLAUDE_PLUGIN_DATA/venv}
environment=${environment:-$root/.venv}
python=$environment/bin/python
kind=runtime
case ${1:-} in --development) kind=development ;; esac

fail() {
    printf 'self-learning: %s\n' "$1" >&2
    exit 2
}

# What the environment has to fit: the lists of packages in pyproject.toml.
[ -r "$root/pyproject.toml" ] || fail "$root/pyproject.toml: can't be read; reinstall the plugin"
wanted=$(sed -n '/= \[$/,/^\]/p' "$root/pyproject.toml" | cksum)

is_ready() { # is there a finished environment of this kind, or a larger one?
    [ -x "$python" ] && [ -r "$environment/stamp" ] || return 1
    stamp=$(cat "$environment/stamp")
    [ "$stamp" = "$kind $wanted" ] || [ "$stamp" = "development $wanted" ]
}

if ! is_ready; then
    base=
    for candidate in "${SELF_LEARNING_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python3.10 python /usr/bin/python3; do
        [ -n "$candidate" ] || continue
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -I -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            base=$candidate
            break
        fi
    done
    [ -n "$base" ] || fail "Python 3.10 or newer was not found; install it, or name it in SELF_LEARNING_PYTHON"
    "$base" -I "$root/scripts/build_environment.py" "$environment" "$kind" "$wanted" || exit $?
fi

case ${1:-} in --prepare | --development) exit 0 ;; esac
# -E: a project's own modules, which its PYTHONPATH brings, are for its programs and not for ours.
exec "$python" -E "$@"
