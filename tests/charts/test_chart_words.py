"""Numbers as they are written in tables and sentences, and what a user is told who asks for what is not there."""

from __future__ import annotations

import doctest
import importlib
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from labor_markets import all_charts, chart, market

from nextgen_helpers import charts, words
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.tables import EXCEL_FORMATS, Column, Table, written
from nextgen_helpers.errors import UserError

if TYPE_CHECKING:
    from nextgen_helpers.charts.chart import Chart

MODULES = (
    "words", "charts.tables", "charts.style", "charts.shapes", "charts.region.rankings", "charts.chart", "charts.paper",
    "charts.screen", "charts.region.overview", "charts.region.industries", "charts.region.changes", "charts.region.pay_and_mix", "charts.region.limits",
)  # fmt: skip
KINDS = ("count", "change", "dollars", "percent", "signed_percent", "points", "share", "ratio")
amounts = st.floats(-1e12, 1e12, allow_nan=False)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation_hold(name):
    assert doctest.testmod(importlib.import_module(f"nextgen_helpers.{name}")).failed == 0


@pytest.mark.parametrize("kind", [*KINDS, "text"])
@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_missing_is_written_as_such(kind, missing):
    assert written(missing, kind) == "n/a"


@pytest.mark.parametrize("kind", KINDS)
@given(value=amounts)
def test_what_is_written_is_the_value_and_never_minus_zero(kind, value):
    text = written(value, kind)
    plain = float(re.sub(r"[$,%+]", "", text).replace("−", "-"))
    size = 100 * value if kind == "share" else value
    step = {"ratio": 0.01, "share": 0.1, "percent": 0.1, "signed_percent": 0.1}.get(kind, 1)
    assert plain == pytest.approx(size, abs=0.5 * step + 1e-9 * abs(size) + 1e-12)
    assert not re.fullmatch(r"[+−-][$]?0(\.0+)?%?", text)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1651334.0, "count", "1,651,334"), (-5, "change", "−5"), (5, "change", "+5"), (0.2, "change", "0"),
        (64860.4, "dollars", "$64,860"), (-0.04, "signed_percent", "0.0%"), (2.64, "signed_percent", "+2.6%"),
        (0.1234, "share", "12.3%"), (1.005, "ratio", "1.00"), ("=cmd", "text", "=cmd"),
    ],
)  # fmt: skip
def test_how_kinds_are_written(value, kind, text):
    assert written(value, kind) == text


def test_every_kind_but_text_has_a_format_in_excel():
    assert set(EXCEL_FORMATS) == set(KINDS)


def test_a_table_escapes_and_names_its_rows_and_columns():
    frame = pd.DataFrame({"name": ["<b>", "A & B"], "jobs": [1234.6, np.nan]})
    text = Table(frame, (Column("name", "Name <i>"), Column("jobs", "Jobs", "count")), 'Jobs "here"').html()
    assert '<th scope="col">Name &lt;i&gt;</th>' in text
    assert '<th scope="row">&lt;b&gt;</th><td class="ng-number">1,235</td>' in text
    assert '<th scope="row">A &amp; B</th><td class="ng-number">n/a</td>' in text
    assert "<caption>Jobs &quot;here&quot;</caption>" in text


@pytest.mark.parametrize("case", ["tx-panhandle", "oh-central-ohio", "Puerto Rico"])
def test_tables_hold_values_unrounded_and_every_column(case):
    for drawing in all_charts(case):
        frame = drawing.table.frame
        for column in drawing.table.columns:
            assert column.name in frame, (drawing.name, column.name)
            if column.kind != "text":
                assert pd.api.types.is_numeric_dtype(frame[column.name]), (drawing.name, column.name)
        for name in ("lq_us", "share", "average_annual_pay"):
            if name in frame and len(frame) and "industry_code" in frame:
                source = market(case, _level(drawing)).industries.set_index(["own_code", "industry_code"])[
                    name
                ]
                shown = frame.set_index(["own_code", "industry_code"])[name]
                assert shown.equals(source.loc[shown.index])


def _level(drawing: Chart) -> str:
    return next((level for level in ("3-digit", "4-digit") if drawing.name.endswith(level)), "sector")


