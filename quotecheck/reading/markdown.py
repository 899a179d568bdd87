"""Markdown: the words of the document without its markup, each with its place in the file.

A reader of lines, not a full parser: what matters is that no word of a paragraph, heading, list or block
quote is lost and no code, comment or address is taken for words. Lines are read once, without recursion, so
ten thousand nested block quotes cost no more than ten thousand characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quotecheck.patterns import pattern
from quotecheck.reading import front_matter
from quotecheck.reading.markdown_inline import Cut, cuts
from quotecheck.reading.places import ProseBuilder

_LINE = pattern(r"([^\r\n]*+)(?:\r\n?|\n|$)")
_QUOTE = pattern(r" {0,3}>[ \t]?")
_ITEM = pattern(r"[ \t]{0,12}(?:[-*+]|([0-9]{1,9})[.)])(?:[ \t]{1,4}|$)")
_FENCE = pattern(r"[ \t]{0,12}(`{3,}+(?=[^`]*+$)|~{3,}+)")
_HEADING = pattern(r" {0,3}#{1,6}(?:[ \t]++|$)")
_HEADING_END = pattern(r"(?:^|[ \t])#++[ \t]*+$")
_UNDERLINE = pattern(r" {0,3}(?:=++|-{2,}+)[ \t]*+$")
_INDENTED = pattern(r"(?: {4}| {0,3}\t)[ \t]*+\S")
_FOOTNOTE = pattern(r" {0,3}\[\^[^\s\[\]]{1,100}\]:[ \t]*+")
# The target must look like an address: in an interview "[Holm]: Yes." is an answer.
_DEFINITION = pattern(
    r"^ {0,3}\[([^\]\[\r\n]{1,200}+)\]:[ \t]*+(?=<|#|mailto:|[^\s/]{0,100}/)\S++"
    r"[ \t]*+(?:[\"'(][^\r\n]*+)?(?=[\r\n]|\Z)",
    re.MULTILINE,
)
_ROW_RULE = pattern(r"[ \t]*+\|?[ \t]*+:?-[-:| \t]*+$")
_CELL = pattern(r"(?:[^|\\]|\\.)+")
_SIGNED = pattern(r"[ \t]{0,9}(?:[—–―]|-{1,3}(?=[ \t]|[^\W\d]))[ \t]*+[^\W\d_]")
# Blocks that hold no words: comments, and what only a browser reads.
_HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
_BLANK_REST = pattern(r"[ \t]*+(?:\r\n?|\n|\Z)")
_SIGNATURE_LENGTH = 160


def prose(text: str) -> tuple[Mapping[str, str], str, tuple[tuple[int, int], ...]]:
    """The metadata of the front matter, the prose, and its runs, as in ``Document``. Empty for an empty text."""
    metadata, start = front_matter.split(text)
    labels = frozenset(found[1].strip().lower() for found in _DEFINITION.finditer(text, start))
    reader = _Reader(text=text, at=start, labels=labels, out=ProseBuilder(text))
    while reader.at < len(text):
        _read_line(reader)
    _open_block(reader, 0)
    words, starts = reader.out.finish()
    return metadata, words, starts


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Where the reading stands: the offset, the open block's lines as (start, end, offset of the newline),
    how many block quotes and whether a list surround them, the open code fence, and the last block written."""

    text: str
    at: int
    labels: frozenset[str]
    out: ProseBuilder
    block: list[tuple[int, int, int]] = field(default_factory=list)
    depth: int = 0
    in_list: bool = False
    fence: str = ""
    fence_depth: int = 0
    written_to: int | None = None
    written_depth: int = 0


