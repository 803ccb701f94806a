"""What follows from the tools of Module 4, as a team sees it: filled in, hostile, empty, and followed live."""

from __future__ import annotations

import pytest
from front_end import HOSTILE_TEXTS, page, said, save, typed
from test_frontline_views import everywhere

import nextgen_helpers as ng
from nextgen_helpers.jobs import region_staffing
from nextgen_helpers.jobs.staffing import brief, region_demand
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit.sheets import sheets

VIEWS = {
    "program_or_system": lambda team: ng.check(team, "program_or_system"),
    "pathway_map": ng.show.pathway_picture,
    "closed_or_open": ng.show.closed_or_open,
    "supply_and_demand": ng.show.supply_and_demand,
    "hard_to_fill": ng.show.observable_trouble,
}
MAP = {
    "programs": [
        {"program": "Bridge", "institution": "River", "level": "entry", "supports": "Coach"},
        {"program": "Certificate", "institution": "Hills", "supports": "Tutor"},
        {"program": "Forklift", "institution": "River", "level": "entry"},
    ],
    "jobs": [
        {"job": "Helper", "pay": 34_000, "source": "Board", "year": 2026},
        {"job": "Welder", "level": "target", "pay": 49_000, "source": "Board", "year": 2026},
    ],
    "links": [
        {"begins": "Bridge", "ends": "Certificate", "credit": "all"}, {"begins": "Certificate", "ends": "Welder"},
        {"begins": "Helper", "ends": "Certificate"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("tool_id", VIEWS)
def test_an_empty_team_is_told_that_nothing_is_there(team, tool_id):
    view = VIEWS[tool_id](team)
    assert "open" in said(view)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.parametrize("tool_id", VIEWS)
def test_what_people_typed_stays_text(team, monkeypatch, tool_id, text):
    for name in VIEWS:
        save(team, name, **everywhere(name, text))
    save(team, "sector_choice", sector=text)
    for mode in ("screen", "paper"):
        monkeypatch.setenv("NEXTGEN_OUTPUT", mode)
        view = VIEWS[tool_id](team)
        words = page(view)
        for raw in ("<script", "<img", "</style></textarea>", "<b>bold"):
            assert raw not in words


def test_every_tool_of_the_module_has_a_view_or_is_only_written_down():
    asked = {name for name, sheet in sheets().items() if sheet.ours and sheet.place == "module4"}
    assert asked - {"quick_check_module4"} == {
        *VIEWS,
        "living_wage",
        "training_access",
        "training_programs",
    }


def test_the_map_follows_the_form_and_the_gap(team, screen):
    screen.display(ng.show.pathway_picture(team))
    assert "Nothing is on the pathway map yet" in screen.html
    form = ng.form(team, "pathway_map", "programs")
    typed(form, "programs", MAP["programs"])
    assert (
        "Dead ends, which lead to no job and to no further program: Bridge, Certificate and Forklift."
        in screen.html
    )
    save(team, "pathway_map", **MAP)
    team.saved("pathway_map")
    assert "From 1 of 2 entry points a target job can be reached; not from Forklift." in screen.html
    assert "Certificate: no one has said that its target job is in demand." in screen.html
    typed(
        ng.form(team, "supply_and_demand"),
        "occupations",
        [{"occupation": "welder", "openings": 9, "completers": 1}],
    )
    assert "Certificate: sequence, credit, support and a job in demand." in screen.html


def test_the_three_tables_of_the_map_are_one_answer(team):
    for name in ("programs", "jobs", "links"):
        typed(ng.form(team, "pathway_map", [name]), name, MAP[name])
    stored = team.team.stored("pathway_map")
    assert [len(stored[name]) for name in ("programs", "jobs", "links")] == [3, 2, 3]


def test_the_links_offer_the_names_of_the_other_two_tables(team):
    links = ng.form(team, "pathway_map", "links")
    typed(ng.form(team, "pathway_map", "programs"), "programs", MAP["programs"])
    typed(ng.form(team, "pathway_map", "jobs"), "jobs", [*MAP["jobs"], {"job": "welder "}])
    links.refresh()  # as when both forms are open in one notebook
    for column in links.form.fields[0]["columns"]:
        offered = links.form.suggestions.get(column["suggest"], [])
        assert offered == (
            ["Bridge", "Certificate", "Forklift", "Helper", "Welder"]
            if column["name"] in ("begins", "ends")
            else []
        )


def test_a_name_that_stands_nowhere_is_said_in_the_form_with_the_nearest(team, screen):
    save(team, "pathway_map", **{**MAP, "links": []})
    links = ng.form(team, "pathway_map", "links")
    screen.display(links)
    typed(links, "links", [{"begins": "bridge", "ends": "Certifcate"}, {"begins": "Bridge", "ends": "Xyz"}])
    near, far = links.form.notes
    assert near == (
        'Links, row 1, To: "Certifcate" does not stand in Programs or Jobs; the nearest is "Certificate".'
    )
    assert far.startswith('Links, row 2, To: "Xyz" does not stand in Programs or Jobs; write it there first')
    assert len(team.team.stored("pathway_map")["links"]) == 2  # kept all the same
    typed(
        ng.form(team, "pathway_map", "jobs"), "jobs", [*MAP["jobs"], {"job": "Xyz"}]
    )  # the other form says so to this one
    assert links.form.notes == [near]
    typed(links, "links", [{"begins": "Bridge", "ends": "Certificate"}])
    assert links.form.notes == []


def test_two_programs_of_one_name_are_said_in_the_form(team):
    form = ng.form(team, "pathway_map", "programs")
    typed(form, "programs", [*MAP["programs"], {"program": "bridge "}])
    assert form.form.notes == [
        '"Bridge" stands in Programs, rows 1 and 4: they are taken for one, and the first counts.'
    ]
    jobs = ng.form(team, "pathway_map", "jobs")
    typed(jobs, "jobs", [{"job": "Forklift"}])
    assert '"Forklift" stands in Programs, row 3 and Jobs, row 1' in " ".join(jobs.form.notes)


def test_many_notes_are_counted_not_listed(team):
    form = ng.form(team, "pathway_map", "links")
    typed(form, "links", [{"begins": f"A{number}", "ends": f"B{number}"} for number in range(10)])
    assert len(form.form.notes) == 7
    assert form.form.notes[-1] == "And 14 more like these."


def test_names_of_answers_that_fit_no_longer_do_not_keep_a_form_shut(team, spoiled):
    save(team, "pathway_map", **MAP)
    spoiled("pathway_map")
    assert ng.form(team, "hard_to_fill").form.notes == []


def test_own_view_stands_beside_the_map(team):
    save(team, "pathway_map", **MAP)
    save(
        team,
        "closed_or_open",
        places=[{"organization": "Chamber", "place": 5}, {"organization": "Hills", "place": 1}],
    )
    words = said(ng.show.closed_or_open(team))
    assert "from 50% of the entry points a target job can be reached" in words
    assert "Hills sees itself at 1 of 5, and each of its programs is tied" in words
    assert "River has not placed itself." in words


def test_the_ladder_says_whether_pay_rises(team):
    save(team, "pathway_map", **MAP)
    words = said(ng.show.wage_ladder(team))
    assert "Pay rises at 1 of 1 rung" in words
    assert "Helper to Welder: $34,000 to $49,000." in words


def test_too_few_and_too_many_are_named_with_pay_beside_it(team):
    save(
        team, "supply_and_demand",
        occupations=[{"occupation": "Welder", "openings": 40, "completers": 75}, {"occupation": "Machinist", "openings": 45, "completers": 18}],
        pay=[{"occupation": "Welder", "pay_before": 47_000, "year_before": 2021, "pay_now": 46_000, "year_now": 2025, "source": "Board"}],
    )  # fmt: skip
    words = said(ng.show.supply_and_demand(team))
    assert "Machinist is under-supplied" in words
    assert "Welder is over-saturated" in words
    assert "does not mean that one causes the other" in words


def test_trouble_is_read_from_companies_numbers_and_official_figures(team):
    said_by = [{"company": company, "position": "Machinist"} for company in ("Mill", "Plant")]
    save(team, "hard_to_fill", positions=said_by)
    words = said(ng.show.observable_trouble(team))
    assert "1 of 1 sign that can be read points to trouble: companies name the same positions." in words
    assert "No sector is chosen in Step 2 yet." in words
    save(team, "sector_choice", sector="Manufacturing")
    words = said(ng.show.observable_trouble(team))
    assert "1 of 2 signs" in words  # Texoma's manufacturing has lost jobs in these figures
    assert "Since 2015" in words
    assert "Quarterly Census of Employment and Wages, 2016" in words
    save(team, "sector_choice", sector="Space mining of moons")
    words = said(ng.show.observable_trouble(team))
    assert "no sector that is called" in words
    assert "Openings in the jobs behind" not in words


def test_openings_stand_beside_the_signs_as_an_estimate(team):
    """Openings for each 100 jobs, of the sector and of all private ones, worked out again from the tables."""
    save(team, "sector_choice", sector="Manufacturing")
    save(team, "hard_to_fill", positions=[{"company": "Mill", "position": "Machinists"}])
    words = page(ng.show.observable_trouble(team))
    jobs = region_staffing(profile("tx-texoma"), "31-33").table.dropna(subset="openings")
    everywhere = region_demand(profile("tx-texoma")).dropna(subset="openings")
    own, others = (100 * rows["openings"].sum() / rows["jobs"].sum() for rows in (jobs, everywhere))
    told = f"{own:.1f} openings a year for each 100 jobs are expected in manufacturing, and {others:.1f} in all private sectors here: an estimate"
    assert told in words
    table = words[words.index("Openings in the jobs behind") :]
    assert table.index("Machinists") < table.index(brief(jobs.nlargest(1, "openings")["title"].iloc[0]))
    machinists = jobs.set_index("title").loc["Machinists"]
    assert f"{100 * machinists['openings'] / machinists['jobs']:.1f}" in table
    assert "no sign by itself" in words


def test_the_sorting_is_checked(team):
    save(
        team,
        "program_or_system",
        pieces=[
            {
                "what": "Intake",
                "sorted_as": "system",
                "leads_on": "yes",
                "others_take_part": "not_yet",
                "industry_shapes": "yes",
            }
        ],
    )
    assert 'for "more than one institution takes part" you say not yet' in said(
        ng.check(team, "program_or_system")
    )
