# shellcheck shell=sh
# What every hook here does; the hook sets `event` and sources this file, and nothing else is
# ever sourced. POSIX sh without a fork until Python starts, because a hook runs on every tool
# call, also in projects that are not on. Whatever happens the exit status is 0: Claude Code
# takes a 2, which Python itself gives for a missing script, as an order to block the tool.

[ "${SELF_LEARNING:-}" != off ] || exit 0
event=${event:-}

# The workdir, as paths.workdir finds it.
workdir=${CLOSEDLOOP_WORKDIR:-}
if [ -z "$workdir" ]; then
    workdir=${CLAUDE_PROJECT_DIR:-$PWD}
    case $workdir in /*) ;; *) workdir=$PWD/$workdir ;; esac
    top=$workdir
    while [ ! -e "$top/.git" ]; do
        case $top in
            '') top=$workdir && break ;;
            *) top=${top%/*} ;;
        esac
    done
    workdir=$top
fi
case $workdir in '~'/*) workdir=$HOME/${workdir#??} ;; esac
[ -d "$workdir/.learnings" ] || exit 0

umask 077
case $0 in
    */*) root=${0%/*}/.. ;;
    *) root=.. ;;
esac

failed() { # note where doctor and a person look why there was no answer; two logs of bounded size
    log=$workdir/.learnings/hooks.log
    [ ! -L "$log" ] || return 0 # a link could lead anywhere
    if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt 262144 ]; then mv -f "$log" "$log.1"; fi
    printf '%s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$event" "$1" >>"$log"
} 2>/dev/null

unusable() { # what keeps every hook from working; said to the person when a session starts
    failed "$1"
    [ "$event" != session_start ] || printf '{"systemMessage": "self-learning is on here but can do nothing: %s"}\n' "$2"
}

# The environment that scripts/python.sh made, and the real interpreter that it noted there: a
# shim such as pyenv's would cost more than all the rest.
python=
environment=
for candidate in "${CLAUDE_PLUGIN_DATA:+$CLAUDE_PLUGIN_DATA/venv}" "$root/.venv"; do
    [ -n "$candidate" ] && [ -r "$candidate/interpreter" ] || continue
    environment=$candidate
    IFS= read -r python <"$candidate/interpreter" || :
    [ ! -x "$python" ] || break
done
# On a Mac without the developer tools /usr/bin/python3 only opens a dialogue.
dialogue=
[ ! -d /System/Library ] || [ -d /Library/Developer ] || dialogue=/usr/bin/python3
if [ ! -x "$python" ] || [ -d "$python" ]; then
    python=/usr/bin/python3
    [ -x "$python" ] && [ "$python" != "$dialogue" ] || python=$(command -v python3) || python=
    [ "$python" != "$dialogue" ] || python=
fi
# These events are rare and use the installed packages.
case $event in
    session_start | subagent_stop | stop)
        isolated=-I
        [ ! -x "$environment/bin/python" ] || python=$environment/bin/python
        ;;
    *) isolated=-IS ;;
esac

# Where the plugin's directory can't be written, Python would compile the library anew each time.
[ -w "$root/scripts/self_learning" ] || [ -z "${CLAUDE_PLUGIN_DATA:-}" ] ||
    set -- -X "pycache_prefix=$CLAUDE_PLUGIN_DATA/pycache"

answer() { # run the hook in Python, the first argument; 10 says that it is too old, 2 that it is Python 2
    interpreter=$1
    shift
    "$interpreter" "$isolated" "$@" "$root/scripts/hook.py" "$event" "${workdir:-/}" 2>/dev/null
}

if [ ! -r "$root/scripts/hook.py" ]; then
    unusable "$root/scripts/hook.py is missing: reinstall the plugin" "a part of the plugin is missing; reinstall it"
    exit 0
fi
status=10
asked=$python
[ -z "$python" ] || {
    answer "$python" "$@"
    status=$?
}
# It ended before it read the event, so a newer one can still answer it.
for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
    case $status in 10 | 2) ;; *) break ;; esac
    newer=$(command -v "$name") || continue
    case $newer in "$python" | "$dialogue") continue ;; esac
    asked=$newer
    answer "$newer" "$@"
    status=$?
done
case $status in
    0) ;;
    10 | 2)
        found="${python:-no Python was found}${python:+ is too old}"
        unusable "$found: install Python 3.10 or newer and start a new session" "no Python 3.10 or newer was found"
        ;;
    *) failed "$asked ended with status $status: run /self-learning:doctor" ;;
esac
exit 0
