"""Offsets → lines and columns, and the way back from prose to the text it was taken from."""

from __future__ import annotations

from bisect import bisect_right

from quotecheck.model import Document, Place, Span
from quotecheck.patterns import pattern

_NEWLINE = pattern(r"\r\n?|\n")
_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


class Lines:
    """The lines of a text: calling it with an offset gives the Place there.

    Lines end at ``\\r\\n``, ``\\n`` or ``\\r``, as editors count them. An offset before the text counts as its
    first, one behind it as its end. The lines are counted when first asked for.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []

    def __call__(self, offset: int) -> Place:
        """The 1-based line and column, in code points, of ``offset``."""
        if not self._starts:
            self._starts = [0, *(newline.end() for newline in _NEWLINE.finditer(self._text))]
        offset = min(max(offset, 0), len(self._text))
        line = bisect_right(self._starts, offset)
        return Place(line=line, column=offset - self._starts[line - 1] + 1)


class ProseBuilder:
    """Collects prose piece by piece, noting where in the text each piece stood."""

    __slots__ = ("_length", "_pieces", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: list[str] = []
        self._starts: list[tuple[int, int]] = []
        self._length = 0

    def keep(self, start: int, end: int) -> None:
        """Takes over ``text[start:end]``."""
        if start < end:
            self.put(self.text[start:end], start)

    def put(self, words: str, start: int, *, alone: bool = False) -> None:
        """Adds ``words``, which stand for what begins at ``text[start]``. ``alone`` opens a run for them even
        where they would continue the last: a decoded entity's length differs from what it is in the text."""
        if alone or not self._starts or start - self._length != self._starts[-1][1] - self._starts[-1][0]:
            self._starts.append((self._length, start))
        self._pieces.append(words)
        self._length += len(words)

    def finish(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The prose and its runs, as in ``Document.prose`` and ``Document.prose_starts``."""
        prose = "".join(self._pieces)
        same = prose == self.text and self._starts in ([], [(0, 0)])
        return prose, () if same else tuple(self._starts)


def to_text(document: Document, span: Span) -> Span:
    """The span of ``document.text`` that a span of ``document.prose`` was taken from.

    It begins at the first character and ends behind the last one, so that markup just outside stays
    outside. An empty span gives an empty one. ValueError for a span that leaves the prose.
    """
    if not 0 <= span.start <= span.end <= len(document.prose):
        raise ValueError(f"{span} leaves the prose, which has {len(document.prose)} characters")
    if not document.prose_starts:
        return span
    start = _offset(document, span.start)
    if span.start == span.end:
        return Span(start=start, end=start)
    last = _offset(document, span.end - 1)
    return Span(start=start, end=last + _width(document, span.end - 1, last))


def _run(document: Document, offset: int) -> int:
    return bisect_right(document.prose_starts, offset, key=lambda run: run[0]) - 1


def _offset(document: Document, offset: int) -> int:
    if offset == len(document.prose) and offset:
        last = _offset(document, offset - 1)
        return last + _width(document, offset - 1, last)
    prose_start, text_start = document.prose_starts[_run(document, offset)] if document.prose else (0, 0)
    return text_start + offset - prose_start


def _width(document: Document, offset: int, at: int) -> int:
    """How many characters of the text, from ``at``, the prose character at ``offset`` stands for."""
    text = document.text
    if document.prose[offset] == "\n":
        return 2 if text.startswith("\r\n", at) else 1
    if text.startswith("&", at) and _alone(document, offset):
        entity = _ENTITY.match(text, at)
        return entity.end() - at if entity else 1
    return 1


def _alone(document: Document, offset: int) -> bool:
    runs, run = document.prose_starts, _run(document, offset)
    following = runs[run + 1][0] if run + 1 < len(runs) else len(document.prose)
    return following - runs[run][0] == 1
