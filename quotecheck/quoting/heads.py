"""What a source is, from its words: a name, a pronoun, or a description of somebody."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from quotecheck.patterns import pattern
from quotecheck.quoting.lexicon import word_tags
from quotecheck.quoting.namebook import first_names, fold, places, roles, starters, word_set
from quotecheck.quoting.names import PARTICLES as PARTICLE_PATTERN
from quotecheck.quoting.names import Mentions, Name, whole

Form = Literal["name", "pronoun", "description", "none"]

# Where the first noun phrase of a source ends.
BREAK = pattern(
    r"[,;:(\[—–/]|\s--?\s|\s(?:(?<!ecretary\s)of|for|at|from|in|on|with|to|and|by|as|who|whom|which|that|whose|but|or"
    r"|speaking|including|during|after|before|when|about|near|via|has|is|was|&)\b"
)
RELATIVE = pattern(r"[,;:(—–]|\s--?\s|\s(?:who|whom|whose|which|that|speaking|when)\b")
POSSESSIVE = pattern(r"(?:['’]s?)$")
# The rest of an organisation's name after its first part.
LONGER = pattern(r"(?: (?:of|for|on|and)(?: the)? [A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)*)+")
PARTICLES = frozenset(PARTICLE_PATTERN.split("|"))
ARTICLE = pattern(r"^(?:the|an?)\s+", re.IGNORECASE)
CLAUSE = pattern(r"[,;:(—–]|\s(?:who|whom|whose|which|that)\b")
# An apposition that holds nothing but roles and a name: "the party's leader, former Sen. Jane Roe,".
APPOSED = pattern(r",\s*([^,;()]+)")


class Head(NamedTuple):
    """The head of a source. ``name`` with the offset ``at`` when it is a name; ``words`` is the noun
    phrase as written, without relative clauses and what follows a comma (for a pronoun: folded);
    ``longer`` when they go on after the name ("Bureau of Mines")."""

    form: Form
    words: str
    at: int
    name: Name | None = None
    longer: bool = False


def head(text: str, start: int, end: int, mentions: Mentions, first: int) -> Head:
    """The head of the source ``text[start:end]``; ``first`` is the index of the first mention that
    ends after ``start``. An empty source has the form "none"."""
    body = text[start:end]
    plain = body.lower()
    if plain in word_set("pronouns"):
        return Head("pronoun", plain, start)
    exact = _exactly(body, start, end, mentions, first)
    if exact is not None:
        return Head("name", body, start, exact)
    plain = plain.strip(' \t\r\n,;:.—–-"“”')
    if plain in word_set("pronouns"):
        return Head("pronoun", plain, start)
    if plain in word_set("nobody") or not any(map(str.isalnum, plain)):
        return Head("none", "", start)
    begin = start + len(body) - len(body.lstrip(" \t\r\n\"“‘'—–-@"))
    stop = _first_phrase(text, begin, end, mentions, first)
    name = _last_name(text, begin, stop, mentions, first)
    person = name is not None and name.sort in ("person", "maybe")
    if not person and (text.startswith(" and", stop) or text[begin].isupper()):
        joined = _joined_name(text, stop, end, mentions, first)
        if joined is not None:
            return Head("name", text[begin:stop], end, joined)
    if name is not None and (person or _names_all(text, begin, stop, name)):
        longer = None if person else LONGER.match(text, stop, end)
        if longer and fold(longer.group().split()[-1]) in places() and longer.group().startswith(" on "):
            longer = None
        words = text[begin:stop] + (longer.group() if longer else "")
        return Head("name", ARTICLE.sub("", words) if longer else words, begin, name, longer is not None)
    plural = stop > begin and text[stop - 1] == "s" and text[begin:stop].rpartition(" ")[2].islower()
    for apposed in () if plural else APPOSED.finditer(text, begin, end):
        at, last = apposed.span(1)
        name = _last_name(text, at, _trimmed(text, at, last), mentions, first)
        if name is not None and _bears_a_person(name) and _only_roles(text, at, name):
            return Head("name", text[begin:stop], at, name)
    opening = _opening_name(text, begin, stop, mentions, first)
    if opening is not None:
        return Head("name", text[begin:stop], begin, opening)
    words = _description(text, begin, end)
    return Head("description" if words else "none", words, begin)


def _opening_name(text: str, start: int, stop: int, mentions: Mentions, first: int) -> Name | None:
    """The name before a verb, where a source takes in more than its noun phrase: "Roe rated a third"."""
    if first >= len(mentions.starts) or mentions.starts[first] != start or mentions.ends[first] >= stop:
        return None
    following = text[mentions.ends[first] : stop].split()
    verb = following[0] if following else ""
    if word_tags().get(verb) not in ("V", "v", "x") and not (verb.endswith("ed") and verb.islower()):
        return None
    return mentions.names[first]


def _exactly(body: str, start: int, end: int, mentions: Mentions, first: int) -> Name | None:
    """The name that the source is, with its titles and perhaps a possessive: the common case, found fast."""
    if first >= len(mentions.starts):
        return None
    name, at = mentions.names[first], mentions.starts[first]
    last = mentions.ends[first]
    titled = bool(name.titles) and start == at - name.offset + name.lead
    if name.sort == "role" or not (start == at or titled):
        return None
    return name if last == end or (last < end <= last + 2 and body[last - start :] in ("'s", "’s", "'", "’")) else None


def _bears_a_person(name: Name) -> bool:
    return name.sort in ("person", "maybe") or (name.sort == "single" and name.folded[-1] in first_names())


def _names_all(text: str, start: int, stop: int, name: Name) -> bool:
    """Whether an organisation, a place or a single word is the whole phrase, not the end of a description
    ("many Republicans", "the report published Tuesday")."""
    if name.sort == "role":
        return False
    before = ARTICLE.sub("", text[start:stop].rpartition(name.words[0])[0])
    return not any((word.islower() or fold(word) in starters()) and word not in PARTICLES for word in before.split())


def _first_phrase(text: str, start: int, end: int, mentions: Mentions, first: int) -> int:
    """Where the first noun phrase ends: before a comma, preposition or clause that is not inside a name."""
    at = start + 1
    while (broken := BREAK.search(text, at, end)) is not None:
        stop = broken.start()
        inside = next(
            (
                last
                for index in range(first, min(first + 12, len(mentions.starts)))
                if mentions.starts[index] < stop < (last := mentions.ends[index])
            ),
            0,
        )
        if not inside:
            return _trimmed(text, start, stop)
        at = inside
    return _trimmed(text, start, end)


def _joined_name(text: str, stop: int, end: int, mentions: Mentions, first: int) -> Name | None:
    """The name at the end of a phrase that seemed to break off: "his wife and campaign manager Jane Roe",
    "University of Utopia professor Jane Roe"; but not "a spokesman for candidate Jane Roe"."""
    comma = CLAUSE.search(text, stop, end)
    last = _trimmed(text, stop, comma.start() if comma else end)
    if last <= stop:
        return None
    name = _last_name(text, stop, last, mentions, first)
    if name is None or name.sort not in ("person", "maybe"):
        return None
    before = text[stop : last - name.length].split()
    return name if before and before[-1].islower() and fold(before[-1]) in roles() else None


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n\xa0,;:.\"”’'—–-":
        end -= 1
    return end


def _last_name(text: str, start: int, end: int, mentions: Mentions, first: int) -> Name | None:
    """The name that the words ``text[start:end]`` end with (a possessive aside), None when they end otherwise."""
    found = None
    for index in range(first, min(first + 12, len(mentions.starts))):
        if mentions.starts[index] >= end:
            break
        bare = POSSESSIVE.sub("", text[start:end])
        if start + len(bare) <= mentions.ends[index] and mentions.ends[index] <= end + 4:
            found = mentions.names[index]
    if found is None:
        bare = POSSESSIVE.sub("", text[start:end])
        found = whole(bare)
    return found


def apposed_after(text: str, words: str, end: int, mentions: Mentions) -> Name | None:
    """The name right after a description of one person: "another critic" before ", Jane Roe,"."""
    role = roles().get(fold(words.rsplit(maxsplit=1)[-1])) if words else None
    cut = BREAK.search(words)
    if role is None and cut is not None:
        before = words[: cut.start()].split()
        role = roles().get(fold(before[-1])) if before else None
    if role is None or text[end : end + 2] != ", ":
        return None
    index = bisect_left(mentions.starts, end + 2)
    if index >= len(mentions.starts) or mentions.names[index].sort != "person":
        return None
    name, start = mentions.names[index], mentions.starts[index]
    following = text[mentions.ends[index] : mentions.ends[index] + 1]
    alone = start - name.offset + name.lead <= end + 2 and following in ",.("
    return name if alone and len(name.words) > 1 else None


def _only_roles(text: str, start: int, name: Name) -> bool:
    """Whether nothing that names others stands before the name in its apposition."""
    before = text[start : start + 60].partition(name.words[0])[0]
    return not re.search(r"\b(?:and|or|who|including|like|with)\b", before)


def _description(text: str, start: int, end: int) -> str:
    """A description as written, without relative clauses and what follows a comma or bracket."""
    words = RELATIVE.split(text[start:end], maxsplit=1)[0]
    return " ".join(words.strip(" \t\r\n\"“”'’.").split())