def test_the_table_of_changes_has_all_rows_and_adds_up_to_the_title():
    """The picture shows the largest changes; the sums are those of all industries that can be followed."""
    drawing = chart("tx-greater-dallas", "changes", "4-digit")
    assert len(drawing.mark.labels) == 12
    assert len(drawing.table.frame) > 100
    assert drawing.subtitle.endswith("; the 12 largest changes")


# -- sentences -------------------------------------------------------------------------------------


@given(value=st.floats(-300, 300, allow_nan=False))
def test_percentages_never_show_a_sign_or_a_false_zero(value):
    said = words.percent(value)
    assert re.fullmatch(r"less than 0\.1%|\d\.\d%|\d{2,}%", said)
    assert (said == "0.0%") == (value == 0)


@given(value=st.floats(0, 100, allow_nan=False))
def test_only_a_whole_is_a_hundred_percent(value):
    assert (words.part(value) == "100%") == (value == 100)


@given(value=st.floats(0, 1e9, allow_nan=False))
def test_about_stays_within_half_a_percent(value):
    said = words.about(value)
    number = float(said.removesuffix(" million").replace(",", "")) * (1e6 if "million" in said else 1)
    assert number == pytest.approx(value, rel=0.0051, abs=0.5)


@given(value=st.floats(-99, 300, allow_nan=False))
def test_words_of_a_change_follow_its_sign(value):
    said = words.moved(value)
    assert said.startswith("grew" if value >= 0.05 else "fell" if value <= -0.05 else "stayed the same")
    compared = words.against(value, "the nation")
    word = "above" if value >= 0.5 else "below" if value <= -0.5 else "about the same as"
    assert word in compared


@given(
    items=st.lists(st.sampled_from(["a", "b, c", "d and e", "3 more"]), min_size=1, max_size=5, unique=True)
)
def test_a_list_can_be_taken_apart_again(items):
    said = words.joined(items)
    if len(items) == 1:
        assert said == items[0]
    elif any("," in item or " and " in item for item in items):
        assert re.split(r"; and |; ", said) == items
    else:
        assert re.split(r", | and ", said) == items


# -- refusals --------------------------------------------------------------------------------------


def _one_sentence(error: BaseException) -> bool:
    return "\n" not in str(error) and len(str(error)) < 400


@pytest.mark.parametrize("name", ["chart.bmp", "chart", "chart.jpeg"])
def test_another_kind_of_file_is_refused(name, tmp_path):
    with pytest.raises(UserError, match=r"a chart is saved as \.png, \.svg or \.pdf") as caught:
        chart("one county", "jobs").save(tmp_path / name)
    assert _one_sentence(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "folder.png").mkdir()
    for path in (tmp_path / "absent" / "chart.png", tmp_path / "folder.png"):
        with pytest.raises(UserError, match="could not be written") as caught:
            chart("one county", "jobs").save(path)
        assert _one_sentence(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


def test_a_chart_with_nothing_to_draw_says_why(tmp_path):
    drawing = chart("nearly all withheld", "jobs")
    for attempt in (drawing.plotly, drawing.matplotlib, lambda: drawing.save(tmp_path / "chart.png")):
        with pytest.raises(UserError, match="There is nothing to draw: BLS withholds every private sector"):
            attempt()
    assert not list(tmp_path.iterdir())


def test_another_output_mode_is_refused(monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", "papr")
    with pytest.raises(UserError, match='NEXTGEN_OUTPUT is "papr"; it can be: screen, paper, shared-script'):
        output_mode()
    monkeypatch.delenv("NEXTGEN_OUTPUT")
    assert output_mode() == "screen"


@pytest.mark.parametrize("mode", ["screen", "paper", "shared-script"])
def test_a_notebook_is_given_what_its_mode_asks_for(mode, monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", mode)
    bundles = chart("one county", "jobs").mime_bundles()
    types = [kind for bundle in bundles for kind in bundle]
    assert ("application/vnd.plotly.v1+json" in types) == (mode == "screen")
    assert all("text/plain" in bundle for bundle in bundles)
    cards = charts.at_a_glance(market("one county"))._repr_html_()
    assert ("<style>" in cards) == (mode == "screen")
    assert 'role="list"' in cards
