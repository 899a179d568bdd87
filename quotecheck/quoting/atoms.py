"""A paragraph as a row of atoms: words and marks outside quotations, and each quotation as one atom.

Every atom has a tag of one character, so that patterns of grammar are regular expressions over the
row of tags. Tags: Q quotation, N name-like word, n other word, 9 number, d determiner, h subject
pronoun, o other pronoun, w who/which/what, t that, T to, p preposition, c and/or/but, b
subordinator, x auxiliary, r adverb, V cue verb, B its base form, G its -ing form, v other verb, e
other word in -ed, g other word in -ing, s possessive 's, and , ; : - ( ) . for the marks.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from operator import attrgetter

from quotecheck.patterns import pattern
from quotecheck.quoting.chunks import Remembered, opening_tag, read
from quotecheck.quoting.lexicon import nouns, phrase_heads, phrase_openings
from quotecheck.quoting.marks import Region

# Determiners that stand alone as subjects: "many say".
COUNTING = frozenset(
    """many some most all both few several two three four five six seven eight nine ten another one each any""".split()
)


class Stretch:
    """What stands between two quotations of a row: ``text[start:end]``, whose first atom is ``first``, as chunks and
    the tags of each. Few of its atoms are ever asked where they stand, so that is worked out at the first question."""

    __slots__ = ("_atoms", "_chunks", "_end", "_offsets", "_start", "_tags", "_text", "first")

    def __init__(self, text: str, first: int, start: int, end: int, chunks: list[str], tags: list[str]) -> None:
        self._text, self.first, self._start, self._end = text, first, start, end
        self._chunks, self._tags = chunks, tags
        self._atoms: list[int] = []

    def start(self, index: int) -> int:
        """Where the atom ``index`` of the row begins."""
        atoms = self._atoms or self._located()
        at = bisect_right(atoms, index) - 1
        within = index - atoms[at]
        if not within:
            return self._offsets[at] + at
        chunk = self._chunks[at]
        if atoms[at + 1] - atoms[at] == 2 and _ends_in_mark(chunk):
            return self._offsets[at] + at + len(chunk) - 1
        return self._offsets[at] + at + read(chunk)[1][within][0]

    def end(self, index: int) -> int:
        """Where the atom ``index`` of the row ends."""
        atoms = self._atoms or self._located()
        at = bisect_right(atoms, index) - 1
        chunk = self._chunks[at]
        if index + 1 == atoms[at + 1]:
            return self._offsets[at] + at + len(chunk)
        if atoms[at + 1] - atoms[at] == 2 and _ends_in_mark(chunk):
            return self._offsets[at] + at + len(chunk) - 1
        return self._offsets[at] + at + read(chunk)[1][index - atoms[at]][1]

    def _located(self) -> list[int]:
        self._offsets = self._chunk_starts()
        self._atoms = list(accumulate(map(len, self._tags), initial=self.first))
        return self._atoms

    def _chunk_starts(self) -> list[int]:
        """Where each chunk begins, less one for each chunk before it."""
        text, chunks = self._text, self._chunks
        starts = list(accumulate(map(len, chunks), initial=text.index(chunks[0], self._start)))
        last = starts.pop() + len(chunks) - 1
        if text.startswith(chunks[-1], last - len(chunks[-1])) and not text[last : self._end].strip():
            return starts  # one blank between all of them
        found = BETWEEN_BLANKS.finditer(text, self._start, self._end)
        return [match.start() - before for before, match in enumerate(found)]


class Row:
    """The atoms of a paragraph. ``words`` are lower case; a quotation's word is ""; ``regions`` holds
    the quotation of each Q atom by its index; ``heads`` are the indices of words that may begin cues of several
    words."""

    __slots__ = ("_cased", "_stretches", "heads", "regions", "tags", "text", "words")

    def __init__(self, text: str, cased: str, tags: str, regions: dict[int, Region], stretches: list[Stretch]) -> None:
        self.text = text
        self.words = cased.lower().split(" ") if tags else []
        self.tags = _settled(tags, self.words)
        self.heads = _phrase_starts(self.words)
        self.regions = regions
        self._cased: str | list[str] = cased
        self._stretches = stretches

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of the atoms ``[first, last)``."""
        if not self.regions:
            stretch = self._stretches[0]
            return stretch.start(first), stretch.end(last - 1)
        opening, closing = self.regions.get(first), self.regions.get(last - 1)
        return (
            opening.start if opening else self._stretch(first).start(first),
            closing.end if closing else self._stretch(last - 1).end(last - 1),
        )

    def initial(self, index: int) -> str:
        """The first character of an atom as written; "" for a quotation."""
        if isinstance(self._cased, str):
            self._cased = self._cased.split(" ")
        return self._cased[index][:1]

    def _stretch(self, index: int) -> Stretch:
        return self._stretches[bisect_right(self._stretches, index, key=FIRST) - 1]


