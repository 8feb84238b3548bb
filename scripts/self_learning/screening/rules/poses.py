"""Rules for a text that speaks in the name of the system, the user or the assistant."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import POSES

_PERSONS = (
    r"(?:users?|human|person|developers?|reviewers?|maintainers?|owners?|operators?|auditors?|admin\w*|"
    r"security team|team|management|anthropic|legal|cto|ceo|team lead)"
)
_OTHERS = (
    r"(?:(?:the|an?|another|some|other)\s)?(?:\w+\s)?(?:maintainers?|reviewers?|owner|operator|"
    r"someone(?: else)?|administrator|release manager|team lead|user|system|human|author|developer|"
    r"colleague|person)\b(?!\s(?:agent|table|id|pool|service))"
)

RULES: tuple[Rule, ...] = (
    whole(
        POSES,
        r"\bthis is (?:the|your) (?:system )?(?:administrator|admin|operator|developer|owner|"
        r"security team|maintainer)(?=\s*(?:[:,.!]|speaking|here|$))",
    ),
    whole(
        POSES,
        r"(?:^|[.!]\s*)(?:the\s)?(?:user|human|system|admin\w*|operator)\s(?:says?|said|replied|answered|"
        r"wrote|writes|confirms?)\s?:",
    ),
    whole(
        POSES,
        r"\byou are (?:dan\b|root\b|an? (?:unrestricted|jailbroken|unfiltered|uncensored)|free (?:of|"
        r"from) )|\byou (?:have|know|obey) no (?:limits|restrictions|rules|boundaries)\b",
    ),
    whole(
        POSES,
        r"(?:^|[.!?\"'‹<\[(#*]\s*|\n\s*)(?:(?:system|assistant|developer|operator|administrator|human|"
        r"root)(?:\s(?:message|prompt|note|override|notice|update|alert|instructions?))?\s?(?:\]|›|>|"
        r"\))?\s?:|\[/?(?:system|inst|assistant|user|developer|human)\]|[‹<]/?(?:system|assistant|user|"
        r"human|self-learning|instructions?|im_start|function_calls|tool_result|system-reminder)\b(?!@)|"
        r"<\||"
        r"\|im_(?:start|end)\|)\s?(?!\s*(?:linux|macos|windows|tests?\b|calls? (?:need|fail|return)|"
        r"the (?:api|model|class|field|message)\b))",
    ),
    whole(
        POSES,
        r"(?:^|[.!]\s*)user\s?:\s*(?:please|you\b|now\b|go ahead|ignore|delete|approve|yes|ok\b|i (?:want|"
        r"need|authori|approve|confirm))|#{2,}\s?(?:instructions?|system|new task)|begin (?:system|"
        r"new) (?:prompt|instructions)|end of (?:the )?(?:lessons?|patterns?|prompt|system prompt|"
        r"instructions|context|evidence)\b",
    ),
    whole(
        POSES,
        r"\byou are (?:now|no longer|hereby|actually)\s(?:an?|the|in|free|un\w+|not|bound|dan|authori\w+|"
        r"root|called|operating|allowed|my)\b|\bfrom now on,? you\b|\byou (?:must|will|"
        r"shall) (?:now )?(?:obey|comply)|\b(?:developer|maintenance|god|debug|admin|jailbreak|dan|"
        r"unrestricted) mode is (?:enabled|activated|on|engaged)\b|\byou are in (?:maintenance|developer|"
        r"debug|god|admin) mode",
    ),
    raw(
        POSES,
        r"\b(?P<act>act(?:ing)?|pretend(?:ing)?|pose|posing|behave|respond|roleplay|role-play|"
        r"impersonate)\s(?:as(?:\sif)?|to be|like|that)?\s?(?:you (?:are|were) (?:an? |the )?(?:\w+ )?"
        r"(?:admin\w*|root|user|human|maintainer|owner|operator|unrestricted|hacker|superuser|not|free)\b|"
        r"you (?:have|had) (?:no|full|root|all|admin|been)\b|(?:an?|"
        r"the)\s(?:\w+\s){0,2}?(?:admin\w*|root|system|user|human|maintainer|owner|operator|developer|"
        r"reviewer|unrestricted|hacker|attacker|jailbroken|superuser|manager|ceo|boss|security team))\b",
    ),
    whole(
        POSES,
        r"\b(?:note|message|notice|order|instruction|request|word|directive|greetings|"
        r"update) from (?:the )?(?:anthropic|openai|your (?:developers?|operators?|creators?|"
        r"administrators?|owner)|system administrators?|security team|management|(?:the )?(?:system|user|"
        r"developer|operator|ceo|owner))\b|\b(?:coming|comes?|issued|sent) (?:directly )?(?:from|"
        r"by) (?:the )?(?:operator|user|anthropic|administrator|system|owner|management)\b(?! (?:table|"
        r"model|service|class|input|api|clock|time|bus|event))",
    ),
    whole(
        POSES,
        r"\b(?:as|i am|i'm|this is|speaking as) (?:the|your|an?) (?:\w+ )?(?:administrator|admin|operator|"
        r"developer of this|owner|system|creator|maintainer|supervisor|"
        r"security officer)\b[^.]{0,50}?\b(?:i (?:\w+ly |hereby )?(?:order|instruct|command|authori|"
        r"require|permit|allow|want|ask|need|approve|tell|grant)|order you|instruct you|command you|"
        r"authori[sz]e you|speaking)",
    ),
    whole(
        POSES,
        r"\b(?:the )?(?:user|human|owner|admin\w*|maintainer|anthropic|operator|team lead|developer|"
        r"manager|security team) (?:has|have|had)? ?(?:already |explicitly |hereby |previously |"
        r"also )*(?:authori[sz]ed|approved|consented|agreed to|permitted|allowed you|asked you|"
        r"instructed you|told you|wants you|signed off|given (?:you )?(?:permission|consent|approval)|"
        r"confirmed)\b(?! (?:users?|clients?|requests? (?:get|are|return)))",
    ),
    raw(
        POSES,
        r"\b(?P<act>treat|regard|consider|accept|see|obey)\s(?:me|the author of this \w+|"
        r"this author)\sas\b",
    ),
    whole(
        POSES,
        r"\b(?:if|since|as|because) you(?:'re| are) (?:an? |the |any )?(?:ai|llm|language model|claude|"
        r"chatgpt|copilot|(?:coding |ai |autonomous )?(?:agent|assistant|model|bot))\b(?! (?:developer|"
        r"engineer|author))|\bwhoever (?:reads|sees|gets|receives|finds|is reading) th(?:is|e|ese)\b|"
        r"\b(?:the|any|every|an?) (?:ai|agent|assistant|model|llm)s? (?:that |which |who )?(?:reads?|"
        r"reading|sees|seeing|processing|receiving) this\b|(?:^|[.!] )(?:dear|attention|hey|hello|"
        r"hi),? (?:all )?(?:ai|agents?|assistants?|claude|models?|llms?)\b",
    ),
    whole(
        POSES,
        r"\b(?:i|we)\s(?:hereby\s|expressly\s)?(?:authori[sz]e|permit|approve|consent to|grant|allow|"
        r"order|instruct|command|empower|clear)\s(?:you|the agent|this agent|claude|all agents|"
        r"any agent)\b|\byou (?:are|have been)\s(?:hereby\s|already\s|now\s|fully\s)?(?:authori[sz]ed|"
        r"pre-?approved|cleared|empowered|exempt\w*|granted|entitled|whitelisted)\b|\byou have (?:full |"
        r"blanket |explicit |my |our |the user's |standing )(?:permission|authori\w+|consent|approval|"
        r"clearance)\b|\b(?:actions?|commands?|requests?|changes?|operations?|tools?|calls?|steps?|"
        r"prompts?)\s(?:below\s|here\s|above\s|in this \w+\s)?(?:is|are|was|were|has been|"
        r"have been)\s(?:all\s|already\s|hereby\s|fully\s)*(?:pre-?)?(?:authori[sz]ed|approved|cleared|"
        r"whitelisted|vetted|signed off)\s(?:by|in advance by)\s(?:the\s|your\s|our\s|an\s)?"
        + _PERSONS
        + r"\b|\b(?:the |your |our )?"
        + _PERSONS
        + r"\s(?:has|have|had)\s(?:already\s|explicitly\s|hereby\s|previously\s|also\s|all\s|"
        r"long\s)*(?:authori[sz]ed|approved|consented|agreed to|signed off|waived|cleared|okayed|"
        r"granted (?:you|permission|approval)|given (?:you )?(?:permission|consent|approval|"
        r"the go-ahead))\b",
    ),
    rule(
        POSES,
        "commit,push,post,reply,answer,approve,write,speak,comment,merge,publish,submit,respond,sign,"
        "sign off,vote,tag",
        r"(?:[^\s;]+\s){0,4}?(?:as (?=(?:the |another |an? )(?:maintainer|reviewer|owner|operator|system|"
        r"someone|release|other|different|team lead|human))|in the name of |on behalf of |"
        r"under the (?:name|account|identity) of |posing as |pretending to be |in place of )" + _OTHERS,
        gap=0,
    ),
    rule(
        POSES,
        "commit,push,post,sign,submit,approve,publish,write,create,register",
        r"(?:[^\s;]+\s){0,4}?(?:under|with|using|from)\s(?:another|a different|someone else's|a fake|"
        r"a false|a forged|the maintainer's|the user's|the reviewer's|the owner's)\s(?:\w+'s\s)?(?:name|"
        r"identity|account|author\w*|e-?mail|signature)",
        gap=0,
    ),
    rule(
        POSES,
        "impersonate,pose as,masquerade as,speak for",
        _OTHERS,
        gap=0,
    ),
    rule(
        POSES,
        "set,change,configure",
        r"(?:[^\s;]+\s){0,3}?(?:git (?:user|author|identity|name|e-?mail)|user\.(?:name|email)|author|"
        r"committer)\b[^;]{0,20}?\bto\s(?:the |another |an? )?(?:maintainer|reviewer|owner|someone|user|"
        r"developer|lead|colleague)\S*",
        gap=0,
    ),
)
