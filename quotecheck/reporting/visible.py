"""Users' text made safe to print: nothing in it may move the cursor, hide words or turn them round."""

from __future__ import annotations

import re

from quotecheck.patterns import pattern

# C0 and C1 controls, marks that turn the direction of writing, invisible characters, line separators, surrogates.
UNSAFE = pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
SPACE = pattern(r"\s+")


def visible(text: str) -> str:
    """``text`` on one line, runs of white space as one space, every unsafe character as ``\\x1b`` or ``\\u202e``."""
    return visible_inside(text).strip()


def visible_inside(text: str) -> str:
    """As :func:`visible`, for a piece from the middle of a line: a space at its ends is kept."""
    if text.isprintable() and "  " not in text:  # no white space but single blanks, and nothing unsafe
        return text
    return escaped(SPACE.sub(" ", text))


def escaped(text: str) -> str:
    """``text`` with every unsafe character as ``\\x1b`` or ``\\u202e``, and its spaces as they are."""
    return UNSAFE.sub(_escape, text)


def cut(text: str, most: int) -> str:
    """``text`` with at most ``most`` characters, the last an ellipsis when some were left out."""
    return text if len(text) <= most else text[: max(0, most - 1)].rstrip() + "…"


def _escape(match: re.Match[str]) -> str:
    number = ord(match.group())
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
