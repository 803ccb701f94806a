"""What all tests share: the official files, a home of their own, and what a skip means."""

from __future__ import annotations

import asyncio
import functools
import gc
import os
import re
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from made_reports import built_reports, interactive_report
from postgres_server import server

from nextgen_helpers.lmi.download.settings import DownloadSettings

__all__ = ["built_reports", "interactive_report", "server"]  # fixtures for all folders

# A busy machine is no failure: nothing here is timed.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# The warm server that tests have started ends soon after the last of them.
os.environ.setdefault("NEXTGEN_WARM_SECONDS", "60")

# No test of reports asks BLS for newer figures; a test that does so names a server of its own, and takes this away.
os.environ["NEXTGEN_OFFLINE"] = "1"

# A shell that runs the tests in the background lets them ignore Ctrl-C, and every process that they start would, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Where tests take seconds each. They come first: one that began last would keep a processor alone at the end.
_SLOW = (
    "tests/browser", "tests/reports", "tests/kernels", "tests/notebooks/test_runs", "notebooks", "tests/handouts",
    "tests/test_cli",
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what is slow, else in the order in which it was found."""
    ranks = {folder: number for number, folder in enumerate(_SLOW)}
    items.sort(
        key=lambda item: next((ranks[name] for name in _SLOW if item.nodeid.startswith(name)), len(ranks))
    )


def pytest_collection_finish():
    """Look no more at what lives until the end: thousands of tests, to be gone through again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure():
    gc.unfreeze()


_NEEDS_SOMETHING = ("raw", "browser", "server")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the official files beside the project."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not there, so nothing is compared with the agencies' own files")
    return folder


@pytest.fixture(scope="session")
def _homes(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(_homes, monkeypatch) -> Path:
    """Keep every test away from the real user's folder.

    Pytest's own numbered folders would do, too, but to find the next number it lists those of all tests before, ten thousand in the end.
    """
    folder = Path(tempfile.mkdtemp(dir=_homes))
    monkeypatch.setenv("NEXTGEN_HOME", str(folder))
    return folder


@pytest.fixture(scope="module")
def _folders_of_a_module(request, tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp(request.path.stem)


@pytest.fixture
def tmp_path(request, _folders_of_a_module) -> Path:
    """Give each test a folder that is found by the names of its module and its own, without a look at those of all others."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_folders_of_a_module))


@pytest.fixture
def asked_without_waits(monkeypatch) -> None:
    """Ask an address as often as ever, but without a quarter of a minute between the tries, where nobody listens anyway."""
    quick = functools.partial(DownloadSettings, backoff_seconds=0.001)
    monkeypatch.setattr("nextgen_helpers.lmi.download.run.DownloadSettings", quick)


@pytest.fixture(autouse=True)
def no_loop_of_another_test(request):
    """Hide the event loop that Playwright keeps running in this thread once a browser test has begun."""
    if request.node.get_closest_marker("browser"):
        yield
        return
    running = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    yield
    asyncio.events._set_running_loop(running)


# -- torture: the same tests with a few rounds in every run, and with many by make torture ------------

_LARGE = bool(os.environ.get("NEXTGEN_TORTURE"))
_TOLD: list[str] = []


@pytest.fixture(scope="session")
def rounds():
    """Choose how often something is tried: a little in every run, a lot by ``make torture``."""
    return lambda few, many: many if _LARGE else few


@pytest.fixture
def tell(request):
    """Write a row for the table in docs/reliability.md: what was tried, and what came of it."""
    return lambda what, found: _TOLD.append(f"| {what} | {found} | {request.node.name.partition('[')[0]} |")


def pytest_terminal_summary(terminalreporter):
    if _LARGE and _TOLD:
        terminalreporter.section("for docs/reliability.md")
        for line in _TOLD:
            terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything has to be there (NEXTGEN_CI), a test that lacks something has failed."""
    report = yield
    needs = [name for name in _NEEDS_SOMETHING if item.get_closest_marker(name)]
    if report.skipped and needs and os.environ.get("NEXTGEN_CI") and not hasattr(report, "wasxfail"):
        reason = call.excinfo.value if call.excinfo else "skipped"
        report.outcome = "failed"
        report.longrepr = f"needs {needs[0]}, and with NEXTGEN_CI set that must not be skipped: {reason}"
    return report
