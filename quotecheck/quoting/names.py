"""Names in prose: where they stand, and how each is built (title, given names, surname, suffix).

One regular expression finds runs of capitalised words; what a run means depends on its words alone,
so every distinct run is read once and remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from quotecheck.quoting.namebook import Gender, first_names, fold, organisation_words, places, roles, starters, word_set

Sort = Literal["person", "maybe", "organisation", "place", "single", "role"]

QUOTES = "“”\"‘’'()"
# Minor words inside names of organisations, and particles inside those of people.
PARTICLES = "de|del|della|di|da|dos|du|la|le|van|von|der|den|ter|bin|bint|ibn|al|el|y|e"


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A reading of a run of capitalised words.

    ``words`` is the name without titles and suffix (``folded`` for comparison), ``offset`` and
    ``length`` where it stands in its run, ``lead`` where its titles begin. ``titles`` are the roles
    before it (canonical words), ``gender`` what they tell. ``sort`` is "person" (sure), "maybe" (two
    or more words that can be a person's name), "single" (one word, nobody knows whose), "role" (a
    title alone), "organisation" or "place". Readings compare by identity: one run has one reading.
    """

    sort: Sort
    words: tuple[str, ...]
    titles: tuple[str, ...]
    suffix: str
    offset: int
    length: int
    lead: int
    folded: tuple[str, ...]
    gender: Gender


class Mentions(NamedTuple):
    """The names of a text in reading order, in columns: where each begins and ends, and its reading."""

    starts: list[int]
    ends: list[int]
    names: list[Name]


def find(text: str) -> Mentions:
    """Every name of ``text``. Linear in the length of the text; empty columns for a text without names."""
    found = [(match.start(), name) for match in _run().finditer(text) for name in read(match.group())]
    starts = [begin + name.offset for begin, name in found]
    names = [name for _, name in found]
    return Mentions(starts, [start + name.length for start, name in zip(starts, names, strict=True)], names)


@lru_cache(maxsize=1 << 13)
def read(run: str) -> tuple[Name, ...]:
    """The names in a run of capitalised words, such as "Sen. Jane Roe" or "But Roe"."""
    found = []
    for words in _pieces(run):
        name = _read_piece(words)
        if name is not None:
            found.append(name)
    return tuple(found)


def whole(text: str) -> Name | None:
    """The name that ``text`` is, None when it is anything else."""
    run = _run().fullmatch(text)
    readings = read(text) if run else ()
    return readings[-1] if readings and readings[-1].offset + readings[-1].length == len(text) else None


@cache
def _run() -> re.Pattern[str]:
    """The pattern of a run: up to ten capitalised words, with initials, particles and a nickname between."""
    upper = "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁ" + "".join(chr(code) for code in range(0x100, 0x250) if chr(code).isupper())
    tail = rf"\w*(?:[’'-](?![sS]\b)\w+){{0,4}}(?:(?<=ers)[’'](?=[ \xa0][{upper}]))?"
    word = rf"[{upper}](?:\w{{0,4}}\.(?:[{upper}]\.){{0,4}}|{tail})"
    first = rf"[{upper}](?<!\w.)(?:\w{{0,4}}\.(?:[{upper}]\.){{0,4}}|{tail})"
    nickname = rf"(?:[(“\"‘'][{upper}]\w*(?: [{upper}]\w*)?[)”\"’'] )?"
    between = rf"[ \xa0](?:(?:{PARTICLES})[ \xa0]){{0,2}}(?:& )?(?:al-|el-)?"
    return re.compile(rf"{first}(?:{between}{nickname}{word}|, [JS]r\.){{0,9}}")


def _pieces(run: str) -> list[list[tuple[str, int]]]:
    """The words of a run with their offsets, cut after a sentence's full stop and before words that
    cannot be inside a name."""
    pieces: list[list[tuple[str, int]]] = [[]]
    openers = starters()
    group = fold(run.rpartition(" ")[2]) in organisation_words()  # "Dock Workers’ Union"
    for match in re.finditer(r"[^\s,]+", run):
        word, offset = match.group(), match.start()
        plain = fold(word)
        opener = openers.get(plain)
        if pieces[-1] and opener is False and not word.isupper():
            pieces.append([])
        pieces[-1].append((word, offset))
        if (word[-1] in "’'" and not group) or (word[-1] == "." and not _abbreviated(word)):
            pieces[-1][-1] = (word[:-1], offset)
            pieces.append([])
    return [piece for piece in pieces if piece]


def _abbreviated(word: str) -> bool:
    plain = fold(word)
    return len(plain) == 1 or "." in plain or plain in word_set("suffixes") or plain in word_set("abbreviated")


