"""Captured lessons that wait for step 8: the files in .learnings/pending/.

Three shapes are read: our own, that of older tools, and ``{"no_learnings": true}``. All of
them become a ``Lesson`` here, so that nobody else has to know the shapes.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from self_learning import files, paths, pending_shapes, schema_validation, screening, text
from self_learning.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from self_learning.paths import Project

SCHEMA = "pending.schema.json"
_SUMMARY_MINIMUM = 20  # characters
MAXIMUM_BYTES = 1_000_000  # no honest lesson comes near; a larger file is kept aside unread
_TEXT_FIELDS = (
    "summary",
    "pattern_to_remember",
    "trigger",
    "why",
    "detail",
    "task",
    "what_happened",
    "fix_applied",
    "reason",
)
_SHOWN_FIELDS = (
    "summary",
    "pattern_to_remember",
    "trigger",
    "context",
    "applies_to",
)  # an agent may read these


class Citation(NamedTuple):
    """A place in the code that a lesson speaks of; the line is None where it wasn't given."""

    file: str
    line: int | None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Lesson:
    """A captured lesson in one shape, its texts sanitised.

    ``category`` and ``repo`` are None where whoever captured it didn't say.
    """

    summary: str
    category: str | None = None
    trigger: str = ""
    detail: str = ""
    task: str = ""
    citations: tuple[Citation, ...] = ()
    context: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ("*",)
    repo: str | None = None
    agent: str = ""
    captured_at: str | None = None


class Entry(NamedTuple):
    """One pending file: ``lesson`` is None when it says that there was nothing to learn.

    ``source`` identifies the capture for as long as anybody counts it: it is made of the
    file's place and content, so that reading a file twice is one capture.
    """

    path: str
    source: str
    document: dict[str, Any]
    lesson: Lesson | None
    reason: str = ""
    objections: tuple[str, ...] = ()  # why it may not be stored, though its form is right

    @property
    def name(self) -> str:
        """The file's name."""
        return os.path.basename(self.path)


class Problem(NamedTuple):
    """A pending file that can't be used, and why."""

    path: str
    complaints: tuple[str, ...]
    document: dict[str, Any] | None = None  # where it is at least a JSON object


def validate(document: object) -> list[str]:
    """What is wrong with a pending document, in sentences that its author can act on.

    Args:
        document: The parsed JSON of a pending file.

    Returns:
        Sentences such as ``summary: 12 characters, needs 20 to 200``; none when it is valid.
        A credential is named by its kind and field and never repeated.
    """
    return form_complaints(document) or objections(document)


def form_complaints(document: object) -> list[str]:
    """What is wrong with a document's form, by the schema."""
    if not isinstance(document, dict):
        return ["the document: must be one JSON object with summary, category, trigger and citations"]
    shape = _shape(document)
    if shape is None:
        return [
            (
                'summary: is missing; write {"category": ..., "trigger": ..., "summary": ...} '
                'or {"no_learnings": true, "reason": ...}'
            )
        ]
    found = schema_validation.complaints(document, SCHEMA, shape)
    if not found and shape == "lesson":
        readable = len(text.sanitise(document["summary"]))
        if readable < _SUMMARY_MINIMUM:
            found.append(f"summary: {readable} readable characters, needs {_SUMMARY_MINIMUM} to 200")
    return found


def objections(document: object) -> list[str]:
    """Why a document in the right form may not be stored: a credential, or an order to its reader."""
    if not isinstance(document, dict):
        return []
    found = []
    for name in _TEXT_FIELDS:
        value = document.get(name)
        if isinstance(value, str) and (kind := screening.find_secret(value)):
            found.append(f"{name}: holds a credential ({kind}); take it out")
    others = "\n".join(_texts({key: value for key, value in document.items() if key not in _TEXT_FIELDS}))
    if kind := screening.find_secret(others):
        found.append(f"context or citations: hold a credential ({kind}); take it out")
    for name in _SHOWN_FIELDS:
        for told in _texts(document.get(name)):
            if reason := screening.instruction_to_reader(told):
                found.append(f"{name}: {reason}, which is an order to its reader; state what was found out")
                break
    return found


