"""What has become of a claim's source since the claim was taken: changed, without its words, or gone.

A mark holds until somebody looks: an ``ingest`` reads the source anew, and clears the mark of the claims whose words
still stand in it; a claim whose words do not is marked until it is corrected, disputed or retracted.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from quotecheck.errors import QuotecheckError
from quotecheck.model import Claim, Document, Drift
from quotecheck.reading import read
from quotecheck.reading.presence import is_there

SEEN_TO = ("disputed", "retracted")
"""With these, a person has ruled on a claim whose words are gone."""
WORDS = MappingProxyType(
    {
        "source-changed": "its source has changed since; these words still stand in it",
        "words-gone": "its source does not hold these words any more",
        "source-missing": "its source file is gone",
        "source-unreadable": "its source file cannot be read any more",
    }
)
"""Each drift in words, as a remark about a claim."""


def source_now(path: Path, name: str) -> Document | Drift:
    """The source at ``path`` as it is now, which ``name`` goes by; or why there is none."""
    try:
        return read(path, name=name)
    except QuotecheckError:
        return "source-unreadable" if is_there(path) else "source-missing"


def drifts(claims: Iterable[Claim], source: Document | Drift) -> dict[str, Drift]:
    """Which of the claims of one source have drifted, by id. Claims that were typed in have no words in the file to
    lose, but miss the file when it is gone."""
    if not isinstance(source, Document):
        return {claim.id: source for claim in claims}
    found: dict[str, Drift] = {}
    flat: str | None = None
    for claim in claims:
        taken = [quote for quote in claim.content if quote.span is not None]
        lost = [quote.exact for quote in taken if quote.span and quote.span.of(source.text) != quote.exact]
        if lost:
            # Line breaks move when a file is saved anew; the words are the same.
            flat = " ".join(source.text.split()) if flat is None else flat
            lost = [words for words in lost if " ".join(words.split()) not in flat]
        if lost and claim.status not in SEEN_TO:
            found[claim.id] = "words-gone"
        elif taken and claim.origin.sha256 not in (None, source.sha256):
            found[claim.id] = "source-changed"
    return found
