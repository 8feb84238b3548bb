#!/bin/sh
# SessionStart: prepares the environment and records the session.
event=session_start
case $0 in */*) hooks=${0%/*} ;; *) hooks=. ;; esac
[ -r "$hooks/dispatch.sh" ] || exit 0
. "$hooks/dispatch.sh"
