"""What follows from the tools of Module 3, as a team sees it: filled in, hostile, empty, and followed live."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from front_end import HOSTILE_TEXTS, page, said, save, typed

import nextgen_helpers as ng
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.sheets import sheet_model, sheets
from nextgen_helpers.views.frontline import card

VIEWS = {
    "push_and_pull": ng.show.push_and_pull,
    "runway": ng.show.runway_plan,
    "frontline_map": ng.show.frontline_picture,
    "ten_ways": ng.show.way_priorities,
    "communication_strategy": ng.show.communication_flow,
    "worker_constituency": ng.show.constituency_check,
}


def everywhere(tool_id, text):
    """Write a text into every field of a tool that takes one; rows get their first choices and numbers."""
    model = sheet_model(tool_id)

    def value(asked):
        if asked.kind in ("text", "long_text"):
            return text
        if asked.kind == "list":
            return [text]
        if asked.kind == "choice":
            return asked.choices[0][0]
        return asked.lowest or 1 if asked.kind == "number" else "2027-03-31"

    return {
        name: [{column: value(own) for column, own in asked_fields(row_model(model, name)).items()}] if asked.kind == "rows" else value(asked)
        for name, asked in asked_fields(model).items()
    }  # fmt: skip


# -- all of them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool_id", VIEWS)
def test_an_empty_team_is_told_that_nothing_is_there(team, tool_id):
    view = VIEWS[tool_id](team)
    assert "open" in said(view)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.parametrize("tool_id", VIEWS)
def test_what_people_typed_stays_text(team, monkeypatch, tool_id, text):
    save(team, tool_id, **everywhere(tool_id, text))
    for mode in ("screen", "paper"):
        monkeypatch.setenv("NEXTGEN_OUTPUT", mode)
        view = VIEWS[tool_id](team)
        words = page(view)
        for raw in ("<script", "<img", "</style></textarea>", "<b>bold"):
            assert raw not in words


def test_every_tool_of_the_module_has_a_view():
    assert {
        name
        for name, sheet in sheets().items()
        if sheet.ours and not sheet.personal and sheet.place == "module3"
    } - {"quick_check_module3"} == {
        *VIEWS,
        "from_here",
        "sector_card",
    }


def test_a_view_follows_the_form(team, screen):
    screen.display(ng.show.push_and_pull(team))
    assert "No way of placing people" in screen.html
    typed(
        ng.form(team, "push_and_pull"),
        "ways",
        [{"way": "Job club", "begins_with": "population", "served": 10, "placed": 4}],
    )
    assert "1 of 1 way begins with a group of people" in screen.html
    assert "40.0%" in screen.html


# -- one by one -----------------------------------------------------------------------------------------


def test_the_runway_counts_back_from_the_day_of_the_demand(team, monkeypatch):
    monkeypatch.setattr(Team, "today", lambda _: date(2027, 5, 10))
    save(
        team, "runway", demand_day="2028-01-15", aimed_job="Welder", starts=[{"starting_point": "Adult", "people": 12}],
        steps=[{"starting_point": "Adult", "step": "Care", "months": 6}, {"starting_point": "Adult", "step": "Class", "months": 5, "when": "beside", "partner": "P"}],
    )  # fmt: skip
    words = said(ng.show.runway_plan(team))
    for part in (
        "The longest way to Welder takes 6 months",
        "begin by Thu, July 15, 2027.",
        "12 people a year have a runway with a step that has no partner: Care (Adult).",
    ):
        assert part in words


def test_the_front_line_shows_doubled_work_and_where_people_go(team):
    row = {"role": "Adviser", "does": "advice", "serves": "Veterans"}
    save(
        team,
        "frontline_map",
        staff=[
            {**row, "organization": "Board", "hands_on_to": "College"},
            {**row, "organization": "College"},
        ],
    )
    words = said(ng.show.frontline_picture(team))
    assert "Advice on careers and jobs for Veterans: Board and College both do it." in words
    assert "Board to College: 1." in words
    assert "No one comes after Adviser (College)" in words


def test_the_ways_are_ranked(team):
    save(
        team, "ten_ways", ways=[{"number": 1, "way": "Card"}, {"number": 2, "way": "Wall"}],
        rankings=[{"person": person, "way_1": 2, "way_2": 1} for person in "AB"],
    )  # fmt: skip
    words = said(ng.show.way_priorities(team))
    assert "First comes way 2: Wall" in words
    assert "Kendall's W 1.00: unusually strong agreement" in words


def test_the_offered_slots_are_no_ways_yet(team):
    form = ng.form(team, "ten_ways")
    assert [row["number"] for row in form.form.answers["ways"]] == list(range(1, 11))
    typed(form, "ways", [{"number": number, "way": "", "how": "", "why": ""} for number in range(1, 11)])
    assert "No way is written down yet." in said(ng.show.way_priorities(team))


def test_news_that_gets_stuck_is_said(team):
    save(
        team, "communication_strategy", nodes=[{"who": "Partners", "stage": "partnership"}, {"who": "Students", "stage": "people"}],
        ways=[{"sender": "Partners", "receiver": "Students", "told": "Jobs", "channel": "Mail", "how_often": "monthly"}],
    )  # fmt: skip
    words = said(ng.show.communication_flow(team))
    assert "Partners to Students: without owner." in words
    assert "No complete path leads from the partnership to Students." in words


def test_gaps_about_people_are_said(team):
    save(team, "worker_constituency", groups=[{"group": "Night workers"}])
    view = ng.show.constituency_check(team)
    assert "Night workers: no number, no needs, no barriers" in said(view)
    assert "Night workers" in page(view)


# -- the sector card ------------------------------------------------------------------------------------


def opened(document):
    return docx.Document(io.BytesIO(document.word()))


def test_an_empty_card_is_all_gaps_and_says_who_can_tell(team):
    document = card(team.team)
    assert {"sector", "who keeps the card"} <= set(document.gaps)
    assert sum("who can tell" in gap for gap in document.gaps) == 5
    text = document.text()
    assert "No sector is chosen in Step 2 yet" in text
    assert "QCEW, " not in text
    assert "The team has not written on it yet." in text


def test_the_card_joins_official_figures_and_the_teams_own_each_with_its_year(team, monkeypatch):
    monkeypatch.setattr(Team, "today", lambda _: date(2017, 1, 10))
    save(team, "sector_choice", sector="Advanced manufacturing")
    save(
        team,
        "sector_card",
        jobs=[{"job": "Welder", "entry_pay": 38_000, "source": "Board", "year": 2026}],
        keeper="Ann",
    )
    text = card(team.team).text()
    for words in (
        "Advanced manufacturing in Texoma: what to know on the front line", "work in manufacturing in Texoma",
        "(estimate from QCEW, 2024).", "Welder: entry pay $38,000 a year, advanced pay not known (Board, 2026)",
        "It does not say how many people look for these jobs.", "Figures of 2024 to 2026.", "Kept by Ann.",
        "Renew by ", "of the private jobs can be seen by sector, the rest is withheld",
    ):  # fmt: skip
        assert words in text
    assert (
        "neither entry nor advanced pay" not in text
    )  # the team's pay is newer than the last mean of the sector
    save(team, "sector_card", jobs=[{"job": "Welder"}])
    text = card(team.team).text()
    assert "and neither entry nor advanced pay" in text
    assert "Figures of 2016 to 2024." in text
    lines = text.splitlines()
    pay = lines.index("Entry and advanced pay")
    assert "a year on average" in lines[pay + 2]  # the official mean stands where pay is, with its caution


def test_old_official_figures_call_for_renewal(team, monkeypatch):
    save(team, "sector_choice", sector="Manufacturing")
    monkeypatch.setattr(Team, "today", lambda _: date(2018, 6, 30))
    assert "Renew by Sat, June 30, 2018: official figures of 2017" in card(team.team).text()
    monkeypatch.setattr(Team, "today", lambda _: date(2018, 7, 1))
    assert "Renew now; the day was Sat, June 30, 2018" in card(team.team).text()


def test_a_sector_that_the_figures_do_not_know_gets_no_figures(team):
    save(team, "sector_choice", sector="Space mining of moons")
    text = card(team.team).text()
    assert "There are no official figures here: The figures have no sector" in text
    assert "QCEW, 2016" not in text


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_people_typed_stays_text_on_the_card(team, text):
    save(team, "sector_choice", sector=text)
    save(team, "sector_card", **everywhere("sector_card", text))
    document = card(team.team)
    words = "\n".join(paragraph.text for paragraph in opened(document).paragraphs)
    assert words.count(text) >= 5
    for raw in ("<script", "<img", "</style></textarea>", "<b>bold"):
        assert raw not in document.html()


def test_the_card_can_be_taken_along(team, monkeypatch):
    view, offered = ng.show.sector_card(team), []
    monkeypatch.setattr(type(view.form), "offer", lambda _, *file: offered.append(file))
    view._pressed("word", 1)
    ((name, _, content),) = offered
    assert name == "sector-card-tx-texoma.docx"
    assert docx.Document(io.BytesIO(content)).paragraphs[0].style.name == "Title"


def test_what_is_still_to_fill_in_is_a_list(team):
    view = ng.show.sector_card(team)
    missing, _ = view.mime_bundles()
    assert missing["text/html"].count("<li>") == len(view.document().gaps) > 4
    assert missing["text/plain"].splitlines()[1].startswith("- ")


def test_the_card_says_what_stands_twice_and_which_pay_is_the_wrong_way_around(team):
    form = ng.form(team, "sector_card", "jobs")
    typed(
        form, "jobs",
        [{"job": "Welder", "entry_pay": 60_000, "advanced_pay": 41_000}, {"job": "welder", "entry_pay": 40_000}],
    )  # fmt: skip
    assert form.form.notes == [
        '"Welder" stands in Jobs, and what they pay, rows 1 and 2: it appears twice on the card too.',
        (
            "Jobs, and what they pay, row 1: Advanced pay a year (41,000) is below Entry pay a year (60,000); "
            "are they the wrong way around?"
        ),
    ]
    assert len(team.team.rows("sector_card", "jobs")) == 2
