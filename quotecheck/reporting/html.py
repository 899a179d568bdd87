"""HTML by hand: every text out of a document passes through ``safe``, ``flat`` or ``attribute``."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape

from quotecheck.reporting.visible import SPACE, UNSAFE

_LINE = "\n"


def safe(text: str) -> str:
    """``text`` as the content of an element. What is invisible or turns the direction of writing is shown as its code;
    line breaks stay."""
    lines = text.replace("\r\n", _LINE).replace("\r", _LINE).replace("\t", "    ").split(_LINE)
    return _LINE.join(UNSAFE.sub(_code, escape(line)) for line in lines)


def flat(text: str) -> str:
    """As :func:`safe`, with runs of white space as one space."""
    return safe(SPACE.sub(" ", text))


def attribute(text: str) -> str:
    """``text`` as the value of an attribute, between double quotes."""
    return escape(UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text), quote=True)


def data(value: object) -> str:
    """``value`` as JSON inside a script element of type application/json, which nothing in it can end."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def digest(text: str) -> str:
    """The hash of an inline script or style, as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _code(found: re.Match[str]) -> str:
    return f'<span class="code">U+{ord(found[0]):04X}</span>'
