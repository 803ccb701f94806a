"""What charts claim, recomputed from the profile's tables: each function checks one chart of one region."""

from __future__ import annotations

import math
import re

import numpy as np
from labor_markets import LEVELS, chart, market

from nextgen_helpers import charts
from nextgen_helpers.lmi.residents import labor_force
from nextgen_helpers.words import in_sentence

_NUMBER = r"[\d,]+(?:\.\d+)?"
#: A part of a whole, as it is said.
PART = rf"(?:more than 99%|less than 0\.1%|{_NUMBER}%|none|all)"


def number(said: str) -> float:
    found = re.search(_NUMBER, said)
    assert found, said
    return float(found[0].replace(",", ""))


def is_percent(said: str, value: float) -> bool:
    """Tell whether a percentage is the rounded value."""
    if said == "none":
        return value == 0
    if said.startswith("more than 99%"):
        return 99 < value <= 100 + 1e-9
    if said.startswith("less than 0.1%"):
        return 0 < abs(value) < 0.05
    decimals = len(said.rstrip("%").partition(".")[2])
    return abs(number(said) - abs(value)) <= 0.5 * 10**-decimals + 1e-9


def is_about(said: str, value: float) -> bool:
    """Tell whether a count is the value, to three digits."""
    stated = number(said) * (1e6 if "million" in said else 1)
    return abs(stated - abs(value)) <= max(0.5, 0.005 * abs(value)) + 1e-9


def is_movement(said: str, value: float) -> bool:
    """Tell whether "grew by 2.6%" is the movement in percent."""
    if said == "stayed the same":
        return abs(value) < 0.05
    verb, _, size = said.partition(" by ")
    return verb == ("grew" if value > 0 else "fell") and is_percent(size, value)


def is_against(said: str, value: float) -> bool:
    """Tell whether "21% above the average here" is the difference in percent."""
    if said.startswith("about the same as"):
        return abs(value) < 0.5
    size, word, _ = said.split(" ", 2)
    return word == ("above" if value > 0 else "below") and is_percent(size, value)


def names_first(said: str, titles: list[str]) -> bool:
    """Tell whether a list in a sentence names the first of these titles, and says how many more there are."""
    plain = [title.rstrip(".") for title in titles]
    if len(plain) == 1:
        return said.rstrip(".") == plain[0]
    parts = re.split(r"; and |; ", said) if "; " in said else re.split(r", | and ", said)
    parts = [part.rstrip(".") for part in parts]
    more = re.fullmatch(r"(\d+) more", parts[-1])
    count = len(parts) - bool(more)
    return parts[:count] == plain[:count] and count + (int(more[1]) if more else 0) == len(plain)


def matched(pattern: str, text: str) -> re.Match[str]:
    found = re.fullmatch(pattern, text)
    assert found, f"{text!r} is not of the form {pattern!r}"
    return found


def _private(case, level):
    table = market(case, level).industries
    return table[(table["own_code"] == "5") & (table["industry_code"] != "99")]


def _ranked(case, level):
    table = _private(case, level)
    total = market(case).total["employment"]
    table = table[(table["employment"] / total >= 0.001) & table["lq_us"].notna()]
    return table.sort_values("lq_us", ascending=False)


def _jobs_by_year(case):
    return market(case).history.set_index(["area", "year"])["employment"]


def check_glance(case):
    profile = market(case)
    newest, glance = profile.newest, charts.at_a_glance(profile, 2026)
    here, state, nation = (newest.areas.loc[area] for area in ("region", "state", "nation"))
    jobs, pay, change, unemployed = glance.cards
    assert jobs.period == pay.period == newest.badge
    if math.isnan(here["employment"]):
        assert (jobs.number, pay.number, change.number) == ("n/a", "n/a", "n/a")
        return
    assert number(jobs.number) == round(here["employment"])
    assert jobs.number.startswith("≥") == (here["withheld"] > 0)
    assert jobs.note.startswith("at least") == (here["withheld"] > 0 and state["employment"] > 0)
    if state["employment"] > 0:
        said = jobs.note.removeprefix("at least ").split(" of all jobs")[0]
        assert is_percent(said, 100 * here["employment"] / state["employment"]), jobs.note
    weeks = 13 if newest.quarter else 1
    assert number(pay.number) == round(here["wages"] / here["employment"] / weeks)
    for words, other in zip(pay.note.split("; "), (nation, state), strict=False):
        value = 100 * (here["wages"] / here["employment"] / (other["wages"] / other["employment"]) - 1)
        assert is_against(words[:1].lower() + words[1:], value), words
    if change.number == "n/a":
        assert here["withheld"] or math.isnan(here["employment_before"])
    else:
        value = 100 * (here["employment"] / here["employment_before"] - 1)
        said = float(change.number.replace("−", "-").rstrip("%").replace(",", ""))
        assert abs(said - value) <= 0.05 + 1e-9
        assert change.period == f"{newest.year - 1} to {newest.year}"
    if unemployed.number != "n/a":
        rates = labor_force(profile.region, profile.until).set_index(["area", "year"])
        own = rates.loc["region"].iloc[-1]
        assert is_percent(unemployed.number, 100 * own["unemployed"] / own["labor_force"])
    assert glance.old == (2026 - profile.year >= 4)
    assert glance.old == ("For the newest" in glance.age)
    check_three_sentences(profile, glance.sentences)


