"""Finds what a statement is compared with: the passages of the store that fit, aligned, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from quotecheck.judging.differences import differences
from quotecheck.judging.items import Item
from quotecheck.judging.lexicon import listed
from quotecheck.judging.speakers import Relation, relation
from quotecheck.judging.wording import Difference
from quotecheck.matching.align import Alignment, align
from quotecheck.matching.index import Index
from quotecheck.matching.normal import norms
from quotecheck.matching.score import ranked
from quotecheck.matching.tokens import Passage, Token, passage
from quotecheck.model import Evidence
from quotecheck.quoting.marks import regions
from quotecheck.records.aliases import Aliases

# How many passages the index names, and how many of them are aligned word by word.
CANDIDATES = 24
ALIGNED = 6
# A word that nobody used counts no more than this: one odd word must not outweigh a whole sentence.
RAREST = 9.0
# Passages of one source that stand at most this many characters apart belong to one stretch of speech.
APART = 220
# What the choice between passages weighs beside the words that differ, in words.
_COST = {"same": 0.0, "unknown": 0.4, "institution": 0.8, "other": 1.5}


class Found(NamedTuple):
    """A passage that fits: how its words stand to the draft's, and how its speaker does. ``cost`` ranks, lower is
    closer; ``named`` says whether the draft names its speaker at the very place."""

    evidence: Evidence
    alignment: Alignment
    differences: tuple[Difference, ...]
    relation: Relation
    named: bool
    score: float
    cost: float

    @property
    def clean(self) -> bool:
        """Whether every word of the draft stands in the passage, and no unmarked change."""
        return not self.differences and self.alignment.shared == self.alignment.total


@dataclass(slots=True)
class Finder:
    """Looks up evidence in one index. It remembers the rarity of words, since a draft repeats its own."""

    index: Index
    aliases: Aliases
    _rarity: dict[str, float] = field(default_factory=dict)

    def rarity(self, word: str) -> float:
        """How much a word in normal form tells, 0 to ``RAREST``."""
        if word not in self._rarity:
            self._rarity[word] = min(RAREST, self.index.rarity(word))
        return self._rarity[word]

    def weight(self, token: Token) -> float:
        """The rarity of a token: of its key where that is a word, else of the word as written."""
        return self.rarity(token.key if token.kind == "contraction" else token.norm.split(" ")[0])

    def find(self, item: Item) -> tuple[Found, ...]:
        """The passages that share most of the item's rare words, aligned, best first; empty when none shares any."""
        words = passage(item.words)
        asked = [
            norm for token in _once(words) if not token.mark for norm in norms(words.text[token.start : token.end])
        ]
        if not asked:
            asked = list(norms(item.words))
        near = ranked(asked, self.index.candidates(asked, CANDIDATES), self.rarity, 2 * ALIGNED)
        best: list[Found] = []
        whole = sum(map(self.rarity, asked))
        for score, evidence in near[:ALIGNED]:
            if score <= 0 or (best and _is_beaten(whole * (1 - score / 100), best)):
                break
            best.append(self._found(item, words, evidence, score))
            if len(best) > 1 and any(_settles(item, one) for one in best):
                break
        if best and not any(one.clean for one in best):
            best += [self._found(item, words, merged, score) for score, merged in _stretches(near)]
        return tuple(sorted(best, key=lambda one: one.cost))

    def everything(self, item: Item) -> tuple[Found, ...]:
        """As ``find``, but with every passage that the index names, also where the first one leaves nothing to look
        for: which sources have the words, and not only which fits best."""
        asked = list(norms(item.words))
        words = passage(item.words)
        near = ranked(asked, self.index.candidates(asked, 2 * CANDIDATES), self.rarity, 2 * CANDIDATES)
        found = (self._found(item, words, evidence, score) for score, evidence in near if score > 0)
        return tuple(sorted(found, key=lambda one: one.cost))

    def _found(self, item: Item, words: Passage, evidence: Evidence, score: float) -> Found:
        aligned = align(words, _read(evidence), self.weight)
        differing = differences(aligned)
        related = relation(item.voice, evidence, self.aliases)
        return Found(
            evidence=evidence,
            alignment=aligned,
            differences=differing,
            relation=related,
            named=item.voice.named,
            score=round(score, 1),
            cost=words_off(aligned, differing) + _COST[related] + _doubt(item, evidence),
        )


