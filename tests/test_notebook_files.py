"""What JupyterLab writes: a notebook without results, whatever a team has answered in it."""

from __future__ import annotations

import asyncio
import copy
import json
import os

import nbformat
import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from nextgen_helpers import notebooks
from nextgen_helpers.notebooks import lab_command, without_outputs
from nextgen_helpers.regions import DEMO

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Title"},
        {
            "cell_type": "code", "execution_count": 7, "id": "b", "metadata": {"tags": ["parameters"]}, "source": "1",
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "Columbus State answered"}],
        },
    ],
    "metadata": {"widgets": {"state": "Columbus State"}, "kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}  # fmt: skip


def test_the_server_of_nextgen_lab_writes_no_results(tmp_path):
    (option,) = [part for part in lab_command() if "pre_save_hook" in part]
    hook = option.partition("=")[2]
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), pre_save_hook=hook)
    model = {"type": "notebook", "format": "json", "content": nbformat.from_dict(copy.deepcopy(NOTEBOOK))}
    asyncio.run(manager.save(model, "a.ipynb"))
    written = (tmp_path / "a.ipynb").read_text(encoding="utf-8")
    assert "Columbus" not in written
    cells = json.loads(written)["cells"]
    assert cells[1]["outputs"] == []
    assert cells[1]["execution_count"] is None
    assert cells[1]["metadata"]["tags"] == ["parameters"]
    assert "".join(cells[0]["source"]) == "# Title"


@pytest.mark.parametrize(
    "model",
    [{"type": "file", "content": "x"}, {"type": "directory", "content": None}, {"type": "notebook"}, {}],
)
def test_other_files_stay_as_they_are(model):
    before = copy.deepcopy(model)
    without_outputs(model, path="x", contents_manager=None)
    assert model == before


def test_the_example_is_chosen_for_its_own_server_only(monkeypatch):
    """Were it set in this process, whatever ran after the command would see the example and not its region."""
    given = {}

    class Server:
        def __init__(self, _command, *, env, **_options):
            given.update(env)

        def wait(self, _seconds):
            return 0

    monkeypatch.setattr(notebooks.subprocess, "Popen", Server)
    assert notebooks.start_lab(browser=False, example=True) == 0
    assert given[DEMO] == "1"
    assert DEMO not in os.environ
    given.clear()
    notebooks.start_lab(browser=False)
    assert DEMO not in given