def lesson_of(document: dict[str, Any], *, agent: str = "") -> Lesson | None:
    """The lesson that a valid document holds; None when it says that there is none.

    Args:
        document: As ``validate`` accepts it.
        agent: Whom the file's name credits, where the document doesn't say.
    """
    if document.get("no_learnings") is True:
        return None
    older = " ".join(
        str(document[name]).strip() for name in ("what_happened", "why", "fix_applied") if document.get(name)
    )
    context = document.get("context")
    citations = list(_citations(document.get("citations")))
    if isinstance(context, dict):
        citations += _citations([context])
        tags: list[Any] = [
            value for key, value in context.items() if key not in ("file", "line") and isinstance(value, str)
        ]
    else:
        tags = context or []
    return Lesson(
        summary=text.sanitise(document.get("summary") or document["pattern_to_remember"]),
        category=document.get("category"),
        trigger=text.sanitise(document.get("trigger") or document.get("why") or "", 120),
        detail=text.sanitise(document.get("detail") or older, 2000),
        task=text.sanitise(document.get("task") or "", 300),
        citations=tuple(dict.fromkeys(citations)),
        context=_tags(tags),
        applies_to=_tags([_agent_name(name) for name in _listed(document.get("applies_to"))]) or ("*",),
        repo=text.sanitise(document.get("repo") or "", 100) or None,
        agent=text.sanitise(document.get("agent") or agent, 128),
        captured_at=document.get("captured_at"),
    )


def read(path: str) -> Entry | Problem:
    """One pending file, as an entry or as the reason why it is none."""
    try:
        if os.path.getsize(path) > MAXIMUM_BYTES:
            return Problem(path, (f"is larger than {MAXIMUM_BYTES} bytes",))
        content = files.read_text(path)
        document = files.encodable(files.parse_json(content, path))
    except (InputError, OSError) as error:
        return Problem(path, (str(error).removeprefix(f"{path}: "),))
    except RecursionError:
        return Problem(path, ("is nested too deeply",))
    if isinstance(document, dict):
        document = pending_shapes.eased(document)
    found = form_complaints(document)
    if found or not isinstance(document, dict):
        return Problem(path, tuple(found), document if isinstance(document, dict) else None)
    name = os.path.basename(path)
    source = source_of(path, content)
    agent = name.removesuffix(".json").rpartition("-")[0]
    lesson = lesson_of(document, agent=agent)
    reason = "" if lesson else text.sanitise(str(document["reason"]), 300)
    return Entry(path, source, document, lesson, reason, tuple(objections(document)))


def source_of(path: str, content: str) -> str:
    """What identifies a capture: 16 hexadecimal digits made of its file's place and content.

    The place counts, because two projects may learn the same in the same words.
    """
    place = os.path.realpath(path)
    return hashlib.sha256(f"{place}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def divide(project: Project) -> int:
    """Make a file of each lesson where an older tool or an agent has put several into one.

    A file whose name is no text gets one that is: every record and message names it.

    The parts are written before the whole is removed, and under names that go by their content.
    So a process that is killed in between loses and doubles nothing, and a file that is written
    again before its parts were judged takes none of them away.

    Returns:
        How many files were divided.

    Raises:
        InputError: A part can't be written.
        LockTimeoutError: Another process is at the pending files.
    """
    divided = 0
    if not any(True for _ in _listed_files(project)):
        return divided
    with files.locked(project.pending):
        for path in map(_named_as_text, sorted(_listed_files(project))):
            try:
                if os.path.getsize(path) > MAXIMUM_BYTES:
                    continue
                lessons = pending_shapes.several(files.read_text(path))
            except (InputError, OSError):
                continue
            if lessons is None:
                continue
            for number, lesson in enumerate(lessons, 1):
                content = json.dumps(lesson, indent=2, ensure_ascii=False) + "\n"
                digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]
                files.replace(f"{path.removesuffix('.json')}.part{number}.{digest}.json", content)
            os.unlink(path)
            divided += 1
    return divided


def read_all(project: Project) -> tuple[list[Entry], list[Problem]]:
    """Every pending file by name: those that can be used, and those that can't, with the reasons.

    Nothing is moved; ``set_aside`` does that for a problem.
    """
    entries, problems = [], []
    for path in sorted(_listed_files(project)):
        found = read(path)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            problems.append(found)
    return entries, problems


def set_aside(project: Project, problem: Problem) -> str:
    """Move an unusable file into the quarantine with its reason beside it, and say where it went.

    A file that holds a credential is kept with the credential taken out.
    """
    name = os.path.basename(problem.path)
    with files.locked(project.quarantine):
        try:
            with open(problem.path, "rb") as file:
                content = file.read()
        except FileNotFoundError:
            return problem.path
        except OSError as error:
            raise InputError.at(problem.path, f"can't be read: {error.strerror}") from None
        if len(content) <= MAXIMUM_BYTES:
            content = screening.redact(content.decode("utf-8", "surrogateescape")).encode(
                "utf-8", "surrogateescape"
            )
        digest = hashlib.sha256(content).hexdigest()[:8]
        target = os.path.join(project.quarantine, f"{name.removesuffix('.json')}-{digest}.json")
        files.replace(target, content)
        reason = {
            "file": os.path.relpath(problem.path, project.workdir),
            "reasons": list(problem.complaints),
        }
        files.write_json(target.removesuffix(".json") + ".reason.json", reason)
        os.unlink(problem.path)
    return target


