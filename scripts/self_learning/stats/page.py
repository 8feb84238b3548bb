"""The statistics as one HTML file: no script, no network, nothing from outside.

It is built as a tree of elements, so that every text is escaped when it is written out; and a
Content-Security-Policy forbids everything but the page's own style sheet, which it names by its
hash. What a pattern says can be read there and does nothing.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from self_learning import text
from self_learning.stats import memory, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from self_learning.stats.intervals import Comparison, Proportion
    from self_learning.stats.lessons import Lesson
    from self_learning.stats.memory import Contrast, Memory
    from self_learning.stats.report import GoalReport, RunResult, Trend
    from self_learning.stats.summary import Summary

_STYLE = """
:root { color-scheme: light dark; --text: #1d2129; --dim: #5b6472; --line: #d9dde3; --back: #fff;
  --panel: #f5f6f8; --good: #1a7f4b; --bad: #b3261e; --mark: #2458c5; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7ec; --dim: #9aa4b2; --line: #39404b;
  --back: #14171c; --panel: #1c2027; --good: #4cc38a; --bad: #ff8a80; --mark: #8ab4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 66rem; background: var(--back);
  color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.3rem; margin: 3rem 0 .25rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; } h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .4rem 0; max-width: 46rem; } .dim, caption, footer { color: var(--dim); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; font-size: .85rem; } td.n, th.n { text-align: right; }
tbody th { color: inherit; font-weight: 400; font-size: inherit; }
tbody th, td.p { white-space: nowrap; } td.d { min-width: 12.5rem; }
td small { display: block; color: var(--dim); }
td.lesson { min-width: 14rem; overflow-wrap: anywhere; }
.flag { margin-left: .4rem; font-size: .75rem; border: 1px solid var(--line); border-radius: .25rem;
  padding: 0 .3rem; white-space: nowrap; }
.kind { font-size: .8rem; font-weight: 600; border-radius: .25rem; padding: .05rem .4rem;
  background: var(--panel); border: 1px solid var(--line); }
.experiment { color: var(--mark); border-color: var(--mark); }
ol.runs { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem; margin: .5rem 0; padding: 0; }
ol.runs li { width: 2.6rem; padding: .2rem 0; text-align: center; background: var(--panel);
  border: 1px solid var(--line); border-bottom-width: 3px; border-radius: .25rem; font-size: .8rem; }
ol.runs li.reached { border-bottom-color: var(--good); }
ol.runs li.missed { border-bottom-color: var(--bad); }
li b, li span { display: block; line-height: 1.3; } li b { font-size: 1rem; }
svg { display: block; } svg .axis { stroke: var(--dim); stroke-dasharray: 2; }
svg .range { stroke: var(--dim); stroke-width: 2; }
svg .dot { fill: var(--dim); } svg .clear { stroke: var(--mark); } svg .dot.clear { fill: var(--mark); }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } h2 { break-before: auto; }
  tr, li, h3, h4 { break-inside: avoid; break-after: auto; } h3, h4 { break-after: avoid; }
  .wide { overflow: visible; } }
