"""Push: put what one project learned into the shared repository, however many others do so too."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, NamedTuple

from self_learning import cli
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.org import contribution, push_report, remote
from self_learning.org.clone import Clone
from self_learning.org.contribution import Contribution
from self_learning.org.export import Export, Published, Sender, Stock, export
from self_learning.org.identity import identity
from self_learning.org.overview import overview
from self_learning.org.privacy import Redactor
from self_learning.org.shared_files import Reader
from self_learning.org.state import State
from self_learning.paths import Person
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from self_learning.org.remote import Agreement, Remote
    from self_learning.org.shared_files import SharedFiles
    from self_learning.paths import Project
    from self_learning.patterns import Pattern, Provenance

_ATTEMPTS = 11  # the first one and up to ten more
_FIRST_WAIT_SECONDS = 0.25
_LONGEST_WAIT_SECONDS = 20.0


class Difference(NamedTuple):
    """What a push changes, by key."""

    added: list[str]
    updated: list[str]
    retracted: list[str]
    evidence: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(self)


class Draft(NamedTuple):
    """What would be committed on top of a commit."""

    made: Export
    previous: Contribution | None
    difference: Difference
    contents: dict[str, bytes | None]


class Errand(NamedTuple):
    """Everything about one push that doesn't change between attempts."""

    where: Remote
    sender: Sender
    stock: Stock
    redactor: Redactor
    local_ids: dict[str, str]
    may_retract: bool


def command(
    project: Project, *, org_repo: str | None = None, name: str | None = None, dry_run: bool = False
) -> Result:
    """Share what a project learned.

    Args:
        project: Whose lessons.
        org_repo: URL of the shared repository, in place of the configured one.
        name: The project's name there, in place of its repository's.
        dry_run: Only say what would change there.

    Raises:
        InputError: Something isn't set up, the remote can't be reached or refuses, or a
            lesson holds a credential; nothing was pushed.
        LockTimeoutError: Another push or pull of this person goes on.
    """
    settings = remote.agreement(project)
    where = remote.remote(org_repo, settings, project)
    person = Person()
    directory = os.path.join(person.organisation_clone, where.digest)
    clone = Clone(directory, where.url)
    with clone.held():
        cli.progress(f"Fetching {where.shown}")
        commit = clone.fetch()
        state = State(directory)
        errand, store = _errand(project, person, where, settings, name, state)
        reader = Reader(clone, where.folder)
        for attempt in range(1, _ATTEMPTS + 1):
            draft = _draft(errand, reader.read(commit))
            notes = push_report.notes(project, draft, errand)
            if draft.difference.is_empty:
                if not dry_run and errand.may_retract:
                    _remember(store, state, errand.sender, draft.made)  # the push before may have been killed
                return push_report.nothing(errand, draft, notes)
            if dry_run:
                return push_report.result(errand, draft, notes, commit=None, attempts=0)
            made = clone.commit(
                commit,
                draft.contents,
                _commit_message(errand, draft),
                errand.sender.identity.contributor,
                sign=settings.signed_commits,
            )
            if clone.push(made):
                break
            wait = min(_FIRST_WAIT_SECONDS * 2**attempt, _LONGEST_WAIT_SECONDS)
            cli.progress(f"Somebody was faster; attempt {attempt + 1} of {_ATTEMPTS} follows")
            time.sleep(random.uniform(0, wait))  # noqa: S311 - chance keeps rivals apart, no secret
            commit = clone.fetch()
        else:
            raise InputError(f"{where.shown}: {_ATTEMPTS} times somebody else pushed first; push again later")
        _remember(store, state, errand.sender, draft.made)
    return push_report.result(errand, draft, notes, commit=made, attempts=attempt)


