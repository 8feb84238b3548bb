"""Three people, any order and repetition of pushes and pulls: one shared content, one set of totals."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from self_learning.org import pull, push
from self_learning.org.contribution import Contribution, Counters, serialise
from self_learning.org.merge import added, merge
from self_learning.paths import Project
from team import ORGANISATION, Teammate, bare_repository, git, shared, shared_pattern, teammate

LESSONS = (
    "Check the token's expiry before every request, not at start-up",
    "Close database cursors in a finally block, also after a timeout",
    "Quote every shell variable in the deployment hooks",
    "Prefer pathlib over os.path in the build scripts",
)
PEOPLE = ("alice", "bob", "carol")

_person = st.integers(0, len(PEOPLE) - 1)
_lesson = st.integers(0, len(LESSONS) - 1)
_step = st.one_of(
    st.tuples(st.just("learn"), _person, _lesson),
    st.tuples(st.just("measure"), _person, _lesson),
    st.tuples(st.just("push"), _person, st.none()),
    st.tuples(st.just("pull"), _person, st.none()),
)


def act(person: Teammate, what: str, lesson: int | None, moment: int) -> None:
    """One step, in this process: the same functions that the scripts call."""
    with mock.patch.dict(os.environ, person.env):
        if what == "push":
            push.command(Project(str(person.project)))
        elif what == "pull":
            pull.command(Project(str(person.project)))
        elif lesson is not None:
            known = person.summaries()
            if what == "learn" and LESSONS[lesson] not in known:
                person.learn(LESSONS[lesson])
            elif what == "measure" and LESSONS[lesson] in known:
                person.measure(known[LESSONS[lesson]], moment + 2, moment % (moment + 2), moment)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(_step, min_size=4, max_size=14),
    last=st.permutations(range(len(PEOPLE))),
    again=st.booleans(),
)
def test_any_order_and_repetition_ends_the_same(
    steps: list[tuple[str, int, int | None]], last: list[int], again: bool
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        bare = bare_repository(root / "shared.git")
        people = [teammate(root, name, f"project-{name}", bare) for name in PEOPLE]
        for moment, (what, who, lesson) in enumerate(steps):
            act(people[who], what, lesson, moment)
        for _ in range(3 if again else 2):  # what others measured of a lesson travels in the second round
            for who in last:
                act(people[who], "pull", None, 0)
                act(people[who], "push", None, 0)
        for who in reversed(last):
            act(people[who], "pull", None, 0)

        if git(bare, "for-each-ref"):
            head = git(bare, "rev-parse", "main")
            for person in people:
                act(person, "push", None, 0)
            assert git(bare, "rev-parse", "main") == head, "a push with nothing new made a commit"
            documents = list(shared(bare).values())
        else:
            documents = []
        captured = {one["summary"] for document in documents for one in document["patterns"]}
        for person in people:
            assert set(person.summaries()) == captured
        for summary in captured:
            key = shared_pattern(summary).key
            measured = {
                person.name: person.store.provenance()
                .counters(person.summaries()[summary])
                .get(person.name, {})
                for person in people
            }
            for name in ("applications", "passes", "exposures"):
                told = sum(
                    one["counters"][name]
                    for document in documents
                    for one in (*document["patterns"], *document["evidence"])
                    if one["key"] == key
                )
                everywhere = sum(counter.get(name, 0) for counter in measured.values())
                assert told == everywhere
                for person in people:
                    elsewhere = person.entry(summary).get(f"{name}_elsewhere", 0)
                    assert elsewhere + measured[person.name].get(name, 0) == everywhere


_counters = st.builds(
    lambda applications, passes, half, exposures: Counters(
        applications + passes, passes, passes + (0.5 if half and applications else 0.0), exposures, 0, 0
    ),
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.booleans(),
    st.integers(0, 1000),
)
_summaries = st.sampled_from(
    [*LESSONS, *(lesson.upper() for lesson in LESSONS), *(lesson + " today" for lesson in LESSONS)]
)
_contributions = st.dictionaries(
    st.tuples(st.sampled_from(("a", "b", "c")), st.sampled_from(("x", "y", "z"))),
    st.dictionaries(_summaries, _counters, max_size=5),
    max_size=9,
)


@settings(deadline=None)
@given(_contributions, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_order(
    contents: dict[tuple[str, str], dict[str, Counters]], chance: object
) -> None:
    files = []
    for (project, contributor), lessons in contents.items():
        patterns = {}
        for summary, counters in lessons.items():
            pattern = shared_pattern(summary)._replace(counters=counters)
            patterns[pattern.key] = pattern
        files.append(Contribution(project, contributor, contributor, patterns, {}, {}))

    def outcome(order: list[Contribution]) -> list[object]:
        return [(sorted(one.keys), one.wording().pattern, one.total()) for one in merge(order, "me").lessons]

    expected = outcome(files)
    shuffled = list(files)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(shuffled) == expected
    everything = [one.counters for source in files for one in source.patterns.values()]
    assert added(one.total() for one in merge(files, "me").lessons) == added(everything)
    assert all(len(serialise(source)) > 0 for source in files)


def test_the_organisation_is_its_own_folder(tmp_path: Path) -> None:
    bare = bare_repository(tmp_path / "shared.git")
    one = teammate(tmp_path, "alice", "billing", bare)
    two = teammate(tmp_path, "bob", "search", bare)
    two.extra["CLAUDE_ORG_ID"] = "other"
    one.learn(LESSONS[0])
    one.push()
    assert two.pull()["contributions"] == 0
    two.learn(LESSONS[1])
    two.push()
    assert {path.split("/")[1] for path in shared(bare)} == {ORGANISATION, "other"}
