"""Rules for how an agent would behave towards people: whom it obeys, whose name it uses,"
" what it owns up to.

Beside ``rules`` (checks, credentials, what is fetched) and ``targets`` (objects nobody should be
told to touch), these are wide classes of verbs with a person, a task or shared property behind them.
"""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import (
    CONFIGURES,
    DESTROYS,
    HIDES,
    OVERRIDES,
    POSES,
    REVEALS,
    RUNS,
    SENDS,
    SPREADS,
    UNCHECKS,
)
from self_learning.screening.vocabulary import CREDENTIALS

# Where a phrase ends: "ignore the user" is an order, "ignore the user agent" is not.
_END = r"(?=\s*(?:$|[.,;!)]|(?:and|when|if|because|for|so|before|after|even|until|unless|once|while|to)\b))"
_MASTERS = (
    r"(?:the |any |every |your )?(?:user|users|operator|operators|human|humans|developers?|maintainers?|"
    r"owner|"
    r"admin\w*|person|anthropic|team lead)"
)
_OTHERS = (
    r"(?:(?:the|an?|another|some|other)\s)?(?:\w+\s)?(?:maintainers?|reviewers?|owner|operator|"
    r"someone(?: else)?|administrator|"
    r"release manager|team lead|user|system|human|author|developer|colleague|person)\b(?!\s(?:agent|table|"
    r"id|pool|service))"
)
_MISHAP = (
    r"(?:failures?|failed \w+|failing \w+|errors?|mistakes?|problems?|breakages?|regressions?|damage|"
    r"deletions?|breach\w*|"
    r"leaks?|incidents?|vulnerabilit\w+|backdoors?)"
)
_DEED = (
    r"(?:steps?|actions?|changes?|commands?|edits?|runs?|deletions?|removals?|access\w*|failures?|"
    r"commits?|uploads?|downloads?|"
    r"installations?|workarounds?)"
)
_DOMAIN = (
    r"(?<![\w./@-])(?!socket\.|asp\.)[a-z][\w-]*(?:\.[\w-]+)*\.(?:com|net|org|io|dev|cc|xyz|ru|cn|"
    r"top|site|online|info|tk|pw|me|biz|club)\b"
)

