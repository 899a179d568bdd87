"""Every character of the prose has its place in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.model import Place, Span
from quotecheck.reading import read_text, to_text

_MARKDOWN = st.lists(
    st.sampled_from(
        [
            "word",
            " ",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "> ",
            "- ",
            "# ",
            "*",
            "**",
            "_",
            "`",
            "&quot;",
            "&amp;",
            "&",
            "\\",
            '"',
            "“",
            "”",
            "[a](b)",
            "[",
            "]",
            "<b>",
            "<br>",
            "<!-- c -->",
            "```\n",
            "    ",
            "|",
            "1. ",
            "---\n",
            "— A",
            "🎻",
            "![",
        ]
    ),
    max_size=40,
).map("".join)


@given(text=_MARKDOWN, format=st.sampled_from(["text", "markdown"]))
def test_prose_maps_back_to_its_characters(text: str, format: str) -> None:
    document = read_text(text, format=format)
    starts = []
    for at, character in enumerate(document.prose):
        span = to_text(document, Span(start=at, end=at + 1))
        starts.append(span.start)
        assert 0 <= span.start < span.end <= len(text)
        written = span.of(text)
        if character == "\n":
            assert not written.strip() or written[0] in "<>|#-" or format == "markdown"
        else:
            assert written == character or (written[0] == "&" and written[-1] == ";")
    assert starts == sorted(starts)


@given(text=_MARKDOWN)
def test_no_word_of_plain_text_is_lost(text: str) -> None:
    assert read_text(text).prose == text.replace("\r\n", "\n").replace("\r", "\n")


def test_a_span_leaves_markup_just_outside_itself_outside() -> None:
    document = read_text("**&quot;We *stay*,&quot;** she said.", format="markdown")
    assert document.prose == '"We stay," she said.'
    assert to_text(document, Span(start=1, end=8)).of(document.text) == "We *stay"
    assert to_text(document, Span(start=0, end=10)).of(document.text) == "&quot;We *stay*,&quot;"
    assert to_text(document, Span(start=3, end=3)).of(document.text) == ""


def test_an_escaped_entity_is_only_its_character() -> None:
    document = read_text(r"a \&quot; b", format="markdown")
    assert document.prose == "a &quot; b"
    assert to_text(document, Span(start=2, end=3)).of(document.text) == "&"


def test_a_span_outside_the_prose_is_an_error() -> None:
    with pytest.raises(ValueError, match="leaves the prose"):
        to_text(read_text("abc"), Span(start=1, end=4))


def test_lines_and_columns_count_as_editors_do() -> None:
    locate = read_text("ab\r\ncd\re🎻f\n").locate
    assert [(locate(at).line, locate(at).column) for at in (0, 2, 4, 7, 9, 10, 11)] == [
        (1, 1), (1, 3), (2, 1), (3, 1), (3, 3), (3, 4), (4, 1),
    ]  # fmt: skip
    assert locate(-5) == Place(line=1, column=1)
    assert locate(99) == locate(11)


def test_a_format_must_be_known() -> None:
    with pytest.raises(ValueError, match="text, markdown, html"):
        read_text("x", format="docx")
