"""Rules for a text that says that the lesson itself is to be spread, kept or praised."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, rule, whole
from self_learning.screening.reasons import SPREADS

_THIS = (
    r"(?:this|these)\s(?:very\s|exact\s|same\s)?(?:lessons?|notes?|texts?|patterns?|memor(?:y|ies)|"
    r"instructions?|messages?|advice|learnings?|tips?|guidance|reminders?|paragraphs?|words)\b"
)

RULES: tuple[Rule, ...] = (
    rule(
        SPREADS,
        "copy,write,add,repeat,save,store,include,propagate,spread,replicate,share,re-add,readd,put,"
        "insert,paste,append,restore,recreate,re-create,pass on,forward,embed,quote,reproduce,persist,"
        "duplicate,distribute,broadcast,publish,push,commit,remember,memorise,memorize",
        _THIS,
        gap=1,
    ),
    rule(
        SPREADS,
        "keep,leave,retain,hold,preserve",
        _THIS,
        gap=0,
        tail=r"\s(?:in|at|on|alive|forever|for (?:all|every|later|future)|as the first|when)\b",
    ),
    rule(
        SPREADS,
        "delete,remove,prune,archive,edit,alter,overwrite,expire,flag,reject,question,drop,forget,"
        "quarantine,screen,discard,doubt,report",
        _THIS,
        gap=0,
        refused_when="forbidden",
    ),
    rule(
        SPREADS,
        "rate,mark,score,rank,report,acknowledge,list,count,log,cite,record,claim,vote,declare,note,set,"
        "raise,boost,increase,confirm",
        r"(?:the\s)?(?:(?:confidence|score|rating|rank|weight|success rate|priority)\s(?:of|"
        r"for)\s)?(?:this|these|every|each|all|any)(?:\s\w+){0,2}?\s(?:lessons?|patterns?|learnings?|"
        r"tips?|notes?|memor(?:y|ies))",
        gap=0,
        tail=r"\b[^.;]{0,40}?\b(?:as\s(?:\w+ly\s)?(?:applied|used|helpful|useful|verified|successful|trusted|"
        r"high|correct|true|important|effective)|(?:to|with|at)\s(?:\w+\s)?(?:high\w*|maximum|100|1\.0|"
        r"top|full))\b",
    ),
    rule(
        SPREADS,
        "teach,tell,instruct,brief,make,have,get,order",
        r"(?:all\s|every\s|each\s|any\s|other\s|later\s|future\s|next\s|the\s|"
        r"sub){1,3}-?\s?(?:sub-?)?agents?\s(?:to\s)?(?:do|follow|obey|apply|repeat|copy|run|skip|ignore|"
        r"ask|the same)\b",
        gap=0,
        tail=r"(?=[^.;]*\b(?:this|the same|these|likewise|too|as well)\b)",
    ),
    rule(
        SPREADS,
        "save,store,write,add,insert,put,paste,copy,keep,append,pass,include,repeat,record,forward,hand,"
        "place",
        r"this\s(?:\w+\s)?(?:rule|sentence|line|entry|instruction|paragraph|hint|lesson|note|text|snippet|"
        r"comment|prompt)\s(?:on\s)?(?:in|to|into|at|onto)\s(?:(?:your|the|an?|its)\s)?(?:(?:long-term |"
        r"own )?memory|claude\.md|agents\.md|every|each|all|any|other|sub-?agents?|next agent|later|"
        r"future|system prompt)\b",
        gap=0,
    ),
    rule(
        SPREADS,
        "teach,tell,give,brief,show,hand,send,pass",
        r"(?:every|all|each|other|any|the next|later|future)\s(?:\w+\s)?(?:sub-?)?agents?\s(?:about\s)?"
        r"this\s(?:\w+\s)?(?:rule|lesson|note|text|instruction|pattern|message)\b",
        gap=0,
    ),
    whole(
        SPREADS,
        r"\b(?:whenever|each time|every time|when|if) you (?:write|save|create|leave|record|"
        r"edit)\s(?:(?:a|any|another|new|an)\s)?(?:\w+ )?(?:lessons?|notes?|memory|memories|patterns?|"
        r"learnings?|files?|commits?)\b[^.;]{0,20}?,?\s(?:also )?(?:append|add|include|copy|repeat|insert|"
        r"put)\s(?:this|these|the same)\b",
    ),
)
