"""What the tokens of single issuers look like.

A kind that ``credentials`` shall find is one line more in ``FORMATS``, or in the list of its trade.
"""

from __future__ import annotations

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
FORMATS: tuple[tuple[str, str], ...] = (
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
