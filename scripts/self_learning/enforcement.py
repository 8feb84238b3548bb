"""What a learning agent owes before it may stop, and the words that send it back.

It owes a word on the lessons it was shown, and a lesson of its own or the reason why there is
none. It is sent back at most ``RETURNS`` times; after that it goes, and what it left undone is
written down for people.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from self_learning import files, pending, text, transcripts, usage
from self_learning.paths import valid_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from self_learning.acknowledgments import Report
    from self_learning.paths import Project

RETURNS = 2  # times that an agent is sent back at most, whatever the reasons
_SHOWN_COMPLAINTS = 5
_EXAMPLE_SUMMARY = "what to do then, in 20 to 200 characters"
_CLOCK_SECONDS = 2.0  # that a file system's times may lag behind the clock
_NOTED_ID_LENGTH = 128


class Lesson(NamedTuple):
    """What an agent left behind: the file, and what is wrong with it."""

    path: str | None
    complaints: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether there is a file and nothing is wrong with it."""
        return self.path is not None and not self.complaints


class Missing(NamedTuple):
    """What an agent still owes."""

    acknowledgment: bool
    lesson: Lesson | None  # None when nothing is owed there

    def __bool__(self) -> bool:
        return self.acknowledgment or self.lesson is not None

    def summary(self) -> str:
        """What is missing, in a few words for a log."""
        parts = []
        if self.acknowledgment:
            parts.append("no word on the lessons it was shown")
        if self.lesson is not None and self.lesson.complaints:
            parts.append(f"an invalid lesson ({self.lesson.complaints[0]})")
        elif self.lesson is not None:
            parts.append("neither a lesson nor a reason for having none")
        return " and ".join(parts)


def missing(report: Report, *, shown: Sequence[str], recognised: bool, lesson: Lesson) -> Missing:
    """What is still owed.

    Args:
        report: All that the agent has said so far.
        shown: Ids of the patterns that it was shown.
        recognised: Whether at least one of the patterns that it names is known.
        lesson: What it left in pending/.
    """
    said = recognised or bool(report.none_because)
    owes_lesson = not (lesson.is_valid or report.no_learnings)
    return Missing(bool(shown) and not said, lesson if owes_lesson else None)


def lesson_of(project: Project, agent: str, agent_id: str, transcript_path: str | None) -> Lesson:
    """The pending file that this agent left.

    It is the file that bears the agent's id. Without one it is a file that the agent wrote, by
    its own transcript, or that bears the agent's name and is spoken of there, as a command's
    output is; but none that bears the id of another agent, or is older than this one.

    Args:
        project: Whose pending directory is looked into.
        agent: The agent's name.
        agent_id: A valid identifier.
        transcript_path: Of this agent alone, as the host gives it.
    """
    paths = _pending_files(project)
    own = [path for path in paths if f"-{agent_id}." in f"-{os.path.basename(path)}"]
    own = own or _by_transcript(project, paths, agent, transcript_path)
    found: Lesson | None = None
    for path in sorted(own):
        try:
            read = pending.read(path)
        except ImportError:  # the environment isn't built yet: step 8 will judge the file
            return Lesson(path)
        complaints = read.objections if isinstance(read, pending.Entry) else read.complaints
        if isinstance(read, pending.Entry) and read.document.get("summary") == _EXAMPLE_SUMMARY:
            complaints = ("summary: is the example's; say what was learned",)
        if not complaints:
            return Lesson(path)
        found = found or Lesson(path, tuple(text.sanitise(each, 300) for each in complaints))
    return found or Lesson(None)


