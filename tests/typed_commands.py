"""A command as a user types it, in this process: a process of its own would import for a second what is imported here."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nextgen_helpers import cli

if TYPE_CHECKING:
    from pathlib import Path


def typed(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Give the status and the words with which a process would have ended.

    cwd : folder in which it is typed.
    """
    out, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(cwd)
        patched.setattr(sys, "argv", ["nextgen", *arguments])
        # Where Click looks for the name of a program that was started by python -m, as these tests are.
        patched.setattr(sys.modules["__main__"], "__package__", None, raising=False)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            status = _status()
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), errors.getvalue())


def _status() -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code
