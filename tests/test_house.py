"""The rules of the house: what holds for every file, every module and the package as it is shipped."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import grimp
import networkx as nx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from nextgen_helpers.version import __version__

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "nextgen_helpers"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = ROOT / "requirements" / "constraints.txt"
README = ROOT / "README.md"

#: Names of all modules, from the files: importing them all just to list the tests would be slow.
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if "lab_settings" not in path.parts  # Jupyter reads its settings; nobody imports them
    if "_bundled" not in path.parts
)
PUBLIC = [name for name in MODULES if not any(part.startswith("_") for part in name.split("."))]
#: The tests of these stand beside their own examples, in tests/lmi and tests/test_measures.py.
DOCTESTED_ELSEWHERE = ("nextgen_helpers.lmi", "nextgen_helpers.measures")
#: What the README must show, because it is how a user begins.
SHOWN = ("report", "reports", "lab", "test")

# One letter of each stands in brackets, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    r"""py[p]i\.(?:org|python)|python[h]osted\.org|npm[j]s\.(?:org|com)|npm[m]irror\.com|conda\.[a]naconda\.org
    |deb\.[d]ebian\.org|proxy\.[g]olang\.org|opt/[p]ypi""",
    re.IGNORECASE | re.VERBOSE,
)
MACHINE_PATHS = re.compile(
    r"""/wor[k]/(?:main|steer|shared|\.)|/far[m]/|/roo[t]/|bash[_]jobs
    |\b[A-Z]:\\[U]sers\\""",
    re.VERBOSE,
)


# -- modules ----------------------------------------------------------------------------------------


def test_dependencies_point_down():
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "lint-imports is not beside this Python; run: make test"
    ended = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_no_module_leads_back_to_itself():
    """Imports inside functions and for type checkers count, too: whoever reads a module has read all below it."""
    graph = grimp.build_graph("nextgen_helpers", cache_dir=None)
    ties = [(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)]
    circles = [
        sorted(circle) for circle in nx.strongly_connected_components(nx.DiGraph(ties)) if len(circle) > 1
    ]
    assert not circles


def test_the_page_on_the_house_names_what_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_]+(?:/[a-z_.]+)*/?|[a-z_0-9]+\.py)`", page)
    paths = [name for name in named if "/" in name or name.endswith(".py")]
    beside = [*PACKAGE.glob("toolkit/*"), *PACKAGE.glob("*")]
    missing = [
        name
        for name in paths
        if not any((base / name).exists() for base in (ROOT, PACKAGE))
        and not any(place.name == name.rstrip("/") for place in beside)
    ]
    assert len(paths) > 40
    assert not missing


def test_the_doors_are_few_and_each_says_what_it_is():
    command = "import nextgen_helpers as ng; print(*dir(ng)); [getattr(ng, name) for name in dir(ng)]"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", command], capture_output=True, encoding="utf-8", check=True
    )
    doors = ran.stdout.split()
    package = importlib.import_module("nextgen_helpers")
    assert len(doors) == 11
    for name in doors:
        assert (
            re.search(rf"^- .*`ng\.{name}\b", package.__doc__, re.MULTILINE)
            or f"``ng.{name}" in package.__doc__
        )
        assert (getattr(package, name).__doc__ or "").strip()


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names_exist_and_are_explained(name):
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} has no docstring; say what the module is for"
    missing = [public for public in getattr(module, "__all__", []) if getattr(module, public, None) is None]
    assert not missing, f"{name}.__all__ names what is not there: {', '.join(missing)}"
    silent = [
        public
        for public, thing in vars(module).items()
        if (inspect.isclass(thing) or inspect.isroutine(thing)) and not public.startswith("_")
        if thing.__module__ == name and not own_docstring(thing)
    ]
    assert not silent, f"{name}: no docstring for {', '.join(silent)}"


def own_docstring(thing: object) -> str:
    """Docstring that somebody wrote: not inherited, not the signature that a dataclass gets by itself."""
    said = (vars(thing).get("__doc__") if inspect.isclass(thing) else thing.__doc__) or ""
    by_itself = dataclasses.is_dataclass(thing) and said.startswith(f"{thing.__name__}(")
    return "" if by_itself else said.strip()


def test_missing_docstrings_are_noticed():
    @dataclasses.dataclass
    class Silent:
        value: int

    class Heir(dict):
        pass

    assert not own_docstring(Silent)
    assert not own_docstring(Heir)
    assert not own_docstring(lambda: None)
    assert own_docstring(dict)


@pytest.mark.parametrize("name", [item for item in MODULES if not item.startswith(DOCTESTED_ELSEWHERE)])
def test_examples_in_docstrings_are_true(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert result.failed == 0, f"{result.failed} of {result.attempted} examples in {name} are not true"


# -- what is pinned ---------------------------------------------------------------------------------


def pins() -> dict[str, str]:
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in lines}


def test_constraints_hold_names_and_versions_only():
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d[\w.+!]*", line)]
    assert not wrong, f"only name==version may stand in {CONSTRAINTS.name}, not: {wrong[:3]}"
    assert len(pins()) == len(lines), "a package is pinned twice"


@pytest.mark.parametrize(
    "written",
    [
        *PROJECT["dependencies"],
        *(
            written
            for extra in PROJECT["optional-dependencies"].values()
            for written in extra
            if not written.startswith(PROJECT["name"])
        ),
    ],
    ids=lambda written: Requirement(written).name,
)
def test_dependency_is_pinned(written):
    needed = Requirement(written)
    pinned = pins().get(canonicalize_name(needed.name))
    assert pinned, f"{needed.name} is not pinned in {CONSTRAINTS.name}; add the version that was tested"
    assert needed.specifier.contains(pinned, prereleases=True), (
        f"{written} does not allow the pinned {pinned}"
    )


# -- every file -------------------------------------------------------------------------------------


def files_of_the_project() -> list[Path]:
    """Files that are, or could become, part of the repository."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    names = ended.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in dict.fromkeys(names) if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, str]]:
    """Every line of every text file of the project, with its place."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip(
            "not a git clone, so no one knows which files are the project's: their lines are not checked"
        )
    found = []
    for path in files_of_the_project():
        content = path.read_bytes()
        if b"\0" not in content:
            name = path.relative_to(ROOT).as_posix()
            text = content.decode("utf-8", errors="replace")
            found += [(f"{name}:{number}", line) for number, line in enumerate(text.splitlines(), start=1)]
    return found


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(REGISTRIES, "the host of a package registry"), (MACHINE_PATHS, "a path of one machine")],
    ids=["registries", "machine paths"],
)
def test_no_file_names(lines, pattern, what):
    found = [place for place, line in lines if pattern.search(line)]
    assert not found, f"{what} stands in {', '.join(found[:5])}; take it out"


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRIES, "https://py" + "pi.org/simple"),
        (REGISTRIES, "https://files.python" + "hosted.org/x"),
        (REGISTRIES, "https://registry.npm" + "js.org/us-atlas"),
        (REGISTRIES, "deb http://deb.deb" + "ian.org/debian"),
        (MACHINE_PATHS, "see /wo" + "rk/main/README.md"),
        (MACHINE_PATHS, '"file:///ro' + 'ot/.cache"'),
        (MACHINE_PATHS, r"C:\Us" + r"ers\ada"),
    ],
)
def test_forbidden_lines_are_noticed(pattern, line):
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["pip install nextgen-helpers", "network/main", "grassroots/x"])
def test_harmless_lines_pass(line):
    assert not REGISTRIES.search(line)
    assert not MACHINE_PATHS.search(line)


# -- the README -------------------------------------------------------------------------------------


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):(?!=)", makefile, flags=re.MULTILINE))


@pytest.mark.parametrize("target", SHOWN)
def test_readme_shows_the_command(target):
    assert target in make_targets(), f"the Makefile has no target {target}"
    said = re.search(rf"\bmake {target}\b", README.read_text(encoding="utf-8"))
    assert said, f"the README does not say: make {target}"


def test_readme_names_only_commands_that_exist():
    from typer.main import get_command  # noqa: PLC0415  (only this test needs the command line)

    from nextgen_helpers.cli import app  # noqa: PLC0415

    readme = README.read_text(encoding="utf-8")
    code = " \n".join(re.findall(r"```.*?```|`[^`\n]+`|^ {4}.+$", readme, flags=re.DOTALL | re.MULTILINE))
    strange = set(re.findall(r"\bmake ([a-z]+)\b", code)) - make_targets()
    assert not strange, f"the README says make {', '.join(sorted(strange))}, which the Makefile does not have"
    commands = get_command(app).commands
    strange = set(re.findall(r"\bnextgen ([a-z]+)\b", code)) - set(commands)
    strange |= set(re.findall(r"\bnextgen data ([a-z]+)\b", code)) - set(commands["data"].commands)
    assert not strange, (
        f"the README says nextgen {', '.join(sorted(strange))}, which the command line does not have"
    )


# -- what is shipped --------------------------------------------------------------------------------


def needed_modules() -> set[str]:
    """Modules, the mark of types, and templates, as they stand in the clone."""
    kinds = {".py", ".typed", ".j2", ".json"}
    return {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.suffix in kinds}


def needed_content(folder: str) -> set[str]:
    """Files of ``data`` or ``notebooks`` as they stand in the clone."""
    found = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {path.as_posix() for path in found if ".ipynb_checkpoints" not in path.parts}


def test_source_archive_carries_everything(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert needed_modules() | needed_content("data") | needed_content("notebooks") <= names


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel once, without a network: its build backend is one of the test dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--disable-pip-version-check", "--no-index"),
            *("--no-deps", "--no-build-isolation", "-w", str(folder), "."),
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    (built,) = folder.glob("nextgen_helpers-*.whl")
    return built


@pytest.fixture(scope="module")
def shipped(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_carries_every_module_and_its_types(shipped):
    assert needed_modules() <= shipped
    assert "nextgen_helpers/py.typed" in shipped


@pytest.mark.parametrize("folder", ["data", "notebooks"])
def test_wheel_carries(shipped, folder):
    needed = {f"nextgen_helpers/_bundled/{name}" for name in needed_content(folder)}
    assert needed
    assert needed <= shipped


def test_wheel_carries_licenses_and_nothing_of_the_workshop(shipped):
    names = {Path(name).name for name in shipped}
    assert {"LICENSE", "LICENSE-CONTENT.md", "PROVENANCE.md"} <= names
    tops = {name.split("/")[0] for name in shipped}
    kernelspec = f"nextgen_helpers-{__version__}.data"
    assert tops == {"nextgen_helpers", f"nextgen_helpers-{__version__}.dist-info", kernelspec}
    assert {name for name in shipped if name.startswith(kernelspec)} == {
        f"{kernelspec}/data/share/jupyter/kernels/nextgen-warm/kernel.json"
    }
    workshop = [
        name
        for name in shipped
        if re.search(r"(^|/)(tests?|conftest\.py|__pycache__|\.ipynb_checkpoints)(/|$)", name)
    ]
    assert workshop == []


def test_wheel_works_without_the_clone(wheel, tmp_path):
    place = tmp_path / "installed"
    shutil.unpack_archive(wheel, place, "zip")
    script = (
        "import nextgen_helpers as ng; from nextgen_helpers.places import embedded\n"
        "print(ng.__file__); print(embedded('data')); print(embedded('notebooks'))\n"
        "print(ng.profile('tx-greater-dallas', 2016).total['employment'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(place), "NEXTGEN_HOME": str(tmp_path / "home")}
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    module, data, notebooks, jobs = ended.stdout.split("\n")[:4]
    bundled = place / "nextgen_helpers" / "_bundled"
    assert Path(module) == place / "nextgen_helpers" / "__init__.py"
    assert (Path(data), Path(notebooks)) == (bundled / "data", bundled / "notebooks")
    assert float(jobs) > 1_000_000
