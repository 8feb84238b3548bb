"""How the verbs, objects and places of a clause belong together.

``stance`` knows the words in front of an act; this knows what the act has for an object, where that shall go,
and whether "the object ... verb-ed" is an order: "must be posted" is, "was posted" tells.
"""

from __future__ import annotations

from self_learning.screening import lexicon, stance
from self_learning.screening.clauses import GERUND, PARTICIPLE, Act, Clause, Thing
from self_learning.screening.vocabulary import ADVERBS, CONDEMNED, listed

PASSIVE_REACH = 10  # tokens between an object and its participle
_PLACE_REACH = 12  # tokens between a verb and the place
_MODALS = listed("must should shall needs need has have ought to will")
_PERMITS = listed("may might")
_BE = listed("be been being is are was were get gets got")
_PAST = listed("was were got")
_FINITE = listed(
    "is are was were has have had must should can may might could would will that which who when if"
)
_PREPOSITIONS = listed("in into to at on onto via with through inside under as against over")
_PARTS = listed("end top bottom body beginning start footer head")
_NO_PLACE = listed("not never instead than without no")
_DETERMINERS = listed("the your a all any each our their used its")
# What may follow a noun that is itself the object.
_CLOSED = listed(
    """
    in into to at on onto via with within through from for of by as under inside before after when
    whenever if once until till while since because so and or but nor then than that which who whose
    where whether unless though although despite regardless without during per against between among
    behind beside , ; : ( ) is are was were be been being get gets has have had must should shall can
    may might could will would need needs do does did not never it they them this these those you we i
    he she here there now today again too also first always entirely completely permanently temporarily
    altogether globally locally manually automatically immediately quietly whole verbatim anyway instead
    itself themselves yourself belongs belong goes go slows slow blocks block only just requires wants
    want expects expect asks ask stands stand breaks break hides takes makes adds stops prevents causes
    rejects refuses keeps complains hangs delays annoys wastes denies forbids locks costs cost yields
    yield fails fail
    """
)
# Who wants the object "to be" something.
_LEADS = listed(
    """
    expect expects expected want wants need needs has have require requires required ask asks like likes
    is are ought supposed meant allowed prefer prefers important essential necessary helpful useful
    demand demands demanded
    """
)
_DEMANDS = listed(
    """
    asked asks demanded demands requires required wants insisted insists ordered requested decided
    agreed
    """
)
_WANTS = listed("wants expects needs requires likes want expect need")
_HAS = listed("have get keep leave")
_BETTER = listed(
    """
    easier faster better quicker helps smoother only best fine ok safer welcome appreciated simpler
    expected works happy
    """
)
_CONDITIONS = listed("if when once after until whenever as")
# "the number of tokens", "the names of the secrets": not the thing itself.
_ABOUT = listed(
    """
    number count length age expiry lifetime name names type kind hash fingerprint id presence absence
    lack use usage list scope scopes rotation validity format size cost amount budget position creation
    revocation existence schema structure layout
    """
)


def is_ordered(clause: Clause, act: Act) -> bool:
    """Whether the words in front of a verb make an order of it."""
    before, rest = _around(clause, act)
    if stance.is_forbidden(before, rest):
        return False
    if act.form == GERUND:
        return stance.gerund_is_ordered(before, clause.text[clause.end_of(act.last) :])
    return stance.is_anchored(before)


def is_forbidden(clause: Clause, index: int) -> bool:
    """Whether a negation reaches a token."""
    start = clause.start_of(index)
    return stance.is_forbidden(stance.WORD.findall(clause.text[:start]), clause.text[start:])


def is_warned_of(clause: Clause, index: int) -> bool:
    """Whether a token is forbidden, or the clause says what is bad about it."""
    return is_forbidden(clause, index) or CONDEMNED.search(clause.text) is not None


def is_endorsed(clause: Clause, act: Act) -> bool:
    """Whether what is told of is recommended in the same breath: "helpful when the token is logged"."""
    words = clause.words
    return (
        not lexicon.ENDORSEMENTS.isdisjoint(words)
        and lexicon.CONDEMNATIONS.isdisjoint(words)
        and not any(map(stance.is_negator, words))
        and not is_forbidden(clause, act.first)
    )


