"""Write down everything that a user sees, and compare two such folders, so that nobody sees a difference.

    python benchmarks/seen.py write BEFORE
    (change the code)
    python benchmarks/seen.py write AFTER
    python benchmarks/seen.py compare BEFORE AFTER

What is written, as plain text without ids, places and moments:

- ``reports/``: labor market reports (page, workbook) of regions that ship and of single counties, by the command line;
- ``teams/``: for a team without answers, one that has answered everything, and some that have answered this and that: the
  partnership report, every notebook on the screen (with forms, tables, what pictures say), all handouts, and what is
  exported. It is always the same day there.

Two runs of the same code give the same folders. Layout, colors and places of marks are not looked at; what is written into a
picture, its alternative text and the table behind it are.
"""

from __future__ import annotations

import argparse
import difflib
import html.parser
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
#: The day that counts as today: between the days that a team with all answers has written down.
NOW: Final = datetime(2027, 4, 15, 17, 0, tzinfo=UTC)
REGION: Final = "tx-alamo"
_INLINE: Final = (
    "a",
    "b",
    "code",
    "em",
    "i",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "td",
    "th",
    "tspan",
    "u",
)
_TOLD: Final = ("alt", "aria-label", "title", "placeholder", "value")
#: What a Plotly figure writes for people; all else says how it is drawn.
_DRAWN: Final = ("text", "name", "hovertext", "hovertemplate", "ticktext", "customdata", "x", "y", "labels")
_STATE: Final = (
    "title", "description", "label", "_options_labels", "value", "index", "placeholder", "status", "fields", "answers", "problems",
    "notes", "remarks", "people", "person", "you", "previews", "suggestions",
)  # fmt: skip
_VARYING: Final = (
    (re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b"), "ID"),
    (re.compile(r"\bp[0-9a-f]{12}\b"), "PERSON"),
    (re.compile(r'(?<="code": ")\d{3} \d{3}'), "CODE"),
    (re.compile(r"Made on \w+ \d+, \d{4}"), "Made on DAY"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+(?:Z|\+00:00)"), "MOMENT"),
)


# -- words of a page ----------------------------------------------------------------------------------------


class _Words(html.parser.HTMLParser):
    """Collects what a page says, to the eye and to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")
        self.said += ["\n"] * (tag not in _INLINE) + [" | "] * (tag in ("td", "th"))
        self.said += [f" [{name}: {value}] " for name, value in attrs if name in _TOLD and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")
        self.said += ["\n"] * (tag not in _INLINE)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def words(page: str) -> str:
    """Give what a page or a piece of one says, a line a block."""
    parser = _Words()
    parser.feed(page)
    lines = (" ".join(line.split()) for line in "".join(parser.said).replace("\r", "").split("\n"))
    return "\n".join(line for line in lines if line)


def drawn(figure: Any, *, word: bool = False) -> Iterator[str]:
    """Give the words in a Plotly figure, in its order."""
    if isinstance(figure, str):
        if word:
            yield words(figure)
    elif isinstance(figure, dict):
        for key, value in figure.items():
            if key != "template":
                yield from drawn(value, word=key in _DRAWN)
    elif isinstance(figure, list | tuple):
        for value in figure:
            yield from drawn(value, word=word)


def workbook(path: Path) -> str:
    """Give the cells of a workbook, a line a row."""
    from openpyxl import load_workbook

    lines: list[str] = []
    for sheet in load_workbook(path, data_only=True):
        lines.append(f"== {sheet.title}")
        lines += [
            " | ".join("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
    return "\n".join(lines)


def paper(path: Path) -> str:
    """Give the words of a PDF."""
    import pypdf

    reader = pypdf.PdfReader(path)
    return "\n".join(
        [str(reader.metadata and reader.metadata.title), *(page.extract_text() for page in reader.pages)]
    )


# -- one day, one writer --------------------------------------------------------------------------------------


class _Moments(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class _Now(datetime, metaclass=_Moments):
    """A clock that begins at the same moment in every run; each look at it is a millisecond later, so that answers have an order."""

    looks = 0

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        _Now.looks += 1
        return (NOW + timedelta(milliseconds=_Now.looks)).astimezone(tz or UTC)


def stop_the_clock() -> None:
    """Let every module of ours live on one day."""
    import nextgen_helpers

    for module in pkgutil.walk_packages(nextgen_helpers.__path__, "nextgen_helpers."):
        if "lab_settings" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name, module in list(sys.modules.items()):
        if name.startswith("nextgen_helpers") and getattr(module, "datetime", None) is datetime:
            module.datetime = _Now  # type: ignore[attr-defined]


class Writer:
    """Writes texts into a folder, without what differs from run to run."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self._places = folder, ((str(home), "HOME"), (str(ROOT), "PROJECT"))
        self.count, self._begun = 0, time.perf_counter()

    def write(self, name: str, text: str) -> None:
        """Write one thing."""
        for place, word in self._places:
            text = text.replace(place, word)
        for pattern, word in _VARYING:
            text = pattern.sub(word, text)
        path = self.folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.rstrip() + "\n", encoding="utf-8")
        self.count += 1

    def say(self, text: str) -> None:
        """Tell how far it is."""
        print(
            f"{time.perf_counter() - self._begun:6.0f} s, {self.count:4} files: {text}",
            file=sys.stderr,
            flush=True,
        )


# -- reports of regions -----------------------------------------------------------------------------------------


def regions(count: int) -> list[str]:
    """Choose regions: four of five ship, the others are single counties all over the figures."""
    from nextgen_helpers.regions import Region, find_regions, save_region

    shipped = [region.id for region in find_regions()]
    wanted = min(len(shipped), max(1, 4 * count // 5))
    chosen = [shipped[place * len(shipped) // wanted] for place in range(wanted)]
    counties = sorted({code for region in find_regions() for code in region.counties})
    for number in range(count - wanted):
        code = counties[(2 * number + 1) * len(counties) // (2 * (count - wanted))]
        save_region(Region(f"county-{code}", f"County {code}", (code,), "One county"))
        chosen.append(f"county-{code}")
    return chosen


def write_reports(writer: Writer, count: int) -> None:
    """Make the reports of regions as a user does."""
    with tempfile.TemporaryDirectory() as out:
        ids = regions(count)
        made = subprocess.run(
            [sys.executable, "-m", "nextgen_helpers.cli", "report", *ids, "--jobs", "2", "--out", out],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            raise SystemExit(made.stderr)
        for path in sorted(Path(out).iterdir()):
            if path.suffix == ".html":
                writer.write(f"reports/{path.stem}", words(path.read_text(encoding="utf-8")))
            elif path.suffix == ".xlsx":
                writer.write(f"reports/{path.stem}_workbook", workbook(path))
    writer.say(f"reports of {count} regions")


# -- notebooks ----------------------------------------------------------------------------------------------------


def filled(value: Any) -> Any:
    """Leave out what is empty."""
    if isinstance(value, dict):
        return {
            name: kept for name, item in value.items() if (kept := filled(item)) not in (None, "", [], {})
        }
    return [filled(item) for item in value] if isinstance(value, list | tuple) else value


def state(widget: Any) -> str:
    """Give what a control shows: labels, questions, choices, values, and the same of what is in it."""
    held = widget.get_state()
    told = filled({name: held.get(name) for name in _STATE})
    text = json.dumps(told, indent=1, ensure_ascii=False, default=str, sort_keys=True)
    return "\n".join([type(widget).__name__, text, *map(state, getattr(widget, "children", ()))])


def shown(data: dict[str, Any], widgets: dict[str, Any]) -> str:
    """Give what an output says, in each of its forms."""
    said = []
    for kind, content in sorted(data.items()):
        match kind:
            case "text/html":
                said.append(words(content))
            case "application/vnd.plotly.v1+json":
                said.append("\n".join(drawn(content)))
            case "application/vnd.jupyter.widget-view+json":
                said.append(state(widgets[content["model_id"]]))
            case "text/plain" | "text/markdown" | "application/json":
                said.append(
                    content if isinstance(content, str) else json.dumps(content, indent=1, sort_keys=True)
                )
            case _:
                said.append(f"[{kind}]")
    return "\n".join(said)


def run(path: Path, region_id: str | None, output: str) -> str:
    """Run a notebook in this process, and give what its cells show."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from ipywidgets.widgets import widget as known

    os.environ["NEXTGEN_OUTPUT"] = output
    shell = InteractiveShell.instance()
    shell.reset()
    seen = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        with capture_output() as captured:
            shell.display_trap.hook = sys.displayhook
            result = shell.run_cell(cell.source, store_history=False)
        if "parameters" in cell.metadata.get("tags", []) and "region_id" in shell.user_ns:
            shell.user_ns["region_id"] = region_id
        problem = [repr(result.error_in_exec)] if result.error_in_exec else []
        texts = [shown(item.data, known._instances) for item in captured.outputs]  # noqa: SLF001
        seen += [f"== {cell.id}", captured.stdout + captured.stderr, *texts, *problem]
    return "\n".join(seen)


# -- teams ----------------------------------------------------------------------------------------------------------


def write_team(writer: Writer, kind: str) -> None:
    """Write what a team sees that has answered nothing, all, or this and that."""
    from full_team import answer_by_chance, answer_everything

    from nextgen_helpers.handouts import AUDIENCES, make_handouts
    from nextgen_helpers.team_answers import Team

    _Now.looks = 0
    with tempfile.TemporaryDirectory() as home, (team := Team.open(REGION)).workspace:
        if kind != "none":
            answer_everything(team)
        if kind not in ("none", "all"):
            answer_by_chance(team, kind, NOW.date())
        for path in sorted((ROOT / "notebooks" / "reports").glob("*.ipynb")):
            writer.write(f"teams/{kind}/report_{path.stem}", run(path, REGION, "paper"))
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            writer.write(f"teams/{kind}/notebook_{path.stem}", run(path, REGION, "screen"))
        writer.say(f"team {kind}: notebooks")
        for made in make_handouts(Path(home), AUDIENCES, team) if kind in ("none", "all") else ():
            writer.write(f"teams/{kind}/handout_{made.path.stem}", paper(made.path))
        for export, ending in ((team.workspace.export_excel, "xlsx"), (team.workspace.export_json, "json")):
            path = Path(home) / f"answers.{ending}"
            export(path)
            writer.write(
                f"teams/{kind}/answers_{ending}",
                workbook(path) if ending == "xlsx" else path.read_text(encoding="utf-8"),
            )
    writer.say(f"team {kind}: handouts and exports")


# -- the program ------------------------------------------------------------------------------------------------------


def write(folder: Path, count: int, kinds: Iterable[str]) -> None:
    """Write everything into a folder that is new or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty; name a new folder.")
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "notebooks")]
    with tempfile.TemporaryDirectory() as home:
        os.environ["NEXTGEN_HOME"] = home
        writer = Writer(folder, Path(home))
        write_reports(writer, count)
        stop_the_clock()
        for kind in kinds:
            os.environ["NEXTGEN_HOME"] = str(Path(home) / kind)
            write_team(writer, kind)


def compare(before: Path, after: Path) -> bool:
    """Print what differs, and say whether anything does."""
    names = [{path.relative_to(folder) for path in folder.rglob("*.txt")} for folder in (before, after)]
    if not all(names):
        raise SystemExit(f"Nothing is written in {before if not names[0] else after}.")
    differ = 0
    for name in sorted(names[0] | names[1]):
        texts = [
            (folder / name).read_text(encoding="utf-8").splitlines() if name in known else []
            for folder, known in zip((before, after), names, strict=True)
        ]
        if texts[0] != texts[1]:
            differ += 1
            print(
                "\n".join(difflib.unified_diff(*texts, f"before/{name}", f"after/{name}", lineterm="", n=1))
            )
    print(f"{differ} of {len(names[0] | names[1])} files differ.", file=sys.stderr)
    return differ > 0


def main() -> int:
    """Read the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("write", help="write everything into a new folder")
    one.add_argument("folder", type=Path)
    one.add_argument("--regions", type=int, default=30, help="how many regions get a report")
    one.add_argument(
        "--teams",
        nargs="+",
        default=["none", "all", "first", "second"],
        help="none, all; any other word answers by chance",
    )
    other = commands.add_parser(
        "compare", help="print what differs; the exit status is 1 where something does"
    )
    other.add_argument("before", type=Path)
    other.add_argument("after", type=Path)
    given = parser.parse_args()
    if given.command == "compare":
        return int(compare(given.before, given.after))
    write(given.folder, given.regions, given.teams)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
