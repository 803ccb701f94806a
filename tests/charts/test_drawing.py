"""Every chart can be drawn, on paper and on the screen, and what is drawn is what the table says."""

from __future__ import annotations

import dataclasses
import html
import importlib
import inspect
import itertools
import json
import pkgutil
import re
from functools import cache
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from labor_markets import AT_EVERY_LEVEL, DRAWN, ONCE, all_charts, base, chart, market
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from nextgen_helpers import charts
from nextgen_helpers.charts import canvas, market_screen, page, plotly_words, style
from nextgen_helpers.charts import region as region_charts
from nextgen_helpers.charts import team as team_charts
from nextgen_helpers.charts.marks.bars import Bars, StackedChange
from nextgen_helpers.charts.marks.bubbles import Bubbles
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.lines import Lines
from nextgen_helpers.charts.marks.series import Series
from nextgen_helpers.charts.region.occupations import no_jobs
from nextgen_helpers.charts.tables import Column, Table
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.regions import Region

#: All levels differ only in what is ranked; the finest has the longest names and the most that is withheld.
LEVELS_DRAWN = ("sector", "4-digit")
WHITE = "#ffffff"
_FINE = 4
HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "quotes": "a & \"b\" 'c'",
    "long": ("Very long name of a region that goes on " * 3)[:80],
    "one long word": "W" * 80,
    "mathematics": '$\\frac{a}{b}$ \\1 \\g<0> %{y} 5px ng id="x" url(#y)',
    "letters": "Región Ñuñoa 東京 Ελλάδα",
}


@cache
def _hostile(name: str) -> list[charts.Chart]:
    region = Region("xx-hostile", name, ("48113", "48121", "48085"), name)
    figures = profile(region, store=base())
    return [
        charts.county_map(figures), charts.jobs_by_industry(figures), charts.diversity(figures), charts.sources(figures),
        dataclasses.replace(chart("oh-central-ohio", "years"), title=name, alternative=name, mark=_lines(name)),
    ]  # fmt: skip


def test_every_chart_is_handed_out():
    """A chart that stands in its module only is found by nobody who types ``ng.charts.``."""
    made = {
        thing
        for kind in (region_charts, team_charts)
        for found in pkgutil.iter_modules(kind.__path__, f"{kind.__name__}.")
        for name, thing in vars(importlib.import_module(found.name)).items()
        if inspect.isfunction(thing) and thing.__module__ == found.name and not name.startswith("_")
        if thing.__annotations__.get("return") == "Chart"
    }
    handed_out = {getattr(charts, name) for name in charts.__all__}
    missing = sorted(thing.__name__ for thing in made - handed_out - {no_jobs})
    assert len(made) > 40
    assert not missing, (
        f"charts/__init__.py hands out no {', '.join(missing)}; import it there, and name it in __all__"
    )


def _levels(case: str) -> tuple[str, ...]:
    return LEVELS_DRAWN if case in ("tx-panhandle", "oh-central-ohio", "Puerto Rico") else ("sector",)


def _lines(name: str) -> Lines:
    series = [
        Series(name, (100.0, None, 103.5), style.REGION_STYLE),
        Series("B", (100.0, 99.0, 98.0), style.STATE_STYLE),
    ]
    return Lines((2015, 2016, 2020), tuple(series), "Jobs, 2015 = 100")


def drawable(case: str, levels: tuple[str, ...] = LEVELS_DRAWN) -> list[charts.Chart]:
    return [drawing for drawing in all_charts(case, levels) if drawing.mark is not None]


def _texts_inside(figure, *, room: float = 2.5) -> None:
    """Every word stands inside the picture (what is not shown does not count)."""
    figure.set_dpi(_FINE * 72)  # as on paper: on a coarse grid letters are rounded to whole pixels
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    frame, room = figure.bbox, room * _FINE
    shown = [text for legend in figure.legends for text in legend.get_texts()] + list(figure.texts)
    for axes in figure.axes:
        shown += axes.texts
        if axes.axison:
            shown += [axes.xaxis.label, axes.yaxis.label]
            for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
                low, high = sorted(limits)
                shown += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    for text in shown:
        if not text.get_visible() or not text.get_text().strip():
            continue
        box = text.get_window_extent(renderer)
        assert box.x0 >= frame.x0 - room, (text.get_text(), box)
        assert box.x1 <= frame.x1 + room, (text.get_text(), box)
        assert box.y0 >= frame.y0 - room, (text.get_text(), box)
        assert box.y1 <= frame.y1 + room, (text.get_text(), box)


