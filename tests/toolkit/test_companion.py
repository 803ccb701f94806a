"""The companion documents: counts by hand, evidence that is missing, and content that points somewhere."""

from __future__ import annotations

from datetime import date

import pytest
from as_kept import rows

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit import content, shipped
from nextgen_helpers.toolkit.companion import (
    considerations,
    crosswalk,
    examples,
    framework_parts,
    job_quality,
    place_title,
    rated_parts,
    traits,
    wheel_findings,
    worker_voice,
)
from nextgen_helpers.toolkit.findings import Finding
from nextgen_helpers.toolkit.sheets import column_choices, start_rows

TODAY = date(2027, 7, 1)
HOSTILE = "<img src=x onerror=alert(1)>"


def said(findings):
    return " ".join(item.text for item in findings)


# -- the wheel ----------------------------------------------------------------------------------------------


def test_the_wheel_has_a_rim_five_wedges_and_three_parts_of_a_core():
    parts = framework_parts()
    assert [part.ring for part in parts] == ["rim", *["wedge"] * 5, *["core"] * 3]
    assert [part.number for part in parts if part.ring == "wedge"] == [1, 2, 3, 4, 5]
    assert [part.inventory for part in parts] == [
        "FR-BORDER",
        *(f"FR-W-{n}" for n in range(1, 6)),
        *(f"FR-C-{n}" for n in range(1, 4)),
    ]
    assert parts[0].dimension == "industry_engagement"
    assert [part.id for part in parts if not part.places] == ["workers"]  # no step of the toolkit covers it
    assert list(column_choices("framework_rating", "parts", "part")) == [part.id for part in parts]
    assert [row["part"] for row in start_rows("framework_rating")["parts"]] == [part.id for part in parts]


def test_every_place_of_the_toolkit_but_those_without_a_part_is_on_the_wheel():
    used = {place for part in framework_parts() for place in part.places}
    assert used == {place.id for place in content.steps().places}


def test_a_part_without_a_rating_is_not_rated_and_of_two_rows_the_later_counts():
    rated = rated_parts(
        rows(
            "framework_rating",
            "parts",
            {"part": "data", "rating": 1},
            {"part": "data", "rating": 3, "evidence": "x"},
            {"part": "border"},
        )
    )
    assert {item.part.id: item.rating for item in rated if item.rating is not None} == {"data": 3}
    assert wheel_findings(rated_parts([])) == (Finding("open", "No part of the wheel is rated yet."),)


def test_low_parts_bare_parts_and_parts_without_a_next_step_are_named():
    rated = rated_parts(
        rows(
            "framework_rating", "parts", {"part": "border", "rating": 4, "evidence": "Seen"}, {"part": "data", "rating": 2},
            {"part": "workers", "rating": 1, "evidence": "Seen", "next_step": "Two talks"},
        )
    )  # fmt: skip
    words = said(wheel_findings(rated))
    for part in (
        "3 of 9 parts are rated.", "Rated 1 or 2: Deciding by data and Worker voice and job quality.",
        "Rated without anything that was seen: Deciding by data.", "Low and without a next step: Deciding by data.",
    ):  # fmt: skip
        assert part in words


@pytest.mark.parametrize(
    ("rim", "engagement", "fits"),
    [
        (1, 1, True),
        (4, 10, True),
        (4, 7, False),
        (4, 7.5, True),
        (3, 6.5, True),
        (2, 7, False),
        (1, 4, False),
        (2, 4, True),
    ],
)
def test_rim_and_rubric_fit_where_they_lie_less_than_a_level_apart(rim, engagement, fits):
    # 1 to 10 onto 1 to 4: 7 of 10 is 3 of 4.
    rated = rated_parts(
        rows("framework_rating", "parts", {"part": "border", "rating": rim, "evidence": "Seen"})
    )
    last = wheel_findings(rated, engagement)[-1]
    assert (last.state == "good", last.ours) == (fits, True)
    assert f"{engagement:g} of 10" in last.text
    assert "rubric" not in said(wheel_findings(rated, None))


