"""Rules for a text that says that data are to be sent elsewhere."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import SENDS
from self_learning.screening.vocabulary import EXTERNAL

_DOMAIN = (
    r"(?<![\w./@-])(?!socket\.|asp\.)[a-z][\w-]*(?:\.[\w-]+)*\.(?:com|net|org|io|dev|cc|xyz|ru|cn|top|"
    r"site|online|info|tk|pw|me|biz|club)\b"
)
_DATA = (
    r"(?:prompts?|files?|code|sources?|diffs?|logs?|data|conversations?|transcripts?|outputs?|"
    r"env\w*(?: variables?)?|credentials?|secrets?|tokens?|keys?|passwords?|e-?mails?|commits?|reports?|"
    r"results?|messages?)"
)

RULES: tuple[Rule, ...] = (
    whole(
        SENDS,
        r"https?://(?!localhost|127\.)[^\s@]*[?&/=][^\s@]*\$\(?\{?\w*(?:key|token|secret|passw|cred)",
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,exfiltrate,forward,email,mail,push,copy,sync,leak,ping,report,submit,"
        "publish,share,curl,scp,rsync,stream,deliver,relay,mirror,ship,export,move,transfer,dump,put,"
        "save,back up,beacon",
        r"(?:[^\s;]+\s){0,5}?(?:repositor\w+|repo|source\w*|code\w*|commits?|branches|files?|contents?|"
        r"data\w*|diffs?|conversations?|transcripts?|chats?|env\w*|credentials?|keys?|secrets?|outputs?|"
        r"logs?|results?|history|prompts?|context|findings|workspace|database|dump|backups?|everything|it|"
        r"them|this|changes?|patch(?:es)?|customer\w*|emails?|cookies|tokens?|project|directory|"
        r"documents?)\b[^;]{0,60}?\b(?:to|at|on|via|into|through)\s(?:[^\s;]+\s){0,5}?" + EXTERNAL,
        gap=0,
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,exfiltrate,forward,email,mail,copy,leak,submit,share,relay,deliver,report",
        r"(?:[^\s;]+\s){0,3}?(?:repositor\w+|source(?: code| files)?|codebase|conversations?|transcripts?|"
        r"chat history|env\w*|credentials?|private keys?|secrets?|customer data|user data|database dump|"
        r"prompts?|workspace|user's files)\b[^;]{0,40}?\bto\s(?:[^\s;]+\s){0,2}?(?:(?:my|our|"
        r"an? (?:external|remote|third)|the (?:external|remote|attacker|following|address|"
        r"third))\b[^;]{0,20}|(?:an? |the |our |my )?(?:webhook|pastebin|gist|drop ?box|channel|outside|"
        r"internet|third part\w+))",
        gap=0,
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,forward,email,mail,copy,submit,share,relay,deliver,push,mirror,"
        "back up,sync",
        r"(?:[^\s;]+\s){0,5}?(?:to|on|at|into)\s(?:an? |the |some |our |my )?(?:external|outside|unknown|"
        r"third[- ]party|attacker\S*|foreign)\s(?:server|host|machine|bucket|address|site|service|"
        r"endpoint|repository|account|party)",
        gap=0,
    ),
    rule(
        SENDS,
        "exfiltrate,siphon,smuggle",
        r"\w+[^.;]{0,60}?\s(?:in)?(?:to|over|out)\b",
        gap=0,
    ),
    whole(
        SENDS,
        r"!\[[^\]]{0,100}\]\(\s*https?://(?!localhost|127\.)",
    ),
    raw(
        SENDS,
        r"(?P<act>(?P<flag>\bcurl\b[^|;]{0,120}?\s(?:-d|--data\S*|-F|-f|-t|--upload-file|--form)\s?[^|"
        r";]{0,80}?(?:@\S{0,40}(?:\.env|/etc|~|\.\./|id_|ssh|aws|secret|cred|config|\.git|\.pem|\.key|"
        r"dump|\.sql|\.tar|"
        r"\.zip|\.log|token)|\$\(|`|\$[a-z_]*(?:key|token|secret|env))[^|;]{0,160}))(?=.*(?:https?://|"
        r"\.\w{2,}/))",
    ),
    rule(
        SENDS,
        "attach,append,include,embed,encode,add,put,pass,send,use,supply,provide,base64",
        r"(?:(?:your|the user's|the users'|all|any|every|each|our|the repo\w*'s|"
        r"the project's)\s)(?:\w+\s){0,3}?(?:credentials?|passwords?|secrets?|keys?|tokens?|cookies|"
        r"env\w*|\.env\S*|session\w*)\b[^;]{0,80}?" + EXTERNAL,
        gap=0,
    ),
    whole(
        SENDS,
        r"\$\((?:whoami|hostname|id|env|uname|cat|printenv|pwd|base64)\b[^)]*\)[.\w$()-]*\.[a-z]{2,}|"
        r"`(?:whoami|hostname|id)`\.[\w.$()`-]*\.[a-z]{2,}|\$\{?\w*(?:token|key|secret|"
        r"passw)\w*\}?\.[\w-]+\.[a-z]{2,}",
    ),
    rule(
        SENDS,
        "send,post,upload,transmit,forward,email,mail,push,copy,sync,leak,submit,share,relay,deliver,"
        "stream,report,export,mirror,publish",
        r"(?:[^\s;]+\s){0,5}?(?:source (?:code|files?|tree)|repositor\w+|repo|codebase|conversations?|"
        r"transcripts?|prompts?|env\w*|credentials?|secrets?|tokens?|customer \w+|user data|personal data|"
        r"private \w+|database|dump|workspace|it|them|everything)\b[^;]{0,60}?\b(?:to|at|on|via|into|"
        r"through|with)\s(?:the\s|our\s|my\s|an?\s)?(?:[\w-]+\s){0,2}?(?:telemetry|metrics|analytics|"
        r"collector|tracking|monitoring|support|audit|beacon|logging)\s(?:endpoint|server|service|host|"
        r"url|address|bot|channel|webhook)\b",
        gap=0,
        tail=r"(?!\s+(?:in (?:the )?tests|mock))",
    ),
    rule(
        SENDS,
        "send,upload,post,exfiltrate,forward,email,mail,transmit,submit,push,copy,leak,report,stream,"
        "deliver,mirror,sync,export,publish",
        r"(?!(?:an? |the |any |your |by )?(?:e-?mails?|mails?|query|questions?|bugs?|bug reports?|reply|"
        r"word|"
        r"feature requests?)\b(?!.*\b(?:with (?:the|all|your)|containing|including|attach)))"
        r"[^;]{0,70}?\b(?:to|at|on)\s(?:the\s)?" + _DOMAIN,
        gap=0,
        tail=r"(?!\s*(?:registry|index))",
    ),
    rule(
        SENDS,
        "mirror,push,copy,send,upload,sync,clone,back up,move,export,publish,fork,transfer,forward,save",
        r"(?:[^\s;]+\s){0,5}?(?:repositor\w+|repo|source\w*|code\w*|files?|data\w*|env\w*|workspace|"
        r"database|secrets?|keys?|credentials?|it|them|everything|project|history)\s(?:to|into|on|"
        r"in)\s(?:my|another|someone(?: else)?'s|an? (?:personal|private|public|different|other|external|"
        r"unrelated))\s(?:\w+\s)?(?:account|repo\w*|bucket|drive|server|gist|fork|machine|laptop|mailbox|"
        r"address|cloud|channel|host)\b",
        gap=0,
    ),
    rule(
        SENDS,
        "sync,copy,upload,send,push,mirror,back up,export,move",
        r"(?:the |your |all |our |whole |entire )*(?:workspace|source \w+|repo\w*|env\w*|\.env\S*|"
        r"secrets?|home directory|keys?|credentials?|~\S*)\b[^;]{0,30}?\b(?:to|with|into)\s(?:s3|gs|ftp|"
        r"sftp|gcs|az|rsync)://",
        gap=0,
    ),
    whole(
        SENDS,
        r"https?://\S*\$\(\s*(?:hostname|whoami|env|cat|id|printenv|base64|pwd|git)\b|"
        r"https?://\S*`(?:hostname|whoami|env|cat|id)\b",
    ),
    rule(
        SENDS,
        "include,attach,add,put,embed,send,post,pass,append",
        r"(?:your|the user's|the users'|all|any|every|each|our|the repo\w*'s|the project's|private|"
        r"customer|the customer's)\s(?:\w+\s){0,2}?(?:files?|data|code|prompts?|e-?mails?|messages?|"
        r"names?|conversations?|transcripts?|sources?|diffs?)\b[^;]{0,50}?https?://(?!localhost|127\.)",
        gap=0,
    ),
    raw(
        SENDS,
        r"(?P<act>"
        + _DATA
        + r")(?P<passive>)\b(?:\s[\w/.'-]+){0,5}?\s(?:must|should|has to|have to|needs? to|is to|are to|"
        r"can|"
        r"shall|may)\s(?:\w+\s){0,2}?be\s(?:sent|posted|uploaded|mailed|e-?mailed|forwarded|copied|pushed|"
        r"reported|shared|mirrored|streamed|submitted|delivered|logged|transmitted|"
        r"exported)\s(?:\w+\s){0,3}?(?:to|at|on|via|with)\s(?:the\s|our\s)?(?:\w+\s){0,2}?" + EXTERNAL,
    ),
    rule(
        SENDS,
        "type,enter,fill,fill in,submit,input",
        r"(?:the |your |their |user's |stored |saved |real |admin |own )*(?:passwords?|credentials?|"
        r"tokens?|api keys?|secrets?|card (?:number|details))\b[^;]{0,60}?https?://(?!localhost|127\.|"
        r"staging)",
        gap=0,
    ),
)
