"""Where to start: what the rubric recommends for a team's ratings, with the notebooks to open."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pandas as pd

from nextgen_helpers.charts.picture import Output, output_mode
from nextgen_helpers.charts.shown import Listed
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit import content, rubric
from nextgen_helpers.toolkit.rubric import Recommendation

_NOTHING: Final = "No one has rated yet, so there is nothing to recommend; fill in the self-assessment first."
_NEXT: Final = "One thing to do next"
_LATER: Final = "comes with a later release"


@dataclass(frozen=True, slots=True)
class Place:
    """A step or module to begin with."""

    title: str  # such as Step 1: Build Your Regional Support Team
    notebook: str | None  # name of its notebook's file; None where there is none yet
    ours: bool  # the toolkit does not name it, we do
    when: str = ""  # when it comes, where that is not now


@dataclass(frozen=True, slots=True)
class Recommended:
    """What to do for one dimension."""

    rank: int  # 1 for the first thing to do
    dimension: str  # title of the dimension
    level: str  # title of the level that the median stands for
    median: float  # the team's median
    text: str  # what the rubric says, in our words
    next_step: str  # one thing to do next
    places: tuple[Place, ...]  # what to open, in order
    note: str  # what a reader has to know of the recommendation; empty where nothing
    about_the_source: bool  # the note is about a place where the source contradicts itself
    # to think about, each with the names of the tools that help
    questions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Advice(Listed):
    """Recommendations in order, ready to be shown."""

    steps: tuple[Recommended, ...]  # first things first; empty where nobody has rated
    order: str = ""  # why they stand in this order, our rule; empty where there is one at most

    def html(self, output: Output | None = None) -> str:
        """Write it as an ordered list; text is escaped.

        output : with ``screen`` titles of notebooks are links; a report is a single file and has none. By
            default the mode in force.
        """
        linked = (output or output_mode()) == "screen"
        rule = f'<p class="ng-ours"><b>Our rule for the order:</b> {html.escape(self.order)}</p>'
        items = "".join(_item(step, linked=linked) for step in self.steps)
        said = (
            f"{rule if self.order else ''}<ol>{items}</ol>"
            if self.steps
            else f"<p>{html.escape(_NOTHING)}</p>"
        )
        return f'<section class="mathjax_ignore ng-chart ng-advice">{said}</section>'

    def text(self) -> str:
        """Write it as plain text."""
        if not self.steps:
            return _NOTHING
        lines = [f"Our rule for the order: {self.order}"] if self.order else []
        for step in self.steps:
            lines.append(
                f"{step.rank}. {step.dimension} ({step.level}, median {step.median:g}{_edge(step.median)}): {step.text}"
            )
            lines.append(f"   {_NEXT}: {step.next_step}")
            lines += [f"   {place.title}{f' ({place.when})' if place.when else ''}" for place in step.places]
        return "\n".join(lines)


def where_to_start(summary: pd.DataFrame) -> Advice:
    """Say where to start, from the rubric's own rules and our rule for ratings that differ.

    Parameters
    ----------
    summary : as :func:`nextgen_helpers.toolkit.rubric.summarize` gives it.

    Examples
    --------
    >>> where_to_start(rubric.summarize([])).steps
    ()
    """
    recommendations = rubric.recommend(summary)
    medians = {row["dimension"]: float(row["median"]) for row in summary.to_dict("records")}
    steps = tuple(_recommended(item, medians[item.dimension]) for item in recommendations)
    return Advice(steps, _order([step.median for step in steps]))


def _order(medians: list[float]) -> str:
    if len(medians) < 2:  # noqa: PLR2004  (one has no order)
        return ""
    rule = rubric.load().mixed.text
    return rule if len(set(medians)) > 1 else f"All medians are the same. {rule}"


def _edge(median: float) -> str:
    return ", on the edge" if rubric.on_the_edge(median) else ""


def _recommended(item: Recommendation, median: float) -> Recommended:
    known = rubric.load()
    side = rubric.level(median).side
    rule = next(rule for rule in known.rules if (rule.dimension, rule.side) == (item.dimension, side))
    tools = {tool.id: tool.name for tool in content.worksheets().tools}
    return Recommended(
        item.rank,
        next(dimension.title for dimension in known.dimensions if dimension.id == item.dimension),
        item.level,
        median,
        item.text,
        item.next_step,
        tuple(
            _place(
                start.place, ours=start.ours, when=known.mixed.waits.when if start.place in item.waits else ""
            )
            for start in rule.start_with
        ),
        item.note,
        bool(rule.inconsistencies),
        tuple(
            (question.text, tuple(tools[tool] for tool in question.tools if tool in tools))
            for question in known.questions
            if question.rule == rule.id
        ),
    )


def _place(place_id: str, *, ours: bool, when: str) -> Place:
    place = content.steps().place(place_id)
    kind = "Step" if place in content.steps().steps else "Module"
    return Place(f"{kind} {place.order}: {place.title}", _notebook(place.notebook), ours, when)


def _notebook(begin: str) -> str | None:
    """Find the notebook whose name is this, or begins so."""
    folder = embedded("notebooks")
    found = sorted(path.name for path in (*folder.glob(f"{begin}.ipynb"), *folder.glob(f"{begin}_*.ipynb")))
    return found[0] if found else None


def _item(step: Recommended, *, linked: bool) -> str:
    stands = f"{html.escape(step.level)} (median {step.median:g}{_edge(step.median)})"
    parts = [
        f'<p class="ng-step"><b>{html.escape(step.dimension)}</b>: {stands}</p>',
        f"<p>{html.escape(step.text)}</p>",
        f"<p><b>{_NEXT}:</b> {html.escape(step.next_step)}</p>",
        f'<ul class="ng-places">{"".join(_place_item(place, linked=linked) for place in step.places)}</ul>',
    ]
    if step.questions:
        asked = "".join(
            f"<li>{html.escape(question)}{_tools(tools)}</li>" for question, tools in step.questions
        )
        parts.append(f'<p class="ng-label">To think about</p><ul>{asked}</ul>')
    if step.note:
        about = "Our note on the source" if step.about_the_source else "Our note"
        parts.append(f'<p class="ng-ours"><b>{about}:</b> {html.escape(step.note)}</p>')
    return f"<li>{''.join(parts)}</li>"


def _place_item(place: Place, *, linked: bool) -> str:
    title = html.escape(place.title)
    if linked and place.notebook:
        title = f'<a href="{quote(place.notebook)}">{title}</a>'
    ours = " (our addition)" if place.ours else ""
    later = f" ({_LATER})" if place.notebook is None else ""
    when = f"; {html.escape(place.when)}" if place.when else ""
    return f"<li>{title}{ours}{later}{when}</li>"


def _tools(tools: tuple[str, ...]) -> str:
    return f" (tool: {html.escape('; '.join(tools))})" if tools else ""
