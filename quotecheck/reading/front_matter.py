"""The lines between two ``---`` (or ``+++``) at the top of a Markdown file: what is known about the document.

Only ``key: value`` lines are understood. Everything else in front matter (lists, nested settings of a
publishing system, broken syntax) is left alone, never an error: the words below are what counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from quotecheck.model import SOURCE_TYPES
from quotecheck.patterns import pattern

_FENCED = pattern(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_KEY = pattern(r"([A-Za-z]+)[ \t]*[:=](?:[ \t]+|$)")
_KEYS = {
    "title": "title",
    "url": "url",
    "date": "published",
    "published": "published",
    "author": "author",
    "publisher": "publisher",
    "type": "type",
    "language": "language",
}


def split(text: str) -> tuple[Mapping[str, str], int]:
    """The metadata of ``text`` and the offset where its body begins (0 without front matter)."""
    opening = _FENCED.match(text)
    if not opening:
        return {}, 0
    closing = re.compile(rf"^{re.escape(opening[1])}[ \t]*\r?$", re.MULTILINE).search(text, opening.end())
    if not closing:
        return {}, 0
    body = closing.end() + text.startswith("\n", closing.end())
    return _metadata(text[opening.end() : closing.start()]), body


def _metadata(lines: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in lines.splitlines():
        pair = _KEY.match(line)
        key = _KEYS.get(pair[1].lower()) if pair else None
        if pair and key and key not in found:
            value = _value(key, line[pair.end() :].strip())
            if value:
                found[key] = value
    return found


def _value(key: str, written: str) -> str | None:
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        written = written[1:-1].strip()
    elif written.startswith(("[", "{", "|", ">", "&", "*", "!")):
        return None
    else:
        written = re.split(r"\s#", written, maxsplit=1)[0].strip()
    if key == "published":
        try:
            return date.fromisoformat(written[:10]).isoformat()
        except ValueError:
            return None
    if key == "type" and written not in SOURCE_TYPES:
        return None
    return None if written.lower() in {"null", "~"} else written