@pytest.mark.parametrize("case", DRAWN)
def test_every_picture_is_drawn_on_paper_with_all_words_inside(case):
    for drawing in drawable(case, _levels(case)):
        for narrow in (False, True):
            figure = drawing.matplotlib(narrow=narrow)
            try:
                _texts_inside(figure)
            except AssertionError as error:
                raise AssertionError(f"{drawing.name} ({'narrow' if narrow else 'wide'}): {error}") from error
            width = figure.get_size_inches()[0] * 72
            assert width == pytest.approx(350 if narrow else 760)


@pytest.mark.parametrize("case", DRAWN)
def test_a_whole_page_is_sound_html(case):
    """All charts on one page: unique ids, every reference has its target, nothing from outside."""
    drawings = drawable(case, _levels(case))
    whole = "".join(drawing.html("paper") for drawing in drawings)
    ids = re.findall(r'\bid="([^"]+)"', whole)
    assert len(set(ids)) == len(ids)
    targets = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', whole)
    assert {one or two for one, two in targets} <= set(ids)
    assert set(re.findall(r'https?://[^"\s<]+', whole)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(
        r"<(script|link|img|iframe)\b|@import|src=|DejaVu", whole.replace("'DejaVu Sans'", "")
    )
    pictures = re.findall(r"<svg .*?</svg>", whole, flags=re.DOTALL)
    assert len(pictures) == 2 * len(drawings)
    for picture in pictures:
        root = ET.fromstring(picture)  # noqa: S314  (ours)
        assert root.get("role") == "img"
        assert len(root.get("aria-label")) > 10
        assert len(root.get("viewBox").split()) == 4
        assert "nan" not in re.sub(r">[^<]*<", "><", picture).lower().split()
    assert len(whole) < 2_500_000


def test_two_drawings_are_the_same_to_the_byte():
    for drawing in (*drawable("oh-central-ohio")[:10], chart("tx-panhandle", "coverage")):
        assert drawing.html("paper") == drawing.html("paper")
        assert drawing.html("shared-script") == drawing.html("shared-script")


def test_words_are_not_shortened_with_the_coordinates():
    """Coordinates are rounded to a tenth; a tick "0.25" or a name with a number stays as it is."""
    drawing = chart("tx-panhandle", "concentration")
    low = dataclasses.replace(drawing.mark, series=tuple(
        dataclasses.replace(series, values=tuple(0.13 + 0.5 * n for n in range(len(series.values))))
        for series in drawing.mark.series
    ))  # fmt: skip
    drawn = dataclasses.replace(drawing, mark=low).html("paper")
    ticks = re.findall(r">([\d.]+)</text>", drawn)
    assert {"0.125", "0.25", "0.5", "1", "2", "4"} <= set(ticks)
    named = dataclasses.replace(drawing.mark, labels=("1.2345 & 6.789", *drawing.mark.labels[1:]))
    assert "1.2345 &amp; 6.789" in dataclasses.replace(drawing, mark=named).html("paper")
    assert not re.search(r'="[^"]*\d\.\d\d+[^"]*"', re.sub(r'aria-label="[^"]*"', "", drawn))


# -- what is drawn is what the table says ----------------------------------------------------------


def _known(values):
    return [value for value in values if value is not None]


@pytest.mark.parametrize("case", DRAWN)
def test_marks_hold_the_values_of_the_table(case):
    for level in LEVELS_DRAWN:
        table = market(case, level).industries.set_index("short_title")
        for kind, column in (("concentration", "lq_us"), ("pay", "average_annual_pay")):
            mark = chart(case, kind, level).mark
            if mark:
                assert list(mark.series[0].values) == table.loc[list(mark.labels), column].tolist()
        mark = chart(case, "coverage", level).mark
        if mark:
            limit = table.loc[list(mark.labels), "employment_at_most"]
            seen = table.loc[list(mark.labels), "employment"]
            assert [np.nan if v is None else v for v in mark.values] == pytest.approx(
                seen.tolist(), nan_ok=True
            )
            assert [np.nan if v is None else v for v in mark.at_most] == pytest.approx(
                limit.tolist(), nan_ok=True
            )
        mark = chart(case, "changes", level).mark
        if mark:
            assert list(mark.totals) == table.loc[list(mark.labels), "change_jobs"].tolist()
            summed = np.sum([part.values for part in mark.parts], axis=0)
            assert summed == pytest.approx(mark.totals, abs=1e-6)
        mark = chart(case, "quadrants", level).mark
        if mark:
            assert list(mark.x) == table.loc[list(mark.labels), "lq_us"].tolist()
            assert list(mark.sizes) == table.loc[list(mark.labels), "employment"].tolist()


@pytest.mark.parametrize("case", ["tx-panhandle", "oh-central-ohio"])
def test_paper_draws_the_values(case):
    mark = chart(case, "jobs").mark
    axes = chart(case, "jobs").matplotlib().axes[0]
    widths = [patch.get_width() for patch in axes.patches if isinstance(patch, Rectangle)]
    beyond = [
        limit - (value or 0)
        for value, limit in zip(mark.values, mark.at_most, strict=True)
        if limit > (value or 0)
    ]
    assert sorted(widths) == pytest.approx(sorted([*(value or 0 for value in mark.values), *beyond]))

    mark = chart(case, "pay").mark
    axes = chart(case, "pay").matplotlib().axes[0]
    drawn = [list(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "None"]
    assert sorted(drawn) == sorted([_known(series.values) for series in mark.series])

    mark = chart(case, "changes").mark
    axes = chart(case, "changes").matplotlib().axes[0]
    widths = [patch.get_width() for patch in axes.patches]
    assert sorted(widths) == pytest.approx(sorted(value for part in mark.parts for value in part.values))
    assert list(axes.lines[0].get_xdata()) == list(mark.totals)
    for patch in axes.patches:
        assert abs(patch.get_x() + patch.get_width()) >= abs(patch.get_x()) - 1e-9 or patch.get_width() < 0

    mark = chart(case, "quadrants").mark
    axes = chart(case, "quadrants").matplotlib().axes[0]
    points = sorted(tuple(place) for dots in axes.collections if isinstance(dots, PathCollection)
                    for place in dots.get_offsets().tolist())  # fmt: skip
    assert points == sorted(zip(mark.x, mark.y, strict=True))
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    assert all(left < x < right and bottom < y < top for x, y in points)


def test_paper_draws_the_years_and_bridges_the_gap_with_dashes():
    mark = chart("oh-central-ohio", "years").mark
    axes = chart("oh-central-ohio", "years").matplotlib().axes[0]
    drawn = [list(line.get_ydata()) for line in axes.lines if line.get_linestyle() == "None"]
    assert sorted(drawn) == sorted(list(series.values) for series in mark.series)
    dashed = {tuple(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "--"}
    assert dashed == {(2016, 2020)}


@pytest.mark.parametrize("case", DRAWN)
def test_the_screen_draws_the_values(case):
    for drawing in drawable(case):
        mark, figure = drawing.mark, drawing.plotly()
        content = json.loads(figure.to_json())
        assert "NaN" not in json.dumps(content)
        if isinstance(mark, Bars):
            bars = [trace for trace in figure.data if trace.name != mark.beyond]
            drawn = {label: value for trace in bars for label, value in zip(trace.y, trace.x, strict=True)}
            assert drawn == {
                plotly_words.broken(label): value or 0
                for label, value in zip(mark.labels, mark.values, strict=True)
            }
        elif isinstance(mark, Dots):
            dots = [trace for trace in figure.data if trace.mode == "markers"]
            assert [list(trace.x) for trace in dots] == [list(series.values) for series in mark.series]
            arrows = [label for trace in figure.data if trace.mode == "text" for label in trace.y]
            bounds = [
                plotly_words.broken(label)
                for label, is_open, value in zip(
                    mark.labels, mark.open_ended, mark.series[0].values, strict=False
                )
                if is_open and value is not None
            ]
            assert arrows == bounds
        elif isinstance(mark, StackedChange):
            assert [list(trace.x) for trace in figure.data] == [
                *(list(part.values) for part in mark.parts),
                list(mark.totals),
            ]
        elif isinstance(mark, Bubbles):
            drawn = [(x, y, size) for trace in figure.data if trace.mode == "markers"
                     for x, y, size in zip(trace.x, trace.y, trace.customdata, strict=True)]  # fmt: skip
            assert sorted(drawn) == sorted(zip(mark.x, mark.y, mark.sizes, strict=True))
        elif isinstance(mark, Lines):
            drawn = [list(trace.y) for trace in figure.data if trace.mode == "markers"]
            assert drawn == [_known(series.values) for series in mark.series]
        else:
            texts = {trace.text for trace in figure.data if trace.text}
            assert texts == set(mark.texts)
        assert figure.layout.meta["alternative"] == drawing.alternative


def test_words_at_a_reference_line_stand_at_the_line():
    """On Plotly's axis of ratios a note is placed by the logarithm, a line by the value."""
    figure = chart("oh-central-ohio", "concentration").plotly(title=False)
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1.0
    assert figure.layout.annotations[0].x == 0.0
    low, high = figure.layout.xaxis.range
    drawn = [
        value for series in chart("oh-central-ohio", "concentration").mark.series for value in series.values
    ]
    assert 10**low < min(drawn) <= max(drawn) < 10**high


# -- hostile names ---------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Glyph:UserWarning")  # our font lacks some letters; a reader's has them
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_name_is_only_a_name(kind):
    name = HOSTILE[kind]
    for drawing in _hostile(name):
        for output in ("paper", "shared-script"):
            text = drawing.html(output)
            assert "<script>alert(1)" not in text
            said = f"{drawing.title}\n{drawing.subtitle}"
            if name in said:
                assert html.escape(name) in text
            if output == "paper":
                for picture in re.findall(r"<svg .*?</svg>", text, flags=re.DOTALL):
                    label = ET.fromstring(picture).get("aria-label")  # noqa: S314  (ours)
                    assert label == re.sub(r"[\n\t]", " ", drawing.alternative)
        if drawing.mark is None:
            continue
        content = json.loads(drawing.plotly().to_json())
        words = [*(trace.get("name", "") for trace in content["data"]), content["layout"]["title"]["text"]]
        assert not any("<script" in word for word in words)
        assert not any(re.search(r"&(?!amp;|lt;|gt;|#)", word) for word in words), "Plotly knows few entities"
        for narrow in (False, True):
            _texts_inside(drawing.matplotlib(narrow=narrow), room=6)


def test_a_name_is_drawn_as_it_is_written():
    name = HOSTILE["mathematics"]
    drawing = next(item for item in _hostile(name) if item.name == "diversity")
    legend = drawing.matplotlib().legends[0].get_texts()[0]
    assert not legend.get_parse_math()
    assert " ".join(legend.get_text().split()) == name
    assert html.escape(name, quote=False) in drawing.html("paper").replace("&quot;", '"').replace(
        "&#x27;", "'"
    )


# -- colors ----------------------------------------------------------------------------------------


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str = WHITE) -> float:
    """WCAG 2.1, relative contrast."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_gives_the_published_extremes():
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the well-known lightest gray that passes


def test_text_stands_out():
    for color in (style.INK, style.MUTED):
        assert contrast(color) >= 4.5
        assert contrast(color, style.LAND) >= 4.5
    for shade in style.MAP_COLORS[:3]:
        assert contrast(style.INK, shade) >= 4.5
    for shade in style.MAP_COLORS[3:]:
        assert contrast(WHITE, shade) >= 4.5
    assert all(
        contrast(color) >= 4.5 for color in re.findall(r"[{ ;]color: (#[0-9a-f]{6})", page.chart_css())
    )


def test_series_stand_out_and_no_color_stands_alone():
    families = [
        [style.REGION_STYLE, style.STATE_STYLE, style.NATION_STYLE],
        list(style.PART_STYLES.values()),
        list(style.QUADRANT_STYLES.values()),
    ]
    for family in families:
        assert all(contrast(look.color) >= 3 for look in family), family
        for signs in (
            [(look.marker, look.hatch) for look in family],
            [(look.symbol, look.pattern) for look in family],
        ):
            assert len(set(signs)) == len(family)
    axes = chart("tx-panhandle", "jobs").matplotlib().axes[0]
    looks = {(to_hex(bar.get_facecolor()), bar.get_hatch()) for bar in axes.patches if bar.get_width()}
    assert len({hatch or "" for _, hatch in looks}) == 2
    assert all(contrast(color) >= 3 for color, _ in looks if color != WHITE)


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "begin"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("PDF", b"%PDF")])
def test_a_chart_is_saved_the_same_each_time(ending, begin, tmp_path):
    drawing = chart("tx-panhandle", "jobs")
    for name in ("one", "two"):
        drawing.save(tmp_path / f"{name}.{ending}")
    content = (tmp_path / f"one.{ending}").read_bytes()
    assert content.startswith(begin)
    assert content == (tmp_path / f"two.{ending}").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one.{ending}", f"two.{ending}"]


def test_users_own_settings_of_matplotlib_change_nothing():
    drawing = chart("tx-panhandle", "jobs")
    before = drawing.html("paper")
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert drawing.matplotlib().axes[0].xaxis.label.get_fontsize() == canvas.SMALL
    assert drawing.html("paper") == before


def test_a_map_leaves_out_what_lies_elsewhere():
    """The shapes move Alaska and Hawaii beside Texas; they are nobody's neighbors."""
    left, right = chart("one county", "map").matplotlib().axes[0].get_xlim()
    for patch in chart("one county", "map").matplotlib().axes[0].patches:
        box = patch.get_path().get_extents()
        inside = left < box.x0 and box.x1 < right
        assert not (inside and box.y0 > 500 and box.x1 < 350 and box.width < 200), "an island off Texas"


def test_all_kinds_of_charts_are_among_those_drawn():
    kinds = {type(drawing.mark).__name__ for case in DRAWN for drawing in drawable(case)}
    assert kinds == {"Bars", "Dots", "Bubbles", "StackedChange", "Lines", "CountyMap"}
    assert set(AT_EVERY_LEVEL) | set(ONCE) == {
        "jobs", "concentration", "quadrants", "changes", "pay", "coverage", "map", "years", "diversity", "sources",
        "unemployment", "schooling",
    }  # fmt: skip


def test_a_chart_without_a_picture_still_has_its_table_and_words():
    drawing = chart("nearly all withheld", "jobs")
    text = drawing.html("paper")
    assert "<svg" not in text
    assert "The table behind it" in text
    empty = dataclasses.replace(drawing, table=Table(pd.DataFrame({"a": []}), (Column("a", "A"),), "Nothing"))
    assert "<table" not in empty.html("paper")


def test_names_of_bubbles_run_into_no_other_on_a_desk_and_on_a_phone():
    mark = charts.quadrants(profile("tx-greater-dallas")).mark
    named = next(
        trace
        for trace in charts.quadrants(profile("tx-greater-dallas")).plotly().data
        if trace.mode == "markers+text"
    )
    assert len(named.text) >= 6
    numbers = [mark.labels.index(html.unescape(text.replace("<br>", " "))) for text in named.text]
    for width in (market_screen._DESK, market_screen._PHONE):
        middles = market_screen._bubble_middles(mark, width)
        boxes = [
            market_screen._name_box(
                middles[number], market_screen._bubble_size(mark.sizes[number], max(mark.sizes)) / 2,
                (6.6 * max(map(len, html.unescape(text).split("<br>"))), 15.0 * (text.count("<br>") + 1) + 3), side,
            )
            for number, text, side in zip(numbers, named.text, named.textposition, strict=True)
        ]  # fmt: skip
        assert not [1 for one, other in itertools.combinations(boxes, 2) if market_screen._meet(one, other)]


def test_each_line_of_a_label_stands_at_the_side_of_its_bar_in_any_font():
    """A reader's letters are not as wide as those that were measured: an anchor keeps the lines together."""
    region = Region("xx-two-lines", "Two lines", ("48113",), "an example")
    drawing = charts.concentration(profile(region).at("4-digit"))
    assert any("\n" in canvas.wrapped(label, 270) for label in drawing.mark.labels)
    picture = re.findall(r"<svg .*?</svg>", drawing.html("paper"), flags=re.DOTALL)[0]
    for label in drawing.mark.labels:
        for line in canvas.wrapped(label, 270).split("\n"):
            tags = re.findall(rf"<text ([^>]*)>{re.escape(html.escape(line, quote=False))}</text>", picture)
            assert tags
            assert all("text-anchor: end" in tag for tag in tags)
