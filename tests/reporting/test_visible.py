"""Text made safe to print: what is safe already takes a short way, and comes out as by the long one."""

from __future__ import annotations

import sys

from quotecheck.reporting.visible import SPACE, UNSAFE, visible


def test_no_character_that_is_printable_is_unsafe_or_white() -> None:
    printable = filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))
    assert [letter for letter in printable if UNSAFE.match(letter) or SPACE.match(letter)] == [" "]


def test_white_space_is_one_blank_and_none_at_the_ends() -> None:
    assert [visible(text) for text in ("a b", " a  b ", "a\n\tb", "a\u00a0\u2003b", "")] == ["a b"] * 4 + [""]
