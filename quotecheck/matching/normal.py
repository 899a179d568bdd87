"""The normal form of words: what two writings of the same words have in common, with a way back to the text.

Marks, dashes, case, line breaks, soft hyphens, Unicode form and emphasis marks of markup disappear; numbers stay
whole ("1,000" is "1000", "$2", "2.5", "50%"), contractions are one word, the parts of a hyphenated word are
words. A word masked for decency keeps one star for what is masked ("d---" is "d*").
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from unicodedata import normalize

from quotecheck.patterns import pattern

# Characters that stand inside a word and are no letters of it: combining accents, soft hyphens, zero-width marks.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTERS = rf"[^\W\d_]+(?:[\u0300-\u036f{_INVISIBLE}]+[^\W\d_]*)*"
_APOSTROPHE = "['’‘ʼ`´′＇]"
_WORD = rf"{_LETTERS}(?:{_APOSTROPHE}{_LETTERS})*"
# Possessive groups would keep a word whole as well, but Python before 3.11.5 gets them wrong.
_MORE = rf"[^\W\d_] | [\u0300-\u036f{_INVISIBLE}] | {_APOSTROPHE}[^\W\d_]"
_TOKEN = pattern(
    rf"""
    (?P<word> {_WORD} (?! {_MORE} | [*–—] | -- | \.[^\W\d_] ) )            # first, being most of all tokens
    | \[\s*sic[.!]?\s*\]                                                  # adds nothing, and is no word
    | (?P<masked> (?<![^\W_*])
        (?: [b-hj-np-z] (?: -{{2,}}[a-z]{{0,3}} | [–—]+(?:[b-hj-z]|ing|ed|er|ers) )
          | [^\W\d_]{{1,12}} \*+ [^\W\d_]{{1,12}} | [^\W\d_] \*{{2,}} [^\W\d_]{{0,12}} ) (?![^\W_]) )
    | (?P<number> [$€£¥]? \d+ (?:,\d{{3}}(?!\d)|(?<=\d),(?=\d{{2,3}},))* (?:\.\d+)?
        (?: [^\W\d_]{{1,3}}(?![^\W_]) | [ \u00a0\u202f]?% )? )
    | (?P<dotted> (?<![^\W_]) [^\W\d_] (?:\.[^\W\d_])+ (?![^\W_]) \.? )   # U.S., p.m., J.D.
    | (?P<rest> {_WORD} )
    | (?P<sign> [&%§] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_APOSTROPHES = pattern(_APOSTROPHE)
_NOT_LETTERS = pattern(rf"[{_INVISIBLE}]")
_MASK = pattern(r"[-–—*]+")
_SIGNS = {"&": "and", "%": "percent", "§": "section"}


class Word(NamedTuple):
    """A word in normal form and the place ``[start, end)`` of its writing. A tuple, since texts have many."""

    norm: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in reading order, in normal form, with code point offsets into ``text``; ``[sic]`` is no
    word, other brackets and ellipses are punctuation. Empty for a text without letters and digits."""
    return tuple(
        Word(_normal(match.group(), match.lastgroup), match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup is not None
    )


@lru_cache(maxsize=1 << 12)
def norms(text: str) -> tuple[str, ...]:
    """The words of ``text`` in normal form, without their places."""
    return every_norm(text)


def every_norm(text: str) -> tuple[str, ...]:
    """As :func:`norms`, for texts that are read once: nothing is remembered but their words."""
    return tuple(chain.from_iterable(map(_piece, pieces(text))))


def pieces(text: str) -> list[str]:
    """Parts of ``text`` whose normal forms, joined, are its own. The same come again and again: who remembers what
    they are reads an archive in a fifth of the time."""
    # White space ends every token but "[ sic ]" and "5 %".
    return [text] if "[" in text or "%" in text else text.split()


@lru_cache(maxsize=1 << 16)
def _piece(text: str) -> tuple[str, ...]:
    return _norms_of(text)


def _norms_of(text: str) -> tuple[str, ...]:
    return tuple(_normal(m.group(), m.lastgroup) for m in _TOKEN.finditer(text) if m.lastgroup is not None)


@lru_cache(maxsize=1 << 16)
def _normal(token: str, group: str) -> str:
    if group in {"word", "rest"} and token.isascii():
        return token.lower().replace("`", "'")
    if group == "number":
        return re.sub(r"[,\s]", "", normalize("NFKC", token)).casefold()
    if group == "dotted":
        return token.replace(".", "").casefold()
    if group == "sign":
        return _SIGNS[token]
    if group == "masked":
        return _MASK.sub("*", token.casefold())
    folded = normalize("NFKC", _NOT_LETTERS.sub("", _APOSTROPHES.sub("'", token))).casefold()
    return normalize("NFC", folded)
