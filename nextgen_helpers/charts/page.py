"""The style sheets of reports and of figures in a notebook: one place for both.

The rules stand in ``chart.css`` and ``page.css`` beside this module; colors and fonts come from
:mod:`~nextgen_helpers.charts.style`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nextgen_helpers.charts import style


@cache
def chart_css() -> str:
    """Give the rules for figures, wherever they stand."""
    values = {
        "ink": style.INK,
        "muted": style.MUTED,
        "grid": style.GRID,
        "region": style.REGION,
        "font": style.FONT_FAMILY,
    }
    names = "; ".join(f"--ng-{name}: {value}" for name, value in values.items())
    return f":root {{ {names} }}\n{_read('chart.css')}"


@cache
def page_css() -> str:
    """Give the rules for a whole page: a report, or the index of reports."""
    return chart_css() + _read("page.css")


def notebook_style() -> str:
    """Give the rules for figures as a style element, for a notebook's output."""
    return f"<style>{chart_css()}</style>"


def _read(name: str) -> str:
    return (Path(__file__).resolve().parent / name).read_text(encoding="utf-8")
