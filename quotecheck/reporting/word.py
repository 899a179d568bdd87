"""A Word draft with its findings as comments on the words they are about, and nothing else changed.

Only the main text, the list of comments and what declares that list are written anew; every other part of the file
keeps its bytes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from quotecheck.errors import ReadingError
from quotecheck.model import Problem, Report
from quotecheck.reading.archives import Archive, parse
from quotecheck.reading.docx import related
from quotecheck.reading.extracted import damaged, missing, too_large
from quotecheck.reporting.findings import Finding, of_draft, shown_matches
from quotecheck.reporting.visible import visible

AUTHOR, INITIALS = "quotecheck", "qc"
MOST_SOURCES = 3
MAX_COPIED = 512 * 1024 * 1024
"""Bytes of all parts unpacked: pictures and fonts are copied, and nothing tells beforehand how large they are."""
_MARKS = ' "“”„«»'
_KIND = "Word document"
_COMMENTS = "word/comments.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_EMPTY = '<w:comments xmlns:w="{}"/>'
_NO_RELATIONS = f'<Relationships xmlns="{_PACKAGE}relationships"/>'


def annotated(data: bytes, report: Report) -> bytes:
    """The bytes of the Word file ``data``, of which ``report`` tells, with a comment for each finding; ``data`` itself
    when there is none. ReadingError when it is no longer the file that was checked, is too large to copy, or the
    optional part for Word is not installed."""
    found = tuple(of_draft(report))
    if not found:
        return data
    try:
        import lxml.etree  # noqa: F401
    except ImportError as error:
        raise missing(report.path, "comments in Word files", "docx") from error
    return _packed(data, _changed(Archive(data, report.path, _KIND), report, found), report.path)


def _changed(archive: Archive, report: Report, found: tuple[Finding, ...]) -> dict[str, bytes]:
    """The parts of the file that are written anew, by name."""
    from quotecheck.reporting.word_anchors import Anchors

    main = related(archive, "", "officeDocument") or "word/document.xml"
    root = _tree(archive.read(main), report.path)
    part = related(archive, main, "comments")
    namespace = root.tag[1:].partition("}")[0]
    comments = _tree(archive.read(part) if part else _EMPTY.format(namespace).encode(), report.path)
    anchors = Anchors(root)
    if not anchors.fits(report.text):
        message = "has changed since it was checked, or its words cannot be found again in it"
        raise ReadingError(Problem(path=report.path, message=message, hint="run it again"))
    used = [int(value) for value in comments.xpath("//@*[local-name()='id']") if str(value).isdecimal()]
    for number, one in enumerate(found, max(used, default=-1) + 1):
        start, end = _span(one, report.text)
        note = one.check.start.locator if one.check else None
        anchors.mark(start, end, note, number)
        comments.append(_comment(comments, namespace, number, list(_paragraphs(one))))
    changed = {main: _bytes(root)}
    if part:
        return changed | {part: _bytes(comments)}
    part = _free(archive, posixpath.join(posixpath.dirname(main), posixpath.basename(_COMMENTS)))
    return changed | {part: _bytes(comments)} | _declared(archive, main, part, report.path)


def _span(found: Finding, text: str) -> tuple[int, int]:
    """What a finding is about: the quoted words, or the line of a remark."""
    if found.check is not None:
        return found.check.span.start, found.check.span.end
    start = 0
    for _ in range((found.line or 1) - 1):
        start = text.find("\n", start) + 1
    end = text.find("\n", start)
    return start, end if end >= 0 else len(text)


def _paragraphs(found: Finding) -> Iterator[str]:
    """What the comment says: the verdict, what is wrong, and where the words stand in the sources."""
    reasons = f" ({', '.join(found.check.verdict.reasons)})" if found.check and found.check.verdict.reasons else ""
    yield f"{found.severity}: {found.rule}{reasons}"
    yield found.message
    for match in shown_matches(found.check)[:MOST_SOURCES] if found.check else ():
        evidence = match.evidence
        where = evidence.locator or (f"line {evidence.line}" if evidence.line else "")
        place = f"{evidence.path}{f', {where}' if where else ''}"
        yield f"Source: “{evidence.exact.strip(_MARKS)}” ({evidence.speaker or 'nobody named'}; {place})"


def _comment(comments: Any, namespace: str, number: int, paragraphs: list[str]) -> Any:
    from lxml import etree

    w = f"{{{namespace}}}"
    made = etree.Element(f"{w}comment", nsmap=comments.nsmap)
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", INITIALS)):
        made.set(f"{w}{key}", value)
    for words in paragraphs:
        text = etree.SubElement(etree.SubElement(etree.SubElement(made, f"{w}p"), f"{w}r"), f"{w}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = _sound(words)
    return made


def _sound(words: str) -> str:
    """``words`` without what could turn round the text, and the two characters that XML cannot hold beside controls."""
    return visible(words).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"})


def _declared(archive: Archive, main: str, part: str, name: str) -> dict[str, bytes]:
    """The list of types and that of the main text's relations, with a new part for comments in both."""
    from lxml import etree

    types = _tree(archive.read("[Content_Types].xml"), name)
    override = etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override")
    override.set("PartName", f"/{part}")
    override.set("ContentType", _TYPE)
    folder, file = posixpath.split(main)
    listing = posixpath.join(folder, "_rels", f"{file}.rels")
    relations = _tree(archive.read(listing) if archive.has(listing) else _NO_RELATIONS.encode(), name)
    known = {relation.get("Id") for relation in relations}
    relation = etree.SubElement(relations, f"{{{_PACKAGE}relationships}}Relationship")
    relation.set("Id", next(name for name in (f"rIdQuotecheck{n}" for n in range(len(known) + 1)) if name not in known))
    relation.set("Type", _STRICT_RELATION if _STRICT in archive.read(main) else _RELATION)
    relation.set("Target", posixpath.basename(part))
    return {"[Content_Types].xml": _bytes(types), listing: _bytes(relations)}


