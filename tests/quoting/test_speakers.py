"""Who is meant by a source: one case a pattern, and properties that hold for any text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.model import Span
from quotecheck.quoting.linked import Linked, Offsets
from quotecheck.quoting.speakers import resolve

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("speaker_cases.yaml").read_text("utf-8"))
MARK = re.compile(r"([\[<])(\d) |([\]>])")
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"")


def parse(marked: str) -> tuple[str, dict[int, Linked], list[Offsets]]:
    """The text without marks, its attributions by number, and its quoted regions."""
    text, spans, open_marks, last = "", {"[": {}, "<": {}}, [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark.group(1):
            open_marks.append((mark.group(1), int(mark.group(2)), len(text)))
        else:
            kind, number, start = open_marks.pop()
            spans[kind][number] = (start, len(text))
    text += marked[last:]
    found = {
        number: Linked(kind="direct", source=list(filter(None, [spans["["].get(number)])), content=[content])
        for number, content in spans["<"].items()
    }
    return text, found, [(m.start() + 1, m.end() - 1) for m in QUOTED.finditer(text)]


VARIANTS = {
    "as written": lambda text: text,
    "other newlines": lambda text: text.replace("\n", "\r\n"),
    "straight marks": lambda text: text.translate(str.maketrans("“”‘’", "\"\"''")),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_speaker(case: dict[str, Any], variant: str) -> None:
    text, attributions, quotations = parse(VARIANTS[variant](case["text"]))
    resolved = dict(zip(attributions, resolve(text, tuple(attributions.values()), quotations), strict=True))
    expected = {number: name and VARIANTS[variant](name) for number, name in case["expect"].items()}
    assert {number: one.speaker for number, one in resolved.items()} == expected
    assert {number: one.via for number, one in resolved.items() if one.via} == case.get("via", {})


def test_no_attributions() -> None:
    assert resolve("Karl Brandt came.", (), ()) == ()


def test_spans_kind_and_act_stay() -> None:
    text = "Karl Brandt hoped it would rain."
    one = Linked(kind="indirect", act="thought", source=[(0, 11)], cue=[(12, 17)], content=[(18, 31)])
    (found,) = resolve(text, (one,), ())
    assert (found.kind, found.act) == ("indirect", "thought")
    assert found.source == (Span(start=0, end=11),)
    assert found.cue == (Span(start=12, end=17),)
    assert found.content == (Span(start=18, end=31),)
    assert found.speaker == "Karl Brandt"


PIECES = st.sampled_from(
    [
        "Karl Brandt", "Brandt", "Mr. Brandt", "Greta Holm", "Ms. Holm", "Sen. Okafor", "he", "she", "they", "who", "I",
        "the senator", "a judge", "GRETA HOLM:", "“", "”", '"', "‘", "’", "'s", ",", ".", "\n\n", "\r\n", "(", ")",
        "of", "and", "said", "asked", "É", "ß", "\u202e", "\x00", "-", "—", "U.S.", "O’", "&", "al-", "Jr.", "de", "1",
        ":",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map(" ".join)), st.data())
def test_never_raises_and_never_moves_a_span(text: str, data: st.DataObject) -> None:
    def span() -> Offsets:
        start = data.draw(st.integers(0, len(text)))
        return start, data.draw(st.integers(start, len(text)))

    given_ = tuple(
        Linked(kind="direct", source=[span() for _ in range(sources)], content=[span()])
        for sources in data.draw(st.lists(st.integers(0, 2), max_size=6))
    )
    found = resolve(text, given_, [span() for _ in range(data.draw(st.integers(0, 3)))])
    moved = [[[(s.start, s.end) for s in part] for part in (one.source, one.cue, one.content)] for one in found]
    assert moved == [[one.source, one.cue, one.content] for one in given_]
    assert all(one.speaker is None or one.speaker.strip() for one in found)


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_same_speakers_when_text_follows(text: str) -> None:
    """An unrelated paragraph at the end changes nobody."""
    attributions = tuple(
        Linked(kind="direct", source=[m.span()], content=[(0, 0)])
        for m in re.finditer(r"\b(?:he|she|they|the senator)\b", text)
    )
    assert resolve(text, attributions, ()) == resolve(text + "\n\nIt rained for days.", attributions, ())
