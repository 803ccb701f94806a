"""What the command line prints: tables, sentences, and how far long work is."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from nextgen_helpers.letters import for_terminal

if TYPE_CHECKING:
    from rich.console import Console


def console(*, error: bool = False) -> Console:
    """Give the terminal, or whatever takes its place."""
    from rich.console import Console  # noqa: PLC0415

    # Piped into a file, a table must not be cut to 80 characters.
    width = None if sys.stdout.isatty() or error else 200
    return Console(stderr=error, width=width, highlight=False, markup=False, soft_wrap=error)


def print_rows(heads: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> None:
    """Print rows below their heads; where there are none, say so."""
    if rows:
        print_table(heads, rows)
    else:
        note(nothing)


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers_from: int | None = None) -> None:
    """Print rows below their heads; the first column is never broken, numbers stand at the right."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        right = numbers_from is not None and place >= numbers_from
        table.add_column(head, justify="right" if right else "left", overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(Text(for_terminal(str(value))) for value in row))  # as text: a name is no markup
    console().print(table)


def note(text: str) -> None:
    """Print a line; nothing in it steers the terminal, whoever's file it came from."""
    typer.echo(for_terminal(text))


def complain(text: str) -> None:
    """Print a line where mistakes are read."""
    typer.echo(for_terminal(text), err=True)


class _Stopped(KeyboardInterrupt):
    """Somebody asked this process to end, in another way than by Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Take a plain ``kill`` (SIGTERM) and a closed terminal (SIGHUP) as Ctrl-C: what is under way is wound up.

    Asked again meanwhile, it goes on winding up. Who wants to outlive the terminal (``nohup``) does.
    """
    asked: list[int] = []

    def stop(number: int, _: object) -> None:
        asked.append(number)
        if len(asked) == 1:
            raise _Stopped(number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = [number for number, handler in before.items() if handler is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def interruptible() -> Iterator[None]:
    """Say what Ctrl-C leaves behind."""
    try:
        yield
    except KeyboardInterrupt as stop:
        complain("Stopped. What was finished is kept.")
        raise typer.Exit(stopped_status(stop)) from None


def stopped_status(stop: BaseException | None) -> int:
    """Give the exit status of a process that a signal has ended, as shells count it."""
    return 128 + getattr(stop, "number", signal.SIGINT)


class Progress:
    """A progress bar on the terminal; silent where there is none."""

    def __init__(self, total: int) -> None:
        from rich import progress  # noqa: PLC0415

        self._bar = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            console=console(error=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("Working", total=total or None)

    def __enter__(self) -> Any:
        self._bar.start()
        return self._step

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _step(self, what: Any, done: int, total: int) -> None:
        words = what if isinstance(what, str) else what.region_name
        if total > 1 and not isinstance(what, str) and not sys.stderr.isatty():
            complain(f"{done} of {total}: {words}")  # in a log file, a line a report
        self._bar.update(self._task, completed=done, total=total, description=words[:40])


class Waiting:
    """A line that says what is going on, for work without countable steps."""

    def __init__(self, what: str) -> None:
        self._status = console(error=True).status(what)

    def __enter__(self) -> None:
        if sys.stderr.isatty():
            self._status.start()

    def __exit__(self, *_: object) -> None:
        self._status.stop()
