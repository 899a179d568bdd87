"""PDF files: the text page by page, in reading order, with broken words joined and running heads left out."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

from quotecheck.errors import ReadingError
from quotecheck.model import Problem
from quotecheck.patterns import pattern
from quotecheck.reading.extracted import Blocks, Extracted, damaged, encrypted, missing, too_large
from quotecheck.reading.pdf_layout import Line, columns, lines, parts, without_heads

MAX_PAGES = 3_000
MAX_PIECES = 20_000
"""Pieces of text on one page; a crowded newspaper page has some thousands."""
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of one packed part of a page; a page of text has some ten thousand."""
_END = 4096
_STREAM = b"stream"
_PACKED = b"/FlateDecode"
# The letters that fonts draw as one, and what pdfium puts for a hyphen at the end of a line.
_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\x02": "-", "\ufffe": "-"}
)
Box = tuple[float, float, float, float]
_LONGEST = 2000
_BLANKS = pattern(r"\s+")
# Titles that a program made up.
_TITLE = pattern(r"(?i:microsoft word - |untitled|.{0,200}\.(?:docx?|odt|rtf|indd|pdf)$)")


def extract(data: bytes, name: str) -> Extracted:
    """The text of a PDF file; locators are "page 3". ReadingError for what is no PDF or broken off, needs a password,
    holds pictures of pages only, is too large, and where the optional part for PDF is not installed."""
    if b"%PDF-" not in data[:1024]:
        raise damaged(name, "PDF file", "it does not begin with %PDF")
    if b"%%EOF" not in data[-_END:]:
        raise damaged(name, "PDF file", "its end is missing")
    try:
        import pypdfium2
    except ImportError as error:
        raise missing(name, "PDF files", "pdf") from error
    _check_packed(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise encrypted(name) if "password" in str(error).lower() else damaged(name, "PDF file", error) from error
    try:
        if len(document) > MAX_PAGES:
            raise too_large(name, f"it has {len(document):,} pages, and at most {MAX_PAGES:,} are read")
        pages = [lines(_pieces(document, number, name)) for number in range(len(document))]
        pictures = [number for number, page in enumerate(pages, 1) if not page and _is_picture(document, number)]
        title = str(document.get_metadata_dict().get("Title") or "").strip()
    except pypdfium2.PdfiumError as error:
        raise damaged(name, "PDF file", error) from error
    finally:
        document.close()
    if not any(pages):
        message = "holds no words, only pictures of pages, as a scanner makes them" if pages else "has no pages"
        hint = "run text recognition (OCR) on it, or type out what is quoted"
        raise ReadingError(Problem(path=name, message=message, hint=hint))
    found = _text(pages, {"title": title} if title and not _TITLE.match(title) else {})
    return replace(found, remarks=(_unread(pictures, len(pages)),)) if pictures else found


def _is_picture(document: Any, number: int) -> bool:
    """Whether a page (1-based) without words shows a picture; a blank one does not."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    page = document[number - 1]
    try:
        return any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=5))
    finally:
        page.close()


def _unread(pages: list[int], total: int) -> str:
    """ "pages 2-4 and 7 of 9 are pictures without words, …"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    listed = f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
    what = f"page {listed} of {total} is a picture" if len(pages) == 1 else f"pages {listed} of {total} are pictures"
    return f"{what} without words, as a scanner makes them: nothing there was read (run text recognition, OCR, on it)"


def _pieces(document: Any, index: int, name: str) -> list[Line]:
    """The pieces of text on a page, as they were drawn."""
    page = document[index]
    text = page.get_textpage()
    try:
        count = text.count_rects()
        if count > MAX_PIECES:
            raise too_large(name, f"page {index + 1} has {count:,} pieces of text")
        boxes = [text.get_rect(number) for number in range(count)]
        starts = [_first(text, box) for box in boxes]
        found = []
        for box, start, following in zip(boxes, starts, [*starts[1:], None], strict=False):
            words = _words(text, box, start, following)
            if words.strip() and box[3] > box[1]:
                bottom, top = _height(text, box, start)
                found.append(Line(words=words, page=index + 1, left=box[0], bottom=bottom, right=box[2], top=top))
        return found
    finally:
        text.close()
        page.close()


def _first(text: Any, box: Box) -> int | None:
    """The number of the first letter of a piece, None where none is found."""
    left, bottom, right, top = box
    reach = (right - left) / 2
    found: int | None = text.get_index(left + min(0.5, reach), (bottom + top) / 2, min(4.0, reach), top - bottom)
    letter = text.get_text_bounded(*box).strip()[:1]
    # Slanted and narrow letters reach into their neighbours.
    near = () if found is None else (found, found + 1, max(0, found - 1))
    return next((index for index in near if letter and text.get_text_range(index, 1) == letter), found)


def _words(text: Any, box: Box, start: int | None, following: int | None) -> str:
    """The words of a piece: from its first letter to that of the next, else what stands in its box, where a letter of
    a neighbour may be too. A blank at an end stays, since it may be all that tells some words from the next piece."""
    if start is not None and following is not None and 0 < following - start <= _LONGEST:
        words = text.get_text_range(start, following - start)
        inside = text.get_text_bounded(*box)
        # Letters are numbered as they were drawn; where that is not the order of the pieces, the numbers tell nothing.
        words = words if abs(len(words.strip()) - len(inside.strip())) <= 2 else inside
    else:
        words = text.get_text_bounded(*box)
    return _BLANKS.sub(" ", words.translate(_LETTERS))


def _height(text: Any, box: Box, start: int | None) -> tuple[float, float]:
    """The bottom and the top of the font's line where a piece stands, which are the same for "no" and "gyp"."""
    if start is None:
        return box[1], box[3]
    _, low, _, high = text.get_charbox(start, loose=True)
    return (low, high) if low < high else (box[1], box[3])


def _text(pages: list[list[Line]], metadata: dict[str, str]) -> Extracted:
    blocks = Blocks()
    for part in parts(group for page in without_heads(pages) for group in columns(page)):
        locator = f"page {part.page}"
        if part.begins:
            blocks.add(part.words, locator)
        else:
            blocks.go_on(part.words, locator, between="" if part.glued else " ")
    return blocks.finish(metadata)


def _check_packed(data: bytes, name: str) -> None:
    """ReadingError when a part of a page unpacks to more than ``MAX_UNPACKED``: pdfium would take all of it into
    memory. Pictures are not unpacked for their text, and not looked at."""
    at = data.find(_STREAM)
    while at >= 0:
        head = data[max(0, data.rfind(b" obj", max(0, at - 2000), at)) : at]
        if _PACKED in head and b"/Image" not in head and not data.startswith(b"end", at - 3):
            if head.count(_PACKED) > 2:
                raise too_large(name, "a part of it is packed several times over")
            if _unpacks_beyond(data, at + len(_STREAM)):
                raise too_large(name, f"a part of it unpacks to more than {MAX_UNPACKED:,} bytes")
        at = data.find(_STREAM, at + len(_STREAM))


def _unpacks_beyond(data: bytes, start: int) -> bool:
    start += 2 if data.startswith(b"\r\n", start) else 1
    unpacker = zlib.decompressobj()
    total = 0
    chunk = memoryview(data)[start : start + (1 << 20)]
    try:
        while len(chunk) and not unpacker.eof:
            total += len(unpacker.decompress(chunk, 1 << 20))
            if total > MAX_UNPACKED:
                return True
            if unpacker.unconsumed_tail:
                chunk = memoryview(unpacker.unconsumed_tail)
            else:
                start += 1 << 20
                chunk = memoryview(data)[start : start + (1 << 20)]
    except zlib.error:
        return False
    return False
