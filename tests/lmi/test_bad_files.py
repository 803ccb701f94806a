"""Files that do not fit are refused whole, with their name, the line and the reason."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile

import pandas as pd
import pytest
from qcew_files import County, annual_csv, as_csv, columns, quarterly_csv
from tidy_files import read_qcew

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.readers import open_qcew
from nextgen_helpers.lmi.store import Store

DALLAS = County()
GOOD = annual_csv(DALLAS)
SPREADSHEET = "a spreadsheet has rewritten the numbers"


def with_field(line: int, column: str, value: str) -> bytes:
    """Put a value into the file; ``line`` counts from 1, with the header."""
    names = columns("annual", "api")
    lines = GOOD.decode().split("\n")
    fields = lines[line - 1].split(",")
    fields[names.index(column)] = value
    lines[line - 1] = ",".join(fields)
    return "\n".join(lines).encode()


def refused(path) -> DataFileError:
    with pytest.raises(DataFileError) as caught:
        read_qcew(path)
    said = str(caught.value)
    assert caught.value.file.split("/")[0] == path.name
    assert said.startswith(f"{caught.value.file}, line" if caught.value.line else f"{caught.value.file}: ")
    assert "\n" not in said
    return caught.value


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("total_annual_wages", "2.49174E+11", SPREADSHEET),
        ("total_annual_wages", '"249,174,000,000"', SPREADSHEET),
        ("area_fips", "1001", "with the leading zero"),
        ("area_fips", "Dallas", "is no area code"),
        ("industry_code", '"31-Mar"', SPREADSHEET),
        ("industry_code", '"Jan-33"', "is no industry code"),
        ("industry_code", "", "is no industry code"),
        ("annual_avg_emplvl", "-5", "zero or more"),
        ("annual_avg_emplvl", "12.5", "is no whole number"),
        ("annual_avg_emplvl", "", "is no whole number"),
        ("annual_avg_emplvl", "99999999999", "is no whole number"),
        ("annual_avg_estabs", "many", "is no whole number"),
        ("year", "19", "is no year"),
        ("year", "1066", "is no year"),
        ("qtr", '"1"', "is no quarter (A, the whole year)"),
        ("own_code", "Private", "is no ownership code"),
        ("annual_avg_emplvl", "2.49174E+11", "is no whole number"),
        ("total_annual_wages", "2.49174e+11", "is no whole number"),
        ("total_annual_wages", "3E+05", "is no whole number"),
        ("total_annual_wages", "1.5e+05", "is no whole number"),
        ("total_annual_wages", "NA", "is how another program writes an empty field"),
        ("disclosure_code", "NULL", "is how another program writes an empty field"),
        ("disclosure_code", '"X"', "is no disclosure code (empty, N or -)"),
    ],
)
@pytest.mark.parametrize("line", [2, 17])
def test_a_wrong_value_is_named_with_its_line(tmp_path, line, column, value, reason):
    path = tmp_path / "wrong.csv"
    path.write_bytes(with_field(line, column, value))
    error = refused(path)
    assert error.line == line
    assert reason in str(error)
    assert f'"{value.strip(chr(34))}" in column {column}' in str(error)


def test_the_line_is_the_files_own_also_after_empty_lines(tmp_path):
    lines = with_field(17, "year", "19").split(b"\n")
    lines[5:5] = [b"", b""]
    (tmp_path / "a.csv").write_bytes(b"\n".join(lines))
    assert refused(tmp_path / "a.csv").line == 19


def test_the_line_is_right_in_a_large_file(tmp_path):
    """DuckDB reads large files in parallel pieces."""
    counties = [DALLAS.but(area=f"48{number:03}") for number in range(1, 999)]
    rows = [row for county in counties for row in county.annual()]
    wrong = 25_123
    rows[wrong - 2] |= {"annual_avg_emplvl": "1.5E+3"}
    (tmp_path / "large.csv").write_bytes(as_csv(rows, columns("annual", "bulk"), layout="bulk"))
    assert (tmp_path / "large.csv").stat().st_size > 5_000_000
    assert refused(tmp_path / "large.csv").line == wrong


def test_the_line_in_a_member_of_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("2019/48085.csv", annual_csv(DALLAS.but(area="48085")))
        archive.writestr("2020/48113.csv", annual_csv(DALLAS.but(year=2020)))
        archive.writestr(
            "2019/48113.csv", with_field(9, "total_annual_wages", "1E+9").replace(b"\n", b"\r\r\n")
        )
    error = refused(tmp_path / "a.zip")
    assert (error.file, error.line) == ("a.zip/2019/48113.csv", 9)


# -- cut off ----------------------------------------------------------------------------------------


def test_cut_in_the_middle_of_a_line(tmp_path):
    lines = GOOD.split(b"\n")
    cut = b"\n".join(lines[:11]) + b"\n" + b",".join(lines[11].split(b",")[:5])
    (tmp_path / "a.csv").write_bytes(cut)
    error = refused(tmp_path / "a.csv")
    assert error.line == 12
    assert "the line ends after 5 of 15 columns: the file was cut off" in str(error)


def test_cut_within_a_quoted_text(tmp_path):
    lines = annual_csv(DALLAS, "bulk").split(b"\n")
    (tmp_path / "a.csv").write_bytes(b"\n".join(lines[:11]) + b"\n" + lines[11][:60])
    assert refused(tmp_path / "a.csv").line == 12


def cuts(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    # From the second row on: the total of an area alone is a slice that somebody may have chosen.
    return [b"\n".join(lines[:kept]) + b"\n" for kept in range(3, len(lines) - 1)]


@pytest.mark.parametrize("period", ["annual", "quarterly"])
def test_cut_at_the_end_of_any_line_that_is_needed(tmp_path, period):
    """Rows are missing: what is there no longer adds up. Nothing partial is ever taken."""
    whole = GOOD if period == "annual" else quarterly_csv(DALLAS.quarterly(grown=1))
    (tmp_path / "whole.csv").write_bytes(whole)
    expected = read_qcew(tmp_path / "whole.csv")
    path = tmp_path / "cut.csv"
    rows_missing = 0
    chosen = cuts(whole) if period == "annual" else cuts(whole)[::4] + cuts(whole)[-8:]
    for cut in chosen:
        path.write_bytes(cut)
        try:
            table = read_qcew(path)
        except DataFileError as error:
            rows_missing += 1
            assert "rows are missing for area 48113 (Dallas County, Texas), 2019" in str(error)  # noqa: PT017
            assert "fetch it again" in str(error) or "fetch the file again" in str(error)  # noqa: PT017
        except UserError as error:  # the last quarter was cut off with all its rows
            assert "four quarters" in str(error)  # noqa: PT017
        else:  # only rows that are not used (supersectors) were cut off
            pd.testing.assert_frame_equal(table, expected)
    assert rows_missing > 0.8 * len(chosen)


def test_rounded_annual_parts_are_no_missing_rows(tmp_path):
    rows = DALLAS.annual()
    for row in rows:  # the sum of seven rounded parts may lie three above or below the rounded whole
        if (row["own_code"], row["industry_code"]) == ("5", "10"):
            row["annual_avg_estabs"] = str(int(row["annual_avg_estabs"]) + 2)
    (tmp_path / "a.csv").write_bytes(as_csv(rows, columns("annual", "api")))
    assert len(read_qcew(tmp_path / "a.csv")) > 20


@pytest.mark.raw
def test_a_real_county_cut_at_the_end_of_a_line(ohio_zip, tmp_path):
    with zipfile.ZipFile(ohio_zip) as archive:
        whole = archive.read("2023/39129.csv")
    lines = whole.split(b"\n")
    for part in (0.2, 0.5, 0.8, 0.95):
        (tmp_path / "39129.csv").write_bytes(b"\n".join(lines[: int(part * len(lines))]) + b"\n")
        said = str(refused(tmp_path / "39129.csv"))
        assert "rows are missing for area 39129 (Pickaway County, Ohio), 2023: " in said
        assert "The file seems to be cut off after its last row" in said


# -- no CSV of BLS's at all -------------------------------------------------------------------------


def excel() -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame({"area_fips": ["48113"]}).to_excel(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"\r\n\r\n", "the file is empty"),
        (b"<!DOCTYPE html>\n<html><body>Access Denied</body></html>", "this is a web page, not a CSV file"),
        (b"\xef\xbb\xbf\n  <html>", "this is a web page"),
        (excel(), "this is a zip or Excel file under another name"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(range(256)) * 4, "this is no CSV file"),
        (gzip.compress(GOOD), "no CSV file|missing|web page"),
        (GOOD.replace(b"\n", b"\r"), "this is no CSV file"),
        (GOOD.decode().encode("utf-16"), "this is no CSV file"),
        (GOOD.replace(b",", b";"), "the columns are divided by semicolons"),
        (GOOD.replace(b"annual_avg_emplvl", b"employment"), '"annual_avg_emplvl".* is missing'),
        (GOOD.replace(b'"size_code"', b'"area_fips"', 1), '"size_code".* is missing'),
        (GOOD.replace(b'"lq_annual_avg_emplvl"', b'"year"', 1), '"year" is there twice'),
        (GOOD.replace(b'"lq_annual_avg_emplvl"', b'""', 1), "a column without a name"),
        (b"a line of text, with a comma\n" * 5, "is missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_other_files(tmp_path, data, reason):
    (tmp_path / "download.csv").write_bytes(data)
    error = refused(tmp_path / "download.csv")
    assert re.search(reason, str(error))
    assert error.line in (None, 1)


def test_a_header_alone_holds_nothing(tmp_path):
    (tmp_path / "a.csv").write_bytes(GOOD.split(b"\n")[0] + b"\n")
    with pytest.raises(UserError, match=r"a\.csv: there are no rows below the first line\.$"):
        read_qcew(tmp_path / "a.csv")


def test_an_excel_file_and_no_file(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(excel())
    with pytest.raises(DataFileError, match=r"a\.xlsx: an Excel file; use the CSV file that BLS publishes"):
        read_qcew(tmp_path / "a.xlsx")
    with pytest.raises(UserError, match="There is no file or folder"):
        read_qcew(tmp_path / "b.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no CSV or zip files"):
        read_qcew(tmp_path / "empty")


@pytest.mark.parametrize(
    ("quarters", "said"),
    [
        (
            "1",
            "quarters 2, 3 and 4 of 2019 are not there yet; add quarters 2, 3 and 4 of 2018, so that four quarters are",
        ),
        (
            "12",
            "quarters 3 and 4 of 2019 are not there yet; add quarters 3 and 4 of 2018, so that four quarters are in a row, or wait",
        ),
        (
            "123",
            "quarter 4 of 2019 is not there yet; add quarter 4 of 2018, so that four quarters are in a row, or wait for BLS",
        ),
        ("234", "quarter 1 of 2019 is not there; add what is missing, or wait for BLS"),
    ],
)
def test_too_few_quarters(tmp_path, quarters, said):
    path = tmp_path / "few.csv"
    path.write_bytes(quarterly_csv(DALLAS.quarterly(quarters)))
    with pytest.raises(UserError) as caught:
        read_qcew(path)
    assert f"nothing was imported, as a year needs four quarters in a row, and {said}" in str(caught.value)
    assert "cut off" not in str(caught.value)


def test_a_quarter_that_is_none(tmp_path):
    (tmp_path / "5.csv").write_bytes(quarterly_csv([row | {"qtr": "5"} for row in DALLAS.quarterly("1")]))
    assert '"5" in column qtr is no quarter (1 to 4)' in str(refused(tmp_path / "5.csv"))


def test_files_that_contradict_each_other(tmp_path):
    (tmp_path / "first.csv").write_bytes(GOOD)
    (tmp_path / "second.csv").write_bytes(annual_csv(DALLAS.but(factor=2)))
    with pytest.raises(
        UserError, match=r"(first|second)\.csv and (first|second)\.csv give different figures"
    ) as caught:
        read_qcew(tmp_path)
    said = re.sub(r"^\S+ and \S+ ", "", str(caught.value))
    assert said == (
        "give different figures for area 48113 (Dallas County, Texas), All ownerships (ownership 0), industry 10 (all "
        "industries), level 70 (total, counties), 2019 (153 and 306 establishments); import one of them."
    )


def test_two_rows_of_one_file_that_contradict_each_other_are_named(tmp_path):
    rows = [row for row in DALLAS.annual() if row["industry_code"] == "62"]
    rows.append(rows[0] | {"annual_avg_emplvl": "1300"})
    (tmp_path / "a.csv").write_bytes(as_csv(rows, columns("annual", "api")))
    with pytest.raises(UserError) as caught:
        read_qcew(tmp_path / "a.csv")
    assert "a.csv gives two different figures" in str(caught.value)
    assert "Private (ownership 5), industry 62 (Health care and social assistance), level 74" in str(
        caught.value
    )
    assert re.search(
        r"2019 \((1,260 and 1,300|1,300 and 1,260) jobs\); keep the row that is right", str(caught.value)
    )


def test_members_that_contradict_each_other_are_named_as_the_user_knows_them(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("old/48113.csv", GOOD)
        archive.writestr("new/48113.csv", annual_csv(DALLAS.but(factor=2)))
    with pytest.raises(UserError, match=r"a\.zip/old/48113\.csv") as caught:
        read_qcew(tmp_path / "a.zip")
    assert "a.zip/new/48113.csv" in str(caught.value)


def test_one_bad_file_spoils_the_folder(tmp_path):
    (tmp_path / "a.csv").write_bytes(annual_csv(DALLAS.but(area="48085")))
    (tmp_path / "b.csv").write_bytes(with_field(4, "total_annual_wages", "1E+9"))
    with pytest.raises(DataFileError, match=r"^b\.csv, line 4: "):
        read_qcew(tmp_path)


# -- zips -------------------------------------------------------------------------------------------


def zipped(path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_a_damaged_zip_is_refused_wherever_the_damage_is(tmp_path):
    noise = random.Random(1)  # noqa: S311
    names = [f"{noise.randrange(10**30)}.csv" for _ in range(6)]
    path = tmp_path / "a.zip"
    zipped(path, {name: annual_csv(DALLAS.but(area=f"4811{n}")) for n, name in enumerate(names)})
    whole = path.read_bytes()
    directory = whole.index(b"PK\x01\x02")
    for start in range(10, directory - 40, 97):
        path.write_bytes(whole[:start] + bytes(noise.randrange(256) for _ in range(25)) + whole[start + 25 :])
        assert "the zip file is damaged or cut off" in str(refused(path)), start
    for part in (whole[: len(whole) // 2], whole[:-10], b"PK\x03\x04", GOOD):
        path.write_bytes(part)
        assert "the zip file is damaged or cut off" in str(refused(path))


def test_paths_in_a_zip_lead_nowhere(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    zipped(inside / "a.zip", {"../../evil.csv": GOOD, "/tmp/evil.csv": annual_csv(DALLAS.but(area="48085"))})  # noqa: S108
    before = {path for path in tmp_path.rglob("*")}  # noqa: C416
    assert set(read_qcew(inside / "a.zip")["area_fips"]) == {"48113", "48085"}
    assert {path for path in tmp_path.rglob("*")} == before  # noqa: C416
    assert not [path for path in (tmp_path.parent, tmp_path.parent.parent) if (path / "evil.csv").exists()]


def test_a_zip_that_unpacks_to_far_too_much(tmp_path):
    zipped(tmp_path / "bomb.zip", {"a.csv": GOOD + b"0" * 60_000_000})
    assert (tmp_path / "bomb.zip").stat().st_size < 100_000
    error = refused(tmp_path / "bomb.zip")
    assert "the archive would unpack to 57 MB" in str(error)
    assert "it was not opened" in str(error)


def test_zips_without_a_csv(tmp_path):
    zipped(tmp_path / "inner.zip", {"48113.csv": GOOD})
    zipped(tmp_path / "outer.zip", {"inner.zip": (tmp_path / "inner.zip").read_bytes()})
    assert "the archive holds no CSV files" in str(refused(tmp_path / "outer.zip"))
    zipped(tmp_path / "mac.zip", {"__MACOSX/._48113.csv": b"\0\5\26\7", ".hidden.csv": b"x"})
    assert "the archive holds no CSV files" in str(refused(tmp_path / "mac.zip"))


def test_a_zip_with_a_password(tmp_path):
    zipped(tmp_path / "a.zip", {"48113.csv": GOOD})
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[6] |= 1  # the flag "encrypted", in the member's header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    assert "damaged or cut off" in str(refused(tmp_path / "a.zip"))


# -- and nothing happened ---------------------------------------------------------------------------


def test_the_store_is_unchanged_after_a_refusal(tmp_path, base):
    store = Store(base.base, tmp_path / "own")
    with open_qcew([write(tmp_path / "good.csv", GOOD)]) as reading:
        store.add(reading, "test")
    before = {path: path.stat().st_mtime_ns for path in store.own.rglob("*")}
    index = store.index()
    for number, bad in enumerate(
        (
            with_field(7, "year", "x"),
            GOOD[: len(GOOD) // 2],
            b"<html>",
            annual_csv(DALLAS.but(factor=3))[:-400],
        )
    ):
        path = write(tmp_path / f"bad{number}.csv", bad)
        with pytest.raises(UserError), open_qcew([tmp_path / "good.csv", path]) as reading:
            store.add(reading, "test")
    assert {path: path.stat().st_mtime_ns for path in store.own.rglob("*")} == before
    pd.testing.assert_frame_equal(Store(store.base, store.own).index(), index)


def write(path, data: bytes):
    path.write_bytes(data)
    return path


def test_noise_is_refused_with_a_sentence_or_read_and_nothing_else_happens(tmp_path):
    """Whatever stands in a file, the user reads a sentence and never a traceback."""
    chance = random.Random(20)  # noqa: S311
    path = tmp_path / "noise.csv"
    outcomes = {"refused": 0, "read": 0}
    for _ in range(80):
        data = bytearray(GOOD)
        for _ in range(chance.choice((1, 2, 40))):
            place = chance.randrange(len(data))
            piece = chance.choice(
                (b"\0", b'"', b"\n", b"\r", b",", b"\xff", b"N", b"", b"9" * 30, b'"""', b"\xc3")
            )
            data[place : place + chance.randrange(3)] = piece
        path.write_bytes(bytes(data))
        try:
            read_qcew(path)
            outcomes["read"] += 1
        except UserError as error:
            assert "\n" not in str(error)  # noqa: PT017
            assert str(tmp_path) not in str(error)  # noqa: PT017
            outcomes["refused"] += 1
    assert outcomes["refused"] > 40
