"""The first screen of a region: three sentences that anybody can repeat, four numbers with their years, and how old they are."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.region.rankings import at_least_words, first_titles
from nextgen_helpers.charts.tables import written
from nextgen_helpers.counties import successors
from nextgen_helpers.lmi.freshness import has_ended
from nextgen_helpers.lmi.newest import Newest
from nextgen_helpers.lmi.notes import whole_states
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.residents import labor_force
from nextgen_helpers.lmi.strengths import LARGE, classified, private_industries
from nextgen_helpers.words import (
    about,
    against,
    capital,
    in_sentence,
    joined,
    money,
    moved,
    part,
    percent,
    plural,
    times,
)

#: Figures are old from so many years on; the limit is ours.
OLD: Final = 4
#: What the button is called that fetches newer ones.
FETCH: Final = "Fetch the newest figures"
_LARGEST: Final = 3
#: So concentrated is a sector that is named as the region's strength; the limit is ours.
_STRONG: Final = 1.2


@dataclass(frozen=True, slots=True)
class Card:
    """A large number."""

    name: str  # what it is
    period: str  # of when, such as 2024; empty where there is no number
    number: str  # as it is written
    note: str  # what it means

    def html(self) -> str:
        """Write it as an item of a list; text is escaped."""
        name, period, number, note = map(html.escape, (self.name, self.period, self.number, self.note))
        badge = f' <span class="ng-badge">{period}</span>' if period else ""
        return (
            f'<div class="ng-card" role="listitem"><div class="ng-name">{name}{badge}</div>'
            f'<div class="ng-big">{number}</div><div class="ng-note">{note}</div></div>'
        )


@dataclass(frozen=True, slots=True)
class Glance:
    """A region in three sentences and four numbers."""

    sentences: tuple[str, ...]  # what it lives from, what has changed, how it pays and who looks for work
    cards: tuple[Card, ...]  # numbers, in order
    age: str  # how old the figures are, and what to do where they are old
    old: bool  # true where the industries are at least :data:`OLD` years old

    def html(self) -> str:
        """Write them one below another; text is escaped."""
        said = "".join(f"<p>{html.escape(text)}</p>" for text in self.sentences)
        items = "".join(card.html() for card in self.cards)
        mark = "<strong>Old figures.</strong> " if self.old else ""
        return (
            f'<div class="mathjax_ignore ng-chart ng-first">{said}</div>'
            f'<div class="mathjax_ignore ng-cards" role="list">{items}</div>'
            f'<p class="mathjax_ignore ng-age{" ng-old" if self.old else ""}">{mark}{html.escape(self.age)}</p>'
        )

    def _repr_html_(self) -> str:
        return (notebook_style() if output_mode() == "screen" else "") + self.html()


def at_a_glance(profile: Profile, today: int | None = None) -> Glance:
    """The region in three sentences and four numbers, each with its year, and how old they are.

    Parameters
    ----------
    today : the year that ages are counted to; by default this year.
    """
    year = today or datetime.now(UTC).year
    sentences = (_lives_from(profile), _changed(profile), _pays(profile))
    cards = (
        _jobs_card(profile),
        _pay_card(profile),
        _growth_card(profile.newest),
        _unemployment_card(profile),
    )
    return Glance(sentences, cards, age_words(profile, year), year - profile.year >= OLD)


def age_words(profile: Profile, today: int) -> str:
    """Say of when the figures are, and what to do where the industries are old."""
    newest, age = profile.newest, today - profile.year
    said = f"Jobs and pay are of {newest.period}, industries of {profile.year}"
    if newest.year == profile.year and not newest.quarter:
        said = f"Jobs, pay and industries are of {profile.year}"
    if age < OLD:
        return f"{said}."
    ended = successors(profile.region.counties)
    if ended and has_ended(profile.region, profile.year):
        return (
            f"{said}: {plural(age, 'year')} ago. BLS counts other areas here since {ended[0] + 1}: for newer figures, make a region "
            f"of {ended[1]}"
        )
    fetch = f"run: nextgen report {profile.region.id}"
    if output_mode() == "screen":
        fetch = f'press "{FETCH}" in Start here or in Step 2'
    return f"{said}: {plural(age, 'year')} ago. For the newest, on a computer with internet, {fetch}"


def _lives_from(profile: Profile) -> str:
    """Say which sectors are largest, and which is more concentrated than elsewhere."""
    name, year = profile.region.name, profile.year
    table = classified(profile.industries)
    seen = table[table["share"].notna()].sort_values("employment", ascending=False)
    if seen.empty:
        return f"BLS withholds so much of {name} in {year} that no one can say what it lives from."
    largest = seen.head(_LARGEST)
    share = 100 * float(largest["share"].sum())
    text = f"{name} has {at_least_words(largest)}{percent(share)} of its jobs in {first_titles(largest['short_title'])}"
    private = private_industries(profile.industries)
    strong = private[(private["share"] >= LARGE) & (private["lq_us"] >= _STRONG)]
    if len(strong):
        first = strong.sort_values("lq_us", ascending=False).iloc[0]
        text += f", and {at_least_words(first)}{times(float(first['lq_us']))} the nation's share in {in_sentence(str(first['short_title']))}"
    return f"{text} ({year})."


def _changed(profile: Profile) -> str:
    """Say how jobs have moved in the newest year, beside state and nation."""
    newest, name = profile.newest, profile.region.name
    growth = newest.growth()
    if np.isnan(growth):
        history = profile.history
        here = history[(history["area"] == "region") & history["employment"].notna()]
        if len(here) < 2:  # noqa: PLR2004
            return f"There is no earlier year with which the jobs of {name} could be compared."
        first, last = here.iloc[0], here.iloc[-1]
        change = measures.growth(float(first["employment"]), float(last["employment"]))
        years = [str(profile.written_year(int(year))) for year in (first["year"], last["year"])]
        return f"From {' to '.join(years)} jobs in {name} {moved(change)}."
    own = newest.areas.loc["region"].to_dict()
    count = abs(float(own["employment"] - own["employment_before"]))
    beside = [
        f"in {place} they {moved(newest.growth(area))}"
        for area, place in (("state", profile.region.state_label), ("nation", "the nation"))
        if not pd.isna(newest.growth(area))
    ]
    there = f"; {' and '.join(beside)}" if beside else ""
    nowhere = [item for item in newest.no_county if item.slows]
    if nowhere:
        there += f". This is understated: {joined([f'{about(item.growth)} more jobs in {item.state}' for item in nowhere])} were reported for no county"
    return f"From {newest.year - 1} to {newest.year} its jobs {moved(growth)} ({written(count, 'count')} {'more' if growth >= 0 else 'fewer'}){there}."


def _pays(profile: Profile) -> str:
    """Say what a job pays, and how many people look for one."""
    newest = profile.newest
    pay = newest.pay
    said = []
    if not pd.isna(pay["region"]):
        beside = measures.wage_premium(pay["region"], pay["nation"])
        weekly = f"{written(pay['region'], 'dollars')} a week"
        amount = weekly if newest.quarter else f"{money(pay['region'])} a year"
        compared = "" if pd.isna(beside) else f", {against(float(beside), 'the nation')}"
        said.append(f"A job pays {amount} on average{compared} ({newest.badge})")
    rates = labor_force(profile.region, profile.until)
    here = rates[rates["area"] == "region"]
    if len(here):
        last = here.iloc[-1].to_dict()
        said.append(
            f"{written(last['unemployed'], 'count')} people who live here, {written(last['unemployment_rate'], 'percent')} of the labor force, look for work ({last['year']})"
        )
    return "; ".join(said) + "." if said else "BLS withholds what jobs pay here."


def _jobs_card(profile: Profile) -> Card:
    newest, state, withheld = profile.newest, profile.region.state_label, "BLS withholds the total"
    here, its_state = (dict(newest.areas.loc[area]) for area in ("region", "state"))
    lower_bound = here["withheld"] > 0 and not pd.isna(here["employment"])
    share = 100 * measures.share(here["employment"], its_state["employment"])
    whole = whole_states(profile) == list(profile.region.states)
    rest = "; the others are not in any county" if whole else ""
    share_words: str = (
        withheld
        if pd.isna(here["employment"])
        else f"there is no total of {state} to compare with"
        if pd.isna(share)
        else f"{'at least ' if lower_bound else ''}{part(share)} of all jobs in {state}{rest}"
    )
    some = here["establishments"] > 0
    employers = f"; {written(here['establishments'], 'count')} establishments" if some else ""
    jobs = f"{'≥ ' if lower_bound else ''}{written(here['employment'], 'count')}"
    return Card("Jobs", newest.badge, jobs, share_words + employers)


def _pay_card(profile: Profile) -> Card:
    newest, pay = profile.newest, profile.newest.pay
    words = "; ".join(
        against(premium, name)
        for area, name in (("nation", "the nation"), ("state", profile.region.state_label))
        if not pd.isna(premium := measures.wage_premium(pay["region"], pay[area]))
    )
    said = capital(words) or "BLS withholds the total"
    return Card(newest.pay_words, newest.badge, written(pay["region"], "dollars"), said)


def _growth_card(newest: Newest) -> Card:
    """Give the change of jobs within a release: figures of two releases are not subtracted."""
    growth = newest.growth()
    if np.isnan(growth):
        why = f"there is no figure of the year before {newest.period}"
        if newest.areas.loc["region", "withheld"]:
            why = "BLS withholds the total of this year or of those before"
        return Card("Jobs, change in a year", "", "n/a", why)
    beside = [
        f"{name} {written(newest.growth(area), 'signed_percent')}"
        for area, name in (("state", str(newest.areas.loc["state", "name"])), ("nation", "nation"))
        if not pd.isna(newest.growth(area))
    ]
    understated = "; understated, see the map" if any(item.slows for item in newest.no_county) else ""
    years, said = f"{newest.year - 1} to {newest.year}", capital(", ".join(beside)) + understated
    return Card("Jobs, change in a year", years, written(growth, "signed_percent"), said)


def _unemployment_card(profile: Profile) -> Card:
    rates = labor_force(profile.region, profile.until)
    if rates.empty:
        return Card("Unemployment rate", "", "n/a", "there is no year that every county has")
    year = int(rates["year"].max())
    last = rates[rates["year"] == year].set_index("area")
    looking = written(last.loc["region", "unemployed"], "count")
    beside = [
        f"{name} {written(last.loc[area, 'unemployment_rate'], 'percent')}"
        for area, name in (("state", profile.region.state_label), ("nation", "nation"))
        if area in last.index
    ]
    rate = written(last.loc["region", "unemployment_rate"], "percent")
    return Card("Unemployment rate", str(year), rate, f"{looking} people look for work; {', '.join(beside)}")
