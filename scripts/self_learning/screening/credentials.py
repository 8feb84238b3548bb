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

# Formats that their issuers document and that the plugins above lack or know in an older shape.
_FORMATS = tuple(
    (kind, re.compile(expression))
    for kind, expression in (
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
            r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Za-z0-9-]{10,}|\bxoxe\.xox[bp]-[A-Za-z0-9-]{10,}",
        ),
        (
            "Slack webhook",
            r"hooks\.slack\.com/(?:services|workflows|triggers)/T?[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]{8,}",
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
        ("Azure storage key", r"\bAccountKey=[A-Za-z0-9+/]{40,}={0,2}"),
    )
)

_NAME = (
    r"(?:[A-Za-z0-9]*[_.-])*"
    r"(?:passwords?|passwd|passwort|pwd|passphrase|pass|secrets?|tokens?|api[ _-]?keys?|access[ _-]?keys?|"
    r"secret[ _-]?keys?|secret[ _-]?access[ _-]?keys?|private[ _-]?keys?|auth[ _-]?keys?|account[ _-]?keys?|"
    r"signing[ _-]?keys?|encryption[ _-]?keys?|client[ _-]?secrets?|credentials?|mot de passe|contraseña)"
    r"(?:[_-][A-Za-z0-9]+)?"
)
_ASSIGNMENT = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>" + _NAME + r")"
    r"(?P<joint>[\"'`\])]{0,2}\s{0,3}(?:(?:value\s+)?(?:is|was|=>|:=|={1,3}|:)|\s--?\s)\s{0,3}(?:set to\s+)?)"
    r"(?P<quote>[\"'`]?)(?P<value>[^\s\"'`,;]{4,200})",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?:--(?:password|passwd|token|secret|api-key|apikey)|(?:mysql\w*|mariadb)\b[^|"
    r";]{0,60}?\s-p)[= ]?(?P<quote>[\"'`]?)"
    r"(?P<value>[^\s\"'`,;]{4,200})",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\b(?:authorization\W{1,4}(?:bearer|basic|token)|bearer)\s+(?P<value>[A-Za-z0-9._~+/=-]{16,})|"
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
    for kind, expression in _FORMATS:
        for match in expression.finditer(text):
            yield kind, match.group()
    yield from _assigned(text)
    if len(text) >= 20:  # shorter than any format that the plugins know
        for kind, plugin in _plugins():
            for value in plugin.analyze_string(text):
                if len(value) >= 12:
                    yield kind, value


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
    for match in _ASSIGNMENT.finditer(text):
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
