"""Every chart can be drawn, on paper and on the screen, and what is drawn is what the table says."""

from __future__ import annotations

import dataclasses
import html
import importlib
import inspect
import json
import pkgutil
import re
from functools import cache
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import PLACES, assert_apart, assert_words_inside, box, boxes, layers, lines, points, texts
from labor_markets import AT_EVERY_LEVEL, CASES, DRAWN, ONCE, all_charts, base, chart, market
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextToPath

from nextgen_helpers import charts
from nextgen_helpers.charts import letters, page, style
from nextgen_helpers.charts import region as region_charts
from nextgen_helpers.charts import team as team_charts
from nextgen_helpers.charts.ink import Drawn, Line, Path, ink
from nextgen_helpers.charts.marks.bars import Bars, StackedChange
from nextgen_helpers.charts.marks.bubbles import Bubbles
from nextgen_helpers.charts.marks.county_map import CountyMap
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.lines import Lines
from nextgen_helpers.charts.region.occupations import no_jobs
from nextgen_helpers.charts.scene import PAGE, PHONE, Areas, Points, Rects, Strokes
from nextgen_helpers.charts.style import MAP_COLORS, PAPER
from nextgen_helpers.charts.tables import Column, Series, Table
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.regions import Region

#: All levels differ only in what is ranked; the finest has the longest names and the most that is withheld.
LEVELS_DRAWN = ("sector", "4-digit")
WHITE = "#ffffff"
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
        f"charts/every.py hands out no {', '.join(missing)}; import it there, and name it in __all__"
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


@pytest.mark.parametrize("case", CASES)
def test_every_word_stands_inside_and_runs_into_no_other_at_each_width(case):
    for drawing in all_charts(case):
        if drawing.mark is None:
            continue
        for name, place in PLACES.items():
            scene = drawing.mark.scene(place)
            assert scene.width == place.width
            try:
                assert_words_inside(scene)
                assert_apart(scene)
            except AssertionError as error:
                raise AssertionError(f"{drawing.name} ({name}): {error}") from error


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_begins_with_a_capital_letter(case):
    for drawing in all_charts(case, ("sector", "3-digit", "4-digit")):
        for said in (drawing.title, drawing.subtitle, *drawing.look_for, *drawing.does_not_say):
            assert not said[:1].islower(), (drawing.name, said)


def test_no_word_is_smaller_than_eleven_pixels_on_a_phone():
    """A report's picture is 331 pixels wide on a phone 360 pixels wide."""
    for case in DRAWN:
        for drawing in drawable(case, _levels(case)):
            scene = drawing.mark.scene(PHONE)
            assert min(line.size for line in lines(scene)) * 331 / scene.width >= 11, drawing.name


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
    assert not re.search(r"<(script|link|img|iframe)\b|@import|src=", whole)
    pictures = re.findall(r"<svg .*?</svg>", whole, flags=re.DOTALL)
    assert len(pictures) == 2 * len(drawings)
    for picture in pictures:
        root = ET.fromstring(picture)  # noqa: S314  (ours)
        assert root.get("role") == "img"
        title, described = (root.find(f"{{http://www.w3.org/2000/svg}}{tag}") for tag in ("title", "desc"))
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == described.get("id")
        assert len(described.text) > 10
        assert len(root.get("viewBox").split()) == 4
        assert "nan" not in re.sub(r">[^<]*<", "><", picture).lower().split()
    assert len(whole) < 1_000_000


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
    assert not re.search(r'="[^"]*\d\.\d\d+[^"]*"', drawn)


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


def _check_bars(drawing, mark):
    pairs = list(zip(mark.values, mark.at_most, strict=True))
    seen = [right for left, _, right, _ in boxes(drawing) if not left and right]
    assert sorted(seen) == pytest.approx(sorted(value or limit for value, limit in pairs if value or limit))
    beyond = {(left, right) for left, _, right, _ in boxes(drawing, mark.beyond)}
    assert beyond == {(value or 0.0, limit) for value, limit in pairs if (limit or 0) > (value or 0)}
    assert [text for text in texts(drawing) if text in mark.texts] == list(mark.texts)


def _check_dots(drawing, mark):
    for series in mark.series:
        assert [x for x, _ in points(drawing, series.name)] == _known(series.values)
    bounds = zip(mark.open_ended, mark.series[0].values, strict=False)
    assert texts(drawing).count("→") == sum(bound and value is not None for bound, value in bounds)


