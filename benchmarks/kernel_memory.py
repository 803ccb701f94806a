"""How much memory warm kernels take: ``python kernel_memory.py COUNT``.

Proportional set size: a page that several processes share counts for each with its share. What it prints: megabytes of one further kernel
that waits for work, and of all kernels with their server, each having computed a region's profile and drawn a chart of it.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import psutil
from jupyter_client.manager import KernelManager

from nextgen_helpers.kernels import WARM
from nextgen_helpers.kernels.meeting import meeting_place

_WORK = (
    "import nextgen_helpers as ng; ng.charts.jobs_by_industry(ng.profile('tx-greater-dallas')).html('paper')"
)


def pss(process: int) -> float:
    """Proportional set size of a process in megabytes."""
    return float(psutil.Process(process).memory_full_info().pss) / 2**20


def started() -> tuple[KernelManager, Any]:
    """Start a warm kernel, and wait until it is ready."""
    manager = KernelManager(kernel_name=WARM)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return manager, client


def main() -> None:
    """Start so many kernels, and weigh them."""
    first, client = started()  # forked before its server has everything, it would weigh otherwise
    place = meeting_place()
    while place is not None and not place.socket.exists():
        time.sleep(0.1)
    client.stop_channels()
    first.shutdown_kernel(now=True)
    kernels = []
    weights = []
    for _ in range(int(sys.argv[1])):
        kernels.append(started())
        server = psutil.Process(kernels[0][0].provisioner.pid).ppid()
        weights.append(sum(pss(manager.provisioner.pid) for manager, _ in kernels) + pss(server))
    further = (weights[-1] - weights[0]) / (len(weights) - 1)
    for _, client in kernels:
        client.execute_interactive(_WORK, output_hook=lambda _: None, timeout=120)
    altogether = sum(pss(manager.provisioner.pid) for manager, _ in kernels) + pss(server)
    for manager, client in kernels:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print(json.dumps([further, altogether]))


if __name__ == "__main__":
    main()
