"""Rules for a text that says that credentials, the environment or a prompt are to be shown."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule
from self_learning.screening.reasons import REVEALS
from self_learning.screening.vocabulary import CREDENTIALS, DISCLOSED, EXTERNAL, REPORT, SECRET_FILES, WRITES

RULES: tuple[Rule, ...] = (
    rule(
        REVEALS,
        "include,send,put,add,append,pass,attach,write,embed,encode,post,set",
        CREDENTIALS,
        gap=2,
        tail=r"[^.;]{0,60}?\bto\s(?:\w+\s){0,2}?" + EXTERNAL,
    ),
    raw(
        REVEALS,
        SECRET_FILES
        + r"[^.;]{0,40}?(?:\band\b|\bthen\b|,)\s(?P<act>include|send|print|post|put|paste|log|output|show|"
        r"display|return|quote|reveal|dump|attach|add|echo|upload|share|report|mail)\s(?:it|them|its|that|"
        r"the contents?)\b",
    ),
    rule(
        REVEALS,
        "reveal,dump,print,echo,output,exfiltrate,leak,paste,expose,log,list,include,send,post,upload,"
        "show,write,display,share,encode,put,add,mail,email",
        r"(?:(?:all|every|any|each|your|the full|the values? of|the contents? of)\s(?:the\s|your\s|of\s|"
        r"set\s)?env(?:ironment)? var\w*|(?:the |your )?(?:whole|full|entire|complete) environment\b)",
        gap=0,
    ),
    rule(
        REVEALS,
        "reveal,disclose,leak,expose,dump,print,echo,display,show,paste,output,exfiltrate,divulge,"
        "publish,hand over,log,cat,recite,post,tweet,surrender,give away,steal,harvest,collect,extract",
        CREDENTIALS,
        gap=1,
    ),
    rule(
        REVEALS,
        "include,write,send,share,put,add,copy,append,attach,insert,embed,quote,repeat,mention,state,"
        "report,return,save,store,list,print,read,place,hardcode,pass,tell,reply with,answer with,give,"
        "type,encode,upload,email,mail,push",
        CREDENTIALS,
        gap=2,
        tail=DISCLOSED,
    ),
    rule(
        REVEALS,
        "send,share,upload,email,mail,commit,check in,publish,push,post,transmit,forward,copy,scp,rsync,"
        "encode,print,paste,attach,write,include,put,show,reveal,cat",
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
    rule(
        REVEALS,
        "hardcode,hard-code,bake",
        CREDENTIALS,
        gap=2,
    ),
    rule(
        REVEALS,
        "show,print,repeat,reveal,output,display,recite,state,quote,disclose,share,reply with,"
        "answer with,tell,include,give,write out,return,dump,leak",
        r"(?:(?:the|your|full|whole|entire|complete|initial|hidden|text|content|contents|of|exact|"
        r"verbatim|all|me|us|user)\s+){0,6}(?:system (?:prompt|message)|your (?:\w+\s)?(?:instructions|"
        r"prompt|rules|guidelines)|hidden instructions|(?:words|text|messages|everything|"
        r"instructions) above)",
        gap=1,
    ),
    rule(
        REVEALS,
        WRITES
        + ",commit,attach,print,log,post,send,upload,show,echo,dump,report,push,share,output,display,cat,"
        "return,mail,email,pipe,redirect,publish,read out,quote",
        r"(?:(?:the|a|full|whole|complete|entire|raw|all|your)\s){0,3}(?:(?:outputs?|results?|dumps?|"
        r"contents?|values?|list|listing|copy)\sof\s(?:(?:the|all|your)\s){0,2}[`'\"]?(?:env|printenv|set|"
        r"export -p|process\.env|os\.environ|environ\w*|keychain|(?:password|secrets?|"
        r"credentials?) (?:manager|store|vault))\b(?!\.example|\s(?:matrix|setup|marker))|"
        r"process\.env\b(?![.\[])|os\.environ\b(?![.\[])|printenv\b|`env`)",
        gap=1,
        tail=r"(?=\s*(?:$|[`'\"]|[.,;!]|in|into|to|at|on|with|as|and|so|when|before|after|for)(?:\W|$))",
    ),
    rule(
        REVEALS,
        "read out,spell out,copy out,type out,write down,write out,hand out,pass along,blurt,whisper,"
        "repeat,recite,decrypt and show",
        CREDENTIALS,
        gap=1,
    ),
    rule(
        REVEALS,
        "dump,print,log,echo,show,post,paste,leak,output,display",
        r"(?:(?:the|your|full|current|whole|entire|shell|process)\s){1,3}environment\b(?!\s(?:name|"
        r"variable\s(?!s)|file|id|matrix|type|label|url|tab|marker))",
        gap=0,
    ),
    rule(
        REVEALS,
        "tell,give,hand,pass,disclose,share,show,send,provide,supply",
        CREDENTIALS
        + r"[^;]{0,30}?\bto\s(?:whoever|anyone|anybody|me|them|everyone|strangers|others|the (?:caller|"
        r"requester|support|person|sender)|a third|any(?:one)? (?:who|that))\b",
        gap=1,
    ),
    rule(
        REVEALS,
        "store,save,keep,write,put,leave",
        CREDENTIALS
        + r"\s(?:\w+\s){0,3}?(?:in|as)\s(?:plain ?text|clear ?text|the clear|the (?:repository|repo|source|"
        r"code|readme|wiki)|git\b)",
        gap=1,
    ),
    raw(
        REVEALS,
        r"\b(?:every|each|the final|your|all|any)\s(?:\w+\s)?"
        + REPORT
        + r"\s(?P<act>(?P<passive>(?:should|must|has to|have to|needs? to|is to|are to|will|"
        r"shall)\s(?:always |also )?(?:contain|include|end with|start with|show|list|quote|carry|state|"
        r"have|repeat|mention)|contains|includes|ends with|shows|lists|quotes))\s(?:\w+\s){0,3}?(?:"
        + CREDENTIALS
        + r"|[a-z]+_\*|values of)",
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
        SECRET_FILES
        + r"\s?:\s(?:please\s)?(?P<act>post|send|include|paste|share|print|upload|attach|show|put)\b",
    ),
)
