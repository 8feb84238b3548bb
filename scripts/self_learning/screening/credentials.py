"""Find a credential in a line of text, without a network call and without the noise of entropy checks.

The known formats come from detect-secrets, whose plugins are called directly: its scanner
would verify a find with the service that issued it, and its high-entropy and keyword plugins
take hashes and prose for secrets. What it doesn't know (younger token formats, a password
in an assignment) is added here.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detect_secrets.plugins.base import RegexBasedDetector

# Not among these: Base64HighEntropyString, HexHighEntropyString and KeywordDetector, because a
# lesson quotes hashes and talks about passwords; IPPublicDetector, because an address is none;
# ArtifactoryDetector, because it takes APAccountController for a token; BasicAuthDetector and
# PrivateKeyDetector, because user:pass@host and the words BEGIN PRIVATE KEY are no secrets either.
_PLUGINS = (
    ("aws", "AWSKeyDetector", "AWS access key"),
    ("azure_storage_key", "AzureStorageKeyDetector", "Azure storage key"),
    ("cloudant", "CloudantDetector", "Cloudant credential"),
    ("discord", "DiscordBotTokenDetector", "Discord bot token"),
    ("github_token", "GitHubTokenDetector", "GitHub token"),
    ("gitlab_token", "GitLabTokenDetector", "GitLab token"),
    ("ibm_cloud_iam", "IbmCloudIamDetector", "IBM Cloud key"),
    ("ibm_cos_hmac", "IbmCosHmacDetector", "IBM Cloud Object Storage key"),
    ("jwt", "JwtTokenDetector", "JSON Web Token"),
    ("mailchimp", "MailchimpDetector", "Mailchimp key"),
    ("npm", "NpmDetector", "npm token"),
    ("openai", "OpenAIDetector", "OpenAI key"),
    ("pypi_token", "PypiTokenDetector", "PyPI token"),
    ("sendgrid", "SendGridDetector", "SendGrid key"),
    ("slack", "SlackDetector", "Slack token"),
    ("softlayer", "SoftlayerDetector", "SoftLayer credential"),
    ("square_oauth", "SquareOAuthDetector", "Square token"),
    ("stripe", "StripeDetector", "Stripe key"),
    ("telegram_token", "TelegramBotTokenDetector", "Telegram bot token"),
    ("twilio", "TwilioKeyDetector", "Twilio key"),
)

# How their issuers let tokens begin, and of what and how many characters the rest is at least.
_HOSTING = (
    r"fm[12]a?_[\w+/=-]{40,}",  # Fly
    r"HRKU-[\w-]{30,}",  # Heroku
    r"nfp_\w{30,}",  # Netlify
    r"sbp_[a-f0-9]{40}",  # Supabase
    r"pscale_(?:tkn|pw|oauth)_[\w.=-]{30,}",  # PlanetScale
    r"pul-[a-f0-9]{40}",  # Pulumi
    r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{50,}",  # Terraform Cloud
    r"tskey-[a-z]+-[\w-]{20,}",  # Tailscale
    r"1//0[\w-]{40,}",  # Google refresh token
    r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{30,}",  # Doppler
    r"LTAI[A-Za-z0-9]{16,}",  # Alibaba
    r"vc[pkia]_[A-Za-z0-9]{24,}",  # Vercel
    r"scw[a-z]?_[\w-]{30,}|SCW[A-Z0-9]{17}",  # Scaleway
)
_PAYMENT = (
    r"sq0(?:csp|atp|idb)-[\w-]{22,}",  # Square
    r"EAAA[\w-]{50,}",
    r"access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}",  # Braintree
    r"rzp_(?:live|test)_[A-Za-z0-9]{14,}",  # Razorpay
    r"(?:shippo|duffel|flw\w*|lob|paystack)_(?:live|test)_[\w-]{20,}",
    r"EZ[AT]K[A-Za-z0-9]{50,}",  # EasyPost
    r"sk_(?:prod|sandbox)_[A-Za-z0-9]{20,}",
)
_LANGUAGE_MODELS = (
    r"pplx-[A-Za-z0-9]{40,}",  # Perplexity
    r"sk-or-v1-[a-f0-9]{40,}",  # OpenRouter
    r"nvapi-[\w-]{40,}",  # NVIDIA
    r"lsv2_(?:pt|sk)_[a-f0-9]{30,}\w*",  # LangSmith
    r"pcsk_[\w]{40,}",  # Pinecone
    r"tvly-[\w-]{20,}",  # Tavily
    r"(?:jina|e2b|fw|tgp_v1|cog)_[\w-]{32,}",
)
_SERVICES = (
    r"AT(?:BB|CTT3|OA|AT)[A-Za-z0-9_=-]{24,}",  # Atlassian
    r"NR(?:AK|JS|II|RA)-[A-Za-z0-9]{20,}",  # New Relic
    r"gl(?:sa|c)_[\w+/=]{32,}",  # Grafana
    r"sntry[su]_[\w+/=.-]{32,}",  # Sentry
    r"AKCp[A-Za-z0-9]{60,}",  # Artifactory
    r"fig[doru]_[\w-]{30,}",  # Figma
    r"lin_oauth_[A-Za-z0-9]{30,}",  # Linear
    r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}",  # Airtable
    r"key-[a-f0-9]{32}",  # Mailgun
    r"xkeysib-[a-f0-9]{40,}\S*",  # Brevo
    r"PMAK-[a-f0-9]{20,}-[a-f0-9]{30,}",  # Postman
    r"(?:bkua|bkct|bkaj)_[a-f0-9]{32,}|CCIPAT_\w{20,}",  # Buildkite, CircleCI
    r"rubygems_[a-f0-9]{40,}|CLOJARS_[a-f0-9]{50,}|cio[A-Za-z0-9]{32}",  # package registries
    r"sgp_[a-f0-9_]{40,}|phx_[A-Za-z0-9]{40,}|dt0[a-z]\d\d\.[A-Z0-9]{20,}\.[A-Z0-9]{40,}",
    r"ops_eyJ[\w-]{60,}|A3-[A-Z0-9]{6}-[A-Z0-9]{6,}-[A-Z0-9-]{15,}",  # 1Password
    r"rdme_[a-z0-9]{60,}|sl\.[\w-]{100,}|NRAL-\w{20,}|ddp?_[a-f0-9]{32,}",
)


def _prefixed(formats: tuple[str, ...]) -> str:
    return r"(?<![A-Za-z0-9_])(?:" + "|".join(formats) + ")"


# Formats that their issuers document and that the plugins above lack or know in an older shape.
_FORMATS: tuple[tuple[str, str], ...] = (
    (  # With its body, also where the end is cut off: redacting the first line alone would keep the key.
        "private key",
        (
            r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
            r"(?:[^-]*(?:-(?!----)[^-]*)*-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
            r"|(?:[\s\\rn]*[A-Za-z0-9+/=]{40,})*)"
        ),
    ),
    ("private key", r"\bPuTTY-User-Key-File-\d:|\bAGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    ("AWS access key", r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b"),
    ("GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{22,}"),
    ("GitLab token", r"\bgl(?:pat|dt|ft|rt|soat|cbt|ptt|imt|oas|agent)-[A-Za-z0-9_-]{20,}"),
    (
        "Slack token",
        (
            r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Za-z0-9-]{10,}|"
            r"\bxoxe\.xox[bp]-[A-Za-z0-9-]{10,}"
        ),
    ),
    (
        "Slack webhook",
        (
            r"hooks\.slack\.com/(?:services|workflows|"
            r"triggers)/T?[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]{8,}"
        ),
    ),
    ("Stripe key", r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}|\bwhsec_[0-9A-Za-z+/=]{24,}"),
    ("Google key", r"\bAIza[0-9A-Za-z_-]{35}|\bGOCSPX-[0-9A-Za-z_-]{20,}|\bya29\.[0-9A-Za-z_-]{20,}"),
    ("Anthropic key", r"\bsk-ant-[A-Za-z0-9_-]{16,}"),
    ("OpenAI key", r"\bsk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}|\bsk-[A-Za-z0-9]{32,}"),
    ("Hugging Face token", r"\bhf_[A-Za-z]{30,}"),
    ("npm token", r"\bnpm_[A-Za-z0-9]{36}"),
    ("PyPI token", r"\bpypi-AgE[A-Za-z0-9_-]{30,}"),
    ("SendGrid key", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("DigitalOcean token", r"\bdo[opr]_v1_[a-f0-9]{64}"),
    ("Shopify token", r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    ("Docker token", r"\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}"),
    ("Atlassian token", r"\bATATT3[A-Za-z0-9_=-]{30,}"),
    ("Databricks token", r"\bdapi[a-f0-9]{32}\b"),
    ("Vault token", r"\bhv[sbr]\.[A-Za-z0-9_-]{24,}"),
    ("Linear or Notion key", r"\blin_api_[A-Za-z0-9]{32,}|\b(?:secret|ntn)_[A-Za-z0-9]{43,}"),
    (
        "xAI, Groq or Replicate key",
        r"\bxai-[A-Za-z0-9]{40,}|\bgsk_[A-Za-z0-9]{40,}|\br8_[A-Za-z0-9]{36,}",
    ),
    ("JSON Web Token", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]{8,})?"),
    ("Azure storage key", r"\b(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{40,}={0,2}"),
    ("Azure client secret", r"(?<![\w~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![\w~-])"),
    (
        "webhook address",
        (
            r"discord(?:app)?\.com/api/webhooks/\d{6,}/[\w-]{20,}|"
            r"webhook\.office\.com/webhookb2/[\w@/-]{40,}|"
            r"chat\.googleapis\.com/v1/spaces/\S+[?&]key=[\w-]{20,}\S*"
        ),
    ),
    (
        "signature or key in a web address",
        (
            r"(?<=[?&])(?:sig|signature|x-amz-signature|x-goog-signature|access_token|api_?key|"
            r"apikey|token|"
            r"auth_token|client_secret|"
            r"subscription-key)=(?=[A-Za-z%+/=_.-]*\d)(?=[\d%+/=_.-]*[A-Za-z])[\w%+/=.-]{20,}"
        ),
    ),
    ("hosting token", _prefixed(_HOSTING)),
    ("payment key", _prefixed(_PAYMENT)),
    ("language-model key", _prefixed(_LANGUAGE_MODELS)),
    ("developer-service token", _prefixed(_SERVICES)),
)

_NAME = (
    r"(?:[A-Za-z0-9_.-]{0,40}?)"
    r"(?:passwords?|passwd|passwort|pwd|passphrase|pass|secrets?|tokens?|api[ _-]?keys?|access[ _-]?keys?|"
    r"secret[ _-]?keys?|secret[ _-]?access[ _-]?keys?|private[ _-]?keys?|auth[ _-]?keys?|"
    r"account[ _-]?keys?|"
    r"signing[ _-]?keys?|encryption[ _-]?keys?|client[ _-]?secrets?|credentials?|mot de passe|contraseña)"
    r"(?P<suffix>(?:[_-][A-Za-z0-9]+){0,2}|(?:Base|Value|String|Text|Plain|Prod|Dev)?)"
)
# A name that ends so holds something about a secret, and not the secret.
_ABOUT = frozenset(
    [
        "hasher",
        "hash",
        "length",
        "min",
        "max",
        "expiry",
        "expires",
        "ttl",
        "ref",
        "name",
        "field",
        "type",
        "policy",
        "hint",
        "path",
        "file",
        "url",
        "uri",
        "endpoint",
        "column",
        "class",
        "provider",
        "count",
        "limit",
        "format",
        "prefix",
        "suffix",
        "env",
        "var",
        "variable",
        "header",
        "version",
        "age",
        "days",
        "seconds",
        "rotation",
        "id",
        "ids",
        "strength",
        "regex",
        "pattern",
        "key_id",
    ]
)
# The type in "password: str = ".
_TYPE = r"\s?:\s?(?:&?(?:'static\s)?[A-Za-z][\w.]{0,20}(?:\[\w+\])?[?]?(?:\s?\|\s?\w+)?)\s?=\s?"
_ASSIGNMENT = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>" + _NAME + r")"
    r"(?P<joint>"
    + _TYPE
    + r"|[\"'`]\s?,\s?(?=[\"'])|[\"'`\])]{0,2}\s{0,3}(?:(?:value\s+)?(?:is|was|=>|:=|={1,3}|:)|"
    r"\s--?\s)\s{0,3}(?:set to\s+)?)"
    r"(?P<quote>[\"'`]?)(?P<value>[^\s\"'`,;]{4,200})",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?:--(?:[a-z]+-){0,2}(?:password|passwd|pass|token|secret|api-?key|access-key|auth-?key|key)(?=[= ])|"
    r"(?:mysql\w*|mariadb)\b[^|;]{0,60}?\s-p|"
    r"(?:(?:docker|podman|az|oc|skopeo|helm registry|crane auth|buildah)\slogin|sshpass|redis-cli|"
    r"mongo\w*|plink|"
    r"ldap\w+|smbclient|htpasswd|ipmitool|vercel|sentry-cli)\b[^|;]{0,80}?\s-(?:p|a|w|pw|P|"
    r"t)(?=[ \"']))[= ]?(?P<quote>[\"'`]?)"
    r"(?P<value>[^\s\"'`,;]{4,200})",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:\blogin\s+\S{1,80}\s+password\s+|"  # .netrc
    r"\b(?:curl|wget|http|https|xh)\b[^|;]{0,160}?\s(?:-u|--user|-a|--auth)[= ]?[\"'`]?[\w.@+-]{1,80}:)"
    r"(?P<value>[^\s\"'`,;]{4,200})",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\b(?:authorization\W{1,4}(?:bearer|basic|token|ssws|apikey|key|splunk|genie\w*)|bearer|"
    r"ssws)\s+(?P<value>[A-Za-z0-9._~+/=-]{16,})|"
    r"\b[Xx]-[Aa][Pp][Ii]-[Kk][Ee][Yy]\W{1,4}(?P<key>[A-Za-z0-9._~+/=-]{16,})",
    re.IGNORECASE,
)
_URL = re.compile(
    r"://(?P<user>[^\s:/@?#]{0,80}):(?P<value>[^\s/@]{1,200}(?:/[^\s/@]{1,80})?)@(?P<host>[^\s/:?#\"'`]+)"
)
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_PLACEHOLDER = re.compile(
    r"^(?:x+|\*+|\.+|-+|_+|#+|(?:my|your|the|some|a|an|test|dummy|fake|example|sample|foo|bar)?[-_ ]?"
    r"(?:super)?[-_]?(?:password|passwd|passw0rd|pass|pwd|secret|token|api[-_]?key|key|value|"
    r"credentials?|user|me|here|"
    r"change[-_]?me|change[-_]?it|todo|redacted|removed|hidden|masked|placeholder|example|"
    r"sample|dummy|fake|test|testing|foo|bar|baz|"
    r"abc123|abcd1234|123456|12345678|qux|string|none|null|nil|true|false|undefined|empty|"
    r"required|optional|postgres|root|admin)[-_]?"
    r"(?:here|value|123|1234|1)?)$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"^[$%{<‹(\[&@!]|[({\[‹<]|\$\{|^(?:os|process|env|self|this|config|settings|request|req|"
    r"ctx|app|secrets|vault|getpass|args)\.|"
    r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^/|^\./|^~/|^https?:|"
    r"\.(?:py|js|ts|go|rs|rb|java|json|ya?ml|toml|env|txt|md|pem|key|cfg|ini)$",
    re.ASCII,
)
_ALGORITHM = re.compile(
    r"^(?:sha|md|aes|argon|bcrypt|scrypt|pbkdf|hmac|base|utf|oauth|rsa|ed|ecdsa|rs|hs|es|ps|"
    r"python|py|node|http|tls|ssl|"
    r"v|version|x|scram-sha|blake|win|ipv|b|int|uint|char|varchar|str)[-_]?\d+\w{0,4}(?:[-_]\w+)*$",
    re.IGNORECASE,
)


def find_secret(text: str) -> str | None:
    """What kind of credential a text holds, or None. The credential itself is never returned.

    Args:
        text: One line or many. Of a text over 20,000 characters every part is looked at.

    Returns:
        A phrase such as ``AWS access key`` that can be shown to anybody.
    """
    for kind, _ in _finds(text):
        return kind
    return None


def redact(text: str) -> str:
    """The text with every credential in it replaced by ``[kind removed]``."""
    for kind, value in list(_finds(text)):
        text = text.replace(value, f"[{kind} removed]")
    return text


def _finds(text: str) -> Iterator[tuple[str, str]]:
    """The kind and the characters of each credential."""
    for kind, expression in _formats():
        for match in expression.finditer(text):
            yield kind, match.group()
    yield from _assigned(text)
    if len(text) >= 20:  # shorter than any format that the plugins know
        for kind, plugin in _plugins():
            for value in plugin.analyze_string(text):
                if len(value) >= 12:
                    yield kind, value


@functools.lru_cache(maxsize=1)  # when first needed: they take long to compile
def _formats() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(expression)) for kind, expression in _FORMATS)


@functools.lru_cache(maxsize=1)
def _plugins() -> tuple[tuple[str, RegexBasedDetector], ...]:
    import importlib

    return tuple(
        (kind, getattr(importlib.import_module(f"detect_secrets.plugins.{module}"), name)())
        for module, name, kind in _PLUGINS
    )


def _assigned(text: str) -> Iterator[tuple[str, str]]:
    for match in _URL.finditer(text):
        value = match["value"]
        local = match["host"].casefold() in (
            "localhost",
            "127.0.0.1",
            "db",
            "postgres",
            "redis",
            "host",
            "example.com",
        )
        if value.casefold() != match["user"].casefold() and _is_secret(
            value, quoted=False, lenient=not local
        ):
            yield "password in a URL", value
    for match in _HEADER.finditer(text):
        value = match["value"] or match["key"]
        if _is_mixed(value) and not _PLACEHOLDER.match(value):
            yield "authorization header", value
    for match in _OPTION.finditer(text):
        if _is_secret(match["value"], quoted=bool(match["quote"]), lenient=False):
            yield "password on a command line", match["value"]
    for match in _LOGIN.finditer(text):
        if _is_secret(match["value"], quoted=False, lenient=False):
            yield "password on a command line", match["value"]
    for match in _ASSIGNMENT.finditer(text):
        about = re.split(r"[_-]", match["suffix"].casefold())[-1]
        if about in _ABOUT:
            continue
        value = match["value"].rstrip(".:!?)]}")
        # "token is abc" is prose, "password is hunter2" is not: only passwords are believed there.
        words = match["joint"].strip(" \"'`])").casefold()
        prose = words.startswith(("is", "was", "value", "-")) or words == ":"
        password = "pass" in match["name"].casefold() or "pwd" in match["name"].casefold()
        quoted = bool(match["quote"])
        plain_word = (
            value.rstrip("0123456789").isalpha() and len(value) < 12
        )  # bearer2, but for a password hunter2
        believed = password or not (prose or plain_word) or len(value) >= 12
        if believed and _is_secret(value, quoted=quoted and password, lenient=False):
            yield "credential in an assignment", value
    lowered = text.casefold()
    if "aws" in lowered or "secret" in lowered:
        for match in _AWS_SECRET.finditer(text):
            value = match.group()
            if (
                _is_mixed(value)
                and any(c in value for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                and not value.isalpha()
            ):
                # a commit hash has 40 characters too, but no capital and nothing beyond f
                yield "AWS secret key", value


def _is_secret(value: str, *, quoted: bool, lenient: bool) -> bool:
    """Whether an assigned value looks like a credential and not like code, prose or a placeholder.

    Args:
        value: What stands behind the ``=``.
        quoted: A password in quotes may be letters alone.
        lenient: Where only a credential can stand, letters alone are believed as well.
    """
    if len(value) < 6 or _PLACEHOLDER.match(value) or _CODE.search(value) or _ALGORITHM.match(value):
        return False
    if _is_mixed(value):
        return (
            not re.fullmatch(r"[A-Za-z]+(?:[-_.][A-Za-z]+)*[-_.]?\d", value)
            or len(set("_-.") & set(value)) == 0
        )
    if lenient and len(value) >= 8:
        return True
    if quoted and value.isalpha() and len(value) >= 8:
        return True
    return bool(re.search(r"[!$%&*+@#^]", value)) and any(c.isalpha() for c in value) and len(value) >= 8


def _is_mixed(value: str) -> bool:
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
