"""Subtitles with time stamps, SRT and WebVTT: who speaks by ``<v Name>``, ``NAME:``, ``>>`` or a dash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from quotecheck.errors import ReadingError
from quotecheck.model import Problem
from quotecheck.patterns import pattern
from quotecheck.reading.decoding import decode
from quotecheck.reading.extracted import Extracted, damaged
from quotecheck.reading.turns import Piece, in_turns

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = pattern(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t]|$)")
_VOICE = pattern(r"<v(?:\.[^\s>]{0,80})?[ \t]+([^>\n]{1,120})>")
_TAG = pattern(r"</?[a-zA-Z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,80}\}")
_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_NAME = pattern(
    r"(?P<turn>>>+[ \t]*|[-–—][ \t]*)?"
    r"(?:(?P<name>[^\W\d_a-z][\w.'’\-]*+(?: [\w.'’\-]++){0,5})(?:[ \t]*[\[(][^\])\n]{1,40}[\])])?:(?=\s|$)[ \t]*)?"
)
_NOT_SAID = ("NOTE", "STYLE", "REGION", "WEBVTT")
# Automatic captions repeat the line above in every cue; people do so now and then.
_ROLLING = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One subtitle: its lines, with their markup, from ``start`` to ``end`` in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


def extract(data: bytes, name: str) -> Extracted:
    """The text of a subtitle file in turns, of type transcript; locators are the time stamps of the cues. ReadingError
    when it has no cue."""
    text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    cues = _once(list(_cues(text)))
    if not cues:
        if text.startswith("WEBVTT"):
            raise ReadingError(Problem(path=name, message="holds no subtitles, only the head of a WebVTT file"))
        raise damaged(name, "subtitle file", 'it has no line of times like "00:01:12,000 --> 00:01:15,500"')
    pieces = [piece for cue in cues for piece in _pieces(cue)]
    return in_turns(_believed(pieces), {})


def _cues(text: str) -> Iterator[Cue]:
    """The cues of a file: everything between a line of times and the next blank line or line of times."""
    lines = text.split("\n")
    timed = [(index, found) for index, line in enumerate(lines) if (found := _TIMING.match(line))]
    bounds = [*(index for index, _ in timed), len(lines)]
    for (index, found), (_, following) in zip(timed, pairwise(bounds), strict=True):
        content = []
        for at in range(index + 1, following):
            number_of_next = at == following - 1 and following < len(lines) and lines[at].strip().isdigit()
            if not lines[at].strip() or number_of_next:
                break
            content.append(lines[at].strip())
        parts = found.groups()
        yield Cue(start=_seconds(parts[:4]), end=_seconds(parts[4:]), lines=tuple(content))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{rest or 0}")


def _once(cues: list[Cue]) -> list[Cue]:
    """The cues without lines that only repeat what was on the screen, where most cues do so."""
    plain = [tuple(line for line in map(_plain, cue.lines) if line) for cue in cues]
    repeats = sum(bool(a and b) and a[-1] == b[0] for a, b in pairwise(plain))
    if repeats < 3 or repeats < _ROLLING * len(cues):
        return cues
    kept = []
    shown: tuple[str, ...] = ()
    for cue, lines in zip(cues, plain, strict=True):
        new = tuple(line for line in lines if line not in shown)
        kept.append(replace(cue, lines=new))
        shown = lines
    return kept


def _pieces(cue: Cue) -> Iterator[Piece]:
    """What is said in one cue: parted by voices and by lines that begin with a name, ``>>`` or a dash."""
    voice: str | None = None
    for line in cue.lines:
        at = 0
        for found in (*_VOICE.finditer(line), None):
            words = _plain(line[at : found.start() if found else len(line)])
            if words:
                yield _piece(cue, words, voice)
            if found:
                voice, at = _plain(found[1]), found.end()


def _piece(cue: Cue, words: str, voice: str | None) -> Piece:
    label = _NAME.match(words)
    name = label["name"] if label and not voice else None
    dash = bool(label and label["turn"])
    if label and (dash or name):
        rest = words[label.end() if name or not label["name"] else label.end("turn") :]
        return Piece(words=rest, start=cue.start, end=cue.end, speaker=voice or name, turns=dash or bool(name))
    return Piece(words=words, start=cue.start, end=cue.end, speaker=voice)


def _believed(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, with words before a colon taken for a name only where they look like one: in capitals, or used
    again, or of two words. "Remember: …" is no person."""
    counts = Counter(piece.speaker for piece in pieces if piece.speaker)
    for piece in pieces:
        name = piece.speaker
        if not piece.turns or name is None or _is_name(name, counts[name]):
            yield piece
        else:
            yield replace(piece, words=f"{name}: {piece.words}", speaker=None, turns=False)


def _is_name(name: str, count: int) -> bool:
    words = name.split()
    if name.upper() in _NOT_SAID:
        return False
    if name.isupper() or count > 1:
        return True
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _plain(line: str) -> str:
    """A line without markup, its entities written out."""
    line = _TAG.sub("", line)
    if "&" in line:
        from html import unescape

        line = _ENTITY.sub(lambda found: unescape(found[0]), line)
    return " ".join(line.split())
