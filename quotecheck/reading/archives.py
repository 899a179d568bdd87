"""Office files are zip archives of XML. Both are taken for hostile: bounded sizes, no document types, no other files.

Nothing is ever unpacked to disk, so names in the archive lead nowhere; only the parts asked for are read.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from quotecheck.errors import ReadingError
from quotecheck.model import Problem
from quotecheck.reading.extracted import damaged, encrypted, too_large

MAX_PARTS = 20_000
"""Files in one archive; a book with a picture on every page has some hundreds."""
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of one XML part; the text of a thousand pages takes a third of that."""
MAX_ELEMENTS = 1_500_000
MAX_DEPTH = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
)


class Archive:
    """A zip archive in memory, ``kind`` being what the file should be ("Word document"). ReadingError for what is no
    archive, or has too many parts."""

    __slots__ = ("_kind", "_name", "_parts", "_zip")

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self._name, self._kind = name, kind
        if data.startswith(_OLE):
            raise _old_office(data, name)
        # Counted before opening, since opening builds an object for each.
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise too_large(name, f"it packs more than {MAX_PARTS:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {info.filename: info for info in self._zip.infolist()}
        except _TROUBLE as error:
            raise damaged(name, kind, error) from error

    def has(self, part: str) -> bool:
        """Whether the archive has a file of that name."""
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of a part. ReadingError when it is missing, encrypted, broken, or larger than ``MAX_UNPACKED``,
        whatever the archive says of its size."""
        info = self._parts.get(part)
        if info is None:
            raise damaged(self._name, self._kind, f"it has no part {part}")
        if info.flag_bits & 1:
            raise encrypted(self._name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self._name, self._kind, f"its part {part} is packed in an unusual way")
        try:
            with self._zip.open(info) as file:
                data = file.read(MAX_UNPACKED + 1)
        except _TROUBLE as error:
            raise damaged(self._name, self._kind, error) from error
        if len(data) > MAX_UNPACKED:
            raise too_large(self._name, f"it unpacks to more than {MAX_UNPACKED:,} bytes")
        return data

    def tree(self, part: str) -> ElementTree.Element:
        """The XML of a part, as ``parse``."""
        return parse(self.read(part), self._name, self._kind)


def parse(data: bytes, name: str, kind: str) -> ElementTree.Element:
    """The root element of an XML text. ReadingError when it is broken, declares a document type (the way of every
    trick with entities; no office program writes one), or is too deep or too large."""
    parser = ElementTree.XMLParser(target=_Builder(name))
    try:
        # By steps, so that a limit is noticed before everything is built.
        for start in range(0, len(data), 1 << 16):
            parser.feed(data[start : start + (1 << 16)])
        root = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError, AssertionError) as error:
        raise damaged(name, kind, error) from error
    if not isinstance(root, ElementTree.Element):
        raise damaged(name, kind)
    return root


def local(element: ElementTree.Element) -> str:
    """The name of an element without its namespace, which has variants; empty for comments in other trees."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: ElementTree.Element, wanted: str) -> str | None:
    """The value of an attribute by its name without namespace, None when absent."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == wanted), None)


class _Builder(ElementTree.TreeBuilder):
    """Builds the tree, and counts."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = self._elements = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Called for a document type declaration."""
        message = "declares a document type (DOCTYPE), which can hide attacks and which no office program writes"
        raise ReadingError(Problem(path=self._name, message=message, hint="do not trust this file"))

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        """Called for an opening tag."""
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            what = f"its XML has more than {MAX_ELEMENTS:,} elements, or more than {MAX_DEPTH} inside each other"
            raise too_large(self._name, what)
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        """Called for a closing tag."""
        self._depth -= 1
        return super().end(tag)


def _old_office(data: bytes, name: str) -> ReadingError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted(name)
    message = "is in the format of Office 97 to 2003, which cannot be read"
    hint = "open it in Word or LibreOffice and save it as .docx"
    return ReadingError(Problem(path=name, message=message, hint=hint))
