"""Answers written out: what a form shows where nobody can fill it in, in a report or on paper."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.words import day_words
from nextgen_helpers.workspace import Answer

_NONE: Final = '<span class="ng-open">Not answered yet</span>'


def is_empty(value: Any) -> bool:
    """Tell whether nothing was answered."""
    return value in (None, "", (), [], {})


def answers_html(model: type[BaseModel], values: dict[str, Any], names: Sequence[str], title: str) -> str:
    """Write questions and answers, one below the other; what is open is said."""
    asked = asked_fields(model)
    parts = []
    for name in names:
        field = asked[name]
        if field.section:
            parts.append(f'<dt class="ng-section">{html.escape(field.section)}</dt>')
        parts.append(
            f"<dt>{html.escape(field.label)}</dt><dd>{_answer(model, name, field, values.get(name))}</dd>"
        )
    return (
        f'<div class="mathjax_ignore ng-chart ng-answers"><p class="ng-label"><strong>{html.escape(title)}</strong></p>'
        f"<dl>{''.join(parts)}</dl></div>"
    )


def rows_html(row: type[BaseModel], rows: Sequence[dict[str, Any]], caption: str) -> str:
    """Write the rows of a table."""
    asked = asked_fields(row)
    head = "".join(f'<th scope="col">{html.escape(field.label)}</th>' for field in asked.values())
    body = "".join(
        "<tr>"
        + "".join(f"<td>{_plain(field, cells.get(name))}</td>" for name, field in asked.items())
        + "</tr>"
        for cells in rows
    )
    return (
        f'<div class="ng-scroll" tabindex="0" role="region" aria-label="{html.escape(caption, quote=True)}">'
        f'<table class="ng-table"><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def people_html(model: type[BaseModel], answers: Sequence[Answer], title: str) -> str:
    """Write the answers of several people beside each other, one column a person."""
    if not answers:
        return f'<div class="mathjax_ignore ng-chart"><p><strong>{html.escape(title)}</strong>: no one has answered yet.</p></div>'
    names = [person_label(answer, number) for number, answer in enumerate(answers, start=1)]
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{html.escape(field.label)}</th>'
        + "".join(f"<td>{_answer(model, name, field, answer.value.get(name))}</td>" for answer in answers)
        + "</tr>"
        for name, field in asked_fields(model).items()
    )
    return (
        f'<div class="mathjax_ignore ng-chart ng-answers"><p class="ng-label"><strong>{html.escape(title)}</strong></p>'
        f'<div class="ng-scroll" tabindex="0" role="region" aria-label="{html.escape(title, quote=True)}">'
        f'<table class="ng-table"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div></div>'
    )


def person_label(answer: Answer, number: int) -> str:
    """Name a person as the team knows her: by the name she gave, else by a number."""
    name = answer.author or f"Person {number}"
    return f"{name} ({answer.stakeholder_group})" if answer.stakeholder_group else name


def _answer(model: type[BaseModel], name: str, field: Asked, value: Any) -> str:
    if is_empty(value):
        return _NONE
    if field.kind == "rows":
        return rows_html(row_model(model, name), value, f"{len(value):,} row{'s' if len(value) > 1 else ''}")
    return _plain(field, value)


def _plain(field: Asked, value: Any) -> str:
    if is_empty(value):
        return ""
    if field.kind == "choice":
        return html.escape(dict(field.choices).get(value, str(value)))
    if field.kind == "date":
        return day_words(date.fromisoformat(value))
    if isinstance(value, (list, tuple)):
        items = "".join(f"<li>{html.escape(str(item))}</li>" for item in value)
        return f"<ul>{items}</ul>"
    return html.escape(str(value)).replace("\n", "<br>")
