"""Regions: the register that ships, a user's own, and what a user can get wrong."""

from __future__ import annotations

import csv
import dataclasses
import doctest
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers import regions
from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import (
    STATES,
    Region,
    county_names,
    custom_region,
    find_regions,
    get_region,
    own_regions_folder,
    read_region_file,
    region_problems,
    save_region,
)
from nextgen_helpers.teams import known_teams
from nextgen_helpers.workspace import Workspace


def one_sentence(error: UserError) -> str:
    said = str(error)
    assert "\n" not in said
    assert len(said) < 600
    return said


def test_examples_in_the_documentation_are_true():
    failed, tried = doctest.testmod(regions)
    assert (failed, tried > 5) == (0, True)


# -- the register -----------------------------------------------------------------------------------


def test_every_texas_county_lies_in_exactly_one_of_28_boards():
    boards = [region for region in find_regions() if region.id.startswith("tx-")]
    assert len(boards) == 28
    counties = [county for board in boards for county in board.counties]
    texas = {code for code in county_names() if code.startswith("48")}
    assert len(counties) == len(set(counties)) == 254
    assert set(counties) == texas
    assert max(len(board.counties) for board in boards) == 26


def test_two_more_regions_ship():
    others = {region.id: region for region in find_regions() if not region.id.startswith("tx-")}
    assert len(others) == 2
    ohio, kentucky = sorted(others.values(), key=lambda region: -len(region.counties))
    assert (ohio.name, len(ohio.counties), ohio.states) == ("Central Ohio", 15, ("39",))
    assert (kentucky.name, len(kentucky.counties), kentucky.states) == ("KentuckianaWorks", 7, ("21",))
    assert ohio.source
    assert kentucky.source


@pytest.mark.raw
def test_the_register_is_the_agencies_list(shared):
    official: dict[str, tuple[str, set[str]]] = {}
    for name in ("texas_workforce_boards.csv", "other_regions.csv"):
        with (shared / "regions" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                official.setdefault(row["region_id"], (row["region_name"], set()))[1].add(row["county_fips"])
    ours = {region.id: (region.name, set(region.counties)) for region in find_regions()}
    assert ours == official


def test_names_of_counties_are_those_of_the_register():
    with embedded("data", "regions", "texas_workforce_boards.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            official = county_names()[row["county_fips"]].removesuffix(" County, Texas")
            assert official.replace(" ", "").lower() == row["county_name"].replace(" ", "").lower()


def test_pseudo_counties_and_states_are_no_counties():
    names = county_names()
    assert len(names) > 3_100
    assert not [code for code in names if code.endswith(("000", "999"))]
    assert all(len(code) == 5 and code[:2] in STATES for code in names)
    assert {"09110", "09190", "48301", "02158"} <= set(names)


def test_a_region_is_frozen_and_in_order():
    region = custom_region("Two", ["48439", "48113", "48439"])
    assert region.counties == ("48113", "48439")
    with pytest.raises(dataclasses.FrozenInstanceError):
        region.name = "Three"
    assert region == custom_region("Two", ("48113", "48439"))


def test_names_of_states_and_counties_in_a_region():
    both = custom_region("Louisville", ["21111", "18019"])
    assert both.states == ("18", "21")
    assert both.state_label == "Indiana and Kentucky"
    assert both.county_names() == {"18019": "Clark County, Indiana", "21111": "Jefferson County, Kentucky"}
    assert both.id == "in-ky-louisville"
    assert get_region("tx-greater-dallas").county_names() == {"48113": "Dallas County"}
    three = custom_region("Three", ["21111", "18019", "48113"])
    assert three.state_label == "Indiana, Kentucky and Texas"


# -- looking one up ---------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["tx-panhandle", " TX-Panhandle ", "Panhandle", "panhandle"])
def test_a_region_is_found_by_id_or_name(said):
    assert get_region(said).id == "tx-panhandle"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tx-dalas", "tx-greater-dallas"),
        ("tx-panhandel", "tx-panhandle"),
        ("Central Ohoi", "oh-central-ohio"),
    ],
)
def test_a_misspelled_region_names_the_nearest(wrong, right):
    known = {region.id for region in find_regions()}
    expected = right if right in known else next(item for item in known if item.startswith("oh-"))
    with pytest.raises(UserError) as caught:
        get_region(wrong)
    said = one_sentence(caught.value)
    assert said.startswith(f'No region "{wrong}". Did you mean ')
    assert f'"{expected}"' in said
    assert "See: nextgen regions" in said


