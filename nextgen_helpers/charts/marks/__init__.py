"""Marks: what a chart draws, each laid out as a scene."""
