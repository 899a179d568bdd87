"""Markdown: what are words and what is markup."""

from __future__ import annotations

import time

import pytest

from quotecheck.reading import read_text


def prose(text: str) -> str:
    return read_text(text, format="markdown").prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We *never* lose,” she **said**.", "“We never lose,” she said."),
        ("*“We never lose,”* she said.", "“We never lose,” she said."),
        ("“That is ***our*** park.”", "“That is our park.”"),
        ("“F**k that,” he said. “S**t.”", "“F**k that,” he said. “S**t.”"),
        ("It rose 5* in snake_case * and _more_", "It rose 5* in snake_case * and more"),
        ("“It is [sic] [the mayor]”", "“It is [sic] [the mayor]”"),
        ('“Read [the paper](http://a.test/b_c "t") now”', "“Read the paper now”"),
        ("See [the page][Ref] and [ref].\n\n[ref]: http://a.test/x 'T'", "See the page and ref."),
        ("[Holm]: Yes.\n[Nordin]: No, never.", "[Holm]: Yes.\n[Nordin]: No, never."),
        ("Before ![a “caption”](pic.png) after", "Before  after"),
        ('Use `"code"` here', "Use  here"),
        ("``We stay,'' said Holm. ``We do.''", "``We stay,'' said Holm. ``We do.''"),
        ("&ldquo;R&amp;D&#8221; &quot;A & B&quot; &nope;", '“R&D” "A & B" &nope;'),
        (r"He \*said\* \"no\" 1986\. C:\dir", 'He *said* "no" 1986. C:\\dir'),
        ('a <b>bold</b> <span class="x">word</span> <http://a.test> 3 < 4', "a bold word  3 < 4"),
        ("one <!-- “not said” --> two", "one  two"),
        ("~~Old~~ new", "Old new"),
        ("Words.[^1]\n\n[^1]: “Note,” he said.", "Words.\n\n“Note,” he said."),
    ],
)
def test_inside_a_paragraph(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title ##\nWords", "Title\n\nWords"),
        ("Title\n===\nWords\n---\nMore", "Title\n\nWords\n\nMore"),
        ("#hashtag words", "#hashtag words"),
        ("- one\n- two\n  goes on\n\n1. three\n* - four", "one\n\ntwo\ngoes on\n\nthree\n\nfour"),
        ("She came in\n1986. It rained.", "She came in\n1986. It rained."),
        ("a\n\n```\n“code”\n```\nb\n\n~~~ text\n“code”\n~~~\nc", "a\n\nb\n\nc"),
        ("a\n\n    “indented code”\n\nb", "a\n\nb"),
        ("a\n\n***\n\nb\n\n- - -\nc", "a\n\nb\n\nc"),
        ("<!-- “hidden”\n\nstill -->\nShown", "Shown"),
        ("<!-- quotecheck: ignore[misquote] why --> “Kept,” he said.", "“Kept,” he said."),
        ("<script>\n“x”\n\n“y”</script>\nShown", "Shown"),
        ("| who | what |\n|---|:-:|\n| Holm | “yes” |", "who\n\nwhat\n\nHolm\n\n“yes”"),
        ("> one\n> two\n>\n> three\n\nfour", "one\ntwo\n\nthree\n\nfour"),
        ("> one\n\n>> two\nlazy\n\nfour", "one\n\ntwo\nlazy\n\nfour"),
        ("> ```\n> “code”\n\nWords", "Words"),
    ],
)
def test_blocks(text: str, expected: str) -> None:
    assert prose(text) == expected
    assert prose(text.replace("\n", "\r\n")) == expected
    assert prose(text.replace("\n", "\r")) == expected


@pytest.mark.parametrize("dash", ["—", "–", "--", "-", "―"])
@pytest.mark.parametrize("between", ["\n> ", "\n>\n> ", "\n\n", "\n"])
def test_the_line_that_signs_a_block_quote_stays_with_it(dash: str, between: str) -> None:
    if dash == "-" and between in ("\n\n", "\n>\n> "):
        pytest.skip("after an empty line a single dash begins a list")
    assert (
        prose(f"> We stay.{between}{dash} Ada Nordin, mayor\n\nNext") == f"We stay.\n{dash} Ada Nordin, mayor\n\nNext"
    )


def test_a_dash_elsewhere_signs_nothing() -> None:
    assert prose("We stay.\n\n— Ada Nordin") == "We stay.\n\n— Ada Nordin"


def test_front_matter_is_metadata_and_no_prose() -> None:
    document = read_text(
        "---\r\ntitle: 'The bridge'\r\nDate: 2026-03-01T10:00\r\nauthor: Ada # desk\r\ntype: speech\r\n"
        "tags: [a]\r\nslug: x\r\n---\r\nWords",
        format="markdown",
    )
    assert document.metadata == {"title": "The bridge", "published": "2026-03-01", "author": "Ada", "type": "speech"}
    assert document.prose == "Words"
    assert document.locate(document.text.index("Words")).line == 9


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [broken\n  - : :\ndate: 2026-13-45\ntype: rumour\nauthor: *anchor\n---\nWords",
        "---\n---\nWords",
        "+++\ndate = yesterday\n+++\nWords",
    ],
)
def test_broken_front_matter_is_merely_unknown(text: str) -> None:
    document = read_text(text, format="markdown")
    assert (document.metadata, document.prose) == ({}, "Words")


def test_an_open_front_matter_is_prose() -> None:
    assert prose("---\n“We stay,” she said.") == "“We stay,” she said."


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + " x",
        (">" * 1_000 + " x\n") * 300,
        "*" * 1_000_000,
        "*a *" * 100_000,
        "*a* **b " * 50_000,
        "```\n" + "“x”\n" * 100_000,
        "<!-- " * 100_000,
        "x <!-- " * 60_000,
        "[" * 300_000 + "]" * 300_000,
        "[a](b '" * 60_000,
        "![" * 200_000,
        "".join("`" * length + " " for length in range(1, 900)),
        "- " * 200_000 + "x",
        "1. " * 150_000,
        "&quot;" * 80_000,
        "<a " * 150_000,
        "|a" * 100_000,
        "---\n" * 100_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_takes_time_in_proportion(text: str) -> None:
    began = time.process_time()
    read_text(text, format="markdown")
    assert time.process_time() - began < 5  # seconds; the slowest needs about one, a quadratic reader minutes
