"""What every notebook must look like, before any of them is run.

Each rule takes a notebook as plain JSON and gives its complaints, one sentence each: which cell, what is
wrong, what to do. Every notebook passes every rule, and every rule is shown a notebook that it must refuse.
"""

from __future__ import annotations

import ast
import copy
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import networkx as nx
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from list_marks import misplaced_lists
from markdown_it import MarkdownIt
from nbformat.validator import iter_validate

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.sheets import quick_check_id, sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from markdown_it.token import Token

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(
    path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.relative_to(FOLDER).parts
)

#: A cell stays so short that a reader who unfolds it sees all of it.
MOST_LINES = 12
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
)
#: The table below the title of a lesson, row by row.
OPENING = ("You leave with", "Time", "Who should be in the room", "What to bring", "Before this")
#: How a facilitator's cell begins; participants get the notebook without these cells.
#: On the screen they are folded: the room sees the facilitator's screen.
FACILITATOR = re.compile(
    r"<details>\n<summary><b>For the facilitator\b[^<\n]*</b></summary>\n\n.*\S\n\n</details>", re.DOTALL
)
#: JupyterLab sets what stands between two dollar signs of a paragraph as a formula, escaped or not.
FORMULA = re.compile(r"\$[^$]*\$")
MINUTES = re.compile(r"\((\d+) minutes\)$")
#: Lessons whose sections do not say yet whether they are core; the rules of the core path wait for them.
NOT_YET: tuple[str, ...] = ()
#: How a section of a lesson begins, and the most that the core of a lesson, and of lessons together, may take.
SECTION = re.compile(r"## (?P<number>\d+) (?P<title>[^\n]+) \((?P<minutes>\d+) minutes\)(?:\n|$)")
MOST_CORE, MOST_FORMS, MOST_OPTIONAL = 150, 6, 30
MOST_TO_LAUNCH, MOST_IN_ALL = 15 * 60, 30 * 60
TO_LAUNCH = ("01", "10", "11", "12", "13", "14")
#: What somebody else can watch a person do; nobody sees whether he or she "understands".
_WATCHED = """agree answer ask build call check choose close compare count draw explain find give hold interview lead list listen
make map measure name place plan practice rank rate read run say score set show sort tell test turn use weigh write"""
WATCHED = frozenset(_WATCHED.split())
#: Below the heading of a section that is not core: for whom it is.
FOR_WHOM = re.compile(r"## [^\n]+\n\n\*More: [^\n*]+\.\*")
KEY_POINT = re.compile(r"^\*\*Key point\.\*\* (?P<sentence>[^\n]+(?:\n[^\n]+)*)$", re.MULTILINE)
FORM = re.compile(r"\bng\.form\(team, \"(?P<exercise>\w+)\"")
#: A path from the root of a disk, from a home folder, or from a drive.
ABSOLUTE = re.compile(
    r"(?<![\w.:/])/(?:home|Users|root|work|tmp|mnt|media|opt|srv|usr|var|etc|content|kaggle)\b/?"
    r"|(?<![\w/])~/\w"
    r"|\b[A-Za-z]:[\\/](?!/)"
    r"|\bfile:/",
)

Notebook = dict[str, Any]


# -- reading --------------------------------------------------------------------------------------


def text_of(cell: dict[str, Any]) -> str:
    """Source of a cell; in the file it is a list of lines or one string."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def cells(notebook: Notebook, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Cells of a kind, with the words by which a complaint names them."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == kind:
            yield f"cell {number} ({cell.get('id', 'without an id')})", cell


def trees(notebook: Notebook) -> Iterator[tuple[str, ast.Module]]:
    """Code cells that parse; the others are for the rule ``code_parses``."""
    for where, cell in cells(notebook, "code"):
        try:
            yield where, ast.parse(text_of(cell))
        except SyntaxError:
            continue


class Tags(HTMLParser):
    """HTML inside markdown: its headings, links and images."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tokens(cell: dict[str, Any]) -> list[Token]:
    """Markdown of a cell as a flat list; code blocks are in it as code, not as headings."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.validateLink = lambda _: True  # a dangerous link is ours to refuse, not to overlook
    blocks = parser.parse(text_of(cell))
    return [item for block in blocks for item in (block, *(block.children or ()))]


def html_tags(cell: dict[str, Any]) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(
        "\n".join(item.content for item in tokens(cell) if item.type in ("html_block", "html_inline"))
    )
    return parser.found


def headings(notebook: Notebook) -> list[tuple[str, int, str]]:
    """Cell, level and words of every heading, in order."""
    found = []
    for where, cell in cells(notebook, "markdown"):
        flat = tokens(cell)
        found += [
            (where, int(item.tag[1]), following.content)
            for item, following in itertools.pairwise(flat)
            if item.type == "heading_open"
        ]
        found += [(where, int(tag[1]), "") for tag, _ in html_tags(cell) if re.fullmatch(r"h[1-6]", tag)]
    return found


def targets(cell: dict[str, Any]) -> list[str]:
    """Where links and images of a cell lead to."""
    attributes = [
        str(item.attrs.get("href" if item.type == "link_open" else "src", ""))
        for item in tokens(cell)
        if item.type in ("link_open", "image")
    ]
    in_html = [
        attrs["href"] if tag == "a" else attrs.get("src")
        for tag, attrs in html_tags(cell)
        if (tag == "a" and "href" in attrs) or tag == "img"
    ]
    return [*attributes, *(target or "" for target in in_html)]


def is_lesson(path: Path) -> bool:
    """A notebook of the curriculum carries a number; what is run for reports does not."""
    return re.match(r"\d\d_", path.name) is not None


def first_table(notebook: Notebook) -> list[tuple[str, str]]:
    """Rows of the table in the first text cell: the words of its first two columns."""
    first = next((cell for _, cell in cells(notebook, "markdown")), text(""))
    flat = tokens(first)
    words = [after.content for item, after in itertools.pairwise(flat) if item.type in ("td_open", "th_open")]
    return list(zip(words[::2], words[1::2], strict=False))


def assigned(names: tuple[str, ...], stem: str) -> bool:
    """Tell whether an item is for this notebook; the inventory gives how its name begins."""
    if stem == "90_glossary":  # what is said of the whole stands there, out of the way of who begins
        stem = "00_start_here"
    return any(stem == name or stem.startswith(f"{name}_") for name in names)


# -- the rules ------------------------------------------------------------------------------------


def valid_with_ids(notebook: Notebook, _: Path) -> list[str]:
    """The file is a notebook of format 4.5 or newer, and every cell has an id of its own."""
    if (notebook.get("nbformat"), notebook.get("nbformat_minor", 0) >= 5) != (4, True):
        return ["the format is older than 4.5; open it in JupyterLab and save it again"]
    ids = [cell.get("id") for cell in notebook["cells"]]
    twice = sorted({str(name) for name in ids if ids.count(name) > 1})
    complaints = [f'the id "{name}" stands in more than one cell; give each its own' for name in twice]
    return complaints + [
        f"{'/'.join(str(part) for part in error.absolute_path) or 'the notebook'}: {error.message[:200]}"
        for error in iter_validate(copy.deepcopy(notebook))
    ]


def no_outputs(notebook: Notebook, _: Path) -> list[str]:
    """Outputs are built, not kept: figures would grow old, and a change could not be read."""
    return [
        f"{where} carries outputs; clear them: Edit > Clear Outputs of All Cells"
        for where, cell in cells(notebook, "code")
        if cell["outputs"]
    ]


def no_execution_counts(notebook: Notebook, _: Path) -> list[str]:
    """The numbers in brackets say only what somebody ran last."""
    return [
        f"{where} carries an execution count; clear the outputs and save"
        for where, cell in cells(notebook, "code")
        if cell["execution_count"] is not None
    ]


def one_main_heading_first(notebook: Notebook, _: Path) -> list[str]:
    """There is one heading of the first level, and it opens the first text cell."""
    main = [where for where, level, _ in headings(notebook) if level == 1]
    if len(main) != 1:
        return [f"there are {len(main)} headings of the first level (#) instead of one: {', '.join(main)}"]
    first, cell = next(cells(notebook, "markdown"))
    opening = tokens(cell)[0]
    if main != [first] or (opening.type, opening.tag) != ("heading_open", "h1"):
        return [f"the main heading must open the first text cell, and stands in {main[0]}"]
    return []


def heading_levels_in_order(notebook: Notebook, _: Path) -> list[str]:
    """A screen reader's user goes from heading to heading: no level is left out."""
    found = headings(notebook)
    return [
        f'{where}: the heading "{words}" has level {level} right after level {before}; use {before + 1}'
        for (_, before, _), (where, level, words) in itertools.pairwise(found)
        if level > before + 1
    ]


