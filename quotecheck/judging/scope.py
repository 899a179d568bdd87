"""What an honest cut may not take away: a "not", an "if", a "some say" that stood beside the quoted words.

Only words that are bound to what was kept count: those of the same clause, or a condition or concession that is
joined to it. What the draft says outside its marks can make up for the cut, so its sentence is read too.
"""

from __future__ import annotations

from typing import NamedTuple

from quotecheck.judging.items import Item
from quotecheck.judging.lexicon import listed
from quotecheck.matching.align import Alignment
from quotecheck.matching.tokens import Passage, passage

# How far from the cut a bound word can stand, in words.
REACH = 9


class Cut(NamedTuple):
    """Source words that the draft leaves out. ``near`` are those bound to the kept words, the nearest one last
    (before the quote) or first (after it); ``joined`` are those of a clause beside it in the same sentence."""

    side: str
    near: tuple[str, ...]
    joined: tuple[str, ...] = ()


def lost_scope(item: Item, alignment: Alignment) -> tuple[str, ...]:
    """The reasons why a cut misleads, worst first; empty for an honest one."""
    found: list[str] = []
    cut_off = cuts(item, alignment)
    if not cut_off:
        return ()
    outside = {token.key for token in passage(item.outside).tokens}
    there = " " + " ".join(token.key for token in passage(item.nearby).tokens) + " "
    for cut in cut_off:
        if _goes_on(cut, there):
            continue
        found += [reason for reason in _reasons(item, cut, alignment) if not _kept(reason, cut, outside)]
    return tuple(dict.fromkeys(found))


def _goes_on(cut: Cut, there: str) -> bool:
    """Whether the draft has the words next to the cut beside the quote: it goes on there, in marks or without."""
    words = cut.near + cut.joined if cut.side == "after" else cut.joined + cut.near
    beside = words[:3] if cut.side == "after" else words[-3:]
    return len(beside) >= 2 and f" {' '.join(beside)} " in there


def cuts(item: Item, alignment: Alignment) -> list[Cut]:
    """The words cut off before and after the quote within its sentence, and those its ellipses stand for."""
    source = alignment.source
    found = []
    if alignment.blocks and not any(change.edge == "start" for change in alignment.changes):
        found.append(_before(source, alignment.first))
    if alignment.blocks and not any(change.edge == "end" for change in alignment.changes):
        found.append(_after(source, alignment.last))
    for change in alignment.changes:
        if change.ellipsis and not change.edge and change.s1 < change.s2:
            found.append(_inside(source, change.s1, change.s2))
    return found


def _before(source: Passage, first: int) -> Cut:
    start = first
    while start > 0 and first - start < REACH and not source.clause_starts(start):
        start -= 1
    whole = start
    while whole > 0 and first - whole < 3 * REACH and not source.sentence_starts(whole):
        whole -= 1
    return Cut(side="before", near=_keys(source, start, first), joined=_keys(source, whole, start))


def _after(source: Passage, last: int) -> Cut:
    end = last
    while end < len(source.tokens) and end - last < REACH and not source.clause_starts(end):
        end += 1
    whole = end
    while whole < len(source.tokens) and whole - last < 3 * REACH and not source.sentence_starts(whole):
        whole += 1
    return Cut(side="after", near=_keys(source, last, end), joined=_keys(source, end, whole))


def _inside(source: Passage, first: int, last: int) -> Cut:
    """What an ellipsis stands for; whole sentences and clauses set off by commas are not bound to what is kept."""
    left = first
    while left < last and not (source.clause_starts(left)):
        left += 1
    right = last
    while right > left and not source.clause_starts(right):
        right -= 1
    if source.sentence_starts(first) and source.sentence_starts(last):
        return Cut(side="inside", near=())
    bound = _keys(source, first, left) + (_keys(source, right, last) if not source.clause_starts(last) else ())
    return Cut(side="inside", near=bound, joined=_keys(source, left, right))


def _keys(source: Passage, first: int, last: int) -> tuple[str, ...]:
    return tuple(token.key for token in source.tokens[first:last])


def _reasons(item: Item, cut: Cut, alignment: Alignment) -> list[str]:
    if cut.side == "after":
        return _cut_after(cut)
    if cut.side == "inside":
        return _cut_inside(cut)
    return _cut_before(cut, clause=_is_clause(item, alignment))


def _is_clause(item: Item, alignment: Alignment) -> bool:
    """Whether the quote says something by itself rather than naming a thing."""
    return alignment.total >= 4 or item.words[:1].isupper()


