"""Ids: the same words in the same document keep their id, whatever happens around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from quotecheck.patterns import pattern

_WORD = pattern(r"\w+")
_LENGTH = 6


def words_of(exacts: Iterable[str]) -> str:
    """The words of a claim's passages, in small letters with single spaces: what its id is made of."""
    return " ".join(_WORD.findall(" ".join(exacts).casefold()))


def new_ids(stem: str, contents: Sequence[tuple[str, str]], taken: Iterable[str]) -> list[str]:
    """An id for each of ``contents``, pairs of kind and words, none of them in ``taken``.

    An id is ``stem`` and six hexadecimal digits of a hash. The second claim of the same kind and words, and
    one whose digits another claim has, take the digits of the next hash in a fixed series.
    """
    used = set(taken)
    # Where the search for the next of the same words goes on: a file may say one thing a hundred thousand times.
    tried: dict[tuple[str, str], int] = {}
    found = []
    for kind, words in contents:
        number = tried.get((kind, words), 0) + 1
        while (name := f"{stem}-{_digits(kind, words, number)}") in used:
            number += 1
        tried[kind, words] = number
        used.add(name)
        found.append(name)
    return found


def _digits(kind: str, words: str, number: int) -> str:
    # The number is left out for the first, so that one claim's id does not depend on there being a second.
    text = f"{kind}\n{words}" if number == 1 else f"{kind}\n{words}\n{number}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
