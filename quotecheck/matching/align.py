"""A draft's words beside a source's: what is equal, what was changed, and what the draft marks as changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from quotecheck.matching.blocks import Block, blocks
from quotecheck.matching.tokens import Passage, Token
from quotecheck.model import Edit

Weight = Callable[[Token], float]


_BRACKETS = frozenset(("fill", "paren"))


class Style(NamedTuple):
    """Two writings of the same word. ``kind``: "contraction", "informal", "number", "spelling", "masked",
    "compound"."""

    draft: str
    source: str
    kind: str


class Change(NamedTuple):
    """Tokens that differ: ``[d1, d2)`` of the draft stand where ``[s1, s2)`` of the source do. ``ellipsis`` and
    ``bracket`` say that the draft marks the place. ``edge`` is "start" or "end" where the draft goes beyond what is
    shared; the source side is then what stands there in the same sentence."""

    draft: tuple[Token, ...]
    source: tuple[Token, ...]
    d1: int
    d2: int
    s1: int
    s2: int
    ellipsis: bool = False
    bracket: bool = False
    edge: str = ""


class Alignment(NamedTuple):
    """``draft`` and ``source`` in step. ``blocks`` are the shared runs, ``changes`` what stands between and beside
    them, in reading order. ``shared`` and ``total`` count the draft's tokens outside brackets, ``coverage`` is the
    share of their rarity that the source holds, 0 to 1 (0 for a draft without words)."""

    draft: Passage
    source: Passage
    blocks: tuple[Block, ...]
    changes: tuple[Change, ...]
    styles: tuple[Style, ...]
    shared: int
    total: int
    coverage: float
    weight: float

    @property
    def first(self) -> int:
        """The first source token that is shared."""
        return self.blocks[0].source if self.blocks else 0

    @property
    def last(self) -> int:
        """One past the last source token that is shared."""
        return self.blocks[-1].source + self.blocks[-1].length if self.blocks else 0


def align(draft: Passage, source: Passage, weight: Weight) -> Alignment:
    """``draft`` aligned with ``source``; ``weight`` is the rarity of a token. Nothing shared gives no blocks and one
    change that holds the whole draft."""
    weights = [0.1 if token.mark else weight(token) for token in draft.tokens]
    keys = [token.key for token in draft.tokens]
    found = blocks(keys, [token.key for token in source.tokens], weights, draft.gaps)
    draft, source = _spoken_brackets(draft, source, found)
    changes, styles = [], list(_styles(draft, source, found))
    for change in _changes(draft, source, found):
        style = _same_writing(change)
        if style:
            styles.append(style)
        else:
            changes.append(change)
    covered = {i for b in found for i in range(b.draft, b.draft + b.length)}
    covered |= {i for style in styles if style.kind in {"compound", "masked"} for i in _places(draft, style)}
    plain = [i for i, token in enumerate(draft.tokens) if not token.mark]
    total_weight = sum(weights[i] for i in plain)
    return Alignment(
        draft=draft,
        source=source,
        blocks=found,
        changes=tuple(changes),
        styles=tuple(styles),
        shared=sum(1 for i in plain if i in covered),
        total=len(plain),
        coverage=sum(weights[i] for i in plain if i in covered) / total_weight if total_weight else 0.0,
        weight=total_weight,
    )


def _spoken_brackets(draft: Passage, source: Passage, found: tuple[Block, ...]) -> tuple[Passage, Passage]:
    """Both passages without the marks of brackets that stand in both: such a bracket is no edit of the draft's, and
    its words are words like others."""
    offsets = [(b.draft + k, b.source + k) for b in found for k in range(b.length)]
    shared = [(i, j) for i, j in offsets if draft.tokens[i].mark in _BRACKETS and source.tokens[j].mark in _BRACKETS]
    if not shared:
        return draft, source
    return _unmarked(draft, [i for i, _ in shared]), _unmarked(source, [j for _, j in shared])


def _unmarked(words: Passage, places: list[int]) -> Passage:
    tokens = list(words.tokens)
    for place in places:
        mark, first, last = words.tokens[place].mark, place, place
        while first > 0 and words.tokens[first - 1].mark == mark:
            first -= 1
        while last < len(tokens) and words.tokens[last].mark == mark:
            last += 1
        tokens[first:last] = [token._replace(mark="") for token in tokens[first:last]]
    return words._replace(tokens=tuple(tokens))


def _places(draft: Passage, style: Style) -> Iterator[int]:
    return (i for i, token in enumerate(draft.tokens) if token.norm in style.draft.split())


def _changes(draft: Passage, source: Passage, found: tuple[Block, ...]) -> Iterator[Change]:
    d, s = 0, None
    for block in [*found, None]:
        d2 = block.draft if block else len(draft.tokens)
        if s is None or block is None:
            s1, s2 = _beside(source, s, block, d2 - d)
            edge = "start" if s is None else "end"
        else:
            s1, s2, edge = s, block.source, ""
        if d < d2 or (s1 < s2 and not edge):
            yield _change(draft, source, (d, d2, s1, s2), edge)
        if block:
            d, s = block.draft + block.length, block.source + block.length


def _beside(source: Passage, s: int | None, block: Block | None, count: int) -> tuple[int, int]:
    """The source tokens before the first shared one, or after the last: as many as ``count``, in the sentence."""
    if s is None and block is None:
        return 0, 0
    if block is not None:
        start = block.source
        while start > 0 and block.source - start < count and not source.sentence_starts(start):
            start -= 1
        while 0 < start < block.source and source.between(start) == "-":
            start -= 1
        return start, block.source
    end = s = s or 0
    while end < len(source.tokens) and end - s < count and not source.sentence_starts(end):
        end += 1
    while s < end < len(source.tokens) and source.between(end) == "-":
        end += 1
    return s, end


def _change(draft: Passage, source: Passage, place: tuple[int, int, int, int], edge: str) -> Change:
    d1, d2, s1, s2 = place
    return Change(
        draft=draft.tokens[d1:d2],
        source=source.tokens[s1:s2],
        d1=d1,
        d2=d2,
        s1=s1,
        s2=s2,
        ellipsis=any(d1 <= gap <= d2 for gap in draft.gaps),
        bracket=any(token.mark for token in draft.tokens[d1:d2]),
        edge=edge,
    )


def _styles(draft: Passage, source: Passage, found: tuple[Block, ...]) -> Iterator[Style]:
    """Shared tokens that are written differently, each writing once."""
    seen: set[tuple[int, int]] = set()
    for block in found:
        for offset in range(block.length):
            a, b = draft.tokens[block.draft + offset], source.tokens[block.source + offset]
            if a.norm == b.norm or a.mark == "partial" or b.mark == "partial" or (a.start, b.start) in seen:
                continue
            seen.add((a.start, b.start))
            kinds = {a.kind, b.kind}
            kind = next((k for k in ("informal", "contraction", "number", "masked") if k in kinds), "spelling")
            if kind == "number" and a.norm.replace(" ", "") == b.norm.replace(" ", ""):
                continue
            yield Style(a.norm, b.norm, kind)


def _same_writing(change: Change) -> Style | None:
    """The style of a change whose words are the same, run together, masked or contracted; None for any other."""
    if not change.draft or not change.source or change.ellipsis or change.bracket:
        return None
    draft = " ".join(_once(change.draft))
    for tokens in _sides(change):
        source = " ".join(_once(tokens))
        if draft.replace(" ", "") == source.replace(" ", ""):
            return Style(draft, source, "compound")
    source = " ".join(_once(change.source))
    if draft in {_is(source), _has(source)} or source in {_is(draft), _has(draft)}:
        return Style(draft, source, "contraction")
    if len(change.draft) == len(change.source) and all(map(_masks, change.draft, change.source)):
        return Style(draft, source, "masked")
    return None


def _sides(change: Change) -> list[tuple[Token, ...]]:
    """What of the source may be the draft's words: all of it; at an edge also its nearer part."""
    sides = [change.source]
    if change.edge == "end":
        sides += [change.source[:k] for k in range(1, len(change.source))]
    elif change.edge == "start":
        sides += [change.source[k:] for k in range(1, len(change.source))]
    return sides


