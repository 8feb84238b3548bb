# ruff: noqa: E501 - one lesson or command to a line
"""Lessons as agents write them, and by hand which of them helps with which work.

Two teams, each with fifty lessons of its own projects, commands, prompts and tasks. The first is
what thresholds are chosen with, the second is held back: both were written and judged before
anything was measured on them.

A lesson helps when a person who is about to do the work would be glad to be reminded of it, not
when it merely speaks of the same tool. Several may help; most work has none.
"""

from __future__ import annotations

from typing import NamedTuple


class Lesson(NamedTuple):
    """What was learned: an id to judge by, its tags, and the sentence."""

    name: str
    tags: tuple[str, ...]
    says: str


class Work(NamedTuple):
    """A command, prompt or task, and the names of the lessons that help with it."""

    text: str
    helps: frozenset[str]


class Team(NamedTuple):
    """A store of lessons and the work that they are judged for.

    An edit's text is the path, a line end and the new text.
    """

    lessons: tuple[Lesson, ...]
    edits: tuple[Work, ...]
    commands: tuple[Work, ...]
    prompts: tuple[Work, ...]
    tasks: tuple[Work, ...]


def _lessons(table: str) -> tuple[Lesson, ...]:
    """Lines of ``name | tags | sentence``."""
    found = []
    for line in filter(None, map(str.strip, table.splitlines())):
        name, tags, says = (part.strip() for part in line.split(" | "))
        found.append(Lesson(name, tuple(tags.split()), says))
    return tuple(found)


def _work(table: str) -> tuple[Work, ...]:
    """Lines of ``text => names``, where nothing after the arrow means that no lesson helps."""
    found = []
    for line in filter(None, map(str.strip, table.splitlines())):
        text, _, names = line.partition(" =>")
        found.append(Work(text, frozenset(names.split())))
    return tuple(found)


def _edits(table: str) -> tuple[Work, ...]:
    """Pieces that begin with ``--- path => names``."""
    found = []
    for piece in table.split("\n--- ")[1:]:
        head, _, text = piece.partition("\n")
        path, _, names = head.partition(" =>")
        found.append(Work(f"{path}\n{text}", frozenset(names.split())))
    return tuple(found)


