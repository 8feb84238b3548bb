"""The prepared index: what the hooks read instead of the pattern store.

It lies beside its store and is rebuilt with every write of it. Reading a store takes the TOON
library and screening takes ``re``, both far too slow for every tool call, so all of it is
done here, once: texts are sanitised and screened, words stemmed and weighted, lines formatted.

A text file, each line of which is parsed only when it is needed:

1. a JSON object: ``format``, the store's ``mtime_ns`` and ``size``, the ``count`` of patterns, the
   ``length`` of the next line, by which a torn file shows, the
   ``problem`` that kept the store from being read, and by id why a pattern was ``left_out``;
2. a JSON object, the inverted index as ``relevance.prepare`` gives it, each posting as one text;
3. for each pattern a line with the JSON list of its facts, see the names below;
4. for each pattern the line that an agent reads.

JSON and not marshal, though that loads somewhat faster: a damaged file must give an error and
not a crash, and a person can look at it.
"""

from __future__ import annotations

import os

from self_learning import ecosystems, languages, relevance, text
from self_learning.hook_io import EventError, dump, parse
from self_learning.paths import index_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from self_learning.patterns import Pattern, Provenance
    from self_learning.relevance import Posting

    Facts: TypeAlias = list[object]  # see the names below

# Changes whenever the scorer's terms or this file's shape do, so that old files are rebuilt.
FORMAT = 6

# Where each fact of a pattern stands in its list.
CATEGORY, APPLIES_TO, REPO, LANGUAGES, ON_COMMANDS, UNTESTED, ECOSYSTEMS, WORDS = range(8)
FACTS = 8

# Stems that make a lesson one about building, testing or running things, so that it may be
# shown with a shell command.
_COMMAND_WORDS = """
test tests build builds compile lint format install package dependency run script command shell
terminal ci pipeline deploy release migrate migration docker container compose image git commit
branch merge rebase push pull checkout npm yarn pnpm pip uv poetry cargo make cmake gradle maven
pytest jest vitest tox coverage server port environment virtualenv venv database backup rm chmod
sudo curl ssh kubectl terraform helm cache fixture mypy ruff eslint tsc bash
"""


def pack(postings: dict[str, Posting]) -> dict[str, str]:
    """The inverted index with each posting as a text."""
    return {
        term: f"{share:g};{' '.join(map(str, positions))};{' '.join(map('{:g}'.format, weights))}"
        for term, (share, positions, weights) in postings.items()
    }


class PackedPostings:
    """The inverted index with each list as a text, of which a call unpacks only those it needs."""

    __slots__ = ("_packed",)

    def __init__(self, packed: dict[str, str]) -> None:
        self._packed = packed

    def get(self, term: str) -> Posting | None:
        """A term's share of code, positions and weights, or None."""
        packed = self._packed.get(term)
        if packed is None:
            return None
        share, positions, weights = packed.split(";")
        return float(share), list(map(int, positions.split())), list(map(float, weights.split()))


class Index:
    """A loaded index; what a call doesn't need stays text.

    Attributes:
        left_out: Why a pattern of the store isn't here, by id.
        problem: Why the store could not be read, or nothing.
    """

    __slots__ = ("_facts", "_lines", "_postings", "left_out", "problem")

    def __init__(self, header: dict[str, object], postings: str, facts: list[str], lines: list[str]) -> None:
        left_out = header.get("left_out")
        self.left_out: dict[str, str] = left_out if isinstance(left_out, dict) else {}
        self.problem = str(header.get("problem") or "")
        self._postings: str | PackedPostings = postings
        self._facts: list[str | Facts] = list(facts)
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def postings(self) -> PackedPostings:
        """The inverted index, for ``relevance.scores``."""
        if isinstance(self._postings, str):
            packed = parse(self._postings)
            if not isinstance(packed, dict):
                raise EventError("the index is damaged: its postings are no object")
            self._postings = PackedPostings(packed)
        return self._postings

    def facts(self, position: int) -> Facts:
        """The facts of a pattern, in the store's order, the best first."""
        found = self._facts[position]
        if isinstance(found, str):
            parsed = parse(found)
            if not isinstance(parsed, list) or len(parsed) != FACTS:
                raise EventError(f"the index is damaged: {found[:60]!r} are no facts")
            found = self._facts[position] = parsed
        return found

    def all_facts(self) -> list[Facts]:
        """The facts of every pattern, parsed at once."""
        parsed = parse("[" + ",".join(f if isinstance(f, str) else dump(f) for f in self._facts) + "]")
        if not isinstance(parsed, list) or any(len(facts) != FACTS for facts in parsed):
            raise EventError("the index is damaged: its facts are no lists")
        self._facts = list(parsed)
        return parsed

    def identifier(self, position: int) -> str:
        """The id of a pattern."""
        return self._lines[position].partition(" ")[0]

    def line(self, position: int) -> str:
        """What an agent reads of a pattern."""
        return self._lines[position]

    def in_words(self, position: int, shares: dict[str, float]) -> dict[str, float]:
        """What ``relevance.matched`` gave, by the words of the pattern instead of their stems."""
        if not shares:
            return {}
        summary = self._lines[position].partition("] ")[2]
        return relevance.in_words(shares, f"{summary} {self.facts(position)[WORDS]}")


