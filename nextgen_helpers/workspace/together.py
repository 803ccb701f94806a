"""Two changes of the same list brought together, so that neither side loses what it added or took away."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any


def merged(base: Any, mine: Any, theirs: Any) -> Any:
    """Bring two changes of the same field together.

    Gives what neither side loses by: of lists, my entries without those that they took away, and what they
    added; of anything else that both changed, mine, as the newest counts.

    >>> merged(["a", "b"], ["a", "b", "mine"], ["b", "theirs"])
    ['b', 'mine', 'theirs']
    """
    if mine == base:
        return theirs
    if theirs == base or not isinstance(mine, list) or not isinstance(theirs, list):
        return mine
    before = Counter(map(entry_key, base if isinstance(base, list) else []))
    # What both took away is missing in mine already.
    gone = (before - Counter(map(entry_key, theirs))) - (before - Counter(map(entry_key, mine)))
    added = Counter(map(entry_key, theirs)) - before
    kept = []
    for entry in mine:
        if gone[entry_key(entry)] > 0:
            gone[entry_key(entry)] -= 1
        else:
            kept.append(entry)
    already = Counter(map(entry_key, kept)) - before
    for entry in theirs:
        if added[entry_key(entry)] > 0:
            added[entry_key(entry)] -= 1
            if already[entry_key(entry)] > 0:
                already[entry_key(entry)] -= 1  # both added the same
            else:
                kept.append(entry)
    return kept


def entry_key(entry: Any) -> str:
    """Give what tells an entry from another one: all that it says."""
    return json.dumps(entry, sort_keys=True, ensure_ascii=False)
