"""Forms of one word: tense, number, and the slips of grammar that editors like to put right."""

from __future__ import annotations

import re
from functools import lru_cache

from quotecheck.judging.lexicon import irregular
from quotecheck.patterns import pattern

_ENDING = pattern(r"(?:ing|ed|es|s|d|ly|'s|e)$")
_DOUBLED = pattern(r"([b-df-hj-np-tvz])\1$")
_GRAMMAR = tuple(
    frozenset(pair.split())
    for pair in (
        "was were", "is are", "do does", "has have", "who whom", "less fewer", "good well", "me i", "real really",
        "quick quickly", "bad badly", "slow slowly", "easy easily", "them those", "lay lie", "done did", "seen saw",
        "an a", "is am", "are am", "come came", "give gave", "run ran",
    )
)


def same_word(a: str, b: str) -> bool:
    """Whether two keys are forms of one word ("review", "reviewed")."""
    return a != b and min(len(a), len(b)) >= 2 and stem(a) == stem(b)


def tense_pair(a: str, b: str) -> bool:
    """Whether two forms of one word differ in more than an "s"."""
    return not plural_pair(a, b) and not grammar_pair(a, b)


def plural_pair(a: str, b: str) -> bool:
    """Whether two forms of one word differ by the "s" of a plural, or by an irregular one."""
    short, long = sorted((a, b), key=len)
    regular = long in {short + "s", short + "es", short.removesuffix("y") + "ies", short + "'s"}
    return regular or frozenset((a, b)) in _PLURALS


def grammar_pair(a: str, b: str) -> bool:
    """Whether the exchange of two forms is what an editor does to tidy a sentence."""
    return frozenset((a, b)) in _GRAMMAR


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """What the forms of a word share; it need not be a word itself."""
    base = irregular().get(word)
    if base:
        return base
    stem = _ENDING.sub("", word) if len(word) > 3 else word
    stem = re.sub(r"i$", "y", re.sub(r"ie$", "y", stem))
    stem = _DOUBLED.sub(r"\1", stem)
    known = irregular().get(stem) or irregular().get(stem + "e")
    return known or (stem.removesuffix("e") if len(stem) > 3 else stem)


_PLURALS = frozenset(
    frozenset(pair.split())
    for pair in ("man men", "woman women", "child children", "person people", "foot feet", "life lives", "wife wives",
                 "half halves")
)
