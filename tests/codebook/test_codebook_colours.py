"""Colours of codes: told apart by everybody, in light and in dark, and steady."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from support.banks import put

import relata
from relata.codebook.colours import colour_at

Array = NDArray[np.float64]

LIGHT, DARK = "#fbfaf7", "#171b1e"

CONES: dict[str, Array] = {
    "all": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
"""Machado, Oliveira and Fernandes (2009), full severity, on linear light."""


def linear(colour: str) -> Array:
    told = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(told <= 0.04045, told / 12.92, ((told + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(light: Array) -> Array:
    """CIE L*a*b* under D65 of linear light."""
    xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ) @ np.clip(light, 0, 1)
    x, y, z = np.cbrt(xyz / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("cones", CONES)
@pytest.mark.parametrize("above", [(), (0,), (7,), (3, 2)])
def test_twelve_siblings_are_told_apart_by_everybody(cones: str, above: tuple[int, ...]) -> None:
    """Any two are further apart than the eye confuses side by side, with or without all cones."""
    seen = [lab(CONES[cones] @ linear(colour_at((*above, rank)))) for rank in range(12)]
    closest = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))
    assert closest > (18 if cones == "all" else 7)


def test_every_colour_stands_out_from_light_and_dark() -> None:
    """Three to one, as for parts of pictures (WCAG 2.2, 1.4.11)."""
    for colour in {colour_at((branch, rank)) for branch in range(12) for rank in range(24)}:
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, LIGHT) >= 2.8
        assert contrast(colour, DARK) >= 2.8


def test_two_hundred_codes_differ_from_their_neighbours() -> None:
    """Of two hundred siblings, none looks like one of the eleven before it."""
    told = [colour_at([rank]) for rank in range(200)]
    for rank, colour in enumerate(told):
        assert colour not in told[max(0, rank - 11) : rank]
    assert len(set(told)) == 24


def test_a_colour_is_shown_and_not_stored(study: relata.Databank) -> None:
    """Codes without a colour have one to show; moving among siblings changes none."""
    before = {c.entry.name: c.colour for c in study.codebook.codes()}
    assert all(c.entry.colour is None for c in study.codebook.codes())
    assert len(set(before.values())) == 4
    study.codebook.move("hardship", under="leaving", before="brutality")
    study.codebook.add("Boredom", parent="leaving", before="hardship")
    after = {c.entry.name: c.colour for c in study.codebook.codes()}
    assert {name: after[name] for name in before} == before
    study.codebook.change("brutality", colour="#123456")
    assert {c.entry.name: c.colour for c in study.codebook.codes()}["brutality"] == "#123456"
    assert put(study, "Another one.", title="other")
