"""Tables that take seconds to compute, kept in the user's folder until what they were computed from changes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import read_table, user_home, write_whole
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    import pandas as pd

#: So many tables are kept; those that were not used for longest go first.
_MOST: Final = 200


def kept_table(name: str, made_of: Any, compute: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Read a table that was computed before, or compute it and keep it.

    It can be deleted at any time: the folder ``cache`` of the user's folder holds nothing that cannot be computed again. Where
    that folder cannot be written to, the table is computed each time.

    name : what it is; a part of the file's name.
    made_of : everything that it is computed from, as plain values; a change of it is another table.

    >>> import pandas as pd
    >>> kept_table("example", [1], lambda: pd.DataFrame({"jobs": [2.0]}))["jobs"].tolist()
    [2.0]
    """
    key = hashlib.sha256(json.dumps([__version__, made_of], default=str).encode()).hexdigest()[:20]
    folder = user_home() / "cache"
    path = folder / f"{name}-{key}.parquet"
    with contextlib.suppress(Exception):  # not there, or damaged: it is computed
        table = read_table(path)
        os.utime(path)
        return table
    table = compute()
    with contextlib.suppress(OSError, UserError):
        _keep(table, path)
    return table


def _keep(table: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    table.to_parquet(content, index=False)
    write_whole(path, content.getvalue())
    by_age = sorted(path.parent.glob("*.parquet"), key=lambda item: item.stat().st_mtime)
    for old in by_age[:-_MOST]:
        old.unlink(missing_ok=True)
