"""Disks for tests: an image that is mounted, and a folder into which nobody can write."""

from __future__ import annotations

import contextlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: str | Path) -> bool:
    return subprocess.run([*map(str, words)], check=False, capture_output=True).returncode == 0


@contextlib.contextmanager
def mounted(image: Path, place: Path):
    place.mkdir()
    if not run("mount", "-o", "loop", image, place):
        pytest.skip(
            "no disk image can be mounted here, so a power loss is not tried; run it as root outside of a container"
        )
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextlib.contextmanager
def unwritable(folder: Path):
    """Let nobody write into a folder: root may write anywhere but on a disk that is mounted for reading."""
    if os.geteuid():
        for path in (*folder.rglob("*"), folder):
            path.chmod(path.stat().st_mode & ~0o222)
        try:
            yield
        finally:
            for path in (folder, *folder.rglob("*")):
                path.chmod(path.stat().st_mode | 0o200)
        return
    if subprocess.run(["mount", "--bind", folder, folder], check=False, capture_output=True).returncode:
        pytest.skip(
            "no folder can be mounted for reading only, so one is not tried; run it as another user than root"
        )
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
