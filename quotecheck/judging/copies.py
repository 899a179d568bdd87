"""Words of a source that stand in a draft without quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecheck.judging.evidence import CANDIDATES, Finder
from quotecheck.judging.items import Item, Spans
from quotecheck.judging.lexicon import listed
from quotecheck.judging.speakers import Voice
from quotecheck.matching.align import align
from quotecheck.matching.score import ranked
from quotecheck.matching.sentences import sentences
from quotecheck.matching.tokens import Passage, passage
from quotecheck.model import Document, Evidence, Match, Span, Verdict

# A run is a copy from this many words and this much rarity on: two writers do not meet in so many words by chance,
# and the longest titles and stock phrases of the training articles stay below.
WORDS, RARITY, CARRYING = 12, 40.0, 5


def copies(document: Document, quoted: Sequence[Item], finder: Finder) -> list[tuple[Item, Verdict]]:
    """The runs of the draft's own text that a speaker said word for word. Only the recorded words of speakers count:
    sentences that a source and a draft share may be the writer's own. Empty for a draft without such runs."""
    taken = [item.span for item in quoted]
    found = []
    for start, end in _loose(document.text, taken):
        item = _copy(document, start, end, finder)
        if item:
            found.append(item)
    return found


def _loose(text: str, taken: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Sentences of the draft that hold no statement."""
    known = Spans((span, None) for span in taken)
    for start, end in sentences(text):
        if not known.over(Span(start=start, end=end)):
            yield start, end


def _copy(document: Document, start: int, end: int, finder: Finder) -> tuple[Item, Verdict] | None:
    words = passage(document.text[start:end])
    if len(words.tokens) < WORDS:
        return None
    asked = [token.norm for token in words.tokens]
    claims = [e for e in finder.index.candidates(asked, CANDIDATES // 5) if _spoken(e)]
    for score, evidence in ranked(asked, claims, finder.rarity, 2):
        run = _run(words, evidence, finder)
        if run and evidence.path != document.path:
            first, last = run
            span = Span(start=start + words.tokens[first].start, end=start + words.tokens[last - 1].end)
            if _in_marks(document.text, span):
                return None
            return _row(document, span, evidence, score)
    return None


def _in_marks(text: str, span: Span) -> bool:
    """Whether a quotation mark of any kind stands right before the run, as in a headline that uses single ones."""
    return text[max(0, span.start - 2) : span.start].rstrip()[-1:] in set("‘'“\"„«`")


def _spoken(evidence: Evidence) -> bool:
    return evidence.claim is not None and evidence.kind == "direct"


def _run(words: Passage, evidence: Evidence, finder: Finder) -> tuple[int, int] | None:
    aligned = align(words, passage(evidence.exact), finder.weight)
    for block in aligned.blocks:
        tokens = words.tokens[block.draft : block.draft + block.length]
        carrying = sum(t.key not in listed("function") | listed("pronouns") for t in tokens)
        rare = sum(finder.weight(token) for token in tokens)
        if len(tokens) >= WORDS and carrying >= CARRYING and rare >= RARITY:
            return block.draft, block.draft + block.length
    return None


def _row(document: Document, span: Span, evidence: Evidence, score: float) -> tuple[Item, Verdict]:
    item = Item(kind="indirect", span=span, words=span.of(document.text), voice=Voice(name=None, source=None))
    told = f"these words of {evidence.speaker or 'a source'} stand in the draft without quotation marks"
    match = Match(evidence=evidence, edits=(), score=round(score, 1))
    return item, Verdict(verdict="unquoted-copy", severity="warning", matches=(match,), message=told)
