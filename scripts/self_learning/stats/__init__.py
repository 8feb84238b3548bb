"""Does memory help? What the logs say about a project's goals, with honest intervals.

``record`` reads the logs, ``report`` counts, ``intervals`` knows how sure a count can be, and
``terminal`` and ``page`` show it. Every figure is counted from rows of the logs; none is a
model's, and only what was held back on purpose is called an experiment.
"""
