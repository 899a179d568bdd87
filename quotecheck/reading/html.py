"""Saved web pages: the story without the frame around it, and what the page says of itself.

trafilatura tells which blocks are the story. The words are then taken from the page, since it loses quotation marks
of ``<q>``, keeps what is struck through and drops paragraphs that are no ``<p>``: a lost quote is lost evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from quotecheck.errors import ReadingError
from quotecheck.patterns import pattern
from quotecheck.reading.decoding import decode
from quotecheck.reading.extracted import Blocks, Extracted, damaged, missing, too_large
from quotecheck.reading.html_blocks import Block, blocks

MAX_CHARACTERS = 8_000_000
"""A long page has a hundredth of that."""
LARGE = 1_000_000
"""Characters above which trafilatura, which takes some seconds a million, is not asked."""
_CHARSET = pattern(r"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})")
_WORD = pattern(r"[^\W_]+")
_QUOTED = pattern(r"[\"“”„«»]|‘\w|''|``")
# Words in a row that are compared; a block is the story's when half of its rows are.
_ROW = 4
_HALF = 0.5


def extract(data: bytes, name: str) -> Extracted:
    """The story of a page; locators are "paragraph 12", counting its blocks. Metadata: title, author, published,
    publisher, url, language, where the page tells. ReadingError for pages too large or not decodable, and where the
    optional part for web pages is not installed."""
    text = decoded(data, name)
    if len(text) > MAX_CHARACTERS:
        raise too_large(name, f"it has more than {MAX_CHARACTERS:,} characters")
    try:
        import trafilatura as _  # noqa: F401
        from lxml import etree, html
    except ImportError as error:
        raise missing(name, "web pages", "html") from error
    _be_quiet()
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    raw = text.encode("utf-8", "replace")
    try:
        root = html.document_fromstring(raw, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        if not text.strip() or "empty" in str(error).lower():
            return Extracted(text="", metadata={})
        raise damaged(name, "web page", error) from error
    page = blocks(root)
    found = Blocks()
    story = _story(page, _main_text(raw, parser) if len(text) <= LARGE else "")
    for number, block in enumerate(story, 1):
        found.add(block.words, f"paragraph {number}")
    return found.finish(_metadata(raw, parser, root))


def decoded(data: bytes, name: str) -> str:
    """The text of a page: by its byte order mark, as UTF-8, as the page says, or as it looks. ReadingError when none
    of these reads it."""
    try:
        return decode(data, name)
    except ReadingError:
        if b"\0" in data:
            raise
        told = _CHARSET.search(data[:4096].decode("latin-1"))
        for encoding in (told[1] if told else None, _guessed(data)):
            try:
                if encoding:
                    return data.decode(encoding)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
        raise


def _guessed(data: bytes) -> str | None:
    """The encoding that the bytes look like among those of old pages, where charset-normalizer is installed."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    likely = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_2", "gb18030", "big5", "shift_jis", "euc_kr"]
    found = list(from_bytes(data[:200_000], cp_isolation=likely))
    # Of several that fit as well, the most common: café reads alike in all of them, and naïve does not.
    best = min(found, key=lambda one: (one.chaos, -one.coherence, likely.index(one.encoding)), default=None)
    return best.encoding if best else None


def _main_text(raw: bytes, parser: Any) -> str:
    """What trafilatura takes for the story; empty when it finds none, or fails at a page that browsers show."""
    from lxml import html
    from trafilatura.core import bare_extraction

    try:
        found = bare_extraction(html.document_fromstring(raw, parser=parser), include_comments=False, favor_recall=True)
    except Exception:  # its parsers raise of every kind; the page's own text is there without it
        return ""
    return (getattr(found, "text", None) or "") if found is not None else ""


def _story(page: list[Block], main: str) -> list[Block]:
    """The blocks of the story, in order: those that trafilatura kept, and those between and beside them that are
    written like it. Without its word, all outside of the frame of the page."""
    known = set(_rows(main))
    likely = [_share(block.words, known) >= _HALF for block in page]
    kept = [fits and not block.frame for block, fits in zip(page, likely, strict=True)]
    said = {row for block, keep in zip(page, kept, strict=True) if keep for row in _rows(block.words)}
    # What stands around the whole story is no frame, whatever its maker called it.
    framed = len(said & known) >= _HALF * len(known)
    for index, block in enumerate(page):
        # What is told aside only counts where it is no repetition, as a line lifted out of the story is.
        aside = likely[index] and block.frame and (block.aside or not framed) and _share(block.words, said) < _HALF
        signs = block.signs and index > 0 and kept[index - 1]
        kept[index] = kept[index] or aside or signs
    if not any(kept):
        outside = [block for block in page if not block.frame]
        return outside or page
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    beside = {id(block.parent) for block, keep in zip(page, kept, strict=True) if keep}
    return [
        block
        for index, block in enumerate(page)
        if kept[index] or ((first < index < last or id(block.parent) in beside) and _is_prose(block))
    ]


def _is_prose(block: Block) -> bool:
    """Whether a block that trafilatura dropped reads like the story: quoted words, or a sentence, and not a link."""
    if block.frame or block.links > 0.5 * len(block.words):
        return False
    return bool(_QUOTED.search(block.words)) or (block.words[-1] in ".?!…:" and block.words.count(" ") >= 4)


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    """The rows of words of a text, line by line; a short line is one row."""
    for line in text.split("\n"):
        words = _WORD.findall(line.casefold())
        if words:
            yield from (tuple(words[at : at + _ROW]) for at in range(max(1, len(words) - _ROW + 1)))


def _share(text: str, known: set[tuple[str, ...]]) -> float:
    """The share, 0 to 1, of the rows of a text that are known; 0 for a text without words."""
    rows = list(_rows(text))
    return sum(row in known for row in rows) / len(rows) if rows else 0.0


def _metadata(raw: bytes, parser: Any, root: Any) -> dict[str, str]:
    """What the page tells in its metadata. A date is only taken from there, never from the words of the page."""
    from lxml import html
    from trafilatura.metadata import extract_metadata

    options = {"extensive_search": False, "original_date": True}
    try:
        known = extract_metadata(html.document_fromstring(raw, parser=parser), date_config=options, extensive=False)
    except Exception:  # as above
        return {}
    values = {
        "title": known.title,
        "author": known.author,
        "published": _day(known.date),
        "publisher": known.sitename,
        "url": known.url,
        "language": (root.get("lang") or "")[:20],
    }
    return {key: " ".join(value.split()) for key, value in values.items() if value and value.strip()}


def _day(written: str | None) -> str | None:
    try:
        return date.fromisoformat((written or "")[:10]).isoformat()
    except ValueError:
        return None


def _be_quiet() -> None:
    """Keeps remarks of the libraries, meant for those who build with them, from the terminal."""
    import logging

    for library in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
