"""What the readers of formats other than plain text hand back: the words, block by block, and where each stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quotecheck.errors import ReadingError
from quotecheck.model import Place, Problem
from quotecheck.reading.places import Lines

# Control characters have no place in prose, and half a surrogate pair cannot be written to any file.
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text taken from a file, with ``\\n\\n`` between blocks; what the file says of itself, under the keys of
    ``Document.metadata``; and pairs ``(offset, locator)``, rising: a locator holds until the next. ``remarks`` say
    what a reader should know of the reading itself, such as pages without words."""

    text: str
    metadata: Mapping[str, str]
    locators: Sequence[tuple[int, str | None]] = ()
    remarks: tuple[str, ...] = ()


class Blocks:
    """Collects the text of a file. Control characters become blanks, so that no offset moves."""

    __slots__ = ("_length", "_locators", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._locators: list[tuple[int, str | None]] = []
        self._length = 0

    def add(self, words: str, locator: str | None = None) -> int | None:
        """Adds a block at ``locator``; blank ends are cut off and a blank block is left out. Returns the offset where
        its first word stands, None for a blank one."""
        words = clean(words).strip()
        return self._put(_BREAK if self._length else "", words, locator) if words else None

    def go_on(self, words: str, locator: str | None = None, *, between: str = " ") -> None:
        """Adds words to the last block, behind ``between``."""
        words = clean(words).strip()
        if words:
            self._put(between if self._length else "", words, locator)

    def finish(self, metadata: Mapping[str, str]) -> Extracted:
        """All of it, with what is known of the file."""
        return Extracted(text="".join(self._pieces), metadata=metadata, locators=tuple(self._locators))

    def _put(self, between: str, words: str, locator: str | None) -> int:
        start = self._length + len(between)
        if not self._locators or self._locators[-1][1] != locator:
            self._locators.append((start, locator))
        self._pieces += (between, words)
        self._length = start + len(words)
        return start


class Located:
    """The places of a text with locators: line and column in the extracted text, and the locator there."""

    __slots__ = ("_lines", "_locators", "_starts")

    def __init__(self, extracted: Extracted) -> None:
        self._lines = Lines(extracted.text)
        self._starts = [offset for offset, _ in extracted.locators]
        self._locators = [locator for _, locator in extracted.locators]

    def __call__(self, offset: int) -> Place:
        """The Place of ``offset``; before the text its first, behind it its end."""
        place = self._lines(offset)
        if not self._starts:
            return place
        return replace(place, locator=self._locators[max(0, bisect_right(self._starts, offset) - 1)])


def clean(words: str) -> str:
    """``words`` of the same length without control characters and halves of surrogate pairs."""
    words = words.translate(_CONTROLS)
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in words)
    return words


def damaged(name: str, kind: str, said: object = None) -> ReadingError:
    """The error for a file that is not what its suffix says, or only a part of it."""
    detail = " ".join(str(said).split())[:120] if said is not None and str(said) else ""
    message = f"is damaged or no {kind}" + (f": {detail}" if detail else "")
    hint = "open it in the program it was made with, and save it again"
    return ReadingError(Problem(path=name, message=message, hint=hint))


def encrypted(name: str) -> ReadingError:
    """The error for a file that needs a password."""
    hint = "save a copy without a password"
    return ReadingError(Problem(path=name, message="is encrypted with a password", hint=hint))


def too_large(name: str, what: str) -> ReadingError:
    """The error for a file that would take too much time or memory."""
    hint = "split it into parts, or save the text alone"
    return ReadingError(Problem(path=name, message=f"is too large: {what}", hint=hint))


def missing(name: str, kind: str, extra: str) -> ReadingError:
    """The error for a file that needs an optional part of the installation."""
    message = f"cannot be read: {kind} need an optional part that is not installed"
    return ReadingError(Problem(path=name, message=message, hint=f'run: pip install "quotecheck[{extra}]"'))
