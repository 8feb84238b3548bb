"""The acts that a lesson may not ask for, as rules over one clause in plain lower-case Latin letters.

An expression marks with ``act`` where the verb begins, whose stance counts; with ``flag`` an
option that is used rather than a verb; with ``passive`` a wording that is an order as it is
("checks must be disabled"). A rule that is ``whole`` is an instruction in whatever stance, and
is looked for in the whole text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

OVERRIDES = "asks to ignore other instructions"
RUNS = "asks to fetch something and run it"
REVEALS = "asks to reveal credentials or internals"
UNCHECKS = "asks to switch off a check"
CONFIGURES = "asks to change settings or permissions"
POSES = "poses as the system, the user or the assistant"
SENDS = "asks to send data elsewhere"
HIDES = "asks to keep something from the user"
DESTROYS = "asks to destroy data"


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Expression:
    """A regular expression that is compiled when a text first needs it.

    All of them together take a tenth of a second to compile, and most lessons need few.

    Args:
        source: The expression.
        one_of: Texts of which it can't match without at least one; empty when unknown.
    """

    __slots__ = ("_compiled", "_one_of", "_source")

    def __init__(self, source: str, one_of: frozenset[str] = frozenset()) -> None:
        self._source = source
        self._one_of = one_of
        self._compiled: re.Pattern[str] | None = None

    def _pattern(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, as ``re.Pattern.search`` finds it."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, as ``re.Pattern.finditer`` finds them."""
        if self._one_of and not any(needed in text for needed in self._one_of):
            return iter(())
        return self._pattern().finditer(text)


class Rule(NamedTuple):
    """One kind of instruction; see the module's docstring."""

    reason: str
    expression: Expression
    refused_when: str = "ordered"
    whole: bool = False


NEGATORS = _listed(
    """
    never not no cannot cant dont nobody nothing none neither nor without avoid avoids avoiding
    refuse refuses forbid forbids forbidden prohibit prohibits prevent prevents stop stops reject
    rejects refrain unsafe dangerous wrong risky tempting disallow disallows block blocks catch
    catches detect detects flag flags beware warn warns against hardly
    """
)
CANCELLERS = _listed(
    """
    hesitate forget fail fails worry mind afraid bother bothering miss waste wonder panic
    """
)
ADVERBS = _listed(
    """
    always just simply also first now please immediately quietly silently temporarily instead kindly
    therefore so still only safely permanently globally completely entirely explicitly usually
    generally either directly and/or manually secretly covertly discreetly automatically better
    rather ever next finally later afterwards fully then and
    """
)
CONDITIONS = _listed(
    """
    if when unless because until once since while where whenever that which who as how why
    """
)
# Words before "to" after which the verb is the order: "make sure to", "you need to", "it is fine to".
LEADS = _listed(
    """
    sure remember need needs have has want ought safe fine ok okay best better free try supposed
    allowed required necessary recommended advised wise enough easiest simplest quickest fastest
    acceptable like you authorised authorized instructed told here is going way fix solution trick
    step
    """
)
COMMANDS = _listed(
    """
    use pass set add run call commit push append export specify include apply invoke try prefer put
    git curl wget npm npx pip make configure enable execute issue write type start launch do give
    work fix solve edit change modify update insert define provide go open get take keep let ensure
    allow turn switch supply ssh docker helm sudo chmod prefix create replace install prepend begin
    echo download fetch load unpack remember always please build deploy connect merge ship clone
    publish when whenever to
    """
)
CONDEMNED = re.compile(
    r"\b(?:hides?|masks?|swallows?|danger\w*|unsafe|risky|insecure|breaks?|loses?|avoid\w*|"
    r"never|banned|forbidden|vulnerab\w*|"
    r"flagged|rejected|refused|blocked|not allowed|do not|don't|instead of|rather than|fails?|"
    r"exposes?|bypasses|disables)\b"
)

_DOUBLED = _listed(
    """
    skip drop omit run put set get cut stop unset quit let tip dim log shut submit commit strip
    scrap nix cat
    """
)


def _gerund(verb: str) -> str:
    head, *rest = verb.split(" ", 1)
    if head in _DOUBLED:
        made = head + head[-1] + "ing"
    elif head.endswith("e") and not head.endswith("ee"):
        made = head[:-1] + "ing"
    else:
        made = head + "ing"
    return " ".join([made, *rest])


def _forms(verb: str) -> tuple[str, str]:
    """A verb's base form and its gerund."""
    return verb.strip(), _gerund(verb.strip())


def _verbs(listed: str) -> str:
    """An expression for verbs in base form and as gerunds; ``turn off`` may be parted by its object."""
    forms = [re.escape(form).replace(r"\ ", r"\s") for verb in listed.split(",") for form in _forms(verb)]
    return r"\b(?P<act>(?:" + "|".join(sorted(forms, key=len, reverse=True)) + r"))\b"


def _gap(most: int) -> str:
    """Up to so many words between the verb and its object."""
    return r"(?:[\s,]+[^\s,;]+){0," + str(most) + r"}?[\s\"'`(]+"


def _rule(
    reason: str, verbs: str, objects: str, *, gap: int = 4, tail: str = "", refused_when: str = "ordered"
) -> Rule:
    first_words = frozenset(form.split()[0] for verb in verbs.split(",") for form in _forms(verb))
    source = _verbs(verbs) + _gap(gap) + "(?:" + objects + ")" + tail
    return Rule(reason, Expression(source, first_words), refused_when)


def _raw(reason: str, expression: str, *, refused_when: str = "ordered") -> Rule:
    return Rule(reason, Expression(expression), refused_when)


def _whole(reason: str, expression: str) -> Rule:
    return Rule(reason, Expression(expression), whole=True)


