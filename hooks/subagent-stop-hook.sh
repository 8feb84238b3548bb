#!/bin/sh
# SubagentStop: records what an agent used, and sends back one that left nothing.
event=subagent_stop
case $0 in */*) hooks=${0%/*} ;; *) hooks=. ;; esac
[ -r "$hooks/dispatch.sh" ] || exit 0
. "$hooks/dispatch.sh"
