"""What two writings of one word share: British and American spelling, contractions, numbers in figures or words.

Folded keys are only compared, never shown: a rule may fold to something that is no word, as long as two
different words do not meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from quotecheck.matching.lexicon import contractions, number_words, ordinals, scales, spellings, suffixes, words_of
from quotecheck.patterns import pattern

_IZE = pattern(r"(?<=[a-z]{3})is(e|ed|es|ing|er|ers|ation|ations|able)$")
_FIGURES = pattern(r"([$€£¥]?)(\d{1,40}(?:\.\d{1,40})?)([^\W\d_]{1,3}|%)?$")
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "%": "percent"}
_UNITS = {"dollar": "dollars", "euro": "euros", "pound": "pounds"}
_ENDINGS = {"ll": "will", "ve": "have", "re": "are", "m": "am", "d": "would", "s": "is"}


Joined = Callable[[int], bool]
"""Whether only spaces or hyphens stand between a word and the next one, by its number."""


class Number(NamedTuple):
    """A number read from words: its ``value``, the ``unit`` written with it (or ""), and how many words it took."""

    value: str
    unit: str
    length: int


@lru_cache(maxsize=1 << 15)
def fold(norm: str) -> str:
    """The spelling that all writings of a word in normal form share."""
    word = "".join(letter for letter in normalize("NFD", norm) if not combining(letter)) if not norm.isascii() else norm
    if word.endswith("'s") and word[:-2].endswith("s"):
        word = word[:-2]
    if word.endswith("'s"):
        return fold(word[:-2]) + "'s"
    whole, stems = spellings()
    if word in whole:
        return whole[word]
    if word in ordinals():
        return ordinals()[word]
    for variant, spelling in stems:
        if word.startswith(variant):
            return spelling + word[len(variant) :]
    return _UNITS.get(word) or _IZE.sub(r"iz\1", word)


@lru_cache(maxsize=1 << 14)
def expand(norm: str, following: str = "") -> tuple[tuple[str, ...], str]:
    """The words that a contraction or informal writing stands for, and its kind ("contraction", "informal",
    "spelling"; "word" for what is none). ``following`` is the next word: "he's been" is "he has been"."""
    listed = contractions().get(norm)
    if listed:
        return listed
    if norm.endswith("n't") and norm != "ain't":
        return (norm[:-3], "not"), "contraction"
    base, apostrophe, ending = norm.rpartition("'")
    if apostrophe and base and ending in _ENDINGS:
        if ending != "s":
            full = "had" if ending == "d" and following in words_of("participles") | {"better"} else _ENDINGS[ending]
            return (*expand(base)[0], full), "contraction"
        if base in words_of("subjects"):
            has = following in words_of("participles") or (following.endswith("ed") and base != "what")
            return (base, "has" if has else "is"), "contraction"
    if norm.endswith("in") and len(norm) > 4 and norm[:-2] + "ing" in words_of("dropped_g"):
        return (norm + "g",), "informal"
    return (norm,), "word"


@lru_cache(maxsize=1 << 15)
def alone(norm: str) -> str | None:
    """The key of a word that is one token whatever stands beside it; None for what may be, or be part of, a number, a
    contraction, or a writing of two words."""
    if not norm.isalpha() or norm in number_words() or norm in {"a", "an", "per"} or expand(norm)[1] != "word":
        return None
    return fold(norm)


def number_at(norms: Sequence[str], at: int, joined: Joined) -> Number | None:
    """The number that starts at word ``at``, in figures or words; None when there is none."""
    figures = _FIGURES.fullmatch(norms[at])
    if figures:
        return _in_figures(figures, norms, at, joined)
    at_scale = at + 1 < len(norms) and joined(at) and norms[at + 1] in scales()
    if norms[at] in {"a", "an"} and at_scale:
        return _scaled(Decimal(1), "", norms, at, length=1, joined=joined)
    if norms[at] not in number_words():
        return None
    return _in_words(norms, at, joined)


def _in_figures(figures: re.Match[str], norms: Sequence[str], at: int, joined: Joined) -> Number | None:
    sign, digits, ending = figures.groups()
    unit = _CURRENCIES.get(sign, "")
    value = Decimal(digits)
    if ending == "%":
        unit = "percent"
    elif ending in suffixes():
        value *= suffixes()[ending]
    elif ending:
        return None
    return _scaled(value, unit, norms, at, length=1, joined=joined)


def _in_words(norms: Sequence[str], at: int, joined: Joined) -> Number:
    units = number_words()
    total = Decimal(units[norms[at]])
    last, length = units[norms[at]], 1
    while at + length < len(norms) and joined(at + length - 1):
        word = norms[at + length]
        if word in units and last >= 20 and last % 10 == 0 and 0 < units[word] < (10 if last < 100 else last):
            total += units[word]
            last = units[word]
        elif word == "hundred" and total < 100:
            total *= 100
            last = 100
        elif word == "and" and last == 100 and _more(norms, at + length, joined):
            last = 100
        else:
            break
        length += 1
    return _scaled(total, "", norms, at, length=length, joined=joined)


def _more(norms: Sequence[str], at: int, joined: Joined) -> bool:
    return at + 1 < len(norms) and joined(at) and norms[at + 1] in number_words()


def _scaled(
    value: Decimal, unit: str, norms: Sequence[str], at: int, *, length: int, joined: Joined
) -> Number:
    while at + length < len(norms) and joined(at + length - 1) and norms[at + length] in scales():
        value *= scales()[norms[at + length]]
        length += 1
    return Number(f"#{value.normalize():f}", unit, length)