FIRST = Team(
    _lessons("""
token-expiry | auth api | Check token expiry before every API call, not once at start-up
alembic-first | database testing | Run alembic upgrade head before the integration tests or they fail with missing tables
sql-building | python security | Use query parameters when building SQL, string formatting lets an injection through
npm-ci | npm ci | Use npm ci instead of npm install on the build server so that the lock file is respected
pytest-workers | testing | Run pytest with two workers at most, the test database allows no more connections
snapshot-update | jest testing | Jest snapshots must be updated with -u after a change of the design tokens, then reviewed by hand
docker-buildkit | docker | Set DOCKER_BUILDKIT=1 or the secret mount in the image build is silently ignored
compose-volumes | docker database | Remove the postgres volume with docker compose down -v when the schema on disk is from an older branch
tf-workspace | terraform | Select the staging workspace before terraform plan, the default one points at production
cargo-locked | rust | Pass --locked to cargo build in CI so that a changed Cargo.lock is noticed
cargo-features | rust testing | cargo test needs --all-features, otherwise the postgres backend is not compiled and its tests pass unseen
go-race | go testing | Run go test with -race, two data races were found that way in the scheduler
go-generate | go | Run go generate ./... after editing a .proto file, the stubs are checked in
gradle-daemon | java gradle | Stop the gradle daemon after changing gradle.properties, it keeps the old JVM arguments
utc-times | python datetime | Store timestamps in UTC and convert to local time only when rendering
money-decimal | billing | Use Decimal for money, float rounding made invoices differ by a cent
retry-backoff | network | Retry calls to the payment gateway with exponential backoff and an idempotency key
feature-flag-read | flags | Read feature flags once per request and pass them down, reading them twice gave two answers in one page
migration-lock | database | Add an index with CREATE INDEX CONCURRENTLY, a plain one locks the orders table for minutes
null-column | database | Add a NOT NULL column in two steps, first nullable with a backfill and then the constraint
n-plus-one | orm django | Use select_related in list views, the template loop issued one query per row
celery-idempotent | celery | Celery tasks must be idempotent because the broker may deliver them twice
eslint-warnings | javascript lint | Run eslint with --max-warnings 0 as CI does, warnings fail the build there
vite-env | frontend | Only variables that start with VITE_ reach the browser bundle
react-effect | react | List every dependency of useEffect, a missing one left the search results stale
ts-any | typescript | Do not silence the compiler with any, use unknown and narrow it
playwright-wait | testing browser | Wait for the network response in Playwright tests, fixed timeouts make them flaky
helm-dry | kubernetes | Run helm upgrade with --dry-run first, a wrong value file replaced the production secrets
kube-context | kubernetes | Check the kubectl context before applying manifests, it is often still production
log-pii | security logging | Never log the request body of the checkout endpoint, it contains card numbers
cors-origin | api | The CORS list must contain the origin with its port, or preflight requests fail in development
openapi-regenerate | api | Regenerate the TypeScript client with make client after changing the OpenAPI file
translations-sorted | i18n | Keys in locales/en.yml must be sorted, the import tool rejects the file otherwise
s3-mock | testing aws | Mock S3 at the boundary with moto, patching boto3 in each module missed two callers
fixture-scope | pytest | Give the database fixture session scope and roll back per test, recreating it took four minutes
commit-message | git | Commit messages need the ticket number in front or the hook rejects the push
rebase-main | git | Rebase on main before opening a pull request, the merge queue refuses stale branches
editable-install | python packaging | Install the package with pip install -e . before the tests, or they import the released version
mypy-cache | python mypy | Delete .mypy_cache after upgrading the stubs, stale entries hide new errors
makefile-tabs | makefile | Recipes in the Makefile need tabs, an editor turned them into spaces and make stopped
bash-pipefail | shell | Set pipefail in deploy scripts, a failing dump piped into gzip went unnoticed
csv-encoding | python | Open customer CSV files with utf-8-sig, Excel puts a byte order mark in front
cache-invalidation | cache | Invalidate the price cache after an import, the page showed old prices for an hour
pagination | api | List endpoints must be paginated, the export of all users ran out of memory
timeouts-http | python network | Give every requests call a timeout, one hung worker blocked the whole queue
websocket-close | frontend | Unsubscribe websocket handlers when the component unmounts, they leaked after navigation
error-boundaries | react | Wrap each route in an error boundary so that one broken widget does not blank the page
secrets-env | security | Read credentials from the environment and never from settings.py
tenant-scope | security database | Filter every query by the tenant of the session, an id from the URL is not enough
review-small | process | Keep pull requests under 400 lines, larger ones were approved unread
"""),
    _edits("""
--- app/tasks.py => celery-idempotent
from celery import shared_task


@shared_task
def send_reminder(order_id):
    order = Order.objects.get(pk=order_id)
    mail.send(order.customer.email, "Your order is waiting")
--- app/reports/import_customers.py => csv-encoding
import csv


def customers(path):
    with open(path) as file:
        for row in csv.DictReader(file):
            yield Customer(name=row["name"], email=row["email"])
--- app/supplier.py => timeouts-http
import requests


def stock(article):
    response = requests.get(f"https://supplier.example.com/stock/{article}")
    response.raise_for_status()
    return response.json()["amount"]
--- app/billing/invoice.py => money-decimal
def total(items):
    amount = 0.0
    for item in items:
        amount += float(item.price) * item.count
    return round(amount * 1.19, 2)
--- app/settings.py => secrets-env
PAYMENT_API_KEY = "sk_live_1234"
DATABASE = {"user": "app", "password": "hunter2", "host": "db"}
--- app/users.py => sql-building
def find(cursor, name):
    cursor.execute(f"SELECT id, email FROM users WHERE name = '{name}'")
    return cursor.fetchone()
--- migrations/0042_orders_index.sql => migration-lock
CREATE INDEX idx_orders_created_at ON orders (created_at);
--- web/src/Search.tsx => react-effect
export function Search({ query }: Props) {
  const [results, setResults] = useState<Hit[]>([]);
  useEffect(() => {
    fetchResults(query).then(setResults);
  }, []);
  return <List hits={results} />;
}
--- web/src/client.ts => ts-any
export async function load(path: string): Promise<any> {
  const response = await fetch(path);
  return (await response.json()) as any;
}
--- web/e2e/checkout.spec.ts => playwright-wait
import { test, expect } from "@playwright/test";

test("pays", async ({ page }) => {
  await page.goto("/checkout");
  await page.click("text=Pay");
  await page.waitForTimeout(3000);
  await expect(page.locator(".receipt")).toBeVisible();
});
--- scripts/backup.sh => bash-pipefail
#!/bin/bash
set -e
pg_dump shop | gzip > /backup/shop.sql.gz
--- app/views.py => log-pii
def checkout(request):
    logger.info("checkout failed: %s", request.body)
    return JsonResponse({"error": "invalid card"}, status=400)
--- app/geometry.py =>
def area(width, height):
    if width < 0 or height < 0:
        raise ValueError("a side is negative")
    return width * height
--- app/text.py =>
def shorten(text, limit=80):
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + "..."
--- web/src/Button.tsx =>
export function Button({ label, onClick }: Props) {
  return (
    <button className="button" onClick={onClick}>
      {label}
    </button>
  );
}
--- README.md =>
# Shop

Run `make dev` and open http://localhost:8000. The code is in `app`, the tests are in `tests`.
--- app/cart.py =>
class Cart:
    def __init__(self):
        self.items = []

    def add(self, article, count=1):
        self.items.append((article, count))

    def __len__(self):
        return sum(count for _, count in self.items)
--- tests/test_cart.py =>
def test_counts_articles():
    cart = Cart()
    cart.add("book", 2)
    cart.add("pen")
    assert len(cart) == 3
"""),
    _work("""
git status =>
git diff --stat HEAD~1 =>
git log --oneline -10 =>
ls -la src =>
cat package.json =>
grep -rn "token" src/ =>
git commit -m "Fix rounding" => commit-message
git commit -am "PROJ-12 Sort translations" => commit-message
git push -u origin feature/export => commit-message rebase-main
git checkout -b fix/login =>
git stash pop =>
git rebase origin/main => rebase-main
git add src/app.py tests/test_app.py =>
gh pr create --fill => rebase-main review-small
gh pr view 123 --comments =>
cargo build => cargo-locked
cargo build --release => cargo-locked
cargo test => cargo-features
cargo test --lib parser::tests => cargo-features
cargo clippy -- -D warnings =>
cargo fmt =>
npm test =>
npm install => npm-ci
npm run build => vite-env
npm run lint => eslint-warnings
npx eslint src --fix => eslint-warnings
npx jest src/components => snapshot-update
npx tsc --noEmit =>
npx playwright test checkout.spec.ts => playwright-wait
yarn dev =>
docker compose up -d => compose-volumes
docker compose down => compose-volumes
docker build -t shop/web . => docker-buildkit
docker ps -a =>
docker logs web --tail 50 =>
pytest -k login => pytest-workers
pytest tests/integration -x => alembic-first pytest-workers
python -m pytest -n 8 => pytest-workers
python manage.py migrate =>
python manage.py runserver 0.0.0.0:8000 =>
alembic revision --autogenerate -m "add index" => migration-lock
alembic upgrade head =>
psql -c "CREATE INDEX idx_orders_date ON orders (created_at)" => migration-lock
psql -h localhost -U app -c "SELECT count(*) FROM users" =>
pip install -e . =>
pip install -r requirements.txt => editable-install
mypy src => mypy-cache
ruff check . =>
terraform plan => tf-workspace
terraform apply -auto-approve => tf-workspace
terraform fmt -recursive =>
kubectl get pods -n shop =>
kubectl apply -f k8s/deployment.yaml => kube-context
helm upgrade shop ./chart -f values.prod.yaml => helm-dry
go test ./... => go-race
go build ./cmd/server =>
go mod tidy =>
./gradlew test =>
make =>
make client => openapi-regenerate
make test =>
curl -s http://localhost:8000/health =>
rm -rf node_modules dist =>
mkdir -p src/components =>
chmod +x scripts/deploy.sh =>
python scripts/import_prices.py data.csv => cache-invalidation csv-encoding
"""),
    _work("""
hello =>
continue =>
yes, please do that =>
run the tests =>
Fix the failing test in tests/test_cart.py =>
why is the build red? =>
Commit this and open a pull request => commit-message rebase-main review-small
The login expires after an hour and then every call gives 401, please fix => token-expiry
Add a column "discount" to the orders table, it must not be null => null-column
We need an index on orders.created_at, write the migration => migration-lock
The order list page is slow, it makes hundreds of database queries => n-plus-one
Invoice totals are off by one cent for some customers => money-decimal
Add a button to the settings page that toggles dark mode =>
Rename the class UserManager to UserService everywhere =>
Write a README section about installation =>
Playwright tests are flaky on CI, make them stable => playwright-wait
Add an endpoint that lists all products => pagination tenant-scope
Upgrade django to 5.1 =>
Search results stay stale when the query changes in the React component => react-effect
Deploy the new chart to staging with helm => helm-dry kube-context
Add German translations for the checkout page => translations-sorted
Explain how the scheduler works =>
Write a celery task that sends the reminder mails => celery-idempotent
Import the customers from the CSV file that Excel exported => csv-encoding
Add logging to the checkout endpoint so that we see failing requests => log-pii
The worker hangs when the supplier's API does not answer => timeouts-http
Refactor this function to be shorter =>
What does this regular expression do? =>
Change the proto so that a job has a priority => go-generate
Show times in the user's own time zone in the calendar => utc-times
Make the header sticky on mobile =>
Move the API key out of settings.py => secrets-env
"""),
    _work("""
Explore the repository and summarise how the modules depend on each other. =>
Review the diff of this branch for bugs and report them with file and line. =>
Implement the refund endpoint: call the payment gateway, store the refund and return its id. => retry-backoff timeouts-http
Write unit tests for src/billing/rounding.py covering negative amounts and half cents. => money-decimal
Implement an S3 upload for reports and test it. => s3-mock
Speed up the integration test suite; creating the database takes most of the time. => fixture-scope alembic-first pytest-workers
Find where the price shown on the product page comes from and why it is outdated. => cache-invalidation
Write a shell script that dumps the database, compresses it and uploads it. => bash-pipefail
Convert the dashboard widgets to TypeScript. => ts-any
Add a websocket that pushes order updates to the dashboard component. => websocket-close
Create a Terraform module for the queue and plan it for staging. => tf-workspace
Find all usages of the deprecated function parse_args and list them. =>
Update the copyright year in all file headers. =>
Add a filter by date to the admin list of orders. => n-plus-one tenant-scope
Make the frontend on port 5173 able to call the API during development. => cors-origin
Write documentation for the public functions in src/geometry. =>
"""),
)

