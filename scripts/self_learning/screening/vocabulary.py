"""The words by which the screening tells an order from a report, and the objects of its rules.

All expressions are over one clause in plain lower-case Latin letters.
"""

from __future__ import annotations

import re


def listed(words: str) -> frozenset[str]:
    """Words with white space between them, as a set."""
    return frozenset(words.split())


NEGATORS = listed(
    """
    never not no cannot cant dont nobody nothing none neither nor without avoid avoids avoiding refuse
    refuses forbid forbids forbidden prohibit prohibits prevent prevents stop stops reject rejects
    refrain unsafe dangerous wrong risky tempting disallow disallows block blocks catch catches detect
    detects flag flags beware warn warns against hardly
    """
)
CANCELLERS = listed(
    """
    hesitate forget fail fails worry mind afraid miss waste wonder panic
    """
)
ADVERBS = listed(
    """
    always just simply also first now please immediately quietly silently temporarily instead kindly
    therefore so still only safely permanently globally completely entirely explicitly usually generally
    either directly and/or manually secretly covertly discreetly automatically better rather hence thus
    accordingly consequently ever next finally later afterwards fully
    """
)
CONDITIONS = listed(
    """
    if when unless because until once since while where whenever that which who as how why
    """
)
# Words before "to" after which the verb is the order: "make sure to", "you need to", "it is fine to".
LEADS = listed(
    """
    sure remember need needs have has want ought safe fine ok okay best better free try supposed allowed
    required necessary recommended advised wise enough easiest simplest quickest fastest acceptable like
    customary mandatory policy practice convention encouraged invited obliged entitled preferred
    advisable helps helpful useful habit workaround remedy asked you authorised authorized instructed
    told here is going way fix solution trick step
    """
)
COMMANDS = listed(
    """
    use pass set add run call commit push append export specify include apply invoke try prefer put git
    curl wget npm npx pip make configure enable execute issue write type start launch do give work fix
    solve edit change modify update insert define provide go open get take keep let ensure allow turn
    switch supply ssh docker helm sudo chmod prefix create replace install prepend begin echo download
    fetch load unpack remember always please build deploy connect merge ship clone publish when whenever
    to
    """
)
CONDEMNED = re.compile(
    r"\b(?:hides?|masks?|swallows?|danger\w*|unsafe|risky|insecure|breaks?|loses?|avoid\w*|"
    r"never|banned|forbidden|vulnerab\w*|"
    r"flagged|rejected|refused|blocked|not allowed|do not|don't|instead of|rather than|fails?|"
    r"exposes?|bypasses|disables)\b"
)