def _ends_in_mark(chunk: str) -> bool:
    """Whether a chunk of two atoms is a word and the mark after it."""
    return chunk[-1] in ",.;:!?" and chunk[:-1].isalpha()


FIRST = attrgetter("first")
CHUNKS = Remembered()


def row(text: str, start: int, end: int, quotations: list[Region]) -> Row:
    """The row of atoms of ``text[start:end]``, given its quotations."""
    atoms: list[str] = []
    tags: list[str] = []
    regions: dict[int, Region] = {}
    stretches: list[Stretch] = []
    at, size = start, 0
    for region in (*quotations, None):
        stop = end if region is None else region.start
        chunks = text[at:stop].split()
        if chunks:
            found = list(map(CHUNKS.__getitem__, chunks))
            here = [kinds for kinds, _ in found]
            stretches.append(Stretch(text, size, at, stop, chunks, here))
            atoms += [words for _, words in found]
            tags += here
        if region is not None:
            size += sum(map(len, here)) if chunks else 0
            regions[size] = region
            atoms.append("")
            tags.append("Q")
            size += 1
            at = region.end
    return Row(text, " ".join(atoms), "".join(tags), regions, stretches)


def _phrase_starts(words: list[str]) -> list[int]:
    """Where a verb stands with a word after it that may make it a cue: "took issue"."""
    heads = phrase_heads().intersection(words)
    if not heads:
        return []
    openings = phrase_openings()
    return [at for at, (word, after) in enumerate(pairwise(words)) if word in heads and after in openings[word]]


def _settled(joined: str, words: list[str]) -> str:
    """The tags as the words around each make them."""
    tags = list(joined)
    _open_sentences(joined, words, tags)
    _settle_nouns(joined, words, tags)
    return "".join(tags)


def _open_sentences(joined: str, words: list[str], tags: list[str]) -> None:
    """Looks up capitalised words that begin a sentence as if they were lower case; in a headline,
    where every word is capitalised, all of them."""
    if "NN" in joined[:4] and HEADLINE.match(joined):
        for index, tag in enumerate(tags):
            if tag == "N":
                tags[index] = opening_tag(words[index])
        return
    openings = [match.end() - 1 for match in OPENING.finditer(joined)]
    for index in [0, *openings] if joined.startswith("N") else openings:
        tags[index] = opening_tag(words[index])


def _settle_nouns(joined: str, words: list[str], tags: list[str]) -> None:
    """Tags as nouns the cue verbs that stand where a verb cannot: "his claims", "of calls", "new reports"."""
    both = nouns()
    for match in VERB.finditer(joined):
        index, tag = match.start(), match.group()
        before, word = tags[index - 1], words[index]
        if before in "Q,.-(:":
            if word in both and tags[index + 1] in "nN":
                tags[index] = "n"
        elif before in "nN" and word in both and words[index + 1 : index + 2] == ["of"]:
            tags[index] = "n"
        elif before in "dp9" or (before == "s" and tags[index - 2 : index - 1] not in (["h"], ["t"], ["w"])):
            if word in both:
                tags[index] = "n"
            elif before != "9" and (
                before != "d" or words[index - 1] not in COUNTING or _adjectival(tags, index, word)
            ):
                tags[index] = "e"
        elif word in both and before in "nNeg" and not _plural(words, tags, index - 1, tag):
            tags[index] = "n"


# A whole paragraph in capitals: at least four capitalised words, hardly a lower-case one.
HEADLINE = pattern(r"[^n]{0,12}n?[^n]{0,12}n?[^n]{0,8}$")
OPENING = pattern(r"[.:Q]N")
BETWEEN_BLANKS = pattern(r"\S+")
# Where a cue verb may stand that is none: not after a subject pronoun, an auxiliary, "to" or an adverb.
VERB = pattern(r"[VB](?:(?<=[dp9sneNgVB].)|(?<=[Q,.(:-]B)(?=[nN]))")


def _adjectival(tags: list[str], index: int, word: str) -> bool:
    """Whether a participle after "one" or "many" belongs to a noun: "one cracked beam", but "many said"."""
    return word.endswith("ed") and tags[index + 1 : index + 2] in (["n"], ["N"])


def _plural(words: list[str], tags: list[str], index: int, tag: str) -> bool:
    """Whether the noun at ``index`` can be the subject of a verb with ``tag``: a plural, or a name or a
    noun with its determiner before a form that is no base form."""
    if words[index].endswith("s") or (index and tags[index - 1] == "c"):
        return tag != "B" or tags[index] != "N" or tags[index - 1 : index] != ["d"]
    if tag == "B":
        return False
    if tags[index] == "N":
        return True
    first = index
    while first and tags[first] in "neg":
        first -= 1
    return tags[first] in "dNs"
