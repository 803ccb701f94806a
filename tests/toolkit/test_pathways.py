"""What the entries of Module 4 say, worked out by hand; rows as the real tools store them."""

from __future__ import annotations

import pytest
from as_kept import rows, texts, told, values
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit.pathways.own_places import own_places, own_places_findings
from nextgen_helpers.toolkit.pathways.programs import pathway_findings, pathway_map, program_check
from nextgen_helpers.toolkit.pathways.supply import balances, supply_findings
from nextgen_helpers.toolkit.pathways.system import program_or_system
from nextgen_helpers.toolkit.pathways.trouble import difficulty_findings, trouble
from nextgen_helpers.toolkit.pathways.wages import rung_findings, rungs


def mapped(programs="", jobs="", links=(), given=None):
    """Make a map: programs as "name@institution*" (* takes beginners), jobs as "name*" (* target) or "name:pay"."""
    given_programs = [
        {
            "program": name.partition("@")[0],
            "institution": name.partition("@")[2].rstrip("*"),
            "level": "entry" if name.endswith("*") else "further",
            "supports": "Coach",
        }
        for name in programs.split()
    ]
    given_jobs = []
    for item in jobs.split():
        name, _, pay = item.rstrip("*").partition(":")
        given_jobs.append(
            {
                "job": name,
                "level": "target" if item.endswith("*") else "on_the_way",
                "pay": int(pay) if pay else None,
                "source": "Board",
                "year": 2026,
            }
        )
    given_links = [
        {"begins": begin, "ends": end, "credit": credit[0] if credit else None}
        for begin, end, *credit in links
    ]
    stored = {"programs": given_programs, "jobs": given_jobs, "links": given_links, **(given or {})}
    return pathway_map(values("pathway_map", **stored))


def test_nothing_entered_is_open_and_not_wrong():
    empty = mapped()
    found = [
        *program_or_system([]), *pathway_findings(empty), *program_check(empty, ()),
        *own_places_findings((), empty), *rung_findings(empty), *supply_findings(()),
        *difficulty_findings(trouble([], (), None)),
    ]  # fmt: skip
    assert [item.state for item in found] == ["open"] * 7
    assert (empty.connected, empty.openness, empty.islands) == (None, None, 0)


# -- program or system ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "state", "words"),
    [
        ({"sorted_as": "program", "leads_on": "yes"}, None, ""),
        ({"sorted_as": "program", "leads_on": "not_yet"}, "look", 'sorted as a program, but for "it leads on" you say not yet'),
        ({"sorted_as": "program"}, "open", "whether it leads on is not said"),
        ({"sorted_as": "system", "leads_on": "yes", "others_take_part": "not_yet", "industry_shapes": "not_yet"}, "look",
         "more than one institution takes part and companies shape it"),
        ({"sorted_as": "system", "leads_on": "yes", "others_take_part": "partly", "industry_shapes": "yes"}, None, ""),
        ({"sorted_as": "single", "leads_on": "not_yet"}, None, ""),
        ({"sorted_as": "single", "leads_on": "yes", "others_take_part": "yes", "industry_shapes": "yes"}, "look", "all three answers are a yes"),
        ({}, "open", "Not sorted yet: X."),
    ],
)  # fmt: skip
def test_the_sorting_is_held_against_the_lights(row, state, words):
    found = program_or_system(rows("program_or_system", "pieces", {"what": "X", **row}))
    about = [item for item in found if "X" in item.text]
    assert [item.state for item in about] == ([state] if state else [])
    assert words in texts(about)


def test_pieces_are_counted_by_kind():
    kinds = ["single", "program", "program", "system"]
    found = program_or_system(
        rows("program_or_system", "pieces", *({"what": "X", "sorted_as": kind} for kind in kinds))
    )
    assert told(found, "Of 4: 1 single course, 2 pathway programs, 1 part of a system.").state == "good"


# -- the map --------------------------------------------------------------------------------------------

LINKS = [("A", "B", "all"), ("B", "Job"), ("C", "D", "none"), ("D", "C", "part"), ("E", "Other")]