def load(store_path: str) -> Index | None:
    """The index of a store, or None when it is missing, damaged, of another format or outdated.

    A store that isn't there has an empty index.
    """
    try:
        store = os.stat(store_path)
    except OSError:
        return Index({}, "{}", [], [])
    try:
        with open(index_of(store_path), "rb") as file:
            parts = file.read().decode("utf-8").split("\n")
        header = parse(parts[0])
        if (
            not isinstance(header, dict)
            or header.get("format") != FORMAT
            or header.get("mtime_ns") != store.st_mtime_ns
            or header.get("size") != store.st_size
            or header.get("count") != (len(parts) - 3) / 2
            or header.get("length") != len(parts[1])
        ):
            return None
        middle = len(parts) // 2 + 1
        return Index(header, parts[1], parts[2:middle], parts[middle:-1])
    except (OSError, ValueError, EventError):
        return None


def rebuild(store_path: str) -> None:
    """Make the index of a store anew; nothing is written when it comes out the same.

    Runs in the environment. A store that can't be read gets an index that is empty and says
    why, so that the hooks don't try again before the store has changed.

    Raises:
        InputError: The store can't be read, or the index can't be written.
        LockTimeoutError: The store's lock could not be had.
    """
    from self_learning import files
    from self_learning.errors import InputError
    from self_learning.patterns import PatternStore

    with files.locked(os.path.dirname(os.path.abspath(store_path))):
        try:
            state = os.stat(store_path)
        except OSError:
            return
        store = PatternStore(store_path)
        try:
            patterns: Sequence[Pattern] = store.read().patterns
            provenance: Provenance | None = store.provenance()
        except InputError as error:
            files.replace(index_of(store_path), _format(state, [], None, str(error)))
            raise
        files.replace(index_of(store_path), _format(state, patterns, provenance, ""))


def refresh(store_path: str) -> Index | None:
    """Rebuild a missing or outdated index from a hook, in the environment, and load it.

    The slow path: some tenths of a second, once after somebody edited the store by hand.

    Raises:
        EventError: There is no environment, or the rebuild failed.
    """
    run_in_environment("rebuild_index.py", "--toon-file", store_path)
    return load(store_path)


def run_in_environment(script: str, *arguments: str) -> None:
    """Run one of our scripts with the installed packages and wait for it, ten seconds at most.

    Raises:
        EventError: There is no environment yet, or the script failed; says how.
    """
    import subprocess

    from self_learning import environment

    # Not through python.sh: building an environment takes longer than a hook may.
    candidates = (environment.location(), os.path.join(environment.ROOT, ".venv"))
    for directory in candidates:
        python = os.path.join(directory, "bin", "python")
        if os.access(python, os.X_OK):
            break
    else:
        raise EventError(f"{candidates[0]}: is not built yet; run scripts/python.sh --prepare")
    try:
        done = subprocess.run(
            [python, "-E", "-s", os.path.join(environment.ROOT, "scripts", script), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EventError(f"{script}: {error}") from None
    if done.returncode:
        raise EventError(f"{script}: {done.stderr.decode('utf-8', 'replace').strip()}")


def format_line(pattern: Pattern, applications: int) -> str:
    """What an agent reads of a pattern: id, category, evidence and summary."""
    rate = "" if pattern.success_rate is None else f" {pattern.success_rate:.2f}"
    summary = text.sanitise(pattern.summary)
    return f"{pattern.id} {pattern.category} [{pattern.confidence}{rate} n={applications}] {summary}"


def _format(
    state: os.stat_result, patterns: Sequence[Pattern], provenance: Provenance | None, problem: str
) -> str:
    from self_learning import programs
    from self_learning.screening import instruction_to_reader
    from self_learning.vocabulary import stem

    on_commands = {stem(word) for word in (*_COMMAND_WORDS.split(), *programs.KNOWN)}
    left_out: dict[str, str] = {}
    facts: list[str] = []
    lessons: list[dict[str, float]] = []
    lines: list[str] = []
    for pattern in patterns:
        reason = next(filter(None, map(instruction_to_reader, (pattern.summary, *pattern.context))), None)
        if "PRUNE" in pattern.flags:
            reason = "flagged PRUNE: it failed more often than it helped"
        if reason:
            left_out[pattern.id] = reason
            continue
        entry = provenance.get(pattern.id) if provenance is not None else {}
        trigger = text.sanitise(str(entry.get("trigger") or ""))
        terms = relevance.lesson_terms(pattern.summary, pattern.context, trigger)
        about = relevance.lesson_languages(pattern.summary, pattern.context)
        lessons.append(terms)
        facts.append(
            dump(
                [
                    pattern.category,
                    list(pattern.applies_to),
                    pattern.repo,
                    about,
                    int("shell" in about or not on_commands.isdisjoint(terms)),
                    int("UNTESTED" in pattern.flags),
                    relevance.lesson_ecosystems(pattern.summary, pattern.context),
                    relevance.words_beside(pattern.summary, pattern.context, trigger),
                ]
            )
        )
        applications = provenance.applications(pattern.id) if provenance is not None else 0
        lines.append(format_line(pattern, applications))
    postings = dump(pack(relevance.prepare(lessons)))
    header = {
        "format": FORMAT,
        "mtime_ns": state.st_mtime_ns,
        "size": state.st_size,
        "count": len(lines),
        "length": len(postings),
        "problem": problem,
        "left_out": left_out,
    }
    return "\n".join([dump(header), postings, *facts, *lines, ""])


def fits_file(about: Sequence[str], tools: Sequence[str], language: str | None) -> bool:
    """Whether a lesson about these languages, and tools of these ecosystems, may be shown for a file."""
    if about:
        return language is not None and not set(about).isdisjoint(languages.family(language))
    return ecosystems.fits_language(tools, language)


def texts(fact: object) -> list[str]:
    """A fact that is a list of texts."""
    return [str(text) for text in fact] if isinstance(fact, list) else []
