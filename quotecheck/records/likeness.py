"""Speakers under several names who look like one person. It only suggests: a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from quotecheck.quoting.namebook import first_names, roles, same_first_name, word_set
from quotecheck.records.aliases import Aliases
from quotecheck.records.folding import name_words

MOST_IN_A_GROUP = 60
"""Names that share a word, or a word and an initial, and are compared with each other; of more nothing is suggested."""
LEAST_LETTERS = 5
Words = tuple[str, ...]


class Alike(NamedTuple):
    """Two names, the fuller or more frequent one first, and why they look like one person's."""

    name: str
    alias: str
    why: str


def alike(speakers: Mapping[str, int], aliases: Aliases) -> tuple[Alike, ...]:
    """Pairs of names that look like one person's, by name; ``speakers`` tells how often each is quoted. Names that
    ``speakers.yaml`` knows, as one person's or as two people's, are not compared with each other."""
    parsed = {speaker: _plain(name_words(speaker)) for speaker in speakers}
    told = {name_words(name) for person in aliases.people for name in (person.name, *person.aliases)}
    found: dict[frozenset[str], Alike] = {}
    for one, other in _pairs(parsed):
        why = _why(parsed[one], parsed[other])
        if why is None:
            continue
        names = (name_words(one), name_words(other))
        # Spellings of one name are one name everywhere, and need no merging.
        if names[0] == names[1] or aliases.canonical(one) == aliases.canonical(other) or told.issuperset(names):
            continue
        name, alias = sorted((one, other), key=lambda speaker: _rank(parsed[speaker], speakers[speaker], speaker))
        found.setdefault(frozenset((one, other)), Alike(name, alias, why))
    return tuple(sorted((*found.values(), *_surnames(parsed, aliases, told))))


def _rank(words: Words, number: int, speaker: str) -> tuple[int, int, int, str]:
    """The fuller name goes first: more words, fewer initials; then the more frequent."""
    return -len(words), sum(len(word) == 1 for word in words), -number, speaker


def _plain(words: Words) -> Words:
    """The words of a name without honorifics and roles before it and "Jr." after it."""
    start = 0
    while start < len(words) - 1 and words[start] in _titles():
        start += 1
    end = len(words)
    while end - start > 1 and words[end - 1] in word_set("suffixes"):
        end -= 1
    return words[start:end]


@cache
def _titles() -> frozenset[str]:
    """Honorifics and roles that can stand before a name, without those that are first names too ("Dean")."""
    return frozenset((word_set("honorifics") | roles().keys() | word_set("abbreviated")) - first_names().keys())


def _pairs(parsed: Mapping[str, Words]) -> Iterator[tuple[str, str]]:
    """Names of two words or more that share the first or the last, and names that differ in spelling only. Where very
    many share a word, those whose other words begin alike are compared: each name meets a bounded number of others."""
    groups: dict[tuple[str, object], list[str]] = defaultdict(list)
    for speaker, words in parsed.items():
        if words:
            groups["same", words].append(speaker)
        if len(words) > 1:
            groups["first", words[0]].append(speaker)
            groups["last", words[-1]].append(speaker)
    for (shared, _), group in groups.items():
        parts = [group] if len(group) <= MOST_IN_A_GROUP else _initials(group, parsed, 0 if shared == "last" else -1)
        for part in parts:
            for place, one in enumerate(part if len(part) <= MOST_IN_A_GROUP else ()):
                yield from ((one, other) for other in part[place + 1 :])


def _initials(group: Iterable[str], parsed: Mapping[str, Words], place: int) -> Iterable[list[str]]:
    """The names of a group, those together whose word at ``place`` has the same first letter."""
    parts: dict[str, list[str]] = defaultdict(list)
    for speaker in group:
        parts[parsed[speaker][place][0]].append(speaker)
    return parts.values()


def _why(one: Words, other: Words) -> str | None:
    if one == other:
        return "the same name without its title"
    if len(one) < 2 or len(other) < 2:
        return None
    if one[-1] == other[-1] and same_first_name(one[0], other[0]) and _middles_fit(one[1:-1], other[1:-1]):
        return "the same surname, and first names that can be one person's"
    if len(one) == len(other) and one[1:-1] == other[1:-1]:
        for place in (0, -1):
            if one[place] == other[place] and _is_slip(one[-1 - place], other[-1 - place]):
                return "one letter apart"
    return None


def _middles_fit(one: Words, other: Words) -> bool:
    """Whether middle names do not contradict each other: left out, equal, or an initial."""
    if not one or not other:
        return True
    pairs = zip(one, other, strict=False)
    return all(a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0]) for a, b in pairs)


def _is_slip(one: str, other: str) -> bool:
    """Whether two words of some length differ by one letter, left out, put in, exchanged or changed with the next."""
    if min(len(one), len(other)) < LEAST_LETTERS or abs(len(one) - len(other)) > 1:
        return False
    if one[0] != other[0] and one[-1] != other[-1]:  # most pairs: one slip changes one end at most
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


def _surnames(parsed: Mapping[str, Words], aliases: Aliases, told: Iterable[Words]) -> Iterator[Alike]:
    """A bare surname, or one with a title, where only one full name ends with it."""
    full: dict[str, list[str]] = defaultdict(list)
    for speaker, words in parsed.items():
        if len(words) > 1:
            full[words[-1]].append(speaker)
    known = set(told)
    for speaker, words in parsed.items():
        owners = {aliases.canonical(name) for name in full[words[0]]} if len(words) == 1 else set()
        if len(owners) == 1 and name_words(speaker) not in known:
            yield Alike(owners.pop(), speaker, "the only full name with this surname")
