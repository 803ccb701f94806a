"""Download QCEW slices (one area or one industry, one year or quarter) from BLS's open data.

A slice is one CSV file. What arrives whole is put in the folder in one step, so that the folder
never holds half a file; what is already there is not asked for again, so that the way to repair any
interruption is to run the same once more.

The requests run in an event loop of their own in another thread: a notebook already has a loop in
the main thread, and Ctrl-C can cancel requests at once instead of waiting for them to end.

Source of the addresses: BLS, QCEW open data access, https://www.bls.gov/cew/additional-resources/open-data/
"""

from nextgen_helpers.lmi.download.outcome import DownloadOutcome
from nextgen_helpers.lmi.download.run import Check, Progress, download
from nextgen_helpers.lmi.download.settings import DownloadSettings
from nextgen_helpers.lmi.download.slices import Slice, slices_for

__all__ = ["Check", "DownloadOutcome", "DownloadSettings", "Progress", "Slice", "download", "slices_for"]
