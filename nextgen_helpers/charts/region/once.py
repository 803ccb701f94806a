"""What a report shows and also puts into its workbook is made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.lmi.profile import Profile

Made = TypeVar("Made")


def once_a_report(make: Callable[[Profile], Made]) -> Callable[[Profile], Made]:
    """Make it once for each profile of a report; in a notebook that is open, figures may come in between, so it is made anew."""
    known: WeakKeyDictionary[Profile, Made] = WeakKeyDictionary()

    @wraps(make)
    def made(profile: Profile) -> Made:
        if output_mode() == "screen":
            return make(profile)
        if profile not in known:
            known[profile] = make(profile)
        return known[profile]

    return made
