"""Quotation marks, paired paragraph by paragraph.

Straight marks open or close by their neighbours, else by turns. A mark left open closes at the end
of its paragraph (the convention of quotes over several paragraphs), so one stray mark can never
turn the rest of a file inside out. Single marks are outer marks only where the copy uses them so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

from quotecheck.patterns import pattern

# One character class at the head is searched for much faster than alternatives or what stands before a mark.
DOUBLE = pattern(r"[“”„‟\"«»'`](?:(?<!['`])|(?<=')'|(?<=`)`)")
SINGLE = pattern(r"[‘’'](?:(?<=[‘'])(?<![\w’'].)(?=[^\s’'])|(?<=[^\s‘'][’'])(?!\w))")
OUTER_SINGLE = re.compile(r"[‘'](?=\w)")
OPENERS = frozenset(("“", "„", "‟", "``", "«"))
CLOSERS = frozenset(("”", "»"))
START = attrgetter("start")
BEFORE_OPENING = "([{-–—/'‘:…"
# Words that begin with an apostrophe: 'em, 'til, '90s. "’s" and "’ll" stand alone after a closing mark.
ELIDED = pattern(r"['’‘](?:em|tis|twas|til|till|cause|bout|n|round|cos|[0-9]0s|\d\d)\b", re.IGNORECASE)


class Region(NamedTuple):
    """A quotation: ``start``/``end`` take in the marks, ``inner``/``outer`` leave them out.
    ``closed`` is False where the paragraph ended first."""

    start: int
    inner: int
    outer: int
    end: int
    closed: bool = True


def regions(text: str, start: int, end: int, singles: bool = False) -> list[Region]:
    """The outer quotations of the paragraph ``[start, end)``, in order, never overlapping. With ``singles`` (see
    :func:`single_marks`) single marks count as outer marks where no double ones stand around them."""
    found = _doubles(text, start, end)
    if not singles:
        return found
    pairs = _singles(text, start, end)
    kept = [r for r in found if (around := _last_before(pairs, r.start)) is None or r.end > around.end]
    kept += [s for s in pairs if (near := _last_before(kept, s.end)) is None or s.start >= near.end]
    return sorted(kept, key=START)


def _last_before(ordered: list[Region], offset: int) -> Region | None:
    """The last of the regions, which do not overlap, that begins before ``offset``."""
    index = bisect_left(ordered, offset, key=START)
    return ordered[index - 1] if index else None


def headline_regions(text: str, start: int, end: int) -> list[Region]:
    """The quotations of a headline in copy with double marks, which has single ones: "Hale: ‘We will win’". Only after
    a colon, and only of several words."""
    if text.find(": ‘", start, end) < 0 and text.find(": '", start, end) < 0:
        return []
    pairs = _singles(text, start, end)
    return [r for r in pairs if text[r.start - 2 : r.start] == ": " and " " in text[r.inner : r.outer]]


def inner_regions(text: str, region: Region) -> list[Region]:
    """The quotations inside a quotation: single marks within double ones, double within single."""
    found = _singles(text, region.inner, region.outer)
    return found or [r for r in _doubles(text, region.inner, region.outer) if r.closed]


def single_marks(text: str) -> bool:
    """Whether the copy uses single marks as its outer marks: they pair, and double marks are not the rule."""
    opening = 0
    for match in OUTER_SINGLE.finditer(text):
        at = match.start()
        if (not at or text[at - 1].isspace() or text[at - 1] in "(—–:") and not ELIDED.match(text, at):
            opening += 1
    return opening > 0 and len(DOUBLE.findall(text)) <= 2 * opening


def _doubles(text: str, start: int, end: int) -> list[Region]:
    found: list[Region] = []
    opened: tuple[int, int] | None = None
    for match in DOUBLE.finditer(text, start, end):
        opens = _opens(text, match, start, end, opened is not None)
        if opens is None:
            continue
        if opened is not None:
            last = match.start()
            found.append(Region(opened[0], opened[1], last, last if opens else match.end(), not opens))
        opened = match.span() if opens else None
    if opened is not None:
        found.append(Region(opened[0], opened[1], end, end, False))
    return [r for r in found if any(map(str.isalnum, text[r.inner : r.outer]))]


def _opens(text: str, match: re.Match[str], start: int, end: int, is_open: bool) -> bool | None:
    """Whether the mark opens (True) or closes (False); None where it is no quotation mark, such as
    the inches of 6'2"."""
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    opening = (before.isspace() or before in BEFORE_OPENING) and not after.isspace()
    closing = not before.isspace() and (after.isspace() or not after.isalnum())
    mark = match.group()
    if mark in OPENERS:
        return not (is_open and closing and not opening)
    if mark in CLOSERS and not is_open:
        return True if opening and not closing else None
    if mark in CLOSERS:
        return False
    if not is_open:
        return None if closing and not opening else True
    return opening and not closing


def _singles(text: str, start: int, end: int) -> list[Region]:
    """Pairs of single marks; an apostrophe is never a mark: a closing one must have its opening one,
    and "the workers' rights" closes nothing when a later mark fits."""
    if text.find("'", start, end) < 0 and text.find("‘", start, end) < 0:
        return []
    found: list[Region] = []
    opened: int | None = None
    last: int | None = None
    for match in SINGLE.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        if opened is None or (last is None and text[at] == "‘"):
            if (before.isspace() or before in '([—–-“"/:') and text[at] in "‘'" and not ELIDED.match(text, at):
                opened, last = at, None
            continue
        if before.isspace() or text[at] == "‘":
            continue
        after = text[at + 1 : at + 3]
        possessive = before in "sS" and re.match(r"\s[a-z]", after)
        if possessive and _closes_later(text, at + 1, end):
            continue
        found.append(Region(opened, opened + 1, at, at + 1))
        opened, last = None, None
    return [r for r in found if any(map(str.isalnum, text[r.inner : r.outer]))]


def _closes_later(text: str, start: int, end: int) -> bool:
    """Whether a closing single mark comes before the next opening one, within a few sentences."""
    for match in SINGLE.finditer(text, start, min(end, start + 400)):
        return not text[match.start() - 1].isspace()
    return False


def ending(text: str, region: Region) -> str:
    """The last character of a quotation that is no quotation mark; "" for none."""
    return text[region.inner : region.outer].rstrip(" \n\t'’\"”")[-1:]


TITLE_WORD = pattern(r"[^\W_][\w'’.-]*")
SMALL_WORDS = frozenset("a an and at but by for from in into nor of on or so the to up with vs".split())


def is_title(text: str, region: Region) -> bool:
    """Whether a quotation reads as the title of a work or a name: a few words, all capitalised."""
    words = TITLE_WORD.findall(text[region.inner : region.outer])
    if not words or len(words) > 8 or ending(text, region) in "?!":
        return False
    return all(word[0].isupper() or word[0].isdigit() or word in SMALL_WORDS for word in words) and words != ["I"]
