"""Credentials in the formats people really have them in, and strings that merely look like one.

The credentials are made at run time, so that no scanner of this repository takes one for real.
The halves with ``HELD_BACK`` in their names were only counted while the detector was widened.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import string

U, L, D = string.ascii_uppercase, string.ascii_lowercase, string.digits
HEX = D + "abcdef"
_CHANCE = random.Random(7)


def r(length: int, alphabet: str = U + L + D) -> str:
    """Random characters, with a digit among them if they are many."""
    while True:
        made = "".join(_CHANCE.choice(alphabet) for _ in range(length))
        if length < 8 or any(character.isdigit() for character in made):
            return made


def jwt() -> str:
    """A JSON Web Token that nobody signed."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "RS256", "kid": r(6)}, {"sub": r(8), "exp": 1})
    ]
    return ".".join([*parts, r(43)])


def h(text: str) -> str:
    """A SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def b64(text: str) -> str:
    """A SHA-512 in base64, as lock files have it."""
    return base64.b64encode(hashlib.sha512(text.encode()).digest()).decode()


CREDENTIALS: tuple[tuple[str, str], ...] = (
    ("aws id", "Deploy used AK" + "IA" + r(16, U + "234567")),
    ("aws secret yaml", "secret_access" + "_key: " + r(40, U + L + D + "/+")),
    ("aws session", "export AWS_SESSION" + "_TOKEN=" + r(180, U + L + D + "/+")[:140]),
    (
        "gcp json",
        '"private_key'
        '_id": "' + r(40, HEX) + '", "private_key": "-----BEGIN ' + "PRIVATE KEY-----\\nMII" + r(60) + '"',
    ),
    ("gcp api", "maps key AI" + "za" + r(35, U + L + D + "_-")),
    ("azure sas", "https://acc.blob.core.windows.net/c?sv=2022-11-02&sig=" + r(43, U + L + D) + "%3D"),
    (
        "azure conn",
        "DefaultEndpointsProtocol=https;AccountName=x;Account" + "Key=" + r(86, U + L + D + "+/") + "==",
    ),
    ("azure client secret", "AZURE_CLIENT" + "_SECRET=" + r(3) + "8Q~" + r(34)),
    ("do", "doctl auth init -t dop" + "_v1_" + r(64, HEX)),
    ("heroku", "HEROKU_API" + "_KEY=HRKU-" + r(60)),
    ("fly", "FlyV1 fm" + "2_" + r(80, U + L + D + "+/")),
    ("cloudflare", "CF_API" + "_TOKEN=" + r(40, U + L + D + "_-")),
    ("vercel", "vercel deploy --tok" + "en " + r(24)),
    ("gh classic", "git clone https://gh" + "p_" + r(36) + "@github.com/o/r"),
    ("gh oauth", "gh" + "o_" + r(36)),
    ("gh fine", "github" + "_pat_" + r(22) + "_" + r(59)),
    ("gitlab", "gl" + "pat-" + r(20)),
    ("gitlab runner", "gl" + "rt-" + r(20)),
    ("bitbucket app", "ATBB" + r(32)),
    ("slack", "xo" + "xb-" + r(12, D) + "-" + r(12, D) + "-" + r(24)),
    (
        "slack hook",
        "https://hooks.slack.com/serv" + "ices/T" + r(8, U + D) + "/B" + r(8, U + D) + "/" + r(24),
    ),
    ("discord hook", "https://discord.com/api/web" + "hooks/" + r(18, D) + "/" + r(68)),
    ("telegram", "bot" + r(9, D) + ":AA" + r(33, U + L + D + "_-")),
    (
        "teams hook",
        "https://acme.webhook.office.com/web"
        "hookb2/"
        + r(8, HEX)
        + "-1111-2222-3333-"
        + r(12, HEX)
        + "@"
        + r(8, HEX)
        + "/IncomingWebhook/"
        + r(32, HEX)
        + "/"
        + r(8, HEX),
    ),
    ("stripe", "stripe.api_key = 'sk" + "_live_" + r(24) + "'"),
    ("stripe whsec", "wh" + "sec_" + r(32)),
    ("paypal braintree", "access_token" + "$production$" + r(16, L + D) + "$" + r(32, HEX)),
    ("square", "sq0" + "csp-" + r(43)),
    ("razorpay", "rzp" + "_live_" + r(14)),
    ("openai proj", "sk" + "-proj-" + r(48)),
    ("anthropic", "sk-" + "ant-api03-" + r(80, U + L + D + "-_") + "AA"),
    ("hf", "login(token='h" + "f_" + r(34) + "')"),
    ("groq", "gs" + "k_" + r(52)),
    ("perplexity", "pp" + "lx-" + r(48)),
    ("mongodb", "mongodb+srv://app:" + r(14) + "@cluster0.ab1cd.mongodb.net/prod"),
    ("pg", "DATABASE_URL=postgresql://svc:" + r(16) + "@10.0.0.5:5432/prod"),
    ("amqp", "amqp://worker:" + r(12) + "@mq.internal:5672/"),
    ("jwt", "Authorization: Bearer " + jwt()),
    ("pem ec", "-----BEGIN EC " + "PRIVATE KEY-----"),
    ("python", "DB_PASS" + 'WORD = "' + r(6) + "!" + r(6) + '"'),
    ("js", "const pass" + "word: string = '" + r(12) + "';"),
    ("yaml quoted", "  pass" + 'word: "' + r(14) + '"'),
    ("go", "pass" + "word := `" + r(15) + "`"),
    ("json", '{"user": "root", "pass' + 'word": "' + r(12) + '"}'),
    ("env", "SMTP_PASS=" + r(16)),
    ("cli flag", "psql --pass" + "word=" + r(12) + " -h db.prod"),
    ("cli -p", "docker login -u ci -p " + r(20) + " registry.acme.io"),
    ("curl -u", "curl -u admin:" + r(14) + " https://jenkins.acme.io/job"),
    ("prose", "the staging pass" + "word is " + r(5) + "#" + r(6)),
    ("basic header", "Authorization: Basic " + base64.b64encode(("ci:" + r(16)).encode()).decode()),
    ("x-api-key", "curl -H 'X-Api-" + "Key: " + r(32) + "'"),
    ("query", "https://api.acme.io/v1/x?api_" + "key=" + r(32)),
    ("dotnet", "Server=db;User Id=sa;Pass" + "word=" + r(12) + ";"),
    ("java", "spring.datasource.pass" + "word=" + r(14)),
    ("php", "define('DB_PASS" + "WORD', '" + r(14) + "');"),
    ("ruby", "config.secret_key" + "_base = '" + r(64, HEX) + "'"),
    ("npmrc", "//registry.npmjs.org/:_auth" + "Token=" + r(36)),
    ("netrc", "machine github.com login ci pass" + "word " + r(20)),
    ("pgpass", "PGPASS" + "WORD=" + r(12) + " pg_dump prod"),
    ("sentry", "SENTRY_AUTH" + "_TOKEN=sn" + "trys_" + r(60)),
    ("newrelic", "NR" + "AK-" + r(27, U + D)),
    ("datadog", "DD_API" + "_KEY=" + r(32, HEX)),
    ("twilio", "auth_token" + " = '" + r(32, HEX) + "'"),
    ("mailgun", "key" + "-" + r(32, HEX)),
    ("grafana", "gl" + "sa_" + r(32) + "_" + r(8, HEX)),
    ("pulumi", "pu" + "l-" + r(40, HEX)),
    ("terraform cloud", r(14) + ".atlas" + "v1." + r(67)),
    ("age", "AGE-SECRET" + "-KEY-1" + r(58, U + D)),
    ("kubectl", "kubectl create secret generic db --from-literal=pass" + "word=" + r(14)),
    ("sshpass", "sshpass -p '" + r(12) + "' ssh deploy@host"),
    ("jfrog", "AKC" + "p8" + r(69)),
    ("okta", "SSWS 00" + r(40, U + L + D + "_-")),
    ("linear", "lin" + "_api_" + r(40)),
    ("figma", "fig" + "d_" + r(40, U + L + D + "_-")),
    ("airtable", "pat" + r(14) + "." + r(64, HEX)),
    ("supabase", "sb" + "p_" + r(40, HEX)),
    ("planetscale", "pscale" + "_tkn_" + r(43)),
    ("notion", "nt" + "n_" + r(46)),
    ("google oauth", "1//0" + "g" + r(60, U + L + D + "_-")),
    ("rust", "let api_" + 'key = "' + r(32) + '";'),
)
LOOK_ALIKES: tuple[str, ...] = (
    "Commit " + h("a")[:40] + " introduced the regression",
    "See " + h("b")[:7] + "..." + h("c")[:7] + " for the diff",
    "sha256:" + h("d") + " is the image digest",
    "integrity sha512-" + b64("e") + " in package-lock.json",
    "go.sum: golang.org/x/net v0.17.0 h1:" + base64.b64encode(hashlib.sha256(b"f").digest()).decode(),
    "The request id 3f2b8c1e-9a4d-4e57-8c2a-1b6f7d9e0a35 shows in both logs",
    "pip install --hash=sha256:" + h("g") + " pins the wheel",
    "api_key=YOUR_API_KEY in the docs is a placeholder",
    "Set TOKEN=<your-token> before running",
    "export GITHUB_TOKEN=$(gh auth token) works locally",
    "password = os.environ['DB_PASSWORD'] raises KeyError in CI",
    "token: ${{ secrets.NPM_TOKEN }} goes in the workflow",
    "const key = process.env.STRIPE_KEY must be set",
    "password: ${DB_PASSWORD:-postgres} is the compose default",
    "api_key = settings.API_KEY, never a literal",
    "secret = getpass.getpass() blocks in CI",
    "token = request.headers.get('X-Token') can be None",
    "password=****** is how the log shows it",
    "Use sk_test_... keys in tests",
    "AKIA... ids in logs are redacted",
    "ghp_xxxxxxxxxxxxxxxxxxxx is the placeholder in docs",
    "postgres://user:password@localhost:5432/db is the sample URL",
    "redis://localhost:6379/0 needs no password",
    "https://user:${TOKEN}@github.com works in CI",
    "mongodb://mongo:27017/test is the service name",
    "PASSWORD_MIN_LENGTH=12 is enforced",
    "password_hasher = Argon2Hasher is the default",
    "token_expiry: 3600 seconds",
    "secret_key_ref: name of the k8s secret",
    "max_tokens=8192 for the summary call",
    "passwordField.sendKeys(user.password) is flaky",
    "The token bucket refills at 10/s",
    "tokenizer = AutoTokenizer.from_pretrained(model) is slow",
    "access_token column is VARCHAR(255)",
    "pass: boolean is returned by the check",
    "passphrase: null disables encryption",
    "secrets: inherit passes them to the reusable workflow",
    "password: Optional[str] = None in the schema",
    'The etag W/"33a64df551425fcc55e4d42a148795d9f25f89d4" changes each build',
    "md5 d41d8cd98f00b204e9800998ecf8427e means an empty file",
    "Build 2024.11.3+build.4512 broke the plugin",
    "traceparent 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "vpc-0a1b2c3d4e5f67890 is the shared VPC",
    "arn:aws:iam::123456789012:role/deploy is assumed by CI",
    "Account 123456789012 owns the bucket",
    "The base64 word aGVsbG8gd29ybGQgZnJvbSB0ZXN0cw== is decoded twice",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ inline breaks CSP",
    "UserAuthenticationTokenRepositoryImplementationFactoryTest is slow",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 is the public key",
    "-----BEGIN CERTIFICATE----- must come before the key",
    "BEGIN PUBLIC KEY in the header means SPKI",
    "docker run -p 8080:8080 -e TOKEN app",
    "mysql -u root -p asks for the password",
    "curl -u $USER:$PASS https://x needs quoting",
    "psql --password prompts, use PGPASSFILE",
    "mkdir -p build/output/release123 before copying",
    "pytest -p no:randomly tests/test_login123.py",
    "Authorization: Bearer $TOKEN is added by the proxy",
    "Authorization: Basic auth is disabled on the gateway",
    "X-Api-Key: {api_key} is the header's form",
    "token=abc123 in the fixture is fake",
    "password=test in the docker-compose file is fine",
    "The password is hashed with bcrypt cost 12",
    "secret is rotated every 90d",
    "token is invalid after 15min",
    "client_secret: str = Field(min_length=32)",
    "API_KEY=changeme in .env.example",
    "key-value pairs are sorted",
    "?api_key={key}&page=2 must be encoded",
    "sig=... is stripped from logged URLs",
    "pat is short for personal access token",
    "hf_transfer speeds up downloads",
    "gsk_ prefix means a Groq key",
    "xoxb- tokens belong to bots",
    "docker login -u ci --password-stdin < token.txt",
    "sshpass -e reads SSHPASS",
    "machine github.com login x-access-token password $TOKEN",
    "password='<redacted>' in the log",
    "cache key deps-v3-9f86d081884c7d65 is stale",
    "npm ERR! sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= mismatch",
)


def _halves(count: int, seed: int) -> tuple[list[int], list[int]]:
    chance = random.Random(seed)
    halves: tuple[list[int], list[int]] = ([], [])
    for position in range(count):
        halves[0 if (position % 2 == 0) ^ (chance.random() < 0.5) else 1].append(position)
    return halves


_SEEN, _HELD_BACK = _halves(len(CREDENTIALS), 5)
_ALIKE_SEEN, _ALIKE_HELD_BACK = _halves(len(LOOK_ALIKES), 6)
WIDENED_FOR = tuple(CREDENTIALS[position] for position in _SEEN)
HELD_BACK = tuple(CREDENTIALS[position] for position in _HELD_BACK)
LOOK_ALIKES_SEEN = tuple(LOOK_ALIKES[position] for position in _ALIKE_SEEN)
LOOK_ALIKES_HELD_BACK = tuple(LOOK_ALIKES[position] for position in _ALIKE_HELD_BACK)
