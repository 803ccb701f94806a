"""What follows from the tools of the six steps: forms with rows to begin with, checks, letters and pictures."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from docx.oxml.ns import qn
from front_end import HOSTILE_TEXTS, SCRIPT, page, said, save, typed

import nextgen_helpers as ng
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.sheets import sheet, sheets, start_rows
from nextgen_helpers.views.step3 import letter
from nextgen_helpers.views.step4 import summary

# -- forms of tools -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tool_id", [name for name, item in sheets().items() if item.ours and not item.personal]
)
def test_every_tool_has_a_form_with_all_its_questions(team, tool_id):
    form = ng.form(team, tool_id)
    assert [field["name"] for field in form.form.fields] == [field.id for field in sheet(tool_id).fields]
    assert bool(form.form.notes) == bool(start_rows(tool_id))
    assert team.team.workspace.history() == ()  # offered is not answered


def test_rows_to_begin_with_become_the_teams_when_one_is_changed(team):
    form = ng.form(team, "flag_judgement")
    rows = [dict(row) for row in form.form.answers["signs"]]
    assert [row["sign"] for row in rows] == [row["sign"] for row in start_rows("flag_judgement")["signs"]]
    rows[0]["light"] = "red"
    typed(form, "signs", rows)
    stored = team.team.rows("flag_judgement", "signs")
    assert len(stored) == len(rows)
    assert stored[0]["light"] == "red"


def test_rows_that_a_team_has_are_not_mixed_with_those_offered(team):
    save(team, "partner_roster", partners=[{"organization": "Board"}])
    form = ng.form(team, "partner_roster")
    assert [row["organization"] for row in form.form.answers["partners"]] == ["Board"]
    assert "offered" not in " ".join(form.form.notes)


def test_only_the_fields_that_are_asked_for_are_shown(team):
    form = ng.form(team, "funding", "time")
    assert [field["name"] for field in form.form.fields] == ["time"]
    assert form.title == "Money, in-kind support and time: Time"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda team: ng.form(team, "fundin"), 'Did you mean "funding"'),
        (lambda team: ng.form(team, "funding", "tme"), 'has no part "tme". Did you mean "time"?'),
        (lambda team: ng.show.agenda(team, "funding"), '"Money, in-kind support and time" is no agenda'),
    ],
)
def test_a_slip_is_one_sentence(team, call, words):
    with pytest.raises(UserError) as refused:
        call(team)
    assert words in str(refused.value)


# -- what follows -------------------------------------------------------------------------------------------


def test_an_agenda_has_clock_times_that_add_up(team):
    view = ng.show.agenda(team, "work_session_agenda")
    assert "210 minutes" in said(view)
    assert "not the team's yet" in page(view).replace("&#x27;", "'")
    save(
        team, "work_session_agenda", start_time="11:30",
        items=[{"topic": SCRIPT, "minutes": 45}, {"topic": "Two", "minutes": 30}],
    )  # fmt: skip
    assert "75 minutes, until 12:45 PM" in said(view)
    for words in ("11:30 AM to 12:15 PM", "12:15 PM to 12:45 PM", "&lt;script&gt;"):
        assert words in page(view)


def test_a_beginning_that_is_no_time_is_said_and_not_raised(team):
    save(team, "launch_agenda", start_time="soonish")
    assert '"soonish" is no clock time' in said(ng.show.agenda(team, "launch_agenda"))


def test_partners_and_ties_make_the_picture(team):
    save(
        team,
        "partner_roster",
        partners=[{"organization": "Board", "table": "outer"}, {"organization": "Farm Bureau"}],
    )
    save(team, "connections", ties=[{"organization": "board", "other_organization": "College"}])
    words = said(ng.show.universe_of_connections(team))
    assert "Farm Bureau: 0" in words
    assert "No one sits at the inner table yet." in words


def test_the_scope_is_checked_with_the_figures_of_the_sector(team):
    view = ng.show.scope_check(team)
    assert "No sector is chosen yet." in said(view)
    save(team, "sector_choice", sector="Advanced manufacturing")
    assert "Advanced manufacturing (in the figures: manufacturing) in Texoma" in said(view)
    assert "people work in manufacturing in Texoma" in said(ng.show.talking_points(team))


def test_calls_count_each_company_once_by_its_last_call(team):
    save(team, "invitation_list", companies=[{"company": "Mill"}, {"company": "Farm"}])
    save(
        team,
        "call_log",
        calls=[{"company": "Mill", "result": "open"}, {"company": "Mill", "result": "comes"}],
    )
    words = page(ng.show.call_status(team))
    assert "1 of 2 companies called." in words
    assert "Will come: 1." in words
    assert "Not reached" not in words
    assert "Not called yet: Farm." in words


def test_the_way_back_from_the_launch_has_both_rules(team):
    view = ng.show.back_plan(team)
    assert "not settled yet" in said(view)
    save(team, "launch_plan", launch_date="2027-03-31", invitations_sent_on="2027-03-08")
    words = page(view)
    for part in ("Mon, March 1, 2027", "Wed, March 3, 2027 to Wed, March 10, 2027", "a month is not kept"):
        assert part in words


def test_of_a_launch_in_the_past_every_day_is_over(team):
    save(team, "launch_plan", launch_date="2020-02-29")
    assert page(ng.show.back_plan(team)).count("the day is over") == 11


@pytest.mark.parametrize(
    ("influence", "support", "winner", "words"),
    [(4, 3, "Ben", "Ben can win that person"), (4, 3, "", "no one is named who could win"),
     (3, 1, "", "Everyone with high influence supports"), (4, 4, "", "Everyone with high influence supports")],
)  # fmt: skip
def test_the_scales_are_tipped_by_influence_without_support(team, influence, support, winner, words):
    person = {"person": "Ann", "influence": influence, "support": support, "who_can_win": winner}
    save(team, "influence_map", people=[person])
    assert words in said(ng.show.influence_picture(team))


def test_somebody_who_is_not_rated_is_not_placed(team):
    save(team, "influence_map", people=[{"person": "Ann", "influence": 5}])
    assert "No one is on the influence map yet." in said(ng.show.influence_picture(team))


def test_the_checks_of_the_later_steps_say_what_was_entered(team):
    yesterday = (team.team.today() - timedelta(days=1)).isoformat()
    save(team, "attendance", companies=[{"company": "Mill", "came": "yes"}])
    save(team, "task_teams", teams=[{"team": "Talent", "business_members": 1, "partner_members": 2}])
    save(team, "quick_wins", wins=[{"what": "Tour", "due": yesterday, "owner": "Ann"}])
    save(team, "implementation_plan", actions=[{"action": "Survey", "begin": yesterday, "end": yesterday}])
    save(team, "funding", sources=[{"source": "County", "dollars_a_year": 10}])
    save(team, "enduring_value", answers=[{"group": "business", "value": 5}])
    for view, words in (
        (ng.check(team, "launch"), "1 company was there"),
        (ng.check(team, "task_teams"), "business should be the majority"),
        (ng.check(team, "quick_wins"), "Tour: the day is over"),
        (ng.show.implementation_plan(team), "Over time: Survey."),
        (ng.show.funding_mix(team), "County gives 100%"),
        (ng.check(team, "enduring_value"), "Business: median 5 of 5"),
    ):
        assert words in said(view)
    everything = said(ng.show.flags(team))
    for words in ("business should be the majority", "Tour: the day is over", "Over time: Survey."):
        assert words in everything


def test_a_view_follows_the_form(team, screen):
    screen.display(ng.check(team, "champions"))
    assert "No one is on the list" in screen.html
    typed(ng.form(team, "champion_profile"), "leaders", [{"person": "Ann", "answer": "signs"}])
    assert "Ann will sign or be the host" in screen.html


def test_the_place_in_the_life_cycle_follows_the_days(team):
    assert "You are in phase" not in said(ng.show.lifecycle(team))
    save(team, "lifecycle_plan", phases=[{"phase": "phase3", "began_on": "2020-01-15"}])
    assert "You are in phase 3 of 5" in said(ng.show.lifecycle(team))


# -- letters ------------------------------------------------------------------------------------------------


def opened(document):
    return docx.Document(io.BytesIO(document.word()))


def test_the_letter_begins_as_gaps_and_ends_without_any(team):
    view = ng.show.invitation_letter(team)
    assert {"sector", "day of the launch", "who signs", "place", "hour"} <= set(view.document().gaps)
    save(team, "sector_choice", sector="Metalworking")
    save(
        team, "launch_plan", launch_date="2027-03-31", hour="7:30 am", duration=90, place="Mill, 1 Main Street",
        contact_person="Ann Miller", contact_details="ann@example.org",
    )  # fmt: skip
    save(
        team, "invitation_letter", opening="Orders grow.", why_this_sector="We are many.", what_to_expect="A talk.",
        signers=["Bob Baker, Mill", "Cy Young, Plant"], reply_by="2027-03-15",
    )  # fmt: skip
    document = view.document()
    assert document.gaps == ()
    text = document.text()
    for words in (
        "metalworking companies of Texoma", "Day: Wed, March 31, 2027", "Time: 7:30 am, 90 minutes",
        "by Mon, March 15, 2027", "Ann Miller, ann@example.org", "Bob Baker, Mill\n\nCy Young, Plant",
    ):  # fmt: skip
        assert words in text
    fields = [
        field.get(qn("w:instr")).split()[1] for field in opened(document).element.body.iter(qn("w:fldSimple"))
    ]
    assert fields == ["company", "name"]
    assert "Everything is filled in" in said(view)


def test_the_summary_puts_first_what_most_companies_want(team):
    assert {"priorities", "commitments", "sector", "who signs"} <= set(summary(team.team).gaps)
    save(
        team, "priorities",
        priorities=[
            {"opportunity": "Few votes", "votes": 1}, {"opportunity": "No votes"},
            {"opportunity": "Many votes", "votes": 9, "requirement": "Welders", "champion": "Ann", "company": "Mill"},
        ],
    )  # fmt: skip
    save(
        team,
        "commitments",
        commitments=[{"what": "opens a shop", "who": "Bob", "by": "2027-04-30"}, {"what": "calls"}],
    )
    items = [block.text for block in summary(team.team).blocks if block.kind == "item"]
    assert items == [
        "Many votes. What it takes: Welders. Champion: Ann, Mill.", "Few votes. Champion: [champion].",
        "No votes. Champion: [champion].", "Bob: opens a shop, by Fri, April 30, 2027.", "[who]: calls.",
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_people_typed_stays_text_in_letters(team, text):
    save(team, "sector_choice", sector=text)
    save(team, "invitation_letter", opening=text, signers=[text])
    save(team, "launch_plan", launch_date="2027-03-31", place=text)
    save(team, "executive_summary", opening=text, thanks=text)
    save(team, "priorities", priorities=[{"opportunity": text, "champion": text}])
    for made in (letter, summary):
        document = made(team.team)
        words = "\n".join(paragraph.text for paragraph in opened(document).paragraphs)
        assert words.count(text) >= 2
        for raw in ("<script", "<img", "</style></textarea>", "<b>bold"):
            assert raw not in document.html()


def test_a_sector_of_many_words_does_not_spoil_the_file(team):
    save(team, "sector_choice", sector="very " * 90)
    assert len(opened(summary(team.team)).core_properties.title) <= 255


@pytest.mark.parametrize(("button", "ending"), [("word", "docx"), ("text", "txt")])
def test_a_letter_can_be_taken_along(team, monkeypatch, button, ending):
    view, offered = ng.show.invitation_letter(team), []
    monkeypatch.setattr(type(view.form), "offer", lambda _, *file: offered.append(file))
    view._pressed(button, 1)
    ((name, _, content),) = offered
    assert name == f"invitation-tx-texoma.{ending}"
    if button == "word":
        words = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    else:
        words = content.decode("utf-8").splitlines()
    assert "[first sentence]" in words
    assert view.form.status == "The file is in your downloads."


def test_rows_that_are_offered_are_named_by_their_table(team):
    """The words stand below the tables, so that "the rows below" were none."""
    form = ng.form(team, "metrics_board", ["metrics", "own"])
    (note,) = [text for text in form.form.notes if "suggested" in text.lower()]
    assert note.startswith('Suggested, and not saved yet: the rows of "')
    assert note.endswith("Change one, and the whole table is yours.")
    assert "below" not in note