@pytest.mark.parametrize("nonsense", ["", "zzzzqqq", "../../etc/passwd", 48113, None, ["tx-alamo"]])
def test_what_is_no_region_at_all(nonsense):
    with pytest.raises(UserError, match="See: nextgen regions") as caught:
        get_region(nonsense)
    one_sentence(caught.value)


def test_regions_are_found_by_state_and_by_a_countys_name():
    assert (
        len(find_regions(state="TX"))
        == len(find_regions(state="texas"))
        == len(find_regions(state="48"))
        == 28
    )
    assert [region.name for region in find_regions("potter county")] == ["Panhandle"]
    assert find_regions("dallas", state="OH") == []
    with pytest.raises(UserError, match=r'No state "Texsa".*Did you mean Texas'):
        find_regions(state="Texsa")


# -- any set of counties ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counties", "reason"),
    [
        ([48113], r'County code 48113 is a number; .* such as "48113" \(Dallas County, Texas\)'),
        ([1001], 'County code 1001 is a number; write it as text in quotes, .* such as "01001"'),
        ([48113.0], "is a number"),
        ([None], "A county code is no text"),
        ([True], "A county code is no text"),
        ([["48113"]], "A county code is no text"),
        (["113"], '"113" is no county code: five digits are needed'),
        (["Dalas County, Texas"], r"Did you mean 48113 \(Dallas County, Texas\)"),
        (["48114"], r"There is no county 48114\. Near it: 48"),
        (["48000"], "There is no county 48000"),
        (["48999"], "48999 is BLS's pseudo-county"),
        (["99999"], "pseudo-county"),
        (["US000"], '"US000" is no county code'),
        (["48113", "48113; DROP TABLE"], "is no county code"),
        (["٤٨١١٣"], "There is no county"),
        (["4" * 100_000], r'"4{20}\.\.\." is no county code'),
        ([], "A region needs at least one county"),
        ("", "A region needs at least one county"),
        (" , ", "A region needs at least one county"),
    ],
)
def test_county_codes_that_are_none(counties, reason):
    with pytest.raises(UserError, match=reason) as caught:
        custom_region("Mine", counties)
    one_sentence(caught.value)


def test_counties_can_be_written_in_one_text():
    assert custom_region("Mine", "48113,48439, 48085\n48121").counties == ("48085", "48113", "48121", "48439")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "two\x00words", "bell\a"])
def test_names_that_are_none(name):
    with pytest.raises(UserError, match="1 to 80 printable characters") as caught:
        custom_region(name, ["48113"])
    one_sentence(caught.value)


@pytest.mark.parametrize("bad", ["../evil", "Tx-One", "a b", "a--b", "-a", "a/b", "a\n", "x" * 81, "ä"])
def test_ids_that_are_none(bad):
    with pytest.raises(UserError, match="cannot be a region's id: use small letters"):
        custom_region("Mine", ["48113"], region_id=bad)


# -- a user's own file ------------------------------------------------------------------------------


def test_a_saved_region_is_known_from_then_on(home):
    region = custom_region("Côté & Söhne", ["48113", "48439"])
    path = save_region(region)
    assert path.parent == home / "regions" == own_regions_folder()
    assert get_region(region.id).counties == region.counties
    assert get_region(region.id).name == "Côté & Söhne"
    assert region.id in {item.id for item in find_regions()}
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_region_that_ships_cannot_be_replaced(home):
    with pytest.raises(UserError, match='"tx-alamo" ships with the project and cannot be replaced'):
        save_region(Region("tx-alamo", "Mine", ("48113",), "me"))
    (home / "regions").mkdir()
    (home / "regions" / "a.yaml").write_text(
        'id: tx-alamo\nname: Mine\ncounties: ["48113"]\n', encoding="utf-8"
    )
    assert get_region("tx-alamo").counties != ("48113",)


def test_of_two_files_with_one_id_everybody_takes_the_one_of_that_name(home):
    (home / "regions").mkdir()
    for file, county in (("a.yaml", "48113"), ("tx-mine.yaml", "48439")):
        (home / "regions" / file).write_text(
            f'id: tx-mine\nname: Mine\ncounties: ["{county}"]\n', encoding="utf-8"
        )
    assert get_region("tx-mine").counties == ("48439",)
    assert [region.counties for region in find_regions() if region.id == "tx-mine"] == [("48439",)]
    (problem,) = region_problems()
    assert 'a.yaml: the id "tx-mine" is taken already, by tx-mine.yaml ("Mine"), which is kept' in problem
    assert problem.endswith("id: tx-mine-2.")


