"""A cue verb in its sentence, and the attribution it makes: the types that the readings share."""

from __future__ import annotations

from dataclasses import dataclass, field

from quotecheck.quoting.atoms import Row
from quotecheck.quoting.lexicon import Cue
from quotecheck.quoting.phrases import Phrase


@dataclass(slots=True)
class Reading:
    """An attribution in the making; all values are atom indices of one row. ``frame`` says which construction
    made it."""

    source: Phrase | None
    cue: Phrase
    content: list[Phrase] = field(default_factory=list)
    verb: Cue | None = None
    frame: str = ""

    @property
    def end(self) -> int:
        """The last atom of the attribution, exclusive."""
        ends = [self.cue[1], *(content[1] for content in self.content)]
        return max([*ends, self.source[1]] if self.source else ends)


class Clause:
    """A cue verb at ``at`` whose verb group begins at ``first``, in the sentence ``[low, high)``; ``earlier`` are
    the readings left of it; ``phrase_end`` is where a cue of several words ends ("took issue with"), else 0.

    ``before`` is the tag before the verb group; ``participle`` whether the verb is an -ing form without an
    auxiliary, ``infinitive`` whether it is "to" + base form by itself."""

    __slots__ = (
        "at",
        "before",
        "cue",
        "earlier",
        "first",
        "high",
        "infinitive",
        "low",
        "participle",
        "phrase_end",
        "row",
    )

    def __init__(
        self, row: Row, low: int, high: int, first: int, at: int, cue: Cue, earlier: list[Reading], phrase_end: int = 0
    ) -> None:
        self.row, self.low, self.high = row, low, high
        self.first, self.at, self.cue = first, at, cue
        self.earlier, self.phrase_end = earlier, phrase_end
        self.before = row.tags[first - 1] if first > low else ""
        self.participle = first == at and cue.form == "ing"
        self.infinitive = first == at and cue.form == "base" and self.before == "T"

    def tag(self, index: int) -> str:
        """The tag at ``index``; "" outside the sentence."""
        return self.row.tags[index] if self.low <= index < self.high else ""
