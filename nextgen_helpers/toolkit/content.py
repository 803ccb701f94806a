"""The toolkit's content, from ``data/toolkit/*.yaml``, checked and frozen.

Each function reads its file once. A file that is wrong (a repeated id, a gap in the bands, a reference to
nothing, a field nobody knows) is refused as a whole, with the file, the entry and the reason.

>>> inventory().item("S5-AAR-5").mode
'computed'
>>> [(level.title, level.lowest, level.highest) for level in rubric().levels][:2]
[('Exploring', 1, 3), ('Developing', 4, 5)]
>>> [(phase.order, step.order) for phase, step in steps().crosswalk]
[(1, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
>>> len(reviews().reviews), reviews().of_step("module2")[0].id
(32, 'module2_review_1')
>>> [part.title for part in worksheets().exercise("many_tables_many_knocks").parts][:3]
["The employer's journey", 'The many tables', 'The many knocks']
>>> [metric.name for metric in metrics().metrics if metric.direction == "down"]
['Time from graduation to hire']
>>> stakeholder_groups().groups[0].title, glossary().term("task force").term
('Employer', 'Task team')
>>> inconsistencies().inconsistency("INC-4").we_do
'We call them 3.1 to 3.4.'
>>> [question.right for question in quick_checks().of("module1")]
['table', 'beyond', 'industry']
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from nextgen_helpers.toolkit.content_models import Inventory, Rubric, Steps
from nextgen_helpers.toolkit.entries import Content, inside, refuse_unknown
from nextgen_helpers.toolkit.list_models import (
    Glossary,
    Inconsistencies,
    Metrics,
    QuickChecks,
    StakeholderGroups,
)
from nextgen_helpers.toolkit.sheet_models import Exercise, Reviews, Sheet, Tool, Worksheets
from nextgen_helpers.toolkit.shipped import load_shipped

_File = TypeVar("_File", bound=Content)


def _flattened(raw: Any) -> Any:
    """Write document and place, which a section of the inventory gives once, into each of its items."""
    if not (isinstance(raw, dict) and set(raw) == {"documents", "sections"}):
        raise ValueError("it has to hold documents and sections, and nothing else.")
    if not isinstance(raw["sections"], list):
        raise ValueError('field "sections": it has to be a list.')  # noqa: TRY004  (becomes a DataFileError)
    items = []
    for number, section in enumerate(raw["sections"], start=1):
        if not (isinstance(section, dict) and set(section) == {"document", "where", "items"}):
            raise ValueError(f"section {number} has to hold document, where and items, and nothing else.")
        shared = {"document": section["document"], "where": section["where"]}
        listed = section["items"] if isinstance(section["items"], list) else [section["items"]]
        for item in listed:
            if not isinstance(item, dict):
                raise ValueError(  # noqa: TRY004  (becomes a DataFileError)
                    f'section {number}: "{item}" is no item; write id, kind, mode and notebooks.'
                )
            if again := shared.keys() & item.keys():
                raise ValueError(f'entry "{item.get("id")}": {min(again)} stands in its section already.')
            items.append(shared | item)
    return {"documents": raw["documents"], "items": items}


# -- what one file says about another ---------------------------------------------------------------


def _items_of(entry: Content) -> tuple[str, ...]:
    """Give the inventory ids that an entry stands for: its own id in capitals, and those it lists."""
    own, listed = getattr(entry, "id", ""), getattr(entry, "inventory", None) or ()
    listed = (listed,) if isinstance(listed, str) else listed
    return (*([own] if own[:1].isupper() else []), *listed)


def _items_exist(content: Content) -> None:
    known = {item.id for item in inventory().items}
    for entry in inside(content):
        refuse_unknown(getattr(entry, "id", type(entry).__name__), "inventory id", _items_of(entry), known)


def refuse_unknown_place(entry: str, place: str) -> None:
    """Refuse a place that is no step, no module and none of the others."""
    refuse_unknown(entry, "entry in steps.yaml for the place", [place], steps().everywhere)


def _checks_have_a_place(content: QuickChecks) -> None:
    for item in content.places:
        refuse_unknown_place(item.place, item.place)


def _items_of_kind(*kinds: str) -> set[str]:
    return {item.id for item in inventory().items if item.kind in kinds}


def _rubric_points_somewhere(content: Rubric) -> None:
    places = [place.id for place in steps().places]
    for rule in content.rules:
        refuse_unknown(rule.id, "step or module", [start.place for start in rule.start_with], places)
        refuse_unknown(rule.id, "inconsistency", rule.inconsistencies, _items_of_kind("inconsistency"))
    refuse_unknown(content.mixed.id, "step or module", content.mixed.waits.places, places)
    for question in content.questions:
        refuse_unknown(question.id, "tool", question.tools, _items_of_kind("tool", "tool_pointer"))


def _steps_point_somewhere(content: Steps) -> None:
    notebooks = {name for item in inventory().items for name in item.notebooks}
    tools = _items_of_kind("tool", "tool_pointer")
    for place in content.places:
        refuse_unknown(place.id, "notebook", [place.notebook], notebooks)
        refuse_unknown(place.id, "tool", place.tools, tools)


def _reviews_follow_the_steps(content: Reviews) -> None:
    order = {step.id: step.order for step in steps().steps}
    last = 0
    for review in content.reviews:
        refuse_unknown(review.id, "step", [review.step], order)
        if order[review.step] < last:
            raise ValueError(f'entry "{review.id}" is out of order; sort by step.')
        last = order[review.step]
    closed: list[str] = []
    for own in content.own:
        refuse_unknown_place(own.id, own.place)
        if own.place in closed[:-1]:
            raise ValueError(f'entry "{own.id}" is out of order; keep the questions of a place together.')
        if own.place not in closed:
            closed.append(own.place)


def _worksheets_point_somewhere(content: Worksheets) -> None:
    places = {place.id: place for place in steps().places}
    placed: tuple[Sheet | Exercise | Tool, ...] = (*content.worksheets, *content.exercises, *content.tools)
    for entry in placed:
        refuse_unknown(entry.id, "step or module", [entry.place], places)
    answers = [answer_set.id for answer_set in reviews().answer_sets]
    asked = [review.id for review in reviews().reviews]
    for question in (question for worksheet in content.worksheets for question in worksheet.questions):
        refuse_unknown(
            question.id, "answer set", [question.answer_set] if question.answer_set else [], answers
        )
        refuse_unknown(question.id, "review", question.prefill, asked)
    listed = {(tool, place.id) for place in places.values() for tool in place.tools}
    there = {(tool.id, tool.place) for tool in content.tools}
    for tool, place in sorted(listed ^ there):
        where = "steps.yaml" if (tool, place) in listed else "this file"
        raise ValueError(f'entry "{tool}": only {where} says that it belongs to {place}; both have to.')


# -- the files --------------------------------------------------------------------------------------


def _load(name: str, model: type[_File], *checks: Callable[[_File], None], **more: Any) -> _File:
    return load_shipped(f"data/toolkit/{name}.yaml", model, *checks, **more)


@cache
def inventory() -> Inventory:
    """Give every item of the source documents, with the notebook that has to cover it."""
    return _load("inventory", Inventory, prepare=_flattened)


@cache
def rubric() -> Rubric:
    """Give the self-assessment rubric with what to do next."""
    return _load("rubric", Rubric, _items_exist, _rubric_points_somewhere)


@cache
def steps() -> Steps:
    """Give the six steps, the five modules, the phases of the life cycle, and other names for them."""
    return _load("steps", Steps, _items_exist, _steps_point_somewhere)


@cache
def reviews() -> Reviews:
    """Give the questions of the After Action Reviews (``own`` holds ours, for what is no step), and the answers to choose from."""
    return _load("reviews", Reviews, _items_exist, _reviews_follow_the_steps)


@cache
def worksheets() -> Worksheets:
    """Give the worksheets, the exercises and the tools that the toolkit names."""
    return _load("worksheets", Worksheets, _items_exist, _worksheets_point_somewhere)


@cache
def metrics() -> Metrics:
    """Give the sixteen metrics of success."""
    return _load("metrics", Metrics, _items_exist)


@cache
def stakeholder_groups() -> StakeholderGroups:
    """Give the groups for which people speak."""
    return _load("stakeholder_groups", StakeholderGroups)


@cache
def glossary() -> Glossary:
    """Give the words that notebooks and reports use, with what they mean."""
    return _load("glossary", Glossary, _items_exist)


@cache
def inconsistencies() -> Inconsistencies:
    """Give the places where the source contradicts itself, what we do, and what we tell the reader."""
    return _load("inconsistencies", Inconsistencies, _items_exist)


@cache
def quick_checks() -> QuickChecks:
    """Give the questions with which people check themselves at the end of a lesson."""
    return _load("quick_checks", QuickChecks, _checks_have_a_place)