SECOND = Team(
    _lessons("""
oauth-refresh | auth | Refresh the OAuth token under a lock, two tabs at once logged each other out
flyway-order | java database | Flyway migrations must have a version higher than the last one on main, or start-up fails
maven-offline | maven java | Run mvn with -o when the proxy is down, all artifacts are in the local repository
maven-skip | maven java | mvn package skips the integration tests, use mvn verify before a release
phpunit-env | php testing | PHPUnit reads .env.testing, copy it from the template first or the tests write into the development database
composer-lock | php | Run composer install and not composer update, the lock file is what production has
rspec-seed | ruby testing | Pass the printed seed to rspec to repeat a failure that depends on the order
bundle-exec | ruby | Prefix ruby tools with bundle exec, the global rubocop is three versions older
rails-credentials | ruby security | Edit credentials with rails credentials:edit, the file is encrypted
swift-package | swift | Resolve packages with swift package resolve after switching branches, Xcode caches old versions
cmake-clean | cpp cmake | Delete the build directory after changing a CMake option, cached values win over new defaults
asan-tests | cpp testing | Run the C++ tests with the address sanitizer, the buffer overflow in the parser showed only there
ctest-parallel | cpp testing | ctest -j breaks the socket tests, they share one port
pnpm-filter | monorepo | Use pnpm --filter to build one package, building all of them takes eleven minutes
turbo-cache | monorepo | Clear the turbo cache when environment variables change, they are not part of its key
vitest-timers | testing javascript | Use fake timers in vitest for debounce, real ones slow the suite down by a minute
storybook-assets | frontend | Storybook serves images from public, imports from src/assets break its build
graphql-codegen | graphql | Run the code generator after each change of the GraphQL schema, the hooks are typed by it
dataloader | graphql | Resolvers must go through the data loader, or each item of a list costs a query
kafka-offset | kafka | Commit Kafka offsets after the work is done, an early commit lost messages at a restart
redis-ttl | redis | Give every Redis key a time to live, the memory filled up within a week
elastic-refresh | search | Refresh the Elasticsearch index after bulk updates in tests, documents appear a second late
mongo-index | database | MongoDB queries on nested fields need a compound index, the collection scan took down the replica
terraform-state | terraform | Never edit the Terraform state by hand, import the resource
ansible-check | ansible | Run ansible-playbook with --check --diff first, a template overwrote sshd_config
packer-ami | aws | AMIs must be copied to both regions before the autoscaling group is changed
lambda-cold | aws | Create clients outside the Lambda handler, creating them per call doubled the latency
k8s-limits | kubernetes | Every container needs a memory limit, a leaking pod evicted its neighbours
k8s-probe | kubernetes | The readiness probe must not call the database, one slow query took all pods out of service
nginx-body | nginx | Raise client_max_body_size for uploads, nginx answers 413 before the app sees them
gha-pin | ci | Pin GitHub Actions by commit hash, a moved tag broke the release
gha-cache | ci | The cache key in the workflow must contain the hash of the lock file
docker-arch | docker | Build images with --platform linux/amd64 on the ARM laptops, the cluster can't run others
dockerignore | docker | Keep .git and node_modules in .dockerignore, the build context was two gigabytes
pip-hashes | python packaging | Regenerate requirements.txt with pip-compile --generate-hashes, a hand-edited line fails the install
conda-env | python data | Activate the conda environment before running notebooks, the system Python lacks CUDA
pandas-copy | python data | Take a copy after filtering a data frame, assigning to a slice changes nothing
numpy-seed | python data | Seed the random generator in training scripts, results could not be repeated
timezone-naive | python | Never compare naive and aware datetimes, the nightly job failed at the change to summer time
asyncio-blocking | python async | Do not call blocking functions in a coroutine, run them in an executor
subprocess-list | python security | Pass subprocess arguments as a list, shell=True let a file name run commands
pickle-untrusted | python security | Do not unpickle data from users, use JSON
csrf-token | security web | Forms posted by fetch need the CSRF token header
password-hash | security auth | Hash passwords with argon2, and rehash old bcrypt ones at the next login
rate-limit | api | Login attempts are limited per account and not per address, offices share one
idempotent-webhooks | api payments | Stripe sends webhooks more than once, record the event id before acting on it
locale-format | i18n | Format numbers with the user's locale, the German report showed a thousandfold amount
focus-trap | frontend accessibility | Return the focus to the button that opened a dialog when it closes
css-specificity | css | Avoid important in style sheets, raise the specificity with a class instead
branch-names | git | Branches must be named type/ticket-title, the deploy job reads the ticket from it
"""),
    _edits("""
--- consumer.py => kafka-offset
for message in consumer:
    consumer.commit()
    handle(json.loads(message.value))
--- cache.py => redis-ttl
import redis

client = redis.Redis()


def remember(key, value):
    client.set(key, json.dumps(value))
--- deploy/mail.yaml => k8s-limits k8s-probe
apiVersion: apps/v1
kind: Deployment
metadata:
  name: mail
spec:
  template:
    spec:
      containers:
        - name: mail
          image: registry.example.com/mail:1.0
          readinessProbe:
            httpGet: {path: /health, port: 8080}
--- convert.py => subprocess-list
import subprocess


def thumbnail(name):
    subprocess.run(f"convert {name} -resize 100x100 {name}.png", shell=True, check=True)
--- analysis/customers.py => pandas-copy
import pandas as pd

customers = pd.read_csv("customers.csv")
active = customers[customers["active"]]
active["segment"] = active["revenue"].apply(segment)
--- handler.py => lambda-cold
import boto3


def handler(event, context):
    client = boto3.client("s3")
    return client.get_object(Bucket=event["bucket"], Key=event["key"])["Body"].read()
--- api/images.py => asyncio-blocking
async def resize(request):
    image = Image.open(request.file)
    image.thumbnail((100, 100))
    time.sleep(0.1)
    return Response(image.tobytes())
--- models.py => pickle-untrusted
import pickle


def load(upload):
    return pickle.loads(upload.read())
--- .github/workflows/release.yml => gha-pin gha-cache
on: push
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/cache@v4
        with:
          path: ~/.npm
          key: npm
--- Dockerfile =>
FROM node:20-slim
WORKDIR /app
COPY package.json .
RUN npm ci
--- web/nav.css => css-specificity
.nav a.active {
  font-weight: bold !important;
}
--- search.test.ts => vitest-timers
import { expect, it } from "vitest";

it("waits before it searches", async () => {
  const search = debounce(spy, 300);
  search("a");
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect(spy).toHaveBeenCalledOnce();
});
--- nightly.py => timezone-naive
from datetime import datetime


def overdue(invoice):
    return invoice.due_at < datetime.now()
--- shapes.py =>
class Circle:
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return 3.14159 * self.radius ** 2
--- web/format.ts =>
export function initials(name: string): string {
  return name
    .split(" ")
    .map((part) => part[0])
    .join("");
}
--- CHANGELOG.md =>
## 2.4

- The list of customers can be sorted.
- A crash when the window is closed is fixed.
--- parser.py =>
def tokens(text):
    for line in text.splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            yield from line.split()
--- Cargo.toml =>
[package]
name = "indexer"
version = "0.3.0"
edition = "2021"
"""),
    _work("""
git status --short =>
git diff origin/main...HEAD =>
git checkout -b new-login => branch-names
git switch -c fix/PAY-7-refunds => branch-names
git merge main =>
git push =>
git branch -d old-feature =>
git show HEAD:src/app.ts =>
ls =>
find . -name "*.rb" -newer Gemfile =>
cat .github/workflows/ci.yml =>
tail -f log/development.log =>
mvn package => maven-skip
mvn -q test =>
mvn clean install -DskipTests => maven-skip
./mvnw spring-boot:run => flyway-order
composer update => composer-lock
composer require guzzlehttp/guzzle =>
vendor/bin/phpunit => phpunit-env
vendor/bin/phpunit --filter LoginTest => phpunit-env
php artisan serve =>
rspec spec/models => rspec-seed bundle-exec
bundle exec rspec => rspec-seed
rubocop -a => bundle-exec
rails db:migrate => bundle-exec
swift build => swift-package
swift test => swift-package
cmake -B build -DENABLE_TLS=ON => cmake-clean
cmake --build build =>
ctest --test-dir build -j8 => ctest-parallel asan-tests
make -j4 =>
make install =>
pnpm build => pnpm-filter turbo-cache
pnpm install =>
pnpm -r test =>
npx turbo run build => turbo-cache pnpm-filter
npx vitest run src/search => vitest-timers
npx storybook build => storybook-assets
npx graphql-codegen =>
npx prettier --write . =>
terraform state rm aws_instance.web => terraform-state
terraform init =>
terraform plan -out plan.bin =>
ansible-playbook -i hosts site.yml => ansible-check
ansible-playbook site.yml --check --diff =>
kubectl get pods =>
kubectl rollout restart deployment/api =>
kubectl describe pod api-7f9c =>
aws s3 ls =>
docker build -t registry.example.com/api:1.2 . => docker-arch dockerignore
docker buildx build --platform linux/amd64 -t api . => dockerignore
docker compose logs -f =>
docker compose up --build => docker-arch dockerignore
pip install -r requirements.txt => pip-hashes
pip-compile requirements.in => pip-hashes
python train.py --epochs 10 => numpy-seed conda-env
jupyter nbconvert --execute report.ipynb => conda-env
pytest -q =>
pytest tests/test_api.py::test_login -vv =>
python -m http.server 8080 =>
node scripts/seed.js =>
npm audit fix =>
redis-cli keys '*' =>
redis-cli set session:1 abc => redis-ttl
mongosh --eval 'db.orders.find({"customer.id": 5})' => mongo-index
curl -X POST localhost:3000/api/login -d @body.json =>
nginx -t =>
sed -i 's/foo/bar/' config.yml =>
"""),
    _work("""
hi there =>
ok, go on =>
try again =>
can you run the linter and fix what it says? =>
Fix the type errors =>
Users get logged out when they have two tabs open => oauth-refresh
Add a migration that renames the table customers to clients => flyway-order
Uploading a file of 20 MB gives status 413 => nginx-body
Our Redis instance runs out of memory => redis-ttl
Write the handler for Stripe webhooks => idempotent-webhooks
Make the search box debounce its input and test it => vitest-timers
Add a deployment manifest for the new mail service => k8s-limits k8s-probe
The release workflow failed, pin the versions of the actions => gha-pin
Add caching to the CI workflow => gha-cache
Create a login form that posts with fetch => csrf-token rate-limit
Store user passwords when they sign up => password-hash
Why does the report show 1.234 instead of 1234 for German users? => locale-format
Make the dialog accessible => focus-trap
Change the colour of the primary button =>
Add a field "nickname" to the GraphQL user type => graphql-codegen
Listing comments through GraphQL is slow => dataloader
Messages are lost when the consumer restarts => kafka-offset
Write a script that calls ffmpeg for each uploaded file name => subprocess-list
The nightly job crashed with can't compare offset-naive and offset-aware datetimes => timezone-naive
Rename variable x to width in shapes.py =>
Clean up this function =>
Translate the documentation into French =>
Explain the architecture of the billing module =>
Update the dependencies in requirements.txt => pip-hashes
Train the model again with a larger learning rate => numpy-seed conda-env
Move the S3 client setup in the Lambda function => lambda-cold
Sort the imports in all modules =>
"""),
    _work("""
Look through the code base and list all TODO comments. =>
Review the pull request for security problems. =>
Implement an async endpoint that resizes an image with Pillow and returns it. => asyncio-blocking
Write a Kafka consumer that stores each order event in the database. => kafka-offset
Build the arm and intel images of the service and push them to the registry. => docker-arch dockerignore
Add an Elasticsearch test that indexes fifty documents and searches for them. => elastic-refresh
Clean the data frame of customers: filter the inactive ones and set their segment column. => pandas-copy
Find out why the memory of the api pod grows and propose a fix. => k8s-limits
Write unit tests for the date parser. =>
Replace the home-made session storage by Redis. => redis-ttl
Adjust the styles of the navigation bar so that the active link is bold. => css-specificity
Add an option ENABLE_ZSTD to the CMake build and document it. => cmake-clean
Split the file utils.ts into modules by subject. =>
Roll out the new ssh configuration to all hosts with ansible. => ansible-check
Load the cached model objects that users upload. => pickle-untrusted
Write a changelog entry for version 2.4. =>
"""),
)
