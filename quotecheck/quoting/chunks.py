"""Words and marks between blanks: the atoms of each such chunk, with their tags (see atoms.py).

What a chunk such as "said," is made of depends on nothing around it, and most chunks of a text are those
of every text; so each is read once and remembered.
"""

from __future__ import annotations

from functools import lru_cache

from quotecheck.patterns import pattern
from quotecheck.quoting.lexicon import abbreviations, word_tags

ATOM = pattern(r"\d+(?:[.,:]\d+)+|\w+(?:[-&/]\w+)*(?:['’](?![sS]\b)\w+)?|[,.](?!\.)|['’][sS]\b|--+|\.\.+|[^\w\s]")
MARKS = {
    ",": ",", ";": ";", ":": ":", "-": "-", "—": "-", "–": "-", "―": "-", "--": "-", "---": "-", "(": "(", ")": ")",
    "[": "(", "]": ")", "..": "-", "...": "-", "....": ".", "…": "-", ".": ".", "!": ".", "?": ".", "%": "n", "$": "9",
    "&": "c", "'s": "s", "’s": "s", "'S": "s", "’S": "s", "'": "s", "’": "s", '"': ",", "”": ",", "“": ",", "''": ",",
}  # fmt: skip
# A longer chunk is no word, and not worth remembering; nor are more chunks than these.
LONGEST_WORD = 60
MOST = 1 << 16

Spans = list[tuple[int, int]]


def read(chunk: str) -> tuple[list[str], Spans, str]:
    """The atoms of a chunk, a text without blanks: words, where each stands, tags. The full stop of an
    abbreviation or an initial belongs to its word."""
    words: list[str] = []
    spans: Spans = []
    tags: list[str] = []
    joined = False
    for match in ATOM.finditer(chunk):
        word = match.group()
        joined = word == "." and bool(words) and not joined and _keeps_stop(words[-1])
        if joined:
            words[-1] += "."
            spans[-1] = (spans[-1][0], match.end())
        else:
            words.append(word)
            spans.append(match.span())
            tags.append(tag_of(word))
    return words, spans, "".join(tags)


class Remembered(dict[str, tuple[str, str]]):
    """Chunks that were read: the tags of each, and its words with a blank between. Looked up
    like a dictionary; what is missing is read."""

    def __missing__(self, chunk: str) -> tuple[str, str]:
        words, _, tags = read(chunk)
        found = tags, " ".join(words)
        if len(chunk) <= LONGEST_WORD:
            if len(self) >= MOST:
                self.clear()
            self[chunk] = found
        return found


def tag_of(word: str) -> str:
    """The tag of a word or mark in the middle of a sentence."""
    mark = MARKS.get(word)
    if mark is not None:
        return mark
    first = word[0]
    if first.isdigit() or first == "$":
        return "9"
    if not first.isalpha():
        return "-" if first in "-." else "n"
    known = word_tags().get(word.lower().replace("’", "'"))
    if word == "I" or first.islower():
        return known or _by_ending(word)
    return known if known and known in "dhowtTpcb" and not word.isupper() else "N"


@lru_cache(maxsize=1 << 14)
def opening_tag(word: str) -> str:
    """The tag of a capitalised word that begins a sentence."""
    lower = word.lower().replace("’", "'")
    tag = word_tags().get(lower)
    if tag is not None and tag not in "vB":
        return tag
    return "r" if tag is None and lower.endswith("ly") and len(lower) > 5 else "N"


def _by_ending(word: str) -> str:
    if word.endswith("ing") and len(word) > 4:
        return "g"
    if word.endswith("ed") and len(word) > 3:
        return "e"
    return "r" if word.endswith("ly") and len(word) > 4 else "n"


def _keeps_stop(word: str) -> bool:
    """Whether a full stop after the word belongs to it: an abbreviation or an initial."""
    word = word.rpartition("-")[2]
    return word in abbreviations() or (len(word) == 1 and word.isupper() and word != "I")
