"""What no lesson may hold: an instruction aimed at whoever reads it, or a credential.

A lesson is written by a model or pulled from another machine, and an agent will read it. Neither function
makes a network connection.

``instruction_to_reader`` is cheap and runs at every door. The way of a text through the modules:

1. ``readable`` undoes disguises; each way of reading the text is judged on its own.
2. ``languages`` knows the commonest instructions in other languages than English.
3. ``instructions`` parts the text into clauses, ``clauses`` finds the verbs and nouns of ``lexicon`` in them.
4. ``frames`` judges what a clause asks for by verb, object and place, ``phrasings`` what is said otherwise;
   ``references`` follows an "it" to what another clause named. ``grammar`` tells them what belongs together.
5. ``filters`` picks the expressions of ``rules`` that the text may match: wordings and command lines.
6. ``stance`` decides whether what was found is ordered, forbidden or only told of.

To have more refused, add a word to a list of ``lexicon``; a wording of its own needs a rule (see ``rules``).

``find_secret`` is heavier and runs where a lesson is captured, merged and shared: ``credentials``.
"""

from __future__ import annotations

from self_learning.screening.instructions import instruction_to_reader

__all__ = ["find_secret", "instruction_to_reader", "redact"]


def find_secret(text: str) -> str | None:
    """What kind of credential a text holds, or None; see ``credentials.find_secret``."""
    from self_learning.screening import credentials  # takes longer to import than most texts to screen

    return credentials.find_secret(text)


def redact(text: str) -> str:
    """The text with every credential in it replaced by ``[kind removed]``."""
    from self_learning.screening import credentials

    return credentials.redact(text)
