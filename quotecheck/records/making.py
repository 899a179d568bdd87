"""A document and its attributions → claims, before they have their ids."""

from __future__ import annotations

from collections.abc import Iterable

from quotecheck.model import SOURCE_TYPES, Attribution, Claim, Document, Origin, Span, TextQuote

CONTEXT = 32
"""Characters of the text kept on either side of a passage, cut at a word."""


def origin_of(document: Document) -> Origin:
    """What is known of a document, as the source of claims."""
    known = document.metadata
    kind = known.get("type")
    return Origin(
        path=document.path,
        sha256=document.sha256,
        title=known.get("title"),
        url=known.get("url"),
        publisher=known.get("publisher"),
        published=known.get("published"),
        author=known.get("author"),
        language=known.get("language"),
        type=kind if kind in SOURCE_TYPES else None,
    )


def drafts(document: Document, attributions: Iterable[Attribution]) -> tuple[Claim, ...]:
    """The claims of a document in the order of the attributions, with empty ids. Attributions without any words
    are left out."""
    origin = origin_of(document)
    found = []
    for attribution in attributions:
        content = tuple(quote for span in attribution.content if (quote := text_quote(document, span)).exact.strip())
        if content:
            found.append(
                Claim(
                    id="",
                    kind=attribution.kind,
                    speaker=attribution.speaker,
                    source=_written(document, attribution.source),
                    cue=_written(document, attribution.cue),
                    content=content,
                    origin=origin,
                    locator=document.locate(content[0].span.start).locator if content[0].span else None,
                )
            )
    return tuple(found)


def text_quote(document: Document, span: Span) -> TextQuote:
    """The passage at ``span`` of ``document.text``, with up to ``CONTEXT`` characters of whole words around it."""
    text = document.text
    return TextQuote(
        exact=span.of(text),
        prefix=_before(text, span.start),
        suffix=_behind(text, span.end),
        span=span,
        line=document.locate(span.start).line,
    )


def _before(text: str, start: int) -> str:
    cut = text[max(0, start - CONTEXT) : start]
    if start <= CONTEXT or text[start - CONTEXT - 1].isspace():
        return cut
    space = next((at for at, character in enumerate(cut) if character.isspace()), None)
    return cut if space is None else cut[space + 1 :]


def _behind(text: str, end: int) -> str:
    cut = text[end : end + CONTEXT]
    if end + CONTEXT >= len(text) or text[end + CONTEXT].isspace():
        return cut
    space = next((at for at in range(len(cut) - 1, -1, -1) if cut[at].isspace()), None)
    return cut if space is None else cut[:space]


def _written(document: Document, spans: tuple[Span, ...]) -> str | None:
    """The words of a source or cue, its parts joined by a space, on one line."""
    words = " ".join(" ".join(span.of(document.text).split()) for span in spans)
    return words.strip() or None
