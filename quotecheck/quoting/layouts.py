"""Layouts that show who speaks without a cue: transcripts, questions and answers, dash lines, posts."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from quotecheck.patterns import pattern
from quotecheck.quoting.linked import Linked
from quotecheck.quoting.marks import Region

Paragraph = tuple[int, int, list[Region]]

_WORD = r"[^\W\d_a-zà-öø-ÿ][\w.'’-]*"
TURN = pattern(
    r"[\"“'‘]?(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s*[-–—]?\s*)?[*_>]{0,3}"
    rf"(?P<label>[QA]|{_WORD}(?: (?:of|de|da|di|van|von|der|la|al|d['’]\w+|\d{{1,3}}|{_WORD})){{0,5}})"
    rf"(?: ?[\[(][^\])\n]{{1,40}}[\])])?[*_]{{0,2}}[:.](?=\s)[*_]{{0,2}}\s*"
)
# Labels that announce something other than a speaker.
NO_SPEAKER = frozenset(
    """note update updated watch photo photos video related read more correction editor source sources tip warning the
    latest location date time subject re from to cc ps p.s. summary contact media embargoed background story image
    caption""".split()
)
# The last bracket before the words opens it: to try those before it would take a quadratic time.
ASIDE = pattern(r"(?:[^\w\[(]*+[\[(])++[^\])]*+[\])]\W*$")
DASH_LINE = pattern(
    rf"\s*(?P<dash>--|[-–—―])\s*(?P<name>{_WORD}(?: (?:of|de|van|von|al|bin|{_WORD})){{0,5}})"
    r"(?P<role>, [^.!?\n]{1,80})?\.?\s*$"
)
POST = pattern(rf"\s(?P<dash>[—–-])\s*(?P<name>{_WORD}(?: {_WORD}){{0,4}}) \(@\w+\)")
MARKUP = pattern(r"<[^<>\n]{1,300}>")


class Turn(NamedTuple):
    """A paragraph that opens with its speaker: the label, and where the words begin (offsets)."""

    label: tuple[int, int]
    start: int


def turns(text: str, quoted: list[Paragraph], spoken: bool = False) -> dict[int, Turn]:
    """The labelled turns by paragraph index, if the text is laid out as a conversation; else empty. In a
    ``spoken`` text any label counts."""
    found: dict[int, Turn] = {}
    names: Counter[str] = Counter()
    capitals = 0
    for index, (start, end, _) in enumerate(quoted):
        if text.find(":", start, start + 120) < 0 and text[start + 1 : start + 2] != ".":
            continue
        match = TURN.match(text, start, end)
        if not match or match["label"].lower().split()[0] in NO_SPEAKER or not _is_label(match):
            continue
        found[index] = Turn(match.span("label"), match.end())
        names[match["label"]] += 1
        capitals += match["label"].isupper()
    if spoken:
        return found
    speaking = len(found) >= 3 and len(names) >= 2 and max(names.values()) >= 2
    stamped = sum(text[turn.label[0] - 1 : turn.label[0]] == " " for turn in found.values())
    if capitals >= 2 and stamped >= 2:
        return found
    if capitals >= 3 and capitals >= 0.6 * len(found):
        return {i: turn for i, turn in found.items() if text[slice(*turn.label)].isupper()} if len(names) >= 2 else {}
    return found if speaking and len(found) >= 0.35 * (len(quoted) - min(found)) else {}


def _is_label(match: re.Match[str]) -> bool:
    """A label ends in a colon; only Q and A may have a full stop."""
    return ":" in match.group()[len(match["label"]) :] or match["label"] in ("Q", "A")


def conversation(
    text: str, quoted: list[Paragraph], labelled: dict[int, Turn], spoken: bool = False
) -> dict[int, list[Linked]]:
    """What each paragraph of a conversation ascribes, by paragraph index: the whole turn is its speaker's
    words, paragraphs without a label go on with the turn before. Paragraphs before the first turn are absent."""
    found: dict[int, list[Linked]] = {}
    current: Linked | None = None
    dense = spoken or len(labelled) >= 0.5 * (len(quoted) - min(labelled))
    for index in range(min(labelled), len(quoted)):
        start, end, _ = quoted[index]
        turn = labelled.get(index)
        if turn is not None:
            words = _unquoted(text, turn.start, end)
            found[index] = []
            if words[0] < words[1]:
                mark = text.find(":", turn.label[1], turn.start)
                cue = [(mark, mark + 1)] if mark >= 0 else []
                current = Linked(content=[words], kind="direct", source=[turn.label], cue=cue)
                found[index] = [current]
        elif ASIDE.match(text, start, end):
            found[index] = []
        elif dense and current is not None and text[end - 1] in ".?!…\"”'’" and "@" not in text[start:end]:
            current.content.append(_unquoted(text, start, end))
            found[index] = []
        else:
            current = None
    return found


def signed(text: str, quoted: list[Paragraph]) -> dict[int, list[Linked]]:
    """Paragraphs signed by their speaker: "text — Name", a dash line below them, a post with its handle."""
    found: dict[int, list[Linked]] = {}
    handles = text.find("(@") >= 0
    for index, (start, end, inside) in enumerate(quoted):
        post = POST.search(text, start, end) if handles and text.find("(@", start, end) >= 0 else None
        if post:
            begin = max((m.end() for m in MARKUP.finditer(text, start, post.start())), default=start)
            item = Linked(
                content=[_unquoted(text, begin, post.start())],
                kind="direct",
                source=[post.span("name")],
                cue=[post.span("dash")],
            )
            found[index] = [item] if item.content[0][0] < item.content[0][1] else []
            continue
        line = max(text.rfind("\n", start, end) + 1, start)
        first_line = line == start
        match = DASH_LINE.match(text, line, end)
        if match and first_line and index:
            above = quoted[index - 1]
            if index - 1 not in found and above[1] - above[0] > 25 and text[above[1] - 1] in ".?!…\"”'’":
                found[index - 1] = [_signature(text, above[0], above[1], match)]
                found[index] = []
        elif match and not first_line:
            found[index] = [_signature(text, start, line, match)]
        elif inside and len(inside) == 1 and inside[0].start == start and inside[0].end < end:
            match = DASH_LINE.match(text, inside[0].end, end)
            if match:
                found[index] = [_signature(text, start, inside[0].end, match)]
    return found


def _signature(text: str, start: int, end: int, match: re.Match[str]) -> Linked:
    source = (match.start("name"), match.end("role") if match["role"] else match.end("name"))
    return Linked(content=[_unquoted(text, start, end)], kind="direct", source=[source], cue=[match.span("dash")])


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blank ends and without quotation marks around it."""
    while start < end and (text[start].isspace() or text[start] in '"“”>'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in '"“”'):
        end -= 1
    return start, end