READER = (
    r"(?:(?:all|any|every|the|these|those|of|my|our)\s+){0,3}"
    r"(?:previous|prior|above|earlier|preceding|foregoing|former|existing|original|initial|"
    r"given|your|system|system's|developer|developer's|"
    r"developers'|user|user's|users'|operator|operator's|platform|safety|security|host's|"
    r"older|other|current|default agent|project|project's|repository's|team's|company|standing|"
    r"higher[- ]level)"
    r"(?:\s+(?:and|or|previous|prior|system|developer|user|safety|security|project|agent|"
    r"coding|own|earlier|other|initial|original|built-in|core)){0,3}\s+"
)
ORDERS = (
    r"(?:instructions?|directions?|directives?|prompts?|guidelines?|guidance|guard-?rails?|"
    r"constraints?|restrictions?|orders|rules?|polic(?:y|ies)|"
    r"limits|limitations|commands|messages?|training|programming|safeguards?|protections?|"
    r"alignment|principles|warnings)\b"
)
TOLD = (
    r"(?:(?:everything|anything|all|what|whatever|whatever was|what was|things?|text|content|"
    r"words?)\s+(?:(?:that|which)\s+)?"
    r"(?:(?:you|was|were|is|came|comes|has been|have been|has)\s+)?(?:(?:were|have been|are|"
    r"was)\s+)?(?:told|said|instructed|taught|given|written|"
    r"above|before|earlier|previously|prior|trained|been told))|"
    r"(?:instructions?|rules?|text|directives?|messages?|prompts?|guidance|orders)\s+(?:above|"
    r"before|you (?:were|have been|got|received)|that came before|given (?:to you|above|"
    r"before|earlier)|"
    r"from (?:the )?(?:system|user|developer|operator|claude\.md|agents\.md))|"
    r"(?:what|whatever|anything)\s+(?:the\s+)?(?:system|user|developer|operator|maintainers?|"
    r"claude\.md|agents\.md|your)\b[^.]{0,30}?(?:says?|said|asks?|tells?|wants?|told)|"
    r"(?:all|any|every|prior|previous|your)\s+(?:of\s+)?(?:your\s+|the\s+)?(?:instructions|"
    r"directives|guardrails|guidelines)\b|"
    r"(?:the\s+)?system\s+(?:prompt|message)|(?:the\s+|your\s+|any\s+)?(?:safety|ethical|"
    r"content)\s+(?:guidelines?|rules|polic\w+|filters?|checks?|measures|protocols?)|"
    r"all\s+(?:prior\s+)?(?:rules|restrictions|constraints|instructions)\b|"
    r"(?:the\s+)?(?:claude|agents)\.md\b(?:'s)?"
)
_CREDENTIAL_END = (
    r"(?!\s+(?:strength|field|fields|length|policy|policies|reset|form|forms|hash|hashes|"
    r"hashing|prompt|input|count|counts|expiry|expiration|"
    r"type|types|usage|name|names|helper|provider|providers|error|errors|manager|rotation|"
    r"validation|format|id|ids|header|headers|limit|limits|"
    r"scope|scopes|bucket|refresh|endpoint|flow|store|file format|placeholders?|redact\w*|"
    r"stream|budget|lifetime|issuer|hint|hints|checker|"
    r"generator|page|screen|loader|kind|kinds|position|parser|class)\b)"
)
CREDENTIALS = (
    r"(?:(?:the|your|any|all|our|its|their|every|of|value|values|content|contents|stored|"
    r"known|raw|plain|production|database|db|root|admin|user|"
    r"users'|user's|github|aws|cloud|private|deploy|service|account|live|real|actual|current|"
    r"in|from|what|is|full|environment|plaintext)\s+|`|\"|'){0,7}"
    r"(?:credentials?|passwords?|passphrases?|secrets?|secret keys?|api[- ]?keys?|"
    r"access[- ]?(?:tokens?|keys?)|auth(?:entication)?[- ]tokens?|bearer tokens?|"
    r"(?:session|api|github|deploy\w*|oauth|refresh|personal|bot|ci|npm|pypi|slack|jwt|login|registry|"
    r"upload|push)"
    r"[- ](?:tokens?|cookies?)|tokens?\s+(?:from|in|of|"
    r"stored)|private keys?|ssh keys?|signing keys?|encryption keys?|\$?[a-z0-9_]*(?:_token|"
    r"_key|_secret|_password|_pat)(?:_id)?\b|"
    r"keychain|\.env\b(?!\.(?:example|sample|template|dist))|~?/?\.?ssh/\S+|"
    r"outputs? of (?:the )?(?:env|printenv|set|export)\b|id_(?:rsa|ed25519|"
    r"ecdsa)\b|[~/.\w]{0,40}\.aws/credentials|\.npmrc|\.netrc|\.pypirc|\.git-credentials|"
    r"/etc/(?:passwd|shadow)|kube/?config|printenv|cookies)" + _CREDENTIAL_END
)
SECRET_FILES = (
    r"(?:(?:the|your|our|any|all|of|content|contents|production|full|whole|private|database|"
    r"values?)\s+|`|\"|'){0,6}"
    r"(?:\.env\b(?!\.(?:example|sample|template|dist))|~?/?\.?ssh\b/?\S*|id_(?:rsa|ed25519|"
    r"ecdsa)\b|[~/.\w]{0,40}\.aws/credentials|\.npmrc|\.netrc|\.pypirc|\.git-credentials|"
    r"/etc/(?:passwd|shadow)|kube/?config|private keys?|ssh keys?|credentials(?: file)?|"
    r"secrets? file|vault keys?|service[- ]account key)" + _CREDENTIAL_END
)
DISCLOSED = (
    r"[^.]{0,80}?\b(?:in|into|to|with|at|on|through|via)\s+(?:[\w'-]+\s+){0,4}?"
    r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|messages?|descriptions?|"
    r"comments?|reports?|chat|channel|slack|gist|pastebin|"
    r"issues?|pull requests?|pr|logs?|commits?|prompt|readme\S*|docs?/\S*|url|webhook|me|us|"
    r"caller|attacker|internet|public|transcript|page|wiki|ticket)\b"
)
EXTERNAL = (
    r"(?:(?:https?|ftp|sftp|wss?|hxxps?|s3|scp|ssh)://(?!localhost|127\.|0\.0\.0\.0|\[::1)\S+|"
    r"(?<![\d.])(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|"
    r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|sh|dev|xyz|ru|cn|top|site|app|me|co|"
    r"info|example|test|invalid|cloud|link|ly)/\S*|"
    r"\b[a-z0-9-]+\.(?:example|xyz|ru|cn|onion|tk)\b|"
    r"\b(?:pastebin|gist|ngrok|requestbin|webhook\.site|transfer\.sh|telegram bot|"
    r"discord webhook|raw\.githubusercontent)\b|"
    r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
REMOTE = (
    r"(?:" + EXTERNAL + r"|(?:the |an? |that |this |our |my )?(?:internet|web(?:site| page|page)?|"
    r"remote (?:server|host|url|script)|url|link|attached (?:script|file|page)|server below|"
    r"address below))"
)
SHELL = (
    r"(?:sudo\s+(?:-\w+\s+)*)?(?:/(?:usr/)?bin/)?(?:env\s+)?(?:ba|z|da|k|fi|c)?sh\b|"
    r"python[\d.]*\b|node\b|perl\b|ruby\b|php\b|iex\b|pwsh\b|powershell\b|source\b"
)
FETCHER = r"(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|fetch|http|aria2c|lwp-request|lynx)"
CHECKS = (
    r"(?:(?:the|all|any|every|your|its|our|these|this|of|strict|server|client|peer|host|"
    r"hostname|full|remaining|ssh|https|annoying|slow|required|mandatory|"
    r"warnings? from|alerts? from|findings? from|pre-?commit|pre-?push|commit|git|and|or)\s+|`|\"|'){0,5}"
    r"(?:(?:tls|ssl|x\.?509|mtls|https)(?:\s+(?:and|or)\s+\w+)?\s+(?:cert\w*\s+)?(?:verif\w+|"
    r"valid\w+|check\w*|certificates?)|(?<!legacy )(?<!peer )(?<!old )(?<!weak )(?:tls|ssl)\b(?!\s+\d|"
    r"v\d|\s+(?:1|session|resum|"
    r"compress|renegot|library))|"
    r"cert(?:ificate|s|ificates)?(?:\s+(?:chain|authority|host\w*))?\s+(?:verif\w+|valid\w+|"
    r"check\w*|pinning|errors|warnings)|host\s?(?:name|key)\s?(?:verif\w+|check\w*)|"
    r"verification\b|signature(?:\s|-)?(?:verif\w+|check\w*|valid\w+)|signatures?\b|"
    r"checksum\s(?:verif\w+|check\w*|valid\w+)|integrity checks?|"
    r"(?:git|pre-?commit|pre-?push|commit|push|merge) hooks?\b|hooks\b|"
    r"pre-?commit\b(?!\s+(?:cache|environment))|"
    r"(?:code|peer|security|human|manual|pull request|pr)\s?-?reviews?\b|reviews?\b(?=\s*(?:$|"
    r"[.,;!]|and\b|for\b|on\b|when\b|so\b|before\b|because\b))|approvals?\b|sign-?offs?\b|"
    r"(?:security|safety|vulnerability|secret|dependency|static|sast|bandit|semgrep|codeql|"
    r"virus|malware)\s(?:checks?|scans?|scanners?|scanning|warnings?|analysis|audits?|alerts?|"
    r"controls?|gates?|features?|linter)|"
    r"(?:failing|broken|flaky|red|failed)\s(?:tests?|assertions?|checks?|jobs?|steps?)|"
    r"assertions\b(?=\s*(?:$|[.,;!]))|"
    r"sandbox(?:ing)?\b(?!\s+(?:account|environment|mode for|key|api|url))|"
    r"permission\s(?:prompts?|checks?|system|requests?)|access controls?|"
    r"(?:(?<=[fy] )|(?<=the )|(?<=all )|(?<=any )|(?<=our )|(?<=disable )|(?<=skip )|(?<=bypass )|"
    r"(?<=remove )|"
    r"(?<=ignore )|(?<=drop )|(?<=user )|(?<=api )|(?<=admin )|(?<=out )|(?<=ing ))"
    r"auth(?:entication|orization|orisation)?\s?(?:checks?|middleware|guards?|"
    r"layer)?\b(?!\s+(?:cache|header|tests?|logs?))|csrf(?:\s+\w+)?|"
    r"firewalls?\b|antivirus|selinux|apparmor|seccomp|branch protection\w*|two-factor\w*|2fa|"
    r"mfa|rate limit(?:s|ing)?\b(?=\s*(?:$|[.,;!]))|"
    r"audit (?:logs?|logging|trail)|safety (?:mode|nets?|features?)|guard-?rails|safeguards|"
    r"confirmation(?:s| prompts?| dialogs?)?\b(?=\s*(?:$|[.,;!]|before|when|for))|"
    r"(?:lint|eslint|pylint|mypy|ruff|type) (?:rules?|checks?|config\w*)\b(?=\s*(?:$|[.,;!]|"
    r"that (?:fail|complain)|when|if))|"
    r"lint(?:er|ers|ing)?\b(?=\s*(?:$|[.,;!]|before|when|so|because|if|and|by|it|to)\b)|"
    r"type[- ]?check(?:s|er|ing)?\b(?=\s*(?:$|[.,;!]|before|when|so|because|if|and)\b)|"
    r"ci\b(?=\s*(?:$|[.,;!]|checks?\b|pipelines?\b))|quality gates?|"
    r"validation\b(?=\s*(?:$|[.,;!]))|"
    r"(?:unit |integration |regression )?tests\b(?=\s*(?:$|[.,;!)]|before|so that|because|"
    r"they|if they|when they|entirely|altogether|to save|that fail|when pressed|for (?:speed|"
    r"now|small)|and (?:push|commit|merge|ship|deploy|go|move)))|"
    r"test ?suites?\b(?!\s+(?:for|on|marked|when))|test runs?\b(?=\s*(?:$|[.,;!])))"
)
OFF = (
    "disable,skip,bypass,deactivate,suppress,ignore,omit,comment "
    "out,delete,mute,circumvent,get around,work around,override,remove,drop,"
    "turn off,switch off,shut "
    "off,forgo,neglect,silence,weaken,loosen,relax,strip,unset,evade,dodge,do without,go "
    "without,opt out of,ditch,kill,avoid"
)
FLAGS = (
    r"(?:--no-verify\b|--insecure\b|--no-check-certificate\b|--dangerously[\w-]*|"
    r"--no-gpg-sign\b|--skip-(?:tests?|checks?|verification|hooks)\b|--trusted-host\b|"
    r"--disable-web-security|--no-sandbox\b|"
    r"--allow-root\b|--privileged\b|--no-integrity\b|--yolo\b|--insecure-skip-tls-verify\b|"
    r"--allow-unauthenticated\b|--nogpgcheck\b|--no-same-owner-check|-dskiptests\b|"
    r"verify\s?=\s?(?:false|0|none)\b|verify_ssl\s?[=:]\s?(?:false|0|none)|"
    r"ssl_?verify\s?[=:]?\s?(?:false|0|no)\b|strict-?ssl\s?[=:]?\s?(?:false|0)|"
    r"insecureskipverify\s?[:=]\s?true|"
    r"rejectunauthorized\s?[:=]\s?false|node_tls_reject_unauthorized\s?=\s?[\"']?0|"
    r"git_ssl_no_verify\s?=\s?\S+|stricthostkeychecking[= ]no\b|"
    r"curlopt_ssl_verify\w+[ ,=]+(?:0|false)|cert_none\b|"
    r"_create_unverified_context|pythonhttpsverify\s?=\s?0|husky\s?=\s?0|skip\s?=\s?(?:all|"
    r"pre-commit)\b|bypasspermissions\b|"
    r"curl\b(?:\s+\S+){0,3}?\s+-[a-z]*k[a-z]*\b|"
    r"git commit\b(?:\s+\S+){0,3}?\s+-[a-z]*n[a-z]*\b|"
    r"core\.hookspath[ =]+(?:to\s)?[\"']?/dev/null|(?:verify|verification|validation|"
    r"check)\w*\s+to\s+(?:false|0|none|off|no)\b)"
)
CHECKED = (
    r"(?:(?:the|any|all|their|its|of|downloaded|a|an|your|every|server|peer)\s+){0,4}(?:tls|"
    r"ssl|signatures?|certificates?|certs?|checksums?|host keys?|integrity|identity|"
    r"permissions?|authenticity|"
    r"hooks|pre-?commit|linters?|security (?:scans?|checks?))\b"
)
# Verbs of writing something down, for the rules about files.
WRITES = (
    "add,append,put,insert,write,copy,save,store,include,place,paste,record,install,register,set up,"
    "schedule,create,drop,plant,persist,embed,inject,prepend,set,edit,modify,update,change,extend,"
    "configure"
)
END = r"(?=\s*(?:$|[.,;!)]|(?:and|when|if|because|for|so|before|after|even|until|unless|once|while|to)\b))"
REPORT = (
    r"(?:answers?|reports?|summar(?:y|ies)|messages?|repl(?:y|ies)|responses?|descriptions?|comments?|"
    r"final output)"
)
