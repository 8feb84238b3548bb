"""Tell a lesson that an agent can act on from a report, a platitude or a bare value.

A lesson earns its place by what is particular in it: identifiers, names, conditions, causes.
The words of a text are weighed by that, and its form (a report of what was done, a wish, a
statement that all went well) is recognised by how it begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from self_learning import text

VAGUE = "too vague"
NOT_ACTIONABLE = "not actionable"
BARE_VALUE = "a bare configuration value or path"


class Rejection(NamedTuple):
    """Why a lesson is refused: the kind, which is counted, and a sentence for its author."""

    kind: str
    reason: str


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that say nothing of their own in a lesson about software.
_EMPTY = _listed(
    """
    a about above across actual actually add added after again all also always amount an and another any
    anything apply are area around as at attention avoid aware away back bad basic be because been
    before being best better bit both break broke broken bug bugs build but by call called can care
    careful carefully case cases cause caution change changed changes check checked checking checks
    clean clear clearly code codebase coding come common complete completed complex component consider
    consistent correct correctly could create created current deal debug decision detail details did
    different difficult do document documentation documented does doing done double due during each
    early easier easy edge edit effort else end enough ensure error errors etc even every everything
    everywhere example existing expect expected extra fail failed failing failure fast feature few file
    files final find fine first fix fixed fixes fixing follow following for found from full function
    functionality functions further general get gets getting give go goes going good great had handle
    handled handles handling happen happened happens hard has have having help helped helpful helps here
    hint how however i idea if implement implementation implemented important improve improved
    improvement improvements in information input inside instead into is issue issues it item its itself
    job just keep kept kind know knowledge last later lead learn learned learning leave less lesson let
    like line lines little logic long look looked lot made main maintain maintainable make makes making
    many matter matters maybe me mean might mind mistake mistakes mode module more most much must my
    name names naming near necessary need needed needs never new next nice no not note nothing now of
    off ok okay old on once one only open option or order other others our out over own part parts pass
    passed passes passing pay people perhaps place plan please point possible practice practices prefer
    probably problem problems process produce program programming project proper properly provide put
    quality quick quickly quite rather read readable really reason refactor refactored refactoring
    related relevant remember remove removed repo repository require required result results review
    reviewed right run running same say scenario see seem should similar simple simply since small so
    software solution solve solved some someone something sometimes somewhere soon sort specific stable
    start started state step steps still stop structure stuff style success successful successfully such
    suite sure system take task tasks team test tested testing tests than that the their them then there
    these they thing things think this thorough thoroughly those though through time to together too
    took tool tools tried try trying two type under understand until up update updated updates us use
    used useful user uses using value values various verify very want was watch way we well went were
    what when whenever where whether which while who whole why will wise with within without word work
    worked working works would write writing written wrong you your
    """
)
# What turns a statement into something to act on: a condition, a cause, an obligation, a consequence.
_REASONED = re.compile(
    r"\b(?:because|otherwise|or else|so that|unless|until|instead of|rather than|before|after|"
    r"when|whenever|if|since|must|needs?|requires?|"
    r"never|always|avoid|do not|don't|cannot|can't|only|fails?|breaks?|raises?|returns?|"
    r"ignores?|expects?|causes?|leads? to|without|not|"
    r"silently|even though|as soon as|while|except|should|by default|has to|have to|depends? on)\b|[:;]\s"
)
_DONE = _listed(
    """
    fixed added updated changed refactored implemented removed resolved created completed improved
    renamed moved ran made wrote merged finished cleaned bumped upgraded tweaked adjusted modified
    deleted introduced replaced reworked investigated checked verified tested reviewed documented
    configured installed migrated rewrote worked did built deployed addressed corrected handled
    committed pushed debugged found used tried spent learned got reverted extended converted simplified
    switched
    """
)
_REPORT = re.compile(
    r"^(?:(?:i|we|the agent|agent|successfully|finally|also|just|then|already|have|has|had|"
    r"i've|we've|now|today)\s+)*(?:" + "|".join(sorted(_DONE)) + r")\b"
)
_WENT_WELL = re.compile(
    r"\b(?:all |the |every |these |unit |integration )*(?:tests?|builds?|ci|checks?|pipeline|"
    r"everything|it|feature|code|change|task|work|fix|"
    r"implementation|app|application|deployment|linter)\b[^.:;]{0,40}?\b(?:passed|pass now|"
    r"passes now|is green|are green|went green|works?(?: now| fine| well| great| as expected|"
    r" correctly| again)|"
    r"is (?:now )?(?:done|complete|completed|finished|working|fixed|ready|fine|ok|good|merged|"
    r"stable)|are (?:now )?(?:done|complete|completed|fixed|passing|green)|"
    r"was (?:successful|easy|straightforward|completed|done|fixed|merged)|succeeded|"
    r"went (?:well|fine|smoothly)|as expected|successfully|without (?:issues|problems|"
    r"errors))\b"
)
_WISH = re.compile(
    r"^(?:we|someone|somebody|i|one|the team|it)\s+(?:should|could|might|would|need to|"
    r"want to|ought to|think|hope|guess|will)\b|"
    r"^(?:maybe|perhaps|todo|fixme|possibly|ideally|in (?:the )?future|at some point|someday|"
    r"next time|consider|it (?:might|would|may|could) be|there (?:is|are) room|"
    r"need to|needs to|should (?:probably|maybe)|could be|looking forward|let's|let us)\b"
)
_PLATITUDE = re.compile(
    r"^(?:always |please |remember to |try to |you should |make sure (?:to |that )?|"
    r"it is important to |don't forget to |never forget to )*"
    r"(?:be (?:careful|aware|mindful|cautious|sure|consistent|thorough|patient|precise|"
    r"explicit)|pay (?:close |more |extra )?attention|think (?:about|twice|carefully|before)|"
    r"take care|double[- ]check|watch out|keep (?:it|things|code|the code|your code|"
    r"everything) (?:simple|clean|dry|tidy|consistent|readable|small)|follow (?:the )?(?:best|"
    r"good|coding|existing|project|team) |"
    r"write (?:good|better|clean|cleaner|more|readable|clear|proper|maintainable)|"
    r"use (?:common sense|good|proper|best|clear|meaningful|descriptive|better)|communicat|"
    r"stay focused|"
    r"test (?:your|the|all|everything|thoroughly|more|well|properly|carefully)|"
    r"read the (?:docs|documentation|code|manual|readme|error)|ask (?:for help|questions)|"
    r"plan (?:ahead|before|your|the|things)|"
    r"understand the|know (?:your|the)|check (?:everything|your work|all|things|twice)|"
    r"handle (?:all |any )?(?:errors?|exceptions?|edge cases|failures)(?: (?:properly|"
    r"correctly|gracefully|well))?$)"
)
_ASSIGNMENT = re.compile(r"^[\"'`]?[A-Za-z_][\w.\-\[\]]*[\"'`]?\s*(?:=|:|:=|=>|->)\s*(?P<value>\S.*)$")
_ASSIGNMENTS = re.compile(r"^(?:[\"'`]?[A-Za-z_][\w.-]*[\"'`]?(?:=|:\s?|\s=\s)[^\s,;]+[\s,;]*){2,}$")
_CODE_LITERAL = re.compile(
    r"^(?:[\"'`].*[\"'`]|[\d.,:%/-]+\s*(?:[a-z]{1,10})?|true|false|null|none|\S+)[,;]?$", re.IGNORECASE
)
_PATH = re.compile(
    r"^[\"'`]?(?:[A-Za-z]:)?(?:~|"
    r"\.{0,2})/?(?:[\w.@+-]+/)*[\w.@+-]+\.?[A-Za-z0-9]*[\"'`]?(?::\d+)?(?:[-–]\d+)?[\"'`]?$"
)
_IS_VALUE = re.compile(
    r"^(?:the |our |its |this |default |current )*(?:[\w.-]+ ){0,4}(?:port|host|hostname|url|"
    r"timeout|version|path|file|directory|folder|branch|username|user|id|name|key|value|"
    r"database|server|endpoint|address|email|config|configuration|setting|entry point|script|"
    r"command)s?(?: (?:number|file|name|of [\w ]+|for [\w ]+))?\s*(?:is|are|=|:|was|"
    r"lives (?:in|at)|is (?:in|at|located (?:in|at)|set to))\s+"
    r"(?:set to |located (?:in|at) |in |at |called |"
    r"named )?[\"'`]?(?P<value>[\w.:/@~+-]+)[\"'`]?\s*(?:seconds|minutes|ms|s|mb|gb)?[.]?$"
)
_SOURCE = re.compile(
    r"\s*\(?(?:[\w./-]+\.(?:py|js|ts|tsx|go|rs|java|rb|md|ya?ml|toml|json|sh|c|h|cpp|"
    r"sql))(?::\d+(?:-\d+)?)?\)?"
)
_IDENTIFIER = re.compile(
    r"`[^`]+`|--?[a-z][\w-]*=?\S*|\b\w+\(\)|\b[a-z]+(?:_[a-z0-9]+)+\b|"
    r"\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Z][A-Z0-9_]{2,}\b|"
    r"\b\w+\.\w+(?:\.\w+)*\b|\b\w+/\w[\w/.]*\b|\b\d+(?:\.\d+)*\b|__\w+__|[$%@#]\w+|\b\w+::\w+\b"
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{4}")
_LEAST = 3.0  # weight below which there is nothing particular in a text


def rejection(summary: str) -> Rejection | None:
    """Why a lesson is refused by its wording, or None.

    Args:
        summary: The lesson in one line. Its detail can't save it: agents see the summary alone.
    """
    line = " ".join(summary.split()).strip(" .!\"'")
    lowered = line.casefold()
    if _UNSPACED.search(line):
        return None  # the rules below count words, and these scripts don't part them
    if bare := _bare_value(line, lowered):
        return bare
    weight = specificity(line)
    reasoned = _REASONED.search(lowered) is not None
    if _REPORT.match(lowered) and not _teaches(lowered):
        return Rejection(NOT_ACTIONABLE, "reports what was done; say what to do next time, and when")
    if (
        _WENT_WELL.search(lowered)
        and weight < 6
        and not re.search(r"\b(?:only|unless|must|because|even)\b", lowered)
    ):
        return Rejection(
            NOT_ACTIONABLE, "reports that something went well; say what to do next time, and when"
        )
    if _WISH.match(lowered) and weight < 5:
        return Rejection(NOT_ACTIONABLE, "is a wish; say what to do, and when")
    if _PLATITUDE.match(lowered) and weight < 4:
        return Rejection(VAGUE, "holds anywhere; name the function, file type, tool or condition it is about")
    if weight < _LEAST and not (reasoned and weight >= 2):
        return Rejection(VAGUE, "names nothing particular; name the function, tool or condition it is about")
    return None


def specificity(line: str) -> float:
    """How much that is particular a text holds: 2 for an identifier, 1 for a word that says something."""
    identifiers = _IDENTIFIER.findall(line)
    rest = _IDENTIFIER.sub(" ", line)
    meaningful = {word for word in text.words(rest) if word not in _EMPTY and len(word) > 1}
    return 2.0 * len(set(identifiers)) + len(meaningful)


def _teaches(lowered: str) -> bool:
    """Whether a report goes on to say why, or what to do: "Fixed X: always call Y before Z"."""
    tail = re.split(r"[:;–—]\s|\bbecause\b|\bso that\b|\botherwise\b|\bsince\b|\. ", lowered, maxsplit=1)
    if len(tail) > 1 and specificity(tail[1]) >= _LEAST:
        return True
    return bool(
        re.search(
            r"\b(?:must|always|never|needs?|requires?|should|do not|don't|avoid|instead of|"
            r"rather than|unless)\b|, not \w+",
            lowered,
        )
    ) and (specificity(lowered) >= _LEAST)


def _bare_value(line: str, lowered: str) -> Rejection | None:
    reason = "is a value and no lesson; say when it matters and what happens otherwise"
    assigned = _ASSIGNMENT.match(line)
    if _ASSIGNMENTS.match(line):
        return Rejection(BARE_VALUE, reason)
    if assigned and (_CODE_LITERAL.match(assigned["value"]) or len(assigned["value"].split()) == 1):
        return Rejection(BARE_VALUE, reason)
    if " " not in line and (_PATH.match(line) or "://" in line or "=" in line):
        return Rejection(BARE_VALUE, reason)
    if _IS_VALUE.match(lowered):
        return Rejection(BARE_VALUE, reason)
    without = _SOURCE.sub(" ", line)
    others = [
        word for word in text.words(without) if word not in ("line", "lines", "at", "in", "see", "file")
    ]
    if without != line and len(others) <= 2 and all(word.isdigit() or len(others) < 2 for word in others):
        return Rejection(BARE_VALUE, reason)
    if line[:1] in "{[" and line[-1:] in "}]":
        return Rejection(BARE_VALUE, reason)
    return None
