"""The words of the frames: what is done, to what, and where to.

A new way of saying an old thing is one word more in one of these lists. Verbs stand in their base form, nouns
in the singular; two or three words may stand together. ``clauses`` makes the other forms.
"""

from __future__ import annotations


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(",") if word.strip())


# -- verbs
SHOWS = _listed(
    """carry, contain, print, reveal, show, display, echo, dump, output, expose, leak, disclose, quote,
    cite, paste, post, attach, include, append, write, put, embed, encode, log, list, mention,
    spell out, copy, commit, publish, share, store, save, place, insert, add, record, report, repeat,
    type, state, prefix, provide, prepend, reproduce, hand over, read out, check in, keep, leave, push"""
)
# Verbs that need no place to be harmful with a secret as their object.
BETRAYS = _listed("reveal, leak, disclose, exfiltrate, dump, hand over, spell out, publish, expose")
SENDS = _listed(
    """send, upload, post, forward, email, e-mail, mail, transmit, push, sync, mirror, copy, share, submit,
    publish, pipe, stream, exfiltrate, report, relay, deliver, put, ship, back up, transfer, move,
    hand over, archive, ping, curl, scp, rsync, export, beacon, store, leak"""
)
TURNS_OFF = _listed(
    """disable, skip, bypass, deactivate, suppress, ignore, omit, comment out, delete, mute, circumvent,
    work around, override, remove, drop, turn off, switch off, shut off, shut down, silence, weaken,
    unset, ditch, kill, stop, uninstall, dismiss, lift, rotate off, flush, neutralise, neutralize,
    get rid, switch, unload, disarm, gut, leave out, cut, purge, wipe, pause, suspend, unregister,
    strip, waive, opt out, relax, disregard, set aside"""
)
CHECKS_IN = _listed("commit, push, publish, check in, stage, track, version")
LEAVES = _listed(
    """disable, skip, bypass, deactivate, turn off, switch off, circumvent, escape, unset, override, leave,
    avoid"""
)
OBEYS = _listed(
    """execute, run, obey, follow, perform, carry out, act on, act upon, eval, evaluate, apply, do, heed,
    honour, respect, observe, take seriously, enforce"""
)
OPENS = _listed(
    """open, visit, load, browse, fetch, download, read, check, consult, call, query, contact, click, get"""
)
WRITES = _listed(
    """add, append, put, insert, write, set, change, edit, modify, update, switch, enable, install, place,
    drop, register, point, configure, replace, include, create, paste, allow, extend, override,
    redirect, export, use, trust"""
)
GRANTS = _listed("grant, give, assign, attach, bind, add, hand, allow, provide, get, have")
ASKS = _listed("ask, confirm, wait, consult, check with, request, seek, get, obtain")
RISKS = _listed(
    """push, force push, force-push, delete, drop, merge, deploy, install, execute, overwrite, publish,
    release, remove, destroy, reset, wipe, grant, upload, send, disable, purge, rewrite, commit"""
)
EMBEDS = _listed("put, hardcode, hard-code, embed, write, paste, insert, place, copy")
DISMISSES = _listed("ignore, suppress, dismiss, mute, silence, disregard, skip, hide, waive, close")
TAKES = _listed("run, execute, obey, follow, install, use, source")
HIDES = _listed("hide, conceal, withhold, obscure, mask, disguise, keep")
SETS = _listed("set, put, switch, change, turn")

VERBS = frozenset().union(
    SHOWS, BETRAYS, SENDS, TURNS_OFF, OBEYS, CHECKS_IN, LEAVES, EMBEDS, DISMISSES, HIDES, TAKES, OPENS,
    WRITES, GRANTS, ASKS, RISKS, SETS,
)  # fmt: skip
# The past, where it isn't made with -ed; more than one with a stroke between.
IRREGULAR = {
    "show": "shown/showed",
    "hide": "hidden",
    "write": "written",
    "put": "put",
    "set": "set",
    "send": "sent",
    "leave": "left",
    "give": "given",
    "hand": "handed",
    "read": "read",
    "run": "run",
    "do": "done",
    "get": "got/gotten",
    "keep": "kept",
    "tell": "told",
    "cut": "cut",
    "spell": "spelled/spelt",
    "override": "overridden",
    "overwrite": "overwritten",
    "have": "had",
    "shut": "shut",
    "bind": "bound",
    "seek": "sought",
    "rewrite": "rewritten",
    "act": "acted",
    "take": "taken",
    "reset": "reset",
    "stop": "stopped",
    "drop": "dropped",
    "skip": "skipped",
    "hit": "hit",
}

