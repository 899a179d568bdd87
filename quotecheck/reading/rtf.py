"""Rich text (RTF): the words, without what was deleted; footnotes behind the text.

Read in one pass from the first token to the last, without recursion. Groups only push and pop a small state.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from quotecheck.patterns import pattern
from quotecheck.reading.extracted import Blocks, Extracted, damaged, too_large

MAX_GROUPS = 2_000
"""Groups inside groups; Word writes some tens."""
MAX_TOKENS = 5_000_000
_TOKEN = pattern(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
# Groups that hold no words of the text: fonts, styles, pictures, page heads and feet, codes of fields, comments.
_NO_TEXT = frozenset(
    """fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf
    fldinst listtext pntext pn pnseclvl annotation atnid atnauthor atndate bkmkstart bkmkend xe tc rxe themedata
    datastore colorschememapping latentstyles listtable listoverridetable rsidtbl revtbl generator filetbl nonshppict
    xmlnstbl ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn fchars lchars template operator shprslt sp""".split()
)
_PLACES = {"title": "title", "footnote": "note", "shptxt": "box"}
_DESCRIBING = {"fonttbl": "fonts", "info": "info"}
_SIGNS = {
    "par": "\n\n", "sect": "\n\n", "page": "\n\n", "row": "\n\n", "cell": "\n\n", "nestcell": "\n\n",
    "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "\n": "\n\n", "\r": "\n\n", "\\": "\\", "{": "{", "}": "}"}
# Character sets of fonts that are not the document's own (the numbers are Windows').
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What holds in a group: whether its text is left out, the number of characters that stand in for a Unicode one,
    the encoding of its font, and what it holds: text, fonts, information, the title, a note, a text box. ``hidden`` is
    text that was deleted or is not shown."""

    silent: bool = False
    hidden: bool = False
    skip: int = 1
    encoding: str = "cp1252"
    place: str = "text"


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Where the reading stands."""

    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=lambda: {"text": [], "title": [], "note": [], "box": []})
    pending: bytearray = field(default_factory=bytearray)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int | None = None
    page: str = "cp1252"
    skipping: int = 0


def extract(data: bytes, name: str) -> Extracted:
    """The text of an .rtf file; locators are "paragraph 12", counting those with words, then "footnote 1".
    ReadingError for what is no such file or nests too deeply."""
    text = data.decode("latin-1").lstrip("\ufeff \t\r\n")
    if text[:5].lower() != "{\\rtf":
        raise damaged(name, "rich text", "it does not begin with {\\rtf")
    reader = _Reader()
    at = 0
    closed = False
    for _ in range(MAX_TOKENS):
        token = _TOKEN.match(text, at)
        if token is None:
            break
        at = token.end()
        _take(reader, token)
        if len(reader.stack) > MAX_GROUPS:
            raise too_large(name, f"it has more than {MAX_GROUPS:,} groups inside each other")
        if token[1] == "bin" and token[2]:
            at += max(0, int(token[2]))
        if token[5] == "}" and not reader.stack:
            closed = True
            break
    else:
        raise too_large(name, f"it has more than {MAX_TOKENS:,} codes and words")
    _flush(reader)
    if not closed:
        raise damaged(name, "rich text", "its end is missing")
    return _finish(reader)


def _finish(reader: _Reader) -> Extracted:
    blocks = Blocks()
    boxes = _written(reader, "box").replace("\0", "\n\n")
    paragraphs = f"{_written(reader, 'text')}\n\n{boxes}".split("\n\n")
    for number, text in enumerate((text for text in paragraphs if text.strip()), 1):
        blocks.add(text, f"paragraph {number}")
    notes = _written(reader, "note").split("\0")
    for number, text in enumerate((text for text in notes if text.strip()), 1):
        blocks.add(text.replace("\n\n", "\n"), f"footnote {number}")
    title = " ".join(_written(reader, "title").split())
    return blocks.finish({"title": title} if title else {})


def _written(reader: _Reader, place: str) -> str:
    """The words of one place; characters beyond the first 65,536 are written as two halves, which are joined."""
    return "".join(reader.texts[place]).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _take(reader: _Reader, token: re.Match[str]) -> None:
    word, number, code, symbol, brace, words = token.groups()
    if code is not None:
        _byte(reader, int(code, 16))
        return
    if words is not None and not symbol:
        _plain(reader, words)
        return
    _flush(reader)
    if brace == "{":
        reader.stack.append(reader.state)
        reader.skipping = 0
    elif brace == "}":
        if reader.stack:
            reader.state = reader.stack.pop()
        reader.skipping = 0
    elif word is not None:
        _word(reader, word, int(number) if number is not None else None)
    elif symbol == "*":
        # A group that an older reader may leave out; those with words of the text are taken up again by name.
        reader.state = replace(reader.state, silent=True)
    elif symbol in _SYMBOLS:
        _put(reader, _SYMBOLS[symbol])


def _word(reader: _Reader, word: str, number: int | None) -> None:
    state = reader.state
    # A note or a box is read even where an older reader may leave it out, unless it stands in what holds no words.
    around = reader.stack[-1] if reader.stack else state
    if word in _PLACES:
        place = _PLACES[word]
        reader.state = replace(state, silent=around.silent and around.place != "info" and place != "box", place=place)
        if place in ("note", "box"):
            reader.texts[place].append("\0")
    elif word in _NO_TEXT:
        reader.state = replace(state, silent=True, place=_DESCRIBING.get(word, state.place))
    elif word in ("deleted", "v"):
        reader.state = replace(state, hidden=number != 0)
    elif word == "plain":
        reader.state = replace(state, hidden=False)
    elif word == "u" and number is not None:
        _put(reader, chr(number % 0x10000))
        reader.skipping = reader.state.skip
    elif word == "uc" and number is not None:
        reader.state = replace(state, skip=max(0, min(number, 16)))
    elif word == "ansicpg" and number is not None:
        reader.page = _known(f"cp{number}", reader.page)
        reader.state = replace(state, encoding=reader.page)
    elif word == "mac":
        reader.page = "mac-roman"
        reader.state = replace(state, encoding=reader.page)
    elif word == "f" and number is not None:
        reader.font = number
        reader.state = replace(state, encoding=reader.fonts.get(number, reader.page))
    elif word == "fcharset" and state.place == "fonts" and reader.font is not None and number is not None:
        reader.fonts[reader.font] = _CHARSETS.get(number, reader.page) if number else reader.page
    elif word in _SIGNS:
        _put(reader, _SIGNS[word])


def _known(encoding: str, otherwise: str) -> str:
    try:
        return codecs.lookup("utf-8" if encoding == "cp65001" else encoding).name
    except LookupError:
        return otherwise


def _byte(reader: _Reader, byte: int) -> None:
    if reader.skipping:
        reader.skipping -= 1
    else:
        reader.pending.append(byte)


def _plain(reader: _Reader, words: str) -> None:
    skipped = min(reader.skipping, len(words))
    reader.skipping -= skipped
    reader.pending += words[skipped:].encode("latin-1")


def _flush(reader: _Reader) -> None:
    """Decodes the bytes read since the last control word; two of them may be one character."""
    if reader.pending:
        data, reader.pending = bytes(reader.pending), bytearray()
        _put(reader, data.decode(reader.state.encoding, "replace"))


def _put(reader: _Reader, words: str) -> None:
    state = reader.state
    if not (state.silent or state.hidden) and state.place in reader.texts:
        reader.texts[state.place].append(words)
