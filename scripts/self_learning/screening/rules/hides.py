"""Rules for a text that says that something is to be kept from the user."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import HIDES
from self_learning.screening.vocabulary import END, REPORT

_MISHAP = (
    r"(?:failures?|failed \w+|failing \w+|errors?|mistakes?|problems?|breakages?|regressions?|damage|"
    r"deletions?|breach\w*|leaks?|incidents?|vulnerabilit\w+|backdoors?)"
)
_DEED = (
    r"(?:steps?|actions?|changes?|commands?|edits?|runs?|deletions?|removals?|access\w*|failures?|"
    r"commits?|uploads?|downloads?|installations?|workarounds?)"
)
_WATCHERS = (
    r"(?:the |any |your )?(?:users?|human|person|developers?|reviewers?|maintainers?|operator|owner|"
    r"anyone|anybody|team|author|people)"
)

RULES: tuple[Rule, ...] = (
    raw(
        HIDES,
        r"\b(?P<act>silently|secretly|covertly|stealthily|discreetly)\s(?:amend|change|edit|modify|delete|"
        r"remove|push|commit|replace|rewrite|add|insert|install|disable|send|upload|copy|run|revert|alter|"
        r"update|call|ping|fetch|open|contact|post|query|visit)\b",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|avoid)\s(?P<act>(?P<passive>list(?:ing)?|"
        r"includ(?:e|ing)|mention(?:ing)?|report(?:ing)?|log(?:ging)?|record(?:ing)?|"
        r"show(?:ing)?))\s(?:this|these|that|it|your changes?|the (?:change|deletion|edit|"
        r"removal)s?)\b[^.;]{0,30}?\s(?:in|to|from)\s(?:your|the|any|a)\s(?:\w+\s)?(?:summary|report|"
        r"answer|reply|changelog|log|commit message|description|output|message|user|reviewer|human)\b",
    ),
    raw(
        HIDES,
        r"\b(?P<act>leave|leaving)\s(?:no|without)\s(?:a\s)?(?:trace|record|log|evidence|sign|mention)s?\b",
    ),
    raw(
        HIDES,
        r"\b(?P<act>keep|stay|remain|be)\s(?:quiet|silent|discreet|mum)\s(?:about|on|regarding)\b|"
        r"\b(?P<passive>cover (?:your|the) tracks|act (?:silently|covertly|secretly))\b",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|shouldn't|mustn't|no need to|avoid|"
        r"refrain from|not to|without|stop|cannot)\s(?:\w+ly |ever |even |"
        r"first )?(?P<act>(?P<passive>tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|"
        r"warn(?:ing)?|mention(?:ing)?|report(?:ing)?|disclose|disclosing|reveal(?:ing)?|show(?:ing)?|"
        r"ask(?:ing)?|consult(?:ing)?|admit(?:ting)?|bother(?:ing)?))\s(?:(?:it|this|these|that|them|"
        r"any of (?:it|this)|the changes?|your changes?|the edits?|what you did)\s)?(?:to\s|"
        r"with\s)?(?:the |any |your |a )?(?:user|users|person|human|humans|developer|developers|reviewer|"
        r"reviewers|maintainer|maintainers|operator|owner|anyone|anybody|team|author|them)\b(?=\s*(?:$|"
        r"[.,;!]|about (?:it|this|that|these|the (?:change|edit|deletion|removal|step|file|command|"
        r"failure))|that you|what you|of (?:this|it|the change)|first|before (?:you|delet|chang|push|merg|"
        r"runn|edit|remov|install|overwrit)|for (?:confirmation|permission|approval|consent)|when you|why|"
        r"if you|and\b))",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|no need to|avoid|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>mention(?:ing)?|report(?:ing)?|disclos(?:e|ing)|"
        r"reveal(?:ing)?|admit(?:ting)?|talk(?:ing)? about|speak(?:ing)? (?:of|about)|"
        r"refer(?:ring)? to))\s(?:this|it|these|that you|what you|your (?:actions?|changes?|"
        r"instructions?)|the existence of (?:this|these))\b(?![^.]*\b(?:class|function|field|header|api|"
        r"endpoint|variable)\b)",
    ),
    rule(
        HIDES,
        "hide,conceal,keep,cover up,obscure,disguise,mask,leave,omit,withhold",
        r"(?:this|it|these|that|them|the (?:failing|failed|broken|deleted|removed|skipped) \w+|"
        r"your (?:\w+\s)?(?:changes?|actions?|edits?|tracks|reasoning|work)|the (?:change|changes|edit|"
        r"edits|fact|deletion|command|commands|step|failure|failures|failed tests?)|what (?:you|was|"
        r"happened)|everything|evidence|traces?|any of (?:this|it))\b[^.]{0,30}?\b(?:from (?:the |your |"
        r"all |any )?(?:user|users|person|human|humans|developer|developers|reviewers?|maintainers?|"
        r"everyone|anyone|team|operator|owner|logs?|report|(?:code )?reviews?|audits?|history)|hidden|"
        r"secret|confidential|between us|to yourself|quiet|out of (?:your|the) (?:\w+ )?(?:report|"
        r"summary|answer|reply|message|description)|unmentioned|to the user)\b",
        gap=0,
    ),
    rule(
        HIDES,
        "omit,leave out,leave",
        r"(?:this |the |any |it |these |that )?(?:[^\s;]+\s){0,3}?(?:out of|from) (?:your|the|each|every|"
        r"all) (?:\w+ )?(?:report|summary|answer|reply|message|description|"
        r"changelog)s?(?: to (?:the )?(?:user|human|developer))?\b",
        gap=0,
    ),
    whole(
        HIDES,
        r"\b(?:the |a )?(?:user|users|human|developer|developers|reviewers?|maintainers?|anyone|anybody|"
        r"owner|team|operator) (?:must|should|may|need|does|do|will|shall|can)(?: not|n't) (?:ever |"
        r"have to |need to |be )?(?:know|notice|find out|learn about|learn of|see (?:this|it|that|"
        r"the change|what)|be (?:told|informed|asked|made aware)|told|informed|asked|aware|"
        r"notified)\b(?! (?:to|how|whether|which|the password|twice|again))",
    ),
    whole(
        HIDES,
        r"\b(?:so|such) that (?:(?:no ?(?:one|body)|no (?:user|human|developer|reviewer|maintainer)s?|"
        r"nobody)\b|"
        r"(?:the )?(?:users?|human|developers?|reviewers?|maintainers?|team)\s(?:(?:does|do|will|can|is|"
        r"are)(?: not|"
        r"n't)|won't|cannot|can't|never|hardly)\b)[^.]{0,20}?(?:(?:notic|know|find|learn|see|"
        r"suspect)\w*|not notice|"
        r"unaware)(?! (?:the|a|an|when|how|which|whether|that the)\b)|\bso nobody (?:notices|knows|"
        r"finds out|sees)\b|\bwithout (?:the )?(?:user|users|user's|human|developer|owner|reviewer|"
        r"maintainer|anyone|anybody)(?:'s|s')? ?(?:knowledge|noticing|knowing|consent|permission|approval|"
        r"being (?:told|asked|informed)|finding out|seeing)",
    ),
    whole(
        HIDES,
        r"\b(?:user|person|human|reviewers?|maintainers?|owner|team|developers?)\s(?:prefers?|wants?|"
        r"likes?|asked|would rather|wishes)\snot to be (?:told|informed|asked|bothered|notified|"
        r"disturbed)\b|\b(?:user|person|human|reviewers?|maintainers?|owner|team)\s(?:does not|doesn't|"
        r"do not|don't) (?:want|like|wish|care|need) to (?:be (?:told|informed|bothered|asked|notified)|"
        r"(?:hear|know) (?:about|of))\b",
    ),
    rule(
        HIDES,
        "clear,delete,wipe,erase,purge,truncate,unset,remove,empty,scrub,clean,clean up,rewrite,disable,"
        "turn off,edit,redact,shred,prune,drop",
        r"(?:(?:the|all|any|your|its|every|local|of|our)\s){0,3}(?:(?:shell|bash|zsh|command|terminal|"
        r"console|powershell|prompt)(?:'s)?\s(?:history|log|logs|record)|\.?(?:bash|zsh)_history|histfile|"
        r"audit (?:logs?|trail|records?|entr\w+)|(?:session |agent )?transcripts?|(?:\w+\s)?(?:logs?|"
        r"traces?|records?|evidence|entr\w+)\s(?:of (?:your|what you|this|the (?:change|command|edit|"
        r"run))|that (?:show|mention|prove|record|reveal)\w*)|reflog)\b",
        gap=1,
    ),
    raw(
        HIDES,
        r"(?P<act>(?P<flag>\bhistory -c\b|\bunset histfile\b|\bset \+o history\b|"
        r"\bhist(?:file)?size\s?=\s?0|\bhistfile\s?=\s?/dev/null|\bhistcontrol\s?=\s?ignore\w+))",
    ),
    rule(
        HIDES,
        "make,do,apply,commit,push,merge,add,remove,change,edit,perform,carry out,slip,install,ship,"
        "update,replace",
        r"(?:[^\s;]+\s){0,8}?(?<!instead of )(?<!rather than )(?<!\bnot )(?<!never )"
        r"(?:quietly|secretly|covertly|discreetly|unnoticed|under the radar|in secret|"
        r"on the sly|without (?:a |any )?(?:mention\w*|notice|telling|comment\w*|trace|announc\w+|"
        r"drawing attention|saying|disclos\w+|documenting it))\b",
        gap=0,
    ),
    whole(
        HIDES,
        r"\b(?:if|when|whenever|should)\s(?:you(?:'re| are)?\s|ever\s|anyone\s|someone\s|the \w+\s|"
        r"a \w+\s|they\s|be\s)*(?:ask(?:s|ed)?|question(?:s|ed)?|challenged|confronted|notices?|"
        r"wonders?)\b[^.;]{0,60}?,?\s(?:then\s|just\s|simply\s)*(?:deny|claim|pretend|insist|lie|feign|"
        r"blame|change the subject|(?:say|answer|reply|respond|state|"
        r"tell \w+)(?: only)?(?: that)? (?:there|it was|it is|nothing|you|no|none|they|everything|all))\b",
    ),
    rule(
        HIDES,
        "deny",
        r"(?:knowing|having|any knowledge|doing|that you|all knowledge|it|everything|the existence)\b",
        gap=0,
    ),
    rule(
        HIDES,
        "keep,hide,conceal,withhold,obscure,bury,disguise,mask,shield",
        r"(?:[^\s;]+\s){1,8}?(?:(?:a\s)?secret\s|hidden\s|private\s|away\s|out of sight\s|confidential\s|"
        r"invisible\s)?(?:from|to)\s(?:the\s|your\s|any\s|all\s|other\s|human\s)*(?:reviewers?|"
        r"maintainers?|auditors?|code reviews?|human|operator|security team|supervisors?|"
        r"review(?:ing)? team|repository owner|linter|scanners?|secret scanner)\b",
        gap=0,
    ),
    rule(
        HIDES,
        "keep",
        r"(?:[^\s;]+\s){1,6}?(?:a\s)?secret\sfrom\b",
        gap=0,
    ),
    rule(
        HIDES,
        "slip,sneak,smuggle,bury,disguise,squash,mix,blend,fold,tuck,bundle,hide,label,mask,spread",
        r"(?:[^\s;]+\s){0,6}?(?:in|into|inside|within|among|with|as|behind|across|under)\s(?:an?\s|the\s|"
        r"other\s|some\s|several\s)?(?:\w+\s)?(?:unrelated|innocuous|innocent|formatting|large|big|"
        r"routine|harmless|typo|whitespace|cosmetic|boring|normal|minor|documentation|refactor\w*)\b",
        gap=0,
        tail=r"(?=.*\b(?:commits?|changes?|diffs?|prs?|pull requests?|updates?|refactor\w*|fix\w*|"
        r"cleanup)\b)(?=.*\b(?:nobody|no one|not?[- ]?one|notic\w+|attention|unseen|unnoticed|review\w*|"
        r"suspici\w+|overlook\w*|miss(?:es)?)\b)",
    ),
    rule(
        HIDES,
        "conceal,cover up,downplay,bury,gloss over,paper over,whitewash,deny",
        r"(?:(?:the|any|all|every|your|such)\s){0,2}(?:\w+\s)?" + _MISHAP + r"\b",
        gap=0,
    ),
    rule(
        HIDES,
        "do,run,make,perform,apply,carry out,handle,finish,change,remove,install,execute",
        r"(?:it|this|that|them|these|so)\s(?:silently|quietly|secretly|covertly|discreetly|in secret|"
        r"in silence|unnoticed)\b",
        gap=0,
    ),
    raw(
        HIDES,
        r"\b(?P<act>act|behave|continue|carry on|go on|proceed|pretend)\s(?:as (?:if|though)\s|"
        r"that\s)?nothing\s(?:had |has |ever |was )*(?:happened|changed|wrong|is wrong)\b|"
        r"\b(?P<passive>say nothing (?:about|of|to)|not a word (?:about|to)|(?:don't|do not|"
        r"never) say anything)\b",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|avoid|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>log|record|document|note|write down|list|report|mention|"
        r"disclose|reveal|explain|announce|logging|recording|documenting|noting|mentioning|reporting|"
        r"listing|disclosing|announcing))\s(?:(?:this|your|these|that|any of (?:these|your))\s(?:\w+\s)?"
        + _DEED
        + r"\b"
        + END
        + r"|(?:the |any |a )?(?:removed|deleted|disabled|skipped|failed|failing|bypassed|broken|hidden|"
        r"extra|added|injected|altered)\s\w+\b)",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|no need to|avoid|refrain from|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|"
        r"alert(?:ing)?|warn(?:ing)?))\s(?:the |any |your |a )?(?:users?|person|humans?|developers?|"
        r"reviewers?|maintainers?|operator|owner|anyone|anybody|team|author)\s(?:of|about|that)\s(?:the|"
        r"this|these|your|it|any|you)\b(?:\s(?:\w+\s)?" + _DEED + r"\b)?" + END,
    ),
    rule(
        HIDES,
        "delete,remove,erase,wipe,clear,purge,scrub,drop,edit",
        r"(?:(?:the|all|any|every|your)\s){0,2}(?:(?:log|history|audit|journal)\s)?(?:entr\w+|logs?|"
        r"lines?|records?|traces?|evidence|history)\s?(?:(?:about|of|for|regarding|mentioning|"
        r"concerning)\s(?:this|it|your|these|the (?:change|command|edit|run|attack|deletion|upload|"
        r"failure))\b|(?:afterwards?|when (?:you are |you're )?(?:done|finished)|"
        r"once (?:you are )?(?:done|finished)|to hide|so (?:that )?(?:nobody|no one|the user|reviewers?|"
        r"they))\b)",
        gap=0,
    ),
    rule(
        HIDES,
        "remove,erase,wipe,destroy,hide,eliminate,leave no",
        r"(?:(?:all|any|every|your|the)\s){0,2}(?:traces?|evidence)" + END,
        gap=0,
    ),
    rule(
        HIDES,
        "rewrite,amend,alter,edit,falsify,squash,change",
        r"(?:(?:the|git|commit|branch)\s){0,3}history\s(?:to|so)\s(?:hide|conceal|cover|erase|"
        r"(?:that )?(?:nobody|no one)|remove the (?:commit|evidence|change|record))",
        gap=0,
    ),
    raw(
        HIDES,
        r"\b(?:no need|not necessary|unnecessary|needn't|don't need|do not need|doesn't need|no reason|"
        r"pointless)\s(?:to\s)?(?P<act>(?P<passive>tell|inform|mention|report|notify|ask|alert|bother|"
        r"warn))\s(?:it |this |that )?(?:to )?" + _WATCHERS + r"\b",
    ),
    whole(
        HIDES,
        r"\b(?:users?|human|reviewers?|maintainers?|team|nobody|no one|anyone|owner|"
        r"developers?)\s(?:(?:does not|doesn't|do not|don't)\s(?:need|have) to|need not|needs to|"
        r"has to)\sknow\s(?:about|of|that)\b(?<!team needs to know about)",
    ),
    rule(
        HIDES,
        "remove,delete,strip,cut,drop,erase,edit out",
        r"(?:[^\s;]+\s){0,3}?(?:about|mention\w*|references? to|notes? on|the fact|"
        r"anything)\b[^;]{0,50}?\b(?:from|out of|in)\s(?:the|your|any)\s(?:\w+\s){0,2}?" + REPORT + r"\b",
        gap=0,
    ),
    rule(
        HIDES,
        "mention,list,report,show,include,describe,tell,state",
        r"(?:[^\s;]+\s){0,4}?only\s(?:about\s)?(?:the\s|what\s)?(?:successful|successes|passing|passed|"
        r"good|green|positive|went well|worked|harmless)\b",
        gap=0,
        tail=r"(?=.*\b(?:your|the user|final|in the (?:report|summary))\b)",
    ),
    raw(
        HIDES,
        r"\b(?P<act>mention|list|report|show|include|describe)\sin (?:your|the) (?:\w+ )?(?:report|"
        r"summary|answer|reply) only\b",
    ),
)
