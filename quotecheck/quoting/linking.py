"""From sentences to attributions: every quotation gets its source, across sentences and paragraphs."""

from __future__ import annotations

from typing import NamedTuple

from quotecheck.model import Act, Kind
from quotecheck.patterns import pattern
from quotecheck.quoting.atoms import Row, row
from quotecheck.quoting.clauses import Reading
from quotecheck.quoting.constructions import POSSESSIVE
from quotecheck.quoting.cueing import embedding, readings
from quotecheck.quoting.layouts import conversation, signed, turns
from quotecheck.quoting.lexicon import Cue
from quotecheck.quoting.linked import Linked, Offsets
from quotecheck.quoting.marks import Region, is_title
from quotecheck.quoting.phrases import Phrase
from quotecheck.quoting.sentences import sentences
from quotecheck.quoting.sources import main_subject

QUOTATION = pattern("Q")
# Under which construction a verb's act is looked up where that is not the one that made the reading.
FRAMES = {"before": "quote", "colon": "quote", "passive": "np"}
# What web pages append to an article.
BOILERPLATE = pattern(r"\W*(?:Follow|Like|Join) [^\n]{1,60} on (?:Twitter|Facebook|Instagram)")


def link(text: str, quoted: list[tuple[int, int, list[Region]]], spoken: bool = False) -> list[Linked]:
    """The attributions of the paragraphs of ``text``, in reading order."""
    found: list[Linked] = []
    carried: Linked | Introduced | None = None
    labelled = turns(text, quoted, spoken)
    laid_out = {**signed(text, quoted), **(conversation(text, quoted, labelled, spoken) if labelled else {})}
    for index, (start, end, quotations) in enumerate(quoted):
        if index in laid_out:
            found += laid_out[index]
            carried = None
            continue
        one = row(text, start, end, quotations)
        items, carried = _paragraph(one, carried)
        found += items
    return found


class Introduced(NamedTuple):
    """What the last sentence of a paragraph leaves for a quotation that opens the next, where no cue stands in it:
    its subject, else ``before``. Mostly no quotation follows and nobody asks."""

    row: Row
    low: int
    high: int
    before: Linked | None

    def linked(self) -> Linked | None:
        """An attribution whose content is still empty; None without a subject."""
        return _introduced(self.row, self.low, self.high, self.before)


def _paragraph(one: Row, carried: Linked | Introduced | None) -> tuple[list[Linked], Linked | Introduced | None]:
    """The attributions of a paragraph, and the one that a quotation in the next paragraph may go on
    from; ``carried`` is that of the paragraph before."""
    found: list[Linked] = []
    known = carried.linked() if one.regions and isinstance(carried, Introduced) else carried
    before = first = None if isinstance(known, Introduced) else known
    own = False
    size = len(one.tags)
    for low, high in sentences(one):
        here = _sentence(one, low, high, before)
        if here:
            found += [item for item in here if item is not before]
            quoted = [item for item in here if item.kind != "indirect"]
            before = quoted[-1] if quoted else here[0]
            own = before is not first
        elif (high == size or one.tags[high] == "Q") and not _only_quotations(one, low, high):
            fallback = before if own else None
            if high == size:
                return found, Introduced(one, low, high, fallback)
            before = _introduced(one, low, high, fallback)
            own = True
    return found, before if own or one.regions else carried


def _sentence(one: Row, low: int, high: int, before: Linked | None) -> list[Linked]:
    """The attributions of a sentence, ``before`` among them where its quotation goes on from there."""
    found: list[Linked] = []
    read = readings(one, low, high)
    if not one.regions:
        return [_linked(one, reading) for reading in _settled(one, read)] if read else found
    quotes = [match.start() for match in QUOTATION.finditer(one.tags, low, high)]
    claimed: dict[int, Linked] = {}
    for reading in _settled(one, read):
        item = _linked(one, reading)
        found.append(item)
        for at in quotes:
            if at not in claimed and any(first <= at < end for first, end in reading.content):
                claimed[at] = item
    for at in quotes:
        if at not in claimed:
            goes_on = found[-1] if found else before
            unclaimed = _unclaimed(one, low, high, at, goes_on, claimed)
            if unclaimed is not None:
                claimed[at] = unclaimed
                if unclaimed not in found:
                    found.append(unclaimed)
    return found


def _introduced(one: Row, low: int, high: int, before: Linked | None) -> Linked | None:
    """What a sentence without a cue leaves for a quotation that stands alone after it: its subject as
    the source ("Hale was blunt. “We lost.”"), but a subject without a name only when nobody spoke ``before`` in
    the paragraph. The content is still empty."""
    if before is not None and "N" not in one.tags[low : low + 6]:
        return before
    source = main_subject(one, low, high)
    return Linked(content=[], kind="direct", source=[one.span(*source)]) if source else before


def _only_quotations(one: Row, low: int, high: int) -> bool:
    """Whether nothing but quotations and marks stands in ``[low, high)``."""
    return not one.tags[low:high].strip("Q.,()-:c")


def _settled(one: Row, found: list[Reading]) -> list[Reading]:
    """The readings without those whose cue stands inside the content of another: what a speaker relays
    is the speaker's content. A quotation belongs to one reading only."""
    if len(found) < 2:
        return found
    for reading in found:
        _trim(one, reading, found)
    found = [reading for reading in found if reading.content]
    kept = [reading for reading in found if not any(_holds(other, reading) for other in found if other is not reading)]
    if len(kept) < 2 or not one.regions:
        return kept
    taken: set[int] = set()
    settled: list[Reading] = []
    for reading in sorted(kept, key=_strength):
        quotes = {at for first, end in reading.content for at in range(first, end) if one.tags[at] == "Q"}
        if quotes and quotes <= taken:
            continue
        taken |= quotes
        settled.append(reading)
    return sorted(settled, key=lambda reading: reading.cue)


