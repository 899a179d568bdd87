"""The words of a Markdown document are those that a full CommonMark parser finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quotecheck.reading import read_text

markdown_it = pytest.importorskip("markdown_it", reason="comes with rich; the peer to compare with")

# Documents as people write them: whole blocks of inline pieces. Where we differ on purpose is left out: asterisks
# inside a word (f**k) are letters to us, and the text of HTML blocks stays.
_PIECES = (
    "word", "“We stay,”", "she said.", "*once*", "**twice**", "*a **b** c*", "_under_", "`code`", "&quot;",
    "&ldquo;Yes&rdquo;", "[a](b)", "[a *b*](c 'd')", "[sic]", "\\*", "![p](q)", "<http://a.test/x>", "5*", "snake_case",
    "1986.", "— Ada", "- x", "#1",
)  # fmt: skip
_INLINE = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map(lambda pieces: "w " + " ".join(pieces))
_LINES = st.lists(_INLINE, min_size=1, max_size=3)
_BLOCKS = st.one_of(
    _LINES.map("\n".join),
    _LINES.map("  \n".join),
    _LINES.map(lambda lines: "\n".join(f"> {line}" for line in lines)),
    _LINES.map(lambda lines: "\n>\n".join(f"> {line}" for line in lines)),
    _LINES.map(lambda lines: "\n".join(f">> {line}" for line in lines)),
    _LINES.map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    _LINES.map(lambda lines: "- " + "\n  ".join(lines)),
    _LINES.map(lambda lines: "\n\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))),
    _LINES.map(lambda lines: "* " + lines[0] + "".join(f"\n  > {line}" for line in lines[1:])),
    _INLINE.map("## {} ##".format),
    _INLINE.map("{}\n---".format),
    _LINES.map(lambda lines: "\n".join(["```text", *lines, "```"])),
    _LINES.map(lambda lines: "\n".join(["> ~~~", *(f"> {line}" for line in lines), "> ~~~"])),
    _INLINE.map(lambda line: f"| {line} | b |\n|---|:-:|\n| c | {line} |"),
    st.sampled_from(["***", "- - -", "<!-- “hidden” -->", "[ref]: http://a.test 'Title'", "    “indented”"]),
)


def peer_words(text: str) -> list[str]:
    found: list[str] = []

    def walk(tokens: list[object]) -> None:
        for token in tokens:
            kind = token.type  # type: ignore[attr-defined]
            if kind == "inline":
                walk(token.children)  # type: ignore[attr-defined]
            elif kind == "text" and not token.content.startswith("http"):  # type: ignore[attr-defined]
                found.append(token.content)  # type: ignore[attr-defined]
            elif kind.endswith(("break", "_close")) and kind not in ("em_close", "strong_close", "link_close"):
                found.append("\n")

    walk(markdown_it.MarkdownIt("commonmark").enable("table").parse(text))
    return re.findall(r"\w+", "".join(found))


@example(blocks=["- w word", "```text\nw word\n```", "    “indented”"])
@example(blocks=["- w word", "## w word ##", "    “indented”"])
@example(blocks=["- w word", "<!-- “hidden” -->", "    “indented”"])
@settings(max_examples=300)
@given(blocks=st.lists(_BLOCKS, max_size=6))
def test_the_words_are_those_of_a_full_parser(blocks: list[str]) -> None:
    text = "Start\n\n" + "\n\n".join(blocks)
    assert re.findall(r"\w+", read_text(text, format="markdown").prose) == peer_words(text)