def test_a_map_is_counted_as_a_system():
    found = mapped("A@River* B@Hills C@River* D@School E@River F@", "Job* Other", LINKS)
    assert found.across == (("A", "B"), ("C", "D"), ("D", "C"))
    assert found.credit_lost == (("C", "D"), ("D", "C"))
    assert found.connected == pytest.approx(4 / 5)  # F says no institution
    assert found.dead_ends == ("F",)
    assert found.circling == ("C", "D")  # they lead to each other and never to a job
    assert found.entries == ("A", "C")
    assert found.open_entries == ("A",)
    assert found.openness == 0.5
    assert found.islands == 4
    said = texts(pathway_findings(found))
    for words in (
        "80% of the programs are tied to a program of another institution, over 3 links.",
        "Dead ends, which lead to no job and to no further program: F.", "They lead on, but never to a job: C and D.",
        "From 1 of 2 entry points a target job can be reached; not from C.",
        "credit is lost, in part or all: C to D and D to C.", "The map falls into 4 parts",
    ):  # fmt: skip
        assert words in said


def test_a_map_without_a_fault_is_in_order():
    found = mapped("A@River* B@Hills", "Job*", [("A", "B", "all"), ("B", "Job")])
    assert {item.state for item in pathway_findings(found)} == {"good"}
    assert found.openness == 1


def test_where_no_program_takes_beginners_those_to_which_nothing_leads_count():
    assert mapped("A@River B@River", "Job*", [("A", "B"), ("B", "Job")]).entries == ("A",)


def test_a_target_job_is_also_reached_over_another_job():
    found = mapped("A@River* B@River", "Helper Job*", [("A", "Helper"), ("Helper", "B"), ("B", "Job")])
    assert found.open_entries == ("A",)
    assert {program.name: program.targets for program in found.programs} == {"A": ("Job",), "B": ("Job",)}


def test_names_are_the_same_in_capitals_and_strangers_are_left_out_and_said():
    found = mapped(
        "A@River* B@river", "Job*", [(" a", "B", "all"), ("B", "JOB"), ("B", "Nowhere"), ("A", "A")]
    )
    assert found.links == (("A", "B", "all"), ("B", "Job", None))
    assert found.unknown == ("Nowhere",)
    assert found.across == ()
    said = pathway_findings(found)
    assert told(said, "All programs are those of River: whose are missing?").state == "look"
    assert "neither a program nor a job on the map: Nowhere." in texts(said)


def test_of_a_name_that_stands_twice_the_first_counts():
    found = mapped("A@River* A@Hills", "a* Job*", [("A", "Job")])
    assert [(program.name, program.institution) for program in found.programs] == [("A", "River")]
    assert tuple(found.jobs) == ("Job",)
    assert found.twice == ("A",)


def test_of_a_link_that_stands_twice_the_last_counts():
    found = mapped("A@River B@Hills", "", [("A", "B", "none"), ("A", "B", "all")])
    assert found.credit_lost == ()


def test_credit_that_nobody_speaks_of_is_open_and_not_lost():
    found = mapped("A@River* B@Hills", "Job*", [("A", "B"), ("B", "Job")])
    assert found.credit_lost == ()
    assert told(pathway_findings(found), "Whether credit counts is not said for 1 link").state == "open"
    assert "all credit counts" not in texts(pathway_findings(found))


def test_without_a_target_job_openness_is_not_known():
    found = mapped("A@River*", "Job", [("A", "Job")])
    assert found.openness is None
    assert told(pathway_findings(found), "Without an entry point and a target job").state == "open"


NAMES = "ABCDE"


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([*NAMES, "Job"])), max_size=14),
    st.sets(st.sampled_from(NAMES)),
    st.lists(st.sampled_from(["River", "Hills", ""]), min_size=5, max_size=5),
)
def test_whatever_the_links_shares_stay_shares_and_more_links_close_no_door(links, entries, places):
    programs = " ".join(
        f"{name}@{place}{'*' if name in entries else ''}" for name, place in zip(NAMES, places, strict=True)
    )
    found = mapped(programs, "Job*", links)
    assert set(found.open_entries) <= set(found.entries)
    assert found.connected is None or 0 <= found.connected <= 1
    assert not set(found.dead_ends) & set(found.circling)
    assert 1 <= found.islands <= 5
    more = mapped(programs, "Job*", [*links, ("A", "Job")])
    if entries:  # else who has no way in changes what counts as an entry
        assert set(found.open_entries) <= set(more.open_entries)
    assert len(more.dead_ends) <= len(found.dead_ends)


