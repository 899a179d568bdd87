"""A draft → the statements to judge: every quotation, and every attributed statement without marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from quotecheck.judging.speakers import Voice
from quotecheck.matching.sentences import sentences
from quotecheck.model import Act, Attribution, Document, Kind, Span
from quotecheck.patterns import pattern
from quotecheck.quoting.marks import SMALL_WORDS, TITLE_WORD

# So many characters of the draft on each side may hold what a quote leaves out.
NEARBY = 400
# So much of its sentence is looked at on each side: no sentence is longer, but a text without full stops is.
LONGEST_REST = 2_000
T = TypeVar("T")
_MARKS = pattern(r"[“”\"«»„]|``|''")


class Item(NamedTuple):
    """A statement of a draft. ``span`` is its place, ``words`` what it says. ``before`` and ``after`` are the rest of
    its sentence, outside the marks; ``nearby`` is the draft around it, quotes and all. ``attributed`` is False for
    a quotation that the draft ascribes to nobody, ``nested`` True for one inside a quotation."""

    kind: Kind
    span: Span
    words: str
    voice: Voice
    before: str = ""
    after: str = ""
    nearby: str = ""
    act: Act = "speech"
    attributed: bool = True
    nested: bool = False

    @property
    def outside(self) -> str:
        """The draft's own words around the statement."""
        return f"{self.before} {self.after}"

    @property
    def headline(self) -> bool:
        """Whether the words are written as in a headline, or as the title of a work: each with a capital."""
        words = TITLE_WORD.findall(self.words)
        return len(words) > 1 and all(w[0].isupper() or w[0].isdigit() or w.lower() in SMALL_WORDS for w in words)


def items(document: Document, found: Sequence[Attribution], quoted: Sequence[Span]) -> tuple[Item, ...]:
    """The statements of a draft in reading order. A quotation is one item, whoever its attribution is joined with; an
    attribution without marks is one item. A statement without any letter or digit is none."""
    text = document.text
    bounds = [(start, end) for start, end in sentences(text)]
    sizes = [sum(span.end - span.start for span in one.content) for one in found]
    holders = [Owner(number, one, sizes[number]) for number, one in enumerate(found)]
    owners = Spans((span, holder) for holder in holders for span in holder.one.content)
    marked = Spans((span, None) for span in quoted)
    made = [_quotation(text, bounds, span, _owner(span, owners)) for span in quoted]
    inner = [one for one in found if one.via and one.kind == "direct"]
    known = frozenset(quoted)
    nested = {span: one for one in inner for span in one.content if span not in known}
    made += [_quotation(text, bounds, span, one)._replace(nested=True) for span, one in nested.items()]
    for one in found:
        if one.kind == "indirect" and not any(marked.over(span) for span in one.content):
            made.append(_statement(text, bounds, one))
        elif one.kind == "direct" and not one.via:
            loose = [span for span in one.content if not marked.over(span)]
            made += [_quotation(text, bounds, span, one) for span in loose]
    made = [item for item in made if any(map(str.isalnum, item.words))]
    return tuple(sorted(made, key=lambda item: (item.span.start, -item.span.end)))


class Spans(Generic[T]):
    """Spans with what they belong to, to be asked which of them lie over another: a draft may have half a million."""

    def __init__(self, pairs: Iterable[tuple[Span, T]]) -> None:
        self._pairs = sorted(pairs, key=lambda pair: pair[0].start)
        self._starts = [span.start for span, _ in self._pairs]
        self._furthest = list(accumulate((span.end for span, _ in self._pairs), max))

    def over(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that share a character with ``span``, with what they belong to, the last first."""
        found = []
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._furthest[at] > span.start:
            if self._pairs[at][0].end > span.start:
                found.append(self._pairs[at])
            at -= 1
        return found


class Owner(NamedTuple):
    """An attribution, its place among all of them, and how many characters it holds."""

    number: int
    one: Attribution
    size: int


def _owner(span: Span, found: Spans[Owner]) -> Attribution | None:
    """The attribution that most of a quotation belongs to; an outer one before one inside a quotation."""
    shared: dict[int, int] = {}
    near = {}
    for content, owner in found.over(span):
        near[owner.number] = owner
        common = min(span.end, content.end) - max(span.start, content.start)
        shared[owner.number] = shared.get(owner.number, 0) + common
    owners = [near[number] for number in sorted(near) if 2 * shared[number] >= span.end - span.start]
    # Of two that hold it, the nearer one: "X said that Y called it “a farce”".
    best = min(owners, key=lambda o: (o.one.via is not None, o.one.act == "thought", o.size), default=None)
    return best.one if best else None


def _quotation(text: str, bounds: list[tuple[int, int]], span: Span, owner: Attribution | None) -> Item:
    before, after = _around(text, bounds, span.start, span.end)
    return Item(
        kind=owner.kind if owner and owner.kind != "indirect" else "direct",
        span=span,
        words=span.of(text),
        voice=_voice(text, owner, before + " " + after),
        before=before,
        after=after,
        nearby=_nearby(text, span),
        act=owner.act if owner else "speech",
        attributed=owner is not None,
    )


def _statement(text: str, bounds: list[tuple[int, int]], one: Attribution) -> Item:
    span = Span(start=one.content[0].start, end=one.content[-1].end)
    before, after = _around(text, bounds, span.start, span.end)
    return Item(
        kind="indirect",
        span=span,
        words=" ".join(part.of(text) for part in one.content),
        voice=_voice(text, one, before + " " + after),
        before=before,
        after=after,
        act=one.act,
    )


def _voice(text: str, one: Attribution | None, sentence: str) -> Voice:
    if one is None:
        return Voice(name=None, source=None, sentence=sentence)
    source = " ".join(span.of(text) for span in one.source) or None
    return Voice(name=one.speaker, source=source, sentence=sentence)


def _nearby(text: str, span: Span) -> str:
    return f"{text[max(0, span.start - NEARBY) : span.start]} {text[span.end : span.end + NEARBY]}"


def _around(text: str, bounds: list[tuple[int, int]], start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence that a statement stands in, without its marks."""
    at = bisect_right(bounds, (start, len(text))) - 1
    first = bounds[at][0] if at >= 0 else start
    behind = bisect_left(bounds, end, key=itemgetter(1))
    last = bounds[behind][1] if behind < len(bounds) else end
    first, last = max(first, start - LONGEST_REST), min(last, end + LONGEST_REST)
    return _MARKS.sub(" ", text[first:start]).strip(), _MARKS.sub(" ", text[end:last]).strip()