def parameters_first(notebook: Notebook, _: Path) -> list[str]:
    """Papermill puts a report's parameters after the cell tagged ``parameters``: the first with code."""
    tagged = ["parameters" in cell["metadata"].get("tags", []) for _, cell in cells(notebook, "code")]
    if tagged[:1] != [True] or sum(tagged) != 1:
        return ["the first code cell, and no other, must have the tag parameters"]
    return []


def code_folded(notebook: Notebook, _: Path) -> list[str]:
    """A reader sees prose, form and chart; the code is one click away."""
    return [
        f"{where} is not folded; set jupyter.source_hidden to true in its metadata"
        for where, cell in cells(notebook, "code")
        if cell["metadata"].get("jupyter", {}).get("source_hidden") is not True
    ]


def code_short(notebook: Notebook, _: Path) -> list[str]:
    """Long cells hold logic, which belongs into the library."""
    return [
        f"{where} has {count} lines, more than {MOST_LINES}; move what it does into nextgen_helpers"
        for where, cell in cells(notebook, "code")
        if (count := len(text_of(cell).splitlines())) > MOST_LINES
    ]


def no_magics(notebook: Notebook, _: Path) -> list[str]:
    """Only Python: magics, shell lines and question marks do not run elsewhere."""
    found = []
    for where, cell in cells(notebook, "code"):
        source = text_of(cell).strip("\n")
        if TransformerManager().transform_cell(source).strip("\n") != source:
            found.append(
                f"{where} has a magic, a shell line or a question mark (%, !, ?); write plain Python"
            )
    return found


def code_parses(notebook: Notebook, _: Path) -> list[str]:
    """Every code cell is Python."""
    found = []
    for where, cell in cells(notebook, "code"):
        try:
            ast.parse(text_of(cell))
        except SyntaxError as error:
            found.append(f"{where} is no Python: {error.msg}, line {error.lineno}")
    return found


def no_logic(notebook: Notebook, _: Path) -> list[str]:
    """A notebook calls the library, shows the result and explains it."""
    return [
        f"{where}, line {node.lineno}: {type(node).__name__} is logic; move it into nextgen_helpers"
        for where, tree in trees(notebook)
        for node in ast.walk(tree)
        if isinstance(node, LOGIC)
    ]


def no_trailing_semicolon(notebook: Notebook, _: Path) -> list[str]:
    """A semicolon hides a result in JupyterLab only, and strict nbval stumbles over it."""
    return [
        f"{where} ends with a semicolon; take it away"
        for where, cell in cells(notebook, "code")
        if text_of(cell).rstrip().endswith(";")
    ]


def imports_only_ours(notebook: Notebook, _: Path) -> list[str]:
    """``import nextgen_helpers as ng``, and nothing else."""
    found = []
    for where, tree in trees(notebook):
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = ["." * node.level + (node.module or "")]
            found += [
                f"{where} imports {name}; a notebook imports nextgen_helpers only"
                for name in names
                if name.split(".")[0] != "nextgen_helpers"
            ]
    return found


def links_lead_somewhere(notebook: Notebook, path: Path) -> list[str]:
    """A link is a whole web address, a heading of this notebook, or a notebook that is there.

    ``nextgen init`` copies notebooks and nothing else: a link out of the folder would be broken in the copy.
    """
    anchors = {words.replace(" ", "-") for _, _, words in headings(notebook)}
    found = []
    for where, cell in cells(notebook, "markdown"):
        for target in targets(cell):
            parts = urlsplit(target)
            if parts.scheme in ("http", "https") and parts.netloc:
                continue
            if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
                found.append(f'{where}: the link "{target}" is no whole address beginning with https://')
            elif not parts.path:
                if unquote(parts.fragment) not in anchors:
                    found.append(f'{where}: there is no heading "{parts.fragment}" in this notebook')
            else:
                file = (path.parent / unquote(parts.path)).resolve()
                if not file.is_file() or not file.is_relative_to(FOLDER.resolve()):
                    found.append(f'{where}: the link "{target}" leads to no file in notebooks/')
    return found


