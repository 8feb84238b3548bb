#!/bin/sh
# SubagentStart: shows a starting agent the lessons that fit its task.
event=subagent_start
case $0 in */*) hooks=${0%/*} ;; *) hooks=. ;; esac
[ -r "$hooks/dispatch.sh" ] || exit 0
. "$hooks/dispatch.sh"
