"""Rules for a text that says that something is to be fetched and run."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import RUNS
from self_learning.screening.vocabulary import EXTERNAL, FETCHER, REMOTE, SHELL

RULES: tuple[Rule, ...] = (
    whole(
        RUNS,
        r"\b(?:fetch|download|gett?|read|load|follow|tak|receiv|obtain)(?:ing|"
        r"e)?\s(?:\w+\s){0,2}?(?:instructions|"
        r"orders|directives)\s(?:from|at)\shttps?://(?!localhost|127\.)",
    ),
    rule(
        RUNS,
        "pipe,feed,pass,stream",
        EXTERNAL,
        gap=3,
        tail=r"[^;]{0,20}?\b(?:in)?to\s(?:" + SHELL + r")",
    ),
    raw(
        RUNS,
        r"\b(?P<act>install(?:ing)?|add(?:ing)?|import(?:ing)?|load(?:ing)?)\b[^.;]{0,50}?\s(?:(?:from|"
        r"via)\s)?git\+(?:https?|ssh)://",
    ),
    rule(
        RUNS,
        "import,load,install,require,include",
        r"(?:[^\s;]+\s){0,4}?(?:straight |directly |right )?from\s" + EXTERNAL,
        gap=0,
        tail=r"(?!\s*(?:index|registry|mirror|simple))",
    ),
    raw(
        RUNS,
        FETCHER + r"\b[^|;]{0,300}?\|\s*(?P<act>(?P<flag>" + SHELL + r"))",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:(?:ba|z|da)?sh|source|eval|exec|python[\d.]*|node|iex|"
        r"\.)\s+(?:-\w+\s+)?[\"'`]{0,2}(?:\$|[<‹])\(\s*"
        + FETCHER
        + r"|\biex\s*\(|\beval\b[^.]{0,20}?\$\((?!\s*(?:ssh-agent|brew|direnv|\w+env\b|starship|"
        r"minikube|docker-machine|"
        r"opam|dircolors|register-python|fnm|keychain|conda|mise|zoxide))|base64\s+(?:-d|-D|"
        r"--decode)[^|;]{0,80}?\|\s*(?:" + SHELL + r")|/dev/tcp/|\bnc\s+-\w*e\b))",
    ),
    whole(
        RUNS,
        r"\b(?:exec|eval)\(\s*(?:\w+\.)*(?:urlopen|urlretrieve|get)\(|\b(?:exec|eval)\(\s*(?:base64|zlib|"
        r"bytes\.fromhex|codecs)\b",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:eval|exec|execfile)\b[^.]{0,60}?(?:urlopen|requests\.get|urllib|fetch\(|"
        r"https?://)))",
    ),
    rule(
        RUNS,
        "download,fetch,get,retrieve,pull,grab,clone,load,install,obtain,curl,wget,visit,open,read,"
        "browse,access,query,check,go to,import,request",
        REMOTE,
        gap=8,
        tail=r"[^;]{0,60}?(?:\band\b|\bthen\b|,|\bto\b)\s(?:\w+\s){0,2}?(?:run|execute|source|eval|evaluate|"
        r"launch|start|apply|follow|invoke|call|pipe|obey|do what|do as|carry out|comply|install|import|"
        r"act on|use it|perform)\b",
    ),
    rule(
        RUNS,
        "download,fetch,get,retrieve,pull,grab,curl,wget,load,save",
        r"(?:script|installer|binary|executable|payload|program|tool|helper|code|it|file|"
        r"archive)\b[^;]{0,60}?(?:from|at)\s" + REMOTE,
        gap=4,
        tail=r"[^;]{0,60}?\b(?:run|execute|source|eval|launch|start|install|make it executable|chmod)",
    ),
    rule(
        RUNS,
        "visit,open,read,fetch,load,check,browse,query,go to,consult,see,get",
        REMOTE,
        gap=6,
        tail=r"[^;]{0,40}?\bfor (?:\w+\s){0,3}(?:instructions|orders|steps|commands|tasks|rules|directives)",
    ),
    rule(
        RUNS,
        "run,execute,source,eval,launch,load,invoke,start,follow,obey,apply,pipe,perform,carry out,exec,do",
        r"(?:[^\s;]+\s){0,5}?(?:from|at|hosted (?:on|at)|on|behind|found (?:at|on|under)|under|in)\s"
        + REMOTE,
        gap=2,
        tail=r"(?!\s*(?:index|registry|mirror))",
    ),
    rule(
        RUNS,
        "run,execute,source,launch,invoke",
        EXTERNAL,
        gap=3,
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:npx(?:\s-\w+)*|pipx (?:run|install)|uvx|bunx|deno run(?:\s-\S+)*|go run|"
        r"pip3? install(?:\s-\S+)*|npm (?:i|install|exec)(?:\s-\S+)*|gem install|easy_install|"
        r"msiexec(?:\s/\w+)*|rpm -\w+)\s[^.;]{0,40}?(?:git\+)?(?:https?|ftp|hxxps?)://(?!localhost|"
        r"127\.)))(?![^;]*--(?:index-url|registry))",
    ),
    raw(
        RUNS,
        r"\b(?P<act>before|at the start of|on|after|during|for)\s(?:each|every|any|"
        r"all)\s[^.]{0,30}?\b(?:fetch|download|load|read|open|visit|curl|wget|query|request|get|pull|"
        r"grab)\b[^.]{0,30}?" + EXTERNAL,
    ),
    raw(
        RUNS,
        r"\b(?P<act>obey|follow|execute|run|comply with|carry out|do|"
        r"perform)\s(?:\w+\s){0,2}?(?:instructions?|commands?|orders|whatever)\b[^.]{0,30}?\b(?:issue|"
        r"comments?|web ?page|fetched|email|attachment|url|link|https?)\b",
    ),
    whole(
        RUNS,
        r"\bwhat(?:ever)? [^.;]{1,60}?\b(?:tells?|asks?|orders?|instructs?|"
        r"wants) you to\b[^.;]{0,30}?,? (?:run|do|execute|perform|obey|follow|carry)\b",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\bcertutil\b[^;]{0,40}?-urlcache|\bmshta\s+https?:|"
        r"\bregsvr32\b[^;]{0,40}?https?:|\bbitsadmin\b[^;]{0,60}?https?:|\b(?:nslookup|dig|host|"
        r"ping)\b[^;]{0,60}?(?:\$\(|`)\s*(?:cat|env|printenv|base64|whoami|hostname|xxd|id)\b))",
    ),
    rule(
        RUNS,
        "decode,decompress,deobfuscate,unpack,decrypt,reverse,assemble,reconstruct,concatenate,join,convert",
        r"[^;]{0,80}?\b(?:run|execute|eval|evaluate|exec|pipe\b[^;]{0,30}?\b(?:sh|bash|python\d?|node)|"
        r"source|feed\b[^;]{0,20}?\bshell)\b",
        gap=0,
        tail=r"(?=\s*(?:$|[.,;!]|it\b|them\b|the result|the output|"
        r"that\b|what\b|with\b|in\b|as\b|(?:in)?to\b))",
    ),
    rule(
        RUNS,
        "run,execute,install,apply,source,launch,accept,merge,paste,import,load,open,eval",
        r"(?:[^\s;]+\s){0,8}?without\s(?:first\s)?(?:reading|checking|reviewing|inspecting|looking|"
        r"verifying|opening|questioning|auditing|scanning|asking)\b",
        gap=0,
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>--(?:extra-)?index-url[ =][\"']?http://(?!localhost|127\.)|"
        r"\bpip_(?:extra_)?index_url\s?=\s?[\"']?http://(?!localhost)|"
        r"\bregistry[ =][\"']?http://(?!localhost|127\.)|\|\s*(?:sudo\s)?(?:ba|z|da)?sh\b(?=\s*(?:$|"
        r"[`\"'.,;)]|-s\b))|\bmshta\b|\brundll32\b|\bcertutil\b[^;]{0,40}?-urlcache|\bbitsadmin\b|"
        r"-encodedcommand\b|\bstart-bitstransfer))",
    ),
    raw(
        RUNS,
        r"\b(?P<act>pipe|piping|feed|pass)\b[^;]{0,50}?\b(?:in)?to\s(?:a |the |"
        r"your )?(?:(?:sudo\s)?(?:/bin/)?(?:ba|z|da)?sh\b|shell\b|iex\b|powershell\b|eval\b|"
        r"an interpreter)",
    ),
    raw(
        RUNS,
        r"(?P<act>(?P<flag>\b(?:curl|wget|iwr|irm|aria2c|invoke-webrequest)\b[^;]{0,200}?(?:https?://|"
        r"\b[\w-]+\.\w+/)[^;]{0,120}?(?:&&|\|\||\|)\s*(?:sudo\s)?(?:bash|sh|zsh|python[\d.]*|node|chmod|"
        r"source|\./|\.\s|perl|ruby|pwsh|powershell)))",
    ),
    rule(
        RUNS,
        "import,load,run,execute,install,source,use,require,start,apply",
        r"(?:[^\s;]+\s){0,4}?(?:served|hosted|available|located|found|published|stored|living|provided|"
        r"posted|linked)\s(?:at|on|under|behind|by)\shttps?://(?!localhost|127\.)",
        gap=0,
    ),
    rule(
        RUNS,
        "run,execute,do,follow,perform,obey,carry out,apply,type,enter,paste",
        r"(?:whatever|anything|everything|any (?:commands?|code|scripts?|steps|instructions?)|"
        r"all (?:commands|code|steps|instructions))\s(?:that\s|which\s|you\s|"
        r"in\s)?(?:[^\s.;]+\s){0,6}?(?:tells?|says?|asks?|suggests?|contains?|outputs?|prints?|returns?|"
        r"recommends?|requests?|demands?|find in|instructs?)\b",
        gap=0,
    ),
    raw(
        RUNS,
        r"\b(?:after|by|upon|until|through|requires?|needs?|"
        r"without)\s(?:\w+ly )?(?P<act>(?P<passive>running|executing|sourcing|launching|piping|"
        r"installing))\s(?:[^\s;]+\s){0,6}?(?:from|at|on|hosted (?:at|on))\s(?:https?://(?!localhost|"
        r"127\.)|[\w.-]+\.\w{2,}/)",
    ),
)
