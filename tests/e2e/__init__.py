"""End-to-end tests: the plugin in the real Claude Code client."""
