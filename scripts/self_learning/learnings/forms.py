"""The forms that a text can have which is no lesson, for ``quality``: report, wish, platitude, value.

A form is known by how a text begins, by its tense and by what stands beside a value. Each is
matched against one line in lower case, except the ones for values, which look at the line itself.
"""

from __future__ import annotations

import re

from self_learning.learnings.plain_words import DONE

# What turns a statement into something to act on: a condition, a cause, an obligation, a consequence.
REASONED = re.compile(
    r"\b(?:because|otherwise|or else|so that|unless|until|instead of|rather than|before|after|"
    r"when|whenever|if|since|must|needs?|requires?|"
    r"never|always|avoid|do not|don't|cannot|can't|only|fails?|breaks?|raises?|returns?|"
    r"ignores?|expects?|causes?|leads? to|without|not|"
    r"silently|even though|as soon as|while|except|should|by default|has to|have to|depends? on)\b|[:;]\s"
)
REPORT = re.compile(
    r"^(?:(?:i|we|the agent|agent|successfully|finally|also|just|then|already|have|has|had|"
    r"i've|we've|now|today)\s+)*(?:" + "|".join(sorted(DONE)) + r")\b"
)
# "Enhanced the form" tells of a deed, "Nested forms lose their state" does not.
DEED = re.compile(
    r"^(?:successfully |finally |also )?\w{2,}ed (?:the|a|an|all|some|several|my|our|this|that|these|"
    r"those|both|multiple|many|various|two|three|four|five|\d+)\b"
)
PASSIVE_REPORT = re.compile(
    r"^(?:the |a |an |our |some |all |this |these )?(?:[\w.()`/-]+ ){1,4}(?:was|were|has been|have been|got)"
    r" (?:\w+ly )?(?:" + "|".join(sorted(DONE)) + r"|bumped)\b|^(?:the )?\w+ bumped\b|"
    r"^(?:it|this|that) (?:took|was|turned out|ended up)\b|^(?:the )?(?:user|customer|client|reviewer|"
    r"ticket|issue|task) (?:wanted|asked|requested|said|complained|needed)\b|^(?:the )?agent \w+ed\b"
)
WENT_WELL = re.compile(
    r"\b(?:all |the |every |these |unit |integration )*(?:tests?|builds?|ci|checks?|pipeline|"
    r"everything|it|feature|code|change|task|work|fix|"
    r"implementation|app|application|deployment|linter)\b[^.:;]{0,40}?\b(?:passed|pass now|"
    r"passes now|compiles?(?: now| fine| again| without)|is green|are green|went green|works?(?: now|"
    r" fine| well| great| as expected|"
    r" correctly| again)|"
    r"is (?:now )?(?:done|complete|completed|finished|working|fixed|ready|fine|ok|good|merged|"
    r"stable)|are (?:now )?(?:done|complete|completed|fixed|passing|green)|"
    r"was (?:successful|easy|straightforward|completed|done|fixed|merged)|succeeded|"
    r"went (?:well|fine|smoothly)|as expected|successfully|without (?:issues|problems|"
    r"errors))\b"
)
WISH = re.compile(
    r"^(?:we|someone|somebody|i|one|the team|it)\s+(?:should|could|might|would|need to|"
    r"want to|ought to|think|hope|guess|will)\b|"
    r"^(?:maybe|perhaps|todo|fixme|possibly|ideally|in (?:the )?future|at some point|someday|"
    r"next time|consider|it (?:might|would|may|could) be|there (?:is|are) room|"
    r"need to|needs to|should (?:probably|maybe)|could be|looking forward|let's|let us)\b"
)
LABEL = re.compile(
    r"^(?:(?:key |main |important |big |general )?(?:insight|lesson|lessons|takeaway|note|tip|reminder|"
    r"important|learning|advice|rule of thumb|observation|conclusion)(?: learned)?\s*[:\u2013\u2014-]\s*)+"
)
PRAISE = (
    r"(?:important|valuable|key|crucial|essential|beneficial|helpful|useful|critical|vital|necessary|"
    r"hard|tricky|better|best|good|great|bad|powerful|fun|nice|worth(?:while| it)|recommended|"
    r"preferable|(?:more |less |most |very )+\w+|(?:a|an|the) (?:\w+ )?(?:priority|idea|practice|must|"
    r"plus|challenge|key|challenge|good thing)|(?:often|always|usually) the best)"
)
POINTER = re.compile(
    r"^(?:see|refer to|consult|check out|look at|more (?:details|information)|details (?:are|can be found)|"
    r"documentation (?:is|for)|the docs)\b|"
    r"^(?:the )?lines? \d+ \w+ .{1,60}(?:issue|problem|bug|error|fault|wrong|broken)s?$|"
    r"^(?:this|the|our) (?:codebase|code base|project|repo|repository|app|application|team|"
    r"company) (?:\w+ly )?"
    r"(?:uses|use|is (?:written|built|based|implemented|organi[sz]ed|structured)|has|contains|consists)\b|"
    r"^[\w.+-]+ is used (?:for|to|as|in)\b"
)
ADAGE = re.compile(
    # "Caching can improve performance", "Readability matters", "Reviews are valuable"
    r"^(?:\w+[- ]){1,4}(?:can|could|may|might|will|helps?(?: to)?|should(?: always)? (?:help|be)) (?:also )?"
    r"(?:be |help |greatly |significantly )*(?:improve|affect|impact|reduce|increase|hurt|save|lead to|"
    r"cause|prevent|slow|speed|fail|be hard|" + PRAISE + r")\b|"
    r"^(?:\w+[- ]){1,4}matters?\b|"
    r"^(?:\w+[- ]){1,6}?(?:is|are|should (?:always )?be) (?:always |often |usually |very |really |also )*"
    + PRAISE
    + r"\b|"
    # "Validate assumptions before coding", "Avoid duplication where possible"
    r"^(?:\w+[- ]){2,8}before (?:you |any |making |starting |jumping |writing |doing |beginning )*"
    r"(?:coding|changes?|implementing|implementation|starting|committing|code|work|to (?:a|the)|into|"
    r"changing (?:it|code|anything|things)|fixing|solutions?|finishing|submitting|proceeding)\b|"
    r"\b(?:where|when|wherever|whenever) (?:it is |it makes |it )?(?:possible|appropriate|necessary|sense|"
    r"needed|applicable|feasible)$|^when in doubt\b|"
    r"^(?:break|split|divide) (?:\w+ )?(?:large|big|complex|long|complicated)\b|"
    r"\bin mind\b|^(?:some|many|most) (?:\w+ ){1,3}(?:are|is|may|can|might) \w+"
)
PLATITUDE = re.compile(
    r"^(?:always |please |remember to |try to |you should |make sure (?:to |that )?|"
    r"it is important to |don't forget to |never forget to )*"
    r"(?:(?:write|use|add|create|provide|include|choose|give|have|make|design|build|ensure|keep|maintain) "
    r"(?:\w+ )?(?:meaningful|comprehensive|proper|descriptive|robust|appropriate|modular|reusable|"
    r"efficient|scalable|thorough|adequate|sufficient|helpful|informative|high-quality|solid|concise)\b|"
    r"be (?:careful|aware|mindful|cautious|sure|consistent|thorough|patient|precise|"
    r"explicit)|pay (?:close |more |extra )?attention|think (?:about|twice|carefully|before)|"
    r"take care|double[- ]check|watch out|keep (?:it|things|code|the code|your code|"
    r"everything) (?:simple|clean|dry|tidy|consistent|readable|small)|follow (?:the )?(?:best|"
    r"good|coding|existing|project|team) |"
    r"write (?:good|better|clean|cleaner|more|readable|clear|proper|maintainable)|"
    r"use (?:common sense|good|proper|best|clear|meaningful|descriptive|better)|communicat|"
    r"stay focused|"
    r"test (?:your|the|all|everything|thoroughly|more|well|properly|carefully)|"
    r"read the (?:docs|documentation|code|manual|readme|error)|ask (?:for help|questions)|"
    r"plan (?:ahead|before|your|the|things)|"
    r"understand the|know (?:your|the)|check (?:everything|your work|all|things|twice)|"
    r"handle (?:all |any )?(?:errors?|exceptions?|edge cases|failures)(?: (?:properly|"
    r"correctly|gracefully|well))?$)"
)
ASSIGNMENT = re.compile(
    r"^(?:(?:export|set|setenv|env|let|const|var) )?[\"'`]?[A-Za-z_][\w.\-\[\]]*[\"'`]?\s*(?:=|:|:=|=>|"
    r"->)\s*(?P<value>\S.*)$"
)
# What divides them is needed: without it a long "a=ba=ba=b" could be parted in endlessly many ways.
ASSIGNMENTS = re.compile(r"^(?:[\"'`]?[A-Za-z_][\w.-]*[\"'`]?(?:=|:\s?|\s=\s)[^\s,;]+(?:[\s,;]+|$)){2,}$")
IN_FILE = re.compile(
    r"\s+(?:in|of|from|inside) (?:the )?[\w./-]+(?: (?:configuration|config|settings|\.env|env))?"
    r"(?: (?:file|section|block))?[.]?$"
)
# "MAX_RETRIES is 5 in the settings", "node version: 18.17 (see .nvmrc)": a name, a value, its place.
VALUE_IN_PLACE = re.compile(
    r"^(?:the |our |its |this |default |current |value of )*[\"'`]?[\w.-]+(?: [\w-]+){0,2}?[\"'`]?"
    r"(?:\s*[:=]|\s+(?:is|are|was|equals|defaults to|is set to|are set to))\s+"
    r"[\"'`]?(?:v?\d[\w.:/-]*|true|false|null|none|on|off)[\"'`]?"
    r"\s*(?:milliseconds|seconds|minutes|hours|days|ms|s|kb|mb|gb|%)?"
    r"(?:\s+(?:in|of|from|inside|on) (?:the |our )?[\w./-]+(?: [\w.-]+){0,2})?"
    r"(?:\s*\((?:see |in |from )?[\w./:-]+\))?[.]?$"
)
VERSION = re.compile(
    r"^[\w.@/-]+(?: version)? v?\d+(?:\.\d+)*(?: (?:is|was) (?:used|installed|required|released))?$"
)
CODE_LITERAL = re.compile(
    r"^(?:[\"'`].*[\"'`]|[\d.,:%/-]+\s*(?:[a-z]{1,10})?|true|false|null|none|\S+)[,;]?$", re.IGNORECASE
)
PATH = re.compile(
    r"^[\"'`]?(?:[A-Za-z]:)?(?:~|"
    r"\.{0,2})/?(?:[\w.@+-]+/)*[\w.@+-]+\.?[A-Za-z0-9]*[\"'`]?(?::\d+)?(?:[-–]\d+)?[\"'`]?$"
)
IS_VALUE = re.compile(
    r"^(?:the |our |its |this |default |current )*(?:[\w.-]+ ){0,4}(?:port|host|hostname|url|"
    r"timeout|version|path|file|directory|folder|branch|username|user|id|name|key|value|"
    r"database|server|endpoint|address|email|config|configuration|setting|entry point|script|"
    r"command)s?(?: (?:number|file|name|of [\w ]+|for [\w ]+))?\s*(?:is|are|=|:|was|"
    r"lives (?:in|at)|is (?:in|at|located (?:in|at)|set to))\s+"
    r"(?:set to |located (?:in|at) |in |at |called |"
    r"named )?[\"'`]?(?P<value>[\w.:/@~+-]+)[\"'`]?\s*(?:seconds|minutes|ms|s|mb|gb)?[.]?$"
)
# "Logs are written to /var/log/app.log": a subject, a place, and no more.
IS_KEPT = re.compile(
    r"^(?:the |our |its |this |all |default )*(?:[\w-]+ ){1,3}(?:(?:is|are) (?:\w+ly )?(?:written|"
    r"stored|saved|"
    r"kept|located|found|defined|configured|placed|set|mounted|installed|hosted|deployed|exposed)|"
    r"listens?|runs?|sits?|resides?) (?:in|at|on|to|under|as|by)(?: the)?(?: port| file| directory|"
    r" folder| branch| environment| path)?\s*(?P<value>[\w.:/@~$+-]*)[.]?$"
)
SOURCE = re.compile(
    r"\s*\(?(?:[\w./-]+\.(?:py|js|ts|tsx|go|rs|java|rb|md|ya?ml|toml|json|sh|c|h|cpp|"
    r"sql))(?::\d+(?:-\d+)?)?\)?"
)
IDENTIFIER = re.compile(
    r"`[^`]+`|--?[a-z][\w-]*=?\S*|\b\w+\(\)|\b[a-z]+(?:_[a-z0-9]+)+\b|"
    r"\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Z][A-Z0-9_]{2,}\b|"
    r"\b\w+\.\w+(?:\.\w+)*\b|\b\w+/\w[\w/.]*\b|\b\d+(?:\.\d+)*\b|__\w+__|[$%@#]\w+|\b\w+::\w+\b"
)
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{4}")

