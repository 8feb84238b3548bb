"""The demonstration: a throw-away repository, a scripted agent, and the real hooks and pipeline."""