def write(project: Project, document: dict[str, Any], *, agent: str, agent_id: str | None = None) -> str:
    """Put a valid document into pending/ as a file of its own, and say which.

    Two captures by one agent never overwrite each other: the second gets a number.

    Args:
        project: Must take part, which is the caller's to check.
        document: As ``validate`` accepts it.
        agent: The agent's name; what can't stand in a file name becomes ``-``.
        agent_id: The host's id of that agent, or None for a new one.

    Raises:
        InputError: The id can't be part of a file name, or the file can't be written.
    """
    if agent_id is not None and not paths.valid_identifier(agent_id):
        raise InputError(
            "--agent-id: only letters, digits, '.', '_' and '-', at most 128 of them, not first a '.'"
        )
    identity = agent_id or secrets.token_hex(6)
    stem = f"{file_name(agent)}-{identity}"
    content = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    with files.locked(project.pending):
        number = 1
        path = os.path.join(project.pending, f"{stem}.json")
        while os.path.exists(path):
            number += 1
            path = os.path.join(project.pending, f"{stem}.{number}.json")
        files.replace(path, content)
    return path


def file_name(agent: str) -> str:
    """An agent's name as part of a file name: ``code:plan-writer`` becomes ``code-plan-writer``."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in agent).strip(".-")
    return kept[:80] or "agent"


def count(project: Project) -> int:
    """How many files wait in pending/, usable or not."""
    return sum(1 for _ in _listed_files(project))


def stamp(document: dict[str, Any], moment: datetime | None) -> dict[str, Any]:
    """The document with the time of its capture, where it has none."""
    return document if document.get("captured_at") else {**document, "captured_at": text.timestamp(moment)}


def _named_as_text(path: str) -> str:
    """The path of a file, renamed where its name is not UTF-8."""
    name = os.path.basename(path)
    raw = os.fsencode(name)
    if raw == name.encode("utf-8", "replace"):
        return path
    stem = file_name(name.removesuffix(".json"))
    renamed = os.path.join(os.path.dirname(path), f"{stem}-{hashlib.sha256(raw).hexdigest()[:8]}.json")
    try:
        os.rename(path, renamed)
    except OSError as error:
        raise InputError.at(os.path.dirname(path), f"{raw!r} can't be renamed: {error.strerror}") from None
    return renamed


def _listed_files(project: Project) -> Iterator[str]:
    try:
        found = list(os.scandir(project.pending))
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError.at(project.pending, f"can't be read: {error.strerror}") from None
    for item in found:
        # A link could lead out of the project, and a hidden file is one that is being written.
        if (
            item.name.endswith(".json")
            and not item.name.startswith(".")
            and item.is_file(follow_symlinks=False)
        ):
            yield item.path


def _shape(document: dict[str, Any]) -> str | None:
    if "no_learnings" in document and document["no_learnings"] is not False:
        return "no_learnings"
    if "summary" in document:
        return "lesson"
    return "older_lesson" if "pattern_to_remember" in document else None


def _citations(found: object) -> Iterator[Citation]:
    for item in found if isinstance(found, list) else ():
        name, line = (item, None) if isinstance(item, str) else (item.get("file"), item.get("line"))
        if not isinstance(name, str):
            continue
        if line is None:
            head, colon, tail = name.rpartition(":")
            if colon and tail.isascii() and tail.isdigit():
                name, line = head, int(tail)
        cleaned = text.sanitise(name, 300)
        if cleaned:
            yield Citation(cleaned, line if isinstance(line, int) and line > 0 else None)


def _listed(found: object) -> list[str]:
    if isinstance(found, str):
        return found.replace(",", "|").split("|")
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _agent_name(name: str) -> str:
    """The bare name of an agent: ``code:plan-writer`` is ``plan-writer``."""
    return name.strip().rpartition(":")[2].removeprefix("@")


def _tags(found: list[Any]) -> tuple[str, ...]:
    """Tags as the store can hold them: ``|`` divides them there."""
    cleaned = (text.sanitise(str(tag).replace("|", "/"), 60) for tag in found)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def _texts(value: object) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
