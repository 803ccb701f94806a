"""Shapes of counties and states, ready to draw: a small file that ships with the project.

The shapes are those of the U.S. Census Bureau's cartographic boundary files of 2017, at 1 : 10 million,
projected (Albers, Alaska and Hawaii moved beside the rest) and packed as TopoJSON by the npm package
``us-atlas`` 3.0.1 (ISC license). Connecticut's planning regions (from 2024) and Puerto Rico are not in
it: a region there has no map.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nextgen_helpers.places import embedded

if TYPE_CHECKING:
    from collections.abc import Iterable

Ring = np.ndarray[Any, np.dtype[np.float64]]


def has_shapes(counties: Iterable[str]) -> bool:
    """Tell whether all counties can be drawn.

    Examples
    --------
    >>> has_shapes(["48113"]), has_shapes(["72001"])
    (True, False)
    """
    known = _geometries("counties")
    return all(code in known for code in counties)


def county_shapes(states: Iterable[str]) -> dict[str, list[Ring]]:
    """Give the outlines of all counties of some states.

    Returns
    -------
    County code -> rings; each ring is an array of x, y (y grows downwards, arbitrary units that are
    the same in both directions).

    Examples
    --------
    >>> len(county_shapes(["48"]))
    254
    """
    wanted = tuple(states)
    known = _geometries("counties")
    return {code: _rings(known[code]) for code in sorted(known) if code[:2] in wanted}


def state_shapes() -> dict[str, list[Ring]]:
    """Give the outlines of the states by their two-digit code."""
    known = _geometries("states")
    return {code: _rings(known[code]) for code in sorted(known)}


@cache
def _topology() -> dict[str, Any]:
    path = embedded("data", "geo", "us-counties-albers.json")
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return topology


@cache
def _geometries(layer: str) -> dict[str, dict[str, Any]]:
    shapes = _topology()["objects"][layer]["geometries"]
    return {shape["id"]: shape for shape in shapes if shape.get("arcs")}


@cache
def _arc(number: int) -> Ring:
    """Decode one line: points are stored as differences of whole numbers, scaled and shifted."""
    transform = _topology()["transform"]
    points = np.cumsum(np.asarray(_topology()["arcs"][number], dtype=float), axis=0)
    ring: Ring = points * np.asarray(transform["scale"]) + np.asarray(transform["translate"])
    return ring


def _rings(shape: dict[str, Any]) -> list[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [_joined(ring) for polygon in polygons for ring in polygon]


def _joined(arcs: list[int]) -> Ring:
    """Join lines to a ring; a negative number means the line backwards."""
    parts = [_arc(number) if number >= 0 else _arc(~number)[::-1] for number in arcs]
    return np.concatenate([part[:-1] for part in parts] + [parts[-1][-1:]])