def _read_piece(words: list[tuple[str, int]]) -> Name | None:
    """The name in words that belong together; None when they are no name at all."""
    lead = words[0][1]
    openers = starters()
    while words and fold(words[0][0]) in openers and not (len(words) == 1 and openers[fold(words[0][0])]):
        words = words[1:]
    if not words:
        return None
    suffix = ""
    last: tuple[str, int] | None = None
    while len(words) > 1 and fold(words[-1][0]) in word_set("suffixes"):
        suffix, words, last = fold(words[-1][0]), words[:-1], last or words[-1]
    titles, gender, rest = _titles(words)
    if not rest:
        sort: Sort = "role"
        rest = words
    elif fold(rest[-1][0]) in organisation_words() and not _surname_after_all(titles, rest):
        sort, titles, gender, rest = "organisation", (), "", words
    else:
        titles, rest = _unlisted_role(titles, _without_labels(rest))
        sort = _sort(rest, titles)
    last = last or rest[-1]
    start, end = rest[0][1], last[1] + len(last[0])
    plain = tuple(fold(word).strip(QUOTES) for word, _ in rest)
    return Name(sort, tuple(word for word, _ in rest), titles, suffix, start, end - start, lead, plain, gender)


def _titles(words: list[tuple[str, int]]) -> tuple[tuple[str, ...], Gender, list[tuple[str, int]]]:
    """The roles at the head of the words, the gender they tell, and the words after the last of them."""
    known, firsts = roles(), first_names()
    found: list[str] = []
    gender: Gender = ""
    last = 0
    for index, (word, _) in enumerate(words):
        plain = fold(word)
        role = known.get(plain)
        if plain == "prime" and index + 1 < len(words):
            continue
        surname = 0 < index == len(words) - 1 and fold(words[0][0]) in firsts
        if role is None or plain in firsts or surname:
            continue
        before = fold(words[index - 1][0]) if index else ""
        if index + 1 == len(words) and found and plain in word_set("surname_roles") and last == index:
            break
        if (before, plain) in {("prime", "minister"), ("vice", "president")}:
            found.append(f"{before}-{plain}")
        else:
            found.append(role.word)
        gender = role.gender or gender
        last = index + 1
    return tuple(found), gender, words[last:]


def _surname_after_all(titles: tuple[str, ...], rest: list[tuple[str, int]]) -> bool:
    """Whether a word of organisations at the end is a surname: after a first name or an honorific."""
    last = fold(rest[-1][0])
    if len(rest) == 1:
        return bool(titles) and titles[-1] in word_set("honorifics") | {
            "senator",
            "representative",
            "governor",
            "judge",
        }
    firsts = first_names()
    return last in word_set("surnames") and len(rest) <= 3 and fold(rest[0][0]) in firsts


def _without_labels(words: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Drops peoples, places, parties and acronyms before a first name: "Iraqi Ali Hassan", "FBI Jane Roe"."""
    if len(words) > 2 and fold(words[0][0]) == fold(words[-1][0]):  # a headline run on into a name
        words = words[1:]
    firsts = first_names()
    known = _labels()
    shouting = all(word.isupper() for word, _ in words)
    for index, (word, _) in enumerate(words[:-1]):
        if fold(word) in firsts:
            return words[index:]
        pair = f"{fold(word)} {fold(words[index + 1][0])}"
        if fold(word) not in known and pair not in known and (shouting or not _acronym(word)):
            break
    return words


@cache
def _labels() -> frozenset[str]:
    """Words that can stand before a name without being part of it."""
    return frozenset(places() | organisation_words())


def _unlisted_role(
    titles: tuple[str, ...], words: list[tuple[str, int]]
) -> tuple[tuple[str, ...], list[tuple[str, int]]]:
    """Takes a role that no list knows for a title where a first name follows: "Harbor Master Jane Roe"."""
    firsts = first_names()
    for index, (word, _) in enumerate(words[1:-1], start=1):
        before = fold(words[index - 1][0])
        if fold(words[0][0]) in firsts:
            break
        if fold(word) in firsts and len(before) > 4 and before.endswith(tuple(word_set("role_endings"))):
            return (*titles, before), words[index:]
    return titles, words


def _acronym(word: str) -> bool:
    return word.isupper() and len(word) > 1 and "." not in word


def _sort(words: list[tuple[str, int]], titles: tuple[str, ...]) -> Sort:
    plain = [fold(word) for word, _ in words]
    firsts = first_names()
    if " ".join(plain) in places() and not (titles and titles[-1] in word_set("honorifics")):
        return "place"
    if len(words) == 1:
        if titles:
            return "person"
        return "organisation" if plain[0] in organisation_words() else "single"
    if plain[0] in firsts and not any(word in _buildings() for word in plain):
        return "person"
    if titles and (len(words) < 4 or plain[0] in firsts):
        return "person"
    if any(word in _buildings() or word == "&" for word in plain) or plain[0] in places():
        return "organisation"
    shouting = all(word.isupper() for word, _ in words)
    if any(_acronym(word) and not shouting and len(word) > 2 for word, _ in words):
        return "organisation"
    return "maybe" if len(words) < 5 else "organisation"


@cache
def _buildings() -> frozenset[str]:
    """Words that make a name an organisation's wherever they stand in it."""
    return organisation_words() - word_set("surnames") - first_names().keys()
