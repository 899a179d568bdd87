"""Claims as schema.org JSON-LD: quotations with who spoke them and the work they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecheck.model import Claim, Origin
from quotecheck.quoting.namebook import first_names, fold, organisation_words
from quotecheck.reporting.json import array_in
from quotecheck.reporting.rows import Row
from quotecheck.reporting.webannotation import claim_iri, source_iri

CONTEXT = "https://schema.org"
WORKS = {
    "article": "NewsArticle",
    "interview": "NewsArticle",
    "press-release": "NewsArticle",
    "post": "SocialMediaPosting",
}
"""Type of a source → schema.org's name of such a work; anything else is a CreativeWork."""
BETWEEN = " … "


def render_claims(claims: Iterable[Claim]) -> Iterator[str]:
    """One graph with an entry a claim and a line: a ``Quotation`` where all words stood in quotation marks, else a
    ``Claim``."""
    return array_in({"@context": CONTEXT}, "@graph", map(_entry, claims))


def _entry(claim: Claim) -> Row:
    is_quotation = claim.kind == "direct"
    speaker = {"@type": _sort(claim.speaker), "name": claim.speaker} if claim.speaker else None
    return _known(
        {
            "@type": "Quotation" if is_quotation else "Claim",
            "@id": claim_iri(claim),
            "identifier": claim.id,
            "text": BETWEEN.join(passage.exact for passage in claim.content),
            "creator": speaker,
            "spokenByCharacter" if is_quotation else "claimInterpreter": speaker if is_quotation else None,
            "isPartOf" if is_quotation else "appearance": _work(claim),
            "creativeWorkStatus": claim.status,
            "comment": {"@type": "Comment", "text": claim.note} if claim.note else None,
        }
    )


def _sort(name: str) -> str:
    """What schema.org calls whoever has this name; a thing, where the name does not say."""
    words = [fold(word) for word in name.split()]
    if organisation_words().intersection(words):
        return "Organization"
    return "Person" if words and words[0] in first_names() else "Thing"


def _work(claim: Claim) -> Row:
    origin = claim.origin
    return _known(
        {
            "@type": WORKS.get(origin.type or "", "CreativeWork"),
            "@id": source_iri(origin),
            "name": origin.title,
            "url": origin.url,
            "datePublished": origin.published,
            "inLanguage": origin.language,
            "author": {"@type": "Person", "name": origin.author} if origin.author else None,
            "publisher": {"@type": "Organization", "name": origin.publisher} if origin.publisher else None,
            "encoding": _file(origin),
        }
    )


def _file(origin: Origin) -> Row | None:
    if not origin.path:
        return None
    return _known({"@type": "MediaObject", "contentUrl": source_iri(origin), "sha256": origin.sha256})


def _known(values: Row) -> Row:
    return {name: value for name, value in values.items() if value is not None}