def test_a_file_that_was_changed_is_read_again(home):
    (home / "regions").mkdir()
    file = home / "regions" / "tx-mine.yaml"
    for counties in ('"48113"', '"48113", "48439"'):
        file.write_text(f"id: tx-mine\nname: Mine\ncounties: [{counties}]\n", encoding="utf-8")
        assert len(get_region("tx-mine").counties) == counties.count("48")
        assert get_region("tx-mine") is get_region("tx-mine")
    file.unlink()
    with pytest.raises(UserError, match='No region "tx-mine"'):
        get_region("tx-mine")


def test_a_region_is_saved_whole_or_not_at_all(home, monkeypatch):
    (home / "regions").mkdir()

    def full(*_):
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        broken.setattr("pathlib.Path.replace", full)
        with pytest.raises(UserError, match="No space left on device"):
            save_region(custom_region("Mine", ["48113"]))
    assert list((home / "regions").iterdir()) == []


def test_a_file_in_place_of_the_folder(home):
    (home / "regions").write_text("a file", encoding="utf-8")
    assert len(find_regions()) == 30
    with pytest.raises(UserError, match="regions"):
        save_region(custom_region("Mine", ["48113"]))


HOSTILE = {
    "a python object": ('!!python/object/apply:os.system ["touch evil"]', "A region file has name, counties"),
    "an endless list": (
        "name: Mine\ncounties:\n- &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"- &{new} [{', '.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "references (&, *, <<) are not allowed",
    ),
    "a list within itself": ("name: Mine\ncounties: &a [*a]", "references (&, *, <<) are not allowed"),
    "an id that leads elsewhere": (
        "id: ../../evil\nname: Mine\ncounties: ['48113']",
        "cannot be a region's id",
    ),
    "no counties": ("name: Mine\ncounties: []", "counties"),
    "counties as fields": ("name: Mine\ncounties: {a: '48113'}", "counties"),
    "no name": ("counties: ['48113']", "name"),
    "a list for a name": ("name: [12]\ncounties: ['48113']", "name"),
    "a field too many": ("name: Mine\ncounties: ['48113']\nowner: me", "owner"),
    "a list": ("- 48113", "A region file has name, counties"),
    "nothing": ("", "A region file has name, counties"),
    "a pseudo-county": ("name: Mine\ncounties: ['48999']", "pseudo-county"),
    "a tag that lies": ("name: Mine\ncounties: [!!int x]", '"x" is no county code'),
    "a very long number": (f"name: Mine\ncounties: [0x{'f' * 9_000}]", "is no county code"),
    "a very long code": (f"name: Mine\ncounties: ['{'x' * 150_000}']", "is no county code"),
    "a very long field": (f"name: Mine\ncounties: ['48113']\n? {'x' * 100_000}\n: 1", "xxx"),
    "deep brackets": ("[" * 50_000, "more than 8 deep"),
    "deep fields": ("? " * 50_000, "more than 8 deep"),
    "deep dashes": ("- " * 50_000, "more than 8 deep"),
    "deep braces": ("{a: " * 50_000, "more than 8 deep"),
    "merged fields": (
        "<<: [{k: 1}]\nname: Mine\ncounties: ['48113']",
        "references (&, *, <<) are not allowed",
    ),
    "fields merged by a tag": ("? !!merge x\n: {name: Mine}", "references (&, *, <<) are not allowed"),
    "merges that double": (
        "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(20)),
        "references (&, *, <<) are not allowed",
    ),
    "a number by the minute": (
        f"name: Mine\ncounties: [{':'.join(['1'] * 99_000)}]",
        "is no county code",
    ),
    "broken YAML": ("name: 'Mine\ncounties", "not a YAML file"),
    "a control character": ("name: \x07", "not a YAML file"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_and_mistaken_region_files(home, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content, reason = HOSTILE[kind]
    folder = home / "regions"
    folder.mkdir()
    path = folder / "mine.yaml"
    path.write_text(content, encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(UserError) as caught:
        read_region_file(path)
    assert time.monotonic() - started < 5
    said = one_sentence(caught.value)
    assert said.startswith(f"{path}: ")
    assert reason in said
    assert not list(tmp_path.iterdir())
    assert get_region("tx-alamo").name == "Alamo", "a bad file hides no other region"


@pytest.mark.parametrize("data", [b"x" * 200_001, b"\xff\xfe\x00 no text", b"name: \xff"])
def test_region_files_that_are_no_text_or_huge(tmp_path, data):
    (tmp_path / "a.yaml").write_bytes(data)
    with pytest.raises(UserError, match=r"too large|not a YAML file") as caught:
        read_region_file(tmp_path / "a.yaml")
    one_sentence(caught.value)


def pipe(path):
    os.mkfifo(path)


def link_to_a_pipe(path):
    os.mkfifo(path.parent / "pipe")
    path.symlink_to("pipe")


def link_to_an_endless_device(path):
    path.symlink_to("/dev/zero")


def socket_of_somebody(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX systems have them")
@pytest.mark.parametrize("make", [pipe, link_to_a_pipe, link_to_an_endless_device, socket_of_somebody])
def test_what_is_no_plain_file_is_no_region_and_is_not_waited_for(home, monkeypatch, make):
    (home / "regions").mkdir()
    monkeypatch.chdir(home / "regions")  # a socket's path is short
    make(Path("mine.yaml"))
    script = (
        "from nextgen_helpers.regions import *\n"
        "print(get_region('tx-alamo').name, len(find_regions()), *region_problems(), sep='|')\n"
        "try: get_region('mine')\n"
        "except Exception as error: print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )
    first, last = done.stdout.splitlines()
    assert first.startswith("Alamo|30|")
    assert first.endswith(
        "mine.yaml: it cannot be read (it is a folder, a pipe or a device, and no plain file)."
    )
    assert last == "UserError"


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX systems have them")
def test_a_file_that_becomes_a_pipe_after_the_look_is_not_waited_for(tmp_path, monkeypatch):
    plain = tmp_path / "plain"
    plain.write_text("name: Mine", encoding="utf-8")
    os.mkfifo(tmp_path / "a.yaml")
    looked = plain.stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: looked)
    with pytest.raises(UserError, match="no plain file"):
        read_region_file(tmp_path / "a.yaml")


WORDS = st.sampled_from(
    ["&a ", "*a", "<<: ", "[", "]", "{", "}", "- ", "? ", ": ", "a", "\n", "  ", ", ", "'", "|\n", "!!set "]
)


@given(st.lists(WORDS, max_size=400).map("".join))
def test_no_text_takes_long_or_ends_the_process(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.yaml")
        path.write_text(text, encoding="utf-8")
        started = time.process_time()
        with pytest.raises(UserError):
            read_region_file(path)
        assert time.process_time() - started < 2


def test_a_region_file_that_is_a_folder(tmp_path):
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(UserError, match="cannot be read"):
        read_region_file(tmp_path / "a.yaml")


def test_a_county_instead_of_a_region_is_answered_with_the_regions_that_have_it():
    with pytest.raises(UserError, match=r'Did you mean .*"tx-gulf-coast"'):
        get_region("harris")


@pytest.mark.parametrize(
    ("written", "county"),
    [
        ("04005", "04005"),
        ("02020", "02020"),
        ("8001", "08001"),
        ("6037.0", "06037"),
        ("1_0", None),
        ("0x1f", None),
    ],
)
def test_codes_in_a_file_are_read_as_they_stand_there(tmp_path, written, county):
    """YAML reads 04005 as a number of base eight."""
    path = tmp_path / "a.yaml"
    path.write_text(f"name: 2024\ncounties: [{written}]\n", encoding="utf-8")
    if county:
        assert (read_region_file(path).counties, read_region_file(path).name) == ((county,), "2024")
    else:
        with pytest.raises(UserError, match="is no county code"):
            read_region_file(path)


@pytest.mark.parametrize(
    ("name", "county", "region_id"),
    [
        ("Cañón del Río", "35055", "nm-canon-del-rio"),
        ("Łódź & Ærø / Straße", "17031", "il-lodz-aero-strasse"),
        ("O\u02bbahu", "15003", "hi-oahu"),
    ],
)
def test_an_id_keeps_letters_whose_accents_are_taken_off(name, county, region_id):
    region = custom_region(name, [county])
    assert (region.id, region.name) == (region_id, name)


@pytest.mark.parametrize("team", ["nm-ca-n-azul", "nm-ca-n-azul--north"])
def test_answers_under_an_id_without_the_accented_letters_keep_it(home, team):
    file = home / "regions" / "azul.yaml"
    file.parent.mkdir()
    file.write_text("name: Cañón Azul\ncounties: ['35055']\n", encoding="utf-8")
    with Workspace.open(team) as workspace:
        workspace.save("runway", {})
    assert get_region("Cañón Azul").id == "nm-ca-n-azul"
    assert [entry.id for entry in known_teams(get_region("nm-ca-n-azul").id)] == [team]
    assert custom_region("Cañón Verde", ["35055"]).id == "nm-canon-verde"


def test_a_name_without_latin_letters_asks_for_an_id():
    with pytest.raises(UserError, match=r"No id can be made of the name .* give an id: .* id: tx-my-region"):
        custom_region("北部", ["48113"])
    assert custom_region("北部", ["48113"], "tx-north").id == "tx-north"
