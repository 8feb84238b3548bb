"""Pull: bring what the team learned into the person's store, and refuse by name what can't be trusted."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, NamedTuple

from self_learning import cli, configuration, files
from self_learning.cli import Result
from self_learning.org import remote, trust, unchanged
from self_learning.org.clone import Clone
from self_learning.org.identity import identity
from self_learning.org.intake import Intake, Receiver
from self_learning.org.merge import merge
from self_learning.org.quarantine import (
    Quarantine,
    Refusal,
    excerpt,
    identifier_of_file,
    identifier_of_pattern,
)
from self_learning.org.shared_files import Reader, shown
from self_learning.paths import Person, Project
from self_learning.patterns import Limits, PatternStore

if TYPE_CHECKING:
    from self_learning.org.intake import Report
    from self_learning.org.remote import Agreement, Remote
    from self_learning.org.shared_files import RefusedFile, SharedFiles

_LISTED = 100


class _Errand(NamedTuple):
    """What one pull is about."""

    project: Project
    person: Person
    where: Remote
    settings: Agreement
    name: str
    include_own_project: bool
    dry_run: bool
    words: tuple[str, ...]


def command(
    project: Project,
    *,
    org_repo: str | None = None,
    name: str | None = None,
    include_own_project: bool = False,
    dry_run: bool = False,
    words: tuple[str, ...] = (),
) -> Result:
    """Bring the team's lessons into the person's store.

    Args:
        project: The current project; what originated in it is left out.
        org_repo: URL of the shared repository, in place of the configured one.
        name: The project's name there, in place of its repository's.
        include_own_project: Take what teammates learned in this project too.
        dry_run: Only say what would change.
        words: The command line's arguments, by which ``unchanged`` knows the same pull again.

    Raises:
        InputError: Something isn't set up, the remote can't be reached, or the store can't be
            read; nothing changed.
        LockTimeoutError: Another push or pull of this person goes on.
    """
    settings = remote.agreement(project)
    where = remote.remote(org_repo, settings, project)
    person = Person()
    errand = _Errand(
        project,
        person,
        where,
        settings,
        remote.project_name(name, settings, project),
        include_own_project,
        dry_run,
        words,
    )
    directory = os.path.join(person.organisation_clone, where.digest)
    clone = Clone(directory, where.url)
    with clone.held():
        cli.progress(f"Fetching {where.shown}")
        commit = clone.fetch()
        if commit is None:
            return Result(f"Nothing to pull: {where.shown} is empty.", _data(errand, None, None, []))
        # Tens of thousands of records that live to the end and form no cycles: looking for
        # cycles among them again and again would take a quarter of the time.
        gc.disable()
        try:
            return _merge(errand, clone, commit)
        finally:
            gc.enable()


def _inputs(errand: _Errand, clone: Clone) -> list[str]:
    """The local files that a pull's result depends on."""
    person, project = errand.person, errand.project
    return [
        person.store,
        person.provenance,
        person.store_archive,
        project.settings_file,
        project.retention_file,
        os.path.join(project.workdir, ".git", "config"),  # it names the project
        os.path.join(clone.directory, "quarantine.json"),
    ]


def _quarantined(count: int) -> str:
    what = "1 refused item waits" if count == 1 else f"{count:,} refused items wait"
    return f"{what} in the quarantine; --quarantine list shows them."


def _merge(errand: _Errand, clone: Clone, commit: str) -> Result:
    """Read everything, change the store, and say what happened."""
    where, person = errand.where, errand.person
    retention = configuration.retention(errand.project)
    who = identity(person.organisation_clone, where.organisation, errand.settings.contributor)
    quarantine = Quarantine(clone.directory)
    decided = {entry.id: entry for entry in quarantine.read() if entry.decision}
    cli.progress("Reading contributions")
    found = Reader(clone, where.folder).read(commit)
    refused = list(found.refused)
    untrusted = _without_accepted(
        trust.untrusted_files(clone, commit, where.folder, found.sources, errand.settings, who.hash), decided
    )
    refused += untrusted
    left_out = {one.path for one in untrusted}
    sources = [source for source in found.sources if source.path not in left_out]
    cli.progress(f"Joining {sum(len(source.contribution.patterns) for source in sources):,} patterns")
    shared = merge([source.contribution for source in sources], who.hash)
    store = PatternStore(person.store)
    receiver = Receiver(
        errand.name,
        frozenset((errand.name, errand.project.name)),
        errand.include_own_project,
        where.digest,
        commit,
        _accepted_patterns(found, decided),
        Limits(retention.max_patterns, retention.untested_reserve),
    )
    intake = Intake(shared, receiver, store.archive())
    if errand.dry_run:
        intake.apply(list(store.read().patterns), store.provenance())
    else:
        cli.progress("Writing the store")
        store.update(intake.apply, limits=receiver.limits)
    entries = _quarantine_entries(errand, clone, commit, refused, intake, decided)
    waiting = [entry for entry in entries if not entry.decision]
    data = _data(errand, commit, intake.report, entries, read=len(sources))
    if not errand.dry_run:
        quarantine.write(entries)
        clone.compact()
        _remember(errand, clone, commit, data, waiting)
    warnings = tuple(
        f"refused: {entry.path}{f' ({entry.excerpt})' if entry.excerpt else ''}: {entry.reason}"
        f" [by {entry.author or 'unknown'}, commit {entry.commit[:10] or 'unknown'}]"
        for entry in waiting[:_LISTED]
    )
    if len(waiting) > _LISTED:
        warnings += (f"and {len(waiting) - _LISTED:,} more were refused",)
    return Result(_message(errand, intake.report, len(sources), waiting), data, warnings)


