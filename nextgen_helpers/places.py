"""Where things lie on disk: what came with the project, and what belongs to the user.

Everything that ships (data, notebooks) stands in the clone, or inside the installed wheel. Everything
that a user adds (imported figures, own regions, the chosen region) stands in the user's folder: the one that
``NEXTGEN_HOME`` names, else the platform's usual place for application data.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["embedded", "user_home"]

_PACKAGE = Path(__file__).resolve().parent


def embedded(*parts: str) -> Path:
    """Path of something that ships with the project, below ``data/`` or ``notebooks/``.

    Parameters
    ----------
    parts : path parts, such as ``"data", "regions", "texas_workforce_boards.csv"``.

    Returns
    -------
    The path in the installed wheel where there is one, else in the clone.

    Examples
    --------
    >>> embedded("data", "regions").name
    'regions'
    """
    bundled = _PACKAGE / "_bundled"
    root = bundled if bundled.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)


def user_home() -> Path:
    """Folder for what the user adds. It is not created by asking.

    Returns
    -------
    ``$NEXTGEN_HOME`` where that is set, else the platform's folder for application data.
    """
    named = os.environ.get("NEXTGEN_HOME", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # noqa: PLC0415  (slow to import, and rarely needed)

    return Path(platformdirs.user_data_dir("nextgen-sector-partnerships", appauthor=False))
