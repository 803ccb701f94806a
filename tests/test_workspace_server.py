"""A team's answers on a hub: a real PostgreSQL server, started for the test and gone afterwards."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.workspace import Workspace

pytestmark = pytest.mark.server

CHECKS = {"note": str}


def _save_many(url, region, who, count):
    with Workspace.open(region, url, checks=CHECKS) as workspace:
        for number in range(count):
            workspace.save("note", f"{number}", respondent=who)


@pytest.mark.torture
def test_many_people_and_regions_share_a_server(server, rounds, tell):
    people, answers = rounds(8, 50), rounds(50, 100)
    who = [("tx-texoma" if number % 2 else "tx-alamo", f"person-{number}") for number in range(people)]
    with ProcessPoolExecutor(people, mp_context=get_context("spawn")) as pool:
        list(pool.map(_save_many, [server] * people, *zip(*who, strict=True), [answers] * people))
    for region in ("tx-texoma", "tx-alamo"):
        with Workspace.open(region, server, checks=CHECKS) as workspace:
            history = workspace.history("note")
            assert len(history) == people * answers // 2
            for name in {item.respondent for item in history}:
                mine = [item.value for item in history if item.respondent == name]
                assert mine == [str(number) for number in range(answers)]
            assert workspace.check() == []
    tell(
        f"{people} processes save {answers} answers each, PostgreSQL",
        f"{people * answers:,} of {people * answers:,} there, in order",
    )


def test_answers_travel_between_laptop_and_hub(server, tmp_path):
    with Workspace.open("tx-capital-area", f"sqlite:///{tmp_path / 'laptop.db'}", checks=CHECKS) as laptop:
        laptop.save("note", "from the laptop", respondent="ann")
        laptop.export_json(tmp_path / "away.json")
    with Workspace.open("tx-capital-area", server, checks=CHECKS) as hub:
        hub.save("note", "from the hub", respondent="bob")
        assert hub.import_file(tmp_path / "away.json").added == 1
        assert {item.value for item in hub.history("note")} == {"from the hub", "from the laptop"}


def test_a_server_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(UserError) as caught:
        Workspace.open("tx-texoma", f"postgresql+psycopg://team:secret@/x?host={tmp_path}", checks=CHECKS)
    assert "cannot be reached" in str(caught.value)
    assert "secret" not in str(caught.value)
