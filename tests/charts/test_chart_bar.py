"""The bar above a chart in a notebook: it draws what it is asked for, and nothing before."""

from __future__ import annotations

import struct

import pytest
from labor_markets import market

from nextgen_helpers import charts
from nextgen_helpers.charts import bar as bars
from nextgen_helpers.charts import paper
from nextgen_helpers.charts.scene import PHONE
from nextgen_helpers.charts.svg import svg_text


@pytest.fixture(scope="module")
def chart():
    return charts.jobs_by_industry(market("tx-panhandle"))


@pytest.fixture
def asked(chart):
    """A bar, and what it sends."""
    bar = bars.ChartBar(chart, chart.head())
    sent = []
    bar.send = lambda message, buffers=None: sent.append((message, buffers))

    def ask(message):
        sent.clear()
        bar._heard(bar, message, [])
        return sent

    return ask


def test_it_saves_the_paper_drawing_with_title_and_source(asked, chart, tmp_path):
    for ending, media_type in (("png", "image/png"), ("svg", "image/svg+xml")):
        ((message, (content,)),) = asked({"kind": "save", "ending": ending})
        assert message == {"kind": "download", "file": f"{chart.name}.{ending}", "type": media_type}
        chart.save(tmp_path / f"same.{ending}")
        assert content == (tmp_path / f"same.{ending}").read_bytes()
    _, (png,) = asked({"kind": "save", "ending": "png"})[0]
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width > 3000
    bare = chart.matplotlib(title=False).get_size_inches()
    assert height / width > bare[1] / bare[0]  # title and source stand in it


def test_it_draws_for_a_phone_and_for_the_wall(asked, chart):
    ((phone, _),) = asked({"kind": "draw", "width": "narrow"})
    assert phone == {"kind": "drawn", "width": "narrow", "svg": svg_text(chart, PHONE)}
    ((wall, _),) = asked({"kind": "draw", "width": "wide"})
    box = [float(number) for number in wall["svg"].partition('viewBox="')[2].partition('"')[0].split()]
    assert box[2] / box[3] > 1.5  # wider than high, so that it fills a screen


@pytest.mark.parametrize(
    "message",
    [None, {}, {"kind": "save", "ending": "exe"}, {"kind": "save"}, {"kind": "draw", "width": 3}, "save"],
)
def test_what_it_does_not_know_it_leaves(asked, message):
    assert asked(message) == []


def test_a_drawing_that_fails_is_said(asked, monkeypatch):
    monkeypatch.setattr(paper, "file_content", lambda *_: 1 / 0)
    ((message, _),) = asked({"kind": "save", "ending": "png"})
    assert message == {"kind": "failed", "text": "The picture could not be drawn (division by zero)."}


def test_without_a_kernel_and_on_paper_there_are_no_buttons(chart, monkeypatch):
    assert bars.bar_content(chart, chart.head()) == {}
    for mode in ("paper", "shared-script"):
        assert "ng-bar" not in chart.html(mode)
        monkeypatch.setenv("NEXTGEN_OUTPUT", mode)
        assert all("widget-view" not in kind for bundle in chart.mime_bundles() for kind in bundle)


def test_a_chart_that_is_shown_again_keeps_its_bar(chart, monkeypatch):
    """A view compares what it shows with what it would show, and leaves alone what is the same."""

    class Shell:
        kernel = object()

    monkeypatch.setattr("IPython.get_ipython", Shell)
    first, again = chart.mime_bundles()[0], chart.mime_bundles()[0]
    assert first == again
    assert "application/vnd.jupyter.widget-view+json" in first
    other = charts.concentration(market("tx-panhandle")).mime_bundles()[0]
    assert (
        other["application/vnd.jupyter.widget-view+json"] != first["application/vnd.jupyter.widget-view+json"]
    )
