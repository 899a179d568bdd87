"""The passages of an index as they are kept: in packed blocks of neighbours, each unpacked when one of it is asked for.

Packed on its own a passage would take twice the room, and unpacked an archive does not fit where verify runs.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from quotecheck.model import Claim, Drift, Evidence, TextQuote

# What is kept of a passage, in this order; its file tells the rest.
COLUMNS = (
    "exact", "claim", "kind", "speaker", "source", "cue", "prefix", "suffix", "start", "end", "line", "locator",
    "status", "drift",
)  # fmt: skip
Row = tuple[Any, ...]
"""The values of ``COLUMNS``."""
CLAIM = COLUMNS.index("claim")
SPEAKER = COLUMNS.index("speaker")
STATUS = COLUMNS.index("status")
DRIFT = COLUMNS.index("drift")
# Passages of a block: 8 take a twentieth more room, 32 twice as long to unpack.
BLOCK_BITS = 4
BLOCK = 1 << BLOCK_BITS
# Line breaks instead of commas, which no text of JSON holds: so rows are told apart without reading them, and written
# all at once, which takes half the time of one by one.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=("\n", ":"), check_circular=False)
_BETWEEN = b"]\n["


def claim_row(claim: Claim, drift: Drift | None = None) -> Row:
    """The passage of a claim: its contents joined by one space, from the first to the last in the source; ``drift`` is
    what has become of the source."""
    content = claim.content or (TextQuote(exact=""),)
    first, last = content[0], content[-1]
    spans = [quote.span for quote in content if quote.span is not None]
    return (
        first.exact if len(content) == 1 else " ".join(quote.exact for quote in content),
        claim.id,
        claim.kind,
        claim.speaker,
        claim.source,
        claim.cue,
        first.prefix,
        last.suffix,
        min(span.start for span in spans) if spans else None,
        max(span.end for span in spans) if spans else None,
        first.line if first.line is not None else next((q.line for q in content if q.line is not None), None),
        claim.locator,
        claim.status,
        drift,
    )


def sentence_row(passage: Evidence) -> Row:
    """The passage of a sentence of a source."""
    return tuple(getattr(passage, column) for column in COLUMNS)


def evidence(
    row: Sequence[Any], path: str, published: str | None, title: str | None = None, url: str | None = None
) -> Evidence:
    """A kept passage, with the path (or title), the date, the title and the web address of its source."""
    return Evidence(path=path, published=published, title=title, url=url, **dict(zip(COLUMNS, row, strict=True)))


def blocks(rows: Sequence[Row]) -> Iterator[bytes]:
    """The rows in packed blocks of ``BLOCK``, none for no rows."""
    for first in range(0, len(rows), BLOCK):
        written = _ENCODER.encode(rows[first : first + BLOCK])[2:-2]
        packer = zlib.compressobj(4, zdict=_dictionary())
        yield packer.compress(written.encode("utf-8", "surrogatepass")) + packer.flush()


def unpacked(block: bytes) -> list[bytes]:
    """What :func:`row_of` reads, for each row of a block. ValueError when the block, which carries a checksum, is not
    whole."""
    try:
        unpacker = zlib.decompressobj(zdict=_dictionary())
        written = unpacker.decompress(block)
    except zlib.error:
        raise ValueError("a block of the index is damaged") from None
    if not unpacker.eof:
        raise ValueError("a block of the index is damaged")
    return written.split(_BETWEEN)


def row_of(written: bytes) -> Row:
    """The row that is written so in a block."""
    return tuple(json.loads(f"[{written.decode('utf-8', 'surrogatepass').replace(chr(10), ',')}]"))


def rows_of(block_list: Iterable[bytes]) -> Iterator[Row]:
    """Every row of some blocks."""
    for block in block_list:
        yield from map(row_of, unpacked(block))


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    """What passages often hold, so that small blocks pack well too; the commonest last, as the method wants it. Its
    bytes belong to the version of the index."""
    path = Path(__file__).parent / "data" / "word_shares.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if line and not line.startswith("#") for word in line.split()[1:]]
    frame = '"\n"mixed"\n"indirect"\n"says"\n""\nnull\nnull\nnull\n"extracted"\nnull]\n["\n"direct"\n"said"\n"'
    return (" ".join(reversed(words)) + frame).encode()
