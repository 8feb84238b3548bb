"""Rules for a text that says that settings, permissions or start-up files are to be changed."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import CONFIGURES
from self_learning.screening.vocabulary import EXTERNAL, WRITES

RULES: tuple[Rule, ...] = (
    rule(
        CONFIGURES,
        "allow,let,permit",
        r"(?:[^\s;]+\s){0,3}?(?:run|execute|use|call|invoke)\s(?:any|every|all|"
        r"arbitrary)\s(?:\w+\s){0,2}?(?:commands?|tools?|scripts?|programs?)\b",
        gap=0,
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
        r"(?:the )?(?:auto[- ]?(?:approv\w+|accept\w*|confirm\w*)|yolo mode|bypass mode|full access|"
        r"unrestricted mode)",
        gap=1,
    ),
    rule(
        CONFIGURES,
        "insert,add,install,drop,place,put,write",
        r"(?:[^\s;]+\s){0,4}?\.git/hooks\S*\s(?:that|which|to)\s(?:upload|send|post|curl|fetch|download|"
        r"mail|copy|call|run)\w*",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "change,edit,modify,update,set,add,write,alter,put,append,insert,overwrite,extend,patch,replace,"
        "relax,rewrite,drop,place,allow,enable,include",
        r"(?:[^\s;]+\s){0,8}?(?:\.claude/\S*|~/\.claude\S*|claude(?:'s| code)? (?:settings|configuration|"
        r"config|permissions)|settings\.local\.json|\S*authorized_keys|\S*sudoers|crontab|~?/?\.(?:bashrc|"
        r"zshrc|profile|bash_profile|gitconfig)\b|/etc/(?:hosts|sudoers|passwd|crontab|ld\.so)\S*|"
        r"(?:your own|the agent's|agent) (?:own )?(?:settings|permissions?|configuration|allow ?list|"
        r"tool list|hooks)|your (?:permissions?|allow ?list|tool list|hooks)|(?:permissions?|"
        r"tools?)[- ]?(?:mode|allow ?list|list)|permissions\.allow\b|bash\(|allowedtools|hooks\.json|"
        r"mcp\.json|bypasspermissions)",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "grant,give,assign,allow,obtain,acquire,elevate,escalate,get,request",
        r"(?:yourself|itself|me|us|all|everyone|everybody|anyone|the agent|this agent|agents|claude|full|"
        r"root|admin\w*|sudo|unrestricted|write access to all|every)\b(?:\s[^\s;]+){0,5}?\s?(?:rights?|"
        r"permissions?|privileges?|access|roles?|control|tools?|root|sudo\w*|bash)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "allow,auto-approve,whitelist,auto-accept,permit,enable",
        r"(?:all |any |every )?(?:tools?|bash|bash\(\S*|commands?|permissions?|tool (?:calls|uses?)|edits|"
        r"shell commands?)(?:\s(?:without|by default|automatically|unconditionally|for (?:the agent|"
        r"every))|\(\*|\s*$)",
        gap=0,
    ),
    raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bchmod\s(?:-\w+\s)*(?:0?777|0?666|a\+rwx|[ugo]*\+s)|\bsudo\s(?:-\w+\s)*(?:rm|"
        r"chmod|chown|su|sh|bash|tee|sed|dd|visudo|usermod|passwd)\b|\bsetenforce 0|\bvisudo\b|nopasswd))",
    ),
    raw(
        CONFIGURES,
        r"\b(?P<act>(?:run|start|launch|work|operate|execute)(?:ning|"
        r"ing)?)\s(?:[^\s;]+\s){0,4}?(?:as root|with (?:root|sudo|admin\w*|full|elevated) (?:rights|"
        r"permissions|privileges|access))\b(?=\s*(?:$|[.,;!]|when|to|if|so))",
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
        r"(?:public )?(?:ssh )?key to (?:the )?authorized\w*|cron ?job (?:that|which) (?:fetch|download|"
        r"curl|send)\w*)",
        gap=1,
    ),
    rule(
        CONFIGURES,
        WRITES + ",add",
        r"(?:[^\s;]+\s){0,6}?(?:crontab|cron ?jobs?|cron entr\w+|launch ?agents?|launchd|"
        r"systemd (?:\w+ )?(?:unit|service|timer)|/etc/cron\S*|rc\.local|start-?up (?:script|folder|"
        r"items?)|login (?:items?|hooks?)|autostart|scheduled tasks?|git hook|post-(?:checkout|merge|"
        r"commit) hook)",
        gap=0,
        tail=r"[^;]*?(?:https?://|~/|/tmp/|\$home|\bcurl\b|\bwget\b|\bagents?\b|\bsurviv\w+|@reboot|"
        r"\bafter (?:a )?(?:reboot|restart|logout|log ?in)|\bpersist\w*|\bbackground\b|\bhidden\b)",
    ),
    rule(
        CONFIGURES,
        WRITES,
        r"(?:[^\s;]+\s){0,6}?~?/?\.(?:zprofile|zshenv|bash_login|bash_logout|config/fish\S*|inputrc|"
        r"xprofile|xinitrc)\b",
        gap=0,
    ),
    raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bcore\.hookspath[ =]+(?:to\s)?[\"'`]?(?:/tmp|/var|~|/home|/dev|/opt|\$|https?|"
        r"//|\.\./)\S*|\bld_preload\s?=))",
    ),
    rule(
        CONFIGURES,
        "remove,delete,clear,empty,drop,comment out,strip,disable,override,erase",
        r"(?:[^\s;]+\s){0,3}?(?:deny (?:rules?|list|entr\w+)|denylist|permissions\.(?:deny|ask)|"
        r"permission rules?|(?:pretooluse|posttooluse|subagentstop|sessionstart|"
        r"userpromptsubmit)(?: hooks?)?|hooks? (?:from|in) (?:\S+ )?settings\S*|managed settings)",
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
        WRITES,
        r"[^;]{0,60}?\b(?:claude|agents)\.md\b[^;]{0,60}?\b(?:pre-?approved|approved|allowed|permitted|"
        r"authori\w+|trusted|without (?:asking|confirmation|approval)|never ask|no confirmation)|(?:that |"
        r"a rule that |a note that )[^;]{0,60}?\b(?:pre-?approved|allowed|permitted|authori\w+|trusted|"
        r"never ask)\b[^;]{0,40}?\b(?:claude|agents)\.md\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "answer,say,reply,respond,click,choose,select,press,pick,type,hit",
        r"(?:with )?[\"'`]?(?:yes|y|allow|always allow|accept|approve|ok|don't ask again|"
        r"yes to all)\b[\"'`]?(?:\s\w+){0,2}?\s(?:to|for|on|at|when(?:ever)?|in)\s(?:\w+\s){0,2}?(?:all|"
        r"any|every|each|permissions?|approval|trust|security|confirmation)\b",
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
    ),
    whole(
        CONFIGURES,
        r"\bpermissions?\W{1,6}allow\W{1,8}\*|\b(?:bash|shell)\(\*\)\W{0,3}\s(?:to|in|under|into)\b",
    ),
    raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bsshpass\b(?=.*(?:\bpassword\b|\s-p))))",
    ),
    rule(
        CONFIGURES,
        "add,register,install,put,write,copy",
        r"(?:yourself|itself|this (?:script|agent|command|hook))\s(?:to|in|into|as|"
        r"at)\s[^;]{0,30}?(?:start-?up|boot|login|autostart|init|cron\w*|launch|service)\b",
        gap=0,
    ),
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
        r"outbound)\s(?:write\s)?access\s(?:for|to)\s(?:all|every|any|agents|everything|yourself)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "set,change,point,redirect,switch,export,use,route,configure,replace,define",
        r"[^;]{0,40}?(?:(?:git |push |the )*(?:remote|origin)(?: url)?\s(?:to|with|at)\s|(?:anthropic|"
        r"openai|claude|llm|model)[\w']*\s?(?:api )?(?:base )?_?(?:url|endpoint|host)\s?(?:to|=|"
        r"with)\s?[\"']?|(?:https?|all)?_?proxy\s?(?:to|=|with)\s?[\"']?)https?://(?!localhost|127\.|"
        r"github\.com|gitlab\.com)|https?://(?!localhost|127\.)\S+\s(?:as|for)\s(?:the |an? |"
        r"your )?(?:\w+ )?proxy\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "make,set,turn,configure,mark,switch",
        r"(?:the |our |all |every )?(?:[\w-]+\s){0,2}?(?:buckets?|databases?|storage|secrets?|"
        r"backups?)\s(?:to\s|be\s)?(?:public(?:ly)?|world-readable|open to)\b",
        gap=0,
    ),
    rule(
        CONFIGURES,
        "update,change,edit,modify,extend,rewrite,replace,alter",
        r"(?:your|the agent's|claude's|its)\s(?:own\s)?system (?:prompt|message)\b|"
        r"(?:the )?system prompt (?:to|so (?:that )?(?:it|you)) (?:allow|permit|skip|ignore)\w*",
        gap=0,
    ),
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
        r"with (?:root|sudo|admin\w*|full|elevated) (?:rights|permissions|privileges|access))\b",
    ),
    rule(
        CONFIGURES,
        "put,write,add,append,insert,install,place,drop",
        r"[^;]{0,60}?(?:\bcurl\b|\bwget\b|https?://|\bnc\s)[^;]{0,60}?\b(?:in|into|to)\s(?:the\s|"
        r"your\s)?(?:\S*\.git/hooks\S*|git hooks?|\S*\.\w*(?:bashrc|zshrc|profile)|crontab|post-?install|"
        r"post-commit|pre-commit|the shell profile)",
        gap=0,
    ),
)