def images_have_words(notebook: Notebook, _: Path) -> list[str]:
    """Who cannot see an image needs its words."""
    found = []
    for where, cell in cells(notebook, "markdown"):
        without = [
            item.attrs.get("src")
            for item in tokens(cell)
            if item.type == "image" and not item.content.strip()
        ]
        without += [
            attrs.get("src")
            for tag, attrs in html_tags(cell)
            if tag == "img" and not (attrs.get("alt") or "").strip()
        ]
        found += [f"{where}: the image {source} has no alternative text" for source in without]
    return found


def standard_kernel(notebook: Notebook, _: Path) -> list[str]:
    """The kernel that every installation has, not one named after somebody's environment."""
    name = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"the kernel is {name!r}; choose Python 3 (python3)"]


def no_absolute_paths(notebook: Notebook, _: Path) -> list[str]:
    """A path of one computer leads nowhere on another."""
    return [
        f"{where} names the absolute path {match[0]!r}..."
        for kind in ("code", "markdown", "raw")
        for where, cell in cells(notebook, kind)
        for match in ABSOLUTE.finditer(text_of(cell))
    ]


def title_is_the_toolkits(notebook: Notebook, path: Path) -> list[str]:
    """Who comes from the toolkit finds its steps, modules and rubric under the same titles."""
    titles = {place.notebook: place.title for place in content.steps().places}
    titles["01_self_assessment"] = content.rubric().title
    wanted = [title for name, title in titles.items() if assigned((name,), path.stem)]
    found = [words for _, level, words in headings(notebook) if level == 1]
    return [f'the title is {found}; the toolkit calls it "{title}"' for title in wanted if found != [title]]


def opening_table(notebook: Notebook, path: Path) -> list[str]:
    """Before a team plans a meeting, it wants to know five things."""
    if not is_lesson(path):
        return []
    rows = [(name.strip("*"), words) for name, words in first_table(notebook) if name]
    if tuple(name for name, _ in rows) != OPENING:
        return [f"below the title there has to be a table with the rows {', '.join(OPENING)}"]
    return [f'the opening table says nothing under "{name}"' for name, words in rows if not words.strip()]


def sections(notebook: Notebook) -> Iterator[tuple[str, re.Match[str], list[dict[str, Any]]]]:
    """Sections that say their minutes: the words by which a complaint names it, its heading, its cells."""
    found: list[tuple[str, re.Match[str], list[dict[str, Any]]]] = []
    inside = False
    for number, cell in enumerate(notebook["cells"], start=1):
        begins = SECTION.match(text_of(cell)) if cell["cell_type"] == "markdown" else None
        if begins:
            found.append((f"cell {number} ({cell.get('id', 'without an id')})", begins, []))
            inside = True
        elif cell["cell_type"] == "markdown" and text_of(cell).startswith(("## ", "### Take it along")):
            inside = False
        if inside:
            found[-1][2].append(cell)
    yield from found


def has_a_core(path: Path) -> bool:
    return is_lesson(path) and path.stem not in NOT_YET and not path.stem.startswith(("00_", "90_"))


def is_core(own: list[dict[str, Any]]) -> bool:
    """What a section's first cell says; the rule ``sections_are_marked`` sees that it says it."""
    return own[0]["metadata"].get("section", {}).get("core") is True


def core_and_whole(notebook: Notebook) -> tuple[int, int]:
    """Minutes of the core, and of all sections."""
    found = [(is_core(own), int(heading["minutes"])) for _, heading, own in sections(notebook)]
    return sum(minutes for core, minutes in found if core), sum(minutes for _, minutes in found)


