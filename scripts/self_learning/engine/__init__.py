"""The learning engine: findings become named patterns with a confidence and a trend, then runbooks.

Import the modules by name; only what a hook calls is offered here, because importing the rest takes time.
"""

from __future__ import annotations

from self_learning.engine.reminder import reminder

__all__ = ["reminder"]