def check_three_sentences(profile, sentences):
    lives_from, changed, _ = sentences
    table = profile.industries
    seen = table[(table["industry_code"] != "99") & table["share"].notna()].nlargest(3, "employment")
    found = re.search(rf"has (at least )?({PART}) of its jobs in (.+?)(?:, and | \()", lives_from)
    if found:
        assert is_percent(found[2], 100 * seen["share"].sum()), lives_from
        assert bool(found[1]) == bool((seen["suppressed_counties"] > 0).any())
        assert found[3].startswith(in_sentence(seen["short_title"].iloc[0]))
    else:
        assert "withholds so much" in lives_from
    found = re.match(r"From (\d{4}) to (\d{4}) .*?((?:grew|fell) by [\d.,]+%|stayed the same)", changed)
    if not found:
        assert "no earlier year" in changed
        return
    growth = profile.newest.growth()
    if math.isnan(growth):
        jobs = profile.history.set_index(["area", "year"])["employment"]["region"].dropna()
        growth = 100 * (jobs[int(found[2])] / jobs[int(found[1])] - 1)
    assert is_movement(found[3], growth), changed


def check_map(case):
    drawing, table = chart(case, "map"), market(case).newest.counties
    if len(table) == 1:
        assert table["name"].iloc[0] in drawing.title
        return
    if not table["employment"].sum() > 0:
        assert drawing.title == "BLS withholds the jobs of every county of the region"
        return
    ranked = table.sort_values("employment", ascending=False)
    shares = (ranked["employment"] / ranked["employment"].sum()).fillna(0).to_numpy()
    few = re.fullmatch(rf"(.+?) (alone has|have) ({PART}) of (.+)", drawing.title)
    many = re.fullmatch(rf"(\d+) of (\d+) counties together have ({PART}) of (.+)", drawing.title)
    if many:
        count, said, whole = int(many[1]), many[3], many[4]
        assert int(many[2]) == len(table)
    else:
        assert few, drawing.title
        said, whole = few[3], few[4]
        names = re.split(r", | and ", few[1].removesuffix(" counties"))
        count = len(names)
        assert (few[2] == "alone has") == (count == 1)
        for name, full in zip(names, ranked["name"], strict=False):
            assert full.startswith(name.split(" (")[0]), (name, full)
    assert is_percent(said, 100 * shares[:count].sum()), drawing.title
    assert shares[:count].sum() >= 0.5 > shares[: count - 1].sum()
    assert whole == ("the jobs that can be seen" if table["employment"].isna().any() else "the region's jobs")
    found = matched(rf".+: (.+) has the most employers, ({PART}) of .+", drawing.look_for[0])
    most = table.loc[table["establishments"].idxmax()]
    assert most["name"].startswith(found[1].split(" (")[0])
    assert is_percent(found[2], 100 * most["establishments"] / table["establishments"].sum())


def check_years(case):
    drawing, jobs = chart(case, "years"), _jobs_by_year(case)
    newest = max(year for _, year in jobs.index)
    if not drawing.title.startswith("From "):
        seen = jobs["region"].dropna()
        assert len(seen) < 2 or newest not in seen
        assert drawing.mark is None
        return
    found = matched(
        r"From (\d{4}) to (\d{4}) jobs in .+? ((?:grew|fell) by [\w.,% ]+?|stayed the same)(?:; (.+))?",
        drawing.title,
    )
    first, last = int(found[1]), int(found[2])
    assert last == newest
    assert first == jobs["region"].dropna().index[0]
    assert is_movement(found[3], 100 * (jobs["region"][last] / jobs["region"][first] - 1))
    said = re.findall(r"in ([^,;]+?) they ((?:grew|fell) by [\d.]+%|stayed the same)", found[4])
    areas = ["state", "nation"] if "state" in jobs.index.get_level_values(0) else ["nation"]
    assert len(said) == len(areas)
    for (_, words), area in zip(said, areas, strict=True):
        assert is_movement(words, 100 * (jobs[area][last] / jobs[area][first] - 1)), words


