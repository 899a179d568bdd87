"""The meter: silent at first and in pipes, then a line that tells rate and time left."""

from __future__ import annotations

import io
import sys

import pytest

from quotecheck.cli.progress import Meter, meter, told_how_far


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_quiet_for_a_second_then_a_line_with_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    shown = Meter("reading", clock=clock)
    shown(0, 1000)
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


def test_in_a_log_a_plain_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    shown = Meter("reading", plain=True, clock=clock)
    for done in range(100, 200):
        shown(done, 1000)  # a hundred were done before
        clock.now += 0.25
    shown.clear()
    assert capsys.readouterr().err.splitlines() == [
        "reading: 140 of 1,000, 4 a second, 3:35 left",
        "reading: 180 of 1,000, 4 a second, 3:25 left",
    ]


def test_short_work_says_nothing_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with meter("reading") as shown:
        shown(1, 2)
        shown(2, 2)
    assert sys.stderr.getvalue() == ""


def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecheck.cli.progress._columns", lambda: 20)
    clock = Clock()
    shown = Meter("reading", clock=clock)
    for done in (0, 1_000_000):
        shown(done, 2_000_000)
        clock.now += 2
    assert capsys.readouterr().err == "\rreading: 1,000,000 "


def test_a_total_that_is_not_known_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    shown = Meter("checking rows", clock=clock)
    for done in (1000, 5000):
        shown(done, 0)
        clock.now += 2
    shown.clear()
    shown.clear()
    line = "checking rows: 5,000, 2,000 a second"
    assert capsys.readouterr().err == f"\r{line}\r{'':<{len(line)}}\r"


@pytest.mark.parametrize(("come", "told"), [([0, 0], "nothing has been written"), ([3, 1200], "3 of 1,200 rows were")])
def test_an_interruption_tells_how_far_it_came(
    come: list[int], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt), told_how_far("rows", come):
        raise KeyboardInterrupt
    assert told in capsys.readouterr().err
