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

failed() { # note once, where doctor and a person look, why there was no answer
    [ ! -L "$workdir/.learnings/hooks.log" ] || return 0 # a link could lead anywhere
    printf '%s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$event" "$1" >>"$workdir/.learnings/hooks.log"
} 2>/dev/null

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
if [ ! -x "$python" ] || [ -d "$python" ]; then
    # On a Mac without the developer tools /usr/bin/python3 only opens a dialogue.
    if [ -x /usr/bin/python3 ] && { [ ! -d /System/Library ] || [ -d /Library/Developer ]; }; then
        python=/usr/bin/python3
    else
        python=$(command -v python3) || python=
    fi
fi
# These events are rare and use the installed packages.
case $event in
    session_start | subagent_stop | stop)
        isolated=-I
        [ ! -x "$environment/bin/python" ] || python=$environment/bin/python
        ;;
    *) isolated=-IS ;;
esac

if [ -z "$python" ]; then
    failed "no Python was found: install Python 3.10 or newer and start a new session"
elif [ ! -r "$root/scripts/hook.py" ]; then
    failed "$root/scripts/hook.py is missing: reinstall the plugin"
else
    "$python" "$isolated" "$root/scripts/hook.py" "$event" "${workdir:-/}" 2>/dev/null ||
        failed "$python ended with status $?: run /self-learning:doctor"
fi
exit 0