def check_jobs(case, level):
    drawing = chart(case, "jobs", level)
    private, profile = _private(case, level), market(case, level)
    seen = private[private["employment"] > 0]
    if seen.empty:
        assert "withholds every private" in drawing.title
        assert private["suppressed_counties"].gt(0).any()
        return
    found = matched(
        r"(Of what can be seen, the|The) largest private .+? is (.+): (at least )?about ([\d.,]+(?: million)?) jobs?"
        rf"(?:, ({PART}) of all jobs)?",
        drawing.title,
    )
    top = seen.loc[seen["employment"].idxmax()]
    assert found[2] == in_sentence(top["short_title"])
    others = private[(private["suppressed_counties"] > 0) & (private.index != top.name)]
    could = (others["employment_at_most"] > top["employment"]) | others["employment_at_most"].isna()
    assert found[1].startswith("Of") == bool(could.any())
    assert bool(found[3]) == (top["suppressed_counties"] > 0)
    assert is_about(found[4], top["employment"])
    total = profile.total["employment"] if not profile.total["suppressed_counties"] else math.nan
    assert (found[5] is None) == math.isnan(total)
    if found[5]:
        assert is_percent(found[5], 100 * top["employment"] / total)
    for sentence in drawing.look_for:
        if sentence.startswith("The three"):
            three = seen.nlargest(3, "employment")
            parts = matched(
                rf"The three .+ that can be seen \((.+)\) hold (at least )?({PART}) of all jobs\.", sentence
            )
            assert names_first(parts[1], [in_sentence(title) for title in three["short_title"]])
            assert is_percent(parts[3], 100 * three["employment"].sum() / total)
            assert bool(parts[2]) == bool((three["suppressed_counties"] > 0).any())
        else:
            public = profile.industries.query("own_code != '5'")
            parts = matched(
                rf"Federal, .+ have (at least )?about (.+?) jobs?(?:, ({PART}) of all jobs)?\.", sentence
            )
            assert is_about(parts[2], public["employment"].sum())
            assert bool(parts[1]) == bool((public["suppressed_counties"] > 0).any())
            if parts[3]:
                assert is_percent(parts[3], 100 * public["employment"].sum() / total)
    if drawing.mark:
        rows = drawing.mark
        lower = profile.industries.set_index("short_title")["suppressed_counties"] > 0
        for label, text in zip(rows.labels, rows.texts, strict=True):
            if label in lower.index:
                assert text.startswith("≥") == lower[label], label


def check_concentration(case, level):
    drawing, profile = chart(case, "concentration", level), market(case, level)
    private, ranked = _private(case, level), _ranked(case, level)
    if ranked.empty:
        assert "can be compared" in drawing.title
        return
    total = profile.total["employment"]
    top = ranked.iloc[0]
    assert abs(top["employment"] / total / top["us_share"] - top["lq_us"]) < 1e-9
    others = private[(private.index != top.name) & ~(private["employment_at_most"] < 0.001 * total)]
    limit = others["employment_at_most"] / total / others["us_share"]
    hidden = (others["suppressed_counties"] > 0) | others["lq_us"].isna()
    assert drawing.title.startswith("Of what can be seen, ") == bool(
        (hidden & ~(limit <= top["lq_us"])).any()
    )
    title = drawing.title.removeprefix("Of what can be seen, ")
    if "clearly more concentrated" in title:
        assert top["lq_us"] < 1.05
        assert title.endswith(f"nearest comes {in_sentence(top['short_title'])}")
    else:
        found = matched(r".+ ranked is (.+): (at least )?([\d.]+) times the nation's share of jobs", title)
        assert found[1] == in_sentence(top["short_title"])
        assert bool(found[2]) == (top["suppressed_counties"] > 0)
        decimals = len(found[3].partition(".")[2])
        assert abs(float(found[3]) - top["lq_us"]) <= 0.5 * 10**-decimals + 1e-9
        count = re.search(r"of the (\d+) private", title)
        assert (int(count[1]) if count else 1) == len(ranked)
    strong = ranked[ranked["lq_us"] >= 1.195]
    said = matched(r"(At least )?(\d+|None) of the (\d+) .+ ranked (has|have) .+", drawing.look_for[0])
    assert (0 if said[2] == "None" else int(said[2])) == len(strong)
    assert int(said[3]) == len(ranked)
    more = bool((ranked.loc[ranked["lq_us"] < 1.195, "suppressed_counties"] > 0).any())
    assert (bool(said[1]) or "as far as can be seen" in drawing.look_for[0]) == more
    both = [in_sentence(title) for title in strong.loc[strong["lq_state"] >= 1.195, "short_title"]]
    if both:
        assert names_first(drawing.look_for[1].split(" (1.2 or more): ")[1], both), drawing.look_for[1]
    elif len(drawing.look_for) > 1:
        assert (strong["lq_state"] < 1.195).all()
    withheld = int((private["employment"].isna() & (private["suppressed_counties"] > 0)).sum())
    words = re.search(r"nor (?:is|are) (\d+) that BLS withholds", " ".join(drawing.does_not_say))
    assert (int(words[1]) if words else 0) == withheld
    assert any("arrow" in sentence for sentence in drawing.does_not_say) == any(drawing.mark.open_ended)


