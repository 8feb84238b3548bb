"""Rules for what no honest lesson orders to be touched: itself, the record, verdicts, start-up files.

``rules`` knows harmful acts and the checks and credentials they act on. Here the object decides:
whatever is done to a shell's history or to the next agent's reading of "this lesson" is suspect,
so the classes of verbs are wide. An honest lesson on the same object states a purpose of the
product and not of the agent, which is what the tails of these expressions tell apart.
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
from self_learning.screening.vocabulary import CREDENTIALS, EXTERNAL

_WRITES = (
    "add,append,put,insert,write,copy,save,store,include,place,paste,record,install,register,set up,"
    "schedule,create,drop,plant,persist,embed,inject,prepend,set,edit,modify,update,change,extend,configure"
)
_THIS = (
    r"(?:this|these)\s(?:very\s|exact\s|same\s)?(?:lessons?|notes?|texts?|patterns?|memor(?:y|ies)|"
    r"instructions?|messages?|advice|learnings?|tips?|guidance|reminders?|paragraphs?|words)\b"
)
_PERSONS = (
    r"(?:users?|human|person|developers?|reviewers?|maintainers?|owners?|operators?|auditors?|"
    r"admin\w*|security team|team|management|anthropic|legal|cto|ceo|team lead)"
)
_VERDICT = r"(?:pass(?:ed|es|ing)?|green|clean|succe\w+|approved|fine|ok|complete\w*|verified|reviewed|done)"
_UNCONDITIONAL = (
    r"(?:even (?:if|when|though)|regardless|no matter|whether or not|anyway|although|"
    r"without (?:running|checking|actually|looking|reading|opening|verifying)|instead of (?:running|"
    r"checking|fixing))"
)
_JUDGED = (
    r"(?:tests?|checks?|builds?|scans?|scanners?|reviews?|lint\w*|ci|pipelines?|steps?|jobs?|hooks?|"
    r"suites?|"
    r"audits?|gates?|coverage|assertions?|verif\w+|valid\w+|auth\w*|signatures?|permissions?|guards?)"
)

TARGETS: tuple[Rule, ...] = (
    # -- the lesson spreads itself or praises itself
    rule(
        SPREADS,
        "copy,write,add,repeat,save,store,include,propagate,spread,replicate,share,re-add,readd,put,insert,"
        "paste,append,restore,recreate,re-create,pass on,forward,embed,quote,reproduce,persist,duplicate,"
        "distribute,broadcast,publish,push,commit,remember,memorise,memorize",
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
        "quarantine,"
        "screen,discard,doubt,report",
        _THIS,
        gap=0,
        refused_when="forbidden",
    ),
    rule(
        SPREADS,
        "rate,mark,score,rank,report,acknowledge,list,count,log,cite,record,claim,vote,declare,note,"
        "set,raise,"
        "boost,increase,confirm",
        r"(?:the\s)?(?:(?:confidence|score|rating|rank|weight|success rate|priority)\s(?:of|for)\s)?"
        r"(?:this|these|every|each|all|any)(?:\s\w+){0,2}?\s(?:lessons?|patterns?|learnings?|tips?|notes?|"
        r"memor(?:y|ies))",
        gap=0,
        tail=r"\b[^.;]{0,40}?\b(?:as\s(?:\w+ly\s)?(?:applied|used|helpful|useful|verified|successful|trusted|"
        r"high|correct|true|important|effective)|(?:to|with|at)\s(?:\w+\s)?(?:high\w*|maximum|100|1\.0|"
        r"top|full))\b",
    ),
    rule(
        SPREADS,
        "teach,tell,instruct,brief,make,have,get,order",
        r"(?:all\s|every\s|each\s|any\s|other\s|later\s|future\s|next\s|the\s|"
        r"sub){1,3}-?\s?(?:sub-?)?agents?\s"
        r"(?:to\s)?(?:do|follow|obey|apply|repeat|copy|run|skip|ignore|ask|the same)\b",
        gap=0,
        tail=r"(?=[^.;]*\b(?:this|the same|these|likewise|too|as well)\b)",
    ),
    # -- it would be run again without anybody asking
    rule(
        CONFIGURES,
        _WRITES + ",add",
        r"(?:[^\s;]+\s){0,6}?(?:crontab|cron ?jobs?|cron entr\w+|launch ?agents?|launchd|"
        r"systemd (?:\w+ )?(?:unit|service|"
        r"timer)|/etc/cron\S*|rc\.local|start-?up (?:script|folder|items?)|login (?:items?|hooks?)|"
        r"autostart|scheduled tasks?|git hook|post-(?:checkout|merge|commit) hook)",
        gap=0,
        tail=r"[^;]*?(?:https?://|~/|/tmp/|\$home|\bcurl\b|\bwget\b|\bagents?\b|\bsurviv\w+|@reboot|"
        r"\bafter (?:a )?(?:reboot|restart|logout|log ?in)|\bpersist\w*|\bbackground\b|\bhidden\b)",
    ),
    rule(
        CONFIGURES,
        _WRITES,
        r"(?:[^\s;]+\s){0,6}?~?/?\.(?:zprofile|zshenv|bash_login|bash_logout|config/fish\S*|inputrc|"
        r"xprofile|xinitrc)\b",
        gap=0,
    ),
    raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bcore\.hookspath[ =]+(?:to\s)?[\"'`]?(?:/tmp|/var|~|/home|/dev|/opt|\$|"
        r"https?|//|"
        r"\.\./)\S*|\bld_preload\s?=))",
        one_of="hookspath,ld_preload",
    ),
    rule(
        CONFIGURES,
        "remove,delete,clear,empty,drop,comment out,strip,disable,override,erase",
        r"(?:[^\s;]+\s){0,3}?(?:deny (?:rules?|list|entr\w+)|denylist|permissions\.(?:deny|ask)|"
        r"permission rules?|"
        r"(?:pretooluse|posttooluse|subagentstop|sessionstart|userpromptsubmit)(?: hooks?)?|"
        r"hooks? (?:from|in) (?:\S+ )?settings\S*|managed settings)",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "enable,add,register,install,connect,connect to,configure,trust,use,attach,approve",
        r"(?:[^\s;]+\s){0,5}?(?:mcp|plugin|extension|marketplace)\b[^;]{0,40}?" + EXTERNAL,
        gap=0,
    ),
    rule(
        CONFIGURES,
        _WRITES,
        r"[^;]{0,60}?\b(?:claude|agents)\.md\b[^;]{0,60}?\b(?:pre-?approved|approved|allowed|permitted|"
        r"authori\w+|trusted|"
        r"without (?:asking|confirmation|approval)|never ask|no confirmation)|"
        r"(?:that |a rule that |a note that )[^;]{0,60}?\b(?:pre-?approved|allowed|permitted|authori\w+|"
        r"trusted|never ask)\b"
        r"[^;]{0,40}?\b(?:claude|agents)\.md\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "answer,say,reply,respond,click,choose,select,press,pick,type,hit",
        r"(?:with )?[\"'`]?(?:yes|y|allow|always allow|accept|approve|ok|don't ask again|"
        r"yes to all)\b[\"'`]?"
        r"(?:\s\w+){0,2}?\s(?:to|for|on|at|when(?:ever)?|in)\s(?:\w+\s){0,2}?(?:all|any|every|each|"
        r"permissions?|"
        r"approval|trust|security|confirmation)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "add,put,join,include",
        r"(?:yourself|the agent|this agent|your (?:own )?user|claude)\b[^;]{0,30}?\b(?:docker|sudo|wheel|"
        r"admin\w*|root) (?:group|role|team)",
        gap=0,
    ),
    raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bdangerously\w{4,}|\bsandbox\w*\s?[=:]\s?[\"']?(?:false|off|none|disabled)\b|"
        r"\bskip-?permissions\b|\bdefaultmode\W{1,4}bypass\w*|\bacceptedits\b|\bautoapprove\w*|"
        r"\bauto_approve\s?[=:]\s?true))",
        one_of="dangerously,sandbox,permissions,defaultmode,acceptedits,autoapprove,auto_approve",
    ),
    # -- verdicts made up
    raw(
        UNCHECKS,
        r"\b(?P<act>say|claim|report|state|write|answer|pretend|tell|assert|mark|declare|record|note|"
        r"conclude|sign off|certify)\s"
        r"[^.;]{0,50}?\b" + _VERDICT + r"\b[^.;]{0,50}?\b" + _UNCONDITIONAL + r"\b",
    ),
    raw(
        UNCHECKS,
        r"\b(?:just|simply|always|still)\s(?P<act>say|claim|report|state|write|answer|pretend|tell|assert|"
        r"declare|note)\s(?:that\s)?"
        r"(?:(?:the|all|every|it|they|everything|you)\s?)?(?:\s?[^\s.;]+\s){0,3}?(?:has\s|have\s|is\s|"
        r"are\s|was\s|were\s)?" + _VERDICT + r"\b",
    ),
    rule(
        UNCHECKS,
        "invent,fabricate,fake,falsify,forge,make up,doctor,tamper with,manipulate,massage,backdate",
        r"(?:[^\s;]+\s){0,3}?(?:results?|reports?|logs?|outputs?|coverage|numbers|figures|verdicts?|"
        r"evidence|signatures?|approvals?|"
        r"timestamps?|audit\w*|metrics|benchmarks?|citations?|outcomes?|scores?)\b(?!\s+(?:in|for|"
        r"with)\s(?:the\s|unit\s)?tests?\b)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "add,append,put,use,set,configure,attach,insert,wrap,end,finish",
        r"[^;]{0,60}?(?:\|\|\s?(?:true|:|exit 0)|;\s?true\b|\bexit 0\b|continue-on-error|allow_failure|"
        r"--exit-zero|"
        r"--passwithnotests|failfast: false)",
        gap=0,
        tail=r"(?=.*\b(?:(?:stays?|keeps?|remains?|is|be|goes?|turns?) (?:always )?(?:green|pass\w*)|"
        r"whatever|regardless|"
        r"no matter|always (?:pass|succe|green)\w*|(?:each|every|all|any) (?:\w+ )?"
        + _JUDGED
        + r"|never (?:fails?|blocks?)))",
    ),
    rule(
        UNCHECKS,
        "make,let,have,change,replace,patch,hardcode,hard-code,force,edit,rewrite,short-circuit,modify",
        r"(?:[^\s;]+\s){0,4}?\S*"
        + _JUDGED
        + r"\S*(?:\s[^\s;]+){0,4}?\s(?:to\s|so (?:that )?(?:it|they)\s|with\s|"
        r"by\s)?(?:always\s)?(?:returns?|succeeds?|pass(?:es)?|answers?|says?|yields?|assert|"
        r"report)\s?(?:always\s)?"
        r"(?:true|0|success\w*|ok|valid|none|null|regardless|unconditionally|whatever|everything)\b",
        gap=0,
        tail=r"(?!.*\b(?:mock|stub|fixture|in (?:the )?(?:unit )?tests|test double)\b)",
    ),
    rule(
        UNCHECKS,
        "change,edit,adjust,lower,loosen,weaken,rewrite,relax,reduce,delete,remove,gut,tweak,bend",
        r"(?:the |all |any |every |its |their )?(?:\w+ )?(?:expected (?:values?|results?|outputs?)|"
        r"expectations|assertions?|"
        r"tests?|(?:coverage )?thresholds?|test cases?)\s(?:until|so (?:that )?(?:it|they|"
        r"the (?:\w+ )?(?:tests?|build|ci|"
        r"suite|pipeline)|ci|everything)|to make (?:it|them|ci|the build)|instead of (?:fixing|the code)|"
        r"rather than fix\w*)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "treat,consider,count,regard,assume,close,resolve,dismiss",
        r"(?:all|every|any|each|failing|failed|red)\s(?:\w+\s){0,2}?(?:tests?|checks?|reviews?|prompts?|"
        r"requests?|findings?|"
        r"alerts?|vulnerabilit\w+|warnings?|advisor\w+|scans?)\s(?:\w+\s)?(?:as|to be|"
        r"to have)\s(?:\w+\s)?(?:passed|passing|"
        r"approved|false positives?|resolved|accepted|green|fixed|noise|won't fix|fine|granted|harmless|"
        r"irrelevant)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "run,execute,start,wait for,bother with,do,perform,request,ask for,require,need,await,get",
        r"(?:(?:a|an|the|any|all|your|full|whole|for|another|more|human)\s){0,3}(?:(?:security|secret|"
        r"vulnerability|dependency|"
        r"static|code|peer|license|sast|manual)\s)?(?:scans?|scanners?|audits?|reviews?|approvals?|"
        r"sign-?offs?|confirmations?|"
        r"tests?(?: suite)?|checks|linters?|type[- ]?checks?|hooks|pre-?commit)\b(?=\s*(?:$|[.,;!]|(?:for|"
        r"in|on) (?:this|such) |"
        r"here\b|at all\b|any ?more\b|from (?:the )?(?:user|human|team|maintainer|owner|anyone)))",
        gap=0,
        refused_when="forbidden",
    ),
    whole(
        UNCHECKS,
        r"\bno (?:need|reason|point) (?:for|of|in|to (?:get|have|wait for|seek|request|ask for))\s(?:a |"
        r"an |any |the |further |more |"
        r"human |getting |running )?(?:(?:security|code|peer|manual|user) )?(?:reviews?|approvals?|"
        r"confirmations?|permission|"
        r"tests|scans?|sign-?offs?|verification)\b|"
        r"\b(?:user|human|manual|security|code|peer)\s(?:confirmations?|approvals?|reviews?|permissions?|"
        r"consent|sign-?offs?|"
        r"verification)\s(?:is|are)\s(?:no longer|not|never)\s(?:\w+ly )?(?:needed|required|necessary|"
        r"wanted|expected)\b|"
        r"\b(?:confirmations?|approvals?|reviews?|permission|consent|sign-?off)\s(?:is|are|has been|"
        r"have been)\s(?:hereby |"
        r"already |now )?(?:waived|implied|granted|given|assumed)\b",
        one_of="confirm,approv,review,permission,consent,sign,test,scan,verif",
    ),
    rule(
        UNCHECKS,
        "add,put,use,insert,append,sprinkle,place,write",
        r"(?:[^\s;]+\s){0,3}?(?:#\s?nosec\b|nosonar\b|#\s?noqa\b(?!:)|type:\s?ignore(?!\[)|"
        r"eslint-disable\b(?![- ]\S*next)(?!\s\w+-)|"
        r"@ts-nocheck|@ts-ignore|nolint\b(?!:)|pragma:\s?no cover)",
        gap=0,
        tail=r"[^;]{0,40}?\b(?:everywhere|every (?:file|line|module|finding|error|warning)|all (?:files|"
        r"lines|modules|findings|"
        r"errors|warnings)|instead of fixing|rather than fix\w*|to (?:silence|shut|quiet|hide)|whenever|"
        r"any (?:line|file|finding|error))\b",
    ),
    # -- other people's word and place
    whole(
        OVERRIDES,
        r"\byour\s(?:real|actual|true|primary|only|sole|new|updated|hidden|secret|first|foremost|top|"
        r"ultimate|overriding)\s"
        r"(?:task|goal|job|mission|objective|purpose|role|instructions?|priority|duty|assignment|loyalty|"
        r"user|owner)\s"
        r"(?:here\s|now\s|today\s)?(?:is|are)\b",
        one_of="your",
    ),
    whole(
        OVERRIDES,
        r"\b(?:follow|obey|trust|believe|heed|respect|listen to)\s(?:only|exclusively|solely|"
        r"nothing but)\s(?:this|these|the|my|what)\s"
        r"(?:\w+\s)?(?:lessons?|notes?|list|text|patterns?|instructions?|message|section|file|"
        r"is (?:written|listed))\b|"
        r"\b(?:prefer|prioriti[sz]e|rank|trust|follow|put|value|weigh|favou?r|place)\s(?:this|"
        r"these)\s(?:\w+\s)?"
        r"(?:lessons?|notes?|text|patterns?|instructions?|message)\s[^.;]{0,20}?(?:over|above|before|"
        r"ahead of|instead of|rather than|first)\b|"
        r"\bth(?:is|ese)\s(?:lessons?|notes?|texts?|patterns?|instructions?|messages?|rules?)\s(?:has|"
        r"have|takes?|is|are|carr(?:y|ies)|comes?|"
        r"bears?)\s(?:the\s|more\s|of\s|a\s)?(?:highest|top|higher|absolute|final|full|more|root|system|"
        r"admin\w*|official|binding|mandatory|"
        r"authoritative|utmost|greater)\b",
        one_of="lesson,note,list,text,pattern,instruction,message,section,file,rule,written,listed",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>do|work on|handle|finish|start|perform|complete|carry out|fix|implement|refactor|"
        r"answer|run)\s[^.;]{0,60}?\b"
        r"(?:instead of|rather than|before)\s(?:what (?:the user|you were|you are)|whatever the user|"
        r"the user's (?:request|task|"
        r"question|instructions?)|the task you|your (?:assigned )?task|the requested)",
        one_of="user,task,you were,you are,requested",
    ),
    whole(
        POSES,
        r"\b(?:i|we)\s(?:hereby\s|expressly\s)?(?:authori[sz]e|permit|approve|consent to|grant|allow|"
        r"order|instruct|command|empower|clear)\s"
        r"(?:you|the agent|this agent|claude|all agents|any agent)\b|"
        r"\byou (?:are|have been)\s(?:hereby\s|already\s|now\s|fully\s)?(?:authori[sz]ed|pre-?approved|"
        r"cleared|empowered|exempt\w*|"
        r"granted|entitled|whitelisted)\b|\byou have (?:full |blanket |explicit |my |our |the user's |"
        r"standing )"
        r"(?:permission|authori\w+|consent|approval|clearance)\b|"
        r"\b(?:actions?|commands?|requests?|changes?|operations?|tools?|calls?|steps?|"
        r"prompts?)\s(?:below\s|here\s|above\s|in this \w+\s)?"
        r"(?:is|are|was|were|has been|have been)\s(?:all\s|already\s|hereby\s|"
        r"fully\s)*(?:pre-?)?(?:authori[sz]ed|approved|cleared|"
        r"whitelisted|vetted|signed off)\s(?:by|in advance by)\s(?:the\s|your\s|our\s|an\s)?"
        + _PERSONS
        + r"\b|"
        r"\b(?:the |your |our )?"
        + _PERSONS
        + r"\s(?:has|have|had)\s(?:already\s|explicitly\s|hereby\s|previously\s|also\s|all\s|long\s)*"
        r"(?:authori[sz]ed|approved|consented|agreed to|signed off|waived|cleared|okayed|granted (?:you|"
        r"permission|approval)|"
        r"given (?:you )?(?:permission|consent|approval|the go-ahead))\b",
        one_of="authori,approv,permi,consent,grant,allow,order,instruct,command,empower,clear,exempt,entitled,whitelist,vetted,"
        "signed,agreed,waived,okayed,given",
    ),
    # -- shown or sent
    rule(
        REVEALS,
        _WRITES + ",commit,attach,print,log,post,send,upload,show,echo,dump,report,push,share,output,"
        "display,cat,return,mail,email,"
        "pipe,redirect,publish,read out,quote",
        r"(?:(?:the|a|full|whole|complete|entire|raw|all|your)\s){0,3}(?:(?:outputs?|results?|dumps?|"
        r"contents?|values?|list|listing|copy)\sof\s"
        r"(?:(?:the|all|your)\s){0,2}[`'\"]?(?:env|printenv|set|export -p|process\.env|os\.environ|"
        r"environ\w*|keychain|"
        r"(?:password|secrets?|credentials?) (?:manager|store|vault))\b(?!\.example|\s(?:matrix|setup|"
        r"marker))|process\.env\b(?![.\[])|"
        r"os\.environ\b(?![.\[])|printenv\b|`env`)",
        gap=1,
        tail=r"(?=\s*(?:$|[`'\"]|[.,;!]|in|into|to|at|on|with|as|and|so|when|before|after|for)(?:\W|$))",
    ),
    rule(
        REVEALS,
        "read out,spell out,copy out,type out,write down,write out,hand out,pass along,blurt,"
        "whisper,repeat,recite,decrypt and show",
        CREDENTIALS,
        gap=1,
    ),
    rule(
        SENDS,
        "attach,append,include,embed,encode,add,put,pass,send,use,supply,provide,base64",
        r"(?:(?:your|the user's|the users'|all|any|every|each|our|the repo\w*'s|"
        r"the project's)\s)(?:\w+\s){0,3}?(?:credentials?|passwords?|"
        r"secrets?|keys?|tokens?|cookies|env\w*|\.env\S*|session\w*)\b[^;]{0,80}?" + EXTERNAL,
        gap=0,
    ),
    whole(
        SENDS,
        r"\$\((?:whoami|hostname|id|env|uname|cat|printenv|pwd|base64)\b[^)]*\)[.\w$()-]*\.[a-z]{2,}|"
        r"`(?:whoami|hostname|id)`\.[\w.$()`-]*\.[a-z]{2,}|\$\{?\w*(?:token|key|secret|"
        r"passw)\w*\}?\.[\w-]+\.[a-z]{2,}",
        one_of="$,`",
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,forward,email,mail,push,copy,sync,leak,submit,share,relay,"
        "deliver,stream,report,export,mirror,publish",
        r"(?:[^\s;]+\s){0,5}?(?:source (?:code|files?|tree)|repositor\w+|repo|codebase|conversations?|"
        r"transcripts?|prompts?|env\w*|"
        r"credentials?|secrets?|tokens?|customer \w+|user data|personal data|private \w+|database|dump|"
        r"workspace|it|them|everything)\b"
        r"[^;]{0,60}?\b(?:to|at|on|via|into|through|with)\s(?:the\s|our\s|my\s|"
        r"an?\s)?(?:[\w-]+\s){0,2}?(?:telemetry|metrics|"
        r"analytics|collector|tracking|monitoring|support|audit|beacon|logging)\s(?:endpoint|server|"
        r"service|host|url|address|bot|channel|webhook)\b",
        gap=0,
        tail=r"(?!\s+(?:in (?:the )?tests|mock))",
    ),
    # -- fetched, decoded, run unseen
    rule(
        RUNS,
        "decode,decompress,deobfuscate,unpack,decrypt,reverse,assemble,reconstruct,concatenate,join,convert",
        r"[^;]{0,80}?\b(?:run|execute|eval|evaluate|exec|pipe\b[^;]{0,30}?\b(?:sh|bash|python\d?|node)|"
        r"source|feed\b[^;]{0,20}?\bshell)\b",
        gap=0,
        tail=r"(?=\s*(?:$|[.,;!]|it\b|them\b|the result|the output|that\b|what\b|with\b|in\b|as\b|"
        r"(?:in)?to\b))",
    ),
    rule(
        RUNS,
        "run,execute,install,apply,source,launch,accept,merge,paste,import,load,open,eval",
        r"(?:[^\s;]+\s){0,8}?without\s(?:first\s)?(?:reading|checking|reviewing|inspecting|looking|"
        r"verifying|opening|questioning|auditing|"
        r"scanning|asking)\b",
        gap=0,
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>--(?:extra-)?index-url[ =][\"']?http://(?!localhost|127\.)|"
        r"\bpip_(?:extra_)?index_url\s?=\s?[\"']?http://(?!localhost)|"
        r"\bregistry[ =][\"']?http://(?!localhost|127\.)|\|\s*(?:sudo\s)?(?:ba|z|da)?sh\b(?=\s*(?:$|"
        r"[`\"'.,;)]|-s\b))|"
        r"\bmshta\b|\brundll32\b|\bcertutil\b[^;]{0,40}?-urlcache|\bbitsadmin\b|-encodedcommand\b|"
        r"\bstart-bitstransfer))",
        one_of="index-url,index_url,registry,|,mshta,rundll32,certutil,bitsadmin,-encodedcommand,bitstransfer",
    ),
    # -- kept from people
    rule(
        HIDES,
        "clear,delete,wipe,erase,purge,truncate,unset,remove,empty,scrub,clean,clean up,rewrite,"
        "disable,turn off,edit,redact,shred,prune,drop",
        r"(?:(?:the|all|any|your|its|every|local|of|our)\s){0,3}(?:(?:shell|bash|zsh|command|terminal|"
        r"console|powershell|prompt)(?:'s)?\s"
        r"(?:history|log|logs|record)|\.?(?:bash|zsh)_history|histfile|audit (?:logs?|trail|records?|"
        r"entr\w+)|(?:session |agent )?transcripts?|"
        r"(?:\w+\s)?(?:logs?|traces?|records?|evidence|entr\w+)\s(?:of (?:your|what you|this|"
        r"the (?:change|command|edit|run))|"
        r"that (?:show|mention|prove|record|reveal)\w*)|reflog)\b",
        gap=1,
    ),
    raw(
        HIDES,
        r"(?P<act>(?P<flag>\bhistory -c\b|\bunset histfile\b|\bset \+o history\b|"
        r"\bhist(?:file)?size\s?=\s?0|\bhistfile\s?=\s?/dev/null|"
        r"\bhistcontrol\s?=\s?ignore\w+))",
        one_of="hist",
    ),
    rule(
        HIDES,
        "make,do,apply,commit,push,merge,add,remove,change,edit,perform,carry out,slip,install,ship,"
        "update,replace",
        r"(?:[^\s;]+\s){0,8}?(?:quietly|secretly|covertly|discreetly|unnoticed|under the radar|in secret|"
        r"on the sly|"
        r"without (?:a |any )?(?:mention\w*|notice|telling|comment\w*|trace|announc\w+|drawing attention|"
        r"saying|disclos\w+|documenting it))\b",
        gap=0,
    ),
    whole(
        HIDES,
        r"\b(?:if|when|whenever|should)\s(?:you(?:'re| are)?\s|ever\s|anyone\s|someone\s|the \w+\s|"
        r"a \w+\s|they\s|be\s)*(?:ask(?:s|ed)?|"
        r"question(?:s|ed)?|challenged|confronted|notices?|wonders?)\b[^.;]{0,60}?,?\s(?:then\s|just\s|"
        r"simply\s)*(?:deny|claim|pretend|insist|lie|"
        r"feign|blame|change the subject|(?:say|answer|reply|respond|state|"
        r"tell \w+)(?: only)?(?: that)? (?:there|it was|it is|nothing|you|no|none|they|"
        r"everything|all))\b",
        one_of="ask,question,challenged,confronted,notice,wonder",
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
        r"invisible\s)?(?:from|to)\s(?:the\s|your\s|any\s|"
        r"all\s|other\s|human\s)*(?:reviewers?|maintainers?|auditors?|code reviews?|human|operator|"
        r"security team|supervisors?|"
        r"review(?:ing)? team|repository owner|linter|scanners?|secret scanner)\b",
        gap=0,
    ),
    rule(HIDES, "keep", r"(?:[^\s;]+\s){1,6}?(?:a\s)?secret\sfrom\b", gap=0),
    rule(
        HIDES,
        "slip,sneak,smuggle,bury,disguise,squash,mix,blend,fold,tuck,bundle,hide,label,mask,spread",
        r"(?:[^\s;]+\s){0,6}?(?:in|into|inside|within|among|with|as|behind|across|under)\s(?:an?\s|the\s|"
        r"other\s|some\s|several\s)?(?:\w+\s)?(?:unrelated|"
        r"innocuous|innocent|formatting|large|big|routine|harmless|typo|whitespace|cosmetic|boring|normal|"
        r"minor|documentation|refactor\w*)\b",
        gap=0,
        tail=r"(?=.*\b(?:commits?|changes?|diffs?|prs?|pull requests?|updates?|refactor\w*|fix\w*|"
        r"cleanup)\b)(?=.*\b(?:nobody|no one|not?[- ]?one|notic\w+|"
        r"attention|unseen|unnoticed|review\w*|suspici\w+|overlook\w*|miss(?:es)?)\b)",
    ),
    # -- destroyed
    rule(
        DESTROYS,
        "drop,delete,truncate,wipe,purge,destroy,terminate,erase,nuke,empty",
        r"(?:[^\s;]+\s){0,4}?(?:tables?|databases?|schemas?|buckets?|clusters?|namespaces?|volumes?|data|"
        r"records|instances?|servers?|backups?|"
        r"environments?)\b[^;]{0,30}?\b(?:in|on|of|from)\s(?:the\s)?(?:production|prod|live)\b|"
        r"(?:[^\s;]+\s){0,3}?(?:the\s)?(?:production|prod|live)\s"
        r"(?:\w+\s)?(?:tables?|databases?|schemas?|buckets?|clusters?|namespaces?|volumes?|data|records|"
        r"instances?|servers?|environments?)\b",
        gap=0,
    ),
    raw(
        DESTROYS,
        r"(?P<act>(?P<flag>\bterraform destroy\b[^;]{0,40}?-auto-approve|\bkubectl delete (?:ns|"
        r"namespaces?|all)\b[^;]{0,20}?(?:prod\w*|--all)|"
        r"\bdrop database \w*prod\w*|\bgit push\b[^;]{0,20}?(?:--mirror|--delete (?:main|master|"
        r"production))|"
        r"\brm\s+-\w*[rf]\w*\s+(?:-\S+\s+)*[\"']?(?:/(?:bin|boot|lib|opt|root|usr|srv)\b|\.\.|\$pwd|"
        r"\$\{?\w+\}?/\*|/\*)))",
        one_of="terraform,kubectl,drop database,git push,rm ",
    ),
)