# -- the documents ------------------------------------------------------------------------------------------


def test_the_crosswalk_counts_each_item_in_each_of_its_notebooks():
    documents, notebooks, counts = crosswalk()
    assert len(documents) == len(counts) == 5
    assert sum(map(sum, counts)) == sum(len(item.notebooks) for item in content.inventory().items)
    place = documents.index("sector_strategies_framework_2024")
    assert {name for name, count in zip(notebooks, counts[place], strict=True) if count} == {
        "60_companion_frameworks"
    }
    assert place_title("module5") == "Module 5: Success Metrics of Next Gen Sector Partnerships"


# -- six points ---------------------------------------------------------------------------------------------


def test_considered_begun_and_open_are_counted():
    found = considerations(
        rows(
            "six_considerations", "points",
            {"point": "Industry: which", "state": "considered", "what": "Metal"}, {"point": "Convener: who", "state": "considered"},
            {"point": "Employers: how", "state": "begun", "next_step": "Ask", "by": "2027-06-30"},
            {"point": f"{HOSTILE}: who", "state": "open"}, {"point": "Goals"},
        ),
        TODAY,
    )  # fmt: skip
    assert found[0].text == "2 of 5 points are considered, 1 begun; none has to be settled yet."
    words = said(found)
    for part in (
        f"Open: {HOSTILE}.", "what you think is not written down: Convener.", f"next step and its day: {HOSTILE}.",
        "The day is over: Employers.", "Not marked yet: Goals.",
    ):  # fmt: skip
        assert part in words


def test_six_considered_points_are_in_order_and_none_is_open():
    six = [{**row, "state": "considered", "what": "x"} for row in start_rows("six_considerations")["points"]]
    assert [item.state for item in considerations(six, TODAY)] == ["good"]
    assert [item.state for item in considerations(start_rows("six_considerations")["points"], TODAY)] == [
        "open"
    ]


# -- traits -------------------------------------------------------------------------------------------------


def test_traits_hold_with_evidence_only_on_paper():
    found = traits(
        rows(
            "partnership_traits", "traits", {"trait": "finds_common", "holds": "yes", "evidence": "List"}, {"trait": "tells", "holds": "yes"},
            {"trait": "skills", "holds": "partly", "evidence": "Plan"}, {"trait": "across", "holds": "not_yet", "next_step": "Ann"}, {"trait": "aligns"},
        ),
        "trait", "traits",
    )  # fmt: skip
    assert found[0].text == "2 of 5 traits hold, 1 partly."
    words = said(found)
    assert "Without evidence: telling decision makers what comes first." in words
    assert "no one to start: skills that are missing now and later." in words
    assert "Not answered yet: making programs, courses and money fit." in words


@pytest.mark.parametrize(
    ("table", "name", "many"), [("traits", "trait", "traits"), ("components", "component", "components")]
)
def test_every_trait_and_component_that_is_offered_can_be_named(table, name, many):
    offered = start_rows("partnership_traits")[table]
    assert len(offered) == {"traits": 6, "components": 4}[table]
    whole = [{**row, "holds": "yes", "evidence": "x"} for row in offered]
    assert [item.state for item in traits(whole, name, many)] == ["good"]
    assert "Without evidence" in said(traits([{**row, "evidence": ""} for row in whole], name, many))


# -- workers and jobs ---------------------------------------------------------------------------------------


def test_a_way_that_changed_nothing_or_is_old_is_said():
    ways = rows(
        "worker_voice", "ways", {"way": "Talks", "used": "yes", "last_on": "2026-06-29"}, {"way": "Survey", "used": "partly"},
        {"way": "Union", "used": "not_yet"},
    )  # fmt: skip
    words = said(worker_voice(ways, TODAY))
    for part in (
        "2 ways are in use",
        "Nothing is written down that changed",
        "Not for more than a year: Talks.",
        "For 1 of them",
    ):
        assert part in words
    assert all(item.ours for item in worker_voice(ways, TODAY))
    assert worker_voice([], TODAY)[0].state == "open"
    assert (
        worker_voice(rows("worker_voice", "ways", {"way": "A", "used": "not_yet"}), TODAY)[0].state == "look"
    )


