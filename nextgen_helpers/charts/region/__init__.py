"""Charts of a region: a profile, or the jobs of its sector, goes in."""
