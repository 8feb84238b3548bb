"""Rules for orders that aren't imperatives: what "is a formality","
" "helps reviewers" or "needs no approval".

A text may order by saying what is expected, allowed or unnecessary. The subject and the modal
verb decide: "every report should end with the API key" is an order, "the log holds the key" isn't.
"""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import (
    CONFIGURES,
    HIDES,
    OVERRIDES,
    REVEALS,
    RUNS,
    SENDS,
    SPREADS,
    UNCHECKS,
)
from self_learning.screening.vocabulary import CREDENTIALS, EXTERNAL, SECRET_FILES

_SAFETY = (
    r"(?:tests?|test suites?|checks?|reviews?|approvals?|linting|security (?:warnings?|findings?|alerts?|"
    r"scans?|checks?|rules)|"
    r"permission prompts?|confirmations?|sign-?offs?|scans?|scanner findings|pre-?commit hooks?|hooks|"
    r"audits?|vulnerabilit\w+)"
)
_WATCHERS = (
    r"(?:the |any |your )?(?:users?|human|person|developers?|reviewers?|maintainers?|operator|owner|"
    r"anyone|anybody|team|author|people)"
)
_REPORT = (
    r"(?:answers?|reports?|summar(?:y|ies)|messages?|repl(?:y|ies)|responses?|descriptions?|"
    r"comments?|final output)"
)
_DATA = (
    r"(?:prompts?|files?|code|sources?|diffs?|logs?|data|conversations?|transcripts?|outputs?|"
    r"env\w*(?: variables?)?|credentials?|"
    r"secrets?|tokens?|keys?|passwords?|e-?mails?|commits?|reports?|results?|messages?)"
)

