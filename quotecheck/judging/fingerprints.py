"""Fingerprints: the same finding keeps its name while other parts of the draft change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from quotecheck.judging.items import Item
from quotecheck.matching.normal import norms


def fingerprints(path: str, items: Sequence[Item], verdicts: Sequence[str]) -> tuple[str, ...]:
    """A fingerprint for each item: of the draft's name, the words in normal form, the kind and the verdict. Of equal
    ones the second and later are numbered in reading order."""
    seen: Counter[str] = Counter()
    found = []
    for item, verdict in zip(items, verdicts, strict=True):
        base = "\x1f".join((path, item.kind, verdict, " ".join(norms(item.words)) or item.words))
        number = seen[base]
        seen[base] += 1
        found.append(sha256(f"{base}\x1f{number}".encode("utf-8", "surrogatepass")).hexdigest()[:16])
    return tuple(found)


def words_print(exact: str) -> str:
    """The SHA-256 of a quote's words in normal form, as 64 hexadecimal digits: the same as long as the words are."""
    return sha256((" ".join(norms(exact)) or exact).encode("utf-8", "surrogatepass")).hexdigest()