# -- nouns
NOUNS: dict[str, frozenset[str]] = {
    "secret": _listed(
        """credential, password, passphrase, secret, api key, api-key, apikey, secret key, access key,
        access token, auth token, authentication token, bearer token, session token, session cookie,
        github token, gitlab token, npm token, deploy token, vault token, refresh token, jwt,
        private key, ssh key, signing key, deploy key, encryption key, host key, master key, root key,
        account key, service account json, service account key, signing certificate, keychain,
        key chain, kubeconfig, kube config, dotenv, env file, environment file, secrets file,
        credentials file, connection string, database url, recovery code, backup code, otp seed,
        printenv, wallet seed, seed phrase, cookie jar, unseal key, database_url, token"""
    ),
    "environment": _listed("environment variable, env var, environment, env"),
    "private": _listed(
        """terraform state, tfstate, source code, source file, repository, repo, codebase, code base,
        workspace, working tree, transcript, conversation, chat history, prompt, system prompt,
        customer data, customer table, customer record, user data, database, database dump, table dump,
        customer table dump, dump, backup, log, application log, shell history, diff, patch, src folder,
        screenshot, command history, card number, email address, personal data, hostname, host name,
        machine name, current user, user name, username, ip address"""
    ),
    "personal": _listed(
        """customer data, customer table, customer record, user data, database dump, table dump,
        customer table dump, production dump, users table, user table, card number, personal data,
        customer email, patient record"""
    ),
    "login": _listed("authentication, authorization, authorisation, auth"),
    "sandbox": _listed("sandbox, sandboxing, sandbox mode"),
    "public": _listed(
        """summary, report, final report, final answer, final message, bug report, commit message,
        commit body, commit, pull request, merge request, pr, mr, pr description, pr body, pr title,
        description, comment, issue, gist, pastebin, chat, channel, slack, discord, readme, readme.md,
        wiki, log, branch name, tag name, ticket, changelog, release note, url, plain text, plaintext,
        clear text, transcript, doc, documentation, stdout, console, debug output, discussion,
        your answer, your reply, your response, your message, the answer, the reply, screenshot,
        status update, handover, build log, ci log, job summary, public repository, repository, repo,
        source, source code, generated file, closing message, closing comment, stand-up, standup,
        status page, public status page, public page, public channel, docs/"""
    ),
    "outside": _listed(
        """external server, remote server, remote host, external endpoint, external address, third party,
        webhook, dropbox, pastebin, telegram bot, discord webhook, transfer.sh, personal account,
        private account, public gist, gist, public bucket, mailbox, tor"""
    ),
    # Guards: to turn one off is never a lesson.
    "guard": _listed(
        """certificate verification, certificate validation, certificate check, certificate checking,
        tls verification, tls check, tls validation, ssl verification, ssl check, ssl validation,
        host key checking, host key check, host key verification, hostname verification, hostname check,
        signature verification, signature check, signature validation, two-factor authentication,
        two-factor auth, two factor authentication, two-factor, 2fa, mfa, multi-factor authentication,
        branch protection, branch protection rule, protected branch, antivirus, antivirus agent,
        antivirus software, virus scanner, malware scanner, firewall, selinux, apparmor, seccomp,
        iptables, gatekeeper, secret scanner, secret scanning, secret detection, vulnerability scanner,
        security scanner, security scan, security check, security gate, security finding,
        security alert, security warning, security review, security control, security policy,
        security hook, audit log, audit trail, audit logging, auditd, crowdstrike, falcon-sensor,
        falcon sensor, defender, permission prompt, permission check, permission system,
        permission dialog, permission request, confirmation prompt, confirmation dialog, safety check,
        safety rule, safety filter, safety confirmation, dependabot, dependabot alert, codeql, bandit,
        semgrep, gitleaks, trufflehog, snyk, code review, human review, peer review, required review,
        review requirement, approval step, approval gate, review gate, gpg signing, access control,
        rbac, csrf protection, csrf check, rate limiter, auth check, authentication check,
        authorization check, identity check, login check, integrity check, checksum verification,
        checksum check, pretooluse hook, posttooluse hook, stop hook, deny rule, deny list, guardrail,
        content filter, edr, edr agent, endpoint protection, intrusion detection, commit signing,
        signed commits, network policy, admission controller, pod security policy, codeowners,
        code owners, sast, sast job, bandit step, semgrep job, trivy, malware scan, dlp"""
    ),
    "finding": _listed(
        """vulnerability, cve, cve warning, finding, security finding, advisory, security advisory,
        security warning, vulnerability warning, alert, audit warning, audit finding"""
    ),
    "code": _listed(
        """script, deploy script, source, source file, test file, fixture, code, config file, dockerfile,
        makefile"""
    ),
    "printing": _listed(
        """console.log, print statement, debug print, log statement, log line, print, debug statement"""
    ),
    "deed": _listed(
        """diff, commit, change, edit, deletion, removal, command, failing test, failed test, failure,
        test result, dependency change, new dependency, package.json, lock file, upload, network call,
        step, log"""
    ),
    "hearsay": _listed(
        """comment, issue comment, issue, ticket, email, e-mail, message, chat, chat message, web page,
        page, website, link, gist, forum post, pull request, answer"""
    ),
    # Checks of quality: lessons do say which of them not to run, and where.
    "check": _listed(
        """test, test suite, unit test, integration test, regression test, failing test, flaky test,
        broken test, linter, lint, lint step, linting, type check, type checker, type checking,
        pre-commit hook, pre-push hook, git hook, commit hook, hook, check, ci, ci check, status check,
        required check, coverage check, coverage gate, quality gate, quality check, assertion,
        failing assertion, review, approval, validation, verification, precommit, pre-commit, suite"""
    ),
    "settings": _listed(
        """permissions.allow, permission mode, defaultmode, allowlist, apikeyhelper, anthropic_base_url,
        disableallhooks, bypasspermissions, acceptedits, dangerouslydisablesandbox, authorized key,
        authorised key, enableallprojectmcpservers, autoapprove, authorized_keys, sudoers,
        core.hookspath, core.sshcommand, root certificate, trust store, truststore, mcp server"""
    ),
    "untrusted": _listed(
        """issue comment, comment, web page, page, website, link, email, e-mail, message, log, server,
        readme, output, response, chat message, gist, forum post, url, site, remote,
        pull request comment, pr comment, text, note, file"""
    ),
    "rules": _listed(
        """instruction, guideline, guidance, rule, policy, directive, system prompt, claude.md, agents.md,
        safety rule, project rule, restriction, constraint, convention"""
    ),
    "might": _listed(
        """administratoraccess, cluster-admin, admin right, admin access, administrator access,
        administrator right, root access, root right, owner role, full access, full control,
        superuser right, admin role, sudo right, system:masters, owner permission, admin permission,
        passwordless sudo, all privileges"""
    ),
    "world": _listed(
        """0.0.0.0/0, ::/0, the world, the internet, everyone, anybody, anyone, allusers, public internet"""
    ),
    "person": _listed(
        """user, human, person, developer, reviewer, maintainer, owner, operator, team, author, anyone,
        anybody"""
    ),
    "tool": _listed(
        """scp, rsync, nc, ncat, netcat, curl, wget, ftp, sftp, nslookup, dig, host, ping, telnet, socat,
        gh gist, aws s3, gsutil, rclone"""
    ),
}

