"""Small files: what somebody chose of BLS's rows is taken, or refused for the reason that is true."""

from __future__ import annotations

import random
import re
import zipfile

import pandas as pd
import pytest
from qcew_files import County, as_csv, columns
from tidy_files import read_qcew

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.layout import KEPT_LEVELS
from nextgen_helpers.lmi.readers import open_qcew
from nextgen_helpers.lmi.store import Store

DALLAS = County()


def outcome(tmp_path, rows, period="annual") -> tuple[int, str]:
    """Read rows as a file: how many were taken, and what was said."""
    path = tmp_path / "slice.csv"
    if isinstance(rows, pd.DataFrame):
        rows.to_csv(path, index=False)
    else:
        path.write_bytes(as_csv(rows, columns(period, "api")))
    try:
        return len(read_qcew(path)), ""
    except UserError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return 0, str(error)


def chosen(**wanted: str):
    """Rows of the invented county with these codes; a code that ends in * is a beginning."""
    return [
        row
        for row in DALLAS.annual()
        if all(
            any(
                row[key].startswith(code[:-1]) if code.endswith("*") else row[key] == code
                for code in codes.split()
            )
            for key, codes in wanted.items()
        )
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        {"agglvl_code": "70"},  # the total alone, as for a table of counties
        {"agglvl_code": "70 74"},
        {"own_code": "5"},
        {"own_code": "3"},
        {"industry_code": "62"},
        {"industry_code": "62 621"},
        {"industry_code": "31-33 336"},
        {"industry_code": "3364"},
        {"industry_code": "62*"},
        {"agglvl_code": "75"},
    ],
    ids=str,
)
def test_what_somebody_chose_is_taken(tmp_path, wanted):
    rows = chosen(**wanted)
    used = [row for row in rows if row["agglvl_code"] in KEPT_LEVELS]  # domains and supersectors are not
    assert outcome(tmp_path, rows) == (len(used), "")


def test_a_total_with_some_of_its_ownerships_is_refused_by_their_names(tmp_path):
    _, said = outcome(tmp_path, chosen(own_code="0 5"))
    assert said == (
        "slice.csv: rows are missing for area 48113 (Dallas County, Texas), 2019: All ownerships (ownership 0), industry 10 (all "
        "industries), level 70 (total, counties), has 153 establishments, but its ownerships in the file, level 71 (total by "
        "ownership, counties), have 139; not there: Federal government (ownership 1), State government (ownership 2) and Local "
        "government (ownership 3). If you took rows out of BLS's file, take out the area's total (ownership 0), too; otherwise "
        "fetch the file again."
    )


def test_an_industry_without_one_of_its_parts_is_refused_by_its_name(tmp_path):
    _, said = outcome(tmp_path, [row for row in DALLAS.annual() if row["industry_code"] != "621"])
    assert (
        "Private (ownership 5), industry 62 (Health care and social assistance), level 74 (sector, counties), has 41"
        in said
    )
    assert "its 3-digit industries in the file, level 75 (3-digit industry, counties), have 1." in said
    assert "cut off" not in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"agglvl_code": "78", "industry_code": "336411"},
            r"level 78 \(6-digit industry, counties\).*file of industry 3364 instead",
        ),
        ({"agglvl_code": "44", "area_fips": "C1910"}, r"level 44 \(sector, metropolitan areas\)"),
        (
            {"size_code": "3", "agglvl_code": "27"},
            r"the nation by size of establishment.*sizes of establishment 3",
        ),
        (
            {"own_code": "3", "industry_code": "611", "agglvl_code": "75"},
            r"Local government \(ownership 3\); industry 611 \(Educ",
        ),
        (
            {"own_code": "9"},
            r"All covered by unemployment insurance but the federal government \(ownership 9\)",
        ),
    ],
    ids=str,
)
def test_rows_that_cannot_be_used_are_named(tmp_path, change, said):
    rows = [row | change for row in chosen(industry_code="62")]
    taken, sentence = outcome(tmp_path, rows)
    assert taken == 0
    assert re.search("there are no rows that can be used: it has only .*" + said, sentence)


