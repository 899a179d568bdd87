"""Plain text: the prose is the text, with every newline written ``\\n``."""

from __future__ import annotations

from quotecheck.reading.places import ProseBuilder


def prose(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The prose of a plain text and its runs; without carriage returns it is the text itself, without runs."""
    if "\r" not in text:
        return text, ()
    builder = ProseBuilder(text)
    at = 0
    while (found := text.find("\r", at)) >= 0:
        builder.keep(at, found)
        builder.put("\n", found)
        at = found + (2 if text.startswith("\n", found + 1) else 1)
    builder.keep(at, len(text))
    return builder.finish()
