"""A passage as the judge reads it: tokens that can be compared, and where an ellipsis or a bracket stands.

A token is a word of the normal form, folded (see ``folding``): contractions give one token for each word they
stand for, numbers one token for the value and one for the unit, so that "$2 million" and "two million dollars" are
the same two tokens.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from quotecheck.matching.folding import Number, alone, expand, fold, number_at
from quotecheck.matching.normal import Word, words
from quotecheck.patterns import pattern

ELLIPSIS = pattern(r"\[\s?(?:…|\.\s?\.\s?\.)[.\s]?\]|\(\s?(?:…|\.\s?\.\s?\.)\s?\)|\.(?:\s?\.){2,4}|…(?:\s?\.)?")
BRACKETED = pattern(r"\[[^\[\]\n]{1,120}\]|\([^()\n]{1,120}\)")
# Letters written together with a bracket: "pick[ing]", "[w]e".
PARTIAL = pattern(r"(?<![^\W\d_])[^\W\d_]+\[[^\W\d_]+\][^\W\d_]*|\[[^\W\d_]+\][^\W\d_]+")
_SPACE = pattern(r"[\s­-]*")
# Closing marks and ends of sentences between two words.
_SENTENCE = pattern(r"[.!?…][\"”’')\]»]*(?:\s|$)|\n\s*\n")
_CLAUSE = pattern(r"[,;:.!?…()–—]|\s--?\s|--|\n\s*\n")


class Token(NamedTuple):
    """A word for comparison. ``key`` is what is compared, ``norm`` the normal form as written; ``[start, end)`` is its
    place in the text. ``kind`` says why key and norm may differ: "contraction", "informal", "spelling", "number",
    "masked", or "word" where they do not. ``mark`` is "fill" inside square brackets, "paren" inside round ones,
    "partial" for a word bracketed in part, else ""."""

    key: str
    start: int
    end: int
    norm: str
    kind: str = "word"
    mark: str = ""


class Passage(NamedTuple):
    """A text in tokens. ``gaps`` are the indexes of tokens that an ellipsis stands before (the number of tokens for
    one at the end)."""

    text: str
    tokens: tuple[Token, ...]
    gaps: frozenset[int]

    def between(self, index: int) -> str:
        """The text between token ``index - 1`` and token ``index``: what stands before the first and after the
        last at the ends."""
        start = self.tokens[index - 1].end if index > 0 else 0
        end = self.tokens[index].start if index < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def sentence_starts(self, index: int) -> bool:
        """Whether a sentence starts at token ``index`` (also at both ends of the text)."""
        return index <= 0 or index >= len(self.tokens) or _SENTENCE.search(self.between(index)) is not None

    def clause_starts(self, index: int) -> bool:
        """Whether punctuation, or an end of the text, stands before token ``index``."""
        return index <= 0 or index >= len(self.tokens) or _CLAUSE.search(self.between(index)) is not None

    def words(self, first: int, last: int) -> str:
        """The text of the tokens ``[first, last)``, as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""


@lru_cache(maxsize=1 << 11)
def passage(text: str) -> Passage:
    """``text`` in tokens; without any for a text without words."""
    ellipses = [match.span() for match in ELLIPSIS.finditer(text)]
    marks = _marks(text, ellipses)
    starts = [start for start, _ in ellipses]
    found = [word for word in words(text) if not _covered(word.start, ellipses, starts)]
    tokens = tuple(_tokens(text, found, marks))
    places = [token.start for token in tokens]
    gaps = frozenset(bisect_left(places, end) for _, end in ellipses)
    return Passage(text=text, tokens=tokens, gaps=gaps)


def _covered(place: int, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    """Whether one of the spans, which stand in order and apart, holds the place."""
    before = bisect_right(starts, place) - 1
    return before >= 0 and place < spans[before][1]


def _marks(text: str, ellipses: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Where brackets stand: (start, end, mark), without those that are ellipses or hold half a word."""
    if "[" not in text and "(" not in text:
        return []
    partial = [match.span() for match in PARTIAL.finditer(text)]
    found = [(a, b, "partial") for a, b in partial]
    for match in BRACKETED.finditer(text):
        a, b = match.span()
        if any(c <= a < d for c, d in [*ellipses, *partial]):
            continue
        found.append((a, b, "fill" if text[a] == "[" else "paren"))
    return found


def _tokens(text: str, found: list[Word], marks: list[tuple[int, int, str]]) -> list[Token]:
    norms = [word.norm for word in found]

    def joined(at: int) -> bool:
        return at + 1 < len(found) and _SPACE.fullmatch(text, found[at].end, found[at + 1].start) is not None

    tokens: list[Token] = []
    at = 0
    while at < len(found):
        norm, start, end = found[at]
        mark, last = _mark_of(start, marks) if marks else ("", end)
        if mark == "partial":
            tokens.append(_partial(text, start, last, marks))
            while at < len(found) and found[at].start < last:
                at += 1
        elif key := alone(norm):
            tokens.append(Token(key, start, end, norm, "word" if key == norm else "spelling", mark))
            at += 1
        elif number := number_at(norms, at, joined):
            tokens += _number(number, found, at, mark)
            at += number.length
        elif norm == "per" and norms[at + 1 : at + 2] == ["cent"] and joined(at):
            tokens.append(Token("percent", start, found[at + 1].end, "per cent", "spelling", mark))
            at += 2
        else:
            tokens += _word(found[at], norms[at + 1] if at + 1 < len(norms) else "", mark)
            at += 1
    return tokens


def _mark_of(place: int, marks: list[tuple[int, int, str]]) -> tuple[str, int]:
    return next(((mark, end) for start, end, mark in marks if start <= place < end), ("", place))


def _partial(text: str, start: int, end: int, marks: list[tuple[int, int, str]]) -> Token:
    begin = next(a for a, b, mark in marks if mark == "partial" and a <= start < b)
    written = text[begin:end]
    whole = words(written.replace("[", "").replace("]", ""))
    return Token(fold(whole[0].norm) if whole else "", begin, end, written.casefold(), "word", "partial")


def _number(number: Number, found: list[Word], at: int, mark: str) -> list[Token]:
    start, end = found[at].start, found[at + number.length - 1].end
    norm = " ".join(word.norm for word in found[at : at + number.length])
    tokens = [Token(number.value, start, end, norm, "number", mark)]
    return [*tokens, Token(number.unit, start, end, norm, "number", mark)] if number.unit else tokens


def _word(word: Word, following: str, mark: str) -> list[Token]:
    if "*" in word.norm:
        return [Token(word.norm, word.start, word.end, word.norm, "masked", mark)]
    parts, kind = expand(word.norm, following)
    if kind == "word":
        key = fold(word.norm)
        plain = key == word.norm
        return [Token(key, word.start, word.end, word.norm, "word" if plain else "spelling", mark)]
    return [Token(fold(part), word.start, word.end, word.norm, kind, mark) for part in parts]