def _read_line(reader: _Reader) -> None:
    text, start = reader.text, reader.at
    line = _LINE.match(text, start)
    end = line.end(1) if line else len(text)
    reader.at = max(line.end() if line else len(text), start + 1)
    depth, at = _quote_marks(text, start, end)
    if reader.fence and not _ends_fence(reader, depth, at, end):
        return
    if _BLANK_REST.match(text, at):
        _open_block(reader, depth)
        return
    if depth > reader.depth or (depth < reader.depth and not reader.block):
        _open_block(reader, depth)
        # An indented block quote, and what is indented below it, may belong to a list item.
        reader.in_list = reader.in_list and text[start].isspace()
    _read_content(reader, depth, at, end)


def _quote_marks(text: str, at: int, end: int) -> tuple[int, int]:
    depth = 0
    while mark := _QUOTE.match(text, at, end):
        depth, at = depth + 1, mark.end()
    return depth, at


def _ends_fence(reader: _Reader, depth: int, at: int, end: int) -> bool:
    """Whether the open code block has ended and this line is to be read: a block quote that ends takes its
    code block with it."""
    content = reader.text[at:end].strip()
    closed = content.startswith(reader.fence) and not content.strip(reader.fence[0])
    left = depth < reader.fence_depth
    if closed or left:
        reader.fence = ""
    return left and not closed


def _read_content(reader: _Reader, depth: int, at: int, end: int) -> None:
    """Reads what a line holds behind the marks of its block quotes."""
    text = reader.text
    if text[at].isalpha():
        # Nothing that is markup begins with a letter, and most lines do.
        _read_words(reader, depth, at, end)
        return
    if _hide(reader, at) or (not reader.block and _is_left_out(reader, at, end)):
        return
    if reader.block and not reader.in_list and _UNDERLINE.match(text, at, end):
        _open_block(reader, depth)
        return
    if _is_rule(text[at:end]):
        _open_block(reader, depth)
        reader.in_list = False
        return
    while item := _item(reader, at, end):
        _open_block(reader, depth)
        reader.in_list = True
        inner, at = _quote_marks(text, item.end(), end)
        depth += inner
        reader.depth = depth
    if fence := _FENCE.match(text, at, end):
        _open_block(reader, depth)
        _leave_list(reader, at)
        reader.fence, reader.fence_depth = fence[1], depth
    elif heading := _HEADING.match(text, at, end):
        _open_block(reader, depth)
        _leave_list(reader, at)
        trailing = _HEADING_END.search(text, heading.end() - 1, end)
        reader.block.append((heading.end(), max(trailing.start(), heading.end()) if trailing else end, end))
        _open_block(reader, depth)
    elif text.startswith("|", at):
        _open_block(reader, depth)
        _leave_list(reader, at)
        _read_row(reader, at, end)
    else:
        _read_words(reader, depth, at, end)


def _leave_list(reader: _Reader, at: int) -> None:
    """Ends the list above a block that begins at the margin."""
    if reader.text[at] not in " \t" and reader.text[at - 1 : at] in ("", "\n", "\r"):
        reader.in_list = False


def _is_left_out(reader: _Reader, at: int, end: int) -> bool:
    if not reader.in_list and _INDENTED.match(reader.text, at, end):
        return True
    return bool(_DEFINITION.match(reader.text[at:end]))


def _read_words(reader: _Reader, depth: int, at: int, end: int) -> None:
    words = reader.text[at:end]
    if not reader.block and not words[:1].isspace() and reader.text[at - 1 : at] in ("", "\n", "\r"):
        reader.in_list = False
    if footnote := _FOOTNOTE.match(reader.text, at, end):
        _open_block(reader, depth)
        at = footnote.end()
        words = reader.text[at:end]
    if not words.strip():
        return
    start = at + len(words) - len(words.lstrip())
    reader.block.append((start, max(start, at + len(words.rstrip())), end))


def _read_row(reader: _Reader, at: int, end: int) -> None:
    """A line of a table: each cell is a block of its own."""
    if not _ROW_RULE.match(reader.text, at, end):
        for cell in _CELL.finditer(reader.text, at, end):
            reader.block.append((cell.start(), cell.end(), cell.end()))
            _open_block(reader, reader.depth)