def test_practices_are_counted_only_where_somebody_said():
    employers = rows(
        "job_quality", "employers",
        {"employer": "A", "starting_pay": 18.5, "pay_after": 21, "hours": "yes", "who_says": "both", "practice": "Schedule"},
        {"employer": "B", "starting_pay": 20.5, "pay_after": 20.5, "hours": "not_yet", "who_says": "employer"},
        {"employer": HOSTILE, "starting_pay": 17},
    )  # fmt: skip
    words = said(job_quality(employers, 60_000.0))
    for part in (
        "Hours known ahead: 1 of 2 employers, yes.", "Benefits: no one has said.",
        "median $18.50 an hour of 3 employers, which is $38,480 in a year of 2,080 hours; the sector's average is $60,000",
        "After two years pay is higher at 1 of 2 employers.", "Only the employer says so: B.", "1 practice",
    ):  # fmt: skip
        assert part in words
    assert "sector's average" not in said(job_quality(employers, None))
    assert "three are the least" in said(job_quality(employers[:2]))
    assert job_quality([])[0].state == "open"


def test_an_employer_that_is_typed_in_two_ways_counts_once():
    employers = rows(
        "job_quality", "employers",
        {"employer": "Mill", "starting_pay": 18, "hours": "yes", "who_says": "employer"},
        {"employer": " mill ", "pay_after": 21, "hours": "not_yet", "who_says": "workers"},
        {"employer": "B", "hours": "not_yet", "who_says": "both"},
    )  # fmt: skip
    words = said(job_quality(employers))
    for part in (
        "In more than one row, counted once: Mill.", "2 employers are no picture", "Hours known ahead: 1 of 2 employers, yes.",
        "median $18.00 an hour of 1 employer", "After two years pay is higher at 1 of 1 employer.",
    ):  # fmt: skip
        assert part in words
    assert "Only the employer says so" not in words


def test_only_checked_examples_are_told():
    given = rows(
        "local_examples", "examples", {"place_name": "A", "source": "Call", "checked_by": "Ann", "checked_on": "2027-01-05"},
        {"place_name": HOSTILE, "source": "Call", "checked_by": "Ann"}, {"place_name": "C", "checked_on": "2027-01-05", "checked_by": "Ann"},
    )  # fmt: skip
    checked, found = examples(given)
    assert [row["place_name"] for row in checked] == ["A"]
    assert f"source or check is missing: {HOSTILE} and C." in said(found)
    assert examples([])[0] == ()


# -- content that is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("places: [step6, step1]", "places: [step7]", 'no step or module "step7"'), ("inventory: FR-W-1", "inventory: FR-W-9", 'no item "FR-W-9"'),
        ("dimension: career_pathways", "dimension: careers", 'no dimension "careers"'), ("ring: rim", "ring: spoke", 'field "ring"'),
        ("parts:", "part:", "parts"), ("parts:", "parts: [", "it is not valid YAML"),
    ],
)  # fmt: skip
def test_wrong_content_is_refused_with_its_file_and_reason(tmp_path, monkeypatch, old, new, reason):
    text = embedded("data", "toolkit", "frameworks.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "frameworks.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(
        shipped,
        "embedded",
        lambda *parts: tmp_path / "frameworks.yaml" if parts[-1] == "frameworks.yaml" else embedded(*parts),
    )
    with pytest.raises(DataFileError) as refused:
        framework_parts.__wrapped__()
    assert str(refused.value).startswith("data/toolkit/frameworks.yaml")
    assert reason in str(refused.value)
