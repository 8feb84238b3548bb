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

from self_learning.screening.credential_formats import FORMATS
from self_learning.screening.vocabulary import listed

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
    r"\b(?:login|log ?in|credentials?|account)\b[^.\n]{0,30}?[\s:]\S{1,40}\s/\s(?=\S*\d)(?=\S*[!#$%&*?@+])|"
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
# Several words as a password: "the passphrase is correct-horse-battery-staple", PASS='with some spaces'.
_PASSPHRASE = re.compile(
    r"(?:pass(?:word|phrase|code|wd)?|pwd)[\"'`]?\s{0,2}(?:(?:is|was|=|:)\s{0,2}){1,2}"
    r"(?:(?P<quote>[\"'`])(?P<quoted>[a-z]{3,}(?:[ _.-][a-z0-9]+){2,7})(?P=quote)|"
    r"(?P<bare>[a-z]{3,}(?:[_-][a-z0-9]{3,}){3,7})(?![\w-]))",
    re.IGNORECASE,
)
# Words of a rule or of a way to get a password, and of none that somebody made of words.
_PROSE = listed(
    """
    a an and are as at be by can change contain contains default digits empty env environment example
    field file for from getpass here if in input is key keyring least length letters long longer max min
    minimum missing must name named need needed new not of on only or password placeholder policy prompt
    read refresh required reset same secret set should store string than that the their to user value
    variable vault when with you your
    """
)
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_FEWEST = 3  # different characters at the end of a token: "ghp_xxxxxxxxxxxxxxxx" shows what one looks like
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
            if len(set(match.group()[-16:])) > _FEWEST:
                yield kind, match.group()
    yield from _assigned(text)
    if len(text) >= 20:  # shorter than any format that the plugins know
        for kind, plugin in _plugins():
            for value in plugin.analyze_string(text):
                if len(value) >= 12:
                    yield kind, value


@functools.lru_cache(maxsize=1)  # when first needed: they take long to compile
def _formats() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(expression)) for kind, expression in FORMATS)


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
    for match in _PASSPHRASE.finditer(text):
        value = match["quoted"] or match["bare"]
        if _PROSE.isdisjoint(re.split(r"[ _.-]", value.casefold())):
            yield "passphrase", value
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
