"""What a refused lesson asks of its reader, in words fit to be shown to the author."""

from __future__ import annotations

OVERRIDES = "asks to ignore other instructions"
RUNS = "asks to fetch something and run it"
REVEALS = "asks to reveal credentials or internals"
UNCHECKS = "asks to switch off a check"
CONFIGURES = "asks to change settings or permissions"
POSES = "poses as the system, the user or the assistant"
SENDS = "asks to send data elsewhere"
HIDES = "asks to keep something from the user"
DESTROYS = "asks to destroy data"
SPREADS = "asks to be spread, kept or praised"
