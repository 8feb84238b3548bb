"""Rules for a text that says that other instructions are to be ignored, or that others' words are orders."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import OVERRIDES
from self_learning.screening.vocabulary import END, ORDERS, READER, TOLD

_MASTERS = (
    r"(?:the |any |every |your )?(?:user|users|operator|operators|human|humans|developers?|maintainers?|"
    r"owner|admin\w*|person|anthropic|team lead)"
)

RULES: tuple[Rule, ...] = (
    whole(
        OVERRIDES,
        r"\bas if (?:it |they )?(?:came from |the |your )*(?:user|system|operator|owner|maintainer|"
        r"developer)\s(?:had\s|has\s|"
        r"itself\s|himself\s)?(?:written|wrote|said|asked|approved|ordered|given|gave|told)\b",
    ),
    whole(
        OVERRIDES,
        r"\byour (?:\w+ )?(?:guidelines|rules|instructions|polic(?:y|ies)|directives)\s(?:have\s|has\s|"
        r"were\s)?(?:been\s)?(?:changed|updated|replaced|lifted|rewritten|cancelled|revoked)\b",
    ),
    whole(
        OVERRIDES,
        r"\b(?:everything|anything|all)\s(?:\w+\s){0,3}?(?:before|above|earlier|"
        r"previously)\b[^.;]{0,30}?\s(?:is|are|was)\s(?:now\s)?(?:void|invalid|wrong|obsolete|cancelled|"
        r"canceled|irrelevant|fake|to be ignored|superseded)\b|\b(?:previous|prior|earlier|"
        r"old)\s(?:\w+\s)?(?:rules|instructions|directives|guidelines|prompts?)\s(?:was|were|are|"
        r"is)\s(?:only\s|just\s)?(?:a test|fake|wrong|a mistake|a joke|mistaken|not real)",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>act (?:up)?on|follow|execute|obey|perform|carry out|run)\s(?:the |any |all |every |"
        r"these )?(?:commands?|instructions?|orders)\s(?:embedded|hidden|contained|that (?:appear|"
        r"are hidden|are embedded))\b",
    ),
    whole(
        OVERRIDES,
        r"\b(?:(?:previous|prior|earlier|all|your|existing|older|system)\s(?:\w+\s){0,2}?"
        + ORDERS
        + r"|"
        + ORDERS
        + r"\s(?:\w+\s)?(?:before|above|earlier|previously)\b[^.;]{0,20}?)\s(?:no longer|do not|don't|"
        r"won't|"
        r"must not|need not)\s(?:apply|hold|count|matter|bind|be followed)\b|\b(?:safety|security|"
        r"all)\s(?:\w+\s)?(?:polic(?:y|ies)|rules|guidelines|restrictions|protections|"
        r"safeguards)\s(?:(?:are|is|were|have been)\s)?(?:now\s)?(?:suspended|void|off|lifted|waived|"
        r"inactive)\b",
    ),
    rule(
        OVERRIDES,
        "ignore,disregard,forget,override,bypass,discard,dismiss,neglect,skip,erase,drop,set aside,"
        "abandon,overrule,overwrite,cancel,supersede,nullify,unlearn,put aside,throw out,leave behind,"
        "break,violate,defy,disobey,suspend,delete,circumvent,get around",
        READER + ORDERS + r"|" + TOLD,
        gap=3,
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>(?:pay|give) no (?:attention|heed)|take no notice)\b[^.]{0,40}?\b(?:"
        + ORDERS
        + r"|above|earlier|before)",
    ),
    rule(
        OVERRIDES,
        "follow,obey,heed,honor,honour,comply with,respect,listen to,adhere to,apply,observe,stick to,"
        "be bound by,abide by",
        READER
        + ORDERS
        + r"|"
        + TOLD
        + r"|(?:the |any |your )?(?:rules|instructions|guidelines) (?:you|of|in|from)\b",
        gap=2,
        refused_when="forbidden",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>no longer (?:follow|obey|bound by|apply|need to follow|subject to|"
        r"have to follow))(?P<passive>)\b[^.]{0,40}?" + ORDERS,
    ),
    whole(
        OVERRIDES,
        r"\b(?:previous|prior|above|earlier|your|existing|all|other|system)\s(?:\w+\s){0,2}"
        + ORDERS
        + r"\s(?:are|is|were|have been|should be|must be)\s(?:\w+\s)?(?:void|null|obsolete|cancelled|"
        r"canceled|revoked|suspended|lifted|replaced|superseded|no longer|invalid|outdated|ignored|"
        r"disregarded|overridden|forgotten)",
    ),
    whole(
        OVERRIDES,
        r"\bth(?:is|ese|e following)\s(?:\w+\s){0,2}(?:overrides?|supersedes?|replaces?|outranks?|"
        r"takes? (?:precedence|priority)|has (?:precedence|priority)|"
        r"trumps?)\b[^.]{0,40}?(?:\binstructions?|\brules|\bprompt|claude\.md|agents\.md|\bguidelines|"
        r"\beverything|\bsystem|\buser)",
    ),
    whole(
        OVERRIDES,
        r"\b(?:your|the) new (?:task|goal|objective|instructions?|role|mission|orders|rules|"
        r"purpose)\s?(?:is|are|:)|(?:^|[.!›>\]]\s*)new (?:task|instructions?|orders|rules|"
        r"directive)s?(?: for (?:the|you)[^.:]{0,20})?(?::| follow)",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>treat|regard|consider|accept|trust|take)\b\s(?:this|the (?:following|next|text below|"
        r"lesson))(?:\s\w+){0,4}?\s(?:as|like)\s(?:\w+\s){0,2}(?:commands?|orders?|instructions?|system|"
        r"authorit\w+|coming from|the operator|trusted|law|absolute|binding)",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>trust|believe|obey|follow|do|comply with)\s(?:only\s)?(?:what|whatever|everything|"
        r"anything|any instructions?|the commands?|the instructions?|"
        r"all instructions?)\b[^.]{0,30}?(?:written here|(?:this|the) (?:note|lesson|text|message|"
        r"page) says|below|that (?:the )?(?:page|file|site|script|url) says|it says|it tells you|they say)",
    ),
    whole(
        OVERRIDES,
        r"\b(?:conflicts?|contradicts?|disagrees?|clash(?:es)?)\b[^.]{0,20}?\bwith th(?:is|ese) (?:note|"
        r"lesson|text|memo|message|entry|pattern)|\b(?:lessons?|notes?|patterns?|learnings?|"
        r"instructions?)\b[^.]{0,30}?\blike this one\b",
    ),
    whole(
        OVERRIDES,
        r"\byour\s(?:real|actual|true|primary|only|sole|new|updated|hidden|secret|first|foremost|top|"
        r"ultimate|overriding)\s(?:task|goal|job|mission|objective|purpose|role|instructions?|priority|"
        r"duty|assignment|loyalty|user|owner)\s(?:here\s|now\s|today\s)?(?:is|are)\b",
    ),
    whole(
        OVERRIDES,
        r"\b(?:follow|obey|trust|believe|heed|respect|listen to)\s(?:only|exclusively|solely|"
        r"nothing but)\s(?:this|these|the|my|what)\s(?:\w+\s)?(?:lessons?|notes?|list|text|patterns?|"
        r"instructions?|message|section|file|is (?:written|listed))\b|\b(?:prefer|prioriti[sz]e|rank|"
        r"trust|follow|put|value|weigh|favou?r|place)\s(?:this|these)\s(?:\w+\s)?(?:lessons?|notes?|text|"
        r"patterns?|instructions?|message)\s[^.;]{0,20}?(?:over|above|before|ahead of|instead of|"
        r"rather than|first)\b|\bth(?:is|ese)\s(?:lessons?|notes?|texts?|patterns?|instructions?|"
        r"messages?|rules?)\s(?:has|have|takes?|is|are|carr(?:y|ies)|comes?|bears?)\s(?:the\s|more\s|of\s|"
        r"a\s)?(?:highest|top|higher|absolute|final|full|more|root|system|admin\w*|official|binding|"
        r"mandatory|authoritative|utmost|greater)\b",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>do|work on|handle|finish|start|perform|complete|carry out|fix|implement|refactor|"
        r"answer|run)\s[^.;]{0,60}?\b(?:instead of|rather than|before)\s(?:what (?:the user|you were|"
        r"you are)|whatever the user|the user's (?:request|task|question|instructions?)|the task you|"
        r"your (?:assigned )?task|the requested)",
    ),
    rule(
        OVERRIDES,
        "ignore,disregard,disobey,defy,overrule,dismiss,resist,override,contradict",
        _MASTERS
        + r"(?:'s?\s(?:\w+\s)?(?:requests?|wish\w*|objections?|questions?|instructions?|answers?|feedback|"
        r"preferences?|orders?|decisions?|corrections?|complaints?))?" + END,
        gap=0,
    ),
    rule(
        OVERRIDES,
        "listen to,obey,follow,help,answer,trust,heed,believe,serve",
        _MASTERS + END,
        gap=0,
        refused_when="forbidden",
    ),
    rule(
        OVERRIDES,
        "refuse,reject,decline,deny,ignore",
        r"(?:all |any |every |each )?(?:further |later |other )?(?:requests?|questions?|tasks?|orders?|"
        r"instructions?|prompts?)\s(?:of|from|by)\s" + _MASTERS + END,
        gap=0,
    ),
    rule(
        OVERRIDES,
        "ignore,disregard,delete,drop,discard,overrule,skip,forget,consider,treat,remove,distrust,replace",
        r"(?:all |every |any |the )*(?:other|earlier|previous|existing|remaining|contradicting|"
        r"conflicting)\s(?:lessons?|patterns?|notes?|learnings?|memories|tips|rules)\b(?!\s(?:than|"
        r"when they|of the)\b)",
        gap=0,
    ),
    rule(
        OVERRIDES,
        "abandon,drop,forget,stop working on,quit,give up,put aside,neglect,set aside,postpone,interrupt,"
        "leave",
        r"(?:your\s(?:\w+\s)?(?:task|job|assignment|work|goal)|the\s(?:assigned|original|user's|current|"
        r"requested|given)\s(?:task|assignment|goal|request))" + END,
        gap=0,
    ),
    rule(
        OVERRIDES,
        "obey,follow,heed,believe,trust,prefer,prioritise,prioritize,favour,favor,choose,rank,put,place",
        r"(?:this|these|the following|my|what this)\s(?:\w+\s){0,2}?(?:over|above|before|ahead of|"
        r"instead of|rather than|more than)\s(?:the |any |your |all |what )*(?:users?|system|operator|"
        r"claude\.md|agents\.md|other|instructions?|prompt|developers?|maintainers?|human)\b",
        gap=0,
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>(?P<passive>whatever|no matter what|regardless of what|whenever|"
        r"before doing what))\s(?:the )?(?:user|operator|human|developer|anyone|person)\s(?:asks?|says?|"
        r"wants?|requests?|tells?)\b[^.;]{0,40}?,?\s(?:always |first |just |simply |you )*(?:complete|do|"
        r"run|follow|execute|perform|say|write|carry out|open|load|insert|append|start|begin|respond|end|"
        r"answer|reply)\b",
    ),
    whole(
        OVERRIDES,
        r"\byou (?:no longer|don't|do not|need not|needn't|never)\s(?:need to |have to |need |"
        r"must )?(?:respect|follow|obey|honou?r|ask|confirm|request|seek|get|observe|comply with|"
        r"adhere to|wait for)\s(?:[\w'-]+\s){0,4}?(?:rules?|restrictions?|permissions?|approvals?|"
        r"confirmations?|limits?|polic(?:y|ies)|consent|guidelines?|instructions?)\b",
    ),
    whole(
        OVERRIDES,
        r"\bth(?:is|ese)\s(?:lessons?|notes?|rules?|texts?|instructions?|patterns?|"
        r"entr\w+)\s(?:[\w'-]+\s){0,3}?(?:outrank|overrid|supersed|trump|precede|win|beat|come first|"
        r"comes first|priority|precedence)\w*\b[^.;]{0,30}?\b(?:users?|anything|everything|any other|"
        r"all other|other|system|developers?|what)\b",
    ),
)
