"""The command ``nextgen room`` in a process of its own, which tests end, kill and start again."""

from __future__ import annotations

import json
import subprocess
import sys


class RoomServer:
    """A running server; ``said`` is what its first line tells.

    Parameters
    ----------
    port : where it listens.
    words : teams, and further options.
    """

    def __init__(self, port: int, *words: str) -> None:
        self._command = [
            sys.executable,
            "-m",
            "nextgen_helpers.cli",
            "room",
            *words,
            "--json",
            "--port",
            str(port),
        ]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        self.said = json.loads(self.process.stdout.readline())

    def end(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(timeout=30)
        self.process.stdout.close()
