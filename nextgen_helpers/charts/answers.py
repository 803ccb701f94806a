"""Answers written out: what a form shows where nobody can fill it in, in a report or on paper."""

from __future__ import annotations

import html
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import BaseModel

    from nextgen_helpers.charts.tables import Table

#: What a notebook shows: MIME type -> content.
Bundle = dict[str, Any]
#: An empty place in the page.
NOTHING: Final[Bundle] = {"text/html": "", "text/plain": ""}
_NONE: Final = '<span class="ng-open">Not answered yet</span>'


def said(*sentences: str, heading: str = "") -> Bundle:
    """Give plain sentences as something that a notebook shows; what people typed stays text."""
    title = f'<p class="ng-label"><strong>{html.escape(heading)}</strong></p>' if heading else ""
    body = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    return {
        "text/html": f'<div class="mathjax_ignore ng-chart" role="status">{title}{body}</div>',
        "text/plain": " ".join((heading, *sentences)).strip(),
    }


def table_bundle(heading: str, table: Table, note: str = "") -> Bundle:
    """Give a table that is itself the thing to read, such as an agenda, with its heading."""
    below = f'<p class="ng-subtitle">{html.escape(note)}</p>' if note else ""
    return {
        "text/html": f'<section class="mathjax_ignore ng-chart"><h3>{html.escape(heading)}</h3>{below}'
        f'<div class="ng-scroll" tabindex="0" role="region" aria-label="{html.escape(heading, quote=True)}">'
        f"{table.html()}</div></section>",
        "text/plain": heading,
    }


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


def side_by_side_html(
    model: type[BaseModel], answers: Iterable[tuple[str, dict[str, Any]]], title: str
) -> str:
    """Write the answers of several people beside each other, one column a person."""
    columns = list(answers)
    head = "".join(f'<th scope="col">{html.escape(heading)}</th>' for heading, _ in columns)
    body = "".join(
        f'<tr><th scope="row">{html.escape(field.label)}</th>'
        + "".join(f"<td>{_answer(model, name, field, values.get(name))}</td>" for _, values in columns)
        + "</tr>"
        for name, field in asked_fields(model).items()
    )
    return (
        f'<div class="mathjax_ignore ng-chart ng-answers"><p class="ng-label"><strong>{html.escape(title)}</strong></p>'
        f'<div class="ng-scroll" tabindex="0" role="region" aria-label="{html.escape(title, quote=True)}">'
        f'<table class="ng-table"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div></div>'
    )


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
