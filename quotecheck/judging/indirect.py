"""Judges a statement that a draft reports in its own words: does a claim of that speaker say so?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecheck.judging.evidence import Finder, Found, distinctive
from quotecheck.judging.forms import stem
from quotecheck.judging.items import Item
from quotecheck.judging.lexicon import listed
from quotecheck.judging.verdicts import Finding
from quotecheck.matching.tokens import Passage, Token, passage
from quotecheck.model import Severity

# The least share of a statement's rare words that the closest claim must have to be about the same thing, to say that
# they conflict, and to take it for the same thing when all numbers agree.
# Set on reported statements of the training articles against their own and against other articles.
RELATED, CONFLICT, WITH_NUMBERS = 0.5, 0.5, 0.35
# Words around what claim and statement share in which a "not" or a "may" still bears on it.
AROUND = 3


class _Sense(NamedTuple):
    """What a statement is about: the stems of the words that carry meaning, the numbers, the names, and the carrying
    words in order (empty in the passive)."""

    stems: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    order: tuple[str, ...]


class _Mood(NamedTuple):
    """Whether a statement denies, how sure it is, and whether it speaks of the whole or of a part."""

    denies: bool
    possible: bool
    certain: bool
    whole: bool
    part: bool


def judge_statement(item: Item, finder: Finder) -> tuple[list[Finding], list[Found]]:
    """What there is to say of a reported statement, and the evidence, best first. "supported" is a finding too."""
    found = finder.find(item)
    same = [one for one in found if one.clean and one.relation != "other"]
    if same:
        return [Finding("supported", "none")], same
    if found and found[0].clean and distinctive(found[0]):
        return _other_speaker(item, found[0]), [found[0]]
    near = [one for one in found if one.relation in {"same", "unknown", "institution"}]
    ranked = sorted(((_share(item, one, finder), one) for one in near), key=lambda pair: -pair[0])
    if ranked:
        share, best = ranked[0]
        reasons = _conflicts(item, best)
        if share >= CONFLICT and reasons:
            return [Finding("contradicted", "error", reasons)], [best]
        if share >= RELATED or (share >= WITH_NUMBERS and _sense(passage(item.words)).numbers and not reasons):
            return [Finding("supported", "none")], [best]
    severity: Severity = "note" if item.act == "thought" or item.voice.name is None or _slight(item) else "warning"
    return [Finding("unsourced", severity)], [one for _, one in ranked[:1]]


def _slight(item: Item) -> bool:
    """Whether a statement says too little to be looked for ("he would")."""
    return sum(map(_carries, passage(item.words).tokens)) < 3


def _other_speaker(item: Item, one: Found) -> list[Finding]:
    if item.voice.named and one.evidence.claim and one.evidence.speaker:
        return [Finding("misattributed", "error", ("speaker-conflict",))]
    return [Finding("supported", "none")]


def _share(item: Item, one: Found, finder: Finder) -> float:
    """The share of the statement's words that the claim has in any form and order, weighed by rarity."""
    there = {stem(token.key) for token in one.alignment.source.tokens}
    carrying = [token for token in passage(item.words).tokens if _carries(token)]
    total = sum(finder.weight(token) for token in carrying)
    shared = sum(finder.weight(token) for token in carrying if stem(token.key) in there)
    return shared / total if total else 0.0


def _conflicts(item: Item, one: Found) -> tuple[str, ...]:
    """In what the statement and the claim cannot both be true."""
    words = passage(item.words)
    draft, source = _sense(words), _sense(one.alignment.source)
    ours, theirs = _mood(words.tokens), _mood(_about(one.alignment.source, draft.stems))
    denied = bool({token.key for token in passage(item.before).tokens[-4:]} & listed("disclaims"))
    reasons = []
    if (ours.denies != denied) != theirs.denies:
        reasons.append("negation-changed")
    if draft.numbers and source.numbers and not draft.numbers <= source.numbers:
        reasons.append("number-changed")
    if _other_names(item, draft, source, one):
        reasons.append("name-changed")
    if (theirs.possible and not ours.possible and (ours.certain or not theirs.certain)) or (
        ours.possible and not theirs.possible and theirs.certain
    ):
        reasons.append("modal-changed")
    if (ours.whole and theirs.part and not theirs.whole) or (theirs.whole and ours.part and not ours.whole):
        reasons.append("quantifier-changed")
    if _swapped(draft.order, source.order):
        reasons.append("reordered")
    return tuple(reasons)


def _other_names(item: Item, draft: _Sense, source: _Sense, one: Found) -> bool:
    """Whether each side names somebody, or some place, whom the other does not."""
    around = passage(f"{item.outside} {item.voice.name or ''} {one.evidence.speaker or ''} {one.evidence.prefix}")
    known = {token.key for token in around.tokens}
    ours = draft.names - known - {token.key for token in one.alignment.source.tokens}
    theirs = source.names - known - {token.key for token in passage(item.words).tokens}
    return len(ours) == 1 and len(theirs) == 1


def _swapped(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether who did it and whom it was done to changed places: "A sued B" and "B sued A"."""
    triples = {ours[i : i + 3] for i in range(len(ours) - 2)}
    return any((c, b, a) in triples and a != c for a, b, c in zip(theirs, theirs[1:], theirs[2:], strict=False))


def _sense(words: Passage) -> _Sense:
    keys = {token.key for token in words.tokens}
    return _Sense(
        stems=frozenset(stem(token.key) for token in words.tokens if _carries(token)),
        numbers=frozenset(key for key in keys if key.startswith("#") and key != "#1"),
        names=frozenset(_names(words)),
        # In "B was sued by A" the order says nothing.
        order=() if "by" in keys else tuple(stem(token.key) for token in words.tokens if _carries(token)),
    )


def _about(words: Passage, stems: frozenset[str]) -> Sequence[Token]:
    """The stretch of a claim that speaks of the same things: from its first to its last shared word, with a few words
    around, so that a "not" in the rest of what was said denies nothing here."""
    shared = [i for i, token in enumerate(words.tokens) if _carries(token) and stem(token.key) in stems]
    return words.tokens[max(0, shared[0] - AROUND) : shared[-1] + 1 + AROUND] if shared else words.tokens


def _mood(tokens: Sequence[Token]) -> _Mood:
    keys = {token.key for token in tokens}
    return _Mood(
        denies=sum(token.key in listed("negations") for token in tokens) % 2 == 1,
        possible=bool(keys & listed("possible")),
        certain=bool(keys & listed("certain")),
        whole=bool(keys & listed("wholes")),
        part=bool(keys & listed("parts")),
    )


def _names(words: Passage) -> Sequence[str]:
    tokens = enumerate(words.tokens)
    return [t.key for i, t in tokens if words.text[t.start].isupper() and not words.sentence_starts(i)]


def _carries(token: Token) -> bool:
    small = listed("function") | listed("pronouns") | listed("modals") | listed("negations")
    return not token.mark and token.key not in small
