"""Step 2: how relevant each pattern is to what was changed, by the scorer that the hooks use.

Each changed file is judged by its path and by the lines that were added or rewritten in it,
not by its name alone; a pattern gets the score of the file that it fits best. A pattern about
one language is judged by the files in that language.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from self_learning import changes, files, index, languages, relevance, text
from self_learning.cli import Result
from self_learning.errors import InputError
from self_learning.patterns import PatternStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from self_learning.paths import Project
    from self_learning.patterns import Pattern, Provenance
    from self_learning.relevance import Posting, Work

CONCEPTS_LIMIT = 12  # that are named for a pattern


class Score(NamedTuple):
    """How well one pattern fits.

    ``value`` is 0 to 1, ``method`` says what it was judged by, ``terms`` what each shared word
    added to the sum behind it, the largest first.
    """

    pattern_id: str
    value: float
    method: str
    terms: dict[str, float]


def score_patterns(
    patterns: Sequence[Pattern], work: Mapping[str, str], provenance: Provenance | None = None
) -> list[Score]:
    """The relevance of each pattern to the changed files, in the patterns' order.

    Args:
        patterns: All that are to be judged.
        work: From each changed path to its changed lines, which may be empty.
        provenance: For the situations in which the patterns were captured.
    """
    triggers = [
        text.sanitise(str(provenance.get(pattern.id).get("trigger") or "")) if provenance else ""
        for pattern in patterns
    ]
    postings = _prepared_alone(
        [
            relevance.lesson_terms(pattern.summary, pattern.context, trigger)
            for pattern, trigger in zip(patterns, triggers, strict=True)
        ]
    )
    about = [
        (
            relevance.lesson_languages(pattern.summary, pattern.context),
            relevance.lesson_ecosystems(pattern.summary, pattern.context),
        )
        for pattern in patterns
    ]
    best: dict[int, tuple[float, str, Work]] = {}
    for path, code in work.items():
        language = languages.language_of(path, code)
        done = (
            relevance.work_terms(path=path, code=code, language=language)
            if code.strip()
            else relevance.work_terms(path_list=[path])
        )
        method = "changed-lines" if code.strip() else "path"
        for position, value in relevance.scores(postings, done).items():
            if index.fits_file(*about[position], language) and value > best.get(position, (0.0,))[0]:
                best[position] = (value, method, done)
    found = []
    for position, pattern in enumerate(patterns):
        value, method, done = best.get(position, (0.0, "nothing-shared", relevance.Work()))
        beside = relevance.words_beside(pattern.summary, pattern.context, triggers[position])
        shared = relevance.in_words(
            relevance.matched(postings, done, position), f"{pattern.summary} {beside}"
        )
        found.append(Score(pattern.id, round(value, 3), method, shared))
    return found


def _prepared_alone(lessons: Sequence[dict[str, float]]) -> dict[str, Posting]:
    """The inverted index of lessons that are each weighed as if the store held no other.

    These scores go into the log for good, and must not depend on what else is known that day.
    """
    postings: dict[str, Posting] = {}
    for position, lesson in enumerate(lessons):
        for term, (share, _, weights) in relevance.prepare([lesson]).items():
            _, positions, values = postings.setdefault(term, (share, [], []))
            values.extend(weights)
            if term != relevance.TOTALS:
                positions.append(position)
    return postings


def command(
    project: Project,
    changed_files: str,
    store_path: str,
    *,
    start_sha: str | None = None,
    output: str | None = None,
) -> Result:
    """Step 2: write the relevance of every pattern as JSON.

    Args:
        project: Whose work tree.
        changed_files: What step 1 wrote.
        store_path: The pattern store.
        start_sha: The commit to compare with; by default the last one.
        output: Where to; by default ``.learnings/relevance-scores.json`` when the project takes part.

    Raises:
        InputError: A file can't be read or isn't what it should be.
        LockTimeoutError: The lock could not be had.
    """
    listed = files.read_json(changed_files)
    if not isinstance(listed, list) or not all(isinstance(path, str) for path in listed):
        raise InputError.at(changed_files, "is not a JSON list of paths", remedy="run changed_files.py")
    store = PatternStore(store_path)
    patterns = store.read().patterns
    lines = changes.changed_lines(project.workdir, start_sha, listed) if listed else {}
    work = {path: lines.get(path, "") for path in listed}
    scored = score_patterns(patterns, work, store.provenance())
    rows = [
        {
            "pattern_id": score.pattern_id,
            "score": score.value,
            "method": score.method,
            "matched_concepts": list(score.terms)[:CONCEPTS_LIMIT],
            "terms": dict(list(score.terms.items())[:CONCEPTS_LIMIT]),
        }
        for score in scored
    ]
    if output is not None:
        files.write_json(os.path.abspath(output), rows)
    elif project.is_on:
        with files.locked(project.learnings):
            files.write_json(project.relevance_scores, rows)
    fitting = sum(score.value > 0 for score in scored)
    top = sorted(scored, key=lambda score: -score.value)[:5]
    share = "shares" if len(scored) == 1 else "share"
    files_changed = text.counted(len(listed), "changed file")
    message = [f"{fitting} of {text.counted(len(scored), 'pattern')} {share} something with {files_changed}."]
    message += [
        f"  {score.value:.2f} {score.pattern_id}  {', '.join(list(score.terms)[:6])}"
        for score in top
        if score.value > 0
    ]
    return Result("\n".join(message), rows)
