"""Whom the words right after a name speak of: "Jane Roe, who said …", "Jane Roe, 59, of Port Utopia"."""

from __future__ import annotations

from quotecheck.patterns import pattern
from quotecheck.quoting.descriptions import Descriptions
from quotecheck.quoting.lexicon import word_tags
from quotecheck.quoting.namebook import fold, places, word_set
from quotecheck.quoting.names import whole
from quotecheck.quoting.person import Person
from quotecheck.quoting.scene import Scene, Voice

RESIDENT = pattern(r"(?:, \d{1,3})?, of (?:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}, )?$")
# How many names back an apposition may begin, and how long it and a noun phrase can be (code points).
NAMES_BACK = 5
APPOSITION = 120
PHRASE = 70


def who(scene: Scene, descriptions: Descriptions, at: int, *, person: bool) -> Voice | None:
    """The antecedent of the relative pronoun at ``at``, a ``person`` or (for "which") none; None when there is
    none in reach."""
    cast, mentions = scene.cast, scene.mentions
    last = cast.at_or_after(at) - 1
    for index in range(last, max(-1, last - NAMES_BACK), -1):
        name, start, end = mentions.names[index], mentions.starts[index], mentions.ends[index]
        if at - end > APPOSITION or not _apposition(scene.text[end:at]):
            break
        found = cast.person_at(index) if person else None
        governed = scene.text[max(0, start - 6) : start].endswith((" from ", " of ", " for "))
        if found is not None and (found.sure or not governed):
            return scene.voice_of(found)
        if name.sort == "organisation" and not scene.text[end:at].strip(" ,"):
            return Voice(name=cast.in_full(name), thing=True)
    phrase = noun_phrase(scene.text[max(0, at - PHRASE) : at])
    if not phrase or fold(phrase) in places() or (not person and whole(phrase) is not None):
        return None
    return descriptions.voice(phrase, at)


def lives_there(scene: Scene, at: int) -> Person | None:
    """Who is said to be of the place at ``at``, where a source takes in no more than the place: "Jane Roe, 59,
    of Port Utopia, Md."."""
    found = RESIDENT.search(scene.text[max(0, at - PHRASE) : at])
    if found is None:
        return None
    end = max(0, at - PHRASE) + found.start()
    index = scene.cast.at_or_after(end - 1)
    if index >= len(scene.mentions.ends) or scene.mentions.ends[index] != end:
        return None
    return scene.cast.person_at(index)


def _apposition(between: str) -> bool:
    """Whether the words between a name and "who" can stand in apposition to the name, or are a word of time."""
    if all(word in word_set("time") for word in between.lower().strip(" ,").split()):
        return True
    if not between.startswith((",", " (")) or any(mark in between for mark in ".!?\n"):
        return False
    tags = word_tags()
    return not any(tags.get(word) in ("x", "V", "v", "h") for word in between.lower().split())


def noun_phrase(before: str) -> str:
    """The last noun phrase of the words before a relative pronoun: "donors", "a group of people"."""
    tags = word_tags()
    kept: list[str] = []
    for word in reversed(before.rstrip(" ,").split()):
        tag = tags.get(word.lower(), "")
        if word[-1] in ',.;:!?—–-”"' or _ends_phrase(word, tag) or len(kept) > 6:
            break
        kept.append(word)
        if tag == "d":
            break
    return " ".join(reversed(kept)).removeprefix("of ")


def _ends_phrase(word: str, tag: str) -> bool:
    return word != "of" and ((bool(tag) and tag in "pxcVvbhtTowG") or word.endswith("ing"))
