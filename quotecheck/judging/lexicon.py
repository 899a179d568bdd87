"""The lists of words that the rules know."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quotecheck.matching.lexicon import read_lists

_DATA = Path(__file__).parent / "data"


@cache
def listed(name: str) -> frozenset[str]:
    """The words of the list ``name``, folded; KeyError when there is none."""
    return read_lists(_DATA / "lists.txt")[name]


@cache
def irregular() -> dict[str, str]:
    """Irregular forms of verbs and nouns → the form that they share."""
    lines = (_DATA / "forms.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {form: row[0] for row in rows for form in row}