def in_hours(minutes: int) -> str:
    """Give minutes as the opening table says them: 140 is "2 hours 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    return " ".join([*parts, f"{rest} minutes"] if rest or not hours else parts)


def minutes_add_up(notebook: Notebook, path: Path) -> list[str]:
    """Where sections say their minutes, the opening table promises their sums: of the core, and of the whole."""
    found = [MINUTES.search(words) for _, level, words in headings(notebook) if level == 2]
    total = sum(int(match[1]) for match in found if match)
    said = {name.strip("*"): words for name, words in first_table(notebook)}.get("Time", "")
    if not is_lesson(path) or not total:
        return []
    if not has_a_core(path):
        promised = re.match(r"(\d+) minutes", said)
        if promised and int(promised[1]) == total:
            return []
        return [f'the sections take {total} minutes together, and the opening table says "{said}"']
    core, whole = core_and_whole(notebook)
    wanted = f"{in_hours(core)}; everything: {in_hours(whole)}"
    return (
        []
        if re.match(rf"{wanted}(?:\.|$)", said)
        else [f'under "Time" has to stand "{wanted}", not "{said}"']
    )


def sections_are_marked(notebook: Notebook, path: Path) -> list[str]:
    """Each section says in its metadata what its heading says, and whether it is core; their numbers follow each other."""
    if not has_a_core(path):
        return []
    found = list(sections(notebook))
    complaints = [
        f'{where}: the metadata need "section": {{"core": true or false, "minutes": {heading["minutes"]}}}'
        for where, heading, own in found
        if own[0]["metadata"].get("section") not in [{"core": core, "minutes": int(heading["minutes"])} for core in (True, False)]
    ]  # fmt: skip
    complaints += [
        f"{where}: section {heading['number']} stands at place {place}; number the sections anew"
        for place, (where, heading, _) in enumerate(found, start=1)
        if int(heading["number"]) != place
    ]
    first = [own[0] for *_, own in found]
    return complaints + [
        f"cell {number} has the metadata of a section and does not begin with a numbered heading and its minutes"
        for number, cell in enumerate(notebook["cells"], start=1)
        if "section" in cell["metadata"] and not any(cell is one for one in first)
    ]


def core_is_short(notebook: Notebook, path: Path) -> list[str]:
    """A team gets through the core in one sitting, or in two short ones; the last review and the quick check are one form."""
    if not has_a_core(path):
        return []
    core, _ = core_and_whole(notebook)
    forms = [
        found["exercise"]
        for *_, own in sections(notebook)
        if is_core(own)
        for cell in own
        if cell["cell_type"] == "code"
        for found in FORM.finditer(text_of(cell))
    ]
    closing = [name for name in forms if name.startswith(("after_action_review_", "quick_check_"))]
    count = len(forms) - len(closing) + bool(closing)
    most = MOST_OPTIONAL if path.stem.startswith("60_") else MOST_CORE
    complaints = [f"the core takes {core} minutes; {most} are the most"] if core > most else []
    return complaints + (
        [f"the core has {count} forms; {MOST_FORMS} are the most"] if count > MOST_FORMS else []
    )


def more_is_folded(notebook: Notebook, path: Path) -> list[str]:
    """What is not core is folded, and a line that stays in sight says for whom it is."""
    if not has_a_core(path):
        return []
    found = []
    for where, _, (first, *_) in sections(notebook):
        folded = first["metadata"].get("jp-MarkdownHeadingCollapsed") is True
        if is_core([first]) and folded:
            found.append(f"{where} is core, and folded; take jp-MarkdownHeadingCollapsed away")
        elif not is_core([first]) and not folded:
            found.append(f"{where} is not core; fold it: jp-MarkdownHeadingCollapsed is true")
        elif not is_core([first]) and not FOR_WHOM.fullmatch(text_of(first).strip()):
            found.append(
                f"{where}: below the heading has to stand one line, *More: for whom it is.*, and nothing else"
            )
    return found


def objectives_can_be_watched(notebook: Notebook, path: Path) -> list[str]:
    """The opening says three things that one can do afterward, each beginning with a verb."""
    if not has_a_core(path):
        return []
    _, heading, after = text_of(next(cell for _, cell in cells(notebook, "markdown"))).partition(
        "\n**You will be able to**\n\n"
    )
    block = after.partition("\n\n")[0]
    verbs = re.findall(r"^- (\w+)", block, flags=re.MULTILINE)
    if not heading or len(verbs) != 3:
        return ["below the introduction has to stand **You will be able to**, and three points"]
    return [
        f'"{verb} ..." is no verb that someone else can watch; begin with one of {", ".join(sorted(WATCHED))}'
        for verb in verbs
        if verb not in WATCHED
    ]


def each_section_has_its_key_point(notebook: Notebook, path: Path) -> list[str]:
    """One sentence at the end of a section, which a participant can say again; only the facilitator's part comes after it."""
    if not has_a_core(path):
        return []
    found = []
    for where, _, own in sections(notebook):
        shown = [cell for cell in own if "facilitator" not in cell["metadata"].get("tags", [])]
        points = [point for cell in shown for point in KEY_POINT.finditer(text_of(cell))]
        if len(points) != 1:
            found.append(f"{where}: the section has {len(points)} lines **Key point.**; one is wanted")
        elif not text_of(shown[-1]).rstrip().endswith(points[0][0]):
            found.append(f"{where}: **Key point.** is the last line of a section")
        elif len(re.findall(r"[.!?](?:\s|$)", points[0]["sentence"])) != 1:
            found.append(f"{where}: the key point has to be one sentence")
    return found


def asks_before_it_closes(notebook: Notebook, path: Path) -> list[str]:
    """The closing section has the quick check of its place, before the After Action Review."""
    if not has_a_core(path):
        return []
    wanted = next(
        (
            quick_check_id(name)
            for name, place in content.steps().everywhere.items()
            if assigned((place.notebook,), path.stem)
        ),
        None,
    )
    if wanted is None:
        return [
            f"no place of data/toolkit/steps.yaml has the notebook {path.stem}; if it is no step and no module, add an entry under others"
        ]
    asked = [
        found["exercise"]
        for _, cell in cells(notebook, "code")
        for found in FORM.finditer(text_of(cell))
        if found["exercise"].startswith(("quick_check_", "after_action_review_"))
    ]
    headed = any(
        words == "Check yourself (5 minutes)" for _, level, words in headings(notebook) if level == 3
    )
    if asked[:1] != [wanted] or not headed:
        return [
            f'the closing section needs "### Check yourself (5 minutes)" and the form {wanted}, before the review'
        ]
    return []


def one_way_leads_on(notebook: Notebook, path: Path) -> list[str]:
    """The end says where to go; other ways are folded below it."""
    if not has_a_core(path):
        return []
    *_, (where, last) = cells(notebook, "markdown")
    _, heading, way = text_of(last).partition("## What next\n\n")
    default = re.match(r"\*\*Next: \[[^\]]+\]\(\w+\.ipynb\)\*\*, (?:[^|<]+)\.\n\n", way)
    if not heading or not default:
        return [f"{where}: What next begins with **Next: [title](notebook)**, and why in half a sentence"]
    others = way[default.end() :]
    if (
        not others.startswith("<details>\n<summary><b>Another way, if ...</b></summary>\n\n|")
        or "\n\n</details>" not in others
    ):
        return [f"{where}: the table of other ways belongs into <details>, under <b>Another way, if ...</b>"]
    return []


def covers_what_is_meant_for_it(notebook: Notebook, path: Path) -> list[str]:
    """A cell names the items of the inventory that it deals with; they have to be this notebook's."""
    items = {item.id: item for item in content.inventory().items}
    found = []
    for kind in ("markdown", "code", "raw"):
        for where, cell in cells(notebook, kind):
            covers = cell["metadata"].get("covers", [])
            if not isinstance(covers, list):
                found.append(f"{where}: covers has to be a list of ids")
                continue
            for item_id in covers:
                if item_id not in items:
                    found.append(f'{where}: the inventory has no item "{item_id}"')
                elif not assigned(items[item_id].notebooks, path.stem):
                    meant = " or ".join(items[item_id].notebooks)
                    found.append(f"{where}: {item_id} is meant for {meant}")
                elif covers.count(item_id) > 1:
                    found.append(f"{where}: {item_id} stands in covers more than once")
    return found


def facilitator_cells_say_so(notebook: Notebook, _: Path) -> list[str]:
    """What is meant for the facilitator is tagged, so that it can be left out, and says so in its first line."""
    found = []
    for kind in ("markdown", "code", "raw"):
        for where, cell in cells(notebook, kind):
            tagged = "facilitator" in cell["metadata"].get("tags", [])
            begins = kind == "markdown" and FACILITATOR.fullmatch(text_of(cell)) is not None
            if tagged and kind != "markdown":
                found.append(f"{where} has the tag facilitator; only text cells may have it")
            elif tagged and not begins:
                found.append(
                    f"{where} has the tag facilitator; fold it: <details>, <summary><b>For the facilitator: ...</b></summary>"
                )
            elif begins and not tagged:
                found.append(f"{where} is for the facilitator; give it the tag facilitator")
    return found


