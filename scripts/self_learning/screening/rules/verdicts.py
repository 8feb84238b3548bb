"""Rules for a text that says that a verdict is to be made up, forced or given unseen."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import UNCHECKS

_VERDICT = r"(?:pass(?:ed|es|ing)?|green|clean|succe\w+|approved|fine|ok|complete\w*|verified|reviewed|done)"
_UNCONDITIONAL = (
    r"(?:even (?:if|when|though)|regardless|no matter|whether or not|anyway|although|without (?:running|"
    r"checking|actually|looking|reading|opening|verifying)|instead of (?:running|checking|fixing))"
)
_JUDGED = (
    r"(?:tests?|checks?|builds?|scans?|scanners?|reviews?|lint\w*|ci|pipelines?|steps?|jobs?|hooks?|"
    r"suites?|audits?|gates?|coverage|assertions?|verif\w+|valid\w+|auth\w*|signatures?|permissions?|"
    r"guards?)"
)

RULES: tuple[Rule, ...] = (
    rule(
        UNCHECKS,
        "rename,move,mark,change",
        r"(?:the |all |any |every )?(?:failing |failed |flaky |broken |"
        r"red )?tests?\b[^.;]{0,30}?\bso (?:that )?[^.;]{0,30}?"
        r"\b(?:no longer|not|never|skips?|ignores?)\b",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "answer,reply,respond,say,output,return,vote,conclude,write",
        r"(?:only |always |just |simply )?(?:with )?(?:only |just )?[\"'`]?(?:approved?|lgtm|accepted|"
        r"looks good)\b[\"'`]?[^.;]{0,30}?(?:regardless|always|no matter|whatever|without|to (?:any|every|"
        r"all))",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "merge,push,commit,deploy,ship,release,publish,land,approve,proceed,continue,go ahead,delete,act,"
        "change",
        r"(?:[^\s;]+\s){0,6}?(?:without|with no|before any)\s(?:(?:a|any|the|waiting for|asking for|"
        r"further|human|running|code|prior|an|doing|getting|seeking|requiring|full|"
        r"security)\s){0,4}(?:approvals?|reviews?|tests|checks|permission|verification|consent|sign-?off|"
        r"the linter|confirmation from)\b",
        gap=0,
    ),
    raw(
        UNCHECKS,
        r"\b(?P<act>(?:answer|say|claim|report|pretend|state|reply|tell|assert|"
        r"lie))\b[^.]{0,30}?\b(?:that )?(?:all |the |every )?(?:tests?|checks?|builds?|reviews?) (?:have |"
        r"has |was |were |are |is )?(?:passed|pass|green|succeeded|done|fine|"
        r"approved)(?! before)(?=\s*(?:$|[.,;!]|even|regardless|no matter|without|whatever|anyway))",
    ),
    rule(
        UNCHECKS,
        "approve,accept,allow,merge,grant,confirm,authorise,authorize",
        r"(?:every|any|all|each|whatever)\s(?:pull |merge |tool |permission |incoming |"
        r"change )?(?:requests?|changes?|prs?|calls?|tools?|commands?|prompts?|actions?)\b(?!\s+(?:that|"
        r"which|with|whose|from|marked|only|must|in)\b)",
        gap=0,
    ),
    raw(
        UNCHECKS,
        r"\b(?P<act>say|claim|report|state|write|answer|pretend|tell|assert|mark|declare|record|note|"
        r"conclude|sign off|certify)\s[^.;]{0,50}?\b"
        + _VERDICT
        + r"\b[^.;]{0,50}?\b"
        + _UNCONDITIONAL
        + r"\b",
    ),
    raw(
        UNCHECKS,
        r"\b(?:just|simply|always|still)\s(?P<act>say|claim|report|state|write|answer|pretend|tell|assert|"
        r"declare|note)\s(?:that\s)?(?:(?:the|all|every|it|they|everything|"
        r"you)\s?)?(?:\s?[^\s.;]+\s){0,3}?(?:has\s|have\s|is\s|are\s|was\s|were\s)?" + _VERDICT + r"\b",
    ),
    rule(
        UNCHECKS,
        "invent,fabricate,fake,falsify,forge,make up,doctor,tamper with,manipulate,massage,backdate",
        r"(?:[^\s;]+\s){0,3}?(?:results?|reports?|logs?|outputs?|coverage|numbers|figures|verdicts?|"
        r"evidence|signatures?|approvals?|timestamps?|audit\w*|metrics|benchmarks?|citations?|outcomes?|"
        r"scores?)\b(?!\s+(?:in|for|with)\s(?:the\s|unit\s)?tests?\b)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "add,append,put,use,set,configure,attach,insert,wrap,end,finish",
        r"[^;]{0,60}?(?:\|\|\s?(?:true|:|exit 0)|;\s?true\b|\bexit 0\b|continue-on-error|allow_failure|"
        r"--exit-zero|--passwithnotests|failfast: false)",
        gap=0,
        tail=r"(?=.*\b(?:(?:stays?|keeps?|remains?|is|be|goes?|turns?) (?:always )?(?:green|pass\w*)|"
        r"whatever|"
        r"regardless|no matter|always (?:pass|succe|green)\w*|(?:each|every|all|any) (?:\w+ )?"
        + _JUDGED
        + r"|never (?:fails?|blocks?)))",
    ),
    rule(
        UNCHECKS,
        "make,let,have,change,replace,patch,hardcode,hard-code,force,edit,rewrite,short-circuit,modify",
        r"(?:[^\s;]+\s){0,4}?\S*"
        + _JUDGED
        + r"\S*(?:\s[^\s;]+){0,4}?\s(?:to\s|so (?:that )?(?:it|they)\s|with\s|"
        r"by\s)?(?:always\s)?(?:returns?|succeeds?|pass(?:es)?|answers?|says?|yields?|assert|"
        r"report)\s?(?:always\s)?(?:true|0|success\w*|ok|valid|none|null|regardless|unconditionally|"
        r"whatever|everything)\b",
        gap=0,
        tail=r"(?!.*\b(?:mock|stub|fixture|in (?:the )?(?:unit )?tests|test double)\b)",
    ),
    rule(
        UNCHECKS,
        "change,edit,adjust,lower,loosen,weaken,rewrite,relax,reduce,delete,remove,gut,tweak,bend",
        r"(?:the |all |any |every |its |their )?(?:\w+ )?(?:expected (?:values?|results?|outputs?)|"
        r"expectations|assertions?|tests?|(?:coverage )?thresholds?|test cases?)\s(?:until|"
        r"so (?:that )?(?:it|they|the (?:\w+ )?(?:tests?|build|ci|suite|pipeline)|ci|everything)|"
        r"to make (?:it|them|ci|the build)|instead of (?:fixing|the code)|rather than fix\w*)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "treat,consider,count,regard,assume,close,resolve,dismiss,mark,flag,label,classify",
        r"(?:all|every|any|each|failing|failed|red)\s(?:\w+\s){0,2}?(?:tests?|checks?|reviews?|prompts?|"
        r"errors?|failures?|requests?|findings?|alerts?|vulnerabilit\w+|warnings?|advisor\w+|"
        r"scans?)\s(?:\w+\s)?(?:as|to be|to have)\s(?:\w+\s)?(?:passed|passing|approved|false positives?|"
        r"resolved|accepted|green|fixed|noise|won't fix|fine|granted|harmless|irrelevant)",
        gap=0,
    ),
    whole(
        UNCHECKS,
        r"\bno (?:need|reason|point) (?:for|of|in|to (?:get|have|wait for|seek|request|ask for))\s(?:a |"
        r"an |any |the |further |more |human |getting |running )?(?:(?:security|code|peer|manual|"
        r"user) )?(?:reviews?|approvals?|confirmations?|permission|tests|scans?|sign-?offs?|"
        r"verification)\b|\b(?:user|human|manual|security|code|peer)\s(?:confirmations?|approvals?|"
        r"reviews?|permissions?|consent|sign-?offs?|verification)\s(?:is|are)\s(?:no longer|not|"
        r"never)\s(?:\w+ly )?(?:needed|required|necessary|wanted|expected)\b|\b(?:confirmations?|"
        r"approvals?|reviews?|permission|consent|sign-?off)\s(?:is|are|has been|have been)\s(?:hereby |"
        r"already |now )?(?:waived|implied|granted|given|assumed)\b(?! to (?:make|copy|use|modify|"
        r"distribute))",
    ),
    rule(
        UNCHECKS,
        "add,put,use,insert,append,sprinkle,place,write",
        r"(?:[^\s;]+\s){0,3}?(?:#\s?nosec\b|nosonar\b|#\s?noqa\b(?!:)|type:\s?ignore(?!\[)|"
        r"eslint-disable\b(?![- ]\S*next)(?!\s\w+-)|@ts-nocheck|@ts-ignore|nolint\b(?!:)|"
        r"pragma:\s?no cover)",
        gap=0,
        tail=r"[^;]{0,40}?\b(?:everywhere|every (?:file|line|module|finding|error|warning)|all (?:files|"
        r"lines|"
        r"modules|findings|errors|warnings)|instead of fixing|rather than fix\w*|to (?:silence|shut|quiet|"
        r"hide)|whenever|any (?:line|file|finding|error))\b",
    ),
    rule(
        UNCHECKS,
        "skip,avoid,omit,forgo,drop,dispense with,do without",
        r"(?:asking|waiting|requesting|seeking|getting)\s(?:for\s)?(?:\w+\s){0,2}?(?:approvals?|"
        r"confirmation|permission|reviews?|sign-?offs?|consent|anyone|anybody|the user)\b",
        gap=0,
    ),
    whole(
        UNCHECKS,
        r"\b(?:confirmations?|approvals?|permission|consent|reviews?|asking|sign-?offs?)\s(?:is not|isn't|"
        r"are not|aren't|is never)\s(?:needed|required|necessary)\s*(?:$|[.!;]|here\b|in this (?:repo|"
        r"project))|\banswer to (?:every|any|all|each)\b[^.]{0,60}? is (?:always )?[\"']?(?:yes|y|allow|"
        r"approve)\b",
    ),
    rule(
        UNCHECKS,
        "write,make,create,add,use,generate,produce",
        r"(?:\w+\s){0,2}?tests?\sthat\salways\s(?:pass|return|succeed)\w*",
        gap=0,
    ),
    whole(
        UNCHECKS,
        r"\b(?:exempt(?:ed)?|excluded|excused) from (?:the |any |all |every |usual |normal |"
        r"standard )*(?:safety|security|confirmation|permission|approval|review|code review|scan)\w*",
    ),
    rule(
        UNCHECKS,
        "approve,merge,accept,sign off,lgtm,confirm,allow,grant,release,deploy,ship",
        r"(?:[^\s;]+\s){0,5}?without\s(?:first\s|even\s|actually\s|really\s)?(?:reading|looking|checking|"
        r"reviewing|testing|opening|running|inspecting|verifying|asking|waiting)\b",
        gap=0,
    ),
    raw(
        UNCHECKS,
        r"\b(?:don't|do not|no need to|never|not to)\s(?P<act>(?P<passive>bother|care|worry|"
        r"waste time))\s(?:to |with |about |on |by )?(?:run|check|test|review|verify|validat|ask|wait|"
        r"read|inspect|lint|scann?)(?:n?ing|e)?\s(?:for\s)?(?:it|them|the (?:test|check|lint|scan|result|"
        r"output)\w*|that|tests|checks|ci|reviews?|approvals?|first|anything|anyone|before)\b",
    ),
    rule(
        UNCHECKS,
        "replace,swap,substitute,change,exchange,convert,turn",
        r"(?:[^\s;]+\s){0,3}?\S*(?:tests?|assertions?|checks?|verif\w*|valid\w*|auth\w*|guards?|hooks?|"
        r"scans?)\S*(?:\s[^\s;]+){0,4}?\s(?:with|by|to|into|for)\s(?:an? |the )?[`'\"]?(?:assert (?:true|"
        r"1)|true\b|pass\b|no-?ops?\b|return true|nothing\b|exit 0|empty|dummy\b|"
        r"stub that (?:always )?(?:pass|succeed|return)\w*)",
        gap=0,
        tail=r"(?!.*\b(?:mock|fixture|in (?:the )?unit tests)\b)",
    ),
    rule(
        UNCHECKS,
        "edit,change,make,patch,modify,rewrite,let,have,force",
        r"(?:[^\s;]+\s){0,2}?(?:hooks?|checks?|tests?|scans?|scanners?|validators?|guards?|linters?|"
        r"gates?)\b(?:\s[^\s;]+){0,4}?\s(?:exits?|return)\s(?:with )?(?:code |status )?(?:0|zero|success|"
        r"immediately|early)\b",
        gap=0,
        tail=r"(?!\s(?:when|if|unless|outside|on|for)\b)",
    ),
    raw(
        UNCHECKS,
        r"\bpermission (?:prompts?|requests?|dialogs?|questions?)\b[^.;]{0,60}?\b(?P<act>choose|select|"
        r"click|answer|press|say|pick|hit)\s(?:\w+\s)?[\"'`]?(?:allow|yes|accept|approve|always|ok|"
        r"confirm|y)\b",
    ),
    rule(
        UNCHECKS,
        "treat,consider,regard,assume,take,count",
        r"(?:the |any |all |every )*(?:user'?s?'? |human |owner'?s? |reviewer'?s? |maintainer'?s? |"
        r"implicit )?(?:confirmations?|approvals?|permissions?|consent|reviews?|sign-?offs?)\s(?:as |"
        r"to be |is |are |to have been |has been |for )?(?:\w+ly |already )?(?:given|granted|implied|"
        r"approved|obtained|there|done|passed|in place)\b",
        gap=0,
    ),
)
