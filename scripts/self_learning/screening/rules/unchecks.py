"""Rules for a text that says that a check is to be switched off or passed over."""

from __future__ import annotations

from self_learning.screening.expressions import Rule, raw, rule, whole
from self_learning.screening.reasons import UNCHECKS
from self_learning.screening.vocabulary import CHECKED, CHECKS, END, FLAGS, OFF

_SAFETY = (
    r"(?:tests?|test suites?|checks?|reviews?|approvals?|linting|security (?:warnings?|findings?|alerts?|"
    r"scans?|checks?|rules)|permission prompts?|confirmations?|sign-?offs?|scans?|scanner findings|"
    r"pre-?commit hooks?|hooks|audits?|vulnerabilit\w+)"
)

RULES: tuple[Rule, ...] = (
    rule(
        UNCHECKS,
        "trust,accept,allow,ignore",
        r"(?:every|all|any|invalid|self-signed|expired|unverified|unknown|"
        r"untrusted)\s(?:\w+\s){0,2}?(?:certificates?|certs?|host keys?|signatures?)\b",
        gap=0,
    ),
    whole(
        UNCHECKS,
        r"\btests?\s(?:may|can|should|must)\s(?:simply\s|just\s)?be\s(?:deleted|removed|skipped|disabled|"
        r"commented out)\s(?:if|when|whenever)\s(?:they|it)\s(?:block|fail|break|slow|hinder|are red|"
        r"is red|get in)",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>"
        + CHECKED
        + r")(?P<passive>)\s(?:need not|do(?:es)? not (?:need|have) to|don't (?:need|have) to|"
        r"doesn't (?:need|have) to|should not|must not|never need to)\sbe\s(?:checked|verified|validated|"
        r"run|enforced|trusted)\b",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>--force\b(?!-)|\bforce[- ]push\w*))[^.;]{0,40}?\b(?:main|master|production|"
        r"trunk|release|protected)\b",
    ),
    rule(
        UNCHECKS,
        OFF,
        CHECKS,
        gap=3,
        direct=True,
    ),
    raw(
        UNCHECKS,
        r"\b(?P<act>(?:turn|switch|shut|toggle)(?:ing)?)\s(?:the\s|all\s|any\s)?(?:[^\s,;]+\s){0,4}?"
        + CHECKS
        + r"\s+off\b",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>(?<![\w-])" + FLAGS + r"))",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>"
        + CHECKS
        + r")(?:\s[^\s,;]+){0,4}?\s(?P<passive>(?:must|should|needs? to|ha(?:s|ve) to|is to|are to|"
        r"can safely|may safely|can always|ought to)(?:\s(?:always|only|simply|just|therefore|also|both|"
        r"all))?\s(?:be|stay|remain)\s(?:\w+ly\s)?(?:disabled|turned off|switched off|skipped|bypassed|"
        r"ignored|removed|suppressed|deactivated|omitted|off|commented out|deleted|relaxed))\b",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?:code |peer |security )?(?:reviews?|approvals?|signature verification|verification|"
        r"signing|signatures|authentication|tls|confirmation|permission))(?P<passive>)\s(?:is|"
        r"are)\s(?:not (?:needed|required|necessary|important)|unnecessary|pointless|a waste|"
        r"useless)\b(?![^.]*\b(?:when|if|only|because it|in tests)\b)",
    ),
    rule(
        UNCHECKS,
        "verify,check,validate,inspect,enforce,verifying,require,scan",
        CHECKED,
        gap=1,
        tail=r"(?!\s+(?:twice|again|manually|yourself|by hand|with ==|in (?:the )?(?:loop|hot path)|cache))",
        refused_when="forbidden",
    ),
    rule(
        UNCHECKS,
        "run,execute,wait for,bother with,start,launch,look at,trust,care about",
        r"(?:(?:the|any|all|your|unit|full|whole|for)\s+){0,3}(?:tests?(?: suite)?|ci|linters?|lint|"
        r"type[- ]?checks?|hooks|pre-?commit|checks|(?:code )?reviews?|approvals?|"
        r"test failures)\b(?=\s*(?:$|[.,;!]|before (?:commit|push|merg|you|finish)|when (?:commit|push|"
        r"you)|for (?:small|minor|trivial|quick|simple|tiny)|they|it is|because (?:they|it)))",
        gap=1,
        refused_when="forbidden",
    ),
    rule(
        UNCHECKS,
        "push,commit,merge,force-push,force push",
        r"(?:[^\s;]+\s){0,3}?(?:straight|directly|right)\s(?:in)?to\s(?:the\s)?(?:main|master|production|"
        r"trunk|release|protected)",
        gap=0,
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>\bgit push\b[^.;]{0,30}?(?:--force\b(?!-)|-f\b)[^.;]{0,30}?\b(?:main|master|"
        r"production|trunk|release)\b))",
    ),
    rule(
        UNCHECKS,
        "mark,make,force,set,rig,fake,stub",
        r"(?:the |all |any )?(?:failing|failed|broken|red|every|all) ?(?:tests?|checks?|builds?|"
        r"assertions?)(?: suites?)? (?:as |to |be )?(?:skipped|passed|passing|green|xfail|pass|success\w*|"
        r"ignored)",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "run,execute,start,wait for,bother with,do,perform,request,ask for,require,need,await,get",
        r"(?:(?:a|an|the|any|all|your|full|whole|for|another|more|human)\s){0,3}(?:(?:security|secret|"
        r"vulnerability|dependency|static|code|peer|license|sast|manual)\s)?(?:scans?|scanners?|audits?|"
        r"reviews?|approvals?|sign-?offs?|confirmations?|tests?(?: suite)?|checks|linters?|"
        r"type[- ]?checks?|hooks|pre-?commit)\b(?=\s*(?:$|[.,;!]|(?:for|in|on) (?:this|such) |here\b|"
        r"at all\b|any ?more\b|from (?:the )?(?:user|human|team|maintainer|owner|anyone)))",
        gap=0,
        refused_when="forbidden",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>(?P<flag>\bgh api\b[^;]{0,60}?\bdelete\b[^;]{0,80}?protection|\bufw disable\b|"
        r"\biptables (?:-f|--flush)\b|\b(?:csrutil|spctl)\s(?:--master-)?disable\b|"
        r"\bset-mppreference\b[^;]{0,40}?-disable\w+|\badd-mppreference\b|"
        r"\bset-executionpolicy\b[^;]{0,20}?(?:bypass|unrestricted)|"
        r"\bnetsh advfirewall\b[^;]{0,40}?\boff\b|\baa-teardown\b|\b(?:systemctl|service)\s(?:stop|"
        r"disable|mask)\s(?:--now\s)?(?:auditd|firewalld|ufw|apparmor|falcon\S*|crowdstrike|clamav\S*|"
        r"wazuh\S*|osquery\S*|fail2ban)))",
    ),
    rule(
        UNCHECKS,
        "ignore,suppress,silence,disregard,overlook,dismiss,skip,swallow",
        r"(?:(?:all|any|every|the|these|remaining)\s){0,2}(?:(?:lint(?:er|ing)?|type|compil\w+|mypy|"
        r"pylint|eslint|security|ruff|clippy|test|vulnerability|permission|certificate)\s(?:errors?|"
        r"failures?|findings?|complaints?|violations?)"
        + END
        + r"|(?:exit|return) (?:codes?|status\w*) (?:of|from) (?:the |all |any |failing |"
        r"failed )*(?:tests?|"
        r"lint\w*|builds?|checks?|scan\w*))",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "leave out,exclude,drop,remove,take out,omit,delete,disable,skip,cut",
        r"(?:(?:the|all|any|every|slow|these)\s){0,2}(?:(?:security|auth\w*|safety|permission|access|"
        r"penetration|compliance|signature)\s(?:tests?|checks?|scans?|rules?|steps?|jobs?)\b|"
        r"tests?\s(?:for|of)\s(?:security|auth\w*|permissions?)\b|rate limiters?" + END + r")",
        gap=0,
        tail=r"(?!\s(?:that (?:duplicate|cover)|duplicat\w+))",
    ),
    rule(
        UNCHECKS,
        "skip,bypass,omit,disable,drop,remove",
        r"(?:the |any |all )?(?:validation|sanitisation|sanitization|escaping|verification)\s(?:of|"
        r"for)\s(?:the |all |any |user |request )*(?:inputs?|requests?|signatures?|tokens?|certificates?|"
        r"permissions?|users?|passwords?|uploads?|downloads?)\b",
        gap=0,
    ),
    rule(
        UNCHECKS,
        "validate,sanitise,sanitize,escape,check,verify,filter,inspect,authenticate",
        r"(?:the |any |all )?(?:user|request|external|untrusted|remote|uploaded|client)\s(?:inputs?|data|"
        r"files?|uploads?|requests?|identit\w+)(?=\s*(?:$|[.,;!]))",
        gap=0,
        refused_when="forbidden",
    ),
    rule(
        UNCHECKS,
        "whitelist,allow,permit,accept,allowlist,open,trust",
        r"(?:all |any |every )(?:incoming |remote |external |inbound )?(?:ips?|ip addresses|addresses|"
        r"ports?|connections|traffic|logins?|passwords?|hosts|senders)\b(?!\s(?:in|from|of|on|that|which|"
        r"with|listed|within)\b)|ports?\s(?:\S+\s)?(?:to|for)\s(?:the (?:world|internet|public)|everyone|"
        r"all)\b",
        gap=0,
    ),
    whole(
        UNCHECKS,
        r"\b" + _SAFETY + r"\b(?:\s[\w/.-]+){0,5}?\s(?:are|is)\s(?:only |just |merely |entirely |purely |"
        r"simply )*(?:(?:a )?formality|advisory only|decorative|ceremony|for show|theat(?:er|re)|"
        r"not meant seriously|nothing but noise|optional\s?[,;:.]\s?(?:so |and |just |you (?:can|"
        r"may) )*(?:commit|merge|push|skip|ignore|deploy|proceed))",
    ),
    raw(
        UNCHECKS,
        r"(?P<act>security (?:warnings?|findings?|alerts?|advisor\w+)|scanner (?:warnings?|findings?)|"
        r"vulnerabilit\w+|permission prompts?|approvals?|approval steps?|review comments|failing tests|"
        r"test failures|type errors|certificate (?:errors|warnings))(?P<passive>)\b(?:\s[\w/.-]+){0,5}?\s"
        r"(?:can|may|should|must)\s(?:\w+ly |always |just |simply )?be\s(?:ignored|skipped|dismissed|"
        r"bypassed|suppressed|overridden|disregarded|silenced)\b",
    ),
    rule(
        UNCHECKS,
        "commit,merge,push,deploy,proceed,continue,ship,release,publish,go ahead,approve,land",
        r"(?:[^\s;]+\s){0,5}?(?:even (?:if|when|though)|although|despite|regardless of|no matter (?:if|"
        r"whether|how|what)|while)\s(?:the |any |all |some |it |they |ci |of )*(?:tests?|checks?|builds?|"
        r"reviews?|approvals?|ci|lint\w*|pipelines?|scans?|hooks?|fail\w*|red|broken|pending|errors?|"
        r"warnings?|missing|reject\w*|decline\w*|refuse\w*|object\w*)\b",
        gap=0,
    ),
)
