"""Pieces of text with their places on a page → lines, columns in reading order, paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from quotecheck.patterns import pattern

# Shares and lengths below were tried on two-column pages, on labelled transcripts and on pages of short lines.
_FEWEST_LINES = 3
_FEWEST_CHARACTERS = 14
"""A column has lines of at least so many characters on average; names before the turns of a transcript have less."""
_MOST_SPANNING = 0.8
_MARGIN = 0.12
_DEEPEST = 4
_EDGE = 3
"""Lines at the top and at the bottom of a page among which running heads are looked for."""
_HYPHENS = "-\u00ad\ufffe\x02\u2010"
_CLOSING = ",.;:!?)”’"
_ENDS = ".?!:”\"'’)]…"
_LABEL = pattern(r"(?:[A-Z][A-Z.'’\- ]{1,40}|[QA]|[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,3}):(?:\s|$)")
_WORD = pattern(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A longer row of letters is no word.
LONGEST_WORD = 100
_LAST_WORD = pattern(r"[^\W_]+(?:[-'’][^\W_]+)*$")
_FIRST_WORD = pattern(r"[^\W_]+")
# A hyphen after these is more often part of the word than a mark of the line's end.
_COMPOUND = frozenset(
    """well self long short high low half cross vice twenty thirty forty fifty sixty seventy eighty ninety mid
    so one two three four five six seven eight nine ten""".split()
)
_NUMBER = pattern(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$")
_QUOTED = pattern(r"[\"“”„«»]")
_DIGITS = pattern(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words on page ``page`` (from 1) between ``left`` and ``right``, ``bottom`` and ``top``, in points; upwards is
    more."""

    words: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of the font's line, in points."""
        return self.top - self.bottom


@dataclass(slots=True, kw_only=True)
class Part:
    """Words of one line: they ``begin`` a paragraph, or go on with the line before, behind a blank unless they end a
    word that was broken there (``glued``)."""

    words: str
    page: int
    begins: bool
    glued: bool = False


def lines(pieces: Iterable[Line]) -> list[Line]:
    """The pieces of a page joined to lines, from top to bottom; where a gap is wider than between words, the line
    ends."""
    ordered = sorted(pieces, key=lambda piece: (-(piece.top + piece.bottom), piece.left))
    if not ordered:
        return []
    height = median(piece.height for piece in ordered)
    rows: list[list[Line]] = []
    for piece in ordered:
        if rows and _overlap(rows[-1][0], piece) >= 0.5:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [line for row in rows for line in _row(sorted(row, key=lambda piece: piece.left), height)]


def _row(row: list[Line], height: float) -> Iterator[Line]:
    line = row[0]
    for piece in row[1:]:
        gap = piece.left - line.right
        if gap > 0.85 * height:
            yield line
            line = piece
            continue
        # Before a comma the gap is wide in some fonts.
        wide = gap > (0.5 if piece.words[0] in _CLOSING else 0.15) * height
        apart = wide and not line.words.endswith(" ") and not piece.words.startswith(" ")
        blank = " " if apart else ""
        line = replace(
            line,
            words=line.words + blank + piece.words,
            right=max(line.right, piece.right),
            bottom=min(line.bottom, piece.bottom),
            top=max(line.top, piece.top),
        )
    yield line


def _overlap(one: Line, other: Line) -> float:
    """The share, 0 to 1, of the lower line's height that two lines have in common."""
    common = min(one.top, other.top) - max(one.bottom, other.bottom)
    return common / max(min(one.height, other.height), 0.1)


def columns(page: list[Line], depth: int = 0) -> list[list[Line]]:
    """The lines of a page in groups in reading order, each from top to bottom in one column. Lines across the gutter
    between columns, as headlines, part what stands above them from what stands below."""
    page = sorted(page, key=lambda line: -line.top)
    gutter = _gutter(page) if depth < _DEEPEST else None
    if gutter is None:
        return [page] if page else []
    groups: list[list[Line]] = []
    band: list[Line] = []
    across: list[Line] = []
    for line in page:
        if line.left < gutter < line.right:
            groups += _sides(band, gutter, depth)
            band = []
            across.append(line)
        else:
            groups += [across] if across else []
            across = []
            band.append(line)
    return [*groups, *([across] if across else []), *_sides(band, gutter, depth)]


def _sides(band: list[Line], gutter: float, depth: int) -> list[list[Line]]:
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    return [*columns(left, depth + 1), *columns(right, depth + 1)]


def _gutter(page: list[Line]) -> float | None:
    """Where a gap between two columns is, None for a single one: where the fewest lines reach across and lines of
    some length stand beside each other."""
    if len(page) < 2 * _FEWEST_LINES:
        return None
    begin, end = min(line.left for line in page), max(line.right for line in page)
    edges = sorted([*((line.left, 1) for line in page), *((line.right, -1) for line in page)])
    margin = _MARGIN * (end - begin)
    found: list[tuple[int, float, float]] = []
    covering = 0
    for (x, change), (following, _) in pairwise(edges):
        covering += change
        if following - x > 2 and begin + margin < (x + following) / 2 < end - margin:
            found.append((covering, x - following, (x + following) / 2))
    return next((x for count, _, x in sorted(found)[:4] if _divides(page, x, count)), None)


