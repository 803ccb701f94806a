"""Handouts, made once for all tests that only read them."""

from __future__ import annotations

import pytest
from paper_reader import opened

from nextgen_helpers.handouts import AUDIENCES, make_handouts
from nextgen_helpers.team_answers import Team


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """Make all handouts once, empty: notebook and audience -> what can be read."""
    made = make_handouts(tmp_path_factory.mktemp("blank"), AUDIENCES)
    return {(item.notebook, item.audience): (opened(item.path.read_bytes()), item) for item in made}


@pytest.fixture
def team(tmp_path):
    with (found := Team.open("tx-texoma", f"sqlite:///{tmp_path / 'team.db'}")).workspace:
        yield found