def request(
    project: Project,
    agent: str,
    agent_id: str,
    shown: Sequence[str],
    owed: Missing,
    unknown: Sequence[str] = (),
) -> str:
    """The words that send an agent back: exactly what is missing, and how to do it.

    Args:
        project: Whose pending directory takes the lesson.
        agent: The agent's name.
        agent_id: A valid identifier.
        shown: Ids of the patterns that it was shown.
        owed: What is missing, at least one thing.
        unknown: What it named that is no pattern.
    """
    parts = ["Your work is done but for a word on what can be learned from it."]
    if owed.acknowledgment:
        example = shown[0]
        parts.append(
            f"- {_strangers(unknown)}You were shown {', '.join(shown)}. "
            "Say which of them you used, and where, on a line such as\n"
            f"LEARNINGS_ACKNOWLEDGED: {example} -> path/to/file.py:42\n"
            'with several separated by ";". If none was of use:\n'
            "LEARNINGS_ACKNOWLEDGED: none, because ..."
        )
    if owed.lesson is not None:
        name = f"{pending.file_name(agent)}-{agent_id}.json"
        path = owed.lesson.path or os.path.join(project.pending, name)
        if owed.lesson.complaints:
            told = "\n".join(f"  {each}" for each in owed.lesson.complaints[:_SHOWN_COMPLAINTS])
            parts.append(f"- The lesson in {path} is not valid:\n{told}\n  Correct it. It looks like this:")
        else:
            parts.append(f"- Write what the next agent should know to {path}, as JSON:")
        parts[-1] += (
            '\n{"category": "mistake", "trigger": "when it matters", '
            f'"summary": "{_EXAMPLE_SUMMARY}", '
            '"citations": [{"file": "path/to/file.py", "line": 42}], "context": ["a tag"]}\n'
            "  category is mistake, convention, pattern or insight. If there is nothing worth keeping, write "
            "no file and say so on a line\nno_learnings: the reason"
        )
    parts.append(
        "Then give your whole answer again, with these lines at its end: only your last message is passed on."
    )
    return "\n".join(parts)


def _strangers(unknown: Sequence[str]) -> str:
    """That what an agent named is no pattern, or nothing."""
    if not unknown:
        return ""
    named = ", ".join(f'"{text.sanitise(each, 60)}"' for each in unknown[:3])
    return f"No pattern is called {named}. "


def note_failure(
    project: Project, agent: str, agent_id: str, run_id: str, iteration: int, owed: Missing
) -> None:
    """Write down for people that an agent went without what it owed."""
    line = (
        f"- {text.timestamp()} run {run_id}, iteration {iteration}: "
        f"{text.sanitise(agent, _NOTED_ID_LENGTH)} ({agent_id}) was sent back {RETURNS} times and left with "
        f"{text.sanitise(owed.summary(), 300)}."
    )
    files.append(project.failures, [line])


def _pending_files(project: Project) -> list[str]:
    try:
        with os.scandir(project.pending) as found:
            return [
                item.path
                for item in found
                if item.name.endswith(".json")
                and not item.name.startswith(".")
                and item.is_file(follow_symlinks=False)
            ]
    except OSError:
        return []


def _by_transcript(
    project: Project, paths: Sequence[str], agent: str, transcript_path: str | None
) -> list[str]:
    """Those of the pending files that are this agent's by its transcript."""
    names = {os.path.basename(path): path for path in paths}
    mentioned = transcripts.mentions(transcript_path, names)
    prefixes = (f"{pending.file_name(agent)}-", f"{pending.file_name(agent.rpartition(':')[2])}-")
    own = mentioned.written | {name for name in mentioned.spoken_of if name.startswith(prefixes)}
    began = transcripts.first_moment(transcript_path)
    oldest = began.timestamp() - _CLOCK_SECONDS if began else 0.0
    beside = os.path.dirname(transcript_path or "")
    return [
        names[name]
        for name in own
        if not _is_anothers(project, name, beside) and _changed_at(names[name]) >= oldest
    ]


def _is_anothers(project: Project, name: str, transcripts_directory: str) -> bool:
    """Whether a file's name bears the id of an agent that is or was here, which isn't this one's own."""
    identifier = name.removesuffix(".json").rpartition("-")[2].partition(".")[0]
    if not valid_identifier(identifier):
        return False
    known = (
        project.injection_file(identifier),
        usage.state_path(project, identifier),
        os.path.join(transcripts_directory, f"agent-{identifier}.jsonl"),
    )
    return any(map(os.path.exists, known))


def _changed_at(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
