"""What a file holds: any encoding and any separator, spreadsheets old and new; hostile ones end in a sentence and in no memory."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile

import pytest
from made_lists import looked_at, open_document, workbook

from nextgen_helpers.bring import files
from nextgen_helpers.bring.files import read_bytes, read_file, read_text
from nextgen_helpers.errors import UserError

HEAD = "organization{0}employer{0}purpose"
LINES = [
    ("College", "Peña & Søn Foundry", "advice"),
    ("Board", "Cañon \u201cMill\u201d \u2013 Dairy\u2019s", "survey"),
]


def as_text(mark):
    return "\r\n".join([HEAD.format(mark), *(mark.join(line) for line in LINES)])


@pytest.mark.parametrize("mark", ["\t", ";", ",", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_letters_and_cells_are_read_in_every_encoding_and_with_every_separator(encoding, mark):
    book = read_bytes(as_text(mark).encode(encoding), "list.txt")
    assert [row[:3] for row in book.sheets[0].rows[1:]] == LINES
    assert book.separator == mark


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", ["Muñoz", "Éclair", "Société", "Müller & Söhne"])
def test_a_single_name_is_enough_to_tell_encodings_of_one_byte_apart(encoding, name):
    assert read_bytes(f"name,city\n{name},Waco\n".encode(encoding), "x.csv").sheets[0].rows[1][0] == name


def test_a_line_that_names_the_separator_is_followed_and_rows_keep_their_numbers():
    plan = looked_at("sep=;\norganization;employer;purpose\nAcme, Inc.;Mill;advice\n")
    assert (plan.heading_row, plan.numbers, plan.rows[0]["organization"]) == (2, (3,), "Acme, Inc.")


def test_an_open_document_is_read():
    plan = looked_at(open_document([HEAD.format(",").split(","), *LINES]))
    assert plan.sheet == "Contacts"
    assert [row["employer"] for row in plan.rows] == [line[1] for line in LINES]


def test_the_cell_of_a_workbook_is_what_was_meant():
    book = read_bytes(workbook(("a", [("x", 4, 2.5, True, None), ("y",)])), "a.xlsx")
    assert book.sheets[0].rows[0] == ("x", 4.0, 2.5, True)


# -- hostile ---------------------------------------------------------------------------------------------


def packed(**entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def sparse(cell):
    book = io.BytesIO(workbook(("a", [("organization",)])))
    import openpyxl  # noqa: PLC0415

    opened = openpyxl.load_workbook(book)
    opened.active[cell] = "x"
    content = io.BytesIO()
    opened.save(content)
    return content.getvalue()


HOSTILE = {
    "empty": (b"", "is empty"),
    "only spaces": (b"\r\n \t\r\n", "is empty"),
    "macros": (packed(xl__vbaProject__bin="x", **{"xl/vbaProject.bin": "x"}), "holds macros"),
    "other files": (packed(**{"xl/externalLinks/externalLink1.xml": "x"}), "takes values from other files"),
    "no spreadsheet": (packed(**{"readme.txt": "x"}), "no spreadsheet that can be read"),
    "half a zip": (workbook(("a", [("x",)]))[:300], "damaged"),
    "password": (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "password"),
    "old and broken": (b"\xd0\xcf\x11\xe0" + b"\1" * 2_000, "no spreadsheet"),
    "web page": (b"<html><table><tr><td>organization</td></tr></table></html>", "web page"),
    "last cell": (sparse("XFD1048576"), "too large"),
    "many columns": (sparse("XFD1"), "16,384 columns"),
    "million rows": (sparse("A1048576"), "rows"),
    "entities": (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><graphml/>', "declares a document type"),
    "no graphml": (b"<graphml><graph>", "no GraphML"),
    "picture": (b"\x89PNG\r\n" + b"x" * 90, "is a picture, not a list"),
    "Word": (packed(**{"word/document.xml": "x"}), "a document, not a spreadsheet"),
    "zeros": (b"a,b\n" + b"\0" * 10 + b"1" * 500, "no list"),
    "open quotation mark": (b'organization,employer\n"' + b"x" * 200_000, "not closed"),
    "wide text": (b",".join([b"a"] * 5_000) + b"\n1", "columns"),
    "long text": (b"organization,employer,purpose\n" + b"A,B,advice\n" * 20_300, "more than 20,000 rows"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_hostile_ends_in_one_sentence(kind):
    content, words = HOSTILE[kind]
    with pytest.raises(UserError, match=words) as caught:
        looked_at(content, "knocks")
    assert "\n" not in str(caught.value)


def test_a_zip_that_unpacks_to_gigabytes_is_not_unpacked():
    content = packed(**{"xl/worksheets/sheet1.xml": b"0" * (220 * 1024**2)})
    assert len(content) < 1024**2
    with pytest.raises(UserError, match="unpacks to more"):
        read_bytes(content, "bomb.xlsx")


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "large.csv"
    file.write_bytes(b"x" * (files.LARGEST_FILE + 1))
    with pytest.raises(UserError, match="larger than 20 MB"):
        read_file(file)
    with pytest.raises(UserError, match="There is no file"):
        read_file(tmp_path / "none.csv")


def test_the_worst_workbooks_take_no_memory(tmp_path):
    for number, cell in enumerate(("XFD1048576", "CV1048576", "XFD40000")):
        (tmp_path / f"{number}.xlsx").write_bytes(sparse(cell))
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom nextgen_helpers.bring.files import read_file\n"
        "from nextgen_helpers.errors import UserError\n"
        f"for file in sorted(Path({str(tmp_path)!r}).glob('*.xlsx')):\n"
        "    try:\n        read_file(file)\n        print('read')\n    except UserError:\n        print('refused')\n"
        # The peak that getrusage gives for the process itself is that of the one that started it.
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    *said, own, child = done.stdout.split()
    assert said == ["refused"] * 3
    assert max(int(own), int(child)) < 500 * 1024, f"kilobytes: {own}, {child}"


def test_formulas_and_links_in_a_text_stay_text():
    plan = looked_at(
        'organization,employer,purpose\n"=HYPERLINK(""http://example.invalid"",""x"")",+1 Staffing,advice\n-Acme,@Home,survey\n'
    )
    assert [(row["organization"], row["employer"]) for row in plan.rows] == [
        ('=HYPERLINK("http://example.invalid","x")', "+1 Staffing"), ("-Acme", "@Home"),
    ]  # fmt: skip


def test_control_letters_become_spaces():
    plan = looked_at("organization,employer,purpose,program\nCollege,Mill,advice,Line\x0bone\x07two\n")
    assert plan.rows[0]["program"] == "Line one two"


def test_the_limits_of_memory_are_only_those_of_the_child():
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
    read_bytes(workbook(("a", [("x",)])), "a.xlsx")
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
    assert read_text("a,b\n1,2", "x").sheets[0].rows == (("a", "b"), ("1", "2"))
