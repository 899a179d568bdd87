"""What is known of a document, in a YAML file beside it: ``speech.pdf.yaml``, or ``speech.yaml``.

It holds plain lines ``key: value`` and nothing else, so that reading it can go wrong in few ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from quotecheck.errors import ReadingError
from quotecheck.model import SOURCE_TYPES, Problem
from quotecheck.patterns import pattern
from quotecheck.reading.decoding import decode, read_bytes

KEYS = ("title", "url", "publisher", "published", "author", "language", "type")
MAX_BYTES = 64 * 1024
_KNOWN = pattern(rf"^[\"']?(?:{'|'.join(KEYS)})[\"']?[ \t]*:", re.MULTILINE)


def metadata(file: Path, document: str) -> Mapping[str, str]:
    """What ``file`` tells about the document shown as ``document``. ReadingError, naming the file and the line, for
    anything but the known keys with texts. A ``speech.yaml`` without any of them is another tool's, and tells nothing;
    a ``speech.pdf.yaml`` must be one of these."""
    shown = PurePath(document).with_name(file.name).as_posix()
    data = read_bytes(file, shown)
    whole_name = file.stem == PurePath(document).name
    if not whole_name and not _KNOWN.search(data[:MAX_BYTES].decode("latin-1")):
        return {}
    if len(data) > MAX_BYTES:
        message = f"is too large to tell about a document: more than {MAX_BYTES:,} bytes"
        raise ReadingError(Problem(path=shown, message=message))
    return _checked(list(_pairs(decode(data, shown), shown)), shown)


def _pairs(text: str, name: str) -> Iterator[tuple[str, str, int]]:
    """The pairs of the file with their lines."""
    import yaml

    base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    loader = base(text)
    key: str | None = None
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            line = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent) and depth == 1 and event.anchor is None:
                if key is None:
                    key = event.value
                else:
                    plain_null = event.style is None and event.value in ("", "~", "null")
                    yield key, "" if plain_null else event.value, line
                    key = None
            elif isinstance(event, yaml.MappingStartEvent) and depth == 0:
                depth = 1
            elif isinstance(event, yaml.MappingEndEvent):
                depth = 2
            elif isinstance(event, yaml.NodeEvent) or (depth == 2 and isinstance(event, yaml.DocumentStartEvent)):
                raise _wrong(name, line, 'must hold lines like "author: Ada Nordin" and nothing else')
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise _wrong(name, mark.line + 1 if mark else None, f"is not valid YAML: {said}") from error
    finally:
        loader.dispose()


def _checked(pairs: list[tuple[str, str, int]], name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, value, line in pairs:
        if key not in KEYS:
            raise _unknown(name, line, key)
        if key in found:
            raise _wrong(name, line, f"has the key {key} twice")
        words = " ".join(value.split())
        if key == "type" and words and words not in SOURCE_TYPES:
            raise _wrong(name, line, f"type must be one of {', '.join(SOURCE_TYPES)}, not {words[:40]!r}")
        if key == "published" and words:
            words = _day(words, name, line)
        if words:
            found[key] = words
    return found


def _day(words: str, name: str, line: int) -> str:
    from datetime import date

    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        message = f"published must be a day like 2026-05-31, not {words[:40]!r}"
        raise _wrong(name, line, message) from None


def _unknown(name: str, line: int, key: str) -> ReadingError:
    from difflib import get_close_matches

    close = get_close_matches(key, KEYS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known keys are {', '.join(KEYS)}"
    return ReadingError(Problem(path=name, line=line, message=f"has an unknown key: {key[:40]!r}", hint=hint))


def _wrong(name: str, line: int | None, message: str) -> ReadingError:
    return ReadingError(Problem(path=name, line=line, message=message))
