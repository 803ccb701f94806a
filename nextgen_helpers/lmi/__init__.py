"""Labor-market information: official files -> readers -> store -> profile of a region."""

from nextgen_helpers.lmi.build import build_base, build_codes
from nextgen_helpers.lmi.profile import Profile, profile
from nextgen_helpers.lmi.readers import read_published_quotients, read_qcew
from nextgen_helpers.lmi.store import Store

__all__ = [
    "Profile",
    "Store",
    "build_base",
    "build_codes",
    "profile",
    "read_published_quotients",
    "read_qcew",
]
