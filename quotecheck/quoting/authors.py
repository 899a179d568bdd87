"""People behind a text: who wrote it, and who answers in an interview."""

from __future__ import annotations

from quotecheck.patterns import pattern
from quotecheck.quoting.heads import head
from quotecheck.quoting.person import Person
from quotecheck.quoting.scene import Scene, Voice

BYLINE = pattern(r"\s{0,9}(?:By|BY)\s+([^\n,|]{3,60})")
BIOGRAPHY = pattern(r"([A-Z][^\n,.]{3,60}?)(?:,[^\n,]{3,60},)? (?:is|was|served|teaches|writes)\b")
# How long the note about the author can be (code points), and how many names introduce an interview.
NOTE = 1000
INTRODUCTION = 60


def author(scene: Scene) -> Voice | None:
    """The writer of the text, by its byline or the note about the author at its end; None when neither is there."""
    text = scene.text
    end = len(text.rstrip())
    last = text.rfind("\n", max(0, end - NOTE), end) + 1
    for found in (BYLINE.match(text), BIOGRAPHY.match(text, last) if last else None):
        voice = _bearer(scene, *found.span(1)) if found else None
        if voice is not None:
            return voice
    return None


def _bearer(scene: Scene, start: int, end: int) -> Voice | None:
    """The person whose name stands at ``[start, end)``."""
    named = head(scene.text, start, end, scene.mentions, scene.cast.at_or_after(start))
    person = scene.cast.person(named.name) if named.name is not None else None
    return scene.voice_of(person) if person is not None else None


def interviewed(scene: Scene, before: int) -> Voice | None:
    """Who answers in an interview whose first question stands at ``before``: the person whom the
    introduction names most; None when it names several people as often, or nobody."""
    counts: dict[Person, int] = {}
    for index in range(min(INTRODUCTION, scene.cast.at_or_after(before))):
        person = scene.cast.person_at(index)
        if person is not None and person.sure:
            counts[person] = counts.get(person, 0) + 1
    ranked = sorted(counts, key=lambda person: -counts[person])
    if not ranked or (len(ranked) > 1 and counts[ranked[0]] == counts[ranked[1]]):
        return None
    return scene.voice_of(ranked[0])