def _check_stacks(drawing, mark):
    for part in mark.parts:
        widths = [right - left for left, _, right, _ in boxes(drawing, part.name)]
        assert widths == pytest.approx([value or 0.0 for value in part.values])
    assert [x for x, _ in points(drawing)] == list(mark.totals)
    for row in zip(*(boxes(drawing, part.name) for part in mark.parts), strict=True):
        ends = sorted(end for left, _, right, _ in row for end in (left, right))
        covered = sum(abs(right - left) for left, _, right, _ in row)
        assert ends[0] <= 0 <= ends[-1]
        assert covered == pytest.approx(ends[-1] - ends[0])  # no gap, and nothing on top of each other


def _check_bubbles(drawing, mark):
    assert sorted(points(drawing)) == sorted(zip(mark.x, mark.y, strict=True))
    area = {at: layer.sizes[0] ** 2 - 22 for layer in layers(drawing, Points) for at in layer.places}
    largest = max(range(len(mark.sizes)), key=lambda number: mark.sizes[number])
    for x, y, size in zip(mark.x, mark.y, mark.sizes, strict=True):
        if [*zip(mark.x, mark.y, strict=True)].count((x, y)) == 1:
            parts = area[x, y] / area[mark.x[largest], mark.y[largest]]
            assert parts == pytest.approx(size / mark.sizes[largest])


def _check_lines(drawing, mark):
    for series in mark.series:
        assert [y for _, y in points(drawing, series.name)] == _known(series.values)


def _check_map(drawing, mark):
    assert {said for layer in layers(drawing, Areas) for said in layer.hover} == set(mark.texts)


_CHECKS = {
    Bars: _check_bars, Dots: _check_dots, StackedChange: _check_stacks, Bubbles: _check_bubbles, Lines: _check_lines, CountyMap: _check_map,
}  # fmt: skip


@pytest.mark.parametrize("case", DRAWN)
def test_what_is_laid_out_are_the_values(case):
    for drawing in drawable(case):
        _CHECKS[type(drawing.mark)](drawing, drawing.mark)


def test_a_gap_between_years_is_bridged_with_dashes():
    dashed = [
        line
        for layer in layers(chart("oh-central-ohio", "years"), Strokes)
        if layer.dash
        for line in layer.lines
    ]
    assert {(begin[0], end[0]) for begin, end in dashed} == {(2016, 2020)}


@pytest.mark.parametrize("case", DRAWN)
def test_the_screen_draws_what_is_laid_out_and_the_pointer_says_each_value(case):
    for drawing in drawable(case):
        figure = drawing.plotly()
        content = json.loads(figure.to_json())
        assert "NaN" not in json.dumps(content)
        assert figure.layout.meta["alternative"] == drawing.alternative
        traces = content["data"]
        dots = [(x, y) for trace in traces if trace.get("mode") == "markers" and trace.get("hovertext")
                for x, y in zip(trace["x"], trace["y"], strict=True)]  # fmt: skip
        scene = drawing.mark.scene(PLACES["screen"])
        laid_out = [layer for panel in scene.panels for layer in panel.layers]
        assert dots == [
            at for layer in laid_out if isinstance(layer, Points) and layer.hover for at in layer.places
        ]
        bars = [(begin, begin + length) for trace in traces if trace["type"] == "bar" and trace.get("hovertext")
                for begin, length in zip(trace["base"], trace["x"], strict=True)]  # fmt: skip
        drawn = [box for layer in laid_out if isinstance(layer, Rects) and layer.hover for box in layer.boxes]
        assert bars == [pytest.approx((left, right)) for left, _, right, _ in drawn]
        said = [text for trace in traces for text in trace.get("hovertext", [])]
        said += [trace["text"] for trace in traces if isinstance(trace.get("text"), str)]
        labels = getattr(drawing.mark, "labels", None) or getattr(drawing.mark, "texts", ())
        assert all(any(html.escape(label, quote=False) in text for text in said) for label in labels
                   if not isinstance(drawing.mark, Dots))  # fmt: skip
        assert {trace["name"] for trace in traces if trace.get("name")} == {key.name for key in scene.keys}


def test_on_an_axis_of_ratios_words_stand_at_their_dots():
    """Plotly places a note by the logarithm, a line by the value."""
    figure = chart("oh-central-ohio", "concentration").plotly(title=False)
    assert figure.layout.xaxis.type == "log"
    low, high = figure.layout.xaxis.range
    mark = chart("oh-central-ohio", "concentration").mark
    drawn = [value for series in mark.series for value in series.values]
    assert 10**low < min(drawn) <= max(drawn) < 10**high
    arrows = [note.x for note in figure.layout.annotations if note.text == "→"]
    assert arrows
    assert all(low < x < high for x in arrows)


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
                    root = ET.fromstring(picture)  # noqa: S314  (ours)
                    assert root.findtext("{http://www.w3.org/2000/svg}desc") == drawing.alternative
        if drawing.mark is None:
            continue
        content = json.loads(drawing.plotly().to_json())
        words = [*(trace.get("name", "") for trace in content["data"]), content["layout"]["title"]["text"]]
        assert not any("<script" in word for word in words)
        assert not any(re.search(r"&(?!amp;|lt;|gt;|#)", word) for word in words), "Plotly knows few entities"
        templates = [trace["hovertemplate"] for trace in content["data"] if "hovertemplate" in trace]
        assert all(re.findall(r"%\{\w+\}", template) == ["%{hovertext}"] for template in templates)
        for place in PLACES.values():
            assert_words_inside(drawing.mark.scene(place))