def _trim(one: Row, outer: Reading, found: list[Reading]) -> None:
    """Ends the content of a relative clause before the verb of the main clause ("others who want to ban
    it | said"), and any content before an aside with a cue of its own ("- “We will see,” she said -")."""
    for inner in found:
        if inner is outer or not inner.content:
            continue
        end = None
        if inner.source and outer.source and inner.source[0] < outer.source[0] and inner.source[1] >= outer.cue[1]:
            end = inner.cue[0]
        elif inner.frame == "before" and _between_dashes(one, inner.content[0][0]):
            end = inner.content[0][0]
        if end is not None and end > outer.cue[0]:
            outer.content = [(first, min(last, end)) for first, last in outer.content if first < end]


def _strength(reading: Reading) -> int:
    return 0 if reading.frame in ("quote", "colon", "that", "before") else 1


def _holds(outer: Reading, inner: Reading) -> bool:
    """Whether the cue of ``inner`` stands inside the content of ``outer``."""
    if _thinks(outer) and not _thinks(inner) and inner.frame in ("quote", "before", "colon"):
        return False
    if outer.frame in ("np", "inf") and inner.frame == "quote" and inner.content[0][0] - inner.cue[1] <= 4:
        return False
    inside = any(first <= inner.cue[0] and inner.cue[1] <= end for first, end in outer.content)
    return inside and not any(first <= outer.cue[0] and outer.cue[1] <= end for first, end in inner.content)


def _between_dashes(one: Row, first: int) -> bool:
    """Whether a quotation at ``first`` opens an aside."""
    return first > 0 and one.tags[first - 1] == "-" and one.tags[first] == "Q"


def _thinks(reading: Reading) -> bool:
    return reading.verb is not None and "speech" not in reading.verb.frames.values()


def _linked(one: Row, reading: Reading) -> Linked:
    act: Act = "speech"
    if reading.verb is not None:
        frames = reading.verb.frames
        frame = FRAMES.get(reading.frame, reading.frame)
        act = frames[frame] if frame in frames else next(iter(frames.values()))
    return Linked(
        content=[_offsets(one, part) for part in reading.content],
        kind=_kind(one, reading.content),
        source=[one.span(*reading.source)] if reading.source else [],
        cue=[one.span(*reading.cue)],
        act=act,
    )


def _offsets(one: Row, part: Phrase) -> Offsets:
    first, last = part
    while last - 1 > first and one.tags[last - 1] in ",.;:-":
        last -= 1
    start, end = one.span(first, last)
    if not one.regions:
        return start, end
    if first in one.regions:
        start = one.regions[first].inner
    if last - 1 in one.regions:
        end = one.regions[last - 1].outer
    return start, end


def _kind(one: Row, content: list[Phrase]) -> Kind:
    if not one.regions:
        return "indirect"
    tags = "".join(one.tags[first:end] for first, end in content)
    if "Q" not in tags:
        return "indirect"
    return "mixed" if tags.strip("Q.,;:-()") else "direct"


def _unclaimed(
    one: Row, low: int, high: int, at: int, before: Linked | None, claimed: dict[int, Linked]
) -> Linked | None:
    """The attribution of a quotation that no cue in its sentence claims; None for a title or a phrase
    that is nobody's speech."""
    region = one.regions[at]
    part = (region.inner, region.outer)
    if at - 1 >= low and at - 1 in claimed:
        claimed[at - 1].content.append(part)
        return claimed[at - 1]
    if BOILERPLATE.match(one.text, region.inner, region.outer):
        return None
    if _only_quotations(one, low, high):
        return _going_on(before, part)
    if (
        at == low
        and before is not None
        and before.kind != "indirect"
        and before.content
        and not is_title(one.text, region)
        and region.outer - region.inner > 25
    ):
        return _going_on(before, part)
    if is_title(one.text, region):
        return None
    if one.tags[at - 1 : at] == ":" and at > low:
        source = _owner(one, low, at - 1) or main_subject(one, low, at - 1)
        return Linked(content=[part], kind="direct", source=[one.span(*source)]) if source else _going_on(before, part)
    governed = embedding(one, low, at)
    if governed:
        source, cue, verb = governed
        return Linked(
            content=[part], kind="direct", source=[one.span(*source)], cue=[one.span(*cue)], act=_speech(verb)
        )
    return None


def _owner(one: Row, low: int, high: int) -> Phrase | None:
    """The owner in "Her verdict: “…”" and "Hale's answer: “…”"."""
    if one.words[low] in POSSESSIVE and not one.tags[low + 1 : high].strip("ne"):
        return low, low + 1
    mark = one.tags.find("s", low, min(high, low + 6))
    return (low, mark + 1) if mark > low and not one.tags[mark + 1 : high].strip("ne") else None


def _going_on(before: Linked | None, part: Offsets) -> Linked:
    """The attribution that a quotation standing alone belongs to."""
    if before is None or (before.content and before.content[-1][0] >= part[0]):
        return Linked(content=[part], kind="direct")
    if not before.content:
        return Linked(content=[part], kind="direct", source=before.source)
    before.content.append(part)
    if before.kind == "indirect":
        before.kind = "mixed"
    return before


def _speech(verb: Cue) -> Act:
    return "speech" if "speech" in verb.frames.values() else "thought"