def no_formulas(notebook: Notebook, _: Path) -> list[str]:
    """Two prices in a paragraph are two prices, and not a formula."""
    return [
        f"{where}: write 12 dollars, and not $12, where there are several"
        for where, cell in cells(notebook, "markdown")
        if any(FORMULA.search(block) for block in text_of(cell).split("\n\n"))
    ]


def exercises_are_known(notebook: Notebook, _: Path) -> list[str]:
    """The exercise of a cell is one of the toolkit's content, since answers are kept under its id."""
    worksheets = content.worksheets()
    known = {
        "self_assessment",
        *(entry.id for entry in (*worksheets.worksheets, *worksheets.exercises)),
        *(f"after_action_review_{place}" for place in content.reviews().places),
        *sheets(),
    }
    return [
        f"{where}: there is no exercise {name!r}; {where_an_exercise_is_written(name)}"
        for kind in ("markdown", "code", "raw")
        for where, cell in cells(notebook, kind)
        if (name := cell["metadata"].get("exercise")) is not None and name not in known
    ]


def where_an_exercise_is_written(name: str) -> str:
    if name.startswith("after_action_review_"):
        return "its questions stand under own in data/toolkit/reviews.yaml"
    if name.startswith("quick_check_"):
        return "its questions stand in data/toolkit/quick_checks.yaml"
    return "a sheet is an entry in a file of data/toolkit/tools/"


def lists_begin_where_they_are_meant(notebook: Notebook, _: Path) -> list[str]:
    """A list has an empty line before it, and no line of a sentence begins like one."""
    return [
        f"{where}, {complaint}"
        for where, cell in cells(notebook, "markdown")
        for complaint in misplaced_lists(text_of(cell))
    ]


RULES: tuple[Callable[[Notebook, Path], list[str]], ...] = (
    valid_with_ids,
    no_outputs,
    no_execution_counts,
    one_main_heading_first,
    heading_levels_in_order,
    parameters_first,
    code_folded,
    code_short,
    no_magics,
    code_parses,
    no_logic,
    no_trailing_semicolon,
    imports_only_ours,
    links_lead_somewhere,
    images_have_words,
    standard_kernel,
    no_absolute_paths,
    title_is_the_toolkits,
    opening_table,
    minutes_add_up,
    sections_are_marked,
    core_is_short,
    more_is_folded,
    objectives_can_be_watched,
    each_section_has_its_key_point,
    asks_before_it_closes,
    one_way_leads_on,
    covers_what_is_meant_for_it,
    facilitator_cells_say_so,
    no_formulas,
    exercises_are_known,
    lists_begin_where_they_are_meant,
)


# -- every notebook keeps every rule ----------------------------------------------------------------


def test_there_are_notebooks():
    assert NOTEBOOKS, f"no notebook in {FOLDER.name}/"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_notebook_keeps_the_rule(path, rule):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    complaints = rule(notebook, path)
    name = path.relative_to(FOLDER).as_posix()
    assert not complaints, f"{name} ({rule.__doc__.splitlines()[0]})\n- " + "\n- ".join(complaints)


# -- the inventory is covered -----------------------------------------------------------------------


def does(cell: dict[str, Any], mode: str) -> bool:
    """Tell whether a cell can do what an item's mode asks: only code computes, an exercise is filled in."""
    if mode == "computed":
        return cell["cell_type"] == "code"
    if mode == "exercised":
        return "exercise" in cell["metadata"]
    return cell["cell_type"] == "markdown"


def not_covered(notebooks: Mapping[str, Notebook]) -> list[str]:
    """Items that are due and that no cell deals with as their mode asks.

    An item is due when every notebook that the inventory names for it is there: where there are two and one of
    them is still to be written, that one may cover it.
    """
    found = []
    for item in content.inventory().items:
        its = [[stem for stem in notebooks if assigned((name,), stem)] for name in item.notebooks]
        covering = [
            cell
            for stems in its
            for stem in stems
            for cell in notebooks[stem]["cells"]
            if item.id in cell["metadata"].get("covers", [])
        ]
        if all(its) and not any(does(cell, item.mode) for cell in covering):
            found.append(
                f"{item.id} ({item.mode}) in {' or '.join(item.notebooks)}: {item.text or item.kind}"
            )
    return found


def lessons() -> dict[str, Notebook]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in NOTEBOOKS if is_lesson(path)}


def test_every_item_that_is_due_is_covered():
    missing = not_covered(lessons())
    assert not missing, "\n- ".join([f"{len(missing)} items are covered by no cell:", *missing])


def test_an_item_that_is_left_out_is_noticed():
    there = lessons()
    for cell in there["20_module2_outreach"]["cells"]:
        cell["metadata"]["covers"] = [
            name for name in cell["metadata"].get("covers", []) if name != "M2-Q-FIT"
        ]
    assert [line.split()[0] for line in not_covered(there)] == ["M2-Q-FIT"]


def test_an_item_that_is_only_talked_about_is_noticed():
    there = lessons()
    for cell in there["20_module2_outreach"]["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"].pop("covers", None)
    missing = {line.split()[0] for line in not_covered(there)}
    assert {"M2-PROB-1", "M2-CAT-1-Q1", "M2-EX-MTMK-3f"} <= missing
    assert "M2-C-1" not in missing


def test_an_item_whose_other_notebook_is_still_to_come_is_not_due():
    assert not_covered({}) == []
    item = next(item for item in content.inventory().items if len(item.notebooks) > 1)
    both = {name: good() for name in item.notebooks}
    assert any(line.startswith(f"{item.id} ") for line in not_covered(both))
    assert not any(line.startswith(f"{item.id} ") for line in not_covered({item.notebooks[0]: good()}))


# -- every rule bites -------------------------------------------------------------------------------


def text(source: str, name: str = "words") -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(source: str, name: str = "code", **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"jupyter": {"source_hidden": True}, **metadata},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }


OPENING_CELL = """# Coordinating Business Services & Outreach

See [the source](https://www.bls.gov/cew/) and [below](#Part-one).

**You will be able to**

- draw the map of a region;
- name who calls on a company;
- choose one of two ways.

| | |
|---|---|
| **You leave with** | a map |
| **Time** | 30 minutes; everything: 1 hour 10 minutes |
| **Who should be in the room** | anyone |
| **What to bring** | a pen |
| **Before this** | nothing |
"""
#: A lesson of Module 2; what is wrong with a bad one is wrong there.
EXAMPLE = FOLDER / "20_module2_example.ipynb"