def test_quarters_of_different_areas_are_told_apart(tmp_path):
    """Together the four quarters are there; no area has them."""
    rows = [row for number in "1234" for row in DALLAS.but(area=f"4811{number}").quarterly(number)]
    _, said = outcome(tmp_path, rows, "quarterly")
    assert re.search(r"quarters 2, 3 and 4 of 2019 are not there yet for area 48111 ", said)


def test_an_import_says_what_it_left_out_and_what_is_there_in_part(tmp_path):
    rows = [*DALLAS.quarterly(), *DALLAS.but(area="48439").quarterly("123")]
    (tmp_path / "quarters.csv").write_bytes(as_csv(rows, columns("quarterly", "api")))
    (tmp_path / "total.csv").write_bytes(
        as_csv(DALLAS.but(area="48085", only=frozenset({"10"})).annual()[:1], columns("annual", "api"))
    )
    with open_qcew([tmp_path / "quarters.csv", tmp_path / "total.csv"]) as reading:
        said = Store(Store.open().base, tmp_path / "own").add(reading, "test").summary()
    assert "Left out, as a year needs four quarters in a row: 48439 in 2019 (only quarter 1, 2, 3)." in said
    assert "For 1 area and year not all industries are there" in said


@pytest.mark.raw
def test_any_choice_of_real_rows_is_taken_or_refused_for_a_reason_that_is_true(ohio_zip, tmp_path):
    """By owner, level and industry, and cut off: what is said is computed again from the rows."""
    with zipfile.ZipFile(ohio_zip) as archive, archive.open("2023/39041.csv") as file:
        whole = pd.read_csv(file, dtype=str, keep_default_na=False)
    estabs = whole["annual_avg_estabs"].astype(int)
    chance = random.Random(12)  # noqa: S311
    kinds = {"taken": 0, "missing": 0, "unused": 0}
    for number in range(70):
        part = whole
        if number % 7 == 0:
            part = part.head(chance.randrange(2, len(part)))
        else:
            if chance.random() < 0.5:
                part = part[part["own_code"].isin(chance.sample(list("01235"), chance.randrange(1, 5)))]
            if chance.random() < 0.5:
                levels = sorted(set(whole["agglvl_code"]))
                part = part[part["agglvl_code"].isin(chance.sample(levels, chance.randrange(1, 6)))]
            if chance.random() < 0.5:
                begin = chance.choice(["6", "62", "31", "10", "33", "5"])
                part = part[part["industry_code"].str.startswith(begin) ^ (chance.random() < 0.2)]
        used = part["agglvl_code"].isin(KEPT_LEVELS) & (part["size_code"] == "0")
        used &= (part["own_code"] == "5") | part["agglvl_code"].str[1].isin(["0", "1", "4"])
        taken, said = outcome(tmp_path, part)
        if not said:
            kinds["taken"] += 1
            assert taken == used.sum() > 0
        elif "there are no rows" in said:
            kinds["unused"] += 1
            assert not used.any()
            assert ("below the first line" in said) == part.empty
            assert set(re.findall(r"level (\d\d)", said)) <= set(part["agglvl_code"])
        else:
            kinds["missing"] += 1
            found = re.search(
                r"\(ownership (\d)\), industry (\S+) .*?level (\d\d) .*? has ([\d,]+) .* level (\d\d) .*?, have ([\d,]+)",
                said,
            )
            own, industry, level, has, below, have = found.groups()
            row = (
                (part["own_code"] == own)
                & (part["industry_code"] == industry)
                & (part["agglvl_code"] == level)
            )
            assert estabs[part.index[row]].tolist() == [int(has.replace(",", ""))]
            parts = part[(part["agglvl_code"] == below) & ((part["own_code"] == own) | (own == "0"))]
            if own != "0" and industry != "10":
                first, _, last = industry.partition("-")
                begins = [str(item) for item in range(int(first), int(last or first) + 1)]
                parts = parts[parts["industry_code"].str.startswith(tuple(begins))]
            assert estabs[parts.index].sum() == int(have.replace(",", "")) < int(has.replace(",", ""))
            if "cut off" in said:  # only where no row is missing before the last one
                assert len(part) == part.index[-1] + 1
    assert min(kinds.values()) >= 5, kinds
