"""The meter: silent at first and in pipes, then a line that tells rate and time left."""

from __future__ import annotations

import io
import sys

import pytest

from quotecheck.cli.progress import Meter, meter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_quiet_for_a_second_then_a_line_with_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    shown = Meter("reading", clock)
    clock.now += 0.9
    shown(9, 1000)
    assert capsys.readouterr().err == ""
    clock.now += 1.1
    shown(20, 1000)
    assert capsys.readouterr().err == "\rreading: 20 of 1,000, 10 a second, 1:38 left"
    clock.now += 0.01
    shown(21, 1000)
    assert capsys.readouterr().err == ""
    shown.clear()
    assert capsys.readouterr().err.strip() == ""


def test_no_meter_where_standard_error_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with meter("reading") as shown:
        assert shown is None
