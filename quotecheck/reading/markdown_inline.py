"""Markdown inside a block: which characters are markup and not words.

The block is read once from left to right; every pattern is bounded or possessive, so that the time grows
with the length of the text whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass, field
from typing import NamedTuple

from quotecheck.patterns import pattern

_SPECIAL = pattern(r"[\\`<&!\[\]]|\*++|_++|~~++")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n")
_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG = pattern(r"</?[a-zA-Z][a-zA-Z0-9-]{0,30}(?:[\s/][^<>]{0,2000})?>")
_AUTOLINK = pattern(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]{0,2000}|[^\s<>@]{1,80}@[^\s<>@]{1,200})>")
_BREAK = pattern(r"<br[ /]{0,2}>", re.IGNORECASE)
_TARGET = pattern(
    r"\(\s{0,9}+(?:<[^<>\n]{0,2000}+>|[^\s()]{0,2000}+(?:\([^\s()]{0,200}+\)[^\s()]{0,2000}+){0,5})"
    r"(?:\s{1,9}+(?:\"[^\"]{0,500}+\"|'[^']{0,500}+'|\([^()]{0,500}+\)))?\s{0,9}+\)"
)
_LABEL = pattern(r"\[([^\[\]]{0,200}+)\]")
_FOOTNOTE = pattern(r"\[\^[^\s\[\]]{1,100}\]")


class Cut(NamedTuple):
    """The characters ``[start, end)`` of a block are left out, ``words`` stand in their place."""

    start: int
    end: int
    words: str = ""


@dataclass(slots=True, kw_only=True)
class _Scan:
    """What has been found so far in a block."""

    block: str
    labels: Container[str]
    cuts: list[Cut] = field(default_factory=list)
    brackets: list[int] = field(default_factory=list)
    emphasis: dict[str, list[list[int]]] = field(default_factory=dict)
    ticks: dict[int, list[int]] | None = None

    def cut(self, start: int, end: int, words: str = "") -> int:
        self.cuts.append(Cut(start=start, end=end, words=words))
        return end


def cuts(block: str, labels: Container[str] = ()) -> list[Cut]:
    """What to leave out of a block, in rising order and without overlaps. ``labels`` are the link labels the
    document defines, in lower case; other brackets are words: [sic]."""
    scan = _Scan(block=block, labels=labels)
    at = 0
    while special := _SPECIAL.search(block, at):
        at = _READERS[special[0][0]](scan, special)
    merged: list[Cut] = []
    for cut in sorted(scan.cuts, key=lambda cut: (cut.start, -cut.end)):
        if not merged or cut.start >= merged[-1].end:
            merged.append(cut)
    return merged


def _escape(scan: _Scan, special: re.Match[str]) -> int:
    at = special.start()
    if scan.block[at + 1 : at + 2] in _PUNCTUATION and at + 1 < len(scan.block):
        scan.cut(at, at + 1)
        return at + 2
    return at + 1


def _code(scan: _Scan, special: re.Match[str]) -> int:
    at = special.start()
    if scan.ticks is None:
        scan.ticks = {}
        for run in re.finditer(r"`++", scan.block):
            scan.ticks.setdefault(len(run[0]), []).append(run.start())
    opening = re.compile(r"`++").match(scan.block, at)
    length = len(opening[0]) if opening else 1
    same = scan.ticks.get(length, [])
    following = bisect_right(same, at)
    if following == len(same):
        return at + length
    closing = same[following]
    # ``words'' with backticks as opening quotation marks is how some wire copy is typed, not code.
    if length == 2 and scan.block.find("''", at, closing) >= 0:
        return at + length
    return scan.cut(at, closing + length)


def _angle(scan: _Scan, special: re.Match[str]) -> int:
    at, block = special.start(), scan.block
    if block.startswith("<!--", at):
        # Bounded, so that many comments nobody closes do not each search the rest of the block.
        end = block.find("-->", at + 4, at + 10_000)
        return scan.cut(at, end + 3) if end >= 0 else at + 1
    if line_break := _BREAK.match(block, at):
        return scan.cut(at, line_break.end(), "\n")
    tag = _AUTOLINK.match(block, at) or _TAG.match(block, at)
    return scan.cut(at, tag.end()) if tag else at + 1


def _entity(scan: _Scan, special: re.Match[str]) -> int:
    at = special.start()
    written = _ENTITY.match(scan.block, at)
    if written:
        from html import unescape

        meant = unescape(written[0])
        if len(meant) == 1 and meant != "\0":
            return scan.cut(at, written.end(), meant)
    return at + 1


def _bang(scan: _Scan, special: re.Match[str]) -> int:
    at = special.start()
    if scan.block.startswith("[", at + 1):
        scan.brackets.append(-at - 1)  # negative: the bracket of an image, which is left out with its caption
        return at + 2
    return at + 1


def _open(scan: _Scan, special: re.Match[str]) -> int:
    at = special.start()
    if footnote := _FOOTNOTE.match(scan.block, at):
        return scan.cut(at, footnote.end())
    scan.brackets.append(at)
    return at + 1


def _close(scan: _Scan, special: re.Match[str]) -> int:
    at = special.start()
    if not scan.brackets:
        return at + 1
    opening = scan.brackets.pop()
    end = _target(scan, at, abs(opening + 1) + 2 if opening < 0 else opening + 1)
    if end is None:
        return at + 1
    if opening < 0:
        return scan.cut(-opening - 1, end)
    scan.cut(opening, opening + 1)
    return scan.cut(at, end)


def _target(scan: _Scan, at: int, start: int) -> int | None:
    """The end of the link whose text stands in ``[start, at)``, None when it is no link."""
    if target := _TARGET.match(scan.block, at + 1):
        return target.end()
    label = _LABEL.match(scan.block, at + 1)
    if label and (label[1] or scan.block[start:at]).strip().lower() in scan.labels:
        return label.end()
    if at - start <= 200 and scan.block[start:at].strip().lower() in scan.labels:
        return at + 1
    return None


def _emphasis(scan: _Scan, special: re.Match[str]) -> int:
    at, end, block = special.start(), special.end(), scan.block
    before, behind = block[at - 1 : at] or " ", block[end : end + 1] or " "
    # f**k and snake_case: markers between letters are part of the word.
    if before.isalnum() and behind.isalnum():
        return end
    opens = not behind.isspace() and (behind.isalnum() or not before.isalnum())
    closes = not before.isspace() and (before.isalnum() or not behind.isalnum())
    waiting = scan.emphasis.setdefault(special[0][0], [])
    left = end - at
    while closes and left and waiting:
        opening = waiting[-1]  # [end of what is left of the run, how many are left]
        paired = min(opening[1], left)
        scan.cut(opening[0] - paired, opening[0])
        scan.cut(end - left, end - left + paired)
        opening[0] -= paired
        opening[1] -= paired
        left -= paired
        if not opening[1]:
            waiting.pop()
    if opens and left:
        waiting.append([end, left])
    return end


_READERS = {
    "\\": _escape,
    "`": _code,
    "<": _angle,
    "&": _entity,
    "!": _bang,
    "[": _open,
    "]": _close,
    "*": _emphasis,
    "_": _emphasis,
    "~": _emphasis,
}
