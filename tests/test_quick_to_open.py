"""What a user types first must answer at once: it imports nothing that it does not need.

Times differ between computers, so the tests look at what was imported; ``benchmarks/opening.py`` has the times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HEAVY = (
    "IPython", "anywidget", "docx", "duckdb", "httpx", "ipywidgets", "jinja2", "jupyterlab", "krippendorff", "matplotlib",
    "nbclient", "nbconvert", "nbformat", "networkx", "numpy", "openpyxl", "pandas", "papermill", "plotly", "pyarrow",
    "pydantic", "sqlalchemy", "tenacity", "typst", "xlsxwriter", "yaml",
)  # fmt: skip
COMMAND = """
import json, sys
sys.argv = ["nextgen", *{words}]
from nextgen_helpers.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
"""
#: What Typer brings along for a command of any kind is not ours to leave out.
BARE = """
import json, sys, typer
from rich.table import Table
app = typer.Typer()
@app.command()
def say(words: list[str] | None = typer.Argument(None), state: str | None = None) -> None: ...
sys.argv = ["say"]
app(standalone_mode=False)
"""
REPORT = """
import json, sys
print("imported:" + json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def imported(program: str, home: str) -> set[str]:
    """Packages that a new process has imported in the end."""
    ended = subprocess.run(
        [sys.executable, "-c", program + REPORT],
        env={**os.environ, "NEXTGEN_HOME": home},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(ended.stdout.rsplit("imported:", 1)[1]))


@pytest.fixture(scope="module")
def typers_own(tmp_path_factory):
    return imported(BARE, str(tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(
    "words",
    [
        None,
        ["--help"],
        ["--version"],
        ["regions"],
        ["regions", "--state", "TX", "dallas"],
        ["report", "--help"],
        ["bring", "--help"],
        ["workspace", "list"],
    ],
    ids=lambda words: " ".join(words) if words else "import nextgen_helpers",
)
def test_nothing_heavy_is_imported(words, tmp_path, typers_own):
    program = "import nextgen_helpers" if words is None else COMMAND.format(words=words)
    found = imported(program, str(tmp_path))
    assert "nextgen_helpers" in found
    allowed = typers_own if words else set()
    heavy = sorted(found.intersection(HEAVY) - allowed)
    assert not heavy, f"{', '.join(heavy)}: see python benchmarks/opening.py --slowest 15"
    if words is None:
        assert not found & {"typer", "rich"}


def test_a_command_that_makes_reports_leaves_drawing_and_running_to_those_who_do_it(tmp_path):
    """What collects reports needs no charts, no database of answers and no model of their content; until the first is written, none."""
    found = imported(
        "import nextgen_helpers.reports.batch\nfrom nextgen_helpers.reports import plan_reports",
        str(tmp_path),
    )
    assert not found.intersection(HEAVY)
    planned = "from nextgen_helpers.lmi.freshness import wish_for\nfrom nextgen_helpers.lmi.profile import available_year"
    found = imported(planned, str(tmp_path))
    assert not found & {"matplotlib", "nbformat", "papermill", "plotly", "pydantic", "sqlalchemy"}


def test_the_heavy_ones_would_be_seen(tmp_path):
    found = imported("import nextgen_helpers\nnextgen_helpers.profile", str(tmp_path))
    assert {"pandas", "duckdb"} <= found


def test_a_grammar_that_no_notebook_needs_is_not_built_and_can_still_be_had(tmp_path):
    """It takes longer than all else that nbformat imports, in every command that makes something."""
    words = ["handouts", "--blank", "--for", "worksheets", "--notebook", "01"]
    handouts = f"import os\nos.chdir({str(tmp_path)!r})\n{COMMAND.format(words=words)}"
    found = imported(handouts, str(tmp_path))
    assert "nbformat" in found
    assert "rfc3987_syntax" not in found
    assert "rfc3987_syntax" in imported(f"{handouts}\nimport rfc3987_syntax", str(tmp_path))