FOLDED = "<details>\n<summary><b>For the facilitator: talk</b></summary>\n\nListen.\n\n</details>"
WAY_ON = """## What next

**Next: [Launch](14_step4_launch.ipynb)**, because companies wait.

<details>
<summary><b>Another way, if ...</b></summary>

| If | go to |
|---|---|
| you are new | [Start here](00_start_here.ipynb) |

</details>"""


def good() -> Notebook:
    """Keep every rule; the bad notebooks below differ from it in one point each."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            text(OPENING_CELL, "title"),
            code('region_id = "tx-alamo"', "parameters", tags=["parameters"]),
            text(
                "## Part one\n\n![A map of counties](https://www.bls.gov/map.png)\n\n```\n# no heading\n```",
                "part",
            ),
            code("import nextgen_helpers as ng\n\nng.profile(region_id)", "profile", covers=["WHY-2"]),
            noted("## 1 Talk (20 minutes)\n\nWords.", "talk", section={"core": True, "minutes": 20}),
            text("**Key point.** Talk first.", "talk-key"),
            noted(FOLDED, tags=["facilitator"]),
            noted(
                "## 2 More talk (40 minutes)\n\n*More: for analysts.*",
                "more",
                section={"core": False, "minutes": 40},
                **{"jp-MarkdownHeadingCollapsed": True},
            ),
            text("Words.\n\n**Key point.** Talk more.", "more-words"),
            noted(
                "## 3 Close (10 minutes)\n\nWords.\n\n### Check yourself (5 minutes)",
                "close",
                section={"core": True, "minutes": 10},
            ),
            code('ng.form(team, "quick_check_module2")', "check"),
            noted(
                "Fill it in.\n\n**Key point.** Close in time.",
                "form",
                exercise="many_tables_many_knocks",
                covers=["M2-C-1"],
            ),
            text(WAY_ON, "next"),
        ],
    }


def noted(source: str, name: str = "noted", **metadata: Any) -> dict[str, Any]:
    return {**text(source, name), "metadata": metadata}


def opened(old: str, new: str) -> Notebook:
    """Change the opening cell."""
    assert OPENING_CELL.count(old) == 1
    return {**good(), "cells": [text(OPENING_CELL.replace(old, new), "title"), *good()["cells"][1:]]}


def with_cell(cell: dict[str, Any]) -> Notebook:
    return {**good(), "cells": [*good()["cells"], cell]}


def changed(name: str, source: str | None = None, **metadata: Any) -> Notebook:
    """Give one cell other words or other metadata."""
    notebook = good()
    cell = next(cell for cell in notebook["cells"] if cell["id"] == name)
    cell["source"] = cell["source"] if source is None else source
    cell["metadata"].update(metadata)
    return notebook


def without(name: str) -> Notebook:
    return {**good(), "cells": [cell for cell in good()["cells"] if cell["id"] != name]}


def with_forms(*names: str) -> Notebook:
    """Put forms into the first section, which is core."""
    notebook = good()
    notebook["cells"][5:5] = [code(f'ng.form(team, "{name}")', name) for name in names]
    return notebook


def without_id() -> Notebook:
    notebook = good()
    del notebook["cells"][0]["id"]
    return notebook


def with_first_code(**metadata: Any) -> Notebook:
    notebook = good()
    notebook["cells"][1]["metadata"] = {"jupyter": {"source_hidden": True}, **metadata}
    return notebook


OUTPUT = {"output_type": "stream", "name": "stdout", "text": "1"}
BAD: tuple[tuple[str, Callable[[Notebook, Path], list[str]], Notebook], ...] = (
    ("old format", valid_with_ids, {**good(), "nbformat_minor": 4}),
    ("an id is missing", valid_with_ids, without_id()),
    ("an id stands twice", valid_with_ids, with_cell(text("Words.", "title"))),
    ("a cell of no kind", valid_with_ids, with_cell({**text("x", "odd"), "cell_type": "odd"})),
    ("output", no_outputs, with_cell({**code("1"), "outputs": [OUTPUT]})),
    ("execution count", no_execution_counts, with_cell({**code("1"), "execution_count": 3})),
    ("two main headings", one_main_heading_first, with_cell(text("# Another"))),
    ("two main headings, underlined", one_main_heading_first, with_cell(text("Another\n======="))),
    ("two main headings, in HTML", one_main_heading_first, with_cell(text("<h1>Another</h1>"))),
    ("no main heading", one_main_heading_first, {**good(), "cells": good()["cells"][1:]}),
    ("main heading late", one_main_heading_first, {**good(), "cells": [text("Hi.", "hi"), *good()["cells"]]}),
    (
        "words before it",
        one_main_heading_first,
        {**good(), "cells": [text("Hi.\n\n# Title"), *good()["cells"][1:]]},
    ),
    ("level left out", heading_levels_in_order, with_cell(text("#### Deep"))),
    ("no parameters", parameters_first, with_first_code()),
    ("parameters later", parameters_first, with_cell(code("x = 1", tags=["parameters"]))),
    ("no code at all", parameters_first, {**good(), "cells": good()["cells"][:1]}),
    ("unfolded", code_folded, with_cell({**code("1"), "metadata": {}})),
    ("13 lines", code_short, with_cell(code("\n".join(["1"] * 13)))),
    ("magic", no_magics, with_cell(code("%matplotlib inline"))),
    ("cell magic", no_magics, with_cell(code("%%time\nx = 1"))),
    ("shell", no_magics, with_cell(code("!ls"))),
    ("shell in an assignment", no_magics, with_cell(code("x = !ls"))),
    ("help", no_magics, with_cell(code("profile?"))),
    ("no Python", code_parses, with_cell(code("x = ="))),
    ("function", no_logic, with_cell(code("def f():\n    return 1"))),
    ("class", no_logic, with_cell(code("class A:\n    x = 1"))),
    ("for", no_logic, with_cell(code("for x in []:\n    x"))),
    ("while", no_logic, with_cell(code("while False:\n    1"))),
    ("with", no_logic, with_cell(code("with x:\n    1"))),
    ("inside another", no_logic, with_cell(code("if True:\n    for x in []:\n        x"))),
    ("semicolon", no_trailing_semicolon, with_cell(code("ng.profile(region_id);\n"))),
    ("standard library", imports_only_ours, with_cell(code("import os"))),
    ("other package", imports_only_ours, with_cell(code("import nextgen_helpers, pandas as pd"))),
    ("from another", imports_only_ours, with_cell(code("from pathlib import Path"))),
    ("relative import", imports_only_ours, with_cell(code("from . import nextgen_helpers"))),
    ("missing file", links_lead_somewhere, with_cell(text("[x](no_such_notebook.ipynb)"))),
    ("out of the folder", links_lead_somewhere, with_cell(text("[x](../README.md)"))),
    ("other scheme", links_lead_somewhere, with_cell(text("[x](javascript:alert)"))),
    ("no scheme", links_lead_somewhere, with_cell(text("[x](//www.bls.gov/cew/)"))),
    ("no target", links_lead_somewhere, with_cell(text("[x]()"))),
    ("no such heading", links_lead_somewhere, with_cell(text("[x](#Part-nine)"))),
    ("link in a table", links_lead_somewhere, with_cell(text("| a |\n|---|\n| [x](gone.ipynb) |"))),
    ("link in HTML", links_lead_somewhere, with_cell(text('<a href="gone.ipynb">x</a>'))),
    ("image file missing", links_lead_somewhere, with_cell(text("![a map](gone.png)"))),
    ("image without words", images_have_words, with_cell(text("![](https://www.bls.gov/map.png)"))),
    (
        "HTML image without words",
        images_have_words,
        with_cell(text('<img src="https://www.bls.gov/map.png">')),
    ),
    ("own kernel", standard_kernel, {**good(), "metadata": {"kernelspec": {"name": "my-env"}}}),
    ("no kernel", standard_kernel, {**good(), "metadata": {}}),
    ("path in code", no_absolute_paths, with_cell(code('x = "/home/ada/figures.csv"'))),
    ("path in words", no_absolute_paths, with_cell(text("Look into ~/reports."))),
    ("path of a drive", no_absolute_paths, with_cell(code(r'x = r"C:\figures.csv"'))),
    ("another title", title_is_the_toolkits, opened("# Coordinating", "# Joining")),
    ("no opening table", opening_table, {**good(), "cells": [text("# Title"), *good()["cells"][1:]]}),
    ("a row is missing", opening_table, opened("| **What to bring** | a pen |\n", "")),
    ("a row is empty", opening_table, opened("a pen", "")),
    ("rows in another order", opening_table, opened("**Time**", "**Minutes**")),
    ("too few minutes", minutes_add_up, opened("| 30 minutes", "| 20 minutes")),
    ("minutes not said", minutes_add_up, opened("30 minutes; everything: 1 hour 10 minutes", "an hour")),
    ("the whole is not said", minutes_add_up, opened("; everything: 1 hour 10 minutes", "")),
    ("one more section", minutes_add_up, with_cell(text("## 4 More (5 minutes)"))),
    ("a section without a mark", sections_are_marked, with_cell(text("## 4 More (5 minutes)"))),
    ("other minutes in the mark", sections_are_marked, changed("talk", section={"core": True, "minutes": 5})),
    ("a mark without a word on the core", sections_are_marked, changed("talk", section={"minutes": 20})),
    (
        "a mark where no section begins",
        sections_are_marked,
        changed("form", section={"core": True, "minutes": 5}),
    ),
    ("a number left out", sections_are_marked, changed("close", "## 4 Close (10 minutes)")),
    (
        "a core of three hours",
        core_is_short,
        changed("talk", "## 1 Talk (180 minutes)", section={"core": True, "minutes": 180}),
    ),
    ("a core of seven forms", core_is_short, with_forms(*"abcdef")),
    ("more, unfolded", more_is_folded, changed("more", **{"jp-MarkdownHeadingCollapsed": False})),
    ("core, folded", more_is_folded, changed("talk", **{"jp-MarkdownHeadingCollapsed": True})),
    ("for no one", more_is_folded, changed("more", "## 2 More talk (40 minutes)\n\nWords.")),
    (
        "more in the folded heading",
        more_is_folded,
        changed("more", "## 2 More talk (40 minutes)\n\n*More: for analysts.*\n\nWords."),
    ),
    ("no objectives", objectives_can_be_watched, opened("**You will be able to**", "**You will**")),
    ("two objectives", objectives_can_be_watched, opened("- draw the map of a region;\n", "")),
    ("no one sees it", objectives_can_be_watched, opened("- draw the", "- understand the")),
    ("no key point", each_section_has_its_key_point, without("talk-key")),
    (
        "two key points",
        each_section_has_its_key_point,
        changed("more-words", "**Key point.** A.\n\n**Key point.** B."),
    ),
    (
        "a key point that is told to the facilitator",
        each_section_has_its_key_point,
        changed("talk-key", tags=["facilitator"]),
    ),
    (
        "a key point in the middle",
        each_section_has_its_key_point,
        changed("talk-key", "**Key point.** A.\n\nWords."),
    ),
    (
        "a key point of two sentences",
        each_section_has_its_key_point,
        changed("talk-key", "**Key point.** A. B."),
    ),
    ("no quick check", asks_before_it_closes, without("check")),
    ("another place's check", asks_before_it_closes, changed("check", 'ng.form(team, "quick_check_step1")')),
    ("no heading for the check", asks_before_it_closes, changed("close", "## 3 Close (10 minutes)")),
    (
        "the review first",
        asks_before_it_closes,
        changed(
            "check", 'ng.form(team, "after_action_review_module2")\nng.form(team, "quick_check_module2")'
        ),
    ),
    ("no way on", one_way_leads_on, without("next")),
    ("many ways on", one_way_leads_on, changed("next", WAY_ON.replace("**Next: ", "**Perhaps: "))),
    ("no reason", one_way_leads_on, changed("next", WAY_ON.replace(", because companies wait", ""))),
    ("other ways in sight", one_way_leads_on, changed("next", re.sub(r"</?details>", "", WAY_ON))),
    ("no such item", covers_what_is_meant_for_it, with_cell(noted("x", covers=["M2-C-99"]))),
    ("another notebook's item", covers_what_is_meant_for_it, with_cell(noted("x", covers=["R-0"]))),
    ("an item twice", covers_what_is_meant_for_it, with_cell(noted("x", covers=["M2-C-1", "M2-C-1"]))),
    ("no list of items", covers_what_is_meant_for_it, with_cell(noted("x", covers="M2-C-1"))),
    ("item of code", covers_what_is_meant_for_it, with_cell(code("1", covers=["M2-C-99"]))),
    ("facilitator's code", facilitator_cells_say_so, with_cell(code("1", tags=["facilitator"]))),
    ("no first line", facilitator_cells_say_so, with_cell(noted("Listen.", tags=["facilitator"]))),
    (
        "not folded",
        facilitator_cells_say_so,
        with_cell(noted("**For the facilitator: x**\n\nListen.", tags=["facilitator"])),
    ),
    (
        "not closed",
        facilitator_cells_say_so,
        with_cell(noted(FOLDED.removesuffix("</details>"), tags=["facilitator"])),
    ),
    ("tag is missing", facilitator_cells_say_so, with_cell(text(FOLDED))),
    ("a formula", no_formulas, with_cell(text("It pays $12, then $15."))),
    ("no such exercise", exercises_are_known, with_cell(noted("x", exercise="many_tables"))),
    (
        "a list in a paragraph",
        lists_begin_where_they_are_meant,
        with_cell(text("What we do:\n1. call\n2. visit")),
    ),
    (
        "points in a paragraph",
        lists_begin_where_they_are_meant,
        with_cell(text("What we do:\n- call\n- visit")),
    ),
    (
        "a number begins a line",
        lists_begin_where_they_are_meant,
        with_cell(text("It stands in section\n12. Read it.")),
    ),
    (
        "a number ends a point",
        lists_begin_where_they_are_meant,
        with_cell(text("- It stands in part\n  3.\n- More")),
    ),
    (
        "a minus begins a line",
        lists_begin_where_they_are_meant,
        with_cell(text("Ten jobs\n- or more - went away.")),
    ),
    ("review of nothing", exercises_are_known, with_cell(code("1", exercise="after_action_review_step9"))),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_good_notebook_passes(rule):
    assert rule(good(), EXAMPLE) == []


@pytest.mark.parametrize(("rule", "notebook"), [entry[1:] for entry in BAD], ids=[entry[0] for entry in BAD])
def test_rule_bites(rule, notebook):
    assert rule(notebook, EXAMPLE)


def test_a_report_needs_no_opening():
    report = {**good(), "cells": [text("# Labor market report"), *good()["cells"][1:]]}
    for rule in (title_is_the_toolkits, opening_table, minutes_add_up):
        assert rule(report, FOLDER / "reports" / "regional_profile.ipynb") == []


def test_a_core_of_six_forms_and_a_last_check_is_short_enough():
    assert core_is_short(with_forms(*"abcde"), EXAMPLE) == []


def test_what_is_taken_along_is_no_part_of_the_review():
    notebook = good()
    place = next(number for number, cell in enumerate(notebook["cells"]) if cell["id"] == "next")
    notebook["cells"][place:place] = [
        text("### Take it along\n\nAll answers.", "take"),
        code('ng.show.take_along(team, "20")', "along"),
    ]
    assert each_section_has_its_key_point(notebook, EXAMPLE) == []


def test_the_cores_of_all_lessons_are_short_together():
    """From the rubric to the launch in two long days; the whole curriculum in four."""
    core = {stem: core_and_whole(notebook)[0] for stem, notebook in lessons().items() if stem not in NOT_YET}
    to_launch = {stem: minutes for stem, minutes in core.items() if stem.startswith(TO_LAUNCH)}
    assert len(to_launch) == len(TO_LAUNCH)
    assert sum(to_launch.values()) <= MOST_TO_LAUNCH, to_launch
    assert sum(core.values()) <= MOST_IN_ALL, (
        f"the cores take {sum(core.values())} minutes, {MOST_IN_ALL} are the most; shorten sections, or mark them as not core: {core}"
    )


def test_what_is_not_yet_there_is_there():
    assert set(NOT_YET) <= {path.stem for path in NOTEBOOKS}


def test_every_rule_is_shown_to_bite():
    assert {rule for _, rule, _ in BAD} == set(RULES)


# -- the way through ------------------------------------------------------------------------------------


def _ways() -> nx.DiGraph[str]:
    """Which notebook links to which, among the numbered ones."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for path in FOLDER.glob("[0-9][0-9]_*.ipynb"):
        graph.add_node(path.name)
        for _, cell in cells(json.loads(path.read_text(encoding="utf-8")), "markdown"):
            for target in re.findall(r"\]\((\d\d_\w+\.ipynb)", text_of(cell)):
                graph.add_edge(path.name, target)
    return graph