def test_a_name_is_drawn_as_it_is_written():
    name = HOSTILE["mathematics"]
    drawing = next(item for item in _hostile(name) if item.name == "diversity")
    written = drawing.matplotlib().axes[0].texts
    assert not any(text.get_parse_math() for text in written)
    assert any(text.get_text() == name for text in written)
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
        assert len({(look.shape, look.hatch) for look in family}) == len(family)
    looks = {(layer.fill, layer.hatch) for layer in layers(chart("tx-panhandle", "jobs"), Rects)}
    assert len({hatch for _, hatch in looks}) == len(looks) == 3
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
        assert drawing.matplotlib().axes[0].texts[-1].get_fontfamily() == ["DejaVu Sans"]
    assert drawing.html("paper") == before


def test_a_map_leaves_out_what_lies_elsewhere():
    """The shapes move Alaska and Hawaii beside Texas; they are nobody's neighbors."""
    drawing = chart("one county", "map")
    (panel,) = drawing.mark.scene(PAGE).panels
    for layer in layers(drawing, Areas):
        for ring in (ring for rings in layer.shapes for ring in rings):
            xs, ys = zip(*ring, strict=True)
            inside = panel.x.low < min(xs) and max(xs) < panel.x.high
            assert not (inside and min(ys) > 500 and max(xs) < 350 and max(xs) - min(xs) < 200), (
                "an island off Texas"
            )


@pytest.mark.parametrize("case", CASES)
def test_white_letters_stand_on_a_dark_county_only(case):
    """Half beside it they would be white on white: "al Verde"."""
    drawing = chart(case, "map")
    for place in PLACES.values() if drawing.mark else ():
        drawn = list(ink(drawing.mark.scene(place)))
        dark = [
            Outline(part.points)
            for item in drawn
            if isinstance(item, Drawn) and item.fill in MAP_COLORS[3:]
            for part in item.parts
            if isinstance(part, Path)
        ]
        for line in (item for item in drawn if isinstance(item, Line) and item.color == PAPER):
            found = box(line)
            corners = [
                (x, y)
                for x in (found.left + 1, found.right - 1)
                for y in (found.top + 1.5, found.bottom - 1.5)
            ]
            assert any(outline.contains_points(corners).all() for outline in dark), (case, line.text)


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


def test_the_bubbles_that_the_title_names_are_named_in_the_picture():
    drawing = charts.quadrants(profile("tx-greater-dallas"))
    assert len(texts(drawing)) >= 6
    assert len(texts(drawing, PHONE)) >= 4
    named = [label for label in drawing.mark.labels if label.lower() in drawing.title.lower()]
    assert named
    assert set(named) <= set(texts(drawing))


def test_each_line_of_a_label_stands_at_the_side_of_its_bar_in_any_font():
    """A reader's letters are not as wide as those that were measured: an anchor keeps the lines together."""
    region = Region("xx-two-lines", "Two lines", ("48113",), "an example")
    drawing = charts.concentration(profile(region).at("4-digit"))
    shown = [letters.fitted(label, 270, PAGE.letters) for label in drawing.mark.labels]
    assert any("\n" in label for label in shown)
    picture = re.findall(r"<svg .*?</svg>", drawing.html("paper"), flags=re.DOTALL)[0]
    ended = "".join(re.findall(r'<g [^>]*text-anchor="end"[^>]*>.*?</g>', picture))
    for line in (line for label in shown for line in label.split("\n")):
        assert f">{html.escape(line, quote=False)}</text>" in ended


def test_letters_are_measured_as_matplotlib_measures_them():
    for bold in (False, True):
        font = FontProperties(family="DejaVu Sans", size=100, weight="bold" if bold else "normal")
        for text in ("Health care & social assistance", "−$1,234.5", "Ñuñoa", "W", "ijl|"):
            theirs, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
            assert letters.width(text, 100, bold=bold) == pytest.approx(theirs, rel=0.03, abs=8)  # they kern
