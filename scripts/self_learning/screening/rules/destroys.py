"""Rules for a text that says that data are to be destroyed."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule
from self_learning.screening.reasons import DESTROYS
from self_learning.screening.vocabulary import END

RULES: tuple[Rule, ...] = (
    raw(
        DESTROYS,
        r"(?P<act>(?P<flag>\brm\s+-\w*[rf]\w*\s+(?:-\S+\s+)*[\"']?(?:/(?:\s|$|\*|etc|home|usr|var(?:\s|"
        r"/\s|$))|~|\$home|\.git\b|\*(?:\s|$)|\.(?:\s|$))|\bmkfs\.|\bdd\s+if=\S+\s+of=/dev/|:\(\)\s*\{))",
    ),
    rule(
        DESTROYS,
        "delete,destroy,wipe,erase,purge,drop,truncate,remove,nuke,clear",
        r"(?:(?:all|the|every|entire|whole|your|user's|users'|production|customer|of|any|"
        r"complete)\s+){1,4}(?:repositor\w+|repo|production (?:data\w*|tables?)|git history|backups?|"
        r"home directory|(?:user|customer)(?:'s|s')? (?:files|data)|(?:whole|entire) (?:data\w*|disk|"
        r"branch))\b(?!\s*(?:pattern|class|object|in (?:the )?test|fixture|layer|mock|older|after|before|"
        r"interface|cache))",
        gap=0,
    ),
    rule(
        DESTROYS,
        "drop,delete,truncate,wipe,purge,destroy,terminate,erase,nuke,empty",
        r"(?:[^\s;]+\s){0,4}?(?:tables?|databases?|schemas?|buckets?|clusters?|namespaces?|volumes?|data|"
        r"records|instances?|servers?|backups?|environments?)\b[^;]{0,30}?\b(?:in|on|of|"
        r"from)\s(?:the\s)?(?:production|prod|live)\b|(?:[^\s;]+\s){0,3}?(?:the\s)?(?:production|prod|"
        r"live)\s(?:\w+\s)?(?:tables?|databases?|schemas?|buckets?|clusters?|namespaces?|volumes?|data|"
        r"records|instances?|servers?|environments?)\b",
        gap=0,
    ),
    raw(
        DESTROYS,
        r"(?P<act>(?P<flag>\bterraform destroy\b[^;]{0,40}?-auto-approve|\bkubectl delete (?:ns|"
        r"namespaces?|all)\b[^;]{0,20}?(?:prod\w*|--all)|\bdrop database \w*prod\w*|"
        r"\bgit push\b[^;]{0,20}?(?:--mirror|--delete (?:main|master|production))|"
        r"\brm\s+-\w*[rf]\w*\s+(?:-\S+\s+)*[\"']?(?:/(?:bin|boot|lib|opt|root|usr|srv)\b|\.\.|\$pwd|"
        r"\$\{?\w+\}?/\*|/\*)))",
    ),
    rule(
        DESTROYS,
        "format,wipe,erase,overwrite,zero,destroy,encrypt",
        r"(?:(?:the|your|user's|whole|entire|all|every|local|hard|main)\s){1,4}(?:disks?|drives?|"
        r"partitions?|file ?systems?|home directory|hard drive|computer|machine|files?(?=\s*(?:$|[.,;!])))",
        gap=0,
    ),
    rule(
        DESTROYS,
        "delete,destroy,wipe,erase,purge,drop,remove,nuke",
        r"(?:all|every)\s(?:the\s|remote\s|git\s|existing\s|of the\s|other\s|user\s)*(?:branch(?:es)?|"
        r"databases?|repositor\w+|buckets?|commits?|accounts?|releases?|servers?|clusters?|users?|"
        r"commits?|issues|documents|customer\w*|production \w+)"
        + END
        + r"|(?:the |your )?\.git\b/?(?:\s(?:directory|folder))?"
        + END,
        gap=0,
    ),
    rule(
        DESTROYS,
        "overwrite,discard,delete,throw away,revert,destroy,drop,remove",
        r"(?:the |all |any )*(?:user's|users'|colleague'?s'?|someone else's|other people's|"
        r"other developers?'?s?'?|teammates?'?s?'?)\s(?:\w+\s)?(?:work|changes|edits|files|branch(?:es)?|"
        r"commits|code|data)\b",
        gap=0,
    ),
    rule(
        DESTROYS,
        "shut down,stop,kill,terminate,power off,take down,crash,restart",
        r"(?:all|every|each|any)\s(?:other\s|running\s|the\s)*(?:process(?:es)?|servers?|services?|"
        r"machines?)"
        + END
        + r"|(?:the |all |our )*(?:production|prod|live)\s(?:servers?|services?|clusters?|system|site|"
        r"database|instances?)\b",
        gap=0,
    ),
    rule(
        DESTROYS,
        "revoke,delete,remove,close,reject,reset,lock,cancel",
        r"(?:all|every)\s(?:the\s|open\s|other\s|access\s|team\s)*(?:(?:pull requests?|prs|issues|tickets)"
        + END
        + r"|(?:tokens?|access|accounts?|keys?|permissions?|rights)\s(?:of|for)\s(?:the team|everyone|"
        r"every|"
        r"all|other|the other)\b)",
        gap=0,
    ),
)