def _hide(reader: _Reader, at: int) -> bool:
    """Steps over a comment or script that begins the line, up to its end or else the end of the document."""
    text = reader.text
    start = at + len(text[at : at + 4]) - len(text[at : at + 4].lstrip(" "))
    for opening, closing in _HIDDEN:
        if text[start : start + len(opening)].lower() == opening:
            _leave_list(reader, at)
            found = text.find(closing, start + len(opening))
            reader.at = found + len(closing) if found >= 0 else len(text)
            if rest := _BLANK_REST.match(text, reader.at):
                _open_block(reader, reader.depth)
                reader.at = rest.end()
            return True
    return False


def _item(reader: _Reader, at: int, end: int) -> re.Match[str] | None:
    """The mark of a list item at the start of the line, if it is one."""
    item = _ITEM.match(reader.text, at, end)
    if not item or not reader.block or reader.in_list:
        return item
    # Inside a paragraph only "1." begins a list: a year may end up at the start of a line. In a block quote
    # a dash below its words is how their speaker is named.
    is_year = item[1] is not None and int(item[1]) != 1
    is_signature = reader.depth and _SIGNED.match(reader.text, at, end)
    return None if is_year or is_signature or _BLANK_REST.match(reader.text, item.end()) else item


def _is_rule(content: str) -> bool:
    marks = content.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "-*_" and not marks.strip(marks[0])


def _open_block(reader: _Reader, depth: int) -> None:
    """Writes the open block to the prose, and begins another one inside ``depth`` block quotes.

    Blocks stand two newlines apart; a line that signs a block quote ("— Name") follows its words after one.
    """
    block, reader.block = reader.block, []
    written_depth = reader.depth
    reader.depth = depth
    raw = "\n".join(reader.text[start:end] for start, end, _ in block)
    pieces = _trimmed(list(_pieces(raw, block, cuts(raw, reader.labels)))) if raw else []
    if not pieces:
        return
    signs = reader.written_depth and len(raw) <= _SIGNATURE_LENGTH and "\n" not in raw and _SIGNED.match(raw)
    if reader.written_to is not None:
        reader.out.put("\n" if signs else "\n\n", reader.written_to)
    for words, start, alone in pieces:
        reader.out.put(words, start, alone=alone)
    reader.written_to = block[-1][1]
    reader.written_depth = 0 if signs else written_depth


def _pieces(raw: str, block: Sequence[tuple[int, int, int]], left_out: list[Cut]) -> Iterator[tuple[str, int, bool]]:
    """The words of a block that are not left out: (words, offset in the text, whether they stand for another
    spelling there)."""
    lines, at = [], 0
    for start, end, _ in block:
        lines.append(at)
        at += end - start + 1
    at = 0
    for cut in (*left_out, Cut(start=len(raw), end=len(raw))):
        while at < cut.start:
            line = bisect_right(lines, at) - 1
            start, end, newline = block[line]
            here = start + at - lines[line]
            if here == end:
                yield "\n", newline, False
                at += 1
            else:
                stop = min(cut.start, lines[line] + end - start)
                yield raw[at:stop], here, False
                at = stop
        if cut.words:
            line = bisect_right(lines, cut.start) - 1
            yield cut.words, block[line][0] + cut.start - lines[line], True
        at = cut.end


def _trimmed(pieces: list[tuple[str, int, bool]]) -> list[tuple[str, int, bool]]:
    """The pieces of a block without white space at either end."""
    while pieces and not pieces[0][0].strip():
        pieces.pop(0)
    while pieces and not pieces[-1][0].strip():
        pieces.pop()
    if pieces:
        words, start, alone = pieces[0]
        pieces[0] = (words.lstrip(), start + len(words) - len(words.lstrip()), alone)
        words, start, alone = pieces[-1]
        pieces[-1] = (words.rstrip(), start, alone)
    return pieces
