"""Text for XML: escaped, and without the characters that XML 1.0 has no way to hold."""

from __future__ import annotations

from collections.abc import Mapping

from quotecheck.patterns import pattern

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_IMPOSSIBLE = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_BREAKING = pattern('[&<>"\t\n\r]')
_IN_CONTENT = pattern("[&<>\r]")


def content(text: str) -> str:
    """``text`` to stand between two tags."""
    return _IN_CONTENT.sub(lambda found: _ESCAPES[found[0]], _IMPOSSIBLE.sub("", text))


def attributes(values: Mapping[str, object]) -> str:
    """Attributes with a space before each, in double quotes; those that are None are left out."""
    return "".join(f' {name}="{_attribute(str(value))}"' for name, value in values.items() if value is not None)


def _attribute(text: str) -> str:
    return _BREAKING.sub(lambda found: _ESCAPES[found[0]], _IMPOSSIBLE.sub("", text))
