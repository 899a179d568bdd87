"""Document → attributions: marks, cues, sources, contents, speakers."""

from quotecheck.quoting.extraction import attributions, extract, quotations

__all__ = ["attributions", "extract", "quotations"]
