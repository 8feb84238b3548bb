#!/bin/sh
# PreToolUse: shows the lessons that fit a command or a file's new content.
event=pre_tool_use
case $0 in */*) hooks=${0%/*} ;; *) hooks=. ;; esac
[ -r "$hooks/dispatch.sh" ] || exit 0
. "$hooks/dispatch.sh"
