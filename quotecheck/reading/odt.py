"""OpenDocument texts (LibreOffice): the text as it reads with every tracked change accepted, paragraph by paragraph.

Footnotes and endnotes follow behind the text; comments are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from quotecheck.errors import ReadingError
from quotecheck.patterns import pattern
from quotecheck.reading.archives import Archive, attribute, local
from quotecheck.reading.extracted import Blocks, Extracted, encrypted

_KIND = "OpenDocument text"
# What was deleted is kept in "tracked-changes"; the others are comments, settings of forms and rubies.
_SKIPPED = frozenset(
    "tracked-changes annotation forms sequence-decls user-field-decls variable-decls ruby-text title desc".split()
)
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-hyphen": ""}
_MOST_BLANKS = 1000
_BLANKS = pattern(r"[ \t\r\n]+")


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where the walk stands: paragraphs so far, and what is to be read behind them."""

    paragraphs: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


def extract(data: bytes, name: str) -> Extracted:
    """The text of an .odt file; locators are "paragraph 12", counting those with words, then "footnote 1" and
    "endnote 1". ReadingError for what is no such file, is encrypted, or too large."""
    archive = Archive(data, name, _KIND)
    if archive.has("META-INF/manifest.xml") and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise encrypted(name)
    walk = _Walk()
    root = archive.tree("content.xml")
    for body in (child for child in root if local(child) == "body"):
        _blocks(body, walk)
    blocks = Blocks()
    for number, text in enumerate((text for text in walk.paragraphs if text.strip()), 1):
        blocks.add(text, f"paragraph {number}")
    for kind in ("footnote", "endnote"):
        of_kind = [note for note in walk.notes if (attribute(note, "note-class") or "footnote") == kind]
        for number, note in enumerate(of_kind, 1):
            blocks.add(_note(note), f"{kind} {number}")
    return blocks.finish(_metadata(archive))


def _blocks(element: Element, walk: _Walk) -> None:
    for child in element:
        name = local(child)
        if name in ("p", "h"):
            pieces: list[str] = []
            _inline(child, pieces, walk)
            walk.paragraphs.append("".join(pieces))
            boxes, walk.boxes = walk.boxes, []
            for box in boxes:
                _blocks(box, walk)
        elif name not in _SKIPPED:
            _blocks(child, walk)


def _inline(element: Element, pieces: list[str], walk: _Walk) -> None:
    pieces.append(_collapsed(element.text))
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c") or "1"
            pieces.append(" " * min(int(count), _MOST_BLANKS) if count.isdecimal() else " ")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name == "note":
            walk.notes.append(child)
        elif name == "text-box":
            walk.boxes.append(child)
        elif name not in _SKIPPED:
            _inline(child, pieces, walk)
        pieces.append(_collapsed(child.tail))


def _collapsed(text: str | None) -> str:
    """Line breaks and runs of blanks in the XML mean one blank; the elements "s" and "tab" stand for others."""
    return _BLANKS.sub(" ", text) if text else ""


def _note(note: Element) -> str:
    walk = _Walk()
    for body in (child for child in note if local(child) == "note-body"):
        _blocks(body, walk)
    return "\n".join(walk.paragraphs)


def _metadata(archive: Archive) -> dict[str, str]:
    """The title alone: the "creator" is whose computer it was, not who speaks."""
    try:
        root = archive.tree("meta.xml") if archive.has("meta.xml") else None
    except ReadingError:
        return {}
    entries = [entry for meta in root for entry in meta] if root is not None else []
    titles = [(entry.text or "").strip() for entry in entries if local(entry) == "title"]
    return {"title": titles[0]} if titles and titles[0] else {}
