"""A text with its people, its quotations and who has spoken so far: what pronouns and descriptions look back on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from quotecheck.quoting.cast import Cast
from quotecheck.quoting.linked import Offsets
from quotecheck.quoting.namebook import Gender
from quotecheck.quoting.names import find
from quotecheck.quoting.person import Person


class Voice(NamedTuple):
    """A speaker: a person of the cast, or an organisation, group or stranger by its description.
    ``many`` for groups and plural descriptions, ``thing`` for what takes "it"."""

    name: str
    person: Person | None = None
    gender: Gender = ""
    many: bool = False
    thing: bool = False


class Turn(NamedTuple):
    """Somebody was named as a source at offset ``at``."""

    at: int
    voice: Voice


class Scene:
    """What the resolution of one text looks back on. The turns grow while sources are
    resolved; ``standings`` and ``bearers`` remember how prominent each mention is and whose."""

    def __init__(self, text: str, quotations: Sequence[Offsets]) -> None:
        self.text = text
        self.mentions = find(text)
        self.cast = Cast(text, self.mentions)
        self._turns: tuple[list[Turn], list[Turn]] = ([], [])
        self._turn_ats: tuple[list[int], list[int]] = ([], [])
        self.standings: dict[int, float] = {}
        self.bearers: dict[int, Person | None] = {}
        self._voices: dict[Person, Voice] = {}
        ordered = sorted(quotations)
        self._quote_starts = [start for start, _ in ordered]
        self._quote_ends = [end for _, end in ordered]
        self._breaks = [match.start() for match in re.finditer(r"\n[\r\n]*", text)]

    def quoted(self, offset: int) -> bool:
        """Whether an offset lies in a quotation."""
        index = bisect_right(self._quote_starts, offset) - 1
        return index >= 0 and offset < self._quote_ends[index]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph of an offset."""
        return bisect_left(self._breaks, offset)

    def paragraph_start(self, offset: int) -> int:
        """Where the paragraph of an offset begins."""
        index = bisect_left(self._breaks, offset)
        if not index:
            return 0
        start = self._breaks[index - 1]
        while start < offset and self.text[start] in "\r\n":
            start += 1
        return start

    def voice_of(self, person: Person) -> Voice:
        """The voice of somebody of the cast."""
        if person not in self._voices:
            self._voices[person] = Voice(name=person.name, person=person, gender=person.gender)
        return self._voices[person]

    def take_turn(self, at: int, voice: Voice, *, nested: bool) -> None:
        """Notes that ``voice`` was named as a source at ``at``, ``nested`` when inside another's words."""
        turn = Turn(at, voice)
        for level in (1,) if nested else (0, 1):
            ats, turns = self._turn_ats[level], self._turns[level]
            index = bisect_right(ats, at)
            ats.insert(index, at)
            turns.insert(index, turn)

    def turns_before(self, at: int, limit: int, *, nested: bool = False) -> list[Turn]:
        """The last ``limit`` turns before an offset, the nearest first; those inside others' words only
        when ``nested``."""
        index = bisect_left(self._turn_ats[nested], at)
        return self._turns[nested][max(0, index - limit) : index][::-1]
