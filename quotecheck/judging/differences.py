"""An alignment → the differences that nothing marks, ready for the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from quotecheck.judging.forms import same_word
from quotecheck.judging.lexicon import listed
from quotecheck.judging.wording import Difference
from quotecheck.matching.align import Alignment, Change
from quotecheck.matching.tokens import Passage, Token
from quotecheck.patterns import pattern

# Words around a change that a rule may look at, for repetitions.
NEIGHBOURS = 24
_SET_OFF = pattern(r"[,;:.!?…–—-]")
# What the source itself adds in brackets, or tells between two quotations, may be left out.
_OPTIONAL = frozenset(("fill", "paren", "narration"))
_MASK = frozenset(("censored", "expletive", "bleep", "bleeped", "deleted"))


def differences(alignment: Alignment) -> tuple[Difference, ...]:
    """The places where the draft's words differ from the source's without a mark, in order. An ellipsis excuses
    left-out words, a bracket the words it stands for; what they take away is judged elsewhere."""
    bare = [(change, *_unmarked(change)) for change in alignment.changes]
    bare = [(change, draft, source) for change, draft, source in bare if draft or source]
    parted = [_parted(draft, source) for _, draft, source in bare]
    lost = Counter(key for one, _, _ in parted for key in one)
    gained = Counter(key for _, one, _ in parted for key in one)
    moved = _moved(lost, gained, parted) | _from_afar(alignment, gained)
    return tuple(
        _difference(alignment, change, draft, source, part, moved)
        for (change, draft, source), part in zip(bare, parted, strict=True)
    )


def _moved(
    lost: Counter[str], gained: Counter[str], parted: Sequence[tuple[list[str], list[str], list[tuple[str, str]]]]
) -> frozenset[str]:
    """Keys that one place loses and another gains, when they carry meaning or are all there is."""
    both = set(lost) & set(gained)
    if any(key not in listed("function") for key in both):
        return frozenset(both)
    return frozenset(both) if both and lost == gained and len(parted) > 1 else frozenset()


def _from_afar(alignment: Alignment, gained: Counter[str]) -> frozenset[str]:
    """Gained keys that the same sentence of the source has before or after the shared stretch, when most do."""
    source = alignment.source
    start, end = alignment.first, alignment.last
    while start > 0 and not source.sentence_starts(start):
        start -= 1
    while end < len(source.tokens) and not source.sentence_starts(end):
        end += 1
    beside = {t.key for t in (*source.tokens[start : alignment.first], *source.tokens[alignment.last : end])}
    there = {key for key in gained if key in beside}
    carrying = [key for key in there if key not in listed("function")]
    return frozenset(there) if len(carrying) >= 2 and 4 * len(there) >= 3 * len(gained) else frozenset()


def _unmarked(change: Change) -> tuple[list[Token], list[Token]]:
    """The tokens of a change that no ellipsis and no bracket accounts for."""
    draft = [token for token in change.draft if not token.mark]
    source = [token for token in change.source if token.mark not in _OPTIONAL or token.key in _MASK]
    if change.ellipsis:
        return draft, []
    if not change.bracket:
        return draft, ([] if change.edge and not draft else source)
    if all(token.mark == "partial" for token in change.draft) and len(change.draft) == len(source) == 1:
        return ([], []) if _fits(change.draft[0], source[0]) else (list(change.draft), source)
    # What the bracket stands for: one word when others changed too, else whatever is missing.
    if not draft:
        return [], []
    first = bool(change.draft[0].mark)
    spare = len(source) - len(draft)
    source = source[max(1, spare) :] if first else source[: len(draft)]
    return draft, source


def _fits(partial: Token, source: Token) -> bool:
    """Whether what is written outside the bracket of "pick[ing]" is what the source has there."""
    before, _, rest = partial.norm.partition("[")
    after = rest.partition("]")[2]
    return source.norm.startswith(before) and source.norm.endswith(after)


def _parted(draft: list[Token], source: list[Token]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """What only the source has, what only the draft has, and pairs of two forms of one word."""
    gained = [token.key for token in draft]
    lost = [token.key for token in source]
    for key in list(lost):
        if key in gained:
            lost.remove(key)
            gained.remove(key)
    pairs = []
    for key in list(gained):
        twin = next((other for other in lost if same_word(key, other)), None)
        if twin is not None:
            gained.remove(key)
            lost.remove(twin)
            pairs.append((key, twin))
    return lost, gained, pairs


def _difference(
    alignment: Alignment,
    change: Change,
    draft: list[Token],
    source: list[Token],
    part: tuple[list[str], list[str], list[tuple[str, str]]],
    moved: frozenset[str],
) -> Difference:
    lost, gained, pairs = part
    tokens = alignment.source.tokens
    swapped = not lost and not gained and not pairs
    return Difference(
        lost=tuple(lost),
        gained=tuple(gained),
        pairs=tuple(pairs),
        left=tuple(token.key for token in tokens[max(0, change.s1 - NEIGHBOURS) : change.s1]),
        right=tuple(token.key for token in tokens[change.s2 : change.s2 + NEIGHBOURS]),
        lost_names=frozenset(_names(alignment.source, source) & set(lost)),
        gained_names=frozenset(_names(alignment.draft, draft) & set(gained)),
        moved=frozenset(token.key for token in draft) if swapped else moved & (set(lost) | set(gained)),
        omitted=0 if draft else len({token.start for token in source}),
        set_off=_set_off(alignment.source, change),
        place=change.d1,
        edge=change.edge,
    )


def _names(passage: Passage, tokens: Sequence[Token]) -> set[str]:
    """The keys of tokens that are written with a capital where no sentence starts."""
    places = {token: index for index, token in enumerate(passage.tokens)}
    return {
        token.key
        for token in tokens
        if passage.text[token.start].isupper() and token.norm not in {"i", "i'm", "i've", "i'll", "i'd"}
        and not passage.sentence_starts(places[token])
    }


def _set_off(source: Passage, change: Change) -> bool:
    """Whether punctuation stands on both sides of what the source has."""
    if change.s1 >= change.s2:
        return False
    before = change.s1 == 0 or _SET_OFF.search(source.between(change.s1)) is not None
    after = change.s2 == len(source.tokens) or _SET_OFF.search(source.between(change.s2)) is not None
    return before and after


def sentence_cuts(alignment: Alignment) -> Iterator[Change]:
    """Unmarked omissions of whole sentences: what stands before and after was said at another point."""
    for change in alignment.changes:
        if change.draft or change.ellipsis or change.edge or change.s1 >= change.s2:
            continue
        plain = [token for token in change.source if not token.mark]
        source = alignment.source
        if len(plain) >= 3 and source.sentence_starts(change.s1) and source.sentence_starts(change.s2):
            yield change
