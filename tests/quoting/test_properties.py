"""What must hold for every text, whatever stands in it."""

from __future__ import annotations

from itertools import pairwise
from textwrap import fill

from hypothesis import example, given, settings
from hypothesis import strategies as st

from quotecheck.model import KINDS, Attribution, Span
from quotecheck.quoting import attributions, extract, quotations
from quotecheck.reading import read_text
from tests.quoting.golden_case import load

NAMES = ("Marta Quill", "Hugo Pell", "Dr. Anneke Visser", "Quill", "she", "He", "the harbor master", "Larkin Foods")
CUES = ("said", "told reporters", "added", "wrote in a letter", "asked", "warned")
TEXTS = tuple(case.text for case in load())
WORDS = (
    "The pier is safe",
    "Nobody closed the valve",
    "It isn't ours",
    "We left at six o'clock",
    "They don't know 'em",
)
PLAIN = ("The boats came in by moonlight.", "It rained for a week.", "Nobody was on the quay, and the lamp was out.")
# Names nobody of the texts above, starts with no mark, and has no word that points back.
NEUTRAL = ("A green fence runs along Dock Street.", "Ticket prices rise in May. Buses run every ten minutes.")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """One sentence of news copy with curly marks, all of them paired."""
    name, cue, words = (draw(st.sampled_from(options)) for options in (NAMES, CUES, WORDS))
    more = draw(st.sampled_from(WORDS))
    return draw(
        st.sampled_from(
            (
                f"“{words},” {name} {cue}.",
                f"“{words},” {cue} {name}.",
                f"{name} {cue}, “{words}.”",
                f"“{words},” {name} {cue}, “and {more.lower()}.”",
                f"“{words},” {name} {cue}. “{more}.”",
                f"{name} {cue} that {words.lower()}.",
                f"{words}, {name} {cue}.",
                f"{words}, according to {name}.",
                f"{name} {cue} the pier was “{more.lower()}” after all.",
                f"{name} {cue}, “{words}, and he told us, ‘{more},’ twice.”",
                f"“{words}?”",
                draw(st.sampled_from(PLAIN)),
            )
        )
    )


PARAGRAPHS = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)
# At least two, so that it shows which newlines part paragraphs and which only wrap lines.
DOCUMENTS = st.lists(PARAGRAPHS, min_size=2, max_size=5)
WIDTHS = st.sampled_from((50, 70, 10_000))


def laid_out(paragraphs: list[str], width: int = 10_000) -> str:
    """The paragraphs with an empty line between them, their lines wrapped at ``width``."""
    return "\n\n".join(fill(one, width=width, break_long_words=False, break_on_hyphens=False) for one in paragraphs)


NEWS = st.builds(laid_out, DOCUMENTS, WIDTHS)
MARKS = (
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "``",
    "''",
    "«",
    "»",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    ", ",
    ". ",
    ": ",
    " — ",
    "?",
    "(",
)
SNAGS = ("Quill", "according to", "that", "Q:", "PELL:", "[00:01]", "Mr. ", "é", "\u00a0", "\ufeff", "\u202e", "\x00")
SOUP = st.lists(st.sampled_from(MARKS + SNAGS + WORDS + NAMES + CUES), max_size=60).map("".join)


@st.composite
def cuts(draw: st.DrawFn) -> str:
    """Pieces of the corpus, cut between any two words and put together: broken sentences of every pattern."""
    pieces = []
    for text in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4)):
        words = text.split(" ")
        start = draw(st.integers(0, len(words) - 1))
        pieces.append(" ".join(words[start : draw(st.integers(start + 1, len(words)))]))
    return draw(st.sampled_from((" ", "\n\n", ", "))).join(pieces)


ANY_TEXT = st.one_of(SOUP, NEWS, cuts(), st.text(max_size=80))


def spans_of(found: Attribution) -> tuple[tuple[Span, ...], ...]:
    return (found.source, found.cue, found.content)


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@given(ANY_TEXT)
@example("")
@example("“")
@example("''''``\"")
@example("he said, “")
def test_spans_stand_in_the_text_in_reading_order(text: str) -> None:
    for found in extract(text):
        assert found.kind in KINDS
        assert found.content, "an attribution without content says nothing"
        for spans in spans_of(found):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(before.end <= after.start for before, after in pairwise(spans))
        assert any(character.isalnum() for span in found.content for character in span.of(text))


@given(ANY_TEXT)
def test_attributions_come_in_reading_order_and_only_once(text: str) -> None:
    found = extract(text)
    assert len(set(found)) == len(found)
    assert [one.content[0].start for one in found] == sorted(one.content[0].start for one in found)


@given(ANY_TEXT)
def test_content_never_overlaps_its_cue_or_its_source(text: str) -> None:
    for found in extract(text):
        for span in found.content:
            assert not any(overlap(span, other) for other in (*found.cue, *found.source))


@given(ANY_TEXT)
def test_quotations_stand_in_the_text_and_apart(text: str) -> None:
    regions = quotations(read_text(text))
    assert all(0 <= region.start <= region.end <= len(text) for region in regions)
    assert all(before.end <= after.start for before, after in pairwise(regions))


# Whether the lines of a text are wrapped is told by all of it, so the appended paragraphs below join unwrapped ones.
@given(DOCUMENTS, st.sampled_from(NEUTRAL))
def test_an_appended_paragraph_keeps_what_was_found_before(paragraphs: list[str], more: str) -> None:
    """The paragraph speaks of something else, so nothing before it may change, speakers included."""
    before = extract(laid_out(paragraphs))
    assert extract(laid_out([*paragraphs, more]))[: len(before)] == before


@given(DOCUMENTS, sentences())
def test_an_appended_attribution_keeps_the_earlier_spans(paragraphs: list[str], sentence: str) -> None:
    """A later paragraph with a voice of its own may name a person in full, so only the spans are compared."""
    own = f"Simon Achterberg read the report at noon. {sentence}"
    before = [spans_of(found) for found in extract(laid_out(paragraphs))]
    assert [spans_of(found) for found in extract(laid_out([*paragraphs, own]))][: len(before)] == before


def described(text: str) -> list[tuple[object, ...]]:
    """The attributions of a text as words, newlines aside."""
    document = read_text(text)

    def words(spans: tuple[Span, ...]) -> tuple[str, ...]:
        return tuple(span.of(document.text).replace("\r\n", "\n") for span in spans)

    return [
        (found.kind, words(found.source), words(found.cue), words(found.content), found.speaker, found.via)
        for found in attributions(document)
    ]


@given(NEWS)
def test_crlf_changes_nothing(text: str) -> None:
    assert described(text.replace("\n", "\r\n")) == described(text)


@given(NEWS)
def test_straight_marks_find_what_curly_marks_find(text: str) -> None:
    """The replacement keeps every offset, so the attributions are equal as they are."""
    straight = text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"}))
    assert extract(straight) == extract(text)


@settings(max_examples=30)
@given(NEWS)
def test_extraction_is_a_function_of_the_text(text: str) -> None:
    assert extract(text) == extract(text)
