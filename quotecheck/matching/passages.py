"""A claim file → the passages that a draft can be compared with: its claims, and the sentences of its source."""

from __future__ import annotations

from collections.abc import Iterator

from quotecheck.matching.sentences import sentences
from quotecheck.model import Claim, Document, Evidence, Span
from quotecheck.reading import to_text

# As much context as a reader needs to see what was cut off.
CONTEXT = 64


def claim_passage(claim: Claim) -> Evidence:
    """The passage of a claim: its contents joined by one space, from the first to the last in the source."""
    spans = [quote.span for quote in claim.content if quote.span is not None]
    return Evidence(
        exact=" ".join(quote.exact for quote in claim.content),
        path=claim.origin.path or claim.origin.title or claim.origin.url or "",
        claim=claim.id,
        kind=claim.kind,
        speaker=claim.speaker,
        source=claim.source,
        cue=claim.cue,
        prefix=claim.content[0].prefix if claim.content else "",
        suffix=claim.content[-1].suffix if claim.content else "",
        start=min((span.start for span in spans), default=None),
        end=max((span.end for span in spans), default=None),
        line=next((quote.line for quote in claim.content if quote.line is not None), None),
        locator=claim.locator,
        published=claim.origin.published,
        status=claim.status,
    )


def sentence_passages(document: Document, path: str, published: str | None) -> Iterator[Evidence]:
    """The sentences of a source as passages of nobody, in order, with their places in the file."""
    text = document.text
    for first, last in sentences(document.prose):
        span = to_text(document, Span(start=first, end=last))
        place = document.locate(span.start)
        yield Evidence(
            exact=document.prose[first:last],
            path=path,
            prefix=text[max(0, span.start - CONTEXT) : span.start],
            suffix=text[span.end : span.end + CONTEXT],
            start=span.start,
            end=span.end,
            line=place.line,
            locator=place.locator,
            published=published,
        )