def _free(archive: Archive, part: str) -> str:
    """``part``, or with a number where the archive has one of that name that nothing refers to."""
    stem, suffix = posixpath.splitext(part)
    number = 1
    while archive.has(part):
        number += 1
        part = f"{stem}{number}{suffix}"
    return part


def _tree(data: bytes, name: str) -> Any:
    """The XML of a part for lxml, which keeps the prefixes that some attributes name. ReadingError as ``parse``, which
    is asked first whether the part is sound and within bounds."""
    from lxml import etree

    parse(data, name, _KIND)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(name, _KIND, error) from error


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _packed(data: bytes, changed: Mapping[str, bytes], name: str) -> bytes:
    """The archive with some parts in the place of others or behind them; all others with their bytes and dates."""
    made = io.BytesIO()
    left = dict(changed)
    room = MAX_COPIED
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename in changed:
                if info.filename in left:
                    new.writestr(info, left.pop(info.filename))
                continue
            try:
                room = _copied(old, new, info, room)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
                hint = "open it in Word or LibreOffice and save it again"
                message = f"cannot be copied: its part {info.filename} is damaged"
                raise ReadingError(Problem(path=name, message=message, hint=hint)) from error
            if room < 0:
                raise too_large(name, f"it unpacks to more than {MAX_COPIED:,} bytes")
        for part, content in left.items():
            new.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _copied(old: zipfile.ZipFile, new: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> int:
    """Copies a part while there is room for it; the room that is left, below zero when it did not suffice."""
    with old.open(info) as source, new.open(_described(info), "w", force_zip64=info.file_size > 1 << 31) as target:
        while room >= 0 and (chunk := source.read(1 << 20)):
            room -= len(chunk)
            target.write(chunk)
    return room


def _described(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type, made.external_attr, made.comment = info.compress_type, info.external_attr, info.comment
    made.create_system = info.create_system
    return made
