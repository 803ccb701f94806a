"""A form whose buttons start work that takes a while: the page can be used meanwhile, and the form says what came of it."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from nextgen_helpers.widgets.form import Form

_Made = TypeVar("_Made")
_Said = ParamSpec("_Said")


class WorkingForm(Form):
    """A form of buttons; while one of them works, the others wait."""

    busy = False

    @staticmethod
    def from_a_thread(tell: Callable[_Said, None]) -> Callable[_Said, None]:
        """Let work in a thread tell the page something."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no notebook, so no thread
            return tell

        def told(*said: _Said.args, **named: _Said.kwargs) -> None:
            loop.call_soon_threadsafe(partial(tell, *said, **named))

        return told

    def begin(self, work: Callable[[], _Made], ended: Callable[[_Made], str], failed: str) -> None:
        """Work beside the page, and say what came of it.

        work : done in a thread of its own where there is a notebook.
        ended : takes what was made, and gives the sentence that says so.
        failed : begins the sentence where it could not be made.
        """

        def finished(future: Future[_Made]) -> None:
            self.busy = False
            error = future.exception()
            self.status = f"{failed}: {error}" if error else ended(future.result())

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no notebook
            try:
                self.status = ended(work())
            except Exception as error:  # noqa: BLE001  (as in a notebook, whatever breaks is said in a line)
                self.status = f"{failed}: {error}"
            return
        self.busy = True
        loop.run_in_executor(None, work).add_done_callback(finished)