def check_quadrants(case, level):
    drawing, profile = chart(case, "quadrants", level), market(case, level)
    table = _ranked(case, level)
    began_large = table["change_base"] >= profile.total["employment"] / 1000
    table = table[table["change_percent"].notna() & began_large]
    if table.empty or profile.first_year is None:
        assert drawing.mark is None
        assert re.search(r"no year before|can be followed", drawing.title)
        return
    grew, strong = table["change_jobs"] >= 0, table["lq_us"] >= 1
    table = table.assign(
        group=np.select([strong & grew, ~strong & grew, strong & ~grew], ["sg", "e", "ss"], "s")
    ).sort_values("employment", ascending=False)
    names = {"sg": "Concentrated, growing", "e": "Not concentrated, growing",
             "ss": "Concentrated, losing jobs", "s": "Not concentrated, losing jobs"}  # fmt: skip
    for key, name in names.items():
        titles = [in_sentence(title) for title in table.loc[table["group"] == key, "short_title"]]
        said = re.search(
            rf"(?<=\. ){name}: (\d+) (?:industry|industries)(?:, largest first)?: (.+?)\.(?: [A-Z]|$)",
            drawing.alternative,
        )
        assert (int(said[1]) if said else 0) == len(titles), name
        shown = set(drawing.table.frame.loc[drawing.table.frame["quadrant_name"] == name, "industry_code"])
        assert shown == set(table.loc[table["group"] == key, "industry_code"])
    best = [in_sentence(title) for title in table.loc[table["group"] == "sg", "short_title"]]
    if best:
        assert names_first(drawing.title.split(": ", 1)[1], best), drawing.title
    elif (table["group"] == "ss").any():
        assert "lost jobs" in drawing.title
        count = re.match(r"All (\d+) ", drawing.title)
        assert (int(count[1]) if count else 1) == (table["group"] == "ss").sum()
    else:
        assert "concentrated here" in drawing.title
    years = profile.year - profile.first_year
    drawn = drawing.table.frame.set_index("industry_code")["change_percent"]
    end = table["change_base"] + table["change_jobs"]
    expected = 100 * ((end / table["change_base"]) ** (1 / years) - 1)
    assert np.allclose(drawn.loc[table["industry_code"]], expected)
    assert ("yearly" in drawing.subtitle) == (years > 1)
    assert ("One year of change" in " ".join(drawing.does_not_say)) == (years == 1)


