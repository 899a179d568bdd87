"""Claims as W3C Web Annotations: each words of a source, found by what they are, what is around them, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.reporting.json import array_in
from quotecheck.reporting.rows import Row

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def render_claims(claims: Iterable[Claim]) -> Iterator[str]:
    """One annotation page, an annotation a claim and a line; an empty page for none. Addresses of sources are their
    paths in the project folder, so the file belongs there; positions count code points."""
    page = {"@context": CONTEXT, "id": "urn:quotecheck:claims", "type": "AnnotationPage"}
    return array_in(page, "items", map(_annotation, claims))


def claim_iri(claim: Claim) -> str:
    """The name of a claim among all names of the web."""
    return f"urn:quotecheck:claim:{quote(claim.id.encode('utf-8', 'surrogatepass'), safe='')}"


def source_iri(origin: Origin) -> str:
    """The address of a source: its path in the project, else its url, else a name made of its title."""
    if origin.path:
        return quote(origin.path.encode("utf-8", "surrogatepass"), safe="/")
    if origin.url:
        return quote(origin.url.encode("utf-8", "surrogatepass"), safe="/:?#[]@!$&'()*+,;=%~")
    return f"urn:quotecheck:source:{quote((origin.title or 'untitled').encode('utf-8', 'surrogatepass'), safe='')}"


def _annotation(claim: Claim) -> Row:
    targets = [_target(claim, passage) for passage in claim.content]
    return {
        "id": claim_iri(claim),
        "type": "Annotation",
        "motivation": "identifying",
        "body": _bodies(claim),
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _bodies(claim: Claim) -> list[Row]:
    """Who said it, what kind of claim it is, its state, and a person's remark."""
    said = (("identifying", claim.speaker), ("tagging", claim.kind), ("tagging", claim.status))
    texts = (*said, ("commenting", claim.note))
    return [{"type": "TextualBody", "purpose": purpose, "value": text} for purpose, text in texts if text]


def _target(claim: Claim, passage: TextQuote) -> Row:
    words: Row = {"type": "TextQuoteSelector", "exact": passage.exact}
    words |= {name: text for name, text in (("prefix", passage.prefix), ("suffix", passage.suffix)) if text}
    selectors = [words]
    if passage.span is not None:
        selectors.append({"type": "TextPositionSelector", "start": passage.span.start, "end": passage.span.end})
    return {"type": "SpecificResource", "source": _source(claim.origin), "selector": selectors}


def _source(origin: Origin) -> Row:
    source: Row = {"id": source_iri(origin), "type": "Text"}
    if origin.language:
        source["language"] = origin.language
    if origin.url and origin.path:
        source["via"] = origin.url
    return source
