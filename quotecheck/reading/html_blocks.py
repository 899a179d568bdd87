"""A web page → its blocks of text in order, as a browser shows them, each with what tells a story from its frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from quotecheck.patterns import pattern

_BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody td tfoot
    th thead title tr ul video""".split()
)
# Not shown, or shown struck through.
_SKIPPED = frozenset(
    """script style noscript template svg math head iframe object canvas audio select textarea button del s strike
    datalist rp rt""".split()
)
_FRAME = frozenset(["nav", "aside", "footer", "form", "menu", "dialog"])
# Names that makers of pages give to what is not the story; on these elements they are about the whole page.
_FRAME_NAME = pattern(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|promo\w*|newsletter|share|sharing|social|comments?|sidebar|cookies?"
    r"|consent|breadcrumbs?|advert\w*|sponsor\w*|most[-_]?read|more[-_]stories|teasers?|signup|subscri\w+|navigation|nav"
    r"|menu|footer|trending|popular|read[-_]?more|skip)(?:$|[\s_-])"
)
_WHOLE = frozenset(["html", "body", "main", "article"])
_BLANKS = pattern(r"[ \t\n\r\f]+")


@dataclass(slots=True, kw_only=True)
class Block:
    """A stretch of text between two breaks: its ``words``, with ``<q>`` written as quotation marks; how many
    characters of it are links; whether it stands in the ``frame`` of the page, or only ``aside``; whether it
    ``signs`` the block quote above it, then written behind a dash; and the element around it."""

    words: str
    links: int
    frame: bool
    aside: bool
    signs: bool
    parent: Any = field(repr=False)


@dataclass(slots=True, kw_only=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    links: int = 0
    frames: int = 0
    asides: int = 0
    anchors: int = 0
    quotes: int = 0
    at: Any = None


def blocks(root: Any) -> list[Block]:
    """The blocks of an lxml tree, in order, without scripts, styles and what is struck through."""
    from lxml import etree

    walk = _Walk(at=root)
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if element.tag in _SKIPPED or _is_hidden(element):
                walker.skip_subtree()
                continue
            _open(walk, element)
        else:
            if event == "end" and element.tag not in _SKIPPED and not _is_hidden(element):
                _close(walk, element)
            _say(walk, element.tail)
    _flush(walk)
    return walk.blocks


def _open(walk: _Walk, element: Any) -> None:
    tag = element.tag
    if _breaks(element):
        _flush(walk)
        walk.at = element
    walk.frames += _is_frame(element)
    walk.asides += tag == "aside"
    walk.anchors += tag == "a"
    if tag == "br":
        walk.pieces.append("\n")
    elif tag == "q":
        walk.pieces.append("‘" if walk.quotes % 2 else "“")
        walk.quotes += 1
    _say(walk, element.text)


def _close(walk: _Walk, element: Any) -> None:
    tag = element.tag
    if tag == "q":
        walk.quotes -= 1
        walk.pieces.append("’" if walk.quotes % 2 else "”")
    walk.anchors -= tag == "a"
    if _breaks(element):
        _flush(walk)
        walk.at = element.getparent() if element.getparent() is not None else element
    walk.frames -= _is_frame(element)
    walk.asides -= tag == "aside"


def _say(walk: _Walk, text: str | None) -> None:
    if text:
        walk.pieces.append(_BLANKS.sub(" ", text))
        if walk.anchors:
            walk.links += len(text)


def _flush(walk: _Walk) -> None:
    """Ends the block; two line breaks in it part paragraphs."""
    text, links = "".join(walk.pieces), walk.links
    walk.pieces, walk.links = [], 0
    lines = [" ".join(part for part in line.split(" ") if part) for line in text.split("\n")]
    group: list[str] = []
    for line in (*lines, ""):
        if line:
            group.append(line)
        elif group:
            words, signs = "\n".join(group), walk.at.tag == "cite"
            words = f"— {words}" if signs and words[0].isalpha() else words
            around = _around(walk.at)
            frame, aside = walk.frames > 0, walk.frames == walk.asides > 0
            block = Block(words=words, links=links, frame=frame, aside=aside, signs=signs, parent=around)
            walk.blocks.append(block)
            group = []


def _around(element: Any) -> Any:
    parent = element.getparent()
    return element if parent is None else parent


def _breaks(element: Any) -> bool:
    """Whether a new line begins with an element: a block, or who said the block quote that it stands in."""
    if element.tag == "cite":
        return any(True for _ in element.iterancestors("blockquote"))
    return element.tag in _BLOCK


def _is_hidden(element: Any) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or "display:none" in style.replace(" ", "").lower()[:1000]


def _is_frame(element: Any) -> bool:
    if element.tag in _FRAME:
        return True
    if element.tag in _WHOLE or element.tag not in _BLOCK:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower()
    return bool(names.strip()) and bool(_FRAME_NAME.search(names))
