"""The first moments of a kernel in a process that has everything imported: it becomes what was asked for."""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nextgen_helpers.kernels.meeting import Request

#: The kernel watches its client itself; told of no parent at all, it would explain the keyboard to nobody.
_NO_POLLING: Final = 1
#: A report makes hundreds of thousands of short-lived objects in a second; looking through all of them a dozen times costs a
#: tenth of that second and frees little, and every look writes to pages that the server's kernels share.
_COLLECT: Final = (50_000, 20, 100)
#: Set for a process when it starts; another process's would be wrong.
_OWN_VARIABLES: Final = ("JPY_INTERRUPT_EVENT", "JPY_PARENT_PID")


def become_kernel(request: Request, *, keep_own_variables: bool = False) -> None:
    """Run a kernel until it is shut down.

    keep_own_variables : keep what this process was told about its parent when it started; a fork's server was told of
        another one.
    """
    _take_environment(request, keep_own_variables=keep_own_variables)
    _draw_lots_anew()
    gc.set_threshold(*_COLLECT)
    os.chdir(request.folder)
    sys.argv = ["ipykernel_launcher.py", *request.arguments]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    application = IPKernelApp.instance(parent_handle=_NO_POLLING)
    application.initialize(list(request.arguments))
    application.start()


def _take_environment(request: Request, *, keep_own_variables: bool) -> None:
    own = {name: os.environ[name] for name in _OWN_VARIABLES if name in os.environ}
    os.environ.clear()
    os.environ.update(
        {name: value for name, value in request.environment.items() if name not in _OWN_VARIABLES}
    )
    if keep_own_variables:
        os.environ.update(own)
    if hasattr(time, "tzset"):
        time.tzset()


def _draw_lots_anew() -> None:
    """Random numbers of two kernels of one server must differ, as those of two ordinary kernels do."""
    import numpy as np  # noqa: PLC0415

    random.seed()
    np.random.seed()  # noqa: NPY002  (the global state is what a notebook may use)