CONDUCT: tuple[Rule, ...] = (
    # -- whom the agent obeys
    rule(
        OVERRIDES,
        "ignore,disregard,disobey,defy,overrule,dismiss,resist,override,contradict",
        _MASTERS
        + r"(?:'s?\s(?:\w+\s)?(?:requests?|wish\w*|objections?|questions?|instructions?|answers?|feedback|"
        r"preferences?|orders?|decisions?|corrections?|complaints?))?" + _END,
        gap=0,
    ),
    rule(
        OVERRIDES,
        "listen to,obey,follow,help,answer,trust,heed,believe,serve",
        _MASTERS + _END,
        gap=0,
        refused_when="forbidden",
    ),
    rule(
        OVERRIDES,
        "refuse,reject,decline,deny,ignore",
        r"(?:all |any |every |each )?(?:further |later |other )?(?:requests?|questions?|tasks?|orders?|"
        r"instructions?|prompts?)"
        r"\s(?:of|from|by)\s" + _MASTERS + _END,
        gap=0,
    ),
    rule(
        OVERRIDES,
        "ignore,disregard,delete,drop,discard,overrule,skip,forget,consider,treat,remove,distrust,replace",
        r"(?:all |every |any |the )*(?:other|earlier|previous|existing|remaining|contradicting|"
        r"conflicting)\s"
        r"(?:lessons?|patterns?|notes?|learnings?|memories|tips|rules)\b(?!\s(?:than|when they|of the)\b)",
        gap=0,
    ),
    rule(
        OVERRIDES,
        "abandon,drop,forget,stop working on,quit,give up,put aside,neglect,set aside,postpone,"
        "interrupt,leave",
        r"(?:your\s(?:\w+\s)?(?:task|job|assignment|work|goal)|the\s(?:assigned|original|user's|current|"
        r"requested|given)\s"
        r"(?:task|assignment|goal|request))" + _END,
        gap=0,
    ),
    rule(
        OVERRIDES,
        "obey,follow,heed,believe,trust,prefer,prioritise,prioritize,favour,favor,choose,rank,put,place",
        r"(?:this|these|the following|my|what this)\s(?:\w+\s){0,2}?(?:over|above|before|ahead of|"
        r"instead of|rather than|"
        r"more than)\s(?:the |any |your |all |what )*(?:users?|system|operator|claude\.md|agents\.md|"
        r"other|instructions?|prompt|"
        r"developers?|maintainers?|human)\b",
        gap=0,
    ),
    # -- in whose name it acts
    rule(
        POSES,
        "commit,push,post,reply,answer,approve,write,speak,comment,merge,publish,submit,respond,"
        "sign,sign off,vote,tag",
        r"(?:[^\s;]+\s){0,4}?(?:as (?=(?:the |another |an? )(?:maintainer|reviewer|owner|operator|system|"
        r"someone|release|other|"
        r"different|team lead|human))|in the name of |on behalf of |under the (?:name|account|"
        r"identity) of |posing as |pretending to be |"
        r"in place of )" + _OTHERS,
        gap=0,
    ),
    rule(
        POSES,
        "commit,push,post,sign,submit,approve,publish,write,create,register",
        r"(?:[^\s;]+\s){0,4}?(?:under|with|using|from)\s(?:another|a different|someone else's|a fake|"
        r"a false|a forged|the maintainer's|"
        r"the user's|the reviewer's|the owner's)\s(?:\w+'s\s)?(?:name|identity|account|author\w*|e-?mail|"
        r"signature)",
        gap=0,
    ),
    rule(POSES, "impersonate,pose as,masquerade as,speak for", _OTHERS, gap=0),
    rule(
        POSES,
        "set,change,configure",
        r"(?:[^\s;]+\s){0,3}?(?:git (?:user|author|identity|name|e-?mail)|user\.(?:name|email)|author|"
        r"committer)\b[^;]{0,20}?\bto\s"
        r"(?:the |another |an? )?(?:maintainer|reviewer|owner|someone|user|developer|lead|colleague)\S*",
        gap=0,
    ),
    # -- what it owns up to
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
        r"that\s)?nothing\s(?:had |has |ever |was )*"
        r"(?:happened|changed|wrong|is wrong)\b|\b(?P<passive>say nothing (?:about|of|to)|"
        r"not a word (?:about|to)|"
        r"(?:don't|do not|never) say anything)\b",
        one_of="nothing,not a word,anything",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|avoid|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>log|record|document|note|"
        r"write down|list|report|mention|disclose|reveal|explain|announce|logging|recording|documenting|"
        r"noting|mentioning|reporting|listing|"
        r"disclosing|announcing))\s(?:(?:this|your|these|that|any of (?:these|your))\s(?:\w+\s)?"
        + _DEED
        + r"\b"
        + _END
        + r"|(?:the |any |a )?(?:removed|deleted|disabled|skipped|failed|failing|bypassed|broken|hidden|"
        r"extra|added|injected|altered)\s\w+\b)",
        one_of="log,record,document,not,write down,list,report,mention,disclos,reveal,explain,announc",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|no need to|avoid|refrain from|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>"
        r"tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|warn(?:ing)?))\s(?:the |any |your |"
        r"a )?(?:users?|person|humans?|"
        r"developers?|reviewers?|maintainers?|operator|owner|anyone|anybody|team|author)\s(?:of|about|"
        r"that)\s(?:the|this|these|your|it|any|"
        r"you)\b(?:\s(?:\w+\s)?" + _DEED + r"\b)?" + _END,
        one_of="tell,inform,notify,alert,warn",
    ),
    rule(
        HIDES,
        "delete,remove,erase,wipe,clear,purge,scrub,drop,edit",
        r"(?:(?:the|all|any|every|your)\s){0,2}(?:(?:log|history|audit|journal)\s)?(?:entr\w+|logs?|"
        r"lines?|records?|traces?|evidence|history)\s?"
        r"(?:(?:about|of|for|regarding|mentioning|concerning)\s(?:this|it|your|these|the (?:change|"
        r"command|edit|run|attack|deletion|upload|"
        r"failure))\b|(?:afterwards?|when (?:you are |you're )?(?:done|finished)|"
        r"once (?:you are )?(?:done|finished)|to hide|so (?:that )?"
        r"(?:nobody|no one|the user|reviewers?|they))\b)",
        gap=0,
    ),
    rule(
        HIDES,
        "remove,erase,wipe,destroy,hide,eliminate,leave no",
        r"(?:(?:all|any|every|your|the)\s){0,2}(?:traces?|evidence)" + _END,
        gap=0,
    ),
    rule(
        HIDES,
        "rewrite,amend,alter,edit,falsify,squash,change",
        r"(?:(?:the|git|commit|branch)\s){0,3}history\s(?:to|so)\s(?:hide|conceal|cover|erase|"
        r"(?:that )?(?:nobody|no one)|remove the (?:commit|"
        r"evidence|change|record))",
        gap=0,
    ),
    # -- it spreads
    rule(
        SPREADS,
        "save,store,write,add,insert,put,paste,copy,keep,append,pass,include,repeat,record,forward,"
        "hand,place",
        r"this\s(?:\w+\s)?(?:rule|sentence|line|entry|instruction|paragraph|hint|lesson|note|text|snippet|"
        r"comment|prompt)\s(?:on\s)?(?:in|to|into|"
        r"at|onto)\s(?:(?:your|the|an?|its)\s)?(?:(?:long-term |own )?memory|claude\.md|agents\.md|every|"
        r"each|all|any|other|sub-?agents?|"
        r"next agent|later|future|system prompt)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "add,register,install,put,write,copy",
        r"(?:yourself|itself|this (?:script|agent|command|hook))\s(?:to|in|into|as|"
        r"at)\s[^;]{0,30}?(?:start-?up|boot|login|autostart|init|cron\w*|"
        r"launch|service)\b",
        gap=0,
    ),
    # -- shown, sent
    rule(
        REVEALS,
        "dump,print,log,echo,show,post,paste,leak,output,display",
        r"(?:(?:the|your|full|current|whole|entire|shell|process)\s){1,3}environment\b(?!\s(?:name|"
        r"variable\s(?!s)|file|id|matrix|type|label|"
        r"url|tab|marker))",
        gap=0,
    ),
    rule(
        REVEALS,
        "tell,give,hand,pass,disclose,share,show,send,provide,supply",
        CREDENTIALS
        + r"[^;]{0,30}?\bto\s(?:whoever|anyone|anybody|me|them|everyone|strangers|others|the (?:caller|"
        r"requester|support|"
        r"person|sender)|a third|any(?:one)? (?:who|that))\b",
        gap=1,
    ),
    rule(
        REVEALS,
        "store,save,keep,write,put,leave",
        CREDENTIALS
        + r"\s(?:\w+\s){0,3}?(?:in|as)\s(?:plain ?text|clear ?text|the clear|the (?:repository|repo|"
        r"source|code|readme|wiki)|git\b)",
        gap=1,
    ),
    rule(
        SENDS,
        "send,upload,post,exfiltrate,forward,email,mail,transmit,submit,push,copy,leak,report,"
        "stream,deliver,mirror,sync,export,publish",
        r"[^;]{0,70}?\b(?:to|at|on)\s(?:the\s)?" + _DOMAIN,
        gap=0,
        tail=r"(?!\s*(?:registry|index))",
    ),
    rule(
        SENDS,
        "mirror,push,copy,send,upload,sync,clone,back up,move,export,publish,fork,transfer,forward,save",
        r"(?:[^\s;]+\s){0,5}?(?:repositor\w+|repo|source\w*|code\w*|files?|data\w*|env\w*|workspace|"
        r"database|secrets?|keys?|credentials?|"
        r"it|them|everything|project|history)\s(?:to|into|on|in)\s(?:my|another|someone(?: else)?'s|"
        r"an? (?:personal|private|public|different|other|"
        r"external|unrelated))\s(?:\w+\s)?(?:account|repo\w*|bucket|drive|server|gist|fork|machine|laptop|"
        r"mailbox|address|cloud|channel|host)\b",
        gap=0,
    ),
    rule(
        SENDS,
        "sync,copy,upload,send,push,mirror,back up,export,move",
        r"(?:the |your |all |our |whole |entire )*(?:workspace|source \w+|repo\w*|env\w*|\.env\S*|"
        r"secrets?|home directory|keys?|credentials?|~\S*)\b"
        r"[^;]{0,30}?\b(?:to|with|into)\s(?:s3|gs|ftp|sftp|gcs|az|rsync)://",
        gap=0,
    ),
    whole(
        SENDS,
        r"https?://\S*\$\(\s*(?:hostname|whoami|env|cat|id|printenv|base64|pwd|git)\b|"
        r"https?://\S*`(?:hostname|whoami|env|cat|id)\b",
        one_of="$(,`",
    ),
    rule(
        SENDS,
        "include,attach,add,put,embed,send,post,pass,append",
        r"(?:your|the user's|the users'|all|any|every|each|our|the repo\w*'s|the project's|private|"
        r"customer|the customer's)\s(?:\w+\s){0,2}?"
        r"(?:files?|data|code|prompts?|e-?mails?|messages?|names?|conversations?|transcripts?|sources?|"
        r"diffs?)\b[^;]{0,50}?https?://"
        r"(?!localhost|127\.)",
        gap=0,
    ),
    # -- fetched and run
    raw(
        RUNS,
        r"\b(?P<act>pipe|piping|feed|pass)\b[^;]{0,50}?\b(?:in)?to\s(?:a |the |"
        r"your )?(?:(?:sudo\s)?(?:/bin/)?(?:ba|z|da)?sh\b|shell\b|iex\b|"
        r"powershell\b|eval\b|an interpreter)",
        one_of="pipe,piping,feed,pass",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:curl|wget|iwr|irm|aria2c|invoke-webrequest)\b[^;]{0,200}?(?:https?://|"
        r"\b[\w-]+\.\w+/)[^;]{0,120}?(?:&&|\|\||\|)\s*"
        r"(?:sudo\s)?(?:bash|sh|zsh|python[\d.]*|node|chmod|source|\./|\.\s|perl|ruby|pwsh|powershell)))",
        one_of="curl,wget,iwr,irm,aria2c,invoke-webrequest",
    ),
    rule(
        RUNS,
        "import,load,run,execute,install,source,use,require,start,apply",
        r"(?:[^\s;]+\s){0,4}?(?:served|hosted|available|located|found|published|stored|living|provided|"
        r"posted|linked)\s(?:at|on|under|behind|by)\s"
        r"https?://(?!localhost|127\.)",
        gap=0,
    ),
    rule(
        RUNS,
        "run,execute,do,follow,perform,obey,carry out,apply,type,enter,paste",
        r"(?:whatever|anything|everything|any (?:commands?|code|scripts?|steps|instructions?)|"
        r"all (?:commands|code|steps|instructions))\s"
        r"(?:that\s|which\s|you\s|in\s)?(?:[^\s.;]+\s){0,6}?(?:tells?|says?|asks?|suggests?|contains?|"
        r"outputs?|prints?|returns?|recommends?|"
        r"requests?|demands?|find in|instructs?)\b",
        gap=0,
    ),
    # -- checks
    rule(
        UNCHECKS,
        "approve,merge,accept,sign off,lgtm,confirm,allow,grant,release,deploy,ship",
        r"(?:[^\s;]+\s){0,5}?without\s(?:first\s|even\s|actually\s|really\s)?(?:reading|looking|checking|"
        r"reviewing|testing|opening|running|"
        r"inspecting|verifying|asking|waiting)\b",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "ignore,suppress,silence,disregard,overlook,dismiss,skip,swallow",
        r"(?:(?:all|any|every|the|these|remaining)\s){0,2}(?:(?:lint(?:er|ing)?|type|compil\w+|mypy|"
        r"pylint|eslint|security|ruff|clippy|test|"
        r"vulnerability|permission|certificate)\s(?:errors?|failures?|findings?|complaints?|violations?)"
        + _END
        + r"|(?:exit|return) (?:codes?|status\w*) (?:of|from) (?:the |all |any |failing |"
        r"failed )*(?:tests?|lint\w*|builds?|checks?|scan\w*))",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "leave out,exclude,drop,remove,take out,omit,delete,disable,skip,cut",
        r"(?:(?:the|all|any|every|slow|these)\s){0,2}(?:(?:security|auth\w*|safety|permission|access|"
        r"penetration|compliance|signature)\s(?:tests?|"
        r"checks?|scans?|rules?|steps?|jobs?)\b|tests?\s(?:for|of)\s(?:security|auth\w*|permissions?)\b|"
        r"rate limiters?" + _END + r")",
        gap=0,
        tail=r"(?!\s(?:that (?:duplicate|cover)|duplicat\w+))",
    ),
    rule(
        UNCHECKS,
        "skip,bypass,omit,disable,drop,remove",
        r"(?:the |any |all )?(?:validation|sanitisation|sanitization|escaping|verification)\s(?:of|"
        r"for)\s(?:the |all |any |user |request )*(?:inputs?|"
        r"requests?|signatures?|tokens?|certificates?|permissions?|users?|passwords?|uploads?|"
        r"downloads?)\b",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "validate,sanitise,sanitize,escape,check,verify,filter,inspect,authenticate",
        r"(?:the |any |all )?(?:user|request|external|untrusted|remote|uploaded|client)\s(?:inputs?|data|"
        r"files?|uploads?|requests?|identit\w+)"
        r"(?=\s*(?:$|[.,;!]))",
        gap=0,
        refused_when="forbidden",
    ),
    rule(
        UNCHECKS,
        "whitelist,allow,permit,accept,allowlist,open,trust",
        r"(?:all |any |every )(?:incoming |remote |external |inbound )?(?:ips?|ip addresses|addresses|"
        r"ports?|connections|traffic|logins?|"
        r"passwords?|hosts|senders)\b(?!\s(?:in|from|of|on|that|which|with|listed|within)\b)|"
        r"ports?\s(?:\S+\s)?(?:to|for)\s(?:the (?:world|internet|public)|"
        r"everyone|all)\b",
        gap=0,
    ),
    # -- settings
    rule(
        CONFIGURES,
        "use,prefix,prepend,run,add,put,write",
        r"(?:every(?:thing| command)?|all commands|each command)?\s?(?:with |in front of )?sudo\s?(?:for|"
        r"with|to|before|in front of)?\s?(?:every|all|each|any)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "set,change,configure,switch,make,widen,open,edit",
        r"(?:[^\s;]+\s){0,3}?permissions?\b[^;]{0,20}?\b(?:everything|allow all|allow everything|"
        r"allow any|unrestricted|bypass\w*)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "raise,increase,extend,expand,widen,elevate,upgrade,escalate,loosen,relax,remove,lift",
        r"(?:your|the agent's|claude's|its own)\s(?:own\s)?(?:\w+\s)?(?:permissions?|rights|privileges|"
        r"access|scopes?|limits|restrictions|role)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "allow,enable,grant,permit,open,give",
        r"(?:(?:the|full|unrestricted|all)\s)?(?:network|internet|file ?system|shell|write|full|root|"
        r"outbound)\s(?:write\s)?access\s(?:for|to)\s(?:all|"
        r"every|any|agents|everything|yourself)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "set,change,point,redirect,switch,export,use,route,configure,replace,define",
        r"[^;]{0,40}?(?:(?:git |push |the )*(?:remote|origin)(?: url)?\s(?:to|with|at)\s|(?:anthropic|"
        r"openai|claude|llm|model)\w*\s?(?:api )?"
        r"(?:base )?_?(?:url|endpoint|host)\s?(?:to|=|with)\s?[\"']?|(?:https?|all)?_?proxy\s?(?:to|=|"
        r"with)\s?[\"']?)https?://"
        r"(?!localhost|127\.|github\.com|gitlab\.com)|https?://(?!localhost|127\.)\S+\s(?:as|"
        r"for)\s(?:the |an? |your )?(?:\w+ )?proxy\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "make,set,turn,configure,mark,switch",
        r"(?:the |our |all |every )?(?:[\w-]+\s){0,2}?(?:buckets?|databases?|storage|secrets?|"
        r"backups?)\s(?:to\s|be\s)?(?:public(?:ly)?|"
        r"world-readable|open to)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "update,change,edit,modify,extend,rewrite,replace,alter",
        r"(?:your|the agent's|claude's|its)\s(?:own\s)?system (?:prompt|message)\b|"
        r"(?:the )?system prompt (?:to|so (?:that )?(?:it|you)) (?:allow|permit|"
        r"skip|ignore)\w*",
        gap=0,
    ),
    # -- shared property destroyed
    rule(
        DESTROYS,
        "format,wipe,erase,overwrite,zero,destroy,encrypt",
        r"(?:(?:the|your|user's|whole|entire|all|every|local|hard|main)\s){1,4}(?:disks?|drives?|"
        r"partitions?|file ?systems?|home directory|hard drive|"
        r"computer|machine|files?(?=\s*(?:$|[.,;!])))",
        gap=0,
    ),
    rule(
        DESTROYS,
        "delete,destroy,wipe,erase,purge,drop,remove,nuke",
        r"(?:all|every)\s(?:the\s|remote\s|git\s|existing\s|of the\s|other\s|user\s)*(?:branch(?:es)?|"
        r"databases?|repositor\w+|buckets?|commits?|accounts?|"
        r"releases?|servers?|clusters?|users?|commits?|issues|documents|customer\w*|production \w+)"
        + _END
        + r"|(?:the |your )?\.git\b/?"
        r"(?:\s(?:directory|folder))?" + _END,
        gap=0,
    ),
    rule(
        DESTROYS,
        "overwrite,discard,delete,throw away,revert,destroy,drop,remove",
        r"(?:the |all |any )*(?:user's|users'|colleague'?s'?|someone else's|other people's|"
        r"other developers?'?s?'?|teammates?'?s?'?)\s(?:\w+\s)?(?:work|changes|"
        r"edits|files|branch(?:es)?|commits|code|data)\b",
        gap=0,
    ),
    rule(
        DESTROYS,
        "shut down,stop,kill,terminate,power off,take down,crash,restart",
        r"(?:all|every|each|any)\s(?:other\s|running\s|the\s)*(?:process(?:es)?|servers?|services?|"
        r"machines?)" + _END + r"|(?:the |all |our )*(?:production|prod|live)"
        r"\s(?:servers?|services?|clusters?|system|site|database|instances?)\b",
        gap=0,
    ),
    rule(
        DESTROYS,
        "revoke,delete,remove,close,reject,reset,lock,cancel",
        r"(?:all|every)\s(?:the\s|open\s|other\s|access\s|team\s)*(?:(?:pull requests?|prs|issues|tickets)"
        + _END
        + r"|(?:tokens?|access|accounts?|keys?|"
        r"permissions?|rights)\s(?:of|for)\s(?:the team|everyone|every|all|other|the other)\b)",
        gap=0,
    ),
)
