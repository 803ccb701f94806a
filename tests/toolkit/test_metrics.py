"""The board of metrics: sums by hand, directions, what is missing, and what nobody should take for a number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit import content, shipped
from nextgen_helpers.toolkit.catalog import checks
from nextgen_helpers.toolkit.metrics.assets import assets
from nextgen_helpers.toolkit.metrics.board import (
    BoardMetric,
    Reading,
    board,
    board_findings,
    coverage,
    coverage_findings,
    number_words,
    talent_share,
    unplaced,
)
from nextgen_helpers.toolkit.metrics.story import (
    _load,
    audience,
    audiences,
    change_words,
    for_audience,
    metric_sentence,
    prompts,
    told_prompts,
)
from nextgen_helpers.toolkit.metrics.survey import survey
from nextgen_helpers.toolkit.sheets import column_choices, start_rows

TODAY = date(2027, 7, 1)
HOSTILE = "<img src=x onerror=alert(1)>"
SIXTEEN = [item.key for item in content.metrics().metrics]


def stored(**tables):
    return checks()["metrics_board"](tables)


def metric(value=None, on="2027-01-01", *, direction="up", **other):
    """A metric from 40 on July 1, 2026 to 60 on July 1, 2028, or down from 60 to 40."""
    first, last = (40.0, 60.0) if direction == "up" else (60.0, 40.0)
    readings = () if value is None else (Reading(date.fromisoformat(on), value),)
    usual = {
        "baseline": first, "baseline_on": date(2026, 7, 1), "target": last, "target_by": date(2028, 7, 1),
        "readings": readings, "unit": "companies",
    }  # fmt: skip
    return BoardMetric("m", "Name", "business", "impact", direction=direction, **{**usual, **other})


def texts(findings):
    return [item.text for item in findings]


# -- rows become metrics ------------------------------------------------------------------------------------


def test_rows_readings_and_task_teams_come_together():
    value = stored(
        metrics=[
            {"metric": "met_ji_1", "baseline": 92, "baseline_on": "2026-06-01", "owner": "Luis"},
            {"metric": "own", "own_name": "Riders", "unit": "riders"},
        ],
        own=[{"name": " riders ", "category": "jobseekers", "kind": "process", "direction": "down", "rhythm": "monthly"}],
        readings=[
            {"metric": "met_ji_1", "read_on": "2027-06-01", "value": 71.5},
            {"metric": "met_ji_1", "read_on": "2027-01-01", "value": 80},
            {"metric": "own", "own_name": "RIDERS", "read_on": "2027-03-01", "value": 9},
        ],
    )  # fmt: skip
    teams = [
        {"team": "Hire", "metric": "met_ji_1"},
        {"team": "Other", "metric": "none"},
        {"team": "Open", "metric": None},
    ]
    hire, riders = board(value, teams)
    assert (hire.name, hire.unit, hire.direction, hire.rhythm) == (
        "Time from graduation to hire", "days, median", "down", "yearly",
    )  # fmt: skip
    assert [reading.value for reading in hire.readings] == [80, 71.5]
    assert (hire.named_by, riders.named_by) == (("Hire",), ())
    assert (riders.name, riders.category, riders.kind, riders.direction, riders.rhythm) == (
        "Riders", "jobseekers", "process", "down", "monthly",
    )  # fmt: skip
    assert [reading.value for reading in riders.readings] == [9]


def test_of_two_readings_on_a_day_the_later_row_counts():
    rows = [{"metric": "met_bp_1", "read_on": "2027-01-01", "value": value} for value in (3, 5)]
    (found,) = board(stored(metrics=[{"metric": "met_bp_1"}], readings=rows))
    assert [reading.value for reading in found.readings] == [5]
    assert found.incomplete == 0


def test_what_cannot_be_placed_is_named():
    value = stored(
        metrics=[{"metric": "met_bp_1"}, {"metric": "met_bp_1"}, {"metric": "own"}],
        readings=[{"metric": "met_bp_2", "value": 1}, {"metric": "own", "own_name": HOSTILE, "value": 1}],
    )
    assert [item.key for item in board(value)] == ["met_bp_1"]
    nameless, twice, stray = unplaced(value)
    assert (nameless, twice) == (1, ("Breadth of business engagement",))
    assert stray == ("Company referrals", HOSTILE)
    said = " ".join(texts(board_findings(board(value), TODAY, unplaced(value))))
    for words in (
        "1 metric of your own has no name",
        "On the board twice",
        f"Company referrals and {HOSTILE}",
    ):
        assert words in said


def test_the_board_has_the_sixteen_metrics_to_choose_from_and_offers_one_of_each_kind():
    for table in ("metrics", "readings"):
        assert list(column_choices("metrics_board", table, "metric")) == [*SIXTEEN, "own"]
    assert list(column_choices("task_teams", "teams", "metric"))[:-1] == SIXTEEN
    offered = board(start_rows("metrics_board") | {"own": [], "readings": []})
    assert all(len(names) == 1 for kinds in coverage(offered).values() for names in kinds.values())


@pytest.mark.parametrize("metric_id", SIXTEEN)
def test_each_of_the_sixteen_has_its_unit_direction_and_rhythm(metric_id):
    value = stored(
        metrics=[
            {
                "metric": metric_id,
                "baseline": 10,
                "baseline_on": "2026-07-01",
                "target": 20,
                "target_by": "2028-07-01",
            }
        ],
        readings=[{"metric": metric_id, "read_on": "2027-01-01", "value": 15}],
    )
    (found,) = board(value)
    known = next(item for item in content.metrics().metrics if item.key == metric_id)
    assert (found.name, found.unit, found.direction, found.rhythm) == (
        known.name,
        known.unit,
        known.direction,
        known.rhythm,
    )
    assert found.change(TODAY) == 5
    assert found.status(TODAY) == ("wrong_target" if known.direction == "down" else "on_track")


# -- sums ---------------------------------------------------------------------------------------------------


def test_a_worked_example():
    # From 40 to 60 in two years; after 184 of 731 days at 46: 30 percent of the way in 25 percent of the time.
    found = metric(46.0, "2027-01-01")
    assert found.change(TODAY) == 6
    assert found.change_percent(TODAY) == pytest.approx(15.0)
    assert found.share_of_way(TODAY) == pytest.approx(0.3)
    assert found.share_of_time(TODAY) == pytest.approx(184 / 731)
    assert found.status(TODAY) == "on_track"


def test_a_worked_example_of_a_number_that_should_fall():
    found = metric(54.0, direction="down")
    assert (found.change(TODAY), found.share_of_way(TODAY)) == (-6, pytest.approx(0.3))
    assert found.status(TODAY) == "on_track"
    assert metric(66.0, direction="down").status(TODAY) == "behind"
    assert metric(40.0, direction="down").status(TODAY) == "reached"


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (metric(45.0), "behind"), (metric(46.0), "on_track"), (metric(60.0), "reached"), (metric(75.0), "reached"),
        (metric(35.0), "behind"), (metric(), "no_reading"), (metric(50.0, baseline=None), "no_baseline"),
        (metric(50.0, baseline_on=None), "no_baseline"), (metric(50.0, target=None), "no_target"),
        (metric(50.0, target_by=None), "no_target"), (metric(50.0, target=40.0), "wrong_target"),
        (metric(50.0, target=30.0), "wrong_target"), (metric(60.0, baseline_on=None, target_by=None), "reached"),
        (metric(50.0, target_by=date(2026, 7, 1)), "wrong_days"), (metric(50.0, on="2026-06-30"), "wrong_days"),
        (metric(50.0, on="2027-07-02"), "no_reading"),
        (metric(59.0, target_by=date(2027, 6, 30)), "behind"),  # its day is over
    ],
)  # fmt: skip
def test_the_state_of_a_metric(found, status):
    assert found.status(TODAY) == status


def test_an_old_reading_is_judged_by_its_own_day_and_is_overdue():
    found = metric(46.0, "2027-01-01", rhythm="quarterly")
    assert found.status(date(2028, 6, 30)) == "on_track"
    assert found.due(TODAY) == date(2027, 4, 3)
    assert found.overdue(TODAY)
    assert not found.overdue(date(2027, 4, 3))
    assert "a reading was due on April 3, 2027" in " ".join(texts(board_findings([found], TODAY)))


@pytest.mark.parametrize(("rhythm", "days"), [("monthly", 31), ("quarterly", 92), ("yearly", 366)])
def test_a_reading_is_overdue_a_day_after_its_rhythm(rhythm, days):
    found = metric(rhythm=rhythm)
    last = date(2026, 7, 1) + timedelta(days=days)
    assert not found.overdue(last)
    assert found.overdue(last + timedelta(days=1))


def test_a_number_that_was_never_read_is_not_overdue_and_not_zero():
    found = BoardMetric("m", "Name", "", "", "")
    assert (found.change(TODAY), found.share_of_way(TODAY), found.due(TODAY), found.trend(TODAY)) == (
        None,
        None,
        None,
        (),
    )
    assert texts(board_findings([found], TODAY)) == [
        "Name still lacks a baseline, a target, a source, an owner and a unit."
    ]


def test_percent_of_zero_and_percent_of_a_percentage_are_not_said():
    assert metric(5.0, baseline=0.0).change_percent(TODAY) is None
    share = metric(46.0, unit="percent of people hired")
    assert share.change_percent(TODAY) is None
    assert change_words(share, TODAY) == "6 points more than at first"


def test_a_reading_without_day_or_value_is_left_out_and_said():
    value = stored(
        metrics=[{"metric": "met_bp_1", "baseline": 0, "baseline_on": "2026-07-01"}],
        readings=[{"metric": "met_bp_1", "value": 5}, {"metric": "met_bp_1", "read_on": "2027-01-01"}],
    )
    (found,) = board(value)
    assert (found.readings, found.incomplete) == ((), 2)
    assert "2 readings lack a day or a value" in " ".join(texts(board_findings([found], TODAY)))


def test_the_trend_begins_with_the_first_value_unless_that_day_was_read():
    assert [reading.value for reading in metric(46.0).trend(TODAY)] == [40, 46]
    assert [reading.value for reading in metric(41.0, "2026-07-01").trend(TODAY)] == [41]
    assert [reading.value for reading in metric(50.0, "2030-01-01").trend(TODAY)] == [40]


numbers = st.floats(-1e6, 1e6, allow_nan=False)


@given(numbers, numbers, numbers, st.integers(0, 3000))
def test_a_metric_mirrored_stands_as_its_mirror(first, target, value, day):
    on = date(2024, 1, 1) + timedelta(days=day)
    up = metric(baseline=first, target=target, readings=(Reading(on, value),))
    down = metric(direction="down", baseline=-first, target=-target, readings=(Reading(on, -value),))
    assert up.status(TODAY) == down.status(TODAY)
    assert up.share_of_way(TODAY) == pytest.approx(down.share_of_way(TODAY))


@given(numbers, numbers, numbers)
def test_reached_is_the_whole_way(first, target, value):
    found = metric(value, baseline=first, target=target)
    way = found.share_of_way(TODAY)
    if way is not None and abs(target - first) > 1e-3:
        assert (found.status(TODAY) == "reached") == (way >= 1 - 1e-9) or way == pytest.approx(1)


# -- the choice ---------------------------------------------------------------------------------------------


def test_each_category_without_a_kind_is_said():
    chosen = board(stored(metrics=[{"metric": name} for name in ("met_bp_1", "met_bi_1", "met_ji_1", "own")]))
    found = coverage_findings(chosen)
    assert [item.state for item in found] == ["good", "look", "look"]
    assert "Jobseekers and students: nothing is chosen about the work;" in found[1].text
    assert "nothing is chosen about the work or about its effect" in found[2].text


def test_all_sixteen_are_complete_and_too_many():
    found = coverage_findings(board(stored(metrics=[{"metric": name} for name in SIXTEEN])))
    assert [item.state for item in found] == ["good", "good", "good", "look"]
    assert found[-1].ours


def test_an_own_metric_that_does_not_say_where_it_belongs_is_named():
    chosen = board(stored(metrics=[{"metric": "own", "own_name": HOSTILE}]))
    assert HOSTILE in coverage_findings(chosen)[-1].text


# -- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0, "", "0"), (-0.0, "days", "0 days"), (3.5, "full-time positions", "3.5 full-time positions"),
        (1e6, "US dollars", "$1,000,000"), (-2.5, "dollars an hour", "−$2.5 an hour"), (12, "%", "12%"),
        (0.004, "days", "0 days"), (7, HOSTILE, f"7 {HOSTILE}"), (8500, "US dollars a quarter, median", "$8,500 a quarter"),
    ],
)  # fmt: skip
def test_numbers_are_written_with_their_unit(value, unit, words):
    assert number_words(value, unit) == words


def test_a_sentence_says_what_is_missing():
    assert metric_sentence(BoardMetric("m", "Name", "", "", "days"), TODAY) == "Name: no value yet."
    assert "nothing was read since" in metric_sentence(metric(), TODAY)
    assert "what it was at first is not known" in metric_sentence(metric(50.0, baseline=None), TODAY)
    assert metric_sentence(metric(60.0, source="lists"), TODAY) == (
        "Name: 60 companies (January 1, 2027), 20 companies more than at first (50% more). The aim is 60 companies by "
        "July 1, 2028. It is reached. Source: lists."
    )


# -- audiences and prompts ----------------------------------------------------------------------------------


def test_each_audience_sees_what_it_looks_at_first_or_what_the_team_marked():
    chosen = board(
        stored(
            metrics=[
                {"metric": "met_bi_2"},
                {"metric": "met_pp_1", "audience": "officials"},
                {"metric": "met_ji_3", "audience": "all"},
            ]
        )
    )
    seen = {
        who.id: [item.key for items in for_audience(chosen, who).values() for item in items]
        for who in audiences()
    }
    assert seen == {
        "business": ["met_bi_2", "met_ji_3"], "partners": ["met_ji_3"], "investors": ["met_ji_3", "met_bi_2"],
        "officials": ["met_ji_3", "met_bi_2", "met_pp_1"],
    }  # fmt: skip


def test_every_metric_is_seen_by_somebody():
    shown = {name for who in audiences() for name in who.cares}
    assert shown == {item.id for item in content.metrics().metrics}


def test_an_own_metric_without_a_category_is_shown_all_the_same():
    (own,) = board(stored(metrics=[{"metric": "own", "own_name": "Riders"}]))
    for who in audiences():
        assert [item for items in for_audience([own], who).values() for item in items] == [own]


def test_there_are_25_ways_and_each_takes_the_teams_own_numbers():
    assert len(prompts()) == len({prompt.text for prompt in prompts()}) == 25
    found = [metric(46.0)]
    told = told_prompts(found, {"region": "Texoma", "person": HOSTILE}, TODAY)
    whole = " ".join(item.text for item in told)
    assert not set("{}") & set(whole)
    for words in ("Name, 46 companies", "6 companies more than at first", HOSTILE, "Texoma"):
        assert words in whole
    assert len(told_prompts(found, {}, TODAY, "officials")) == 8


def test_without_answers_prompts_have_gaps():
    whole = " ".join(item.text for item in told_prompts((), {}, TODAY))
    for words in ("[metric]", "[newest value]", "[change since the baseline]", "[a person who agrees]"):
        assert words in whole


def test_an_unknown_audience_is_one_sentence():
    with pytest.raises(UserError, match='no audience "press"; there are: business, partners'):
        audience("press")


# -- priorities, assets, pulse ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "state", "words"),
    [
        (
            ["workforce", "policy", "other"],
            "good",
            "1 of 3 priorities is about talent (33%), 2 about something else.",
        ),
        (
            ["workforce", "workforce"],
            "look",
            "2 of 2 priorities are about talent (100%), 0 about something else.",
        ),
        (["transport"], "look", "0 of 1 priorities are about talent (0%), 1 about something else."),
    ],
)
def test_the_share_of_talent(kinds, state, words):
    found = talent_share([{"opportunity": "A", "kind": kind} for kind in kinds])
    assert (found[0].state, found[0].text) == (state, words)


def test_a_priority_that_does_not_say_what_it_is_about_is_not_counted():
    found = talent_share([{"opportunity": HOSTILE, "kind": None}, {"opportunity": "B", "kind": "workforce"}])
    assert found[0].text.startswith("1 of 1 ")
    assert found[-1].text == f"What {HOSTILE} is about is not said."
    assert talent_share([])[0].state == "open"


def test_assets_are_counted_and_bare_ones_named():
    rows = [
        {"asset": "A", "light": "yes", "evidence": "Seen", "grows": "A product"}, {"asset": "B", "light": "partly"},
        {"asset": "C", "light": "not_yet"}, {"asset": HOSTILE, "light": None},
    ]  # fmt: skip
    found = assets(rows)
    assert found[0].text == "Companies use 2 of 4 shared assets together, at least in part."
    said = " ".join(texts(found))
    for words in (
        "Without an example: B.",
        "Something came of it, or could come: A.",
        "not used together: C.",
        HOSTILE,
    ):
        assert words in said
    assert [item.state for item in assets([{"asset": "A"}])] == ["open"]
    assert "the chain ends" in " ".join(texts(assets([{"asset": "A", "light": "yes", "evidence": "x"}])))


# -- the survey ---------------------------------------------------------------------------------------------


def answers(*rows):
    return [checks()["kpi_survey"](row) for row in rows]


def test_the_survey_is_counted_with_its_n():
    rows = answers(
        *({"who": "company", "skilled": word, "hours": hours, "hired": 4, "still_there": 3}
          for word, hours in (("easier", 10), ("much_easier", 20.5), ("harder", 90), (None, None))),
        {"who": "partner", "skilled": "harder"},
    )  # fmt: skip
    counts, figures, found = survey(rows, "company")
    skilled, hours = counts[0], next(item for item in figures if item.question == "Hours given")
    assert (skilled.answered, skilled.share) == (3, pytest.approx(2 / 3))
    assert dict(skilled.counts)["Harder"] == 1
    assert (hours.answered, hours.middle, hours.total, hours.lowest, hours.highest) == (
        3,
        20.5,
        120.5,
        10,
        90,
    )
    said = " ".join(texts(found))
    assert "Only 4 answers" in said
    assert "12 of 16 people hired (75%)" in said
    assert counts[1].share is None


def test_fewer_than_three_numbers_are_not_shown():
    _, figures, _ = survey(answers({"hours": 5}, {"hours": 500}))
    hours = next(item for item in figures if item.question == "Hours given")
    assert (hours.answered, hours.middle, hours.total, hours.lowest, hours.highest) == (
        2,
        None,
        None,
        None,
        None,
    )


def test_more_who_stayed_than_were_hired_is_left_out_and_said():
    *_, found = survey(answers({"hired": 1, "still_there": 3}, {"hired": 4, "still_there": 1}))
    said = " ".join(texts(found))
    assert "1 of 4 people hired (25%)" in said
    assert "1 answer says that more stayed than were hired" in said


def test_a_survey_of_nobody_has_no_shares():
    counts, figures, found = survey([])
    assert {item.share for item in counts} | {item.middle for item in figures} == {None}
    assert texts(found) == ["No one has answered yet."]


# -- content that is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("cares: [MET-BI-2,", "cares: [MET-BI-9,", 'no metric "MET-BI-9"'), ("{person} nearly", "{persno} nearly", 'no blank "persno"'),
        ("audience: all", "audience: press", 'no audience "press"'), ('    business: "What you and', '    busines: "What you and', "needs one lead"),
        ("label: Business", "lable: Business", 'field "label"'),
    ],
)  # fmt: skip
def test_wrong_content_is_refused_with_its_file_and_reason(tmp_path, monkeypatch, old, new, reason):
    text = embedded("data", "toolkit", "storytelling.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "storytelling.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(
        shipped,
        "embedded",
        lambda *parts: (
            tmp_path / "storytelling.yaml" if parts[-1] == "storytelling.yaml" else embedded(*parts)
        ),
    )
    with pytest.raises(DataFileError) as refused:
        _load.__wrapped__()
    assert str(refused.value).startswith("data/toolkit/storytelling.yaml: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize("text", [None, "a: ["])
def test_a_file_that_cannot_be_read_is_said(tmp_path, monkeypatch, text):
    if text:
        (tmp_path / "storytelling.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(
        shipped,
        "embedded",
        lambda *parts: (
            tmp_path / "storytelling.yaml" if parts[-1] == "storytelling.yaml" else embedded(*parts)
        ),
    )
    with pytest.raises(DataFileError, match=r"it cannot be read|it is not valid YAML"):
        _load.__wrapped__()