"""
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
_TEXT_LIMIT = 500
_CHART = 100  # width of a chart, which stands for -1 to 1
_LATEST_RUNS = 200


def render(summary: Summary) -> str:
    """The whole page."""
    page = ElementTree.Element("html", lang="en")
    head = _add(page, "head")
    _add(head, "meta", charset="utf-8")
    _add(head, "meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY})
    _add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "meta", name="referrer", content="no-referrer")
    title = f"Goals of {summary.project}"
    _add(head, "title", title)
    _add(head, "style").text = _STYLE
    body = _add(page, "body")
    _add(body, "h1", title)
    if not summary.reports:
        _add(body, "p", summary.nothing)
    for report in summary.reports:
        _goal(body, report, summary)
    footer = _add(body, "footer")
    for note in (*summary.notes, words.METHOD, words.SOURCE):
        _add(footer, "p", note)
    return "<!doctype html>\n" + ElementTree.tostring(page, encoding="unicode", method="html") + "\n"


def _add(parent: Element, tag: str, content: str = "", /, **attributes: str) -> Element:
    """A new element at the end of another one; ``class_`` is the class."""
    cleaned = {name.rstrip("_"): _clean(value) for name, value in attributes.items()}
    made = ElementTree.SubElement(parent, tag, cleaned)
    if content:
        made.text = _clean(content)
    return made


def _clean(content: str) -> str:
    return text.sanitise(content, _TEXT_LIMIT)


def _goal(body: Element, report: GoalReport, summary: Summary) -> None:
    section = _add(body, "section")
    _add(section, "h2", summary.heading(report))
    _add(section, "p", summary.extent(report), class_="dim")
    if not report.all_runs:
        return
    table = _table(section, ("", "#total", "#measured", "#reached", "#rate", "95 % interval"))
    for name, total, found in (
        ("runs", report.all_runs, report.runs),
        ("iterations", report.all_iterations, report.iterations),
    ):
        row = _row(table, name)
        for number in (total, found.trials, found.successes):
            _add(row, "td", f"{number:,}", class_="n")
        _add(row, "td", words.rate(found.rate), class_="n")
        _add(row, "td", words.interval(found.interval))
    if words.unknown(report):
        _add(section, "p", words.unknown(report))
    _trend(section, report.trend)
    _memory(section, report.memory)
    _lessons(section, report.lessons, summary)


def _trend(section: Element, trend: Trend) -> None:
    shown = trend.runs[-_LATEST_RUNS:]
    earlier = f" (the last {len(shown)} of {len(trend.runs):,})" if len(shown) < len(trend.runs) else ""
    _add(section, "h3", f"Runs in order, the oldest first{earlier}")
    runs = _add(section, "ol", class_="runs")
    for one in shown:
        _run(runs, one)
    _add(section, "p", "✓ reached, ✗ missed, ? not known; the score; the iterations used.", class_="dim")
    for sentence in words.halves(trend):
        _add(section, "p", sentence)


def _run(runs: Element, run: RunResult) -> None:
    name, sign = {True: ("reached", "✓"), False: ("missed", "✗"), None: ("unknown", "?")}[run.success]
    told = f"{run.run_id}, {run.started_at}: {'not ended yet' if run.is_open else name}"
    item = _add(runs, "li", class_=name, title=told)
    _add(item, "b", sign)
    for part in (words.rate(run.score), f"{run.iterations} it."):
        _add(item, "span", part)


def _memory(section: Element, found: Memory) -> None:
    _add(section, "h3", "Does memory help?")
    _add(section, "p", "Iterations by what their agents had.", class_="dim")
    table = _table(section, ("", "#iterations", "goal reached", "build failed", "unverified"))
    for name, group in found.groups.items():
        if group.iterations or name not in (memory.MIXED, memory.NOT_RECORDED):
            row = _row(table, words.GROUPS[name])
            _add(row, "td", f"{group.iterations:,}", class_="n")
            for one in (group.goal_reached, group.build_failed, group.unverified):
                _proportion(row, one)
    first, *others = found.contrasts
    if found.has_experiment_rows:
        _contrast(section, first)
        if first.kind != memory.EXPERIMENT:
            _add(section, "p", words.NO_CLEAN_EXPERIMENT)
    else:
        _add(section, "p", words.NO_EXPERIMENT)
    for each in others:
        _contrast(section, each)
    _add(section, "p", words.ASSOCIATIONS)


def _contrast(section: Element, contrast: Contrast) -> None:
    heading = _add(section, "h4")
    _add(heading, "span", contrast.kind, class_=f"kind {contrast.kind}").tail = f" {words.title(contrast)}"
    table = _table(section, ("", "first", "second", "difference", "-1 to +1"))
    for name, comparison, told in (
        ("goal reached", contrast.goal_reached, words.goal_told(contrast)),
        ("build failed", contrast.build_failed, words.build_told(contrast)),
    ):
        row = _row(table, name)
        _compared(row, comparison, told)


def _compared(row: Element, comparison: Comparison, told: str) -> None:
    """Both sides, the difference with what it says, and its chart."""
    _proportion(row, comparison.one)
    _proportion(row, comparison.other)
    cell = _add(row, "td", words.difference(comparison), class_="d")
    _add(cell, "small", told)
    _chart(_add(row, "td"), comparison)


def _lessons(section: Element, lessons: Sequence[Lesson], summary: Summary) -> None:
    _add(section, "h3", "Which lessons")
    if not lessons:
        _add(section, "p", words.NO_LESSONS)
        return
    telling = [one for one in lessons if one.has_evidence]
    if telling:
        columns = (
            "id",
            "lesson",
            "#used",
            "#confirmed",
            "#rate",
            "with it",
            "without",
            "difference",
            "-1 to +1",
        )
        table = _table(section, columns)
        for one in telling:
            _lesson(table, one, summary)
        _add(section, "p", words.by_chance(telling))
        _add(section, "p", words.LESSONS, class_="dim")
    weak = [one for one in lessons if not one.has_evidence]
    if weak:
        _add(section, "h4", f"{words.TOO_FEW}: nothing to say yet")
        table = _table(section, ("id", "lesson", "#used", "#confirmed", "#rate", "with it", "without"))
        for one in weak:
            row = _stands(table, one, summary)
            _proportion(row, one.association.one)
            _proportion(row, one.association.other)


def _lesson(table: Element, lesson: Lesson, summary: Summary) -> None:
    row = _stands(table, lesson, summary)
    _compared(row, lesson.association, words.SHORT_VERDICTS[lesson.association.verdict])
    if lesson.experiment.other.trials:
        row = _add(table, "tr")
        cell = _add(row, "td", colspan="5")
        _add(
            cell, "span", "experiment", class_="kind experiment"
        ).tail = f" {lesson.pattern.id} shown (first) against held back on purpose (second)"
        _compared(row, lesson.experiment, words.experiment_told(lesson))


def _stands(table: Element, lesson: Lesson, summary: Summary) -> Element:
    """A row with what the lesson is and where it stands."""
    pattern = lesson.pattern
    row = _row(table, pattern.id)
    cell = _add(row, "td", pattern.summary, class_="lesson")
    for flag in (*pattern.flags, *(["archived"] if pattern.id in summary.archived else [])):
        _add(cell, "span", flag, class_="flag")
    for number in (lesson.applications, lesson.verified):
        _add(row, "td", f"{number:,}", class_="n")
    _add(row, "td", words.rate(pattern.success_rate), class_="n")
    return row


def _table(section: Element, columns: Iterable[str]) -> Element:
    """The body of a new table; a column whose name begins with ``#`` holds numbers."""
    table = _add(_add(section, "div", class_="wide"), "table")
    row = _add(_add(table, "thead"), "tr")
    for name in columns:
        _add(row, "th", name.lstrip("#"), scope="col", class_="n" if name.startswith("#") else "t")
    return _add(table, "tbody")


