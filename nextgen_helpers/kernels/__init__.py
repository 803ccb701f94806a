"""Kernels that are ready at once: the library is imported before anybody asks.

A kernel of Jupyter's usual kind spends most of a report's time on importing pandas, Plotly and Matplotlib. Here a
server process imports them once and forks a kernel for each request (:mod:`~nextgen_helpers.kernels.server`).
Where a process cannot be forked safely (Windows, macOS), an ordinary process is started ahead of need
(:mod:`~nextgen_helpers.kernels.spare`). Jupyter finds both through a provisioner
(:mod:`~nextgen_helpers.kernels.provisioner`) and the kernelspec ``nextgen-warm``, which papermill, nbval, nbconvert and
JupyterLab take by its name. Each notebook still has a process of its own.
"""

from typing import Final

__all__ = ["WARM"]

#: Name of the kernelspec.
WARM: Final = "nextgen-warm"
