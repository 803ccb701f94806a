"""The wheel and the crosswalks: every part is drawn, its rating stands in words, hostile text is harmless."""

from __future__ import annotations

import json

import pytest
from drawn import lines

from nextgen_helpers.charts.scene import PHONE
from nextgen_helpers.charts.team.companion import document_crosswalk, framework_wheel, part_crosswalk
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.companion import framework_parts, rated_parts
from nextgen_helpers.toolkit.sheets import sheet_model

HOSTILE = "<script>alert(1)</script> & $x_1$ %{y}"


def rated(**ratings):
    rows = [{"part": part, "rating": value, "evidence": HOSTILE} for part, value in ratings.items()]
    value = sheet_model("framework_rating").model_validate({"parts": rows}).model_dump(mode="json")
    return rated_parts(value["parts"])


def test_every_part_stands_on_the_wheel_with_its_rating_in_words():
    chart = framework_wheel(rated(border=4, leadership=1, data=2))
    assert (chart.mark.rim.title, chart.mark.rim.words) == ("Led by industry", "4 of 4")
    assert [part.title.split()[0] for part in chart.mark.wedges] == ["1", "2", "3", "4", "5"]
    assert [part.words for part in chart.mark.core] == ["not rated", "2 of 4", "not rated"]
    screen = chart.plotly(title=False).to_json()
    on_phone = " ".join(line.text for line in lines(chart.mark.scene(PHONE)))
    for words in ("Led by industry", "4 of 4", "1 of 4", "2 of 4", "not rated"):
        assert words in screen
        assert words in chart.html("paper")
        assert words in on_phone  # where the parts of the wheel have only letters
    assert chart.title == "Lowest, with 1 of 4: Leadership, vision and alignment"
    assert "our drawing" in chart.source


def test_a_part_that_is_not_rated_is_white_and_not_the_lowest():
    chart = framework_wheel(rated(border=3, workers=3))
    assert chart.title == "All rated parts are at 3 of 4"
    assert {part.color for part in chart.mark.wedges} == {"#ffffff"}
    assert (
        len(
            {
                part.color
                for part in framework_wheel(
                    rated(leadership=1, resources=2, engagement=3, delivery=4)
                ).mark.wedges
            }
        )
        == 5
    )


def test_an_empty_wheel_is_drawn_all_the_same():
    chart = framework_wheel(rated())
    assert chart.title == "No part of the wheel is rated yet"
    assert chart.html("paper").count("not rated") >= 9


def test_typed_text_is_no_markup():
    chart = framework_wheel(rated(border=1))
    figure = chart.plotly().to_dict()
    assert "<script>alert" not in chart.html("paper") + json.dumps(figure["data"], default=str)
    assert "&lt;script&gt;" in chart.html("paper")


def test_the_documents_are_counted_as_the_inventory_has_them():
    chart = document_crosswalk({"11_step1": "Step 1"})
    assert len(chart.mark.rows) == len(content.inventory().documents) == 5
    assert "Step 1" in chart.mark.columns
    expected = sum(
        item.document == "things_to_consider" and "11_step1" in item.notebooks
        for item in content.inventory().items
    )
    value = chart.mark.values[chart.mark.rows.index("Things to Consider")][chart.mark.columns.index("Step 1")]
    assert value == expected > 0
    assert f"Step 1 {expected}" in chart.alternative
    assert chart.title == "Each of the 4 companion documents is treated in 1 to 6 notebooks"


@pytest.mark.parametrize("scores", [{}, {"industry_engagement": 6.5}])
def test_the_parts_beside_the_toolkit_have_places_dimensions_and_scores(scores):
    dimensions = {item.id: item.title for item in content.rubric().dimensions}
    frame = part_crosswalk(dimensions, scores).frame.set_index("part")
    assert len(frame) == len(framework_parts())
    assert frame.loc["Led by industry", "dimension"] == "Industry engagement"
    assert frame.loc["Led by industry", "score"] == ("6.5 of 10" if scores else "not rated, or not shown yet")
    assert frame.loc["Industry engagement", "places"] == "Step 3, Step 4, Module 2"
    assert frame.loc["Worker voice and job quality", "places"].startswith("Nowhere in the toolkit")
    assert frame.loc["Deciding by data", ["dimension", "score"]].tolist() == ["No dimension fits", ""]
