"""The prepared index: what goes in comes out, whole or piece by piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conftest import Workspace
from self_learning import index, relevance
from self_learning.patterns import Pattern, PatternStore

LESSONS = ("Never use a bare `except:` clause", "Check token expiry before each call", "Round per line item")


def filled(project: Workspace, *lessons: str) -> index.Index:
    patterns = [
        Pattern(f"P-{number:03d}", "mistake", says, context=("auth", "python"))
        for number, says in enumerate(lessons, 1)
    ]
    PatternStore(project.person.store).update(lambda _old, _provenance: patterns)
    found = index.load(project.person.store)
    assert found is not None
    return found


def test_facts_are_the_same_one_by_one_and_all_at_once(project: Workspace) -> None:
    found = filled(project, *LESSONS)
    second = found.facts(1)
    every = found.all_facts()
    assert every[1] == second
    assert [found.facts(position) for position in range(3)] == every
    assert every[0][index.LANGUAGES] == ["python"]


def test_the_shares_of_a_score_are_told_by_the_lessons_words(project: Workspace) -> None:
    found = filled(project, *LESSONS)
    work = relevance.work_terms(prose="excepting clauses, authorised calls")
    shares = found.in_words(0, relevance.matched(found.postings, work, 0))
    assert {"except", "clause"} <= set(shares)
    assert found.in_words(0, {}) == {}


@given(
    lessons=st.lists(
        st.text(alphabet=st.sampled_from("abc XY_`:=.é\n"), min_size=1, max_size=40), min_size=1, max_size=6
    )
)
def test_postings_come_back_as_they_were_prepared(lessons: list[str]) -> None:
    prepared = relevance.prepare([relevance.lesson_terms(text) for text in lessons])
    packed = index.PackedPostings(index.pack(prepared))
    for term, (share, positions, weights) in prepared.items():
        found = packed.get(term)
        assert found is not None
        assert found[0] == float(f"{share:g}")
        assert found[1] == positions
        assert found[2] == [float(f"{weight:g}") for weight in weights]
    assert packed.get("absent") is None