# What only a statement that holds beyond the day has: a condition, an obligation, a copula, a negation.
TIMELESS = re.compile(
    r"\b(?:is|are|isn't|aren't|be|has|have|had to|hasn't|haven't|does|doesn't|do|don't|can|can't|cannot|"
    r"could|must|mustn't|should|shouldn't|may|might|will|won't|would|never|always|not|no longer|only|"
    r"if|when|whenever|unless|until|because|since|so that|otherwise|instead|rather than|before|after|"
    r"while|without|though|as soon as|even|than|but|too|via|per|matters?|benefits? from|"
    r"lives? (?:in|at|on|under))\b|"
    # "Removing the wrapper broke the renewal": what was done and what came of it
    r"^(?:\w+ly )?\w+ing\b.*\b(?:broke|hid|lost|led|made|took|\w+ed)\b"
)
# "42 of 42 tests passing", "Runtime: 92 s": a figure of that day.
FIGURE = re.compile(
    r"^(?:(?:total|overall|current|final|test|tests|code|unit|new|average)[ -])*(?:total|coverage|"
    r"runtime|duration|"
    r"time|tests?|test suite|test results?|tests? passing|status|results?|build|score|progress|count|tokens?|"
    r"commits?|files? changed|lines? (?:added|changed))(?: (?:passing|passed|failed|used|taken|spent|"
    r"status))?"
    r"\s*[:=]\s*[\d~<>$]|\b\d[\d,]*(?:/\d[\d,]*)? (?:\w+ )?(?:tests?|checks?|files?|statements?|"
    r"assertions?|specs?|"
    r"suites?|lines?|errors?|warnings?|commits?)(?: \w+)? (?:pass(?:ing|ed)?|failed|skipped|missing|changed|"
    r"covered|green|added|fixed|found|remaining)\b"
)
# A verb that tells of the past, in a text that nothing else makes a rule of.
PAST = re.compile(
    r"\b(?:" + "|".join(sorted(DONE)) + r"|confirmed|stayed|went|gave|came|kept|left|started|finished|"
    r"passed|failed|showed|saw|got|succeeded|exceeded|achieved|delivered|maintained|matched|needed|"
    r"covered|caught|detected|discovered|reported|returned|received|selected|improving|waiting|complete)\b"
)
CLAUSE = re.compile(
    r"(?:^|[.,:;!?\u2013\u2014)]\s+|\s-\s+|\b(?:and|or|then|to|please|just|simply|also|first|"
    r"always|never|not|don't|only|let's)\s+)[\"'`(]*([a-z][a-z-]+)"
)
