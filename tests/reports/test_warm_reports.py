"""A report is the same whichever kind of kernel has made it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from made_reports import without_moment

from nextgen_helpers import reports
from nextgen_helpers.kernels.provisioner import way
from nextgen_helpers.regions import get_region
from nextgen_helpers.reports.make import make_report

if TYPE_CHECKING:
    from nextgen_helpers.reports.tasks import Made


def made(task, monkeypatch, how: str) -> Made:
    monkeypatch.setenv("NEXTGEN_WARM", how)
    assert way() == how
    report = make_report(task)
    assert report.result.error == ""
    return report


@pytest.mark.skipif(way() != "fork", reason="this system has no safe fork")
@pytest.mark.parametrize(
    ("region_id", "wishes"),
    [("tx-texoma", {}), ("oh-central-ohio", {}), ("tx-texoma", {"kind": "partnership"})],
    ids=["Texoma", "Central Ohio, of other years", "the partnership of Texoma"],
)
def test_a_warm_kernel_makes_what_an_ordinary_one_makes(monkeypatch, tmp_path, region_id, wishes):
    (task,) = reports.plan_reports([get_region(region_id)], None, tmp_path, **wishes)
    warm, again, ordinary = (made(task, monkeypatch, how) for how in ("fork", "fork", "off"))
    assert set(warm.contents) == set(task.files)
    assert without_moment(warm.contents) == without_moment(ordinary.contents)
    assert without_moment(warm.contents) == without_moment(again.contents)
    assert warm.result.numbers == ordinary.result.numbers


def test_a_difference_is_noticed():
    """What the comparison leaves out is the moment, and nothing else."""
    page = b"<p>Made on May 1, 2026, with x</p>"
    assert without_moment({"a.html": page}) == without_moment({"a.html": page.replace(b"May 1", b"June 12")})
    assert without_moment({"a.html": page}) != without_moment({"a.html": page.replace(b"with", b"by")})
    assert json.dumps(without_moment({"a.html": page})) == '{"a.html": "<p>Made on a day, with x</p>"}'
