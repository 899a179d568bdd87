"""An attribution in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from quotecheck.model import Act, Kind

Offsets = tuple[int, int]


@dataclass(slots=True)
class Linked:
    """An attribution in the making; all values are offsets in the text."""

    content: list[Offsets]
    kind: Kind
    source: list[Offsets] = field(default_factory=list)
    cue: list[Offsets] = field(default_factory=list)
    act: Act = "speech"