def _row(table: Element, name: str) -> Element:
    row = _add(table, "tr")
    _add(row, "th", name, scope="row")
    return row


def _proportion(row: Element, found: Proportion) -> None:
    """``8/11`` and its rate, with the interval below."""
    cell = _add(row, "td", words.fraction(found), class_="p")
    if found.trials:
        _add(cell, "small", words.interval(found.interval))


def _chart(cell: Element, comparison: Comparison) -> None:
    """The difference and its interval on a line from -1 to 1, with 0 in the middle."""
    interval, value = comparison.interval, comparison.difference
    if interval is None or value is None:
        return

    def place(number: float) -> str:
        return f"{4 + (number + 1) / 2 * (_CHART - 8):.1f}"

    clear = " clear" if comparison.verdict in ("higher", "lower") else ""
    size = {"width": str(_CHART), "height": "16", "viewBox": f"0 0 {_CHART} 16"}
    chart = _add(cell, "svg", **size, role="img", **{"aria-label": words.difference(comparison)})
    _add(chart, "line", class_="axis", x1=place(0), x2=place(0), y1="0", y2="16")
    _add(
        chart, "line", class_=f"range{clear}", x1=place(interval.low), x2=place(interval.high), y1="8", y2="8"
    )
    _add(chart, "circle", class_=f"dot{clear}", cx=place(value), cy="8", r="4")
