"""Step 3: conveners, contacts, what to say to a leader, the way to the launch, the invitation and the calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from nextgen_helpers.charts.region.talking_points import sector_points
from nextgen_helpers.charts.shown import Shown, said, tabled
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team import step3 as charts
from nextgen_helpers.documents import Block, Document, day_or_gap, gap
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.standing import checked
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import sheets
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.step3 import back_dates
from nextgen_helpers.views.live import view
from nextgen_helpers.words import in_sentence, plural, those, weekday_words


@view
def convener_comparison(team: Team) -> Iterator[Shown]:
    """Set possible conveners side by side."""
    for table in ("candidates", "duties"):
        asked = asked_fields(row_model(sheets.sheet_model("convener_comparison"), table))
        scores = {name: field.label for name, field in asked.items() if field.kind == "number"}
        yield charts.convener_scores(team.rows("convener_comparison", table), scores)


@view
def contact_matrix(team: Team) -> Iterator[Shown]:
    """Show which partner reaches which company, and whom nobody reaches."""
    companies = [row["company"] for row in team.rows("invitation_list", "companies")]
    yield charts.contact_matrix(team.rows("contact_matrix", "contacts"), companies)


@view
def talking_points(team: Team) -> Iterator[Shown]:
    """Give sentences for a talk with a business leader, from the region's own figures."""
    sector = team.sector()
    if sector:
        yield sector_points(profile(team.region), sector)
    else:
        yield said("Choose a sector in Step 2 first: the talking points are about it.")


@view
def back_plan(team: Team) -> Iterator[Shown]:
    """Count back from the day of the launch, by both of the toolkit's rules for the invitations."""
    note = "The toolkit asks for three to four weeks in one place and for a month in another; with 30 days both are kept."
    yield checked(team, "launch_dates", note)
    planned = team.stored("launch_plan")["launch_date"]
    if not planned:
        return
    launch = date.fromisoformat(planned)
    rows = [
        {
            "days": f"{item.days_before}",
            "when": weekday_words(item.first)
            if item.first == item.last
            else f"{weekday_words(item.first)} to {weekday_words(item.last)}",
            "task": item.task,
            "rule": "toolkit" if item.source == "toolkit" else "ours",
            "state": "the day is over" if item.late else "",
        }
        for item in back_dates(launch, team.today())
    ]
    columns = {"task": "What", "when": "When", "days": "Days before", "rule": "Whose rule", "state": "Today"}
    table = Table.of(rows, "Back from the day of the launch", **columns)
    yield tabled(f"Back from {weekday_words(launch)}", table)


@view
def call_status(team: Team) -> Iterator[Shown]:
    """Say how many of the invited companies were called, and what came of it."""
    calls = team.rows("call_log", "calls")
    invited = {row["company"] for row in team.rows("invitation_list", "companies")}
    newest = {row["company"]: row for row in calls}  # the last call of a company counts
    if not invited and not newest:
        yield said("No one is invited and no one is called yet.")
        return
    everyone = invited | newest.keys()
    results = sheets.column_choices("call_log", "calls", "result")
    counts = Counter(row.get("result") for row in newest.values())
    silent = sorted(invited - newest.keys(), key=str.casefold)
    more = " and others" if len(silent) > 8 else ""  # noqa: PLR2004
    texts = those(
        f"{len(newest)} of {plural(len(everyone), 'company', 'companies')} called.",
        *(f"{title}: {counts[result]}." for result, title in results.items() if counts[result]),
        silent and f"Not called yet: {', '.join(silent[:8])}{more}.",
    )
    yield said(" ".join(texts), heading="Calls")


def letter(team: Team) -> Document:
    """Write the invitation to the launch, from its plan and the team's own sentences; what is not known yet is a gap."""
    plan, own = team.stored("launch_plan"), team.stored("invitation_letter")
    sector, region = in_sentence(team.sector()) or gap("sector"), team.region.name
    day = day_or_gap(plan["launch_date"], "day of the launch")
    hour, place = plan["hour"] or gap("hour"), plan["place"] or gap("place")
    minutes = f"{plan['duration']} minutes" if plan["duration"] else gap("how long")
    signers = own["signers"] or [gap("who signs")]
    contact = ", ".join(filter(None, (plan["contact_person"], plan["contact_details"])))
    paragraphs = [
        "{{company}}",
        "Dear {{name}},",
        own["opening"] or gap("first sentence"),
        own["why_this_sector"] or gap("why this sector, in a company's words"),
        f"We invite you to a meeting of leaders of the {sector} companies of {region}:",
    ]
    facts = [f"Day: {day}", f"Time: {hour}, {minutes}", f"Place: {place}"]
    after = [
        own["what_to_expect"] or gap("what to expect, and what not"),
        f"Please let us know by {day_or_gap(own['reply_by'], 'day of the reply')} whether you will come: {contact or gap('who answers questions')}.",
        "With kind regards,",
        *signers,
    ]
    blocks = (
        *(Block("text", text) for text in paragraphs),
        *(Block("item", text) for text in facts),
        *(Block("text", text) for text in after),
    )
    return Document(f"invitation-{team.region.id}", blocks)