def check_changes(case, level):
    drawing, profile = chart(case, "changes", level), market(case, level)
    everything = profile.industries
    parts = ["national_share", "industry_mix", "regional_share"]
    table = everything[everything[parts].notna().all(axis=1)]
    if table.empty:
        assert drawing.mark is None
        return
    sums = {name: math.fsum(table[name]) for name in (*parts, "change_jobs", "change_base")}
    found = matched(
        r".+: jobs that can be followed (.+?) from (\d{4}) to (\d{4}), "
        r"(?:(just as if)|about ([\d.,]+(?: million)?) jobs? (more|fewer) than if) every industry had moved as in the nation",
        drawing.title,
    )
    assert is_movement(found[1], 100 * sums["change_jobs"] / sums["change_base"])
    assert (int(found[2]), int(found[3])) == (profile.first_year, profile.year)
    if found[5]:
        assert is_about(found[5], sums["regional_share"])
        assert found[6] == ("more" if sums["regional_share"] > 0 else "fewer")
    else:
        assert abs(sums["regional_share"]) < max(0.5, 0.0005 * sums["change_base"])
    printed = [float(text.replace("−", "-").replace(",", "").replace("+", ""))
               for text in re.findall(r"[+−]?[\d,]+(?=[;.]| jobs)", drawing.look_for[0])]  # fmt: skip
    assert len(printed) == 4, drawing.look_for[0]
    assert abs(sum(printed[:3]) - printed[3]) <= 2
    for value, name in zip(printed, (*parts, "change_jobs"), strict=True):
        assert abs(value - sums[name]) <= 0.5 + 1e-6
    for sentence in drawing.look_for[1:]:
        said = matched(r".+ in (.+) \(([+−][\d,]+) jobs?\)\.", sentence)
        row = table.loc[
            table["regional_share"].idxmax() if "did best" in sentence else table["regional_share"].idxmin()
        ]
        assert said[1] == in_sentence(row["short_title"])
        assert abs(float(said[2].replace("−", "-").replace(",", "")) - row["regional_share"]) <= 0.5 + 1e-6
    words = " ".join(drawing.does_not_say)
    lost = re.search(r"(\d+) of (\d+) rows? cannot be followed", words)
    assert (int(lost[1]) if lost else 0) == len(everything) - len(table)
    assert ("Counties withheld" in words) == bool((table["change_counties_left_out"] > 0).any())
    began = _jobs_by_year(case).get(("region", profile.first_year))
    followed = re.search(rf"({PART}|More than 99%) of the region's jobs of", words)
    if followed:
        assert is_percent(followed[1].lower(), 100 * sums["change_base"] / began)
    else:
        assert not sums["change_base"] / began < 0.99
    shown = table[table["short_title"].isin(drawing.mark.labels)].sort_values("change_jobs")
    for name, ends in (
        ("gains", shown[shown["change_jobs"] > 0].iloc[::-1].head(3)),
        ("losses", shown[shown["change_jobs"] < 0].head(3)),
    ):
        said = re.search(rf"Largest {name}: (.+?)(?=\. Largest|\.$)", drawing.alternative)
        assert bool(said) == bool(len(ends))
        printed = re.findall(r" ([+−])([\d,]+) jobs?, of them", said[1]) if said else []
        values = [float(size.replace(",", "")) * (1 if sign == "+" else -1) for sign, size in printed]
        assert values == list(ends["change_jobs"]), said


def check_pay(case, level):
    drawing, profile = chart(case, "pay", level), market(case, level)
    everything = profile.industries[profile.industries["industry_code"] != "99"]
    total, average = profile.total["employment"], profile.total["average_annual_pay"]
    if profile.total["suppressed_counties"]:
        assert drawing.mark is None
        return
    table = everything[(everything["employment"] / total >= 0.001) & (everything["wages"] > 0)]
    if table.empty:
        assert "can be compared in pay" in drawing.title
        return
    table = table.assign(paid=table["wages"] / table["employment"])
    large = table[table["employment"] / total >= 0.02]
    top = (large if len(large) else table).sort_values("paid").iloc[-1]
    found = matched(
        r"(Of what can be seen, the|The) best pay (in industries with at least 2% of the jobs )?is in (.+): "
        r"\$([\d,]+) a year, (.+)",
        drawing.title,
    )
    assert found[3] == in_sentence(top["short_title"])
    assert abs(number(found[4]) - top["paid"]) <= 50
    assert is_against(found[5], 100 * (top["paid"] / average - 1))
    assert bool(found[2]) == bool(len(large))
    possible = everything[everything["suppressed_counties"] > 0]["employment_at_most"] / total
    hedged = (~(possible < 0.02)).any() if len(large) else len(possible) > 0
    assert found[1].startswith("Of") == bool(hedged)
    above = table[table["paid"] > average]
    if drawing.look_for[0].startswith("None"):
        assert above.empty
    else:
        said = matched(
            rf"({PART}|[Mm]ore than 99%) of the jobs that are compared here .+", drawing.look_for[0]
        )
        assert is_percent(said[1].lower(), 100 * above["employment"].sum() / table["employment"].sum())
    both = above[(above["paid"] > above["us_average_annual_pay"]) & (above["employment"] / total >= 0.02)]
    both = [in_sentence(title) for title in both.sort_values("paid", ascending=False)["short_title"]]
    assert (len(drawing.look_for) > 1) == bool(both)
    if both:
        assert names_first(drawing.look_for[1].split(" nation: ")[1], both), drawing.look_for[1]


