"""One module for each event of Claude Code; hook_io calls its ``handle``."""
