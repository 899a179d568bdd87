"""Whose words: is the speaker of a draft the speaker of the evidence?"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from quotecheck.model import Evidence
from quotecheck.patterns import pattern
from quotecheck.quoting.marks import regions
from quotecheck.quoting.namebook import roles, same_first_name
from quotecheck.quoting.names import find, whole
from quotecheck.records.aliases import Aliases
from quotecheck.records.folding import name_words

Relation = Literal["same", "unknown", "institution", "other"]

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady prof rev hon the".split())
_PRONOUN = pattern(r"(?:he|she|they|it|we|i|you|who|him|her|them)\b", re.IGNORECASE)
_DESCRIPTION = pattern(r"(?:An?|The|One|Some|Many|Several|Other|Another|Two|Three|His|Her|Their)\s+[a-z]|[a-z]")
_NAME = pattern(r"[A-Z][\w'’.-]{0,60}(?: [A-Z][\w'’.-]{0,60}){0,3}$")
_REPRESENTS = pattern(
    r"\b(?:spokes\w+|press secretary|chief|chair\w*|president|director|head|ceo|executive|manager|commissioner|aide|"
    r"representative|official|officer|lawyer|attorney|counsel|mayor|minister|secretary|superintendent|editor)\b",
    re.IGNORECASE,
)


class Voice(NamedTuple):
    """Who a draft says is speaking: the resolved ``name`` (None for nobody), the ``source`` as written (None where the
    draft has none), and the ``sentence`` around the words."""

    name: str | None
    source: str | None
    sentence: str = ""

    @property
    def guessed(self) -> bool:
        """Whether the draft says "he", "she" or the like, so that the name was inferred."""
        return self.source is not None and _PRONOUN.fullmatch(self.source.strip()) is not None

    @property
    def described(self) -> bool:
        """Whether the draft only says what the speaker is ("a spokesman"), not who."""
        return self.name is not None and _describes(self.name)

    @property
    def named(self) -> bool:
        """Whether the draft names the speaker at this very place, so that nothing was guessed."""
        if not self.name or not self.source or self.guessed:
            return False
        if _describes(self.name):
            return _NAME.search(self.name) is not None
        wanted, written = surname(self.name), name_words(self.source)
        return wanted in written or not is_person(self.name)


def relation(voice: Voice, evidence: Evidence, aliases: Aliases) -> Relation:
    """How the draft's speaker stands to the speaker of the evidence. "unknown" where one of them is nobody or a mere
    description; "institution" for a person and the body that the texts tie the person to."""
    if not voice.name or not evidence.speaker:
        return "unknown"
    if same_speaker(voice.name, evidence.speaker, aliases):
        return "same"
    if voice.source and not voice.guessed:
        written = _bare(voice.source)
        if len(written) == 1 and written[0] == surname(evidence.speaker) and is_person(evidence.speaker):
            return "same"
    if _describes(voice.name) or _describes(evidence.speaker):
        return _described(voice.name, evidence.speaker, aliases)
    if not is_person(voice.name) and _REPRESENTS.search(voice.source or ""):
        return "unknown"
    if is_person(voice.name) != is_person(evidence.speaker) and _ties(voice, evidence):
        return "institution"
    return "other"


def same_speaker(one: str, other: str, aliases: Aliases) -> bool:
    """Whether two names can be one person's or body's: the same last name, and first names that agree where both have
    one. Titles, middle names, case and accents do not count; aliases do."""
    one, other = aliases.canonical(one), aliases.canonical(other)
    a, b = _bare(one), _bare(other)
    if not a or not b:
        return name_words(one) == name_words(other)
    if a == b:
        return True
    if not is_person(one) or not is_person(other):
        return set(a) <= set(b) or set(b) <= set(a) or _initials(a) == "".join(b) or _initials(b) == "".join(a)
    if len(a) == 1 or len(b) == 1:
        short, long = (a, b) if len(a) == 1 else (b, a)
        return short[0] in {long[-1], long[0]}
    return a[-1] == b[-1] and _same_first(a[0], b[0])


def surname(name: str) -> str:
    """The last word of a name, folded, without suffixes such as "Jr."; empty for no name."""
    words = _bare(name)
    return words[-1] if words else ""


def is_person(name: str) -> bool:
    """Whether a name reads as a person's rather than as that of a body or a place."""
    read = whole(name)
    return read is not None and read.sort in {"person", "maybe", "single"}


def named_in(name: str, text: str) -> bool:
    """Whether ``text`` names the speaker, by last name or in full."""
    last = surname(name)
    return bool(last) and last in name_words(text)


def name_exchanged(outside: str, evidence: Evidence) -> bool:
    """Whether the draft's sentence around a quote (``outside``) is that of the source, with another person in it."""
    if evidence.claim is not None:
        return False
    text = evidence.exact
    quoted = regions(text, 0, len(text))
    if not quoted:
        return False
    starts, ends = [0, *(r.end for r in quoted)], [*(r.start for r in quoted), len(text)]
    told = "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    ours, theirs = _people(outside, "person", "maybe"), _people(told, "person", "maybe", "single")
    words, others = _owners(outside), _owners(told)
    ours, theirs = ours - _owners(text), theirs - words
    if len(ours) != 1 or len(theirs) != 1:
        return False
    # The rest of the sentence, without the two names, is mostly the same.
    return len(words & others) >= 2 and 2 * len(words & others) >= len(words | others) - 4


def _owners(text: str) -> set[str]:
    """The words of a text as in names, without the "'s" of a possessive."""
    return {word.removesuffix("'s").removesuffix("'") for word in name_words(text)}


def _people(text: str, *sorts: str) -> set[str]:
    """The last names of those whom a text names, of the given sorts of names."""
    found = (name.folded[-1] for name in find(text).names if name.sort in sorts and name.folded)
    return {word.split("-")[-1] for word in found}


def _bare(name: str) -> tuple[str, ...]:
    words = [word for word in name_words(name) if word not in _HONORIFICS and word not in _SUFFIXES]
    while len(words) > 1 and words[0] in _titles():
        words = words[1:]
    return tuple(words)


def _titles() -> frozenset[str]:
    return frozenset(roles())


def _same_first(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or same_first_name(a, b)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word not in {"of", "the", "and", "for"})


def _describes(name: str) -> bool:
    return _DESCRIPTION.match(name) is not None


def _described(one: str, other: str, aliases: Aliases) -> Relation:
    """Two descriptions that differ in the name alone ("footage of …") are of two people; of others nothing is known."""
    a, b = _NAME.search(one), _NAME.search(other)
    if a is None or b is None or one[: a.start()] != other[: b.start()]:
        return "unknown"
    return "same" if same_speaker(a.group(), b.group(), aliases) else "other"


def _ties(voice: Voice, evidence: Evidence) -> bool:
    """Whether the draft or the source ties the person to the body."""
    person, body = (voice.name or "", evidence.speaker or "")
    if not is_person(person):
        person, body = body, person
    around = " ".join(filter(None, (voice.sentence, voice.source, evidence.source, evidence.prefix, evidence.suffix)))
    mentioned = set(_bare(body)) <= set(name_words(around))
    return mentioned and _REPRESENTS.search(around) is not None