# What stands behind "without" when a risk is taken blindly.
SAFEGUARDS = _listed(
    """confirmation, review, approval, asking, permission, dry run, dry-run, supervision, checking,
    reading, looking, consent, verification, scanning, question, questions, confirming, hesitation,
    prompting, reviewing, waiting"""
)
# Words by which something told is recommended.
ENDORSEMENTS = _listed(
    """handy, helpful, useful, easier, faster, quicker, simpler, normal, fine, acceptable, ok, okay,
    expected, recommended, recommend, recommends, encouraged, agreed, welcome, preferred, prefers,
    prefer, customary, standard, traceability, reproducibility, consistency, convenience, transparency,
    unblock, everyone, everybody, harmless, permitted, convention, appreciated, appreciate, likes, love,
    loves, speeds, saves, simplifies, advised, advises, good practice, best practice, common practice,
    common, usual, traceable, reproducible, convenient"""
)
CONDEMNATIONS = _listed(
    """leaked, leaks, leak, exposed, exposes, finding, masked, masks, redacted, redact, rotate, rotated,
    attacker, attackers, removed, reverted, incident, wrong, mistake, problem, bug, was, were, had, did,
    instead, hid, hides, insecure, vulnerable, vulnerability, risk, risky, dangerous, unsafe, fails,
    fail, breaks, must-not, lost, lose, loses"""
)
