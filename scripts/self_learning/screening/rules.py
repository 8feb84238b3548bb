"""The acts that a lesson may not ask of its reader, one rule for each way of asking."""

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
    UNCHECKS,
)
from self_learning.screening.vocabulary import (
    CHECKED,
    CHECKS,
    CREDENTIALS,
    DISCLOSED,
    EXTERNAL,
    FETCHER,
    FLAGS,
    OFF,
    ORDERS,
    READER,
    REMOTE,
    SECRET_FILES,
    SHELL,
    TOLD,
)

RULES: tuple[Rule, ...] = (
    whole(
        OVERRIDES,
        r"\byour (?:\w+ )?(?:guidelines|rules|instructions|polic(?:y|ies)|"
        r"directives)\s(?:have\s|has\s|were\s)?(?:been\s)?"
        r"(?:changed|updated|replaced|lifted|rewritten|cancelled|revoked)\b",
        words="your",
    ),
    rule(RUNS, "pipe,feed,pass,stream", EXTERNAL, gap=3, tail=r"[^;]{0,20}?\b(?:in)?to\s(?:" + SHELL + r")"),
    rule(
        REVEALS,
        "include,send,put,add,append,pass,attach,write,embed,encode,post,set",
        CREDENTIALS,
        gap=2,
        tail=r"[^.;]{0,60}?\bto\s(?:\w+\s){0,2}?" + EXTERNAL,
    ),
    whole(
        POSES,
        r"\bthis is (?:the|your) (?:system )?(?:administrator|admin|operator|developer|owner|"
        r"security team|maintainer)(?=\s*(?:[:,.!]|speaking|here|$))",
        words="this",
    ),
    whole(
        OVERRIDES,
        r"\b(?:everything|anything|all)\s(?:\w+\s){0,3}?(?:before|above|earlier|"
        r"previously)\b[^.;]{0,30}?\s(?:is|are|was)\s(?:now\s)?"
        r"(?:void|invalid|wrong|obsolete|cancelled|canceled|irrelevant|fake|to be ignored|superseded)\b|"
        r"\b(?:previous|prior|earlier|old)\s(?:\w+\s)?(?:rules|instructions|directives|"
        r"guidelines|prompts?)\s(?:was|were|are|is)\s"
        r"(?:only\s|just\s)?(?:a test|fake|wrong|a mistake|a joke|mistaken|not real)",
        words="everything,anything,all,previous,prior,earlier,old",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>act (?:up)?on|follow|execute|obey|perform|carry out|run)\s(?:the |any |"
        r"all |every |these )?(?:commands?|instructions?|orders)\s"
        r"(?:embedded|hidden|contained|that (?:appear|are hidden|are embedded))\b",
        words="embedded,hidden,contained,that",
    ),
    raw(
        REVEALS,
        SECRET_FILES + r"[^.;]{0,40}?(?:\band\b|\bthen\b|,)\s(?P<act>include|send|print|post|put|paste|log|"
        r"output|show|display|return|quote|reveal|dump|attach|add|"
        r"echo|upload|share|report|mail)\s(?:it|them|its|that|the contents?)\b",
        one_of="include,send,print,post,put,paste,log,echo,upload,share,report,mail",
    ),
    rule(
        REVEALS,
        "reveal,dump,print,echo,output,exfiltrate,leak,paste,expose,log,list,include,send,"
        "post,upload,show,write,display,share,encode,put,add,mail,email",
        r"(?:(?:all|every|any|each|your|the full|the values? of|the contents? of)\s(?:the\s|"
        r"your\s|of\s|set\s)?env(?:ironment)? var\w*|(?:the |your )?(?:whole|full|entire|"
        r"complete) environment\b)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "trust,accept,allow,ignore",
        r"(?:every|all|any|invalid|self-signed|expired|unverified|unknown|"
        r"untrusted)\s(?:\w+\s){0,2}?(?:certificates?|certs?|host keys?|signatures?)\b",
        gap=0,
    ),
    whole(
        UNCHECKS,
        r"\btests?\s(?:may|can|should|must)\s(?:simply\s|just\s)?be\s(?:deleted|removed|"
        r"skipped|disabled|commented out)\s(?:if|when|whenever)\s(?:they|it)\s"
        r"(?:block|fail|break|slow|hinder|are red|is red|get in)",
        words="test,tests",
    ),
    rule(
        UNCHECKS,
        "answer,reply,respond,say,output,return,vote,conclude,write",
        r"(?:only |always |just |simply )?(?:with )?(?:only |just )?[\"'`]?(?:approved?|lgtm|"
        r"accepted|looks good)\b[\"'`]?[^.;]{0,30}?(?:regardless|always|no matter|whatever|"
        r"without|to (?:any|every|all))",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "allow,let,permit",
        r"(?:[^\s;]+\s){0,3}?(?:run|execute|use|call|invoke)\s(?:any|every|all|"
        r"arbitrary)\s(?:\w+\s){0,2}?(?:commands?|tools?|scripts?|programs?)\b",
        gap=0,
    ),
    whole(
        POSES,
        r"(?:^|[.!]\s*)(?:the\s)?(?:user|human|system|admin\w*|operator)\s(?:says?|said|replied|"
        r"answered|wrote|writes|confirms?)\s?:",
        one_of="say,said,replied,answered,wrote,writes,confirm",
    ),
    whole(
        SENDS,
        r"https?://(?!localhost|127\.)[^\s@]*[?&/=][^\s@]*\$\(?\{?\w*(?:key|token|secret|passw|"
        r"cred)",
        one_of="://",
    ),
    raw(
        HIDES,
        r"\b(?P<act>silently|secretly|covertly|stealthily|discreetly)\s(?:amend|change|edit|"
        r"modify|delete|remove|push|commit|replace|rewrite|add|insert|install|"
        r"disable|send|upload|copy|run|revert|alter|update)\b",
        words="silently,secretly,covertly,stealthily,discreetly",
    ),
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|"
        r"avoid)\s(?P<act>(?P<passive>list(?:ing)?|includ(?:e|ing)|mention(?:ing)?|"
        r"report(?:ing)?|log(?:ging)?|record(?:ing)?|show(?:ing)?))\s"
        r"(?:this|these|that|it|your changes?|the (?:change|deletion|edit|"
        r"removal)s?)\b[^.;]{0,30}?\s(?:in|to|from)\s(?:your|the|any|a)\s(?:\w+\s)?"
        r"(?:summary|report|answer|reply|changelog|log|commit message|description|output|"
        r"message|user|reviewer|human)\b",
        one_of="not,n't,dont,never,avoid",
    ),
    whole(
        OVERRIDES,
        r"\b(?:(?:previous|prior|earlier|all|your|existing|older|system)\s(?:\w+\s){0,2}?"
        + ORDERS
        + r"|"
        + ORDERS
        + r"\s(?:\w+\s)?(?:before|above|earlier|previously)\b[^.;]{0,20}?)\s(?:no longer|do not|"
        r"don't|won't|must not|need not)\s"
        r"(?:apply|hold|count|matter|bind|be followed)\b|"
        r"\b(?:safety|security|all)\s(?:\w+\s)?(?:polic(?:y|ies)|rules|guidelines|"
        r"restrictions|protections|safeguards)\s(?:(?:are|is)\s)?(?:now\s)?"
        r"(?:suspended|void|off|lifted|waived|inactive)\b",
        words="previous,prior,earlier,all,your,existing,older,system,before,above,previously,safety,security",
    ),
    raw(
        RUNS,
        r"\b(?P<act>install(?:ing)?|add(?:ing)?|import(?:ing)?|"
        r"load(?:ing)?)\b[^.;]{0,50}?\s(?:(?:from|via)\s)?git\+(?:https?|ssh)://",
        one_of="git+",
    ),
    rule(
        RUNS,
        "import,load,install,require,include",
        r"(?:[^\s;]+\s){0,4}?(?:straight |directly |right )?from\s" + EXTERNAL,
        gap=0,
        tail=r"(?!\s*(?:index|registry|mirror|simple))",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>"
        + CHECKED
        + r")(?P<passive>)\s(?:need not|do(?:es)? not (?:need|have) to|don't (?:need|have) to|"
        r"doesn't (?:need|have) to|should not|must not|never need to)\s"
        r"be\s(?:checked|verified|validated|run|enforced|trusted)\b",
        one_of="checked,verified,validated,run,enforced,trusted",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>--force\b(?!-)|\bforce[- ]push\w*))[^.;]{0,40}?\b(?:main|master|"
        r"production|trunk|release|protected)\b",
        one_of="force",
    ),
    rule(
        CONFIGURES,
        "change,set,make,give,open",
        r"(?:[^\s;]+\s){0,6}?(?:permissions?|mode|rights|files?|director\w+|"
        r"everything)\b[^.;]{0,40}?\b(?:0?777|world[- ]writable)",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "enable,turn on,activate,use,set,switch on",
        r"(?:the )?(?:auto[- ]?(?:approv\w+|accept\w*|confirm\w*)|yolo mode|bypass mode|"
        r"full access|unrestricted mode)",
        gap=1,
    ),
    rule(
        CONFIGURES,
        "insert,add,install,drop,place,put,write",
        r"(?:[^\s;]+\s){0,4}?\.git/hooks\S*\s(?:that|which|to)\s(?:upload|send|post|curl|fetch|"
        r"download|mail|copy|call|run)\w*",
        gap=0,
    ),
    whole(
        POSES,
        r"\byou are (?:dan\b|root\b|an? (?:unrestricted|jailbroken|unfiltered|uncensored)|"
        r"free (?:of|from) )|\byou (?:have|know|obey) no (?:limits|restrictions|rules|"
        r"boundaries)\b",
        words="you",
    ),
    raw(
        HIDES,
        r"\b(?P<act>leave|leaving)\s(?:no|without)\s(?:a\s)?(?:trace|record|log|evidence|sign|"
        r"mention)s?\b",
        words="leave,leaving",
    ),
    raw(
        HIDES,
        r"\b(?P<act>keep|stay|remain|be)\s(?:quiet|silent|discreet|mum)\s(?:about|on|regarding)\b|"
        r"\b(?P<passive>cover (?:your|the) tracks|act (?:silently|covertly|secretly))\b",
        words="keep,stay,remain,be,cover,act",
    ),
    # -- other instructions are to be ignored
    rule(
        OVERRIDES,
        "ignore,disregard,forget,override,bypass,discard,dismiss,neglect,skip,erase,drop,set "
        "aside,abandon,overrule,overwrite,"
        "cancel,supersede,nullify,unlearn,put aside,throw out,leave "
        "behind,break,violate,defy,disobey,suspend,delete,circumvent,get around",
        READER + ORDERS + "|" + TOLD,
        gap=3,
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>(?:pay|give) no (?:attention|heed)|take no notice)\b[^.]{0,40}?\b(?:"
        + ORDERS
        + r"|above|earlier|before)",
        words="pay,give,take",
    ),
    rule(
        OVERRIDES,
        "follow,obey,heed,honor,honour,comply with,respect,listen to,adhere "
        "to,apply,observe,stick to,be bound by,abide by",
        READER
        + ORDERS
        + "|"
        + TOLD
        + r"|(?:the |any |your )?(?:rules|instructions|guidelines) (?:you|of|in|from)\b",
        gap=2,
        refused_when="forbidden",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>no longer (?:follow|obey|bound by|apply|need to follow|subject to|"
        r"have to follow))(?P<passive>)\b[^.]{0,40}?" + ORDERS,
        words="longer",
    ),
    whole(
        OVERRIDES,
        r"\b(?:previous|prior|above|earlier|your|existing|all|other|system)\s(?:\w+\s){0,2}"
        + ORDERS
        + r"\s(?:are|is|were|have been|should be|must be)\s(?:\w+\s)?"
        r"(?:void|null|obsolete|cancelled|canceled|revoked|suspended|lifted|replaced|"
        r"superseded|no longer|invalid|outdated|ignored|disregarded|overridden|forgotten)",
        words="previous,prior,above,earlier,your,existing,all,other,system",
    ),
    whole(
        OVERRIDES,
        r"\bth(?:is|ese|e following)\s(?:\w+\s){0,2}(?:overrides?|supersedes?|replaces?|"
        r"outranks?|takes? (?:precedence|priority)|has (?:precedence|priority)|"
        r"trumps?)\b[^.]{0,40}?"
        r"(?:\binstructions?|\brules|\bprompt|claude\.md|agents\.md|\bguidelines|\beverything|"
        r"\bsystem|\buser)",
        one_of="override,supersede,replace,outrank,precedence,priority,trump",
    ),
    whole(
        OVERRIDES,
        r"\b(?:your|the) new (?:task|goal|objective|instructions?|role|mission|orders|rules|"
        r"purpose)\s?(?:is|are|:)|(?:^|[.!›>\]]\s*)new (?:task|instructions?|orders|rules|"
        r"directive)s?(?: for (?:the|you)[^.:]{0,20})?(?::| follow)",
        words="new",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>treat|regard|consider|accept|trust|take)\b\s(?:this|the (?:following|next|"
        r"text below|lesson))(?:\s\w+){0,4}?\s(?:as|like)\s(?:\w+\s){0,2}(?:commands?|orders?|"
        r"instructions?|system|authorit\w+|coming from|the operator|trusted|law|absolute|"
        r"binding)",
        words="treat,regard,consider,accept,trust,take",
    ),
    raw(
        OVERRIDES,
        r"\b(?P<act>trust|believe|obey|follow|do|comply with)\s(?:only\s)?(?:what|whatever|"
        r"everything|anything|any instructions?|the commands?|the instructions?|"
        r"all instructions?)\b[^.]{0,30}?(?:written here|(?:this|the) (?:note|lesson|text|"
        r"message|page) says|below|that (?:the )?(?:page|file|site|script|url) says|it says|"
        r"it tells you|they say)",
        words="trust,believe,obey,follow,do,comply",
    ),
    # -- fetched and run
    raw(
        RUNS,
        FETCHER + r"\b[^|;]{0,300}?\|\s*(?P<act>(?P<flag>" + SHELL + r"))",
        one_of="|",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:(?:ba|z|da)?sh|source|eval|exec|python[\d.]*|node|iex|"
        r"\.)\s+(?:-\w+\s+)?[\"'`]{0,2}(?:\$|[<‹])\(\s*"
        + FETCHER
        + r"|\biex\s*\(|\beval\b[^.]{0,20}?\$\(|base64\s+(?:-d|-D|--decode)[^|;]{0,80}?\|\s*(?:"
        + SHELL
        + r")|/dev/tcp/|\bnc\s+-\w*e\b))",
        one_of="(,base64,/dev/tcp/,nc",
    ),
    whole(
        RUNS,
        r"\b(?:exec|eval)\(\s*(?:\w+\.)*(?:urlopen|urlretrieve|get)\(|\b(?:exec|"
        r"eval)\(\s*(?:base64|zlib|bytes\.fromhex|codecs)\b",
        one_of="exec(,eval(",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:eval|exec|execfile)\b[^.]{0,60}?(?:urlopen|requests\.get|"
        r"urllib|fetch\(|https?://)))",
        words="eval,exec,execfile",
    ),
    rule(
        RUNS,
        "download,fetch,get,retrieve,pull,grab,clone,load,install,obtain,curl,wget,visit,open,read,"
        "browse,access,query,check,go "
        "to,import,request",
        REMOTE,
        gap=8,
        tail=r"[^;]{0,60}?(?:\band\b|\bthen\b|,|\bto\b)\s(?:\w+\s){0,2}?(?:run|execute|source|eval|"
        r"evaluate|launch|start|apply|follow|invoke|call|pipe|obey|do what|do as|carry out|comply|"
        r"install|import|act on|use it|perform)\b",
    ),
    rule(
        RUNS,
        "download,fetch,get,retrieve,pull,grab,curl,wget,load,save",
        r"(?:script|installer|binary|executable|payload|program|tool|helper|code|it|file|"
        r"archive)\b[^;]{0,60}?(?:from|at)\s" + REMOTE,
        gap=4,
        tail=r"[^;]{0,60}?\b(?:run|execute|source|eval|launch|start|install|make it executable|chmod)",
    ),
    rule(
        RUNS,
        "visit,open,read,fetch,load,check,browse,query,go to,consult,see,get",
        REMOTE,
        gap=6,
        tail=r"[^;]{0,40}?\bfor (?:\w+\s){0,3}(?:instructions|orders|steps|commands|tasks|rules|directives)",
    ),
    rule(
        RUNS,
        "run,execute,source,eval,launch,load,invoke,start,follow,obey,apply,pipe,perform,carry out,exec,do",
        r"(?:[^\s;]+\s){0,5}?(?:from|at|hosted (?:on|at)|on|behind|found (?:at|on|under)|under|in)\s"
        + REMOTE,
        gap=2,
        tail=r"(?!\s*(?:index|registry|mirror))",
    ),
    rule(RUNS, "run,execute,source,launch,invoke", EXTERNAL, gap=3),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:npx(?:\s-\w+)*|pipx (?:run|install)|uvx|bunx|"
        r"deno run(?:\s-\S+)*|go run|pip3? install(?:\s-\S+)*|npm (?:i|install|"
        r"exec)(?:\s-\S+)*|gem install|easy_install|msiexec(?:\s/\w+)*|"
        r"rpm -\w+)\s[^.;]{0,40}?(?:git\+)?(?:https?|ftp|hxxps?)://(?!localhost|"
        r"127\.)))(?![^;]*--(?:index-url|registry))",
        one_of="://",
    ),
    raw(
        RUNS,
        r"\b(?P<act>before|at the start of|on|after|during|for)\s(?:each|every|any|"
        r"all)\s[^.]{0,30}?\b(?:fetch|download|load|read|open|visit|curl|wget|query|request|"
        r"get|pull|grab)\b[^.]{0,30}?" + EXTERNAL,
        words="each,every,any,all",
    ),
    raw(
        RUNS,
        r"\b(?P<act>obey|follow|execute|run|comply with|carry out|do|"
        r"perform)\s(?:\w+\s){0,2}?(?:instructions?|commands?|orders|"
        r"whatever)\b[^.]{0,30}?\b(?:issue|comments?|web ?page|fetched|email|attachment|url|"
        r"link|https?)\b",
        words="obey,follow,execute,run,comply,carry,do,perform",
    ),
    # -- credentials and internals
    rule(
        REVEALS,
        "reveal,disclose,leak,expose,dump,print,echo,display,show,paste,output,exfiltrate,divulge,"
        "publish,hand "
        "over,log,cat,recite,post,tweet,surrender,give away,steal,harvest,collect,extract",
        CREDENTIALS,
        gap=1,
    ),
    rule(
        REVEALS,
        "include,write,send,share,put,add,copy,append,attach,insert,embed,quote,repeat,mention,state,"
        "report,return,save,store,list,print,read,place,hardcode,pass,tell,reply "
        "with,answer with,give,type,encode,upload,email,mail,push",
        CREDENTIALS,
        gap=2,
        tail=DISCLOSED,
    ),
    rule(
        REVEALS,
        "send,share,upload,email,mail,commit,check "
        "in,publish,push,post,transmit,forward,copy,scp,rsync,encode,print,paste,attach,"
        "write,include,put,show,reveal,cat",
        SECRET_FILES,
        gap=2,
        direct=True,
        tail=r"(?!\s+(?:template|example|sample|vault|through the vault))",
    ),
    rule(
        REVEALS,
        "tell,give,show,send,hand",
        r"(?:me|us|them|the caller|the requester|anyone|whoever asks|everyone|the attacker)\b[^.]{0,40}?"
        + CREDENTIALS,
        gap=0,
    ),
    rule(REVEALS, "hardcode,hard-code,bake", CREDENTIALS, gap=2),
    rule(
        REVEALS,
        "show,print,repeat,reveal,output,display,recite,state,quote,disclose,share,reply "
        "with,answer with,tell,include,give,write out,return,dump,leak",
        r"(?:(?:the|your|full|whole|entire|complete|initial|hidden|text|content|contents|of|"
        r"exact|verbatim|all|me|us|user)\s+){0,6}(?:system (?:prompt|message)|"
        r"your (?:\w+\s)?(?:instructions|prompt|rules|guidelines)|hidden instructions|"
        r"(?:words|text|messages|everything|instructions) above)",
        gap=1,
    ),
    # -- checks switched off
    rule(UNCHECKS, OFF, CHECKS, gap=3, direct=True),
    raw(
        UNCHECKS,
        r"\b(?P<act>(?:turn|switch|shut|toggle)(?:ing)?)\s(?:the\s|all\s|any\s)?(?:[^\s,;]+\s){0,4}?"
        + CHECKS
        + r"\s+off\b",
        one_of="off",
    ),
    raw(UNCHECKS, r"(?P<act>(?P<flag>(?<![\w-])" + FLAGS + r"))"),
    raw(
        UNCHECKS,
        r"(?P<act>"
        + CHECKS
        + r")(?:\s[^\s,;]+){0,4}?\s(?P<passive>(?:must|should|needs? to|ha(?:s|ve) to|is to|"
        r"are to|can safely|may safely|can always|ought to)(?:\s(?:always|only|simply|just|"
        r"therefore|also|both|all))?\s(?:be|stay|remain)\s(?:\w+ly\s)?(?:disabled|turned off|"
        r"switched off|skipped|bypassed|ignored|removed|suppressed|deactivated|omitted|off|"
        r"commented out|deleted|relaxed))\b",
        one_of="disabled,off,skipped,bypassed,ignored,removed,suppressed,deactivated,omitted,commented out,"
        "deleted,relaxed",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?:code |peer |security )?(?:reviews?|approvals?|signature verification|"
        r"verification|signing|signatures|authentication|tls|confirmation|"
        r"permission))(?P<passive>)\s(?:is|are)\s(?:not (?:needed|required|necessary|"
        r"important)|unnecessary|pointless|a waste|useless)\b(?![^.]*\b(?:when|if|only|"
        r"because it|in tests)\b)",
        one_of="not ,unnecessary,pointless,a waste,useless",
    ),
    rule(
        UNCHECKS,
        "verify,check,validate,inspect,enforce,verifying,require,scan",
        CHECKED,
        gap=1,
        tail=r"(?!\s+(?:twice|again|manually|yourself|by hand|with ==|in (?:the )?(?:loop|hot path)|cache))",
        refused_when="forbidden",
    ),
    rule(
        UNCHECKS,
        "run,execute,wait for,bother with,start,launch,look at,trust,care about",
        r"(?:(?:the|any|all|your|unit|full|whole|for)\s+){0,3}(?:tests?(?: suite)?|ci|"
        r"linters?|lint|type[- ]?checks?|hooks|pre-?commit|checks|(?:code )?reviews?|"
        r"approvals?|test failures)\b(?=\s*(?:$|[.,;!]|before (?:commit|push|merg|you|finish)|"
        r"when (?:commit|push|you)|for (?:small|minor|trivial|quick|simple|tiny)|they|it is|"
        r"because (?:they|it)))",
        gap=1,
        refused_when="forbidden",
    ),
    rule(
        UNCHECKS,
        "merge,push,commit,deploy,ship,release,publish,land,approve,proceed,continue,go "
        "ahead,delete,act,change",
        r"(?:[^\s;]+\s){0,6}?(?:without|with no|before any)\s(?:(?:a|any|the|waiting for|"
        r"asking for|further|human|running|code|prior|an|doing|getting|seeking|requiring|full|"
        r"security)\s){0,4}(?:approvals?|reviews?|tests|checks|permission|verification|"
        r"consent|sign-?off|the linter|confirmation from)\b",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "push,commit,merge,force-push,force push",
        r"(?:[^\s;]+\s){0,3}?(?:straight|directly|right)\s(?:in)?to\s(?:the\s)?(?:main|master|"
        r"production|trunk|release|protected)",
        gap=0,
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>\bgit push\b[^.;]{0,30}?(?:--force\b(?!-)|"
        r"-f\b)[^.;]{0,30}?\b(?:main|master|production|trunk|release)\b))",
        words="push",
    ),
    rule(
        UNCHECKS,
        "mark,make,force,set,rig,fake,stub",
        r"(?:the |all |any )?(?:failing|failed|broken|red|every|all) ?(?:tests?|checks?|"
        r"builds?|assertions?)(?: suites?)? (?:as |to |be )?(?:skipped|passed|passing|green|"
        r"xfail|pass|success\w*|ignored)",
        gap=0,
    ),
    raw(
        UNCHECKS,
        r"\b(?P<act>(?:answer|say|claim|report|pretend|state|reply|tell|assert|"
        r"lie))\b[^.]{0,30}?\b(?:that )?(?:all |the |every )?(?:tests?|checks?|builds?|"
        r"reviews?) (?:have |has |was |were |are |is )?(?:passed|pass|green|succeeded|done|"
        r"fine|approved)(?! before)(?=\s*(?:$|[.,;!]|even|regardless|no matter|without|"
        r"whatever|anyway))",
        one_of="pass,green,succeeded,done,fine,approved",
    ),
    rule(
        UNCHECKS,
        "approve,accept,allow,merge,grant,confirm,authorise,authorize",
        r"(?:every|any|all|each|whatever)\s(?:pull |merge |tool |permission |incoming |"
        r"change )?(?:requests?|changes?|prs?|calls?|tools?|commands?|prompts?|"
        r"actions?)\b(?!\s+(?:that|which|with|whose|from|marked|only|must|in)\b)",
        gap=0,
    ),
    # -- settings and permissions
    rule(
        CONFIGURES,
        "change,edit,modify,update,set,add,write,alter,put,append,insert,overwrite,extend,"
        "patch,replace,relax,rewrite,drop,place,allow,enable,include",
        r"(?:[^\s;]+\s){0,6}?(?:\.claude/\S*|~/\.claude\S*|claude(?:'s| code)? (?:settings|"
        r"configuration|config|permissions)|settings\.local\.json|\S*authorized_keys|"
        r"\S*sudoers|crontab|~?/?\.(?:bashrc|zshrc|profile|bash_profile|gitconfig|"
        r"ssh/config)\b|/etc/(?:hosts|sudoers|passwd|crontab|ld\.so)\S*|(?:your|the agent's|"
        r"agent) (?:own )?(?:settings|permissions?|configuration|allow ?list|tool list|hooks)|"
        r"(?:permissions?|tools?)[- ]?(?:mode|allow ?list|list)|permissions\.allow\b|bash\(|"
        r"allowedtools|hooks\.json|"
        r"mcp\.json|bypasspermissions)",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "grant,give,assign,allow,obtain,acquire,elevate,escalate,get,request",
        r"(?:yourself|itself|me|us|all|everyone|everybody|anyone|the agent|this agent|agents|"
        r"claude|full|root|admin\w*|sudo|unrestricted|write access to all|"
        r"every)\b(?:\s[^\s;]+){0,5}?\s?(?:rights?|permissions?|privileges?|access|roles?|"
        r"control|tools?|root|sudo\w*|bash)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "allow,auto-approve,whitelist,auto-accept,permit,enable",
        r"(?:all |any |every )?(?:tools?|bash|bash\(\S*|commands?|permissions?|tool (?:calls|"
        r"uses?)|edits|shell commands?)(?:\s(?:without|by default|automatically|"
        r"unconditionally|for (?:the agent|every))|\(\*|\s*$)",
        gap=0,
    ),
    raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bchmod\s(?:-\w+\s)*(?:0?777|a\+rwx|[ugo]*\+s)|"
        r"\bsudo\s(?:-\w+\s)*(?:rm|chmod|chown|su|sh|bash|tee|sed|dd|visudo|usermod|passwd)\b|"
        r"\bsetenforce 0|\bvisudo\b|nopasswd))",
        one_of="chmod,sudo,setenforce,nopasswd",
    ),
    raw(
        CONFIGURES,
        r"\b(?P<act>(?:run|start|launch|work|operate|execute)(?:ning|"
        r"ing)?)\s(?:[^\s;]+\s){0,4}?(?:as root|with (?:root|sudo|admin\w*|full|"
        r"elevated) (?:rights|permissions|privileges|access))\b(?=\s*(?:$|[.,;!]|when|to|if|"
        r"so))",
        one_of="root,sudo,admin,full,elevated",
    ),
    rule(
        CONFIGURES,
        "set,change,switch,put",
        r"(?:[^\s;]+\s){0,4}?(?:core\.hookspath|permission mode)\s",
        gap=0,
        tail=r"(?!\.?githooks|hooks/|\.husky)",
    ),
    rule(
        CONFIGURES,
        "add,install,create,register,drop,plant",
        r"(?:an? |the |your |this )?(?:backdoor|reverse shell|rootkit|key ?logger|"
        r"(?:public )?(?:ssh )?key to (?:the )?authorized\w*|cron ?job (?:that|"
        r"which) (?:fetch|download|curl|send)\w*)",
        gap=1,
    ),
    # -- posing
    whole(
        POSES,
        r"(?:^|[.!?\"'‹<\[(#*]\s*|\n\s*)(?:(?:system|assistant|developer|operator|"
        r"administrator|human|root)(?:\s(?:message|prompt|note|override|notice|update|alert|"
        r"instructions?))?\s?(?:\]|›|>|\))?\s?:|\[/?(?:system|inst|assistant|user|developer|"
        r"human)\]|[‹<]/?(?:system|assistant|user|human|self-learning|instructions?|im_start|"
        r"function_calls|tool_result|system-reminder)\b|<\||\|im_(?:start|"
        r"end)\|)\s?(?!\s*(?:linux|macos|windows|tests?\b|calls? (?:need|fail|return)|"
        r"the (?:api|model|class|field|message)\b))",
        one_of="system,assistant,developer,operator,administrator,human,root,inst,user,self-learning,"
        "im_,function_calls,tool_result,<|",
    ),
    whole(
        POSES,
        r"(?:^|[.!]\s*)user\s?:\s*(?:please|you\b|now\b|go ahead|ignore|delete|approve|yes|"
        r"ok\b|i (?:want|need|authori|approve|confirm))|#{2,}\s?(?:instructions?|system|"
        r"new task)|begin (?:system|new) (?:prompt|instructions)|end of (?:the )?(?:lessons?|"
        r"patterns?|prompt|system prompt|instructions|context|evidence)\b",
        one_of="user,##,begin ,end of ",
    ),
    whole(
        POSES,
        r"\byou are (?:now|no longer|hereby|actually)\s(?:an?|the|in|free|un\w+|not|bound|dan|"
        r"authori\w+|root|called|operating|allowed|my)\b|\bfrom now on,? you\b|\byou (?:must|"
        r"will|shall) (?:now )?(?:obey|comply)|\b(?:developer|maintenance|god|debug|admin|"
        r"jailbreak|dan|unrestricted) mode (?:is )?(?:enabled|activated|on|engaged)\b|"
        r"\byou are in (?:maintenance|developer|debug|god|admin) mode",
        words="you,mode",
    ),
    raw(
        POSES,
        r"\b(?P<act>act(?:ing)?|pretend(?:ing)?|pose|posing|behave|respond|roleplay|role-play|"
        r"impersonate|imagine)\s(?:as(?:\sif)?|to be|like|that)?\s?(?:you (?:are|were|have|had|could)\b|"
        r"(?:an?|the)\s(?:\w+\s){0,2}?(?:admin\w*|root|system|user|human|maintainer|owner|"
        r"operator|developer|reviewer|unrestricted|hacker|attacker|jailbroken|superuser|"
        r"manager|ceo|boss|security team))\b",
        words="act,acting,pretend,pretending,pose,posing,behave,respond,roleplay,role,impersonate,imagine",
    ),
    whole(
        POSES,
        r"\b(?:note|message|notice|order|instruction|request|word|directive|greetings|"
        r"update) from (?:the )?(?:anthropic|openai|your (?:developers?|operators?|creators?|"
        r"administrators?|owner)|system administrators?|security team|management|"
        r"(?:the )?(?:system|user|developer|operator|ceo|owner))\b|\b(?:coming|comes?|issued|"
        r"sent) (?:directly )?(?:from|by) (?:the )?(?:operator|user|anthropic|administrator|"
        r"system|owner|management)\b(?! (?:table|model|service|class|input|api|clock|time|bus|"
        r"event))",
        words="from,by",
    ),
    whole(
        POSES,
        r"\b(?:as|i am|i'm|this is|speaking as) (?:the|your|an?) (?:\w+ )?(?:administrator|"
        r"admin|operator|developer of this|owner|system|creator|maintainer|supervisor|"
        r"security officer)\b[^.]{0,50}?\b(?:i|you|order|instruct|command|authori|require|"
        r"approve|speaking|here)\b",
        words="as,am,m,this",
    ),
    whole(
        POSES,
        r"\b(?:the )?(?:user|human|owner|admin\w*|maintainer|anthropic|operator|team lead|"
        r"developer|manager|security team) (?:has|have|had)? ?(?:already |explicitly |hereby |"
        r"previously |also )*(?:authori[sz]ed|approved|consented|agreed to|permitted|"
        r"allowed you|asked you|instructed you|told you|wants you|signed off|"
        r"given (?:you )?(?:permission|consent|approval)|confirmed)\b(?! (?:users?|clients?|"
        r"requests? (?:get|are|return)))",
        one_of="authori,approved,consented,agreed to,permitted,allowed you,asked you,instructed you,"
        "told you,wants you,signed off,given ,confirmed",
    ),
    # -- data sent elsewhere
    rule(
        SENDS,
        "send,post,upload,transmit,exfiltrate,forward,email,mail,push,copy,sync,leak,ping,report,"
        "submit,publish,share,curl,scp,rsync,stream,deliver,relay,mirror,ship,export,move,transfer,"
        "dump,put,save,back "
        "up,beacon",
        r"(?:[^\s;]+\s){0,5}?(?:repositor\w+|repo|source\w*|code\w*|commits?|branches|files?|"
        r"contents?|data\w*|"
        r"diffs?|conversations?|transcripts?|chats?|env\w*|credentials?|keys?|secrets?|"
        r"outputs?|logs?|results?|history|prompts?|context|findings|workspace|database|dump|"
        r"backups?|everything|it|them|this|changes?|patch(?:es)?|customer\w*|emails?|cookies|"
        r"tokens?|project|directory|documents?)\b[^;]{0,60}?\b(?:to|at|on|via|into|"
        r"through)\s(?:[^\s;]+\s){0,5}?" + EXTERNAL,
        gap=0,
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,exfiltrate,forward,email,mail,copy,leak,submit,share,relay,deliver,report",
        r"(?:[^\s;]+\s){0,3}?(?:repositor\w+|source(?: code| files)?|codebase|conversations?|"
        r"transcripts?|chat history|env\w*|credentials?|private keys?|secrets?|customer data|"
        r"user data|database dump|prompts?|workspace|"
        r"user's files)\b[^;]{0,40}?\bto\s(?:[^\s;]+\s){0,2}?(?:(?:my|our|an? (?:external|"
        r"remote|third)|the (?:external|remote|attacker|following|address|third))\b[^;]{0,20}|"
        r"(?:an? |the |our |my )?(?:webhook|pastebin|gist|drop ?box|channel|outside|internet|"
        r"third part\w+))",
        gap=0,
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,forward,email,mail,copy,submit,share,relay,deliver,push,mirror,back "
        "up,sync",
        r"(?:[^\s;]+\s){0,5}?(?:to|on|at|into)\s(?:an? |the |some |our |my )?(?:external|"
        r"outside|unknown|third[- ]party|attacker\S*|foreign)\s"
        r"(?:server|host|machine|bucket|address|site|service|endpoint|repository|account|party)",
        gap=0,
    ),
    rule(SENDS, "exfiltrate,siphon,smuggle", r"\w+", gap=0),
    whole(
        SENDS,
        r"!\[[^\]]{0,100}\]\(\s*https?://(?!localhost|127\.)",
        one_of="](",
    ),
    raw(
        SENDS,
        r"(?P<act>(?P<flag>\bcurl\b[^|;]{0,120}?\s(?:-d|--data\S*|-F|-f|-t|--upload-file|"
        r"--form)\s?[^|;]{0,80}?(?:@|\$\(|`|\$[a-z_]*(?:key|token|secret|env))[^|"
        r";]{0,160}))(?=.*(?:https?://|\.\w{2,}/))",
        words="curl",
    ),
    # -- kept from the user
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|shouldn't|mustn't|no need to|avoid|"
        r"refrain from|not to|without|stop|cannot)\s(?:\w+ly |ever |even |"
        r"first )?(?P<act>(?P<passive>tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|"
        r"alert(?:ing)?|warn(?:ing)?|mention(?:ing)?|report(?:ing)?|disclose|disclosing|"
        r"reveal(?:ing)?|show(?:ing)?|ask(?:ing)?|consult(?:ing)?|admit(?:ting)?|"
        r"bother(?:ing)?))\s(?:(?:it|this|these|that|them|any of (?:it|this)|the changes?|"
        r"your changes?|the edits?|what you did)\s)?(?:to\s|with\s)?(?:the |any |your |"
        r"a )?(?:user|users|person|human|humans|developer|developers|reviewer|reviewers|"
        r"maintainer|maintainers|operator|owner|anyone|anybody|team|author|them)\b(?=\s*(?:$|"
        r"[.,;!]|about (?:it|this|that|these|the (?:change|edit|deletion|removal|step|file|"
        r"command|failure))|that you|what you|of (?:this|it|the change)|first|before (?:you|"
        r"delet|chang|push|merg|runn|edit|remov|install|overwrit)|for (?:confirmation|"
        r"permission|approval|consent)|when you|why|if you|and\b))",
        one_of="not,n't,dont,never,no need to,avoid,refrain from,without,stop",
    ),  # the negation is part of the expression
    raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|no need to|avoid|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>mention(?:ing)?|report(?:ing)?|disclos(?:e|"
        r"ing)|reveal(?:ing)?|admit(?:ting)?|talk(?:ing)? about|speak(?:ing)? (?:of|about)|"
        r"refer(?:ring)? to))\s(?:this|it|these|that you|what you|your (?:actions?|changes?|"
        r"instructions?)|the existence of (?:this|these))\b(?![^.]*\b(?:class|function|field|"
        r"header|api|endpoint|variable)\b)",
        one_of="not,n't,dont,never,no need to,avoid,without",
    ),
    rule(
        HIDES,
        "hide,conceal,keep,cover up,obscure,disguise,mask,leave,omit,withhold",
        r"(?:this|it|these|that|them|the (?:failing|failed|broken|deleted|removed|"
        r"skipped) \w+|your (?:\w+\s)?(?:changes?|actions?|edits?|tracks|"
        r"reasoning|work)|the (?:change|changes|edit|edits|fact|deletion|command|commands|"
        r"step|failure|failures|failed tests?)|what (?:you|was|happened)|everything|evidence|"
        r"traces?|any of (?:this|it))\b[^.]{0,30}?\b(?:from (?:the |your |all |any )?(?:user|"
        r"users|person|human|humans|developer|developers|reviewers?|maintainers?|everyone|"
        r"anyone|team|operator|owner|logs?|report|(?:code )?reviews?|audits?|history)|hidden|"
        r"secret|private|confidential|"
        r"between us|to yourself|quiet|out of (?:your|the) (?:\w+ )?(?:report|summary|answer|"
        r"reply|message|description)|unmentioned|to the user)\b",
        gap=0,
    ),
    rule(
        HIDES,
        "omit,leave out,leave",
        r"(?:this |the |any |it |these |that )?(?:[^\s;]+\s){0,3}?(?:out of|from) (?:your|the|"
        r"each|every|all) (?:\w+ )?(?:report|summary|answer|reply|message|description|"
        r"changelog)s?(?: to (?:the )?(?:user|human|developer))?\b",
        gap=0,
    ),
    whole(
        HIDES,
        r"\b(?:the |a )?(?:user|users|human|developer|developers|reviewers?|maintainers?|"
        r"anyone|anybody|owner|team|operator) (?:must|should|may|need|does|do|will|shall|"
        r"can)(?: not|n't) (?:ever |have to |need to |be )?(?:know|notice|find out|"
        r"learn about|learn of|see (?:this|it|that|the change|what)|be (?:told|informed|asked|"
        r"made aware)|told|informed|asked|aware|notified)\b(?! (?:to|how|whether|which|"
        r"the password|twice|again))",
        one_of=" not,n't",
    ),
    whole(
        HIDES,
        r"\b(?:so|such) that (?:the |no ?)?(?:user|users|human|developer|reviewers?|one|body|"
        r"maintainers?|nobody|anyone)\b[^.]{0,20}?(?:(?:notic|know|find|learn|see|suspect)\w*|"
        r"not notice|unaware)(?! (?:the|a|an|when|how|which|whether|that the)\b)|"
        r"\bso nobody (?:notices|knows|finds out|sees)\b|\bwithout (?:the )?(?:user|users|"
        r"user's|human|developer|owner|reviewer|maintainer|anyone|anybody)(?:'s|"
        r"s')? ?(?:knowledge|noticing|knowing|consent|permission|approval|being (?:told|asked|"
        r"informed)|finding out|seeing)",
        words="that,nobody,without",
    ),
    # -- data destroyed
    raw(
        DESTROYS,
        r"(?P<act>(?P<flag>\brm\s+-\w*[rf]\w*\s+(?:-\S+\s+)*[\"']?(?:/(?:\s|$|\*|etc|home|usr|"
        r"var(?:\s|/\s|$))|~|\$home|\.git\b|\*(?:\s|$)|\.(?:\s|$))|\bmkfs\.|"
        r"\bdd\s+if=\S+\s+of=/dev/|:\(\)\s*\{))",
        one_of="rm,mkfs.,of=/dev/,:()",
    ),
    rule(
        DESTROYS,
        "delete,destroy,wipe,erase,purge,drop,truncate,remove,nuke,clear",
        r"(?:(?:all|the|every|entire|whole|your|user's|users'|production|customer|of|any|"
        r"complete)\s+){1,4}(?:repositor\w+|repo|production (?:data\w*|tables?)|git history|"
        r"backups?|home directory|(?:user|customer)(?:'s|s')? (?:files|data)|(?:whole|"
        r"entire) (?:data\w*|disk|branch))\b(?!\s*(?:pattern|class|object|in (?:the )?test|"
        r"fixture|layer|mock|older|after|before|interface|cache))",
        gap=0,
    ),
)
