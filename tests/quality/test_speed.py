"""Time grows with the input, not with its square: the benchmark's inputs at a twentieth of their size."""

from __future__ import annotations

import pytest

from benchmarks.speed import GROWING, doubling, limited


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_takes_about_twice_as_long(name: str) -> None:
    """The limit is wider than the benchmark's, since small inputs are measured less exactly; an input
    whose time grows with its square takes four times as long."""
    make, size = GROWING[name]
    with limited(30):
        factor = min(doubling(make, size // 20)[1] for _ in range(2))
    assert factor <= 3.0