def test_from_start_here_every_notebook_is_reached_and_leads_back():
    ways = _ways()
    start = "00_start_here.ipynb"
    unreached = sorted(set(ways) - nx.descendants(ways, start) - {start})
    assert not unreached, f"no way leads from {start} to {', '.join(unreached)}; link to it in a notebook"
    direct = sorted(name for name in ways if name != start and not ways.has_edge(name, start))
    assert not direct, f"there is no link back to {start} in {', '.join(direct)}"


def test_a_notebook_that_is_no_place_yet_is_told_to_become_one():
    (complaint,) = asks_before_it_closes(good(), FOLDER / "79_no_place.ipynb")
    assert "data/toolkit/steps.yaml" in complaint
    assert "others" in complaint


def test_every_place_of_the_toolkit_has_its_notebook():
    stems = [path.stem for path in NOTEBOOKS]
    places = content.steps().everywhere.values()
    missing = [
        place.notebook for place in places if not any(assigned((place.notebook,), stem) for stem in stems)
    ]
    assert not missing, f"steps.yaml names notebooks that are not there: {', '.join(missing)}"


def test_the_last_section_of_every_notebook_says_what_next():
    for path in FOLDER.glob("[0-9][0-9]_*.ipynb"):
        *_, (_, last) = cells(json.loads(path.read_text(encoding="utf-8")), "markdown")
        assert "## What next" in text_of(last), f"{path.name}: its last text cell has to be ## What next"
        links = re.findall(r"\]\([^)]+\.ipynb", text_of(last))
        assert len(links) >= 3, (
            f"{path.name}: What next links to {len(links)} notebooks; three are the fewest"
        )


def test_no_notebook_says_that_another_is_missing():
    for path in FOLDER.glob("*.ipynb"):
        assert "no notebook yet" not in path.read_text(encoding="utf-8"), path.name
