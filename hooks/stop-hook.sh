#!/bin/sh
# Stop: records what the main agent used; never blocks.
event=stop
case $0 in */*) hooks=${0%/*} ;; *) hooks=. ;; esac
[ -r "$hooks/dispatch.sh" ] || exit 0
. "$hooks/dispatch.sh"
