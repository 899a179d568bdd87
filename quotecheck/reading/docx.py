"""Word documents: the text as it reads with every tracked change accepted, paragraph by paragraph.

Footnotes and endnotes follow behind the text. Comments are left out: they are what colleagues say about the text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from quotecheck.errors import ReadingError
from quotecheck.reading.archives import Archive, attribute, local
from quotecheck.reading.extracted import Blocks, Extracted

_KIND = "Word document"
# What does not read as text: deletions, the old place of what was moved, properties, codes of fields.
_SKIPPED = frozenset("del moveFrom pPr rPr sectPr tblPr trPr tcPr sdtPr instrText delText delInstrText".split())
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off")


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """A paragraph: its pieces of text, in order, each with the ``w:t`` element that holds it (None for a tab, a line
    break or a hyphen). ``merges``: its end was deleted, so that the next paragraph goes on in it."""

    pieces: list[tuple[str, Element | None]] = field(default_factory=list)
    merges: bool = False

    @property
    def text(self) -> str:
        """The words of the paragraph."""
        return "".join(words for words, _ in self.pieces)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where the walk stands: the paragraphs so far, text boxes to be read behind the paragraph they hang on, and the
    notes in the order of their marks in the text."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, Element]] = field(default_factory=list)


def extract(data: bytes, name: str) -> Extracted:
    """The text of a .docx file; locators are "paragraph 12", counting those with words, then "footnote 1" and
    "endnote 1". ReadingError for what is no such file, is encrypted, or too large."""
    archive = Archive(data, name, _KIND)
    main = related(archive, "", "officeDocument") or "word/document.xml"
    walk = _walked(archive.tree(main))
    blocks = Blocks()
    words = [paragraph.text for paragraph in walk.paragraphs]
    for number, text in enumerate((text for text in words if text.strip()), 1):
        blocks.add(text, f"paragraph {number}")
    for kind in ("footnote", "endnote"):
        marks = [attribute(mark, "id") or "" for noted, mark in walk.notes if noted == kind]
        part = related(archive, main, f"{kind}s") if marks else None
        for number, text in enumerate(_notes(archive, part, marks) if part else (), 1):
            blocks.add(text, f"{kind} {number}")
    return blocks.finish(_metadata(archive))


def located_text(body: Element) -> Iterator[tuple[int, str, Element]]:
    """Where the words of the main text stand in the extracted text: for each ``w:t`` element, in order, the offset of
    its first character, its words, and the element. Blank ends of a paragraph lie outside of the extracted text, so an
    offset may be a little before that of the paragraph's first word."""
    at = 0
    for paragraph in _walked(body).paragraphs:
        text = paragraph.text
        if not text.strip():
            continue
        here = at - (len(text) - len(text.lstrip()))
        for words, element in paragraph.pieces:
            if element is not None:
                yield here, words, element
            here += len(words)
        at += len(text.strip()) + 2


def note_marks(body: Element, kind: str) -> list[Element]:
    """The marks of the footnotes or endnotes (``kind`` "footnote" or "endnote") in the text, in reading order."""
    return [mark for noted, mark in _walked(body).notes if noted == kind]


def _walked(root: Element) -> _Walk:
    walk = _Walk()
    _blocks(root, walk)
    return walk


def _blocks(element: Element, walk: _Walk) -> None:
    """Reads what stands between paragraphs: the body, tables, content controls."""
    for child in element:
        name = local(child)
        if name == "p":
            _paragraph(child, walk)
        elif name not in _SKIPPED and not _is_deleted_part(child, name):
            _blocks(_chosen(child) if name == "AlternateContent" else child, walk)


def _paragraph(element: Element, walk: _Walk) -> None:
    merges = bool(walk.paragraphs) and walk.paragraphs[-1].merges
    paragraph = walk.paragraphs[-1] if merges else Paragraph()
    if not merges:
        walk.paragraphs.append(paragraph)
    paragraph.merges = _mark_is_deleted(element)
    _inline(element, paragraph, walk)
    boxes, walk.boxes = walk.boxes, []
    if boxes:
        paragraph.merges = False
    for box in boxes:
        _blocks(box, walk)


def _inline(element: Element, paragraph: Paragraph, walk: _Walk) -> None:
    """Reads what stands in a paragraph: runs, links, fields, insertions, content controls."""
    for child in element:
        name = local(child)
        if name in ("t", "sym"):
            paragraph.pieces.append((child.text or "", child))
        elif name in _SIGNS:
            paragraph.pieces.append((_SIGNS[name], None))
        elif name in ("footnoteReference", "endnoteReference"):
            walk.notes.append((name.removesuffix("Reference"), child))
        elif name == "txbxContent":
            walk.boxes.append(child)
        elif name == "AlternateContent":
            _inline(_chosen(child), paragraph, walk)
        elif name not in _SKIPPED and not (name == "r" and _is_hidden(child)):
            _inline(child, paragraph, walk)


def _chosen(element: Element) -> Element:
    """Of two ways to draw the same, the first."""
    return next(iter(element), element)


def _is_hidden(run: Element) -> bool:
    switches = (switch for child in run if local(child) == "rPr" for switch in child if local(switch) == "vanish")
    return any(attribute(switch, "val") not in _OFF for switch in switches)


def _mark_is_deleted(paragraph: Element) -> bool:
    properties = (child for child in paragraph if local(child) == "pPr")
    marks = (mark for child in properties for mark in child if local(mark) == "rPr")
    return any(local(change) in ("del", "moveFrom") for mark in marks for change in mark)


def _is_deleted_part(element: Element, name: str) -> bool:
    """Whether a row or a cell of a table was deleted."""
    if name not in ("tr", "tc"):
        return False
    changes = {local(change) for child in element if local(child) == f"{name}Pr" for change in child}
    return bool(changes & {"del", "cellDel"})


def _notes(archive: Archive, part: str, marks: list[str]) -> Iterator[str]:
    """The texts of notes in the order of their marks."""
    found = {attribute(note, "id"): note for note in archive.tree(part)}
    for mark in marks:
        if mark in found:
            yield "\n".join(paragraph.text for paragraph in _walked(found[mark]).paragraphs).strip()


def related(archive: Archive, part: str, kind: str) -> str | None:
    """The part that ``part`` (empty for the archive itself) is related to in the way ``kind``, None without one."""
    folder, file = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{file}.rels")
    if not archive.has(listing):
        return None
    for relation in archive.tree(listing):
        if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
            return target if archive.has(target) else None
    return None


def _metadata(archive: Archive) -> dict[str, str]:
    """The title alone: the "author" of a file is whose computer it was made on, not who speaks in it."""
    part = related(archive, "", "core-properties")
    try:
        core = archive.tree(part) if part else None
    except ReadingError:
        return {}
    titles = [(child.text or "").strip() for child in core if local(child) == "title"] if core is not None else []
    return {"title": titles[0]} if titles and titles[0] else {}