def _cut_before(cut: Cut, clause: bool) -> list[str]:
    near = cut.near
    found = ["negation-dropped"] if _denies(near) else []
    if not clause:
        return found
    if _asserts_others(near):
        found.append("reporting-dropped")
    hedges = listed("modals") | listed("hedges") - listed("conditions")
    doubted = any(key in listed("doubts") and near[max(0, i - 1)] != "no" for i, key in enumerate(near))
    if doubted or (near and near[-1] in hedges):
        found.append("qualifier-dropped")
    if _portion(near):
        found.append("quantifier-dropped")
    opens = near[:1] or cut.joined[:1]
    if set(opens) & listed("conditions") - {"only", "except"} and "then" not in near:
        found.append("condition-dropped")
    return found


def _portion(near: tuple[str, ...]) -> bool:
    """Whether the words end in "some", "most of", "half of the": a part of what is quoted."""
    while near and near[-1] in {"of", "the"}:
        near = near[:-1]
    return bool(near) and near[-1] in listed("portions")


def _asserts_others(near: tuple[str, ...]) -> bool:
    """Whether the words before put what follows in somebody else's mouth: "some say", "the claim that"."""
    tail = [key for key in near[-3:] if key != "that"]
    if len(tail) >= 2 and tail[-1] in listed("reporters") and tail[-2] in listed("others") | {"he", "she", "they"}:
        return True
    return (
        near[-1:] == ("that",)
        and len(near) >= 3
        and near[-2] in listed("reported_nouns")
        and near[-3] in {"the", "this", "any"}
    )


def _denies(near: tuple[str, ...]) -> bool:
    """Whether a negation among the words reaches the kept ones; "no doubt" and "not only" deny nothing."""
    for place, key in enumerate(near):
        if key in listed("negations"):
            following = near[place + 1 : place + 2]
            if not (following and following[0] in listed("idle_negations")):
                return True
    return False


# Pairs of words that take back, or tie to a condition, what stands before them.
_LIMITS = frozenset(
    tuple(pair.split())
    for pair in ("as long", "so long", "in theory", "on paper", "on condition", "in case", "for now")
)


def _cut_after(cut: Cut) -> list[str]:
    head = cut.near[:3] or cut.joined[:3]
    found = []
    if cut.near[:1] and cut.near[0] in {"not", "never"}:
        found.append("negation-dropped")
    # "only if", "and only if", "but not if": the condition need not be the first word.
    strict = {"if", "unless", "provided", "without"} & set(head)
    if head and (head[0] in listed("conditions") or (head[0] in {"but", "and"} and strict)):
        found.append("condition-dropped")
    if head[:2] in _LIMITS:
        found.append("condition-dropped")
    rest = set(cut.near + cut.joined)
    if head and head[0] in listed("concessions") and rest & (listed("negations") | {"if", "unless", "only"}):
        found.append("concession-dropped")
    return found


def _cut_inside(cut: Cut) -> list[str]:
    found = []
    if _denies(cut.near):
        found.append("negation-dropped")
    if set(cut.near) & (listed("modals") | listed("hedges")) - {"about", "if", "unless"}:
        found.append("qualifier-dropped")
    if (set(cut.near) | set(cut.joined[:2])) & {"if", "unless", "provided", "except"}:
        found.append("condition-dropped")
    if set(cut.near) & listed("portions"):
        found.append("quantifier-dropped")
    if cut.joined[:1] and cut.joined[0] in listed("concessions") and set(cut.joined) & listed("negations"):
        found.append("concession-dropped")
    return found


_MAKES_UP = {
    "negation-dropped": ("negations", "denials"),
    "qualifier-dropped": ("modals", "hedges", "doubts"),
    "condition-dropped": ("conditions",),
    "concession-dropped": ("concessions", "negations"),
    "quantifier-dropped": ("quantifiers", "portions"),
    "reporting-dropped": ("others", "reported_nouns"),
}


def _kept(reason: str, cut: Cut, outside: set[str]) -> bool:
    """Whether the draft's own words say what was cut: a word of the same sort, or the very words."""
    if any(listed(name) & outside for name in _MAKES_UP[reason]):
        return True
    small = listed("function") | listed("pronouns") | listed("modals")
    content = {key for key in (*cut.near, *cut.joined) if key not in small and key not in listed("negations")}
    return reason in {"condition-dropped", "concession-dropped"} and bool(content & outside)