def is_done_to_order(clause: Clause, thing: Thing, act: Act, *, permits: bool = False) -> bool:
    """Whether "the thing ... verb-ed" says that it shall be done.

    Args:
        clause: The clause.
        thing: The subject.
        act: A participle behind it.
        permits: Whether "may be" is an order too.
    """
    words = clause.words
    before, rest = _around(clause, act)
    if stance.is_forbidden(before, rest):
        return False
    auxiliary_at = _before_adverbs(clause, act.first - 1, thing.last)
    auxiliary = words[auxiliary_at] if auxiliary_at > thing.last else ""
    if auxiliary not in _BE:
        return act.first == thing.last + 1 and _is_had(clause, thing)
    modal_at = _before_adverbs(clause, auxiliary_at - 1, thing.last)
    modal = words[modal_at] if modal_at > thing.last else ""
    between = words[thing.last + 1 : modal_at if modal else auxiliary_at]
    if auxiliary == "be" and modal == "to":
        return not _LEADS.isdisjoint(words[max(0, modal_at - 8) : modal_at]) and "," not in between
    if (
        auxiliary == "be"
        and modal not in _MODALS | _PERMITS
        and not _DEMANDS.isdisjoint(words[: thing.first])
    ):
        return "that" in words[: thing.first]  # "asked that the checks be left out"
    if not _FINITE.isdisjoint(between) or "," in between:  # "the log is slow and should be deleted"
        return thing.first <= 3 and words[modal_at - 1] in ("and", "so") and modal in _MODALS | _PERMITS
    if auxiliary == "be":
        return modal in _MODALS or (permits and modal in _PERMITS)
    return auxiliary not in _PAST and _is_required(words[: thing.first], rest)


def is_head(clause: Clause, thing: Thing) -> bool:
    """Whether a thing is itself the object, and not "token expiry" or "number of tokens"."""
    words = clause.words
    if thing.last + 1 < len(words) and thing.kind != "outside":
        after = words[thing.last + 1]
        if after not in _CLOSED and not _is_participle_at(clause, thing.last + 1):
            return False
    index = thing.first - 1
    while index > 0 and words[index] in _DETERMINERS:
        index -= 1
    return not (index > 0 and words[index] == "of" and words[index - 1] in _ABOUT)


def has_place(clause: Clause, places: tuple[str, ...], after: int) -> bool:
    """Whether a place follows a token and is where something shall go."""
    return any(
        after < place.first <= after + _PLACE_REACH
        and is_head(clause, place)
        and _is_led_to(clause.words, place, after)
        for place in clause.of(*places)
    )


def _is_led_to(words: list[str], place: Thing, after: int) -> bool:
    for index in range(place.first - 1, max(after - 1, place.first - 6), -1):
        word = words[index]
        if place.kind == "person":  # something is kept from a person
            if word == "from":
                return True
        elif word in _PREPOSITIONS:
            return words[index - 1] not in _NO_PLACE
        elif word == "of" and words[index - 1] in _PARTS:
            continue
        elif word in (",", "from", "of", "by", "for"):
            return False
    return False


def _around(clause: Clause, act: Act) -> tuple[list[str], str]:
    """The words in front of an act and the text from there."""
    start = clause.start_of(act.first)
    return stance.WORD.findall(clause.text[:start]), clause.text[start:]


def _before_adverbs(clause: Clause, index: int, least: int) -> int:
    while index > least and (clause.words[index] in ADVERBS or clause.words[index].endswith("ly")):
        index -= 1
    return index


def _is_had(clause: Clause, thing: Thing) -> bool:
    """Whether the thing is to be had done: "have the credentials logged", "wants the key attached"."""
    for index in range(thing.first - 1, max(-1, thing.first - 6), -1):
        word = clause.words[index]
        if word in _HAS:
            return stance.is_anchored(stance.WORD.findall(clause.text[: clause.start_of(index)]))
        if word in _WANTS:
            return not any(map(stance.is_negator, clause.words[:index]))
        if word == "with":
            return False
    return False


def _is_required(before: list[str], rest: str) -> bool:
    """Whether what is told of is made a condition: "fails unless ...", "make sure ...", "easier if ..."."""
    if CONDEMNED.search(rest):
        return False
    text = f" {' '.join(before)} "
    if any(lead in text for lead in (" make sure ", " ensure ", " see to it ", " making sure ", " be sure ")):
        return True
    for index in range(len(before) - 1, max(-1, len(before) - 7), -1):
        if before[index] == "unless":
            return True
        if before[index] in _CONDITIONS:
            return not _BETTER.isdisjoint(before[:index])
    return False


def _is_participle_at(clause: Clause, index: int) -> bool:
    return any(act.first == index and act.form in (PARTICIPLE, GERUND) for act in clause.acts)