# -- the marks of a program -----------------------------------------------------------------------------


def checked(found, short=()):
    return {item.text.partition(":")[0]: item for item in program_check(found, short)}


def test_a_program_with_all_four_marks_is_in_order():
    jobs = [{"job": "Job", "level": "target", "needed_by": "Mill"}]
    found = mapped("A@River* B@Hills", "", [("A", "B", "all"), ("B", "Job")], {"jobs": jobs})
    assert {item.state for item in checked(found).values()} == {"good"}


def test_a_job_is_in_demand_by_a_company_or_by_the_gap():
    found = mapped("A@River*", "Job*", [("A", "Job")])
    assert "no one has said that its target job is in demand" in checked(found)["A"].text
    assert checked(found, [" JOB "])["A"].state == "good"
    assert checked(found, ["Other"])["A"].state == "look"


@pytest.mark.parametrize(
    ("credit", "words"),
    [
        ("none", "its credit is lost on the way"),
        ("part", "its credit counts in part only"),
        (None, "whether its credit counts is not said"),
    ],
)
def test_credit_is_one_of_the_marks(credit, words):
    found = mapped("A@River* B@River", "Job*", [("A", "B", credit), ("B", "Job")])
    assert words in checked(found, ["Job"])["A"].text
    assert checked(found, ["Job"])["B"].state == "good"  # it leads to no program


def test_the_best_link_speaks_for_the_credit_of_a_program():
    found = mapped(
        "A@River* B@River C@River",
        "Job*",
        [("A", "B", "none"), ("A", "C", "all"), ("B", "Job"), ("C", "Job")],
    )
    assert checked(found, ["Job"])["A"].state == "good"


def test_a_program_alone_lacks_what_makes_it_a_pathway():
    found = mapped("", "", (), {"programs": [{"program": "A"}]})
    assert (
        checked(found)["A"].text
        == "A: nothing comes after it, no support is named, no target job can be reached from it."
    )


# -- closed or open -------------------------------------------------------------------------------------


def test_own_view_and_map_stand_side_by_side():
    found = mapped("A@River* B@Hills C@Alone*", "Job*", [("A", "B", "all"), ("B", "Job")])
    places = own_places(
        rows(
            "closed_or_open",
            "places",
            {"organization": "river", "place": 2},
            {"organization": "Alone", "place": 5},
            {"organization": "Chamber", "place": 3},
        ),
        found,
    )
    assert {item.organization: (item.place, item.programs, item.tied, item.entries, item.open_entries) for item in places} == {
        "river": (2, 1, 1, 1, 1), "Alone": (5, 1, 0, 1, 0), "Chamber": (3, 0, 0, 0, 0), "Hills": (None, 1, 1, 0, 0),
    }  # fmt: skip
    said = own_places_findings(places, found)
    assert told(said, "from 50% of the entry points").state == "look"
    assert told(said, "Alone sees itself at 5 of 5, and none").state == "look"
    assert told(said, "river sees itself at 2 of 5, and each").state == "look"
    assert told(said, "Chamber sees itself at 3 of 5; none").state == "open"
    assert told(said, "Hills has not placed itself").state == "open"


def test_an_institution_on_the_map_alone_says_nothing_of_itself():
    found = mapped("A@River*", "Job*", [("A", "Job")])
    assert [item.state for item in own_places_findings(own_places([], found), found)] == ["open"]


# -- the ladder -----------------------------------------------------------------------------------------


def test_a_rung_is_the_next_job_directly_or_over_programs():
    found = mapped(
        "P@River Q@River",
        "Low:30 Mid:40 Top:40 Far",
        [("Low", "P"), ("P", "Q"), ("Q", "Mid"), ("Mid", "Top"), ("Low", "Far")],
    )
    steps = {(step.begins, step.ends): step for step in rungs(found)}
    assert set(steps) == {("Low", "Mid"), ("Mid", "Top"), ("Low", "Far")}  # from Low to Top are two rungs
    assert steps["Low", "Mid"].programs == ("P", "Q")
    assert [steps[pair].rise for pair in (("Low", "Mid"), ("Mid", "Top"), ("Low", "Far"))] == [10, 0, None]
    said = rung_findings(found)
    assert told(said, "Pay rises at 1 of 2 rungs").state == "look"
    assert "Mid to Top: no dollar more. Why" in texts(said)
    assert told(said, "Pay is missing for Far.").state == "open"


