"""What other libraries import is left out where it takes long and serves nothing here."""

from __future__ import annotations

import importlib
import sys
from typing import Final

#: For addresses with letters of all alphabets it builds a grammar, which takes longer than all else that nbformat imports.
_SLOW: Final = "rfc3987_syntax"


def get_ready_for_nbformat() -> None:
    """Import jsonschema, which nbformat needs, without a check that no notebook asks for; whoever else wants that module has it."""
    if _SLOW in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[_SLOW] = None  # type: ignore[assignment]  # Python's own sign for: it cannot be imported
    try:
        importlib.import_module("jsonschema")
    finally:
        sys.modules.pop(_SLOW, None)
