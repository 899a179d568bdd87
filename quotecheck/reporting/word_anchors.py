"""Comments put on exactly the words they are about: runs of a Word text are split where those begin and end."""

from __future__ import annotations

import copy
from typing import Any

from quotecheck.reading.archives import local
from quotecheck.reading.docx import located_text, note_marks

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Anchors:
    """The words of a Word text with the offsets that they have in the extracted text, and marks put among them."""

    __slots__ = ("_pieces", "_root", "_w")

    def __init__(self, root: Any) -> None:
        self._root = root
        self._w = root.tag[: root.tag.index("}") + 1]
        # Offset and element of each piece of words, rising; splitting a piece adds one.
        self._pieces: list[tuple[int, Any]] = [(at, element) for at, words, element in located_text(root) if words]

    def fits(self, text: str) -> bool:
        """Whether the words stand in ``text`` at their offsets, blank ends aside."""
        # Control characters of the file are blanks in the text, so only letters and figures are compared.
        return all(
            all(
                letter == text[at + index : at + index + 1]
                for index, letter in enumerate(element.text)
                if letter.isalnum()
            )
            for at, element in self._pieces
        )

    def mark(self, start: int, end: int, locator: str | None, number: int) -> None:
        """Puts the marks of comment ``number`` around the words ``[start, end)``. Words in a text box, where no
        comment may stand, are marked by the box; words of a note by its sign in the text, which ``locator`` ("footnote
        2") tells; words that are nowhere else by the end of the text."""
        sign = self._sign(locator)
        if sign is not None:
            run = self._run(sign)
            self._put(run, run, number)
            return
        self._split(start)
        self._split(end)
        inside = [element for at, element in self._pieces if start <= at < end]
        inside = inside or [element for at, element in self._pieces if at <= start][-1:]
        if not inside:
            return
        self._end(inside[-1])
        first = self._begin(inside[0])
        self._put(first, self._run(inside[-1]), number)

    def _sign(self, locator: str | None) -> Any | None:
        kind, _, number = (locator or "").partition(" ")
        if kind not in ("footnote", "endnote"):
            return None
        signs = note_marks(self._root, kind)
        return signs[int(number) - 1] if 0 < int(number) <= len(signs) else None

    def _split(self, at: int) -> None:
        """Makes ``at`` the beginning of a piece where it lies inside of one."""
        for index, (start, element) in enumerate(self._pieces):
            if start < at < start + len(element.text):
                rest = copy.deepcopy(element)
                element.text, rest.text = element.text[: at - start], element.text[at - start :]
                for part in (element, rest):
                    part.set(_SPACE, "preserve")
                element.addnext(rest)
                self._pieces.insert(index + 1, (at, rest))
                return

    def _begin(self, words: Any) -> Any:
        """The run that begins with these words, made where it begins with others."""
        run = self._run(words)
        if words.getparent() is not run or all(local(one) == "rPr" for one in words.itersiblings(preceding=True)):
            return run
        made = run.makeelement(run.tag, run.attrib)
        made.extend([copy.deepcopy(one) for one in run if local(one) == "rPr"])
        following = list(words.itersiblings())
        run.addnext(made)
        made.extend([words, *following])
        return made

    def _end(self, words: Any) -> None:
        """Makes these words the last ones of their run."""
        following = words.getnext()
        if following is not None and words.getparent() is self._run(words):
            self._begin(following)

    def _run(self, element: Any) -> Any:
        """The run that holds a piece; the one that holds the whole box where it stands in one."""
        above = list(element.iterancestors())
        boxes = [index for index, one in enumerate(above) if local(one) == "txbxContent"]
        return next(one for one in above[boxes[-1] if boxes else 0 :] if local(one) == "r")

    def _put(self, first: Any, last: Any, number: int) -> None:
        start, end, sign = (
            first.makeelement(f"{self._w}{name}", {f"{self._w}id": str(number)})
            for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
        )
        run = last.makeelement(f"{self._w}r")
        run.append(sign)
        first.addprevious(start)
        last.addnext(end)
        # The sign of a comment on inserted words is itself no insertion, nor part of a link.
        outer = end
        while local(outer.getparent()) not in ("p", ""):
            outer = outer.getparent()
        outer.addnext(run)