def _settles(item: Item, one: Found) -> bool:
    """Whether a passage leaves nothing to look for: the very words, from the very speaker."""
    return one.clean and one.evidence.claim is not None and one.evidence.speaker == item.voice.name


def _is_beaten(missing: float, best: Sequence[Found]) -> bool:
    """Whether a passage that lacks words of this weight in all is farther off than one that was found. No word weighs
    more than ``RAREST``, so that many words differ; two of them may only be written in another way."""
    return missing / RAREST > 2 + min(one.cost for one in best)


def _once(words: Passage) -> list[Token]:
    return [t for i, t in enumerate(words.tokens) if i == 0 or words.tokens[i - 1].start != t.start]


def words_off(aligned: Alignment, differing: Sequence[Difference]) -> float:
    """How many words differ; long omissions count by their first words."""
    lost = sum(min(4, len(one.lost)) for one in differing)
    return (aligned.total - aligned.shared) + 0.6 * lost + 0.3 * sum(len(d.pairs) for d in differing)


def _doubt(item: Item, evidence: Evidence) -> float:
    """A direct quotation is best proved by quoted words, then by a statement, then by a bare sentence."""
    kinds = {"direct": 0.0, "mixed": 0.1, "indirect": 0.3, None: 0.35}
    retracted = 0.2 if evidence.status == "retracted" else 0.0
    return retracted + (kinds[evidence.kind] if item.kind != "indirect" else 0.0)


@lru_cache(maxsize=1 << 11)
def _read(evidence: Evidence) -> Passage:
    """The passage in tokens. In a sentence of a source that quotes somebody, the reporter's own words are marked as
    narration: a quotation may skip them."""
    words = passage(evidence.exact)
    if evidence.claim is not None:
        return words
    quoted = [(r.inner, r.outer) for r in regions(evidence.exact, 0, len(evidence.exact))]
    if not quoted:
        return words
    tokens = tuple(
        token if token.mark or any(a <= token.start < b for a, b in quoted) else token._replace(mark="narration")
        for token in words.tokens
    )
    return words._replace(tokens=tokens)


def _stretches(near: Sequence[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    """Neighbours of one source joined: a quote may run over what was kept as two claims."""
    placed = [(score, e) for score, e in near if e.start is not None and e.end is not None]
    by_path: dict[str, list[tuple[float, Evidence]]] = {}
    for pair in placed:
        by_path.setdefault(pair[1].path, []).append(pair)
    joined = []
    for pairs in by_path.values():
        run: list[tuple[float, Evidence]] = []
        for pair in sorted(pairs, key=lambda p: (p[1].start or 0, -(p[1].end or 0))):
            if run and (pair[1].start or 0) < (run[-1][1].end or 0):
                continue
            if run and (pair[1].start or 0) - (run[-1][1].end or 0) > APART:
                joined += _join(run)
                run = []
            run.append(pair)
        joined += _join(run)
    return joined


def _join(run: list[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    if len(run) < 2:
        return []
    score, main = max(run, key=lambda pair: (pair[1].claim is not None, pair[0]))
    parts = [evidence for _, evidence in run]
    merged = replace(
        main,
        exact=" ".join(part.exact for part in parts),
        start=parts[0].start,
        end=parts[-1].end,
        prefix=parts[0].prefix,
        suffix=parts[-1].suffix,
        line=parts[0].line,
    )
    return [(score, merged)]


def distinctive(found: Found) -> bool:
    """Whether the shared words are so rare, or so many, that two people do not say them by chance."""
    # 16: "thank you very much" weighs 11, "the next president of the united states" 13, "a polite fiction" 15.
    aligned = found.alignment
    tokens = (t for b in aligned.blocks for t in aligned.draft.tokens[b.draft : b.draft + b.length])
    carrying = sum(token.key not in listed("function") | listed("pronouns") for token in tokens)
    return aligned.coverage * aligned.weight >= 16.0 and carrying >= 3