def test_a_fall_in_pay_and_in_zone_is_named_with_what_lies_between():
    jobs = [
        {"job": "Low", "pay": 30_000, "zone": 3},
        {"job": "Top", "pay": 28_500, "zone": 2, "source": "Board", "year": 2026},
    ]
    found = mapped("P@River", "", [("Low", "P"), ("P", "Top")], {"jobs": jobs})
    said = texts(rung_findings(found))
    assert "Low to Top: $1,500 a year less, after P." in said
    assert "the job zone falls from 3 to 2" in said
    assert "The pay has no source or no year for Low." in said


def test_a_circle_of_jobs_ends():
    found = mapped("", "A:1 B:2", [("A", "B"), ("B", "A")])
    assert [(step.begins, step.ends) for step in rungs(found)] == [("A", "B"), ("B", "A")]


# -- openings and completers ----------------------------------------------------------------------------


def balance(openings=None, completers=None, **more):
    row = {"occupation": "X", "openings": openings, "completers": completers, **more}
    (found,) = balances(values("supply_and_demand", occupations=[row]))
    return found


@pytest.mark.parametrize(
    ("openings", "completers", "gap", "state"),
    [
        (45, 18, 27, "under-supplied"), (40, 75, -35, "over-saturated"), (100, 90, 10, "about even"), (100, 89, 11, "under-supplied"),
        (100, 110, -10, "about even"), (100, 111, -11, "over-saturated"), (0, 0, 0, "about even"), (0, 1, -1, "over-saturated"),
        (1, 0, 1, "under-supplied"), (None, 5, None, None), (5, None, None, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_the_gap_has_a_sign_and_a_name_and_missing_stays_missing(openings, completers, gap, state):
    found = balance(openings, completers)
    assert (found.gap, found.state) == (gap, state)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_too_few_and_too_many_never_change_places(openings, completers):
    found = balance(openings, completers)
    assert (found.state == "under-supplied") <= (openings > completers)
    assert (found.state == "over-saturated") <= (completers > openings)
    assert (found.state == "about even") == (abs(openings - completers) <= 0.1 * openings)


def pays(**row):
    (found,) = balances(values("supply_and_demand", pay=[{"occupation": "X", **row}]))
    return found.pay_change


def test_pay_is_a_change_a_year():
    assert pays(pay_before=40_000, year_before=2021, pay_now=48_400, year_now=2023) == pytest.approx(10)
    assert pays(pay_before=47_000, year_before=2021, pay_now=46_000, year_now=2025) == pytest.approx(
        -0.5362, abs=1e-4
    )


@pytest.mark.parametrize(
    "row",
    [
        {}, {"pay_before": 1, "year_before": 2021, "pay_now": 2}, {"pay_before": 1, "year_before": 2021, "pay_now": 2, "year_now": 2021},
        {"pay_before": 1, "year_before": 2025, "pay_now": 2, "year_now": 2021}, {"pay_before": 0, "year_before": 2021, "pay_now": 2, "year_now": 2025},
        {"pay_now": 2, "year_now": 2025},
    ],
)  # fmt: skip
def test_without_two_pays_in_two_years_no_change_is_said(row):
    assert pays(**row) is None


def test_each_state_is_said_with_its_numbers_and_pay_only_beside_a_surplus():
    stored = values(
        "supply_and_demand",
        occupations=[
            {"occupation": "Machinist", "openings": 45, "completers": 18}, {"occupation": "Welder", "openings": 40, "completers": 75},
            {"occupation": "Toolmaker", "openings": 9}, {"occupation": "Assistant", "openings": 100, "completers": 100},
            {"occupation": "Cutter", "openings": 1, "completers": 9},
        ],
        pay=[{"occupation": " welder", "pay_before": 47_000, "year_before": 2021, "pay_now": 46_000, "year_now": 2025, "source": "Board"}],
    )  # fmt: skip
    said = supply_findings(balances(stored))
    assert told(said, "Machinist is under-supplied: 45 openings, 18 completers a year.").state == "look"
    surplus = told(said, "Welder is over-saturated")
    assert "Its pay fell by 0.5% a year from 2021 to 2025, not adjusted for inflation" in surplus.text
    assert "does not mean that one causes the other" in surplus.text
    assert "How its pay has moved is not known." in told(said, "Cutter is over-saturated").text
    assert told(said, "Toolmaker: completers not known").state == "open"
    assert told(said, "Assistant is about even").state == "good"
    assert all(item.ours for item in said if " is " in item.text)  # the limit of a tenth is ours


def test_numbers_without_source_and_of_different_years_are_said():
    found = balance(5, 6, openings_source="Board", openings_year=2025, completers_year=2024)
    assert (found.unsourced, found.years_apart) == (("completers",), True)
    said = texts(supply_findings((found,)))
    assert "Without source or year: X (completers)." in said
    assert "different years: X." in said
    assert balance(None, 6).unsourced == ("completers",)


def test_of_two_rows_of_an_occupation_the_first_counts():
    stored = values(
        "supply_and_demand",
        occupations=[{"occupation": "X", "openings": 1}, {"occupation": "x ", "openings": 2}],
    )
    (found,) = balances(stored)
    assert (found.occupation, found.openings) == ("X", 1)


# -- observable trouble ---------------------------------------------------------------------------------


def positions(*pairs):
    return rows(
        "hard_to_fill",
        "positions",
        *(
            {"company": company, "position": position, "weeks_open": weeks}
            for company, position, weeks in pairs
        ),
    )


def test_three_signs_stand_side_by_side():
    found = trouble(
        positions(
            ("Mill", "Welder", 10),
            ("mill ", "Cutter", None),
            ("Plant", "welder", 20),
            ("Plant", "Driver", 30),
        ),
        (
            balance(10, 1),
            balances(
                values(
                    "supply_and_demand",
                    occupations=[{"occupation": "WELDER", "openings": 9, "completers": 1}],
                )
            )[0],
        ),
        120.0,
    )
    assert (found.companies, found.shared, found.weeks, found.short, found.both) == (
        2,
        ("Welder",),
        20,
        ("X", "WELDER"),
        ("Welder",),
    )
    assert [sign for _, sign in found.signs] == [True, True, True]
    said = difficulty_findings(found)
    assert told(said, "3 of 3 signs that can be read point to trouble").state == "look"
    assert "open for 20 weeks (median)" in texts(said)
    assert "Companies and figures agree on Welder: begin there." in texts(said)


@pytest.mark.parametrize(("growth", "sign"), [(1.0, True), (0.0, False), (-343.0, False), (None, None)])
def test_growth_is_a_sign_only_where_it_is_known(growth, sign):
    assert trouble([], (), growth).signs[2][1] is sign


def test_one_company_twice_is_no_second_voice():
    found = trouble(positions(("Mill", "Welder", None), ("MILL", "Welder", None)), (), None)
    assert found.shared == ()
    said = difficulty_findings(found)
    assert "1 company has spoken, and no position is named twice." in texts(said)
    assert (
        told(said, "Cannot be said yet: more openings than completers and the sector has gained jobs.").state
        == "open"
    )
    assert told(said, "0 of 1 sign that can be read points to trouble.").state == "open"


def test_one_sign_alone_proves_nothing():
    assert (
        told(
            difficulty_findings(trouble([], (balance(9, 1),), -5.0)),
            "1 of 2 signs that can be read points",
        ).state
        == "open"
    )


def test_nothing_is_in_order_before_all_three_signs_are_read():
    """One sign of three is no all-clear: companies have not been asked, and nobody has counted completers."""
    silent = difficulty_findings(trouble([], (), -5.0))
    assert told(silent, "0 of 1 sign that can be read points to trouble.").state == "open"
    said_by = positions(("Mill", "Welder", None), ("Plant", "Driver", None))
    whole = difficulty_findings(trouble(said_by, (balance(1, 9),), -5.0))
    assert told(whole, "0 of 3 signs that can be read point to trouble.").state == "good"
