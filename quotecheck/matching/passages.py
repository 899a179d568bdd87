"""A source → the passages that a draft can be compared with beside its claims: its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from quotecheck.matching.rows import Row
from quotecheck.matching.sentences import sentences
from quotecheck.model import Document, Span
from quotecheck.reading import to_text

# As much context as a reader needs to see what was cut off.
CONTEXT = 64


def sentence_rows(document: Document) -> Iterator[Row]:
    """The sentences of a source as passages of nobody, in order, with their places in the file."""
    text = document.text
    for first, last in sentences(document.prose):
        span = to_text(document, Span(start=first, end=last))
        place = document.locate(span.start)
        before, behind = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
        exact = document.prose[first:last]
        nobody = (None,) * 5
        yield (exact, *nobody, before, behind, span.start, span.end, place.line, place.locator, None, None)
