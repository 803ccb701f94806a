"""Forms in a notebook: every control has a visible label and works by keyboard."""

from nextgen_helpers.widgets.region_picker import RegionPicker, explore

__all__ = ["RegionPicker", "explore"]