_READER = (
    r"(?:(?:all|any|every|the|these|those|of|my|our)\s+){0,3}"
    r"(?:previous|prior|above|earlier|preceding|foregoing|former|existing|original|initial|"
    r"given|your|system|system's|developer|developer's|"
    r"developers'|user|user's|users'|operator|operator's|platform|safety|security|host's|"
    r"older|other|current|default agent|standing|higher[- ]level)"
    r"(?:\s+(?:and|or|previous|prior|system|developer|user|safety|security|project|agent|"
    r"coding|own|earlier|other|initial|original|built-in|core)){0,3}\s+"
)
_ORDERS = (
    r"(?:instructions?|directions?|directives?|prompts?|guidelines?|guidance|guard-?rails?|"
    r"constraints?|restrictions?|orders|rules?|polic(?:y|ies)|"
    r"limits|limitations|commands|messages?|training|programming|safeguards?|protections?|"
    r"alignment|principles|warnings)\b"
)
_TOLD = (
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
_CREDENTIALS = (
    r"(?:(?:the|your|any|all|our|its|their|every|of|value|values|content|contents|stored|"
    r"known|raw|plain|production|database|db|root|admin|user|"
    r"users'|user's|github|aws|cloud|private|deploy|service|account|live|real|actual|current|"
    r"in|from|what|is|full|environment|plaintext)\s+|`|\"|'){0,7}"
    r"(?:credentials?|passwords?|passphrases?|secrets?|secret keys?|api[- ]?keys?|"
    r"access[- ]?(?:tokens?|keys?)|auth(?:entication)?[- ]tokens?|bearer tokens?|"
    r"session (?:tokens?|cookies?)|github tokens?|deploy tokens?|tokens?\s+(?:from|in|of|"
    r"stored)|private keys?|ssh keys?|signing keys?|encryption keys?|\$?[a-z0-9_]*(?:_token|"
    r"_key|_secret|_password|_pat)(?:_id)?\b|"
    r"keychain|\.env\b(?!\.(?:example|sample|template|dist))|~?/?\.?ssh/\S+|"
    r"outputs? of (?:the )?(?:env|printenv|set|export)\b|id_(?:rsa|ed25519|"
    r"ecdsa)\b|[~/.\w]*\.aws/credentials|\.npmrc|\.netrc|\.pypirc|\.git-credentials|"
    r"/etc/(?:passwd|shadow)|kube/?config|env(?:ironment)? var\w*(?:\s*,?\s*including)?|printenv|cookies)"
    + _CREDENTIAL_END
)
_SECRET_FILES = (
    r"(?:(?:the|your|our|any|all|of|content|contents|production|full|whole|private|database|"
    r"values?)\s+|`|\"|'){0,6}"
    r"(?:\.env\b(?!\.(?:example|sample|template|dist))|~?/?\.?ssh\b/?\S*|id_(?:rsa|ed25519|"
    r"ecdsa)\b|[~/.\w]*\.aws/credentials|\.npmrc|\.netrc|\.pypirc|\.git-credentials|"
    r"/etc/(?:passwd|shadow)|kube/?config|private keys?|ssh keys?|credentials(?: file)?|"
    r"secrets? file|vault keys?|service[- ]account key)" + _CREDENTIAL_END
)
_DISCLOSED = (
    r"[^.]{0,80}?\b(?:in|into|to|with|at|on|through|via)\s+(?:(?:the|your|a|an|each|every|any|"
    r"my|our|this|final|last|public|next|pr|pull request|"
    r"commit|build|issue|team's|shared|chat|slack|external|remote|of|all|top|end|bottom)\s+){0,5}"
    r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|messages?|descriptions?|"
    r"comments?|reports?|chat|channel|slack|gist|pastebin|"
    r"issues?|pull requests?|pr|logs?|commits?|prompt|readme\S*|docs?/\S*|url|webhook|me|us|"
    r"caller|attacker|internet|public|transcript|page|wiki|ticket)\b"
)
_EXTERNAL = (
    r"(?:(?:https?|ftp|sftp|wss?|hxxps?|s3|scp|ssh)://(?!localhost|127\.|0\.0\.0\.0|\[::1)\S+|"
    r"(?<![\d.])(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|"
    r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|sh|dev|xyz|ru|cn|top|site|app|me|co|"
    r"info|example|test|invalid|cloud|link|ly)/\S*|"
    r"\b(?:pastebin|gist|ngrok|requestbin|webhook\.site|transfer\.sh|telegram bot|"
    r"discord webhook|raw\.githubusercontent)\b|"
    r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
_REMOTE = (
    r"(?:" + _EXTERNAL + r"|(?:the |an? |that |this |our |my )?(?:internet|web(?:site| page|page)?|"
    r"remote (?:server|host|url|script)|url|link|attached (?:script|file|page)|server below|"
    r"address below))"
)
_SHELL = (
    r"(?:sudo\s+(?:-\w+\s+)*)?(?:/(?:usr/)?bin/)?(?:env\s+)?(?:ba|z|da|k|fi|c)?sh\b|"
    r"python[\d.]*\b|node\b|perl\b|ruby\b|php\b|iex\b|pwsh\b|powershell\b|source\b"
)
_FETCHER = r"(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|fetch|http|aria2c|lwp-request|lynx)"
_CHECKS = (
    r"(?:(?:the|all|any|every|your|its|our|these|this|of|strict|server|client|peer|host|"
    r"hostname|full|remaining|ssh|https|annoying|slow|required|mandatory|"
    r"pre-?commit|pre-?push|commit|git|and|or)\s+|`|\"|'){0,5}"
    r"(?:(?:tls|ssl|x\.?509|mtls|https)(?:\s+(?:and|or)\s+\w+)?\s+(?:cert\w*\s+)?(?:verif\w+|"
    r"valid\w+|check\w*|certificates?)|(?:tls|ssl)\b(?!\s+\d|v\d|\s+(?:1|session|resum|"
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
    r"auth(?:entication|orization|orisation)?\s?(?:checks?|middleware|guards?|"
    r"layer)?\b(?!\s+(?:cache|header|tests?|logs?))|csrf(?:\s+\w+)?|"
    r"firewalls?\b|antivirus|selinux|apparmor|seccomp|branch protection\w*|two-factor\w*|2fa|"
    r"mfa|rate limit(?:s|ing)?\b(?=\s*(?:$|[.,;!]))|"
    r"audit (?:logs?|logging|trail)|safety (?:mode|nets?|features?)|guard-?rails|safeguards|"
    r"confirmation(?:s| prompts?| dialogs?)?\b(?=\s*(?:$|[.,;!]|before|when|for))|"
    r"lint(?:er|ers|ing)?\b(?=\s*(?:$|[.,;!]|before|when|so|because|if|and|by|it|to)\b)|"
    r"type[- ]?check(?:s|er|ing)?\b(?=\s*(?:$|[.,;!]|before|when|so|because|if|and)\b)|"
    r"ci\b(?=\s*(?:$|[.,;!]|checks?\b|pipelines?\b))|quality gates?|"
    r"validation\b(?=\s*(?:$|[.,;!]))|"
    r"(?:unit |integration |regression )?tests\b(?=\s*(?:$|[.,;!)]|before|so that|because|"
    r"they|if they|when they|entirely|altogether|to save|that fail|when pressed|for (?:speed|"
    r"now|small)|and (?:push|commit|merge|ship|deploy|go|move)))|"
    r"test ?suites?\b(?!\s+(?:for|on|marked|when))|test runs?\b(?=\s*(?:$|[.,;!])))"
)
_OFF = (
    "disable,skip,bypass,deactivate,suppress,ignore,omit,comment "
    "out,delete,mute,circumvent,get around,work around,override,remove,drop,"
    "turn off,switch off,shut "
    "off,forgo,neglect,silence,weaken,loosen,relax,strip,unset,evade,dodge,do without,go "
    "without,opt out of,ditch,kill,avoid"
)
_FLAGS = (
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
_CHECKED = (
    r"(?:(?:the|any|all|their|its|of|downloaded|a|an|your|every|server|peer)\s+){0,4}(?:tls|"
    r"ssl|signatures?|certificates?|certs?|checksums?|host keys?|integrity|identity|"
    r"permissions?|authenticity|"
    r"hooks|pre-?commit|linters?|security (?:scans?|checks?))\b"
)

RULES: tuple[Rule, ...] = (
    _whole(
        OVERRIDES,
        r"\b(?:(?:previous|prior|earlier|all|your|existing|older|system)\s(?:\w+\s){0,2}?"
        + _ORDERS
        + r"|"
        + _ORDERS
        + r"\s(?:\w+\s)?(?:before|above|earlier|previously)\b[^.;]{0,20}?)\s(?:no longer|do not|"
        r"don't|won't|must not|need not)\s"
        r"(?:apply|hold|count|matter|bind|be followed)\b|"
        r"\b(?:safety|security|all)\s(?:\w+\s)?(?:polic(?:y|ies)|rules|guidelines|"
        r"restrictions|protections|safeguards)\s(?:(?:are|is)\s)?(?:now\s)?"
        r"(?:suspended|void|off|lifted|waived|inactive)\b",
    ),
    _raw(
        RUNS,
        r"\b(?P<act>install(?:ing)?|add(?:ing)?|import(?:ing)?|"
        r"load(?:ing)?)\b[^.;]{0,50}?\s(?:(?:from|via)\s)?git\+(?:https?|ssh)://",
    ),
    _rule(
        RUNS,
        "import,load,install,require,include",
        r"(?:[^\s;]+\s){0,4}?(?:straight |directly |right )?from\s" + _EXTERNAL,
        gap=0,
        tail=r"(?!\s*(?:index|registry|mirror|simple))",
    ),
    _raw(
        UNCHECKS,
        r"(?P<act>"
        + _CHECKED
        + r")(?P<passive>)\s(?:need not|do(?:es)? not (?:need|have) to|don't (?:need|have) to|"
        r"doesn't (?:need|have) to|should not|must not|never need to)\s"
        r"be\s(?:checked|verified|validated|run|enforced|trusted)\b",
    ),
    _raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>--force\b(?!-)|\bforce[- ]push\w*))[^.;]{0,40}?\b(?:main|master|"
        r"production|trunk|release|protected)\b",
    ),
    _rule(
        CONFIGURES,
        "change,set,make,give,open",
        r"(?:[^\s;]+\s){0,6}?(?:permissions?|mode|rights|files?|director\w+|"
        r"everything)\b[^.;]{0,40}?\b(?:0?777|world[- ]writable)",
        gap=0,
    ),
    _rule(
        CONFIGURES,
        "enable,turn on,activate,use,set,switch on",
        r"(?:the )?(?:auto[- ]?(?:approv\w+|accept\w*|confirm\w*)|yolo mode|bypass mode|"
        r"full access|unrestricted mode)",
        gap=1,
    ),
    _rule(
        CONFIGURES,
        "insert,add,install,drop,place,put,write",
        r"(?:[^\s;]+\s){0,4}?\.git/hooks\S*\s(?:that|which|to)\s(?:upload|send|post|curl|fetch|"
        r"download|mail|copy|call|run)\w*",
        gap=0,
    ),
    _whole(
        POSES,
        r"\byou are (?:dan\b|root\b|an? (?:unrestricted|jailbroken|unfiltered|uncensored)|"
        r"free (?:of|from) )|\byou (?:have|know|obey) no (?:limits|restrictions|rules|"
        r"boundaries)\b",
    ),
    _raw(HIDES, r"\b(?P<act>leave|leaving)\s(?:no|without)\s(?:a\s)?(?:trace|record|log|evidence|sign)s?\b"),
    _raw(
        HIDES,
        r"\b(?P<act>keep|stay|remain|be)\s(?:quiet|silent|discreet|mum)\s(?:about|on|regarding)\b|"
        r"\b(?P<passive>cover (?:your|the) tracks|act (?:silently|covertly|secretly))\b",
    ),
    # -- other instructions are to be ignored
    _rule(
        OVERRIDES,
        "ignore,disregard,forget,override,bypass,discard,dismiss,neglect,skip,erase,drop,set "
        "aside,abandon,overrule,overwrite,"
        "cancel,supersede,nullify,unlearn,put aside,throw out,leave "
        "behind,break,violate,defy,disobey,suspend,delete,circumvent,get around",
        _READER + _ORDERS + "|" + _TOLD,
        gap=3,
    ),
    _raw(
        OVERRIDES,
        r"\b(?P<act>(?:pay|give) no (?:attention|heed)|take no notice)\b[^.]{0,40}?\b(?:"
        + _ORDERS
        + r"|above|earlier|before)",
    ),
    _rule(
        OVERRIDES,
        "follow,obey,heed,honor,honour,comply with,respect,listen to,adhere "
        "to,apply,observe,stick to,be bound by,abide by",
        _READER
        + _ORDERS
        + "|"
        + _TOLD
        + r"|(?:the |any |your )?(?:rules|instructions|guidelines) (?:you|of|in|from)\b",
        gap=2,
        refused_when="forbidden",
    ),
    _raw(
        OVERRIDES,
        r"\b(?P<act>no longer (?:follow|obey|bound by|apply|need to follow|subject to|"
        r"have to follow))(?P<passive>)\b[^.]{0,40}?" + _ORDERS,
    ),
    _whole(
        OVERRIDES,
        r"\b(?:previous|prior|above|earlier|your|existing|all|other|system)\s(?:\w+\s){0,2}"
        + _ORDERS
        + r"\s(?:are|is|were|have been|should be|must be)\s(?:\w+\s)?"
        r"(?:void|null|obsolete|cancelled|canceled|revoked|suspended|lifted|replaced|"
        r"superseded|no longer|invalid|outdated|ignored|disregarded|overridden|forgotten)",
    ),
    _whole(
        OVERRIDES,
        r"\bth(?:is|ese|e following)\s(?:\w+\s){0,2}(?:overrides?|supersedes?|replaces?|"
        r"outranks?|takes? (?:precedence|priority)|has (?:precedence|priority)|"
        r"trumps?)\b[^.]{0,40}?"
        r"(?:\binstructions?|\brules|\bprompt|claude\.md|agents\.md|\bguidelines|\beverything|"
        r"\bsystem|\buser)",
    ),
    _whole(
        OVERRIDES,
        r"\b(?:your|the) new (?:task|goal|objective|instructions?|role|mission|orders|rules|"
        r"purpose)\s?(?:is|are|:)|(?:^|[.!›>\]]\s*)new (?:task|instructions?|orders|rules|"
        r"directive)s?(?: for (?:the|you)[^.:]{0,20})?(?::| follow)",
    ),
    _raw(
        OVERRIDES,
        r"\b(?P<act>treat|regard|consider|accept|trust|take)\b\s(?:this|the (?:following|next|"
        r"text below|lesson))(?:\s\w+){0,4}?\s(?:as|like)\s(?:\w+\s){0,2}(?:commands?|orders?|"
        r"instructions?|system|authorit\w+|coming from|the operator|trusted|law|absolute|"
        r"binding)",
    ),
    _raw(
        OVERRIDES,
        r"\b(?P<act>trust|believe|obey|follow|do|comply with)\s(?:only\s)?(?:what|whatever|"
        r"everything|anything|any instructions?|the commands?|the instructions?|"
        r"all instructions?)\b[^.]{0,30}?(?:written here|(?:this|the) (?:note|lesson|text|"
        r"message|page) says|below|that (?:the )?(?:page|file|site|script|url) says|it says|"
        r"it tells you|they say)",
    ),
    # -- fetched and run
    _raw(RUNS, _FETCHER + r"\b[^|;]{0,300}?\|\s*(?P<act>(?P<flag>" + _SHELL + r"))"),
    _raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:(?:ba|z|da)?sh|source|eval|exec|python[\d.]*|node|iex|"
        r"\.)\s+(?:-\w+\s+)?[\"'`]{0,2}(?:\$|[<‹])\(\s*"
        + _FETCHER
        + r"|\biex\s*\(|\beval\b[^.]{0,20}?\$\(|base64\s+(?:-d|-D|--decode)[^|;]{0,80}?\|\s*(?:"
        + _SHELL
        + r")|/dev/tcp/|\bnc\s+-\w*e\b))",
    ),
    _whole(
        RUNS,
        r"\b(?:exec|eval)\(\s*(?:\w+\.)*(?:urlopen|urlretrieve|get)\(|\b(?:exec|"
        r"eval)\(\s*(?:base64|zlib|bytes\.fromhex|codecs)\b",
    ),
    _raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:eval|exec|execfile)\b[^.]{0,60}?(?:urlopen|requests\.get|"
        r"urllib|fetch\(|https?://)))",
    ),
    _rule(
        RUNS,
        "download,fetch,get,retrieve,pull,grab,clone,load,install,obtain,curl,wget,visit,open,read,"
        "browse,access,query,check,go "
        "to,import,request",
        _REMOTE,
        gap=8,
        tail=r"[^;]{0,60}?(?:\band\b|\bthen\b|,|\bto\b)\s(?:\w+\s){0,2}?(?:run|execute|source|eval|"
        r"evaluate|launch|start|apply|follow|invoke|call|pipe|obey|do what|do as|carry out|comply|"
        r"install|import|act on|use it|perform)\b",
    ),
    _rule(
        RUNS,
        "download,fetch,get,retrieve,pull,grab,curl,wget,load,save",
        r"(?:script|installer|binary|executable|payload|program|tool|helper|code|it|file|"
        r"archive)\b[^;]{0,60}?(?:from|at)\s" + _REMOTE,
        gap=4,
        tail=r"[^;]{0,60}?\b(?:run|execute|source|eval|launch|start|install|make it executable|chmod)",
    ),
    _rule(
        RUNS,
        "visit,open,read,fetch,load,check,browse,query,go to,consult,see,get",
        _REMOTE,
        gap=6,
        tail=r"[^;]{0,40}?\bfor (?:\w+\s){0,3}(?:instructions|orders|steps|commands|tasks|rules|directives)",
    ),
    _rule(
        RUNS,
        "run,execute,source,eval,launch,load,invoke,start,follow,obey,apply,pipe,perform,carry out,exec,do",
        r"(?:[^\s;]+\s){0,5}?(?:from|at|hosted (?:on|at)|on|behind|found (?:at|on|under)|under|in)\s"
        + _REMOTE,
        gap=2,
        tail=r"(?!\s*(?:index|registry|mirror))",
    ),
    _rule(RUNS, "run,execute,source,launch,invoke", _EXTERNAL, gap=3),
    _raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:npx(?:\s-\w+)*|pipx (?:run|install)|uvx|bunx|"
        r"deno run(?:\s-\S+)*|go run|pip3? install(?:\s-\S+)*|npm (?:i|install|"
        r"exec)(?:\s-\S+)*|gem install|easy_install|msiexec(?:\s/\w+)*|"
        r"rpm -\w+)\s[^.;]{0,40}?(?:git\+)?(?:https?|ftp|hxxps?)://(?!localhost|"
        r"127\.)))(?![^;]*(?:index-url|registry))",
    ),
    _raw(
        RUNS,
        r"\b(?P<act>before|at the start of|on|after|during|for)\s(?:each|every|any|"
        r"all)\s[^.]{0,30}?\b(?:fetch|download|load|read|open|visit|curl|wget|query|request|"
        r"get|pull|grab)\b[^.]{0,30}?" + _EXTERNAL,
    ),
    _raw(
        RUNS,
        r"\b(?P<act>obey|follow|execute|run|comply with|carry out|do|"
        r"perform)\s(?:\w+\s){0,2}?(?:instructions?|commands?|orders|"
        r"whatever)\b[^.]{0,30}?\b(?:issue|comments?|web ?page|fetched|email|attachment|url|"
        r"link|https?)\b",
    ),
    # -- credentials and internals
    _rule(
        REVEALS,
        "reveal,disclose,leak,expose,dump,print,echo,display,show,paste,output,exfiltrate,divulge,"
        "publish,hand "
        "over,log,cat,recite,post,tweet,surrender,give away,steal,harvest,collect,extract",
        _CREDENTIALS,
        gap=1,
    ),
    _rule(
        REVEALS,
        "include,write,send,share,put,add,copy,append,attach,insert,embed,quote,repeat,mention,state,"
        "report,return,save,store,list,print,read,place,hardcode,pass,tell,reply "
        "with,answer with,give,type,encode,upload,email,mail,push",
        _CREDENTIALS,
        gap=2,
        tail=_DISCLOSED,
    ),
    _rule(
        REVEALS,
        "send,share,upload,email,mail,commit,check "
        "in,publish,push,post,transmit,forward,copy,scp,rsync,encode,print,paste,attach,"
        "write,include,put,show,reveal,cat",
        _SECRET_FILES,
        gap=2,
        tail=r"(?!\s+(?:template|example|sample|vault|through the vault))",
    ),
    _rule(
        REVEALS,
        "tell,give,show,send,hand",
        r"(?:me|us|them|the caller|the requester|anyone|whoever asks|everyone|the attacker)\b[^.]{0,40}?"
        + _CREDENTIALS,
        gap=0,
    ),
    _rule(REVEALS, "hardcode,hard-code,bake", _CREDENTIALS, gap=2),
    _rule(
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
    _rule(UNCHECKS, _OFF, _CHECKS, gap=3),
    _raw(
        UNCHECKS,
        r"\b(?P<act>(?:turn|switch|shut|toggle)(?:ing)?)\s(?:the\s|all\s|any\s)?(?:[^\s,;]+\s){0,4}?"
        + _CHECKS
        + r"\s+off\b",
    ),
    _raw(UNCHECKS, r"(?P<act>(?P<flag>(?<![\w-])" + _FLAGS + r"))"),
    _raw(
        UNCHECKS,
        r"(?P<act>"
        + _CHECKS
        + r")(?:\s[^\s,;]+){0,4}?\s(?P<passive>(?:must|should|needs? to|ha(?:s|ve) to|is to|"
        r"are to|can safely|may safely|can always|ought to)(?:\s(?:always|only|simply|just|"
        r"therefore|also|both|all))?\s(?:be|stay|remain)\s(?:\w+ly\s)?(?:disabled|turned off|"
        r"switched off|skipped|bypassed|ignored|removed|suppressed|deactivated|omitted|off|"
        r"commented out|deleted|relaxed))\b",
    ),
    _raw(
        UNCHECKS,
        r"(?P<act>(?:code |peer |security )?(?:reviews?|approvals?|signature verification|"
        r"verification|signing|signatures|authentication|tls|confirmation|"
        r"permission))(?P<passive>)\s(?:is|are)\s(?:not (?:needed|required|necessary|"
        r"important)|unnecessary|pointless|a waste|useless)\b(?![^.]*\b(?:when|if|only|"
        r"because it|in tests)\b)",
    ),
    _rule(
        UNCHECKS,
        "verify,check,validate,inspect,enforce,verifying,require,scan",
        _CHECKED,
        gap=1,
        tail=r"(?!\s+(?:twice|again|manually|yourself|by hand|with ==|in (?:the )?(?:loop|hot path)|cache))",
        refused_when="forbidden",
    ),
    _rule(
        UNCHECKS,
        "run,execute,wait for,bother with,start,launch,look at,trust,care about",
        r"(?:(?:the|any|all|your|unit|full|whole|for)\s+){0,3}(?:tests?(?: suite)?|ci|"
        r"linters?|lint|type[- ]?checks?|hooks|pre-?commit|checks|(?:code )?reviews?|"
        r"approvals?|test failures)\b(?=\s*(?:$|[.,;!]|before (?:commit|push|merg|you|finish)|"
        r"when (?:commit|push|you)|they|it is|because (?:they|it)))",
        gap=1,
        refused_when="forbidden",
    ),
    _rule(
        UNCHECKS,
        "merge,push,commit,deploy,ship,release,publish,land,approve,proceed,continue,go "
        "ahead,delete,act,change",
        r"(?:[^\s;]+\s){0,6}?(?:without|with no|before any)\s(?:(?:a|any|the|waiting for|"
        r"asking for|further|human|running|code|prior|an|doing|getting|seeking|requiring|full|"
        r"security)\s){0,4}(?:approvals?|reviews?|tests|checks|permission|verification|"
        r"consent|sign-?off|the linter|confirmation from)\b",
        gap=0,
    ),
    _rule(
        UNCHECKS,
        "push,commit,merge,force-push,force push",
        r"(?:[^\s;]+\s){0,3}?(?:straight|directly|right)\s(?:in)?to\s(?:the\s)?(?:main|master|"
        r"production|trunk|release|protected)",
        gap=0,
    ),
    _raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>\bgit push\b[^.;]{0,30}?(?:--force\b(?!-)|"
        r"-f\b)[^.;]{0,30}?\b(?:main|master|production|trunk|release)\b))",
    ),
    _rule(
        UNCHECKS,
        "mark,make,force,set,rig,fake,stub",
        r"(?:the |all |any )?(?:failing|failed|broken|red|every|all) ?(?:tests?|checks?|"
        r"builds?|assertions?)(?: suites?)? (?:as |to |be )?(?:skipped|passed|passing|green|"
        r"xfail|pass|success\w*|ignored)",
        gap=0,
    ),
    _raw(
        UNCHECKS,
        r"\b(?P<act>(?:answer|say|claim|report|pretend|state|reply|tell|assert|"
        r"lie))\b[^.]{0,30}?\b(?:that )?(?:all |the |every )?(?:tests?|checks?|builds?|"
        r"reviews?) (?:have |has |was |were |are |is )?(?:passed|pass|green|succeeded|done|"
        r"fine|approved)(?! before)(?=\s*(?:$|[.,;!]|even|regardless|no matter|without|"
        r"whatever|anyway))",
    ),
    _rule(
        UNCHECKS,
        "approve,accept,allow,merge,grant,confirm,authorise,authorize",
        r"(?:every|any|all|each|whatever)\s(?:pull |merge |tool |permission |incoming |"
        r"change )?(?:requests?|changes?|prs?|calls?|tools?|commands?|prompts?|"
        r"actions?)\b(?!\s+(?:that|which|with|whose|from|marked|only|must|in)\b)",
        gap=0,
    ),
    # -- settings and permissions
    _rule(
        CONFIGURES,
        "change,edit,modify,update,set,add,write,alter,put,append,insert,overwrite,extend,"
        "patch,replace,relax,rewrite,drop,place,allow,enable,include",
        r"(?:[^\s;]+\s){0,6}?(?:\.claude/\S*|~/\.claude\S*|claude(?:'s| code)? (?:settings|"
        r"configuration|config|permissions)|settings\.local\.json|\S*authorized_keys|"
        r"\S*sudoers|crontab|~?/?\.(?:bashrc|zshrc|profile|bash_profile|gitconfig|"
        r"ssh/config)\b|/etc/(?:hosts|sudoers|passwd|crontab|ld\.so)\S*|(?:your|the agent's|"
        r"agent) (?:own )?(?:settings|permissions?|configuration|allow ?list|tool list|hooks)|"
        r"(?:permission|allow|allowed)[- ]?(?:tools )?(?:mode|list)|allowedtools|hooks\.json|"
        r"mcp\.json|bypasspermissions)",
        gap=0,
    ),
    _rule(
        CONFIGURES,
        "grant,give,assign,allow,obtain,acquire,elevate,escalate,get,request",
        r"(?:yourself|itself|me|us|all|everyone|everybody|anyone|the agent|this agent|agents|"
        r"claude|full|root|admin\w*|sudo|unrestricted|write access to all|"
        r"every)\b(?:\s[^\s;]+){0,5}?\s?(?:rights?|permissions?|privileges?|access|roles?|"
        r"control|tools?|root|sudo\w*|bash)\b",
        gap=0,
    ),
    _rule(
        CONFIGURES,
        "allow,auto-approve,whitelist,auto-accept,permit,enable",
        r"(?:all |any |every )?(?:tools?|bash|bash\(\S*|commands?|permissions?|tool (?:calls|"
        r"uses?)|edits|shell commands?)(?:\s(?:without|by default|automatically|"
        r"unconditionally|for (?:the agent|every))|\(\*|\s*$)",
        gap=0,
    ),
    _raw(
        CONFIGURES,
        r"(?P<act>(?P<flag>\bchmod\s(?:-\w+\s)*(?:0?777|a\+rwx|[ugo]*\+s)|"
        r"\bsudo\s(?:-\w+\s)*(?:rm|chmod|chown|su|sh|bash|tee|sed|dd|visudo|usermod|passwd)\b|"
        r"\bsetenforce 0|\bvisudo\b|nopasswd))",
    ),
    _raw(
        CONFIGURES,
        r"\b(?P<act>(?:run|start|launch|work|operate|execute)(?:ning|"
        r"ing)?)\s(?:[^\s;]+\s){0,4}?(?:as root|with (?:root|sudo|admin\w*|full|"
        r"elevated) (?:rights|permissions|privileges|access))\b(?=\s*(?:$|[.,;!]|when|to|if|"
        r"so))",
    ),
    _rule(
        CONFIGURES,
        "set,change,switch,put",
        r"(?:[^\s;]+\s){0,4}?(?:core\.hookspath|permission mode)\s",
        gap=0,
        tail=r"(?!\.?githooks|hooks/|\.husky)",
    ),
    _rule(
        CONFIGURES,
        "add,install,create,register,drop,plant",
        r"(?:an? |the |your |this )?(?:backdoor|reverse shell|rootkit|key ?logger|"
        r"(?:public )?(?:ssh )?key to (?:the )?authorized\w*|cron ?job (?:that|"
        r"which) (?:fetch|download|curl|send)\w*)",
        gap=1,
    ),
    # -- posing
    _whole(
        POSES,
        r"(?:^|[.!?\"'‹<\[(#*]\s*|\n\s*)(?:(?:system|assistant|developer|operator|"
        r"administrator|human|root)(?:\s(?:message|prompt|note|override|notice|update|alert|"
        r"instructions?))?\s?(?:\]|›|>|\))?\s?:|\[/?(?:system|inst|assistant|user|developer|"
        r"human)\]|[‹<]/?(?:system|assistant|user|human|self-learning|instructions?|im_start|"
        r"function_calls|tool_result|system-reminder)\b|<\||\|im_(?:start|"
        r"end)\|)\s?(?!\s*(?:linux|macos|windows|tests?\b|calls? (?:need|fail|return)|"
        r"the (?:api|model|class|field|message)\b))",
    ),
    _whole(
        POSES,
        r"(?:^|[.!]\s*)user\s?:\s*(?:please|you\b|now\b|go ahead|ignore|delete|approve|yes|"
        r"ok\b|i (?:want|need|authori|approve|confirm))|#{2,}\s?(?:instructions?|system|"
        r"new task)|begin (?:system|new) (?:prompt|instructions)|end of (?:the )?(?:lessons?|"
        r"patterns?|prompt|system prompt|instructions|context|evidence)\b",
    ),
    _whole(
        POSES,
        r"\byou are (?:now|no longer|hereby|actually)\s(?:an?|the|in|free|un\w+|not|bound|dan|"
        r"authori\w+|root|called|operating|allowed|my)\b|\bfrom now on,? you\b|\byou (?:must|"
        r"will|shall) (?:now )?(?:obey|comply)|\b(?:developer|maintenance|god|debug|admin|"
        r"jailbreak|dan|unrestricted) mode (?:is )?(?:enabled|activated|on|engaged)\b|"
        r"\byou are in (?:maintenance|developer|debug|god|admin) mode",
    ),
    _raw(
        POSES,
        r"\b(?P<act>act(?:ing)?|pretend(?:ing)?|pose|posing|behave|respond|roleplay|role-play|"
        r"impersonate|imagine)\s(?:as(?:\sif)?|to be|like|that)?\s?(?:you (?:are|were|have|had|could)\b|"
        r"(?:an?|the)\s(?:\w+\s){0,2}?(?:admin\w*|root|system|user|human|maintainer|owner|"
        r"operator|developer|reviewer|unrestricted|hacker|attacker|jailbroken|superuser|"
        r"manager|ceo|boss|security team))\b",
    ),
    _whole(
        POSES,
        r"\b(?:note|message|notice|order|instruction|request|word|directive|greetings|"
        r"update) from (?:the )?(?:anthropic|openai|your (?:developers?|operators?|creators?|"
        r"administrators?|owner)|system administrators?|security team|management|"
        r"(?:the )?(?:system|user|developer|operator|ceo|owner))\b|\b(?:coming|comes?|issued|"
        r"sent) (?:directly )?(?:from|by) (?:the )?(?:operator|user|anthropic|administrator|"
        r"system|owner|management)\b(?! (?:table|model|service|class|input|api|clock|time|bus|"
        r"event))",
    ),
    _whole(
        POSES,
        r"\b(?:as|i am|i'm|this is|speaking as) (?:the|your|an?) (?:\w+ )?(?:administrator|"
        r"admin|operator|developer of this|owner|system|creator|maintainer|supervisor|"
        r"security officer)\b[^.]{0,50}?\b(?:i|you|order|instruct|command|authori|require|"
        r"approve|speaking|here)\b",
    ),
    _whole(
        POSES,
        r"\b(?:the )?(?:user|human|owner|admin\w*|maintainer|anthropic|operator|team lead|"
        r"developer|manager|security team) (?:has|have|had)? ?(?:already |explicitly |hereby |"
        r"previously |also )*(?:authori[sz]ed|approved|consented|agreed to|permitted|"
        r"allowed you|asked you|instructed you|told you|wants you|signed off|"
        r"given (?:you )?(?:permission|consent|approval)|confirmed)\b(?! (?:users?|clients?|"
        r"requests? (?:get|are|return)))",
    ),
    # -- data sent elsewhere
    _rule(
        SENDS,
        "send,post,upload,transmit,exfiltrate,forward,email,mail,push,copy,sync,leak,ping,report,"
        "submit,publish,share,curl,scp,rsync,stream,deliver,relay,mirror,ship,export,move,transfer,"
        "dump,put,save,back "
        "up,beacon",
        r"(?:[^\s;]+\s){0,3}?(?:repositor\w+|repo|source\w*|code\w*|files?|contents?|data\w*|"
        r"diffs?|conversations?|transcripts?|chats?|env\w*|credentials?|keys?|secrets?|"
        r"outputs?|logs?|results?|history|prompts?|context|findings|workspace|database|dump|"
        r"backups?|everything|it|them|this|changes?|patch(?:es)?|customer\w*|emails?|cookies|"
        r"tokens?|project|directory|documents?)\b[^;]{0,60}?\b(?:to|at|on|via|into|"
        r"through)\s(?:[^\s;]+\s){0,5}?" + _EXTERNAL,
        gap=0,
    ),
    _rule(
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
    _rule(
        SENDS,
        "send,post,upload,transmit,forward,email,mail,copy,submit,share,relay,deliver,push,mirror,back "
        "up,sync",
        r"(?:[^\s;]+\s){0,5}?(?:to|on|at|into)\s(?:an? |the |some |our |my )?(?:external|"
        r"outside|unknown|third[- ]party|attacker\S*|foreign)\s"
        r"(?:server|host|machine|bucket|address|site|service|endpoint|repository|account|party)",
        gap=0,
    ),
    _rule(SENDS, "exfiltrate,siphon,smuggle", r"\w+", gap=0),
    _whole(SENDS, r"!\[[^\]]{0,100}\]\(\s*https?://(?!localhost|127\.)"),
    _raw(
        SENDS,
        r"(?P<act>(?P<flag>\bcurl\b[^|;]{0,120}?\s(?:-d|--data\S*|-F|-f|-t|--upload-file|"
        r"--form)\s?[^|;]{0,80}?(?:@|\$\(|`|\$[a-z_]*(?:key|token|secret|env))[^|"
        r";]{0,160}))(?=.*(?:https?://|\.\w{2,}/))",
    ),
    # -- kept from the user
    _raw(
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
    ),  # the negation is part of the expression
    _raw(
        HIDES,
        r"\b(?:do not|don't|dont|never|must not|should not|no need to|avoid|"
        r"without)\s(?:ever )?(?P<act>(?P<passive>mention(?:ing)?|report(?:ing)?|disclos(?:e|"
        r"ing)|reveal(?:ing)?|admit(?:ting)?|talk(?:ing)? about|speak(?:ing)? (?:of|about)|"
        r"refer(?:ring)? to))\s(?:this|it|these|that you|what you|your (?:actions?|changes?|"
        r"instructions?)|the existence of (?:this|these))\b(?![^.]*\b(?:class|function|field|"
        r"header|api|endpoint|variable)\b)",
    ),
    _rule(
        HIDES,
        "hide,conceal,keep,cover up,obscure,disguise,mask,leave,omit,withhold",
        r"(?:this|it|these|that|them|your (?:\w+\s)?(?:changes?|actions?|edits?|tracks|"
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
    _rule(
        HIDES,
        "omit,leave out,leave",
        r"(?:this |the |any |it |these |that )?(?:[^\s;]+\s){0,3}?(?:out of|from) (?:your|the|"
        r"each|every|all) (?:\w+ )?(?:report|summary|answer|reply|message|description|"
        r"changelog)s?(?: to (?:the )?(?:user|human|developer))?\b",
        gap=0,
    ),
    _whole(
        HIDES,
        r"\b(?:the |a )?(?:user|users|human|developer|developers|reviewers?|maintainers?|"
        r"anyone|anybody|owner|team|operator) (?:must|should|may|need|does|do|will|shall|"
        r"can)(?: not|n't) (?:ever |have to |need to |be )?(?:know|notice|find out|"
        r"learn about|learn of|see (?:this|it|that|the change|what)|be (?:told|informed|asked|"
        r"made aware)|told|informed|asked|aware|notified)\b(?! (?:to|how|whether|which|"
        r"the password|twice|again))",
    ),
    _whole(
        HIDES,
        r"\b(?:so|such) that (?:the |no ?)?(?:user|users|human|developer|reviewers?|one|body|"
        r"maintainers?|nobody|anyone)\b[^.]{0,20}?(?:(?:notic|know|find|learn|see|suspect)\w*|"
        r"not notice|unaware)(?! (?:the|a|an|when|how|which|whether|that the)\b)|"
        r"\bso nobody (?:notices|knows|finds out|sees)\b|\bwithout (?:the )?(?:user|users|"
        r"user's|human|developer|owner|reviewer|maintainer|anyone|anybody)(?:'s|"
        r"s')? ?(?:knowledge|noticing|knowing|consent|permission|approval|being (?:told|asked|"
        r"informed)|finding out|seeing)",
    ),
    # -- data destroyed
    _raw(
        DESTROYS,
        r"(?P<act>(?P<flag>\brm\s+-\w*[rf]\w*\s+(?:-\S+\s+)*[\"']?(?:/(?:\s|$|\*|etc|home|usr|"
        r"var(?:\s|/\s|$))|~|\$home|\.git\b|\*(?:\s|$)|\.(?:\s|$))|\bmkfs\.|"
        r"\bdd\s+if=\S+\s+of=/dev/|:\(\)\s*\{))",
    ),
    _rule(
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
