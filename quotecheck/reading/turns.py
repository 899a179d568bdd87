"""What is said, piece by piece with its time → a text in turns: "NAME: words", a paragraph an utterance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quotecheck.patterns import pattern
from quotecheck.reading.extracted import Blocks, Extracted

PAUSE = 2.0
"""Seconds of silence after a full stop that part paragraphs where nobody is named."""
LONG = 600
"""Characters after which a paragraph ends at the next full stop where nobody is named."""
NOBODY = "Speaker"
"""How a turn is labelled when it is known that somebody else speaks, but not who."""
_LONGEST_NAME = 60
_SOUND = pattern(r"\s*(?:[\[(*♪♫][^\[\]()♪♫*]{0,120}[\])*♪♫]\s*|[♪♫]\s*)+$")
_FULL_STOP = ".?!…\"”'’"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words said from ``start`` to ``end`` (seconds, None when not told) by ``speaker``, None when nobody is named.
    ``turns``: somebody else begins to speak, whoever it is."""

    words: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    turns: bool = False


def in_turns(pieces: Iterable[Piece], metadata: Mapping[str, str]) -> Extracted:
    """The pieces as a text; the pieces of one utterance are joined by a blank, those that only tell a sound ("[music]")
    are left out. Locators are time stamps, "00:01:12". Empty for no pieces."""
    blocks = Blocks()
    speaker: str | None = None
    named = started = False
    last: Piece | None = None
    length = 0
    for piece in pieces:
        words = " ".join(piece.words.split())
        if not words or _SOUND.match(words):
            continue
        label = _label(piece.speaker)
        goes_on = label is None or label == speaker
        if piece.turns and label is None:
            goes_on = False
        if started and goes_on and (named or not _parts(last, piece, words, length)):
            blocks.go_on(words, stamp(piece.start))
            length += len(words)
        else:
            speaker = label if label is not None else NOBODY if piece.turns and named else None
            named = named or label is not None
            blocks.add(f"{speaker}: {words}" if speaker else words, stamp(piece.start))
            started, length = True, len(words)
        last = Piece(words=words, start=piece.start, end=piece.end)
    return blocks.finish({"type": "transcript", **metadata})


def stamp(seconds: float | None) -> str | None:
    """Seconds as "hours:minutes:seconds", rounded down; None for None and for what no recording has."""
    if seconds is None or not 0 <= seconds < 360_000:
        return None
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _parts(last: Piece | None, piece: Piece, words: str, length: int) -> bool:
    """Whether a new paragraph begins, where nobody is named."""
    if last is None or last.words[-1] not in _FULL_STOP:
        return False
    silence = piece.start - last.end if piece.start is not None and last.end is not None else 0.0
    return silence >= PAUSE or length >= LONG


def _label(name: str | None) -> str | None:
    words = " ".join((name or "").replace(":", " ").split())[:_LONGEST_NAME].strip()
    return words[0].upper() + words[1:] if words else None
