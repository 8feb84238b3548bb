"""The table of faults that ``faults`` finds: classes of words, and the phrases of each fault.

A term is a class of words (``null``), or a word by itself, with ``*`` for what begins with it, or
several of these with ``|`` between them. With ``!`` it must be said to be missing ("no timeout",
"isn't validated", "should be awaited", "validation is absent"), with ``-`` it must not be there, with
``+`` it must stand directly behind the term before it; with ``$`` at its end it must not describe a noun.
"""

from __future__ import annotations

CLASSES = """
no: no not never without missing miss misses missed lack* absent absence omit* omission forget* forgot*
    neglect* isnt arent doesnt didnt wasnt werent hasnt havent nobody nothing nowhere fails
wanted: add should must needs need please
gone: missing absent absence lacking omitted forgotten
done: set configured specified used provided present there done performed called made checked enforced
    implemented defined given handled passed applied taken updated released validated propagated
needless: unnecessar* redundan* superfluous* needless* useless* pointless* unneeded extraneous
displacing: receiver* mock* fixture* icon* badge* button* translation* page pages metric* comment comments
    test tests doc docs documentation docstring* message messages name names sentence
sure: never always cannot cant
too: too overly excessive* very
null: null nil none nullable nullability nullptr undefined nullish nonetype
pointer: pointer* dereferenc* deref* reference*
check: check* guard* verif* inspect* examin* ensur* validat*
input: input* payload* body bodies param* argument* request* field fields query form email header*
    upload* client user* untrusted supplied external amount
error: error* err errs exception* failure* failed rejection* ioexception throwable
handle: handl* caught catch catches catching
ignore: ignor* discard* swallow* suppress* silenc* silent* silently hid hide* hidden mask* eat eats eaten
    dropped drops lost
test: test tests tested testing spec specs unittest*
cover: cover* tested exercis*
close: close* closing release* releasing free freed dispos*
handlekind: file files handle handles connection* conn socket* stream* cursor* descriptor* resource* body
    response* reader* writer* pool session* fd
leak: leak*
forever: forever indefinite* infinite* endless* unbounded unlimited
limit: limit* bound* bounds maximum max cap capped
timeout: timeout* timeouts deadline* timed
retry: retry retries retried retrying
network: http https request* call calls client clients network upstream api rpc grpc server fetch*
    connection* transient
lock: lock* mutex* synchroni* semaphore*
concurrent: concurren* simultaneous* parallel* thread threads threaded goroutine* multithread*
shared: shared global mutable state map maps cache counter* counters list variable singleton
async: async asynchronous coroutine* promise* task tasks
loop: loop* iteration* iterat* each every foreach row item items
database: database* db sql select selects queries query quer* repository orm
sql: sql query select where statement
concat: concat* interpolat* fstring format* assembl* built string strings
secret: secret* password* passwd credential* token* apikey* passphrase* pii sensitive personal
key: key keys
hardcoded: hardcod* hardwired baked
embedded: hardcod* hardwired literal* embedded committed baked plaintext plain source
log: log logs logged logger logging logline
document: doc docs docstring* documentation document documented documenting jsdoc javadoc readme godoc
    rustdoc
comments: comment* docstring* docs doc documentation readme changelog
stale: stale outdat* obsolet* wrong contradict* mismatch* disagree* date
name: name* naming identifier* named
typing: type types typing annotat* hint hints
duplicate: duplicat* copied copy copies pasted paste repeat* repetition*
routine: function* method* class classes procedure routine handler module component controller
long: long lengthy large huge big oversized lines
complex: complex* cyclomatic cognitive nest* indent* branches
float: float floats floating double
equal: compar* equal* equality
time: time timezone* timezones datetime* tz timestamp* date dates zone zones clock
element: index indices indexed indexing element elements slice array list buffer args
escape: escap* encod*
html: html innerhtml dangerouslysetinnerhtml output outputs template* markup bio
permission: authoriz* authoris* permission* ownership privilege* rbac acl authz owns belongs
login: authenticat* auth login authn
tls: tls ssl certificate* cert certs verify
page: paginat* paged
atomic: transaction* atomic* transactional
cache: cach* memoi*
request: request* post form view endpoint*
variable: variable* local locals param* argument* value values
import: import* imports importing
order: order* sort* unsort*
"""