def _remember(
    errand: _Errand, clone: Clone, commit: str, data: dict[str, object], waiting: list[Refusal]
) -> None:
    """Let the same pull, asked again, be answered at once."""
    lists = ("added", "updated", "counted", "retracted", "archived", "displaced")
    message = f"Nothing new in {errand.where.shown} since the last pull."
    if waiting:
        message += f" {_quarantined(len(waiting))}"
    inputs = _inputs(errand, clone)
    with files.locked(errand.person.organisation_clone):
        unchanged.remember(
            errand.words,
            repository=clone.repository,
            commit=commit,
            inputs=(inputs, unchanged.stats(inputs)),
            message=message,
            data={**data, **{name: [] for name in lists}},
        )


def _without_accepted(untrusted: list[RefusedFile], decided: dict[str, Refusal]) -> list[RefusedFile]:
    kept = []
    for one in untrusted:
        decision = decided.get(identifier_of_file(one.path, one.blob))
        if decision is None or decision.decision != "accepted":
            kept.append(one)
    return kept


def _accepted_patterns(shared: SharedFiles, decided: dict[str, Refusal]) -> set[tuple[str, str, str]]:
    """Project, contributor and key of the suspicious patterns that the person took, word for word."""
    keys = {entry.key for entry in decided.values() if entry.decision == "accepted" and entry.key}
    found = set()
    for source in shared.sources if keys else ():
        for key in keys & source.contribution.patterns.keys():
            name = identifier_of_pattern(source.path, source.contribution.patterns[key])
            if name in decided and decided[name].decision == "accepted":
                found.add((source.contribution.project, source.contribution.contributor, key))
    return found


def _quarantine_entries(
    errand: _Errand,
    clone: Clone,
    commit: str,
    refused: list[RefusedFile],
    intake: Intake,
    decided: dict[str, Refusal],
) -> list[Refusal]:
    """All that was refused now, with author and commit, and with the decisions made before."""
    folder = errand.where.folder
    paths: dict[str, str] = {}
    found: dict[str, Refusal] = {}
    for one in refused:
        name = identifier_of_file(one.path, one.blob)
        paths[name] = one.path
        found[name] = Refusal(name, shown(one.path), one.reason)
    for member, reason in intake.report.refused:
        path = f"{folder}/{member.project}/{member.contributor}.json"
        pattern = member.pattern
        name = identifier_of_pattern(path, pattern)
        words = "" if trust.SECRET in reason else excerpt(pattern)
        paths[name] = path
        found[name] = Refusal(name, path, reason, pattern.key, words)
    changes = clone.changes(commit, folder, set(paths.values()), complete=False) if found else {}
    for name, entry in found.items():
        change = changes.get(paths[name])
        found[name] = entry._replace(
            decision=decided[name].decision if name in decided else "",
            commit=change.commit if change else "",
            author=change.author if change else "",
        )
    # What was accepted is refused no more; its decision must outlive that.
    return sorted({**decided, **found}.values(), key=lambda entry: (entry.path, entry.key))


def _message(errand: _Errand, report: Report, read: int, waiting: list[Refusal]) -> str:
    would = "Would pull" if errand.dry_run else "Pulled"
    amount = "1 contribution" if read == 1 else f"{read:,} contributions"
    figures = [
        (len(report.added), "added, untested here"),
        (len(report.updated), "updated"),
        (len(report.counted), "with new evidence from elsewhere"),
        (len(report.retracted), "taken back by their contributors, now in the archive"),
        (len(report.archived), "of the added ones beyond the cap, now in the archive"),
        (len(report.displaced), "of yours ranked below them, now in the archive"),
        (report.from_own_project, "skipped: they originated in this project"),
        (report.own, "skipped: you contributed them from another project"),
        (report.deleted_here, "skipped: you removed them before"),
        (report.ranked_out, "left in the shared repository: they rank below the best 1,000"),
    ]
    lines = [f"{would} from {errand.where.shown}: read {amount}."]
    lines += [f"{count:>6,} {what}" for count, what in figures if count]
    if not any((report.added, report.updated, report.counted, report.retracted)):
        lines.append("Nothing changed here.")
    if waiting and not errand.dry_run:
        lines.append(_quarantined(len(waiting)))
    return "\n".join(lines)


def _data(
    errand: _Errand, commit: str | None, report: Report | None, entries: list[Refusal], read: int = 0
) -> dict[str, object]:
    return {
        "repository": errand.where.shown,
        "organisation": errand.where.organisation,
        "project": errand.name,
        "commit": commit,
        "contributions": read,
        "added": report.added if report else [],
        "updated": report.updated if report else [],
        "counted": report.counted if report else [],
        "retracted": report.retracted if report else [],
        "archived": report.archived if report else [],
        "displaced": report.displaced if report else [],
        "skipped_own_project": report.from_own_project if report else 0,
        "skipped_own": report.own if report else 0,
        "skipped_deleted": report.deleted_here if report else 0,
        "ranked_out": report.ranked_out if report else 0,
        "refused": [entry._asdict() for entry in entries if not entry.decision],
    }
