"""A document and its attributions → claims."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotecheck.model import Attribution, Span
from quotecheck.reading import read_text
from quotecheck.records.making import CONTEXT, drafts, origin_of, text_quote


@given(text=st.text(alphabet="ab \n“”", max_size=120), data=st.data())
def test_context_is_whole_words_around_the_passage(text: str, data: st.DataObject) -> None:
    document = read_text(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text_quote(document, Span(start=start, end=end))
    assert quote.exact == text[start:end]
    assert text[:start].endswith(quote.prefix)
    assert text[end:].startswith(quote.suffix)
    for context, beyond in (
        (quote.prefix, text[: start - len(quote.prefix)][-1:]),
        (quote.suffix, text[end + len(quote.suffix) :][:1]),
    ):
        assert len(context) <= CONTEXT
        # Only a single word longer than the context may be cut in the middle.
        assert not beyond or beyond.isspace() or not any(one.isspace() for one in context) or context[:1].isspace()


def test_what_is_written_is_kept_in_one_line() -> None:
    document = read_text("The mayor,\r\nAda Nordin, said: “Yes.” “  ”", path="sources/a.txt")
    text = document.text
    found = drafts(
        document,
        [
            Attribution(
                kind="direct",
                source=(Span(start=0, end=text.index(", said")),),
                cue=(Span(start=text.index("said"), end=text.index(":")),),
                content=(Span(start=text.index("Yes"), end=text.index("”")),),
            ),
            Attribution(kind="direct", content=(Span(start=len(text) - 3, end=len(text) - 1),)),
        ],
    )
    assert len(found) == 1  # the second has no words
    assert (found[0].source, found[0].cue, found[0].speaker) == ("The mayor, Ada Nordin", "said", None)
    assert found[0].content[0].line == 2


def test_the_origin_is_what_front_matter_says() -> None:
    document = read_text("---\ntitle: A\ntype: speech\n---\nB", path="sources/a.md", format="markdown")
    origin = origin_of(document)
    assert (origin.path, origin.title, origin.type, origin.sha256) == ("sources/a.md", "A", "speech", document.sha256)
