"""Transcripts as JSON: segments with speaker, start and text, as speech recognition writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite

from quotecheck.errors import ReadingError
from quotecheck.model import Problem
from quotecheck.patterns import pattern
from quotecheck.reading.decoding import decode
from quotecheck.reading.extracted import Extracted, damaged
from quotecheck.reading.turns import Piece, in_turns

_LISTS = ("segments", "utterances", "turns", "cues", "transcript", "results")
_TEXTS = ("text", "transcript", "content", "words")
_STARTS = ("start", "start_time", "startTime", "begin", "time", "timestamp", "from")
_ENDS = ("end", "end_time", "endTime", "to")
_SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_label", "name")
_CLOCK = pattern(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3})\d{0,6})?$")
_METADATA = ("title", "url", "publisher", "author", "language")


def extract(data: bytes, name: str) -> Extracted:
    """The text of a JSON transcript in turns, of type transcript; locators are time stamps. The file is a list of
    segments or has one under "segments": each an object with "text", and "speaker" and "start" (seconds, or
    "hours:minutes:seconds") where known. ReadingError, saying what is missing, for all else."""
    try:
        value = json.loads(decode(data, name))
    except json.JSONDecodeError as error:
        raise damaged(name, "JSON file", f"line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise damaged(name, "JSON file", "its numbers or its lists within lists are out of all bounds") from error
    segments = _segments(value)
    if segments is None:
        message = "is JSON, but no transcript"
        hint = 'a transcript is a list of {"speaker": …, "start": …, "text": …}, or has one under "segments"'
        raise ReadingError(Problem(path=name, message=message, hint=hint))
    return in_turns(_pieces(segments, name), _metadata(value))


def _segments(value: object) -> list[object] | None:
    if isinstance(value, dict):
        value = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
    if not isinstance(value, list) or not any(isinstance(one, dict) and _first(one, _TEXTS) for one in value):
        return None if value != [] else []
    return value


def _pieces(segments: list[object], name: str) -> Iterator[Piece]:
    for number, segment in enumerate(segments, 1):
        words = _first(segment, _TEXTS) if isinstance(segment, dict) else None
        if not isinstance(segment, dict) or (words is not None and not isinstance(words, str)):
            message = f'segment {number} is no object with a "text"'
            raise ReadingError(Problem(path=name, message=message))
        if words:
            speaker = _speaker(_first(segment, _SPEAKERS))
            start, end = _seconds(_first(segment, _STARTS)), _seconds(_first(segment, _ENDS))
            yield Piece(words=words, start=start, end=end, speaker=speaker, turns=speaker is not None)


def _first(segment: Mapping[str, object], keys: tuple[str, ...]) -> object:
    return next((segment[key] for key in keys if segment.get(key) is not None), None)


def _speaker(value: object) -> str | None:
    if isinstance(value, dict):
        value = _first(value, ("name", "label", "id"))
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}"
    return value.strip() or None if isinstance(value, str) else None


def _seconds(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e9 and isfinite(value) else None
    if not isinstance(value, str):
        return None
    clock = _CLOCK.match(value.strip())
    if clock:
        hours, minutes, seconds, rest = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{rest or 0}")
    try:
        number = float(value.strip()[:40].removesuffix("s"))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _metadata(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: found.strip() for key in _METADATA if isinstance(found := value.get(key), str) and found.strip()}