# The first fault of which a phrase fits is the text's; a phrase begins with its most telling term.
FAULTS = """
redundant-null-check: null needless -import* -argument* -return, null check sure, sure +be +null
open-redirect: redirect* open|unvalidated|untrusted|unchecked, redirect* !check*|validat*, redirect*
    target|host|destination query|parameter|user|request|allowlist
sql-injection: injection +via sql, sql +injection, injection sql, sqli, sql concat -loop -log -http, sql
    parametriz*|parameteriz*|unparameterized|prepared|parameterized, concat* where|clause|query|statement
    -http -redirect, query|sql raw concat*|interpolat*
command-injection: injection command|shell|os|argument, command|shell
    unescaped|unsafe|untrusted|unsanitized, shell +true -without, shell +equals +true -without, os
    +system, arbitrary +command|commands
csrf: csrf, xsrf, cross +site +request
xss: xss -fix*, cross +site +scripting, html !escape* -entit*, html +injection, !escape*
    output|html|template|script -entit* -regex, innerhtml, dangerouslysetinnerhtml, output|html unescaped
    -entit*, unescaped content|output|user, !escaping page|content|comment|user|output -shell -command
    -sql
template-injection: injection template, ssti
log-injection: injection log
header-injection: injection header|crlf
ldap-injection: injection ldap
nosql-injection: injection nosql|mongo*
prompt-injection: injection prompt
code-injection: eval arbitrary|untrusted|unsafe|dangerous|avoid|injection|raw|input, code +injection,
    arbitrary +code -yaml -pickle -deserial*
path-traversal: traversal path|director*|file|archive, zip slip, zipslip, path|filename
    untrusted|unsanitized|uncontrolled, path outside, escapes director*|root|base, path
    !sanitiz*|sanitis*|normaliz*|normalis*|canonical*
ssrf: ssrf, server side request forgery, server request forgery
xxe: xxe, xml external entit*
insecure-deserialization: deserializ*|deserialis*|unmarshal* unsafe|untrusted|insecure|arbitrary, pickle*
    unsafe|untrusted|loads|load|insecure, yaml unsafe|load, yaml load, marshal* untrusted
prototype-pollution: prototype pollution
mass-assignment: mass assignment, over posting
weak-crypto: weak|broken|insecure|unsafe|outdated hash*|crypto*|cipher|encryption|md5|sha1|algorithm
    -random, md5, sha1 insecure|weak|broken|password, des|rc4|ecb cipher|encryption|mode
insecure-random: random* insecure|weak|predictable|cryptographic*|secure|security|token|secrets,
    predictable token*|id*, prng|rng, math random
weak-tls-version: ssl|tls version|protocol insecure|old|weak|deprecated|bad
tls-verification-off: tls disabl*|skip*|off|unverified|disable -page, tls !verif*|validat*|check*,
    insecureskipverify, insecure +skip +verify, certificate any accept*, verify +false
cors-wildcard: cors permissive|wildcard|any|all|star|origin*, access +control +allow +origin, allow
    +origin
missing-rate-limit: rate !limit*|limiting, throttl* no|missing -debounc*, !throttl* -debounc*, ratelimit*
    no|missing, !ratelimit*, brute force|forced, rate +limit*|limiting no|not|missing|lack*|implement*
secret-in-log: secret log, secret printed|prints|print, log leak* data, log
    sensitive|pii|personal|password*|credential*|email, logs +pii|personal, log mail plain|clear
plaintext-password: password|passwords plain +text -config -source -code -repository -committed -settings
    -file, password|passwords plaintext|cleartext|unhashed|unsalted -config -source -code -repository
    -committed -settings -file, !hashed password|passwords
hardcoded-secret: secret embedded -log, secret +in code|repository|repo|config|git|source, api embedded
    key, key* embedded api|access|private|secret|encryption, access key repository, secret
    repository|committed|commit|checked -log, secret plain +text, secret plaintext config|source|code,
    secret in code|source|repository|repo|git -log, hardcod* key|keys|token|tokens,
    aws|gcp|azure|stripe|ssh|signing +key|secret|token hardcod*|committed|code
secret-in-url: secret url|querystring
missing-authentication: !login, unauthenticated, login needless, endpoint|route|handler anonymous*, auth
    !middleware
toctou: toctou, check +then +act, time +of +check, race exist*|exists check*|checked, exist*|exists then
    open*|opens|create*|read*|deleted, checked +before open*|read|use* changed|change|gone|between|race,
    between gone|deleted|changed check*|exists
missing-authorization: !permission -file, idor, broken +access +control, permission check*
    missing|no|without|absent, any user delete|read|access|modify|edit other|others, tenant
    other|another|cross, check* access !control, privilege +escalation, verif*|check* !verif*|check*
    owns|belongs|ownership, access !restrict*|restrictions|restricted, access +control
    no|missing|lacks|without|broken, !check* may|allowed|permitted|entitled caller|user|they, tenant*
    isolation|filter*|filtered|scoped|scoping, tenant* other|another|cross, role|roles
    !check*|verif*|enforced, any user may|can call|delete|read|access|modify|edit|see
missing-encryption: !encrypt*, unencrypted, plaintext|cleartext stor*|sent|transmi*
insecure-cookie: cookie* !httponly|secure|samesite, cookie flag*|insecure
missing-security-headers: header* security !header*, csp !csp, !hsts
deadlock: deadlock*, lock* order*|ordering inconsistent|different|wrong|acquired|inversion|risk, lock
    order*
needless-async: async needless, async without +await|awaiting -called -calling -call, async doesnt|not
    +await, async await expression|nothing no|without|nothing, async awaits +nothing, await +expression
    no, async neednt, async remove*|removed|dropped be|keyword
missing-await: !awaited, unawaited, missing|forgot|forgotten|forgets +await|to, await +missing|keyword,
    no +await -in -loop -return -expression, promise* floating|dangling|ignored, async forgot*|forgotten,
    coroutine* never -stop* -exit*, await +is missing, await +forgotten|omitted
redos: redos, regex|regular catastrophic|backtracking, regex unsafe|evil|exponential
blocking-in-async: event +loop block*|stall*|freez*|blocked, blocking async|coroutine*, sleep
    async|coroutine, sync|synchronous async|coroutine* io|i|file|call|calls|handler, async stall*|freez*
goroutine-leak: goroutine*|thread|threads|worker leak*, goroutine*|thread|threads|worker never
    stopped|exits|stops|terminates|joined, goroutine* forever|leak*, thread* !stop*|join*
concurrency-race: race* condition|data, data race*, races, race, !synchroni*, thread !safe, thread safe
    no|wanted, thread safety, thread unsafe, concurren* shared|unsafe|write*|modif*|access*|update*,
    lock* !lock* shared|access|concurren*|mutex, shared concurrent, mutex no|without|hold*, same time
    update*|modify|write*|read*, non atomic increment*|counter, check|test|compare +and +set|swap|act,
    races with
memory-leak: memory leak*|grow*|unbounded|forever, listener* never|remov*|leak*|without|cleanup, cache
    unbounded|grow*|evict*|forever, grows bound|forever, unbounded growth, subscription*
    never|unsubscrib*|leak*, unsubscrib*, interval|timer !clear*
unhandled-error: err|error|errors|exception|exceptions +handling|handler
    no|missing|lack*|absent|insufficient -message, error|err|errors +isnt|not +handled|checked -mock
    -test -tests, errcheck
resource-leak: resource* leak*, handlekind leak*, leak* handlekind, !close handlekind -promise*, !close
    body|file*|connection*|response, unclosed -tag -bracket*, !close -tag -bracket -test -html,
    connection* !returned|released, handlekind open leaves|left|stays|remains,
    file*|open|opened|opening|connection* context +manager, defer close missing|no|forgotten, file*
    opened without
missing-timeout: !timeout -test, timeout* !set|configured|specified, timeout* default, hang*
    forever|indefinitely|call, waits indefinitely|forever, unbounded wait*, wait
    unbounded|forever|indefinite*, never|doesnt|not +times|time +out
unbounded-retry: retry forever|limit|maximum|infinite*|unbounded|unlimited|cap|backoff|jitter|immediate*
    -logic -transient, infinite retry
missing-retry: !retry, retry logic no|missing|add, retry transient, !reconnect*|reconnection
n-plus-one-query: nplusone, n +plus +one, n +1 query|queries|select|selects|problem, database
    loop|loops|iteration -sort -index, query|queries|queried|select|call per|each|every
    row|item|iteration|record|element|order -cache, database per|each|every
    iteration|iterations|item|row, lazy +loading load|loop|each|select*|n, queries inside loop, n +plus
    +1
missing-index: !index -array -bounds -slice -react -out -variable -list -loop -html -items, unindexed,
    full +table +scan, index !column|database|table, table +scan, indexed !indexed
missing-transaction: !atomic -counter* -increment* -race -races, atomic* !transaction*, transaction
    no|without|one|single|missing|wrap|same
missing-migration: !migration*, schema +change* without|no|missing, migration* missing
unbounded-query: !paginat*, unpaginated, query* unbounded|limit -validat* -param* -parameter*, result*
    unbounded|limit -validat* -param* -parameter*, select* limit -validat* -param* -parameter*,
    endpoint|list returns all rows|records|items, !limit rows|results|records|query -validat* -param*
    -parameter*
quadratic-complexity: quadratic*, o n 2, n squared, o n2, nested loop* inefficient|slow|over|expensive,
    lookup|membership|search list loop|linear, o n²
string-concat-in-loop: concat* loop|loops|repeated, string* +concatenation repeated|loop|slow,
    inefficient +string, stringbuilder
missing-cache: !cach* -pip -invalidat*, cache* +result|it should|repeated, expensive
    +computation|operation|call, repeated +computation, recomput*,
    recomput|compiled|parsed|read|loaded|created|recompiled each|every|per
    call|request|time|invocation|iteration -file -async, re +read every|each
float-money: money|currency|amount*|price* float|double
float-equality: float* compar*|equal*|equality|exact*
loose-equality: equality loose|strict|double, double equals, loose compar*, non strict, strict
    compar*|equal*
naive-datetime: datetime* naive|aware|unaware, timezone* missing|no|without|unaware, !timezone*, zone*
    !zone*, local +time utc, naive +time|datetime*, utc instead local
division-by-zero: division|divide|divides|dividing zero, zerodivision*, zerodivisionerror, divided +by
    +zero, divisor zero, count|len|length|total zero|0 crashes|crash
integer-overflow: overflow* int*|arithmetic|32|64|multipl*|addition|length|size|computation -stack
    -buffer -text, wraparound, wraps around, int32 overflow*
buffer-overflow: overflow* buffer|stack
use-after-free: use after free, double free, dangling pointer
off-by-one: off +by +one, fencepost*, fence +post, range|loop|end|index n +1 should|end, inclusive
    past|end, boundary +error|condition wrong|off
index-out-of-range: bounds out|outside|past|exceed*, bounds !check*|bounds, range +out, out +of +range
    index|array|slice|list, index* exceed*|unchecked|beyond, element unchecked, element first|last empty,
    length !check*|checking|checked, element* without|unchecked +check*|checking
mutable-default: default* mutable -class -dataclass* -contextvar*, default* shared +between, mutable
    +argument|arg|default* -class -dataclass* -contextvar*, default list|dict|literal
    +argument|literal|as argument
circular-import: circular import*|depend*|reference*, cyclic import*|depend*, import* cycle*, cycle*
    depend*|import*|package*
unused-import: unused|needless +import*, import* +unused, imported|import*|importing unused|never -from,
    import* never|not|isnt +used|referenced, dead +import*
import-ordering: import* order*|sort*|unsorted|ordering|sorted, imports before third
wildcard-import: import* wildcard|star
unused-parameter: parameter*|argument* unused, unused param*|arg*, parameter*|argument* never +used
unused-variable: variable +unused -loop, unused +local*|var|vars|variable*|assignment* -loop,
    variable|assignment* unused|dead -loop, assigned never|not|but +used|read, value* never +read|used,
    dead +store*|assignment, overwritten +before read, computed never +read|used, assigned +but
    unused|never
commented-out-code: commented out|code, comment* old|left|leftover code|implementation, commented out
dead-code: dead +code|branch|path|function|method, unreachable, unused
    +function*|method*|class|code|helper -return -argument* -parameter*, unused +private, never
    +executed|reached|called|run|runs|reachable code|function|method|statement|branch|block|helper, never
    +called|reached|executed -constructor, no +callers, condition sure true|false, code +after
    return|raise|throw, isnt|not +called|used|referenced +anywhere, cant|cannot +be +reached|executed,
    method|function|helper|class unused -argument* -parameter* -import* -variable* -return,
    nothing|nobody +calls|uses
debug-leftover: debug* left|leftover|print*|statement*|output|stray|remove|production, console log
    left|leftover|stray|remove|production, print leftover|stray|left|debug*|remove, stray
    print*|console*|log*, leftover print*|debug*|log|console*
todo-left: todo*|fixme*
    left|remain*|unresolved|resolve|resolving|comment*|ticket|merged|issue|forgotten|leftover|contains|tracked
    -author -missing -expir*, todo +left|in
long-function: routine too +long|large|big, long +function|method|class|routine|module|component|handler,
    large +function|method|class, god +function|class|object|method|module, lines split|extract
    function|method|class|routine|should, lines spans|exceeds|over function|method|class, huge
    +function|method|class, oversized +function|method|class, too +long method|function|class, does +too
    +much, doing +too +much, lines +long function|method|class|is -line
high-complexity: complex* too|cyclomatic|cognitive|high|excessive|function|reduce|simplify, nest*
    deep*|excessive*|too|ifs|levels|reduce|conditions|conditionals, too many branches, indent*
    deep*|levels, cyclomatic, arrow code
variable-shadowing: shadow*, hides builtin|outer|variable -error
too-many-parameters: too +many parameter*|argument*|params|args -logging -format, parameter* +list
    long|many, long +parameter|argument, constructor|function|method takes parameter*|arguments -default
    -mutable, parameter*|arguments object introduce|group|options
duplicate-code: duplicat* code|logic|block|implementation|function|method|definition|validation -request
    -payment -argument* -param* -hook* -key -keys -import* -test -string* -exception -field -case
    -member*, copy +paste*, copied +code|logic|validation|block, copied in|between|across
    handlers|places|controllers|functions|files, dry violat*|principle|violation|violates, same
    +code|logic|validation|block copied|repeated|several|twice|two|three|both|handlers, repeated
    +code|logic|block|validation
missing-error-context: error* !context -test, error* wrap*|unwrapped -promise, wrap +error*|err, cause
    lost|original, raise from, exception !cause|chain*, lost +cause|stack|traceback, returned|returns
    error|err +bare|asis, error says|tells which, error doesnt +say
unclear-error-message: error message*
    unclear|vague|unhelpful|generic|uninformative|cryptic|improve|misleading|poor, message*
    tell*|unhelpful|generic|vague error|failed|wrong, error vague|uninformative|unhelpful|cryptic|generic
    text|message*|name
unhandled-panic: panic* library|instead|avoid|user|input|unwrap -force, unwrap*
    avoid|panic*|result|replace|option -force, unwrap -force, expect panic*
empty-catch: empty +catch|except|handler, except +pass -contextlib, catch +block empty|nothing, catch
    empty +block
swallowed-exception: error swallow*, swallow* error*|exception*, exception*|ioexception|throwable
    ignored|ignore*|hidden|hides|suppress*|suppresses|silenced -test -tests -check* -lint -type -comment
    -contextlib -ts -assertion, error|errors hidden|hides|suppress*|suppresses|silenced|eats|eaten -test
    -tests -lint -type -comment -ts -assertion, eats exception|error, silent*
    fail*|error*|ignor*|drop*|swallow*, exception* +lost, catch* hides|nothing|ignore*|pass -assertion,
    catch +block returns|return null|nothing|silently, drops|drop
    +error|errors|exception|exceptions|failures
broad-exception: except|catch|exception|handler broad|broadly|overbroad -pytest -raises,
    catch|except|exception* general|generic|wide|bare -raise -message -error -context, bare +except,
    catch +all, catches|catching|caught exception|throwable|everything
    generic|only|instead|expected|broad -pytest -raises, except|catch more|narrower|narrowed
    +specific|type
wrong-log-level: log level wrong|high|low|too|incorrect|inappropriate, logged error|warning info|debug,
    log noisy|spam*|floods|verbose|excessive, log level*, should debug|info rather|instead warning|error
missing-metrics: !metric*|instrumentation|telemetry|observability
missing-logging: !logging|logs|logged|log -level, logging insufficient|missing|no|lacks, insufficient
    +logging, silent* fail* log
unpropagated-error: error !propagat*|propagated|rethrow*|rethrown|returned -test -message
unchecked-return-value: return* value* ignored|unchecked|discarded|checked|unused -error -err -error
    -errors, return* code|value !check* -err -error -errors, exit status|code !check*|inspected -err
    -error -errors, result ignored|unchecked|discarded -test -err -error -errors, return value
    ignored|unchecked -err -error -errors, unchecked return* -err -error -errors, unchecked result -err
    -error -errors
unhandled-error: error !handl*|check*|checked|catch*|caught -mock -test -tests, unhandled
    +error*|exception*|rejection*|promise*, !check*|checked err|error|errors -test -tests, error
    discarded|dropped|unchecked|blank, err ignored|discarded|dropped -context, error handling
    no|missing|lack*|absent|insufficient|incomplete, dropped +error*, ignored +error*, error never
    +looked|inspected|checked, error|errors|err ignored|ignores|ignoring -test -tests -lint -type
    -comment -ts -assertion -page, no|missing|without|lacks +try catch|except|block, isnt|not +wrapped
    try, discards|discarding|drops|ignores +error|errors|err, discards +the +error|err, error thrown
    +away, error result* discarded|dropped|ignored
missing-error-state: state|loading|spinner error|loading|empty !state
nil-dereference: null !check -comparison* -operator*, null +pointer|dereference, null dereferenc*|deref*,
    npe, nullpointerexception*, may|might|could|can +be +null -assertion*, may|might|could|can +return
    +null, !handl* null, returns null reads|read|access*|used|use, nil panics|panic, null crash*, null
    guard* no|missing|without|unguarded, attributeerror nonetype|none, typeerror undefined, optional
    unchecked|unwrapped, nil +map|deref, null +access|property, force +unwrap*, null
    throws|throw|crashes|panics -when, null +safety, ispresent
unvalidated-input: !validat* -certificate -test -redirect -props -message,
    !sanitiz*|sanitis*|sanitization|sanitize -path, input !check*|verif*|validat* -return -error -null,
    trusts +input|client|user, validation no|missing|lack*|absent|insufficient -message -props, input*
    unchecked|unsanitized|unvalidated
missing-bounds-check: !bounds
missing-status-condition: status !condition*|conditions, status +condition*|conditions
    missing|no|not|lacks, status !update*|set|updated -code -page -http -bar -badge -line, !status$ -code
    -page -http, ready|available|degraded +condition no|missing|never|not
hardcoded-value: hardcod* -secret -charset -sql -temp -bind -interfaces -password*, hard
    +coded|coding|code -secret -charset -sql -temp -bind -interfaces -password*, baked +in|into,
    hardwired
magic-number: magic +number*|value*|string*|constant*|literal*, literal*
    numeric|unexplained|number|constant|named|explanation
    named|constant|extract|explain*|explanation|unexplained -precision -case -casing -enum -duplicat*
    -separator*, constant named|extract|extracted replace|literal|number|into|should, unexplained
    number|constant|literal|value, extract +it +into constant
unpinned-dependency: !pin|pinned|pins, unpinned, floating version|depend*|tag, latest tag|version,
    version* !pin*|lock*, depend* version* unpinned|range|pin*
vulnerable-dependency: depend*|package*|library vulnerab*|cve*|outdated
deprecated-api: deprecat* api|apis|method|methods|function|functions|package|library|module -removed
    -without -identifiers, use|uses|using|usage|calls +deprecat*
flaky-test: flak* test|tests, flakes, test*
    nondeterministic|intermittent*|deterministic|timing|sleep|sleeps|clock|order|random, nondeterminis*
    test*, timing dependent|test*
weak-assertion: assert* nothing|weak|meaningless|trivial|trivially|truthy|tautolog* -type -null,
    test|tests|case !assert* -type -null, assertion* weak|meaningless|missing|trivial -type -null,
    test|tests assert* only -composite, !assertion* -type -null -argument -presence -comparing
    -incompatible
skipped-test: test* skipped|disabled|ignored|commented|xfail, skipped test*
test-isolation: test* isolat*|depends|shared|leak* other|state|isolat*|each, test* real
    network|database|api|hits|external
over-mocking: mock* too|over|everything|excessive, overmock*, mocks implementation
insufficient-test-coverage: !tests|unittest*|tested|untested -condition -assertion* -assert* -membership
    -identity -skip*, !test +case|cases|coverage|suite, !test$ -condition -membership -identity, no +test
    +covers|for|verifies|exercises, coverage +gap|gaps, test coverage gap|insufficient|low|lacks -mock,
    coverage no|missing|lack*|gap*|insufficient|low test|tests|code|branch|line, happy +path,
    !covered|exercised test|tests, !coverage, test|tests|testing +gap|gaps, case|cases|path|paths|branch
    !covered|exercised
outdated-docs: comments stale|outdated|longer|obsolete|contradict*|misleading|mismatch*, comments
    match*|matches not|doesnt|longer, comment* says|claims, docs out date, docstring|readme|comment|docs
    still|mentions|describes, comment|docstring|docs wrong|incorrect|inaccurate -style -indent*
missing-docs: !document*$ -todo -cookie -write -type, !documented,
    !docs|documentation|docstring*|jsdoc|javadoc|readme|doc -type, undocumented, please +document,
    document +the, !comment doc|exported, godoc|rustdoc|phpdoc no|missing|lacks|add
missing-type-annotations: !annotat*, !hint* type|types, hint* missing|lack*|no type|types, untyped,
    unannotated, typing missing|lacks annotation*|annotations|hints
any-type: any +type|types|typed -certificate -origin -non, typed +as any, any
    avoid|explicit|implicit|overuse|cast -certificate -origin -user -exception -error -except -test
    -tests
naming-convention: nam* convention*|inconsisten*, snake_case|camelcase|pascalcase|upper_case|kebab
    should|convention|naming|not|name*, nam* +style, identifier* case -encoding, case wrong
    name*|identifier*, snake +case, pascal +case
bad-naming: poor*|bad|unclear|vague|confusing|cryptic|misleading|meaningless
    +name|names|naming|variable|identifier, nam*
    unclear|misleading|meaningful|descriptive|nondescriptive|vague|confusing|cryptic|bad|poor, rename
    tell*|unclear|descriptive|better|clearer, identifier descriptive|cryptic|vague, single +letter,
    ambiguous +name|names|naming|variable|identifier, ambiguous variable|function|name +name|naming,
    doesnt +say|tell|describe what +it|does
inconsistent-return: return inconsistent*, branches|paths return value|nothing|all|some, missing return*
    -type -annotat* -test, returns none implicit*, implicit* return*|none, code paths return
missing-default-case: switch default|exhaustive|handle|missing|nonexhaustive|cover* -pattern -last
    -ordering, match exhaustive|nonexhaustive|arm, default +case|branch|clause no|missing -last,
    exhaustive* switch|match*|enum, non +exhaustive, enum* unhandled|covered|missing|handled
incomplete-implementation: not +implemented -raise, unimplemented, isnt|never +implemented, incomplete
    implementation|feature|functionality, stub*|stubbed code|only|function|left|out,
    requirement|criterion|criteria missing|unmet|unimplemented|incomplete, partial* implement*,
    placeholder implementation|left, notimplementederror -should, missing +implementation
breaking-change: breaking +change*|api, breaking api, backward*|backwards
    compatib*|incompatib*|compatible, breaks existing|clients|compatib*|consumers|callers|backward*,
    incompatible +change*
not-idempotent: idempoten*, twice delivery|redelivery|processed|message|booked|charged, duplicat*
    processing|delivery|message*|charge*
missing-react-key: key prop, key !prop*, index as key, index react|key key|react, key* unique
    list|child|children, array index key*
hook-dependencies: effect depend*, exhaustive deps, depend* array, stale closure*, useeffect
    depend*|deps|missing, hook* depend*
missing-alt-text: alt +text|attribute missing|no|without|lacks, image* !alt, alternative +text, alt
    missing|no|without
missing-label: aria* missing|no|label*|lacks -hidden -unsupported*, label !label
    input|button|form|control
accessibility: accessibility -modifier*, a11y, screen +reader*, keyboard +navigation|focus
missing-i18n: i18n, internationali*, translat* missing|hardcoded|untranslated, untranslated
context-not-propagated: context|ctx !propagat*|passed|threaded, context|ctx
    ignored|ignores|lost|background -manager, context +background, cancel* ignored|effect context|ctx
unescaped-shell-variable: unquoted +variable|variables
tight-coupling: coupl* tight*|high*|strong*|too, tightly coupled, layer* violat*, separation concern*
single-responsibility: single responsibility|srp, responsibilit* too|many|several
unsafe-block: unsafe block|code needless|without|comment|justification|safety
lossy-cast: cast|conversion lossy|truncat*|unchecked|narrowing, truncat* cast|conversion
stale-cache: cache* invalidat*|stale
premature-optimization: premature optimi*
unsafe-type-assertion: type assertion unchecked|panic*|ok|unsafe, type cast unchecked|unsafe
missing-cleanup: !cleanup|teardown|rollback
inefficient-query: select star|unused|columns, query inefficient|slow
excessive-allocation: allocat* unnecessar*|needless*|each|loop|excessive, clone
    needless|unnecessary|avoid
inconsistent-style: style inconsist*|violat*, format* inconsistent, formatting violat*
missing-feature-flag: feature flag* no|missing|without
config-drift: config* undocumented|drift|mismatch
"""