def _divides(page: list[Line], x: float, across: int) -> bool:
    left = [line for line in page if line.right <= x]
    right = [line for line in page if line.left >= x]
    if across > _MOST_SPANNING * len(page) or min(len(left), len(right)) < _FEWEST_LINES:
        return False
    if min(_mean_length(left), _mean_length(right)) < _FEWEST_CHARACTERS:
        return False
    few, many = sorted((left, right), key=len)
    top, bottom = max(line.top for line in many), min(line.bottom for line in many)
    return sum(line.bottom < top and line.top > bottom for line in few) >= _FEWEST_LINES


def _mean_length(found: Sequence[Line]) -> float:
    return sum(len(line.words) for line in found) / len(found)


def without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without running heads and feet: the outermost lines, while they stand at the same height of other
    pages too, but for their numbers, or are page numbers."""
    counts = Counter(mark for page in pages for mark in {_mark(line) for edge in _edges(page) for line in edge})
    wanted = 2 if len(pages) < 6 else 3
    kept = []
    for page in pages:
        heads: set[int] = set()
        for edge in _edges(page):
            for line in edge:
                repeated = counts[_mark(line)] >= wanted and not _QUOTED.search(line.words)
                if not repeated and not _NUMBER.match(line.words.lower()):
                    break
                heads.add(id(line))
        kept.append([line for line in page if id(line) not in heads])
    return kept


def _edges(page: list[Line]) -> tuple[list[Line], list[Line]]:
    """The uppermost and the lowest lines of a page, from the outside in."""
    ordered = sorted(page, key=lambda line: -line.top)
    return ordered[:_EDGE], ordered[: -_EDGE - 1 : -1]


def _mark(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", " ".join(line.words.lower().split())), round(line.bottom / 6)


def parts(groups: Iterable[list[Line]]) -> list[Part]:
    """The lines of groups in reading order, with where paragraphs begin, and broken words made ready to be joined."""
    groups = [group for group in groups if group]
    known = Counter(word.lower() for group in groups for line in group for word in _WORD.findall(line.words))
    found: list[Part] = []
    before: Line | None = None
    for group in groups:
        left, right, pitch = _shape(group)
        for index, line in enumerate(group):
            words = " ".join(line.words.split())
            if not words:
                continue
            part = Part(words=words, page=line.page, begins=True)
            if before is not None and index == 0:
                part.begins = found[-1].words[-1] in _ENDS or bool(_LABEL.match(words)) or _is_other_size(before, line)
            elif before is not None:
                part.begins = _begins(before, line, found[-1].words, left, right, pitch)
            if not part.begins and _is_broken(found[-1].words, words):
                part.glued = True
                found[-1].words = _joined(found[-1].words, words, known)
            found.append(part)
            before = line
    return found


def _shape(group: list[Line]) -> tuple[float, float, float]:
    """Where the lines of a column begin and end, and how far each is below the one before."""
    steps = [upper.bottom - lower.bottom for upper, lower in pairwise(group) if upper.bottom > lower.bottom]
    # Not the middle one: where paragraphs have two lines, every other step is one between paragraphs.
    pitch = sorted(steps)[len(steps) // 4] if steps else group[0].height * 1.3
    return min(line.left for line in group), max(line.right for line in group), pitch


def _begins(before: Line, line: Line, ended: str, left: float, right: float, pitch: float) -> bool:
    """Whether a line below another begins a paragraph: after a wider gap, indented, labelled, or where the line
    before ends a sentence and had room for the next word."""
    if _overlap(before, line) >= 0.5 and line.left >= before.right:
        # Beside the line before, as the words of a turn are beside the name of the speaker.
        return False
    if before.bottom - line.bottom > 1.35 * pitch or _is_other_size(before, line):
        return True
    height = line.height
    if line.left > left + 0.6 * height and before.left < left + 0.35 * height and line.left < left + 5 * height:
        return True
    if ended[-1] not in _ENDS:
        return False
    if _LABEL.match(line.words):
        return True
    width = (line.right - line.left) / max(1, len(line.words))
    first = len(line.words.split(" ", 1)[0]) + 1
    return before.right + first * width < right


def _is_other_size(one: Line, other: Line) -> bool:
    return max(one.height, other.height) > 1.25 * min(one.height, other.height)


def _is_broken(ended: str, words: str) -> bool:
    """Whether a hyphen at the end of a line breaks a word, or joins two, that goes on in the next."""
    return len(ended) > 1 and ended[-1] in _HYPHENS and ended[-2].isalnum() and words[0].isalnum()


def _joined(ended: str, words: str, known: Counter[str]) -> str:
    """A line that ends in a hyphen, without it where it falls away when the word is joined: by what the document
    writes elsewhere, else unless the first half makes compounds, or the second begins with a capital or a digit."""
    stem = ended.rstrip(_HYPHENS)
    last, first = _LAST_WORD.search(stem[-LONGEST_WORD:]), _FIRST_WORD.match(words)
    if last is None or first is None or not first[0][0].islower():
        return f"{stem}-"
    one, two = last[0].lower(), first[0].lower()
    if known[f"{one}{two}"] or known[f"{one}-{two}"]:
        return stem if known[f"{one}{two}"] >= known[f"{one}-{two}"] else f"{stem}-"
    return f"{stem}-" if one in _COMPOUND else stem
