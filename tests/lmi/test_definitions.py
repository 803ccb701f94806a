"""Clusters and own definitions: no industry twice, sums as by hand, codes as people write them."""

from __future__ import annotations

import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.codes import industry_title
from nextgen_helpers.lmi.definitions import Definition, definition_figures, read_codes, texas_clusters
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit import content


@pytest.mark.parametrize("year", [2016, 2021, 2022, 2024])
def test_the_eight_clusters_are_the_toolkits_and_their_industries_exist(year):
    clusters = texas_clusters(year)
    assert len(clusters) == 8
    named = [item for item in content.inventory().items if item.id.startswith("FW-2-")]
    assert len(named) == 8
    for cluster in clusters:
        assert cluster.version
        assert cluster.reason
        for code in cluster.codes:
            assert not industry_title(code, "5", year).endswith(code), (cluster.name, code)


def test_software_has_the_code_of_its_year():
    (before,) = [item for item in texas_clusters(2021) if item.name == "Information Technology"]
    (after,) = [item for item in texas_clusters(2022) if item.name == "Information Technology"]
    assert set(before.codes) - set(after.codes) == {"5112"}
    assert set(after.codes) - set(before.codes) == {"5132"}


@pytest.mark.parametrize("codes", [("336", "3364"), ("31-33", "3364"), ("31-33", "336")])
def test_an_industry_within_another_is_refused(codes):
    with pytest.raises(UserError, match="counted twice"):
        Definition("Things that fly", codes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("336, 3364;23", ("336", "3364", "23")),
        ("31 44", ("31-33", "44-45")),
        ("31-33\n48-49", ("31-33", "48-49")),
        ("336 336", ("336",)),
        ("", ()),
    ],
)
def test_codes_as_people_write_them(text, codes):
    assert read_codes(text) == codes


@pytest.mark.parametrize(
    "text", ["10", "99999", "336411", "manufacturing", "0", "-", "'; DROP TABLE", "=1+1", "400"]
)
def test_what_is_no_code_is_named(text):
    with pytest.raises(UserError, match="is no NAICS code"):
        read_codes(text)


def test_a_sum_as_by_hand():
    dallas = profile("tx-greater-dallas", 2016)
    (row,) = definition_figures(dallas, [Definition("Both", ("52", "62"))]).to_dict("records")
    table = dallas.industries[dallas.industries["own_code"] == "5"].set_index("industry_code")
    parts = table.loc[["52", "62"]]
    assert row["seen"] == row["employment"] == parts["employment"].sum()
    assert row["estimated"] == 0
    assert row["average_annual_pay"] == pytest.approx(parts["wages"].sum() / parts["employment"].sum())
    assert row["change_jobs"] == parts["change_jobs"].sum()
    before = parts["employment"].sum() - parts["change_jobs"].sum()
    assert row["change_percent"] == pytest.approx(100 * parts["change_jobs"].sum() / before)
    totals = dallas.comparison["employment"]
    by_hand = (parts["employment"].sum() / totals["region"]) / (
        parts["us_employment"].sum() / totals["nation"]
    )
    assert row["lq_us"] == pytest.approx(by_hand)


def test_one_industry_alone_is_that_industry():
    dallas = profile("tx-greater-dallas", 2016)
    (row,) = definition_figures(dallas, [Definition("Finance", ("52",))]).to_dict("records")
    finance = dallas.industries.query("industry_code == '52' and own_code == '5'").iloc[0]
    assert row["lq_us"] == pytest.approx(finance["lq_us"])
    assert row["change_percent"] == pytest.approx(finance["change_percent"])


def test_industries_of_several_levels_in_one_definition():
    (row,) = definition_figures(
        profile("tx-gulf-coast", 2016), [Definition("Mixed", ("23", "324", "2111"))]
    ).to_dict("records")
    assert row["employment"] > 200_000
    assert row["low"] <= row["employment"] <= row["high"]


def test_an_industry_that_the_region_does_not_have_is_missing_and_not_zero():
    loving = profile("tx-panhandle", 2016)
    (row,) = definition_figures(loving, [Definition("Sea fishing", ("1141",))]).to_dict("records")
    assert row["employment"] != row["employment"] or row["employment"] < 5
