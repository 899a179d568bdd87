"""The data files of this station: spellings, contractions and number words, read when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_DATA = Path(__file__).parent / "data"


@cache
def spellings() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Whole words and beginnings of words to fold: ``({variant: spelling}, ((beginning, beginning), …))``."""
    pairs = [(columns[0], columns[1]) for columns in _rows("spelling.txt")]
    whole = {variant: spelling for variant, spelling in pairs if not variant.endswith("*")}
    stems = tuple((variant[:-1], spelling[:-1]) for variant, spelling in pairs if variant.endswith("*"))
    return MappingProxyType(whole), stems


@cache
def contractions() -> Mapping[str, tuple[tuple[str, ...], str]]:
    """A contraction in normal form → the words it stands for and its kind: "contraction", "informal" or "spelling"."""
    kinds = {"c": "contraction", "i": "informal", "s": "spelling"}
    return MappingProxyType({row[0]: (tuple(row[1:-1]), kinds[row[-1]]) for row in _rows("contractions.txt")})


@cache
def number_words() -> Mapping[str, int]:
    """Number words below a hundred and their values."""
    return MappingProxyType({row[0]: int(row[1]) for row in _rows("numbers.txt") if len(row) == 2})


@cache
def scales() -> Mapping[str, int]:
    """Words that multiply the number before them ("million")."""
    return MappingProxyType({row[0]: int(row[1]) for row in _rows("numbers.txt") if row[2:] == ["scale"]})


@cache
def suffixes() -> Mapping[str, int]:
    """Letters that multiply the figures they are written to ("10k")."""
    return MappingProxyType({row[0]: int(row[1]) for row in _rows("numbers.txt") if row[2:] == ["suffix"]})


@cache
def ordinals() -> Mapping[str, str]:
    """Ordinal words and their writing in figures ("third" → "3rd")."""
    return MappingProxyType({row[0]: row[1] for row in _rows("numbers.txt") if row[2:] == ["ordinal"]})


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of the list ``name``; KeyError when there is none."""
    return read_lists(_DATA / "lists.txt")[name]


def read_lists(path: Path) -> Mapping[str, frozenset[str]]:
    """Lists of words by name, from a file of lines "name: words …" and comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return MappingProxyType({row[0].rstrip(":"): frozenset(row[1:]) for row in rows})


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split()
