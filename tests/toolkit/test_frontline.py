"""What the entries of Module 3 say, worked out by hand; rows as the real tools store them."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from as_kept import TODAY, rows, texts, told, values
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import agreement
from nextgen_helpers.toolkit.frontline.communication import communication, communication_findings
from nextgen_helpers.toolkit.frontline.constituency import constituency, constituency_findings
from nextgen_helpers.toolkit.frontline.placing import push_and_pull
from nextgen_helpers.toolkit.frontline.runways import least_months, months_before, runway_findings, runways
from nextgen_helpers.toolkit.frontline.sector_card import sector_card, vintage
from nextgen_helpers.toolkit.frontline.ten_ways import agreement_in_words, ranked_ways, ranking_findings
from nextgen_helpers.toolkit.frontline.who_serves import Overlap, frontline_findings, overlaps
from nextgen_helpers.toolkit.sheets import column_choices

WORK = column_choices("frontline_map", "staff", "does")


def test_nothing_entered_is_open_and_not_wrong():
    found = [
        *push_and_pull([])[1], *runway_findings(values("runway"), TODAY),
        *frontline_findings([], WORK), *ranking_findings(values("ten_ways")),
        *communication_findings(values("communication_strategy")), *constituency_findings([], TODAY),
    ]  # fmt: skip
    assert [item.state for item in found] == ["open"] * 6


# -- push and pull --------------------------------------------------------------------------------------


def ways(*given_rows):
    return rows("push_and_pull", "ways", *({"way": f"W{n}", **row} for n, row in enumerate(given_rows)))


def test_rates_are_computed_from_sums_over_ways_that_say_both_numbers():
    groups, found = push_and_pull(
        ways(
            {"begins_with": "population", "served": 100, "placed": 10},
            {"begins_with": "population", "served": 20, "placed": 10},
            {"begins_with": "population", "served": 900},
            {"begins_with": "demand", "asked_by": "Mill", "served": 10, "placed": 9},
        )
    )
    assert [(group.begins_with, group.ways, group.counted, group.served, group.placed) for group in groups] == [
        ("demand", 1, 1, 10, 9), ("population", 3, 2, 120, 20),
    ]  # fmt: skip
    assert groups[1].share == pytest.approx(20 / 120)  # not the mean of 10% and 50%
    assert told(found, "3 of 4 ways begin with a group").state == "look"
    assert told(found, "1 way does not say").state == "open"


def test_a_way_without_numbers_has_no_rate():
    groups, _ = push_and_pull(
        ways({"begins_with": "both", "asked_by": "Mill"}, {"begins_with": "both", "served": 0, "placed": 0})
    )
    (group,) = groups
    assert group.share is None
    assert group.counted == 1


@pytest.mark.parametrize(("push", "state"), [(1, "good"), (2, "look")])
def test_more_than_half_of_the_ways_as_push_is_worth_a_look(push, state):
    kinds = ["population"] * push + ["demand"] * (2 - push) + [None]
    _, found = push_and_pull(ways(*({"begins_with": kind, "asked_by": "Mill"} for kind in kinds)))
    finding = told(found, f"{push} of 2 ways")
    assert (finding.state, finding.ours) == (state, True)
    assert told(found, "Not sorted yet: W2.").state == "open"


def test_a_pull_needs_a_company_and_nobody_places_more_than_were_served():
    groups, found = push_and_pull(
        ways({"begins_with": "demand"}, {"begins_with": "both", "asked_by": "Mill", "served": 5, "placed": 6})
    )
    assert "no company is named that asked for it: W0." in texts(found)
    assert "look at the numbers of W1 again" in texts(found)
    assert groups[1].share is None  # a slip of the pen is no rate


# -- runways --------------------------------------------------------------------------------------------


def runway(steps, starts=(), **other):
    return values(
        "runway",
        steps=[{"starting_point": "A", "step": f"S{n}", **step} for n, step in enumerate(steps)],
        starts=list(starts),
        **other,
    )


@pytest.mark.parametrize(
    ("steps", "months", "whole"),
    [
        ([], 0, False),
        ([{"months": 4}], 4, True),
        ([{"months": 4}, {"months": 9}], 13, True),
        ([{"months": 4}, {"months": 9, "when": "beside"}], 9, True),
        ([{"months": 9}, {"months": 4, "when": "beside"}, {"months": 2, "when": "beside"}, {"months": 1, "when": "after"}], 10, True),
        ([{"months": 3, "when": "beside"}, {"months": 2}], 5, True),  # nothing is before the first
        ([{"months": 4}, {}], 4, False),
        ([{}, {"months": 4, "when": "beside"}], 4, False),
        ([{"months": 0}], 0, True),
    ],
)  # fmt: skip
def test_steps_that_run_beside_each_other_count_once(steps, months, whole):
    (way,) = runways(runway(steps, [{"starting_point": "A"}]))
    assert (way.months, way.whole, way.steps) == (months, whole, len(steps))


@given(
    st.lists(
        st.fixed_dictionaries(
            {"months": st.integers(0, 60), "when": st.sampled_from(["after", "beside", None])}
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_runway_is_at_least_its_longest_step_and_at_most_all_of_them(steps):
    (way,) = runways(runway(steps))
    lengths = [step["months"] for step in steps]
    assert max(lengths) <= way.months <= sum(lengths)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2027-10-01", 0, "2027-10-01"), ("2027-10-01", 15, "2026-07-01"), ("2027-03-31", 1, "2027-02-28"),
        ("2028-03-31", 1, "2028-02-29"), ("2027-01-15", 1, "2026-12-15"), ("2027-01-31", -1, "2027-02-28"),
    ],
)  # fmt: skip
def test_months_are_counted_back_by_the_calendar(day, months, expected):
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_back_and_forth_ends_at_most_three_days_earlier(day, months):
    there = months_before(day, months)
    back = months_before(there, -months)
    assert timedelta(0) <= day - back <= timedelta(days=3)


@pytest.mark.parametrize(
    ("begin", "state", "words"),
    [
        ("2027-05-10", "good", "begin by Mon, May 10, 2027."),
        ("2027-05-09", "look", "they had to begin by Sun, May 9, 2027"),
    ],
)
def test_who_had_to_begin_before_today_is_late(begin, state, words):
    demand_day = months_before(date.fromisoformat(begin), -4)
    found = runway_findings(
        runway([{"months": 4, "partner": "College"}], demand_day=demand_day.isoformat()), TODAY
    )
    assert told(found, words).state == state


def test_an_incomplete_runway_has_to_begin_even_earlier():
    found = runway_findings(runway([{"months": 1}, {}], demand_day="2027-12-01"), TODAY)
    assert "A: begin by Mon, November 1, 2027 or earlier." in texts(found)
    assert told(found, "Steps or their months are missing for A").state == "open"


def test_people_on_a_runway_with_a_gap_are_counted_and_groups_without_a_number_are_said():
    stored = values(
        "runway",
        starts=[{"starting_point": "A", "people": 20}, {"starting_point": "B"}, {"starting_point": "C", "people": 5}],
        steps=[
            {"starting_point": " a ", "step": "Care", "months": 1}, {"starting_point": "B", "step": "License", "months": 1},
            {"starting_point": "C", "step": "Class", "months": 2, "partner": "College"},
        ],
    )  # fmt: skip
    found = runway_findings(stored, TODAY)
    assert told(found, "20 people a year have, and 1 group without a number, a runway").state == "look"
    assert "Care (A) and License (B)" in texts(found)
    assert "C" not in told(found, "no partner").text.replace("Care", "")
    assert "The date when companies need the people is not set" in texts(found)


def test_each_step_with_a_partner_is_in_order_and_no_step_says_nothing_about_partners():
    assert "Each step has a partner." in texts(
        runway_findings(runway([{"months": 1, "partner": "College"}]), TODAY)
    )
    bare = runway_findings(runway([], [{"starting_point": "A", "people": 3}]), TODAY)
    assert "partner" not in texts(bare)
    assert {item.state for item in bare} == {"open"}


@pytest.mark.parametrize(
    ("zone", "aimed", "least"),
    [(1, 1, 0), (1, 2, 0), (1, 3, 9), (1, 4, 21), (2, 3, 0), (2, 4, 12), (3, 5, 24), (5, 1, 0), (4, 5, 0)],
)
def test_between_zones_lie_months(zone, aimed, least):
    assert least_months(zone, aimed) == least


@pytest.mark.parametrize(("months", "said"), [(8, True), (9, False)])
def test_a_way_that_is_too_short_for_its_zones_is_asked_about(months, said):
    stored = runway(
        [{"months": months, "partner": "College"}], [{"starting_point": "A", "zone": 1}], aimed_zone=3
    )
    about = [item for item in runway_findings(stored, TODAY) if "zone 1 to zone 3" in item.text]
    assert bool(about) == said
    assert all(item.ours for item in about)


# -- the sector card ------------------------------------------------------------------------------------

CARD = {
    "jobs": [
        {
            "job": "Welder",
            "what_one_does": "welds",
            "entry_pay": 38_000,
            "advanced_pay": 61_000,
            "source": "Board",
            "year": 2026,
        }
    ],
    "market": [{"job": "Welder", "openings": 40, "seekers": 60, "source": "Board", "year": 2025}],
    "skills": [{"skill": "Reads a drawing", "job": "Welder", "source": "Mill", "year": 2026}],
    "advancement": [
        {
            "from_job": "Helper",
            "to_job": "Welder",
            "months": 18,
            "what_it_takes": "a certificate",
            "source": "Mill",
            "year": 2026,
        }
    ],
}


def card(**changed):
    return {part.id: part for part in sector_card(values("sector_card", **{**CARD, **changed}))}


def test_a_full_card_says_each_figure_with_source_and_year():
    parts = card()
    assert {name: part.statements for name, part in parts.items()} == {
        "choices": ("Welder: welds (Board, 2026)",),
        "saturation": (
            "Welder: 40 openings a year, 60 people trained or looking, that is 1.5 for each opening (Board, 2025)",
        ),
        "pay": ("Welder: entry pay $38,000 a year, advanced pay $61,000 a year (Board, 2026)",),
        "skills": ("Reads a drawing, for Welder (Mill, 2026)",),
        "advancement": ("Helper to Welder: about 18 months; it takes a certificate (Mill, 2026)",),
    }
    assert not any(part.missing for part in parts.values())


def test_an_empty_card_says_for_each_part_what_is_missing_and_who_can_tell():
    parts = sector_card(values("sector_card"))
    assert [part.id for part in parts] == ["choices", "saturation", "pay", "skills", "advancement"]
    for part in parts:
        assert part.statements == ()
        (missing,) = part.missing
        assert "; who can tell: " in missing


def test_missing_pay_is_no_zero_and_a_zero_is_no_gap():
    half = card(jobs=[{"job": "Welder", "entry_pay": 38_000, "source": "Board"}, {"job": "Cutter"}])["pay"]
    assert half.statements == (
        "Welder: entry pay $38,000 a year, advanced pay not known (Board, year missing)",
    )
    assert half.missing[0].startswith(
        "what beginners and experienced people earn, for Welder and Cutter; who can tell"
    )
    volunteer = card(jobs=[{"job": "Helper", "entry_pay": 0, "advanced_pay": 0, "year": 2026}])["pay"]
    assert volunteer.statements == (
        "Helper: entry pay $0 a year, advanced pay $0 a year (source missing, 2026)",
    )
    assert volunteer.missing == ()


def test_no_ratio_where_there_are_no_openings():
    text = card(market=[{"job": "Welder", "openings": 0, "seekers": 3}])["saturation"].statements[0]
    assert text == "Welder: 0 openings a year, 3 people trained or looking (source and year missing)"
    assert card(market=[{"job": "Welder"}])["saturation"].statements == ()


def test_the_one_who_finds_it_out_stands_beside_what_is_missing():
    asked = card(
        advancement=[], to_ask=[{"part": "advancement", "who": "Ann", "by": "2027-06-01"}, {"part": "skills"}]
    )
    assert asked["advancement"].missing == (
        "how one moves up, and how long it takes; Ann finds it out by Tue, June 1, 2027",
    )
    assert asked["skills"].missing == ("more about it; someone finds it out",)


@pytest.mark.parametrize(
    ("changed_on", "figures", "typed", "months", "expected"),
    [
        (None, None, None, None, (None, "")),
        (date(2027, 5, 1), None, None, None, (date(2027, 11, 1), "6 months after the last change")),
        (date(2027, 5, 1), None, None, 1, (date(2027, 6, 1), "1 month after the last change")),
        (date(2027, 5, 1), 2025, None, 12, (date(2027, 6, 30), "official figures of 2026")),
        (date(2027, 5, 1), 2026, 2024, 12, (date(2026, 12, 31), "the oldest figure that the team typed is of 2024")),
        (None, 2016, None, None, (date(2018, 6, 30), "official figures of 2017")),
    ],
)  # fmt: skip
def test_the_first_day_that_calls_for_a_look_counts(changed_on, figures, typed, months, expected):
    renew_by, why = expected
    jobs = [{"job": "Welder", "year": typed}, {"job": "Cutter", "year": 2027}] if typed else []
    stamp = vintage(
        values("sector_card", jobs=jobs, months_valid=months),
        (figures,) if figures else (),
        changed_on,
        TODAY,
    )
    assert stamp.renew_by == renew_by
    assert stamp.reason.startswith(why)
    assert stamp.overdue == (renew_by is not None and renew_by < TODAY)
    assert ("Renew now" in stamp.sentence()) == stamp.overdue


def test_the_stamp_says_the_years_of_all_figures():
    stored = values(
        "sector_card", jobs=[{"job": "Welder", "year": 2027}], skills=[{"skill": "Reads", "year": 2026}]
    )
    assert (
        vintage(stored, (2025,), None, TODAY)
        .sentence()
        .startswith("Figures of 2025 to 2027. The team has not written")
    )
    assert vintage(values("sector_card"), (), None, TODAY).sentence().startswith("No figure says its year.")
    assert not vintage(values("sector_card"), (2020,), None, TODAY, newer_out=False).overdue


# -- the front line -------------------------------------------------------------------------------------


def staff(*given_rows):
    return rows(
        "frontline_map",
        "staff",
        *({"role": f"R{n}", "organization": "Board", **row} for n, row in enumerate(given_rows)),
    )


def test_the_same_work_for_the_same_people_by_two_is_an_overlap():
    found = overlaps(
        staff(
            {"does": "advice", "serves": "Veterans"}, {"organization": "College", "does": "advice", "serves": "veterans "},
            {"organization": "board", "does": "advice", "serves": "Veterans"},  # the same organization
            {"organization": "School", "does": "teaching", "serves": "Veterans"}, {"organization": "School", "does": "advice"},
        )
    )  # fmt: skip
    assert found == (Overlap("advice", "Veterans", ("Board", "College")),)


def test_without_work_or_people_nothing_overlaps():
    two = staff({"serves": "Veterans"}, {"organization": "College", "serves": "Veterans"})
    assert overlaps(two) == ()
    found = frontline_findings(two, WORK)
    assert told(found, "2 rows do not say yet").state == "open"
    assert "No two organizations do the same" in texts(found)


def test_ways_that_end_and_ways_off_the_map_are_found():
    found = frontline_findings(
        staff(
            {"does": "advice", "serves": "V", "hands_on_to": "college", "hears_back": "yes"},
            {"organization": "College", "does": "teaching", "serves": "V"},
            {"organization": "School", "does": "advice", "serves": "W", "hands_on_to": "Clinic", "hears_back": "partly"},
        ),
        WORK,
    )  # fmt: skip
    assert told(found, "No one comes after R1 (College)").state == "look"
    assert "People are sent to Clinic, but no one from there is on the map." in texts(found)
    assert told(found, "In 1 of 2 cases").ours


def test_handing_on_to_oneself_is_said():
    found = frontline_findings(
        staff({"does": "advice", "serves": "V", "hands_on_to": " BOARD", "hears_back": "yes"}), WORK
    )
    assert "All handing on stays inside the same organization." in texts(found)
    assert "no one is on the map" not in texts(found)


# -- ten ways -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        pytest.param([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], 0.16, id="Siegel 1956: three executives, six applicants"),
        pytest.param(
            [
                [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10], [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
                [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
            ],
            0.828, id="Kendall 1948, in Siegel 1956: ranks with ties",
        ),
    ],
)  # fmt: skip
def test_kendalls_w_agrees_with_published_examples(ranks, expected):
    digits = 2 if expected == 0.16 else 3
    assert round(agreement.kendalls_w(ranks), digits) == expected


RANKS = st.integers(2, 6).flatmap(
    lambda things: st.lists(
        st.lists(st.integers(1, 6), min_size=things, max_size=things), min_size=2, max_size=6
    )
)


@given(RANKS)
def test_w_lies_between_none_and_all(ranks):
    found = agreement.kendalls_w(ranks)
    assert math.isnan(found) == all(len(set(row)) == 1 for row in ranks)
    if not math.isnan(found):
        assert -1e-12 <= found <= 1 + 1e-12


@given(RANKS, st.randoms())
def test_w_does_not_depend_on_who_comes_first_or_on_the_numbers_of_the_ways(ranks, chance):
    order = list(range(len(ranks[0])))
    chance.shuffle(order)
    mixed = [[row[place] for place in order] for row in ranks]
    chance.shuffle(mixed)
    assert agreement.kendalls_w(mixed) == pytest.approx(agreement.kendalls_w(ranks), nan_ok=True)


@given(st.permutations(range(1, 7)), st.integers(2, 5))
def test_who_all_rank_alike_agree_wholly(order, people):
    assert agreement.kendalls_w([order] * people) == pytest.approx(1)


@pytest.mark.parametrize("ranks", [[], [[1, 2]], [[1], [1]], [[2, 2], [3, 3]], [[], []]])
def test_without_two_people_two_things_or_any_difference_there_is_no_w(ranks):
    assert math.isnan(agreement.kendalls_w(ranks))


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError, match="the same things"):
        agreement.kendalls_w([[1, 2], [1, 2, 3]])


@pytest.mark.parametrize(
    ("agreement", "words"),
    [(1, "unusually strong"), (0.9, "unusually strong"), (0.89, "strong"), (0.5, "moderate"), (0.3, "weak"), (0.1, "very weak"), (0.09, "hardly any"), (0, "hardly any")],
)  # fmt: skip
def test_agreement_has_a_word(agreement, words):
    assert agreement_in_words(agreement) == words


def ten(*rankings, ways=("One", "Two", "Three")):
    return values(
        "ten_ways",
        ways=[
            {"number": number, "way": way, "how": "h", "why": "w"} for number, way in enumerate(ways, start=1)
        ],
        rankings=[
            {"person": person, **{f"way_{n}": rank for n, rank in enumerate(ranks, start=1)}}
            for person, *ranks in rankings
        ],
    )


def test_ways_are_ordered_by_their_mean_rank_and_ties_share_their_places():
    ranking = ranked_ways(ten(("A", 2, 1, 3), ("B", 1, 1, 2)))
    assert [(item.number, item.mean, item.best, item.worst) for item in ranking.priorities] == [
        (2, 1.25, 1.0, 1.5), (1, 1.75, 1.5, 2.0), (3, 3.0, 3.0, 3.0),
    ]  # fmt: skip
    assert ranking.people == 2
    # Sums 3.5, 2.5, 6; mean 4; S = 0.25 + 2.25 + 4 = 6.5; 12 * 6.5 / (4 * 24 - 2 * 6)
    assert ranking.agreement == pytest.approx(78 / 84)


def test_who_ranks_fewer_than_three_is_not_counted_and_is_named():
    ranking = ranked_ways(ten(("A", 1, 2, 3), ("B", 1, 2)))
    assert (ranking.people, ranking.left_out) == (1, ("B",))
    assert math.isnan(ranking.agreement)
    found = ranking_findings(ten(("A", 1, 2, 3), ("B", 1, 2)))
    assert "Not counted, since fewer than three ways are ranked: B." in texts(found)
    assert told(found, "two people or more").state == "open"


def test_ways_that_are_left_empty_come_after_the_first_three_and_share_their_places():
    ranking = ranked_ways(ten(("A", 3, 1, 2, None, None), ("B", 1, 2, 3, 4, 5), ways=tuple("VWXYZ")))
    assert (ranking.people, ranking.left_out) == (2, ())
    found = {item.way: (item.mean, item.best, item.worst) for item in ranking.priorities}
    assert found["Y"] == (4.25, 4.0, 4.5)
    assert found["Z"] == (4.75, 4.5, 5.0)


def test_slots_without_words_are_no_ways():
    stored = ten(("A", 1, 2), ("B", 2, 1), ways=("One", "Two", "", ""))
    assert ranked_ways(stored).ways == 2
    assert "2 ways are there; the toolkit asks for ten." in texts(ranking_findings(stored))
    assert told(ranking_findings(stored), "Kendall's W 0.00: hardly any").state == "look"


def test_all_ten_with_how_and_why_are_in_order():
    names = tuple(f"W{n}" for n in range(10))
    stored = ten(("A", *range(1, 11)), ("B", *range(1, 11)), ways=names)
    assert {item.state for item in ranking_findings(stored)} == {"good"}
    stored["ways"][3]["how"] = ""
    assert "is not said for way 4." in texts(ranking_findings(stored))


def test_of_two_ways_with_the_same_number_the_first_counts():
    stored = ten(("A", 1, 2), ways=("One", "Two"))
    stored["ways"].append({**stored["ways"][0], "way": "Again"})
    assert [item.way for item in ranked_ways(stored).priorities] == ["One", "Two"]


# -- how news travels -----------------------------------------------------------------------------------

STAGES = ("partnership", "decision_makers", "program_staff", "frontline", "people")
WHOLE = {"told": "News", "channel": "Mail", "owner": "Ann", "how_often": "monthly", "way_back": "Reply"}


NODES = tuple(zip("ABCDE", STAGES, strict=True))


def strategy(ways, nodes=NODES):
    return values(
        "communication_strategy",
        nodes=[{"who": who, "stage": stage} for who, stage in nodes],
        ways=[{**WHOLE, "sender": begin, "receiver": end, **changed} for begin, end, changed in ways],
    )


CHAIN = [("A", "B", {}), ("B", "C", {}), ("C", "D", {}), ("D", "E", {})]


def test_a_whole_chain_reaches_the_last_stage_and_its_rhythms_add_up():
    found = communication(strategy(CHAIN))
    assert (found.gaps, found.reached, found.days) == ((), ("E",), {"E": 124})
    said = communication_findings(strategy(CHAIN))
    assert told(said, "up to 124 days old").state == "look"
    assert told(said, "Complete paths lead").state == "good"


def test_the_quickest_way_counts_for_the_age_of_news():
    ways = [*CHAIN, ("A", "D", {"how_often": "weekly"})]
    assert communication(strategy(ways)).days == {"E": 38}


def test_a_way_without_a_rhythm_reaches_but_has_no_age():
    ways = [("A", "B", {"how_often": "when_needed"}), *CHAIN[1:]]
    found = communication(strategy(ways))
    assert (found.reached, found.days) == (("E",), {"E": None})
    assert "days old" not in texts(communication_findings(strategy(ways)))


@pytest.mark.parametrize("field", ["told", "channel", "owner", "how_often"])
def test_a_way_that_lacks_something_does_not_reach(field):
    ways = [CHAIN[0], CHAIN[1], ("C", "D", {field: None if field == "how_often" else ""}), CHAIN[3]]
    said = communication_findings(strategy(ways))
    word = {"told": "content", "channel": "channel", "owner": "owner", "how_often": "rhythm"}[field]
    assert told(said, f"C to D: without {word}.").state == "look"
    assert "No complete path leads from the partnership to E." in texts(said)
    assert communication(strategy(ways)).gaps == ()  # the step is crossed


def test_a_step_that_nobody_crosses_is_named():
    said = communication_findings(strategy([CHAIN[0], CHAIN[3]]))
    assert "From decision makers to program staff nothing goes yet." in texts(said)
    assert "From program staff to the front line nothing goes yet." in texts(said)
    assert "Each of the four steps" not in texts(said)


def test_a_way_that_skips_stages_crosses_their_steps_and_one_back_crosses_none():
    assert communication(strategy([("A", "E", {})])).gaps == ()
    assert communication(strategy([("E", "A", {})])).gaps == (1, 2, 3, 4)


def test_names_are_the_same_in_capitals_and_whoever_has_no_stage_is_said():
    stored = strategy([(" a ", "Somebody", {"way_back": ""})])
    found = communication(stored)
    assert found.ways[0].sender == "A"
    assert found.stages["Somebody"] is None
    said = communication_findings(stored)
    assert "At no stage yet: Somebody." in texts(said)
    assert told(said, "Without a way back: A to Somebody.").ours


def test_who_sends_to_oneself_draws_no_way():
    assert communication(strategy([("A", "a", {})])).ways == ()


def test_without_a_last_stage_nothing_is_said_of_arriving():
    stored = strategy([("A", "B", {})], (("A", "partnership"), ("B", "decision_makers")))
    assert told(communication_findings(stored), "as the last stage").state == "open"


# -- who the people are ---------------------------------------------------------------------------------

KNOWN = {
    "group": "G",
    "people": 10,
    "source": "Board",
    "year": 2027,
    "needs": "n",
    "barriers": "b",
    "knows_jobs": "yes",
}


@pytest.mark.parametrize(
    ("changed", "gaps"),
    [
        ({}, ()), ({"people": None}, ("no number",)), ({"people": 0}, ()), ({"source": ""}, ("no source",)), ({"year": None}, ("no year",)),
        ({"year": 2024}, ()), ({"year": 2023}, ("number of 2023",)), ({"needs": "", "barriers": ""}, ("no needs", "no barriers")),
        ({"knows_jobs": None}, ("no one asked whether they know the jobs",)), ({"not_known": "x"}, ("an open question without a name",)),
        ({"not_known": "x", "who_asks": "Ann"}, ()),
    ],
)  # fmt: skip
def test_each_gap_of_a_group_is_named(changed, gaps):
    groups = rows("worker_constituency", "groups", {**KNOWN, **changed})
    assert constituency(groups, TODAY) == (("G", gaps),)
    assert constituency_findings(groups, TODAY)[0].state == ("look" if gaps else "good")


def test_who_hardly_knows_the_jobs_is_said():
    groups = rows(
        "worker_constituency",
        "groups",
        {**KNOWN, "knows_jobs": "not_yet"},
        {**KNOWN, "group": "H", "knows_jobs": "partly"},
    )
    assert "They hardly know the jobs of the sector: G." in texts(constituency_findings(groups, TODAY))