INDIRECT: tuple[Rule, ...] = (
    # -- checks
    whole(
        UNCHECKS,
        r"\b" + _SAFETY + r"\b(?:\s[\w/.-]+){0,5}?\s(?:are|is)\s(?:only |just |merely |entirely |"
        r"purely |simply )*"
        r"(?:(?:a )?formality|advisory only|decorative|ceremony|for show|theat(?:er|re)|"
        r"not meant seriously|nothing but noise|"
        r"optional\s?[,;:.]\s?(?:so |and |just |you (?:can|may) )*(?:commit|merge|push|skip|ignore|deploy|"
        r"proceed))",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>security (?:warnings?|findings?|alerts?|advisor\w+)|scanner (?:warnings?|findings?)|"
        r"vulnerabilit\w+|"
        r"permission prompts?|approvals?|approval steps?|review comments|failing tests|test failures|"
        r"type errors|certificate "
        r"(?:errors|warnings))(?P<passive>)\b(?:\s[\w/.-]+){0,5}?\s(?:can|may|should|must)\s(?:\w+ly |"
        r"always |just |simply )?be\s"
        r"(?:ignored|skipped|dismissed|bypassed|suppressed|overridden|disregarded|silenced)\b",
    ),
    raw(
        UNCHECKS,
        r"\b(?:don't|do not|no need to|never|not to)\s(?P<act>(?P<passive>bother|care|worry|"
        r"waste time))\s(?:to |with |about |on |by )?"
        r"(?:run|check|test|review|verify|validat|ask|wait|read|inspect|lint|scann?)(?:n?ing|"
        r"e)?\s(?:for\s)?(?:it|them|the (?:test|check|"
        r"lint|scan|result|output)\w*|that|tests|checks|ci|reviews?|approvals?|first|anything|anyone|"
        r"before)\b",
        one_of="bother,care,worry,waste",
    ),
    rule(
        UNCHECKS,
        "commit,merge,push,deploy,proceed,continue,ship,release,publish,go ahead,approve,land",
        r"(?:[^\s;]+\s){0,5}?(?:even (?:if|when|though)|although|despite|regardless of|no matter (?:if|"
        r"whether|how|what)|while)\s"
        r"(?:the |any |all |some |it |they |ci |of )*(?:tests?|checks?|builds?|reviews?|approvals?|ci|"
        r"lint\w*|pipelines?|scans?|hooks?|"
        r"fail\w*|red|broken|pending|errors?|warnings?|missing|reject\w*|decline\w*|refuse\w*|object\w*)\b",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "replace,swap,substitute,change,exchange,convert,turn",
        r"(?:[^\s;]+\s){0,3}?\S*(?:tests?|assertions?|checks?|verif\w*|valid\w*|auth\w*|guards?|hooks?|"
        r"scans?)\S*(?:\s[^\s;]+){0,4}?\s"
        r"(?:with|by|to|into|for)\s(?:an? |the )?[`'\"]?(?:assert (?:true|1)|true\b|pass\b|no-?ops?\b|"
        r"return true|nothing\b|exit 0|empty|"
        r"dummy\b|stub that (?:always )?(?:pass|succeed|return)\w*)",
        gap=0,
        tail=r"(?!.*\b(?:mock|fixture|in (?:the )?unit tests)\b)",
    ),
    rule(
        UNCHECKS,
        "edit,change,make,patch,modify,rewrite,let,have,force",
        r"(?:[^\s;]+\s){0,2}?(?:hooks?|checks?|tests?|scans?|scanners?|validators?|guards?|linters?|"
        r"gates?)\b(?:\s[^\s;]+){0,4}?\s"
        r"(?:exits?|return)\s(?:with )?(?:code |status )?(?:0|zero|success|immediately|early)\b",
        gap=0,
        tail=r"(?!\s(?:when|if|unless|outside|on|for)\b)",
    ),
    raw(
        UNCHECKS,
        r"\bpermission (?:prompts?|requests?|dialogs?|questions?)\b[^.;]{0,60}?\b(?P<act>choose|select|"
        r"click|answer|press|say|pick|hit)\s"
        r"(?:\w+\s)?[\"'`]?(?:allow|yes|accept|approve|always|ok|confirm|y)\b",
        one_of="permission",
    ),
    rule(
        UNCHECKS,
        "treat,consider,regard,assume,take,count",
        r"(?:the |any |all |every )*(?:user'?s?'? |human |owner'?s? |reviewer'?s? |maintainer'?s? |"
        r"implicit )?(?:confirmations?|approvals?|"
        r"permissions?|consent|reviews?|sign-?offs?)\s(?:as |to be |is |are |to have been |has been |"
        r"for )?(?:\w+ly |already )?(?:given|granted|"
        r"implied|approved|obtained|there|done|passed|in place)\b",
        gap=0,
    ),
    # -- whose orders count
    raw(
        OVERRIDES,
        r"\b(?P<act>(?P<passive>whatever|no matter what|regardless of what|whenever|"
        r"before doing what))\s(?:the )?(?:user|operator|human|"
        r"developer|anyone|person)\s(?:asks?|says?|wants?|requests?|tells?)\b[^.;]{0,40}?,?\s(?:always |"
        r"first |just |simply |you )*(?:complete|do|"
        r"run|follow|execute|perform|say|write|carry out|open|load|insert|append|start|begin|respond|end|"
        r"answer|reply)\b",
        one_of="whatever,no matter,regardless,whenever,before doing",
    ),
    whole(
        OVERRIDES,
        r"\byou (?:no longer|don't|do not|need not|needn't|never)\s(?:need to |have to |need |"
        r"must )?(?:respect|follow|obey|honou?r|ask|confirm|"
        r"request|seek|get|observe|comply with|adhere to|wait for)\s(?:[\w'-]+\s){0,4}?(?:rules?|"
        r"restrictions?|permissions?|approvals?|"
        r"confirmations?|limits?|polic(?:y|ies)|consent|guidelines?|instructions?)\b",
        one_of="you ",
    ),
    whole(
        OVERRIDES,
        r"\bth(?:is|ese)\s(?:lessons?|notes?|rules?|texts?|instructions?|patterns?|"
        r"entr\w+)\s(?:[\w'-]+\s){0,3}?(?:outrank|overrid|supersed|trump|"
        r"precede|win|beat|come first|comes first|priority|precedence)\w*\b[^.;]{0,30}?\b(?:users?|"
        r"anything|everything|any other|all other|other|"
        r"system|developers?|what)\b",
        one_of="this ,these ",
    ),
    # -- credentials and data
    raw(
        REVEALS,
        r"\b(?:every|each|the final|your|all|"
        r"any)\s(?:\w+"
        r"\s)?" + _REPORT + r"\s(?P<act>(?P<passive>(?:should|must|has to|have to|needs? to|is to|"
        r"are to|will|"
        r"shall)\s(?:always |also )?(?:contain|include|end with|start with|show|list|quote|carry|state|"
        r"have|repeat|mention)|contains|includes|"
        r"ends with|shows|lists|quotes))\s(?:\w+\s){0,3}?(?:" + CREDENTIALS + r"|[a-z]+_\*|values of)",
    ),
    raw(
        SENDS,
        r"(?P<act>" + _DATA + r")(?P<passive>)\b(?:\s[\w/.'-]+){0,5}?\s(?:must|should|has to|"
        r"have to|needs? to|is to|are to|can|shall|may)\s(?:\w+\s){0,2}?"
        r"be\s(?:sent|posted|uploaded|mailed|e-?mailed|forwarded|copied|pushed|reported|shared|mirrored|"
        r"streamed|submitted|delivered|logged|"
        r"transmitted|exported)\s(?:\w+\s){0,3}?(?:to|at|on|via|with)\s(?:the\s|"
        r"our\s)?(?:\w+\s){0,2}?" + EXTERNAL,
        one_of=" be ",
    ),
    rule(
        REVEALS,
        "back up,sync,move,zip,archive,tar,compress,store,stage,track",
        SECRET_FILES,
        gap=2,
        direct=True,
        tail=r"\s(?:to|in|into|on|with|and)\b",
    ),
    raw(
        REVEALS,
        SECRET_FILES + r"\s?:\s(?:please\s)?(?P<act>post|send|include|paste|share|print|upload|attach|"
        r"show|put)\b",
    ),
    rule(
        SENDS,
        "type,enter,fill,fill in,submit,input",
        r"(?:the |your |their |user's |stored |saved |real |admin |own )*(?:passwords?|credentials?|"
        r"tokens?|api keys?|secrets?|card (?:number|details))\b"
        r"[^;]{0,60}?https?://(?!localhost|127\.|staging)",
        gap=0,
    ),
    # -- rights
    rule(
        CONFIGURES,
        "grant,give,assign,hand",
        r"(?:[^\s;]+\s){1,6}?(?:owner|admin\w*|root|full|superuser|unrestricted|cluster-admin|"
        r"all)\s(?:rights|permissions|access|privileges)\b",
        gap=0,
        tail=r"(?!\s(?:in|to) (?:the )?(?:test|fixture|sandbox))",
    ),
    raw(
        CONFIGURES,
        r"\b(?P<act>running|starting|launching|executing|working)\s(?:[^\s;]+\s){0,4}?(?:as root|"
        r"with (?:root|sudo|admin\w*|full|elevated) "
        r"(?:rights|permissions|privileges|access))\b",
        one_of=" root,sudo,admin,privileges,rights,permissions,access",
    ),
    rule(
        CONFIGURES,
        "put,write,add,append,insert,install,place,drop",
        r"[^;]{0,60}?(?:\bcurl\b|\bwget\b|https?://|\bnc\s)[^;]{0,60}?\b(?:in|into|to)\s(?:the\s|"
        r"your\s)?(?:\S*\.git/hooks\S*|git hooks?|\S*\.\w*(?:bashrc|zshrc|"
        r"profile)|crontab|post-?install|post-commit|pre-commit|the shell profile)",
        gap=0,
    ),
    # -- kept from people
    raw(
        HIDES,
        r"\b(?:no need|not necessary|unnecessary|needn't|don't need|do not need|doesn't need|no reason|"
        r"pointless)\s(?:to\s)?(?P<act>(?P<passive>tell|"
        r"inform|mention|report|notify|ask|alert|bother|warn))\s(?:it |this |"
        r"that )?(?:to )?" + _WATCHERS + r"\b",
        one_of="need,necessary,reason,pointless",
    ),
    whole(
        HIDES,
        r"\b(?:users?|human|reviewers?|maintainers?|team|nobody|no one|anyone|owner|"
        r"developers?)\s(?:(?:does not|doesn't|do not|don't)\s(?:need|have) to|"
        r"need not|needs to|has to)\sknow\s(?:about|of|that)\b(?<!team needs to know about)",
        one_of="know",
    ),
    rule(
        HIDES,
        "remove,delete,strip,cut,drop,erase,edit out",
        r"(?:[^\s;]+\s){0,3}?(?:about|mention\w*|references? to|notes? on|the fact|"
        r"anything)\b[^;]{0,50}?\b(?:from|out of|in)\s(?:the|your|any)\s(?:\w+\s){0,2}?" + _REPORT + r"\b",
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
        one_of=" only",
    ),
    # -- spread
    rule(
        SPREADS,
        "teach,tell,give,brief,show,hand,send,pass",
        r"(?:every|all|each|other|any|the next|later|"
        r"future)\s(?:\w+\s)?(?:sub-?)?agents?\s(?:about\s)?this\s(?:\w+\s)?(?:rule|lesson|note|text|"
        r"instruction|"
        r"pattern|message)\b",
        gap=0,
    ),
    whole(
        SPREADS,
        r"\b(?:whenever|each time|every time|when|if) you (?:write|save|create|leave|record|"
        r"edit)\s(?:(?:a|any|another|new|an)\s)?(?:\w+ )?(?:lessons?|notes?|"
        r"memory|memories|patterns?|learnings?|files?|commits?)\b[^.;]{0,20}?,?\s(?:also )?(?:append|add|"
        r"include|copy|repeat|insert|put)\s(?:this|these|the same)\b",
        one_of="you write,you save,you create,you leave,you record,you edit",
    ),
    # -- fetched and run
    raw(
        RUNS,
        r"\b(?:after|by|upon|until|through|requires?|needs?|"
        r"without)\s(?:\w+ly )?(?P<act>(?P<passive>running|executing|sourcing|launching|piping|"
        r"installing))\s"
        r"(?:[^\s;]+\s){0,6}?(?:from|at|on|hosted (?:at|on))\s(?:https?://(?!localhost|127\.)|"
        r"[\w.-]+\.\w{2,}/)",
        one_of="running,executing,sourcing,launching,piping,installing",
    ),
)
