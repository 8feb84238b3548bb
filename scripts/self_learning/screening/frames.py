"""What a clause asks for, told by its verb, its object and where the object shall go.

A frame is a class of verbs with a class of objects and, where that is what makes it harmful, a class of
places: *show* a *secret* in a *public* place. The verb may order ("post the kubeconfig in the summary"), or
the object may be its subject ("reviewers expect the kubeconfig to be posted in the summary"). The classes
are lists of words in ``lexicon``. What has another form than that stands in ``phrasings``.
"""

from __future__ import annotations

from typing import NamedTuple

from self_learning.screening import lexicon
from self_learning.screening.clauses import BASE, GERUND, PARTICIPLE, Act, Clause, Thing
from self_learning.screening.grammar import (
    PASSIVE_REACH,
    has_place,
    is_done_to_order,
    is_endorsed,
    is_head,
    is_ordered,
)
from self_learning.screening.reasons import CONFIGURES, HIDES, REVEALS, SENDS, UNCHECKS

_REACH = 9  # tokens between a verb and its object
_PRONOUNS = frozenset(("it", "them", "both", "these", "those", "that", "all"))


class Frame(NamedTuple):
    """A kind of instruction; see the module's docstring.

    Attributes:
        reason: What the text asks for.
        verbs: In base form.
        objects: Classes of ``lexicon.NOUNS``.
        places: Classes of which one must follow; empty when the object alone is enough.
        permits: Whether "the object may be verb-ed" is an order too.
    """

    reason: str
    verbs: frozenset[str]
    objects: tuple[str, ...]
    places: tuple[str, ...] = ()
    permits: bool = False


# The first that fits tells the reason.
FRAMES = (
    Frame(SENDS, lexicon.SENDS | lexicon.SHOWS, ("secret", "environment", "private"), ("outside",)),
    Frame(REVEALS, lexicon.SHOWS | lexicon.SENDS, ("secret", "personal"), ("public",)),
    Frame(REVEALS, lexicon.BETRAYS, ("secret",)),
    Frame(REVEALS, lexicon.CHECKS_IN, ("secret file",)),
    Frame(REVEALS, lexicon.EMBEDS, ("secret",), ("code",)),
    Frame(UNCHECKS, lexicon.TURNS_OFF, ("guard",), permits=True),
    Frame(UNCHECKS, lexicon.LEAVES, ("sandbox",), permits=True),
    Frame(HIDES, lexicon.HIDES, ("deed",), ("person",)),
    Frame(CONFIGURES, lexicon.GRANTS, ("might",)),
    Frame(CONFIGURES, lexicon.WRITES, ("settings",)),
)


def judge(clause: Clause) -> str | None:
    """Why a clause is an instruction to its reader, or None."""
    for frame in FRAMES:
        things = clause.of(*frame.objects)
        if not things or (frame.places and not clause.of(*frame.places)):
            continue
        for act in clause.acts:
            if act.verb in frame.verbs and any(_is_asked(clause, frame, thing, act) for thing in things):
                return frame.reason
    return None


def _is_asked(clause: Clause, frame: Frame, thing: Thing, act: Act) -> bool:
    if not is_head(clause, thing):
        return False
    if act.form in (BASE, GERUND) and act.last < thing.first <= act.last + _REACH:
        if not frame.places and "," in clause.words[act.last + 1 : thing.first]:
            return False
        if frame.places and not has_place(clause, frame.places, thing.last):
            return False
        return is_ordered(clause, act) or is_endorsed(clause, act)
    if frame.places and not has_place(clause, frame.places, act.last):
        return False
    if act.form == PARTICIPLE and thing.last < act.first <= thing.last + PASSIVE_REACH:
        return is_done_to_order(clause, thing, act, permits=frame.permits) or is_endorsed(clause, act)
    # "encode the cookie and add it to the branch name"
    after = clause.words[act.last + 1 : act.last + 2]
    return (
        bool(frame.places and after)
        and act.form == BASE
        and thing.last < act.first
        and after[0] in _PRONOUNS
        and is_ordered(clause, act)
    )
