"""The words by which ``quality`` tells what a lesson says from what any text says.

Lists and nothing else. A word that is missing costs little: an unknown word counts as one that
says something, and an unknown verb only matters in a text that has no known one.
"""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a list, parted by white space."""
    return frozenset(words.split())


# Words that say nothing of their own in a lesson about software.
EMPTY = listed(
    """
    a about above across actual actually add added after again all also always amount an and another any
    anything apply are area around as at attention avoid aware away back bad basic be because been
    before being best better bit both break broke broken bug bugs build but by call called can care
    careful carefully case cases cause caution change changed changes check checked checking checks
    clean clear clearly code codebase coding come common complete completed complex component consider
    consistent correct correctly could create created current deal debug decision detail details did
    different difficult do document documentation documented does doing done double due during each
    early easier easy edge edit effort else end enough ensure error errors etc even every everything
    everywhere example existing expect expected extra fail failed failing failure fast feature few file
    files final find fine first fix fixed fixes fixing follow following for found from full function
    functionality functions further general get gets getting give go goes going good great had handle
    handled handles handling happen happened happens hard has have having help helped helpful helps here
    hint how however i idea if implement implementation implemented important improve improved
    improvement improvements in information input inside instead into is issue issues it item its itself
    job just keep kept kind know knowledge last later lead learn learned learning leave less lesson let
    like line lines little logic long look looked lot made main maintain maintainable make makes making
    many matter matters maybe me mean might mind mistake mistakes mode module more most much must my
    name names naming near necessary need needed needs never new next nice no not note nothing now of
    off ok okay old on once one only open option or order other others our out over own part parts pass
    passed passes passing pay people perhaps place plan please point possible practice practices prefer
    probably problem problems process produce program programming project proper properly provide put
    quality quick quickly quite rather read readable really reason refactor refactored refactoring
    related relevant remember remove removed repo repository require required result results review
    reviewed right run running same say scenario see seem should similar simple simply since small so
    software solution solve solved some someone something sometimes somewhere soon sort specific stable
    start started state step steps still stop structure stuff style success successful successfully such
    suite sure system take task tasks team test tested testing tests than that the their them then there
    these they thing things think this thorough thoroughly those though through time to together too
    took tool tools tried try trying two type under understand until up update updated updates us use
    used useful user uses using value values various verify very want was watch way we well went were
    what when whenever where whether which while who whole why will wise with within without word work
    worked working works would write writing written wrong you your
    """
)
# Words that praise, or name what all software has: each says half as much as a word with a subject.
SOFT = listed(
    """
    actionable adequate analyse analysis analyze approach approaches appropriate architectural architecture
    assumption assumptions beautiful beneficial benefit benefits best big bigger clarification clarity
    clever cleverness codebases coders collaboration communicate communication compile compiles complexity
    comprehensive concern concerns concise confident confirmation consistency correctness dataset datasets
    debugging dependencies dependency descriptive design designs developer developers development diligent
    duplication edits efficiency efficient efficiently elegant engineering enterprise entries essential
    everyone excellent experience explicit exploration feedback flexible focused framework frameworks future
    goal goals guardrail guardrails harder helper high-quality idiomatic impact informative insight insights
    installed investigate investigation iterate iteratively knowledge large larger libraries library logical
    maintainability maintained manageable meaningful mechanism mechanisms methodical mindset minimal modern
    modular non optimal optimally organised organized over over-engineer overall patching performance
    performant planning plans potential potentially powerful precise predictable prevention principle
    principles priorities priority productive productivity professional progress proof purpose purposes
    readability recurring redundancy reliability reliable repeated requirement requirements reusability
    reusable robust robustly robustness root safe safer safety scalability scalable secure security session
    sessions significant significantly simplicity slow small smaller smart solid solutions statement
    statements straightforward structured structures succinct suggestions systematic systematically targeted
    technical technique techniques thinking tidy touch trivial understandable understanding
    unnecessary unneeded user-facing validate valuable well-organized well-structured workflow workflows
    """
)
DONE = listed(
    """
    fixed added updated changed refactored implemented removed resolved created completed improved
    renamed moved ran made wrote merged finished cleaned bumped upgraded tweaked adjusted modified
    deleted introduced replaced reworked investigated checked verified tested reviewed documented
    configured installed migrated rewrote worked did built deployed addressed corrected handled
    committed pushed debugged found used tried spent learned got reverted extended converted simplified
    switched had optimized optimised enhanced ensured analyzed analysed explored identified reduced took
    """
)
# Verbs of lessons, as an order has them.
_VERBS = """
    abort accept access act activate adapt add adjust align allow alter amend annotate append apply ask
    assert assign assume attach audit authenticate authorize avoid await back backfill balance batch be
    become begin behave bind bisect block boot break bring buffer bubble build bump bundle burn bypass cache
    calculate call cancel capture carry cascade cast catch cause change charge check choose chunk cite
    clamp clean clear clip clone close coerce collapse collect collide combine come comment commit compare
    compile complain compress compute confirm conflict connect consider construct consume contain continue
    convert copy corrupt cost count crash create cross cut deadlock debounce declare decode deduplicate
    default defer define delay delegate delete deliver deny depend deploy deprecate derive deserialize
    destroy detach detect differ disable discard dispatch display dispose distinguish divide document do
    double download drain drift drop dump duplicate echo edit eat embed emit empty enable encode encrypt end
    enforce ensure enter enumerate escalate escape evaluate evict exceed exclude execute exit expand expect
    expire explain export expose extend extract fail fall feed fetch fill filter find finish fire fit fix
    flatten flip float flush fold follow forbid force forget fork format forward freeze generate get give go
    grant group grow grep guard guess handle hang happen hash have help hide hit hoist hold honor honour
    hydrate ignore implement import include increase index infer inherit initialise initialize inject inline
    insert inspect install instantiate intercept invalidate invoke isolate iterate join jump keep kill know
    label land last launch lazy-load lead leak leave let lie limit link lint list listen live load lock log
    lose lower maintain make map mark mask match mean measure memoise memoize merge migrate mind mirror miss
    mock modify mount move multiply mutate name need negate nest normalise normalize notice notify null
    observe omit open optimise optimize order outlive overflow overlap override overwrite own pad paginate
    parse partition pass paste patch pause peek pend percent-encode persist pick pin pipe place point poll
    pollute pool pop populate post prefer prefix preload prepare prepend preserve prevent print process
    produce profile promote prompt propagate protect prove provide prune publish pull purge push put
    quantise quarantine query queue quote race raise randomise randomize reach read rebase rebuild recompute
    reconnect record recreate recurse recycle redact redirect reduce reference refetch refresh refuse
    regenerate register reindex reject relaunch release reload rely remain remember remount remove rename
    render reopen reorder repeat replace replay reply report reproduce request require rerun reserve reset
    resize resolve respect respond restart restore restrict retain rethrow retry return reuse revert review
    revoke rewrite roll rotate round route run sanitise sanitize save scale scan schedule scope scrub seal
    seed seek select send separate serialise serialize serve set sever shadow shard share ship shrink shut
    sign silence simulate sit skip slice sort spawn specify spell split spread stage stall stamp start stay
    stop store stream strip stub subclass submit subscribe substitute succeed suffix supply support suppress
    swallow swap switch symlink sync synchronise synchronize tag take target tell terminate test throttle
    throw time-out tolerate track trail translate treat trigger trim truncate trust try tune turn type
    unescape unlink unlock unmount unpin unset unsubscribe unwrap update upgrade upload upsert use validate
    vary verify version vendor wait walk warm warn wash watch wipe work wrap write yield zero
    """
# Of these the ones that stand in headings and reports as nouns.
_NOUNS = listed(
    """
    access back balance batch block boot break buffer build bump bundle cache call capture cast catch cause
    change charge check chunk clip clone close comment commit compile conflict copy cost count crash cross
    cut default delay display document do double download drop dump duplicate edit echo embed empty end
    escape exit export fall feed fetch fill filter find fire fit fix float flip flush fold force fork format
    forward freeze get group guard guess hash have help hit hold honor honour import increase index insert
    join jump kill label land last launch lead leak limit link lint list live load lock log lower map mark
    mask match mean measure merge migrate mind mirror miss mock mount move name need nest notice null
    open order own overlap override pad paste patch pause percent-encode pick pin pipe place point poll
    pool pop post prefix print process profile prompt pull purge push put query queue quote race raise
    reach read rebuild record reference refresh register release report request reserve reset respect
    restart retry return reuse review rewrite roll round route run save scale scan schedule scope seal seed
    select set shadow shard share ship sign silence sit slice sort spread stage stall stamp start stop store
    stream strip stub subclass suffix supply support swap switch symlink sync tag take target test throw
    track trail trigger trim trust try tune turn type update upgrade upload use vendor version wait walk
    warm watch work wrap yield zero act be come go do
    """
)
VERBS = listed(_VERBS)


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


# Verbs that are no nouns wherever they stand.
STATING = frozenset(form for verb in VERBS - _NOUNS for form in (verb, _third_person(verb))) | {
    "need",
    "needs",
}
# Verbs that may be nouns: what says which is the word before or behind.
EITHER = _NOUNS
EITHER_IN_THIRD_PERSON = frozenset(map(_third_person, _NOUNS))
