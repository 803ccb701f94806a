"""What a file holds, as sheets of cells: old and new spreadsheets, text in any encoding, GraphML; nothing in it is run or fetched."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, Final

from nextgen_helpers.bring import spreadsheet_child
from nextgen_helpers.bring.sheets import Book, Day, Sheet
from nextgen_helpers.errors import UserError

LARGEST_FILE: Final = 20 * 1024**2
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300
_LARGEST_UNPACKED: Final = 200 * 1024**2
_SEPARATORS: Final = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "bar"}
_ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp1252": "Windows-1252",
    "utf-32-le": "UTF-32",
    "mac_roman": "Mac",
    "cp437": "DOS",
}
_ONE_BYTE: Final = ("cp1252", "mac_roman", "cp437")  # the likeliest first
_NO_LISTS: Final = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"%PDF", "a PDF"),
)  # fmt: skip
#: Letters of the names that lists in the United States hold most.
_USUAL: Final = "áéíóúñüàèìòùâêôûçäëïößåøæãõ"
_AROUND_WORDS: Final = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00b0\u00ae\u2122\u00a0"
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins like it
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_file(path: str | Path, encoding: str = "", separator: str = "") -> Book:
    """Read a file: xlsx, xls, xlsb, ods, csv, tsv, text or GraphML, known by what is in it and not by its name.

    encoding, separator : of a text, where what is found is not right.
    Raises UserError: it is no list, too large, protected with a password, or holds macros.
    """
    source = Path(path)
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    if source.stat().st_size > LARGEST_FILE:
        raise UserError(
            f"{source.name} is larger than {LARGEST_FILE // 1024**2} MB; take only the sheet with the list."
        )
    return read_bytes(source.read_bytes(), source.name, encoding, separator)


def read_bytes(content: bytes, name: str, encoding: str = "", separator: str = "") -> Book:
    """Read what :func:`read_file` reads, from its bytes."""
    if not content.strip(b"\0 \r\n\t"):
        raise UserError(f"{name} is empty.")
    for begins, kind in _NO_LISTS:
        if content.startswith(begins):
            raise UserError(
                f"{name} is {kind}, not a list; copy the table in it into a spreadsheet, or type it."
            )
    if content.startswith(b"PK"):
        _refuse_zip(content, name)
        return Book(name, _spreadsheet(content, name))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # A workbook with a password is such a file, too: the old format around the encrypted new one.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UserError(f"{name} is protected with a password; save it without one and choose it again.")
        return Book(name, _spreadsheet(content, name))
    return _read_encoded(content, name, encoding, separator)


def _read_encoded(content: bytes, name: str, encoding: str, separator: str) -> Book:
    """Read a text: cells, or GraphML; a page of the web is refused."""
    found = encoding or _encoding(content)
    try:
        text = content.decode(found).lstrip("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise UserError(
            f"{name} is not written in {_ENCODINGS.get(found, found)}; choose another encoding."
        ) from error
    if re.match(r"\s*<", text):
        from nextgen_helpers.bring.network import graphml_book  # noqa: PLC0415  (slow to import)

        if "<graphml" in text[:2_000]:
            return graphml_book(text, name)
        if re.match(r"\s*<(!doctype html|html|table|\?xml)", text, re.IGNORECASE):
            raise UserError(
                f"{name} is a web page or XML, not a list; open it in a spreadsheet and save it as .xlsx or .csv."
            )
    odd = sum(unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in text[:2_000])
    if "\0" in text or odd > min(len(text), 2_000) // 20:
        raise UserError(f"{name} is no list that can be read; save it as .xlsx or .csv.")
    return read_text(text, name, separator, _ENCODINGS.get(found, found))


def read_text(text: str, name: str, separator: str = "", encoding: str = "") -> Book:
    r"""Read cells that stand in a text, or were pasted.

    >>> read_text("sep=;\nname;contacts\nAcme, Inc.;12,5\n", "list.csv").sheets[0].rows[2]
    ('Acme, Inc.', '12,5')
    """
    begun = re.match(r"sep=(.)\r?\n", text)
    body = text[begun.end() :] if begun else text
    if not body.strip():
        raise UserError(f"{name} is empty.")
    mark = separator or (begun[1] if begun else _separator(body))
    rows = _rows(body, mark, name)
    if len(rows) > MOST_ROWS + 200:
        raise UserError(f"{name} has more than {MOST_ROWS:,} rows; take a part of it.")
    if max(map(len, rows)) > MOST_COLUMNS:
        raise UserError(f"{name} has more than {MOST_COLUMNS} columns; take the ones that matter.")
    above = ((),) if begun else ()  # row numbers are those of the file
    return Book(name, (Sheet(name, (*above, *rows)),), encoding, mark)


def encodings() -> list[tuple[str, str]]:
    """Give the encodings to choose from, with their names."""
    return list(_ENCODINGS.items())


def separators() -> list[tuple[str, str]]:
    """Give the separators to choose from, with their names."""
    return list(_SEPARATORS.items())


def _encoding(content: bytes) -> str:
    for mark, found in _MARKS:
        if content.startswith(mark):
            return found
    start = content[:4_000]
    if start.count(b"\0") > len(start) // 5:
        return "utf-16-be" if start[0::2].count(b"\0") > start[1::2].count(b"\0") else "utf-16-le"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _older_encoding(content)
    return "utf-8"


def _older_encoding(content: bytes) -> str:
    """Guess between encodings of one byte a letter, by what reads as words; a general detector is wrong for lists this short."""
    lines = [line for line in content.splitlines() if not line.isascii()][:2_000]
    return max(_ONE_BYTE, key=lambda name: _reads_as_words(b"\n".join(lines).decode(name, "replace")))


def _reads_as_words(text: str) -> float:
    """Say how much the letters outside ASCII look as if they belonged where they are: in words, or quotation marks around them."""
    score = 0.0
    for before, letter, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if letter.isascii():
            continue
        if letter.isalpha():
            odd = (letter.islower() and after.isupper()) or (
                letter.isupper() and before.isalpha() and after.islower()
            )
            alone = not (before.isalpha() or after.isalpha())
            score += -1 if odd or alone else 1 if letter.lower() in _USUAL else 0.5
        elif letter == "\u2019" or (letter in _AROUND_WORDS and not (before.isalpha() and after.isalpha())):
            score += 0.5
        else:
            score -= 1
    return score


def _separator(text: str) -> str:
    """Find what stands between the cells: what divides most rows into the same number of them."""

    def fit(mark: str) -> tuple[float, int]:
        widths = [len(row) for row in _rows(sample, mark, "") if any(cell.strip() for cell in row)]
        usual = max(set(widths), key=lambda width: (width > 1, widths.count(width), width), default=1)
        return (0.0, 1) if usual == 1 else (widths.count(usual) / len(widths), usual)

    # Whole rows: the last one can be cut in the middle of a cell.
    sample = "\n".join(text[:20_000].splitlines()[:60])
    return max(_SEPARATORS, key=lambda mark: (fit(mark)[0] > 0.5, fit(mark)[1], fit(mark)[0]))  # noqa: PLR2004


def _rows(text: str, mark: str, name: str) -> tuple[tuple[str, ...], ...]:
    try:
        return tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:  # a cell without end, for want of a closing quotation mark
        if not name:
            return ()
        raise UserError(
            f"{name} is no table that can be read ({error}); look for a quotation mark that is not closed."
        ) from error


def _refuse_zip(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UserError(f"{name} is damaged and cannot be read; save it again.") from error
    if len(entries) > 5_000 or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:  # noqa: PLR2004
        raise UserError(
            f"{name} unpacks to more than a list needs, so it is not opened; save the sheet alone as .csv."
        )
    names = [entry.filename.lower() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise UserError(f"{name} is protected with a password; save it without one and choose it again.")
    if any(item.endswith("vbaproject.bin") or item.startswith(("basic/", "scripts/")) for item in names):
        raise UserError(f"{name} holds macros, so it is not opened; save it as .xlsx without macros.")
    if "word/document.xml" in names or any(item.startswith("ppt/") for item in names):
        raise UserError(f"{name} is a document, not a spreadsheet; copy its table and paste it.")
    if any("externallinks/" in item for item in names):
        raise UserError(
            f"{name} takes values from other files, so it is not opened; copy the sheet into a new workbook as values."
        )


def _spreadsheet(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Let the child read it: what a hostile file does to memory ends there."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given"
        file.write_bytes(content)
        command = [sys.executable, "-P", str(Path(spreadsheet_child.__file__)), str(file)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
            told: dict[str, Any] = (
                json.loads(done.stdout) if done.returncode == 0 else {"wrong": "MemoryError"}
            )
        except (subprocess.TimeoutExpired, ValueError):
            told = {"wrong": "MemoryError"}
    if wrong := str(told.get("wrong") or ""):
        raise UserError(
            {
                "PasswordError": f"{name} is protected with a password; save it without one and choose it again.",
                "MemoryError": f"{name} is too large to be read as a list; save the sheet alone, without empty rows and columns.",
            }.get(wrong, f"{name} is no spreadsheet that can be read; save it again as .xlsx or .csv.")
        )
    sheets: list[dict[str, Any]] = told["sheets"]
    return tuple(
        Sheet(
            str(item["name"]),
            tuple(tuple(_cell(cell) for cell in row) for row in item["rows"]),
            tuple((area[0], area[1], area[2], area[3]) for area in item["merged"]),
            bool(item["hidden"]),
            (item["size"][0], item["size"][1]) if item["size"] else None,
        )
        for item in sheets
    )


def _cell(cell: Any) -> Any:
    if isinstance(cell, list):
        return Day(cell[0])
    return None if cell == "" else cell
