"""Forms without a browser: a team of its own for each test, and what its front end would send and show."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from types import SimpleNamespace

import IPython.display
import pytest

import nextgen_helpers as ng

REGION = "tx-texoma"


class Screen:
    """What a notebook shows, piece by piece; a piece that is replaced is replaced here, too."""

    def __init__(self):
        self.shown = []
        self.updates = 0

    def display(self, *objects, raw=False, display_id=None):
        for item in objects:
            if raw:
                self.shown.append(item)
            elif hasattr(item, "_ipython_display_"):
                item._ipython_display_()
            else:
                self.shown.append({"text/html": item._repr_html_()})
        place = len(self.shown) - 1

        def update(bundle, raw):
            assert raw
            self.updates += 1
            self.shown[place] = bundle

        return SimpleNamespace(update=update) if display_id else None

    @property
    def html(self):
        return "\n".join(str(bundle.get("text/html", "")) for bundle in self.shown)


@pytest.fixture
def screen(monkeypatch):
    """Take the place of the notebook's page."""
    page = Screen()
    monkeypatch.setattr(IPython.display, "display", page.display)
    return page


@pytest.fixture
def url(tmp_path):
    """Address of the file in which the team's answers are; a second team on it is a second laptop."""
    return f"sqlite:///{tmp_path / 'team.db'}"


@pytest.fixture
def team(url):
    return ng.team(REGION, url)


@pytest.fixture
def laptop(url):
    """Open the same answers once more, as another laptop or a restarted notebook does."""
    return lambda: ng.team(REGION, url)


@pytest.fixture
def out_of_reach(url):
    """Make the answers unreachable for a while, as a network drive does."""

    @contextmanager
    def away():
        _run(url, "ALTER TABLE answers RENAME TO elsewhere")
        try:
            yield
        finally:
            _run(url, "ALTER TABLE elsewhere RENAME TO answers")

    return away


@pytest.fixture
def spoiled(url):
    """Store what no longer fits, as a later version of the questions can make of an answer."""
    return lambda exercise_id: _run(
        url,
        f"UPDATE answers SET value = '{{\"of another version\": 1}}' WHERE exercise_id = '{exercise_id}'",  # noqa: S608
    )


def _run(url, statement):
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute(statement)
    connection.close()