def _once(tokens: tuple[Token, ...]) -> list[str]:
    """The writings of tokens, those of one word once."""
    return [token.norm for i, token in enumerate(tokens) if i == 0 or tokens[i - 1].start != token.start]


def _is(words: str) -> str:
    return words.removesuffix("'s") + " is" if words.endswith("'s") else ""


def _has(words: str) -> str:
    return words.removesuffix("'s") + " has" if words.endswith("'s") else ""


def _masks(a: Token, b: Token) -> bool:
    """Whether one of two tokens is the other, or the other with letters masked ("d*", "sh*t", "censored")."""
    if a.key == b.key:
        return True
    masked, full = (a, b) if a.kind == "masked" else (b, a)
    if masked.kind != "masked" or full.kind == "masked":
        return False
    start, _, end = masked.norm.partition("*")
    return bool(re.match(r"[^\W\d_]", full.norm)) and full.norm.startswith(start) and full.norm.endswith(end)


def edits(alignment: Alignment) -> tuple[Edit, ...]:
    """The alignment as steps from the source's wording to the draft's, as written on both sides. Words that the
    source has before and after are left out."""
    steps: list[tuple[int, int, int, int, bool]] = []
    for change in alignment.changes:
        steps.append((*_whole_words(alignment, change), True))
    found: list[Edit] = []
    d, s = 0, alignment.first
    for d1, d2, s1, s2, _ in steps:
        if d1 > d:
            found.append(_edit(alignment, (d, d1, s, s1), "equal"))
        found.append(_edit(alignment, (d1, d2, s1, s2), ""))
        d, s = d2, s2
    if d < len(alignment.draft.tokens):
        found.append(_edit(alignment, (d, len(alignment.draft.tokens), s, alignment.last), "equal"))
    return tuple(edit for edit in found if edit.draft or edit.source)


def _whole_words(alignment: Alignment, change: Change) -> tuple[int, int, int, int]:
    """The change widened to whole words where it parts a contraction."""
    d, s = alignment.draft.tokens, alignment.source.tokens
    d1, d2, s1, s2 = change.d1, change.d2, change.s1, change.s2
    while (0 < d1 < d2 and d[d1].start == d[d1 - 1].start) or (0 < s1 < s2 and s[s1].start == s[s1 - 1].start):
        if d1 == 0 or s1 == 0:
            break
        d1, s1 = d1 - 1, s1 - 1
    while (d1 < d2 < len(d) and d[d2].start == d[d2 - 1].start) or (
        s1 < s2 < len(s) and s[s2].start == s[s2 - 1].start
    ):
        if d2 == len(d) or s2 == len(s):
            break
        d2, s2 = d2 + 1, s2 + 1
    return d1, d2, s1, s2


def _edit(alignment: Alignment, place: tuple[int, int, int, int], op: str) -> Edit:
    d1, d2, s1, s2 = place
    draft = alignment.draft.words(d1, d2)
    source = alignment.source.words(s1, s2)
    if not op and not draft and any(d1 <= gap <= d2 for gap in alignment.draft.gaps):
        draft = "…"
    if op == "equal":
        return Edit(op="equal", draft=draft, source=source)
    if draft and source:
        return Edit(op="replace", draft=draft, source=source)
    return Edit(op="insert" if draft else "delete", draft=draft, source=source)
