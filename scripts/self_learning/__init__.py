"""The library that the entry points in scripts/ share: capture, score, match, inject, learn."""
