#!/bin/sh
# UserPromptSubmit: shows the main agent the lessons that fit a prompt.
event=user_prompt_submit
case $0 in */*) hooks=${0%/*} ;; *) hooks=. ;; esac
[ -r "$hooks/dispatch.sh" ] || exit 0
. "$hooks/dispatch.sh"