def _errand(
    project: Project, person: Person, where: Remote, settings: Agreement, name: str | None, state: State
) -> tuple[Errand, PatternStore]:
    store = PatternStore(person.store)
    contents = store.read()
    stock = Stock(contents.patterns, store.archive(), store.provenance())
    who = identity(person.organisation_clone, where.organisation, settings.contributor)
    shared_name = remote.project_name(name, settings, project)
    sender = Sender(who, shared_name, _local_names(shared_name, project, stock.provenance))
    pushed = state.read().get("pushed")
    local_ids = pushed.get(shared_name) if isinstance(pushed, dict) else None
    # A store that is missing or damaged in part says nothing about what the person took back.
    is_there = os.path.isfile(person.store) and os.path.getsize(person.store) > 0
    may_retract = is_there and not contents.problems
    redactor = Redactor(project.workdir)
    return Errand(
        where, sender, stock, redactor, local_ids if isinstance(local_ids, dict) else {}, may_retract
    ), store


def _local_names(shared_name: str, project: Project, provenance: Provenance) -> frozenset[str]:
    """The names under which the store knows the project that is meant.

    ``--project`` names one of the person's projects when lessons carry that name; else it
    gives the current project another name in the shared repository.
    """
    if shared_name != project.name:
        for identifier in provenance:
            entry = provenance.get(identifier)
            if entry.get("origin_project") == shared_name and "shared_from" not in entry:
                return frozenset((shared_name,))
    return frozenset((shared_name, project.name))


def _draft(errand: Errand, files: SharedFiles) -> Draft:
    """What has to change on top of what is there."""
    sender, where = errand.sender, errand.where
    path = f"{where.folder}/{sender.project}/{sender.identity.contributor}.json"
    mine = [
        source
        for source in files.sources
        if source.contribution.identity == sender.identity.hash
        and source.contribution.project == sender.project
    ]
    previous = next((source.contribution for source in mine if source.path == path), None)
    if previous is None:
        if any(source.path == path for source in files.sources):
            raise InputError(
                f"contributor: {sender.identity.contributor!r} is somebody else's name in {where.shown}; "
                "choose another in settings.yaml"
            )
        previous = mine[0].contribution if mine else None  # from before the person took another name
    keys = {key for source in files.sources for key in source.contribution.patterns}
    made = export(
        errand.stock,
        sender,
        Published(previous, keys, errand.local_ids),
        errand.redactor,
        may_retract=errand.may_retract,
    )
    difference = _difference(previous, made.contribution)
    contents: dict[str, bytes | None] = {path: contribution.serialise(made.contribution)}
    if len(contents[path] or b"") > contribution.MAXIMUM_BYTES:
        raise InputError(
            f"{sender.project}: its lessons make more than {contribution.MAXIMUM_BYTES:,} bytes; prune some"
        )
    contents.update((source.path, None) for source in mine if source.path != path)
    others = [source.contribution for source in files.sources if source.path not in contents]
    contents[f"{where.folder}/README.md"] = overview(where.organisation, [*others, made.contribution])
    return Draft(made, previous, difference, contents)


def _difference(previous: Contribution | None, new: Contribution) -> Difference:
    old = previous or Contribution(new.project, new.contributor, new.identity, {}, {}, {})
    updated = [key for key in new.patterns if key in old.patterns and new.patterns[key] != old.patterns[key]]
    if previous is not None and previous.contributor != new.contributor:
        updated = [key for key in new.patterns if key in old.patterns]
    return Difference(
        [key for key in new.patterns if key not in old.patterns],
        updated,
        [key for key in old.patterns if key not in new.patterns],
        [key for key in {**old.evidence, **new.evidence} if old.evidence.get(key) != new.evidence.get(key)],
    )


def _remember(store: PatternStore, state: State, sender: Sender, made: Export) -> None:
    """Keep what ties the store's patterns to what was shared; only after the remote took it."""
    if made.facts:

        def note(patterns: list[Pattern], provenance: Provenance) -> list[Pattern]:
            for identifier, fields in made.facts.items():
                if identifier in provenance or any(pattern.id == identifier for pattern in patterns):
                    provenance.set(identifier, **fields)
            return patterns

        store.update(note)
    pushed = state.read().get("pushed")
    known = pushed if isinstance(pushed, dict) else {}
    if known.get(sender.project, {}) != made.ids:
        state.remember(pushed={**known, sender.project: made.ids})


def _commit_message(errand: Errand, draft: Draft) -> str:
    return f"Share what {errand.sender.project} learned: {push_report.figures(draft.difference)}\n"
