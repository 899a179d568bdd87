"""Names as they are compared: small letters without accents."""

from __future__ import annotations

import unicodedata

from quotecheck.patterns import pattern

# Letters that do not come apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_SLUG = pattern(r"[a-z0-9]+")
_WORD = pattern(r"\w+(?:['’]\w+)*")


def fold(text: str) -> str:
    """``text`` in small letters, without accents and other marks on letters; other scripts stay."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without punctuation: "Łucja O’Neil, Jr." → lucja, o'neil, jr."""
    return tuple(word.replace("’", "'") for word in _WORD.findall(fold(name)))


def slug(text: str) -> str:
    """``text`` as a file name of plain small letters, digits and hyphens, at most 60 long; digits of its hash where
    it has no plain letters."""
    plain = "-".join(_SLUG.findall(fold(text)))[:60].strip("-")
    if plain:
        return plain
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
