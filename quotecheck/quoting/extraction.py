"""The story of this station: the quotes of a text, and who said them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotecheck.model import Attribution, Document, Span
from quotecheck.patterns import pattern
from quotecheck.quoting.layouts import turns
from quotecheck.quoting.linking import link
from quotecheck.quoting.marks import DOUBLE, Region, headline_regions, regions, single_marks
from quotecheck.quoting.nesting import nested
from quotecheck.quoting.paragraphs import paragraphs
from quotecheck.quoting.speakers import resolve
from quotecheck.reading import to_text

# Types of document whose every word is said by somebody.
SPOKEN = frozenset(["transcript", "interview", "speech"])
DATELINE = pattern(r"[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w.]+)?(?: \([\w ]{2,20}\))? (?:[—–-]|--) (?=\S)")


def extract(text: str, *, spoken: bool = False) -> tuple[Attribution, ...]:
    """The attributions of ``text``, in reading order; empty for a text without any. In a ``spoken`` text
    (a transcript, an interview, a speech) paragraphs without a label go on with the turn before them."""
    quoted = _regions(text)
    items = [item for item in (*link(text, quoted, spoken), *nested(text, quoted)) if item.content]
    items.sort(key=lambda item: (item.content[0], item.cue))
    return resolve(text, items, [(region.inner, region.outer) for _, _, inside in quoted for region in inside])


def attributions(document: Document) -> tuple[Attribution, ...]:
    """The attributions of a document, with offsets in ``document.text``. A speech without labels is, paragraph by
    paragraph, in the words of its author."""
    kind = document.metadata.get("type", "")
    if kind == "speech" and document.metadata.get("author") and not turns(document.prose, _regions(document.prose)):
        found = tuple(_monologue(document))
    else:
        found = extract(document.prose, spoken=kind in SPOKEN)
    if not document.prose_starts:
        return found
    return tuple(
        replace(
            one,
            source=tuple(to_text(document, span) for span in one.source),
            cue=tuple(to_text(document, span) for span in one.cue),
            content=tuple(to_text(document, span) for span in one.content),
        )
        for one in found
    )


def quotations(document: Document) -> tuple[Span, ...]:
    """Every outer quotation of a document, speech or not, without its marks."""
    found = (Span(start=r.inner, end=r.outer) for _, _, inside in _regions(document.prose) for r in inside)
    return tuple(to_text(document, span) for span in found) if document.prose_starts else tuple(found)


def _monologue(document: Document) -> Iterator[Attribution]:
    """The paragraphs of a speech; headings and stage directions, which end in no full stop, are left out."""
    for start, end in paragraphs(document.prose):
        if document.prose[end - 1] in '.?!…"”’':
            content = (Span(start=start, end=end),)
            yield Attribution(kind="direct", content=content, speaker=document.metadata["author"])


def _regions(text: str) -> list[tuple[int, int, list[Region]]]:
    """Each paragraph, from after its dateline, with its quotations."""
    singles = single_marks(text)
    mark = DOUBLE.search(text)
    found = []
    for start, end in paragraphs(text):
        dateline = DATELINE.match(text, start, end)
        begin = dateline.end() if dateline else start
        if mark is not None and mark.start() < begin:
            mark = DOUBLE.search(text, begin)
        marked = singles or (mark is not None and mark.start() < end)
        inside = regions(text, begin, end, singles) if marked else headline_regions(text, begin, end)
        found.append((begin, end, inside))
    return found

