"""Sharing with a team through a git repository: what leaves, what is let in, and how totals agree."""
