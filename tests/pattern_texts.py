"""Strategies for patterns, and texts that formats trip over."""

from __future__ import annotations

from hypothesis import strategies as st

from self_learning.patterns import CATEGORIES, CONFIDENCES, FLAGS, Pattern, ordered_flags

# What is a number, a keyword, a comment, a list item, a quote or an escape elsewhere.
AWKWARD_TEXTS = (
    "true", "null", "-", "- item", "1", "01", "-1.5e3", ".5", "0x1F", "NaN", "~", "*", "#note", "a#b", "a:b",
    "key: value", "[2]: a", "{x}", "[REVIEW]", "a,b", "a|b", '"quoted"', 'say "hi", then go', "'", '"', "\\",
    "\\d+ and \\n", "C:\\temp\\new", 'ends with \\"', "a\\\\b", " padded ", "tab\there", "line\nbreak", "\u2028",
    "emoji 😀 and 👨‍👩‍👧", "e\u0301", "naïve café", "日本語のテキスト", "\u202eoverride", "zero\u200bwidth", "<b>tag</b>",
    "--- x", "&anchor", "%7C", "100 %", "@file", "`code`", "\u00a0nbsp\u00a0", "\ufeffbom", "x" * 300,
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(AWKWARD_TEXTS),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text(alphabet='ab ",\\|:[]{}#-%<>\n\t01.é😀', max_size=40),
)
visible_texts = texts.map(lambda text: f"x{text}")
tags = st.lists(texts, max_size=3).map(tuple)


@st.composite
def patterns(draw: st.DrawFn, number: int = 1) -> Pattern:
    return Pattern(
        id=f"P-{number:03d}",
        category=draw(st.sampled_from(CATEGORIES)),
        summary=draw(visible_texts),
        confidence=draw(st.sampled_from(CONFIDENCES)),
        seen_count=draw(st.integers(1, 10_000)),
        success_rate=draw(st.none() | st.floats(0, 1)),
        flags=ordered_flags(draw(st.sets(st.sampled_from(FLAGS)))),
        applies_to=draw(tags),
        context=draw(tags),
        repo=draw(texts),
    )


@st.composite
def stores(draw: st.DrawFn) -> list[Pattern]:
    return [draw(patterns(number)) for number in range(1, draw(st.integers(0, 6)) + 1)]
