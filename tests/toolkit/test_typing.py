"""With the numbers of Invented Valley nobody types more than sixty cells in an exercise."""

from __future__ import annotations

import pytest
from typed_cells import typed_cells

from nextgen_helpers.toolkit.catalog import exercises

MOST = 60


@pytest.mark.parametrize("exercise_id", exercises())
def test_no_exercise_asks_for_more_typed_cells_than_fit_in_its_minutes(exercise_id):
    for sitting, cells in typed_cells(exercise_id).items():
        assert cells.total() <= MOST, (
            f"{exercise_id} ({sitting}): {cells.total()} cells are typed, {MOST} is the most: {dict(cells)}"
        )
