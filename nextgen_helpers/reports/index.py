"""The index page of a folder of reports: a table that can be sorted and searched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.page import page_css
from nextgen_helpers.charts.tables import written
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from jinja2 import Template

_COLUMNS: Final = (
    ("Region", "text"),
    ("State", "text"),
    ("Counties", "number"),
    ("Jobs and pay of", "text"),
    ("Jobs", "number"),
    ("Average annual pay", "number"),
    ("Industries of", "number"),
    ("Most concentrated sector", "text"),
    ("Location quotient", "number"),
    ("Private jobs seen", "number"),
    ("Workbook", "text"),
)


def index_html(entries: list[dict[str, Any]]) -> str:
    """Write the index page (``entries``: as they stand in the manifest; whatever is in them is escaped)."""
    good = [{**entry, "cells": _cells(entry)} for entry in entries if entry["status"] == "ok"]
    return _template().render(
        columns=_COLUMNS,
        css=page_css(),
        failed=[entry for entry in entries if entry["status"] != "ok"],
        good=sorted(good, key=lambda entry: str(entry["region_name"])),
        version=__version__,
        years=sorted({entry["year"] for entry in good}),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415  (slow to import)

    folder = Path(__file__).resolve().parent / "template"
    return Environment(loader=FileSystemLoader(folder), autoescape=True).get_template("overview.html.j2")


def _cells(entry: dict[str, Any]) -> list[tuple[Any, str, str]]:
    """Give the value to sort by, the text and the kind of each cell between name and workbook."""
    numbers = entry["numbers"]
    quotient, least = numbers.get("top_lq"), "≥ " if numbers.get("top_is_lower_bound") else ""
    pay, seen = numbers.get("average_annual_pay"), numbers.get("seen_share")
    period = str(numbers.get("period") or entry["year"])
    quotient_words = "n/a" if quotient is None else f"{least}{written(quotient, 'ratio')}"
    return [
        (numbers.get("state"), str(numbers.get("state") or ""), "text"),
        (numbers.get("counties"), written(numbers.get("counties"), "count"), "number"),
        (period, period, "text"),
        (numbers.get("employment"), written(numbers.get("employment"), "count"), "number"),
        (pay, written(pay, "dollars"), "number"),
        (entry["year"], str(entry["year"]), "number"),
        (numbers.get("top_industry"), str(numbers.get("top_industry") or "n/a"), "text"),
        (quotient, quotient_words, "number"),
        (seen, written(seen, "share"), "number"),
    ]
