"""Judging altered copies of public news does not get worse: the floors of floors.yaml hold."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.judge import altered
from benchmarks.quality import shared

FLOORS: dict[str, float] = yaml.safe_load(Path(__file__).with_name("floors.yaml").read_text(encoding="utf-8"))["judge"]
LOWER_IS_BETTER = {"false alarm", "stray"}


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """The figures for one seed on the development articles."""
    folder = shared()
    if folder is None:
        pytest.skip("the annotated articles are not here; QUOTECHECK_SHARED names their folder")
    return altered(folder, seed=8)[0]


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_floor(figure: str, measured: dict[str, float]) -> None:
    if figure in LOWER_IS_BETTER:
        assert measured[figure] <= FLOORS[figure]
    else:
        assert measured[figure] >= FLOORS[figure]
