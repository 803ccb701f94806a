"""Whether anybody listens at an address, found out in a moment: a name that nobody resolves can hold a program for many seconds."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_PORTS: Final = {"http": 80, "https": 443}


def is_reachable(address: str, seconds: float) -> bool:
    """Tell whether a connection to an address, or to the proxy that leads there, can be made within so many seconds.

    >>> is_reachable("http://127.0.0.1:1/", 1)
    False
    """
    site = urlsplit(address)
    proxy = getproxies().get(site.scheme)
    if proxy and not proxy_bypass(site.hostname or ""):
        site = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    place = site.hostname or "", site.port or _PORTS.get(site.scheme, 80)
    found = threading.Event()

    def connect() -> None:
        with suppress(OSError, UnicodeError), socket.create_connection(place, seconds):
            found.set()

    # Resolving a name cannot be broken off; it is left behind in its thread.
    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(seconds)
    return found.is_set()