def check_diversity(case):
    drawing, profile = chart(case, "diversity"), market(case)
    table = profile.industries
    if drawing.title.startswith("Too little"):
        assert profile.total["suppressed_counties"] or table["share"].notna().sum() < 2
        return
    hachman = profile.diversity["hachman"]
    word = "much like" if hachman >= 0.9 else "somewhat different" if hachman >= 0.75 else "clearly different"
    assert f"the mix of jobs is {word}" in drawing.title[:1].lower() + drawing.title[1:]
    assert drawing.title.startswith("As far as") == bool((table["suppressed_counties"] > 0).any())
    assert f"Hachman index {hachman:.2f} " in drawing.look_for[0]
    both = table[table["employment"].notna() & table["us_employment"].notna()]
    shares = both["employment"] / both["employment"].sum()
    assert f"as if over {1 / (shares**2).sum():.1f} equally" in drawing.look_for[1]
    stands = re.search(
        rf"; (.+) (stands out most|clearly stands out): (at least |at most )?({PART}) of jobs here, ({PART}) in",
        drawing.title,
    )
    if not stands:
        return
    row = both[both["short_title"].map(in_sentence) == stands[1]].iloc[0]
    here, nation = row["employment"] / profile.total["employment"], row["us_share"]
    highest = row["employment_at_most"] / profile.total["employment"]
    assert is_percent(stands[5], 100 * nation)
    assert bool(stands[3]) == (row["suppressed_counties"] > 0)
    assert is_percent(stands[4], 100 * (highest if stands[3] == "at most " else here))
    assert here > nation or highest < nation, "it may not differ at all"
    certain = here - nation if here > nation else nation - highest
    rest = table[(table.index != row.name) & (table["industry_code"] != "99")]
    low = (rest["employment"].fillna(0) / profile.total["employment"] - rest["us_share"]).abs()
    high = (rest["employment_at_most"] / profile.total["employment"] - rest["us_share"]).abs()
    if stands[2] == "stands out most":
        assert (low <= certain + 1e-9).all()
        assert (high <= certain + 1e-9).all()


def check_coverage(case, level):
    drawing, profile = chart(case, "coverage", level), market(case)
    rows = profile._rows
    rows = rows[(rows["year"] == profile.year) & rows["area_fips"].isin(profile.region.counties)]
    private = rows[rows["own_code"] == "5"]
    totals = private[private["industry_code"] == "10"]
    cells = {name: private[(private["level"] == name) & (private["estabs"] > 0)] for name in LEVELS}
    affected = profile.at(level).industries.query("suppressed_counties > 0")
    assert len(drawing.table.frame) == len(affected)
    if drawing.look_for and "private cells" in drawing.look_for[0]:
        said = matched(r"([\d,]+) of ([\d,]+) private cells .+", drawing.look_for[0])
        assert (number(said[1]), number(said[2])) == (cells[level]["suppressed"].sum(), len(cells[level]))
    else:
        assert not cells[level]["suppressed"].any()
    if not totals["employment"].sum() > 0:
        assert drawing.title.startswith("BLS withholds even the total")
        return
    if "every private job can be seen" in drawing.title:
        assert not any(table["suppressed"].any() for table in cells.values())
        return
    found = matched(
        rf"({PART}|More than 99%|All|None) of the private jobs(.*) can be seen by sector, ({PART}) by 3-digit and "
        rf"({PART}) by 4-digit industry",
        drawing.title,
    )
    assert bool(found[2]) == bool(totals["suppressed"].any())
    for said, table in zip((found[1].lower(), found[3], found[4]), cells.values(), strict=True):
        share = 100 * table["employment"].sum() / totals["employment"].sum()
        assert (said == "all") == (not table["suppressed"].any())
        assert said == "all" or is_percent(said, min(share, 100)), (said, share)


def check_sources(case):
    drawing, profile = chart(case, "sources"), market(case)
    table = profile.sources
    found = matched(r"Figures by industry come from (\d+) sources?, for (.+)", drawing.title)
    assert int(found[1]) == table["source"].nunique()
    assert {int(year) for year in re.findall(r"\d{4}", found[2])} == set(table["year"])


ONCE_CHECKED = (check_glance, check_map, check_years, check_diversity, check_sources)
CHECKED_AT_EVERY_LEVEL = (
    check_jobs, check_concentration, check_quadrants, check_changes, check_pay, check_coverage,
)  # fmt: skip
