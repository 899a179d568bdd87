"""PDF: reading order, paragraphs, broken words, running heads, pages."""

from __future__ import annotations

import time

import pytest

from quotecheck.reading import read_data
from quotecheck.reading.pdf_layout import Line, columns, lines, parts
from tests.reading.makers import TextAt, pdf

LEFT = (
    "“The harbour is a short-",
    "term loan, and we are sim-",
    "ply not going to pay it,”",
    "said Karl Holm, the mayor.",
    "He left the hall at noon",
    "for a meeting of the par-",
)
RIGHT = (
    "ish council in the old",
    "school. “We never lose,”",
    "Greta Moss answered. She",
    "said the council would",
    "vote on the plan later,",
    "and that she was glad.",
)
WHOLE = (
    "“The harbour is a short-term loan, and we are simply not going to pay it,” said Karl Holm, the mayor. He left the"
    " hall at noon for a meeting of the parish council in the old school. “We never lose,” Greta Moss answered. She"
    " said the council would vote on the plan later, and that she was glad."
)


def text(*pages: list[TextAt]) -> str:
    return read_data(pdf(pages), path="a.pdf").text


def column(words: tuple[str, ...], x: float, y: float = 700) -> list[TextAt]:
    return [(x, y - 14 * number, 11, line) for number, line in enumerate(words)]


def interleaved(y: float = 700) -> list[TextAt]:
    pairs = zip(column(LEFT, 72, y), column(RIGHT, 320, y), strict=True)
    return [piece for pair in pairs for piece in pair]


def test_columns_drawn_line_by_line_are_read_one_after_the_other() -> None:
    assert text(interleaved()) == WHOLE


def test_columns_under_a_headline() -> None:
    head: list[TextAt] = [(72, 740, 20, "The mayor and the loan that nobody pays")]
    assert text(head + interleaved()) == f"The mayor and the loan that nobody pays\n\n{WHOLE}"


def test_three_columns() -> None:
    third = ("In the evening the boats", "came in, and the people", "of the town met on the", "pier for a long talk.")
    page = [*column(LEFT[:4], 40), *column(RIGHT[1:5], 220), *column(third, 400)]
    page.sort(key=lambda piece: -piece[1])
    found = text(page)
    assert found.index("Karl Holm, the mayor.") < found.index("“We never lose,”") < found.index("In the evening")
    assert "came in, and the people of the town met on the pier for a long talk." in found


def test_short_lines_are_no_columns() -> None:
    found = text([*column(("Yes.", "No.", "Why?", "Nobody.", "It was a long evening for the town."), 72)])
    assert found.split("\n\n") == ["Yes.", "No.", "Why?", "Nobody.", "It was a long evening for the town."]


def test_names_beside_their_words_are_labels() -> None:
    page: list[TextAt] = []
    for number, (name, words) in enumerate(
        [("HOLM:", "We never lose, and"), ("", "never will, I say."), ("MOSS:", "No.")]
    ):
        page += [(72, 700 - 14 * number, 11, name)] if name else []
        page.append((150, 700 - 14 * number, 11, words))
    assert text(page) == "HOLM: We never lose, and never will, I say.\n\nMOSS: No."


def test_words_drawn_one_by_one_keep_their_blanks() -> None:
    page: list[TextAt] = [(72, 700, 11, "“We"), (94, 700, 11, "never"), (125, 700, 11, "lose"), (145, 700, 11, ",”")]
    assert text(page) == "“We never lose,”"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = []
    for number, words in enumerate(["The first page ends here.", "The second one is short.", "“Never,” said Holm."], 1):
        pages.append(
            [
                (72, 760, 9, f"The Senneby Courier, {number} May"),
                (72, 700, 11, words),
                (300, 30, 9, f"Page {number} of 3"),
            ]
        )
    document = read_data(pdf(pages), path="a.pdf")
    assert document.text == "The first page ends here.\n\nThe second one is short.\n\n“Never,” said Holm."
    assert [document.locate(document.text.index(word)).locator for word in ("first", "second", "Holm")] == [
        "page 1",
        "page 2",
        "page 3",
    ]


def test_a_paragraph_over_two_pages_is_one() -> None:
    first: list[TextAt] = [(72, 700, 11, "“We have kept this pier for ninety years, and we are not sel-")]
    second: list[TextAt] = [(72, 760, 11, "ling it now,” said Ada Nordin.")]
    document = read_data(pdf([first, second]), path="a.pdf")
    assert document.text.endswith("and we are not selling it now,” said Ada Nordin.")
    assert document.locate(document.text.index("ninety")).locator == "page 1"
    assert document.locate(document.text.index("Ada")).locator == "page 2"


@pytest.mark.parametrize(
    ("broken", "rest", "expected"),
    [
        ("We saw the har-", "bour at once.", "We saw the harbour at once."),
        ("It is a long-", "term plan.", "It is a long-term plan."),
        ("We met Ms Moss-", "Holm at once.", "We met Ms Moss-Holm at once."),
        ("It was the mid-", "1990s by then.", "It was the mid-1990s by then."),
        ("A quay-side inn, the quay-", "side inn.", "A quay-side inn, the quay-side inn."),
        ("They came -", "and left.", "They came - and left."),
        ("They came —", "and left.", "They came — and left."),
    ],
)
def test_words_broken_at_the_end_of_a_line(broken: str, rest: str, expected: str) -> None:
    assert text([(72, 700, 11, broken), (72, 686, 11, rest)]) == expected


def test_wide_gaps_and_indents_begin_paragraphs() -> None:
    words = [
        "We never lose a pier in this town, or",
        "not since the great storm.",
        "It was long ago, as all of us know it.",
        "And more.",
    ]
    gaps: list[TextAt] = [(72, y, 11, line) for y, line in zip((700, 686, 664, 650), words, strict=True)]
    indents: list[TextAt] = [
        (x, y, 11, line) for x, y, line in zip((84, 72, 84, 72), (700, 686, 672, 658), words, strict=True)
    ]
    expected = f"{words[0]} {words[1]}\n\n{words[2]} {words[3]}"
    assert text(gaps) == expected
    assert text(indents) == expected


def test_two_hundred_pages_take_little_time() -> None:
    start = time.perf_counter()
    pages = [[*interleaved(), (300.0, 30.0, 9, str(number))] for number in range(200)]
    document = read_data(pdf(pages), path="a.pdf")
    assert document.locate(len(document.text) - 1).locator == "page 200"
    assert time.perf_counter() - start < 10


def test_no_lines_are_no_layout() -> None:
    assert (lines([]), columns([]), parts([])) == ([], [], [])
    only = Line(words="a", page=1, left=0, bottom=0, right=5, top=10)
    assert columns(lines([only])) == [[only]]
