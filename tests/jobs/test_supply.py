"""Programs and openings: who completes counts once, what is wrong is said row by row, missing is not zero."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.jobs import supply, tables
from nextgen_helpers.jobs.staffing import region_demand
from nextgen_helpers.jobs.supply import cip_code, cip_titles, program_problems
from nextgen_helpers.lmi.profile import profile

DEMAND = pd.DataFrame(
    {"title": ["Welders", "Welding Machine Setters", "Nurses"], "openings": [90.0, 10.0, 0.0]},
    index=pd.Index(["51-4121", "51-4122", "29-1141"], name="soc"),
)


def program(cip="48.0508", completers=50, name="Welding", institution="River", year=2025):
    return {
        "institution": institution,
        "program": name,
        "cip": cip,
        "completers": completers,
        "year": year,
        "source": "",
    }


def test_completers_go_where_the_openings_are():
    """50 completers over 90 and 10 openings: 45 and 5 (by hand)."""
    found = supply([program()], DEMAND)
    assert found.by_occupation == pytest.approx({"51-4121": 45, "51-4122": 5})
    first, second = found.balances()
    assert (first.openings, first.completers, first.gap, first.state) == (90, 45, 45, "under-supplied")
    assert (second.gap, second.state) == (5, "under-supplied")
    (over, _) = supply([program(completers=150)], DEMAND).balances()
    assert (over.completers, over.gap, over.state) == (135, -45, "over-saturated")
    (even, _) = supply([program(completers=100)], DEMAND).balances()
    assert even.state == "about even"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["48.0508", "51.3801", "48.0501", "24.0101", "15.0613"]), st.integers(0, 500)
        ),
        max_size=6,
    )
)
def test_a_completer_counts_once(given_programs):
    demand = region_demand(profile("tx-texoma"))
    rows = [program(cip, count, f"P{place}") for place, (cip, count) in enumerate(given_programs)]
    found = supply(rows, demand)
    lost = {name for name, _ in found.without_occupation}
    counted = sum(row["completers"] for row in rows if f"{row['program']} (River)" not in lost)
    assert sum(share.completers for share in found.shares) == pytest.approx(counted)
    assert found.completers == sum(row["completers"] for row in rows)


def test_of_several_years_the_newest_counts():
    found = supply(
        [
            program(year=2023, completers=10),
            program(year=2025, completers=50),
            program(year=2024, completers=20),
        ],
        DEMAND,
    )
    assert (found.completers, found.older) == (50, 2)


def test_missing_completers_are_no_zero():
    found = supply([program(completers=None)], DEMAND)
    assert (found.completers, found.shares, found.without_number) == (0, (), ("Welding (River)",))
    (item,) = found.balances(["51-4121"])
    assert (item.completers, item.gap, item.state) == (None, None, None)


def test_a_program_that_counts_nowhere_says_why():
    found = supply([program("24.0101", 5, "Liberal arts"), program("51.3801", 7, "Nursing", "")], DEMAND)
    reasons = dict(found.without_occupation)
    assert set(reasons) >= {"Nursing"}
    assert "no openings" in reasons["Nursing"] or "none of its occupations has openings" in reasons["Nursing"]
    assert supply([], DEMAND).balances() == ()


def test_what_is_wrong_is_said_row_by_row():
    rows = [
        program(), program("48.0577"), program("welding"), program(""), program(completers=-3, name="Other"),
        program(institution=" river ", name="WELDING"), program(year=2024),
    ]  # fmt: skip
    found = [str(problem) for problem in program_problems(rows)]
    assert found == [
        'Row 2, CIP code: "48.0577" is no code of CIP 2020, such as 48.0508. Near it: 48.0501 (Machine Tool Technology/Machinist).',
        'Row 3, CIP code: "welding" is no code of CIP 2020, such as 48.0508.',
        "Row 4, CIP code: it is empty, so no one can say which jobs it prepares people for.",
        'Row 5, Completers a year: "-3" is less than 0.',
        "Row 6: it is the same program and year as row 1.",
    ]
    assert supply(rows, DEMAND).completers == 50
    assert program_problems([program("x")], [17])[0].row == 17


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("48.0508", "48.0508"), ("480508", "48.0508"), ("1.0601", "01.0601"), ("48.05", "48.0500"), (48.0508, "48.0508"),
        ("'48.0508", "48.0508"), ("", ""), (None, ""), ("48.05081", ""), ("welding", ""),
    ],
)  # fmt: skip
def test_codes_that_a_spreadsheet_has_changed(typed, code):
    assert cip_code(typed) == code


def test_every_program_of_the_crosswalk_is_known():
    table = tables.programs()
    assert all(cip_code(cip) in cip_titles() for cip in table["cip"].unique())
    assert set(table.loc[table["soc"] != "", "soc"]) <= set(tables.occupations().index)
