"""Saved web pages: the story, the words as the page shows them, nothing of the frame."""

from __future__ import annotations

import pytest

from quotecheck.reading import read_data, read_text

LEAD = "<p>The harbour office of Senneby will stay open, the council decided on Monday after a very long debate.</p>"
END = "<p>The vote was close, and the opposition wants to bring the matter back in the autumn session again.</p>"


def story(inner: str, before: str = "", after: str = "") -> str:
    page = f"<html><body>{before}<main><article><h1>A pier</h1>{LEAD}{inner}{END}</article></main>{after}</body></html>"
    text = read_text(page, format="html").text
    assert text.startswith("The harbour") or text.startswith("A pier\n\nThe harbour")
    return text


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p><q>We never lose,</q> said Holm.</p>", "“We never lose,” said Holm."),
        ("<p><q>He said <q>never</q> again,</q> Holm said.</p>", "“He said ‘never’ again,” Holm said."),
        ("<p>“We <del>never</del> <ins>always</ins> lose,” said Holm.</p>", "“We always lose,” said Holm."),
        ("<div>“We never lose,” said Holm.</div>", "“We never lose,” said Holm."),
        ("<div><span>“We </span><b>never</b> lose,” said Holm.</div>", "“We never lose,” said Holm."),
        ("<p>“We\n   never&nbsp;lose,”\tsaid Holm.</p>", "“We never\u00a0lose,” said Holm."),
        ("<p>“We never lose,”<br>said Holm.</p>", "“We never lose,”\nsaid Holm."),
        ("<ul><li>“We never lose,” said Holm.</li></ul>", "“We never lose,” said Holm."),
        (
            "<blockquote><p>We never lose, and never will.</p><cite>Karl Holm</cite></blockquote>",
            "We never lose, and never will.\n\n— Karl Holm",
        ),
    ],
)
def test_the_words_of_the_story(inner: str, expected: str) -> None:
    assert expected in story(inner)


@pytest.mark.parametrize(
    "frame",
    [
        "<nav><p>“Taxes must fall,” said Otto Lind in another story of this page.</p></nav>",
        "<footer><p>“Taxes must fall,” said Otto Lind in another story of this page.</p></footer>",
        "<div class='related-stories'><p>“Taxes must fall,” said Otto Lind in another story of this page.</p></div>",
        "<section id='comments'><p>“Taxes must fall,” said Otto Lind in another story of this page.</p></section>",
        "<div hidden><p>“Taxes must fall,” said Otto Lind in another story of this page.</p></div>",
        "<script>var a = '“Taxes must fall,” said Otto Lind';</script>",
        "<!-- “Taxes must fall,” said Otto Lind -->",
        "<div style='display: none'>“Taxes must fall,” said Otto Lind.</div>",
    ],
)
@pytest.mark.parametrize("where", ["before", "after", "inner"])
def test_the_frame_of_the_page_is_left_out(frame: str, where: str) -> None:
    text = story(**({"inner": ""} | {where: frame}))
    assert "Otto Lind" not in text
    assert text.endswith("session again.")


def test_a_line_lifted_out_of_the_story_is_told_once() -> None:
    quote = "We have kept this pier for ninety years and not one"
    text = story(f"<p>“{quote},” said Ada Nordin.</p><aside><p>“{quote}”</p></aside>")
    assert text.count(quote) == 1


def test_a_story_in_what_is_called_a_frame_is_read() -> None:
    page = f"<html><body><div class='has-sidebar'><h1>A pier</h1>{LEAD}{END}</div><p>Terms of use</p></body></html>"
    assert "autumn session" in read_text(page, format="html").text


def test_a_bare_fragment_is_a_page() -> None:
    assert read_text("<p>“We never lose,” said Holm.</p>", format="html").text == "“We never lose,” said Holm."
    assert read_text("“We never lose,” said Holm.", format="html").text == "“We never lose,” said Holm."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>“Zażółć,” said Łucja.</p>".encode("utf-8-sig"), "“Zażółć,” said Łucja."),
        ("<p>“Zażółć,” said Łucja.</p>".encode("utf-16"), "“Zażółć,” said Łucja."),
        ('<meta charset="windows-1250"><p>“Zażółć,” said Łucja.</p>'.encode("cp1250"), "“Zażółć,” said Łucja."),
        ('<?xml version="1.0" encoding="utf-8"?><html><body><p>Łucja</p></body></html>'.encode(), "Łucja"),
        (
            ("<p>" + "“Nobody asked the café owners, naïve as they were,” said Zoë Brontë. " * 9 + "</p>").encode(
                "cp1252"
            ),
            ("“Nobody asked the café owners, naïve as they were,” said Zoë Brontë. " * 9).strip(),
        ),
    ],
)
def test_encodings_of_pages(data: bytes, expected: str) -> None:
    assert read_data(data, path="a.html").text == expected


def test_a_date_is_never_guessed_from_the_words() -> None:
    story = f"<h1>A pier</h1><p>On 3 May 2019 we left.</p>{LEAD}{END}<p>© 2021</p>"
    page = f"<html><body><article>{story}</article></body></html>"
    assert "published" not in read_text(page, format="html").metadata


def test_a_large_page_takes_seconds() -> None:
    import time

    start = time.perf_counter()
    page = "<html><body>" + "<p>“We never lose,” said Karl Holm.</p>" * 60_000 + "</body></html>"
    assert read_text(page, format="html").text.count("Holm") == 60_000
    assert time.perf_counter() - start < 15
